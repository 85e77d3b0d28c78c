/* view.c: writes values into pages and files, escaped for where they stand.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include "view.h"
#include "rq.h"

void put_raw(struct out *out, const char *s, size_t n)
{
    buf_put(out->buf, s, n);
}

/* What must not stand as it is: for each way of escaping one bit. */
enum { BIT_MARKUP = 1, BIT_JSON = 2, BIT_CONF = 4 };
static const unsigned char special[256] = {
    [0] = 7,
    [1 ... 8] = 7,
    ['\t'] = BIT_JSON | BIT_CONF,
    ['\n'] = BIT_JSON | BIT_CONF,
    [11 ... 12] = 7,
    ['\r'] = BIT_JSON | BIT_CONF,
    [14 ... 31] = 7,
    [127] = 7,
    ['&'] = BIT_MARKUP | BIT_JSON,
    ['<'] = BIT_MARKUP | BIT_JSON,
    ['>'] = BIT_MARKUP | BIT_JSON,
    ['\''] = BIT_MARKUP | BIT_JSON,
    ['"'] = 7,
    ['\\'] = BIT_JSON | BIT_CONF,
};

/* Control characters have no place in a page and none in XML. */
static void put_markup_char(struct buf *b, char c)
{
    switch (c) {
    case '&':
        buf_put(b, "&amp;", 5);
        return;
    case '<':
        buf_put(b, "&lt;", 4);
        return;
    case '>':
        buf_put(b, "&gt;", 4);
        return;
    case '"':
        buf_put(b, "&quot;", 6);
        return;
    case '\'':
        buf_put(b, "&#39;", 5);
        return;
    default:
        buf_put(b, "\xEF\xBF\xBD", 3);
    }
}

static void put_json_char(struct buf *b, char c)
{
    switch (c) {
    case '"':
        buf_put(b, "\\\"", 2);
        return;
    case '\\':
        buf_put(b, "\\\\", 2);
        return;
    case '\n':
        buf_put(b, "\\n", 2);
        return;
    case '\r':
        buf_put(b, "\\r", 2);
        return;
    case '\t':
        buf_put(b, "\\t", 2);
        return;
    default:
        buf_printf(b, "\\u%04x", (unsigned)(unsigned char)c);
    }
}

/* A value of a configuration file stays on its line and inside its quotes. */
static void put_conf_char(struct buf *b, char c)
{
    if (c == '"' || c == '\\')
        buf_putc(b, '\\');
    buf_putc(b, (char)(c == '"' || c == '\\' ? c : ' '));
}

/* Plain runs go as a whole; what is special one by one. */
static void escaped(struct buf *b, const char *s, unsigned bit, void (*one)(struct buf *, char))
{
    while (*s) {
        const char *from = s;

        while (*s && !(special[(unsigned char)*s] & bit))
            s++;
        if (s > from)
            buf_put(b, from, (size_t)(s - from));
        if (*s)
            one(b, *s++);
    }
}

void put_str(struct out *out, const char *s)
{
    if (!s)
        return;
    switch (out->escape) {
    case ESCAPE_HTML:
    case ESCAPE_XML:
        escaped(out->buf, s, BIT_MARKUP, put_markup_char);
        return;
    case ESCAPE_JSON:
        escaped(out->buf, s, BIT_JSON, put_json_char);
        return;
    case ESCAPE_CONF:
        escaped(out->buf, s, BIT_CONF, put_conf_char);
        return;
    case ESCAPE_TEXT:
        buf_puts(out->buf, s);
        return;
    }
}

void put_int(struct out *out, int64_t v)
{
    buf_int(out->buf, v);
}

void put_bool(struct out *out, bool v)
{
    buf_puts(out->buf, v ? "true" : "false");
}

void put_html(struct out *out, struct html h)
{
    if (h.s)
        buf_puts(out->buf, h.s);
}

void put_msg(struct out *out, struct msg m)
{
    put_str(out, msg_in(out->arena, out->lang, m));
}

/* Programs read moments in ISO 8601. */
static bool for_people(const struct out *out)
{
    return out->escape == ESCAPE_HTML || out->escape == ESCAPE_TEXT;
}

void put_instant(struct out *out, instant t)
{
    if (t.v != 0)
        put_str(out, for_people(out) ? instant_words(out->arena, out->lang, t)
                                     : instant_iso(out->arena, t));
}

void put_day(struct out *out, day d)
{
    if (d.v != 0)
        put_str(out, for_people(out) ? day_words(out->arena, out->lang, d)
                                     : day_iso(out->arena, d));
}

void put_minute(struct out *out, minute m)
{
    put_str(out, minute_hm(out->arena, m));
}

void put_f(struct out *out, const char *fmt, ...)
{
    va_list ap;

    va_start(ap, fmt);
    put_str(out, tr_vf(out->arena, out->lang, fmt, ap));
    va_end(ap);
}

/* Inside JSON everything that markup would mistake is \u00XX already, but its quotes. */
void put_json(struct out *out, const char *s)
{
    bool markup = out->escape == ESCAPE_HTML || out->escape == ESCAPE_XML;

    if (!s) {
        buf_puts(out->buf, "null");
        return;
    }
    buf_puts(out->buf, markup ? "&quot;" : "\"");
    for (const char *quote; markup && (quote = strchr(s, '"')); s = quote + 1) {
        escaped(out->buf, arena_dupn(out->arena, s, (size_t)(quote - s)), BIT_JSON, put_json_char);
        buf_puts(out->buf, "\\&quot;");
    }
    escaped(out->buf, s, BIT_JSON, put_json_char);
    buf_puts(out->buf, markup ? "&quot;" : "\"");
}

void put_token(struct out *out)
{
    if (!out->rq)
        return;
    buf_puts(out->buf, "<input type=\"hidden\" name=\"" CSRF_FIELD "\" value=\"");
    put_str(out, rq_token(out->rq));
    buf_puts(out->buf, "\">");
}
