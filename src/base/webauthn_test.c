/* webauthn_test.c: answers of an authenticator made here, right ones and each way to be wrong.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include "webauthn.h"
#include <string.h>
#include "buf.h"
#include "check.h"
#include "hash.h"
#include "webauthn_fixture.h"

static const struct webauthn_asked asked = {
    .challenge = "c2VjcmV0LWNoYWxsZW5nZQ", .origin = "https://campus.example", .rp_id = "campus.example"};
static const struct webauthn_asked verified = {
    .challenge = "c2VjcmV0LWNoYWxsZW5nZQ", .origin = "https://campus.example", .rp_id = "campus.example", .verified = true};

static void the_client_says(void)
{
    static const struct {
        const char *name, *json;
        err want;
    } cases[] = {
        {"as asked",
         "{\"type\":\"webauthn.get\",\"challenge\":\"c2VjcmV0LWNoYWxsZW5nZQ\",\"origin\":\"https://campus.example\",\"crossOrigin\":false}",
         OK},
        {"without crossOrigin, with more",
         "{\"type\":\"webauthn.get\",\"challenge\":\"c2VjcmV0LWNoYWxsZW5nZQ\",\"origin\":\"https://campus.example\",\"other\":[1,{}]}",
         OK},
        {"of another ceremony",
         "{\"type\":\"webauthn.create\",\"challenge\":\"c2VjcmV0LWNoYWxsZW5nZQ\",\"origin\":\"https://campus.example\"}",
         ERR_FORBIDDEN},
        {"another challenge",
         "{\"type\":\"webauthn.get\",\"challenge\":\"c2VjcmV0LWNoYWxsZW5nZR\",\"origin\":\"https://campus.example\"}",
         ERR_FORBIDDEN},
        {"another origin",
         "{\"type\":\"webauthn.get\",\"challenge\":\"c2VjcmV0LWNoYWxsZW5nZQ\",\"origin\":\"https://campus.example.evil.example\"}",
         ERR_FORBIDDEN},
        {"a longer origin",
         "{\"type\":\"webauthn.get\",\"challenge\":\"c2VjcmV0LWNoYWxsZW5nZQ\",\"origin\":\"https://campus.example/\"}", ERR_FORBIDDEN},
        {"in a frame of others",
         "{\"type\":\"webauthn.get\",\"challenge\":\"c2VjcmV0LWNoYWxsZW5nZQ\",\"origin\":\"https://campus.example\",\"crossOrigin\":true}",
         ERR_FORBIDDEN},
        {"crossOrigin as a word",
         "{\"type\":\"webauthn.get\",\"challenge\":\"c2VjcmV0LWNoYWxsZW5nZQ\",\"origin\":\"https://campus.example\",\"crossOrigin\":\"no\"}",
         ERR_FORBIDDEN},
        {"below another page",
         "{\"type\":\"webauthn.get\",\"challenge\":\"c2VjcmV0LWNoYWxsZW5nZQ\",\"origin\":\"https://campus.example\",\"topOrigin\":\"https://a.b\"}",
         ERR_FORBIDDEN},
        {"nothing", "{}", ERR_FORBIDDEN},
        {"no JSON", "type=webauthn.get", ERR_PARSE},
        {"a key twice", "{\"type\":\"webauthn.get\",\"type\":\"webauthn.get\"}", ERR_PARSE},
        {"behind it", "{} {}", ERR_PARSE},
    };

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct arena *a = arena_new(1 << 18);

        check_case(cases[i].name);
        CHECK_INT(webauthn_client(a, &asked, "webauthn.get", str_of(cases[i].json)), cases[i].want);
        arena_free(a);
    }
}

/* Makes a passkey of each kind and signs with it. */
static void passkeys_are_made_and_sign(void)
{
    static const enum sign_kind kinds[] = {SIGN_KIND_EC, SIGN_KIND_ED, SIGN_KIND_RSA};

    for (size_t i = 0; i < 3; i++) {
        struct arena *a = arena_new(1 << 20);
        struct passkey_fixture k = passkey_fixture_new(a, kinds[i]);
        struct webauthn_credential c = {0};
        struct webauthn_state state = {0};
        struct webauthn_answer answer;

        check_case(kinds[i] == SIGN_KIND_EC ? "ES256" : kinds[i] == SIGN_KIND_ED ? "EdDSA" : "RS256");
        k.flags = PASSKEY_PRESENT | PASSKEY_VERIFIED | PASSKEY_COPYABLE | PASSKEY_COPIED;
        CHECK_OK(webauthn_made(a, &verified, passkey_fixture_client(&k, "webauthn.create", &asked),
                               passkey_fixture_attestation(&k, &asked, "none"), &c));
        CHECK(c.id.n == sizeof PASSKEY_ID - 1 && memcmp(c.id.s, PASSKEY_ID, c.id.n) == 0);
        CHECK(c.state.verified && c.state.copyable && c.state.copied && c.aaguid.n == 16);
        k.count = 7;
        answer = passkey_fixture_answer(&k, &asked);
        CHECK_OK(webauthn_proved(a, &verified, c.key, &answer, &state));
        CHECK_INT(state.count, 7);
        /* Each byte of what is signed counts. */
        for (size_t at = 0; at < answer.data.n; at++) {
            struct webauthn_answer bent = answer;
            char *data = arena_dupn(a, answer.data.s, answer.data.n);

            data[at] = (char)(data[at] ^ 2);
            bent.data.s = data;
            CHECK(webauthn_proved(a, &asked, c.key, &bent, &state) != OK);
        }
        answer.signature.n--;
        CHECK_INT(webauthn_proved(a, &asked, c.key, &answer, &state), ERR_FORBIDDEN);
        answer.signature.n = 0;
        CHECK_INT(webauthn_proved(a, &asked, c.key, &answer, &state), ERR_FORBIDDEN);
        passkey_fixture_free(&k);
        arena_free(a);
    }
}

