/* sign_in_test.c: signing in and out as a browser sees it, on both databases.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include "account.h"
#include "browser_fixture.h"
#include "check.h"
#include "identity.h"
#include "identity_q.h"
#include "str.h"
#include <string.h>

#define WRONG "do not belong together"
#define WAIT  "Too many tries"

static void later(int64_t ms)
{
    clock_freeze(instant_add(clock_now(), ms));
}

static void comes_in_and_goes_test(struct campus *c)
{
    struct browser b = browser_at(c, "192.0.2.1");

    CHECK_INT(browser_get(&b, "/account"), 303);
    CHECK(str_starts(browser_header(&b, "Location"), "/sign-in?"));
    CHECK_INT(browser_sign_in(&b, "s1234567", PASSWORD), 303);
    CHECK_STR(browser_header(&b, "Location"), "/home");
    CHECK(strstr(b.last.headers, "HttpOnly") && strstr(b.last.headers, "SameSite=Lax"));
    /* Closing the browser ends the login. */
    CHECK(!strstr(b.last.headers, "Max-Age") && !strstr(b.last.headers, "Expires"));
    CHECK_INT(browser_get(&b, "/account"), 200);
    CHECK(browser_sees(&b, "Noor de Vries"));
    CHECK(browser_sees(&b, "s1234567@office.sint-maarten.example"));
    CHECK(browser_sees(&b, "Firefox on Linux"));
    /* Signing in again from here replaces the session instead of leaving it behind. */
    CHECK_INT(browser_get(&b, "/sign-in"), 303);
    const char *old = b.cookies;
    CHECK_INT(browser_post(&b, "/sign-out", "x=1"), 303);
    CHECK_INT(browser_get(&b, "/account"), 303);
    b.cookies = old;
    CHECK_INT(browser_get(&b, "/account"), 303);
}

static void comes_in_and_goes(void)
{
    campus_each(comes_in_and_goes_test);
}

static void every_name_form_test(struct campus *c)
{
    static const char *const names[] = {"s1234567", "+S1234567+",
                                        "s1234567%40sint-maarten.example",
                                        "S1234567%40Office.Sint-Maarten.Example"};

    for (size_t i = 0; i < 4; i++) {
        struct browser b = browser_at(c, "192.0.2.1");

        CHECK_INT(browser_sign_in(&b, names[i], PASSWORD), 303);
    }
}

static void every_name_form(void)
{
    campus_each(every_name_form_test);
}

static void says_no_alike_test(struct campus *c)
{
    static const char *const names[] = {"s1234567", "s7654321", "s2345678",
                                        "nobody%40else.example"};
    struct browser b[4];

    for (size_t i = 0; i < 4; i++) {
        b[i] = browser_at(c, "192.0.2.1");
        CHECK_INT(browser_sign_in(&b[i], names[i], "not the right one"), 422);
        CHECK(browser_sees(&b[i], WRONG));
        CHECK(!browser_sees(&b[i], "not the right one"));
        CHECK_INT(browser_get(&b[i], "/account"), 303);
    }
    /* No form token, no try. */
    b[0].token = "made-up";
    CHECK_INT(browser_post(&b[0], "/sign-in", "name=s1234567&password=" PASSWORD), 403);
}

static void says_no_alike(void)
{
    campus_each(says_no_alike_test);
}

static void guessing_waits_test(struct campus *c)
{
    struct browser bad = browser_at(c, "198.51.100.9"), good = browser_at(c, "192.0.2.1");
    struct browser near = browser_at(c, "198.51.100.9");

    for (int i = 0; i < 5; i++)
        CHECK_INT(browser_sign_in(&bad, "s1234567", "guess"), 422);
    CHECK_INT(browser_sign_in(&bad, "s1234567", PASSWORD), 422);
    CHECK(browser_sees(&bad, WAIT));
    /* The owner elsewhere, and others from there, are not held up. */
    CHECK_INT(browser_sign_in(&good, "s1234567", PASSWORD), 303);
    CHECK_INT(browser_sign_in(&near, "p0001", PASSWORD), 303);
    later(SECONDS(11));
    CHECK_INT(browser_sign_in(&bad, "s1234567", PASSWORD), 303);
}

static void guessing_waits(void)
{
    campus_each(guessing_waits_test);
}

/* An attacker behind the same address cannot lock out somebody who signed in from there before.
 */
static void neighbours_do_not_lock_out_test(struct campus *c)
{
    struct browser owner = browser_at(c, "198.51.100.9"), bad = browser_at(c, "198.51.100.9");

    CHECK_INT(browser_sign_in(&owner, "s1234567", PASSWORD), 303);
    for (int i = 0; i < 61; i++)
        browser_sign_in(&bad, arena_printf(c->arena, "s9%06d", i), "guess");
    CHECK_INT(browser_sign_in(&bad, "p0001", PASSWORD), 422);
    CHECK(browser_sees(&bad, WAIT));
    owner.cookies = "";
    CHECK_INT(browser_sign_in(&owner, "s1234567", PASSWORD), 303);
}

static void neighbours_do_not_lock_out(void)
{
    struct campus c = campus_open(0);

    neighbours_do_not_lock_out_test(&c);
    campus_close(&c);
}

