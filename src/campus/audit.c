/* audit.c: one line of the audit log, written in the transaction of what it tells.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include "audit.h"
#include "campus_q.h"

err audit(struct db *db, const struct audit_entry *e)
{
    return campus_q_add_audit(db, NEW_ID(db, audit_id), db_now(db), e->what, e->who, e->about, e->id,
                              e->detail, e->request, e->address);
}

err audit_many(struct db *db, const struct audit_entry *v, size_t n)
{
    struct campus_audit_in *rows = ARENA_ARRAY(db_arena(db), n, struct campus_audit_in);
    int64_t changed = 0;

    for (size_t i = 0; i < n; i++)
        rows[i] = (struct campus_audit_in){.id = NEW_ID(db, audit_id),
                                           .at = db_now(db),
                                           .what = v[i].what,
                                           .who = v[i].who,
                                           .about = v[i].about,
                                           .about_id = v[i].id,
                                           .request = v[i].request,
                                           .address = v[i].address};
    return campus_q_add_audits(db, rows, n, &changed);
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
