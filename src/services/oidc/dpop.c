/* dpop.c: proofs of possession (RFC 9449), and what may be shown once. SPDX-License-Identifier: AGPL-3.0-or-later */
#include "app.h"
#include "bearer.h"
#include "hash.h"
#include "kept.h"
#include "provider.h"
#include "str.h"
#include <string.h>

#define SKEW 60 /* seconds that its clock may be wrong, or the way may take */
#define NOT(why) ((struct oidc_fault){"invalid_dpop_proof", (why)})

err oidc_once(struct db *db, const char *what, instant ends, bool *ret_first)
{
    int64_t n = 0;

    TRY(oidc_q_once_add(db, oidc_hash(db_arena(db), what), ends, &n));
    *ret_first = n > 0;
    return OK;
}

/* An address without query and fragment, with small letters and without the port that goes without saying. */
static const char *plain_address(struct arena *a, const char *url)
{
    size_t n = strcspn(url, "?#");
    char *s = arena_dupn(a, url, n);
    char *mark = strstr(s, "://");
    char *path = mark ? strchr(mark + 3, '/') : NULL;
    size_t host_n = path ? (size_t)(path - s) : n;
    const char *host = str_lower(a, arena_dupn(a, s, host_n));
    const char *port = str_starts(host, "https://") ? ":443" : ":80";

    if (str_ends(host, port))
        host = arena_dupn(a, host, strlen(host) - strlen(port));
    return arena_printf(a, "%s%s", host, path ? path : "");
}

/* What the header says of itself; NULL: fine. */
static const char *head_wrong(struct arena *a, const struct jose *j, struct sign_public *ret_key)
{
    if (!j->typ || !str_eq(j->typ, "dpop+jwt"))
        return "typ of the proof must be dpop+jwt";
    if (j->alg == SIGN_NONE || j->alg == SIGN_RS256)
        return "the proof is not signed by an algorithm that is taken";
    if (jwk_read(a, json_get(j->header, "jwk"), ret_key) != OK)
        return "jwk of the proof must be a public key";
    return jose_verify(j, ret_key) == OK ? NULL : "the proof is not signed by its key";
}

static const char *access_wrong(struct arena *a, const struct jose *j, const char *access)
{
    const char *ath = json_text(json_get(j->payload, "ath"));

    if (!access)
        return NULL;
    struct digest d = hash_sha256(access, strlen(access));
    return ath && str_eq(ath, hash_base64url(a, d.b, sizeof d.b)) ? NULL : "ath of the proof is not of this token";
}

static const char *body_wrong(struct rq *rq, const struct jose *j, const struct oidc_proof_for *f)
{
    const char *htm = json_text(json_get(j->payload, "htm"));
    const char *htu = json_text(json_get(j->payload, "htu"));
    const char *jti = json_text(json_get(j->payload, "jti"));
    const char *here = arena_printf(rq->arena, "%s%s", oidc_issuer(rq), f->path);
    int64_t now = rq->now.v / 1000, iat = 0;

    if (!jti || !*jti || strlen(jti) > 512)
        return "jti of the proof is missing";
    if (!htm || !str_eq(htm, f->method))
        return "htm of the proof is not the method";
    if (!htu || !str_eq(plain_address(rq->arena, htu), plain_address(rq->arena, here)))
        return "htu of the proof is not this address";
    if (!json_number(json_get(j->payload, "iat"), &iat) || iat < now - SKEW || iat > now + SKEW)
        return "iat of the proof is not of this moment";
    return access_wrong(rq->arena, j, f->access);
}

err oidc_proof(struct rq *rq, const struct oidc_proof_for *f, const char **ret_jkt, struct oidc_fault *ret_fault)
{
    size_t n = rq_header_count(rq, "DPoP");
    struct sign_public key = {0};
    struct jose j = {0};
    bool first = true;

    *ret_jkt = "";
    if (n == 0)
        return OK;
    *ret_fault = n > 1 ? NOT("there is more than one proof") : (struct oidc_fault){0};
    if (!ret_fault->error && jose_read(rq->arena, rq_header(rq, "DPoP"), &j) != OK)
        *ret_fault = NOT("the proof cannot be read");
    if (ret_fault->error)
        return OK;
    const char *why = head_wrong(rq->arena, &j, &key);
    if (!why)
        why = body_wrong(rq, &j, f);
    if (!why && f->note) {
        const char *jti = json_text(json_get(j.payload, "jti"));
        TRY(oidc_once(rq->db, arena_printf(rq->arena, "dpop %s %s", jwk_thumbprint(rq->arena, &key), jti),
                      instant_add(rq->now, SECONDS(3 * SKEW)), &first));
        why = first ? NULL : "the proof was shown before";
    }
    if (why)
        *ret_fault = NOT(why);
    else
        *ret_jkt = jwk_thumbprint(rq->arena, &key);
    return OK;
}

bool oidc_proof_first(struct rq *rq)
{
    struct oidc_kept *kept = oidc_kept_of(rq_app(rq));
    struct str hash = oidc_hash(rq->arena, rq_header(rq, "DPoP"));
    struct oidc_seen *place = NULL;
    uint64_t what = 0;
    bool first = true;

    memcpy(&what, hash.s, sizeof what);
    pthread_mutex_lock(&kept->lock);
    for (size_t i = 0; i < OIDC_KEPT_TRIES; i++) {
        struct oidc_seen *s = &kept->seen[(what + i) % OIDC_KEPT_SEEN];
        if (s->what == what && s->ends > rq->now.v)
            first = false;
        if (!place || s->ends < place->ends)
            place = s;
    }
    if (first)
        *place = (struct oidc_seen){what, rq->now.v + SECONDS(3 * SKEW)};
    pthread_mutex_unlock(&kept->lock);
    return first;
}
