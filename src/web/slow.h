/* slow.h: connections whose next request does not come to its end. The library closes one that is silent; one that
   sends a byte now and then would stay for ever, and a few hundred of those keep everybody else out.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef WEB_SLOW_H
#define WEB_SLOW_H
#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Beside the time that a silent connection has, a request may take so long to arrive, and a second more for each
   SLOW_RATE bytes of its body. */
#define SLOW_LAST_S 20
#define SLOW_RATE   4096

/* One connection; in what the transport keeps of it. */
struct slow_one {
    int fd;
    atomic_int_fast64_t since_us, got; /* since when the next request is waited for; bytes of its body */
    atomic_bool ours;                  /* it is here: now it waits for us */
    struct slow_one *next, **at;
};
struct slow;
struct slow *slow_new(void); /* NULL: no memory */
void slow_free(struct slow *all); /* NULL is allowed; no connection may be left */
void slow_add(struct slow *all, struct slow_one *one, int fd);
/* Before its socket is closed. */
void slow_remove(struct slow *all, struct slow_one *one);
void slow_got(struct slow_one *one, size_t bytes); /* of a body */
void slow_arrived(struct slow_one *one);           /* the whole request */
void slow_answered(struct slow_one *one);
/* Shuts the sockets of those that take too long; how many. */
size_t slow_shut(struct slow *all, int64_t now_us, int64_t idle_s);

#endif
