/* signing.c: signatures, by OpenSSL. SPDX-License-Identifier: AGPL-3.0-or-later */
#include "signing.h"
#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/param_build.h>
#include <openssl/rsa.h>
#include <openssl/x509.h>
#include <stdlib.h>

#define HALF         32   /* bytes of a number of P-256, and of an Ed25519 key */
#define RSA_MOST     8192 /* bits */
#define DER_MOST     8192

struct sign_key {
    EVP_PKEY *pkey;
    enum sign_kind kind;
};

static const struct {
    const char *name;
    enum sign_kind kind;
} algs[SIGN_ALGS] = {
    [SIGN_NONE] = {"none", SIGN_KIND_EC},
    [SIGN_ES256] = {"ES256", SIGN_KIND_EC},
    [SIGN_RS256] = {"RS256", SIGN_KIND_RSA},
    [SIGN_PS256] = {"PS256", SIGN_KIND_RSA},
    [SIGN_EDDSA] = {"EdDSA", SIGN_KIND_ED},
};

const char *sign_alg_name(enum sign_alg alg)
{
    return algs[alg].name;
}

enum sign_alg sign_alg_of(const char *name)
{
    for (int i = SIGN_NONE + 1; i < SIGN_ALGS; i++)
        if (str_eq(name, algs[i].name))
            return (enum sign_alg)i;
    return SIGN_NONE;
}

enum sign_kind sign_kind_of(enum sign_alg alg)
{
    return algs[alg].kind;
}

/* --- Public keys ------------------------------------------------------------------------------- */

static EVP_PKEY *from_params(const char *type, OSSL_PARAM *params)
{
    EVP_PKEY_CTX *ctx = EVP_PKEY_CTX_new_from_name(NULL, type, NULL);
    EVP_PKEY *k = NULL;

    if (ctx && params && EVP_PKEY_fromdata_init(ctx) == 1)
        (void)EVP_PKEY_fromdata(ctx, &k, EVP_PKEY_PUBLIC_KEY, params);
    EVP_PKEY_CTX_free(ctx);
    OSSL_PARAM_free(params);
    return k;
}

/* Is the key sound: is the point on the curve? */
static bool sound(EVP_PKEY *k)
{
    EVP_PKEY_CTX *ctx = EVP_PKEY_CTX_new_from_pkey(NULL, k, NULL);
    bool ok = ctx && EVP_PKEY_public_check(ctx) == 1;

    EVP_PKEY_CTX_free(ctx);
    return ok;
}

static EVP_PKEY *ec_key(const struct sign_public *p)
{
    unsigned char point[1 + 2 * HALF] = {POINT_CONVERSION_UNCOMPRESSED};
    OSSL_PARAM_BLD *b = OSSL_PARAM_BLD_new();
    OSSL_PARAM *params = NULL;

    if (p->x.n != HALF || p->y.n != HALF) {
        OSSL_PARAM_BLD_free(b);
        return NULL;
    }
    memcpy(point + 1, p->x.s, HALF);
    memcpy(point + 1 + HALF, p->y.s, HALF);
    if (b && OSSL_PARAM_BLD_push_utf8_string(b, OSSL_PKEY_PARAM_GROUP_NAME, "prime256v1", 0) == 1 &&
        OSSL_PARAM_BLD_push_octet_string(b, OSSL_PKEY_PARAM_PUB_KEY, point, sizeof point) == 1)
        params = OSSL_PARAM_BLD_to_param(b);
    OSSL_PARAM_BLD_free(b);
    return from_params("EC", params);
}

/* Numbers of a size that is used: not a megabyte to compute with. */
static bool rsa_ok(const BIGNUM *n, const BIGNUM *e)
{
    int bits = BN_num_bits(n);

    return bits >= SIGN_RSA_LEAST && bits <= RSA_MOST && BN_is_odd(n) && BN_is_odd(e) &&
           !BN_is_one(e) && BN_num_bits(e) <= 64;
}

