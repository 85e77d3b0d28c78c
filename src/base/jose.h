/* jose.h: signed JSON in compact form (RFC 7515, RFC 7519) and public keys as JSON (RFC 7517, RFC 8037).
   One signature, four algorithms (signing.h); nothing is encrypted, compressed or fetched, and no header says by
   itself which key is to be trusted.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef BASE_JOSE_H
#define BASE_JOSE_H
#include "arena.h"
#include "err.h"
#include "json.h"
#include "signing.h"
#include "str.h"

#define JOSE_MAX 16384 /* bytes of a token */

struct jose {
    enum sign_alg alg;         /* SIGN_NONE: "none", or one that is not taken here: never verifies */
    const char *kid, *typ;     /* NULL: not said */
    const struct json *header; /* an object */
    const struct json *payload; /* an object */
    struct str text;            /* what is signed */
    struct str signature;
};
/* Takes a token apart; believes nothing of it. ERR_PARSE: it is none, or says "crit" or "b64"; ERR_TOO_LARGE. */
[[nodiscard]] err jose_read(struct arena *a, const char *token, struct jose *ret_j);
/* ERR_FORBIDDEN: not signed by this key with the algorithm that it says. */
[[nodiscard]] err jose_verify(const struct jose *j, const struct sign_public *k);

struct jose_head {
    enum sign_alg alg;
    const char *kid; /* NULL: none */
    const char *typ; /* NULL: none */
};
/* Signs a JSON text. */
[[nodiscard]] err jose_make(struct arena *a, const struct sign_key *k, const struct jose_head *h,
                            struct str payload, const char **ret_token);

/* A public key of JSON. ERR_PARSE: it is none of the kinds used here; ERR_FORBIDDEN: it has a private member. */
[[nodiscard]] err jwk_read(struct arena *a, const struct json *j, struct sign_public *ret_k);
/* Writes it as an object; `alg` SIGN_NONE and `kid` NULL say nothing of these. */
void jwk_put(struct arena *a, struct json_out *out, const struct sign_public *k,
             const struct jose_head *h);
/* SHA-256 of the members that make the key (RFC 7638), base64url. */
const char *jwk_thumbprint(struct arena *a, const struct sign_public *k);

#endif
