/* batch.c: group commit: SQLite's one writer thread runs the waiting handlers one after the other and
   commits them together. A savepoint for each costs a copy of every page that it changes, and is needed only
   when one has written and then fails: so a batch begins without. When one does, the batch is run again with a
   savepoint each, and so are those that follow for a while.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include "store.h"

#define CAREFUL 32 /* batches, after one that had to be run again */

struct batch {
    struct write *v[BATCH_MAX];
    err out[BATCH_MAX];
    size_t n;
    size_t culprit; /* the handler after which the transaction no longer stood; n: none */
    struct note *notes;
    int careful; /* batches that will have savepoints */
};

static const struct db_query save = {
    .name = "data_save", .params = "", .sqlite = "SAVEPOINT h"};
static const struct db_query keep = {.name = "data_keep", .params = "", .sqlite = "RELEASE h"};
static const struct db_query undo = {
    .name = "data_undo", .params = "", .sqlite = "ROLLBACK TO h"};

static err control(struct db *db, const struct db_query *q)
{
    struct result r = {0};

    return db->s->of->run(db, q, NULL, &r);
}

/* Runs one handler. False: the transaction did not survive it. *ret_lost: its writes must go. */
static bool play(struct db *db, struct write *w, err *ret_out, bool *ret_lost)
{
    enum wrote how = WROTE_FAILED;
    size_t tells = db->tells.n;
    bool memory = !writer_guarded(db, w, &how);

    *ret_lost = memory || how == WROTE_FAILED || db->broken != OK;
    *ret_out = memory ? ERR_MEMORY : how == WROTE_FAILED ? OK : db->broken;
    if (*ret_lost)
        db->tells.n = tells;
    if (db->s->of->stands(db))
        return true;
    *ret_out = db->broken != OK ? db->broken : ERR_DB;
    return false;
}

/* One handler in its savepoint. False: the transaction did not survive it. */
static bool one(struct db *db, struct write *w, err *ret_out)
{
    bool lost = false;

    db_take(db, w->arena, w->now);
    *ret_out = control(db, &save);
    if (*ret_out != OK || !play(db, w, ret_out, &lost))
        return false;
    if ((lost && control(db, &undo) != OK) || control(db, &keep) != OK) {
        *ret_out = db->broken;
        return false;
    }
    return true;
}

/* One handler without. False: something that it wrote must go, or the transaction did not survive. */
static bool one_fast(struct db *db, struct write *w, err *ret_out)
{
    bool lost = false;

    db_take(db, w->arena, w->now);
    return play(db, w, ret_out, &lost) && (!lost || (!db->changed && db->marks == 0));
}

static err begin(struct db *db)
{
    db_take(db, NULL, (instant){0});
    tells_clear(&db->tells);
    return db->s->of->begin(db);
}

/* Takes handlers from the queue and runs them until the batch closes; false if one spoiled it. */
static bool collect(struct db *db, struct batch *b, bool careful)
{
    int64_t start = clock_us();
    bool good = true;

    b->culprit = BATCH_MAX;
    while (good && b->n < BATCH_MAX && clock_us() - start < BATCH_US) {
        struct write *w = writer_next(db->s);

        if (!w)
            break;
        b->v[b->n++] = w;
        good = careful ? one(db, w, &b->out[b->n - 1]) : one_fast(db, w, &b->out[b->n - 1]);
    }
    if (!good)
        b->culprit = b->n - 1;
    return good;
}

/* Runs what was collected once more from the start, in savepoints. */
static bool carefully(struct db *db, struct batch *b)
{
    b->culprit = BATCH_MAX;
    for (size_t i = 0; i < b->n; i++) {
        if (!one(db, b->v[i], &b->out[i])) {
            b->culprit = i;
            return false;
        }
    }
    return true;
}

/* Runs the batch again without the culprit; false if somebody breaks it again. */
static bool again(struct db *db, struct batch *b)
{
    for (size_t i = 0; i < b->n; i++)
        if (i != b->culprit && !one(db, b->v[i], &b->out[i]))
            return false;
    return true;
}

/* All but the culprit, who has his own answer, get `e`. */
static void give_up(struct batch *b, err e)
{
    for (size_t i = 0; i < b->n; i++)
        if (i != b->culprit)
            b->out[i] = e;
}

static err finish(struct db *db, struct batch *b)
{
    err e;

    b->notes = writer_notes(db->s, BATCH_MAX);
    e = b->notes ? writer_run_notes(db, b->notes) : OK;
    db_take(db, NULL, (instant){0});
    return e == OK ? db->s->of->commit(db) : e;
}

static err anew(struct db *db)
{
    db->s->of->rollback(db);
    return begin(db);
}

static err run(struct db *db, struct batch *b)
{
    bool careful = b->careful > 0 || atomic_load(&db->s->savepoints);
    bool good = collect(db, b, careful);

    b->careful -= b->careful > 0;
    if (!good && !careful && db->s->of->stands(db)) {
        b->careful = CAREFUL;
        TRY(anew(db));
        good = carefully(db, b);
    }
    if (!good) {
        TRY(anew(db));
        if (!again(db, b))
            return db->broken != OK ? db->broken : ERR_DB;
    }
    return finish(db, b);
}

/* The database cannot be written at all: everybody who waits is told so. */
static void refuse_all(struct db *db, err e)
{
    for (struct write *w = writer_next(db->s); w; w = writer_next(db->s))
        writer_ended(db->s, w, e);
    writer_notes_ended(db->s, writer_notes(db->s, NOTES_MAX), false);
}

static void batch(struct db *db, struct batch *b)
{
    struct store *s = db->s;
    err e = ids_ready(db);

    if (e == OK)
        e = begin(db);
    if (e != OK) {
        s->of->rollback(db);
        refuse_all(db, e);
        return;
    }
    b->n = 0;
    b->notes = NULL;
    e = run(db, b);
    if (e != OK) {
        s->of->rollback(db);
        give_up(b, e);
    } else {
        tells_out(db);
    }
    atomic_fetch_add(&s->batches, 1);
    for (size_t i = 0; i < b->n; i++)
        writer_ended(s, b->v[i], b->out[i]);
    writer_notes_ended(s, b->notes, e == OK);
}

void *batch_main(void *arg)
{
    struct db *db = arg;
    struct batch *b = calloc(1, sizeof *b);

    while (writer_wait(db->s)) {
        if (b)
            batch(db, b);
        else
            refuse_all(db, ERR_MEMORY);
    }
    free(b);
    return NULL;
}
