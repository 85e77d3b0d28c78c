/* work_test.c: events, jobs, leases, audit and its seal, on both databases.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include "work.h"
#include "audit.h"
#include "campus_q.h"
#include "check.h"
#include "db_fixture.h"
#include "events.h"
#include "file.h"
#include "jobs.h"
#include "leases.h"
#include "log.h"
#include "seal.h"
#include "service.h"

/* --- A service that tells and hears ---------------------------------------------------------- */

static struct heard {
    int events, jobs, beats;
    int64_t about;
    bool refuse;
} heard;

static err hear(struct db *db, const struct event *e)
{
    heard.events++;
    heard.about = e->about;
    /* What a failed listener wrote must go. */
    TRY(audit(db, &(struct audit_entry){.what = "test.heard"}));
    return heard.refuse ? ERR_DOWN : OK;
}

static err work_job(struct db *db, int64_t arg, const char *text)
{
    (void)db;
    heard.jobs++;
    heard.about = arg;
    return heard.refuse || str_eq(text, "bad") ? ERR_DOWN : OK;
}

static err beat(struct db *db, int64_t arg, const char *text)
{
    (void)db, (void)arg, (void)text;
    heard.beats++;
    return OK;
}

static const struct listener listeners[] = {
    {PLACE_TAKEN, "test.taken", hear},
    {PLACE_TAKEN, "test.taken_too", hear},
};
static const struct job_kind kinds[] = {
    {"test.work", work_job, 0, "Works."},
    {"test.beat", beat, MINUTES(5), "Beats."},
};
static const struct service test_service = {
    .name = "test",
    .listeners = listeners,
    .n_listeners = COUNT(listeners),
    .jobs = kinds,
    .n_jobs = COUNT(kinds),
};
static const struct service *const all[] = {&test_service};

static const instant T0 = {1795644000000}; /* 2026-11-25 */

/* Runs a test with an app on each database. */
static void each(void (*test)(struct app *app, struct arena *a))
{
    for (int i = 0; i < fixture_databases(); i++) {
        struct arena *a = arena_new(64U << 20);
        struct fixture_place p;
        struct app_options o = {.services = all, .n_services = 1};
        struct app *app = NULL;
        const char *why = NULL;

        check_case(i == 0 ? "SQLite" : "PostgreSQL");
        heard = (struct heard){0};
        clock_freeze(T0);
        fixture_place(i, &p);
        o.state = p.state;
        o.database = p.url;
        if (app_open(&o, &app, &why) == OK) {
            log_level_set(LOG_ERROR);
            test(app, a);
        } else
            check_fail(__FILE__, __LINE__, "app_open: %s", why);
        app_close(app);
        fixture_clear(&p);
        clock_freeze((instant){0});
        arena_free(a);
    }
}

static enum wrote send_run(struct db *db, void *ctx)
{
    struct event e = {.kind = PLACE_TAKEN, .about = *(int64_t *)ctx};

    return event_send(db, &e) == OK ? WROTE_DONE : WROTE_FAILED;
}

static enum wrote add_run(struct db *db, void *ctx)
{
    return job_add(db, "test.work", (instant){0}, 42, ctx) == OK ? WROTE_DONE : WROTE_FAILED;
}

static enum wrote audit_run(struct db *db, void *ctx)
{
    struct audit_entry e = {.what = ctx, .about = "test", .id = 5, .detail = "{\"a\":1}"};

    return audit(db, &e) == OK ? WROTE_DONE : WROTE_FAILED;
}

static struct campus_amounts amounts(struct app *app, struct arena *a, instant now)
{
    struct campus_amounts n = {0};
    struct db *db = NULL;

    CHECK_OK(store_reader(app->store, a, now, &db));
    CHECK_OK(campus_q_amounts(db, now, &n));
    store_release(db);
    return n;
}

/* --- What a service keeps --------------------------------------------------------------------- */

static void drop_flag(void *what)
{
    *(bool *)what = true;
}

