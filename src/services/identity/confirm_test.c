/* confirm_test.c: devices that confirm sign-ins: how they end, and what ends what is asked, on both databases.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include "account.h"
#include "browser_fixture.h"
#include "check.h"
#include "confirm.h"
#include "factors.h"
#include "identity.h"
#include "rules.h"
#include "store.h"
#include "str.h"
#include <stdlib.h>
#include <string.h>

#define KEY  "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4"
#define AUTH "BTBZMqHH6r4Tts7J_aSIgg"

static void later(int64_t ms)
{
    clock_freeze(instant_add(clock_now(), ms));
}

/* A phone on which somebody set it up. */
static struct browser phone_of(struct campus *c, const char *login, const char *endpoint)
{
    struct browser b = browser_at(c, "192.0.2.1");

    CHECK_INT(browser_sign_in(&b, login, PASSWORD), 303);
    CHECK_INT(browser_get(&b, "/account/security"), 200);
    int status = browser_post(&b, "/account/security/confirmers",
                              "endpoint=https://push.invalid/%s&key=" KEY "&auth=" AUTH "&name=Phone", endpoint);
    CHECK(status == 200 || status == 303);
    return b;
}

/* A browser in which the password was right and a device is asked. */
static struct browser asking(struct campus *c, const char *login)
{
    struct browser b = browser_at(c, "198.51.100.9");

    CHECK_INT(browser_sign_in(&b, login, PASSWORD), 303);
    CHECK(str_starts(browser_header(&b, "Location"), "/sign-in/second"));
    CHECK_INT(browser_get(&b, "/sign-in/second"), 200);
    CHECK_INT(browser_post(&b, "/sign-in/ask", "next=/home"), 303);
    CHECK(str_starts(browser_header(&b, "Location"), "/sign-in/asked"));
    return b;
}

static bool is_asked(struct browser *phone)
{
    CHECK_INT(browser_get(phone, "/confirm"), 200);
    return browser_sees(phone, "action=\"/confirm/");
}

struct looked {
    const char *login;
    int64_t factors;
    size_t n; /* devices */
    confirmer_id first;
    bool lost; /* the first of them */
};

static enum wrote look(struct db *db, void *ctx)
{
    struct looked *l = ctx;
    struct identity_confirmer_list rows;
    struct identity_person p;

    CHECK_OK(identity_q_person_named(db, l->login, &p));
    CHECK_OK(identity_q_confirmers(db, p.id, &rows));
    l->factors = p.factors;
    l->n = rows.n;
    l->first = rows.n > 0 ? rows.v[0].id : (confirmer_id){0};
    l->lost = rows.n > 0 && rows.v[0].lost_at.v != 0;
    return WROTE_DONE;
}

/* What she has now. */
static struct looked has(struct campus *c, const char *login)
{
    struct looked l = {.login = login};

    campus_write(c, look, &l);
    return l;
}

static enum wrote gone(struct db *db, void *ctx)
{
    const struct event *e = ctx;

    CHECK_OK(confirmer_gone(db, e));
    CHECK_OK(confirmer_gone(db, e)); /* told at least once */
    return WROTE_DONE;
}

static enum wrote sweep(struct db *db, void *)
{
    CHECK_OK(confirm_sweep(db));
    return WROTE_DONE;
}

enum { CLOSES, PASSWORDS, RESETS };
struct dropping {
    person_id who;
    int how;
};

static enum wrote drop(struct db *db, void *ctx)
{
    const struct dropping *d = ctx;
    bool changed = false;

    if (d->how == CLOSES)
        CHECK_OK(account_disable(db, d->who, &changed));
    else if (d->how == PASSWORDS)
        CHECK_OK(account_password(db, d->who, "another", (session_id){0}));
    else
        CHECK_OK(factors_reset(db, d->who));
    return WROTE_DONE;
}

/* A second device, as another browser of hers makes it. */
static enum wrote add_another(struct db *db, void *ctx)
{
    const person_id *who = ctx;

    CHECK_OK(identity_q_confirmer_add(db, NEW_ID(db, confirmer_id), *who, str_of("another cookie"), "https://push.invalid/two",
                                      KEY, AUTH, "Tablet", db_now(db), instant_add(db_now(db), DAYS(1))));
    return WROTE_DONE;
}

/* A push service that knows a device no more ends it, but never opens the account to the password alone. */
static void gone_test(struct campus *c)
{
    struct browser phone = phone_of(c, "s1234567", "one");
    person_id who = campus_person(c, "s1234567");
    struct event e = {.kind = PROMPT_GONE, .person = who, .about = has(c, "s1234567").first.v};

    CHECK(has(c, "s1234567").factors & FACTOR_PUSH);
    campus_write(c, gone, &e);
    CHECK_INT(has(c, "s1234567").n, 1);
    CHECK(has(c, "s1234567").factors & FACTOR_PUSH);
    /* It is opened by hand then. */
    (void)asking(c, "s1234567");
    CHECK(is_asked(&phone));
    /* With another one beside it goes. */
    later(MINUTES(11));
    struct browser third = phone_of(c, "p0001", "three");
    person_id karin = campus_person(c, "p0001");
    campus_write(c, add_another, &karin);
    struct event other = {.kind = PROMPT_GONE, .person = karin, .about = has(c, "p0001").first.v};
    CHECK_INT(has(c, "p0001").n, 2);
    /* Nobody's device is another's. */
    struct event wrong = {.kind = PROMPT_GONE, .person = who, .about = other.about};
    campus_write(c, gone, &wrong);
    CHECK_INT(has(c, "p0001").n, 2);
    campus_write(c, gone, &other);
    CHECK_INT(has(c, "p0001").n, 1);
    CHECK_INT(browser_get(&third, "/confirm"), 200);
    CHECK(browser_sees(&third, "not confirmed in this browser"));
}

