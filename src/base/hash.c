/* hash.c: digests and text forms of bytes, by libsodium.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include "hash.h"
#include <sodium.h>

_Static_assert(sizeof(struct digest) == crypto_hash_sha256_BYTES);
_Static_assert(sizeof(struct digest) == crypto_auth_hmacsha256_BYTES);

struct hash_run {
    crypto_hash_sha256_state state;
};

struct digest hash_sha256(const void *p, size_t n)
{
    struct digest d;

    (void)crypto_hash_sha256(d.b, p, n);
    return d;
}

struct digest hash_hmac(const void *key, size_t key_n, const void *p, size_t n)
{
    crypto_auth_hmacsha256_state state;
    struct digest d;

    (void)crypto_auth_hmacsha256_init(&state, key, key_n);
    (void)crypto_auth_hmacsha256_update(&state, p, n);
    (void)crypto_auth_hmacsha256_final(&state, d.b);
    sodium_memzero(&state, sizeof state);
    return d;
}

struct hash_key {
    crypto_auth_hmacsha256_state state;
};

struct hash_key *hash_key_of(struct arena *a, const void *key, size_t n)
{
    struct hash_key *k = ARENA_NEW(a, struct hash_key);

    (void)crypto_auth_hmacsha256_init(&k->state, key, n);
    return k;
}

struct digest hash_keyed(const struct hash_key *k, const void *p, size_t n)
{
    crypto_auth_hmacsha256_state state = k->state;
    struct digest d;

    (void)crypto_auth_hmacsha256_update(&state, p, n);
    (void)crypto_auth_hmacsha256_final(&state, d.b);
    return d;
}

struct hash_run *hash_begin(struct arena *a)
{
    struct hash_run *h = ARENA_NEW(a, struct hash_run);

    (void)crypto_hash_sha256_init(&h->state);
    return h;
}

void hash_add(struct hash_run *h, const void *p, size_t n)
{
    (void)crypto_hash_sha256_update(&h->state, p, n);
}

struct digest hash_end(struct hash_run *h)
{
    struct digest d;

    (void)crypto_hash_sha256_final(&h->state, d.b);
    return d;
}

const char *hash_hex(struct arena *a, const void *p, size_t n)
{
    char *out = arena_array(a, n * 2 + 1, 1);

    return sodium_bin2hex(out, n * 2 + 1, p, n);
}

#define BASE64URL sodium_base64_VARIANT_URLSAFE_NO_PADDING

const char *hash_base64url(struct arena *a, const void *p, size_t n)
{
    size_t room = sodium_base64_encoded_len(n, BASE64URL);

    return sodium_bin2base64(arena_alloc(a, room), room, p, n, BASE64URL);
}

err hash_from_base64url(struct arena *a, const char *s, struct str *ret_bytes)
{
    size_t n = strlen(s);
    size_t got = 0;
    char *out = arena_alloc(a, n + 1);

    if (sodium_base642bin((unsigned char *)out, n, s, n, NULL, &got, NULL, BASE64URL) != 0)
        return ERR_PARSE;
    *ret_bytes = (struct str){out, got};
    return OK;
}

#define BASE64 sodium_base64_VARIANT_ORIGINAL

const char *hash_base64(struct arena *a, const void *p, size_t n)
{
    size_t room = sodium_base64_encoded_len(n, BASE64);

    return sodium_bin2base64(arena_alloc(a, room), room, p, n, BASE64);
}

err hash_from_base64(struct arena *a, const char *s, struct str *ret_bytes)
{
    size_t n = strlen(s), got = 0;
    char *out = arena_alloc(a, n + 1);

    if (sodium_base642bin((unsigned char *)out, n, s, n, " \t\r\n", &got, NULL, BASE64) != 0)
        return ERR_PARSE;
    *ret_bytes = (struct str){out, got};
    return OK;
}

err hash_from_hex(struct arena *a, const char *s, struct str *ret_bytes)
{
    size_t n = strlen(s);
    size_t got = 0;
    char *out = arena_alloc(a, n / 2 + 1);

    if (n % 2 != 0 || sodium_hex2bin((unsigned char *)out, n / 2, s, n, NULL, &got, NULL) != 0)
        return ERR_PARSE;
    *ret_bytes = (struct str){out, got};
    return OK;
}

bool hash_same(const void *a, const void *b, size_t n)
{
    return sodium_memcmp(a, b, n) == 0;
}

void secret_wipe(struct secret *s)
{
    if (s->s)
        sodium_memzero(s->s, s->n);
    *s = (struct secret){};
}
