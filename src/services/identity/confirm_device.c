/* confirm_device.c: on the device: who signs in where, a field for the number, and "this was not me". Whoever opens it
   need not be signed in: the cookie of the device says whose it is. SPDX-License-Identifier: AGPL-3.0-or-later */
#include "app_passwords.h"
#include "audit.h"
#include "confirm.h"
#include "form.h"
#include "happened.h"
#include "identity.h"
#include "identity_v.h"
#include "lines.h"
#include "pages.h"
#include "reply.h"
#include "session.h"
#include "told.h"

err confirmer_here(struct rq *rq, struct identity_confirming **ret)
{
    struct str hash = confirmer_hash(rq);

    *ret = NULL;
    return hash.n > 0 ? identity_q_confirmer_of(rq->db, hash, rq->now, ret) : OK;
}

/* --- What is asked -------------------------------------------------------------------------------- */

static err show(struct rq *rq, const struct identity_confirming *me, struct identity_confirm_view *v)
{
    instant since = instant_add(rq->now, -identity_settings_of(rq)->known_life), last;
    struct identity_confirm *c = NULL;

    v->name = me->name;
    v->login = me->login;
    TRY(identity_q_confirm_open(rq->db, me->person, rq->now, &c));
    if (!c)
        return OK;
    v->id = c->id;
    v->service = tr(rq->lang, c->service);
    v->device = device_words(rq, c->agent);
    v->address = c->address;
    v->at = c->made_at;
    v->left = c->wrong > 0 ? CONFIRM_TRIES - c->wrong : 0;
    return identity_q_known(rq->db, me->person, c->household, since, &last, &v->known);
}

err identity_confirm_get(struct rq *rq)
{
    struct identity_confirming *me = NULL;
    struct identity_confirm_view view = {.done = form_flag(rq, "done")};

    reply_header(rq, "Cache-Control", "no-store");
    TRY(confirmer_here(rq, &me));
    if (!me)
        return identity_v_confirm_none(rq->out);
    if (form_flag(rq, "not-me"))
        return identity_v_confirm_not_me(rq->out);
    TRY(show(rq, me, &view));
    return identity_v_confirm(rq->out, &view);
}

/* A push that does not come is no dead end: what is asked stands on the home page of the device, too. */
err identity_confirm_card(struct rq *rq)
{
    struct identity_confirming *me = NULL;
    struct identity_confirm_view view = {0};

    TRY(confirmer_here(rq, &me));
    if (!me || me->person.v != rq->me.v)
        return OK;
    TRY(show(rq, me, &view));
    return view.id.v ? identity_v_confirm_card(rq->out, &view) : OK;
}

/* --- What is answered ----------------------------------------------------------------------------- */

/* The one of the path, if it is open and of the owner of this device. */
static err open_one(struct rq *rq, struct identity_confirming **ret_me, struct identity_confirm **ret)
{
    TRY(confirmer_here(rq, ret_me));
    *ret = NULL;
    if (*ret_me)
        TRY(identity_q_confirm_open(rq->db, (*ret_me)->person, rq->now, ret));
    if (*ret && (*ret)->id.v != PATH_ID(rq, confirm_id, "confirm").v)
        *ret = NULL;
    return OK;
}

static err over(struct rq *rq)
{
    flash(rq, TONE_INFO, "This is over: it took too long, or was answered already.");
    return see_other(rq, "/confirm");
}

static err note(struct rq *rq, const char *what, person_id who)
{
    return audit(rq->db, &(struct audit_entry){.what = what,
                                               .who = who,
                                               .about = "person",
                                               .id = who.v,
                                               .request = rq->id,
                                               .address = rq->address});
}

err identity_confirm_post(struct rq *rq)
{
    struct identity_confirming *me = NULL;
    struct identity_confirm *c = NULL;
    int64_t n = 0;

    TRY(open_one(rq, &me, &c));
    if (!c)
        return over(rq);
    int64_t typed = confirm_number(form_text(rq, "number", 0, 20)), wrong = c->wrong;
    if (typed < 0)
        form_error(rq, "number", "Type the number of two digits that the other page shows.");
    if (form_bad(rq))
        return page_after(rq, false, identity_confirm_get);
    enum confirm_state state = confirm_typed(c->number, typed, &wrong);
    TRY(identity_q_confirm_answer(rq->db, c->id, state, wrong, rq->now, &n));
    if (n == 0)
        return over(rq);
    if (state == CONFIRM_RIGHT) {
        TRY(confirmer_used(rq, me->id));
        TRY(note(rq, "identity.confirmed", me->person));
        return see_other(rq, "/confirm?done=1");
    }
    TRY(note(rq, "identity.confirm_wrong", me->person));
    if (state == CONFIRM_WRONG) {
        TRY(happened(rq, me->person, HAPPENED_CONFIRM_WRONG));
        flash(rq, TONE_WARNING, "Three wrong numbers: this sign-in was not confirmed. Begin it anew if it is yours.");
    }
    return see_other(rq, "/confirm");
}

/* Whoever asked knows her password: everything that it opened ends, and what waits for a second factor. */
static err end_all(struct rq *rq, person_id who)
{
    session_id keep = rq->me.v == who.v ? rq->session : (session_id){0};
    int64_t n = 0;

    TRY(identity_q_trials_drop(rq->db, who));
    TRY(identity_q_codes_drop(rq->db, who));
    TRY(identity_q_passes_end(rq->db, who, rq->now, &n));
    TRY(identity_q_devices_drop(rq->db, who));
    TRY(app_passwords_drop(rq->db, who, &n));
    return session_end_all(rq->db, who, keep, &n);
}

err identity_confirm_not_me_post(struct rq *rq)
{
    struct identity_confirming *me = NULL;
    struct identity_confirm *c = NULL;
    struct identity_person p;
    int64_t n = 0;

    TRY(open_one(rq, &me, &c));
    if (!c)
        return over(rq);
    TRY(identity_q_confirm_answer(rq->db, c->id, CONFIRM_NOT_ME, c->wrong, rq->now, &n));
    if (n == 0)
        return over(rq);
    TRY(identity_q_person(rq->db, me->person, &p));
    TRY(end_all(rq, p.id));
    TRY(told_desk_not_me(rq, &p, arena_printf(rq->arena, "%s (%s)", device_words(rq, c->agent), c->address), c->made_at));
    TRY(told_declined(rq, p.id, c->address));
    TRY(happened(rq, p.id, HAPPENED_CONFIRM_NOT_ME));
    TRY(note(rq, "identity.confirm_not_me", p.id));
    return see_other(rq, "/confirm?not-me=1");
}
