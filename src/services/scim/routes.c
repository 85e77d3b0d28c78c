/* routes.c: requests about users and groups. SPDX-License-Identifier: AGPL-3.0-or-later */
#include "routes.h"
#include "form.h"
#include "reply.h"
#include "scim_in.h"
#include "str.h"

static int64_t number(const char *s, int64_t min, int64_t max, int64_t otherwise)
{
    int64_t v;

    if (str_empty(s) || str_int(s, INT64_MIN, INT64_MAX, &v) != OK)
        return otherwise;
    return v < min ? min : v > max ? max : v;
}

static err list_get(struct rq *rq, const struct scim_type *t)
{
    struct scim_token *token = NULL;
    struct scim_query q = {
        .type = t,
        .filter = form_typed(rq, "filter"),
        .sort_by = form_typed(rq, "sortBy"),
        .sort_order = form_typed(rq, "sortOrder"),
        .attributes = form_typed(rq, "attributes"),
        .excluded = form_typed(rq, "excludedAttributes"),
        .start = number(form_typed(rq, "startIndex"), 1, INT32_MAX, 1),
        .count = number(form_typed(rq, "count"), 0, SCIM_PAGE_MAX, 100),
    };

    TRY(scim_enter(rq, false, &token));
    return token ? scim_list(rq, &q) : OK;
}

static const char *joined(struct arena *a, const struct node *list)
{
    const char *out = "";

    for (const struct node *i = list ? list->first : NULL; i; i = i->next)
        if (i->kind == NODE_TEXT && strlen(out) < 4000)
            out = arena_printf(a, "%s%s%s", out, *out ? "," : "", i->text);
    return out;
}

static int64_t counted(const struct node *n, const char *key, int64_t min, int64_t max, int64_t otherwise)
{
    const struct node *v = node_get(n, key);

    if (!v || v->kind != NODE_NUMBER)
        return otherwise;
    return v->number < min ? min : v->number > max ? max : v->number;
}

/* The same by a body (RFC 7644 §3.4.3), where addresses are too short or are logged. */
static err search(struct rq *rq, const struct scim_type *t)
{
    struct scim_token *token = NULL;
    struct node *n = NULL;

    TRY(scim_enter(rq, false, &token));
    if (!token || !scim_body(rq, &n))
        return OK;
    struct scim_query q = {
        .type = t,
        .filter = node_str(n, "filter"),
        .sort_by = node_str(n, "sortBy"),
        .sort_order = node_str(n, "sortOrder"),
        .attributes = joined(rq->arena, node_get(n, "attributes")),
        .excluded = joined(rq->arena, node_get(n, "excludedAttributes")),
        .start = counted(n, "startIndex", 1, INT32_MAX, 1),
        .count = counted(n, "count", 0, SCIM_PAGE_MAX, 100),
    };
    return scim_list(rq, &q);
}

err scim_users_get(struct rq *rq)
{
    return list_get(rq, &scim_users);
}

err scim_groups_get(struct rq *rq)
{
    return list_get(rq, &scim_groups);
}

err scim_users_search(struct rq *rq)
{
    return search(rq, &scim_users);
}

err scim_groups_search(struct rq *rq)
{
    return search(rq, &scim_groups);
}

static err answer(struct rq *rq, const struct scim_said *said, const struct scim_wish *w)
{
    struct json_out out = json_begin(rq->out->buf);

    if (said->fault.status)
        return scim_no(rq, said->fault);
    if (said->version)
        reply_header(rq, "ETag", said->version);
    if (said->status == 201)
        reply_header(rq, "Location", said->location);
    if (said->resource)
        node_write(&out, NULL, scim_told(rq->arena, w, said->resource));
    return scim_json(rq, said->status);
}

static bool wish_of(struct rq *rq, const struct scim_type *t, struct scim_wish *ret, struct scim_fault *f)
{
    return scim_wish(rq->arena, t, form_typed(rq, "attributes"), form_typed(rq, "excludedAttributes"), ret, f);
}

static err one_get(struct rq *rq, const struct scim_type *t)
{
    struct scim_ask ask = {.method = GET, .type = t, .id = path_text(rq, "id")};
    const char *had = rq_header(rq, "If-None-Match");
    struct scim_token *token = NULL;
    struct scim_said said = {0};
    struct scim_wish w = {0};
    struct scim_fault f = {0};

    TRY(scim_enter(rq, false, &token));
    if (!token)
        return OK;
    if (!wish_of(rq, t, &w, &f))
        return scim_no(rq, f);
    ask.no_members = !scim_wished(&w, "members");
    TRY(scim_get(rq, &ask, &said));
    if (said.version && *had && scim_matches(had, said.version)) {
        said.status = 304;
        said.resource = NULL;
    }
    return answer(rq, &said, &w);
}

err scim_user_get(struct rq *rq)
{
    return one_get(rq, &scim_users);
}

err scim_group_get(struct rq *rq)
{
    return one_get(rq, &scim_groups);
}

static err change(struct rq *rq, const struct scim_type *t, const char *id)
{
    struct scim_ask ask = {.method = rq->method, .type = t, .id = id, .if_match = rq_header(rq, "If-Match")};
    struct scim_token *token = NULL;
    struct scim_said said = {0};
    struct scim_wish w = {0};
    struct scim_fault f = {0};
    struct node *body = NULL;

    TRY(scim_enter(rq, true, &token));
    if (!token)
        return OK;
    if (!wish_of(rq, t, &w, &f))
        return scim_no(rq, f);
    if (rq->method != DELETE && !scim_body(rq, &body))
        return OK;
    ask.body = body;
    ask.token = token->id;
    ask.no_members = !scim_wished(&w, "members");
    TRY(scim_do(rq, &ask, &said));
    return answer(rq, &said, &w);
}

err scim_users_post(struct rq *rq)
{
    return change(rq, &scim_users, NULL);
}

err scim_groups_post(struct rq *rq)
{
    return change(rq, &scim_groups, NULL);
}

err scim_user_change(struct rq *rq)
{
    return change(rq, &scim_users, path_text(rq, "id"));
}

err scim_group_change(struct rq *rq)
{
    return change(rq, &scim_groups, path_text(rq, "id"));
}

/* A token is of a system, which is nobody (RFC 7644 §3.11). */
err scim_me(struct rq *rq)
{
    struct scim_token *token = NULL;

    TRY(scim_enter(rq, false, &token));
    return token ? scim_no(rq, (struct scim_fault){501, NULL, "a token is of a system, not of a user"}) : OK;
}

err scim_bulk_post(struct rq *rq)
{
    struct scim_token *token = NULL;
    struct node *body = NULL;

    TRY(scim_enter(rq, true, &token));
    if (!token || !scim_body(rq, &body))
        return OK;
    return scim_bulk(rq, token->id, body);
}
