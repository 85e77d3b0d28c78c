/* room_rules.c: the waiting room's decisions, without database.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include "room_rules.h"
#include <math.h>

/* --- Is it needed? ------------------------------------------------------------------------------ */

/* Of fewer requests nothing is concluded. */
#define REQUESTS_LEAST 100
#define REFUSED_LEAST  10

enum room_state room_judge(const struct room_load *l, const struct room_bounds *b,
                           const char **ret_why)
{
    *ret_why = NULL;
    if (l->writes > b->writes)
        *ret_why = "writes";
    else if (l->asked > b->asked)
        *ret_why = "asked";
    else if (l->refused >= REFUSED_LEAST && l->refused * 50 > l->requests)
        *ret_why = "refused";
    else if (l->requests >= REQUESTS_LEAST && l->slow * 4 > l->requests)
        *ret_why = "slow";
    if (*ret_why)
        return ROOM_BUSY;
    if (l->writes * 4 > b->writes || l->asked * 4 > b->asked || l->slow * 50 > l->requests)
        return ROOM_BETWEEN;
    return ROOM_CALM;
}

int64_t room_lets(int64_t lets, enum room_state s, int64_t least, int64_t most)
{
    if (s == ROOM_BUSY)
        lets /= 2;
    if (s == ROOM_CALM)
        lets += lets / 20 + 1;
    if (lets > most)
        lets = most;
    return lets < least ? least : lets;
}

/* --- Who comes in ------------------------------------------------------------------------------- */

bool room_here(const struct room_ticket *t, instant now)
{
    return t->seen.v + ROOM_HERE > now.v;
}

static bool waits(const struct room_ticket *t, instant now)
{
    return t->in.v == 0 && t->held.v <= now.v;
}

static struct room_sums count(const struct room_ticket *v, size_t n, instant now,
                              int64_t *ret_called)
{
    struct room_sums s = {};

    *ret_called = 0;
    for (size_t i = 0; i < n; i++) {
        s.in += v[i].in.v != 0;
        s.held += v[i].in.v == 0 && v[i].held.v > now.v;
        if (!waits(&v[i], now))
            continue;
        s.waiting++;
        s.here += room_here(&v[i], now);
        *ret_called += v[i].called.v != 0 && !room_here(&v[i], now);
    }
    return s;
}

static bool gone(const struct room_policy *p, const struct room_ticket *t, bool others,
                 instant now)
{
    return t->left.v != 0 || (t->in.v != 0 && (t->seen.v + p->idle <= now.v ||
                                               (others && t->in.v + p->stay <= now.v)));
}

/* One who waits; *free are the places that nobody has. */
static enum room_act turn_of(const struct room_policy *p, const struct room_ticket *t,
                             int64_t *free, int64_t *called, instant now)
{
    if (room_here(t, now)) {
        --*free;
        return ROOM_HELD;
    }
    if (t->called.v != 0 && t->called.v + p->call <= now.v)
        return ROOM_BACK;
    if (t->called.v != 0 || *called >= p->lets)
        return ROOM_STAYS;
    ++*called;
    return ROOM_CALLED;
}

struct room_sums room_decide(const struct room_policy *p, const struct room_ticket *v, size_t n,
                             instant now, enum room_act *ret)
{
    int64_t called = 0;
    struct room_sums s = count(v, n, now, &called);
    int64_t free = p->lets - s.in - s.held;

    for (size_t i = 0; i < n; i++) {
        ret[i] = gone(p, &v[i], s.here > 0, now) ? ROOM_OUT : ROOM_STAYS;
        free += ret[i] == ROOM_OUT;
    }
    for (size_t i = 0; i < n && free > 0; i++) {
        if (waits(&v[i], now))
            ret[i] = turn_of(p, &v[i], &free, &called, now);
    }
    return s;
}

int64_t room_turn(instant came, int64_t by_chance)
{
    return came.v * 1000 + by_chance;
}

void room_draw(int64_t *turns, size_t n, uint64_t (*chance)(uint64_t below))
{
    for (size_t i = n; i > 1; i--) {
        size_t k = (size_t)chance(i);
        int64_t x = turns[i - 1];

        turns[i - 1] = turns[k];
        turns[k] = x;
    }
}

/* --- How long it takes -------------------------------------------------------------------------- */

/* Fewer places that came free, or a shorter time, say nothing. */
#define WENT_LEAST 10
#define TIME_LEAST SECONDS(30)
/* People do not stay as long in the next minutes as in the last ones: a quarter more or less. */
#define DRIFT 0.25

struct room_estimate room_estimate(int64_t ahead, int64_t here, int64_t went, int64_t ms)
{
    struct room_estimate e = {};

    if (went < WENT_LEAST || ms < TIME_LEAST)
        return e;
    /* Chance alone makes a count of n differ by some two square roots of n. */
    double each = (double)ms / (double)went, off = sqrt(4 / (double)went + DRIFT * DRIFT);

    e.known = true;
    e.least = (int64_t)(each * (double)here / (1 + off));
    e.most = (int64_t)(each * (double)(ahead + 1) / (1 - (off < 0.75 ? off : 0.75)));
    return e;
}