static void sessions_end_by_themselves_test(struct campus *c)
{
    struct browser own = browser_at(c, "192.0.2.1"), shared = browser_at(c, "192.0.2.2");

    CHECK_INT(browser_sign_in(&own, "s1234567", PASSWORD), 303);
    browser_get(&shared, "/sign-in");
    CHECK_INT(browser_post(&shared, "/sign-in", "name=s1234567&shared=1&password=" PASSWORD),
              303);
    later(MINUTES(14));
    CHECK_INT(browser_get(&shared, "/account"), 200);
    CHECK(browser_sees(&shared, "shared computer"));
    store_drain(c->app->store);
    later(MINUTES(14));
    CHECK_INT(browser_get(&shared, "/account"), 200);
    later(MINUTES(16));
    CHECK_INT(browser_get(&shared, "/account"), 303);
    CHECK_INT(browser_get(&own, "/account"), 200);
    store_drain(c->app->store);
    for (int i = 0; i < 28; i++) {
        later(HOURS(11));
        CHECK_INT(browser_get(&own, "/account"), 200);
        store_drain(c->app->store);
    }
    later(HOURS(11) * 3);
    CHECK_INT(browser_get(&own, "/account"), 303);
}

static void sessions_end_by_themselves(void)
{
    campus_each(sessions_end_by_themselves_test);
}

static void everywhere_at_once_test(struct campus *c)
{
    struct browser a = browser_at(c, "192.0.2.1"), b = browser_at(c, "192.0.2.2");

    CHECK_INT(browser_sign_in(&a, "s1234567", PASSWORD), 303);
    CHECK_INT(browser_sign_in(&b, "s1234567", PASSWORD), 303);
    browser_get(&a, "/account");
    CHECK_INT(browser_post(&a, "/account/sessions/end", "x=1"), 303);
    CHECK_INT(browser_get(&a, "/account"), 303);
    CHECK_INT(browser_get(&b, "/account"), 303);
}

static void everywhere_at_once(void)
{
    campus_each(everywhere_at_once_test);
}

static enum wrote close_noor(struct db *db, void *ctx)
{
    bool changed = false;

    return account_disable(db, *(person_id *)ctx, &changed) == OK && changed ? WROTE_DONE
                                                                             : WROTE_FAILED;
}

static void closed_accounts_stay_out_test(struct campus *c)
{
    struct browser b = browser_at(c, "192.0.2.1");
    person_id noor = campus_person(c, "s1234567");

    CHECK_INT(browser_sign_in(&b, "s1234567", PASSWORD), 303);
    campus_write(c, close_noor, &noor);
    CHECK_INT(browser_get(&b, "/account"), 303);
    CHECK_INT(browser_sign_in(&b, "s1234567", PASSWORD), 422);
    CHECK(browser_sees(&b, WRONG));
}

static void closed_accounts_stay_out(void)
{
    campus_each(closed_accounts_stay_out_test);
}

static void goes_on_where_it_was_test(struct campus *c)
{
    struct browser b = browser_at(c, "192.0.2.1"), evil = browser_at(c, "192.0.2.1");

    browser_get(&b, "/sign-in?next=%2Fplan%2F2027-1");
    CHECK(browser_sees(&b, "value=\"/plan/2027-1\""));
    CHECK_INT(browser_post(&b, "/sign-in",
                           "name=s1234567&next=%%2Fplan%%2F2027-1&password=" PASSWORD),
              303);
    CHECK_STR(browser_header(&b, "Location"), "/plan/2027-1");
    browser_get(&evil, "/sign-in");
    browser_post(&evil, "/sign-in",
                 "name=s1234567&next=%%2F%%2Fevil.example&password=" PASSWORD);
    CHECK_STR(browser_header(&evil, "Location"), "/home");
}

static void goes_on_where_it_was(void)
{
    campus_each(goes_on_where_it_was_test);
}

/* What a session's login proves, until it is over. */
static void logins_are_told_test(struct campus *c)
{
    struct browser b = browser_at(c, "192.0.2.1");
    struct identity_login login = {0};
    struct identity_browser_list rows = {0};
    struct db *db = NULL;

    browser_sign_in(&b, "s1234567", PASSWORD);
    instant made = clock_now();
    CHECK_OK(store_reader(c->app->store, c->arena, clock_now(), &db));
    CHECK_OK(identity_q_sessions(db, campus_person(c, "s1234567"), clock_now(), &rows));
    CHECK_INT(rows.n, 1);
    CHECK_OK(identity_login_of(db, rows.v[0].id, &login));
    store_release(db);
    CHECK(login.at.v == made.v && login.person.v == campus_person(c, "s1234567").v);
    CHECK(login.proofs == IDENTITY_PASSWORD && login.level == 1 && !login.shared);
    later(MINUTES(5));
    browser_get(&b, "/sign-in/more?again=1");
    CHECK_INT(browser_post(&b, "/sign-in/more", "again=1&next=%%2Faccount&password=" PASSWORD), 303);
    CHECK_OK(store_reader(c->app->store, c->arena, clock_now(), &db));
    CHECK_OK(identity_login_of(db, login.session, &login));
    CHECK_INT(login.at.v - made.v, MINUTES(5));
    store_release(db);
    later(HOURS(13));
    CHECK_OK(store_reader(c->app->store, c->arena, clock_now(), &db));
    CHECK_INT(identity_login_of(db, login.session, &login), ERR_NOT_FOUND);
    CHECK_INT(identity_login_of(db, (session_id){1}, &login), ERR_NOT_FOUND);
    store_release(db);
}

static void logins_are_told(void)
{
    campus_each(logins_are_told_test);
}

CHECKS(identity_sign_in, TEST(comes_in_and_goes), TEST(every_name_form), TEST(says_no_alike),
       TEST(guessing_waits), TEST(neighbours_do_not_lock_out), TEST(sessions_end_by_themselves),
       TEST(everywhere_at_once), TEST(closed_accounts_stay_out), TEST(goes_on_where_it_was),
       TEST(logins_are_told))
