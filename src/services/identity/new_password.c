/* new_password.c: a new password without the present one, for whoever proves by a passkey who she is.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include "account.h"
#include "audit.h"
#include "form.h"
#include "happened.h"
#include "identity.h"
#include "identity_v.h"
#include "pages.h"
#include "reply.h"
#include "rights.h"

#define LATELY MINUTES(15)

/* A passkey that knows its owner, or one beside the password, a moment ago. */
static err by_passkey(struct rq *rq)
{
    struct identity_login login;

    TRY(identity_login_of(rq->db, rq->session, &login));
    bool lately = rq->now.v - login.at.v <= LATELY;

    if (login.level >= 3 && lately)
        return OK;
    if (lately && login.proofs == IDENTITY_PASSKEY)
        return fail(rq, ERR_FORBIDDEN,
                    "This key does not ask for a fingerprint, a face or a PIN: whoever finds it could take your account. "
                    "Type your present password too, or use a code from your private mail address.");
    return identity_more(rq, 3, true);
}

err identity_new_password_get(struct rq *rq)
{
    TRY(by_passkey(rq));
    return identity_v_password_new(rq->out, rq_person(rq)->login);
}

err identity_new_password_prepare(struct rq *rq)
{
    const char **text = ARENA_NEW(rq->arena, const char *);

    rq->prepared = text;
    TRY(by_passkey(rq));
    judge_new_password(rq, rq_person(rq)->login, rq_person(rq)->name);
    return form_bad(rq) ? OK : kdf_hash(rq->arena, form_typed(rq, "password"), cost_of(rq), text);
}

err identity_new_password_post(struct rq *rq)
{
    const char *const *text = rq->prepared;

    TRY(by_passkey(rq));
    if (form_bad(rq))
        return page_after(rq, false, identity_new_password_get);
    TRY(account_password(rq->db, rq->me, *text, rq->session));
    TRY(happened(rq, rq->me, HAPPENED_PASSWORD));
    TRY(audit_rq(rq, "identity.password_changed", "person", rq->me.v, NULL));
    flash(rq, TONE_POSITIVE, "Your password is changed. Your other devices are signed out.");
    return see_other(rq, "/account");
}