static EVP_PKEY *rsa_key(const struct sign_public *p)
{
    OSSL_PARAM_BLD *b = OSSL_PARAM_BLD_new();
    OSSL_PARAM *params = NULL;
    BIGNUM *n = NULL, *e = NULL;

    if (p->n.n <= RSA_MOST / 8 && p->e.n > 0 && p->e.n <= 8) {
        n = BN_bin2bn((const unsigned char *)p->n.s, (int)p->n.n, NULL);
        e = BN_bin2bn((const unsigned char *)p->e.s, (int)p->e.n, NULL);
    }
    if (b && n && e && rsa_ok(n, e) && OSSL_PARAM_BLD_push_BN(b, OSSL_PKEY_PARAM_RSA_N, n) == 1 &&
        OSSL_PARAM_BLD_push_BN(b, OSSL_PKEY_PARAM_RSA_E, e) == 1)
        params = OSSL_PARAM_BLD_to_param(b);
    EVP_PKEY *k = from_params("RSA", params);
    OSSL_PARAM_BLD_free(b);
    BN_free(n);
    BN_free(e);
    return k;
}

static EVP_PKEY *ed_key(const struct sign_public *p)
{
    if (p->x.n != HALF)
        return NULL;
    return EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, NULL, (const unsigned char *)p->x.s,
                                       p->x.n);
}

/* NULL: it is none. */
static EVP_PKEY *public_key(const struct sign_public *p)
{
    EVP_PKEY *k = NULL;

    switch (p->kind) {
    case SIGN_KIND_EC:
        k = ec_key(p);
        break;
    case SIGN_KIND_RSA:
        return rsa_key(p);
    case SIGN_KIND_ED:
        return ed_key(p);
    }
    if (!k || sound(k))
        return k;
    EVP_PKEY_free(k);
    return NULL;
}

/* --- Two forms of an ECDSA signature ------------------------------------------------------------ */

/* Two numbers beside each other, as DER; its length, or 0. `room` is 80. */
static size_t der_of(struct str plain, unsigned char *out)
{
    if (plain.n != (size_t)2 * HALF)
        return 0;
    const unsigned char *s = (const unsigned char *)plain.s;
    ECDSA_SIG *sig = ECDSA_SIG_new();
    BIGNUM *r = BN_bin2bn(s, HALF, NULL);
    BIGNUM *t = BN_bin2bn(s + HALF, HALF, NULL);
    int n = 0;

    if (sig && r && t && ECDSA_SIG_set0(sig, r, t) == 1) {
        r = t = NULL;
        n = i2d_ECDSA_SIG(sig, &out);
    }
    BN_free(r);
    BN_free(t);
    ECDSA_SIG_free(sig);
    return n > 0 ? (size_t)n : 0;
}

static bool plain_of(const unsigned char *der, size_t n, unsigned char *out)
{
    ECDSA_SIG *sig = d2i_ECDSA_SIG(NULL, &der, (long)n);
    bool ok = sig && BN_bn2binpad(ECDSA_SIG_get0_r(sig), out, HALF) == HALF &&
              BN_bn2binpad(ECDSA_SIG_get0_s(sig), out + HALF, HALF) == HALF;

    ECDSA_SIG_free(sig);
    return ok;
}

/* --- Signing and verifying ----------------------------------------------------------------------- */

static bool padding_set(EVP_PKEY_CTX *ctx, enum sign_alg alg)
{
    if (alg == SIGN_RS256)
        return EVP_PKEY_CTX_set_rsa_padding(ctx, RSA_PKCS1_PADDING) == 1;
    if (alg == SIGN_PS256)
        return EVP_PKEY_CTX_set_rsa_padding(ctx, RSA_PKCS1_PSS_PADDING) == 1 &&
               EVP_PKEY_CTX_set_rsa_pss_saltlen(ctx, RSA_PSS_SALTLEN_DIGEST) == 1 &&
               EVP_PKEY_CTX_set_rsa_mgf1_md(ctx, EVP_sha256()) == 1;
    return true;
}

