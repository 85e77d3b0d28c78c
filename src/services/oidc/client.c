/* client.c: applications: who calls, and can it prove that. SPDX-License-Identifier: AGPL-3.0-or-later */
#include "form.h"
#include "hash.h"
#include "provider.h"
#include "router.h"
#include "str.h"
#include <string.h>
#include <strings.h>

#define FAULT(error, why) ((struct oidc_fault){(error), (why)})
#define ASSERTION "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
#define SKEW      60  /* seconds that its clock may be wrong */
#define LIFE_MOST 600 /* seconds of an assertion */

struct oidc_terms oidc_terms_of(const struct oidc_client *c)
{
    return (struct oidc_terms){
        .scopes = c->scopes,
        .grants = c->grants,
        .public_client = str_eq(c->auth, "none"),
        .pkce = c->pkce,
        .fapi = c->fapi,
        .dpop = c->dpop || c->fapi,
        .level = (int)c->level,
    };
}

err oidc_client_by(struct db *db, const char *key, struct oidc_client **ret)
{
    struct oidc_client *c = ARENA_NEW(db_arena(db), struct oidc_client);
    err e = oidc_q_client_named(db, key, c);

    if (e != OK && e != ERR_NOT_FOUND)
        return e;
    *ret = e == OK && c->disabled_at.v == 0 ? c : NULL;
    return OK;
}

err oidc_client_goes(struct db *db, const struct oidc_client *c, const char *use, const char *uri, bool *ret)
{
    struct oidc_uri_list uris;

    *ret = false;
    TRY(oidc_q_uris(db, c->id, &uris));
    for (size_t i = 0; i < uris.n; i++)
        if (str_eq(uris.v[i].use, use) && oidc_uri_same(uris.v[i].uri, uri))
            *ret = true;
    return OK;
}

const char *oidc_field(struct rq *rq, const char *name, struct oidc_fault *fault)
{
    struct str_list all = form_all(rq, name, 2);

    if (all.n > 1 && !fault->error)
        *fault = FAULT("invalid_request", "a parameter is there twice");
    return all.n > 0 && *all.v[0] ? all.v[0] : NULL;
}

/* --- By a secret ------------------------------------------------------------------------------------ */

/* What an application brings to prove who it is. */
struct proof {
    const char *id, *secret, *assertion;
};

/* "Basic base64(id:secret)", both in the form of a form (RFC 6749 §2.3.1). False: it is none. */
static bool read_basic(struct rq *rq, const char *sent, struct proof *p)
{
    /* From base64 to its form for addresses. */
    char *text = arena_dup(rq->arena, sent);
    struct str plain = {0};

    text[strcspn(text, "=")] = '\0';
    for (char *c = text; *c; c++) {
        if (*c == '+')
            *c = '-';
        else if (*c == '/')
            *c = '_';
    }
    if (strlen(text) > 2048 || hash_from_base64url(rq->arena, text, &plain) != OK)
        return false;
    char *id = arena_dupn(rq->arena, plain.s, plain.n);
    char *secret = strchr(id, ':');
    if (!secret || strlen(id) != plain.n)
        return false;
    *secret++ = '\0';
    ssize_t id_n = percent_decode(id, strlen(id), true);
    ssize_t secret_n = percent_decode(secret, strlen(secret), true);
    if (id_n <= 0 || secret_n <= 0)
        return false;
    p->id = arena_dupn(rq->arena, id, (size_t)id_n);
    p->secret = arena_dupn(rq->arena, secret, (size_t)secret_n);
    return true;
}

static bool secret_right(struct rq *rq, const struct oidc_client *c, const char *secret)
{
    struct str h = oidc_hash(rq->arena, secret);
    bool now = c->secret.n == h.n && hash_same(c->secret.s, h.s, h.n);
    bool before = c->old_secret.n == h.n && c->old_ends_at.v > rq->now.v &&
                  hash_same(c->old_secret.s, h.s, h.n);

    return now || before;
}

/* --- By a key (RFC 7523, private_key_jwt) --------------------------------------------------------------- */

static bool alg_allowed(const struct oidc_client *c, enum sign_alg alg)
{
    if (alg == SIGN_NONE)
        return false;
    return alg != SIGN_RS256 || !c->fapi;
}

/* Whom it is for: the issuer; for those that are not bound to FAPI also the address that it is sent to, or a list
   with one of these. */
static bool for_us(struct rq *rq, const struct oidc_client *c, const struct json *aud)
{
    const char *issuer = oidc_issuer(rq);
    const char *here = arena_printf(rq->arena, "%s%s", issuer, rq->path);
    const char *token = arena_printf(rq->arena, "%s/oidc/token", issuer);

    if (json_text(aud))
        return str_eq(json_text(aud), issuer) ||
               (!c->fapi && (str_eq(json_text(aud), here) || str_eq(json_text(aud), token)));
    for (size_t i = 0; !c->fapi && i < json_len(aud); i++) {
        const char *one = json_text(json_at(aud, i));
        if (one && (str_eq(one, issuer) || str_eq(one, here) || str_eq(one, token)))
            return true;
    }
    return false;
}

/* Is it of now? */
static bool in_time(struct rq *rq, const struct json *p)
{
    int64_t now = rq->now.v / 1000, exp = 0, iat = now, nbf = now;

    if (!json_number(json_get(p, "exp"), &exp) || exp <= now - SKEW || exp > now + LIFE_MOST + SKEW)
        return false;
    if (json_get(p, "iat") && !json_number(json_get(p, "iat"), &iat))
        return false;
    if (json_get(p, "nbf") && !json_number(json_get(p, "nbf"), &nbf))
        return false;
    return iat <= now + SKEW && nbf <= now + SKEW;
}

