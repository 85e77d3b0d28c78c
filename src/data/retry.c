/* retry.c: PostgreSQL's writer threads: each handler is one SERIALIZABLE transaction, tried again when a
   concurrent one got in between; those that say `together` share one.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include "store.h"
#include "rand.h"

static void pause_before(int attempt)
{
    uint64_t most = UINT64_C(2000) << (attempt > 6 ? 6 : attempt); /* microseconds: 2 ms .. 128 ms */
    uint64_t us = rand_below(most) + 200;
    struct timespec t = {.tv_sec = 0, .tv_nsec = (long)us * 1000};

    nanosleep(&t, NULL);
}

/* COMMIT, with what is to be told: to the others in the transaction, here after it. */
static err commit(struct db *db)
{
    TRY(tells_notify(db));
    TRY(db->s->of->commit(db));
    tells_out(db);
    return OK;
}

/* One try; ERR_RETRY asks for another. */
static err attempt(struct db *db, struct write *w)
{
    enum wrote how = WROTE_FAILED;
    err e;

    db_take(db, w->arena, w->now);
    tells_clear(&db->tells);
    db->fenced = w->fenced;
    e = db->s->of->begin(db);
    db->fenced = false;
    TRY(e);
    if (!writer_guarded(db, w, &how))
        return ERR_MEMORY;
    if (db->broken == ERR_RETRY)
        return ERR_RETRY;
    if (how == WROTE_FAILED)
        return OK;
    e = db->broken;
    return e == OK ? commit(db) : e;
}

static void one(struct db *db, struct write *w)
{
    struct store *s = db->s;
    err e = ERR_RETRY;

    for (int i = 0; i < RETRIES && e == ERR_RETRY; i++) {
        if (i > 0) {
            atomic_fetch_add(&s->conflicts, 1);
            pause_before(i);
        }
        e = ids_ready(db);
        if (e == OK)
            e = attempt(db, w);
        s->of->rollback(db); /* nothing to do after COMMIT */
    }
    atomic_fetch_add(&s->batches, 1);
    writer_ended(s, w, e == ERR_RETRY ? ERR_BUSY : e);
}

/* Handlers that only add rows of their own share a transaction: one COMMIT for all. */
struct shared {
    struct write *v[TOGETHER_MAX];
    size_t n;
};

/* All or none: a handler that fails or refuses would need a savepoint, which costs as much as its sentences. */
static err attempt_all(struct db *db, struct shared *all)
{
    db_take(db, NULL, (instant){0});
    tells_clear(&db->tells);
    TRY(db->s->of->begin(db));
    for (size_t i = 0; i < all->n; i++) {
        enum wrote how = WROTE_FAILED;

        if (!writer_guarded(db, all->v[i], &how))
            return ERR_MEMORY;
        if (how != WROTE_DONE || db->broken != OK)
            return ERR_CONFLICT;
    }
    db_take(db, NULL, (instant){0});
    return commit(db);
}

/* When it does not go together, each goes alone. */
static void together(struct db *db, struct write *first)
{
    struct store *s = db->s;
    struct shared all = {.v = {first}, .n = 1};
    err e = ids_ready(db);

    while (all.n < TOGETHER_MAX && (all.v[all.n] = writer_next_together(s)) != NULL)
        all.n++;
    if (e == OK && all.n > 1)
        e = attempt_all(db, &all);
    s->of->rollback(db); /* nothing to do after COMMIT */
    if (e == OK && all.n > 1)
        atomic_fetch_add(&s->batches, 1);
    for (size_t i = 0; i < all.n; i++) {
        if (e == OK && all.n > 1)
            writer_ended(s, all.v[i], OK);
        else
            one(db, all.v[i]);
    }
}

static void notes(struct db *db, struct note *n)
{
    err e = ERR_RETRY;

    for (int i = 0; i < RETRIES && e == ERR_RETRY; i++) {
        if (i > 0)
            pause_before(i);
        e = ids_ready(db);
        db_take(db, NULL, (instant){0});
        tells_clear(&db->tells);
        if (e == OK)
            e = db->s->of->begin(db);
        if (e == OK)
            e = writer_run_notes(db, n);
        if (e == OK)
            e = commit(db);
        db->s->of->rollback(db);
    }
    writer_notes_ended(db->s, n, e == OK);
}

/* A connection that was lost is made anew before the next try. */
static void revive(struct db *db)
{
    if (db->s->of->alive(db))
        return;
    db->s->of->close(db);
    free(db->prepared);
    db->prepared = NULL;
    db->n_prepared = db->room_prepared = 0;
    if (db->s->of->open(db) != OK)
        pause_before(RETRIES); /* the next query says that it is down */
}

void *retry_main(void *arg)
{
    struct db *db = arg;

    while (writer_wait(db->s)) {
        struct write *w;
        struct note *n;

        revive(db);
        w = writer_next(db->s);
        if (w && w->together)
            together(db, w);
        else if (w)
            one(db, w);
        n = writer_notes(db->s, BATCH_MAX);
        if (n)
            notes(db, n);
    }
    return NULL;
}
