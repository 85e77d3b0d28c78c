/* admin.c: the administrator's pages of services. SPDX-License-Identifier: AGPL-3.0-or-later */
#include "admin.h"
#include "app.h"
#include "audit.h"
#include "form.h"
#include "reply.h"
#include "saml_v.h"

/* --- Lists of choices -------------------------------------------------------------------------------------- */

static const struct saml_choice kinds[] = {
    {.value = "other", .text = _("Another service: it gets what its metadata ask for")},
    {.value = "learning", .text = _("A learning environment"), .code = "learning"},
    {.value = "library", .text = _("A library or publisher"), .code = "library"},
    {.value = "surfconext", .text = _("SURFconext"), .code = "surfconext"},
    {.value = "zoom", .text = _("Zoom, by its vanity name"), .code = "zoom"},
};
static const struct saml_choice formats[] = {
    {.value = "persistent", .text = _("By a code that stays, another one in each service"), .code = "persistent"},
    {.value = "transient", .text = _("By a code that is new each time"), .code = "transient"},
    {.value = "mail", .text = _("By the mail address at the university"), .code = "emailAddress"},
};
static const struct saml_choice levels[] = {
    {.value = "1", .text = _("A password or more")},
    {.value = "2", .text = _("A second factor")},
    {.value = "3", .text = _("A passkey, which cannot be phished")},
};
static const struct saml_choice sorts[] = {
    {.value = "office", .text = _("Office: writing, mail, files, meetings")},
    {.value = "other", .text = _("Any other")},
};
static const struct saml_choice flags[] = {
    {.value = "own", .text = _("The university decided that people use it: they are not asked")},
    {.value = "signed_only", .text = _("A request that it did not sign is refused")},
};

/* A copy of a list with what is chosen, by a list of words. */
static struct saml_choices chosen(struct rq *rq, const struct saml_choice *v, size_t n, const char *words)
{
    struct saml_choices c = {ARENA_ARRAY(rq->arena, n, struct saml_choice), n};

    for (size_t i = 0; i < n; i++) {
        c.v[i] = v[i];
        c.v[i].on = saml_has(words, v[i].value);
    }
    return c;
}

static struct saml_choices attributes_of(struct rq *rq, const struct saml_edit *e)
{
    struct saml_choices c = {ARENA_ARRAY(rq->arena, saml_n_attributes, struct saml_choice), saml_n_attributes};

    for (size_t i = 0; i < c.n; i++) {
        const struct saml_attribute *at = &saml_attributes[i];
        c.v[i] = (struct saml_choice){
            .value = at->word,
            .text = at->title,
            .on = saml_has(e->attributes, at->word),
            .code = at->word,
            .asked = saml_has(e->meta.asks, at->word),
        };
    }
    return c;
}

err saml_admin_sp(struct rq *rq, struct saml_sp *ret)
{
    err e = saml_q_sp(rq->db, PATH_ID(rq, saml_sp_id, "sp"), ret);

    return e == ERR_NOT_FOUND ? fail(rq, e, "There is no such service.") : e;
}

/* --- The list ------------------------------------------------------------------------------------------------ */

static err keys_of(struct rq *rq, struct saml_key_lines *ret)
{
    struct saml_key_list rows;
    struct saml_key *now = NULL;

    TRY(saml_q_keys(rq->db, rq->now, &rows));
    TRY(saml_q_key_now(rq->db, rq->now, &now));
    *ret = (struct saml_key_lines){ARENA_ARRAY(rq->arena, rows.n + 1, struct saml_key_line), rows.n};
    for (size_t i = 0; i < rows.n; i++)
        ret->v[i] = (struct saml_key_line){
            .signs_at = rows.v[i].signs_at,
            .ends_at = rows.v[i].ends_at,
            .signs = now && rows.v[i].id.v == now->id.v,
            .waits = rows.v[i].signs_at.v > rq->now.v,
        };
    return OK;
}

