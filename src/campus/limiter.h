/* limiter.h: how often somebody may ask: fixed windows of a minute, in memory, of bounded size.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef CAMPUS_LIMITER_H
#define CAMPUS_LIMITER_H
#include <stdbool.h>
#include "arena.h"
#include "clock.h"
#include "err.h"

struct limiter;
struct limiter *limiter_new(struct arena *a); /* lives as long as the arena */
/* One more question of `who` (an address, a person); false: it has asked `most` times in this minute. When
   more come than are kept, those that asked least are forgotten. From any thread. */
bool limiter_lets(struct limiter *l, const char *who, int64_t most, instant now);
/* What counts as one address: itself, or of IPv6 its network (/64), of which one household has all. */
const char *limiter_net(struct arena *a, const char *address);
/* Seconds until the minute is over: 1 to 60. */
int64_t limiter_rest(instant now);

struct rq;
/* For a route that says `searches` or `asks`: may she, or whoever asks from this address, ask once more in this minute? It
   fails with ERR_TOO_MANY, words of hers and Retry-After. */
[[nodiscard]] err campus_lets(struct rq *rq);

#endif
