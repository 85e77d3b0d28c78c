/* jose.c: signed JSON in compact form, and keys as JSON. SPDX-License-Identifier: AGPL-3.0-or-later */
#include "jose.h"
#include <string.h>
#include "hash.h"

static err decode(struct arena *a, const char *s, size_t n, struct str *ret)
{
    return hash_from_base64url(a, arena_dupn(a, s, n), ret);
}

static err decode_object(struct arena *a, const char *s, size_t n, const struct json **ret)
{
    struct str text = {0};

    TRY(decode(a, s, n, &text));
    TRY(json_parse(a, text.s, text.n, JOSE_MAX, ret));
    /* An object, not an array or a word. */
    return text.s[strspn(text.s, " \t\r\n")] == '{' ? OK : ERR_PARSE;
}

/* A header that must be understood and is not. */
static bool demands(const struct json *header)
{
    return json_get(header, "crit") != NULL || json_get(header, "b64") != NULL ||
           json_get(header, "zip") != NULL;
}

err jose_read(struct arena *a, const char *token, struct jose *ret_j)
{
    const char *one = strchr(token, '.');
    const char *two = one ? strchr(one + 1, '.') : NULL;
    struct jose j = {0};

    if (strlen(token) > JOSE_MAX)
        return ERR_TOO_LARGE;
    if (!two || strchr(two + 1, '.'))
        return ERR_PARSE;
    TRY(decode_object(a, token, (size_t)(one - token), &j.header));
    if (demands(j.header))
        return ERR_PARSE;
    TRY(decode_object(a, one + 1, (size_t)(two - one - 1), &j.payload));
    TRY(decode(a, two + 1, strlen(two + 1), &j.signature));
    j.alg = sign_alg_of(json_text(json_get(j.header, "alg")));
    j.kid = json_text(json_get(j.header, "kid"));
    j.typ = json_text(json_get(j.header, "typ"));
    j.text = (struct str){token, (size_t)(two - token)};
    *ret_j = j;
    return OK;
}

err jose_verify(const struct jose *j, const struct sign_public *k)
{
    struct sign_claim c = {j->alg, SIGN_PLAIN, j->text, j->signature};
    err e = j->alg == SIGN_NONE ? ERR_FORBIDDEN : sign_verify(k, &c);

    return e == ERR_PARSE ? ERR_FORBIDDEN : e;
}

err jose_make(struct arena *a, const struct sign_key *k, const struct jose_head *h,
              struct str payload, const char **ret_token)
{
    struct buf b = buf_in(a, 2048);
    struct json_out out = json_begin(&b);
    struct str signature = {0};

    json_object(&out, NULL);
    json_str(&out, "alg", sign_alg_name(h->alg));
    if (h->kid)
        json_str(&out, "kid", h->kid);
    if (h->typ)
        json_str(&out, "typ", h->typ);
    json_end(&out, '}');
    if (!buf_ok(&b) || payload.n > JOSE_MAX)
        return ERR_TOO_LARGE;
    const char *text = arena_printf(a, "%s.%s", hash_base64url(a, b.s, b.n),
                                    hash_base64url(a, payload.s, payload.n));
    TRY(sign_make(a, k, h->alg, str_of(text), &signature));
    *ret_token = arena_printf(a, "%s.%s", text, hash_base64url(a, signature.s, signature.n));
    return OK;
}

/* --- Keys ---------------------------------------------------------------------------------------- */

static err member(struct arena *a, const struct json *j, const char *name, struct str *ret)
{
    const char *s = json_text(json_get(j, name));

    return s ? hash_from_base64url(a, s, ret) : ERR_PARSE;
}

static bool private_member(const struct json *j)
{
    static const char *const names[] = {"d", "p", "q", "dp", "dq", "qi", "oth", "k"};

    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (json_get(j, names[i]))
            return true;
    return false;
}

err jwk_read(struct arena *a, const struct json *j, struct sign_public *ret_k)
{
    const char *kty = json_text(json_get(j, "kty"));
    const char *crv = json_text(json_get(j, "crv"));
    struct sign_public k = {0};

    if (!kty)
        return ERR_PARSE;
    if (private_member(j))
        return ERR_FORBIDDEN;
    if (str_eq(kty, "EC") && str_eq(crv, "P-256")) {
        k.kind = SIGN_KIND_EC;
        TRY(member(a, j, "x", &k.x));
        TRY(member(a, j, "y", &k.y));
    } else if (str_eq(kty, "OKP") && str_eq(crv, "Ed25519")) {
        k.kind = SIGN_KIND_ED;
        TRY(member(a, j, "x", &k.x));
    } else if (str_eq(kty, "RSA")) {
        k.kind = SIGN_KIND_RSA;
        TRY(member(a, j, "n", &k.n));
        TRY(member(a, j, "e", &k.e));
    } else {
        return ERR_PARSE;
    }
    *ret_k = k;
    return OK;
}

static void put_bytes(struct arena *a, struct json_out *out, const char *name, struct str s)
{
    json_str(out, name, hash_base64url(a, s.s, s.n));
}

/* The members that make the key, in the order of their names, as the thumbprint wants them. */
static void put_members(struct arena *a, struct json_out *out, const struct sign_public *k)
{
    switch (k->kind) {
    case SIGN_KIND_EC:
        json_str(out, "crv", "P-256");
        json_str(out, "kty", "EC");
        put_bytes(a, out, "x", k->x);
        put_bytes(a, out, "y", k->y);
        break;
    case SIGN_KIND_RSA:
        put_bytes(a, out, "e", k->e);
        json_str(out, "kty", "RSA");
        put_bytes(a, out, "n", k->n);
        break;
    case SIGN_KIND_ED:
        json_str(out, "crv", "Ed25519");
        json_str(out, "kty", "OKP");
        put_bytes(a, out, "x", k->x);
        break;
    }
}

void jwk_put(struct arena *a, struct json_out *out, const struct sign_public *k,
             const struct jose_head *h)
{
    json_object(out, NULL);
    put_members(a, out, k);
    if (h->kid)
        json_str(out, "kid", h->kid);
    if (h->alg != SIGN_NONE) {
        json_str(out, "alg", sign_alg_name(h->alg));
        json_str(out, "use", "sig");
    }
    json_end(out, '}');
}

const char *jwk_thumbprint(struct arena *a, const struct sign_public *k)
{
    struct buf b = buf_in(a, 8192);
    struct json_out out = json_begin(&b);

    json_object(&out, NULL);
    put_members(a, &out, k);
    json_end(&out, '}');
    struct digest d = hash_sha256(b.s, b.n);
    return hash_base64url(a, d.b, sizeof d.b);
}
