/* app_passwords.h: passwords of one device for one way in, for programs that know no more than a user name and a password.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef IDENTITY_APP_PASSWORDS_H
#define IDENTITY_APP_PASSWORDS_H
#include "identity.h"
#include "rq.h"

#define APP_PASSWORDS_MOST 25 /* of one person */

/* A new one, in the form in which it is shown, once. In a WRITE. */
[[nodiscard]] err app_password_make(struct db *db, person_id who, const char *name, const char *door, const char **ret_shown);
/* Takes all of somebody away, as who holds them may not be her; *ret_n: how many there were. In a WRITE. */
[[nodiscard]] err app_passwords_drop(struct db *db, person_id who, int64_t *ret_n);

/* app_pages.c: whether a service here takes any, and how many rq->me has. */
[[nodiscard]] err app_passwords_seen(struct rq *rq, bool *ret_doors, size_t *ret_n);
[[nodiscard]] err identity_app_passwords_get(struct rq *rq);
[[nodiscard]] err identity_app_passwords_post(struct rq *rq);
[[nodiscard]] err identity_app_password_end_post(struct rq *rq);

#endif
