/* kdf.c: argon2id through libsodium.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include "kdf.h"
#include <sodium.h>
#include <string.h>

static size_t memory(struct kdf_cost cost)
{
    int64_t kib = cost.memory_kib < KDF_MEMORY_LEAST ? KDF_MEMORY_LEAST : cost.memory_kib;

    return (size_t)kib * 1024;
}

static unsigned long long passes(struct kdf_cost cost)
{
    return (unsigned long long)(cost.passes < KDF_PASSES_LEAST ? KDF_PASSES_LEAST
                                                               : cost.passes);
}

err kdf_hash(struct arena *a, const char *password, struct kdf_cost cost, const char **ret_text)
{
    char text[crypto_pwhash_STRBYTES];

    if (crypto_pwhash_str_alg(text, password, strlen(password), passes(cost), memory(cost),
                              crypto_pwhash_ALG_ARGON2ID13) != 0)
        return ERR_MEMORY;
    *ret_text = arena_dup(a, text);
    return OK;
}

bool kdf_check(const char *text, const char *password, struct kdf_cost cost)
{
    if (text)
        return crypto_pwhash_str_verify(text, password, strlen(password)) == 0;
    static const unsigned char salt[crypto_pwhash_SALTBYTES] = "nobody";
    unsigned char out[32];

    /* The result is of no use: the time it takes is. */
    if (crypto_pwhash(out, sizeof out, password, strlen(password), salt, passes(cost),
                      memory(cost), crypto_pwhash_ALG_ARGON2ID13) == 0)
        sodium_memzero(out, sizeof out);
    return false;
}

bool kdf_stale(const char *text, struct kdf_cost cost)
{
    return crypto_pwhash_str_needs_rehash(text, passes(cost), memory(cost)) != 0;
}
