/* passkeys.c: passkeys: making them, signing in with them, taking them away.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include "audit.h"
#include "ceremony.h"
#include "factors.h"
#include "form.h"
#include "guided.h"
#include "happened.h"
#include "hash.h"
#include "identity.h"
#include "identity_v.h"
#include "lines.h"
#include "pages.h"
#include "proving.h"
#include "reply.h"
#include "rules.h"
#include "session.h"
#include "settings.h"
#include "str.h"
#include "throttle.h"
#include "told.h"

#define PASSKEYS_MOST 20

/* --- Signing in ------------------------------------------------------------------------------------- */

static err page_for(struct rq *rq)
{
    return rq->me.v != 0 ? identity_more_get(rq) : identity_sign_in_get(rq);
}

/* The same words for whatever was wrong: a key that we do not know, a bad signature, a challenge too old. */
static err refused(struct rq *rq, const struct throttle *t, person_id who, const char *why)
{
    TRY(throttle_failed(rq, t));
    TRY(audit(rq->db, &(struct audit_entry){.what = "identity.passkey_refused",
                                            .about = who.v != 0 ? "person" : NULL,
                                            .id = who.v,
                                            .detail = arena_printf(rq->arena, "{\"why\":\"%s\"}", why),
                                            .request = rq->id,
                                            .address = rq->address}));
    form_error(rq, "passkey",
               "This passkey was not accepted. Perhaps it was taken away here, or the page stood open for too "
               "long. Try again, or use your password.");
    return page_after(rq, true, page_for);
}

/* The answer of the authenticator, judged by the key that it says it is. */
struct answered {
    struct identity_passkey *key;
    struct webauthn_asked asked;
    struct webauthn_state state;
    const char *why; /* NULL: all is well */
};

static err judged(struct rq *rq, struct answered *a)
{
    struct webauthn_answer answer;
    struct str credential, handle;

    a->why = "form";
    if (ceremony_bytes(rq, "credential", &credential) != OK || credential.n == 0 ||
        ceremony_bytes(rq, "client", &answer.client) != OK ||
        ceremony_bytes(rq, "data", &answer.data) != OK ||
        ceremony_bytes(rq, "signature", &answer.signature) != OK || ceremony_bytes(rq, "handle", &handle) != OK)
        return OK;
    a->why = "challenge";
    if (ceremony_asked(rq, CEREMONY_PROVE, &a->asked) != OK)
        return OK;
    a->why = "unknown";
    TRY(identity_q_passkey_of(rq->db, credential, &a->key));
    if (!a->key)
        return OK;
    a->why = "handle";
    if (handle.n > 0 && !str_eq(form_text(rq, "handle", 0, 100), ceremony_handle(rq, a->key->person)))
        return OK;
    a->why = "signature";
    if (webauthn_proved(rq->arena, &a->asked, a->key->cose, &answer, &a->state) != OK)
        return OK;
    a->why = webauthn_count_ok(a->key->count, a->state.count) ? NULL : "counter";
    return OK;
}

/* Signs in from nothing: the passkey must know its owner. */
static err signs_in(struct rq *rq, const struct answered *a)
{
    struct identity_person p;

    TRY(identity_q_person(rq->db, a->key->person, &p));
    if (p.disabled_at.v != 0 || !a->state.verified) {
        form_error(rq, "passkey",
                   "This key does not ask for a fingerprint, a face or a PIN. Sign in with your password first; "
                   "then it is your second factor.");
        return page_after(rq, false, page_for);
    }
    TRY(happened(rq, p.id, HAPPENED_SIGNED_IN_PASSKEY));
    return sign_in_done(rq, &p, form_flag(rq, "shared"), IDENTITY_PASSKEY | IDENTITY_VERIFIED);
}