static err federations_of(struct rq *rq, struct saml_federation_lines *ret)
{
    struct saml_federation_list rows;

    TRY(saml_q_federations(rq->db, &rows));
    *ret = (struct saml_federation_lines){ARENA_ARRAY(rq->arena, rows.n + 1, struct saml_federation_line), rows.n};
    for (size_t i = 0; i < rows.n; i++) {
        ret->v[i] = (struct saml_federation_line){
            .source = rows.v[i].source,
            .problem = rows.v[i].problem,
            .until = rows.v[i].until,
            .asked = str_eq(rows.v[i].how, "mdq"),
            .over = !str_eq(rows.v[i].how, "mdq") && rows.v[i].until.v <= rq->now.v,
        };
        TRY(saml_q_federation_size(rq->db, rows.v[i].id, &ret->v[i].n));
    }
    return OK;
}

err saml_services_get(struct rq *rq)
{
    struct saml_sp_line_list rows;
    const char *entity = saml_entity(rq);
    struct saml_services_view view = {.no_url = !*campus_of(rq)->url, .entity = entity ? entity : ""};

    TRY(saml_q_sps(rq->db, &rows));
    TRY(keys_of(rq, &view.keys));
    TRY(federations_of(rq, &view.federations));
    view.all = (struct saml_service_lines){ARENA_ARRAY(rq->arena, rows.n + 1, struct saml_service_line), rows.n};
    for (size_t i = 0; i < rows.n; i++)
        view.all.v[i] = (struct saml_service_line){
            .id = rows.v[i].id,
            .title = rows.v[i].title,
            .entity = rows.v[i].entity,
            .problem = rows.v[i].problem,
            .disabled = rows.v[i].disabled_at.v != 0,
        };
    return saml_v_services(rq->out, &view);
}

/* --- Keys -------------------------------------------------------------------------------------------------- */

err saml_key_prepare(struct rq *rq)
{
    struct saml_new_key *k = ARENA_NEW(rq->arena, struct saml_new_key);

    TRY(saml_key_make(rq->arena, campus_of(rq)->domain, k));
    rq->prepared = k;
    return OK;
}

err saml_key_post(struct rq *rq)
{
    TRY(saml_key_next(rq->db, rq->prepared, false));
    flash(rq, TONE_POSITIVE, "The new key stands in our metadata, and signs when every service had time to fetch it.");
    return see_other(rq, "/admin/services");
}

/* --- A new one ------------------------------------------------------------------------------------------------- */

static const struct form_name new_names[] = {
    {"kind", _("What it is")},
    {"vanity", _("Vanity name of Zoom")},
    {"url", _("Address of its metadata")},
    {"file", _("A file of metadata")},
    {"text", _("Metadata as text")},
};

err saml_service_new_get(struct rq *rq)
{
    const char *kind = form_typed(rq, "kind");
    struct saml_new_view view = {
        .vanity = form_typed(rq, "vanity"), .url = form_typed(rq, "url"), .text = form_typed(rq, "text")};

    form_names(rq, new_names, COUNT(new_names));
    view.kinds = chosen(rq, kinds, COUNT(kinds), *kind ? kind : "other");
    return saml_v_new(rq->out, &view);
}

/* Takes over what was offered, or says in the form what is wrong with it. */
static err take_over(struct rq *rq, const struct saml_offered *o, const char *entity, struct saml_edit *e)
{
    struct saml_given g = {.text = o->text, .source = o->source, .entity = entity};
    struct saml_problem v[SAML_PROBLEMS];
    const char *why = NULL;
    err got = form_bad(rq) ? OK : saml_edit_metadata(rq->db, &g, e, &why);

    if (got == ERR_PARSE || got == ERR_TOO_LARGE)
        saml_offer_wrong(rq, o->field, why);
    else if (got != OK)
        return got;
    if (form_bad(rq))
        return OK;
    if (o->kind)
        e->attributes = saml_preset(o->kind);
    if (saml_edit_problems(rq->arena, e, v) > 0)
        form_error(rq, o->field, "%s", say_msg(rq, v[0].text));
    return OK;
}

