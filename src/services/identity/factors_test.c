/* factors_test.c: signing in with a second factor, as a browser sees it, on both databases.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include <string.h>
#include "browser_fixture.h"
#include "check.h"
#include "identity.h"
#include "identity_q.h"
#include "otp.h"
#include "service.h"
#include "str.h"

static void later(int64_t ms)
{
    clock_freeze(instant_add(clock_now(), ms));
}

/* What stands between two marks of the last page. */
static const char *between(const struct browser *b, const char *before, const char *after)
{
    const char *at = strstr(b->last.body.s, before);
    const char *end = at ? strstr(at + strlen(before), after) : NULL;

    return end ? arena_dupn(b->campus->arena, at + strlen(before), (size_t)(end - at) - strlen(before)) : "";
}

static const char *code_at(struct browser *b, struct str secret, int64_t steps)
{
    return otp_code(b->campus->arena, secret, otp_step(clock_now()) + steps, OTP_DIGITS);
}

/* Sets up an app; her recovery codes are on the last page. */
static struct str sets_up(struct browser *b)
{
    struct str secret = {};

    browser_get(b, "/account/security");
    CHECK_INT(browser_post(b, "/account/security/apps", "app_name=my+phone"), 303);
    const char *path = browser_header(b, "Location");

    CHECK_INT(browser_get(b, path), 200);
    CHECK(browser_sees(b, "<svg class=\"qr\""));
    CHECK_OK(otp_from_base32(b->campus->arena, between(b, "id=\"secret\">", "<"), &secret));
    CHECK_INT(secret.n, OTP_SECRET);
    CHECK_INT(browser_post(b, path, "code=000000"), 422);
    CHECK_INT(browser_post(b, path, "code=%s", code_at(b, secret, 0)), 200);
    CHECK(browser_sees(b, "Your recovery codes"));
    return secret;
}

static void faultless(struct campus *c)
{
    struct buf faults = buf_new(1 << 16);
    struct db *db = NULL;

    CHECK_OK(store_reader(c->app->store, c->arena, clock_now(), &db));
    CHECK_OK(identity_service.check(db, &faults));
    CHECK_STR(faults.n ? faults.s : "", "");
    store_release(db);
    buf_free(&faults);
}

static void a_code_is_asked_test(struct campus *c)
{
    struct browser home = browser_at(c, "192.0.2.1"), other = browser_at(c, "198.51.100.9");

    browser_sign_in(&home, "s1234567", PASSWORD);
    struct str secret = sets_up(&home);

    faultless(c);
    CHECK_INT(browser_sign_in(&other, "s1234567", PASSWORD), 303);
    CHECK_STR(browser_header(&other, "Location"), "/sign-in/second?next=%2Fhome");
    CHECK_INT(browser_get(&other, "/account"), 303); /* the password alone opens nothing */
    CHECK_INT(browser_get(&other, "/sign-in/second?next=%2Faccount"), 200);
    /* The code of a minute ago, a wrong one, none. */
    CHECK_INT(browser_post(&other, "/sign-in/code", "code=%s", code_at(&other, secret, -3)), 422);
    CHECK_INT(browser_post(&other, "/sign-in/code", "code="), 422);
    CHECK_INT(browser_post(&other, "/sign-in/code", "code=ABC"), 422);
    /* The one with which it was set up was used. */
    CHECK_INT(browser_post(&other, "/sign-in/code", "code=%s", code_at(&other, secret, 0)), 422);
    later(SECONDS(30));
    const char *code = code_at(&other, secret, 0);
    CHECK_INT(browser_post(&other, "/sign-in/code", "next=%%2Faccount&code=%.3s+%s", code, code + 3), 303);
    CHECK_STR(browser_header(&other, "Location"), "/account");
    CHECK_INT(browser_get(&other, "/account"), 200);
    /* Nobody uses it again, not with the password either. */
    struct browser thief = browser_at(c, "203.0.113.5");

    browser_sign_in(&thief, "s1234567", PASSWORD);
    browser_get(&thief, "/sign-in/second");
    CHECK_INT(browser_post(&thief, "/sign-in/code", "code=%s", code), 422);
    /* A sign-in that waited for more than ten minutes begins again. */
    later(MINUTES(11));
    CHECK_INT(browser_post(&thief, "/sign-in/code", "code=%s", code_at(&thief, secret, 0)), 303);
    CHECK(str_starts(browser_header(&thief, "Location"), "/sign-in?"));
    CHECK_INT(browser_get(&thief, "/account"), 303);
}

static void a_code_is_asked(void)
{
    campus_each(a_code_is_asked_test);
}

