/* proving.c: proving who one is in more than one step. SPDX-License-Identifier: AGPL-3.0-or-later */
#include "proving.h"
#include "audit.h"
#include "form.h"
#include "happened.h"
#include "hash.h"
#include "identity_settings.h"
#include "rand.h"
#include "reply.h"
#include "rules.h"
#include "session.h"
#include "throttle.h"
#include "told.h"

#define COOKIE       "trial"
#define DEVICE       "device"
#define TOKEN_BYTES  32
#define TOKEN_LENGTH 43
#define LIFE         MINUTES(10)

static struct str hash_of(struct arena *a, const char *token)
{
    struct digest d = hash_sha256(token, strlen(token));

    return (struct str){arena_dupn(a, (const char *)d.b, sizeof d.b), sizeof d.b};
}

const char *next_of(struct rq *rq)
{
    const char *next = form_typed(rq, "next");

    return identity_next_ok(next) ? next : "/home";
}

/* The trial of the cookie, if it is of this session or, like this request, of none. */
static err begun(struct rq *rq, struct identity_trial **ret)
{
    const char *cookie = rq_cookie(rq, COOKIE);

    *ret = NULL;
    if (strlen(cookie) != TOKEN_LENGTH)
        return OK;
    TRY(identity_q_trial(rq->db, hash_of(rq->arena, cookie), rq->now, ret));
    if (*ret && ((*ret)->session != rq->session.v || (rq->me.v != 0 && rq->me.v != (*ret)->person.v)))
        *ret = NULL;
    return OK;
}

err proving_of(struct rq *rq, struct proving *ret)
{
    struct identity_trial *row = NULL;
    struct identity_login login;

    TRY(begun(rq, &row));
    if (row) {
        *ret = (struct proving){.person = row->person,
                              .proofs = (unsigned)row->proofs,
                              .session = {row->session},
                              .id = row->id,
                              .at = row->made_at,
                              .shared = row->shared};
        return OK;
    }
    if (rq->me.v == 0)
        return ERR_NOT_FOUND;
    TRY(identity_login_of(rq->db, rq->session, &login));
    *ret = (struct proving){
        .person = rq->me, .proofs = login.proofs, .at = login.at, .session = rq->session, .shared = login.shared};
    return OK;
}

err proving_begin(struct rq *rq, struct proving *t)
{
    const char *token = rand_token(rq->arena, TOKEN_BYTES);

    t->id = NEW_ID(rq->db, trial_id);
    TRY(identity_q_trial_add(rq->db, t->id, t->person, t->session,
                             hash_of(rq->arena, token), t->proofs, t->shared, t->at.v != 0 ? t->at : rq->now,
                             instant_add(rq->now, LIFE)));
    reply_cookie(rq, COOKIE, token, 0);
    return OK;
}

/* The first sign-in ever is from a new place, and no news. */
static err tell_if_new(struct rq *rq, const struct identity_person *p, const struct throttle *t)
{
    int64_t before = 0;

    if (!t->known)
        TRY(identity_q_known_some(rq->db, p->id, &before));
    return before > 0 ? told_new_place(rq, p->id) : OK;
}

err sign_in_done(struct rq *rq, const struct identity_person *p, bool shared, unsigned proofs)
{
    struct throttle t;

    TRY(throttle_of(rq, p->login, p->id, &t));
    TRY(tell_if_new(rq, p, &t));
    TRY(throttle_passed(rq, &t, p->id));
    TRY(session_begin(rq, p->id, shared, proofs));
    return audit(rq->db, &(struct audit_entry){.what = "identity.signed_in",
                                               .who = p->id,
                                               .about = "person",
                                               .id = p->id.v,
                                               .detail = arena_printf(rq->arena, "{\"level\":%d}",
                                                                      identity_level(proofs)),
                                               .request = rq->id,
                                               .address = rq->address});
}

static err signed_in(struct rq *rq, const struct proving *t, unsigned proofs)
{
    struct identity_person p;

    TRY(identity_q_person(rq->db, t->person, &p));
    TRY(happened(rq, p.id, HAPPENED_SIGNED_IN_SECOND));
    if (form_flag(rq, "remember") && device_days(rq, t->shared) > 0 && !(proofs & IDENTITY_PASS))
        TRY(device_remember(rq, p.id));
    return sign_in_done(rq, &p, t->shared, proofs);
}

err proving_done(struct rq *rq, const struct proving *t, unsigned proof)
{
    int64_t n = 1;

    if (t->id.v != 0) {
        TRY(identity_q_trial_drop(rq->db, t->id, &n));
        reply_cookie(rq, COOKIE, NULL, 0);
    }
    if (n == 0)
        return fail(rq, ERR_CONFLICT, "This was finished just now, perhaps in another window.");
    if (t->session.v == 0)
        return signed_in(rq, t, t->proofs | proof);
    TRY(session_prove(rq, t->proofs | proof, t->at.v != 0 ? t->at : rq->now));
    TRY(happened(rq, t->person, HAPPENED_PROVED));
    return audit_rq(rq, "identity.proved", "person", t->person.v, NULL);
}

/* --- Browsers that are remembered -------------------------------------------------------------- */

int64_t device_days(struct rq *rq, bool shared)
{
    return shared ? 0 : identity_settings_of(rq)->remember_days;
}

err device_remembered(struct rq *rq, person_id who, bool *ret)
{
    const char *cookie = rq_cookie(rq, DEVICE);
    device_id id;

    *ret = false;
    if (strlen(cookie) != TOKEN_LENGTH || device_days(rq, form_flag(rq, "shared")) == 0)
        return OK;
    return identity_q_device(rq->db, who, hash_of(rq->arena, cookie), rq->now, &id, ret);
}

err device_remember(struct rq *rq, person_id who)
{
    const char *token = rand_token(rq->arena, TOKEN_BYTES);
    int64_t days = identity_settings_of(rq)->remember_days;

    TRY(identity_q_device_add(rq->db, NEW_ID(rq->db, device_id), who, hash_of(rq->arena, token),
                              session_agent(rq), rq->now, instant_add(rq->now, days * DAYS(1))));
    reply_cookie(rq, DEVICE, token, (int)days);
    TRY(happened(rq, who, HAPPENED_REMEMBERED));
    return audit(rq->db, &(struct audit_entry){.what = "identity.remembered",
                                               .who = who,
                                               .about = "person",
                                               .id = who.v,
                                               .request = rq->id,
                                               .address = rq->address});
}