static void gone_devices(void)
{
    campus_each(gone_test);
}

/* Not used for a year. */
static void old_test(struct campus *c)
{
    struct browser old = phone_of(c, "s1234567", "old");

    (void)old;
    later(DAYS(300));
    campus_write(c, sweep, NULL);
    CHECK_INT(has(c, "s1234567").n, 1);
    later(DAYS(66));
    campus_write(c, sweep, NULL);
    CHECK_INT(has(c, "s1234567").n, 1); /* her only second factor: not without her */
    CHECK(has(c, "s1234567").lost);
    CHECK_INT(browser_get(&old, "/confirm"), 200);
    CHECK(browser_sees(&old, "not confirmed in this browser"));
}

static void old_devices(void)
{
    campus_each(old_test);
}

/* What is asked is over with the sign-in, however that ends. */
static void ends_how(struct campus *c, int how)
{
    struct dropping d = {campus_person(c, "s1234567"), how};
    struct browser phone = phone_of(c, "s1234567", "one"), desk = asking(c, "s1234567");

    CHECK(is_asked(&phone));
    campus_write(c, drop, &d);
    CHECK(!is_asked(&phone));
    CHECK_INT(browser_get(&desk, "/sign-in/asked"), 303);
    CHECK(str_starts(browser_header(&desk, "Location"), "/sign-in?"));
    CHECK_INT(has(c, "s1234567").factors & FACTOR_PUSH, how == RESETS ? 0 : FACTOR_PUSH);
}

static void closed_test(struct campus *c)
{
    ends_how(c, CLOSES);
}

static void password_test(struct campus *c)
{
    ends_how(c, PASSWORDS);
}

static void reset_test(struct campus *c)
{
    ends_how(c, RESETS);
}

static void ends_with_the_sign_in(void)
{
    campus_each(closed_test);
    campus_each(password_test);
    campus_each(reset_test);
}

/* A browser is one person's device: who sets it up last. The account of the other is not opened to her password by that. */
static void taken_over_test(struct campus *c)
{
    struct browser noor = phone_of(c, "s1234567", "one"), karin = phone_of(c, "p0001", "one");

    person_id who = campus_person(c, "s1234567");

    CHECK_INT(has(c, "s1234567").n, 1);
    CHECK(has(c, "s1234567").lost);
    CHECK(has(c, "s1234567").factors & FACTOR_PUSH);
    CHECK_INT(has(c, "p0001").n, 1);
    /* Beside another one it goes. */
    campus_write(c, add_another, &who);
    struct browser admin = phone_of(c, "admin", "one");

    CHECK_INT(has(c, "s1234567").n, 1);
    CHECK(!has(c, "s1234567").lost);
    CHECK_INT(browser_get(&admin, "/confirm"), 200);
    CHECK(browser_sees(&admin, "admin"));
    CHECK_INT(browser_get(&noor, "/confirm"), 200);
    CHECK(browser_sees(&noor, "not confirmed in this browser"));
    CHECK_INT(browser_get(&karin, "/confirm"), 200);
    CHECK(browser_sees(&karin, "p0001"));
}

static void taken_over(void)
{
    campus_each(taken_over_test);
}

/* A right number is good for who asked and for two minutes. */
static void in_time_test(struct campus *c)
{
    struct browser phone = phone_of(c, "s1234567", "one"), desk = asking(c, "s1234567");

    CHECK_INT(browser_get(&desk, "/sign-in/asked"), 200);
    const char *at = strstr(desk.last.body.s, "id=\"number\">");
    CHECK(at != NULL);
    int64_t number = confirm_number(arena_printf(c->arena, "%.2s", at + strlen("id=\"number\">")));
    CHECK(number >= CONFIRM_LOWEST);
    CHECK(is_asked(&phone));
    long long ask = strtoll(strstr(phone.last.body.s, "action=\"/confirm/") + strlen("action=\"/confirm/"), NULL, 10);
    CHECK_INT(browser_post(&phone, arena_printf(c->arena, "/confirm/%lld", ask), "number=%lld", (long long)number), 303);
    CHECK_STR(browser_header(&phone, "Location"), "/confirm?done=1");
    later(CONFIRM_LIFE);
    CHECK_INT(browser_post(&desk, "/sign-in/asked", "next=/home"), 303);
    CHECK(str_starts(browser_header(&desk, "Location"), "/sign-in/asked"));
    CHECK_INT(browser_get(&desk, "/account"), 303);
}

static void in_time(void)
{
    campus_each(in_time_test);
}

CHECKS(identity_confirm, TEST(gone_devices), TEST(old_devices), TEST(ends_with_the_sign_in), TEST(taken_over), TEST(in_time))
