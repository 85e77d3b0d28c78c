/* session.h: signed-in browsers: who asks, signing in, and ending sessions.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef IDENTITY_SESSION_H
#define IDENTITY_SESSION_H
#include "db.h"
#include "err.h"
#include "rq.h"
#include <stdbool.h>

struct identity_settings;

/* Where somebody sets up what she needs, step by step. */
#define SESSION_FIRST "/account/security/start"

/* The who() hook: one query for the cookie's session, its person and her roles. */
[[nodiscard]] err identity_who(struct rq *rq);
/* A browser that signs in. */
struct session_new {
    person_id who;
    bool shared; /* a computer that others use too */
    unsigned proofs; /* bits of enum identity_proof; 0: a password */
    const char *address, *agent;
};
/* Makes a session; the cookie's value is given once, here. In a WRITE. */
[[nodiscard]] err session_make(struct db *db, const struct identity_settings *s,
                               const struct session_new *n, const char **ret_cookie);
/* The form token of a session: what only the browser with the cookie can be given. */
const char *session_form_token(struct arena *a, const char *cookie);
/* Signs this browser in (and its old session out): a row, and the cookie. In a WRITE. */
[[nodiscard]] err session_begin(struct rq *rq, person_id who, bool shared, unsigned proofs);
/* This session's login is proved by these, the oldest of which was given at that moment: a login is as fresh as it. In a
   WRITE. */
[[nodiscard]] err session_prove(struct rq *rq, unsigned proofs, instant at);
/* Signs one browser of somebody out; *ret_n 0: there was none. */
[[nodiscard]] err session_end(struct db *db, session_id id, person_id who, int64_t *ret_n);
/* Signs somebody out everywhere but in the session to keep (zero: none). */
[[nodiscard]] err session_end_all(struct db *db, person_id who, session_id keep,
                                  int64_t *ret_n);
/* What the browser says of itself, at most 200 bytes of UTF-8. */
const char *session_agent(struct rq *rq);
/* Takes the cookie away. */
void session_forget(struct rq *rq);

#endif
