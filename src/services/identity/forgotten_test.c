/* forgotten_test.c: nobody learns by asking who has an account: neither by what is answered, nor by the work that is done
   for it; and a passkey is enough for a new password. On both databases. SPDX-License-Identifier: AGPL-3.0-or-later */
#include <string.h>
#include "account.h"
#include "app.h"
#include "browser_fixture.h"
#include "check.h"
#include "hash.h"
#include "identity_q.h"
#include "rules.h"
#include "service.h"
#include "str.h"
#include "webauthn_fixture.h"

#define NEW "gele fiets onder water"

/* With a password, without one, closed, unknown, of another university. */
static const char *const names[] = {"s1234567", "s2345678", "p0001", "s7654321", "nobody%40else.example"};

static enum wrote some_differ(struct db *db, void *ctx)
{
    const person_id *who = ctx;
    bool changed = false;

    return identity_q_private_put(db, who[0], "noor@mail.example", db_now(db)) == OK &&
                   account_disable(db, who[1], &changed) == OK
               ? WROTE_DONE
               : WROTE_FAILED;
}

static void prepare(struct campus *c)
{
    person_id who[] = {campus_person(c, "s1234567"), campus_person(c, "p0001")};

    campus_write(c, some_differ, who);
}

/* What of an answer tells of the name that was typed is cut out. */
static const char *without(struct arena *a, const char *text, const char *name)
{
    struct buf b = buf_in(a, 1 << 20);
    size_t n = strlen(name);

    for (const char *at = text; *at;) {
        bool is = strncmp(at, name, n) == 0;

        if (!is)
            buf_putc(&b, *at);
        at += is ? n : 1;
    }
    return b.s ? b.s : "";
}

/* Posts the fields for each name, each in a new browser from an address of its own, and compares status, place and queries. */
static void all_alike(struct campus *c, const char *page, const char *path, const char *fields)
{
    struct web_answer first = {0};
    const char *to = "";

    for (size_t i = 0; i < COUNT(names); i++) {
        struct browser b = browser_at(c, arena_printf(c->arena, "198.51.100.%zu", i));

        check_case(arena_printf(c->arena, "%s %s", path, names[i]));
        browser_get(&b, page);
        browser_post(&b, path, fields, names[i]);
        const char *place = without(c->arena, browser_header(&b, "Location"), names[i]);
        if (i == 0) {
            first = b.last;
            to = place;
            CHECK(first.queries > 2);
            continue;
        }
        CHECK_INT(b.last.status, first.status);
        CHECK_INT(b.last.queries, first.queries);
        CHECK_STR(place, to);
    }
    check_case(NULL);
}

static void names_cost_the_same_test(struct campus *c)
{
    prepare(c);
    all_alike(c, "/sign-in", "/sign-in", "name=%s&password=not+the+right+one");
    all_alike(c, "/forgotten", "/forgotten", "name=%s");
    all_alike(c, "/activate", "/activate", "name=%s&code=ABCD-EFGH-JKMN-PQRS&password=" NEW "&again=" NEW);
    all_alike(c, "/activate", "/activate", "name=%s&code=ABCDE-FGHJK-MNPQR-STUVW&password=" NEW "&again=" NEW);
}

static void names_cost_the_same(void)
{
    campus_each(names_cost_the_same_test);
}

/* The page behind it says nothing else either. */
static void pages_say_the_same_test(struct campus *c)
{
    const char *first = NULL;

    prepare(c);
    for (size_t i = 0; i < 4; i++) {
        struct browser b = browser_at(c, "192.0.2.1");

        browser_get(&b, "/forgotten");
        CHECK_INT(browser_post(&b, "/forgotten", "name=%s", names[i]), 303);
        CHECK_INT(browser_get(&b, browser_header(&b, "Location")), 200);
        const char *page = without(c->arena, without(c->arena, b.last.body.s, b.token), names[i]);
        if (i == 0)
            first = page;
        else
            CHECK_STR(page, first);
    }
}

static void pages_say_the_same(void)
{
    campus_each(pages_say_the_same_test);
}

static void addresses_cost_the_same_test(struct campus *c)
{
    static const char *const mails[] = {"noor@mail.example", "s1234567%40sint-maarten.example", "nobody@mail.example"};
    uint64_t queries = 0;

    prepare(c);
    for (size_t i = 0; i < COUNT(mails); i++) {
        struct browser b = browser_at(c, "192.0.2.1");

        browser_get(&b, "/forgotten/name");
        CHECK_INT(browser_post(&b, "/forgotten/name", "mail=%s", mails[i]), 303);
        CHECK_STR(browser_header(&b, "Location"), "/sign-in");
        queries = i == 0 ? b.last.queries : queries;
        CHECK_INT(b.last.queries, queries);
    }
}

static void addresses_cost_the_same(void)
{
    campus_each(addresses_cost_the_same_test);
}

/* --- By a passkey ------------------------------------------------------------------------------------ */

static const char *between(const struct browser *b, const char *before, const char *after)
{
    const char *at = strstr(b->last.body.s, before);
    const char *end = at ? strstr(at + strlen(before), after) : NULL;

    return end ? arena_dupn(b->campus->arena, at + strlen(before), (size_t)(end - at) - strlen(before)) : "";
}

static const char *coded(struct browser *b, struct str s)
{
    return hash_base64url(b->campus->arena, s.s, s.n);
}

static struct webauthn_asked asked_of(struct browser *b)
{
    return (struct webauthn_asked){
        .challenge = between(b, "name=\"challenge\" value=\"", "\""), .origin = "http://localhost", .rp_id = "localhost"};
}

