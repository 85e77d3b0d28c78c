/* rename.c: what somebody calls her passkeys and apps. SPDX-License-Identifier: AGPL-3.0-or-later */
#include "audit.h"
#include "form.h"
#include "identity_q.h"
#include "pages.h"
#include "reply.h"

const char *rename_field(struct arena *a, size_t n)
{
    return arena_printf(a, "name_%zu", n);
}

static err renamed(struct rq *rq, int64_t n, const char *name)
{
    if (n == 0)
        return fail(rq, ERR_NOT_FOUND, "This is not one of yours any more.");
    TRY(audit_rq(rq, "identity.factor_renamed", "person", rq->me.v, NULL));
    flash(rq, TONE_POSITIVE, "From now on it is called %s.", name);
    return see_other(rq, "/account/security");
}

err identity_app_name_post(struct rq *rq)
{
    otp_id id = PATH_ID(rq, otp_id, "app");
    struct identity_otp_list rows;
    int64_t n = 0;
    size_t i = 0;

    TRY(identity_q_otps(rq->db, rq->me, &rows));
    while (i < rows.n && rows.v[i].id.v != id.v)
        i++;
    const char *name = form_text(rq, rename_field(rq->arena, i), i < rows.n ? 1 : 0, 40);

    if (form_bad(rq))
        return page_after(rq, false, identity_security_get);
    TRY(identity_q_otp_rename(rq->db, id, rq->me, name, &n));
    return renamed(rq, n, name);
}

err identity_passkey_name_post(struct rq *rq)
{
    passkey_id id = PATH_ID(rq, passkey_id, "passkey");
    struct identity_passkey_list rows;
    int64_t n = 0;
    size_t i = 0;

    TRY(identity_q_passkeys(rq->db, rq->me, &rows));
    while (i < rows.n && rows.v[i].id.v != id.v)
        i++;
    const char *name = form_text(rq, rename_field(rq->arena, RENAME_KEYS + i), i < rows.n ? 1 : 0, 40);

    if (form_bad(rq))
        return page_after(rq, false, identity_security_get);
    TRY(identity_q_passkey_rename(rq->db, id, rq->me, name, &n));
    return renamed(rq, n, name);
}
