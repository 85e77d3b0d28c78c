/* confirmers.c: the devices on which somebody confirms her sign-ins: added, renamed, taken away, lost.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include "app.h"
#include "audit.h"
#include "confirm.h"
#include "factors.h"
#include "form.h"
#include "guided.h"
#include "happened.h"
#include "hash.h"
#include "identity.h"
#include "identity_v.h"
#include "pages.h"
#include "prompts.h"
#include "rand.h"
#include "reply.h"
#include "rules.h"
#include "str.h"
#include "told.h"

#define COOKIE       "confirm"
#define TOKEN_BYTES  32
#define TOKEN_LENGTH 43

static const struct msg a_device = _("A device that confirms sign-ins");

/* --- Its cookie ------------------------------------------------------------------------------------ */

static struct str hash_of(struct arena *a, const char *token)
{
    struct digest d = hash_sha256(token, strlen(token));

    return (struct str){arena_dupn(a, (const char *)d.b, sizeof d.b), sizeof d.b};
}

struct str confirmer_hash(struct rq *rq)
{
    const char *cookie = rq_cookie(rq, COOKIE);

    return strlen(cookie) == TOKEN_LENGTH ? hash_of(rq->arena, cookie) : (struct str){0};
}

err confirmer_used(struct rq *rq, confirmer_id id)
{
    reply_cookie_strict(rq, COOKIE, rq_cookie(rq, COOKIE), CONFIRMER_DAYS);
    return identity_q_confirmer_used(rq->db, id, rq->now, instant_add(rq->now, DAYS(CONFIRMER_DAYS)));
}

/* --- Adding one ------------------------------------------------------------------------------------ */

err confirmer_make_of(struct rq *rq, struct identity_confirm_make_view *ret)
{
    struct identity_login login;

    TRY(identity_login_of(rq->db, rq->session, &login));
    *ret = (struct identity_confirm_make_view){0};
    return login.shared ? OK : prompt_key(rq->db, &ret->key);
}

static err lose(struct db *db, person_id who, confirmer_id id);

/* A browser is one device: what it was before ends, whosever that was. Nobody else's account is opened to the password
   alone by that. */
static err end_others_in(struct rq *rq, const char *endpoint)
{
    struct identity_confirmer_list rows;
    int64_t n = 0;

    TRY(identity_q_confirmers_in(rq->db, endpoint, confirmer_hash(rq), &rows));
    for (size_t i = 0; i < rows.n; i++) {
        const struct identity_confirmer *c = &rows.v[i];

        if (c->person.v == rq->me.v)
            TRY(identity_q_confirmer_drop(rq->db, c->id, c->person, &n));
        else
            TRY(lose(rq->db, c->person, c->id));
    }
    return OK;
}

err identity_confirmer_post(struct rq *rq)
{
    const char *token = rand_token(rq->arena, TOKEN_BYTES);
    confirmer_id id = NEW_ID(rq->db, confirmer_id);
    struct identity_confirmer_list rows;
    struct prompt_device device;
    struct identity_login login;

    TRY(prompt_device_read(rq, &device));
    TRY(identity_login_of(rq->db, rq->session, &login));
    if (login.shared)
        return fail(rq, ERR_FORBIDDEN, "Others use this computer too: nobody can confirm sign-ins on it.");
    if (factors_by_pass(login.proofs))
        return fail(rq, ERR_CONFLICT, "Set up a new app or a passkey first: then you can confirm sign-ins on this device too.");
    TRY(proved_lately(rq));
    TRY(end_others_in(rq, device.endpoint));
    TRY(identity_q_confirmers(rq->db, rq->me, &rows));
    if (rows.n >= CONFIRMERS_MOST)
        return fail(rq, ERR_CONFLICT, "You have five devices already. Take one away first.");
    TRY(identity_q_confirmer_add(rq->db, id, rq->me, hash_of(rq->arena, token), device.endpoint, device.key, device.auth,
                                 device.name, rq->now, instant_add(rq->now, DAYS(CONFIRMER_DAYS))));
    reply_cookie_strict(rq, COOKIE, token, CONFIRMER_DAYS);
    TRY(factors_changed(rq->db, rq->me));
    TRY(happened(rq, rq->me, HAPPENED_CONFIRMER_ADDED));
    TRY(told_factor(rq, rq->me, true, a_device));
    TRY(audit_rq(rq, "identity.confirmer_added", "person", rq->me.v, NULL));
    flash(rq, TONE_POSITIVE, "From now on you can confirm sign-ins on this device: %s.", device.name);
    return recovery_after(rq);
}

