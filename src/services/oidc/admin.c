/* admin.c: the administrator's pages of applications. SPDX-License-Identifier: AGPL-3.0-or-later */
#include "admin.h"
#include "audit.h"
#include "edit.h"
#include "form.h"
#include "oidc_v.h"
#include "reply.h"
#include "str.h"

/* --- Lists of choices -------------------------------------------------------------------------------------- */

static const struct oidc_choice auths[] = {
    {"secret", _("A secret: it runs on a server"), false},
    {"key", _("A key of its own (private_key_jwt)"), false},
    {"none", _("Nothing: it runs on phones, computers or in the browser"), false},
};
static const struct oidc_choice algs[] = {
    {"RS256", _("RS256: every library knows it"), false},
    {"ES256", _("ES256: shorter and faster"), false},
    {"PS256", _("PS256: for FAPI"), false},
    {"EdDSA", _("EdDSA (Ed25519)"), false},
};
static const struct oidc_choice levels[] = {
    {"1", _("A password or more"), false},
    {"2", _("A second factor"), false},
    {"3", _("A passkey, which cannot be phished"), false},
};
static const struct oidc_choice sorts[] = {
    {"office", _("Office: writing, mail, files, meetings"), false},
    {"other", _("Any other"), false},
};
static const struct oidc_choice scopes[] = {
    {"openid", _("Who somebody is there, as a code without a name"), false},
    {"profile", _("Name, user name and language"), false},
    {"email", _("Mail address at the university"), false},
    {"eduperson", _("What somebody is at the university"), false},
    {"offline_access", _("Going on while nobody is there"), false},
};
static const struct oidc_choice flags[] = {
    {"first_party", _("It is the university's own: people are not asked"), false},
    {"refresh", _("It may refresh its tokens"), false},
    {"device", _("It signs in on devices without a keyboard"), false},
    {"pairwise", _("People have another code there than anywhere else (pairwise subjects)"), false},
    {"pkce", _("It must use PKCE"), false},
    {"dpop", _("Its tokens are bound to a key (DPoP)"), false},
    {"par", _("It must push its requests (PAR)"), false},
    {"fapi", _("It keeps to the FAPI 2 security profile"), false},
    {"introspect", _("It guards something: it may look into the tokens of others"), false},
};

static bool *flag_of(struct oidc_edit *e, const char *word)
{
    const struct {
        const char *word;
        bool *flag;
    } all[] = {
        {"first_party", &e->first_party}, {"refresh", &e->refresh}, {"device", &e->device},
        {"pairwise", &e->pairwise},       {"pkce", &e->pkce},       {"dpop", &e->dpop},
        {"par", &e->par},                 {"fapi", &e->fapi},       {"introspect", &e->introspect},
    };

    for (size_t i = 0; i < COUNT(all); i++)
        if (str_eq(all[i].word, word))
            return all[i].flag;
    return NULL;
}

/* A copy of a list with what is chosen, by a list of words. */
static struct oidc_choices chosen(struct rq *rq, const struct oidc_choice *v, size_t n, const char *words)
{
    struct oidc_choices c = {ARENA_ARRAY(rq->arena, n, struct oidc_choice), n};

    for (size_t i = 0; i < n; i++) {
        c.v[i] = v[i];
        c.v[i].on = oidc_has(words, v[i].value);
    }
    return c;
}

static const char *lines_of(struct rq *rq, const struct str_list *list)
{
    const char *out = "";

    for (size_t i = 0; i < list->n; i++)
        out = arena_printf(rq->arena, "%s%s\n", out, list->v[i]);
    return out;
}

/* --- The list ------------------------------------------------------------------------------------------------ */

static struct msg proof_of(const struct oidc_client *c)
{
    for (size_t i = 0; i < COUNT(auths); i++)
        if (str_eq(c->auth, auths[i].value))
            return auths[i].text;
    return msg_none();
}