static void what_was_not_asked_is_refused(void)
{
    struct arena *a = arena_new(1 << 20);
    struct passkey_fixture k = passkey_fixture_new(a, SIGN_KIND_ED), other = passkey_fixture_new(a, SIGN_KIND_ED);
    struct webauthn_asked elsewhere = asked;
    struct webauthn_state state;
    struct webauthn_answer answer = passkey_fixture_answer(&k, &asked);
    struct str key = passkey_fixture_key(&k);

    CHECK_OK(webauthn_proved(a, &asked, key, &answer, &state));
    CHECK_INT(webauthn_proved(a, &asked, passkey_fixture_key(&other), &answer, &state), ERR_FORBIDDEN);
    elsewhere.rp_id = "evil.example";
    CHECK_INT(webauthn_proved(a, &elsewhere, key, &answer, &state), ERR_FORBIDDEN);
    /* Not touched; not verified where it must be. */
    k.flags = 0;
    answer = passkey_fixture_answer(&k, &asked);
    CHECK_INT(webauthn_proved(a, &asked, key, &answer, &state), ERR_FORBIDDEN);
    k.flags = PASSKEY_PRESENT;
    answer = passkey_fixture_answer(&k, &asked);
    CHECK_OK(webauthn_proved(a, &asked, key, &answer, &state));
    CHECK_INT(webauthn_proved(a, &verified, key, &answer, &state), ERR_FORBIDDEN);
    /* Copied, but not to be copied. */
    k.flags = PASSKEY_PRESENT | PASSKEY_COPIED;
    answer = passkey_fixture_answer(&k, &asked);
    CHECK_INT(webauthn_proved(a, &asked, key, &answer, &state), ERR_PARSE);
    CHECK(webauthn_count_ok(0, 0) && webauthn_count_ok(0, 1) && webauthn_count_ok(7, 8));
    CHECK(!webauthn_count_ok(7, 7) && !webauthn_count_ok(7, 6) && !webauthn_count_ok(7, 0));
    passkey_fixture_free(&k);
    passkey_fixture_free(&other);
    arena_free(a);
}

/* Every cut, and a byte more, is refused. */
static void lengths_are_exact(void)
{
    struct arena *a = arena_new(4 << 20);
    struct passkey_fixture k = passkey_fixture_new(a, SIGN_KIND_EC);
    struct str whole = passkey_fixture_attestation(&k, &asked, "none"), client = passkey_fixture_client(&k, "webauthn.create", &asked);
    struct webauthn_credential c;
    struct webauthn_data d;

    for (size_t n = 0; n < whole.n; n++)
        CHECK(webauthn_made(a, &asked, client, (struct str){whole.s, n}, &c) != OK);
    char *longer = arena_alloc(a, whole.n + 2);

    memcpy(longer, whole.s, whole.n);
    longer[whole.n] = 0;
    CHECK_INT(webauthn_made(a, &asked, client, (struct str){longer, whole.n + 1}, &c), ERR_PARSE);
    struct webauthn_answer answer = passkey_fixture_answer(&k, &asked);

    CHECK_OK(webauthn_data(answer.data, &d));
    CHECK_INT(webauthn_data((struct str){answer.data.s, answer.data.n - 1}, &d), ERR_PARSE);
    passkey_fixture_free(&k);
    arena_free(a);
}

static void bad_keys_are_refused(void)
{
    static const struct {
        const char *name, *hex;
    } cases[] = {
        {"not a map", "01"},
        {"empty", "a0"},
        {"EC2 with another algorithm", "a5010203382220012140" "2240"},
        {"OKP on another curve", "a4010103272004214120"},
        {"a label twice", "a201020102"},
        {"a symmetric key", "a20104200a"},
        {"behind it", "a000"},
        {"labels that are words", "a1616101"},
    };

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct arena *a = arena_new(1 << 16);
        struct sign_public key;
        enum sign_alg alg;
        struct str s = {};

        check_case(cases[i].name);
        CHECK_OK(hash_from_hex(a, cases[i].hex, &s));
        CHECK_INT(webauthn_key(s, &alg, &key), ERR_PARSE);
        arena_free(a);
    }
}

CHECKS(base_webauthn, TEST(the_client_says), TEST(passkeys_are_made_and_sign), TEST(what_was_not_asked_is_refused),
       TEST(lengths_are_exact), TEST(bad_keys_are_refused))
