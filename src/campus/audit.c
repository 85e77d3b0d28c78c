/* audit.c: one line of the audit log, written in the transaction of what it tells.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include "audit.h"
#include "campus_q.h"

err audit(struct db *db, const struct audit_entry *e)
{
    return campus_q_add_audit(db, NEW_ID(db, audit_id), db_now(db), e->what, e->who, e->about, e->id,
                              e->detail, e->request, e->address);
}

err audit_rq(struct rq *rq, const char *what, const char *about, int64_t id, const char *detail)
{
    struct audit_entry e = {
        .what = what,
        .who = rq->me,
        .about = about,
        .id = id,
        .detail = detail,
        .request = rq->id,
        .address = rq->address,
    };

    return audit(rq->db, &e);
}