static void guessing_is_slow_test(struct campus *c)
{
    struct browser owner = browser_at(c, "192.0.2.1"), bad[2] = {browser_at(c, "198.51.100.9"),
                                                                 browser_at(c, "203.0.113.5")};

    browser_sign_in(&owner, "s1234567", PASSWORD);
    struct str secret = sets_up(&owner);

    later(MINUTES(1));
    for (int i = 0; i < 2; i++) {
        browser_sign_in(&bad[i], "s1234567", PASSWORD);
        browser_get(&bad[i], "/sign-in/second");
    }
    /* From two places: it is the account that counts. */
    for (int i = 0; i < 5; i++)
        CHECK_INT(browser_post(&bad[i % 2], "/sign-in/code", "code=123456"), 422);
    CHECK_INT(browser_post(&bad[0], "/sign-in/code", "code=%s", code_at(&bad[0], secret, 0)), 422);
    CHECK(browser_sees(&bad[0], "Too many tries"));
    CHECK_INT(browser_get(&owner, "/account/security"), 200);
    CHECK(browser_sees(&owner, "the code after it was wrong"));
    later(SECONDS(31));
    CHECK_INT(browser_post(&bad[0], "/sign-in/code", "code=%s", code_at(&bad[0], secret, 0)), 303);
}

static void guessing_is_slow(void)
{
    campus_each(guessing_is_slow_test);
}

static void recovery_codes_work_once_test(struct campus *c)
{
    struct browser home = browser_at(c, "192.0.2.1"), b = browser_at(c, "192.0.2.1");

    browser_sign_in(&home, "s1234567", PASSWORD);
    sets_up(&home);
    const char *code = between(&home, "<code class=\"nowrap\">", "<");

    CHECK_INT(strlen(code), 23);
    browser_sign_in(&b, "s1234567", PASSWORD);
    browser_get(&b, "/sign-in/second");
    CHECK_INT(browser_post(&b, "/sign-in/code", "code=%s", code), 303);
    CHECK_STR(browser_header(&b, "Location"), "/account/security");
    CHECK_INT(browser_get(&b, "/account/security"), 200);
    CHECK(browser_sees(&b, "9 codes are left"));
    struct browser again = browser_at(c, "192.0.2.1"), bram = browser_at(c, "192.0.2.1");

    browser_sign_in(&again, "s1234567", PASSWORD);
    browser_get(&again, "/sign-in/second");
    CHECK_INT(browser_post(&again, "/sign-in/code", "code=%s", code), 422);
    /* New ones: the older no longer work. Of somebody else they never do. */
    browser_get(&b, "/account/security");
    CHECK_INT(browser_post(&b, "/account/security/recovery", "x=1"), 200);
    code = between(&b, "<code class=\"nowrap\">", "<");
    browser_sign_in(&bram, "p0001", PASSWORD);
    sets_up(&bram);
    browser_post(&bram, "/sign-out", "x=1");
    browser_sign_in(&bram, "p0001", PASSWORD);
    browser_get(&bram, "/sign-in/second");
    CHECK_INT(browser_post(&bram, "/sign-in/code", "code=%s", code), 422);
    browser_get(&again, "/sign-in/second");
    CHECK_INT(browser_post(&again, "/sign-in/code", "code=%s", code), 303);
    faultless(c);
}

static void recovery_codes_work_once(void)
{
    campus_each(recovery_codes_work_once_test);
}

static void a_browser_is_remembered_test(struct campus *c)
{
    struct browser b = browser_at(c, "192.0.2.1"), shared = browser_at(c, "192.0.2.1");

    browser_sign_in(&b, "s1234567", PASSWORD);
    struct str secret = sets_up(&b);

    browser_post(&b, "/sign-out", "x=1");
    later(SECONDS(30));
    browser_sign_in(&b, "s1234567", PASSWORD);
    browser_get(&b, "/sign-in/second");
    CHECK(browser_sees(&b, "do not ask here again for 30 days"));
    CHECK_INT(browser_post(&b, "/sign-in/code", "remember=1&code=%s", code_at(&b, secret, 0)), 303);
    browser_get(&b, "/home");
    browser_get(&b, "/account");
    browser_post(&b, "/sign-out", "x=1");
    CHECK_INT(browser_sign_in(&b, "s1234567", PASSWORD), 303);
    CHECK_STR(browser_header(&b, "Location"), "/home");
    /* One factor: what changes the account's safety asks for the second. */
    browser_get(&b, "/account/security");
    CHECK_INT(browser_post(&b, "/account/security/recovery", "x=1"), 303);
    CHECK(str_starts(browser_header(&b, "Location"), "/sign-in/more?level=2"));
    CHECK_INT(browser_post(&b, "/account/security/devices/forget", "x=1"), 303);
    browser_get(&b, "/account");
    browser_post(&b, "/sign-out", "x=1");
    CHECK_INT(browser_sign_in(&b, "s1234567", PASSWORD), 303);
    CHECK_STR(browser_header(&b, "Location"), "/sign-in/second?next=%2Fhome");
    /* A shared computer never is. */
    browser_get(&shared, "/sign-in");
    browser_post(&shared, "/sign-in", "shared=1&name=s1234567&password=" PASSWORD);
    browser_get(&shared, "/sign-in/second");
    CHECK(!browser_sees(&shared, "do not ask here again"));
    later(SECONDS(30));
    CHECK_INT(browser_post(&shared, "/sign-in/code", "remember=1&code=%s", code_at(&shared, secret, 0)), 303);
    CHECK(!strstr(shared.cookies, "device="));
}

