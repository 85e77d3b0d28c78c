/* notices_live.c: the number at the bell of every open page follows what comes and what is read; and a page about
   her own things is told when they changed (follow.h). The bus says whose changed; one read counts for all
   whose pages are open.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include "app.h"
#include "bus.h"
#include "campus_q.h"
#include "follow_in.h"
#include "form.h"
#include "json.h"
#include "notices_in.h"
#include "service.h"
#include "stream.h"

#define HEARD  8192   /* people remembered between two rounds; more: everybody is counted */
#define GAP_US 500000 /* between two rounds, and … */
#define SHARE  20     /* … so many times the processor time of the last */

static const struct stream_kind bell = {.name = "bell"};

struct bell_ctx {
    int64_t told; /* the number that her page shows; -1: not known */
    bool fresh;   /* opened since the last round: her page may be older than that */
    struct follow page;
};

struct notices_live {
    pthread_mutex_t lock;
    int64_t heard[HEARD]; /* whose number may be another */
    size_t n;
    bool all;
    atomic_bool opened;
    int64_t next_us; /* the task's own */
};

/* --- Hearing --------------------------------------------------------------------------------- */

static void remember(struct notices_live *l, int64_t who)
{
    pthread_mutex_lock(&l->lock);
    if (who == 0 || l->n == HEARD)
        l->all = true;
    else
        l->heard[l->n++] = who;
    pthread_mutex_unlock(&l->lock);
}

/* On the thread that committed: only hands over, and nothing when nobody looks. */
static void heard(void *ctx, const struct bus_message *m)
{
    struct app *app = ctx;

    if (app->web == NULL || streams_open(app->web, &bell) == 0)
        return;
    remember(app_kept(app, &notices_service), m->topic == BUS_RESYNC ? 0 : m->number);
    task_wake(app, NOTICES_LIVE);
}

static void drop(void *what)
{
    struct notices_live *l = what;

    pthread_mutex_destroy(&l->lock);
}

err notices_live_start(struct app *app)
{
    struct notices_live *l = ARENA_NEW(app->arena, struct notices_live);

    pthread_mutex_init(&l->lock, NULL);
    app_keep(app, &notices_service, l, drop);
    TRY(bus_hear(app, BUS_NOTICES, heard, app));
    return bus_hear(app, BUS_OWN, heard, app);
}

/* --- Opening --------------------------------------------------------------------------------- */

err notices_live_get(struct rq *rq)
{
    struct notices_live *l = app_kept(rq_app(rq), &notices_service);
    struct bell_ctx ctx = {.told = form_int_or(rq, "n", 0, 100, -1), .fresh = true, .page = follow_asked(rq)};
    struct stream *s = NULL;

    /* Seats and long downloads come first: without a stream the bell is as old as its page. */
    if (streams_open(rq_app(rq)->web, &bell) >= (size_t)campus_of(rq)->streams / 2)
        return fail(rq, ERR_BUSY, "Too many pages are open. The number at the bell comes with the next page.");
    TRY(stream_open(rq, &bell, &ctx, sizeof ctx, &s));
    if (!atomic_exchange(&l->opened, true))
        task_wake(rq_app(rq), NOTICES_LIVE);
    return OK;
}

/* --- Telling --------------------------------------------------------------------------------- */

struct counted {
    int64_t who, n;
};
struct round {
    struct arena *arena;
    int64_t *heard; /* sorted */
    size_t n_heard;
    bool all;
    struct counted *v; /* whom to count; by person */
    size_t n, room;
    struct followings pages; /* and what they look at */
};

static int by_number(const void *a, const void *b)
{
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

    return x < y ? -1 : x > y;
}

static int by_who(const void *a, const void *b)
{
    return by_number(&((const struct counted *)a)->who, &((const struct counted *)b)->who);
}

static void take(struct notices_live *l, struct round *r)
{
    pthread_mutex_lock(&l->lock);
    r->all = l->all;
    r->heard = ARENA_ARRAY(r->arena, l->n, int64_t);
    r->n_heard = l->n;
    memcpy(r->heard, l->heard, l->n * sizeof *r->heard);
    l->n = 0;
    l->all = false;
    pthread_mutex_unlock(&l->lock);
    qsort(r->heard, r->n_heard, sizeof *r->heard, by_number);
}

