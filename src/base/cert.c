/* cert.c: X.509 certificates, by OpenSSL. SPDX-License-Identifier: AGPL-3.0-or-later */
#include "cert.h"
#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/x509.h>
#include <string.h>

#define DER_MOST 16384
#define RSA_MOST 8192 /* bits */
#define NAME_MOST 64  /* bytes of a common name */

/* --- Reading -------------------------------------------------------------------------------------- */

/* Writes a number of the key, big-endian, into room of that many bytes. 0: it is not there, or larger. */
static size_t number_of(const EVP_PKEY *k, const char *which, unsigned char *room, size_t most)
{
    BIGNUM *b = NULL;
    size_t n = 0;

    if (EVP_PKEY_get_bn_param(k, which, &b) == 1 && (size_t)BN_num_bytes(b) <= most)
        n = (size_t)BN_bn2bin(b, room);
    BN_free(b);
    return n;
}

err cert_public(struct arena *a, struct str der, struct sign_public *ret)
{
    const unsigned char *at = (const unsigned char *)der.s;
    unsigned char *n = arena_alloc(a, RSA_MOST / 8), *e = arena_alloc(a, 8);

    if (der.n == 0 || der.n > DER_MOST)
        return ERR_PARSE;
    X509 *x = d2i_X509(NULL, &at, (long)der.n);
    const EVP_PKEY *k = x && at == (const unsigned char *)der.s + der.n ? X509_get0_pubkey(x) : NULL;
    size_t n_n = 0, e_n = 0;
    if (k && EVP_PKEY_get_base_id(k) == EVP_PKEY_RSA && EVP_PKEY_get_bits(k) >= SIGN_RSA_LEAST) {
        n_n = number_of(k, OSSL_PKEY_PARAM_RSA_N, n, RSA_MOST / 8);
        e_n = number_of(k, OSSL_PKEY_PARAM_RSA_E, e, 8);
    }
    X509_free(x);
    if (n_n == 0 || e_n == 0)
        return ERR_PARSE;
    *ret = (struct sign_public){
        .kind = SIGN_KIND_RSA, .n = {(const char *)n, n_n}, .e = {(const char *)e, e_n}};
    return OK;
}

/* --- Making ---------------------------------------------------------------------------------------- */

static bool fill(X509 *x, const struct cert_about *about, EVP_PKEY *k)
{
    X509_NAME *name = X509_get_subject_name(x);

    return X509_set_version(x, 2) == 1 && ASN1_INTEGER_set_uint64(X509_get_serialNumber(x), about->number) == 1 &&
           ASN1_TIME_set(X509_getm_notBefore(x), (time_t)about->from) &&
           ASN1_TIME_set(X509_getm_notAfter(x), (time_t)about->until) &&
           X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_UTF8, (const unsigned char *)about->name, -1, -1, 0) == 1 &&
           X509_set_issuer_name(x, name) == 1 && X509_set_pubkey(x, k) == 1 && X509_sign(x, k, EVP_sha256()) > 0;
}

err cert_make(struct arena *a, const struct sign_key *key, const struct cert_about *about, struct str *ret_der)
{
    unsigned char *room = arena_alloc(a, DER_MOST), *to = room;
    struct str pkcs8 = {0};

    if (!*about->name || strlen(about->name) > NAME_MOST)
        return ERR_RANGE;
    TRY(sign_key_save(a, key, &pkcs8));
    const unsigned char *at = (const unsigned char *)pkcs8.s;
    EVP_PKEY *k = d2i_AutoPrivateKey(NULL, &at, (long)pkcs8.n);
    X509 *x = X509_new();
    bool made = k && x && fill(x, about, k);
    int n = made ? i2d_X509(x, NULL) : 0;
    if (n > 0 && n <= DER_MOST)
        n = i2d_X509(x, &to);
    X509_free(x);
    EVP_PKEY_free(k);
    if (n <= 0 || n > DER_MOST)
        return ERR_INTERNAL;
    *ret_der = (struct str){(const char *)room, (size_t)n};
    return OK;
}
