/* asked_live.c: the page of something that was asked follows its place in the queue, and is told when it was
   decided. One read of the head of the queue serves all pages that wait.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include "asked_live.h"
#include "app.h"
#include "bus.h"
#include "plan.h"
#include "stream.h"

static const struct stream_kind asked = {.name = "asked", .most_person = 4};

struct asked_ctx {
    request_id request;
    instant at;
    int64_t told; /* how many come first, on her page */
};

const char *asked_before_words(struct arena *a, enum lang lang, int64_t before)
{
    return before < ASKED_MOST ? arena_printf(a, "%lld", (long long)before)
                               : arena_printf(a, tr(lang, "more than %lld"), (long long)before);
}

/* On the thread that committed: nothing when nobody looks. */
static void heard(void *ctx, const struct bus_message *)
{
    struct app *app = ctx;

    if (app->web != NULL && streams_open(app->web, &asked) > 0)
        task_wake(app, STUDYMAP_ASKED);
}

err studymap_asked_start(struct app *app)
{
    return bus_hear(app, BUS_DECIDED, heard, app);
}

err studymap_asked_live_get(struct rq *rq)
{
    struct studymap_request_state *q = NULL;
    struct asked_ctx ctx = {.told = -1};
    struct stream *s = NULL;

    TRY(studymap_q_request_of(rq->db, PATH_ID(rq, request_id, "request"), rq->me, &q));
    if (!q)
        return ERR_NOT_FOUND;
    /* Without a stream the page looks again by itself, and leaves room for the others' seats. */
    if (streams_open(rq_app(rq)->web, &asked) >= (size_t)campus_of(rq)->streams / 4)
        return fail(rq, ERR_BUSY, "Too many pages are open. This page looks again by itself.");
    ctx.request = q->id;
    ctx.at = q->at;
    TRY(stream_open(rq, &asked, &ctx, sizeof ctx, &s));
    task_wake(rq_app(rq), STUDYMAP_ASKED);
    return OK;
}

struct head {
    struct arena *arena;
    struct studymap_request_first_list first;
};

static int in_order(const struct asked_ctx *c, const struct studymap_request_first *f)
{
    if (c->at.v != f->at.v)
        return c->at.v < f->at.v ? -1 : 1;
    return c->request.v < f->id.v ? -1 : c->request.v > f->id.v;
}

/* How many come before it; *ret_waits is false when it was decided: it would stand in the head and does not. */
static size_t place_of(const struct head *h, const struct asked_ctx *c, bool *ret_waits)
{
    size_t from = 0, upto = h->first.n;

    while (from < upto) {
        size_t mid = from + (upto - from) / 2;

        if (in_order(c, &h->first.v[mid]) > 0)
            from = mid + 1;
        else
            upto = mid;
    }
    *ret_waits = from == h->first.n ? h->first.n > ASKED_MOST : in_order(c, &h->first.v[from]) == 0;
    return from;
}

static void tell(struct stream *s, void *ctx)
{
    const struct head *h = ctx;
    struct asked_ctx *c = stream_ctx(s);
    bool waits = false;
    int64_t before = (int64_t)place_of(h, c, &waits);

    if (!waits) {
        (void)stream_put(s, &(struct stream_event){.name = "decided", .data = "1"});
        stream_end(s);
        return;
    }
    if (before > ASKED_MOST)
        before = ASKED_MOST;
    if (before != c->told && stream_put(s, &(struct stream_event){.name = "before",
                                                                  .data = asked_before_words(h->arena, stream_lang(s), before)}))
        c->told = before;
}

err studymap_asked_round(struct task *t, instant *)
{
    struct web *web = task_app(t)->web;
    struct head h = {.arena = task_arena(t)};
    struct db *db = NULL;

    if (web == NULL || streams_open(web, &asked) == 0)
        return OK;
    TRY(task_read(t, &db));
    err e = studymap_q_requests_first(db, ASKED_MOST + 1, &h.first);
    store_release(db);
    if (e == OK)
        streams_each(web, &asked, tell, &h);
    return e;
}
