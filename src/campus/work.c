/* work.c: jobs and deliveries are claimed in one transaction and done in the next, each in a
   savepoint: one that fails takes back only its own writes, one that kills the process has been
   counted. Both transactions ask first whether this process still holds the worker's lease.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include "work.h"
#include <pthread.h>
#include "campus_q.h"
#include "leases.h"
#include "log.h"
#include "seal.h"
#include "service.h"
#include "tasks.h"

#define BATCH 16
#define BATCH_US 40000
#define LEASE_MS SECONDS(15)
#define PROCESS_MS HOURS(6)
#define CLAIM_MS SECONDS(30)
#define ROUND_MS 250

struct worker {
    struct app *app;
    struct lease lease;
    pthread_t thread;
    bool runs;
    pthread_mutex_t lock;
    pthread_cond_t wake;
    bool stop;
    int64_t seen;         /* atomic */
    bool leads;           /* atomic */
    instant keep_next;    /* when to keep the process number again */
    struct arena *arena;  /* of one round */
    instant now;          /* of this round */
    instant lease_at;     /* when the lease was last taken */
};

int64_t work_back_off(int64_t tries)
{
    return tries >= 12 ? HOURS(1) : SECONDS((int64_t)1 << (tries > 0 ? tries - 1 : 0));
}

/* --- At start -------------------------------------------------------------------------------- */

static bool hears(const struct app *app, const char *name)
{
    for (size_t s = 0; s < app->n_services; s++)
        for (size_t i = 0; i < app->services[s]->n_listeners; i++)
            if (str_eq(app->services[s]->listeners[i].name, name))
                return true;
    return false;
}

static err register_service(struct db *db, const struct service *s)
{
    for (size_t i = 0; i < s->n_listeners; i++)
        TRY(campus_q_add_listener(db, s->listeners[i].name, event_name(s->listeners[i].kind)));
    for (size_t i = 0; i < s->n_jobs; i++)
        if (s->jobs[i].every > 0)
            TRY(campus_q_add_repeating(db, NEW_ID(db, job_id), s->jobs[i].name, db_now(db),
                                       s->jobs[i].every));
    return OK;
}

static err register_all(struct db *db, const struct app *app)
{
    struct campus_listener_row_list old = {0};

    for (size_t s = 0; s < app->n_services; s++)
        TRY(register_service(db, app->services[s]));
    TRY(campus_q_listeners(db, &old));
    for (size_t i = 0; i < old.n; i++)
        if (!hears(app, old.v[i].name)) {
            TRY(campus_q_remove_deliveries(db, old.v[i].name));
            TRY(campus_q_remove_listener(db, old.v[i].name));
        }
    return OK;
}

static enum wrote register_run(struct db *db, void *ctx)
{
    return register_all(db, ctx) == OK ? WROTE_DONE : WROTE_FAILED;
}

err work_register(struct app *app)
{
    struct arena *a = arena_new(4U << 20);
    err e = store_write_now(app->store, a, clock_now(), register_run, app);

    arena_free(a);
    return e;
}

/* --- One item -------------------------------------------------------------------------------- */

/* A step of the round: `run` fills `did`, and `e` when it did not come to an end. */
struct step {
    struct worker *w;
    struct campus_claim_list claims;
    struct campus_job_row_list jobs;
    const char *tip;
    int64_t did;
    err e;
};

/* Errors that are the database's, not the item's: the whole transaction is for the store to judge. */
static bool of_database(err e)
{
    return e == ERR_RETRY || e == ERR_DISK_FULL;
}

static const struct listener *listener_named(const struct app *app, const char *name)
{
    for (size_t s = 0; s < app->n_services; s++)
        for (size_t i = 0; i < app->services[s]->n_listeners; i++)
            if (str_eq(app->services[s]->listeners[i].name, name))
                return &app->services[s]->listeners[i];
    return NULL;
}

static const struct job_kind *job_named(const struct app *app, const char *name)
{
    for (size_t s = 0; s < app->n_services; s++)
        for (size_t i = 0; i < app->services[s]->n_jobs; i++)
            if (str_eq(app->services[s]->jobs[i].name, name))
                return &app->services[s]->jobs[i];
    return NULL;
}

