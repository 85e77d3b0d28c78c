/* admin_home.c: the page of all pages of administration that somebody may use.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include "admin.h"
#include "app.h"
#include "campus_v.h"
#include "hooks.h"
#include "reply.h"
#include "service.h"
#include "str.h"

static bool known(const struct campus_admin_pages *v, const char *path)
{
    for (size_t i = 0; i < v->n; i++)
        if (str_eq(v->v[i].path, path))
            return true;
    return false;
}

static void add(struct rq *rq, struct campus_admin_pages *v, const struct campus_admin_page *page, enum may may)
{
    if (str_starts(page->path, "/admin/") && !known(v, page->path) && campus_may(rq, may) == OK)
        v->v[v->n++] = *page;
}

/* What the service says of the page, when it does. */
static const struct page_words *words_of(const struct service *s, const char *path)
{
    for (size_t i = 0; i < s->n_pages; i++)
        if (str_eq(s->pages[i].path, path))
            return &s->pages[i];
    return NULL;
}

/* The entries of its menu first, then the pages that are found by search alone. */
static void add_service(struct rq *rq, struct campus_admin_pages *v, const struct service *s)
{
    for (size_t i = 0; i < s->n_menu; i++) {
        const struct menu_entry *m = &s->menu[i];
        const struct page_words *p = words_of(s, m->path);

        add(rq, v, &(struct campus_admin_page){m->text, m->path, p != NULL ? p->line : msg_none(), m->icon != NULL ? m->icon : "next"}, m->may);
    }
    for (size_t i = 0; i < s->n_pages; i++) {
        const struct page_words *p = &s->pages[i];

        add(rq, v, &(struct campus_admin_page){p->text, p->path, p->line, "next"}, p->may);
    }
}

err campus_admin_get(struct rq *rq)
{
    const struct app *app = rq_app(rq);
    struct campus_admin_view v = {0};
    size_t room = 0;

    for (size_t i = 0; i < app->n_services; i++)
        room += app->services[i]->n_menu + app->services[i]->n_pages;
    v.pages.v = ARENA_ARRAY(rq->arena, room, struct campus_admin_page);
    for (size_t i = 0; i < app->n_services; i++)
        add_service(rq, &v.pages, app->services[i]);
    if (v.pages.n == 0)
        return fail(rq, ERR_FORBIDDEN, "Nothing of the campus is yours to administer.");
    return campus_v_admin(rq->out, &v);
}
