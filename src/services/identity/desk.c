/* desk.c: the service desk: whether somebody can sign in, and passes for who cannot, asked for by one and confirmed by
   another. SPDX-License-Identifier: AGPL-3.0-or-later */
#include "account.h"
#include "app.h"
#include "audit.h"
#include "form.h"
#include "happened.h"
#include "hash.h"
#include "identity_q.h"
#include "identity_v.h"
#include "keys.h"
#include "lines.h"
#include "pages.h"
#include "reply.h"
#include "rights.h"
#include "rules.h"
#include "service.h"
#include "str.h"
#include "told.h"

#define WAITS MINUTES(30) /* for the other one */
#define WORKS MINUTES(15)

/* What somebody showed at the desk. */
static const struct identity_seen_line seen[] = {
    {"card", _("The university's card, with the face on it")},
    {"document", _("A passport, identity card or driving licence")},
    {"video", _("A document and the face, in a video call")},
};

static struct msg seen_words(const char *word)
{
    for (size_t i = 0; i < COUNT(seen); i++)
        if (str_eq(seen[i].word, word))
            return seen[i].text;
    return msg_none();
}

/* --- The code of a pass -------------------------------------------------------------------------------- */

/* It follows from the campus's keys and the row, so that who asked can look at it again while it works, and the database alone
   tells nobody. */
static const char *code_of(struct rq *rq, const struct identity_pass *p, instant confirmed)
{
    struct str key = keys_derive(rq->arena, rq_app(rq)->keys, "desk passes");
    char code[IDENTITY_CODE_CHARS + 1] = {0};
    size_t n = 0;

    for (int round = 0; n < IDENTITY_CODE_CHARS; round++) {
        const char *text = arena_printf(rq->arena, "%lld %lld %lld %d", (long long)p->id.v, (long long)p->asked_at.v,
                                        (long long)confirmed.v, round);
        struct digest d = hash_hmac(key.s, key.n, text, strlen(text));

        for (size_t i = 0; i < sizeof d.b && n < IDENTITY_CODE_CHARS; i++)
            if (d.b[i] < 248) /* 8 times 31: each letter as often */
                code[n++] = identity_code_alphabet[d.b[i] % 31];
    }
    return arena_dup(rq->arena, code);
}

static enum identity_pass_state state_of(const struct identity_pass *p, instant now)
{
    if (p->password_at.v && p->factor_at.v)
        return PASS_USED;
    if (p->ended_at.v || p->ends_at.v <= now.v)
        return p->password_at.v || p->factor_at.v ? PASS_USED : PASS_OVER;
    return p->confirmed_at.v ? PASS_WORKS : PASS_WAITS;
}

static struct identity_pass_line line_of(struct rq *rq, const struct identity_pass *p)
{
    enum identity_pass_state state = state_of(p, rq->now);
    bool mine = p->asked_by.v == rq->me.v;

    return (struct identity_pass_line){
        .id = p->id, .person = p->person, .name = p->name, .login = p->login, .asker = p->asker,
        .confirmer = p->confirmer, .seen = seen_words(p->seen), .asked_at = p->asked_at,
        .confirmed_at = p->confirmed_at, .ends_at = p->ends_at, .state = state, .waits = state == PASS_WAITS,
        .works = state == PASS_WORKS, .password = p->password_at.v != 0, .factor = p->factor_at.v != 0, .mine = mine,
        .may_confirm = state == PASS_WAITS && !mine && p->person.v != rq->me.v,
        .code = state == PASS_WORKS && mine ? identity_code_show(rq->arena, code_of(rq, p, p->confirmed_at)) : NULL};
}

/* --- Looking --------------------------------------------------------------------------------------------- */

/* By the whole user name, as it stands on a card: the desk does not search among people. */
err identity_desk_get(struct rq *rq)
{
    struct identity_desk_view view = {.q = form_text(rq, "q", 0, IDENTITY_TYPED_MAX)};
    struct identity_person p = {0};
    struct identity_pass_list rows;
    err e = *view.q ? identity_q_person_named(rq->db, typed_name(rq, view.q), &p) : ERR_NOT_FOUND;

    if (e == OK)
        return see_other(rq, "/admin/desk/people/%lld", (long long)p.id.v);
    if (e != ERR_NOT_FOUND)
        return e;
    view.nobody = *view.q;
    TRY(identity_q_passes(rq->db, rq->now, &rows));
    view.passes.v = ARENA_ARRAY(rq->arena, rows.n + 1, struct identity_pass_line);
    for (size_t i = 0; i < rows.n; i++)
        view.passes.v[view.passes.n++] = line_of(rq, &rows.v[i]);
    return identity_v_desk(rq->out, &view);
}

static bool runs_accounts(const struct rq *rq)
{
    return may_at_all(rq_person(rq)->roles, rq_person(rq)->n_roles, MAY_MANAGE_PEOPLE);
}

/* Whose account the desk must leave alone: two of it could give themselves what its owner may. */
static err why_not(struct rq *rq, const struct identity_person *p, struct msg *ret)
{
    struct identity_role_lines roles;

    *ret = msg_none();
    TRY(role_lines_of(rq, p->id, &roles));
    for (size_t i = 0; i < roles.n; i++) {
        if (str_eq(roles.v[i].word, role_word(ROLE_PEOPLE_ADMIN)) && !runs_accounts(rq))
            *ret = _("This person runs accounts: only somebody else who does helps here.");
        if (str_eq(roles.v[i].word, role_word(ROLE_SYSTEM_ADMIN)) && !may_hand_out(rq, ROLE_SYSTEM_ADMIN)) {
            *ret = _("This is a system administrator: only another one helps here.");
            break;
        }
    }
    if (p->id.v == rq->me.v)
        *ret = _("This is you: let two colleagues help you.");
    if (p->disabled_at.v)
        *ret = _("This account is closed. Whoever runs accounts can open it.");
    if (p->password == NULL && p->factors == 0)
        *ret = _("This account was never used: it needs a one-time code from whoever runs accounts.");
    return OK;
}

