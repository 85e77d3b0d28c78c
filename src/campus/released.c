/* released.c: asks every service what other software was told about somebody. SPDX-License-Identifier: AGPL-3.0-or-later */
#include "released.h"
#include <string.h>
#include "app.h"
#include "service.h"

void released_put(struct released *r, const struct released_line *one)
{
    if (r->n == r->room) {
        size_t room = r->room == 0 ? 16 : r->room * 2;
        struct released_line *wider = ARENA_ARRAY(r->arena, room, struct released_line);

        if (r->n > 0)
            memcpy(wider, r->v, r->n * sizeof *wider);
        r->v = wider;
        r->room = room;
    }
    r->v[r->n++] = *one;
}

static int order(const void *a, const void *b)
{
    const struct released_line *x = a, *y = b;
    bool gone = x->ended_at.v != 0, too = y->ended_at.v != 0;

    if (gone != too)
        return gone ? 1 : -1;
    if (x->last.v != y->last.v)
        return x->last.v > y->last.v ? -1 : 1;
    return strcmp(x->title, y->title);
}

err released_of(struct rq *rq, struct released *ret)
{
    const struct app *app = rq_app(rq);
    struct released r = {.arena = rq->arena};

    for (size_t i = 0; i < app->n_services; i++)
        if (app->services[i]->released != NULL)
            TRY(app->services[i]->released(rq, &r));
    if (r.n > 1)
        qsort(r.v, r.n, sizeof *r.v, order);
    *ret = r;
    return OK;
}
