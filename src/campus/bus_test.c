/* bus_test.c: what one part tells, the others hear: in one process, and in two on one PostgreSQL.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include "bus.h"
#include "app.h"
#include "check.h"
#include "db_fixture.h"
#include "file.h"
#include "log.h"
#include "service.h"

static const instant T0 = {1795644000000};

/* One process: an app in a state folder of its own, and what it heard. */
struct process {
    struct fixture_place place;
    struct app *app;
    int accounts, resyncs, elsewhere; /* atomic */
};

static void count(void *ctx, const struct bus_message *m)
{
    struct process *p = ctx;

    if (m->topic == BUS_RESYNC)
        __atomic_fetch_add(&p->resyncs, 1, __ATOMIC_SEQ_CST);
    else if (m->topic == BUS_ACCOUNT && m->number == 7)
        __atomic_fetch_add(&p->accounts, 1, __ATOMIC_SEQ_CST);
    if (m->elsewhere)
        __atomic_fetch_add(&p->elsewhere, 1, __ATOMIC_SEQ_CST);
}

static void begin(struct process *p, int which, const char *url)
{
    struct app_options o = {0};
    const char *why = NULL;

    fixture_place(which, &p->place);
    o.state = p->place.state;
    o.database = url != NULL ? url : p->place.url;
    if (app_open(&o, &p->app, &why) != OK)
        check_fail(__FILE__, __LINE__, "app_open: %s", why);
    log_level_set(LOG_ERROR);
    CHECK_OK(bus_hear(p->app, BUS_ACCOUNT, count, p));
}

static void end(struct process *p)
{
    app_close(p->app);
    fixture_clear(&p->place);
}

static enum wrote tell_account(struct db *db, void *ctx)
{
    (void)ctx;
    bus_tell(db, BUS_ACCOUNT, 7);
    bus_tell(db, BUS_SEATS, 7);
    bus_tell(db, BUS_ACCOUNT, 7);
    return WROTE_DONE;
}

/* Waits at most five seconds for a count. */
static bool reaches(const int *n, int least)
{
    const struct timespec nap = {.tv_nsec = 5000000};

    for (int i = 0; i < 1000 && __atomic_load_n(n, __ATOMIC_SEQ_CST) < least; i++)
        nanosleep(&nap, NULL);
    return __atomic_load_n(n, __ATOMIC_SEQ_CST) >= least;
}

static void own_topic_only(void)
{
    for (int i = 0; i < fixture_databases(); i++) {
        struct arena *a = arena_new(4U << 20);
        struct process p = {0};

        check_case(i == 0 ? "SQLite" : "PostgreSQL");
        begin(&p, i, NULL);
        CHECK_OK(store_write_now(p.app->store, a, T0, tell_account, NULL));
        CHECK_INT(p.accounts, 1);
        CHECK_INT(p.elsewhere, 0);
        end(&p);
        arena_free(a);
    }
    check_case(NULL);
}

static void too_many_hearers(void)
{
    struct process p = {0};
    err e = OK;

    begin(&p, 0, NULL);
    for (int i = 0; i < 100 && e == OK; i++)
        e = bus_hear(p.app, BUS_SEATS, count, &p);
    CHECK_INT(e, ERR_RANGE);
    end(&p);
}

static bool named(const struct app *app, const char *name)
{
    const struct campus_settings *c = settings_of(app_settings(app), &campus_group);

    return str_eq(c->log_level, name);
}

static void write_level(struct arena *a, const struct process *p, const char *level)
{
    const char *text = arena_printf(a, "campus.log_level = %s\n", level);

    CHECK_OK(file_write(file_join(a, p->place.state, "rapenburg.conf"), text, strlen(text), 0600));
}

/* One is asked to read its settings again: the other reads its own file too. */
static void settings_of_both(struct process *one, struct process *two, struct arena *a)
{
    const struct timespec nap = {.tv_nsec = 5000000};

    write_level(a, one, "error");
    write_level(a, two, "warning");
    app_reread(one->app, true);
    CHECK(named(one->app, "error"));
    for (int i = 0; i < 1000 && !named(two->app, "warning"); i++)
        nanosleep(&nap, NULL);
    CHECK(named(two->app, "warning"));
    CHECK(named(one->app, "error"));
}

static void two_processes_hear_each_other(void)
{
    struct arena *a = arena_new(4U << 20);
    struct process one = {0}, two = {0};

    if (fixture_databases() > 1) {
        begin(&one, 1, NULL);
        begin(&two, 0, one.place.url);
        CHECK_OK(app_work(one.app));
        CHECK_OK(app_work(two.app));
        CHECK(reaches(&one.resyncs, 1) && reaches(&two.resyncs, 1));
        CHECK_OK(store_write_now(one.app->store, a, T0, tell_account, NULL));
        CHECK_INT(one.accounts, 1);
        CHECK(reaches(&two.accounts, 1));
        settings_of_both(&one, &two, a);
        end(&two);
        end(&one);
    }
    arena_free(a);
}

CHECKS(campus_bus, TEST(own_topic_only), TEST(too_many_hearers), TEST(two_processes_hear_each_other))
