/* offered.c: metadata that an administrator gives by a page: a file, a text, an address or a preset. What is slow goes
   before the write. SPDX-License-Identifier: AGPL-3.0-or-later */
#include "admin.h"
#include "app.h"
#include "form.h"

#define WANTED _("Give its metadata: a file, a text or an address.").one

void saml_offer_wrong(struct rq *rq, const char *field, const char *why)
{
    form_error(rq, field, "%s", say(rq, "This cannot be taken: %s.", tr(rq->lang, why)));
}

static void by_zoom(struct rq *rq, struct saml_offered *o)
{
    const char *vanity = str_fold(rq->arena, form_text(rq, "vanity", 0, 80));

    o->field = "vanity";
    if (!saml_zoom_fine(vanity)) {
        o->why = _("it has small letters, digits and dashes").one;
        return;
    }
    o->text = str_of(saml_zoom(rq->arena, vanity));
    o->source = "";
}

static void by_address(struct rq *rq, struct saml_offered *o, const char *url)
{
    const char *why = NULL;

    o->source = url;
    if (saml_fetch(rq_app(rq), rq->arena, url, &o->text, &why) != OK)
        o->why = why;
}

/* A file, then a text, then an address. */
static void by_form(struct rq *rq, struct saml_offered *o)
{
    const struct upload *file = form_file(rq, "file");
    const char *text = form_raw(rq, "text", 0, SAML_META_MAX), *url = form_text(rq, "url", 0, 1024);

    o->source = "";
    if (file && file->bytes.n > 0)
        o->text = file->bytes;
    else if (*str_trim(rq->arena, text))
        o->text = str_of(text);
    else if (*url)
        by_address(rq, o, url);
    else
        form_error(rq, "url", "%s", tr(rq->lang, WANTED));
    o->field = file && file->bytes.n > 0 ? "file" : *o->source ? "url" : "text";
}

static err finish(struct rq *rq, struct saml_offered *o)
{
    if (o->why)
        saml_offer_wrong(rq, o->field, o->why);
    rq->prepared = o;
    return OK;
}

static err key_if_none(struct rq *rq, struct saml_offered *o)
{
    struct saml_new_key *k = NULL;
    struct saml_key *there = NULL;

    TRY(saml_q_key_now(rq->db, rq->now, &there));
    if (there)
        return OK;
    k = ARENA_NEW(rq->arena, struct saml_new_key);
    TRY(saml_key_make(rq->arena, campus_of(rq)->domain, k));
    o->key = k;
    return OK;
}

err saml_offer_new_prepare(struct rq *rq)
{
    struct saml_offered *o = ARENA_NEW(rq->arena, struct saml_offered);
    const char *kind = form_text(rq, "kind", 0, 16);

    o->kind = saml_preset(kind) ? kind : NULL;
    if (str_eq(kind, "zoom"))
        by_zoom(rq, o);
    else
        by_form(rq, o);
    if (!o->why && !form_bad(rq))
        TRY(key_if_none(rq, o));
    return finish(rq, o);
}

err saml_offer_again_prepare(struct rq *rq)
{
    struct saml_offered *o = ARENA_NEW(rq->arena, struct saml_offered);

    by_form(rq, o);
    return finish(rq, o);
}
