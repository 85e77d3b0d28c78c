/* keys.c: the campus's Ed25519 key.
   The file is the base64url of the 32 bytes of seed; the pair is made of it at start.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include "file.h"
#include "hash.h"
#include "keys_inside.h"
#include "rand.h"

static err key_make(struct arena *a, const char *path, struct str *ret_bytes)
{
    char *bytes = arena_alloc(a, crypto_sign_SEEDBYTES);
    const char *text = NULL;

    rand_bytes(bytes, crypto_sign_SEEDBYTES);
    text = hash_base64url(a, bytes, crypto_sign_SEEDBYTES);
    TRY(file_write(path, text, strlen(text), 0600));
    *ret_bytes = (struct str){bytes, crypto_sign_SEEDBYTES};
    return OK;
}

err key_file(struct arena *a, const char *path, bool make, struct str *ret_bytes)
{
    struct str text = {0};
    err e = file_read(a, path, 1000, &text);

    if (e == ERR_NOT_FOUND && make)
        return key_make(a, path, ret_bytes);
    TRY(e);
    TRY(hash_from_base64url(a, str_trim(a, text.s), ret_bytes));
    return ret_bytes->n == crypto_sign_SEEDBYTES ? OK : ERR_PARSE;
}

err keys_open(struct arena *a, const char *state, struct keys **ret_k, const char **ret_why)
{
    const char *dir = file_join(a, state, "keys"), *path = file_join(a, dir, "audit.key");
    struct keys *k = ARENA_NEW(a, struct keys);
    struct str seed = {0};
    err e = sodium_init() < 0 ? ERR_INTERNAL : file_mkdirs(dir, 0700);

    if (e == OK)
        e = key_file(a, path, true, &seed);
    if (e != OK) {
        *ret_why =
            arena_printf(a,
                         "%s: %s. It is the key that signs the audit log; put the file back "
                         "from the last backup.",
                         path, err_text(e));
        return e;
    }
    crypto_sign_seed_keypair(k->open, k->secret, (const unsigned char *)seed.s);
    e = masters_open(a, dir, k);
    if (e != OK) {
        *ret_why =
            arena_printf(a,
                         "%s: a secret-N.key cannot be read: %s. They open the secrets in the "
                         "database; put the files back from the last backup.",
                         dir, err_text(e));
        return e;
    }
    *ret_k = k;
    return OK;
}

void keys_wipe(struct keys *k)
{
    if (k != NULL)
        sodium_memzero(k, sizeof(*k));
}

const char *keys_sign(struct arena *a, const struct keys *k, const void *p, size_t n)
{
    unsigned char sig[crypto_sign_BYTES];

    crypto_sign_detached(sig, NULL, p, n, k->secret);
    return hash_base64url(a, sig, sizeof(sig));
}

bool keys_signed(struct arena *a, const struct keys *k, const char *signature, const void *p,
                 size_t n)
{
    struct str sig = {0};

    if (hash_from_base64url(a, signature, &sig) != OK || sig.n != crypto_sign_BYTES)
        return false;
    return crypto_sign_verify_detached((const unsigned char *)sig.s, p, n, k->open) == 0;
}

const char *keys_public(struct arena *a, const struct keys *k)
{
    return hash_base64url(a, k->open, sizeof(k->open));
}

struct str keys_derive(struct arena *a, const struct keys *k, const char *purpose)
{
    struct digest d = hash_hmac(k->secret, sizeof(k->secret), purpose, strlen(purpose));

    return (struct str){arena_dupn(a, d.b, sizeof(d.b)), sizeof(d.b)};
}
