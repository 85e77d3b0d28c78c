/* issue.c: tokens: ID tokens, access tokens, refresh tokens. SPDX-License-Identifier: AGPL-3.0-or-later */
#include "app.h"
#include "hash.h"
#include "provider.h"
#include "rand.h"
#include "reply.h"
#include "str.h"

/* The left half of the token's SHA-256 (OpenID Connect Core §3.1.3.6). */
static const char *at_hash(struct arena *a, const char *access)
{
    struct digest d = hash_sha256(access, strlen(access));

    return hash_base64url(a, d.b, 16);
}

static void put_amr(struct arena *a, struct json_out *out, const char *amr)
{
    struct str_list words = str_split(a, amr, ' ');

    json_array(out, "amr");
    for (size_t i = 0; i < words.n; i++)
        if (*words.v[i])
            json_str(out, NULL, words.v[i]);
    json_end(out, ']');
}

static err id_token(struct rq *rq, const struct oidc_grant *g, const char *access, const char **ret)
{
    const struct oidc_link *l = g->link;
    struct buf b = buf_in(rq->arena, JOSE_MAX);
    struct json_out out = json_begin(&b);
    int64_t now = rq->now.v / 1000;

    json_object(&out, NULL);
    json_str(&out, "iss", oidc_issuer(rq));
    json_str(&out, "sub", l->sub);
    json_str(&out, "aud", g->client->key);
    json_int(&out, "iat", now);
    json_int(&out, "exp", now + OIDC_ID_LIFE / 1000);
    json_int(&out, "auth_time", l->auth_at.v / 1000);
    json_str(&out, "acr", oidc_acr((int)l->level));
    put_amr(rq->arena, &out, l->amr);
    if (*l->nonce)
        json_str(&out, "nonce", l->nonce);
    json_str(&out, "sid", l->sid);
    json_str(&out, "at_hash", at_hash(rq->arena, access));
    TRY(oidc_claims_put(rq->db, &out, l->person, l->id_claims));
    json_end(&out, '}');
    return buf_ok(&b) ? oidc_sign(rq->db, g->client->alg, NULL, (struct str){b.s, b.n}, ret) : ERR_TOO_LARGE;
}

static int64_t access_life(struct rq *rq, const struct oidc_client *c)
{
    return c->access_life > 0 ? c->access_life : oidc_settings_of(rq_app(rq))->access_life;
}

err oidc_refresh_first(struct db *db, const struct oidc_client *c, const struct oidc_link *l,
                       const char **ret_token)
{
    const struct oidc_settings *s = oidc_settings_of(db_app(db));
    int64_t life = c->refresh_life > 0 ? c->refresh_life : l->offline ? s->offline_life : s->refresh_life;

    *ret_token = NULL;
    if (!oidc_has(c->grants, "refresh"))
        return OK;
    *ret_token = rand_token(db_arena(db), OIDC_TOKEN);
    return oidc_q_refresh_add(db, NEW_ID(db, oidc_refresh_id), oidc_hash(db_arena(db), *ret_token), l->id,
                              l->generation, db_now(db), instant_add(db_now(db), life));
}

err oidc_tokens(struct rq *rq, const struct oidc_grant *g)
{
    const char *access = rand_token(rq->arena, OIDC_TOKEN), *id = NULL;
    int64_t life = access_life(rq, g->client);
    struct json_out out = json_begin(rq->out->buf);

    TRY(oidc_q_access_add(rq->db, oidc_hash(rq->arena, access), g->link->id, g->scope, g->jkt, rq->now,
                          instant_add(rq->now, life)));
    if (oidc_has(g->scope, "openid"))
        TRY(id_token(rq, g, access, &id));
    json_object(&out, NULL);
    json_str(&out, "access_token", access);
    json_str(&out, "token_type", *g->jkt ? "DPoP" : "Bearer");
    json_int(&out, "expires_in", life / 1000);
    json_str(&out, "scope", g->scope);
    if (id)
        json_str(&out, "id_token", id);
    if (g->refresh)
        json_str(&out, "refresh_token", g->refresh);
    json_end(&out, '}');
    return oidc_yes(rq, 200);
}
