/* batch.c: group commit: SQLite's one writer thread runs the waiting handlers one after the other, each
   in a savepoint, and commits them together.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include "store.h"

struct batch {
    struct write *v[BATCH_MAX];
    err out[BATCH_MAX];
    size_t n;
    size_t culprit; /* the handler after which the transaction no longer stood; n: none */
    struct note *notes;
};

static const struct db_query save = {.name = "data_save", .params = "", .sqlite = "SAVEPOINT h"};
static const struct db_query keep = {.name = "data_keep", .params = "", .sqlite = "RELEASE h"};
static const struct db_query undo = {.name = "data_undo", .params = "", .sqlite = "ROLLBACK TO h"};

static err control(struct db *db, const struct db_query *q)
{
    struct result r = {0};

    return db->s->of->run(db, q, NULL, &r);
}

/* Runs one handler in its savepoint. False if the transaction did not survive it. */
static bool one(struct db *db, struct write *w, err *ret_out)
{
    enum wrote how = WROTE_FAILED;
    size_t tells = db->tells.n;
    bool memory, lost;
    err e;

    db_take(db, w->arena, w->now);
    e = control(db, &save);
    if (e != OK) {
        *ret_out = e;
        return false;
    }
    memory = !writer_guarded(db, w, &how);
    lost = memory || how == WROTE_FAILED || db->broken != OK;
    *ret_out = memory ? ERR_MEMORY : how == WROTE_FAILED ? OK : db->broken;
    if (lost)
        db->tells.n = tells;
    if (!db->s->of->stands(db)) {
        *ret_out = db->broken != OK ? db->broken : ERR_DB;
        return false;
    }
    if ((lost && control(db, &undo) != OK) || control(db, &keep) != OK) {
        *ret_out = db->broken;
        return false;
    }
    return true;
}

static err begin(struct db *db)
{
    db_take(db, NULL, (instant){0});
    tells_clear(&db->tells);
    return db->s->of->begin(db);
}

/* Takes handlers from the queue and runs them until the batch closes. */
static void collect(struct db *db, struct batch *b)
{
    int64_t start = clock_us();

    while (b->n < BATCH_MAX && clock_us() - start < BATCH_US) {
        struct write *w = writer_next(db->s);

        if (!w)
            break;
        b->v[b->n++] = w;
        if (!one(db, w, &b->out[b->n - 1])) {
            b->culprit = b->n - 1;
            return;
        }
    }
    b->culprit = BATCH_MAX;
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

static err run(struct db *db, struct batch *b)
{
    err e;

    collect(db, b);
    if (b->culprit < b->n) {
        db->s->of->rollback(db);
        TRY(begin(db));
        if (!again(db, b)) {
            e = db->broken;
            return e != OK ? e : ERR_DB;
        }
    }
    e = finish(db, b);
    return e;
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
