/* rand.h: chance, from the system; replaceable in tests.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef BASE_RAND_H
#define BASE_RAND_H
#include <stddef.h>
#include <stdint.h>
#include "arena.h"

void rand_bytes(void *out, size_t n);
uint64_t rand_below(uint64_t limit); /* 0..limit-1, unbiased; limit 0 gives 0 */
/* n random bytes as base64url text. */
const char *rand_token(struct arena *a, size_t n);
/* From here on a repeatable stream, for tests. Zero: the system's again. */
void rand_seed(uint64_t seed);

#endif
