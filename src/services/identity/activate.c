/* activate.c: the first password, or a forgotten one, by a one-time code; a forgotten one by a recovery code too.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include "account.h"
#include "activate.h"
#include "audit.h"
#include "factors.h"
#include "form.h"
#include "happened.h"
#include "hash.h"
#include "identity.h"
#include "identity_v.h"
#include "pages.h"
#include "reply.h"
#include "rules.h"
#include "session.h"
#include "str.h"
#include "throttle.h"
#include "told.h"
#include "proving.h"

void judge_new_password(struct rq *rq, const char *login, const char *name)
{
    const char *password = form_raw(rq, "password", 0, 4 * IDENTITY_PASSWORD_MAX);
    const char *again = form_raw(rq, "again", 0, 4 * IDENTITY_PASSWORD_MAX);

    switch (identity_password_judge(rq->arena, password, login, name)) {
    case PASSWORD_GOOD:
        if (!str_eq(password, again))
            form_error(rq, "again", "The two passwords differ. Type the same one twice.");
        return;
    case PASSWORD_SHORT:
        form_error(rq, "password",
                   "This password is too short. Use at least 12 characters: four "
                   "words that do not belong together are easy to remember.");
        return;
    case PASSWORD_LONG:
        form_error(rq, "password", "This password is too long. Use at most 200 characters.");
        return;
    case PASSWORD_NAME:
        form_error(rq, "password",
                   "This password is little more than your own name. Choose one that says "
                   "nothing about you.");
        return;
    case PASSWORD_SIMPLE:
        form_error(rq, "password",
                   "This password repeats itself or follows the keyboard. Choose "
                   "one that is harder to guess.");
        return;
    case PASSWORD_COMMON:
        form_error(rq, "password",
                   "This password, or the one word that it is made of, stands in the lists that thieves try first. "
                   "Choose one of several words that do not belong together.");
    }
}

err identity_activate_get(struct rq *rq)
{
    return form_flag(rq, "forgotten") ? identity_v_forgotten_code(rq->out) : identity_v_activate(rq->out);
}

/* What she typed as a code: one from a letter, a mail or the desk, or one of her recovery codes. For nobody's name the same
   queries are made. */
static err look_for_code(struct rq *rq, struct activation *a)
{
    person_id who = a->person ? a->person->id : (person_id){0};
    const char *typed = form_typed(rq, "code"), *key = identity_code_key(rq->arena, typed);
    struct identity_second other = identity_second_of(rq->arena, typed);
    bool recovery = other.kind == SECOND_RECOVERY, found = false;
    struct digest d = recovery ? hash_sha256(other.key, IDENTITY_RECOVERY_CHARS) : hash_sha256(key, strlen(key));
    struct str hash = {arena_dupn(rq->arena, (const char *)d.b, sizeof d.b), sizeof d.b};
    instant made;

    if (!recovery) {
        TRY(identity_q_code(rq->db, who, hash, rq->now, &a->code, &found));
        return identity_q_pass_right(rq->db, who, hash, rq->now, &a->pass, &found);
    }
    TRY(identity_q_recovery_open(rq->db, who, hash, &made, &found));
    a->recovery = found ? hash : (struct str){0};
    return OK;
}

bool activation_right(const struct activation *a)
{
    return a->person && (a->code.v != 0 || a->pass.v != 0 || a->recovery.n > 0);
}

err activation_look(struct rq *rq, struct activation *a, struct throttle *t)
{
    struct identity_person *p = ARENA_NEW(rq->arena, struct identity_person);

    a->name = typed_name(rq, form_typed(rq, "name"));
    err e = *a->name ? identity_q_person_named(rq->db, a->name, p) : ERR_NOT_FOUND;
    if (e != OK && e != ERR_NOT_FOUND)
        return e;
    a->person = e == OK && p->disabled_at.v == 0 ? p : NULL;
    TRY(throttle_of(rq, *a->name ? a->name : form_typed(rq, "name"),
                    a->person ? p->id : (person_id){0}, t));
    TRY(throttle_wait(rq, t, &a->wait));
    return look_for_code(rq, a);
}

