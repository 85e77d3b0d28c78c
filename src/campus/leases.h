/* leases.h: names that one process holds at a time, in the database.
   A holder that slept past its time is told by its fence: a transaction that must not run twice asks
   lease_holds() first. SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef CAMPUS_LEASES_H
#define CAMPUS_LEASES_H
#include <stdbool.h>
#include "clock.h"
#include "db.h"
#include "err.h"

struct lease {
    const char *name;   /* "worker" */
    const char *holder; /* this process */
    int64_t fence;      /* rises with each holder */
};
/* Takes or keeps it until `until`; *ret_held is false while somebody else has it. */
[[nodiscard]] err lease_take(struct db *db, struct lease *l, instant until, bool *ret_held);
/* Does it still hold, inside this transaction? ERR_CONFLICT if not. */
[[nodiscard]] err lease_holds(struct db *db, const struct lease *l);
/* The number of this process for its ids: the lowest free of 0..LEASE_PROCESSES-1, kept until
   `until`. ERR_BUSY when all are taken. */
#define LEASE_PROCESSES 256
[[nodiscard]] err lease_process(struct db *db, const char *holder, instant until, int *ret_number);
/* Keeps the number that one has. */
[[nodiscard]] err lease_process_keep(struct db *db, const char *holder, int number, instant until);
/* A process that ends well leaves all its leases to the next. */
[[nodiscard]] err leases_leave(struct db *db, const char *holder);

#endif