err saml_service_new_post(struct rq *rq)
{
    const struct saml_offered *o = rq->prepared;
    struct saml_edit e = {0};
    saml_sp_id id = {0};

    TRY(take_over(rq, o, NULL, &e));
    if (!form_bad(rq)) {
        err made = saml_edit_add(rq->db, &e, &id);
        if (made == ERR_EXISTS)
            form_error(rq, o->field, "%s", say(rq, "The service %s is there already.", e.meta.entity));
        else
            TRY(made);
    }
    if (form_bad(rq))
        return page_after(rq, false, saml_service_new_get);
    if (o->key)
        TRY(saml_key_first(rq->db, o->key));
    TRY(audit_rq(rq, "saml.sp_made", "saml_sp", id.v, saml_edit_which(rq->arena, e.meta.entity)));
    flash(rq, TONE_POSITIVE, "The service is there. Look now at what it is told of people.");
    return see_other(rq, "/admin/services/%lld", (long long)id.v);
}

/* --- One ------------------------------------------------------------------------------------------------------------ */

static const char *words_in(struct rq *rq, const char *name)
{
    struct str_list list = form_all(rq, name, 32);
    const char *out = "";

    for (size_t i = 0; i < list.n; i++)
        out = *out ? arena_printf(rq->arena, "%s %s", out, list.v[i]) : list.v[i];
    return out;
}

static void read_form(struct rq *rq, struct saml_edit *e)
{
    const char *on = words_in(rq, "flags");

    e->title = form_text(rq, "title", 0, 200);
    e->attributes = words_in(rq, "attributes");
    e->format = form_text(rq, "format", 0, 16);
    e->level = form_int(rq, "level", 1, 3);
    if (form_has(rq, "sort"))
        e->sort = form_text(rq, "sort", 0, 16);
    e->own = saml_has(on, "own");
    e->signed_only = saml_has(on, "signed_only");
}

static const struct form_name names[] = {
    {"title", _("Name")},
    {"attributes", _("What it is told of people")},
    {"format", _("How it knows people")},
    {"sort", _("Which sort of application it is")},
    {"level", _("How strongly people must have signed in")},
    {"signed_only", _("More about it")},
    {"url", _("Address of its metadata")},
    {"file", _("A file of metadata")},
    {"text", _("Metadata as text")},
};

static void show_metadata(struct rq *rq, const struct saml_sp *sp, const struct saml_meta *m, struct saml_service_view *view)
{
    const struct saml_slo *slo = &m->slo;

    view->answers.v = ARENA_ARRAY(rq->arena, m->n_acs + 1, const char *);
    for (size_t i = 0; i < m->n_acs; i++)
        view->answers.v[view->answers.n++] = m->acs[i].url;
    view->leaves = slo->redirect ? slo->redirect : slo->post;
    view->keys = (int64_t)m->n_keys;
    view->signs = m->signs;
    view->until = m->until;
    view->source = sp->source;
    view->fetched_at = sp->fetched_at;
    view->problem = tr(rq->lang, sp->problem);
    view->url = form_has(rq, "url") ? form_typed(rq, "url") : sp->source;
    view->text = form_typed(rq, "text");
}

err saml_service_get(struct rq *rq)
{
    struct saml_service_view view = {0};
    struct saml_sp sp;
    struct saml_edit e;

    TRY(saml_admin_sp(rq, &sp));
    TRY(saml_edit_of(rq->db, &sp, &e));
    form_names(rq, names, COUNT(names));
    if (form_bad(rq) && form_has(rq, "title")) /* what was typed stays */
        read_form(rq, &e);
    const char *on = arena_printf(rq->arena, "%s %s", e.own ? "own" : "", e.signed_only ? "signed_only" : "");
    view.id = sp.id;
    view.title = e.title;
    view.entity = sp.entity;
    view.disabled = sp.disabled_at.v != 0;
    view.attributes = attributes_of(rq, &e);
    view.formats = chosen(rq, formats, COUNT(formats), e.format);
    view.levels = chosen(rq, levels, COUNT(levels), arena_printf(rq->arena, "%d", (int)e.level));
    view.sorts = chosen(rq, sorts, COUNT(sorts), e.sort);
    view.flags = chosen(rq, flags, COUNT(flags), on + strspn(on, " "));
    TRY(saml_q_receipts_standing(rq->db, sp.id, &view.people));
    show_metadata(rq, &sp, &e.meta, &view);
    return saml_v_service(rq->out, &view);
}

