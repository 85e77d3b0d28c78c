/* secrets.c: secrets that are kept in the database, sealed with a key that is not in it.
   A sealed text is "v1.N.B": N the number of the master key, B the base64url of nonce and
   XChaCha20-Poly1305's output. Each purpose has a key of its own, made of the master; purpose and row
   are authenticated with it, so that a sealed text opens nowhere else.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include "file.h"
#include "hash.h"
#include "keys_inside.h"
#include "rand.h"

#define NONCE crypto_aead_xchacha20poly1305_ietf_NPUBBYTES
#define MARK  crypto_aead_xchacha20poly1305_ietf_ABYTES

static const char *master_path(struct arena *a, const char *dir, int number)
{
    return file_join(a, dir, arena_printf(a, "secret-%d.key", number));
}

err masters_open(struct arena *a, const char *dir, struct keys *k)
{
    for (k->n_masters = 0; k->n_masters < KEYS_MASTERS; k->n_masters++) {
        struct str bytes = {0};
        const char *path = master_path(a, dir, k->n_masters + 1);
        err e = key_file(a, path, k->n_masters == 0, &bytes);

        if (e == ERR_NOT_FOUND)
            return OK;
        TRY(e);
        memcpy(k->master[k->n_masters], bytes.s, bytes.n);
    }
    return OK;
}

err keys_rotate(struct arena *a, const char *state, struct keys *k, int *ret_number)
{
    const char *dir = file_join(a, state, "keys");
    struct str bytes = {0};

    if (k->n_masters >= KEYS_MASTERS)
        return ERR_RANGE;
    TRY(key_file(a, master_path(a, dir, k->n_masters + 1), true, &bytes));
    memcpy(k->master[k->n_masters++], bytes.s, bytes.n);
    *ret_number = k->n_masters;
    return OK;
}

/* What is authenticated beside the secret. */
static const char *beside(struct arena *a, int number, const char *purpose, int64_t about)
{
    return arena_printf(a, "v1.%d.%s.%lld", number, purpose, (long long)about);
}

static struct digest purpose_key(const struct keys *k, int number, const char *purpose)
{
    return hash_hmac(k->master[number - 1], sizeof(k->master[0]), purpose, strlen(purpose));
}

err keys_seal(struct arena *a, const struct keys *k, const struct keys_about *of,
              struct str plain, const char **ret_sealed)
{
    const char *with = beside(a, k->n_masters, of->purpose, of->row);
    struct digest key = purpose_key(k, k->n_masters, of->purpose);
    unsigned char *box = arena_alloc(a, NONCE + plain.n + MARK);
    unsigned long long n = 0;

    rand_bytes(box, NONCE);
    crypto_aead_xchacha20poly1305_ietf_encrypt(box + NONCE, &n, (const unsigned char *)plain.s,
                                               plain.n, (const unsigned char *)with,
                                               strlen(with), NULL, box, key.b);
    sodium_memzero(&key, sizeof(key));
    *ret_sealed =
        arena_printf(a, "v1.%d.%s", k->n_masters, hash_base64url(a, box, NONCE + (size_t)n));
    return OK;
}

int keys_sealed_by(const char *sealed)
{
    struct arena *a = arena_new(1U << 16);
    struct str_list parts =
        strlen(sealed) < 16384 ? str_split(a, sealed, '.') : (struct str_list){0};
    int64_t number = 0;

    if (parts.n != 3 || !str_eq(parts.v[0], "v1") ||
        str_int(parts.v[1], 1, KEYS_MASTERS, &number) != OK)
        number = 0;
    arena_free(a);
    return (int)number;
}

err keys_unseal(struct arena *a, const struct keys *k, const struct keys_about *of,
                const char *sealed, struct str *ret_plain)
{
    int number = keys_sealed_by(sealed);
    struct str box = {0};
    struct digest key;
    unsigned char *plain = NULL;
    unsigned long long n = 0;
    const char *with = beside(a, number, of->purpose, of->row);
    int bad = 0;

    if (number == 0)
        return ERR_PARSE;
    if (number > k->n_masters)
        return ERR_NOT_FOUND;
    TRY(hash_from_base64url(a, strrchr(sealed, '.') + 1, &box));
    if (box.n < NONCE + MARK)
        return ERR_PARSE;
    plain = arena_alloc(a, box.n);
    key = purpose_key(k, number, of->purpose);
    bad = crypto_aead_xchacha20poly1305_ietf_decrypt(
        plain, &n, NULL, (const unsigned char *)box.s + NONCE, box.n - NONCE,
        (const unsigned char *)with, strlen(with), (const unsigned char *)box.s, key.b);
    sodium_memzero(&key, sizeof(key));
    if (bad != 0)
        return ERR_FORBIDDEN;
    *ret_plain = (struct str){(const char *)plain, (size_t)n};
    return OK;
}