static err hear(struct db *db, const struct app *app, const struct campus_claim *c)
{
    const struct listener *l = listener_named(app, c->listener);
    struct campus_event_row *row = NULL;
    struct event e = {0};

    if (l == NULL)
        return ERR_NOT_FOUND;
    TRY(campus_q_delivered_event(db, c->event, &row));
    if (row == NULL)
        return ERR_NOT_FOUND;
    e = (struct event){.kind = l->kind,
                       .person = row->person,
                       .about = row->about,
                       .more = row->more,
                       .text = row->body,
                       .at = row->at};
    return l->hear(db, &e);
}

static err deliver(struct db *db, const struct worker *w, const struct campus_claim *c)
{
    bool parked = c->tries >= WORK_TRIES;
    instant again = instant_add(w->now, work_back_off(c->tries));
    int64_t waits = 0;
    err e = OK;

    TRY(campus_q_delivery_waits(db, c->event, c->listener, &waits));
    if (waits == 0)
        return OK;
    if (c->tries > WORK_TRIES) /* the tries before it ended with the process */
        return campus_q_not_delivered(db, c->event, c->listener, again, w->now, "crashed");
    TRY(db_mark(db));
    e = hear(db, w->app, c);
    if (e == OK) {
        TRY(db_keep(db));
        return campus_q_delivered(db, c->event, c->listener);
    }
    if (of_database(e))
        return e;
    log_line(LOG_WARNING, "event.failed", LS("listener", c->listener), LI("event", c->event.v),
             LI("try", c->tries), LS("error", err_name(e)), LS("database", db_words(db)));
    TRY(db_undo(db));
    return campus_q_not_delivered(db, c->event, c->listener, again, parked ? w->now : (instant){0},
                                  err_name(e));
}

static err job_ended(struct db *db, const struct worker *w, const struct campus_job_row *j)
{
    if (j->every > 0)
        return campus_q_job_again(db, j->id, instant_add(w->now, j->every), w->now);
    return campus_q_job_done(db, j->id);
}

static err run_job(struct db *db, const struct worker *w, const struct campus_job_row *j)
{
    const struct job_kind *kind = job_named(w->app, j->name);
    bool parked = j->every == 0 && j->tries >= WORK_TRIES;
    instant again = instant_add(w->now, work_back_off(j->tries));
    err e = ERR_NOT_FOUND;

    if (j->every == 0 && j->tries > WORK_TRIES) /* the tries before it ended with the process */
        return campus_q_job_failed(db, j->id, again, w->now, "crashed");
    TRY(db_mark(db));
    if (kind != NULL)
        e = kind->run(db, j->arg, j->body);
    if (e == OK) {
        TRY(db_keep(db));
        return job_ended(db, w, j);
    }
    if (of_database(e))
        return e;
    log_line(LOG_WARNING, "job.failed", LS("job", j->name), LI("id", j->id.v), LI("try", j->tries),
             LS("error", err_name(e)), LS("database", db_words(db)));
    TRY(db_undo(db));
    return campus_q_job_failed(db, j->id, again, parked ? w->now : (instant){0}, err_name(e));
}

/* --- The transactions of a round ------------------------------------------------------------- */

static enum wrote lead_run(struct db *db, void *ctx)
{
    struct step *st = ctx;
    struct worker *w = st->w;
    bool held = false;

    st->e = lease_take(db, &w->lease, instant_add(w->now, LEASE_MS), &held);
    st->did = held ? 1 : 0;
    if (st->e == OK && w->keep_next.v <= w->now.v)
        st->e = lease_process_keep(db, w->app->holder, w->app->process,
                                   instant_add(w->now, PROCESS_MS));
    return st->e == OK ? WROTE_DONE : WROTE_FAILED;
}

static err claim_all(struct db *db, struct step *st)
{
    instant again = instant_add(st->w->now, CLAIM_MS);

    TRY(lease_holds(db, &st->w->lease));
    TRY(campus_q_claim_jobs(db, st->w->now, again, BATCH, &st->jobs));
    TRY(campus_q_claim_deliveries(db, st->w->now, again, BATCH, &st->claims));
    st->did = (int64_t)(st->jobs.n + st->claims.n);
    return OK;
}