static bool signed_by(struct rq *rq, const struct oidc_client *c, const struct jose *j)
{
    const struct json *set = NULL;

    if (json_parse(rq->arena, c->jwks, strlen(c->jwks), 65536, &set) != OK)
        return false;
    const struct json *keys = json_get(set, "keys");
    for (size_t i = 0; i < json_len(keys); i++) {
        const char *kid = json_text(json_get(json_at(keys, i), "kid"));
        struct sign_public k = {0};
        if (j->kid && kid && !str_eq(kid, j->kid))
            continue;
        if (jwk_read(rq->arena, json_at(keys, i), &k) == OK && jose_verify(j, &k) == OK)
            return true;
    }
    return false;
}

static const char *assertion_wrong(struct rq *rq, const struct oidc_client *c, const struct jose *j)
{
    const char *iss = json_text(json_get(j->payload, "iss"));
    const char *sub = json_text(json_get(j->payload, "sub"));
    const char *jti = json_text(json_get(j->payload, "jti"));

    if (!alg_allowed(c, j->alg))
        return "the assertion is not signed by an algorithm that is taken";
    if (!iss || !sub || !str_eq(iss, c->key) || !str_eq(sub, c->key))
        return "iss and sub of the assertion must be the client_id";
    if (!for_us(rq, c, json_get(j->payload, "aud")))
        return "aud of the assertion must be the issuer";
    if (!in_time(rq, j->payload))
        return "the assertion is over, or not of this moment";
    if (!jti || !*jti || strlen(jti) > 512)
        return "jti of the assertion is missing";
    if (!signed_by(rq, c, j))
        return "no key of the application signed the assertion";
    return NULL;
}

/* Whose assertion it says to be. */
static const char *assertion_of(struct rq *rq, const char *token)
{
    struct jose j = {0};

    return jose_read(rq->arena, token, &j) == OK ? json_text(json_get(j.payload, "sub")) : NULL;
}

static err by_assertion(struct rq *rq, const struct oidc_client *c, const char *token, struct oidc_fault *f)
{
    struct jose j = {0};
    bool first = false;

    if (jose_read(rq->arena, token, &j) != OK) {
        *f = FAULT("invalid_client", "the assertion cannot be read");
        return OK;
    }
    const char *why = assertion_wrong(rq, c, &j);
    if (why) {
        *f = FAULT("invalid_client", why);
        return OK;
    }
    const char *jti = json_text(json_get(j.payload, "jti"));
    TRY(oidc_once(rq->db, arena_printf(rq->arena, "assertion %s %s", c->key, jti),
                  instant_add(rq->now, SECONDS(LIFE_MOST + 3 * SKEW)), &first));
    if (!first)
        *f = FAULT("invalid_client", "the assertion was used before");
    return OK;
}

/* --- Who calls --------------------------------------------------------------------------------------------- */

/* What stands in the form. */
static struct oidc_fault from_form(struct rq *rq, struct proof *p, const char **ret_id)
{
    struct oidc_fault f = {0};
    const char *type = oidc_field(rq, "client_assertion_type", &f);

    *ret_id = oidc_field(rq, "client_id", &f);
    p->secret = oidc_field(rq, "client_secret", &f);
    p->assertion = oidc_field(rq, "client_assertion", &f);
    if (f.error)
        return f;
    if (p->assertion && !str_eq(type ? type : "", ASSERTION))
        return FAULT("invalid_client", "the client_assertion_type is not known");
    if (p->secret && p->assertion)
        return FAULT("invalid_request", "an application proves itself in one way only");
    return f;
}

static struct oidc_fault bring(struct rq *rq, struct proof *p)
{
    const char *header = rq_header(rq, "Authorization"), *id = NULL;
    struct oidc_fault f = from_form(rq, p, &id);

    if (f.error)
        return f;
    if (strncasecmp(header, "Basic ", 6) == 0) {
        if (p->secret || p->assertion)
            return FAULT("invalid_request", "an application proves itself in one way only");
        if (!read_basic(rq, header + 6, p))
            return FAULT("invalid_client", "the Authorization header cannot be read");
    }
    if (p->assertion)
        p->id = assertion_of(rq, p->assertion);
    if (p->id && id && !str_eq(id, p->id))
        return FAULT("invalid_client", "two applications are named");
    if (!p->id)
        p->id = id;
    return p->id ? f : FAULT("invalid_client", "no application is named");
}

err oidc_caller(struct rq *rq, struct oidc_client *ret, struct oidc_fault *ret_fault)
{
    struct proof p = {0};
    struct oidc_client *c = NULL;

    if (!oidc_issuer(rq))
        return fail(rq, ERR_DOWN, "The address of this campus is not set.");
    *ret_fault = bring(rq, &p);
    if (ret_fault->error)
        return OK;
    TRY(oidc_client_by(rq->db, p.id, &c));
    if (!c) {
        *ret_fault = FAULT("invalid_client", "there is no such application");
        return OK;
    }
    *ret = *c;
    if (str_eq(c->auth, "key")) {
        if (!p.assertion)
            *ret_fault = FAULT("invalid_client", "this application proves itself by private_key_jwt");
        return p.assertion ? by_assertion(rq, c, p.assertion, ret_fault) : OK;
    }
    if (p.assertion)
        *ret_fault = FAULT("invalid_client", "this application has no key here");
    else if (str_eq(c->auth, "secret") && (!p.secret || !secret_right(rq, c, p.secret)))
        *ret_fault = FAULT("invalid_client", "the client_secret is not right");
    else if (str_eq(c->auth, "none") && p.secret)
        *ret_fault = FAULT("invalid_client", "this application has no secret");
    return OK;
}