static enum wrote see_app(struct db *db, void *ctx)
{
    *(struct app **)ctx = db_app(db);
    return WROTE_DONE;
}

static void service_keeps_its_state(struct app *app, struct arena *a)
{
    static bool dropped;
    struct app *seen = NULL;

    CHECK(app_kept(app, &test_service) == NULL);
    app_keep(app, &test_service, &dropped, drop_flag);
    CHECK(app_kept(app, &test_service) == &dropped);
    CHECK_OK(store_write_now(app->store, a, T0, see_app, &seen));
    CHECK(seen == app);
}

/* --- Events ---------------------------------------------------------------------------------- */

static void events_reach_every_listener(struct app *app, struct arena *a)
{
    int64_t about = 77;

    while (app_work_once(app, T0))
        ;
    CHECK_OK(store_write_now(app->store, a, T0, send_run, &about));
    CHECK(app_work_once(app, T0));
    CHECK_INT(heard.events, 2);
    CHECK_INT(heard.about, 77);
    CHECK_INT(amounts(app, a, T0).deliveries_waiting, 0);
    while (app_work_once(app, T0))
        ;
    CHECK_INT(heard.events, 2);
}

enum { MANY = 100 };

static enum wrote many_run(struct db *db, void *ctx)
{
    struct event *events = ARENA_ARRAY(db_arena(db), MANY, struct event);
    struct audit_entry *lines = ARENA_ARRAY(db_arena(db), MANY, struct audit_entry);

    (void)ctx;
    for (int i = 0; i < MANY; i++) {
        events[i] = (struct event){.kind = PLACE_TAKEN, .about = i + 1};
        lines[i] = (struct audit_entry){.what = "test.many", .about = "test", .id = i + 1};
    }
    CHECK_OK(event_send_many(db, events, MANY));
    CHECK_OK(event_send_many(db, events, 0));
    events[0].kind = PLACE_LEFT; /* nobody hears those */
    CHECK_OK(event_send_many(db, events, 1));
    CHECK_OK(audit_many(db, lines, MANY));
    return WROTE_DONE;
}

static void many_are_sent_at_once(struct app *app, struct arena *a)
{
    CHECK_OK(store_write_now(app->store, a, T0, many_run, NULL));
    CHECK_INT(amounts(app, a, T0).audit_open, MANY);
    for (int i = 0; i < 40 && app_work_once(app, T0); i++)
        continue;
    CHECK_INT(heard.events, 2 * MANY);
    CHECK_INT(amounts(app, a, T0).audit_open, 0);
}

/* Ten tries with growing pauses, then it is parked; the administrator sends it again. */
static void failing_listener_is_parked(struct app *app, struct arena *a)
{
    int64_t about = 1;
    instant t = T0;

    heard.refuse = true;
    CHECK_OK(store_write_now(app->store, a, T0, send_run, &about));
    for (int i = 0; i < 40; i++, t = instant_add(t, MINUTES(10)))
        while (app_work_once(app, t))
            ;
    CHECK_INT(heard.events, 2 * WORK_TRIES);
    CHECK_INT(amounts(app, a, t).deliveries_parked, 2);
    CHECK_INT(amounts(app, a, t).deliveries_waiting, 0);
    CHECK_INT(amounts(app, a, t).audit_open, 0); /* what the listeners wrote was taken back */
}

static void pauses_grow(void)
{
    CHECK_INT(work_back_off(1), SECONDS(1));
    CHECK_INT(work_back_off(2), SECONDS(2));
    CHECK_INT(work_back_off(10), SECONDS(512));
    CHECK_INT(work_back_off(100), HOURS(1));
}

/* --- Jobs ------------------------------------------------------------------------------------ */

static void jobs_run_once(struct app *app, struct arena *a)
{
    instant later = instant_add(T0, MINUTES(6));

    CHECK_OK(store_write_now(app->store, a, T0, add_run, NULL));
    while (app_work_once(app, T0))
        ;
    CHECK_INT(heard.jobs, 1);
    CHECK_INT(heard.about, 42);
    CHECK_INT(heard.beats, 1);
    while (app_work_once(app, later))
        ;
    CHECK_INT(heard.jobs, 1);
    CHECK_INT(heard.beats, 2);
}

