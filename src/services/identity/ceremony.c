/* ceremony.c: challenges of passkeys. One is a random number and the time, with a MAC under a key of the campus over
   them and the browser's form token: so looking at a page writes nothing.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include "ceremony.h"
#include "app.h"
#include "form.h"
#include "hash.h"
#include "identity_q.h"
#include "keys.h"
#include "rand.h"
#include "reply.h"
#include "str.h"
#include <string.h>

#define LIFE   MINUTES(5)
#define RANDOM 16
#define BODY   (RANDOM + 8)

static struct digest mac_of(struct rq *rq, enum ceremony c, const unsigned char body[BODY])
{
    struct str key = keys_derive(rq->arena, rq_app(rq)->keys, "passkeys");
    const char *token = rq_token(rq);
    size_t n = strlen(token);
    char *message = arena_alloc(rq->arena, 1 + BODY + n);

    message[0] = (char)c;
    memcpy(message + 1, body, BODY);
    memcpy(message + 1 + BODY, token, n);
    return hash_hmac(key.s, key.n, message, 1 + BODY + n);
}

const char *ceremony_challenge(struct rq *rq, enum ceremony c)
{
    unsigned char whole[BODY + sizeof(struct digest)];
    int64_t now = rq->now.v;

    rand_bytes(whole, RANDOM);
    for (int i = 7; i >= 0; i--, now >>= 8)
        whole[RANDOM + i] = (unsigned char)now;
    struct digest d = mac_of(rq, c, whole);

    memcpy(whole + BODY, d.b, sizeof d.b);
    return hash_base64url(rq->arena, whole, sizeof whole);
}

static const char *origin_of(struct rq *rq)
{
    return url_absolute(rq, "");
}

const char *ceremony_rp(struct rq *rq)
{
    const char *host = strstr(origin_of(rq), "://");

    host = host ? host + 3 : "";
    return arena_dupn(rq->arena, host, strcspn(host, ":"));
}

err ceremony_asked(struct rq *rq, enum ceremony c, struct webauthn_asked *ret)
{
    const char *challenge = form_text(rq, "challenge", 0, 200);
    struct str whole = {};
    int64_t at = 0;

    if (hash_from_base64url(rq->arena, challenge, &whole) != OK || whole.n != BODY + sizeof(struct digest))
        return ERR_FORBIDDEN;
    const unsigned char *p = (const unsigned char *)whole.s;
    struct digest d = mac_of(rq, c, p);

    for (int i = 0; i < 8; i++)
        at = at << 8 | p[RANDOM + i];
    if (!hash_same(d.b, p + BODY, sizeof d.b) || at > rq->now.v || rq->now.v - at > LIFE)
        return ERR_FORBIDDEN;
    *ret = (struct webauthn_asked){
        .challenge = challenge, .origin = origin_of(rq), .rp_id = ceremony_rp(rq)};
    return OK;
}

err ceremony_used(struct rq *rq, const struct webauthn_asked *asked)
{
    struct digest d = hash_sha256(asked->challenge, strlen(asked->challenge));
    int64_t n = 0;

    TRY(identity_q_challenge_use(rq->db, (struct str){(const char *)d.b, sizeof d.b},
                                 instant_add(rq->now, LIFE), &n));
    return n > 0 ? OK : ERR_FORBIDDEN;
}

const char *ceremony_handle(struct rq *rq, person_id who)
{
    struct str key = keys_derive(rq->arena, rq_app(rq)->keys, "passkey handles");
    const char *text = arena_printf(rq->arena, "%lld", (long long)who.v);
    struct digest d = hash_hmac(key.s, key.n, text, strlen(text));

    return hash_base64url(rq->arena, d.b, sizeof d.b);
}

err ceremony_bytes(struct rq *rq, const char *field, struct str *ret)
{
    return hash_from_base64url(rq->arena, form_text(rq, field, 0, 16000), ret);
}

struct identity_ask_view ceremony_ask(struct rq *rq, const char *next)
{
    return (struct identity_ask_view){
        .challenge = ceremony_challenge(rq, CEREMONY_PROVE), .rp = ceremony_rp(rq), .next = next};
}
