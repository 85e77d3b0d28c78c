/* idp.h: what the identity provider's own files know of each other. The decisions are in rules.h.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef SAML_IDP_H
#define SAML_IDP_H
#include <pthread.h>
#include "envelope.h"
#include "identity.h"
#include "meta.h"
#include "rq.h"
#include "rules.h"
#include "saml.h"
#include "saml_q.h"
#include "service.h"

struct saml_settings {
    int64_t key_ahead, key_grace, session, refresh; /* milliseconds */
    const char *fetch_allow; /* addresses beside public ones from which metadata may be fetched */
    const char *support;     /* a mail address, or "" */
};
extern const struct settings_group saml_settings_group;
const struct saml_settings *saml_settings_of(const struct app *app);

#define SAML_ASK_LIFE    MINUTES(60) /* while somebody signs in */
#define SAML_LEAVE_LIFE  MINUTES(30) /* while a browser goes past what it leaves */
#define SAML_TOKEN       32          /* random bytes of handles */

/* Our entityID: the address of our metadata; NULL: see campus_issuer(). */
const char *saml_entity(struct rq *rq);
const char *saml_here(struct rq *rq, const char *path);
/* SHA-256 of a text, in the arena: how handles are kept. */
struct str saml_hash(struct arena *a, const char *text);
/* An ID of a message of ours. */
const char *saml_new_id(struct arena *a);

/* --- keys.c ------------------------------------------------------------------------------------- */

struct saml_new_key {
    struct str der;
    const char *cert; /* base64 */
};
/* Makes a key: the better part of a second, outside any transaction. */
[[nodiscard]] err saml_key_make(struct arena *a, const char *name, struct saml_new_key *ret);
/* Keeps it if there is none. In a WRITE. */
[[nodiscard]] err saml_key_first(struct db *db, const struct saml_new_key *k);
/* Keeps it: it signs when every service had time to fetch it; those before are published for the grace. */
[[nodiscard]] err saml_key_next(struct db *db, const struct saml_new_key *k, bool at_once);
/* Signs the element of head and tail (xmlsig.h). ERR_DOWN: there is no key. */
[[nodiscard]] err saml_sign(struct db *db, const char *head, const char *tail, const char **ret_text);
/* The same of bytes, base64. */
[[nodiscard]] err saml_sign_bytes(struct db *db, const char *text, const char **ret_signature);
[[nodiscard]] err saml_keys_start(struct app *app);

/* --- about.c ------------------------------------------------------------------------------------- */

/* Everything that could be said of somebody to a service. Makes her names there: in a WRITE; else those that are not made yet
   are left out. */
struct saml_to {
    person_id who;
    const char *entity;
    const char *words; /* attributes */
    bool make;
};
[[nodiscard]] err saml_about(struct db *db, const struct saml_to *to, struct saml_person *ret);
/* Who she is in a sector; NULL: she has no name there yet (and none is made). */
[[nodiscard]] err saml_name_of(struct db *db, person_id who, const char *sector, bool make, const char **ret);

/* --- receipt.c ------------------------------------------------------------------------------------ */

[[nodiscard]] err saml_agreed(struct db *db, person_id who, const struct saml_sp *sp, bool *ret);
/* Notes what the service is told; `asked`: she said so just now. In a WRITE. */
[[nodiscard]] err saml_receipt_note(struct db *db, person_id who, const struct saml_sp *sp, bool asked);
[[nodiscard]] err saml_receipt_withdraw(struct db *db, person_id who, saml_sp_id sp, bool *ret_changed);

/* --- message.c: what comes in ------------------------------------------------------------------------ */

/* Takes it out of a request. A fault when it is none. */
[[nodiscard]] err saml_message_in(struct rq *rq, struct saml_message *ret, struct saml_fault *f);
/* Who sent it, at which service of ours (`path`), is it signed? `signed_only`: a message without a signature is a fault.
   *ret_sp NULL with a fault. */
struct saml_from {
    struct saml_sp sp;
    int level; /* that a login must have, by what its administrator and the policy of its sort say */
    struct saml_meta meta;
};
struct saml_heard;
struct saml_expects {
    const char *path;
    bool signed_only;
    const struct saml_heard *heard; /* what a federation said of it just now; NULL: nothing was asked (mdq.h) */
};
[[nodiscard]] err saml_message_from(struct rq *rq, const struct saml_message *m, const struct saml_expects *x,
                                    struct saml_from *ret, struct saml_fault *f);

/* --- answer.c: what goes out ------------------------------------------------------------------------- */

/* A page that says what a service did wrong; nobody is led anywhere. */
err saml_error_page(struct rq *rq, struct saml_fault f);
/* A message of ours to an address: its form by POST, signed within; or packed into the address, signed behind. */
struct saml_out {
    const char *name; /* "SAMLResponse", "SAMLRequest" */
    const char *url, *relay;
    const char *head, *tail; /* the text, in two (xmlsig.h) */
    bool post;
    bool ready; /* the text is signed: all of it in head */
    bool page;  /* she has just pressed a button of ours: lead her on from a page */
};
err saml_send(struct rq *rq, const struct saml_out *o);
/* "<samlp:NAME … >…<saml:Issuer>…</saml:Issuer>": how every message of ours begins. */
struct saml_head {
    const char *name, *id, *to, *in_response; /* in_response NULL: none */
};
const char *saml_message_head(struct rq *rq, const struct saml_head *h);
const char *saml_status(struct arena *a, const char *status, const char *why); /* status NULL: Success */

/* --- response.c ----------------------------------------------------------------------------------------- */

struct saml_visit {
    struct saml_from from;
    struct saml_request request;
    struct saml_ask *ask; /* NULL: not kept yet */
    const char *handle;
    instant asked_at;
    bool page, answered;
    struct identity_login login;
};
/* Signs her in there. In a WRITE. */
err saml_issue(struct rq *rq, struct saml_visit *v);
/* Says there why not. */
err saml_refuse(struct rq *rq, const struct saml_visit *v, struct saml_fault f);

/* --- ask.c ------------------------------------------------------------------------------------------------- */

[[nodiscard]] err saml_may_wait(struct rq *rq);
[[nodiscard]] err saml_ask_keep(struct rq *rq, struct saml_visit *v);
/* The service that a path leads back to: service.h. */
[[nodiscard]] err saml_headed(struct db *db, const char *path, const char **ret);
[[nodiscard]] err saml_ask_by(struct rq *rq, const char *handle, struct saml_visit *v, bool *ret_there);
/* It is answered now; *ret_first false: it was before. */
[[nodiscard]] err saml_answer_once(struct rq *rq, const struct saml_visit *v, bool *ret_first);

/* --- slo.c ---------------------------------------------------------------------------------------------------- */

/* A session ended (zero: some of this person's). */
[[nodiscard]] err saml_session_over(struct db *db, person_id who, session_id session);

/* --- handlers ------------------------------------------------------------------------------------------------- */

err saml_metadata_get(struct rq *rq);
err saml_sso_get(struct rq *rq);
err saml_sso_post(struct rq *rq);
err saml_continue_get(struct rq *rq);
err saml_continue_post(struct rq *rq);
err saml_slo_get(struct rq *rq);
err saml_slo_post(struct rq *rq);
err saml_leave_get(struct rq *rq);
err saml_leave_post(struct rq *rq);

extern const struct command saml_commands[2];

#endif
