/* push.c: Web Push by OpenSSL: a key pair for each message, HKDF, AES-128-GCM.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include "push.h"
#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/param_build.h>
#include <string.h>
#include "buf.h"
#include "hash.h"
#include "jose.h"
#include "rand.h"

enum { POINT = 65, SECRET = 32, SALT = 16, AUTH = 16, KEY = 16, NONCE = 12, TAG = 16, RECORD = 4096 };
enum { FRONT = SALT + 4 + 1 + POINT }; /* RFC 8188 §2.1 */
#define HOLDS_FOR HOURS(12)           /* RFC 8292 §2: at most 24 hours */

_Static_assert(FRONT + PUSH_TEXT_MOST + 1 + TAG <= RECORD, "one record");

/* --- Keys -------------------------------------------------------------------------------------------- */

/* A key of P-256; `secret` NULL: the public half. NULL: it is none. */
static EVP_PKEY *key_of(const struct str *secret, struct str point)
{
    EVP_PKEY_CTX *ctx = EVP_PKEY_CTX_new_from_name(NULL, "EC", NULL);
    OSSL_PARAM_BLD *b = OSSL_PARAM_BLD_new();
    BIGNUM *n = secret ? BN_bin2bn((const unsigned char *)secret->s, (int)secret->n, NULL) : NULL;
    OSSL_PARAM *params = NULL;
    EVP_PKEY *k = NULL;

    if (ctx && b && OSSL_PARAM_BLD_push_utf8_string(b, OSSL_PKEY_PARAM_GROUP_NAME, "prime256v1", 0) == 1 &&
        OSSL_PARAM_BLD_push_octet_string(b, OSSL_PKEY_PARAM_PUB_KEY, point.s, point.n) == 1 &&
        (!secret || (n && OSSL_PARAM_BLD_push_BN(b, OSSL_PKEY_PARAM_PRIV_KEY, n) == 1)))
        params = OSSL_PARAM_BLD_to_param(b);
    if (params && EVP_PKEY_fromdata_init(ctx) == 1)
        (void)EVP_PKEY_fromdata(ctx, &k, secret ? EVP_PKEY_KEYPAIR : EVP_PKEY_PUBLIC_KEY, params);
    OSSL_PARAM_free(params);
    OSSL_PARAM_BLD_free(b);
    BN_clear_free(n);
    EVP_PKEY_CTX_free(ctx);
    return k;
}

static bool on_curve(struct str point)
{
    EVP_PKEY *k = point.n == POINT && point.s[0] == POINT_CONVERSION_UNCOMPRESSED ? key_of(NULL, point) : NULL;
    EVP_PKEY_CTX *ctx = k ? EVP_PKEY_CTX_new_from_pkey(NULL, k, NULL) : NULL;
    bool ok = ctx && EVP_PKEY_public_check(ctx) == 1;

    EVP_PKEY_CTX_free(ctx);
    EVP_PKEY_free(k);
    return ok;
}

err push_to_read(struct arena *a, const char *p256dh, const char *auth, struct push_to *ret)
{
    TRY(hash_from_base64url(a, p256dh, &ret->key));
    TRY(hash_from_base64url(a, auth, &ret->auth));
    return ret->auth.n == AUTH && on_curve(ret->key) ? OK : ERR_PARSE;
}

static bool agreed(EVP_PKEY *mine, struct str point, unsigned char out[SECRET])
{
    EVP_PKEY *theirs = key_of(NULL, point);
    EVP_PKEY_CTX *ctx = theirs ? EVP_PKEY_CTX_new_from_pkey(NULL, mine, NULL) : NULL;
    size_t n = SECRET;
    bool ok = ctx && EVP_PKEY_derive_init(ctx) == 1 && EVP_PKEY_derive_set_peer(ctx, theirs) == 1 &&
              EVP_PKEY_derive(ctx, out, &n) == 1 && n == SECRET;

    EVP_PKEY_CTX_free(ctx);
    EVP_PKEY_free(theirs);
    return ok;
}