err oidc_clients_get(struct rq *rq)
{
    struct oidc_client_list rows;
    const char *issuer = oidc_issuer(rq);
    struct oidc_clients_view view = {.no_url = !*campus_of(rq)->url};

    TRY(oidc_q_clients(rq->db, &rows));
    view.discovery = arena_printf(rq->arena, "%s/.well-known/openid-configuration", issuer ? issuer : "");
    view.v = ARENA_ARRAY(rq->arena, rows.n + 1, struct oidc_client_line);
    view.n = rows.n;
    for (size_t i = 0; i < rows.n; i++)
        view.v[i] = (struct oidc_client_line){
            .id = rows.v[i].id,
            .title = rows.v[i].title,
            .key = rows.v[i].key,
            .disabled = rows.v[i].disabled_at.v != 0,
            .fapi = rows.v[i].fapi,
            .proof = proof_of(&rows.v[i]),
        };
    return oidc_v_clients(rq->out, &view);
}

/* --- The form -------------------------------------------------------------------------------------------------- */

static struct str_list lines_in(struct rq *rq, const char *name)
{
    struct str_list raw = str_split(rq->arena, form_raw(rq, name, 0, 12000), '\n'), out = {0};

    out.v = ARENA_ARRAY(rq->arena, raw.n + 1, const char *);
    for (size_t i = 0; i < raw.n; i++) {
        const char *line = str_trim(rq->arena, raw.v[i]);
        if (*line)
            out.v[out.n++] = line;
    }
    return out;
}

static const char *scopes_in(struct rq *rq)
{
    struct str_list list = form_all(rq, "scopes", 16);
    const char *out = "";

    for (size_t i = 0; i < list.n; i++)
        out = *out ? arena_printf(rq->arena, "%s %s", out, list.v[i]) : list.v[i];
    return out;
}

/* What stands in the form, with what it does not ask from before. */
static void read_form(struct rq *rq, struct oidc_edit *e)
{
    struct str_list on = form_all(rq, "flags", 16);

    e->title = form_text(rq, "title", 0, 200);
    e->uri = form_text(rq, "uri", 0, 512);
    e->contact = form_text(rq, "contact", 0, 200);
    e->auth = form_text(rq, "auth", 0, 16);
    e->jwks = form_raw(rq, "jwks", 0, 16384);
    e->alg = form_text(rq, "alg", 0, 16);
    e->scopes = scopes_in(rq);
    e->logout_uri = form_text(rq, "logout_uri", 0, 512);
    e->redirects = lines_in(rq, "redirects");
    e->logouts = lines_in(rq, "logouts");
    e->level = form_int(rq, "level", 1, 3);
    if (form_has(rq, "sort"))
        e->sort = form_text(rq, "sort", 0, 16);
    for (size_t i = 0; i < COUNT(flags); i++)
        *flag_of(e, flags[i].value) = false;
    for (size_t i = 0; i < on.n; i++)
        if (flag_of(e, on.v[i]))
            *flag_of(e, on.v[i]) = true;
}

static bool form_fine(struct rq *rq, const struct oidc_edit *e)
{
    struct oidc_problem v[OIDC_PROBLEMS];
    size_t n = oidc_edit_problems(rq->arena, e, v);

    for (size_t i = 0; i < n; i++)
        form_error(rq, v[i].field, "%s", say_msg(rq, v[i].text));
    return !form_bad(rq);
}

