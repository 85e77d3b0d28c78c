/* do.c: one request about one resource. SPDX-License-Identifier: AGPL-3.0-or-later */
#include "audit.h"
#include "reply.h"
#include "scim_in.h"
#include "str.h"
#include <string.h>

bool scim_refuse(struct scim_said *said, int status, const char *type, const char *detail)
{
    if (said->fault.status == 0)
        said->fault = (struct scim_fault){status, type, detail};
    return false;
}

const char *scim_base(struct rq *rq)
{
    return url_absolute(rq, "/scim/v2");
}

int64_t scim_id(const char *s)
{
    int64_t id;

    return s && str_int(s, 1, INT64_MAX, &id) == OK ? id : 0;
}

/* "abc", W/"abc", several between commas, or *. */
bool scim_matches(const char *sent, const char *version)
{
    return str_eq(sent, "*") || strstr(sent, version) != NULL;
}

err scim_note(struct rq *rq, const char *what, const char *about, int64_t id, int64_t by)
{
    return audit(rq->db, &(struct audit_entry){
                             .what = what,
                             .about = about,
                             .id = id,
                             .detail = arena_printf(rq->arena, "{\"token\":\"%lld\"}", (long long)by),
                             .request = rq->id,
                             .address = rq->address,
                         });
}

static void meta_put(struct rq *rq, const struct scim_outer *o, struct node *to)
{
    struct arena *a = rq->arena;
    struct node *meta = node_new(a, NODE_OBJECT);

    node_set_text(a, meta, "resourceType", o->type->name);
    node_set_text(a, meta, "created", instant_iso(a, o->made));
    node_set_text(a, meta, "lastModified", instant_iso(a, o->changed));
    node_set_text(a, meta, "location",
                  arena_printf(a, "%s%s/%lld", scim_base(rq), o->type->path, (long long)o->id));
    node_set_text(a, meta, "version", o->version);
    node_put(to, "meta", meta);
}

struct node *scim_outer(struct rq *rq, const struct scim_outer *o, const struct node *inner)
{
    struct arena *a = rq->arena;
    struct node *n = node_new(a, NODE_OBJECT), *schemas = node_new(a, NODE_LIST);

    node_put(schemas, NULL, node_text(a, o->type->core->urn));
    for (size_t i = 0; i < o->type->n_more; i++)
        if (node_get(inner, o->type->more[i]->urn))
            node_put(schemas, NULL, node_text(a, o->type->more[i]->urn));
    node_put(n, "schemas", schemas);
    node_set_text(a, n, "id", arena_printf(a, "%lld", (long long)o->id));
    for (const struct node *i = inner->first; i; i = i->next)
        node_put(n, i->key, node_copy(a, i));
    meta_put(rq, o, n);
    return n;
}

static void located(struct scim_said *said)
{
    const struct node *meta = node_get(said->resource, "meta");

    if (!meta)
        return;
    said->location = node_str(meta, "location");
    said->version = node_str(meta, "version");
}

err scim_do(struct rq *rq, const struct scim_ask *ask, struct scim_said *ret)
{
    struct scim_said said = {0};

    TRY(db_mark(rq->db));
    TRY(ask->type == &scim_users ? scim_user_do(rq, ask, &said) : scim_group_do(rq, ask, &said));
    TRY(said.fault.status ? db_undo(rq->db) : db_keep(rq->db));
    if (said.fault.status)
        said = (struct scim_said){.status = said.fault.status, .fault = said.fault};
    located(&said);
    *ret = said;
    return OK;
}

err scim_get(struct rq *rq, const struct scim_ask *ask, struct scim_said *ret)
{
    struct scim_said said = {.status = 200};
    struct scim_user *u = NULL;
    struct scim_group *g = NULL;
    int64_t id = scim_id(ask->id);

    if (id && ask->type == &scim_users)
        TRY(scim_q_user(rq->db, (person_id){id}, &u));
    else if (id)
        TRY(scim_q_group_one(rq->db, id, &g));
    if (u && u->deleted_at.v == 0)
        TRY(scim_user_shown(rq, u, true, &said.resource));
    if (g)
        TRY(scim_group_shown(rq, g, !ask->no_members, &said.resource));
    if (!said.resource) {
        scim_refuse(&said, 404, NULL, "there is no such resource");
        said.status = 404;
    }
    located(&said);
    *ret = said;
    return OK;
}
