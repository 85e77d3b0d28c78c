/* oidc.c: any authorization request, redirect address, verifier and device code: read or refused, and what is granted
   was allowed. SPDX-License-Identifier: AGPL-3.0-or-later */
#include "formparse.h"
#include "fuzz.h"
#include "src/services/oidc/rules.h"
#include <string.h>

static void addresses(struct arena *a, const char *s)
{
    if (!oidc_uri_fine(s))
        return;
    FUZZ_MUST(!strpbrk(s, "#* \"\\\r\n\t"));
    FUZZ_MUST(oidc_uri_same(s, s));
    /* It stands in a header of ours. */
    FUZZ_MUST(!strpbrk(oidc_uri_origin(a, s), "/?; ") || strstr(oidc_uri_origin(a, s), "://"));
}

static void request(struct arena *a, const struct oidc_params *p)
{
    static const struct oidc_terms t = {
        .scopes = "openid profile offline_access", .grants = "refresh", .pkce = true, .level = 1};
    struct oidc_request r = {0};
    struct oidc_fault f = oidc_read(a, p, &t, &r);

    FUZZ_MUST((f.error == NULL) == (f.why == NULL));
    if (f.error) {
        FUZZ_MUST(!strpbrk(f.why, "\"\\")); /* it stands between quotes in a header */
        return;
    }
    FUZZ_MUST(p->v[OIDC_CHALLENGE] && str_eq(p->v[OIDC_METHOD], "S256") && oidc_digest_text(p->v[OIDC_CHALLENGE]));
    FUZZ_MUST(*r.scope && str_eq(oidc_both(a, r.scope, t.scopes), r.scope));
    FUZZ_MUST(!oidc_has(r.id_claims, "email") && !oidc_has(r.info_claims, "email"));
    FUZZ_MUST(r.level >= 1 && r.level <= 2 && r.max_age >= -1);
}

static void parse(struct arena *a, const char *s, size_t n)
{
    struct oidc_params p = {0};
    struct fields all = {0};
    const char *code = oidc_user_code(a, s);

    FUZZ_MUST(!code || strlen(code) == OIDC_USER_CODE);
    addresses(a, s);
    (void)oidc_verifier_fine(a, s, s);
    if (fields_parse(a, s, n, &all) != OK)
        return;
    for (size_t i = 0; i < all.n; i++)
        for (int k = 0; k < OIDC_PARAMS; k++)
            if (str_eq(all.v[i].name, oidc_param_names[k]) && *all.v[i].value)
                p.v[k] = all.v[i].value;
    request(a, &p);
}

FUZZ(parse)
