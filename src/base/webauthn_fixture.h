/* webauthn_fixture.h: for tests: an authenticator in software. SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef BASE_WEBAUTHN_FIXTURE_H
#define BASE_WEBAUTHN_FIXTURE_H
#include "webauthn.h"

#define PASSKEY_ID "credential-of-a-test"
enum passkey_flag { PASSKEY_PRESENT = 1, PASSKEY_VERIFIED = 4, PASSKEY_COPYABLE = 8, PASSKEY_COPIED = 16 };
struct passkey_fixture {
    struct arena *arena;
    struct sign_key *key;
    const char *id; /* PASSKEY_ID unless told otherwise */
    unsigned flags; /* present and verified at first */
    uint32_t count;
};
struct passkey_fixture passkey_fixture_new(struct arena *a, enum sign_kind kind);
void passkey_fixture_free(struct passkey_fixture *k);
struct str passkey_fixture_key(const struct passkey_fixture *k); /* COSE_Key */
struct str passkey_fixture_client(const struct passkey_fixture *k, const char *type,
                                  const struct webauthn_asked *asked);
struct str passkey_fixture_attestation(const struct passkey_fixture *k, const struct webauthn_asked *asked,
                                       const char *fmt);
struct webauthn_answer passkey_fixture_answer(const struct passkey_fixture *k, const struct webauthn_asked *asked);

#endif
