/* bearer.c: what access and refresh tokens open: userinfo, introspection, revocation.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include "bearer.h"
#include "audit.h"
#include "form.h"
#include "reply.h"
#include "str.h"
#include <string.h>
#include <strings.h>

/* The token that came, and how. */
struct shown {
    const char *token; /* NULL: none */
    bool dpop;         /* by the scheme of RFC 9449 */
    bool twice;        /* in two places */
};

static struct shown shown_in(struct rq *rq)
{
    const char *header = rq_header(rq, "Authorization");
    struct oidc_fault f = {0};
    struct shown s = {0};

    if (strncasecmp(header, "Bearer ", 7) == 0)
        s.token = header + 7;
    if (strncasecmp(header, "DPoP ", 5) == 0) {
        s.token = header + 5;
        s.dpop = true;
    }
    /* In the body of a form, never in the address: that stands in logs (RFC 6750 §5.3). */
    const char *in_form = rq->method == POST && form_body(rq).n > 0 ? oidc_field(rq, "access_token", &f) : NULL;
    s.twice = f.error || (s.token && in_form);
    if (!s.token)
        s.token = in_form;
    return s;
}

static err turned_down(struct rq *rq, bool dpop, const char *error, const char *why)
{
    struct json_out out = json_begin(rq->out->buf);
    const char *scheme = dpop ? "DPoP algs=\"ES256 PS256 EdDSA\"" : "Bearer realm=\"oidc\"";
    const char *words = "";

    if (error)
        words = arena_printf(rq->arena, ", error=\"%s\", error_description=\"%s\"", error, why);
    reply_header(rq, "WWW-Authenticate", arena_printf(rq->arena, "%s%s", scheme, words));
    json_object(&out, NULL);
    json_str(&out, "error", error ? error : "invalid_token");
    json_end(&out, '}');
    oidc_open_to_all(rq);
    reply_header(rq, "Cache-Control", "no-store");
    reply_status(rq, error && str_eq(error, "insufficient_scope") ? 403 : 401);
    return reply_json(rq);
}

err oidc_bearer_stands(struct db *db, const struct oidc_bearer *b, bool *ret)
{
    struct oidc_link l = {.person = b->person, .session = b->session, .offline = b->offline};

    return oidc_link_stands(db, &l, ret);
}

/* Whether the key is proved that the token is bound to; NULL: fine. */
static err bound(struct rq *rq, const struct shown *s, const struct oidc_bearer *b, struct oidc_fault *f)
{
    struct oidc_proof_for here = {
        .method = rq->method == GET ? "GET" : "POST", .path = rq->path, .access = s->token};
    const char *jkt = "";

    TRY(oidc_proof(rq, &here, &jkt, f));
    if (f->error)
        return OK;
    if (s->dpop != (*b->jkt != '\0'))
        *f = (struct oidc_fault){"invalid_token", "the token is shown by the wrong scheme"};
    else if (*b->jkt && !str_eq(b->jkt, jkt))
        *f = (struct oidc_fault){"invalid_token", "the token is bound to another key"};
    else if (*b->jkt && !oidc_proof_first(rq))
        *f = (struct oidc_fault){"invalid_dpop_proof", "the proof was shown before"};
    return OK;
}

static err tell(struct rq *rq, const struct oidc_bearer *b)
{
    struct json_out out = json_begin(rq->out->buf);

    json_object(&out, NULL);
    json_str(&out, "sub", b->sub);
    TRY(oidc_claims_put(rq->db, &out, b->person, b->info_claims));
    json_end(&out, '}');
    return oidc_yes(rq, 200);
}

err oidc_userinfo_get(struct rq *rq)
{
    struct shown s = shown_in(rq);
    struct oidc_bearer *b = NULL;
    struct oidc_fault f = {0};
    bool stands = false;

    if (!oidc_issuer(rq))
        return fail(rq, ERR_DOWN, "The address of this campus is not set.");
    if (!s.token || s.twice)
        return turned_down(rq, s.dpop, s.twice ? "invalid_request" : NULL, "the token is there twice");
    TRY(oidc_q_access(rq->db, oidc_hash(rq->arena, s.token), rq->now, &b));
    if (b)
        TRY(oidc_bearer_stands(rq->db, b, &stands));
    if (!stands)
        return turned_down(rq, s.dpop, "invalid_token", "the token is over, or none of ours");
    TRY(bound(rq, &s, b, &f));
    if (f.error)
        return turned_down(rq, s.dpop || *b->jkt, f.error, f.why);
    if (!oidc_has(b->scope, "openid"))
        return turned_down(rq, s.dpop, "insufficient_scope", "the token is not for openid");
    return tell(rq, b);
}

/* --- Introspection (RFC 7662) ----------------------------------------------------------------------------- */

static err inactive(struct rq *rq)
{
    buf_puts(rq->out->buf, "{\"active\":false}");
    return oidc_yes(rq, 200);
}

