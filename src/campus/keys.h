/* keys.h: the campus's own keys: made once, kept in STATE/keys with mode 0600.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef CAMPUS_KEYS_H
#define CAMPUS_KEYS_H
#include <stdbool.h>
#include <stddef.h>
#include "arena.h"
#include "err.h"
#include "str.h"

struct keys;
/* Loads STATE/keys/audit.key, or makes it. */
[[nodiscard]] err keys_open(struct arena *a, const char *state, struct keys **ret_k,
                            const char **ret_why);
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
