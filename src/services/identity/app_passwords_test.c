/* app_passwords_test.c: trying app passwords, on both databases. SPDX-License-Identifier: AGPL-3.0-or-later */
#include "app_passwords.h"
#include <string.h>
#include "browser_fixture.h"
#include "check.h"
#include "identity_q.h"
#include "rules.h"
#include "store.h"
#include "str.h"

struct making {
    struct arena *a;
    person_id who;
    const char *door, *shown;
};

static enum wrote make(struct db *db, void *ctx)
{
    struct making *m = ctx;
    const char *shown = NULL;
    err e = app_password_make(db, m->who, "phone", m->door, &shown);

    m->shown = e == OK ? arena_dup(m->a, shown) : "";
    return e == OK ? WROTE_DONE : WROTE_FAILED;
}

static const char *made(struct campus *c, const char *login, const char *door)
{
    struct making m = {.a = c->arena, .who = campus_person(c, login), .door = door};

    campus_write(c, make, &m);
    return m.shown;
}

static enum wrote note(struct db *db, void *ctx)
{
    return identity_app_noted(db, ctx) == OK ? WROTE_DONE : WROTE_FAILED;
}

/* What a service does: it tries, and what is to be written down is. *ret_queries: what the try asked of the database. */
static struct identity_app_said tried(struct campus *c, struct identity_app_try t, uint64_t *ret_queries)
{
    struct identity_app_said said = {0};
    struct db *db = NULL;

    CHECK_OK(store_reader(c->app->store, c->arena, clock_now(), &db));
    uint64_t before = db_queries(db);

    CHECK_OK(identity_app_password_check(db, &t, &said));
    if (ret_queries)
        *ret_queries = db_queries(db) - before;
    store_release(db);
    campus_write(c, note, &said.note);
    return said;
}

static void one_way_in_test(struct campus *c)
{
    person_id noor = campus_person(c, "s1234567");
    const char *secret = made(c, "s1234567", "calendar"), *other = made(c, "s2345678", "calendar");
    const char *upper = identity_app_key(c->arena, secret);
    const struct {
        const char *name, *password, *door;
        bool right;
    } cases[] = {
        {"s1234567", secret, "calendar", true},
        {" S1234567 ", upper, "calendar", true},
        {"s1234567@sint-maarten.example", secret, "calendar", true},
        {"s1234567", secret, "mail", false},
        {"s2345678", secret, "calendar", false},
        {"s1234567", other, "calendar", false},
        {"s1234567", PASSWORD, "calendar", false},
        {"s1234567", "", "calendar", false},
        {"nobody", secret, "calendar", false},
        {"", secret, "calendar", false},
        {"s1234567", "2222-2222-2222-2222-2222-2222-2222", "calendar", false},
    };

    CHECK_INT(strlen(secret), 34);
    CHECK_INT(strlen(upper), IDENTITY_APP_CHARS);
    CHECK(strcmp(secret, made(c, "s1234567", "calendar")) != 0);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct identity_app_try t = {cases[i].name, cases[i].password, cases[i].door, arena_printf(c->arena, "192.0.2.%zu", i + 1)};
        struct identity_app_said said = tried(c, t, NULL);

        CHECK_INT(said.person.v, cases[i].right ? noor.v : 0);
        CHECK(said.note.failed == !cases[i].right);
    }
}

static void one_way_in(void)
{
    campus_each(one_way_in_test);
}

/* Nobody learns by the work whether there is such an account. */
static void same_work_test(struct campus *c)
{
    static const char *const names[] = {"s1234567", "s2345678", "nobody", ""};
    uint64_t want = 0;

    made(c, "s1234567", "calendar");
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        uint64_t n = 0;

        tried(c, (struct identity_app_try){names[i], "wrong", "calendar", "192.0.2.77"}, &n);
        want = i == 0 ? n : want;
        CHECK_INT(n, want);
        CHECK(n > 3);
    }
}

static void same_work(void)
{
    campus_each(same_work_test);
}

static void guessing_waits_test(struct campus *c)
{
    const char *secret = made(c, "s1234567", "calendar");
    struct identity_app_try t = {"s1234567", secret, "calendar", "198.51.100.9"};

    for (int i = 0; i < 20; i++) { /* a phone that was not told: one failure */
        t.password = "the old one";
        CHECK_INT(tried(c, t, NULL).wait, 0);
    }
    for (int i = 0; i < 4; i++) {
        t.password = arena_printf(c->arena, "guess %d", i);
        CHECK_INT(tried(c, t, NULL).wait, 0);
    }
    t.password = secret;
    struct identity_app_said said = tried(c, t, NULL);

    CHECK(said.wait > 0 && said.person.v == 0 && !said.note.failed);
    t.address = "192.0.2.1"; /* nobody else waits for that */
    CHECK(tried(c, t, NULL).person.v != 0);
    t.address = "198.51.100.9";
    clock_freeze(instant_add(clock_now(), said.wait + 1));
    CHECK(tried(c, t, NULL).person.v != 0);
}

static void guessing_waits(void)
{
    campus_each(guessing_waits_test);
}

/* The last use is written down, and not for every request of a program. */
static void seen_test(struct campus *c)
{
    struct identity_app_try t = {"s1234567", made(c, "s1234567", "calendar"), "calendar", "192.0.2.1"};

    CHECK(tried(c, t, NULL).note.used.v != 0);
    CHECK_INT(tried(c, t, NULL).note.used.v, 0);
    t.address = "192.0.2.2";
    CHECK(tried(c, t, NULL).note.used.v != 0);
    clock_freeze(instant_add(clock_now(), MINUTES(1)));
    CHECK(tried(c, t, NULL).note.used.v != 0);
}

static void seen(void)
{
    campus_each(seen_test);
}

CHECKS(identity_app_passwords, TEST(one_way_in), TEST(same_work), TEST(guessing_waits), TEST(seen))
