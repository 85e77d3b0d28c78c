/* webauthn.c: what a browser brings from an authenticator. SPDX-License-Identifier: AGPL-3.0-or-later */
#include "webauthn.h"
#include "cbor.h"
#include "hash.h"
#include "json.h"
#include <string.h>

#define CLIENT_MAX 4096
#define HASH       32
#define AAGUID     16

enum flag { PRESENT = 0x01, VERIFIED = 0x04, COPYABLE = 0x08, COPIED = 0x10, CREDENTIAL = 0x40, EXTENSIONS = 0x80 };

/* --- clientDataJSON ---------------------------------------------------------------------------------- */

static bool says(const struct json *j, const char *key, const char *want)
{
    const struct json *v = json_get(j, key);

    return v && str_eq(json_text(v), want);
}

err webauthn_client(struct arena *a, const struct webauthn_asked *asked, const char *type, struct str client)
{
    const struct json *j = NULL, *crossed;
    bool truth = true;

    TRY(json_parse(a, client.s, client.n, CLIENT_MAX, &j));
    if (!says(j, "type", type) || !says(j, "challenge", asked->challenge) || !says(j, "origin", asked->origin))
        return ERR_FORBIDDEN;
    crossed = json_get(j, "crossOrigin");
    if (crossed && (!json_truth(crossed, &truth) || truth))
        return ERR_FORBIDDEN;
    return json_get(j, "topOrigin") ? ERR_FORBIDDEN : OK;
}

/* --- COSE_Key (RFC 9053) -------------------------------------------------------------------------------- */

enum label { KTY = 1, ALG = 3, FIRST = -1, SECOND = -2, THIRD = -3 };
enum kty { OKP = 1, EC2 = 2, RSA = 3 };
enum crv { P_256 = 1, ED25519 = 6 };

struct cose {
    int64_t kty, alg, crv;
    struct str first, second, third; /* -1, -2 and -3, where they are bytes */
    unsigned seen;
};

static void keep(struct cose *k, int64_t label, const struct cbor_item *v)
{
    int64_t number = v->type == CBOR_NUMBER ? v->number : 0;

    switch (label) {
    case KTY:
        k->kty = number;
        return;
    case ALG:
        k->alg = number;
        return;
    case FIRST:
        k->crv = number;
        k->first = v->s;
        return;
    case SECOND:
        k->second = v->s;
        return;
    default:
        k->third = v->s;
    }
}

static bool is_used(int64_t label)
{
    return label == KTY || label == ALG || (label >= THIRD && label <= FIRST);
}

/* One pair of the map; a label twice is refused. */
static err pair(struct cbor *c, struct cose *k)
{
    struct cbor_item label, value;

    TRY(cbor_next(c, &label));
    if (label.type != CBOR_NUMBER)
        return ERR_PARSE;
    if (!is_used(label.number))
        return cbor_skip(c);
    unsigned bit = 1U << (label.number + 3);

    TRY(cbor_next(c, &value));
    if (k->seen & bit || (value.type != CBOR_NUMBER && value.type != CBOR_BYTES))
        return ERR_PARSE;
    k->seen |= bit;
    keep(k, label.number, &value);
    return OK;
}

/* Reads the map and goes behind it. */
static err cose_next(struct cbor *c, struct cose *k)
{
    struct cbor_item map;

    *k = (struct cose){0};
    TRY(cbor_next(c, &map));
    if (map.type != CBOR_MAP || map.number > 16)
        return ERR_PARSE;
    for (int64_t i = 0; i < map.number; i++)
        TRY(pair(c, k));
    return OK;
}

static err key_of(const struct cose *k, enum sign_alg *ret_alg, struct sign_public *ret)
{
    if (k->kty == EC2 && k->alg == -7 && k->crv == P_256) {
        *ret_alg = SIGN_ES256;
        *ret = (struct sign_public){.kind = SIGN_KIND_EC, .x = k->second, .y = k->third};
    } else if (k->kty == OKP && k->alg == -8 && k->crv == ED25519) {
        *ret_alg = SIGN_EDDSA;
        *ret = (struct sign_public){.kind = SIGN_KIND_ED, .x = k->second};
    } else if (k->kty == RSA && k->alg == -257) {
        *ret_alg = SIGN_RS256;
        *ret = (struct sign_public){.kind = SIGN_KIND_RSA, .n = k->first, .e = k->second};
    } else {
        return ERR_PARSE;
    }
    return OK;
}

err webauthn_key(struct str key, enum sign_alg *ret_alg, struct sign_public *ret)
{
    struct cbor c = cbor_of(key);
    struct cose k;

    TRY(cose_next(&c, &k));
    return cbor_end(&c) ? key_of(&k, ret_alg, ret) : ERR_PARSE;
}

/* --- authenticatorData -------------------------------------------------------------------------------------- */

/* The next n bytes. */
static err take(struct cbor *c, size_t n, struct str *ret)
{
    if ((size_t)(c->end - c->at) < n)
        return ERR_PARSE;
    *ret = (struct str){(const char *)c->at, n};
    c->at += n;
    return OK;
}

static uint32_t number_of(struct str s)
{
    uint32_t v = 0;

    for (size_t i = 0; i < s.n; i++)
        v = v << 8 | (unsigned char)s.s[i];
    return v;
}

