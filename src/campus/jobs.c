/* jobs.c: adding a job; work.c runs them.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include "jobs.h"
#include "campus_q.h"

err job_add(struct db *db, const char *name, instant at, int64_t arg, const char *text)
{
    return campus_q_add_job(db, NEW_ID(db, job_id), name, at.v != 0 ? at : db_now(db), arg, text);
}