/* --- What the security page shows ------------------------------------------------------------------ */

err confirmers_of(struct rq *rq, struct identity_security_view *v)
{
    struct identity_confirming *here = NULL;
    struct identity_confirmer_list rows;

    TRY(confirmer_here(rq, &here));
    TRY(confirmer_make_of(rq, &v->confirm_make));
    TRY(identity_q_confirmers(rq->db, rq->me, &rows));
    v->confirmers.v = ARENA_ARRAY(rq->arena, rows.n + 1, struct identity_confirmer_line);
    v->confirmers.n = rows.n;
    for (size_t i = 0; i < rows.n; i++) {
        bool is_here = here && here->id.v == rows.v[i].id.v;

        v->confirmers.v[i] = (struct identity_confirmer_line){
            .id = rows.v[i].id,
            .action = arena_printf(rq->arena, "/account/security/confirmers/%lld/name", (long long)rows.v[i].id.v),
            .field = rename_field(rq->arena, RENAME_CONFIRMERS + i),
            .name = rows.v[i].name,
            .made_at = rows.v[i].made_at,
            .used_at = rows.v[i].used_at,
            .here = is_here,
            .lost = rows.v[i].lost_at.v != 0};
        if (is_here && rows.v[i].lost_at.v == 0)
            v->confirm_make.key = NULL; /* it is one already */
    }
    return OK;
}

/* --- Renaming and taking away ---------------------------------------------------------------------- */

/* The one of the path, and which of hers it is. */
static err one_of_mine(struct rq *rq, struct identity_confirmer_list *rows, size_t *ret_i)
{
    confirmer_id id = PATH_ID(rq, confirmer_id, "confirmer");

    TRY(identity_q_confirmers(rq->db, rq->me, rows));
    for (*ret_i = 0; *ret_i < rows->n; ++*ret_i)
        if (rows->v[*ret_i].id.v == id.v)
            return OK;
    return fail(rq, ERR_NOT_FOUND, "This device is not one of yours any more.");
}

err identity_confirmer_name_post(struct rq *rq)
{
    struct identity_confirmer_list rows;
    int64_t n = 0;
    size_t i = 0;

    TRY(one_of_mine(rq, &rows, &i));
    const char *name = form_text(rq, rename_field(rq->arena, RENAME_CONFIRMERS + i), 1, 40);

    if (form_bad(rq))
        return page_after(rq, false, identity_security_get);
    TRY(identity_q_confirmer_rename(rq->db, rows.v[i].id, rq->me, name, &n));
    TRY(audit_rq(rq, "identity.factor_renamed", "person", rq->me.v, NULL));
    flash(rq, TONE_POSITIVE, "From now on it is called %s.", name);
    return see_other(rq, "/account/security");
}

err identity_confirmer_remove_get(struct rq *rq)
{
    struct identity_confirmer_list rows;
    struct identity_person p;
    size_t i = 0;

    TRY(proved_lately(rq));
    TRY(may_take_away(rq));
    TRY(one_of_mine(rq, &rows, &i));
    TRY(identity_q_person(rq->db, rq->me, &p));
    struct identity_confirmer_remove_view view = {
        .id = rows.v[i].id,
        .name = rows.v[i].name,
        .last = rows.n == 1 && !identity_asks_second((unsigned)p.factors & ~(unsigned)FACTOR_PUSH)};

    return identity_v_confirmer_remove(rq->out, &view);
}

