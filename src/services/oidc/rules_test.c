/* rules_test.c: the provider's decisions, case by case. SPDX-License-Identifier: AGPL-3.0-or-later */
#include "rules.h"
#include <string.h>
#include "check.h"

static void words(void)
{
    struct arena *a = arena_new(1 << 16);

    CHECK(oidc_has("openid profile", "openid"));
    CHECK(oidc_has("openid profile", "profile"));
    CHECK(!oidc_has("openid profile", "open"));
    CHECK(!oidc_has("openid profile", "openid profile"));
    CHECK(!oidc_has("", "openid"));
    CHECK(!oidc_has("openid", ""));
    CHECK_STR(oidc_both(a, "email openid  email x", "openid email"), "email openid");
    CHECK_STR(oidc_both(a, NULL, "openid"), "");
    arena_free(a);
}

static void addresses_that_may_be_registered(void)
{
    static const struct {
        const char *uri;
        bool fine;
    } cases[] = {
        {"https://app.example/back", true},
        {"https://app.example/back?x=1", true},
        {"https://app.example:8443/", true},
        {"http://127.0.0.1/back", true},
        {"http://127.0.0.1:9000/back", true},
        {"http://[::1]/back", true},
        {"http://localhost:3000/back", true},
        {"com.example.app:/back", true},
        {"http://app.example/back", false},
        {"http://localhost.evil.example/", false},
        {"http://127.0.0.1@evil.example/", false},
        {"https://", false},
        {"https://:443/", false},
        {"https://user@app.example/", false},
        {"https://app.example/*", false},
        {"https://*.example/back", false},
        {"https://app.example/back#here", false},
        {"https://app.example/a b", false},
        {"https://app.example/\n", false},
        {"https://app.example\\@evil.example/", false},
        {"javascript:alert(1)", false},
        {"data:text/html,x", false},
        {"myapp:/back", false},
        {"", false},
        {"/back", false},
    };

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        check_case(cases[i].uri);
        CHECK_INT(oidc_uri_fine(cases[i].uri), cases[i].fine);
    }
}

/* To the letter; only the port of this very machine is free. */
static void addresses_that_are_the_same(void)
{
    static const struct {
        const char *registered, *asked;
        bool same;
    } cases[] = {
        {"https://app.example/back", "https://app.example/back", true},
        {"https://app.example/back", "https://app.example/back/", false},
        {"https://app.example/back", "https://app.example/back?x=1", false},
        {"https://app.example/back", "https://app.example/Back", false},
        {"https://app.example/back", "https://APP.example/back", false},
        {"https://app.example/back", "https://app.example:443/back", false},
        {"https://app.example/back", "https://app.example/back#x", false},
        {"https://app.example/back", "http://app.example/back", false},
        {"https://app.example/back", "https://app.example.evil.example/back", false},
        {"https://app.example/back", "https://app.example/../back", false},
        {"http://127.0.0.1/back", "http://127.0.0.1:51000/back", true},
        {"http://[::1]/back", "http://[::1]:51000/back", true},
        {"http://127.0.0.1/back", "http://127.0.0.1:51000/other", false},
        {"http://127.0.0.1/back", "http://127.0.0.1:51000@evil.example/back", false},
        {"http://127.0.0.1/back", "http://[::1]:51000/back", false},
        {"http://127.0.0.1/back", "http://127.0.0.1:/back", false},
        {"http://127.0.0.1/back", "http://127.0.0.1:999999/back", false},
        {"http://127.0.0.1:80/back", "http://127.0.0.1:81/back", false},
        {"http://localhost/back", "http://localhost:51000/back", false},
    };

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        check_case(cases[i].asked);
        CHECK_INT(oidc_uri_same(cases[i].registered, cases[i].asked), cases[i].same);
    }
}

static void origins(void)
{
    struct arena *a = arena_new(1 << 16);

    CHECK_STR(oidc_uri_origin(a, "https://app.example:8443/back?x"), "https://app.example:8443");
    CHECK_STR(oidc_uri_origin(a, "https://app.example?x"), "https://app.example");
    CHECK_STR(oidc_uri_origin(a, "com.example.app:/back"), "com.example.app:");
    arena_free(a);
}

/* RFC 7636 appendix B, and what is not it. */
static void pkce(void)
{
    static const char challenge[] = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";
    static const char verifier[] = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
    struct arena *a = arena_new(1 << 16);

    CHECK(oidc_verifier_fine(a, challenge, verifier));
    CHECK(!oidc_verifier_fine(a, challenge, "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXl"));
    CHECK(!oidc_verifier_fine(a, challenge, challenge)); /* "plain" is no method */
    CHECK(!oidc_verifier_fine(a, challenge, ""));
    CHECK(!oidc_verifier_fine(a, challenge, "tooshort"));
    CHECK(oidc_digest_text(challenge));
    CHECK(!oidc_digest_text("E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-c"));
    CHECK(!oidc_digest_text("E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw.cM"));
    arena_free(a);
}

