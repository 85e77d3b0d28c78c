/* cbor.c: a reader of canonical CBOR. SPDX-License-Identifier: AGPL-3.0-or-later */
#include "cbor.h"

#define DEEP 8

struct cbor cbor_of(struct str bytes)
{
    const uint8_t *p = (const uint8_t *)bytes.s;

    return (struct cbor){p, p + bytes.n};
}

bool cbor_end(const struct cbor *c)
{
    return c->at >= c->end;
}

/* The number behind an initial byte; in the shortest form only. */
static err argument(struct cbor *c, unsigned low, uint64_t *ret)
{
    static const uint64_t least[] = {24, 256, 65536, (uint64_t)1 << 32};
    uint64_t v = 0;

    if (low < 24) {
        *ret = low;
        return OK;
    }
    if (low > 27)
        return ERR_PARSE; /* reserved, or a length that is told later */
    size_t n = (size_t)1 << (low - 24);
    if ((size_t)(c->end - c->at) < n)
        return ERR_PARSE;
    for (size_t i = 0; i < n; i++)
        v = v << 8 | *c->at++;
    *ret = v;
    return v >= least[low - 24] && v <= INT64_MAX ? OK : ERR_PARSE;
}

static err text_of(struct cbor *c, uint64_t n, struct str *ret)
{
    if ((uint64_t)(c->end - c->at) < n)
        return ERR_PARSE;
    *ret = (struct str){(const char *)c->at, (size_t)n};
    c->at += n;
    return OK;
}

/* An element takes a byte at least, a pair two. */
static err count_of(const struct cbor *c, uint64_t n, uint64_t bytes, struct cbor_item *ret)
{
    ret->number = (int64_t)n;
    return n <= (uint64_t)(c->end - c->at) / bytes ? OK : ERR_PARSE;
}

static err simple(unsigned low, struct cbor_item *ret)
{
    ret->type = low == 22 ? CBOR_NULL : CBOR_BOOL;
    ret->number = low == 21;
    return low >= 20 && low <= 22 ? OK : ERR_PARSE;
}

err cbor_next(struct cbor *c, struct cbor_item *ret)
{
    static const enum cbor_type types[] = {CBOR_NUMBER, CBOR_NUMBER, CBOR_BYTES,
                                           CBOR_TEXT,   CBOR_ARRAY,  CBOR_MAP};
    uint64_t n = 0;

    *ret = (struct cbor_item){0};
    if (cbor_end(c))
        return ERR_PARSE;
    unsigned first = *c->at++, major = first >> 5;
    if (major == 7)
        return simple(first & 31, ret);
    if (major == 6)
        return ERR_PARSE;
    TRY(argument(c, first & 31, &n));
    ret->type = types[major];
    ret->number = major == 1 ? -1 - (int64_t)n : (int64_t)n;
    if (major == 2)
        return text_of(c, n, &ret->s);
    if (major == 3) {
        TRY(text_of(c, n, &ret->s));
        return str_utf8_ok(ret->s.s, ret->s.n) ? OK : ERR_PARSE;
    }
    return major < 2 ? OK : count_of(c, n, major == 5 ? 2 : 1, ret);
}

err cbor_skip(struct cbor *c)
{
    int64_t left[DEEP + 1] = {1};
    int depth = 0;

    while (depth >= 0) {
        struct cbor_item item;

        if (left[depth] == 0) {
            depth--;
            continue;
        }
        left[depth]--;
        TRY(cbor_next(c, &item));
        if (item.type != CBOR_ARRAY && item.type != CBOR_MAP)
            continue;
        if (depth == DEEP)
            return ERR_PARSE;
        left[++depth] = item.type == CBOR_MAP ? item.number * 2 : item.number;
    }
    return OK;
}
