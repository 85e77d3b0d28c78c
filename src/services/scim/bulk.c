/* bulk.c: several requests in one (RFC 7644 §3.7). Those that refer to what another one makes (bulkId) wait for it.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include <string.h>
#include <strings.h>
#include "scim_in.h"
#include "str.h"

#define BULK_REQUEST  "urn:ietf:params:scim:api:messages:2.0:BulkRequest"
#define BULK_RESPONSE "urn:ietf:params:scim:api:messages:2.0:BulkResponse"

struct bulk_op {
    const struct node *sent;
    const char *method, *path, *bulk_id;
    struct scim_ask ask;
    struct scim_said said;
    bool done;
};
struct bulk {
    struct rq *rq;
    struct bulk_op *v;
    size_t n, failed;
    int64_t most; /* failures after which the rest is not tried; 0: all are */
    int64_t token;
};

static void turn_down(struct bulk *b, struct bulk_op *o, const char *type, const char *why)
{
    scim_refuse(&o->said, 400, type, why);
    o->said.status = o->said.fault.status;
    o->done = true;
    b->failed++;
}

/* The id of what an operation made; NULL: not made yet, or never. */
static const char *made_as(const struct bulk *b, const char *bulk_id)
{
    for (size_t i = 0; i < b->n; i++)
        if (b->v[i].done && b->v[i].bulk_id && str_eq(b->v[i].bulk_id, bulk_id) && b->v[i].said.resource)
            return node_str(b->v[i].said.resource, "id");
    return NULL;
}

/* Puts ids in the place of bulkId:… in values; false: one is not known yet. */
static bool resolve(const struct bulk *b, struct node *n)
{
    if (n->kind == NODE_TEXT && strncmp(n->text, "bulkId:", 7) == 0) {
        const char *id = made_as(b, n->text + 7);
        if (!id)
            return false;
        n->text = id;
    }
    for (struct node *i = n->first; i; i = i->next)
        if (!resolve(b, i))
            return false;
    return true;
}

/* "/Users", "/Groups/12", "/Users/bulkId:x" */
static bool read_path(struct bulk_op *o)
{
    const struct scim_type *const types[] = {&scim_users, &scim_groups};

    for (size_t i = 0; i < 2 && o->path; i++) {
        size_t n = strlen(types[i]->path);
        if (strncmp(o->path, types[i]->path, n) != 0 || (o->path[n] && o->path[n] != '/'))
            continue;
        o->ask.type = types[i];
        o->ask.id = o->path[n] ? o->path + n + 1 : NULL;
        return (o->ask.method == POST) == (o->ask.id == NULL);
    }
    return false;
}

static bool read_method(struct bulk_op *o)
{
    static const struct {
        const char *word;
        enum method method;
    } words[] = {{"POST", POST}, {"PUT", PUT}, {"PATCH", PATCH}, {"DELETE", DELETE}};

    for (size_t i = 0; o->method && i < 4; i++)
        if (strcasecmp(o->method, words[i].word) == 0) {
            o->ask.method = words[i].method;
            return true;
        }
    return false;
}

static void read_op(struct bulk *b, struct bulk_op *o, const struct node *sent)
{
    o->sent = sent;
    o->method = node_str(sent, "method");
    o->path = node_str(sent, "path");
    o->bulk_id = node_str(sent, "bulkId");
    o->ask.token = b->token;
    o->ask.if_match = node_str(sent, "version");
    o->ask.body = node_get(sent, "data");
    if (!read_method(o) || !read_path(o))
        turn_down(b, o, "invalidSyntax", "method and path go with no resource");
    else if (o->ask.method == POST && str_empty(o->bulk_id))
        turn_down(b, o, "invalidSyntax", "a POST needs a bulkId");
    else if (o->ask.method != DELETE && node_empty(o->ask.body))
        turn_down(b, o, "invalidSyntax", "data is missing");
}

