/* identity.h: all that other services may ask of identity: persons, their names and their
   roles. SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef IDENTITY_H
#define IDENTITY_H
#include "clock.h"
#include "db.h"
#include "err.h"
#include "ids.h"
#include "rights.h"

struct service;
extern const struct service identity_service;
#include <stdbool.h>
#include <stdint.h>

/* The university itself. */
#define IDENTITY_HOME ((org_id){1})

/* Somebody with an account. */
struct identity_info {
    person_id id;
    org_id org;
    const char *login; /* "s1234567" */
    const char *name;  /* "Noor de Vries" */
    const char *mail;
    const char *lang; /* "en", "nl"; "" while her browser decides */
    bool disabled;
};
/* ERR_NOT_FOUND without such a person. */
[[nodiscard]] err identity_by_id(struct db *db, person_id id, struct identity_info *ret);
/* By any name form as somebody typed it ("S1234567 ", "s1234567@office.sint-maarten.example").
 */
[[nodiscard]] err identity_by_name(struct db *db, const char *typed, struct identity_info *ret);

/* Signs this browser out: its session ends, its cookie goes, an audit line stays. In a WRITE. */
struct rq;
[[nodiscard]] err identity_sign_out(struct rq *rq);
/* Ends a session of somebody in whatever browser; an audit line stays. In a WRITE. */
[[nodiscard]] err identity_session_end(struct db *db, person_id who, session_id session);
/* The roles that somebody holds. */
[[nodiscard]] err identity_roles_of(struct db *db, person_id who, const struct held_role **ret_v, size_t *ret_n);

/* One row of people.csv. Texts may be NULL or "": nothing is said about that. */
struct identity_row {
    const char *login; /* needed: a-z, 0-9, . and -; 2 to 32 characters, begins with a letter */
    const char *name;  /* needed: 1 to 120 characters */
    const char *mail;  /* "": login@domain */
    const char *lang;  /* "en", "nl" or "" */
    const char *role;  /* a word of roles.def, held for the whole campus, or "" */
    const char *password; /* samples only: set when the account is new, else ignored */
};
/* What is wrong with a row, as an English msgid, or NULL. No database. */
const char *identity_row_problem(const struct identity_row *row);
enum identity_change { IDENTITY_SAME, IDENTITY_NEW, IDENTITY_CHANGED };
/* What importing the row would change. *ret_id is zero for a new person. */
[[nodiscard]] err identity_compare(struct db *db, const struct identity_row *row,
                                   person_id *ret_id, enum identity_change *ret_change);
/* Makes or changes the person. The row must be free of problems. Sends ACCOUNT_CHANGED and
   leaves an audit line when something changed. In a WRITE. */
[[nodiscard]] err identity_import(struct db *db, const struct identity_row *row,
                                  person_id *ret_id, enum identity_change *ret_change);

/* Closes an account, or opens it again: an audit line says so, sessions and codes end, ACCOUNT_DISABLED or ACCOUNT_CHANGED
   is sent. *ret_changed false: it was so before. In a WRITE. */
[[nodiscard]] err identity_close(struct db *db, person_id who, bool *ret_changed);
[[nodiscard]] err identity_open(struct db *db, person_id who, bool *ret_changed);

/* --- What proved a login --- */

enum identity_proof {
    IDENTITY_PASSWORD = 1,
    IDENTITY_OTP = 2,       /* a code of an authenticator app */
    IDENTITY_PASSKEY = 4,
    IDENTITY_PUSH = 8,      /* a number typed on a phone */
    IDENTITY_RECOVERY = 16, /* a recovery code */
    IDENTITY_PASS = 32,     /* a pass of the service desk */
    IDENTITY_VERIFIED = 64, /* beside IDENTITY_PASSKEY: the key asked for a fingerprint, a face or a PIN */
};
struct identity_login {
    session_id session;
    person_id person;
    instant at;      /* of the last proof */
    unsigned proofs; /* bits */
    int level;       /* 1 one factor, 2 two factors, 3 resistant to phishing */
    bool shared;     /* on a computer that others use too */
};
/* ERR_NOT_FOUND: there is no such session, or it is over. When one ends by the person's or an administrator's
   doing, SESSION_ENDED is sent and BUS_SESSION or BUS_ACCOUNT told. For more than the login proves lead a browser to
     /sign-in/more?level=N&next=PATH   until it has that level
     /sign-in/more?again=1&next=PATH   for a new proof, with `level` of that level
   PATH goes through url_seg(); up to 2000 characters. A handler may also answer identity_more(). */
[[nodiscard]] err identity_login_of(struct db *db, session_id session, struct identity_login *ret);
struct rq;
/* Ends a handler: the browser proves more and comes back; see above. */
[[nodiscard]] err identity_more(struct rq *rq, int level, bool again);

/* What a login must prove for an application of a sort (campus/applications.h: "office", "other") that asks for a level itself. */
[[nodiscard]] err identity_level_for(struct db *db, const char *sort, int level, int *ret);

/* --- App passwords: of one device and one way in (campus/door.h) --- */

/* What somebody's program brings. */
struct identity_app_try {
    const char *name;     /* any name form, as typed */
    const char *password; /* as typed: case, blanks and dashes are forgiven */
    const char *door;     /* the word of the way in: "calendar" */
    const char *address;  /* where it comes from */
};
/* What is to be written down of a try. */
struct identity_app_note {
    app_password_id used; /* it was right, and used from there for the first time in a minute */
    char address[64];
    bool failed;
    int kinds[2];
    char keys[2][96], stale[48];
};
struct identity_app_said {
    person_id person; /* zero: turned down */
    instant made_at;  /* the password */
    int64_t wait;     /* milliseconds for which no try is listened to; 0: it was tried */
    struct identity_app_note note;
};
/* Whose is it? In a READ or a WRITE, with the same work whoever it names; failures delay as those of signing in do, but a
   wrong one that is sent again and again counts once. The note is for identity_app_noted(). */
[[nodiscard]] err identity_app_password_check(struct db *db, const struct identity_app_try *t, struct identity_app_said *ret);
/* In a WRITE. */
[[nodiscard]] err identity_app_noted(struct db *db, const struct identity_app_note *n);
/* The same for a READ or SLOW route that says .audited (so that a failure counts before the next try), by HTTP Basic (RFC 7617).
   A zero person: the answer is there, return OK. */
[[nodiscard]] err identity_app_enter(struct rq *rq, const char *door, struct identity_app_said *ret);

/* Roles: scope 0 is the whole campus, else a programme_id or offering_id. Giving twice is once.
 *ret_changed may be NULL. In a WRITE; sends ACCOUNT_CHANGED; audits. */
[[nodiscard]] err identity_role_give(struct db *db, person_id who, enum role role,
                                     int64_t scope, bool *ret_changed);
[[nodiscard]] err identity_role_take(struct db *db, person_id who, enum role role,
                                     int64_t scope, bool *ret_changed);

#endif
