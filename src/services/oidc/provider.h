/* provider.h: what the provider's own files know of each other. The decisions are in rules.h.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef OIDC_PROVIDER_H
#define OIDC_PROVIDER_H
#include "identity.h"
#include "jose.h"
#include "oidc.h"
#include "oidc_q.h"
#include "rq.h"
#include "rules.h"
#include "service.h"

struct oidc_settings {
    int64_t access_life, refresh_life, offline_life; /* milliseconds */
    int64_t key_ahead, key_grace;
    int64_t logout_tries;
    const char *logout_allow; /* addresses beside public ones that may be told of a logout */
};
extern const struct settings_group oidc_settings_group;
const struct oidc_settings *oidc_settings_of(const struct app *app);

#define OIDC_CODE_LIFE SECONDS(60)
#define OIDC_ASK_LIFE  MINUTES(60) /* while somebody signs in */
#define OIDC_PAR_LIFE  SECONDS(90)
#define OIDC_ID_LIFE   MINUTES(10) /* of an ID token */
#define OIDC_TOKEN     32          /* random bytes of codes, tokens and secrets */
#define OIDC_URN       "urn:ietf:params:oauth:request_uri:"

const char *oidc_issuer(struct rq *rq); /* campus/issuer.h */
/* SHA-256 of a text, in the arena: how handles are kept. */
struct str oidc_hash(struct arena *a, const char *text);

/* --- keys.c ------------------------------------------------------------------------------------- */

#define OIDC_KEYS 4 /* one an algorithm */
struct oidc_new_keys {
    struct {
        enum sign_alg alg;
        struct str der;
        struct sign_public public;
    } v[OIDC_KEYS];
};
/* Makes a key of each algorithm: the better part of a second, outside any transaction. */
[[nodiscard]] err oidc_keys_make(struct arena *a, struct oidc_new_keys *ret);
/* Keeps those of algorithms that have none. In a WRITE. */
[[nodiscard]] err oidc_keys_first(struct db *db, const struct oidc_new_keys *k);
/* Keeps all: they sign when everybody had time to fetch them; those before are published for the grace. */
[[nodiscard]] err oidc_keys_next(struct db *db, const struct oidc_new_keys *k, bool at_once);
/* Signs with the key of the algorithm. ERR_DOWN: there is none. */
[[nodiscard]] err oidc_sign(struct db *db, const char *alg, const char *typ, struct str payload,
                            const char **ret_token);
/* A token that a published key of ours signed, over or not. ERR_FORBIDDEN, ERR_PARSE. */
[[nodiscard]] err oidc_own_token(struct db *db, const char *token, struct jose *ret);
[[nodiscard]] err oidc_keys_start(struct app *app);

/* --- client.c ------------------------------------------------------------------------------------ */

struct oidc_terms oidc_terms_of(const struct oidc_client *c);
/* By its client_id; *ret NULL: there is none, or it is turned off. */
[[nodiscard]] err oidc_client_by(struct db *db, const char *key, struct oidc_client **ret);
/* May it send people there? `use` is "redirect" or "logout". */
[[nodiscard]] err oidc_client_goes(struct db *db, const struct oidc_client *c, const char *use,
                                   const char *uri, bool *ret);
/* Which application calls, and can it prove that? A fault when not. In a WRITE. */
[[nodiscard]] err oidc_caller(struct rq *rq, struct oidc_client *ret, struct oidc_fault *ret_fault);
/* The value of a field, NULL if absent or empty; a fault when it is there twice. */
const char *oidc_field(struct rq *rq, const char *name, struct oidc_fault *fault);

/* --- dpop.c --------------------------------------------------------------------------------------- */

struct oidc_proof_for {
    const char *method, *path; /* of ours: "/oidc/token" */
    const char *access;        /* the token that it is shown with, or NULL */
    bool note;                 /* in a WRITE: it is noted that it was shown */
};
/* The thumbprint that the DPoP header proves; "" without one. */
[[nodiscard]] err oidc_proof(struct rq *rq, const struct oidc_proof_for *f, const char **ret_jkt,
                             struct oidc_fault *ret_fault);
/* *ret_first: it was not shown before. In a WRITE. */
[[nodiscard]] err oidc_once(struct db *db, const char *what, instant ends, bool *ret_first);

/* --- ask.c ---------------------------------------------------------------------------------------- */

/* What was asked, in the query or the body; a fault when a parameter is there twice. */
struct oidc_fault oidc_params_of(struct rq *rq, struct oidc_params *ret);
/* Keeps a request for later, and gives its handle. In a WRITE. */
struct oidc_keep {
    const struct oidc_client *client;
    const struct oidc_params *params;
    bool pushed;
    int64_t life;
};
[[nodiscard]] err oidc_may_wait(struct rq *rq); /* ERR_TOO_MANY: strangers at this address left many rows just now */
[[nodiscard]] err oidc_ask_keep(struct db *db, const struct oidc_keep *k, const char **ret_handle);
/* Finds it again; *ret NULL: it is not there, over or was answered. */
[[nodiscard]] err oidc_ask_by(struct db *db, const char *handle, struct oidc_ask **ret);
/* The application that a path leads back to: service.h. */
[[nodiscard]] err oidc_headed(struct db *db, const char *path, const char **ret);
[[nodiscard]] err oidc_ask_params(struct arena *a, const struct oidc_ask *ask, struct oidc_params *ret);

