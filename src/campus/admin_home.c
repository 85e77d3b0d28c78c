/* admin_home.c: the page of all pages of administration that somebody may use.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include "admin.h"
#include "app.h"
#include "campus_v.h"
#include "hooks.h"
#include "reply.h"
#include "service.h"
#include "str.h"

#define LAST 100 /* behind all entries of the menu */

static bool known(const struct campus_admin_pages *all, const char *path)
{
    for (size_t i = 0; i < all->n; i++)
        if (str_eq(all->v[i].path, path))
            return true;
    return false;
}

/* In the order of the menu. */
static void add(struct rq *rq, struct campus_admin_pages *all, struct campus_admin_page page, enum may may)
{
    size_t at = all->n;

    if (!str_starts(page.path, "/admin/") || known(all, page.path) || campus_may(rq, may) != OK)
        return;
    for (all->n++; at > 0 && all->v[at - 1].weight > page.weight; at--)
        all->v[at] = all->v[at - 1];
    all->v[at] = page;
}

/* What a service says of the page, when one does. */
static const struct page_words *words_of(const struct app *app, const char *path)
{
    for (size_t s = 0; s < app->n_services; s++)
        for (size_t i = 0; i < app->services[s]->n_pages; i++)
            if (str_eq(app->services[s]->pages[i].path, path))
                return &app->services[s]->pages[i];
    return NULL;
}

static void add_menu(struct rq *rq, struct campus_admin_pages *all, const struct service *s)
{
    for (size_t i = 0; i < s->n_menu; i++) {
        const struct menu_entry *m = &s->menu[i];
        const struct page_words *p = words_of(rq_app(rq), m->path);

        add(rq, all, (struct campus_admin_page){m->text, m->path, p != NULL ? p->line : msg_none(),
                                                m->icon != NULL ? m->icon : "next", m->weight}, m->may);
    }
}

/* Those that are found by search alone. */
static void add_pages(struct rq *rq, struct campus_admin_pages *all, const struct service *s)
{
    for (size_t i = 0; i < s->n_pages; i++) {
        const struct page_words *p = &s->pages[i];

        add(rq, all, (struct campus_admin_page){p->text, p->path, p->line, p->icon != NULL ? p->icon : "next", LAST},
            p->may);
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
        add_menu(rq, &v.pages, app->services[i]);
    for (size_t i = 0; i < app->n_services; i++)
        add_pages(rq, &v.pages, app->services[i]);
    if (v.pages.n == 0)
        return fail(rq, ERR_FORBIDDEN, "Nothing of the campus is yours to administer.");
    return campus_v_admin(rq->out, &v);
}