static const EVP_MD *digest_of(enum sign_alg alg)
{
    return alg == SIGN_EDDSA ? NULL : EVP_sha256();
}

static bool verifies(EVP_PKEY *k, const struct sign_claim *c)
{
    EVP_MD_CTX *md = EVP_MD_CTX_new();
    EVP_PKEY_CTX *ctx = NULL;
    unsigned char der[80];
    const unsigned char *sig = (const unsigned char *)c->signature.s;
    size_t n = c->signature.n;

    if (c->alg == SIGN_ES256 && c->form == SIGN_PLAIN) {
        n = der_of(c->signature, der);
        sig = der;
    }
    bool ok = md && n > 0 && EVP_DigestVerifyInit(md, &ctx, digest_of(c->alg), NULL, k) == 1 &&
              padding_set(ctx, c->alg) &&
              EVP_DigestVerify(md, sig, n, (const unsigned char *)c->data.s, c->data.n) == 1;
    EVP_MD_CTX_free(md);
    return ok;
}

err sign_verify(const struct sign_public *k, const struct sign_claim *c)
{
    if (c->alg == SIGN_NONE || k->kind != sign_kind_of(c->alg))
        return ERR_PARSE;
    EVP_PKEY *pkey = public_key(k);
    if (!pkey)
        return ERR_PARSE;
    bool ok = verifies(pkey, c);
    EVP_PKEY_free(pkey);
    return ok ? OK : ERR_FORBIDDEN;
}

err sign_make(struct arena *a, const struct sign_key *k, enum sign_alg alg, struct str data,
              struct str *ret_signature)
{
    if (alg == SIGN_NONE || k->kind != sign_kind_of(alg))
        return ERR_RANGE;
    size_t n = (size_t)EVP_PKEY_get_size(k->pkey);
    unsigned char *out = arena_alloc(a, n);
    unsigned char *plain = arena_alloc(a, 2 * HALF);
    EVP_MD_CTX *md = EVP_MD_CTX_new();
    EVP_PKEY_CTX *ctx = NULL;
    bool ok = md && EVP_DigestSignInit(md, &ctx, digest_of(alg), NULL, k->pkey) == 1 &&
              padding_set(ctx, alg) &&
              EVP_DigestSign(md, out, &n, (const unsigned char *)data.s, data.n) == 1;

    EVP_MD_CTX_free(md);
    if (ok && alg == SIGN_ES256) {
        ok = plain_of(out, n, plain);
        out = plain;
        n = (size_t)2 * HALF;
    }
    *ret_signature = (struct str){(const char *)out, n};
    return ok ? OK : ERR_INTERNAL;
}

/* --- Keys of our own ------------------------------------------------------------------------------ */

static EVP_PKEY *new_key(enum sign_kind kind)
{
    if (kind == SIGN_KIND_RSA)
        return EVP_PKEY_Q_keygen(NULL, NULL, "RSA", (size_t)SIGN_RSA_LEAST);
    if (kind == SIGN_KIND_ED)
        return EVP_PKEY_Q_keygen(NULL, NULL, "ED25519");
    return EVP_PKEY_Q_keygen(NULL, NULL, "EC", "prime256v1");
}

static err key_of(EVP_PKEY *pkey, enum sign_kind kind, struct sign_key **ret)
{
    struct sign_key *k = pkey ? malloc(sizeof *k) : NULL;

    if (!k) {
        EVP_PKEY_free(pkey);
        return ERR_MEMORY;
    }
    *k = (struct sign_key){pkey, kind};
    *ret = k;
    return OK;
}

err sign_key_make(enum sign_kind kind, struct sign_key **ret)
{
    return key_of(new_key(kind), kind, ret);
}

void sign_key_free(struct sign_key *k)
{
    if (!k)
        return;
    EVP_PKEY_free(k->pkey);
    free(k);
}

