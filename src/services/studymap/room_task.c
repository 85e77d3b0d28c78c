/* room_task.c: once a second: is the campus overloaded, who comes in, who is told where she stands. Every
   process measures and may open; the one that holds the lease lets people in, and closes.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include "app.h"
#include "audit.h"
#include "bus.h"
#include "log.h"
#include "plan.h"
#include "rand.h"
#include "room.h"
#include "told.h"
#include <stdlib.h>
#include <string.h>

#define BUSY_ROUNDS 5           /* seconds of overload before it opens */
#define CALM        SECONDS(60) /* without overload before it closes */
#define COUNT_EVERY SECONDS(10)
#define WRITE_EVERY SECONDS(20) /* signs */
#define WRITE_AGE   SECONDS(60) /* of a person, not more often */
#define SIGNS_ONCE  4000

struct round {
    struct room *r;
    const struct studymap_settings *settings;
    struct studymap_room row;
    int64_t asked;
    struct studymap_ticket_list rows;
    struct room_ticket *tickets;
    enum room_act *acts;
    instant opening, now;
    const char *why;
    int64_t lets;
    struct room_sums sums;
};

/* --- Measuring ------------------------------------------------------------------------------------ */

static void sample(struct room *r, instant now)
{
    struct web_stats s = web_stats(r->app->web);
    /* Of who is signed in: strangers could shut the plan for everybody by asking slowly or much. */
    struct room_sample x = {.at = now,
                            .refused = (int64_t)s.known_busy,
                            .requests = (int64_t)s.known,
                            .slow = (int64_t)s.known_slow};

    if (r->n_samples > 0 && now.v - r->samples[r->n_samples - 1].at.v < 900)
        return; /* woken: not a second yet */
    if (r->n_samples == ROOM_SAMPLES)
        memmove(r->samples, r->samples + 1, --r->n_samples * sizeof *r->samples);
    r->samples[r->n_samples++] = x;
}

static void measure(struct round *x)
{
    struct room *r = x->r;
    struct room_bounds bounds = {x->settings->room_writes, x->settings->room_asked};
    int64_t before = r->n_samples ? r->samples[r->n_samples - 1].at.v : 0;

    sample(r, x->now);
    const struct room_sample *a = &r->samples[0], *b = &r->samples[r->n_samples - 1];
    r->load = (struct room_load){
        .writes = (int64_t)store_stats(r->app->store).waiting,
        .asked = x->asked,
        .refused = b->refused - a->refused,
        .requests = b->requests - a->requests,
        .slow = b->slow - a->slow,
    };
    r->state = room_judge(&r->load, &bounds, &x->why);
    if (r->state != ROOM_BUSY)
        r->busy = 0;
    else if (b->at.v != before)
        r->busy++;
}

static void count(struct room *r, const struct round *round)
{
    const struct studymap_room *row = &round->row;
    struct room_count x = {round->now, row->let_in};
    instant now = round->now;

    for (size_t i = 0; i < round->rows.n; i++)
        x.went -= round->rows.v[i].counted;

    pthread_mutex_lock(&r->lock);
    if (row->opened_at.v == 0) {
        r->n_counts = 0;
    } else if (r->n_counts == 0 || now.v - r->counts[r->n_counts - 1].at.v >= COUNT_EVERY) {
        if (r->n_counts == ROOM_COUNTS)
            memmove(r->counts, r->counts + 1, --r->n_counts * sizeof *r->counts);
        r->counts[r->n_counts++] = x;
    }
    pthread_mutex_unlock(&r->lock);
}

/* --- Reading -------------------------------------------------------------------------------------- */

static err read_in(struct round *x, struct db *db)
{
    bool found = false;

    x->now = db_now(db);
    TRY(studymap_q_room_now(db, &x->row));
    TRY(studymap_q_room_asked(db, x->settings->room_asked + 1, &x->asked));
    if (x->row.opened_at.v == 0)
        return OK;
    TRY(studymap_q_tickets(db, &x->rows));
    instant since = x->row.drawn_at.v > x->row.opened_at.v ? x->row.drawn_at : x->row.opened_at;
    return studymap_q_room_opening(db, since, x->now, &x->opening, &found);
}

static err read_all(struct task *t, struct round *x)
{
    struct db *db = NULL;

    TRY(task_read(t, &db));
    err e = read_in(x, db);
    store_release(db);
    return e;
}

