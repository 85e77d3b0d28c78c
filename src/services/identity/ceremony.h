/* ceremony.h: what both ceremonies of a passkey need: challenges, and the names of this campus for browsers.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef IDENTITY_CEREMONY_H
#define IDENTITY_CEREMONY_H
#include "security_models.h"
#include "rq.h"
#include "str.h"
#include "webauthn.h"

enum ceremony { CEREMONY_MAKE, CEREMONY_PROVE };
/* A challenge for this browser, of use for five minutes: nothing is kept of it until it is answered. */
const char *ceremony_challenge(struct rq *rq, enum ceremony c);
/* Was the challenge of the form's field given to this browser for this, lately? ERR_FORBIDDEN. What must be answered
   goes to *ret. */
[[nodiscard]] err ceremony_asked(struct rq *rq, enum ceremony c, struct webauthn_asked *ret);
/* It is answered, once. ERR_FORBIDDEN: it was before. In a WRITE. */
[[nodiscard]] err ceremony_used(struct rq *rq, const struct webauthn_asked *asked);
/* "campus.example": the host without its port. */
const char *ceremony_rp(struct rq *rq);
/* What an authenticator knows an account by: says nothing of the person. */
const char *ceremony_handle(struct rq *rq, person_id who);
/* A field of the form as bytes; ERR_PARSE. */
[[nodiscard]] err ceremony_bytes(struct rq *rq, const char *field, struct str *ret);

/* What a browser needs to sign in, or prove more, with a passkey. */
struct identity_ask_view ceremony_ask(struct rq *rq, const char *next);

#endif
