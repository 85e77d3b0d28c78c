/* engaged.c: asks every service when somebody is engaged. SPDX-License-Identifier: AGPL-3.0-or-later */
#include <string.h>
#include "app.h"
#include "service.h"

void engaged_put(struct engaged *e, const struct engagement *one)
{
    if (one->last.v < e->first.v || one->first.v > e->last.v)
        return;
    if (e->n == e->room) {
        size_t room = e->room == 0 ? 16 : e->room * 2;
        struct engagement *wider = ARENA_ARRAY(e->arena, room, struct engagement);

        if (e->n > 0)
            memcpy(wider, e->v, e->n * sizeof *wider);
        e->v = wider;
        e->room = room;
    }
    e->v[e->n++] = *one;
}

err engaged_of(struct rq *rq, day first, day last, struct engaged *ret)
{
    const struct app *app = rq_app(rq);
    struct engaged e = {.first = first, .last = last, .arena = rq->arena};

    for (size_t i = 0; i < app->n_services; i++)
        if (app->services[i]->engaged != NULL)
            TRY(app->services[i]->engaged(rq, &e));
    *ret = e;
    return OK;
}