static void show_form(struct rq *rq, struct oidc_edit *e, struct oidc_client_view *view)
{
    const char *on = "";

    if (form_bad(rq)) /* what was typed stays */
        read_form(rq, e);
    for (size_t i = 0; i < COUNT(flags); i++)
        if (*flag_of(e, flags[i].value))
            on = arena_printf(rq->arena, "%s %s", on, flags[i].value);
    view->title = e->title;
    view->uri = e->uri;
    view->contact = e->contact;
    view->redirects = lines_of(rq, &e->redirects);
    view->logouts = lines_of(rq, &e->logouts);
    view->logout_uri = e->logout_uri;
    view->jwks = e->jwks;
    view->auths = chosen(rq, auths, COUNT(auths), e->auth);
    view->algs = chosen(rq, algs, COUNT(algs), e->alg);
    view->levels = chosen(rq, levels, COUNT(levels), arena_printf(rq->arena, "%d", (int)e->level));
    view->sorts = chosen(rq, sorts, COUNT(sorts), e->sort);
    view->scopes = chosen(rq, scopes, COUNT(scopes), e->scopes);
    view->flags = chosen(rq, flags, COUNT(flags), on + strspn(on, " "));
}

static const struct form_name names[] = {
    {"title", _("Name")},
    {"uri", _("First page")},
    {"contact", _("Who runs it")},
    {"auth", _("How it proves who it is")},
    {"jwks", _("Its public keys")},
    {"redirects", _("Where people come back to after signing in")},
    {"logouts", _("Where people may go after signing out")},
    {"logout_uri", _("What hears that a session ended")},
    {"scopes", _("What it may ask")},
    {"sort", _("Which sort of application it is")},
    {"level", _("How strongly people must have signed in")},
    {"alg", _("How its ID tokens are signed")},
    {"fapi", _("More about it")},
    {"introspect", _("More about it")},
};

err oidc_client_new_get(struct rq *rq)
{
    struct oidc_client_view view = {0};
    struct oidc_edit e = oidc_edit_new();

    form_names(rq, names, COUNT(names));
    show_form(rq, &e, &view);
    return oidc_v_client(rq->out, &view);
}

static err answers_of(struct rq *rq, oidc_client_id id, struct oidc_answers *ret)
{
    struct oidc_told_off_list rows;

    TRY(oidc_q_logouts(rq->db, id, &rows));
    ret->v = ARENA_ARRAY(rq->arena, rows.n + 1, struct oidc_answer_line);
    ret->n = rows.n;
    for (size_t i = 0; i < rows.n; i++)
        ret->v[i] = (struct oidc_answer_line){
            rows.v[i].made_at, rows.v[i].tries, rows.v[i].problem, rows.v[i].done_at.v != 0};
    return OK;
}

static err client_of_path(struct rq *rq, struct oidc_client *ret)
{
    err e = oidc_q_client(rq->db, PATH_ID(rq, oidc_client_id, "client"), ret);

    return e == ERR_NOT_FOUND ? fail(rq, e, "There is no such application.") : e;
}

err oidc_client_get(struct rq *rq)
{
    struct oidc_client_view view = {0};
    struct oidc_client c;
    struct oidc_edit e;

    TRY(client_of_path(rq, &c));
    TRY(oidc_edit_of(rq->db, &c, &e));
    form_names(rq, names, COUNT(names));
    show_form(rq, &e, &view);
    view.id = c.id;
    view.key = c.key;
    view.disabled = c.disabled_at.v != 0;
    view.has_secret = str_eq(c.auth, "secret");
    view.old_ends = c.old_ends_at.v > rq->now.v ? c.old_ends_at : (instant){0};
    TRY(answers_of(rq, c.id, &view.answers));
    return oidc_v_client(rq->out, &view);
}

/* --- Making and changing ------------------------------------------------------------------------------------------ */

static err secret_page(struct rq *rq)
{
    const struct oidc_secret_view *v = rq->prepared;

    reply_header(rq, "Cache-Control", "no-store");
    return oidc_v_secret(rq->out, v);
}

static err show_secret(struct rq *rq, const struct oidc_client *c, const char *secret, instant old_ends)
{
    struct oidc_secret_view *v = ARENA_NEW(rq->arena, struct oidc_secret_view);
    const char *issuer = oidc_issuer(rq);

    *v = (struct oidc_secret_view){.id = c->id,
                                   .title = c->title,
                                   .key = c->key,
                                   .secret = secret,
                                   .issuer = issuer ? issuer : "",
                                   .old_ends = old_ends};
    rq->prepared = v;
    return page_after(rq, true, secret_page);
}

