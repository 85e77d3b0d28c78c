/* passkeys_test.c: passkeys through the pages, with an authenticator in software, on both databases.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include <string.h>
#include "account.h"
#include "browser_fixture.h"
#include "check.h"
#include "hash.h"
#include "identity.h"
#include "identity_q.h"
#include "str.h"
#include "webauthn_fixture.h"

#define ORIGIN "http://localhost"
#define RP     "localhost"

static void later(int64_t ms)
{
    clock_freeze(instant_add(clock_now(), ms));
}

static const char *between(const struct browser *b, const char *before, const char *after)
{
    const char *at = strstr(b->last.body.s, before);
    const char *end = at ? strstr(at + strlen(before), after) : NULL;

    return end ? arena_dupn(b->campus->arena, at + strlen(before), (size_t)(end - at) - strlen(before)) : "";
}

/* What the page before asks the authenticator. */
static struct webauthn_asked asked_of(struct browser *b)
{
    return (struct webauthn_asked){
        .challenge = between(b, "name=\"challenge\" value=\"", "\""), .origin = ORIGIN, .rp_id = RP};
}

static const char *text_of(struct browser *b, struct str s)
{
    return hash_base64url(b->campus->arena, s.s, s.n);
}

/* Makes one on the security page. */
static int makes(struct browser *b, struct passkey_fixture *k)
{
    browser_get(b, "/account/security");
    struct webauthn_asked asked = asked_of(b);

    return browser_post(b, "/account/security/passkeys", "passkey_name=key&challenge=%s&client=%s&attestation=%s",
                        asked.challenge, text_of(b, passkey_fixture_client(k, "webauthn.create", &asked)),
                        text_of(b, passkey_fixture_attestation(k, &asked, "none")));
}

/* Answers what a page asked. */
static int answers(struct browser *b, const struct passkey_fixture *k, const struct webauthn_asked *asked)
{
    struct webauthn_answer a = passkey_fixture_answer(k, asked);
    const char *again = *between(b, "name=\"again\" value=\"", "\"") ? "again=1&" : ""; /* as the page's form */

    return browser_post(b, "/sign-in/passkey", "%schallenge=%s&credential=%s&client=%s&data=%s&signature=%s&next=%%2Faccount",
                        again, asked->challenge, text_of(b, str_of(k->id)), text_of(b, a.client), text_of(b, a.data),
                        text_of(b, a.signature));
}

static int signs_in(struct browser *b, const struct passkey_fixture *k)
{
    browser_get(b, "/sign-in");
    struct webauthn_asked asked = asked_of(b);

    return answers(b, k, &asked);
}

static void a_passkey_signs_in_test(struct campus *c)
{
    struct browser home = browser_at(c, "192.0.2.1"), b = browser_at(c, "192.0.2.1");
    struct passkey_fixture k = passkey_fixture_new(c->arena, SIGN_KIND_EC), other = passkey_fixture_new(c->arena, SIGN_KIND_EC);

    browser_sign_in(&home, "p0001", PASSWORD);
    CHECK_INT(makes(&home, &k), 303);
    browser_get(&home, "/account/security");
    CHECK(browser_sees(&home, "A passkey was added."));
    CHECK_INT(makes(&home, &k), 409); /* the same again */
    CHECK_INT(signs_in(&b, &k), 303);
    CHECK_STR(browser_header(&b, "Location"), "/account");
    CHECK_INT(browser_get(&b, "/account"), 200);
    CHECK(browser_sees(&b, "Pim Personen"));
    CHECK_INT(browser_get(&b, "/admin/people"), 200); /* level 3 is enough everywhere */
    /* A key that nobody made here, under the same id. */
    struct browser thief = browser_at(c, "203.0.113.5");

    CHECK_INT(signs_in(&thief, &other), 422);
    CHECK(browser_sees(&thief, "This passkey was not accepted."));
    other.id = "unknown";
    CHECK_INT(signs_in(&thief, &other), 422);
    CHECK_INT(browser_get(&thief, "/account"), 303);
    /* One that does not ask who touches it is a second factor, no more. */
    k.flags = PASSKEY_PRESENT;
    CHECK_INT(signs_in(&thief, &k), 422);
    CHECK(browser_sees(&thief, "This key does not ask"));
    CHECK_INT(browser_sign_in(&thief, "p0001", PASSWORD), 303);
    browser_get(&thief, browser_header(&thief, "Location"));
    CHECK(browser_sees(&thief, "Use your passkey"));
    struct webauthn_asked asked = asked_of(&thief);

    CHECK_INT(answers(&thief, &k, &asked), 303);
    CHECK_INT(browser_get(&thief, "/admin/people"), 200);
    passkey_fixture_free(&k);
    passkey_fixture_free(&other);
}

static void a_passkey_signs_in(void)
{
    campus_each(a_passkey_signs_in_test);
}

