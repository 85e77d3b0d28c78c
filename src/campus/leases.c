/* leases.c: names held by one process at a time, and process numbers.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include "leases.h"
#include "campus_q.h"

err lease_take(struct db *db, struct lease *l, instant until, bool *ret_held)
{
    int64_t fence = 0;
    bool held = false;

    TRY(campus_q_take_lease(db, l->name, l->holder, db_now(db), until, &fence, &held));
    if (held)
        l->fence = fence;
    *ret_held = held;
    return OK;
}

err lease_holds(struct db *db, const struct lease *l)
{
    int64_t n = 0;

    TRY(campus_q_holds_lease(db, l->name, l->holder, l->fence, db_now(db), &n));
    return n == 1 ? OK : ERR_CONFLICT;
}

static const char *process_name(struct db *db, int number)
{
    return arena_printf(db_arena(db), "process.%d", number);
}

err lease_process(struct db *db, const char *holder, instant until, int *ret_number)
{
    for (int i = 0; i < LEASE_PROCESSES; i++) {
        struct lease l = {.name = process_name(db, i), .holder = holder};
        bool held = false;

        TRY(lease_take(db, &l, until, &held));
        if (held) {
            *ret_number = i;
            return OK;
        }
    }
    return ERR_BUSY;
}

err lease_process_keep(struct db *db, const char *holder, int number, instant until)
{
    struct lease l = {.name = process_name(db, number), .holder = holder};
    bool held = false;

    TRY(lease_take(db, &l, until, &held));
    return held ? OK : ERR_CONFLICT;
}

err leases_leave(struct db *db, const char *holder)
{
    return campus_q_drop_leases(db, holder);
}