/* --- link.c --------------------------------------------------------------------------------------- */

/* What somebody agreed to give an application. */
struct oidc_give {
    const struct oidc_client *client;
    const struct identity_login *login;
    const char *scope, *id_claims, *info_claims, *nonce;
};
[[nodiscard]] err oidc_link_make(struct db *db, const struct oidc_give *g, oidc_link_id *ret);
/* All that hangs on it is worth nothing from now on. */
[[nodiscard]] err oidc_link_over(struct db *db, const struct oidc_link *l, const char *why);
/* Does its login still stand (or was it allowed to go on without), and is the account open? */
[[nodiscard]] err oidc_link_stands(struct db *db, const struct oidc_link *l, bool *ret);
[[nodiscard]] err oidc_subject_of(struct db *db, person_id who, const struct oidc_client *c, const char **ret);
/* "pwd otp mfa" (RFC 8176). */
const char *oidc_amr(struct arena *a, const struct identity_login *l);
const char *oidc_sid(struct db *db, session_id session, oidc_client_id client);

/* --- receipt.c --------------------------------------------------------------------------------------- */

/* Has she agreed to all of this, or did the university for her? */
[[nodiscard]] err oidc_agreed(struct db *db, person_id who, const struct oidc_give *g, bool *ret);
/* Notes what the application is told; `asked`: she said so just now. In a WRITE. */
[[nodiscard]] err oidc_receipt_note(struct db *db, person_id who, const struct oidc_give *g, bool asked);
/* No longer: the receipt and all links end, the application is told. */
[[nodiscard]] err oidc_receipt_withdraw(struct db *db, person_id who, oidc_client_id client, bool *ret_changed);

/* --- claims.c ---------------------------------------------------------------------------------------- */

/* Writes the attributes of somebody that the words name, as members. */
[[nodiscard]] err oidc_claims_put(struct db *db, struct json_out *out, person_id who, const char *words);

/* --- issue.c ----------------------------------------------------------------------------------------- */

struct oidc_grant {
    const struct oidc_client *client;
    const struct oidc_link *link;
    const char *jkt;     /* that the tokens are bound to, or "" */
    const char *refresh; /* a refresh token to hand over, or NULL */
    const char *scope;   /* of the access token */
};
[[nodiscard]] err oidc_tokens(struct rq *rq, const struct oidc_grant *g);
/* The first refresh token of a link, if it may have one. */
[[nodiscard]] err oidc_refresh_first(struct db *db, const struct oidc_client *c, const struct oidc_link *l,
                                     const char **ret_token);

/* --- answers (answer.c) --------------------------------------------------------------------------------- */

/* A JSON error of the protocol: 400, of invalid_client 401. */
err oidc_no(struct rq *rq, struct oidc_fault f);
/* A page that says what an application did wrong; nobody is led anywhere. */
err oidc_error_page(struct rq *rq, struct oidc_fault f);
err oidc_yes(struct rq *rq, int status);
/* For browsers of any site: what is public, or proved by a token. */
void oidc_open_to_all(struct rq *rq);
struct oidc_reply {
    const char *redirect_uri, *state;
    bool form_post;
    bool page; /* she has just pressed a button of ours: lead her on from a page */
    const char *code;        /* or */
    struct oidc_fault fault; /* … why not */
};
/* Back to the application. */
err oidc_back(struct rq *rq, const struct oidc_reply *r);

/* --- handlers ---------------------------------------------------------------------------------------------- */

err oidc_discovery_get(struct rq *rq);
err oidc_jwks_get(struct rq *rq);
err oidc_authorize_get(struct rq *rq);
err oidc_authorize_post(struct rq *rq);
err oidc_continue_get(struct rq *rq);
err oidc_continue_post(struct rq *rq);
err oidc_par_post(struct rq *rq);
err oidc_token_post(struct rq *rq);
err oidc_userinfo_get(struct rq *rq);
err oidc_introspect_post(struct rq *rq);
err oidc_revoke_post(struct rq *rq);
err oidc_end_get(struct rq *rq);
err oidc_end_post(struct rq *rq);
err oidc_end_sure_post(struct rq *rq);
err oidc_device_code_post(struct rq *rq);
err oidc_device_get(struct rq *rq);
err oidc_device_post(struct rq *rq);
err oidc_told_get(struct rq *rq);
err oidc_told_end_post(struct rq *rq);
/* The device_code grant of the token endpoint. */
[[nodiscard]] err oidc_device_grant(struct rq *rq, const struct oidc_client *c, const char *jkt);

/* --- logout.c ------------------------------------------------------------------------------------------------- */

/* A session ended (zero: some of this person's): what hangs on it ends, and applications are to be told. */
[[nodiscard]] err oidc_session_over(struct db *db, person_id who, session_id session);
/* The application of a link is to be told that its session ended. */
[[nodiscard]] err oidc_logout_tell(struct db *db, const struct oidc_link *l);
[[nodiscard]] err oidc_logout_round(struct task *t, instant *ret_next);

extern const struct command oidc_commands[1];

#endif
