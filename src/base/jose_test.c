/* jose_test.c: tokens there and back, published ones, and what is no token.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include "jose.h"
#include <string.h>
#include "check.h"
#include "hash.h"

/* RFC 7515 A.3, and its key. */
static const char published[] =
    "eyJhbGciOiJFUzI1NiJ9."
    "eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ."
    "DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q";
static const char published_key[] =
    "{\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU\","
    "\"y\":\"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0\"}";
/* RFC 7638 §3.1 */
static const char rsa_key[] =
    "{\"kty\":\"RSA\",\"n\":\"0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7aPFFxuhDR1L6tSoc_BJECPebWKRX"
    "jBZCiFV4n3oknjhMstn64tZ_2W-5JsGY4Hc5n9yBXArwl93lqt7_RN5w6Cf0h4QyQ5v-65YGjQR0_FDW2QvzqY368QQMicAtaSqzs8KJZgnYb9c7d0zgdAZHzu6q"
    "MQvRL5hajrn1n91CbOpbISD08qNLyrdkt-bFTWhAI4vMQFh6WeZu0fM4lFd2NcRwr3XPksINHaQ-G_xBniIqbw0Ls1jF44-csFCur-kEgU8awapJzKnqDKgw\","
    "\"e\":\"AQAB\",\"alg\":\"RS256\",\"kid\":\"2011-04-29\"}";

static err key_of(struct arena *a, const char *text, struct sign_public *ret)
{
    const struct json *j = NULL;

    TRY(json_parse(a, text, strlen(text), JOSE_MAX, &j));
    return jwk_read(a, j, ret);
}

static void a_published_token(void)
{
    struct arena *a = arena_new(1 << 20);
    struct sign_public k = {0}, other = {0};
    struct jose j = {0};
    int64_t exp = 0;

    CHECK_OK(key_of(a, published_key, &k));
    CHECK_OK(jose_read(a, published, &j));
    CHECK_INT(j.alg, SIGN_ES256);
    CHECK_STR(json_text(json_get(j.payload, "iss")), "joe");
    CHECK(json_number(json_get(j.payload, "exp"), &exp) && exp == 1300819380);
    CHECK_OK(jose_verify(&j, &k));
    CHECK_OK(key_of(a, rsa_key, &other));
    CHECK_INT(jose_verify(&j, &other), ERR_FORBIDDEN);
    arena_free(a);
}

static void thumbprints(void)
{
    struct arena *a = arena_new(1 << 20);
    struct sign_public k = {0};

    CHECK_OK(key_of(a, rsa_key, &k));
    CHECK_STR(jwk_thumbprint(a, &k), "NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs");
    /* RFC 8037 A.3 */
    CHECK_OK(key_of(a, "{\"crv\":\"Ed25519\",\"kty\":\"OKP\",\"x\":\"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo\"}", &k));
    CHECK_STR(jwk_thumbprint(a, &k), "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k");
    arena_free(a);
}

static void there_and_back(void)
{
    struct arena *a = arena_new(1 << 20);
    struct sign_key *key = NULL;
    struct sign_public pub = {0}, back = {0};
    const char *token = NULL;
    struct jose j = {0};
    struct buf b = buf_in(a, 4096);
    struct json_out out = json_begin(&b);

    CHECK_OK(sign_key_make(SIGN_KIND_EC, &key));
    CHECK_OK(sign_key_public(a, key, &pub));
    struct jose_head h = {SIGN_ES256, "k\"1", "logout+jwt"};
    CHECK_OK(jose_make(a, key, &h, STR("{\"sub\":\"noor\"}"), &token));
    CHECK_OK(jose_read(a, token, &j));
    CHECK_STR(j.kid, "k\"1");
    CHECK_STR(j.typ, "logout+jwt");
    CHECK_STR(json_text(json_get(j.payload, "sub")), "noor");
    jwk_put(a, &out, &pub, &h);
    CHECK_OK(key_of(a, b.s, &back));
    CHECK_OK(jose_verify(&j, &back));
    h.alg = SIGN_RS256;
    CHECK_INT(jose_make(a, key, &h, STR("{}"), &token), ERR_RANGE);
    sign_key_free(key);
    arena_free(a);
}

/* Header and payload in plain text; the signature is made up. */
static const char *token_of(struct arena *a, const char *header, const char *payload)
{
    return arena_printf(a, "%s.%s.AAAA", hash_base64url(a, header, strlen(header)),
                        hash_base64url(a, payload, strlen(payload)));
}