static void gather(struct stream *s, void *ctx)
{
    struct round *r = ctx;
    struct bell_ctx *c = stream_ctx(s);
    int64_t who = stream_person(s).v;

    if (r->n == r->room)
        return; /* opened just now: fresh still, and the next round's */
    if (!r->all && !c->fresh && bsearch(&who, r->heard, r->n_heard, sizeof who, by_number) == NULL)
        return;
    r->v[r->n++] = (struct counted){.who = who};
    follow_add(&r->pages, who, &c->page);
}

static err count(struct db *db, struct round *r)
{
    size_t n = 0;

    qsort(r->v, r->n, sizeof *r->v, by_who);
    for (size_t i = 0; i < r->n; i++) {
        if (n > 0 && r->v[n - 1].who == r->v[i].who)
            continue;
        r->v[n] = r->v[i];
        TRY(campus_q_notices_new(db, (person_id){r->v[n].who}, &r->v[n].n));
        n++;
    }
    r->n = n;
    return follow_read(db, &r->pages);
}

/* What a screen reader hears and what stands at the bell. */
static const char *event_of(struct arena *a, enum lang lang, int64_t n)
{
    struct buf b = buf_in(a, 500);
    struct json_out j = json_begin(&b);

    json_object(&j, NULL);
    json_int(&j, "n", n);
    json_str(&j, "text", n > 0 ? tr_n(a, lang, "%d new notice", "%d new notices", n) : tr(lang, "No new notices"));
    json_end(&j, '}');
    return b.s;
}

/* Her page shows what is not so any more. */
static void tell_changed(struct stream *s, const struct round *r, struct follow *page)
{
    int64_t mark = follow_mark(&r->pages, stream_person(s).v, page);
    const char *data = arena_printf(r->arena, "{\"mark\":\"%lld\"}", (long long)mark);

    if (mark >= 0 && mark != page->mark && stream_put(s, &(struct stream_event){.name = "changed", .data = data}))
        page->mark = mark;
}

static void tell(struct stream *s, void *ctx)
{
    const struct round *r = ctx;
    struct bell_ctx *c = stream_ctx(s);
    struct counted key = {.who = stream_person(s).v};
    const struct counted *found = bsearch(&key, r->v, r->n, sizeof key, by_who);

    if (found == NULL)
        return;
    c->fresh = false;
    tell_changed(s, r, &c->page);
    if (found->n == c->told)
        return;
    if (stream_put(s, &(struct stream_event){.name = "bell", .data = event_of(r->arena, stream_lang(s), found->n)}))
        c->told = found->n;
}

static err tell_all(struct task *t, struct notices_live *l)
{
    struct web *web = task_app(t)->web;
    struct round r = {.arena = task_arena(t), .room = streams_open(web, &bell)};
    struct db *db = NULL;

    take(l, &r);
    r.v = ARENA_ARRAY(r.arena, r.room, struct counted);
    r.pages.v = ARENA_ARRAY(r.arena, r.room, struct following);
    streams_each(web, &bell, gather, &r);
    if (r.n == 0)
        return OK;
    err e = task_read(t, &db);
    if (e == OK) {
        e = count(db, &r);
        store_release(db);
    }
    if (e != OK) {
        remember(l, 0); /* the next round counts everybody */
        return e;
    }
    streams_each(web, &bell, tell, &r);
    return OK;
}

static bool waits(struct notices_live *l)
{
    bool opened = atomic_exchange(&l->opened, false);

    pthread_mutex_lock(&l->lock);
    bool some = opened || l->all || l->n > 0;
    pthread_mutex_unlock(&l->lock);
    return some;
}

err notices_live_round(struct task *t, instant *ret_next)
{
    struct app *app = task_app(t);
    struct notices_live *l = app_kept(app, &notices_service);
    int64_t now = clock_us(), cpu = clock_cpu_us();

    if (app->web == NULL || streams_open(app->web, &bell) == 0)
        return OK;
    if (now < l->next_us) {
        *ret_next = instant_add(clock_now(), (l->next_us - now) / 1000 + 1);
        return OK;
    }
    if (!waits(l))
        return OK;
    err e = tell_all(t, l);
    int64_t gap = (clock_cpu_us() - cpu) * SHARE;
    l->next_us = clock_us() + (gap < GAP_US ? GAP_US : gap);
    return e;
}