err saml_service_post(struct rq *rq)
{
    struct saml_problem v[SAML_PROBLEMS];
    struct saml_sp sp;
    struct saml_edit e;

    TRY(saml_admin_sp(rq, &sp));
    TRY(saml_edit_of(rq->db, &sp, &e));
    read_form(rq, &e);
    size_t n = saml_edit_problems(rq->arena, &e, v);
    for (size_t i = 0; i < n; i++)
        form_error(rq, v[i].field, "%s", say_msg(rq, v[i].text));
    if (form_bad(rq))
        return page_after(rq, false, saml_service_get);
    TRY(saml_edit_save(rq->db, sp.id, &e));
    TRY(audit_rq(rq, "saml.sp_changed", "saml_sp", sp.id.v, saml_edit_told(rq->arena, &e)));
    flash(rq, TONE_POSITIVE, "The service is changed.");
    return see_other(rq, "/admin/services/%lld", (long long)sp.id.v);
}

err saml_service_again_post(struct rq *rq)
{
    struct saml_sp sp;
    struct saml_edit e;

    TRY(saml_admin_sp(rq, &sp));
    TRY(saml_edit_of(rq->db, &sp, &e));
    TRY(take_over(rq, rq->prepared, sp.entity, &e));
    if (form_bad(rq))
        return page_after(rq, false, saml_service_get);
    TRY(saml_edit_save(rq->db, sp.id, &e));
    TRY(audit_rq(rq, "saml.sp_fetched", "saml_sp", sp.id.v, NULL));
    flash(rq, TONE_POSITIVE, "What the service says of itself is taken over.");
    return see_other(rq, "/admin/services/%lld", (long long)sp.id.v);
}

/* --- Off, on, away ----------------------------------------------------------------------------------------------------- */

static err turned(struct rq *rq, instant at, const char *what)
{
    struct saml_sp sp;
    int64_t n = 0;

    TRY(saml_admin_sp(rq, &sp));
    TRY(saml_q_sp_disable(rq->db, sp.id, at, &n));
    if (n > 0)
        TRY(audit_rq(rq, what, "saml_sp", sp.id.v, NULL));
    return see_other(rq, "/admin/services/%lld", (long long)sp.id.v);
}

err saml_service_disable_post(struct rq *rq)
{
    flash(rq, TONE_POSITIVE, "The service is turned off: nobody signs in to it from now on.");
    return turned(rq, rq->now, "saml.sp_disabled");
}

err saml_service_enable_post(struct rq *rq)
{
    flash(rq, TONE_POSITIVE, "The service is on again.");
    return turned(rq, (instant){0}, "saml.sp_enabled");
}

err saml_service_remove_get(struct rq *rq)
{
    struct saml_remove_view view = {0};
    struct saml_sp sp;

    TRY(saml_admin_sp(rq, &sp));
    view.id = sp.id;
    view.title = sp.title;
    view.entity = sp.entity;
    TRY(saml_q_receipts_standing(rq->db, sp.id, &view.people));
    return saml_v_remove(rq->out, &view);
}

err saml_service_remove_post(struct rq *rq)
{
    struct saml_sp sp;

    TRY(saml_admin_sp(rq, &sp));
    TRY(saml_edit_remove(rq->db, sp.id));
    TRY(audit_rq(rq, "saml.sp_removed", "saml_sp", sp.id.v, saml_edit_which(rq->arena, sp.entity)));
    flash(rq, TONE_POSITIVE, "%s is taken away.", sp.title);
    return see_other(rq, "/admin/services");
}