static int makes(struct browser *b, struct passkey_fixture *k)
{
    browser_get(b, "/account/security");
    struct webauthn_asked asked = asked_of(b);

    return browser_post(b, "/account/security/passkeys", "passkey_name=key&challenge=%s&client=%s&attestation=%s",
                        asked.challenge, coded(b, passkey_fixture_client(k, "webauthn.create", &asked)),
                        coded(b, passkey_fixture_attestation(k, &asked, "none")));
}

/* Answers on the page of a forgotten password. */
static int answers(struct browser *b, const struct passkey_fixture *k)
{
    struct webauthn_asked asked = asked_of(b);
    struct webauthn_answer a = passkey_fixture_answer(k, &asked);

    return browser_post(b, "/sign-in/passkey",
                        "challenge=%s&credential=%s&client=%s&data=%s&signature=%s&again=%s&next=%%2Faccount%%2Fpassword%%2Fnew",
                        asked.challenge, coded(b, str_of(k->id)), coded(b, a.client), coded(b, a.data), coded(b, a.signature),
                        between(b, "name=\"again\" value=\"", "\""));
}

static void a_passkey_is_enough_test(struct campus *c)
{
    struct browser home = browser_at(c, "192.0.2.1"), lost = browser_at(c, "192.0.2.1"), b = browser_at(c, "192.0.2.1");
    struct passkey_fixture k = passkey_fixture_new(c->arena, SIGN_KIND_ED);

    browser_sign_in(&home, "s1234567", PASSWORD);
    CHECK_INT(makes(&home, &k), 303);
    browser_get(&lost, "/forgotten");
    CHECK_INT(answers(&lost, &k), 303);
    CHECK_STR(browser_header(&lost, "Location"), "/account/password/new");
    CHECK_INT(browser_get(&lost, "/account/password/new"), 200);
    CHECK_INT(browser_post(&lost, "/account/password/new", "password=noor.vries!!&again=noor.vries!!"), 422);
    /* A quarter of an hour later the passkey is asked again. */
    clock_freeze(instant_add(clock_now(), MINUTES(16)));
    CHECK_INT(browser_post(&lost, "/account/password/new", "password=" NEW "&again=" NEW), 303);
    CHECK(str_starts(browser_header(&lost, "Location"), "/sign-in/more?level=3&again=1"));
    CHECK_INT(browser_get(&lost, browser_header(&lost, "Location")), 200);
    CHECK_INT(answers(&lost, &k), 303);
    CHECK_INT(browser_post(&lost, "/account/password/new", "password=" NEW "&again=" NEW), 303);
    CHECK_STR(browser_header(&lost, "Location"), "/account");
    CHECK_INT(browser_get(&lost, "/account"), 200);
    CHECK_INT(browser_get(&home, "/account"), 303); /* other sessions end */
    CHECK_INT(browser_sign_in(&b, "s1234567", PASSWORD), 422);
    CHECK_INT(browser_sign_in(&b, "s1234567", NEW), 303);
    passkey_fixture_free(&k);
}

static void a_passkey_is_enough(void)
{
    campus_each(a_passkey_is_enough_test);
}

/* --- Addresses ------------------------------------------------------------------------------------------ */

static void addresses_are_judged(void)
{
    static const struct {
        const char *typed;
        enum identity_private_mail want;
        const char *mail;
    } cases[] = {
        {" Noor@Mail.Example ", PRIVATE_GOOD, "noor@mail.example"},
        {"noor+campus@mail.example", PRIVATE_GOOD, "noor+campus@mail.example"},
        {"noor@sint-maarten.example.org", PRIVATE_GOOD, "noor@sint-maarten.example.org"},
        {"noor@notsint-maarten.example", PRIVATE_GOOD, "noor@notsint-maarten.example"},
        {"noor", PRIVATE_NONE, NULL},
        {"noor@", PRIVATE_NONE, NULL},
        {"@mail.example", PRIVATE_NONE, NULL},
        {"noor@mail", PRIVATE_NONE, NULL},
        {"noor@.example", PRIVATE_NONE, NULL},
        {"noor@mail.example.", PRIVATE_NONE, NULL},
        {"noor@mail..example", PRIVATE_NONE, NULL},
        {"a@b@mail.example", PRIVATE_NONE, NULL},
        {"noor de@mail.example", PRIVATE_NONE, NULL},
        {"noor@mail.example\r\nBcc: x", PRIVATE_NONE, NULL},
        {"noor@mail.example,x@y.example", PRIVATE_NONE, NULL},
        {"Noor@Sint-Maarten.example", PRIVATE_OURS, NULL},
        {"noor@office.sint-maarten.example", PRIVATE_OURS, NULL},
        {"noor@mail.sint-maarten.example", PRIVATE_OURS, NULL},
    };
    struct arena *a = arena_new(1 << 20);

    for (size_t i = 0; i < COUNT(cases); i++) {
        const char *mail = NULL;

        check_case(cases[i].typed);
        CHECK_INT(identity_private_judge(a, cases[i].typed, "sint-maarten.example", "office.sint-maarten.example", &mail),
                  cases[i].want);
        CHECK_STR(mail, cases[i].mail);
    }
    arena_free(a);
}

CHECKS(identity_forgotten, TEST(names_cost_the_same), TEST(pages_say_the_same), TEST(addresses_cost_the_same),
       TEST(a_passkey_is_enough), TEST(addresses_are_judged))
