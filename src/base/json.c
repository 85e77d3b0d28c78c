/* json.c: writing JSON into a buffer.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include "json.h"

#define DEPTH_MAX 32

struct json_out json_begin(struct buf *b)
{
    return (struct json_out){.b = b};
}

/* What stands in a text as it is; '<', '>' and '&' do not, so that the text may stand in a page. */
static const bool plain_char[256] = {
    [' ' ... '!'] = true, ['#' ... '%'] = true, ['\'' ... ';'] = true, ['='] = true,
    ['?' ... '['] = true, [']' ... '~'] = true, [0x80 ... 0xFF] = true,
};

static void put_text(struct buf *b, const char *s)
{
    const char *plain = s;

    buf_putc(b, '"');
    for (; *s; s++) {
        unsigned char c = (unsigned char)*s;
        if (plain_char[c])
            continue;
        buf_put(b, plain, (size_t)(s - plain));
        plain = s + 1;
        if (c == '"' || c == '\\')
            buf_printf(b, "\\%c", c);
        else
            buf_printf(b, "\\u%04x", c);
    }
    buf_put(b, plain, (size_t)(s - plain));
    buf_putc(b, '"');
}

static void element(struct json_out *j, const char *key)
{
    uint32_t bit = j->depth < DEPTH_MAX ? UINT32_C(1) << j->depth : 0;

    if (j->some & bit)
        buf_putc(j->b, ',');
    j->some |= bit;
    if (key) {
        put_text(j->b, key);
        buf_putc(j->b, ':');
    }
}

static void enter(struct json_out *j, const char *key, char bracket)
{
    element(j, key);
    buf_putc(j->b, bracket);
    j->depth++;
    if (j->depth >= 0 && j->depth < DEPTH_MAX)
        j->some &= ~(UINT32_C(1) << j->depth);
    else
        j->b->full = true;
}

void json_object(struct json_out *j, const char *key)
{
    enter(j, key, '{');
}

void json_array(struct json_out *j, const char *key)
{
    enter(j, key, '[');
}

void json_end(struct json_out *j, char bracket)
{
    buf_putc(j->b, bracket);
    j->depth--;
}

void json_str(struct json_out *j, const char *key, const char *s)
{
    element(j, key);
    if (s)
        put_text(j->b, s);
    else
        buf_puts(j->b, "null");
}

void json_int(struct json_out *j, const char *key, int64_t v)
{
    element(j, key);
    buf_int(j->b, v);
}

void json_bool(struct json_out *j, const char *key, bool v)
{
    element(j, key);
    buf_puts(j->b, v ? "true" : "false");
}

void json_id(struct json_out *j, const char *key, int64_t v)
{
    element(j, key);
    buf_putc(j->b, '"');
    buf_int(j->b, v);
    buf_putc(j->b, '"');
}