static err credential(struct cbor *c, struct webauthn_data *d)
{
    struct str length;
    struct cose k;

    TRY(take(c, AAGUID, &d->aaguid));
    TRY(take(c, 2, &length));
    uint32_t n = number_of(length);
    if (n == 0 || n > WEBAUTHN_ID_MAX)
        return ERR_PARSE;
    TRY(take(c, n, &d->id));
    const uint8_t *from = c->at;

    TRY(cose_next(c, &k));
    d->key = (struct str){(const char *)from, (size_t)(c->at - from)};
    return OK;
}

static err extensions(struct cbor *c)
{
    struct cbor look = *c;
    struct cbor_item map;

    TRY(cbor_next(&look, &map));
    return map.type == CBOR_MAP ? cbor_skip(c) : ERR_PARSE;
}

err webauthn_data(struct str data, struct webauthn_data *ret)
{
    struct cbor c = cbor_of(data);
    struct webauthn_data d = {0};
    struct str flags, count;

    TRY(take(&c, HASH, &d.rp_hash));
    TRY(take(&c, 1, &flags));
    TRY(take(&c, 4, &count));
    unsigned bits = number_of(flags);

    d.present = bits & PRESENT;
    d.state = (struct webauthn_state){.count = number_of(count),
                                      .verified = bits & VERIFIED,
                                      .copyable = bits & COPYABLE,
                                      .copied = bits & COPIED};
    if (d.state.copied && !d.state.copyable)
        return ERR_PARSE;
    if (bits & CREDENTIAL)
        TRY(credential(&c, &d));
    if (bits & EXTENSIONS)
        TRY(extensions(&c));
    if (!cbor_end(&c))
        return ERR_PARSE;
    *ret = d;
    return OK;
}

/* Is it for us, was it touched, and does it know its owner if it must? */
static err data_asked(const struct webauthn_asked *asked, const struct webauthn_data *d)
{
    struct digest rp = hash_sha256(asked->rp_id, strlen(asked->rp_id));

    if (d->rp_hash.n != HASH || !hash_same(d->rp_hash.s, rp.b, HASH) || !d->present)
        return ERR_FORBIDDEN;
    return asked->verified && !d->state.verified ? ERR_FORBIDDEN : OK;
}

/* --- The two ceremonies ----------------------------------------------------------------------------------------- */

/* {fmt, attStmt, authData}, in any order, each once; the statement is passed. */
static err attestation_of(struct str bytes, struct str *ret_data)
{
    struct cbor c = cbor_of(bytes);
    struct cbor_item map, key, value;
    unsigned seen = 0;

    TRY(cbor_next(&c, &map));
    if (map.type != CBOR_MAP || map.number != 3)
        return ERR_PARSE;
    for (int i = 0; i < 3; i++) {
        TRY(cbor_next(&c, &key));
        struct cbor look = c;

        TRY(cbor_next(&look, &value));
        TRY(cbor_skip(&c));
        if (key.type != CBOR_TEXT)
            return ERR_PARSE;
        if (str_is(key.s, "fmt") && value.type == CBOR_TEXT)
            seen |= 1;
        else if (str_is(key.s, "attStmt") && value.type == CBOR_MAP)
            seen |= 2;
        else if (str_is(key.s, "authData") && value.type == CBOR_BYTES)
            seen |= 4;
        if (str_is(key.s, "authData"))
            *ret_data = value.s;
    }
    return seen == 7 && cbor_end(&c) ? OK : ERR_PARSE;
}

err webauthn_made(struct arena *a, const struct webauthn_asked *asked, struct str client,
                  struct str attestation, struct webauthn_credential *ret)
{
    struct webauthn_data d;
    struct sign_public key;
    enum sign_alg alg;
    struct str data = {0};

    TRY(webauthn_client(a, asked, "webauthn.create", client));
    TRY(attestation_of(attestation, &data));
    TRY(webauthn_data(data, &d));
    TRY(data_asked(asked, &d));
    if (d.id.n == 0)
        return ERR_PARSE;
    TRY(webauthn_key(d.key, &alg, &key));
    *ret = (struct webauthn_credential){.id = d.id, .key = d.key, .aaguid = d.aaguid, .state = d.state};
    return OK;
}

err webauthn_proved(struct arena *a, const struct webauthn_asked *asked, struct str key,
                    const struct webauthn_answer *answer, struct webauthn_state *ret)
{
    struct digest client = hash_sha256(answer->client.s, answer->client.n);
    struct sign_claim claim = {.form = SIGN_DER, .signature = answer->signature};
    struct sign_public public;
    struct webauthn_data d;

    TRY(webauthn_client(a, asked, "webauthn.get", answer->client));
    TRY(webauthn_data(answer->data, &d));
    TRY(data_asked(asked, &d));
    if (d.id.n != 0)
        return ERR_PARSE;
    TRY(webauthn_key(key, &claim.alg, &public));
    char *signed_over = arena_alloc(a, answer->data.n + sizeof client.b);

    memcpy(signed_over, answer->data.s, answer->data.n);
    memcpy(signed_over + answer->data.n, client.b, sizeof client.b);
    claim.data = (struct str){signed_over, answer->data.n + sizeof client.b};
    TRY(sign_verify(&public, &claim));
    *ret = d.state;
    return OK;
}

bool webauthn_count_ok(int64_t before, int64_t now)
{
    return (before == 0 && now == 0) || now > before;
}
