/* kdf.h: passwords at rest: argon2id, slow and hungry on purpose. Call it where waiting is
   allowed: in a route's .prepare or a command, never in a READ or on the writer.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef IDENTITY_KDF_H
#define IDENTITY_KDF_H
#include "arena.h"
#include "err.h"
#include <stdbool.h>
#include <stdint.h>

/* What a hash costs. */
struct kdf_cost {
    int64_t memory_kib; /* at least KDF_MEMORY_LEAST */
    int64_t passes;     /* at least KDF_PASSES_LEAST */
};
#define KDF_MEMORY_LEAST 19456
#define KDF_PASSES_LEAST 2

/* The text to keep for a password. ERR_MEMORY. */
[[nodiscard]] err kdf_hash(struct arena *a, const char *password, struct kdf_cost cost,
                           const char **ret_text);
/* Is it that password? `text` NULL (nobody, or no password yet): works as long, then says no.
 */
bool kdf_check(const char *text, const char *password, struct kdf_cost cost);
/* Was the text made at another cost than today's? */
bool kdf_stale(const char *text, struct kdf_cost cost);

#endif