static void failing_job_is_parked(struct app *app, struct arena *a)
{
    char bad[] = "bad";
    instant t = T0;

    CHECK_OK(store_write_now(app->store, a, T0, add_run, bad));
    for (int i = 0; i < 40; i++, t = instant_add(t, MINUTES(10)))
        while (app_work_once(app, t))
            ;
    CHECK_INT(heard.jobs, WORK_TRIES);
    CHECK_INT(amounts(app, a, t).jobs_parked, 1);
}

static enum wrote claim_run(struct db *db, void *ctx)
{
    struct campus_job_row_list jobs = {0};

    (void)ctx;
    CHECK_OK(campus_q_claim_jobs(db, db_now(db), instant_add(db_now(db), SECONDS(30)), 10, &jobs));
    CHECK_INT(jobs.n, 1);
    return WROTE_DONE;
}

/* A process that died after claiming a job: it is done when the claim is over. */
static void claimed_job_survives_a_crash(struct app *app, struct arena *a)
{
    while (app_work_once(app, T0))
        ;
    CHECK_OK(store_write_now(app->store, a, T0, add_run, NULL));
    CHECK_OK(store_write_now(app->store, a, T0, claim_run, NULL));
    while (app_work_once(app, T0))
        ;
    CHECK_INT(heard.jobs, 0);
    while (app_work_once(app, instant_add(T0, SECONDS(31))))
        ;
    CHECK_INT(heard.jobs, 1);
}

/* --- Leases ---------------------------------------------------------------------------------- */

static enum wrote lease_run(struct db *db, void *ctx)
{
    struct lease one = {.name = "x", .holder = "one"}, two = {.name = "x", .holder = "two"};
    instant until = instant_add(db_now(db), SECONDS(10));
    bool held = false;

    (void)ctx;
    CHECK_OK(lease_take(db, &one, until, &held));
    CHECK(held);
    CHECK_OK(lease_take(db, &two, until, &held));
    CHECK(!held);
    CHECK_OK(lease_holds(db, &one));
    return WROTE_DONE;
}

static enum wrote lease_later_run(struct db *db, void *ctx)
{
    struct lease one = {.name = "x", .holder = "one", .fence = 1}, two = {.name = "x", .holder = "two"};
    bool held = false;

    (void)ctx;
    CHECK_INT(lease_holds(db, &one), ERR_CONFLICT);
    CHECK_OK(lease_take(db, &two, instant_add(db_now(db), SECONDS(10)), &held));
    CHECK(held);
    CHECK_INT(two.fence, 2);
    CHECK_INT(lease_holds(db, &one), ERR_CONFLICT);
    CHECK_OK(lease_holds(db, &two));
    return WROTE_DONE;
}

static void one_holds_a_lease(struct app *app, struct arena *a)
{
    CHECK_OK(store_write_now(app->store, a, T0, lease_run, NULL));
    CHECK_OK(store_write_now(app->store, a, instant_add(T0, SECONDS(11)), lease_later_run, NULL));
}

static enum wrote steal_run(struct db *db, void *ctx)
{
    struct lease l = {.name = "worker", .holder = "another"};
    bool held = false;

    (void)ctx;
    CHECK_OK(lease_take(db, &l, instant_add(db_now(db), MINUTES(1)), &held));
    CHECK(held);
    return WROTE_DONE;
}

static void without_the_lease_no_work(struct app *app, struct arena *a)
{
    CHECK_OK(store_write_now(app->store, a, T0, steal_run, NULL));
    while (app_work_once(app, T0)) /* tasks have leases of their own: what a new campus makes for itself */
        ;
    CHECK_OK(store_write_now(app->store, a, T0, add_run, NULL));
    CHECK(!app_work_once(app, T0));
    CHECK_INT(heard.jobs, 0);
    while (app_work_once(app, instant_add(T0, MINUTES(2))))
        ;
    CHECK_INT(heard.jobs, 1);
}

