/* room_rules.h: the waiting room's decisions: when it opens, who comes in, how long it takes. Pure.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef STUDYMAP_ROOM_RULES_H
#define STUDYMAP_ROOM_RULES_H
#include "clock.h"
#include "ids.h"
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Without a sign for so long somebody is not here. Signs are kept to the minute. */
#define ROOM_HERE SECONDS(150)
/* A place is held for so long for who is here and whose turn has come. */
#define ROOM_HOLD SECONDS(90)

/* --- Is it needed? ------------------------------------------------------------------------------ */

/* What was measured in the last seconds. */
struct room_load {
    int64_t writes;         /* waiting for the writer of this process */
    int64_t asked;          /* waiting to be decided */
    int64_t refused;        /* signed in and turned away by a full queue, in the window */
    int64_t requests, slow; /* answered in the window; of these, in more than a second */
};
struct room_bounds {
    int64_t writes, asked;
};
enum room_state { ROOM_CALM, ROOM_BETWEEN, ROOM_BUSY };
/* "writes", "asked", "refused", "slow": what is too much; NULL unless ROOM_BUSY. */
enum room_state room_judge(const struct room_load *l, const struct room_bounds *b,
                           const char **ret_why);
/* How many may be in at once, a second later: half when it is busy, a twentieth more when it is calm. */
int64_t room_lets(int64_t lets, enum room_state s, int64_t least, int64_t most);

/* --- Who comes in ------------------------------------------------------------------------------- */

struct room_ticket {
    person_id person;
    int64_t turn;
    instant came, called, held, in, seen;
    instant left; /* she said that she is done */
};
struct room_policy {
    int64_t lets; /* in at once, with those for whom a place is held */
    int64_t call, idle,
        stay; /* ms: to come when called; without a sign; in all, while others wait */
};
enum room_act {
    ROOM_STAYS,
    ROOM_CALLED, /* her turn is there, but she is not: her place is kept for a while */
    ROOM_HELD,   /* her turn is there and she is: a place is held for her */
    ROOM_BACK,   /* called, and did not come: behind all others */
    ROOM_OUT,    /* she is done, went, or was in long enough */
};
struct room_sums {
    int64_t in, held, waiting, here; /* before the acts; here: of those who wait */
};
/* What becomes of each ticket now; `v` in the order of turns. Who is not here is passed over and keeps her
   turn; who comes back is the next. At most `lets` are called at a time who are not here. */
struct room_sums room_decide(const struct room_policy *p, const struct room_ticket *v, size_t n,
                             instant now, enum room_act *ret);
bool room_here(const struct room_ticket *t, instant now);

/* A turn by arrival; of those within a millisecond by chance (0..999). */
int64_t room_turn(instant came, int64_t by_chance);
/* The same turns in a random order: `chance(below)`. */
void room_draw(int64_t *turns, size_t n, uint64_t (*chance)(uint64_t below));

/* --- How long it takes -------------------------------------------------------------------------- */

struct room_estimate {
    bool known;
    int64_t least, most; /* ms */
};
/* `ahead` wait before her, `here` of these are here; so many places came free within so many ms. */
struct room_estimate room_estimate(int64_t ahead, int64_t here, int64_t went, int64_t ms);

#endif