/* --- Requests ------------------------------------------------------------------------------------------- */

#define CHALLENGE "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"
static const struct oidc_terms usual = {
    .scopes = "openid profile email offline_access", .grants = "refresh", .pkce = true, .level = 1};

static struct oidc_params params(void)
{
    struct oidc_params p = {.v = {[OIDC_CLIENT] = "app",
                                  [OIDC_REDIRECT] = "https://app.example/back",
                                  [OIDC_TYPE] = "code",
                                  [OIDC_SCOPE] = "openid profile",
                                  [OIDC_CHALLENGE] = CHALLENGE,
                                  [OIDC_METHOD] = "S256"}};
    return p;
}

static void requests(void)
{
    static const struct {
        const char *name;
        enum oidc_param param;
        const char *value;
        const char *error; /* NULL: fine */
    } cases[] = {
        {"as it should be", OIDC_STATE, "x", NULL},
        {"without response_type", OIDC_TYPE, NULL, "invalid_request"},
        {"implicit", OIDC_TYPE, "id_token", "unsupported_response_type"},
        {"hybrid", OIDC_TYPE, "code id_token", "unsupported_response_type"},
        {"by a form", OIDC_MODE, "form_post", NULL},
        {"by the query", OIDC_MODE, "query", NULL},
        {"by the fragment", OIDC_MODE, "fragment", "invalid_request"},
        {"without PKCE", OIDC_CHALLENGE, NULL, "invalid_request"},
        {"PKCE by plain", OIDC_METHOD, "plain", "invalid_request"},
        {"PKCE without a method, which means plain", OIDC_METHOD, NULL, "invalid_request"},
        {"PKCE with a challenge that is no digest", OIDC_CHALLENGE, "abc", "invalid_request"},
        {"a request object", OIDC_REQUEST, "e30.e30.", "request_not_supported"},
        {"a request elsewhere", OIDC_REQUEST_URI, "https://evil.example/r", "request_uri_not_supported"},
        {"registering itself", OIDC_REGISTRATION, "{}", "registration_not_supported"},
        {"prompt=none", OIDC_PROMPT, "none", NULL},
        {"prompt=login consent", OIDC_PROMPT, "login consent", NULL},
        {"prompt=none login", OIDC_PROMPT, "none login", "invalid_request"},
        {"a prompt that is not known", OIDC_PROMPT, "dance", "invalid_request"},
        {"max_age", OIDC_MAX_AGE, "10000", NULL},
        {"max_age below zero", OIDC_MAX_AGE, "-1", "invalid_request"},
        {"max_age in words", OIDC_MAX_AGE, "soon", "invalid_request"},
        {"scopes in another order", OIDC_SCOPE, "profile openid", NULL},
        {"scopes that are not known", OIDC_SCOPE, "openid nonsense", NULL},
        {"scopes that it may not ask", OIDC_SCOPE, "eduperson", "invalid_scope"},
        {"no scope", OIDC_SCOPE, NULL, "invalid_scope"},
        {"claims", OIDC_CLAIMS, "{\"userinfo\":{\"name\":{\"essential\":true}}}", NULL},
        {"claims that are no JSON", OIDC_CLAIMS, "{", "invalid_request"},
        {"claims that are a list", OIDC_CLAIMS, "[]", "invalid_request"},
        {"a nonce of 384 characters",
         OIDC_NONCE,
         "01234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012"
         "01234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012"
         "01234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012",
         NULL},
        {"display", OIDC_LOCALES, "nl en", NULL},
        {"acr_values that are not known", OIDC_ACR, "urn:mace:bronze", NULL},
        {"a key that is no thumbprint", OIDC_JKT, "abc", "invalid_request"},
    };
    struct arena *a = arena_new(1 << 18);

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct oidc_params p = params();
        struct oidc_request r = {0};
        check_case(cases[i].name);
        p.v[cases[i].param] = cases[i].value;
        CHECK_STR(oidc_read(a, &p, &usual, &r).error, cases[i].error);
    }
    arena_free(a);
}

