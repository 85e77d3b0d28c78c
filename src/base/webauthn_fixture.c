/* webauthn_fixture.c: an authenticator in software, for tests. SPDX-License-Identifier: AGPL-3.0-or-later */
#include "webauthn_fixture.h"
#include <stdlib.h>
#include <string.h>
#include "buf.h"
#include "hash.h"

struct passkey_fixture passkey_fixture_new(struct arena *a, enum sign_kind kind)
{
    struct passkey_fixture k = {
        .arena = a, .id = PASSKEY_ID, .flags = PASSKEY_PRESENT | PASSKEY_VERIFIED};

    if (sign_key_make(kind, &k.key) != OK)
        abort();
    return k;
}

void passkey_fixture_free(struct passkey_fixture *k)
{
    sign_key_free(k->key);
}

static struct str kept(const struct passkey_fixture *k, struct buf *b)
{
    struct str s = {arena_dupn(k->arena, b->s, b->n), b->n};

    buf_free(b);
    return s;
}

static void byte(struct buf *b, unsigned v)
{
    char c = (char)v;

    buf_put(b, &c, 1);
}

/* The head of an item of a major type, at most 65535 long. */
static void head(struct buf *b, unsigned major, size_t n)
{
    if (n < 24) {
        byte(b, major << 5 | (unsigned)n);
    } else if (n < 256) {
        byte(b, major << 5 | 24);
        byte(b, (unsigned)n);
    } else {
        byte(b, major << 5 | 25);
        byte(b, (unsigned)n >> 8);
        byte(b, (unsigned)n & 255);
    }
}

static void number(struct buf *b, int v)
{
    head(b, v < 0, (size_t)(v < 0 ? -1 - v : v));
}

static void bytes(struct buf *b, struct str s)
{
    head(b, 2, s.n);
    buf_put(b, s.s, s.n);
}

static void words(struct buf *b, const char *s)
{
    head(b, 3, strlen(s));
    buf_puts(b, s);
}

static void pair(struct buf *b, int label, int v)
{
    number(b, label);
    number(b, v);
}

static void part(struct buf *b, int label, struct str s)
{
    number(b, label);
    bytes(b, s);
}

struct str passkey_fixture_key(const struct passkey_fixture *k)
{
    struct buf b = buf_new(4096);
    struct sign_public p;

    if (sign_key_public(k->arena, k->key, &p) != OK)
        abort();
    head(&b, 5, p.kind == SIGN_KIND_EC ? 5 : 4);
    pair(&b, 1, p.kind == SIGN_KIND_EC ? 2 : p.kind == SIGN_KIND_ED ? 1 : 3);
    pair(&b, 3, p.kind == SIGN_KIND_EC ? -7 : p.kind == SIGN_KIND_ED ? -8 : -257);
    if (p.kind == SIGN_KIND_RSA) {
        part(&b, -1, p.n);
        part(&b, -2, p.e);
    } else {
        pair(&b, -1, p.kind == SIGN_KIND_EC ? 1 : 6);
        part(&b, -2, p.x);
    }
    if (p.kind == SIGN_KIND_EC)
        part(&b, -3, p.y);
    return kept(k, &b);
}

struct str passkey_fixture_client(const struct passkey_fixture *k, const char *type, const struct webauthn_asked *asked)
{
    return str_of(arena_printf(k->arena,
                               "{\"type\":\"%s\",\"challenge\":\"%s\",\"origin\":\"%s\",\"crossOrigin\":false}",
                               type, asked->challenge, asked->origin));
}

static struct str data_of(const struct passkey_fixture *k, const struct webauthn_asked *asked, bool made)
{
    struct buf b = buf_new(4096);
    struct digest rp = hash_sha256(asked->rp_id, strlen(asked->rp_id));
    struct str key = passkey_fixture_key(k);

    buf_put(&b, rp.b, sizeof rp.b);
    byte(&b, k->flags | (made ? 0x40 : 0));
    for (int i = 24; i >= 0; i -= 8)
        byte(&b, k->count >> i & 255);
    if (made) {
        buf_put(&b, "0123456789abcdef", 16);
        byte(&b, 0);
        byte(&b, (unsigned)strlen(k->id));
        buf_puts(&b, k->id);
        buf_put(&b, key.s, key.n);
    }
    return kept(k, &b);
}

struct str passkey_fixture_attestation(const struct passkey_fixture *k, const struct webauthn_asked *asked, const char *fmt)
{
    struct buf b = buf_new(8192);

    head(&b, 5, 3);
    words(&b, "fmt");
    words(&b, fmt);
    words(&b, "attStmt");
    head(&b, 5, 0);
    words(&b, "authData");
    bytes(&b, data_of(k, asked, true));
    return kept(k, &b);
}

/* A number of ECDSA as a DER INTEGER. */
static void integer(struct buf *b, const char *s, size_t n)
{
    while (n > 1 && s[0] == 0) {
        s++;
        n--;
    }
    bool high = (unsigned char)s[0] & 0x80;

    byte(b, 2);
    byte(b, (unsigned)(n + high));
    if (high)
        byte(b, 0);
    buf_put(b, s, n);
}

static struct str der_of(const struct passkey_fixture *k, struct str plain)
{
    struct buf parts = buf_new(128), b = buf_new(128);

    integer(&parts, plain.s, 32);
    integer(&parts, plain.s + 32, 32);
    byte(&b, 0x30);
    byte(&b, (unsigned)parts.n);
    buf_put(&b, parts.s, parts.n);
    buf_free(&parts);
    return kept(k, &b);
}

struct webauthn_answer passkey_fixture_answer(const struct passkey_fixture *k, const struct webauthn_asked *asked)
{
    struct webauthn_answer answer = {.client = passkey_fixture_client(k, "webauthn.get", asked),
                                     .data = data_of(k, asked, false)};
    struct digest client = hash_sha256(answer.client.s, answer.client.n);
    struct buf b = buf_new(4096);
    enum sign_kind kind = sign_key_kind(k->key);
    enum sign_alg alg = kind == SIGN_KIND_EC ? SIGN_ES256 : kind == SIGN_KIND_ED ? SIGN_EDDSA : SIGN_RS256;

    buf_put(&b, answer.data.s, answer.data.n);
    buf_put(&b, client.b, sizeof client.b);
    if (sign_make(k->arena, k->key, alg, kept(k, &b), &answer.signature) != OK)
        abort();
    if (alg == SIGN_ES256)
        answer.signature = der_of(k, answer.signature);
    return answer;
}