static enum wrote claim_run(struct db *db, void *ctx)
{
    struct step *st = ctx;

    st->e = claim_all(db, st);
    return st->e == OK ? WROTE_DONE : WROTE_FAILED;
}

static err deliver_all(struct db *db, struct step *st)
{
    int64_t until = clock_us() + BATCH_US;

    TRY(lease_holds(db, &st->w->lease));
    for (size_t i = 0; i < st->claims.n; i++) {
        struct campus_claim *c = &st->claims.v[i];

        /* What does not fit in this transaction is due at once again, and this was no try. */
        if (clock_us() > until)
            TRY(campus_q_unclaim_delivery(db, c->event, c->listener, st->w->now));
        else
            TRY(deliver(db, st->w, c));
    }
    return OK;
}

static enum wrote deliver_run(struct db *db, void *ctx)
{
    struct step *st = ctx;

    st->e = deliver_all(db, st);
    return st->e == OK ? WROTE_DONE : WROTE_FAILED;
}

struct job_step {
    struct worker *w;
    const struct campus_job_row *job;
    err e;
};

static enum wrote job_run(struct db *db, void *ctx)
{
    struct job_step *st = ctx;

    st->e = lease_holds(db, &st->w->lease);
    if (st->e == OK)
        st->e = run_job(db, st->w, st->job);
    return st->e == OK ? WROTE_DONE : WROTE_FAILED;
}

static enum wrote seal_run(struct db *db, void *ctx)
{
    struct step *st = ctx;

    st->did = 0;
    st->e = lease_holds(db, &st->w->lease);
    if (st->e == OK)
        st->e = seal_some(db, st->w->app->keys, &st->did, &st->tip);
    return st->e == OK ? WROTE_DONE : WROTE_FAILED;
}

static err write_step(struct worker *w, enum wrote (*run)(struct db *, void *), void *ctx)
{
    return store_write_now(w->app->store, w->arena, w->now, run, ctx);
}

/* --- The round ------------------------------------------------------------------------------- */

static err lead(struct worker *w, bool *ret_leads)
{
    struct step st = {.w = w};

    TRY(write_step(w, lead_run, &st));
    TRY(st.e);
    if (w->keep_next.v <= w->now.v)
        w->keep_next = instant_add(w->now, PROCESS_MS / 4);
    *ret_leads = st.did == 1;
    return OK;
}

static err due(struct worker *w, bool *ret_some)
{
    struct step st = {.w = w};

    TRY(write_step(w, claim_run, &st));
    TRY(st.e);
    *ret_some = st.did > 0;
    for (size_t i = 0; i < st.jobs.n; i++) {
        struct job_step js = {.w = w, .job = &st.jobs.v[i]};

        TRY(write_step(w, job_run, &js));
        TRY(js.e);
    }
    if (st.claims.n == 0)
        return OK;
    TRY(write_step(w, deliver_run, &st));
    return st.e;
}

static err seal(struct worker *w, bool *ret_some)
{
    struct step st = {.w = w};

    TRY(write_step(w, seal_run, &st));
    TRY(st.e);
    *ret_some = st.did > 0;
    return st.did > 0 ? seal_keep_tip(w->app->state, st.tip) : OK;
}

/* A look without writing: an idle campus does not write four times a second. */
static err look(struct worker *w, struct campus_amounts *ret)
{
    struct db *db = NULL;
    int64_t waiting = 0;
    err e = OK;

    TRY(store_reader(w->app->store, w->arena, w->now, &db));
    e = campus_q_amounts(db, w->now, ret);
    if (e == OK)
        e = campus_q_deliveries_due(db, w->now, &waiting);
    store_release(db);
    ret->deliveries_waiting = waiting;
    return e;
}

static err round_of(struct worker *w, bool *ret_some)
{
    struct campus_amounts n = {0};
    bool leads = false, worked = false, sealed = false;

    TRY(look(w, &n));
    if (w->lease.fence != 0 && n.jobs_due + n.deliveries_waiting + n.audit_open == 0 &&
        w->now.v - w->lease_at.v < LEASE_MS / 3)
        return OK;
    TRY(lead(w, &leads));
    w->lease_at = w->now;
    __atomic_store_n(&w->leads, leads, __ATOMIC_RELAXED);
    if (!leads)
        return OK;
    if (n.jobs_due + n.deliveries_waiting > 0)
        TRY(due(w, &worked));
    if (n.audit_open > 0)
        TRY(seal(w, &sealed));
    *ret_some = worked || sealed;
    return OK;
}

