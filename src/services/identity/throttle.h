/* throttle.h: failed tries, counted where they cannot lock somebody else out.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef IDENTITY_THROTTLE_H
#define IDENTITY_THROTTLE_H
#include "err.h"
#include "rq.h"
#include "rules.h"
#include <stdint.h>

/* The counters that one try is under. */
struct throttle {
    struct {
        enum identity_counter kind;
        const char *key;
    } v[2];
    size_t n;
    const char *prefix;
    bool known; /* her password was right from here lately */
};
/* For a name as looked up (of an account or of none) and its person (zero: none). */
[[nodiscard]] err throttle_of(struct rq *rq, const char *name, person_id who,
                              struct throttle *ret);
/* For a second factor of somebody whose password was right. */
void throttle_second(struct rq *rq, person_id who, struct throttle *ret);
/* For a mail that is asked for: by somebody who is signed in, or (zero) from this address. */
void throttle_asked(struct rq *rq, person_id who, struct throttle *ret);
/* The same, and under what is sent to this mail address, known here or not, from wherever it is asked. */
void throttle_asked_to(struct rq *rq, const char *mail, struct throttle *t);
/* Milliseconds until the next try is listened to; 0: now. */
[[nodiscard]] err throttle_wait(struct rq *rq, const struct throttle *t, int64_t *ret_ms);
/* Counts a failure. In a WRITE that keeps its writes. */
[[nodiscard]] err throttle_failed(struct rq *rq, const struct throttle *t);
/* It was the right password: the pair's failures are forgotten, the address is known from now
 * on. */
[[nodiscard]] err throttle_passed(struct rq *rq, const struct throttle *t, person_id who);
/* The failures that count under the first counter. */
[[nodiscard]] err throttle_failures(struct rq *rq, const struct throttle *t, int64_t *ret_n);
/* The first counter's failures are forgotten, and nothing else. */
[[nodiscard]] err throttle_forget(struct rq *rq, const struct throttle *t);
/* The same for an app password, which comes without a browser: the same counters, and the same queries whether there is
   such a person or not. */
[[nodiscard]] err throttle_app(struct db *db, const char *address, const char *name, person_id who, struct throttle *ret);
[[nodiscard]] err throttle_wait_in(struct db *db, const struct throttle *t, int64_t *ret_ms);
[[nodiscard]] err throttle_failed_in(struct db *db, const struct throttle *t);
/* "Too many tries. Wait 40 seconds and try again." */
const char *throttle_words(struct rq *rq, int64_t ms);

#endif
