/* slow.c: connections whose next request does not come to its end.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include "slow.h"
#include "clock.h"
#include <pthread.h>
#include <stdlib.h>
#include <sys/socket.h>

struct slow {
    pthread_mutex_t lock;
    struct slow_one *first;
};

struct slow *slow_new(void)
{
    struct slow *all = calloc(1, sizeof *all);

    if (all)
        pthread_mutex_init(&all->lock, NULL);
    return all;
}

void slow_free(struct slow *all)
{
    if (!all)
        return;
    pthread_mutex_destroy(&all->lock);
    free(all);
}

void slow_add(struct slow *all, struct slow_one *one, int fd)
{
    one->fd = fd;
    slow_answered(one);
    pthread_mutex_lock(&all->lock);
    one->next = all->first;
    one->at = &all->first;
    if (one->next)
        one->next->at = &one->next;
    all->first = one;
    pthread_mutex_unlock(&all->lock);
}

void slow_remove(struct slow *all, struct slow_one *one)
{
    pthread_mutex_lock(&all->lock);
    *one->at = one->next;
    if (one->next)
        one->next->at = one->at;
    pthread_mutex_unlock(&all->lock);
}

void slow_got(struct slow_one *one, size_t bytes)
{
    atomic_fetch_add_explicit(&one->got, (int64_t)bytes, memory_order_relaxed);
}

void slow_arrived(struct slow_one *one)
{
    atomic_store_explicit(&one->ours, true, memory_order_relaxed);
}

void slow_answered(struct slow_one *one)
{
    atomic_store_explicit(&one->got, 0, memory_order_relaxed);
    atomic_store_explicit(&one->since_us, clock_us(), memory_order_relaxed);
    atomic_store_explicit(&one->ours, false, memory_order_relaxed);
}

static bool too_slow(struct slow_one *one, int64_t now_us, int64_t idle_s)
{
    int64_t got = atomic_load_explicit(&one->got, memory_order_relaxed);
    int64_t s = idle_s + SLOW_LAST_S + got / SLOW_RATE;

    return !atomic_load_explicit(&one->ours, memory_order_relaxed) &&
           now_us - atomic_load_explicit(&one->since_us, memory_order_relaxed) > s * 1000000;
}

size_t slow_shut(struct slow *all, int64_t now_us, int64_t idle_s)
{
    size_t n = 0;

    pthread_mutex_lock(&all->lock);
    for (struct slow_one *one = all->first; one; one = one->next) {
        if (!too_slow(one, now_us, idle_s))
            continue;
        (void)shutdown(one->fd, SHUT_RDWR);
        n++;
    }
    pthread_mutex_unlock(&all->lock);
    return n;
}
