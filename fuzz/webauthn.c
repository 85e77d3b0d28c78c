/* webauthn.c: any authenticator data, key, attestation object and client data: what is read stays within the bytes.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include "webauthn.h"
#include "fuzz.h"

static void within(struct str part, const char *s, size_t n)
{
    FUZZ_MUST(part.n == 0 || (part.s >= s && part.s + part.n <= s + n));
}

static void read_all(struct arena *a, const char *s, size_t n)
{
    static const struct webauthn_asked asked = {
        .challenge = "Y2hhbGxlbmdl", .origin = "https://campus.example", .rp_id = "campus.example"};
    struct str all = {s, n}, client = STR("{\"type\":\"webauthn.create\",\"challenge\":\"Y2hhbGxlbmdl\",\"origin\":\"https://campus.example\"}");
    struct webauthn_credential c;
    struct webauthn_data d;
    struct sign_public key;
    enum sign_alg alg;

    if (webauthn_data(all, &d) == OK) {
        within(d.id, s, n);
        within(d.key, s, n);
        FUZZ_MUST(d.id.n <= WEBAUTHN_ID_MAX && (!d.state.copied || d.state.copyable));
    }
    if (webauthn_key(all, &alg, &key) == OK)
        FUZZ_MUST(sign_kind_of(alg) == key.kind);
    if (webauthn_made(a, &asked, client, all, &c) == OK)
        within(c.key, s, n);
    (void)webauthn_client(a, &asked, "webauthn.create", all);
}

FUZZ(read_all)
