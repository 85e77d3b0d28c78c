/* room.c: the waiting room at the door: who may go on, and what is kept for who may not yet.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include "room.h"
#include "app.h"
#include "audit.h"
#include "bus.h"
#include "plan.h"
#include "rand.h"
#include "service.h"
#include <string.h>

/* Of one person: more she cannot mean. */
#define KEPT_MOST 20

/* --- What a process keeps in memory -------------------------------------------------------------- */

extern const struct service studymap_service;

struct room *room_of(const struct app *app)
{
    return app_kept(app, &studymap_service);
}

static void room_drop(void *what)
{
    struct room *r = what;

    arena_free(r->arenas[0]);
    arena_free(r->arenas[1]);
    pthread_mutex_destroy(&r->lock);
}

static void heard(void *ctx, const struct bus_message *)
{
    task_wake(ctx, STUDYMAP_ROOM);
}

/* Was it open when the program ended? */
static err as_it_was(struct app *app, struct room *r)
{
    struct arena *a = arena_new(1U << 20);
    struct studymap_room row = {};
    struct db *db = NULL;
    err e = store_reader(app->store, a, clock_now(), &db);

    if (e == OK)
        e = studymap_q_room_now(db, &row);
    store_release(db);
    arena_free(a);
    atomic_store(&r->open, row.opened_at.v != 0);
    return e;
}

err studymap_room_start(struct app *app)
{
    struct room *r = ARENA_NEW(app->arena, struct room);

    if (pthread_mutex_init(&r->lock, NULL) != 0)
        return ERR_MEMORY;
    r->app = app;
    r->arenas[0] = arena_new((size_t)64 << 20);
    r->arenas[1] = arena_new((size_t)64 << 20);
    app_keep(app, &studymap_service, r, room_drop);
    TRY(as_it_was(app, r));
    return bus_hear(app, BUS_WAITING, heard, app);
}

/* Where the person's sign is or would be. */
static struct room_sign *sign_at(struct room *r, int64_t person)
{
    size_t i = ((uint64_t)person * 0x9e3779b97f4a7c15) >> 48;

    while (r->signs[i].person != 0 && r->signs[i].person != person)
        i = (i + 1) % ROOM_SIGNS;
    return &r->signs[i];
}

void room_sign(struct room *r, person_id who, instant now)
{
    pthread_mutex_lock(&r->lock);
    if (!r->signs)
        r->signs = ARENA_ARRAY(r->app->arena, ROOM_SIGNS, struct room_sign);
    if (r->n_signs > ROOM_SIGNS / 4 * 3) { /* a sign lost is given again soon */
        memset(r->signs, 0, ROOM_SIGNS * sizeof *r->signs);
        r->n_signs = 0;
    }
    struct room_sign *s = sign_at(r, who.v);
    r->n_signs += s->person == 0;
    s->person = who.v;
    s->seen = now.v;
    pthread_mutex_unlock(&r->lock);
}

int64_t room_seen(struct room *r, person_id who)
{
    return r->signs ? sign_at(r, who.v)->seen : 0;
}

static int by_person(const void *x, const void *y)
{
    const struct room_place *a = x, *b = y;

    return a->person.v < b->person.v ? -1 : a->person.v > b->person.v;
}

bool room_place_of(struct room *r, person_id who, struct room_place *ret)
{
    struct room_place key = {.person = who};

    pthread_mutex_lock(&r->lock);
    const struct room_place *p =
        r->n_places ? bsearch(&key, r->places, r->n_places, sizeof key, by_person) : NULL;
    *ret =
        p ? *p
          : (struct room_place){.person = who, .ahead = r->sums.waiting, .here = r->sums.here};
    pthread_mutex_unlock(&r->lock);
    return p != NULL;
}

void room_rate(struct room *r, int64_t *ret_went, int64_t *ret_ms)
{
    *ret_went = *ret_ms = 0;
    pthread_mutex_lock(&r->lock);
    size_t from = 0; /* just opened, nobody can have gone yet */
    while (from + 2 < r->n_counts && r->counts[from + 1].went == r->counts[from].went)
        from++;
    if (r->n_counts > 1) {
        *ret_went = r->counts[r->n_counts - 1].went - r->counts[from].went;
        *ret_ms = r->counts[r->n_counts - 1].at.v - r->counts[from].at.v;
    }
    pthread_mutex_unlock(&r->lock);
}

/* --- At the door --------------------------------------------------------------------------------- */

bool room_may_pass(const struct studymap_ticket *t, instant now)
{
    return t && t->left_at.v == 0 && (t->in_at.v != 0 || t->held_until.v > now.v);
}

err room_others_wait(struct rq *rq, bool *ret)
{
    struct room *r = room_of(rq_app(rq));
    struct studymap_ticket *t = NULL;

    *ret = false;
    if (!r || !atomic_load_explicit(&r->open, memory_order_relaxed))
        return OK;
    TRY(studymap_q_ticket_of(rq->db, rq->me, &t));
    *ret = room_may_pass(t, rq->now);
    return OK;
}

struct coming {
    person_id who;
    instant now;
};

static void note_enter(struct db *db, const void *ctx)
{
    const struct coming *c = ctx;
    int64_t changed = 0;

    /* Without it her place is held a little longer, and she enters with her next page. */
    (void)!studymap_q_ticket_enter(db, c->who, c->now, &changed);
}

