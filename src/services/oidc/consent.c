/* consent.c: asking somebody whether an application may know what it asks.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include "consent.h"
#include "oidc_v.h"
#include "str.h"

/* A value as people read it. */
static const char *words_of(struct arena *a, const struct json *j)
{
    const char *text = json_text(j), *out = "";

    for (size_t i = 0; !text && i < json_len(j); i++)
        out = i > 0 ? arena_printf(a, "%s, %s", out, json_text(json_at(j, i))) : json_text(json_at(j, i));
    return text ? text : out;
}

err oidc_shown(struct rq *rq, person_id who, const char *words, struct oidc_shown_list *ret)
{
    struct buf b = buf_in(rq->arena, 16384);
    struct json_out out = json_begin(&b);
    const struct json *j = NULL;

    json_object(&out, NULL);
    TRY(oidc_claims_put(rq->db, &out, who, words));
    json_end(&out, '}');
    TRY(json_parse(rq->arena, b.s, b.n, 16384, &j));
    ret->v = ARENA_ARRAY(rq->arena, oidc_n_attributes, struct oidc_shown);
    ret->n = 0;
    for (size_t i = 0; i < oidc_n_attributes; i++)
        if (oidc_attributes[i].text.one && oidc_has(words, oidc_attributes[i].word))
            ret->v[ret->n++] = (struct oidc_shown){
                oidc_attributes[i].text, words_of(rq->arena, json_get(j, oidc_attributes[i].word))};
    return OK;
}

static err page(struct rq *rq)
{
    const struct oidc_consent_view *view = rq->prepared;

    return oidc_v_consent(rq->out, view);
}

err oidc_consent_page(struct rq *rq, const struct oidc_visit *v)
{
    struct oidc_consent_view *view = ARENA_NEW(rq->arena, struct oidc_consent_view);
    const char *words = arena_printf(rq->arena, "%s %s", v->give.info_claims, v->give.id_claims);
    struct identity_info p;

    TRY(identity_by_id(rq->db, v->login.person, &p));
    *view = (struct oidc_consent_view){
        .handle = v->handle,
        .title = v->client->title,
        .uri = v->client->uri,
        .host = oidc_uri_origin(rq->arena, v->params.v[OIDC_REDIRECT]),
        .name = p.name,
        .login = p.login,
        .offline = oidc_has(v->give.scope, "offline_access"),
    };
    TRY(oidc_shown(rq, v->login.person, words, &view->shown));
    rq->prepared = view;
    return page_after(rq, true, page);
}
