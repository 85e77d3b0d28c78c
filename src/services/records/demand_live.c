/* demand_live.c: an open page of demand is told that something changed, and fetches itself anew. Nothing is read for
   it: who looks asks again, and at most so often.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include "demand_inside.h"
#include "app.h"
#include "bus.h"
#include "inside.h"
#include "stream.h"
#include <stdatomic.h>

#define GAP_US 2000000 /* between two tellings */

static const struct stream_kind demand_kind = {.name = "demand", .most_person = 3};

struct demand_live {
    atomic_bool changed;
    int64_t next_us; /* the task's alone */
};

/* On the thread that committed: a mark, when anybody looks. */
static void heard(void *ctx, const struct bus_message *m)
{
    struct app *app = ctx;
    struct demand_live *live = records_demand_live(app);

    (void)m;
    if (app->web != NULL && streams_open(app->web, &demand_kind) > 0)
        atomic_store(&live->changed, true);
}

err demand_live_start(struct app *app, struct demand_live **ret)
{
    *ret = ARENA_NEW(app->arena, struct demand_live);
    TRY(bus_hear(app, BUS_SEATS, heard, app));
    TRY(bus_hear(app, BUS_OWN, heard, app)); /* plans, and what was refused */
    return bus_hear(app, BUS_DECIDED, heard, app);
}

err records_demand_live_get(struct rq *rq)
{
    struct stream *s = NULL;

    return stream_open(rq, &demand_kind, NULL, 0, &s);
}

static void tell(struct stream *s, void *ctx)
{
    (void)ctx;
    (void)stream_put(s, &(struct stream_event){.name = "changed", .data = "1"});
}

err demand_live_round(struct task *t, instant *ret_next)
{
    struct app *app = task_app(t);
    struct demand_live *live = records_demand_live(app);
    int64_t now = clock_us();

    (void)ret_next;
    if (now < live->next_us || !atomic_exchange(&live->changed, false))
        return OK;
    live->next_us = now + GAP_US;
    streams_each(app->web, &demand_kind, tell, NULL);
    return OK;
}
