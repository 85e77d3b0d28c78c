/* sign_in.c: signing in and out. The password is tried in .prepare, on a worker; the handler,
   inside the transaction, reads again whatever that relied on.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include "audit.h"
#include "ceremony.h"
#include "form.h"
#include "happened.h"
#include "identity.h"
#include "identity_q.h"
#include "identity_v.h"
#include "pages.h"
#include "reply.h"
#include "rules.h"
#include "session.h"
#include "str.h"
#include "throttle.h"
#include "proving.h"

/* One try, as .prepare leaves it. */
struct attempt {
    const char *name;     /* what to look up; "" can be nobody's */
    bool right;           /* the password was that of `checked` */
    const char *checked;  /* the kept text it was tried against */
    const char *rehashed; /* the same password at today's cost, when that changed */
    bool tried;           /* false: had to wait, nothing was computed */
};

const char *typed_name(struct rq *rq, const char *typed)
{
    const struct campus_settings *campus = campus_of(rq);

    return identity_name_key(rq->arena, typed, campus->domain, campus->office_domain);
}

err identity_sign_in_get(struct rq *rq)
{
    const char *next = form_typed(rq, "next");
    struct identity_sign_in_view view = {
        .next = identity_next_ok(next) ? next : "",
        .shared = form_flag(rq, "shared"),
    };

    if (rq->me.v != 0)
        return see_other(rq, "%s", *view.next ? view.next : "/home");
    view.passkey = ceremony_ask(rq, view.next);
    view.passkey.conditional = true;
    return identity_v_sign_in(rq->out, &view);
}

/* The person of a name, or NULL. */
static err find(struct rq *rq, const char *name, struct identity_person **ret)
{
    struct identity_person *p = ARENA_NEW(rq->arena, struct identity_person);
    err e = *name ? identity_q_person_named(rq->db, name, p) : ERR_NOT_FOUND;

    if (e != OK && e != ERR_NOT_FOUND)
        return e;
    *ret = e == OK ? p : NULL;
    return OK;
}

static err throttle_for(struct rq *rq, const struct attempt *try,
                        const struct identity_person *p, struct throttle *ret)
{
    return throttle_of(rq, *try->name ? try->name : form_typed(rq, "name"),
                       p ? p->id : (person_id){0}, ret);
}

err identity_sign_in_prepare(struct rq *rq)
{
    struct attempt *try = ARENA_NEW(rq->arena, struct attempt);
    const char *password = form_typed(rq, "password");
    struct identity_person *p = NULL;
    struct throttle t;
    int64_t wait = 0;

    rq->prepared = try;
    try->name = typed_name(rq, form_typed(rq, "name"));
    TRY(find(rq, try->name, &p));
    TRY(throttle_for(rq, try, p, &t));
    TRY(throttle_wait(rq, &t, &wait));
    if (wait > 0 || strlen(password) > 4 * IDENTITY_PASSWORD_MAX)
        return OK;
    try->tried = true;
    try->checked = p && p->disabled_at.v == 0 ? p->password : NULL;
    try->right = kdf_check(try->checked, password, cost_of(rq));
    if (try->right && kdf_stale(try->checked, cost_of(rq)))
        TRY(kdf_hash(rq->arena, password, cost_of(rq), &try->rehashed));
    return OK;
}

/* Her second factor is still to come. */
static err ask_second(struct rq *rq, const struct identity_person *p, const struct throttle *t)
{
    struct proving trial = {
        .person = p->id, .proofs = IDENTITY_PASSWORD, .shared = form_flag(rq, "shared")};
    int64_t ended = 0;

    TRY(throttle_forget(rq, t));
    if (rq->session.v != 0) {
        TRY(session_end(rq->db, rq->session, rq->me, &ended));
        session_forget(rq);
    }
    TRY(proving_begin(rq, &trial));
    TRY(audit(rq->db, &(struct audit_entry){.what = "identity.second_asked",
                                            .about = "person",
                                            .id = p->id.v,
                                            .request = rq->id,
                                            .address = rq->address}));
    return see_other(rq, "/sign-in/second?next=%s", url_seg(rq->arena, next_of(rq)));
}

/* Whose browser can make passkeys is asked once in a while whether she wants one; never on a shared computer. */
static err offered(struct rq *rq, const struct identity_person *p)
{
    bool could = form_flag(rq, "passkeys") && !form_flag(rq, "shared");
    int64_t n = 0;

    if (could && !(p->factors & FACTOR_PASSKEY))
        TRY(identity_q_offered(rq->db, p->id, rq->now, instant_add(rq->now, -DAYS(30)), &n));
    return n > 0 ? see_other(rq, "/account/security/offer?next=%s", url_seg(rq->arena, next_of(rq)))
                 : see_other(rq, "%s", next_of(rq));
}

static err let_in(struct rq *rq, const struct attempt *try, const struct identity_person *p,
                  const struct throttle *t)
{
    bool second = identity_asks_second((unsigned)p->factors), remembered = false;

    if (try->rehashed)
        TRY(identity_q_set_password(rq->db, p->id, try->rehashed, rq->now));
    if (second)
        TRY(device_remembered(rq, p->id, &remembered));
    if (second && !remembered)
        return ask_second(rq, p, t);
    TRY(happened(rq, p->id, second ? HAPPENED_SIGNED_IN_REMEMBERED : HAPPENED_SIGNED_IN));
    TRY(sign_in_done(rq, p, form_flag(rq, "shared"), IDENTITY_PASSWORD));
    return offered(rq, p);
}

static err send_away(struct rq *rq, const struct identity_person *p, const struct throttle *t)
{
    TRY(throttle_failed(rq, t));
    TRY(audit(rq->db, &(struct audit_entry){.what = "identity.sign_in_failed",
                                            .about = p ? "person" : NULL,
                                            .id = p ? p->id.v : 0,
                                            .request = rq->id,
                                            .address = rq->address}));
    form_error(
        rq, "password",
        "This name and password do not belong together. Check both and try again. Did you "
        "not choose a password yet? Then use the code that you got.");
    return page_after(rq, true, identity_sign_in_get);
}

err identity_sign_in_post(struct rq *rq)
{
    const struct attempt *try = rq->prepared;
    struct identity_person *p = NULL;
    struct throttle t;
    int64_t wait = 0;

    if (!*form_typed(rq, "name"))
        form_error(rq, "name", "Type your user name.");
    if (!*form_typed(rq, "password"))
        form_error(rq, "password", "Type your password.");
    if (form_bad(rq))
        return page_after(rq, false, identity_sign_in_get);
    TRY(find(rq, try->name, &p));
    TRY(throttle_for(rq, try, p, &t));
    TRY(throttle_wait(rq, &t, &wait));
    if (wait > 0) {
        form_error(rq, "password", "%s", throttle_words(rq, wait));
        return page_after(rq, false, identity_sign_in_get);
    }
    if (p && try->tried && try->right && p->disabled_at.v == 0 &&
        str_eq(p->password, try->checked))
        return let_in(rq, try, p, &t);
    return send_away(rq, p, &t);
}

err identity_sign_out_post(struct rq *rq)
{
    TRY(identity_sign_out(rq));
    flash(rq, TONE_POSITIVE, "You are signed out on this device.");
    return see_other(rq, "/");
}
