/* cert.h: X.509 certificates as SAML uses them: an envelope around a key, by OpenSSL. Nobody's name in one is
   believed, no chain is followed, no day in it is looked at: who may use the key is said elsewhere.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef BASE_CERT_H
#define BASE_CERT_H
#include <stdint.h>
#include "arena.h"
#include "err.h"
#include "signing.h"
#include "str.h"

/* The RSA key within. ERR_PARSE: it is no certificate (DER), or of a key that is no RSA, too short or too long. */
[[nodiscard]] err cert_public(struct arena *a, struct str der, struct sign_public *ret);

struct cert_about {
    const char *name;   /* "idp.campus.example": at most 64 bytes */
    int64_t from, until; /* seconds since 1970 */
    uint64_t number;     /* above 0 */
};
/* One that the key itself signs. */
[[nodiscard]] err cert_make(struct arena *a, const struct sign_key *k, const struct cert_about *about,
                            struct str *ret_der);

#endif
