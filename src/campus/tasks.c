/* tasks.c: the threads of tasks, and the lease in front of each of their writes.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include "tasks.h"
#include <pthread.h>
#include "app.h"
#include "bus.h"
#include "campus_q.h"
#include "leases.h"
#include "log.h"
#include "service.h"

#define LEASE_MS SECONDS(6)
#define ROUND_MS 1000
#define ROUND_MAX ((size_t)1 << 30)

struct task {
    const struct task_kind *kind;
    struct tasks *of;
    struct arena *arena;
    struct lease lease;
    instant lease_at; /* when it was last taken */
    instant now;      /* tests: the moment of the round; zero: the clock's */
    bool wrote;
    bool woken;
    bool elsewhere;   /* another process holds the lease: waking is of no use */
    pthread_t thread;
    bool runs;
};

struct tasks {
    struct app *app;
    struct task *v;
    size_t n;
    pthread_mutex_t lock;
    pthread_cond_t wake;
    bool stop;
};

struct app *task_app(const struct task *t)
{
    return t->of->app;
}

struct arena *task_arena(const struct task *t)
{
    return t->arena;
}

bool task_stops(struct task *t)
{
    pthread_mutex_lock(&t->of->lock);
    bool stop = t->of->stop;
    pthread_mutex_unlock(&t->of->lock);
    return stop;
}

static instant moment(const struct task *t)
{
    return t->now.v != 0 ? t->now : clock_now();
}

err task_read(struct task *t, struct db **ret_db)
{
    return store_reader(t->of->app->store, t->arena, moment(t), ret_db);
}

struct write_step {
    struct task *task;
    err (*run)(struct db *db, void *ctx);
    void *ctx;
    bool fenced, took, elsewhere;
    err e;
};

/* Takes the lease, or keeps it when it is getting old; else only proves it, which takes SERIALIZABLE: a fenced
   write writes it each time, so that it stands in the way of who would take it until the COMMIT. */
static err hold(struct db *db, struct write_step *st)
{
    struct task *t = st->task;
    bool held = false;

    if (!st->fenced && t->lease.fence != 0 && db_now(db).v - t->lease_at.v < LEASE_MS / 3)
        return lease_holds(db, &t->lease);
    st->took = true;
    TRY(lease_take(db, &t->lease, instant_add(db_now(db), LEASE_MS), &held));
    st->elsewhere = !held;
    return held ? OK : ERR_CONFLICT;
}

static enum wrote write_run(struct db *db, void *ctx)
{
    struct write_step *st = ctx;

    st->elsewhere = false;
    st->e = hold(db, st);
    if (st->e == OK && st->run)
        st->e = st->run(db, st->ctx);
    return st->e == OK ? WROTE_DONE : WROTE_FAILED;
}

static err write_held(struct task *t, struct write_step *st)
{
    struct store *s = t->of->app->store;
    instant now = moment(t);
    err e = st->fenced ? store_write_fenced(s, t->arena, now, write_run, st)
                       : store_write_now(s, t->arena, now, write_run, st);

    if (e == OK)
        e = st->e;
    if (e != OK)
        t->lease.fence = 0; /* taken anew before the next write */
    else if (st->took)
        t->lease_at = now;
    pthread_mutex_lock(&t->of->lock);
    t->elsewhere = st->elsewhere;
    pthread_mutex_unlock(&t->of->lock);
    return e;
}

err task_write(struct task *t, err (*run)(struct db *db, void *ctx), void *ctx)
{
    struct write_step st = {.task = t, .run = run, .ctx = ctx};
    err e = write_held(t, &st);

    t->wrote = t->wrote || e == OK;
    return e;
}

err task_write_fenced(struct task *t, err (*run)(struct db *db, void *ctx), void *ctx)
{
    struct write_step st = {.task = t, .run = run, .ctx = ctx, .fenced = true};
    err e = write_held(t, &st);

    t->wrote = t->wrote || e == OK;
    return e;
}

err task_lead(struct task *t, bool *ret_leads)
{
    bool young = t->lease.fence != 0 && moment(t).v - t->lease_at.v < LEASE_MS / 3;
    struct write_step st = {.task = t};
    err e = young ? OK : write_held(t, &st);

    *ret_leads = e == OK;
    return e == ERR_CONFLICT ? OK : e;
}

/* Not inlined: what lives in the caller is then out of longjmp's reach. */
[[gnu::noinline]] static err guarded(struct task *t, instant *ret_next)
{
    if (setjmp(*arena_guard(t->arena)) != 0)
        return ERR_MEMORY;
    return t->kind->round(t, ret_next);
}

static instant one_round(struct task *t)
{
    instant next = {0};
    err e = guarded(t, &next);

    arena_unguard(t->arena);
    arena_reset(t->arena);
    if (e != OK && e != ERR_CONFLICT)
        log_line(LOG_ERROR, "task.failed", LS("task", t->kind->name), LS("error", err_name(e)));
    return e == OK ? next : (instant){0};
}

