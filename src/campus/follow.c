/* follow.c: what open pages follow, and whether it is still what they show.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include <stdlib.h>
#include <string.h>
#include "app.h"
#include "follow_in.h"
#include "form.h"
#include "service.h"

static const struct followed *named(const struct app *app, const char *name, size_t n)
{
    for (size_t i = 0; i < app->n_services; i++) {
        const struct service *s = app->services[i];

        for (size_t k = 0; k < s->n_follows; k++)
            if (strlen(s->follows[k].name) == n && strncmp(s->follows[k].name, name, n) == 0)
                return &s->follows[k];
    }
    return NULL;
}

struct follow follow_asked(struct rq *rq)
{
    const char *asked = form_text(rq, "follow", 0, 60), *dot = strrchr(asked, '.');
    struct follow f = {.mark = form_int_or(rq, "mark", 0, INT64_MAX, 0)};

    if (dot == NULL || str_int(dot + 1, 1, INT64_MAX, &f.about) != OK)
        return (struct follow){0};
    f.what = named(rq_app(rq), asked, (size_t)(dot - asked));
    return f;
}

static int by_page(const void *a, const void *b)
{
    const struct following *x = a, *y = b;

    if (x->who != y->who)
        return x->who < y->who ? -1 : 1;
    if (x->page.what != y->page.what)
        return (uintptr_t)x->page.what < (uintptr_t)y->page.what ? -1 : 1;
    return x->page.about < y->page.about ? -1 : x->page.about > y->page.about;
}

void follow_add(struct followings *all, int64_t who, const struct follow *page)
{
    if (page->what != NULL)
        all->v[all->n++] = (struct following){who, *page};
}

err follow_read(struct db *db, struct followings *all)
{
    size_t n = 0;

    if (all->n > 1)
        qsort(all->v, all->n, sizeof *all->v, by_page);
    for (size_t i = 0; i < all->n; i++) {
        struct following *f = &all->v[n];

        if (n > 0 && by_page(&all->v[n - 1], &all->v[i]) == 0)
            continue;
        *f = all->v[i];
        err e = f->page.what->mark(db, (person_id){f->who}, f->page.about, &f->page.mark);
        if (e == ERR_NOT_FOUND)
            f->page.mark = -1;
        else
            TRY(e);
        n++;
    }
    all->n = n;
    return OK;
}

int64_t follow_mark(const struct followings *all, int64_t who, const struct follow *page)
{
    const struct following key = {who, *page}, *found = NULL;

    if (page->what != NULL && all->n > 0)
        found = bsearch(&key, all->v, all->n, sizeof key, by_page);
    return found == NULL ? -1 : found->page.mark;
}
