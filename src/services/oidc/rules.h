/* rules.h: the provider's decisions: pure, no database, no HTTP.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef OIDC_RULES_H
#define OIDC_RULES_H
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "arena.h"
#include "clock.h"
#include "i18n.h"
#include "str.h"

/* An error of the protocol (RFC 6749 §4.1.2.1 and §5.2, OpenID Connect Core §3.1.2.6). NULL pointers mean "none". */
struct oidc_fault {
    const char *error; /* "invalid_request" */
    const char *why;   /* for the application's developer: English, ASCII, without quotes */
};

/* --- Words, addresses, PKCE --- */

/* Is the word in a list between blanks? */
bool oidc_has(const char *list, const char *word);
/* The words of `asked` that are in `allowed`, each once, in their order. */
const char *oidc_both(struct arena *a, const char *asked, const char *allowed);
/* May it be registered to come back to? https; http on this very machine; a scheme of an app, which has a dot.
   Never a fragment, user name, wildcard or blank. */
bool oidc_uri_fine(const char *uri);
/* The address registered, to the letter. Only the port of http://127.0.0.1 and http://[::1] is free (RFC 8252 §7.3). */
bool oidc_uri_same(const char *registered, const char *asked);
/* "https://host:port" of an http address: for headers; "app.scheme:" of any other. */
const char *oidc_uri_origin(struct arena *a, const char *uri);
/* S256: does the verifier make the challenge? */
bool oidc_verifier_fine(struct arena *a, const char *challenge, const char *verifier);
/* 43 characters of base64url. */
bool oidc_digest_text(const char *s);

/* --- What an application may know --- */

#define OIDC_SCOPES "openid profile email eduperson offline_access"
struct oidc_attribute {
    const char *word, *scope;
    struct msg text; /* "Your name"; none: goes without saying with the one before it */
};
extern const struct oidc_attribute oidc_attributes[];
extern const size_t oidc_n_attributes;
/* The attributes that scopes stand for. */
const char *oidc_claims_of(struct arena *a, const char *scopes);

/* --- Levels of a login, as applications know them --- */

#define OIDC_ACR_ONE "https://refeds.org/profile/sfa"
#define OIDC_ACR_TWO "https://refeds.org/profile/mfa"
const char *oidc_acr(int level);
/* The lowest level that one of the words asks for; 0: none of them is known here. */
int oidc_acr_level(struct arena *a, const char *words);

/* --- An authorization request --- */

enum oidc_param {
    OIDC_CLIENT, OIDC_REDIRECT, OIDC_TYPE, OIDC_MODE, OIDC_SCOPE, OIDC_STATE, OIDC_NONCE, OIDC_CHALLENGE,
    OIDC_METHOD, OIDC_PROMPT, OIDC_MAX_AGE, OIDC_ACR, OIDC_LOGIN_HINT, OIDC_ID_HINT, OIDC_CLAIMS, OIDC_LOCALES,
    OIDC_JKT, OIDC_REQUEST, OIDC_REQUEST_URI, OIDC_REGISTRATION,
    OIDC_PARAMS
};
extern const char *const oidc_param_names[OIDC_PARAMS]; /* "client_id" … */
/* What was sent; NULL: not at all, or empty. */
struct oidc_params {
    const char *v[OIDC_PARAMS];
};

/* What of an application matters for requests. */
struct oidc_terms {
    const char *scopes, *grants;
    bool public_client; /* it has no secret */
    bool pkce, fapi, dpop;
    int level;
};

enum oidc_prompt { OIDC_PROMPT_NONE = 1, OIDC_PROMPT_LOGIN = 2, OIDC_PROMPT_CONSENT = 4, OIDC_PROMPT_SELECT = 8 };
struct oidc_request {
    const char *scope;     /* granted if she agrees */
    bool form_post;
    unsigned prompts;
    int64_t max_age;       /* seconds; -1: any */
    int level;             /* of the login, at least */
    const char *id_claims, *info_claims; /* attributes for the ID token, for userinfo */
    const char *sub;       /* the claims parameter asks for this one only, or NULL */
};
/* Whether the request is one; the redirect address is checked before. *ret is written when it is. */
struct oidc_fault oidc_read(struct arena *a, const struct oidc_params *p, const struct oidc_terms *t,
                            struct oidc_request *ret);

enum oidc_next { OIDC_ISSUE, OIDC_SIGN_IN, OIDC_AGAIN, OIDC_SET_UP, OIDC_STEP_UP, OIDC_CONSENT, OIDC_REFUSE };
/* Who stands there. */
struct oidc_standing {
    bool signed_in;
    bool held;         /* she must set up a second factor before anything else */
    bool other;        /* not the one whom the request names */
    instant login_at;  /* her last proof */
    int level;
    bool agreed;       /* to all that is asked: before, or the university did for her */
    bool answered;     /* just now, on our page */
    instant asked_at;  /* when the request came */
    instant now;
};
enum oidc_next oidc_decide(const struct oidc_request *r, const struct oidc_standing *s,
                           struct oidc_fault *ret_fault);

/* --- Refresh tokens --- */

#define OIDC_GRACE SECONDS(10)
enum oidc_turn { OIDC_TURN_NEW, OIDC_TURN_SAME, OIDC_TURN_THEFT };
/* A token of `generation`, first used at `used_at` (zero: never), while `newest` is the newest. */
enum oidc_turn oidc_turn_of(int64_t generation, int64_t newest, instant used_at, instant now);

/* --- Devices --- */

/* "wdjb mjht", "WDJB-MJHT" -> "WDJBMJHT"; NULL: it is no code. */
#define OIDC_USER_CODE 8
extern const char oidc_user_alphabet[];
const char *oidc_user_code(struct arena *a, const char *typed);

#endif