static void wait_until(struct task *t, instant next)
{
    struct timespec until = {0};
    int64_t ms = ROUND_MS;

    if (next.v != 0 && next.v - moment(t).v < ms)
        ms = next.v > moment(t).v ? next.v - moment(t).v : 0;
    clock_gettime(CLOCK_MONOTONIC, &until);
    until.tv_sec += ms / 1000;
    until.tv_nsec += ms % 1000 * 1000000L;
    if (until.tv_nsec >= 1000000000L) {
        until.tv_nsec -= 1000000000L;
        until.tv_sec++;
    }
    pthread_mutex_lock(&t->of->lock);
    while (!t->of->stop && (!t->woken || t->elsewhere) &&
           pthread_cond_timedwait(&t->of->wake, &t->of->lock, &until) == 0)
        continue;
    t->woken = false;
    pthread_mutex_unlock(&t->of->lock);
}

static void *task_thread(void *ctx)
{
    struct task *t = ctx;

    log_context(t->kind->name);
    while (!task_stops(t))
        wait_until(t, one_round(t));
    return NULL;
}

void task_wake(struct app *app, const char *name)
{
    struct tasks *s = app->tasks;

    pthread_mutex_lock(&s->lock);
    for (size_t i = 0; i < s->n; i++)
        if (str_eq(s->v[i].kind->name, name))
            s->v[i].woken = true;
    pthread_cond_broadcast(&s->wake);
    pthread_mutex_unlock(&s->lock);
}

/* Another process left its leases: they are there to be taken. */
static void left(void *ctx, const struct bus_message *m)
{
    struct tasks *s = ctx;

    if (!m->elsewhere && m->topic != BUS_RESYNC)
        return;
    pthread_mutex_lock(&s->lock);
    for (size_t i = 0; i < s->n; i++) {
        s->v[i].elsewhere = false;
        s->v[i].woken = true;
    }
    pthread_cond_broadcast(&s->wake);
    pthread_mutex_unlock(&s->lock);
}

struct tasks *tasks_new(struct app *app)
{
    struct tasks *s = ARENA_NEW(app->arena, struct tasks);
    pthread_condattr_t attr;
    size_t n = 0;

    for (size_t i = 0; i < app->n_services; i++)
        n += app->services[i]->n_tasks;
    *s = (struct tasks){.app = app, .v = ARENA_ARRAY(app->arena, n, struct task)};
    for (size_t i = 0; i < app->n_services; i++)
        for (size_t k = 0; k < app->services[i]->n_tasks; k++) {
            const struct task_kind *kind = &app->services[i]->tasks[k];

            s->v[s->n++] = (struct task){
                .kind = kind,
                .of = s,
                .arena = arena_new(ROUND_MAX),
                .lease = {.name = kind->name, .holder = app->holder},
            };
        }
    pthread_mutex_init(&s->lock, NULL);
    pthread_condattr_init(&attr);
    pthread_condattr_setclock(&attr, CLOCK_MONOTONIC);
    pthread_cond_init(&s->wake, &attr);
    pthread_condattr_destroy(&attr);
    return s;
}

err tasks_start(struct tasks *s)
{
    TRY(bus_hear(s->app, BUS_LEASES, left, s));
    for (size_t i = 0; i < s->n; i++) {
        if (pthread_create(&s->v[i].thread, NULL, task_thread, &s->v[i]) != 0)
            return ERR_MEMORY;
        s->v[i].runs = true;
    }
    return OK;
}

void tasks_stop(struct tasks *s)
{
    pthread_mutex_lock(&s->lock);
    s->stop = true;
    pthread_cond_broadcast(&s->wake);
    pthread_mutex_unlock(&s->lock);
    for (size_t i = 0; i < s->n; i++) {
        if (s->v[i].runs)
            pthread_join(s->v[i].thread, NULL);
        arena_free(s->v[i].arena);
    }
    pthread_cond_destroy(&s->wake);
    pthread_mutex_destroy(&s->lock);
}

static bool round_at(struct task *t, instant now)
{
    t->now = now;
    t->wrote = false;
    (void)one_round(t);
    return t->wrote;
}

bool task_once(struct tasks *s, const char *name, instant now)
{
    bool some = false;

    for (size_t i = 0; i < s->n; i++)
        if (str_eq(s->v[i].kind->name, name))
            some = round_at(&s->v[i], now);
    return some;
}

bool tasks_once(struct tasks *s, instant now)
{
    bool some = false;

    for (size_t i = 0; i < s->n; i++) {
        some = round_at(&s->v[i], now) || some;
    }
    return some;
}

static enum wrote leave_run(struct db *db, void *ctx)
{
    const struct lease *l = ctx;

    return campus_q_drop_lease(db, l->name, l->holder) == OK ? WROTE_DONE : WROTE_FAILED;
}

void tasks_leave(struct tasks *s, instant now)
{
    struct arena *a = arena_new(1 << 20);

    for (size_t i = 0; i < s->n; i++) {
        struct task *t = &s->v[i];

        if (t->lease.fence != 0)
            (void)store_write_now(s->app->store, a, now, leave_run, &t->lease);
        t->lease.fence = 0;
    }
    arena_free(a);
}