static err accepted(struct rq *rq, const struct answered *a)
{
    unsigned proofs = IDENTITY_PASSKEY | (a->state.verified ? IDENTITY_VERIFIED : 0U);
    struct proving t;
    err e = proving_of(rq, &t);

    if (e != OK && e != ERR_NOT_FOUND)
        return e;
    if (e == ERR_NOT_FOUND || t.person.v != a->key->person.v) {
        if (rq->me.v != 0)
            return fail(rq, ERR_CONFLICT, "This passkey is of another account. Sign out first.");
        TRY(signs_in(rq, a));
    } else if (form_flag(rq, "again") && t.id.v == 0) {
        t.proofs = 0; /* proved anew: by the passkey alone */
        t.at = rq->now;
        TRY(proving_done(rq, &t, proofs));
    } else {
        TRY(proving_done(rq, &t, proofs));
    }
    return form_bad(rq) ? OK : see_other(rq, "%s", next_of(rq));
}

err identity_passkey_post(struct rq *rq)
{
    struct answered a = {0};
    struct throttle t;
    int64_t wait = 0, n = 0;

    TRY(judged(rq, &a));
    throttle_second(rq, a.key ? a.key->person : (person_id){0}, &t);
    TRY(throttle_wait(rq, &t, &wait));
    if (wait > 0 && a.why) {
        form_error(rq, "passkey", "%s", throttle_words(rq, wait));
        return page_after(rq, false, page_for);
    }
    if (a.why || !a.key)
        return refused(rq, &t, a.key ? a.key->person : (person_id){0}, a.why);
    if (ceremony_used(rq, &a.asked) != OK)
        return refused(rq, &t, a.key->person, "used");
    TRY(identity_q_passkey_used(rq->db, a.key->id, a.key->count, a.state.count, rq->now, &n));
    return n > 0 ? accepted(rq, &a) : refused(rq, &t, a.key->person, "counter");
}

/* --- Making one ---------------------------------------------------------------------------------------- */

err passkey_options_for(struct rq *rq, const struct identity_person *p, struct identity_make_view *ret)
{
    struct identity_passkey_list rows;
    struct buf ids = buf_in(rq->arena, 64 << 10);

    TRY(identity_q_passkeys(rq->db, p->id, &rows));
    for (size_t i = 0; i < rows.n; i++)
        buf_printf(&ids, "%s%s", i > 0 ? " " : "",
                   hash_base64url(rq->arena, rows.v[i].credential.s, rows.v[i].credential.n));
    *ret = (struct identity_make_view){
        .challenge = ceremony_challenge(rq, CEREMONY_MAKE),
        .rp = ceremony_rp(rq),
        .campus = campus_of(rq)->name,
        .handle = ceremony_handle(rq, p->id),
        .login = p->login,
        .name = p->name,
        .have = ids.n > 0 ? ids.s : "",
        .next = next_of(rq)};
    return OK;
}

err passkey_options_of(struct rq *rq, struct identity_make_view *ret)
{
    const struct person *me = rq_person(rq);

    return passkey_options_for(rq, &(struct identity_person){.id = rq->me, .login = me->login, .name = me->name}, ret);
}

err passkey_keep(struct rq *rq, person_id who, const struct webauthn_credential *c, const char *name, passkey_id *ret_id)
{
    passkey_id id = NEW_ID(rq->db, passkey_id);
    int64_t n = 0;

    *ret_id = id;
    TRY(identity_q_passkey_add(rq->db, id, who, c->id, c->key, name, c->state.count,
                               c->state.verified, c->state.copyable, c->aaguid, rq->now, &n));
    if (n == 0)
        return fail(rq, ERR_CONFLICT, "This passkey is known here already.");
    TRY(factors_changed(rq->db, who));
    TRY(happened(rq, who, HAPPENED_PASSKEY_ADDED));
    TRY(told_factor(rq, who, true, _("A passkey")));
    return audit(rq->db, &(struct audit_entry){.what = "identity.passkey_added",
                                               .who = who,
                                               .about = "person",
                                               .id = who.v,
                                               .request = rq->id,
                                               .address = rq->address});
}