static void a_browser_is_remembered(void)
{
    campus_each(a_browser_is_remembered_test);
}

static void taking_away_asks_for_one_test(struct campus *c)
{
    struct browser b = browser_at(c, "192.0.2.1"), other = browser_at(c, "192.0.2.1");

    browser_sign_in(&b, "s1234567", PASSWORD);
    struct str secret = sets_up(&b);

    browser_get(&b, "/account/security");
    const char *path = arena_printf(c->arena, "/account/security/apps/%s/remove",
                                    between(&b, "href=\"/account/security/apps/", "/remove"));
    later(MINUTES(16));
    CHECK_INT(browser_post(&b, path, "x=1"), 303);
    CHECK(str_starts(browser_header(&b, "Location"), "/sign-in/more?level=2&again=1"));
    CHECK_INT(browser_get(&b, "/sign-in/more?level=2&again=1&next=%2Faccount"), 200);
    /* A code alone is not enough to begin with: the password is asked, and then the code. */
    CHECK_INT(browser_post(&b, "/sign-in/more", "again=1&level=2&next=%%2Faccount&password=" PASSWORD), 303);
    CHECK_INT(browser_post(&b, path, "x=1"), 303);
    CHECK(str_starts(browser_header(&b, "Location"), "/sign-in/more?"));
    CHECK_INT(browser_get(&b, "/sign-in/more?level=2&again=1&next=%2Faccount"), 200);
    CHECK_INT(browser_post(&b, "/sign-in/code", "again=1&level=2&next=%%2Faccount&code=%s",
                           code_at(&b, secret, 0)),
              303);
    CHECK_STR(browser_header(&b, "Location"), "/account");
    /* Nobody takes away what is another's. */
    browser_sign_in(&other, "p0001", PASSWORD);
    browser_get(&other, "/account");
    CHECK_INT(browser_post(&other, path, "x=1"), 404);
    CHECK_INT(browser_post(&b, path, "x=1"), 303);
    CHECK_STR(browser_header(&b, "Location"), "/account/security");
    browser_get(&b, "/account");
    browser_post(&b, "/sign-out", "x=1");
    CHECK_INT(browser_sign_in(&b, "s1234567", PASSWORD), 303);
    CHECK_STR(browser_header(&b, "Location"), "/home");
    faultless(c);
}

static void taking_away_asks_for_one(void)
{
    campus_each(taking_away_asks_for_one_test);
}

/* Who has a second factor needs it on pages of administration; a found letter does not go round it. */
static void administration_asks_for_it_test(struct campus *c)
{
    struct browser b = browser_at(c, "192.0.2.1"), shared = browser_at(c, "192.0.2.1");

    browser_sign_in(&b, "p0001", PASSWORD);
    CHECK_INT(browser_get(&b, "/admin/people"), 200);
    struct str secret = sets_up(&b);

    CHECK_INT(browser_get(&b, "/admin/people"), 200);
    browser_get(&b, "/account");
    browser_post(&b, "/sign-out", "x=1");
    later(SECONDS(30));
    browser_sign_in(&b, "p0001", PASSWORD);
    browser_get(&b, "/sign-in/second");
    browser_post(&b, "/sign-in/code", "remember=1&code=%s", code_at(&b, secret, 0));
    browser_get(&b, "/account");
    browser_post(&b, "/sign-out", "x=1");
    browser_sign_in(&b, "p0001", PASSWORD);
    CHECK_INT(browser_get(&b, "/account"), 200);
    CHECK_INT(browser_get(&b, "/admin/people"), 303);
    CHECK_STR(browser_header(&b, "Location"), "/sign-in/more?level=2&next=%2Fadmin%2Fpeople");
    browser_get(&b, browser_header(&b, "Location"));
    later(SECONDS(30));
    CHECK_INT(browser_post(&b, "/sign-in/code", "level=2&next=%%2Fadmin%%2Fpeople&code=%s", code_at(&b, secret, 0)), 303);
    CHECK_STR(browser_header(&b, "Location"), "/admin/people");
    CHECK_INT(browser_get(&b, "/admin/people"), 200);
    (void)shared;
}

static void administration_asks_for_it(void)
{
    campus_each(administration_asks_for_it_test);
}

CHECKS(identity_factors, TEST(a_code_is_asked), TEST(guessing_is_slow), TEST(recovery_codes_work_once),
       TEST(a_browser_is_remembered), TEST(taking_away_asks_for_one), TEST(administration_asks_for_it))