/* --- Sealing ------------------------------------------------------------------------------------------- */

/* HKDF (RFC 5869) of one block: the salt and the secret, then what it is for. */
static struct digest derived(struct str salt, const void *secret, size_t n, struct str info)
{
    struct digest prk = hash_hmac(salt.s, salt.n, secret, n);
    unsigned char all[256];

    memcpy(all, info.s, info.n);
    all[info.n] = 1;
    struct digest d = hash_hmac(prk.b, sizeof prk.b, all, info.n + 1);
    explicit_bzero(&prk, sizeof prk);
    return d;
}

static bool encrypted(const unsigned char *key, const unsigned char *nonce, struct str text, unsigned char *out)
{
    EVP_CIPHER_CTX *c = EVP_CIPHER_CTX_new();
    int n = 0, last = 0, pad = 0;
    bool ok = c && EVP_EncryptInit_ex(c, EVP_aes_128_gcm(), NULL, key, nonce) == 1 &&
              EVP_EncryptUpdate(c, out, &n, (const unsigned char *)text.s, (int)text.n) == 1 &&
              EVP_EncryptUpdate(c, out + n, &pad, (const unsigned char *)"\2", 1) == 1 && /* the last record */
              EVP_EncryptFinal_ex(c, out + n + pad, &last) == 1 &&
              EVP_CIPHER_CTX_ctrl(c, EVP_CTRL_GCM_GET_TAG, TAG, out + text.n + 1) == 1;

    EVP_CIPHER_CTX_free(c);
    return ok;
}

/* All but the key pair; `room` has FRONT + the text + 1 + TAG bytes. */
static bool sealed(const struct push_to *to, EVP_PKEY *mine, const unsigned char *point, struct str text,
                   unsigned char *room)
{
    static const char about[] = "WebPush: info";
    unsigned char shared[SECRET], info[sizeof about + 2 * POINT];
    struct str salt = {(const char *)room, SALT};

    if (!agreed(mine, to->key, shared))
        return false;
    memcpy(info, about, sizeof about); /* with its NUL */
    memcpy(info + sizeof about, to->key.s, POINT);
    memcpy(info + sizeof about + POINT, point, POINT);
    struct digest ikm = derived(to->auth, shared, sizeof shared, (struct str){(const char *)info, sizeof info});
    struct digest key =
        derived(salt, ikm.b, sizeof ikm.b, (struct str){"Content-Encoding: aes128gcm", 28}); /* each with its NUL */
    struct digest nonce = derived(salt, ikm.b, sizeof ikm.b, (struct str){"Content-Encoding: nonce", 24});
    static const unsigned char size[] = {0, 0, RECORD >> 8, RECORD & 0xFF, POINT};
    memcpy(room + SALT, size, sizeof size);
    memcpy(room + SALT + sizeof size, point, POINT);
    bool ok = encrypted(key.b, nonce.b, text, room + FRONT);
    explicit_bzero(shared, sizeof shared);
    explicit_bzero(&ikm, sizeof ikm);
    explicit_bzero(&key, sizeof key);
    return ok;
}

static err seal_by(const struct push_to *to, struct str salt, EVP_PKEY *mine, struct str text, unsigned char *room,
                   struct str *ret_body)
{
    unsigned char point[POINT];
    size_t n = 0;

    memcpy(room, salt.s, SALT);
    bool ok = mine &&
              EVP_PKEY_get_octet_string_param(mine, OSSL_PKEY_PARAM_ENCODED_PUBLIC_KEY, point, sizeof point, &n) == 1 &&
              n == POINT && sealed(to, mine, point, text, room);
    *ret_body = (struct str){(const char *)room, FRONT + text.n + 1 + TAG};
    return ok ? OK : ERR_INTERNAL;
}

