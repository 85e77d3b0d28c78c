/* webauthn.h: passkeys and security keys: what a browser brings from an authenticator, judged as Web Authentication
   (level 3, §7.1 and §7.2) wants it. Keys: ES256, RS256 and EdDSA. What an authenticator says of its own make (its
   attestation) is not asked for and not judged. No function keeps what it is given: texts point into it.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef BASE_WEBAUTHN_H
#define BASE_WEBAUTHN_H
#include <stdbool.h>
#include <stdint.h>
#include "arena.h"
#include "err.h"
#include "signing.h"
#include "str.h"

/* What a ceremony must be about. */
struct webauthn_asked {
    const char *challenge; /* as it was given out: base64url */
    const char *origin;    /* "https://campus.example" */
    const char *rp_id;     /* "campus.example" */
    bool verified;         /* must the authenticator know its owner: a fingerprint, a face, a PIN? */
};
/* What an authenticator says in each answer. */
struct webauthn_state {
    int64_t count; /* how often it signed, or 0: it does not count */
    bool verified; /* it knew its owner */
    bool copyable; /* the key may be copied to other devices of the owner (BE) */
    bool copied;   /* and is (BS) */
};
#define WEBAUTHN_ID_MAX 1023 /* bytes of a credential's id */

/* A new credential. */
struct webauthn_credential {
    struct str id, key; /* key: COSE_Key, for webauthn_proved() */
    struct str aaguid;  /* 16 bytes: the make of the authenticator, not proved */
    struct webauthn_state state;
};
/* The answer of navigator.credentials.create(): clientDataJSON and attestationObject. ERR_PARSE: not in the form it
   must have; ERR_FORBIDDEN: not what was asked. */
[[nodiscard]] err webauthn_made(struct arena *a, const struct webauthn_asked *asked, struct str client,
                                struct str attestation, struct webauthn_credential *ret);

/* The answer of navigator.credentials.get(). */
struct webauthn_answer {
    struct str client, data, signature; /* clientDataJSON, authenticatorData, signature */
};
/* Was it made by this key? The same errors. */
[[nodiscard]] err webauthn_proved(struct arena *a, const struct webauthn_asked *asked, struct str key,
                                  const struct webauthn_answer *answer, struct webauthn_state *ret);
/* Counters grow, or are not used: false when a copy of the key seems to be about. */
bool webauthn_count_ok(int64_t before, int64_t now);

/* --- The parts, for tests and fuzzers --- */

/* clientDataJSON of this type ("webauthn.get") for what was asked. */
[[nodiscard]] err webauthn_client(struct arena *a, const struct webauthn_asked *asked, const char *type,
                                  struct str client);
/* A COSE_Key that stands alone. */
[[nodiscard]] err webauthn_key(struct str key, enum sign_alg *ret_alg, struct sign_public *ret);
/* authenticatorData; `id`, `key` and `aaguid` are empty when it brings no credential. */
struct webauthn_data {
    struct str rp_hash, id, key, aaguid;
    bool present; /* somebody touched it */
    struct webauthn_state state;
};
[[nodiscard]] err webauthn_data(struct str data, struct webauthn_data *ret);

#endif
