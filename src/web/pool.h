/* pool.h: worker threads with a bounded queue, for what must not run on a connection's thread.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef WEB_POOL_H
#define WEB_POOL_H
#include "err.h"

struct pool;
struct work {
    void (*run)(void *ctx);
    void *ctx;
    struct work *next; /* the queue's */
};
[[nodiscard]] err pool_new(int threads, int queue, struct pool **ret_p);
/* ERR_BUSY when as many wait as the queue holds, or when the pool ends. */
[[nodiscard]] err pool_add(struct pool *p, struct work *w);
/* Does what waits, then ends the threads. */
void pool_free(struct pool *p);

#endif
