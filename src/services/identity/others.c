/* others.c: what other services ask of sessions and roles. SPDX-License-Identifier: AGPL-3.0-or-later */
#include "account.h"
#include "audit.h"
#include "identity.h"
#include "identity_q.h"
#include "session.h"

err identity_sign_out(struct rq *rq)
{
    int64_t n = 0;

    if (rq->session.v != 0) {
        TRY(session_end(rq->db, rq->session, rq->me, &n));
        TRY(audit_rq(rq, "identity.signed_out", "person", rq->me.v, NULL));
    }
    session_forget(rq);
    return OK;
}

err identity_session_end(struct db *db, person_id who, session_id session)
{
    int64_t n = 0;

    TRY(session_end(db, session, who, &n));
    if (n == 0)
        return OK;
    return audit(db, &(struct audit_entry){.what = "identity.signed_out", .who = who, .about = "person", .id = who.v});
}

err identity_roles_of(struct db *db, person_id who, const struct held_role **ret_v, size_t *ret_n)
{
    struct identity_held_list rows;

    TRY(identity_q_roles(db, who, &rows));
    struct held_role *v = ARENA_ARRAY(db_arena(db), rows.n + 1, struct held_role);
    size_t n = 0;
    for (size_t i = 0; i < rows.n; i++)
        if (role_parse(rows.v[i].role, &v[n].role))
            v[n++].scope = rows.v[i].scope;
    *ret_v = v;
    *ret_n = n;
    return OK;
}

static err turned(struct db *db, person_id who, bool closed, bool *ret_changed)
{
    bool changed = false;

    TRY(closed ? account_disable(db, who, &changed) : account_enable(db, who, &changed));
    if (changed)
        TRY(audit(db, &(struct audit_entry){.what = closed ? "identity.disabled" : "identity.enabled",
                                            .about = "person",
                                            .id = who.v}));
    *ret_changed = changed;
    return OK;
}

err identity_close(struct db *db, person_id who, bool *ret_changed)
{
    return turned(db, who, true, ret_changed);
}

err identity_open(struct db *db, person_id who, bool *ret_changed)
{
    return turned(db, who, false, ret_changed);
}
