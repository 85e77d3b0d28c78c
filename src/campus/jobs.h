/* jobs.h: later and every-so-often work, kept in the database so that it survives a crash.
   A job runs as one write transaction (short: at most 50 ms; long work cuts itself in chunks by
   adding itself again) on one process: a lease sees to that. Failing jobs come again with back-off;
   after ten tries they stay, visible to the administrator.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef CAMPUS_JOBS_H
#define CAMPUS_JOBS_H
#include "clock.h"
#include "db.h"
#include "err.h"

struct job_kind {
    const char *name; /* "identity.sweep": stable, stands in the rows */
    err (*run)(struct db *db, int64_t arg, const char *text);
    int64_t every; /* milliseconds; 0: only when added */
    const char *what; /* one English sentence for the administrator's page */
};

/* Adds a job, not before `at`. In a WRITE or a job. */
[[nodiscard]] err job_add(struct db *db, const char *name, instant at, int64_t arg,
                          const char *text);

#endif
