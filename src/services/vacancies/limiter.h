/* limiter.h: how often an address may ask: fixed windows of a minute, in memory, of bounded size.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef VACANCIES_LIMITER_H
#define VACANCIES_LIMITER_H
#include <stdbool.h>
#include "arena.h"
#include "clock.h"

struct limiter;
struct limiter *limiter_new(struct arena *a); /* lives as long as the arena */
/* One more question of this address; false: it has asked `most` times in this minute. When more
   addresses come than are kept, those that asked least are forgotten. From any thread. */
bool limiter_lets(struct limiter *l, const char *address, int most, instant now);

#endif