err identity_confirmer_remove_post(struct rq *rq)
{
    struct identity_confirmer_list rows;
    int64_t n = 0;
    size_t i = 0;

    TRY(proved_lately(rq));
    TRY(may_take_away(rq));
    TRY(one_of_mine(rq, &rows, &i));
    TRY(identity_q_confirmer_drop(rq->db, rows.v[i].id, rq->me, &n));
    TRY(factors_changed(rq->db, rq->me));
    TRY(happened(rq, rq->me, HAPPENED_CONFIRMER_REMOVED));
    TRY(told_factor(rq, rq->me, false, a_device));
    TRY(audit_rq(rq, "identity.confirmer_removed", "person", rq->me.v, NULL));
    flash(rq, TONE_POSITIVE, "%s is taken away.", rows.v[i].name);
    return see_other(rq, "/account/security");
}

/* --- Ended by something else ------------------------------------------------------------------------ */

/* Without any of her devices, does something else than her password still open the account? */
static err has_others(struct db *db, person_id who, bool *ret)
{
    struct identity_person p;

    TRY(identity_q_person(db, who, &p));
    *ret = identity_asks_second((unsigned)p.factors & ~(unsigned)FACTOR_PUSH);
    return OK;
}

err confirmers_not_me(struct rq *rq)
{
    struct identity_confirming *here = NULL;
    confirmer_id keep = {0};
    bool others = false;
    int64_t n = 0;

    TRY(confirmer_here(rq, &here));
    if (here && here->person.v == rq->me.v)
        keep = here->id;
    TRY(has_others(rq->db, rq->me, &others));
    if (keep.v == 0 && !others)
        return OK;
    TRY(identity_q_confirmers_drop(rq->db, rq->me, keep, &n));
    if (n == 0)
        return OK;
    TRY(factors_changed(rq->db, rq->me));
    TRY(happened(rq, rq->me, HAPPENED_CONFIRMER_REMOVED));
    TRY(told_factor(rq, rq->me, false, a_device));
    return audit_rq(rq, "identity.confirmer_removed", "person", rq->me.v, NULL);
}

err confirmer_asked_at(struct db *db, const char *endpoint, bool *ret)
{
    struct identity_confirmer_list rows;

    TRY(identity_q_confirmers_in(db, endpoint, (struct str){0}, &rows));
    *ret = rows.n > 0;
    return OK;
}

/* Taken away; but the last thing that stands beside her password stays, and is opened by hand. */
static err lose(struct db *db, person_id who, confirmer_id id)
{
    struct identity_confirmer_list rows;
    bool others = false, there = false;
    int64_t n = 0;

    TRY(identity_q_confirmers(db, who, &rows));
    for (size_t i = 0; i < rows.n; i++)
        there = there || rows.v[i].id.v == id.v;
    if (!there)
        return OK;
    TRY(has_others(db, who, &others));
    if (rows.n == 1 && !others) {
        TRY(identity_q_confirmer_lost(db, id, db_now(db), &n));
        return n > 0 ? happened_to(db, who, HAPPENED_CONFIRMER_LOST) : OK;
    }
    TRY(identity_q_confirmer_drop(db, id, who, &n));
    TRY(factors_changed(db, who));
    TRY(happened_to(db, who, HAPPENED_CONFIRMER_GONE));
    TRY(told_factor_in(db, who, false, a_device));
    return audit(db, &(struct audit_entry){.what = "identity.confirmer_gone", .about = "person", .id = who.v});
}

err confirmer_gone(struct db *db, const struct event *e)
{
    return lose(db, e->person, (confirmer_id){e->about});
}

err confirm_sweep(struct db *db)
{
    struct identity_confirmer_list rows;
    int64_t n = 0;

    TRY(identity_q_confirmers_over(db, db_now(db), &rows));
    for (size_t i = 0; i < rows.n; i++)
        TRY(lose(db, rows.v[i].person, rows.v[i].id));
    return identity_q_sweep_confirms(db, instant_add(db_now(db), -CONFIRM_KEPT), &n);
}
