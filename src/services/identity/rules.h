/* rules.h: identity's decisions: name forms, passwords, delays, the age of sessions. Pure.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef IDENTITY_RULES_H
#define IDENTITY_RULES_H
#include "arena.h"
#include "clock.h"
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* --- Names ----------------------------------------------------------------------------------
 */

#define IDENTITY_LOGIN_MAX 32
#define IDENTITY_TYPED_MAX 200
/* A login is a-z, 0-9, '.' and '-', begins with a letter, 2 to 32 long. */
bool identity_login_ok(const char *login);
/* What to look up for a name as somebody typed it: case and blanks forgiven; our own domains
   (either may be NULL) cut off; any other domain kept. "" when it can be nobody's name. */
const char *identity_name_key(struct arena *a, const char *typed, const char *domain,
                              const char *office_domain);

/* A mail address that somebody types as her private one: in small letters, without blanks at its ends. */
#define IDENTITY_MAIL_MAX 254
enum identity_private_mail {
    PRIVATE_GOOD,
    PRIVATE_NONE, /* it is no mail address */
    PRIVATE_OURS, /* of this university: of no use to who cannot sign in here */
};
enum identity_private_mail identity_private_judge(struct arena *a, const char *typed, const char *domain,
                                                  const char *office_domain, const char **ret_mail);

/* --- Passwords ------------------------------------------------------------------------------
 */

#define IDENTITY_PASSWORD_MIN 12
#define IDENTITY_PASSWORD_MAX 200
enum identity_password {
    PASSWORD_GOOD,
    PASSWORD_SHORT,  /* under twelve characters */
    PASSWORD_LONG,   /* over two hundred */
    PASSWORD_NAME,   /* made of one's own name or login */
    PASSWORD_SIMPLE, /* few different characters, or a run of keys */
    PASSWORD_COMMON, /* leaked, or made of the words that everybody tries first */
};
enum identity_password identity_password_judge(struct arena *a, const char *password,
                                               const char *login, const char *name);
/* Is the text one of the words that passwords are made of most? Small letters. common.c */
bool identity_common_word(const char *s, size_t n);
#define IDENTITY_COMMON_MAX 14 /* letters of the longest */
/* Is it a leaked password, or a word or name of the dictionaries? Small letters. guessed.c */
bool identity_guessed(const char *word, size_t n);
#define IDENTITY_GUESSED_MAX 40

/* --- One-time codes -------------------------------------------------------------------------
 */

#define IDENTITY_CODE_CHARS 16
/* The letters and digits that nobody mistakes for another. */
extern const char identity_code_alphabet[31 + 1];
/* A code as typed, without blanks and dashes, in capitals; "" when it cannot be one. */
const char *identity_code_key(struct arena *a, const char *typed);
/* "ABCD-EFGH-JKMN-PQRS" */
const char *identity_code_show(struct arena *a, const char *key);

/* --- Codes as a second factor --------------------------------------------------------------
 */

#define IDENTITY_RECOVERY_CHARS 20
/* "ABCDE-FGHJK-MNPQR-STUVW" */
const char *identity_recovery_show(struct arena *a, const char *key);
/* What somebody types in the one field for codes, by its look: six digits, the twenty characters of a recovery code, or the
   sixteen of a pass; blanks, dashes and small letters forgiven. */
enum identity_second_kind { SECOND_NONE, SECOND_OTP, SECOND_RECOVERY, SECOND_PASS };
struct identity_second {
    enum identity_second_kind kind;
    const char *key;
};
struct identity_second identity_second_of(struct arena *a, const char *typed);

/* --- App passwords --------------------------------------------------------------------------
 */

#define IDENTITY_APP_CHARS 28 /* 138 bits */
/* As typed, without blanks and dashes, in capitals; "" when it cannot be one. */
const char *identity_app_key(struct arena *a, const char *typed);
/* "abcd-efgh-…", seven groups: small letters are typed with less ado on a phone. */
const char *identity_app_show(struct arena *a, const char *key);

/* --- Delays ---------------------------------------------------------------------------------
 */

/* What failures are counted under. A pair whose owner signed in from that address before is
   KNOWN and counts there alone: neither guesses from elsewhere nor neighbours' failures delay
   it. Wrong codes after a right password count for the account as a SECOND, wherever they come from. Mails
   that are asked for count as ASKED, for the address from which they are, or for who asks. */
enum identity_counter { COUNT_PAIR, COUNT_KNOWN, COUNT_ADDRESS, COUNT_SECOND, COUNT_ASKED };
/* The row's key: "pair:…" (a digest: people type passwords into name fields), "address:…". */
const char *identity_counter_key(struct arena *a, enum identity_counter kind, const char *name,
                                 const char *prefix);
/* The failures that still count: they leak away with time. */
int64_t identity_failures_left(enum identity_counter kind, int64_t failures,
                               int64_t elapsed_ms);
/* How long after the last failure the next try must wait, in milliseconds. */
int64_t identity_delay(enum identity_counter kind, int64_t failures);

/* --- What a login proves ---------------------------------------------------------------------
 */

/* Of bits of enum identity_proof (identity.h): 0 nothing, 1 one factor, 2 two factors, 3 resistant to phishing. */
int identity_level(unsigned proofs);
/* Which second factors somebody has: bits of identity_person.factors. */
enum identity_factor { FACTOR_OTP = 1, FACTOR_PASSKEY = 2, FACTOR_RECOVERY = 4, FACTOR_PUSH = 8 };
/* Is she asked for a second factor when she signs in with her password? Recovery codes alone are none. */
bool identity_asks_second(unsigned factors);
/* The highest level that a login gets to with them and her password. */
int identity_reach(unsigned factors);
/* What a login must prove on pages of administration: `asked` is the setting, 0: two factors of who has them. */
int identity_managing(int64_t asked, unsigned factors);

/* --- Who needs a second factor ---------------------------------------------------------------
 */

/* What a role asks of who holds it: from when a second factor, after how long a grace from her first visit after that. */
struct identity_need {
    instant starts; /* zero: never */
    int64_t grace;  /* days */
};
struct identity_due {
    bool now;   /* one of her roles needs a second factor already */
    instant at; /* until when she has time to set one up, as of today; zero: she needs none */
};
/* Of all roles that she holds; `asked`: when she was first told, or zero. */
struct identity_due identity_due(const struct identity_need *v, size_t n, instant asked, instant now);

/* --- Sessions -------------------------------------------------------------------------------
 */

enum identity_age { SESSION_LIVE, SESSION_IDLE, SESSION_OVER };
enum identity_age identity_session_age(instant seen, instant ends, int64_t idle_ms,
                                       instant now);
/* When it ends if it is not used before. */
instant identity_session_until(instant seen, instant ends, int64_t idle_ms);
/* Is it time to write down that it was seen? */
bool identity_session_touch(instant seen, int64_t idle_ms, instant now);
#define IDENTITY_NEXT_MAX 2000
/* May the browser be sent there after signing in? Only paths of this campus. */
bool identity_next_ok(const char *next);

/* What a User-Agent header says, in a word each: "Firefox", "Linux"; "" when unknown. */
struct identity_device {
    const char *browser, *system;
};
struct identity_device identity_device(const char *agent);

#endif
