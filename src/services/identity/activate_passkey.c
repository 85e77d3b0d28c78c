/* activate_passkey.c: an account opened by a one-time code and a passkey, without a password. Code and name are typed once
   and come along with the answer of the authenticator; only then is the code used up.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include "activate.h"
#include "audit.h"
#include "ceremony.h"
#include "factors.h"
#include "form.h"
#include "happened.h"
#include "identity.h"
#include "identity_v.h"
#include "lines.h"
#include "pages.h"
#include "proving.h"
#include "reply.h"
#include "rules.h"
#include "session.h"

/* A letter must not add a key to an account that has something to prove it by already. */
static bool refused(struct rq *rq, const struct activation *a)
{
    if (a->person->password || a->person->factors)
        form_error(rq, "code",
                   "This account is in use already: with a code it gets a new password. A passkey is added on its security page, "
                   "once you are signed in.");
    return form_bad(rq);
}

static err make_page(struct rq *rq)
{
    struct activation a = {0};
    struct throttle t;
    struct identity_make_view view;

    TRY(activation_look(rq, &a, &t));
    if (!activation_right(&a))
        return identity_activate_get(rq);
    TRY(passkey_options_for(rq, a.person, &view));
    view.typed_name = form_typed(rq, "name");
    view.typed_code = form_typed(rq, "code");
    return identity_v_activate_passkey(rq->out, &view);
}

err activation_by_passkey(struct rq *rq, const struct activation *a)
{
    return page_after(rq, false, refused(rq, a) ? identity_activate_get : make_page);
}

static err opened(struct rq *rq, const struct activation *a, const struct throttle *t, const struct webauthn_credential *c)
{
    person_id who = a->person->id;
    passkey_id id;

    TRY(activation_use_up(rq, a));
    TRY(throttle_passed(rq, t, who));
    TRY(session_begin(rq, who, false, IDENTITY_PASSKEY | IDENTITY_VERIFIED));
    TRY(passkey_keep(rq, who, c, device_words(rq, session_agent(rq)), &id));
    TRY(happened(rq, who, HAPPENED_ACTIVATED));
    TRY(audit(rq->db, &(struct audit_entry){.what = "identity.activated",
                                            .who = who,
                                            .about = "person",
                                            .id = who.v,
                                            .detail = "{\"by\":\"passkey\"}",
                                            .request = rq->id,
                                            .address = rq->address}));
    flash(rq, TONE_POSITIVE, "Your passkey is made, and you are signed in. You need no password.");
    return see_other(rq, SESSION_FIRST "?next=/home");
}

err identity_activate_passkey_post(struct rq *rq)
{
    struct activation a = {0};
    struct webauthn_credential c = {0};
    struct throttle t;

    TRY(activation_look(rq, &a, &t));
    if (a.wait > 0) {
        form_error(rq, "code", "%s", throttle_words(rq, a.wait));
        return page_after(rq, false, identity_activate_get);
    }
    if (!activation_right(&a))
        return activation_wrong(rq, &a, &t);
    if (refused(rq, &a))
        return page_after(rq, false, identity_activate_get);
    if (passkey_made(rq, &c) != OK)
        form_error(rq, "passkey", "The passkey was not made. Try again; the page must not stand open for long.");
    else if (!c.state.verified)
        form_error(rq, "passkey",
                   "This key does not ask for a fingerprint, a face or a PIN: whoever finds it could take your account. "
                   "Use another one, or choose a password.");
    return form_bad(rq) ? page_after(rq, false, make_page) : opened(rq, &a, &t, &c);
}
