/* signing.h: signatures by the algorithms of JSON Object Signing (RFC 7518 §3.1, RFC 8037) and of security keys
   (RFC 9053), by OpenSSL: ES256, RS256, PS256 and EdDSA with Ed25519.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef BASE_SIGNING_H
#define BASE_SIGNING_H
#include <stdbool.h>
#include "arena.h"
#include "err.h"
#include "str.h"

enum sign_alg { SIGN_NONE, SIGN_ES256, SIGN_RS256, SIGN_PS256, SIGN_EDDSA, SIGN_ALGS };
const char *sign_alg_name(enum sign_alg alg); /* "ES256"; "none" */
/* SIGN_NONE for any other word, "none" among them. */
enum sign_alg sign_alg_of(const char *name);

/* A key's public half as numbers, big-endian. EC (P-256): x and y, 32 bytes each; Ed25519: x, 32 bytes; RSA: n and e. */
enum sign_kind { SIGN_KIND_EC, SIGN_KIND_RSA, SIGN_KIND_ED };
struct sign_public {
    enum sign_kind kind;
    struct str x, y, n, e;
};
enum sign_kind sign_kind_of(enum sign_alg alg);
#define SIGN_RSA_LEAST 2048 /* bits of an RSA key, at least; at most 8192 */

/* A signature of ECDSA is two numbers beside each other (RFC 7518 §3.4) or a DER structure (security keys). */
enum sign_form { SIGN_PLAIN, SIGN_DER };
struct sign_claim {
    enum sign_alg alg;
    enum sign_form form;
    struct str data, signature;
};
/* ERR_FORBIDDEN: the signature is not of this key over these bytes. ERR_PARSE: it is no key, or not one for the
   algorithm: a point that is not on the curve, an RSA key too short, an exponent that is even or 1. */
[[nodiscard]] err sign_verify(const struct sign_public *k, const struct sign_claim *c);

/* A key of our own. */
struct sign_key;
/* For the algorithm (RSA: 2048 bits, the better part of a second). */
[[nodiscard]] err sign_key_make(enum sign_kind kind, struct sign_key **ret);
void sign_key_free(struct sign_key *k); /* NULL is allowed */
/* As PKCS #8 in DER: secret, for a sealed column; and back. ERR_PARSE: it is none, or of a kind not used here. */
[[nodiscard]] err sign_key_save(struct arena *a, const struct sign_key *k, struct str *ret_der);
[[nodiscard]] err sign_key_load(struct str der, struct sign_key **ret);
enum sign_kind sign_key_kind(const struct sign_key *k);
[[nodiscard]] err sign_key_public(struct arena *a, const struct sign_key *k,
                                  struct sign_public *ret);
/* ECDSA in the plain form. ERR_RANGE: the algorithm is not for this kind of key. */
[[nodiscard]] err sign_make(struct arena *a, const struct sign_key *k, enum sign_alg alg,
                            struct str data, struct str *ret_signature);

#endif