static bool may_seal(const struct push_to *to, struct str text)
{
    return text.n <= PUSH_TEXT_MOST && to->key.n == POINT && to->auth.n == AUTH;
}

err push_seal(struct arena *a, const struct push_to *to, struct str text, struct str *ret_body)
{
    unsigned char *room = arena_alloc(a, FRONT + text.n + 1 + TAG), salt[SALT];
    EVP_PKEY *mine = NULL;

    if (!may_seal(to, text))
        return ERR_TOO_LARGE;
    rand_bytes(salt, sizeof salt);
    mine = EVP_PKEY_Q_keygen(NULL, NULL, "EC", "prime256v1");
    err e = seal_by(to, (struct str){(const char *)salt, SALT}, mine, text, room, ret_body);
    EVP_PKEY_free(mine);
    return e;
}

err push_seal_once(struct arena *a, const struct push_to *to, const struct push_once *once, struct str text,
                   struct str *ret_body)
{
    unsigned char *room = arena_alloc(a, FRONT + text.n + 1 + TAG);
    EVP_PKEY *mine = NULL;

    if (!may_seal(to, text) || once->salt.n != SALT)
        return ERR_TOO_LARGE;
    mine = key_of(&once->secret, once->point);
    err e = seal_by(to, once->salt, mine, text, room, ret_body);
    EVP_PKEY_free(mine);
    return e;
}

/* --- Who sends -------------------------------------------------------------------------------------------- */

err push_key_text(struct arena *a, const struct sign_key *k, const char **ret)
{
    unsigned char point[POINT] = {POINT_CONVERSION_UNCOMPRESSED};
    struct sign_public p = {0};

    TRY(sign_key_public(a, k, &p));
    if (p.kind != SIGN_KIND_EC || p.x.n != SECRET || p.y.n != SECRET)
        return ERR_RANGE;
    memcpy(point + 1, p.x.s, SECRET);
    memcpy(point + 1 + SECRET, p.y.s, SECRET);
    *ret = hash_base64url(a, point, sizeof point);
    return OK;
}

/* "https://push.example:8443" of an address there; NULL: it is none that is pushed to. */
static const char *origin_of(struct arena *a, const char *endpoint)
{
    static const char *const begins[] = {"https://", "http://127.0.0.1:", "http://[::1]:"};

    for (size_t i = 0; i < sizeof begins / sizeof begins[0]; i++) {
        size_t n = strlen(begins[i]);

        if (!str_starts(endpoint, begins[i]))
            continue;
        size_t host = strcspn(endpoint + n, "/?#");
        if (host == 0 || memchr(endpoint + n, '@', host) != NULL)
            return NULL;
        return arena_printf(a, "%.*s", (int)(n + host), endpoint);
    }
    return NULL;
}

bool push_origin_ok(struct arena *a, const char *endpoint)
{
    return origin_of(a, endpoint) != NULL;
}

err push_authorization(struct arena *a, const struct sign_key *k, const char *endpoint, const char *contact,
                       instant now, const char **ret_header)
{
    static const struct jose_head head = {.alg = SIGN_ES256, .typ = "JWT"};
    struct buf b = buf_in(a, JOSE_MAX / 2);
    struct json_out j = json_begin(&b);
    const char *origin = origin_of(a, endpoint), *key = NULL, *token = NULL;

    if (origin == NULL)
        return ERR_PARSE;
    json_object(&j, NULL);
    json_str(&j, "aud", origin);
    json_int(&j, "exp", instant_add(now, HOLDS_FOR).v / 1000);
    json_str(&j, "sub", contact);
    json_end(&j, '}');
    if (!buf_ok(&b))
        return ERR_TOO_LARGE;
    TRY(push_key_text(a, k, &key));
    TRY(jose_make(a, k, &head, (struct str){b.s, b.n}, &token));
    *ret_header = arena_printf(a, "vapid t=%s, k=%s", token, key);
    return OK;
}
