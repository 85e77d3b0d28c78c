/* admin.c: the administrator's pages of people: search, codes, roles, closing of accounts.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include "account.h"
#include "app.h"
#include "audit.h"
#include "form.h"
#include "identity.h"
#include "identity_v.h"
#include "lines.h"
#include "pages.h"
#include "reply.h"
#include "rights.h"
#include "rules.h"
#include "service.h"
#include "session.h"
#include "str.h"

#define PEOPLE_PAGE 50

/* The search text as names are compared: people type "De Vries" or a login. */
static const char *needle_of(struct rq *rq, const char *q)
{
    return *q ? str_sort_key(rq->arena, q) : "";
}

err identity_people_get(struct rq *rq)
{
    const char *q = form_text(rq, "q", 0, 80);
    const char *after = form_typed(rq, "after");
    struct identity_listed_list rows;
    struct identity_people_view view = {.q = q};

    TRY(identity_q_people_count(rq->db, &view.all));
    TRY(identity_q_people(rq->db, needle_of(rq, q), str_lower(rq->arena, q), after,
                          FORM_ID_OR_NONE(rq, person_id, "id"), &rows));
    view.people.v = ARENA_ARRAY(rq->arena, rows.n + 1, struct identity_people_line);
    view.people.n = rows.n;
    for (size_t i = 0; i < rows.n; i++)
        view.people.v[i] = (struct identity_people_line){
            .id = rows.v[i].id,
            .login = rows.v[i].login,
            .name = rows.v[i].name,
            .mail = rows.v[i].mail,
            .ready = rows.v[i].ready,
            .disabled = rows.v[i].disabled_at.v != 0,
        };
    if (rows.n == PEOPLE_PAGE)
        view.more =
            arena_printf(rq->arena, "/admin/people?q=%s&after=%s&id=%lld",
                         url_seg(rq->arena, q), url_seg(rq->arena, rows.v[rows.n - 1].sort_key),
                         (long long)rows.v[rows.n - 1].id.v);
    return identity_v_people(rq->out, &view);
}

static err roles_to_give(struct rq *rq, struct identity_role_lines *ret)
{
    ret->v = ARENA_ARRAY(rq->arena, ROLE_COUNT, struct identity_role_line);
    for (unsigned i = 0; i < ROLE_COUNT; i++)
        if (may_hand_out(rq, (enum role)i))
            ret->v[ret->n++] = (struct identity_role_line){.word = role_word((enum role)i),
                                                           .text = role_words((enum role)i)};
    return OK;
}

/* Only a system administrator may change what belongs to one: else who gives codes could take
   over her account. */
static bool locked_to(const struct rq *rq, const struct identity_role_lines *roles)
{
    for (size_t i = 0; i < roles->n; i++)
        if (str_eq(roles->v[i].word, role_word(ROLE_SYSTEM_ADMIN)) &&
            !may_hand_out(rq, ROLE_SYSTEM_ADMIN))
            return true;
    return false;
}

/* Pages of services about her, for who may look at all; each asks again. */
static struct identity_person_links links_of(struct rq *rq, person_id who)
{
    const struct app *app = rq_app(rq);
    const struct person *me = rq_person(rq);
    struct identity_person_links ret = {0};
    size_t n = 0;

    for (size_t s = 0; s < app->n_services; s++)
        n += app->services[s]->n_person_pages;
    ret.v = ARENA_ARRAY(rq->arena, n, struct identity_person_link);
    for (size_t s = 0; s < app->n_services; s++)
        for (size_t i = 0; i < app->services[s]->n_person_pages; i++) {
            const struct person_page *p = &app->services[s]->person_pages[i];

            if (may_at_all(me->roles, me->n_roles, p->may))
                ret.v[ret.n++] = (struct identity_person_link){
                    p->text, arena_printf(rq->arena, "%s%lld", p->path, (long long)who.v), p->icon};
        }
    return ret;
}

err identity_person_get(struct rq *rq)
{
    struct identity_person p;
    struct identity_code_open *open = NULL;
    err e = identity_q_person(rq->db, PATH_ID(rq, person_id, "person"), &p);

    if (e == ERR_NOT_FOUND)
        return fail(rq, e, "There is no such person.");
    TRY(e);
    TRY(identity_q_codes_open(rq->db, p.id, rq->now, &open));
    struct identity_person_view view = {
        .id = p.id,
        .name = p.name,
        .login = p.login,
        .mail = p.mail,
        .ready = p.password != NULL,
        .disabled = p.disabled_at.v != 0,
        .self = p.id.v == rq->me.v,
        .code_open = open != NULL,
        .code_ends = open ? open->ends_at : (instant){0},
        .forms = name_forms_of(rq, p.login),
    };

    TRY(role_lines_of(rq, p.id, &view.roles));
    TRY(roles_to_give(rq, &view.to_give));
    TRY(device_lines_of(rq, p.id, &view.devices));
    view.locked = locked_to(rq, &view.roles);
    view.links = links_of(rq, p.id);
    return identity_v_person(rq->out, &view);
}