/* Tries one; *ret_ran false: it waits for another. */
static err run(struct bulk *b, struct bulk_op *o, bool *ret_ran)
{
    struct node *data = o->ask.body ? node_copy(b->rq->arena, o->ask.body) : NULL;
    const char *id = o->ask.id;

    *ret_ran = false;
    if (id && strncmp(id, "bulkId:", 7) == 0)
        id = made_as(b, id + 7);
    if ((o->ask.id && !id) || (data && !resolve(b, data)))
        return OK;
    struct scim_ask ask = o->ask;

    ask.id = id;
    ask.body = data;
    TRY(scim_do(b->rq, &ask, &o->said));
    o->done = *ret_ran = true;
    b->failed += o->said.fault.status != 0;
    return OK;
}

static bool enough(const struct bulk *b)
{
    return b->most > 0 && (int64_t)b->failed >= b->most;
}

/* Again and again, until nothing moves any more. */
static err run_all(struct bulk *b)
{
    bool moved = true;

    while (moved) {
        moved = false;
        for (size_t i = 0; i < b->n && !enough(b); i++) {
            bool ran = false;
            if (!b->v[i].done)
                TRY(run(b, &b->v[i], &ran));
            moved = moved || ran;
        }
    }
    for (size_t i = 0; i < b->n && !enough(b); i++)
        if (!b->v[i].done)
            turn_down(b, &b->v[i], "invalidValue", "a bulkId refers to nothing that was made");
    return OK;
}

static void op_put(const struct bulk *b, const struct bulk_op *o, struct json_out *out)
{
    json_object(out, NULL);
    if (o->said.location)
        json_str(out, "location", o->said.location);
    else if (o->ask.type && o->ask.id && o->ask.method != POST)
        json_str(out, "location", arena_printf(b->rq->arena, "%s%s", scim_base(b->rq), o->path));
    json_str(out, "method", o->method ? o->method : "");
    if (o->bulk_id)
        json_str(out, "bulkId", o->bulk_id);
    if (o->said.version)
        json_str(out, "version", o->said.version);
    json_str(out, "status", arena_printf(b->rq->arena, "%d", o->said.status));
    if (o->said.fault.status)
        scim_error_put(out, "response", &o->said.fault);
    json_end(out, '}');
}

static err answer(struct bulk *b)
{
    struct json_out out = json_begin(b->rq->out->buf);

    json_object(&out, NULL);
    json_array(&out, "schemas");
    json_str(&out, NULL, BULK_RESPONSE);
    json_end(&out, ']');
    json_array(&out, "Operations");
    for (size_t i = 0; i < b->n; i++)
        if (b->v[i].done)
            op_put(b, &b->v[i], &out);
    json_end(&out, ']');
    json_end(&out, '}');
    return scim_json(b->rq, 200);
}

err scim_bulk(struct rq *rq, int64_t token, const struct node *body)
{
    const struct node *ops = node_get(body, "Operations"), *most = node_get(body, "failOnErrors");
    const struct node *schemas = node_get(body, "schemas");
    struct bulk b = {.rq = rq, .n = node_len(ops), .token = token};
    size_t k = 0;

    if (!ops || ops->kind != NODE_LIST || !schemas || !schemas->first || !str_eq(schemas->first->text, BULK_REQUEST))
        return scim_no(rq, (struct scim_fault){400, "invalidSyntax", "a BulkRequest with Operations is wanted"});
    if (b.n > SCIM_BULK_MAX)
        return scim_no(rq, (struct scim_fault){413, NULL, "there are more operations than maxOperations (200)"});
    b.most = most && most->kind == NODE_NUMBER && most->number > 0 ? most->number : 0;
    b.v = ARENA_ARRAY(rq->arena, b.n + 1, struct bulk_op);
    for (const struct node *i = ops->first; i; i = i->next)
        read_op(&b, &b.v[k++], i);
    TRY(run_all(&b));
    return answer(&b);
}
