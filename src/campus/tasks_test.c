/* tasks_test.c: a task's rounds come on time, and one process at a time writes.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include "tasks.h"
#include <pthread.h>
#include <time.h>
#include "app.h"
#include "audit.h"
#include "campus_q.h"
#include "check.h"
#include "db_fixture.h"
#include "log.h"
#include "service.h"

static struct seen {
    int64_t due_us;  /* clock_us() of what is due; atomic */
    int64_t late_us; /* how late the round after it was; atomic */
    int rounds;      /* atomic */
    bool hurt;
    err wrote;
} seen;

static err note(struct db *db, void *ctx)
{
    (void)ctx;
    TRY(audit(db, &(struct audit_entry){.what = "test.task"}));
    return seen.hurt ? ERR_DOWN : OK;
}

static err writes(struct task *t, instant *ret_next)
{
    struct db *db = NULL;

    (void)ret_next;
    seen.rounds++;
    TRY(task_read(t, &db));
    CHECK(db_app(db) == task_app(t));
    CHECK(!task_stops(t));
    store_release(db);
    seen.wrote = task_write(t, note, NULL);
    return seen.wrote;
}

static err waits(struct task *t, instant *ret_next)
{
    int64_t due = __atomic_load_n(&seen.due_us, __ATOMIC_ACQUIRE), now = clock_us();

    (void)t;
    __atomic_add_fetch(&seen.rounds, 1, __ATOMIC_RELAXED);
    if (due == 0)
        return OK;
    if (now >= due)
        __atomic_store_n(&seen.late_us, now - due + 1, __ATOMIC_RELEASE);
    else
        *ret_next = instant_add(clock_now(), (due - now + 999) / 1000);
    return OK;
}

static const struct task_kind writing[] = {{"test.writes", writes}};
static const struct task_kind waiting[] = {{"test.waits", waits}};
static const struct service writing_service = {.name = "test", .tasks = writing, .n_tasks = 1};
static const struct service waiting_service = {.name = "test", .tasks = waiting, .n_tasks = 1};

static const instant T0 = {1795644000000}; /* 2026-11-25 */

static struct app *open_at(const struct fixture_place *p, const struct service *const *service)
{
    struct app_options o = {
        .state = p->state, .database = p->url, .services = service, .n_services = 1};
    struct app *app = NULL;
    const char *why = NULL;

    seen = (struct seen){};
    if (app_open(&o, &app, &why) != OK)
        check_fail(__FILE__, __LINE__, "app_open: %s", why);
    log_level_set(LOG_ERROR + 1);
    return app;
}

static int64_t lines(struct app *app)
{
    struct arena *a = arena_new(1 << 20);
    struct campus_amounts n = {0};
    struct db *db = NULL;

    CHECK_OK(store_reader(app->store, a, T0, &db));
    CHECK_OK(campus_q_amounts(db, T0, &n));
    store_release(db);
    arena_free(a);
    return n.audit_open;
}

static void one_process_writes(void)
{
    static const struct service *const service[] = {&writing_service};

    for (int i = 0; i < fixture_databases(); i++) {
        struct fixture_place p;

        check_case(i == 0 ? "SQLite" : "PostgreSQL");
        clock_freeze(T0);
        fixture_place(i, &p);
        struct app *one = open_at(&p, service), *two = open_at(&p, service);
        CHECK(tasks_once(one->tasks, T0));
        CHECK(!tasks_once(two->tasks, T0));
        CHECK_INT(seen.wrote, ERR_CONFLICT);
        CHECK(tasks_once(one->tasks, instant_add(T0, SECONDS(5))));
        CHECK(!tasks_once(two->tasks, instant_add(T0, SECONDS(10))));
        CHECK_INT(lines(one), 2);
        /* The first slept too long: the second has it, and the first finds its fence in the way. */
        CHECK(tasks_once(two->tasks, instant_add(T0, SECONDS(12))));
        CHECK(!tasks_once(one->tasks, instant_add(T0, SECONDS(13))));
        CHECK_INT(lines(one), 3);
        /* What fails leaves nothing, and the lease stays. */
        seen.hurt = true;
        CHECK(!tasks_once(two->tasks, instant_add(T0, SECONDS(13))));
        seen.hurt = false;
        CHECK_INT(lines(one), 3);
        CHECK(tasks_once(two->tasks, instant_add(T0, SECONDS(14))));
        app_close(two);
        CHECK(tasks_once(one->tasks, instant_add(T0, SECONDS(15))));
        app_close(one);
        fixture_clear(&p);
        clock_freeze((instant){0});
    }
    check_case(NULL);
}

static void nap(int64_t ms)
{
    nanosleep(&(struct timespec){.tv_sec = ms / 1000, .tv_nsec = ms % 1000 * 1000000L}, NULL);
}

/* Woken, it looks; told when something is due, it comes then: not with the next second. */
static void rounds_come_on_time(void)
{
    static const struct service *const service[] = {&waiting_service};
    struct fixture_place p;
    int64_t best = INT64_MAX;

    fixture_place(0, &p);
    struct app *app = open_at(&p, service);
    CHECK_OK(tasks_start(app->tasks));
    for (int i = 0; i < 5; i++) {
        __atomic_store_n(&seen.late_us, 0, __ATOMIC_RELEASE);
        __atomic_store_n(&seen.due_us, clock_us() + 60000, __ATOMIC_RELEASE);
        task_wake(app, "test.waits");
        nap(110);
        int64_t late = __atomic_load_n(&seen.late_us, __ATOMIC_ACQUIRE);
        if (late > 0 && late < best)
            best = late;
    }
    CHECK(best < 20000); /* the best of five: the machine may be busy */
    CHECK(__atomic_load_n(&seen.rounds, __ATOMIC_RELAXED) < 40);
    app_close(app);
    fixture_clear(&p);
}

CHECKS(campus_tasks, TEST(one_process_writes), TEST(rounds_come_on_time))