/* The person of the path, if the acting administrator may change that account. */
static err changeable(struct rq *rq, struct identity_person *ret)
{
    struct identity_role_lines roles;
    err e = identity_q_person(rq->db, PATH_ID(rq, person_id, "person"), ret);

    if (e == ERR_NOT_FOUND)
        return fail(rq, e, "There is no such person.");
    TRY(e);
    TRY(role_lines_of(rq, ret->id, &roles));
    if (locked_to(rq, &roles))
        return fail(rq, ERR_FORBIDDEN, "Only a system administrator may change this account.");
    return OK;
}

static err back(struct rq *rq, person_id who)
{
    return see_other(rq, "/admin/people/%lld", (long long)who.v);
}

/* Shown once, after the code was made: rq->prepared holds it. */
static err letter_get(struct rq *rq)
{
    return identity_v_letter(rq->out, rq->prepared);
}

err identity_code_post(struct rq *rq)
{
    struct identity_person p;
    struct identity_letter_view *letter = ARENA_NEW(rq->arena, struct identity_letter_view);

    TRY(changeable(rq, &p));
    if (p.disabled_at.v != 0)
        return fail(rq, ERR_CONFLICT,
                    "This account is closed. Open it before you make a code.");
    *letter = (struct identity_letter_view){
        .id = p.id,
        .name = p.name,
        .login = p.login,
        .address = url_absolute(rq, "/activate"),
        .home = campus_of(rq)->name,
        .ends = instant_add(rq->now, identity_settings_of(rq)->code_life),
    };
    TRY(account_code(rq->db, p.id, rq->me, letter->ends, &letter->code));
    letter->code = arena_dup(rq->arena, letter->code);
    TRY(audit_rq(rq, "identity.code_made", "person", p.id.v, NULL));
    rq->prepared = letter;
    return page_after(rq, true, letter_get);
}

err identity_disable_post(struct rq *rq)
{
    struct identity_person p;
    bool changed = false;

    TRY(changeable(rq, &p));
    if (p.id.v == rq->me.v)
        return fail(rq, ERR_CONFLICT, "You cannot close your own account. Ask a colleague.");
    TRY(account_disable(rq->db, p.id, &changed));
    if (changed)
        TRY(audit_rq(rq, "identity.disabled", "person", p.id.v, NULL));
    flash(rq, TONE_POSITIVE, "The account of %s is closed, and signed out everywhere.", p.name);
    return back(rq, p.id);
}

err identity_enable_post(struct rq *rq)
{
    struct identity_person p;
    bool changed = false;

    TRY(changeable(rq, &p));
    TRY(account_enable(rq->db, p.id, &changed));
    if (changed)
        TRY(audit_rq(rq, "identity.enabled", "person", p.id.v, NULL));
    flash(rq, TONE_POSITIVE, "The account of %s is open again.", p.name);
    return back(rq, p.id);
}

err identity_end_sessions_post(struct rq *rq)
{
    struct identity_person p;
    int64_t n = 0;

    TRY(changeable(rq, &p));
    TRY(session_end_all(rq->db, p.id, (session_id){0}, &n));
    TRY(audit_rq(rq, "identity.sessions_ended", "person", p.id.v, NULL));
    flash(rq, TONE_POSITIVE, "%s is signed out everywhere.", p.name);
    return back(rq, p.id);
}

/* The role and scope of the form, or the answer that says what is wrong with them. */
static err role_asked(struct rq *rq, struct account_role *r)
{
    r->scope = form_int_or(rq, "scope", 0, INT64_MAX, 0);
    if (!role_parse(form_typed(rq, "role"), &r->role))
        return fail(rq, ERR_BAD_FORM, "There is no such role.");
    if (form_bad(rq))
        return fail(rq, ERR_BAD_FORM, "The number of a programme or offering is needed here.");
    if (!may_hand_out(rq, r->role))
        return fail(rq, ERR_FORBIDDEN, "Only a system administrator may change this role.");
    return OK;
}

static err role_changed(struct rq *rq, person_id who, const struct account_role *r)
{
    bool changed = false;

    TRY(account_role(rq->db, who, r, &changed));
    return changed ? audit_rq(rq, r->give ? "identity.role_given" : "identity.role_taken",
                              "person", who.v, account_role_json(rq->arena, r))
                   : OK;
}

err identity_role_give_post(struct rq *rq)
{
    struct identity_person p;
    struct account_role r = {.give = true};

    TRY(changeable(rq, &p));
    TRY(role_asked(rq, &r));
    TRY(role_changed(rq, p.id, &r));
    flash(rq, TONE_POSITIVE, "%s now has the role.", p.name);
    return back(rq, p.id);
}

err identity_role_take_post(struct rq *rq)
{
    struct identity_person p;
    struct account_role r = {.give = false};

    TRY(changeable(rq, &p));
    TRY(role_asked(rq, &r));
    if (r.role == ROLE_SYSTEM_ADMIN && p.id.v == rq->me.v)
        return fail(rq, ERR_CONFLICT,
                    "You cannot take this role from yourself. Ask a colleague.");
    TRY(role_changed(rq, p.id, &r));
    flash(rq, TONE_POSITIVE, "%s no longer has the role.", p.name);
    return back(rq, p.id);
}