/* The tickets with the signs that this process saw. */
static void tickets_make(struct task *t, struct round *x)
{
    size_t n = x->rows.n;

    x->tickets = ARENA_ARRAY(task_arena(t), n, struct room_ticket);
    x->acts = ARENA_ARRAY(task_arena(t), n, enum room_act);
    pthread_mutex_lock(&x->r->lock);
    for (size_t i = 0; i < n; i++) {
        const struct studymap_ticket *row = &x->rows.v[i];

        x->tickets[i] =
            (struct room_ticket){row->person,     row->turn,  row->came, row->called_at,
                                 row->held_until, row->in_at, row->seen, row->left_at};
        int64_t seen = room_seen(x->r, row->person);
        if (seen > row->seen.v)
            x->tickets[i].seen.v = seen;
    }
    pthread_mutex_unlock(&x->r->lock);
}

static int by_person(const void *a, const void *b)
{
    const struct room_place *x = a, *y = b;

    return x->person.v < y->person.v ? -1 : x->person.v > y->person.v;
}

/* Where everybody stands, for the pages. */
static void places_make(struct round *x)
{
    struct room *r = x->r;
    struct arena *a = r->arenas[1 - r->at];
    struct room_sums sums = {};

    arena_reset(a);
    struct room_place *v = ARENA_ARRAY(a, x->rows.n, struct room_place);
    for (size_t i = 0; i < x->rows.n; i++) {
        const struct room_ticket *t = &x->tickets[i];
        bool held = t->in.v == 0 && t->held.v > x->now.v, in = t->in.v != 0;

        v[i] = (struct room_place){t->person, sums.waiting, sums.here,
                                   held || (in && t->left.v == 0)};
        sums.in += in;
        sums.held += held;
        sums.waiting += !in && !held;
        sums.here += !in && !held && room_here(t, x->now);
    }
    qsort(v, x->rows.n, sizeof *v, by_person);
    pthread_mutex_lock(&r->lock);
    r->at = 1 - r->at;
    r->places = v;
    r->n_places = x->rows.n;
    r->sums = sums;
    pthread_mutex_unlock(&r->lock);
}

/* --- Writing what everybody may ------------------------------------------------------------------- */

static enum wrote open_run(struct db *db, void *ctx)
{
    const struct round *x = ctx;

    return room_opens(db, x->why, room_least(&x->row, x->settings, x->now)) == OK ? WROTE_DONE
                                                                          : WROTE_FAILED;
}

static enum wrote busy_run(struct db *db, void *)
{
    return studymap_q_room_busy(db, db_now(db)) == OK ? WROTE_DONE : WROTE_FAILED;
}

struct signs {
    struct studymap_ticket_seen *v;
    size_t n;
};

static enum wrote signs_run(struct db *db, void *ctx)
{
    const struct signs *s = ctx;
    int64_t changed = 0;

    return studymap_q_tickets_seen(db, s->v, s->n, &changed) == OK ? WROTE_DONE : WROTE_FAILED;
}

static err signs_write(struct task *t, struct round *x)
{
    struct room *r = x->r;
    struct signs s = {.v = ARENA_ARRAY(task_arena(t), SIGNS_ONCE, struct studymap_ticket_seen)};

    if (x->now.v - r->written_at.v < WRITE_EVERY || !r->signs)
        return OK;
    r->written_at = x->now;
    pthread_mutex_lock(&r->lock);
    for (size_t i = 0; i < ROOM_SIGNS && s.n < SIGNS_ONCE; i++) {
        struct room_sign *g = &r->signs[i];

        if (g->person == 0 || g->seen - g->written < WRITE_AGE)
            continue;
        g->written = g->seen;
        s.v[s.n++] = (struct studymap_ticket_seen){{g->person}, {g->seen}};
    }
    pthread_mutex_unlock(&r->lock);
    return s.n ? store_write_now(r->app->store, task_arena(t), x->now, signs_run, &s) : OK;
}

/* --- Letting in ------------------------------------------------------------------------------------ */

struct lists {
    struct studymap_ticket_call *call;
    struct studymap_ticket_hold *hold;
    struct studymap_ticket_turn *turn;
    struct studymap_ticket_drop *drop, *reach, *counted;
    struct studymap_kept_ask *ask;
    size_t n_call, n_hold, n_turn, n_drop, n_reach, n_counted;
};

/* She came in since the last round. */
static bool comes_in(const struct studymap_ticket *t)
{
    return t->in_at.v != 0 && !t->counted;
}

