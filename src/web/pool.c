/* pool.c: worker threads with a bounded queue.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include "pool.h"
#include <pthread.h>
#include <stdbool.h>

struct pool {
    pthread_mutex_t lock;
    pthread_cond_t more;
    struct work *first, **last;
    int waiting, room;
    int n_threads;
    bool ending;
    pthread_t threads[];
};

static void *worker(void *arg)
{
    struct pool *p = arg;

    pthread_mutex_lock(&p->lock);
    for (;;) {
        while (!p->first && !p->ending)
            pthread_cond_wait(&p->more, &p->lock);
        struct work *w = p->first;
        if (!w)
            break;
        p->first = w->next;
        if (!p->first)
            p->last = &p->first;
        p->waiting--;
        pthread_mutex_unlock(&p->lock);
        w->run(w->ctx);
        pthread_mutex_lock(&p->lock);
    }
    pthread_mutex_unlock(&p->lock);
    return NULL;
}

err pool_new(int threads, int queue, struct pool **ret_p)
{
    struct pool *p = calloc(1, sizeof *p + (size_t)threads * sizeof p->threads[0]);

    if (!p)
        return ERR_MEMORY;
    pthread_mutex_init(&p->lock, NULL);
    pthread_cond_init(&p->more, NULL);
    p->last = &p->first;
    p->room = queue;
    while (p->n_threads < threads) {
        if (pthread_create(&p->threads[p->n_threads], NULL, worker, p) != 0) {
            pool_free(p);
            return ERR_MEMORY;
        }
        p->n_threads++;
    }
    *ret_p = p;
    return OK;
}

err pool_add(struct pool *p, struct work *w)
{
    err e = ERR_BUSY;

    pthread_mutex_lock(&p->lock);
    if (p->waiting < p->room && !p->ending) {
        w->next = NULL;
        *p->last = w;
        p->last = &w->next;
        p->waiting++;
        pthread_cond_signal(&p->more);
        e = OK;
    }
    pthread_mutex_unlock(&p->lock);
    return e;
}

void pool_free(struct pool *p)
{
    if (!p)
        return;
    pthread_mutex_lock(&p->lock);
    p->ending = true;
    pthread_cond_broadcast(&p->more);
    pthread_mutex_unlock(&p->lock);
    for (int i = 0; i < p->n_threads; i++)
        pthread_join(p->threads[i], NULL);
    pthread_cond_destroy(&p->more);
    pthread_mutex_destroy(&p->lock);
    free(p);
}
