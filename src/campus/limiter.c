/* limiter.c: a small table of who asked how often. SPDX-License-Identifier: AGPL-3.0-or-later */
#include "limiter.h"
#include <arpa/inet.h>
#include <pthread.h>
#include "app.h"
#include "reply.h"
#include "rq.h"
#include "str.h"

#define SLOTS 4096
#define TRIES 8

struct slot {
    uint64_t who;
    int64_t minute;
    int64_t n;
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

bool limiter_lets(struct limiter *l, const char *who, int64_t most, instant now)
{
    int64_t at = now.v / MINUTES(1);

    pthread_mutex_lock(&l->lock);
    struct slot *s = slot_of(l, hash(who), at);
    if (s->minute != at) {
        s->minute = at;
        s->n = 0;
    }
    bool lets = s->n < most;
    s->n += lets;
    pthread_mutex_unlock(&l->lock);
    return lets;
}

int64_t limiter_rest(instant now)
{
    return (MINUTES(1) - now.v % MINUTES(1) + 999) / 1000;
}

const char *limiter_net(struct arena *a, const char *address)
{
    struct in6_addr six;
    uint8_t *b = six.s6_addr;

    if (inet_pton(AF_INET6, address, &six) != 1 || IN6_IS_ADDR_V4MAPPED(&six))
        return address;
    return arena_printf(a, "%02x%02x:%02x%02x:%02x%02x:%02x%02x", b[0], b[1], b[2], b[3], b[4], b[5], b[6],
                        b[7]);
}

static err lets_ask(struct rq *rq)
{
    const char *who = arena_printf(rq->arena, "asks %lld", (long long)rq->me.v);

    if (limiter_lets(rq_app(rq)->searches, who, campus_of(rq)->asks_person, rq->now))
        return OK;
    int64_t rest = limiter_rest(rq->now);
    reply_header(rq, "Retry-After", arena_printf(rq->arena, "%lld", (long long)rest));
    return fail(rq, ERR_TOO_MANY,
                "You asked more often in this minute than there is anything to decide. Nothing was changed: your "
                "places and your plan are as they were. Go on in %d seconds.",
                (int)rest);
}

err campus_lets(struct rq *rq)
{
    if (rq->route->asks)
        return lets_ask(rq);
    const struct campus_settings *s = campus_of(rq);
    int64_t most = rq->me.v != 0 ? s->search_person : s->search_address;
    const char *who = rq->me.v != 0 ? arena_printf(rq->arena, "person %lld", (long long)rq->me.v)
                                    : limiter_net(rq->arena, rq->address);

    if (limiter_lets(rq_app(rq)->searches, who, most, rq->now))
        return OK;
    int64_t rest = limiter_rest(rq->now);
    reply_header(rq, "Retry-After", arena_printf(rq->arena, "%lld", (long long)rest));
    if (rq->me.v != 0)
        return fail(rq, ERR_TOO_MANY,
                    "You searched more often in this minute than anybody types. Nothing is wrong: go on in %d "
                    "seconds.",
                    (int)rest);
    return fail(rq, ERR_TOO_MANY,
                "From your network more was searched in this minute than we answer to visitors. Go on in %d "
                "seconds, or sign in: then only your own searches count.",
                (int)rest);
}