static void lists_make(struct arena *a, const struct round *x, struct lists *l)
{
    size_t n = x->rows.n;

    l->call = ARENA_ARRAY(a, n, struct studymap_ticket_call);
    l->hold = ARENA_ARRAY(a, n, struct studymap_ticket_hold);
    l->turn = ARENA_ARRAY(a, n, struct studymap_ticket_turn);
    l->drop = ARENA_ARRAY(a, n, struct studymap_ticket_drop);
    l->reach = ARENA_ARRAY(a, n, struct studymap_ticket_drop);
    l->ask = ARENA_ARRAY(a, n, struct studymap_kept_ask);
    l->counted = ARENA_ARRAY(a, n, struct studymap_ticket_drop);
    for (size_t i = 0; i < n; i++) {
        const struct room_ticket *t = &x->tickets[i];
        person_id who = t->person;
        instant called = t->called.v ? t->called : x->now;

        if (x->acts[i] == ROOM_CALLED)
            l->call[l->n_call++] = (struct studymap_ticket_call){who, x->now};
        if (x->acts[i] == ROOM_HELD)
            l->hold[l->n_hold++] =
                (struct studymap_ticket_hold){who, called, instant_add(x->now, ROOM_HOLD)};
        if (x->acts[i] == ROOM_BACK)
            l->turn[l->n_turn++] =
                (struct studymap_ticket_turn){who, room_turn(x->now, (int64_t)i % 1000)};
        if (comes_in(&x->rows.v[i]))
            l->counted[l->n_counted++] = (struct studymap_ticket_drop){who};
        if (x->acts[i] == ROOM_OUT)
            l->drop[l->n_drop++] = (struct studymap_ticket_drop){who};
        if (x->acts[i] == ROOM_CALLED || x->acts[i] == ROOM_HELD) {
            l->ask[l->n_reach] =
                (struct studymap_kept_ask){who, instant_add(x->now, (int64_t)l->n_reach)};
            l->reach[l->n_reach++] = (struct studymap_ticket_drop){who};
        }
    }
}

/* Who is called is not here: she is told where she chose. */
static err tell_called(struct db *db, const struct round *x, const struct lists *l)
{
    struct notice *v = ARENA_ARRAY(db_arena(db), l->n_call, struct notice);
    struct notice_arg *until = ARENA_NEW(db_arena(db), struct notice_arg);

    *until = NOTICE_ARG_INSTANT(instant_add(x->now, x->settings->room_call));
    for (size_t i = 0; i < l->n_call; i++)
        v[i] = (struct notice){
            .kind = &told_called, .person = l->call[i].person, .path = "/plan", .args = until, .n_args = 1};
    return notice_send_many(db, v, l->n_call);
}

/* What was kept of those whose turn it is goes into the queue. */
static err kept_out(struct db *db, const struct lists *l)
{
    int64_t changed = 0;

    TRY(studymap_q_kept_ask(db, l->ask, l->n_reach, &changed));
    if (changed > 0)
        bus_tell(db, BUS_ASKED, 0);
    return studymap_q_kept_done(db, l->reach, l->n_reach, &changed);
}

static err tickets_write(struct db *db, const struct lists *l)
{
    int64_t changed = 0;

    TRY(studymap_q_tickets_hold(db, l->hold, l->n_hold, &changed));
    TRY(studymap_q_tickets_turn(db, l->turn, l->n_turn, &changed));
    TRY(studymap_q_kept_done(db, l->drop, l->n_drop, &changed));
    TRY(studymap_q_tickets_drop(db, l->drop, l->n_drop, &changed));
    return studymap_q_tickets_counted(db, l->counted, l->n_counted, &changed);
}

static err let_in(struct db *db, void *ctx)
{
    const struct round *x = ctx;
    struct lists l = {};
    int64_t changed = 0;

    lists_make(db_arena(db), x, &l);
    TRY(kept_out(db, &l));
    TRY(studymap_q_tickets_call(db, l.call, l.n_call, &changed));
    TRY(tell_called(db, x, &l));
    TRY(tickets_write(db, &l));
    if (l.n_counted > 0)
        TRY(studymap_q_room_let_in(db, (int64_t)l.n_counted));
    if (x->lets != x->row.lets)
        TRY(studymap_q_room_lets(db, x->lets));
    if (l.n_hold > 0)
        bus_tell(db, BUS_WAITING, 0);
    return OK;
}

static uint64_t by_chance(uint64_t below)
{
    return rand_below(below);
}