err oidc_client_new_prepare(struct rq *rq)
{
    struct oidc_new_keys *k = NULL;
    struct oidc_key *there = NULL;

    TRY(oidc_q_key_for(rq->db, "ES256", rq->now, &there));
    if (!there) {
        k = ARENA_NEW(rq->arena, struct oidc_new_keys);
        TRY(oidc_keys_make(rq->arena, k));
    }
    rq->prepared = k;
    return OK;
}

err oidc_client_new_post(struct rq *rq)
{
    const struct oidc_new_keys *k = rq->prepared;
    struct oidc_edit e = oidc_edit_new();
    struct oidc_client c;
    oidc_client_id id;
    const char *secret = NULL;

    read_form(rq, &e);
    if (!form_fine(rq, &e))
        return page_after(rq, false, oidc_client_new_get);
    if (k)
        TRY(oidc_keys_first(rq->db, k));
    TRY(oidc_edit_add(rq->db, &e, NULL, &id));
    TRY(oidc_q_client(rq->db, id, &c));
    TRY(audit_rq(rq, "oidc.client_made", "oidc_client", id.v, NULL));
    if (str_eq(c.auth, "secret"))
        TRY(oidc_secret_new(rq->db, &c, (instant){0}, &secret));
    return show_secret(rq, &c, secret, (instant){0});
}

err oidc_client_post(struct rq *rq)
{
    struct oidc_client c;
    struct oidc_edit e;

    TRY(client_of_path(rq, &c));
    TRY(oidc_edit_of(rq->db, &c, &e));
    read_form(rq, &e);
    if (!form_fine(rq, &e))
        return page_after(rq, false, oidc_client_get);
    TRY(oidc_edit_save(rq->db, &c, &e));
    TRY(audit_rq(rq, "oidc.client_changed", "oidc_client", c.id.v, NULL));
    flash(rq, TONE_POSITIVE, "The application is changed.");
    return see_other(rq, "/admin/applications/%lld", (long long)c.id.v);
}

#define SECRET_GRACE DAYS(7)

err oidc_client_secret_post(struct rq *rq)
{
    struct oidc_client c;
    const char *secret = NULL;
    bool older = form_flag(rq, "keep");
    instant ends = older ? instant_add(rq->now, SECRET_GRACE) : (instant){0};

    TRY(client_of_path(rq, &c));
    if (!str_eq(c.auth, "secret"))
        return fail(rq, ERR_CONFLICT, "This application has no secret.");
    TRY(oidc_secret_new(rq->db, &c, ends, &secret));
    TRY(audit_rq(rq, "oidc.secret_changed", "oidc_client", c.id.v, NULL));
    return show_secret(rq, &c, secret, c.secret.n > 0 ? ends : (instant){0});
}

static err turned(struct rq *rq, instant at, const char *what)
{
    struct oidc_client c;
    int64_t n = 0;

    TRY(client_of_path(rq, &c));
    TRY(oidc_q_client_disable(rq->db, c.id, at, &n));
    if (n > 0)
        TRY(audit_rq(rq, what, "oidc_client", c.id.v, NULL));
    return see_other(rq, "/admin/applications/%lld", (long long)c.id.v);
}

err oidc_client_disable_post(struct rq *rq)
{
    flash(rq, TONE_POSITIVE, "The application is turned off. Its tokens are worth nothing now.");
    return turned(rq, rq->now, "oidc.client_disabled");
}

err oidc_client_enable_post(struct rq *rq)
{
    flash(rq, TONE_POSITIVE, "The application is on again.");
    return turned(rq, (instant){0}, "oidc.client_enabled");
}