static void answers_work_once_test(struct campus *c)
{
    struct browser home = browser_at(c, "192.0.2.1"), b = browser_at(c, "192.0.2.1"), thief = browser_at(c, "203.0.113.5");
    struct passkey_fixture k = passkey_fixture_new(c->arena, SIGN_KIND_ED);

    browser_sign_in(&home, "s1234567", PASSWORD);
    CHECK_INT(makes(&home, &k), 303);
    browser_get(&b, "/sign-in");
    struct browser twin = b;
    struct webauthn_asked asked = asked_of(&b);

    CHECK_INT(answers(&b, &k, &asked), 303);
    /* The same answer again, from the same browser; and from another one. */
    CHECK_INT(answers(&twin, &k, &asked), 422);
    browser_get(&thief, "/sign-in");
    CHECK_INT(answers(&thief, &k, &asked), 422);
    /* Five minutes are enough. */
    browser_get(&thief, "/sign-in");
    asked = asked_of(&thief);
    later(MINUTES(5) + 1);
    CHECK_INT(answers(&thief, &k, &asked), 422);
    /* A challenge for making one is none for signing in. */
    browser_get(&home, "/account/security");
    asked = asked_of(&home);
    CHECK_INT(answers(&home, &k, &asked), 422);
    /* Of another origin. */
    browser_get(&thief, "/sign-in");
    asked = asked_of(&thief);
    asked.origin = "https://evil.example";
    CHECK_INT(answers(&thief, &k, &asked), 422);
    passkey_fixture_free(&k);
}

static void answers_work_once(void)
{
    campus_each(answers_work_once_test);
}

/* A counter that goes back tells of a copy. */
static void copies_are_noticed_test(struct campus *c)
{
    struct browser home = browser_at(c, "192.0.2.1"), b = browser_at(c, "192.0.2.1"), again = browser_at(c, "192.0.2.1");
    struct passkey_fixture k = passkey_fixture_new(c->arena, SIGN_KIND_ED);

    browser_sign_in(&home, "s1234567", PASSWORD);
    k.count = 4;
    CHECK_INT(makes(&home, &k), 303);
    k.count = 5;
    CHECK_INT(signs_in(&b, &k), 303);
    CHECK_INT(signs_in(&again, &k), 422);
    k.count = 6;
    CHECK_INT(signs_in(&again, &k), 303);
    passkey_fixture_free(&k);
}

static void copies_are_noticed(void)
{
    campus_each(copies_are_noticed_test);
}

static void passkeys_are_ones_own_test(struct campus *c)
{
    struct browser home = browser_at(c, "192.0.2.1"), pim = browser_at(c, "192.0.2.1"), b = browser_at(c, "192.0.2.1");
    struct passkey_fixture k = passkey_fixture_new(c->arena, SIGN_KIND_ED);

    browser_sign_in(&home, "s1234567", PASSWORD);
    CHECK_INT(makes(&home, &k), 303);
    browser_sign_in(&pim, "p0001", PASSWORD);
    /* On the page of somebody else it is refused. */
    browser_get(&pim, "/sign-in/more?again=1");
    struct webauthn_asked asked = asked_of(&pim);

    CHECK(!*asked.challenge); /* he has none: nothing is asked */
    browser_get(&home, "/account/security");
    const char *path = arena_printf(c->arena, "/account/security/passkeys/%s/remove",
                                    between(&home, "href=\"/account/security/passkeys/", "/remove"));
    browser_get(&pim, "/account");
    CHECK_INT(browser_post(&pim, path, "x=1"), 404);
    later(MINUTES(16));
    CHECK_INT(browser_post(&home, path, "x=1"), 303);
    CHECK(str_starts(browser_header(&home, "Location"), "/sign-in/more?level=2&again=1"));
    browser_get(&home, browser_header(&home, "Location"));
    asked = asked_of(&home);
    CHECK_INT(answers(&home, &k, &asked), 303);
    CHECK_INT(browser_post(&home, path, "x=1"), 303);
    CHECK_STR(browser_header(&home, "Location"), "/account/security");
    CHECK_INT(signs_in(&b, &k), 422);
    CHECK_INT(browser_sign_in(&b, "s1234567", PASSWORD), 303);
    CHECK_STR(browser_header(&b, "Location"), "/home");
    passkey_fixture_free(&k);
}

static void passkeys_are_ones_own(void)
{
    campus_each(passkeys_are_ones_own_test);
}

/* Asked after a password, once a month, where the browser can. */
static void they_are_offered_test(struct campus *c)
{
    struct browser b = browser_at(c, "192.0.2.1");

    for (int i = 0; i < 3; i++) {
        browser_get(&b, "/sign-in");
        CHECK_INT(browser_post(&b, "/sign-in", "passkeys=1&next=%%2Faccount&name=s1234567&password=" PASSWORD), 303);
        CHECK_STR(browser_header(&b, "Location"), i == 1 ? "/account" : "/account/security/offer?next=%2Faccount");
        CHECK_INT(browser_get(&b, "/account/security/offer?next=%2Faccount"), 200);
        CHECK(browser_sees(&b, "Make a passkey"));
        browser_post(&b, "/sign-out", "x=1");
        if (i == 1)
            later(DAYS(31));
    }
}

static void they_are_offered(void)
{
    campus_each(they_are_offered_test);
}

