/* admin.c: the administrator's pages of people: search, codes, roles, closing of accounts.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include "account.h"
#include "app.h"
#include "audit.h"
#include "factors.h"
#include "form.h"
#include "found.h"
#include "identity.h"
#include "identity_v.h"
#include "lines.h"
#include "pages.h"
#include "qr.h"
#include "reply.h"
#include "rights.h"
#include "rules.h"
#include "search.h"
#include "service.h"
#include "session.h"
#include "str.h"
#include "things.h"

#define PEOPLE_PAGE 50
#define PEOPLE_MOST 1000 /* found ones that are shown; more need more words */

static void line_add(struct identity_people_view *view, const struct identity_listed *p)
{
    view->people.v[view->people.n++] = (struct identity_people_line){
        .id = p->id,
        .login = p->login,
        .name = p->name,
        .mail = p->mail,
        .ready = p->ready,
        .disabled = p->disabled_at.v != 0,
    };
}

/* Everybody, in the order of their names. */
static err all_in(struct rq *rq, struct identity_people_view *view)
{
    struct identity_listed_list rows;

    TRY(identity_q_people(rq->db, form_typed(rq, "after"), FORM_ID_OR_NONE(rq, person_id, "id"), &rows));
    view->people.v = ARENA_ARRAY(rq->arena, rows.n + 1, struct identity_people_line);
    for (size_t i = 0; i < rows.n; i++)
        line_add(view, &rows.v[i]);
    if (rows.n == PEOPLE_PAGE)
        view->more = arena_printf(rq->arena, "/admin/people?after=%s&id=%lld",
                                  url_seg(rq->arena, rows.v[rows.n - 1].sort_key),
                                  (long long)rows.v[rows.n - 1].id.v);
    return OK;
}

/* Of a mail address what stands before the "@" is looked for. */
static const char *words_of(struct rq *rq, const char *q)
{
    const char *at = strchr(q, '@');

    return at == NULL ? q : arena_dupn(rq->arena, q, (size_t)(at - q));
}

/* Whom the campus's search finds, the best first. */
static err found_in(struct rq *rq, struct identity_people_view *view)
{
    size_t from = (size_t)form_int_or(rq, "from", 0, PEOPLE_MOST, 0);
    struct search_hits hits = {0};
    err e = search_find(rq->db, "person", words_of(rq, view->q), from + PEOPLE_PAGE, &hits);

    if (e != OK)
        return e == ERR_NOT_FOUND ? OK : e;
    view->people.v = ARENA_ARRAY(rq->arena, PEOPLE_PAGE, struct identity_people_line);
    view->similar = hits.similar;
    for (size_t i = from; i < hits.n; i += SEARCH_SHOWN) {
        struct identity_listed *some[SEARCH_SHOWN];
        int64_t ids[SEARCH_SHOWN];
        size_t n = hits.n - i < SEARCH_SHOWN ? hits.n - i : SEARCH_SHOWN;

        for (size_t k = 0; k < n; k++)
            ids[k] = hits.v[i + k].id;
        TRY(identity_listed_of(rq->db, ids, n, some));
        for (size_t k = 0; k < n; k++)
            if (some[k] != NULL)
                line_add(view, some[k]);
    }
    if (hits.all > hits.n && from + PEOPLE_PAGE <= PEOPLE_MOST)
        view->more = arena_printf(rq->arena, "/admin/people?q=%s&from=%zu", url_seg(rq->arena, view->q),
                                  from + PEOPLE_PAGE);
    return OK;
}

err identity_people_get(struct rq *rq)
{
    struct identity_people_view view = {.q = form_text(rq, "q", 0, 80)};

    TRY(identity_q_people_count(rq->db, &view.all));
    if (*view.q)
        TRY(found_in(rq, &view));
    else
        TRY(all_in(rq, &view));
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
        .ready = p.password != NULL || p.factors != 0,
        .disabled = p.disabled_at.v != 0,
        .self = p.id.v == rq->me.v,
        .code_open = open != NULL,
        .code_ends = open ? open->ends_at : (instant){0},
        .forms = name_forms_of(rq, p.login),
        .factors = {p.factors & FACTOR_OTP, p.factors & FACTOR_PASSKEY, p.factors & FACTOR_RECOVERY,
                    p.factors & FACTOR_PUSH},
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
    TRY(qr_svg(rq->arena,
               arena_printf(rq->arena, "%s?name=%s&code=%s", letter->address, p.login, letter->code),
               say(rq, "QR code that opens the page with your name and code"), &letter->qr.s));
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

/* For who lost the phone and the codes, and has shown at the desk who she is. */
err identity_factors_reset_post(struct rq *rq)
{
    struct identity_person p;

    TRY(changeable(rq, &p));
    if (p.id.v == rq->me.v)
        return fail(rq, ERR_CONFLICT, "You take your own away under Security, or ask a colleague.");
    if (p.factors == 0)
        return fail(rq, ERR_CONFLICT, "This account has no second factor.");
    TRY(factors_reset(rq->db, p.id));
    TRY(audit_rq(rq, "identity.factors_reset", "person", p.id.v, NULL));
    flash(rq, TONE_POSITIVE, "The second factors of %s are taken away. The password alone opens the account now.", p.name);
    return back(rq, p.id);
}

/* What a new role is for: a programme, course or faculty by its code. */
static err scope_typed(struct rq *rq, struct account_role *r)
{
    const char *typed = form_text(rq, "scope", 0, 60);
    const char *kind = role_scope(r->role);

    if (str_empty(typed) || form_error_of(rq, "scope"))
        return OK;
    if (kind == NULL) {
        form_error(rq, "scope", "This role is for the whole university: leave this empty.");
        return OK;
    }
    TRY(thing_find(rq, kind, typed, &r->scope));
    if (r->scope == 0)
        form_error(rq, "scope", str_eq(kind, "offering")
                                    ? "There is no such course in that term. Type its code and the term, for instance CSE 12 2026-2."
                                : str_eq(kind, "programme") ? "There is no programme with this code."
                                                            : "There is no faculty with this code.");
    return OK;
}

/* The role of the form, or the answer that says what is wrong with it. */
static err role_asked(struct rq *rq, struct account_role *r)
{
    if (!role_parse(form_typed(rq, "role"), &r->role))
        return fail(rq, ERR_BAD_FORM, "There is no such role.");
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
    TRY(scope_typed(rq, &r));
    if (form_bad(rq))
        return page_after(rq, false, identity_person_get);
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
    r.scope = form_int_or(rq, "scope", 0, INT64_MAX, 0);
    if (form_bad(rq))
        return fail(rq, ERR_BAD_FORM, "There is no such role.");
    if (r.role == ROLE_SYSTEM_ADMIN && p.id.v == rq->me.v)
        return fail(rq, ERR_CONFLICT,
                    "You cannot take this role from yourself. Ask a colleague.");
    TRY(role_changed(rq, p.id, &r));
    flash(rq, TONE_POSITIVE, "%s no longer has the role.", p.name);
    return back(rq, p.id);
}