static err person_of(struct rq *rq, struct identity_person *ret)
{
    err e = identity_q_person(rq->db, PATH_ID(rq, person_id, "person"), ret);

    return e == ERR_NOT_FOUND ? fail(rq, e, "There is no such person.") : e;
}

err identity_desk_person_get(struct rq *rq)
{
    struct identity_private *mail = NULL;
    struct identity_person p;
    bool found = false;

    TRY(person_of(rq, &p));
    TRY(identity_q_private(rq->db, p.id, &mail));
    struct identity_desk_person_view view = {
        .id = p.id, .name = p.name, .login = p.login, .ready = p.password != NULL || p.factors != 0, .disabled = p.disabled_at.v != 0,
        .private_mail = mail != NULL, .seen = {seen, COUNT(seen)},
        .factors = {p.factors & FACTOR_OTP, p.factors & FACTOR_PASSKEY, p.factors & FACTOR_RECOVERY,
                    p.factors & FACTOR_PUSH}};

    TRY(identity_q_pass_for(rq->db, p.id, rq->now, &view.pass, &found));
    TRY(why_not(rq, &p, &view.why_not));
    return identity_v_desk_person(rq->out, &view);
}

/* --- Asking ------------------------------------------------------------------------------------------------ */

static err noted(struct rq *rq, const char *what, const struct identity_pass *p)
{
    return audit_rq(rq, what, "person", p->person.v, arena_printf(rq->arena, "{\"pass\":\"%lld\"}", (long long)p->id.v));
}

err identity_pass_ask_post(struct rq *rq)
{
    static const char *const words[COUNT(seen)] = {"card", "document", "video"};
    struct identity_person p;
    pass_id id = NEW_ID(rq->db, pass_id), open = {0};
    struct msg no;
    bool found = false;

    TRY(person_of(rq, &p));
    TRY(why_not(rq, &p, &no));
    if (no.one)
        return fail(rq, ERR_FORBIDDEN, "%s", say_msg(rq, no));
    int i = form_choice(rq, "seen", words, COUNT(words));

    if (i < 0)
        return page_after(rq, false, identity_desk_person_get);
    TRY(identity_q_pass_for(rq->db, p.id, rq->now, &open, &found));
    if (found)
        return see_other(rq, "/admin/desk/passes/%lld", (long long)open.v);
    TRY(identity_q_pass_add(rq->db, id, p.id, rq->me, words[i], rq->now, instant_add(rq->now, WAITS)));
    TRY(noted(rq, "identity.pass_asked", &(struct identity_pass){.id = id, .person = p.id}));
    return see_other(rq, "/admin/desk/passes/%lld", (long long)id.v);
}

/* --- A pass -------------------------------------------------------------------------------------------------- */

static err pass_of(struct rq *rq, struct identity_pass **ret)
{
    TRY(identity_q_pass(rq->db, PATH_ID(rq, pass_id, "pass"), ret));
    return *ret ? OK : fail(rq, ERR_NOT_FOUND, "There is no such pass.");
}

err identity_pass_get(struct rq *rq)
{
    struct identity_pass *p = NULL;

    TRY(pass_of(rq, &p));
    struct identity_pass_line view = line_of(rq, p);

    if (view.waits && view.mine)
        reply_again(rq, 10);
    return identity_v_pass(rq->out, &view);
}

err identity_pass_confirm_post(struct rq *rq)
{
    struct identity_pass *p = NULL;
    struct identity_person person;
    struct msg no;
    int64_t n = 0;

    TRY(pass_of(rq, &p));
    TRY(identity_q_person(rq->db, p->person, &person));
    TRY(why_not(rq, &person, &no));
    if (p->asked_by.v == rq->me.v)
        return fail(rq, ERR_FORBIDDEN, "You asked for this pass yourself: somebody else must confirm it.");
    if (no.one)
        return fail(rq, ERR_FORBIDDEN, "%s", say_msg(rq, no));
    const char *code = code_of(rq, p, rq->now);
    struct digest d = hash_sha256(code, IDENTITY_CODE_CHARS);

    TRY(identity_q_pass_confirm(rq->db, p->id, rq->me, (struct str){(const char *)d.b, sizeof d.b}, rq->now,
                                instant_add(rq->now, WORKS), &n));
    if (n == 0)
        return fail(rq, ERR_CONFLICT, "This pass does not wait any more: it was confirmed, refused, or is too old.");
    TRY(happened_to(rq->db, p->person, HAPPENED_PASS));
    TRY(told_pass(rq->db, p->person));
    TRY(noted(rq, "identity.pass_confirmed", p));
    flash(rq, TONE_POSITIVE, "The pass works now. %s sees it on the own screen.", p->asker);
    return see_other(rq, "/admin/desk");
}

err identity_pass_end_post(struct rq *rq)
{
    struct identity_pass *p = NULL;
    int64_t n = 0;

    TRY(pass_of(rq, &p));
    TRY(identity_q_pass_end(rq->db, p->id, rq->now, &n));
    if (n == 0)
        return fail(rq, ERR_CONFLICT, "This pass is over already.");
    TRY(noted(rq, "identity.pass_ended", p));
    flash(rq, TONE_POSITIVE, "The pass is over.");
    return see_other(rq, "/admin/desk");
}