err identity_activate_prepare(struct rq *rq)
{
    struct activation *a = ARENA_NEW(rq->arena, struct activation);
    struct throttle t;

    rq->prepared = a;
    TRY(activation_look(rq, a, &t));
    if (a->wait > 0 || !activation_right(a) || form_flag(rq, "passkey"))
        return OK;
    judge_new_password(rq, a->person->login, a->person->name);
    return form_bad(rq)
               ? OK
               : kdf_hash(rq->arena, form_typed(rq, "password"), cost_of(rq), &a->text);
}

/* A letter that somebody found is one factor, no more. */
static err second_asked(struct rq *rq, const struct activation *a, const struct throttle *t)
{
    struct proving trial = {.person = a->person->id, .proofs = IDENTITY_PASSWORD};

    TRY(throttle_forget(rq, t));
    session_forget(rq);
    TRY(proving_begin(rq, &trial));
    flash(rq, TONE_POSITIVE, "Your password is set. To sign in, your second factor is asked too.");
    return see_other(rq, "/sign-in/second");
}

err activation_use_up(struct rq *rq, const struct activation *a)
{
    struct identity_recovery_left left;
    int64_t used = 0;

    if (a->recovery.n > 0)
        TRY(identity_q_recovery_use(rq->db, a->person->id, a->recovery, rq->now, &used));
    else if (a->pass.v != 0)
        TRY(identity_q_pass_password(rq->db, a->pass, rq->now, &used));
    else
        TRY(identity_q_code_use(rq->db, a->code, rq->now, &used));
    if (used == 0)
        return fail(rq, ERR_CONFLICT, "This code was just used.");
    if (a->recovery.n == 0)
        return OK;
    /* One sheet of codes is one factor: what stood for the password does not stand for the second factor too. */
    if (identity_asks_second((unsigned)a->person->factors))
        TRY(identity_q_recovery_drop(rq->db, a->person->id, &used));
    TRY(factors_changed(rq->db, a->person->id));
    TRY(identity_q_recovery_left(rq->db, a->person->id, &left));
    TRY(happened(rq, a->person->id, HAPPENED_RECOVERY_USED));
    return told_recovery(rq, a->person->id, left.left_over);
}

static err activated(struct rq *rq, const struct activation *a, const struct throttle *t)
{
    int64_t ended = 0;

    TRY(activation_use_up(rq, a));
    TRY(account_password(rq->db, a->person->id, a->text, (session_id){0}));
    TRY(happened(rq, a->person->id, HAPPENED_ACTIVATED));
    TRY(audit(rq->db, &(struct audit_entry){.what = "identity.activated",
                                            .who = a->person->id,
                                            .about = "person",
                                            .id = a->person->id.v,
                                            .request = rq->id,
                                            .address = rq->address}));
    if (rq->me.v != 0 && rq->me.v != a->person->id.v)
        TRY(session_end(rq->db, rq->session, rq->me, &ended));
    rq->session = (session_id){0};
    if (identity_asks_second((unsigned)a->person->factors))
        return second_asked(rq, a, t);
    TRY(throttle_passed(rq, t, a->person->id));
    TRY(session_begin(rq, a->person->id, false, IDENTITY_PASSWORD));
    flash(rq, TONE_POSITIVE, "Your password is set, and you are signed in.");
    return see_other(rq, SESSION_FIRST "?next=/home");
}

err activation_wrong(struct rq *rq, const struct activation *a, const struct throttle *t)
{
    TRY(throttle_failed(rq, t));
    TRY(audit_rq(rq, "identity.activation_failed", a->person ? "person" : NULL, a->person ? a->person->id.v : 0, NULL));
    form_error(rq, "code",
               "This name and code do not belong together, or the code is too old or was used "
               "before. Check both, or ask for a new code.");
    return page_after(rq, true, identity_activate_get);
}

err identity_activate_post(struct rq *rq)
{
    const struct activation *prepared = rq->prepared;
    struct activation a = {0};
    struct throttle t;

    TRY(activation_look(rq, &a, &t));
    a.text = prepared->text;
    if (form_bad(rq))
        return page_after(rq, false, identity_activate_get);
    if (a.wait > 0) {
        form_error(rq, "code", "%s", throttle_words(rq, a.wait));
        return page_after(rq, false, identity_activate_get);
    }
    if (activation_right(&a) && form_flag(rq, "passkey"))
        return activation_by_passkey(rq, &a);
    return activation_right(&a) && a.text ? activated(rq, &a, &t) : activation_wrong(rq, &a, &t);
}
