/* account.h: what both the administrator's pages and commands do to an account.
   The caller leaves the audit line: it knows who acts.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef IDENTITY_ACCOUNT_H
#define IDENTITY_ACCOUNT_H
#include "clock.h"
#include "db.h"
#include "err.h"
#include "rights.h"
#include <stdbool.h>

/* A fresh one-time code for somebody ("ABCD-EFGH-JKMN-PQRS"); older ones no longer work. */
[[nodiscard]] err account_code(struct db *db, person_id who, person_id by, instant ends,
                               const char **ret_code);
/* The same for her private address: what was made before goes on to work, so that nobody takes a letter away from her. */
[[nodiscard]] err account_mailed_code(struct db *db, person_id who, instant ends, const char **ret_code);
/* A fresh code that is kept elsewhere, and its SHA-256. */
const char *account_fresh_code(struct arena *a, struct str *ret_hash);
/* Closes the account: sessions end, ACCOUNT_DISABLED is sent. *ret_changed false: it was
 * closed. */
[[nodiscard]] err account_disable(struct db *db, person_id who, bool *ret_changed);
[[nodiscard]] err account_enable(struct db *db, person_id who, bool *ret_changed);
/* A new password (its text from kdf_hash): codes no longer work, other sessions end. */
[[nodiscard]] err account_password(struct db *db, person_id who, const char *text,
                                   session_id keep);

/* A role to give or take. */
struct account_role {
    enum role role;
    int64_t scope; /* 0: the whole campus */
    bool give;
};
/* Gives or takes it; sends ACCOUNT_CHANGED when that changed something. */
[[nodiscard]] err account_role(struct db *db, person_id who, const struct account_role *r,
                               bool *ret_changed);
/* For the audit line. */
const char *account_role_json(struct arena *a, const struct account_role *r);

/* Her name, mail address and language: what campus_addressees_by() asks for. */
struct addressee;
/* For campus_names_by(). */
[[nodiscard]] err identity_named(struct db *db, const char *typed, person_id *ret);
[[nodiscard]] err identity_addressee(struct db *db, person_id who, struct addressee *ret);

#endif
