/* proving.h: proving who one is in more than one step: a sign-in whose password was right, or a login that is proved
   anew. SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef IDENTITY_PROVING_H
#define IDENTITY_PROVING_H
#include "identity.h"
#include "identity_q.h"
#include "rq.h"

/* Who proves what in this request. */
struct proving {
    person_id person;
    unsigned proofs;    /* so far */
    instant at;         /* when the oldest of them was given; zero: now */
    session_id session; /* zero: she signs in */
    trial_id id;        /* zero: she is signed in and adds a proof to that login */
    bool shared;
};
/* ERR_NOT_FOUND: nobody does. Of somebody who is signed in the trial that she began here, else her session. */
[[nodiscard]] err proving_of(struct rq *rq, struct proving *ret);
/* The password was right and the second factor is still to come: a row and a cookie, for ten minutes; its id is written to
   `t`. In a WRITE. */
[[nodiscard]] err proving_begin(struct rq *rq, struct proving *t);
/* One more proof, with which it is done: she is signed in, or her session has it. ERR_CONFLICT: somebody else
   finished it. In a WRITE. */
[[nodiscard]] err proving_done(struct rq *rq, const struct proving *t, unsigned proof);

/* Somebody of whom all that is asked is proved: tells of a new place, makes the session, leaves lines. In a WRITE. */
[[nodiscard]] err sign_in_done(struct rq *rq, const struct identity_person *p, bool shared, unsigned proofs);
/* Where `next` of the form leads; "/home". */
const char *next_of(struct rq *rq);

/* --- Browsers that are remembered --- */

[[nodiscard]] err device_remembered(struct rq *rq, person_id who, bool *ret);
[[nodiscard]] err device_remember(struct rq *rq, person_id who);
/* Days for which this person's browser may be remembered; 0: it may not. */
int64_t device_days(struct rq *rq, bool shared);

#endif