/* Not inlined: what lives in the caller is then out of longjmp's reach. */
[[gnu::noinline]] static err guarded_round(struct worker *w, bool *ret_some)
{
    if (setjmp(*arena_guard(w->arena)) != 0)
        return ERR_MEMORY;
    return round_of(w, ret_some);
}

static bool one_round(struct worker *w, instant now)
{
    bool some = false;

    w->now = now;
    err e = guarded_round(w, &some);
    arena_unguard(w->arena);
    arena_reset(w->arena);
    if (e != OK && e != ERR_CONFLICT)
        log_line(LOG_ERROR, "work.failed", LS("error", err_name(e)));
    return e == OK && some;
}

bool app_work_once(struct app *app, instant now)
{
    bool some = tasks_once(app->tasks, now);

    some = one_round(app->jobs, now) || some;
    tasks_leave(app->tasks, now);
    return some;
}

static void wait_for_work(struct worker *w)
{
    struct timespec until = {0};

    clock_gettime(CLOCK_MONOTONIC, &until);
    until.tv_nsec += ROUND_MS * 1000000L;
    if (until.tv_nsec >= 1000000000L) {
        until.tv_nsec -= 1000000000L;
        until.tv_sec++;
    }
    pthread_mutex_lock(&w->lock);
    if (!w->stop)
        pthread_cond_timedwait(&w->wake, &w->lock, &until);
    pthread_mutex_unlock(&w->lock);
}

static bool stopped(struct worker *w)
{
    bool stop = false;

    pthread_mutex_lock(&w->lock);
    stop = w->stop;
    pthread_mutex_unlock(&w->lock);
    return stop;
}

static void *work_thread(void *ctx)
{
    struct worker *w = ctx;

    log_context("worker");
    while (!stopped(w)) {
        bool some = one_round(w, clock_now());

        __atomic_store_n(&w->seen, clock_us(), __ATOMIC_RELAXED);
        if (!some)
            wait_for_work(w);
    }
    return NULL;
}

struct worker *worker_new(struct app *app)
{
    struct worker *w = ARENA_NEW(app->arena, struct worker);
    pthread_condattr_t attr;

    w->app = app;
    w->lease = (struct lease){.name = "worker", .holder = app->holder};
    w->arena = arena_new(32U << 20);
    pthread_mutex_init(&w->lock, NULL);
    pthread_condattr_init(&attr);
    pthread_condattr_setclock(&attr, CLOCK_MONOTONIC);
    pthread_cond_init(&w->wake, &attr);
    pthread_condattr_destroy(&attr);
    return w;
}

err app_work(struct app *app)
{
    struct worker *w = app->jobs;

    TRY(store_listen_others(app->store));
    if (pthread_create(&w->thread, NULL, work_thread, w) != 0)
        return ERR_MEMORY;
    w->runs = true;
    return tasks_start(app->tasks);
}

void worker_stop(struct worker *w)
{
    pthread_mutex_lock(&w->lock);
    w->stop = true;
    pthread_cond_signal(&w->wake);
    pthread_mutex_unlock(&w->lock);
    if (w->runs)
        pthread_join(w->thread, NULL);
    arena_free(w->arena);
    w->arena = NULL;
    pthread_cond_destroy(&w->wake);
    pthread_mutex_destroy(&w->lock);
}

int64_t worker_age_ms(const struct worker *w)
{
    int64_t seen = __atomic_load_n(&w->seen, __ATOMIC_RELAXED);

    return !w->runs || seen == 0 ? -1 : (clock_us() - seen) / 1000;
}

bool worker_runs(const struct worker *w)
{
    return w->runs;
}

bool app_works(const struct app *app)
{
    return app->jobs != NULL && worker_runs(app->jobs);
}

bool worker_leads(const struct worker *w)
{
    return __atomic_load_n(&w->leads, __ATOMIC_RELAXED);
}