static err describe(struct rq *rq, const struct oidc_bearer *b, const char *type)
{
    struct json_out out = json_begin(rq->out->buf);

    json_object(&out, NULL);
    json_bool(&out, "active", true);
    json_str(&out, "iss", oidc_issuer(rq));
    json_str(&out, "sub", b->sub);
    json_str(&out, "aud", b->client_key);
    json_str(&out, "client_id", b->client_key);
    json_str(&out, "scope", b->scope);
    json_str(&out, "token_type", type);
    json_int(&out, "iat", b->made_at.v / 1000);
    json_int(&out, "exp", b->ends_at.v / 1000);
    json_int(&out, "auth_time", b->auth_at.v / 1000);
    json_str(&out, "acr", oidc_acr((int)b->level));
    if (*b->jkt) {
        json_object(&out, "cnf");
        json_str(&out, "jkt", b->jkt);
        json_end(&out, '}');
    }
    json_end(&out, '}');
    return oidc_yes(rq, 200);
}

/* A refresh token in the same terms. */
static err refresh_as(struct rq *rq, const char *token, struct oidc_bearer **ret)
{
    struct oidc_refresh *r = NULL;
    struct oidc_client c;
    struct oidc_link l;

    TRY(oidc_q_refresh(rq->db, oidc_hash(rq->arena, token), &r));
    if (!r || r->ends_at.v <= rq->now.v || r->used_at.v != 0)
        return OK;
    TRY(oidc_q_link(rq->db, r->link, &l));
    TRY(oidc_q_client(rq->db, l.client, &c));
    if (l.ended_at.v != 0)
        return OK;
    *ret = ARENA_NEW(rq->arena, struct oidc_bearer);
    **ret = (struct oidc_bearer){.link = l.id,
                                 .scope = l.scope,
                                 .jkt = l.jkt,
                                 .made_at = r->made_at,
                                 .ends_at = r->ends_at,
                                 .client = l.client,
                                 .person = l.person,
                                 .session = l.session,
                                 .sub = l.sub,
                                 .level = l.level,
                                 .auth_at = l.auth_at,
                                 .offline = l.offline,
                                 .client_key = c.key};
    return OK;
}

static err any_token(struct rq *rq, const char *token, struct oidc_bearer **ret, const char **ret_type)
{
    TRY(oidc_q_access(rq->db, oidc_hash(rq->arena, token), rq->now, ret));
    *ret_type = *ret && *(*ret)->jkt ? "DPoP" : "Bearer";
    if (*ret)
        return OK;
    *ret_type = "refresh_token";
    return refresh_as(rq, token, ret);
}

/* Who calls, and the token that it asks about; a fault when it may not. */
static err caller_and_token(struct rq *rq, struct oidc_client *c, const char **ret_token, struct oidc_fault *f)
{
    TRY(oidc_caller(rq, c, f));
    if (f->error)
        return OK;
    *ret_token = oidc_field(rq, "token", f);
    if (!f->error && !*ret_token)
        *f = (struct oidc_fault){"invalid_request", "token is missing"};
    return OK;
}

err oidc_introspect_post(struct rq *rq)
{
    struct oidc_client c = {0};
    struct oidc_bearer *b = NULL;
    struct oidc_fault f = {0};
    const char *token = NULL, *type = NULL;
    bool stands = false;

    TRY(caller_and_token(rq, &c, &token, &f));
    if (!f.error && str_eq(c.auth, "none"))
        f = (struct oidc_fault){"invalid_client", "only an application with a secret or a key may ask"};
    if (f.error)
        return oidc_no(rq, f);
    TRY(any_token(rq, token, &b, &type));
    /* What another application has is its own business, but for those that guard something. */
    if (!b || (b->client.v != c.id.v && !c.introspect))
        return inactive(rq);
    TRY(oidc_bearer_stands(rq->db, b, &stands));
    return stands ? describe(rq, b, type) : inactive(rq);
}

/* --- Revocation (RFC 7009) ------------------------------------------------------------------------------------ */

err oidc_revoke_post(struct rq *rq)
{
    struct oidc_client c = {0};
    struct oidc_bearer *b = NULL;
    struct oidc_fault f = {0};
    const char *token = NULL, *type = NULL;

    TRY(caller_and_token(rq, &c, &token, &f));
    if (f.error)
        return oidc_no(rq, f);
    TRY(any_token(rq, token, &b, &type));
    if (b && b->client.v == c.id.v) {
        struct oidc_link l;
        TRY(oidc_q_link(rq->db, b->link, &l));
        TRY(str_eq(type, "refresh_token") ? oidc_link_over(rq->db, &l, "revoked")
                                          : oidc_q_access_drop(rq->db, oidc_hash(rq->arena, token)));
    }
    return oidc_yes(rq, 200);
}