/* --- Audit ----------------------------------------------------------------------------------- */

static enum wrote forge_run(struct db *db, void *ctx)
{
    struct campus_audit_row_list rows = {0};

    CHECK_OK(campus_q_sealed_audit(db, 0, 10, &rows));
    CHECK(rows.n > 1);
    CHECK_OK(campus_q_add_seal(db, 3, rows.v[1].hash, ctx, db_now(db)));
    return WROTE_DONE;
}

static struct seal_report verify(struct app *app, struct arena *a)
{
    struct seal_report r = {0};
    struct db *db = NULL;

    CHECK_OK(store_reader(app->store, a, T0, &db));
    CHECK_OK(seal_verify(db, a, app->state, app->keys, &r));
    store_release(db);
    return r;
}

static void sealed_lines_are_proved(struct app *app, struct arena *a)
{
    char one[] = "test.one", two[] = "test.two", forged[] = "AAAA";
    struct seal_report r = {0};

    CHECK_OK(store_write_now(app->store, a, T0, audit_run, one));
    CHECK_INT(verify(app, a).open, 1);
    while (app_work_once(app, T0))
        ;
    CHECK_OK(store_write_now(app->store, a, T0, audit_run, two));
    while (app_work_once(app, T0))
        ;
    r = verify(app, a);
    CHECK_STR(r.fault, NULL);
    CHECK_INT(r.lines, 2);
    CHECK_INT(r.seals, 2);
    CHECK_INT(r.open, 0);
    CHECK_OK(store_write_now(app->store, a, T0, forge_run, forged));
    CHECK_STR(verify(app, a).fault, "A seal of line 3 has no line.");
}

/* audit.tip remembers what was sealed: an emptied log does not pass. */
static void cut_off_log_is_missed(struct app *app, struct arena *a)
{
    char one[] = "test.one";
    const char *text = "rapenburg audit 9 00";
    const char *tip = arena_printf(a, "9 00 %s\n", keys_sign(a, app->keys, text, strlen(text)));

    CHECK_OK(store_write_now(app->store, a, T0, audit_run, one));
    while (app_work_once(app, T0))
        ;
    CHECK_STR(verify(app, a).fault, NULL);
    CHECK_OK(seal_keep_tip(app->state, tip));
    CHECK_STR(verify(app, a).fault, "The log ends at line 1, but line 9 was sealed.");
    CHECK_OK(seal_keep_tip(app->state, "9 00 AAAA\n"));
    CHECK_STR(verify(app, a).fault, "audit.tip is not signed by this campus's key.");
}

#define ON_BOTH(name)                                                                              \
    static void name##_on_both(void)                                                               \
    {                                                                                              \
        each(name);                                                                                \
    }
ON_BOTH(service_keeps_its_state)
ON_BOTH(events_reach_every_listener)
ON_BOTH(many_are_sent_at_once)
ON_BOTH(failing_listener_is_parked)
ON_BOTH(jobs_run_once)
ON_BOTH(failing_job_is_parked)
ON_BOTH(claimed_job_survives_a_crash)
ON_BOTH(one_holds_a_lease)
ON_BOTH(without_the_lease_no_work)
ON_BOTH(sealed_lines_are_proved)
ON_BOTH(cut_off_log_is_missed)

CHECKS(campus_work, TEST(service_keeps_its_state_on_both), TEST(events_reach_every_listener_on_both),
       TEST(many_are_sent_at_once_on_both), TEST(failing_listener_is_parked_on_both),
       TEST(pauses_grow), TEST(jobs_run_once_on_both), TEST(failing_job_is_parked_on_both),
       TEST(claimed_job_survives_a_crash_on_both), TEST(one_holds_a_lease_on_both),
       TEST(without_the_lease_no_work_on_both), TEST(sealed_lines_are_proved_on_both),
       TEST(cut_off_log_is_missed_on_both))
