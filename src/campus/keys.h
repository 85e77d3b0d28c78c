/* keys.h: the campus's own keys: made once, kept in STATE/keys with mode 0600: one that signs the audit
   log, and master keys that seal secrets in the database.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef CAMPUS_KEYS_H
#define CAMPUS_KEYS_H
#include "arena.h"
#include "err.h"
#include "str.h"
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct keys;
/* Loads STATE/keys/audit.key and the master keys, or makes the first of them. */
[[nodiscard]] err keys_open(struct arena *a, const char *state, struct keys **ret_k,
                            const char **ret_why);
/* --- Secrets in the database --- */

#define KEYS_MASTERS 64 /* at most so many master keys, STATE/keys/secret-1.key … */
/* What a secret is for, and the row that it stands in: it opens for the same only. */
struct keys_about {
    const char *purpose; /* "draw" */
    int64_t row;
};
/* Sealed with the newest master key: a text without blanks, for a text column. */
[[nodiscard]] err keys_seal(struct arena *a, const struct keys *k, const struct keys_about *of,
                            struct str plain, const char **ret_sealed);
/* ERR_PARSE: not a sealed text; ERR_NOT_FOUND: its master key is not in STATE/keys; ERR_FORBIDDEN: it
   was changed, or is of another purpose or row. */
[[nodiscard]] err keys_unseal(struct arena *a, const struct keys *k,
                              const struct keys_about *of, const char *sealed,
                              struct str *ret_plain);
/* The number of the master key that a text was sealed with; 0: it is no sealed text. */
int keys_sealed_by(const char *sealed);
/* Makes the next master key; what is sealed from now on uses it, older texts still open. Running
   programs know it after their next start. ERR_RANGE: there are KEYS_MASTERS. */
[[nodiscard]] err keys_rotate(struct arena *a, const char *state, struct keys *k,
                              int *ret_number);

void keys_wipe(struct keys *k); /* NULL is allowed */
/* An Ed25519 signature, base64url, and its proof. */
const char *keys_sign(struct arena *a, const struct keys *k, const void *p, size_t n);
bool keys_signed(struct arena *a, const struct keys *k, const char *signature, const void *p,
                 size_t n);
/* 32 bytes for one purpose ("web"), made of the key. */
struct str keys_derive(struct arena *a, const struct keys *k, const char *purpose);
/* The public half, base64url: to be kept elsewhere by who wants to check the log on another machine. */
const char *keys_public(struct arena *a, const struct keys *k);

#endif