static void what_is_no_token(void)
{
    static const struct {
        const char *name, *header, *payload;
        err want;
    } cases[] = {
        {"fine", "{\"alg\":\"ES256\"}", "{}", OK},
        {"a payload that is an array", "{\"alg\":\"ES256\"}", "[]", ERR_PARSE},
        {"a payload that is a word", "{\"alg\":\"ES256\"}", "\"x\"", ERR_PARSE},
        {"no JSON", "{\"alg\":\"ES256\"}", "x", ERR_PARSE},
        {"the same name twice", "{\"alg\":\"ES256\",\"alg\":\"none\"}", "{}", ERR_PARSE},
        {"a header that must be understood", "{\"alg\":\"ES256\",\"crit\":[\"exp\"]}", "{}", ERR_PARSE},
        {"a payload that is not encoded", "{\"alg\":\"ES256\",\"b64\":false}", "{}", ERR_PARSE},
        {"compressed", "{\"alg\":\"ES256\",\"zip\":\"DEF\"}", "{}", ERR_PARSE},
        {"nothing in it", "", "", ERR_PARSE},
    };
    struct arena *a = arena_new(1 << 20);
    struct jose j = {0};

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        check_case(cases[i].name);
        CHECK_INT(jose_read(a, token_of(a, cases[i].header, cases[i].payload), &j), cases[i].want);
    }
    check_case("forms");
    CHECK_INT(jose_read(a, "", &j), ERR_PARSE);
    CHECK_INT(jose_read(a, "a.b", &j), ERR_PARSE);
    CHECK_INT(jose_read(a, "e30.e30.e30.e30", &j), ERR_PARSE);
    CHECK_INT(jose_read(a, "e30.e30.%%%", &j), ERR_PARSE);
    char *long_one = arena_alloc(a, JOSE_MAX + 2);
    memset(long_one, 'A', JOSE_MAX + 1);
    CHECK_INT(jose_read(a, long_one, &j), ERR_TOO_LARGE);
    arena_free(a);
}

/* "none", a symmetric algorithm under the text of a public key, a name in other letters: never. */
static void algorithms_that_are_not_taken(void)
{
    static const char *const headers[] = {"{\"alg\":\"none\"}", "{\"alg\":\"None\"}", "{\"alg\":\"HS256\"}",
                                          "{\"alg\":\"es256\"}", "{\"alg\":1}", "{}"};
    struct arena *a = arena_new(1 << 20);
    struct sign_public k = {0};

    CHECK_OK(key_of(a, published_key, &k));
    for (size_t i = 0; i < sizeof headers / sizeof *headers; i++) {
        struct jose j = {0};
        check_case(headers[i]);
        CHECK_OK(jose_read(a, token_of(a, headers[i], "{}"), &j));
        CHECK_INT(j.alg, SIGN_NONE);
        CHECK_INT(jose_verify(&j, &k), ERR_FORBIDDEN);
    }
    arena_free(a);
}

static void what_is_no_key(void)
{
    static const struct {
        const char *text;
        err want;
    } cases[] = {
        {"{}", ERR_PARSE},
        {"{\"kty\":\"oct\",\"k\":\"AAAA\"}", ERR_FORBIDDEN},
        {"{\"kty\":\"EC\",\"crv\":\"P-384\",\"x\":\"AA\",\"y\":\"AA\"}", ERR_PARSE},
        {"{\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\"AA\"}", ERR_PARSE},
        {"{\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\"+/\",\"y\":\"AA\"}", ERR_PARSE},
        {"{\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\"AA\",\"y\":\"AA\",\"d\":\"AA\"}", ERR_FORBIDDEN},
        {"{\"kty\":\"OKP\",\"crv\":\"X25519\",\"x\":\"AA\"}", ERR_PARSE},
        {"{\"kty\":\"RSA\",\"n\":\"AA\",\"e\":\"AQAB\",\"p\":\"AA\"}", ERR_FORBIDDEN},
        {"{\"kty\":\"RSA\",\"n\":7,\"e\":\"AQAB\"}", ERR_PARSE},
        {"[]", ERR_PARSE},
    };
    struct arena *a = arena_new(1 << 20);
    struct sign_public k = {0};

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        check_case(cases[i].text);
        CHECK_INT(key_of(a, cases[i].text, &k), cases[i].want);
    }
    arena_free(a);
}

CHECKS(jose, TEST(a_published_token), TEST(thumbprints), TEST(there_and_back),
       TEST(what_is_no_token), TEST(algorithms_that_are_not_taken), TEST(what_is_no_key))
