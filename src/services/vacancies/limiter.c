/* limiter.c: a small table of who asked how often. SPDX-License-Identifier: AGPL-3.0-or-later */
#include "limiter.h"
#include <pthread.h>

#define SLOTS 4096
#define TRIES 8

struct slot {
    uint64_t who;
    int64_t minute;
    int n;
};
struct limiter {
    pthread_mutex_t lock;
    struct slot v[SLOTS];
};

struct limiter *limiter_new(struct arena *a)
{
    struct limiter *l = ARENA_NEW(a, struct limiter);

    pthread_mutex_init(&l->lock, NULL);
    return l;
}

static uint64_t hash(const char *s)
{
    uint64_t h = 0xCBF29CE484222325U;

    for (; *s; s++)
        h = (h ^ (unsigned char)*s) * 0x100000001B3U;
    return h ? h : 1;
}

/* Its slot, or the one that is missed least. */
static struct slot *slot_of(struct limiter *l, uint64_t who, int64_t at)
{
    struct slot *best = NULL;

    for (uint64_t i = 0; i < TRIES; i++) {
        struct slot *s = &l->v[((who >> 16) + i) % SLOTS];
        if (s->who == who)
            return s;
        if (s->minute != at)
            s->n = 0;
        if (!best || s->n < best->n)
            best = s;
    }
    best->who = who;
    best->minute = at;
    best->n = 0;
    return best;
}

bool limiter_lets(struct limiter *l, const char *address, int most, instant now)
{
    int64_t at = now.v / MINUTES(1);

    pthread_mutex_lock(&l->lock);
    struct slot *s = slot_of(l, hash(address), at);
    if (s->minute != at) {
        s->minute = at;
        s->n = 0;
    }
    bool lets = s->n < most;
    s->n += lets;
    pthread_mutex_unlock(&l->lock);
    return lets;
}
