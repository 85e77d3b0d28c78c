/* answer.c: who asks, what she sent, and how she is answered. SPDX-License-Identifier: AGPL-3.0-or-later */
#include <strings.h>
#include "app.h"
#include "form.h"
#include "hash.h"
#include "limiter.h"
#include "reply.h"
#include "scim_in.h"
#include "str.h"

#define SCIM_ERROR "urn:ietf:params:scim:api:messages:2.0:Error"

err scim_json(struct rq *rq, int status)
{
    reply_status(rq, status);
    reply_header(rq, "Cache-Control", "no-store");
    err e = reply_json(rq);

    reply_type(rq, "application/scim+json");
    return e;
}

void scim_error_put(struct json_out *out, const char *key, const struct scim_fault *f)
{
    char status[8];

    snprintf(status, sizeof status, "%d", f->status);
    json_object(out, key);
    json_array(out, "schemas");
    json_str(out, NULL, SCIM_ERROR);
    json_end(out, ']');
    json_str(out, "status", status);
    if (f->type)
        json_str(out, "scimType", f->type);
    json_str(out, "detail", f->detail);
    json_end(out, '}');
}

err scim_no(struct rq *rq, struct scim_fault f)
{
    struct json_out out = json_begin(rq->out->buf);

    scim_error_put(&out, NULL, &f);
    return scim_json(rq, f.status);
}

/* --- Who asks --- */

struct used {
    int64_t id;
    instant at;
    char address[64];
};

static void note_used(struct db *db, const void *ctx)
{
    const struct used *u = ctx;
    err e = scim_q_token_used(db, u->id, u->address, u->at);

    (void)e; /* a note: nothing hangs on it */
}

/* Not more often than once a minute. */
static void used_now(struct rq *rq, const struct scim_token *t)
{
    struct used u = {.id = t->id, .at = rq->now};

    if (rq->now.v - t->used_at.v < MINUTES(1) && str_eq(t->used_from, rq->address))
        return;
    snprintf(u.address, sizeof u.address, "%s", rq->address);
    rq_note(rq, note_used, &u, sizeof u);
}

static err turned_down(struct rq *rq, int status, const char *words, const char *detail)
{
    reply_header(rq, "WWW-Authenticate", arena_printf(rq->arena, "Bearer realm=\"scim\"%s", words));
    return scim_no(rq, (struct scim_fault){status, NULL, detail});
}

err scim_enter(struct rq *rq, bool writes, struct scim_token **ret)
{
    const char *header = rq_header(rq, "Authorization");
    struct scim_token *t = NULL;

    *ret = NULL;
    if (strncasecmp(header, "Bearer ", 7) != 0 || rq_header_count(rq, "Authorization") != 1)
        return turned_down(rq, 401, "", "a bearer token is wanted");
    TRY(scim_q_token(rq->db, scim_hash(rq->arena, header + 7), rq->now, &t));
    if (!t)
        return turned_down(rq, 401, ", error=\"invalid_token\"", "the token is over, or none of ours");
    if (!limiter_lets(rq_app(rq)->searches, arena_printf(rq->arena, "scim %lld", (long long)t->id), t->rate, rq->now)) {
        reply_header(rq, "Retry-After", arena_printf(rq->arena, "%lld", (long long)limiter_rest(rq->now)));
        return scim_no(rq, (struct scim_fault){429, NULL, "the token asked too often in this minute"});
    }
    if (writes && !t->writes)
        return turned_down(rq, 403, ", error=\"insufficient_scope\"", "the token may read only");
    used_now(rq, t);
    *ret = t;
    return OK;
}

bool scim_body(struct rq *rq, struct node **ret)
{
    const char *type = rq_header(rq, "Content-Type");
    struct str body = form_body(rq);
    const struct json *j = NULL;
    struct scim_fault f = {415, NULL, "application/scim+json is wanted"};

    if (strncasecmp(type, "application/scim+json", 21) == 0 || strncasecmp(type, "application/json", 16) == 0) {
        err e = json_parse(rq->arena, body.s, body.n, SCIM_BODY_MAX, &j);
        f = e == OK ? (struct scim_fault){0} : (struct scim_fault){400, "invalidSyntax", "this is no JSON as it must be"};
    }
    if (f.status) {
        /* the answer is written; nothing went wrong with writing it */
        err e = scim_no(rq, f);
        (void)e;
        return false;
    }
    *ret = node_of(rq->arena, j);
    return true;
}
