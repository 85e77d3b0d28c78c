/* follow.h: an open page about somebody's own things is told, on the stream of the bell, when they are not what it
   shows any more. The page names what it follows and the mark that it was made with (campus_v_follow); whoever
   changes such things says so by BUS_OWN.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef CAMPUS_FOLLOW_H
#define CAMPUS_FOLLOW_H
#include <stdint.h>
#include "db.h"
#include "err.h"
#include "ids.h"

/* A sort of such page: one row of a service's table. */
struct followed {
    const char *name; /* "plan": in the page's data-follow="plan.17" */
    /* A number (0 .. INT64_MAX) that is another one when what this person's page about `about` shows is.
       ERR_NOT_FOUND: there is no such page. */
    err (*mark)(struct db *db, person_id who, int64_t about, int64_t *ret);
};

#endif
