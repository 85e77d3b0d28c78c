/* otp.c: one-time passwords of authenticator apps. SPDX-License-Identifier: AGPL-3.0-or-later */
#include "otp.h"
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <string.h>
#include "hash.h"

#define STEP SECONDS(30)
#define SHA1 20

static uint32_t number_of(struct str secret, int64_t counter)
{
    unsigned char message[8], mac[EVP_MAX_MD_SIZE] = {0};
    unsigned n = 0;

    for (int i = 7; i >= 0; i--, counter >>= 8)
        message[i] = (unsigned char)counter;
    if (!HMAC(EVP_sha1(), secret.s, (int)secret.n, message, sizeof message, mac, &n) || n != SHA1)
        return 0;
    const unsigned char *p = mac + (mac[SHA1 - 1] & 15);

    return (uint32_t)(p[0] & 0x7F) << 24 | (uint32_t)p[1] << 16 | (uint32_t)p[2] << 8 | p[3];
}

static void digits_of(uint32_t number, int digits, char *out)
{
    for (int i = digits - 1; i >= 0; i--, number /= 10)
        out[i] = (char)('0' + number % 10);
    out[digits] = 0;
}

const char *otp_code(struct arena *a, struct str secret, int64_t counter, int digits)
{
    char out[10];

    digits_of(number_of(secret, counter), digits, out);
    return arena_dup(a, out);
}

int64_t otp_step(instant t)
{
    return t.v / STEP;
}

bool otp_right(struct str secret, instant now, int64_t after, const char *code, int64_t *ret_step)
{
    int64_t found = -1;
    char right[OTP_DIGITS + 1];

    if (strlen(code) != OTP_DIGITS)
        return false;
    for (int64_t step = otp_step(now) - 1; step <= otp_step(now) + 1; step++) {
        digits_of(number_of(secret, step), OTP_DIGITS, right);
        if (hash_same(right, code, OTP_DIGITS) && step > after)
            found = step;
    }
    if (found < 0)
        return false;
    *ret_step = found;
    return true;
}

static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

const char *otp_base32(struct arena *a, struct str bytes)
{
    char *out = arena_alloc(a, bytes.n * 8 / 5 + 2), *at = out;
    unsigned bits = 0, held = 0;

    for (size_t i = 0; i < bytes.n; i++) {
        held = (held << 8 | (unsigned char)bytes.s[i]) & 0xFFFF;
        for (bits += 8; bits >= 5; bits -= 5)
            *at++ = letters[held >> (bits - 5) & 31];
    }
    if (bits > 0)
        *at++ = letters[held << (5 - bits) & 31];
    *at = 0;
    return out;
}

err otp_from_base32(struct arena *a, const char *s, struct str *ret_bytes)
{
    char *out = arena_alloc(a, strlen(s) * 5 / 8 + 2);
    size_t n = 0;
    unsigned bits = 0, held = 0;

    for (; *s; s++) {
        char c = *s;

        if (c >= 'a' && c <= 'z')
            c = (char)(c - 'a' + 'A');
        const char *at = strchr(letters, c);

        if (c == ' ')
            continue;
        if (!at)
            return ERR_PARSE;
        held = (held << 5 | (unsigned)(at - letters)) & 0xFFFF;
        bits += 5;
        if (bits >= 8) {
            bits -= 8;
            out[n++] = (char)(held >> bits);
        }
    }
    out[n] = 0;
    *ret_bytes = (struct str){out, n};
    return OK;
}

/* RFC 3986 unreserved characters stay. */
static const char *escaped(struct arena *a, const char *s)
{
    static const char hex[] = "0123456789ABCDEF";
    char *out = arena_alloc(a, strlen(s) * 3 + 1), *at = out;

    for (; *s; s++) {
        unsigned char c = (unsigned char)*s;

        if ((c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || strchr("-._~", c)) {
            *at++ = (char)c;
            continue;
        }
        *at++ = '%';
        *at++ = hex[c >> 4];
        *at++ = hex[c & 15];
    }
    *at = 0;
    return out;
}

const char *otp_address(struct arena *a, const char *issuer, const char *account, struct str secret)
{
    const char *by = escaped(a, issuer);

    return arena_printf(a, "otpauth://totp/%s:%s?secret=%s&issuer=%s", by, escaped(a, account),
                        otp_base32(a, secret), by);
}
