/* watched.c: asks every service of which groups somebody is to be told. SPDX-License-Identifier: AGPL-3.0-or-later */
#include <string.h>
#include "app.h"
#include "service.h"

void watched_put(struct watched *w, int64_t section)
{
    if (w->n == w->room) {
        size_t room = w->room == 0 ? 16 : w->room * 2;
        int64_t *wider = ARENA_ARRAY(w->arena, room, int64_t);

        if (w->n > 0)
            memcpy(wider, w->v, w->n * sizeof *wider);
        w->v = wider;
        w->room = room;
    }
    w->v[w->n++] = section;
}

err watched_of(struct rq *rq, struct watched *ret)
{
    const struct app *app = rq_app(rq);
    struct watched w = {.arena = rq->arena};

    for (size_t i = 0; i < app->n_services; i++)
        if (app->services[i]->watched != NULL)
            TRY(app->services[i]->watched(rq, &w));
    *ret = w;
    return OK;
}