/* Who has no secret, or keeps to FAPI, needs PKCE whatever else is said of it. */
static void pkce_is_not_taken_away(void)
{
    static const struct {
        const char *name;
        struct oidc_terms t;
        const char *error;
    } cases[] = {
        {"with a secret, as agreed", {.scopes = "openid", .grants = ""}, NULL},
        {"without a secret", {.scopes = "openid", .grants = "", .public_client = true}, "invalid_request"},
        {"FAPI", {.scopes = "openid", .grants = "", .fapi = true}, "invalid_request"},
    };
    struct arena *a = arena_new(1 << 16);

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct oidc_params p = params();
        struct oidc_request r = {0};
        check_case(cases[i].name);
        p.v[OIDC_CHALLENGE] = p.v[OIDC_METHOD] = NULL;
        CHECK_STR(oidc_read(a, &p, &cases[i].t, &r).error, cases[i].error);
        /* A method without a challenge was meant to be PKCE. */
        p.v[OIDC_METHOD] = "S256";
        CHECK_STR(oidc_read(a, &p, &cases[i].t, &r).error, "invalid_request");
    }
    arena_free(a);
}

static void what_is_released(void)
{
    struct arena *a = arena_new(1 << 18);
    struct oidc_params p = params();
    struct oidc_request r = {0};

    p.v[OIDC_CLAIMS] = "{\"id_token\":{\"email\":null,\"uid\":null,\"acr\":{\"essential\":true,\"values\":[\"x\",\"" OIDC_ACR_TWO
                       "\"]},\"sub\":{\"value\":\"abc\"}},\"userinfo\":{\"email\":{\"essential\":true}}}";
    CHECK_STR(oidc_read(a, &p, &usual, &r).error, NULL);
    CHECK_STR(r.scope, "openid profile");
    /* "uid" is of a scope that this application may not ask. */
    CHECK_STR(r.id_claims, "email");
    CHECK_STR(r.info_claims, "name preferred_username locale email");
    CHECK_INT(r.level, 2);
    CHECK_STR(r.sub, "abc");
    /* Going on while nobody is there is for those that may refresh. */
    struct oidc_terms t = usual;
    p.v[OIDC_CLAIMS] = NULL;
    p.v[OIDC_SCOPE] = "openid offline_access";
    t.grants = "";
    CHECK_STR(oidc_read(a, &p, &t, &r).error, NULL);
    CHECK_STR(r.scope, "openid");
    CHECK_STR(oidc_read(a, &p, &usual, &r).error, NULL);
    CHECK_STR(r.scope, "openid offline_access");
    arena_free(a);
}

static void levels(void)
{
    struct arena *a = arena_new(1 << 16);

    CHECK_STR(oidc_acr(1), OIDC_ACR_ONE);
    CHECK_STR(oidc_acr(3), OIDC_ACR_TWO);
    CHECK_INT(oidc_acr_level(a, OIDC_ACR_TWO), 2);
    CHECK_INT(oidc_acr_level(a, OIDC_ACR_TWO " " OIDC_ACR_ONE), 1);
    CHECK_INT(oidc_acr_level(a, "bronze"), 0);
    CHECK_INT(oidc_acr_level(a, NULL), 0);
    arena_free(a);
}

/* --- Deciding ---------------------------------------------------------------------------------------------- */