enum sign_kind sign_key_kind(const struct sign_key *k)
{
    return k->kind;
}

err sign_key_save(struct arena *a, const struct sign_key *k, struct str *ret_der)
{
    unsigned char *room = arena_alloc(a, DER_MOST), *end = room; /* before the copy that is malloc()ed */
    PKCS8_PRIV_KEY_INFO *p8 = EVP_PKEY2PKCS8(k->pkey);
    int n = p8 ? i2d_PKCS8_PRIV_KEY_INFO(p8, NULL) : 0;
    bool ok = n > 0 && n <= DER_MOST && i2d_PKCS8_PRIV_KEY_INFO(p8, &end) == n;

    PKCS8_PRIV_KEY_INFO_free(p8);
    *ret_der = (struct str){(const char *)room, ok ? (size_t)n : 0};
    return ok ? OK : ERR_INTERNAL;
}

static bool kind_of(const EVP_PKEY *k, enum sign_kind *ret)
{
    int id = EVP_PKEY_get_base_id(k);

    *ret = id == EVP_PKEY_RSA ? SIGN_KIND_RSA : id == EVP_PKEY_EC ? SIGN_KIND_EC : SIGN_KIND_ED;
    return id == EVP_PKEY_RSA || id == EVP_PKEY_EC || id == EVP_PKEY_ED25519;
}

err sign_key_load(struct str der, struct sign_key **ret)
{
    const unsigned char *at = (const unsigned char *)der.s;
    enum sign_kind kind = SIGN_KIND_EC;

    if (der.n > DER_MOST)
        return ERR_PARSE;
    PKCS8_PRIV_KEY_INFO *p8 = d2i_PKCS8_PRIV_KEY_INFO(NULL, &at, (long)der.n);
    EVP_PKEY *k = p8 ? EVP_PKCS82PKEY(p8) : NULL;
    PKCS8_PRIV_KEY_INFO_free(p8);
    if (!k || !kind_of(k, &kind)) {
        EVP_PKEY_free(k);
        return ERR_PARSE;
    }
    return key_of(k, kind, ret);
}

static bool number_of(struct arena *a, const struct sign_key *k, const char *name, size_t pad,
                      struct str *ret)
{
    size_t most = pad > 0 ? pad : (size_t)EVP_PKEY_get_size(k->pkey);
    unsigned char *out = arena_alloc(a, most); /* before the number, which is malloc()ed */
    BIGNUM *n = NULL;

    if (EVP_PKEY_get_bn_param(k->pkey, name, &n) != 1)
        return false;
    size_t room = pad > 0 ? pad : (size_t)BN_num_bytes(n);
    bool ok = room <= most && BN_bn2binpad(n, out, (int)room) == (int)room;
    BN_free(n);
    *ret = (struct str){(const char *)out, room};
    return ok;
}

err sign_key_public(struct arena *a, const struct sign_key *k, struct sign_public *ret)
{
    unsigned char *raw = arena_alloc(a, HALF);
    size_t n = HALF;
    bool ok = false;

    *ret = (struct sign_public){.kind = k->kind};
    if (k->kind == SIGN_KIND_EC) {
        ok = number_of(a, k, OSSL_PKEY_PARAM_EC_PUB_X, HALF, &ret->x) &&
             number_of(a, k, OSSL_PKEY_PARAM_EC_PUB_Y, HALF, &ret->y);
    } else if (k->kind == SIGN_KIND_RSA) {
        ok = number_of(a, k, OSSL_PKEY_PARAM_RSA_N, 0, &ret->n) &&
             number_of(a, k, OSSL_PKEY_PARAM_RSA_E, 0, &ret->e);
    } else {
        ok = EVP_PKEY_get_raw_public_key(k->pkey, raw, &n) == 1 && n == HALF;
        ret->x = (struct str){(const char *)raw, n};
    }
    return ok ? OK : ERR_INTERNAL;
}