static err keep(struct rq *rq, const struct webauthn_credential *c, const char *name)
{
    struct identity_login login;
    passkey_id id;

    TRY(passkey_keep(rq, rq->me, c, name, &id));
    TRY(identity_login_of(rq->db, rq->session, &login));
    if (factors_by_pass(login.proofs))
        TRY(factors_replaced(rq, (otp_id){0}, id));
    return session_prove(rq, login.proofs | IDENTITY_PASSKEY | (c->state.verified ? IDENTITY_VERIFIED : 0U), rq->now);
}

err passkey_made(struct rq *rq, struct webauthn_credential *ret)
{
    struct webauthn_asked asked;
    struct str client, attestation;

    TRY(ceremony_bytes(rq, "client", &client));
    TRY(ceremony_bytes(rq, "attestation", &attestation));
    TRY(ceremony_asked(rq, CEREMONY_MAKE, &asked));
    TRY(webauthn_made(rq->arena, &asked, client, attestation, ret));
    return ceremony_used(rq, &asked);
}

err identity_passkeys_post(struct rq *rq)
{
    const char *name = form_text(rq, "passkey_name", 0, 40);
    struct webauthn_credential c;
    struct identity_passkey_list have;

    TRY(proved_lately(rq));
    TRY(identity_q_passkeys(rq->db, rq->me, &have));
    if (have.n >= PASSKEYS_MOST)
        return fail(rq, ERR_CONFLICT, "You have twenty passkeys already. Take one away first.");
    if (form_bad(rq))
        return page_after(rq, false, guided_page);
    if (passkey_made(rq, &c) != OK) {
        form_error(rq, "passkey_name", "The passkey was not made. Try again; the page must not stand open for long.");
        return page_after(rq, false, guided_page);
    }
    TRY(keep(rq, &c, *name ? name : device_words(rq, session_agent(rq))));
    flash(rq, TONE_POSITIVE, "Your passkey is made. From now on you can sign in with it, without a password.");
    return see_other(rq, "%s", guided_onward(rq));
}

/* --- Offered after a password ---------------------------------------------------------------------------- */

err identity_offer_get(struct rq *rq)
{
    struct identity_make_view view;

    TRY(passkey_options_of(rq, &view));
    return identity_v_offer(rq->out, &view);
}

/* --- Taking one away -------------------------------------------------------------------------------------- */

static err one_of_mine(struct rq *rq, struct identity_app_view *ret)
{
    struct identity_passkey_list rows;
    passkey_id id = PATH_ID(rq, passkey_id, "passkey");

    TRY(identity_q_passkeys(rq->db, rq->me, &rows));
    for (size_t i = 0; i < rows.n; i++)
        if (rows.v[i].id.v == id.v) {
            *ret = (struct identity_app_view){.passkey = id, .name = rows.v[i].name, .last = rows.n == 1};
            return OK;
        }
    return fail(rq, ERR_NOT_FOUND, "This passkey is not one of yours any more.");
}

err identity_passkey_remove_get(struct rq *rq)
{
    struct identity_app_view view = {0};

    TRY(proved_lately(rq));
    TRY(passkey_may_go(rq));
    TRY(may_take_away(rq));
    TRY(one_of_mine(rq, &view));
    return identity_v_passkey_remove(rq->out, &view);
}

err identity_passkey_remove_post(struct rq *rq)
{
    struct identity_app_view key = {0};
    int64_t n = 0;

    TRY(proved_lately(rq));
    TRY(passkey_may_go(rq));
    TRY(may_take_away(rq));
    TRY(one_of_mine(rq, &key));
    TRY(identity_q_passkey_drop(rq->db, key.passkey, rq->me, &n));
    TRY(factors_changed(rq->db, rq->me));
    TRY(happened(rq, rq->me, HAPPENED_PASSKEY_REMOVED));
    TRY(told_factor(rq, rq->me, false, _("A passkey")));
    TRY(audit_rq(rq, "identity.passkey_removed", "person", rq->me.v, NULL));
    flash(rq, TONE_POSITIVE, "%s is taken away. Take it away on your device too, where your passkeys are kept.", key.name);
    return see_other(rq, "/account/security");
}
