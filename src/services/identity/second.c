/* second.c: the step after the password: a code of an app or a recovery code.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include "audit.h"
#include "ceremony.h"
#include "factors.h"
#include "form.h"
#include "happened.h"
#include "identity_v.h"
#include "pages.h"
#include "reply.h"
#include "rules.h"
#include "session.h"
#include "throttle.h"
#include "told.h"
#include "proving.h"

/* After so many wrong codes in a row the owner is told. */
#define GUESSES 5

static err too_late(struct rq *rq)
{
    flash(rq, TONE_INFO, "Signing in took too long, or was finished already. Begin again.");
    return see_other(rq, "/sign-in?next=%s", url_seg(rq->arena, next_of(rq)));
}

err identity_second_get(struct rq *rq)
{
    struct identity_second_view view = {.next = next_of(rq)};
    struct identity_person p;
    struct proving t;

    if (rq->me.v != 0)
        return see_other(rq, "%s", view.next);
    err e = proving_of(rq, &t);
    if (e == ERR_NOT_FOUND)
        return too_late(rq);
    TRY(e);
    TRY(identity_q_person(rq->db, t.person, &p));
    view.code = p.factors & (FACTOR_OTP | FACTOR_RECOVERY | FACTOR_PUSH);
    view.passkey = p.factors & FACTOR_PASSKEY;
    view.device = p.factors & FACTOR_PUSH;
    view.ask = ceremony_ask(rq, view.next);
    view.days = device_days(rq, t.shared);
    return identity_v_second(rq->out, &view);
}

static err wrong(struct rq *rq, const struct proving *t, const struct throttle *throttle)
{
    int64_t failures = 0;

    TRY(throttle_failed(rq, throttle));
    TRY(throttle_failures(rq, throttle, &failures));
    TRY(happened(rq, t->person, HAPPENED_SECOND_WRONG));
    if (failures == GUESSES)
        TRY(told_guessed(rq, t->person));
    TRY(audit(rq->db, &(struct audit_entry){.what = "identity.second_refused",
                                            .about = "person",
                                            .id = t->person.v,
                                            .request = rq->id,
                                            .address = rq->address}));
    form_error(rq, "code",
               "This code is not right, or was used before. An app shows a new one every half minute; "
               "its clock must be right.");
    return page_after(rq, true, rq->me.v != 0 ? identity_more_get : identity_second_get);
}

static err recovered(struct rq *rq, person_id who)
{
    struct identity_recovery_left left;

    TRY(identity_q_recovery_left(rq->db, who, &left));
    TRY(happened(rq, who, HAPPENED_RECOVERY_USED));
    flash(rq, TONE_WARNING,
          "You used a recovery code. Is your phone lost? Take it away on this page, and add the new one.");
    return told_recovery(rq, who, left.left_over);
}

/* She is signed in for one thing: to set up a new second factor. */
static err passed(struct rq *rq, const struct proving *t)
{
    TRY(proving_done(rq, t, IDENTITY_PASS));
    TRY(happened(rq, t->person, HAPPENED_PASS_USED));
    TRY(audit(rq->db, &(struct audit_entry){.what = "identity.pass_used",
                                            .who = t->person,
                                            .about = "person",
                                            .id = t->person.v,
                                            .request = rq->id,
                                            .address = rq->address}));
    return see_other(rq, SESSION_FIRST "?next=%s", url_seg(rq->arena, next_of(rq)));
}

err identity_code_typed_post(struct rq *rq)
{
    struct throttle throttle;
    struct proving t;
    enum factors_code code;
    int64_t wait = 0;
    err e = proving_of(rq, &t);

    if (e == ERR_NOT_FOUND)
        return too_late(rq);
    TRY(e);
    if (t.id.v == 0 && identity_level(t.proofs) >= 2)
        return identity_more(rq, 2, true); /* a code alone makes no old login fresh */
    throttle_second(rq, t.person, &throttle);
    TRY(throttle_wait(rq, &throttle, &wait));
    if (wait > 0)
        form_error(rq, "code", "%s", throttle_words(rq, wait));
    else if (!*form_text(rq, "code", 0, 60))
        form_error(rq, "code", "Type the code.");
    if (form_bad(rq))
        return page_after(rq, false, rq->me.v != 0 ? identity_more_get : identity_second_get);
    TRY(factors_code_use(rq->db, t.person, form_text(rq, "code", 0, 60), &code));
    if (code == CODE_NONE)
        return wrong(rq, &t, &throttle);
    TRY(throttle_forget(rq, &throttle));
    if (code == CODE_PASS)
        return passed(rq, &t);
    TRY(proving_done(rq, &t, code == CODE_OTP ? IDENTITY_OTP : IDENTITY_RECOVERY));
    if (code == CODE_OTP)
        return see_other(rq, "%s", next_of(rq));
    TRY(recovered(rq, t.person));
    return see_other(rq, "/account/security");
}
