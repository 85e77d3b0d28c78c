/* discovery.c: what this service can do, said to programs (RFC 7644 §4). SPDX-License-Identifier: AGPL-3.0-or-later */
#include "form.h"
#include "routes.h"
#include "scim_in.h"
#include "str.h"
#include <string.h>
#include <strings.h>

static void schemas_put(struct json_out *out, const char *urn)
{
    json_array(out, "schemas");
    json_str(out, NULL, urn);
    json_end(out, ']');
}

static void can(struct json_out *out, const char *what, bool yes)
{
    json_object(out, what);
    json_bool(out, "supported", yes);
    if (strcmp(what, "bulk") == 0) {
        json_int(out, "maxOperations", SCIM_BULK_MAX);
        json_int(out, "maxPayloadSize", (int64_t)SCIM_BODY_MAX);
    }
    if (strcmp(what, "filter") == 0)
        json_int(out, "maxResults", SCIM_PAGE_MAX);
    json_end(out, '}');
}

static void meta_put(struct json_out *out, const char *type, const char *location)
{
    json_object(out, "meta");
    json_str(out, "resourceType", type);
    json_str(out, "location", location);
    json_end(out, '}');
}

/* Nothing here is filtered (RFC 7644 §4). */
static err filtered(struct rq *rq)
{
    return scim_no(rq, (struct scim_fault){403, NULL, "what the service can do is not filtered"});
}

err scim_config_get(struct rq *rq)
{
    struct json_out out = json_begin(rq->out->buf);
    struct scim_token *token = NULL;

    TRY(scim_enter(rq, false, &token));
    if (!token)
        return OK;
    if (form_has(rq, "filter"))
        return filtered(rq);
    json_object(&out, NULL);
    schemas_put(&out, "urn:ietf:params:scim:schemas:core:2.0:ServiceProviderConfig");
    can(&out, "patch", true);
    can(&out, "bulk", true);
    can(&out, "filter", true);
    can(&out, "changePassword", false);
    can(&out, "sort", true);
    can(&out, "etag", true);
    json_array(&out, "authenticationSchemes");
    json_object(&out, NULL);
    json_str(&out, "type", "oauthbearertoken");
    json_str(&out, "name", "Bearer token");
    json_str(&out, "description", "A token that an administrator of the campus made.");
    json_str(&out, "specUri", "https://www.rfc-editor.org/info/rfc6750");
    json_bool(&out, "primary", true);
    json_end(&out, '}');
    json_end(&out, ']');
    meta_put(&out, "ServiceProviderConfig", arena_printf(rq->arena, "%s/ServiceProviderConfig", scim_base(rq)));
    json_end(&out, '}');
    return scim_json(rq, 200);
}

static void type_put(struct rq *rq, struct json_out *out, const struct scim_type *t)
{
    json_object(out, NULL);
    schemas_put(out, "urn:ietf:params:scim:schemas:core:2.0:ResourceType");
    json_str(out, "id", t->name);
    json_str(out, "name", t->name);
    json_str(out, "description", t->text);
    json_str(out, "endpoint", t->path);
    json_str(out, "schema", t->core->urn);
    if (t->n_more > 0)
        json_array(out, "schemaExtensions");
    for (size_t i = 0; i < t->n_more; i++) {
        json_object(out, NULL);
        json_str(out, "schema", t->more[i]->urn);
        json_bool(out, "required", false);
        json_end(out, '}');
    }
    if (t->n_more > 0)
        json_end(out, ']');
    meta_put(out, "ResourceType", arena_printf(rq->arena, "%s/ResourceTypes/%s", scim_base(rq), t->name));
    json_end(out, '}');
}

static void list_begin(struct json_out *out, size_t n)
{
    json_object(out, NULL);
    schemas_put(out, "urn:ietf:params:scim:api:messages:2.0:ListResponse");
    json_int(out, "totalResults", (int64_t)n);
    json_int(out, "startIndex", 1);
    json_int(out, "itemsPerPage", (int64_t)n);
    json_array(out, "Resources");
}

static const struct scim_type *const types[] = {&scim_users, &scim_groups};

/* All of a kind, or the one of the path. */
static err all(struct rq *rq, size_t n, void (*put_one)(struct rq *rq, struct json_out *out, size_t i))
{
    struct json_out out = json_begin(rq->out->buf);
    struct scim_token *token = NULL;

    TRY(scim_enter(rq, false, &token));
    if (!token)
        return OK;
    if (form_has(rq, "filter"))
        return filtered(rq);
    list_begin(&out, n);
    for (size_t i = 0; i < n; i++)
        put_one(rq, &out, i);
    json_end(&out, ']');
    json_end(&out, '}');
    return scim_json(rq, 200);
}

static err one(struct rq *rq, bool there, size_t i, void (*put_one)(struct rq *rq, struct json_out *out, size_t i))
{
    struct json_out out = json_begin(rq->out->buf);
    struct scim_token *token = NULL;

    TRY(scim_enter(rq, false, &token));
    if (!token)
        return OK;
    if (!there)
        return scim_no(rq, (struct scim_fault){404, NULL, "there is no such resource"});
    put_one(rq, &out, i);
    return scim_json(rq, 200);
}

static void type_at(struct rq *rq, struct json_out *out, size_t i)
{
    type_put(rq, out, types[i]);
}

static void schema_at(struct rq *rq, struct json_out *out, size_t i)
{
    scim_schema_put(out, scim_schemas[i], scim_base(rq));
}

err scim_types_get(struct rq *rq)
{
    return all(rq, COUNT(types), type_at);
}

err scim_type_get(struct rq *rq)
{
    size_t i = 0;

    while (i < COUNT(types) && !str_eq(types[i]->name, path_text(rq, "id")))
        i++;
    return one(rq, i < COUNT(types), i, type_at);
}

err scim_schemas_get(struct rq *rq)
{
    return all(rq, scim_n_schemas, schema_at);
}

err scim_schema_get(struct rq *rq)
{
    size_t i = 0;

    while (i < scim_n_schemas && strcasecmp(scim_schemas[i]->urn, path_text(rq, "id")) != 0)
        i++;
    return one(rq, i < scim_n_schemas, i, schema_at);
}
