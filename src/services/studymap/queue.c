/* queue.c: what waits is decided by the one process that holds the lease, as it was asked, some at a time: each
   in a savepoint of one transaction, with its answer. What is due is read before it, in a snapshot: who
   asks in the meantime is not in the way.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include "queue.h"
#include "app.h"
#include "bus.h"
#include "log.h"
#include "plan.h"
#include "trial.h"

/* Decided in one transaction: on SQLite other writers wait for it. */
#define SOME_SQLITE   64
#define SOME_POSTGRES 256
/* So often deciding may fail before the answer is that nothing came of it. */
#define TRIES 5

/* Wait-lists asked in one transaction. */
#define TURNS 8

struct batch {
    struct studymap_turn_row_list turns;
    struct studymap_request_row_list due;
    struct studymap_trial trial;
    const struct studymap_settings *settings;
};

static const char *problem_of(enum studymap_gate gate)
{
    return gate == STUDYMAP_GO ? "" : gate == STUDYMAP_CHANGED ? "changed" : "empty";
}

static struct studymap_asked asked_of(const struct studymap_request_row *q)
{
    return (struct studymap_asked){
        .kind = studymap_kind_of(q->kind),
        .person = q->person,
        .term = q->term,
        .plan = q->plan,
        .version = q->plan_version,
        .offering = q->offering,
        .section = q->section,
        .waits = q->waits,
        .by = q->acted_by,
        .over = (unsigned)q->overrules & STUDYMAP_OVER_ALL,
        .because = q->because,
        .queued = q->id,
        .at = q->at,
        .request = q->asked,
        .address = q->address,
    };
}