/* --- Opening an account with one ------------------------------------------------------------------- */

struct coded {
    struct campus *c;
    const char *login, *code;
};

static enum wrote make_code(struct db *db, void *ctx)
{
    struct coded *of = ctx;

    CHECK_OK(account_code(db, campus_person(of->c, of->login), (person_id){0}, instant_add(clock_now(), DAYS(30)), &of->code));
    of->code = arena_dup(of->c->arena, of->code);
    return WROTE_DONE;
}

static const char *code_for(struct campus *c, const char *login)
{
    struct coded of = {.c = c, .login = login};

    campus_write(c, make_code, &of);
    return of.code;
}

static int asks_for_one(struct browser *b, const char *login, const char *code)
{
    browser_get(b, "/activate");
    return browser_post(b, "/activate", "name=%s&code=%s&passkey=1", login, code);
}

static int opens(struct browser *b, const char *login, const char *code, struct passkey_fixture *k,
                 const struct webauthn_asked *asked)
{
    return browser_post(b, "/activate/passkey", "name=%s&code=%s&challenge=%s&client=%s&attestation=%s", login, code,
                        asked->challenge, text_of(b, passkey_fixture_client(k, "webauthn.create", asked)),
                        text_of(b, passkey_fixture_attestation(k, asked, "none")));
}

/* No password is ever made; the code goes on to work until the key is. */
static void an_account_is_opened_test(struct campus *c)
{
    struct browser b = browser_at(c, "192.0.2.1"), again = browser_at(c, "192.0.2.1"), thief = browser_at(c, "203.0.113.5"),
                   sam = browser_at(c, "192.0.2.9");
    const char *desk = arena_printf(c->arena, "/admin/desk/people/%lld", (long long)campus_person(c, "s2345678").v);
    struct passkey_fixture k = passkey_fixture_new(c->arena, SIGN_KIND_EC), other = passkey_fixture_new(c->arena, SIGN_KIND_ED);
    const char *code = code_for(c, "s2345678");

    CHECK_INT(asks_for_one(&b, "s2345678", "AAAA-AAAA-AAAA-AAAA"), 422);
    CHECK(!browser_sees(&b, "Make your passkey"));
    CHECK_INT(browser_sign_in(&sam, "admin", PASSWORD), 303);
    browser_get(&sam, desk);
    CHECK(browser_sees(&sam, "This account was never used"));
    CHECK_INT(asks_for_one(&b, "s2345678", code), 200);
    CHECK(browser_sees(&b, "Make your passkey"));
    struct webauthn_asked asked = asked_of(&b);

    /* A code of nobody's, a challenge of another browser, a key that does not know its owner: nothing is used up. */
    CHECK_INT(opens(&b, "s2345678", "AAAA-AAAA-AAAA-AAAA", &k, &asked), 422);
    browser_get(&thief, "/activate");
    CHECK_INT(opens(&thief, "s2345678", code, &k, &asked), 422);
    k.flags &= ~(unsigned)PASSKEY_VERIFIED;
    CHECK_INT(opens(&b, "s2345678", code, &k, &asked), 422);
    CHECK(browser_sees(&b, "This key does not ask"));
    k.flags |= PASSKEY_VERIFIED;
    asked = asked_of(&b);
    CHECK_INT(opens(&b, "s2345678", code, &k, &asked), 303);
    CHECK_STR(browser_header(&b, "Location"), "/account/security/start?next=/home");
    CHECK_INT(browser_get(&b, "/account"), 200);
    CHECK(browser_sees(&b, "You have none: you sign in with a passkey."));
    /* It is in use: the desk helps who loses her key. */
    browser_get(&sam, desk);
    CHECK(browser_sees(&sam, "What did the person show you?"));
    /* The code is used up, and signs nobody else in. */
    CHECK_INT(asks_for_one(&thief, "s2345678", code), 422);
    CHECK_INT(signs_in(&again, &k), 303);
    CHECK_INT(browser_sign_in(&thief, "s2345678", ""), 422);
    /* The only way in is not taken away. */
    browser_get(&b, "/account/security");
    const char *path = arena_printf(c->arena, "/account/security/passkeys/%s/remove",
                                    between(&b, "href=\"/account/security/passkeys/", "/remove"));
    CHECK_INT(browser_post(&b, path, "x=1"), 409);
    CHECK(browser_sees(&b, "this passkey is your only way in"));
    /* Nor does a later code add a key beside it. */
    code = code_for(c, "s2345678");
    CHECK_INT(asks_for_one(&thief, "s2345678", code), 422);
    CHECK(browser_sees(&thief, "This account is in use already"));
    CHECK_INT(opens(&thief, "s2345678", code, &other, &asked), 422);
    passkey_fixture_free(&k);
    passkey_fixture_free(&other);
}

static void an_account_is_opened(void)
{
    campus_each(an_account_is_opened_test);
}

CHECKS(identity_passkeys, TEST(an_account_is_opened), TEST(a_passkey_signs_in), TEST(answers_work_once), TEST(copies_are_noticed),
       TEST(passkeys_are_ones_own), TEST(they_are_offered))
