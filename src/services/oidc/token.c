/* token.c: the token endpoint: codes and refresh tokens become tokens. SPDX-License-Identifier: AGPL-3.0-or-later */
#include "app.h"
#include "audit.h"
#include "keys.h"
#include "provider.h"
#include "rand.h"
#include "str.h"

#define NO(error, why) oidc_no(rq, (struct oidc_fault){(error), (why)})

/* Who calls, with what. */
struct call {
    struct oidc_client client;
    const char *jkt; /* proved, or "" */
};

/* --- Codes ------------------------------------------------------------------------------------------- */

/* Whoever brings a used code stole it, or was stolen from: what it gave ends. */
static err stolen(struct rq *rq, oidc_link_id id)
{
    struct oidc_link l;

    TRY(oidc_q_link(rq->db, id, &l));
    TRY(oidc_link_over(rq->db, &l, "code_reused"));
    return NO("invalid_grant", "the code was used before");
}

static const char *code_wrong(struct rq *rq, const struct call *c, const struct oidc_code *code)
{
    struct oidc_fault f = {0};
    const char *uri = oidc_field(rq, "redirect_uri", &f);
    const char *verifier = oidc_field(rq, "code_verifier", &f);

    if (f.error)
        return f.why;
    if (code->ends_at.v <= rq->now.v)
        return "the code is over";
    if (!uri || !str_eq(uri, code->redirect_uri))
        return "the redirect_uri is not that of the request";
    if (*code->challenge && (!verifier || !oidc_verifier_fine(rq->arena, code->challenge, verifier)))
        return "the code_verifier does not make the code_challenge";
    if (!*code->challenge && verifier)
        return "there is a code_verifier, but the request had no code_challenge";
    if (*code->jkt && !str_eq(code->jkt, c->jkt))
        return "the proof is not of the key that the code is bound to";
    return NULL;
}

static err code_grant(struct rq *rq, const struct call *c)
{
    struct oidc_fault f = {0};
    const char *sent = oidc_field(rq, "code", &f), *refresh = NULL;
    struct str hash = oidc_hash(rq->arena, sent ? sent : "");
    struct oidc_code *code = NULL;
    struct oidc_link l;
    bool stands = false;
    int64_t n = 0;

    if (f.error || !sent)
        return NO("invalid_request", "code is missing, or there twice");
    TRY(oidc_q_code(rq->db, hash, &code));
    if (!code || code->client.v != c->client.id.v)
        return NO("invalid_grant", "there is no such code of this application");
    if (code->used_at.v != 0)
        return stolen(rq, code->link);
    const char *why = code_wrong(rq, c, code);
    if (why)
        return NO("invalid_grant", why);
    TRY(oidc_q_code_use(rq->db, hash, rq->now, &n));
    if (n == 0)
        return stolen(rq, code->link);
    TRY(oidc_q_link(rq->db, code->link, &l));
    TRY(oidc_link_stands(rq->db, &l, &stands));
    if (!stands)
        return NO("invalid_grant", "that login is over");
    /* Who has no secret has its key instead (RFC 9449 §5). */
    if (*c->jkt && str_eq(c->client.auth, "none"))
        TRY(oidc_q_link_bind(rq->db, l.id, c->jkt));
    TRY(oidc_refresh_first(rq->db, &c->client, &l, &refresh));
    return oidc_tokens(rq, &(struct oidc_grant){&c->client, &l, c->jkt, refresh, l.scope});
}

/* --- Refresh tokens -------------------------------------------------------------------------------------- */

static struct keys_about sealed_in(oidc_refresh_id id)
{
    return (struct keys_about){.purpose = "oidc.refresh", .row = id.v};
}

/* The next generation: made once, whoever asks at the same moment gets the same. */
static err turn(struct rq *rq, const struct call *c, const struct oidc_refresh *r, struct oidc_link *l,
                const char **ret_next)
{
    struct keys_about of = sealed_in(r->id);
    const char *sealed = NULL;
    int64_t n = 0;

    TRY(oidc_q_link_turn(rq->db, l->id, r->generation, rq->now, &n));
    if (n == 0)
        return ERR_RETRY;
    l->generation++;
    TRY(oidc_refresh_first(rq->db, &c->client, l, ret_next));
    if (!*ret_next)
        return OK;
    TRY(keys_seal(rq->arena, rq_app(rq)->keys, &of, str_of(*ret_next), &sealed));
    return oidc_q_refresh_next(rq->db, r->id, sealed, rq->now);
}

static err same_again(struct rq *rq, const struct oidc_refresh *r, const char **ret_next)
{
    struct keys_about of = sealed_in(r->id);
    struct str plain = {0};

    TRY(keys_unseal(rq->arena, rq_app(rq)->keys, &of, r->next, &plain));
    *ret_next = arena_dupn(rq->arena, plain.s, plain.n);
    return OK;
}