static void decisions(void)
{
    enum { NOW = 1000000000 };
    const struct oidc_standing in = {.signed_in = true,
                                     .login_at = {NOW - 60000},
                                     .level = 1,
                                     .agreed = true,
                                     .asked_at = {NOW - 1000},
                                     .now = {NOW}};
    const struct oidc_standing fresh = {.signed_in = true,
                                        .login_at = {NOW - 500},
                                        .level = 2,
                                        .agreed = true,
                                        .asked_at = {NOW - 1000},
                                        .now = {NOW}};
    const struct oidc_standing out = {.asked_at = {NOW}, .now = {NOW}};
    struct oidc_standing other = in, fresh_other = fresh, asked = in, answered = in, held = in;
    held.held = true;
    other.other = fresh_other.other = true;
    asked.agreed = answered.agreed = false;
    answered.answered = true;
    const struct {
        const char *name;
        struct oidc_request r;
        const struct oidc_standing *s;
        enum oidc_next next;
        const char *error;
    } cases[] = {
        {"signed in", {.max_age = -1}, &in, OIDC_ISSUE, NULL},
        {"signed in, silently", {.max_age = -1, .prompts = OIDC_PROMPT_NONE}, &in, OIDC_ISSUE, NULL},
        {"not signed in", {.max_age = -1}, &out, OIDC_SIGN_IN, NULL},
        {"not signed in, silently", {.max_age = -1, .prompts = OIDC_PROMPT_NONE}, &out, OIDC_REFUSE, "login_required"},
        {"prompt=login", {.max_age = -1, .prompts = OIDC_PROMPT_LOGIN}, &in, OIDC_AGAIN, NULL},
        {"prompt=login, done", {.max_age = -1, .prompts = OIDC_PROMPT_LOGIN}, &fresh, OIDC_ISSUE, NULL},
        {"max_age that holds", {.max_age = 10000}, &in, OIDC_ISSUE, NULL},
        {"max_age that is over", {.max_age = 1}, &in, OIDC_AGAIN, NULL},
        {"max_age that is over, silently", {.max_age = 1, .prompts = OIDC_PROMPT_NONE}, &in, OIDC_REFUSE, "login_required"},
        {"max_age of nothing, done", {.max_age = 0}, &fresh, OIDC_ISSUE, NULL},
        {"somebody else", {.max_age = -1}, &other, OIDC_REFUSE, "login_required"},
        {"somebody else, silently", {.max_age = -1, .prompts = OIDC_PROMPT_NONE}, &other, OIDC_REFUSE, "login_required"},
        {"somebody else after proving anew", {.max_age = -1, .prompts = OIDC_PROMPT_LOGIN}, &fresh_other, OIDC_REFUSE,
         "login_required"},
        {"a stronger login", {.max_age = -1, .level = 2}, &in, OIDC_STEP_UP, NULL},
        {"a stronger login, silently", {.max_age = -1, .level = 2, .prompts = OIDC_PROMPT_NONE}, &in, OIDC_REFUSE,
         "interaction_required"},
        {"a second factor is needed first", {.max_age = -1}, &held, OIDC_SET_UP, NULL},
        {"a second factor is needed first, silently", {.max_age = -1, .prompts = OIDC_PROMPT_NONE}, &held, OIDC_REFUSE,
         "interaction_required"},
        {"strong enough", {.max_age = -1, .level = 2}, &fresh, OIDC_ISSUE, NULL},
        {"not asked yet", {.max_age = -1}, &asked, OIDC_CONSENT, NULL},
        {"not asked yet, silently", {.max_age = -1, .prompts = OIDC_PROMPT_NONE}, &asked, OIDC_REFUSE, "consent_required"},
        {"agreed just now", {.max_age = -1}, &answered, OIDC_ISSUE, NULL},
        {"prompt=consent, though agreed before", {.max_age = -1, .prompts = OIDC_PROMPT_CONSENT}, &in, OIDC_CONSENT, NULL},
        {"prompt=consent, agreed just now", {.max_age = -1, .prompts = OIDC_PROMPT_CONSENT}, &answered, OIDC_ISSUE, NULL},
    };

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct oidc_fault f = {0};
        check_case(cases[i].name);
        CHECK_INT(oidc_decide(&cases[i].r, cases[i].s, &f), cases[i].next);
        CHECK_STR(f.error, cases[i].error);
    }
}

static void refresh_turns(void)
{
    const instant now = {1000000}, just = {1000000 - 9000}, before = {1000000 - 11000}, never = {0};

    CHECK_INT(oidc_turn_of(3, 3, never, now), OIDC_TURN_NEW);
    CHECK_INT(oidc_turn_of(2, 3, just, now), OIDC_TURN_SAME);
    CHECK_INT(oidc_turn_of(2, 3, before, now), OIDC_TURN_THEFT);
    CHECK_INT(oidc_turn_of(1, 3, just, now), OIDC_TURN_THEFT);
    CHECK_INT(oidc_turn_of(4, 3, never, now), OIDC_TURN_THEFT);
    CHECK_INT(oidc_turn_of(2, 3, never, now), OIDC_TURN_THEFT);
}

static void device_codes(void)
{
    struct arena *a = arena_new(1 << 16);

    CHECK_STR(oidc_user_code(a, " wdjb-mjht "), "WDJBMJHT");
    CHECK_STR(oidc_user_code(a, "WDJB MJHT"), "WDJBMJHT");
    CHECK_STR(oidc_user_code(a, "WDJBMJH"), NULL);
    CHECK_STR(oidc_user_code(a, "WDJBMJHTW"), NULL);
    CHECK_STR(oidc_user_code(a, "AEIOUAEI"), NULL);
    CHECK_STR(oidc_user_code(a, ""), NULL);
    CHECK_STR(oidc_user_code(a, "WDJB'--x"), NULL);
    arena_free(a);
}

CHECKS(oidc_rules, TEST(words), TEST(addresses_that_may_be_registered), TEST(addresses_that_are_the_same),
       TEST(origins), TEST(pkce), TEST(requests), TEST(pkce_is_not_taken_away), TEST(what_is_released), TEST(levels),
       TEST(decisions), TEST(refresh_turns), TEST(device_codes))
