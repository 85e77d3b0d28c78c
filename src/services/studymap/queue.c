/* queue.c: what waits is decided by the one process that holds the lease, as it was asked, some at a time: each
   in a savepoint of one transaction, with its answer. What is due is read before it, in a snapshot: who
   asks in the meantime is not in the way.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include "queue.h"
#include "app.h"
#include "bus.h"
#include "log.h"
#include "plan.h"

/* Decided in one transaction: on SQLite other writers wait for it. */
#define SOME_SQLITE   64
#define SOME_POSTGRES 256
/* So often deciding may fail before the answer is that nothing came of it. */
#define TRIES 5

struct batch {
    struct studymap_request_row_list due;
    const struct studymap_settings *settings;
};

static const char *problem_of(enum studymap_gate gate)
{
    return gate == STUDYMAP_GO ? "" : gate == STUDYMAP_CHANGED ? "changed" : "empty";
}

/* Decides one and writes the answer; ERR_EXISTS when it had one. */
static err answer(struct db *db, const struct batch *b, const struct studymap_request_row *q)
{
    struct studymap_asked asked = {
        .kind = studymap_kind_of(q->kind),
        .person = q->person,
        .term = q->term,
        .plan = q->plan,
        .version = q->plan_version,
        .offering = q->offering,
        .section = q->section,
        .waits = q->waits,
        .request = q->asked,
        .address = q->address,
    };
    struct studymap_decided got = {};
    int64_t changed = 0;

    TRY(studymap_decide(db, b->settings, &asked, &got));
    TRY(studymap_q_request_decided(db, q->id, got.receipt, problem_of(got.gate), db_now(db),
                                   &changed));
    return changed == 1 ? OK : ERR_EXISTS;
}

/* It comes again later, or has had tries enough. */
static err failed(struct db *db, const struct studymap_request_row *q, err why)
{
    int64_t changed = 0;

    log_line(LOG_WARNING, "request.failed", LI("request", q->id.v), LI("try", q->tries + 1),
             LS("error", err_name(why)), LS("database", db_words(db)));
    if (q->tries + 1 < TRIES)
        return studymap_q_request_failed(db, q->id,
                                         instant_add(db_now(db), SECONDS((int64_t)1 << q->tries)));
    bus_tell(db, BUS_DECIDED, q->id.v);
    return studymap_q_request_decided(db, q->id, (receipt_id){0}, "failed", db_now(db), &changed);
}

/* Errors that are the database's, not the request's: the whole transaction is for the store to judge. */
static bool of_database(err e)
{
    return e == ERR_RETRY || e == ERR_DISK_FULL || e == ERR_DOWN;
}

static err decide_one(struct db *db, const struct batch *b, const struct studymap_request_row *q)
{
    TRY(db_mark(db));
    err e = answer(db, b, q);
    if (e == OK) {
        bus_tell(db, BUS_DECIDED, q->id.v);
        return db_keep(db);
    }
    if (of_database(e))
        return e;
    TRY(db_undo(db));
    return e == ERR_EXISTS ? OK : failed(db, q, e);
}

static err decide_all(struct db *db, void *ctx)
{
    const struct batch *b = ctx;

    for (size_t i = 0; i < b->due.n; i++)
        TRY(decide_one(db, b, &b->due.v[i]));
    return OK;
}

static err due_read(struct task *t, int64_t most, struct batch *b)
{
    struct db *db = NULL;

    TRY(task_read(t, &db));
    err e = studymap_q_requests_due(db, db_now(db), most, &b->due);
    store_release(db);
    return e;
}

err studymap_queue_round(struct task *t, instant *ret_next)
{
    bool shared = store_is_postgres(task_app(t)->store), leads = true;
    int64_t most = shared ? SOME_POSTGRES : SOME_SQLITE;
    struct batch b = {.settings = settings_of(app_settings(task_app(t)), &studymap_settings_group)};

    if (shared)
        TRY(task_lead(t, &leads));
    if (!leads)
        return OK;
    TRY(due_read(t, most, &b));
    if (b.due.n == 0)
        return OK;
    TRY(task_write(t, decide_all, &b));
    if (b.due.n == (size_t)most)
        *ret_next = clock_now();
    return OK;
}

static void wake(void *ctx, const struct bus_message *)
{
    task_wake(ctx, STUDYMAP_DECIDER);
}

err studymap_queue_start(struct app *app)
{
    return bus_hear(app, BUS_ASKED, wake, app);
}