static err theft(struct rq *rq, const struct oidc_link *l)
{
    TRY(oidc_link_over(rq->db, l, "refresh_token_reused"));
    TRY(audit(rq->db, &(struct audit_entry){.what = "oidc.refresh_reused",
                                            .who = l->person,
                                            .about = "oidc_client",
                                            .id = l->client.v,
                                            .request = rq->id,
                                            .address = rq->address}));
    return NO("invalid_grant", "the refresh token was used before; everything that came of it has ended");
}

/* FAPI 2 wants a token that stays the same: it is of use to who has the key only. */
static err not_rotated(struct rq *rq, const struct call *c, const struct oidc_refresh *r, const struct oidc_link *l)
{
    const struct oidc_settings *s = oidc_settings_of(rq_app(rq));
    int64_t life = c->client.refresh_life > 0 ? c->client.refresh_life
                   : l->offline               ? s->offline_life
                                              : s->refresh_life;

    return oidc_q_refresh_extend(rq->db, r->id, instant_add(rq->now, life));
}

static err next_token(struct rq *rq, const struct call *c, const struct oidc_refresh *r, struct oidc_link *l,
                      const char **ret_next)
{
    if (c->client.fapi)
        return not_rotated(rq, c, r, l);
    if (oidc_turn_of(r->generation, l->generation, r->used_at, rq->now) == OIDC_TURN_SAME)
        return same_again(rq, r, ret_next);
    return turn(rq, c, r, l, ret_next);
}

static err refresh_with(struct rq *rq, const struct call *c, const struct oidc_refresh *r, struct oidc_link *l)
{
    struct oidc_fault f = {0};
    const char *asked = oidc_field(rq, "scope", &f), *next = NULL;
    const char *scope = asked ? oidc_both(rq->arena, asked, l->scope) : l->scope;
    bool stands = false;

    if (!c->client.fapi && oidc_turn_of(r->generation, l->generation, r->used_at, rq->now) == OIDC_TURN_THEFT)
        return theft(rq, l);
    if (*l->jkt && !str_eq(l->jkt, c->jkt))
        return NO("invalid_grant", "the proof is not of the key that the token is bound to");
    if (f.error || !*scope || (asked && !str_eq(scope, oidc_both(rq->arena, asked, asked))))
        return NO("invalid_scope", "more is asked than was granted");
    TRY(oidc_link_stands(rq->db, l, &stands));
    if (!stands) {
        TRY(oidc_link_over(rq->db, l, "login_over"));
        return NO("invalid_grant", "that login is over");
    }
    TRY(next_token(rq, c, r, l, &next));
    struct oidc_link bare = *l;
    bare.nonce = ""; /* of the first ID token only (OpenID Connect Core §12.2) */
    return oidc_tokens(rq, &(struct oidc_grant){&c->client, &bare, c->jkt, next, scope});
}

static err refresh_grant(struct rq *rq, const struct call *c)
{
    struct oidc_fault f = {0};
    const char *sent = oidc_field(rq, "refresh_token", &f);
    struct oidc_refresh *r = NULL;
    struct oidc_link l;

    if (f.error || !sent)
        return NO("invalid_request", "refresh_token is missing, or there twice");
    if (!oidc_has(c->client.grants, "refresh"))
        return NO("unauthorized_client", "this application may not refresh");
    TRY(oidc_q_refresh(rq->db, oidc_hash(rq->arena, sent), &r));
    if (!r)
        return NO("invalid_grant", "there is no such refresh token");
    TRY(oidc_q_link(rq->db, r->link, &l));
    if (l.client.v != c->client.id.v)
        return NO("invalid_grant", "there is no such refresh token of this application");
    if (l.ended_at.v != 0 || r->ends_at.v <= rq->now.v)
        return NO("invalid_grant", "the refresh token is over");
    return refresh_with(rq, c, r, &l);
}

/* --- The endpoint ------------------------------------------------------------------------------------------ */

static err granted(struct rq *rq, const struct call *c, const char *type)
{
    if (str_eq(type, "authorization_code"))
        return code_grant(rq, c);
    if (str_eq(type, "refresh_token"))
        return refresh_grant(rq, c);
    if (str_eq(type, "urn:ietf:params:oauth:grant-type:device_code"))
        return oidc_device_grant(rq, &c->client, c->jkt);
    return NO("unsupported_grant_type", "there is no such grant_type");
}

err oidc_token_post(struct rq *rq)
{
    struct oidc_proof_for here = {.method = "POST", .path = "/oidc/token", .note = true};
    struct call c = {.jkt = ""};
    struct oidc_fault f = {0};

    TRY(oidc_caller(rq, &c.client, &f));
    if (f.error)
        return oidc_no(rq, f);
    const char *type = oidc_field(rq, "grant_type", &f);
    if (!f.error)
        TRY(oidc_proof(rq, &here, &c.jkt, &f));
    if (f.error)
        return oidc_no(rq, f);
    if (!type)
        return NO("invalid_request", "grant_type is missing");
    if ((c.client.dpop || c.client.fapi) && !*c.jkt)
        return NO("invalid_dpop_proof", "this application must prove possession of a key (DPoP)");
    return granted(rq, &c, type);
}
