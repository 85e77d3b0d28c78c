/* private_mail.c: a private mail address, for the day that the password is forgotten: named on the security page, and
   confirmed by a code that went there. SPDX-License-Identifier: AGPL-3.0-or-later */
#include "account.h"
#include "audit.h"
#include "form.h"
#include "happened.h"
#include "hash.h"
#include "identity_q.h"
#include "identity_v.h"
#include "mailed.h"
#include "pages.h"
#include "reply.h"
#include "rights.h"
#include "rules.h"
#include "throttle.h"
#include "told.h"

#define CODE_LIFE HOURS(1)

/* --- Naming one ---------------------------------------------------------------------------------------- */

/* What was typed, if it is of use; else the form says why not. */
static const char *typed_mail(struct rq *rq)
{
    const struct campus_settings *campus = campus_of(rq);
    const char *typed = form_text(rq, "mail", 1, IDENTITY_MAIL_MAX), *mail = NULL;

    if (form_bad(rq))
        return NULL;
    switch (identity_private_judge(rq->arena, typed, campus->domain, campus->office_domain, &mail)) {
    case PRIVATE_GOOD:
        return mail;
    case PRIVATE_NONE:
        form_error(rq, "mail", "This is no mail address: it looks like noor@mail.example.");
        return NULL;
    case PRIVATE_OURS:
        form_error(rq, "mail",
                   "This is an address of the university: without your password you could not read it. Type one that you "
                   "can read without your account here.");
    }
    return NULL;
}

static err send_code(struct rq *rq, const char *mail)
{
    struct mailed_to to = {rq->me, rq_person(rq)->name, mail, lang_code(rq->lang)};
    instant ends = instant_add(rq->now, CODE_LIFE);
    struct str hash;
    const char *code = account_fresh_code(rq->arena, &hash);

    TRY(identity_q_private_begin(rq->db, rq->me, mail, hash, ends));
    return mailed_confirm(rq->db, &to, code, ends);
}

err identity_private_post(struct rq *rq)
{
    struct throttle t;
    int64_t wait = 0;

    TRY(proved_lately(rq));
    const char *mail = typed_mail(rq);

    throttle_asked(rq, rq->me, &t);
    TRY(throttle_wait(rq, &t, &wait));
    if (mail && wait > 0)
        form_error(rq, "mail", "%s", throttle_words(rq, wait));
    if (form_bad(rq))
        return page_after(rq, false, identity_security_get);
    TRY(throttle_failed(rq, &t));
    TRY(send_code(rq, mail));
    TRY(audit_rq(rq, "identity.private_named", "person", rq->me.v, NULL));
    return see_other(rq, "/account/security/mail");
}

/* --- Its code -------------------------------------------------------------------------------------------- */

static err waiting(struct rq *rq, struct identity_private_open **ret)
{
    TRY(identity_q_private_open(rq->db, rq->me, rq->now, ret));
    return *ret ? OK : fail(rq, ERR_NOT_FOUND, "No address waits for a code any more: a code works for an hour. Name the address again.");
}

err identity_private_get(struct rq *rq)
{
    struct identity_private_open *open = NULL;
    struct identity_private *present = NULL;

    TRY(waiting(rq, &open));
    TRY(identity_q_private(rq->db, rq->me, &present));
    struct identity_private_view view = {.mail = open->mail, .present = present ? present->mail : NULL};

    return identity_v_private(rq->out, &view);
}

/* The old address is told as well, before it goes. */
static err confirmed(struct rq *rq, const char *mail)
{
    struct identity_private *before = NULL;
    int64_t n = 0;

    TRY(identity_q_private(rq->db, rq->me, &before));
    if (before)
        TRY(told_private(rq, before->mail, false));
    TRY(identity_q_private_put(rq->db, rq->me, mail, rq->now));
    TRY(identity_q_private_open_drop(rq->db, rq->me, &n));
    TRY(told_private(rq, mail, true));
    TRY(happened(rq, rq->me, HAPPENED_PRIVATE_ADDED));
    TRY(audit_rq(rq, "identity.private_added", "person", rq->me.v, NULL));
    flash(rq, TONE_POSITIVE, "If you forget your password, a code goes to %s.", mail);
    return see_other(rq, "/account/security#mail");
}

err identity_private_code_post(struct rq *rq)
{
    const char *key = identity_code_key(rq->arena, form_text(rq, "code", 0, 60));
    struct identity_private_open *open = NULL;

    TRY(proved_lately(rq));
    TRY(waiting(rq, &open));
    struct digest d = hash_sha256(key, *key ? IDENTITY_CODE_CHARS : 0);

    if (*key && open->hash.n == sizeof d.b && hash_same(d.b, open->hash.s, sizeof d.b))
        return confirmed(rq, open->mail);
    form_error(rq, "code", "This is not the code of the last mail. Copy it from there, or have a new one sent.");
    return page_after(rq, false, identity_private_get);
}

/* --- Taking it away ---------------------------------------------------------------------------------------- */

err identity_private_remove_post(struct rq *rq)
{
    struct identity_private *before = NULL;
    int64_t n = 0;

    TRY(proved_lately(rq));
    TRY(identity_q_private(rq->db, rq->me, &before));
    if (!before)
        return fail(rq, ERR_NOT_FOUND, "You have no private mail address here.");
    TRY(told_private(rq, before->mail, false));
    TRY(identity_q_private_drop(rq->db, rq->me, &n));
    TRY(happened(rq, rq->me, HAPPENED_PRIVATE_REMOVED));
    TRY(audit_rq(rq, "identity.private_removed", "person", rq->me.v, NULL));
    flash(rq, TONE_POSITIVE, "Your private mail address is taken away.");
    return see_other(rq, "/account/security#mail");
}