/* Decides one and writes the answer; ERR_EXISTS when it had one. */
static err answer(struct db *db, const struct batch *b, const struct studymap_request_row *q)
{
    struct studymap_asked asked = asked_of(q);
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

/* The process ended each time that this was decided: it is not tried again. */
static err give_up(struct db *db, const struct studymap_request_row *q)
{
    int64_t changed = 0;

    log_line(LOG_ERROR, "request.given_up", LI("request", q->id.v), LI("crashes", q->crashes));
    bus_tell(db, BUS_DECIDED, q->id.v);
    return studymap_q_request_decided(db, q->id, (receipt_id){0}, "failed", db_now(db), &changed);
}

static err decide_one(struct db *db, const struct batch *b, const struct studymap_request_row *q)
{
    if (q->crashes >= TRIAL_CRASHES)
        return give_up(db, q);
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

/* --- Many in one go --------------------------------------------------------------------------- */

static bool asked_before(const struct studymap_request_row *v, size_t n, person_id who)
{
    for (size_t i = 0; i < n; i++)
        if (v[i].person.v == who.v)
            return true;
    return false;
}

/* How many from the first on can be decided in one go: plans of one term, each of another person, none
   that failed before. */
static size_t run_length(const struct studymap_request_row *v, size_t n)
{
    size_t i = 0;

    while (i < n && v[i].tries == 0 && v[i].crashes == 0 && v[i].term.v == v[0].term.v &&
           studymap_kind_of(v[i].kind) == STUDYMAP_SUBMIT && !asked_before(v, i, v[i].person))
        i++;
    return i;
}

static err answer_many(struct db *db, const struct batch *b, const struct studymap_request_row *q,
                       size_t n)
{
    struct studymap_asked *asked = ARENA_ARRAY(db_arena(db), n, struct studymap_asked);
    struct studymap_decided *got = ARENA_ARRAY(db_arena(db), n, struct studymap_decided);
    struct studymap_answer_in *rows = ARENA_ARRAY(db_arena(db), n, struct studymap_answer_in);
    int64_t changed = 0;

    for (size_t i = 0; i < n; i++)
        asked[i] = asked_of(&q[i]);
    TRY(studymap_decide_many(db, b->settings, asked, n, got));
    for (size_t i = 0; i < n; i++)
        rows[i] = (struct studymap_answer_in){q[i].id, got[i].receipt, problem_of(got[i].gate),
                                              db_now(db)};
    TRY(studymap_q_requests_decided(db, rows, n, &changed));
    return changed == (int64_t)n ? OK : ERR_EXISTS;
}

/* One of them that fails takes the others with it: then each goes alone. */
static err decide_many(struct db *db, const struct batch *b, const struct studymap_request_row *q,
                       size_t n)
{
    TRY(db_mark(db));
    err e = answer_many(db, b, q, n);
    if (e == OK) {
        for (size_t i = 0; i < n; i++)
            bus_tell(db, BUS_DECIDED, q[i].id.v);
        return db_keep(db);
    }
    if (of_database(e))
        return e;
    log_line(LOG_INFO, "run.failed", LI("requests", (int64_t)n), LS("error", err_name(e)),
             LS("database", db_words(db)));
    TRY(db_undo(db));
    for (size_t i = 0; i < n; i++)
        TRY(decide_one(db, b, &q[i]));
    return OK;
}

static err turn(struct db *db, const struct batch *b, const struct studymap_turn_row *t)
{
    int64_t changed = 0;

    TRY(db_mark(db));
    err e = studymap_q_turn_done(db, t->section, &changed);
    if (e == OK && changed == 1)
        e = studymap_promote(db, b->settings, t->section, t->after);
    if (e == OK)
        return db_keep(db);
    if (of_database(e))
        return e;
    log_line(LOG_WARNING, "turn.failed", LI("section", t->section.v), LS("error", err_name(e)),
             LS("database", db_words(db)));
    TRY(db_undo(db));
    return studymap_q_turn_failed(db, t->section, instant_add(db_now(db), SECONDS(5)));
}

/* Those who wait longer first. */
static err decide_all(struct db *db, void *ctx)
{
    const struct batch *b = ctx;

    for (size_t i = 0; i < b->turns.n; i++)
        TRY(turn(db, b, &b->turns.v[i]));
    for (size_t i = 0, n = 0; i < b->due.n; i += n) {
        n = run_length(&b->due.v[i], b->due.n - i);
        if (n > 1) {
            TRY(decide_many(db, b, &b->due.v[i], n));
        } else {
            TRY(decide_one(db, b, &b->due.v[i]));
            n = 1;
        }
    }
    return trial_end(db);
}

static err due_read(struct task *t, int64_t most, struct batch *b)
{
    struct db *db = NULL;

    TRY(task_read(t, &db));
    err e = studymap_q_turns_due(db, db_now(db), TURNS, &b->turns);
    if (e == OK)
        e = studymap_q_requests_due(db, db_now(db), most, &b->due);
    if (e == OK)
        e = studymap_q_trial_now(db, &b->trial.before);
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
    size_t turns = b.turns.n, due = b.due.n;
    b.trial.turns = &b.turns;
    b.trial.due = &b.due;
    if (due == 0 && turns == 0)
        return OK;
    bool crashed = false;
    TRY(trial_found(t, &b.trial, &crashed));
    if (!crashed) {
        trial_choose(&b.trial);
        TRY(trial_begin(t, &b.trial));
        TRY(task_write_fenced(t, decide_all, &b));
    }
    if (crashed || due == (size_t)most || turns == TURNS || b.due.n < due || b.turns.n < turns)
        *ret_next = clock_now();
    return OK;
}

err studymap_in_turn(struct db *db, term_id term, bool *ret)
{
    const struct app *app = db_app(db);
    bool shared = store_is_postgres(app->store);
    int64_t n = 0;

    /* Nothing is read that others write: who asks in two processes at once does not conflict. */
    *ret = shared && app_works(app);
    if (*ret)
        return OK;
    TRY(studymap_q_must_queue(db, term, shared, db_now(db), &n));
    *ret = n != 0;
    return OK;
}

err studymap_promote_in_turn(struct db *db, section_id section, int64_t after)
{
    const struct app *app = db_app(db);

    if (app_works(app)) { /* what ends the process is found by the trial, not by a job that comes again */
        bus_tell(db, BUS_ASKED, 0);
        return studymap_q_turn_put(db, section, after, db_now(db));
    }
    return studymap_promote(db, settings_of(app_settings(app), &studymap_settings_group), section,
                            after);
}

static void wake(void *ctx, const struct bus_message *)
{
    task_wake(ctx, STUDYMAP_DECIDER);
}

err studymap_queue_start(struct app *app)
{
    return bus_hear(app, BUS_ASKED, wake, app);
}