err room_before(struct rq *rq, err (*page)(struct rq *rq))
{
    struct room *r = room_of(rq_app(rq));
    struct studymap_ticket *t = NULL;

    if (!r || !atomic_load_explicit(&r->open, memory_order_relaxed))
        return page(rq);
    TRY(studymap_q_ticket_of(rq->db, rq->me, &t));
    if (!room_may_pass(t, rq->now))
        return see_other(rq, ROOM_PATH "?to=%s", url_seg(rq->arena, rq->path));
    if (t->in_at.v == 0)
        rq_note(rq, note_enter, &(struct coming){rq->me, rq->now}, sizeof(struct coming));
    room_sign(r, rq->me, rq->now);
    return page(rq);
}

static err keep(struct rq *rq, const struct studymap_asked *a)
{
    request_id id = NEW_ID(rq->db, request_id);
    int64_t changed = 0, n = 0;

    TRY(studymap_q_ticket_take(rq->db, rq->me, room_turn(rq->now, (int64_t)rand_below(1000)),
                               rq->now, &changed));
    TRY(studymap_q_kept_drop(rq->db, rq->me, a->term, studymap_kind_word(a->kind), a->offering,
                             &changed));
    TRY(studymap_q_kept_count(rq->db, rq->me, &n));
    if (n >= KEPT_MOST)
        return fail(rq, ERR_TOO_MANY,
                    "So much of what you asked is kept already that no more is taken "
                    "until your turn comes.");
    TRY(studymap_q_kept_add(rq->db, id, rq->me, a->term, studymap_kind_word(a->kind), a->plan,
                            a->version, a->offering, a->section, a->waits, a->request,
                            a->address, rq->now));
    return audit_rq(rq, "studymap.kept", "request", id.v, NULL);
}

err room_keeps(struct rq *rq, const struct studymap_asked *asked, const char **ret_to)
{
    struct room *r = room_of(rq_app(rq));
    struct studymap_room row = {};
    struct studymap_ticket *t = NULL;

    *ret_to = NULL;
    if (!r || !atomic_load_explicit(&r->open, memory_order_relaxed) ||
        asked->kind == STUDYMAP_LEAVE)
        return OK; /* who gives a seat back is always welcome */
    TRY(studymap_q_room_now(rq->db, &row));
    if (row.opened_at.v == 0)
        return OK;
    TRY(studymap_q_ticket_of(rq->db, rq->me, &t));
    room_sign(r, rq->me, rq->now);
    if (room_may_pass(t, rq->now))
        return OK;
    TRY(keep(rq, asked));
    *ret_to = arena_printf(rq->arena, ROOM_PATH "?to=/plan/%s",
                           url_seg(rq->arena, path_text(rq, "term")));
    return OK;
}

/* --- Opened and closed ---------------------------------------------------------------------------- */

const char *room_mode(const struct studymap_room *row, instant now)
{
    return row->mode_until.v > now.v ? row->mode : "auto";
}

/* A number set by hand lasts as long as it is kept open by hand. */
static int64_t by_hand(const struct studymap_room *row, instant now)
{
    return str_eq(room_mode(row, now), "open") ? row->most : 0;
}

int64_t room_least(const struct studymap_room *row, const struct studymap_settings *s, instant now)
{
    int64_t most = by_hand(row, now);

    return most > 0 ? most : s->room_lets;
}

int64_t room_most(const struct studymap_room *row, const struct studymap_settings *s, instant now)
{
    int64_t hand = by_hand(row, now), least = room_least(row, s, now);
    int64_t most = hand > 0 ? hand : s->room_lets_most;

    return most < least ? least : most;
}

err room_opens(struct db *db, const char *why, int64_t lets)
{
    int64_t changed = 0;

    TRY(studymap_q_room_open(db, why, lets, db_now(db), &changed));
    if (changed == 0)
        return OK;
    bus_tell(db, BUS_WAITING, 0);
    const char *detail = arena_printf(db_arena(db), "{\"why\":\"%s\"}", why);
    return audit(db, &(struct audit_entry){.what = "studymap.room_opened", .detail = detail});
}

err room_closes(struct db *db)
{
    struct studymap_ticket_drop_list all = {};
    int64_t changed = 0;

    TRY(studymap_q_room_close(db, &changed));
    if (changed == 0)
        return OK;
    TRY(studymap_q_kept_all(db, &all));
    struct studymap_kept_ask *ask = ARENA_ARRAY(db_arena(db), all.n, struct studymap_kept_ask);
    for (size_t i = 0; i < all.n; i++)
        ask[i] =
            (struct studymap_kept_ask){all.v[i].person, instant_add(db_now(db), (int64_t)i)};
    TRY(studymap_q_kept_ask(db, ask, all.n, &changed));
    TRY(studymap_q_kept_done(db, all.v, all.n, &changed));
    TRY(studymap_q_tickets_clear(db));
    bus_tell(db, BUS_WAITING, 0);
    if (all.n > 0)
        bus_tell(db, BUS_ASKED, 0);
    return audit(db, &(struct audit_entry){.what = "studymap.room_closed"});
}
