/* jose.c: any token and any key: taken apart or refused; nothing verifies under a key that did not sign it.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include "jose.h"
#include <string.h>
#include "fuzz.h"

static void parse(struct arena *a, const char *s, size_t n)
{
    static const unsigned char x[32] = {0x11}, rsa[256] = {0xC1, [255] = 1}, e[3] = {1, 0, 1};
    static const struct sign_public keys[] = {
        {.kind = SIGN_KIND_EC, .x = {(const char *)x, 32}, .y = {(const char *)x, 32}},
        {.kind = SIGN_KIND_ED, .x = {(const char *)x, 32}},
        {.kind = SIGN_KIND_RSA, .n = {(const char *)rsa, 256}, .e = {(const char *)e, 3}},
    };
    struct sign_public k = {0};
    const struct json *j = NULL;
    struct jose token = {0};

    if (jose_read(a, s, &token) == OK)
        for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
            FUZZ_MUST(jose_verify(&token, &keys[i]) == ERR_FORBIDDEN);
    if (json_parse(a, s, n, JOSE_MAX, &j) == OK && jwk_read(a, j, &k) == OK)
        FUZZ_MUST(strlen(jwk_thumbprint(a, &k)) == 43);
}

FUZZ(parse)