/* A window has opened: all who were here before share their turns out by chance. */
static err draw(struct db *db, void *ctx)
{
    const struct round *x = ctx;
    struct studymap_ticket_turn *v =
        ARENA_ARRAY(db_arena(db), x->rows.n, struct studymap_ticket_turn);
    int64_t *turns = ARENA_ARRAY(db_arena(db), x->rows.n, int64_t), changed = 0;
    size_t n = 0;

    for (size_t i = 0; i < x->rows.n; i++) {
        if (x->rows.v[i].came.v >= x->opening.v)
            continue;
        turns[n] = x->rows.v[i].turn;
        v[n++].person = x->rows.v[i].person;
    }
    room_draw(turns, n, by_chance);
    for (size_t i = 0; i < n; i++)
        v[i].turn = turns[i];
    TRY(studymap_q_tickets_turn(db, v, n, &changed));
    TRY(studymap_q_room_drawn(db, x->opening));
    bus_tell(db, BUS_WAITING, 0);
    const char *detail = arena_printf(db_arena(db), "{\"tickets\":%zu}", n);
    return audit(db, &(struct audit_entry){.what = "studymap.room_drawn", .detail = detail});
}

static err close_run(struct db *db, void *)
{
    return room_closes(db);
}

static bool may_close(const struct round *x)
{
    const char *mode = room_mode(&x->row, x->now);

    if (str_eq(mode, "shut"))
        return true;
    return str_eq(mode, "auto") && x->r->state != ROOM_BUSY && x->sums.here == 0 &&
           x->row.busy_at.v + CALM <= x->now.v;
}

static bool acts(const struct round *x)
{
    for (size_t i = 0; i < x->rows.n; i++) {
        if (x->acts[i] != ROOM_STAYS || comes_in(&x->rows.v[i]))
            return true;
    }
    return x->lets != x->row.lets;
}

static err lead(struct task *t, struct round *x)
{
    const struct studymap_settings *s = x->settings;
    struct room *r = x->r;
    struct room_policy policy = {x->row.lets, s->room_call, s->room_idle, s->room_stay};

    if (x->opening.v != 0) {
        TRY(task_write(t, draw, x));
        task_wake(r->app, STUDYMAP_ROOM);
        return OK;
    }
    x->lets = x->row.lets;
    if (x->now.v - r->seen_at.v >= 1000) {
        bool elsewhere = x->row.busy_at.v + SECONDS(10) > x->now.v && r->state == ROOM_CALM;

        x->lets = room_lets(x->row.lets, elsewhere ? ROOM_BETWEEN : r->state,
                            room_least(&x->row, s, x->now),
                            room_most(&x->row, s, x->now));
        r->seen_at = x->now;
    }
    x->sums = room_decide(&policy, x->tickets, x->rows.n, x->now, x->acts);
    if (may_close(x))
        return task_write(t, close_run, x);
    return acts(x) ? task_write(t, let_in, x) : OK;
}

/* --- The round -------------------------------------------------------------------------------------- */

static err open_if_needed(struct task *t, struct round *x)
{
    const char *mode = room_mode(&x->row, x->now);
    bool needed = x->settings->room_opens && str_eq(mode, "auto") && x->r->busy >= BUSY_ROUNDS;

    if (str_eq(mode, "open"))
        x->why = "hand";
    else if (!needed)
        return OK;
    log_line(LOG_WARNING, "room.opens", LS("why", x->why), LI("writes", x->r->load.writes),
             LI("asked", x->r->load.asked), LI("slow", x->r->load.slow),
             LI("requests", x->r->load.requests));
    return store_write_now(x->r->app->store, task_arena(t), x->now, open_run, x);
}

err studymap_room_round(struct task *t, instant *)
{
    struct app *app = task_app(t);
    struct round x = {.r = room_of(app),
                      .settings = settings_of(app_settings(app), &studymap_settings_group)};
    bool leads = false;

    if (!x.r)
        return OK;
    TRY(read_all(t, &x));
    measure(&x);
    count(x.r, &x);
    atomic_store(&x.r->open, x.row.opened_at.v != 0);
    if (x.row.opened_at.v == 0) {
        room_streams(app, x.r, x.now); /* who still waits may come */
        return open_if_needed(t, &x);
    }
    tickets_make(t, &x);
    places_make(&x);
    room_streams(app, x.r, x.now);
    TRY(signs_write(t, &x));
    if (x.r->state == ROOM_BUSY && x.row.busy_at.v + SECONDS(5) <= x.now.v)
        TRY(store_write_now(app->store, task_arena(t), x.now, busy_run, NULL));
    TRY(task_lead(t, &leads));
    return leads ? lead(t, &x) : OK;
}
