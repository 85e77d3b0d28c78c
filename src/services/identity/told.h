/* told.h: what somebody is told of her account's safety. SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef IDENTITY_TOLD_H
#define IDENTITY_TOLD_H
#include "notices.h"
#include "rq.h"

#define IDENTITY_NOTICES 14
extern const struct notice_kind *const identity_notices[IDENTITY_NOTICES];
[[nodiscard]] err told_password(struct db *db, person_id who);
/* She signed in from a place that is not known. */
[[nodiscard]] err told_new_place(struct rq *rq, person_id who);

/* A second factor was added, or taken away; `what` names it. */
[[nodiscard]] err told_factor(struct rq *rq, person_id who, bool is_new, struct msg what);
/* The same of a job or an event. */
[[nodiscard]] err told_factor_in(struct db *db, person_id who, bool is_new, struct msg what);
/* She said on a device of hers that a sign-in from this address was not she. */
[[nodiscard]] err told_declined(struct rq *rq, person_id who, const char *address);
/* An app password was made, for this device. */
[[nodiscard]] err told_app_password(struct rq *rq, person_id who, const char *device);
/* All second factors were taken away by who runs accounts. */
[[nodiscard]] err told_reset(struct db *db, person_id who);
/* A recovery code was used; so many are left. */
[[nodiscard]] err told_recovery(struct rq *rq, person_id who, int64_t left);
/* Somebody who knows her password guesses at what comes after it. */
[[nodiscard]] err told_guessed(struct rq *rq, person_id who);
/* rq->me has a private mail address, or that one no longer. */
[[nodiscard]] err told_private(struct rq *rq, const char *mail, bool is_new);
/* The service desk gave out a pass for her account. */
[[nodiscard]] err told_pass(struct db *db, person_id who);
/* A new second factor took the place of all earlier ones. */
[[nodiscard]] err told_replaced(struct rq *rq, person_id who);
/* The kind with which the mail to a private address is tried. */
const struct notice_kind *told_sample(void);
/* Something of somebody's account that she does not know. */
struct told_device {
    person_id who;
    const char *name, *login;
    const char *device; /* what did it */
    instant at;
};
/* Somebody who runs accounts is told of it. */
[[nodiscard]] err told_not_me(struct rq *rq, person_id desk, const struct told_device *d);

#endif
