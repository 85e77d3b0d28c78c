/* menu.c: the menu built from the services' entries and the person's rights.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include "menu.h"
#include "app.h"
#include "hooks.h"
#include "service.h"
#include "str.h"

/* "/courses" is of "/courses/abc", not of "/coursesx". */
static bool covers(const char *entry, const char *path)
{
    size_t n = strlen(entry);

    if (n == 1)
        return str_eq(entry, path);
    return str_starts(path, entry) && (path[n] == '\0' || path[n] == '/');
}

static void put_sorted(struct menu_list *list, struct menu_item item)
{
    size_t i = list->n++;

    for (; i > 0 && list->v[i - 1].weight > item.weight; i--)
        list->v[i] = list->v[i - 1];
    list->v[i] = item;
}

/* The icon of an entry, or of the guide entry for the same page, or a plain one. */
static const char *icon_of(const struct service *s, const struct menu_entry *m)
{
    if (m->icon != NULL)
        return m->icon;
    for (size_t i = 0; i < s->n_guide; i++)
        if (str_eq(s->guide[i].path, m->path))
            return s->guide[i].icon;
    return "next";
}

struct menu_list menu_of(struct rq *rq)
{
    const struct app *app = rq_app(rq);
    struct menu_list list = {0};
    struct menu_item *here = NULL;
    size_t n = 0;

    for (size_t s = 0; s < app->n_services; s++)
        n += app->services[s]->n_menu;
    list.v = ARENA_ARRAY(rq->arena, n, struct menu_item);
    for (size_t s = 0; s < app->n_services; s++)
        for (size_t i = 0; i < app->services[s]->n_menu; i++) {
            const struct menu_entry *m = &app->services[s]->menu[i];

            if (campus_may(rq, m->may) == OK)
                put_sorted(&list, (struct menu_item){m->text, m->path, m->weight,
                                                    icon_of(app->services[s], m), false});
        }
    for (size_t i = 0; i < list.n; i++)
        if (covers(list.v[i].path, rq->path) &&
            (here == NULL || strlen(list.v[i].path) > strlen(here->path)))
            here = &list.v[i];
    if (here != NULL)
        here->here = true;
    return list;
}
