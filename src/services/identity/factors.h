/* factors.h: second factors at rest: authenticator apps and recovery codes. SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef IDENTITY_FACTORS_H
#define IDENTITY_FACTORS_H
#include "db.h"
#include "err.h"
#include <stdbool.h>

/* Keeps beside the person which factors she has, and tells every process. In a WRITE, after each change. */
[[nodiscard]] err factors_changed(struct db *db, person_id who);

/* An app that is being set up: its secret, once. What was begun before is given up. In a WRITE. */
[[nodiscard]] err factors_otp_begin(struct db *db, person_id who, const char *name, otp_id *ret_id);
struct identity_otp;
/* Its secret, opened. */
[[nodiscard]] err factors_otp_secret(struct db *db, const struct identity_otp *otp, struct str *ret_secret);
/* Is it a code of this app, not used before? *ret_step says of which step. */
[[nodiscard]] err factors_otp_right(struct db *db, const struct identity_otp *otp, const char *code,
                                    bool *ret_right, int64_t *ret_step);

#define FACTORS_RECOVERY 10 /* codes at once */
/* New recovery codes, in the form in which they are shown, once; the older ones no longer work. In a WRITE. */
[[nodiscard]] err factors_recovery_make(struct db *db, person_id who, const char *ret_codes[FACTORS_RECOVERY]);

/* Takes all second factors, remembered browsers and sessions away, for who lost them; she is told. The caller writes the
   audit line. In a WRITE. */
[[nodiscard]] err factors_reset(struct db *db, person_id who);

/* A factor was set up by who signed in with a pass: only that one stays, and only this session. In a WRITE. */
struct rq;
[[nodiscard]] err factors_replaced(struct rq *rq, otp_id otp, passkey_id passkey);
/* Is somebody signed in by a pass who has not set up a new factor yet? */
bool factors_by_pass(unsigned proofs);

/* What a code was that somebody typed as her second factor. */
enum factors_code { CODE_NONE, CODE_OTP, CODE_RECOVERY, CODE_PASS };
/* Tries it and uses it up. In a WRITE that keeps its writes. */
[[nodiscard]] err factors_code_use(struct db *db, person_id who, const char *typed, enum factors_code *ret);

#endif
