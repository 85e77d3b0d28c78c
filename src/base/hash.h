/* hash.h: digests, text forms of bytes, and comparison in constant time (libsodium).
   SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef BASE_HASH_H
#define BASE_HASH_H
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "arena.h"
#include "err.h"
#include "str.h"

struct digest {
    uint8_t b[32];
};
struct digest hash_sha256(const void *p, size_t n);
struct digest hash_hmac(const void *key, size_t key_n, const void *p, size_t n); /* HMAC-SHA-256 */

/* A key for many HMACs, prepared once: half the work of hash_hmac() for a short message. */
struct hash_key;
struct hash_key *hash_key_of(struct arena *a, const void *key, size_t n);
struct digest hash_keyed(const struct hash_key *k, const void *p, size_t n);

/* A running digest, for what does not fit in memory. */
struct hash_run;
struct hash_run *hash_begin(struct arena *a);
void hash_add(struct hash_run *h, const void *p, size_t n);
struct digest hash_end(struct hash_run *h);

const char *hash_hex(struct arena *a, const void *p, size_t n);
const char *hash_base64url(struct arena *a, const void *p, size_t n); /* RFC 4648 §5, no padding */
[[nodiscard]] err hash_from_base64url(struct arena *a, const char *s, struct str *ret_bytes);
const char *hash_base64(struct arena *a, const void *p, size_t n); /* RFC 4648 §4, with padding */
/* Blanks and line ends may stand in it. */
[[nodiscard]] err hash_from_base64(struct arena *a, const char *s, struct str *ret_bytes);
[[nodiscard]] err hash_from_hex(struct arena *a, const char *s, struct str *ret_bytes);

/* Equal? Takes the same time wherever they differ. */
bool hash_same(const void *a, const void *b, size_t n);

/* Text that must not show: put() and log do not take it. Wiped when its arena ends is not promised;
   wipe by secret_wipe() as soon as it was used. */
struct secret {
    char *s;
    size_t n;
};
void secret_wipe(struct secret *s);

#endif
