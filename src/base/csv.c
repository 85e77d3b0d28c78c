/* csv.c: comma-separated values, strictly.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include "csv.h"
#include "str.h"

#define FIELD_MAX   ((size_t)64 * 1024)
#define COLUMNS_MAX ((size_t)256)

struct csv csv_open(struct arena *a, const char *s, size_t n)
{
    size_t mark = n >= 3 && memcmp(s, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;

    return (struct csv){.arena = a, .s = s, .n = n, .at = mark, .line = 1, .next_line = 1};
}

static size_t line_end(const struct csv *c, size_t from)
{
    const char *end = from < c->n ? memchr(c->s + from, '\n', c->n - from) : NULL;

    return end ? (size_t)(end - c->s) : c->n;
}

/* Is here the end of a line? 0, or the bytes of the line end. */
static size_t newline_at(const struct csv *c, size_t at)
{
    if (c->s[at] == '\n')
        return 1;
    return c->s[at] == '\r' && at + 1 < c->n && c->s[at + 1] == '\n' ? 2 : 0;
}

static err bad(struct csv *c, const char *problem)
{
    c->problem = problem;
    return ERR_PARSE;
}

static err field_of(struct csv *c, const char *s, size_t n, const char **ret)
{
    if (n > FIELD_MAX)
        return bad(c, "A field is longer than 64 KiB.");
    if (!str_utf8_ok(s, n))
        return bad(c, "The text is not UTF-8, or it holds control characters.");
    *ret = arena_dupn(c->arena, s, n);
    return OK;
}

static err plain_field(struct csv *c, const char **ret)
{
    size_t from = c->at;

    while (c->at < c->n && c->s[c->at] != ',' && !newline_at(c, c->at)) {
        if (c->s[c->at] == '"')
            return bad(c, "A quotation mark stands in a field that does not begin with one.");
        if (c->s[c->at] == '\r')
            return bad(c, "A carriage return stands inside a line.");
        c->at++;
    }
    return field_of(c, c->s + from, c->at - from, ret);
}

/* From behind the opening quotation mark to behind the closing one. */
static err quoted_field(struct csv *c, const char **ret)
{
    size_t from = c->at;
    size_t end = from;
    size_t doubled = 0;

    while (end < c->n && (c->s[end] != '"' || (end + 1 < c->n && c->s[end + 1] == '"'))) {
        bool pair = c->s[end] == '"';
        c->next_line += c->s[end] == '\n';
        doubled += pair;
        end += pair ? 2 : 1;
    }
    if (end >= c->n)
        return bad(c, "A quotation mark is opened and not closed.");
    c->at = end + 1;
    if (c->at < c->n && c->s[c->at] != ',' && !newline_at(c, c->at))
        return bad(c, "Something follows a closing quotation mark.");
    if (end - from - doubled > FIELD_MAX)
        return bad(c, "A field is longer than 64 KiB.");
    char *text = arena_alloc(c->arena, end - from - doubled + 1);
    size_t n = 0;
    for (size_t i = from; i < end; i++) {
        text[n++] = c->s[i];
        i += c->s[i] == '"';
    }
    if (!str_utf8_ok(text, n))
        return bad(c, "The text is not UTF-8, or it holds control characters.");
    *ret = text;
    return OK;
}

static err record(struct csv *c, struct csv_row *ret_row)
{
    const char *fields[COLUMNS_MAX];
    size_t n = 0;

    for (;;) {
        if (n == COLUMNS_MAX)
            return bad(c, "The line has more than 256 columns.");
        bool quoted = c->at < c->n && c->s[c->at] == '"';
        c->at += quoted;
        TRY(quoted ? quoted_field(c, &fields[n]) : plain_field(c, &fields[n]));
        n++;
        if (c->at >= c->n || c->s[c->at] != ',')
            break;
        c->at++;
    }
    if (c->at < c->n) {
        c->at += newline_at(c, c->at);
        c->next_line++;
    }
    ret_row->v = ARENA_ARRAY(c->arena, n, const char *);
    memcpy(ret_row->v, fields, n * sizeof *fields);
    ret_row->n = n;
    return OK;
}

err csv_next(struct csv *c, struct csv_row *ret_row)
{
    size_t blank = 0;

    c->problem = NULL;
    while (c->at < c->n && (blank = newline_at(c, c->at)) > 0) {
        c->at += blank;
        c->next_line++;
    }
    c->line = c->next_line;
    if (c->at >= c->n)
        return ERR_NOT_FOUND;
    size_t begin = c->at;
    err e = record(c, ret_row);
    if (e != OK) {
        /* Only the line on which the record began is lost. */
        size_t end = line_end(c, begin);
        c->at = end < c->n ? end + 1 : c->n;
        c->next_line = c->line + 1;
    }
    return e;
}

void csv_put(struct buf *b, const char *field, bool first)
{
    bool formula = *field && strchr("=+-@\t\r", *field);

    if (!first)
        buf_putc(b, ',');
    if (!formula && !strpbrk(field, ",\"\r\n")) {
        buf_puts(b, field);
        return;
    }
    buf_putc(b, '"');
    if (formula)
        buf_putc(b, '\'');
    for (; *field; field++) {
        if (*field == '"')
            buf_putc(b, '"');
        buf_putc(b, *field);
    }
    buf_putc(b, '"');
}
