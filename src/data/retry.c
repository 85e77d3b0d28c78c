/* retry.c: PostgreSQL's writer threads: each handler is one SERIALIZABLE transaction, tried again when a
   concurrent one got in between.
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
    TRY(db->s->of->begin(db));
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
        if (w)
            one(db, w);
        n = writer_notes(db->s, BATCH_MAX);
        if (n)
            notes(db, n);
    }
    return NULL;
}
