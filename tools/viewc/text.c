/* text.c: text that grows, the bytes of a template, and writing C.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include <stdarg.h>
#include "viewc.h"

void text_put(struct text *t, const char *s, size_t n)
{
    if (t->n + n + 1 > t->room) {
        t->room = (t->n + n + 1) * 2;
        t->s = realloc(t->s, t->room);
        if (!t->s)
            abort();
    }
    if (n > 0)
        memcpy(t->s + t->n, s, n);
    t->n += n;
    t->s[t->n] = '\0';
}

[[gnu::format(printf, 2, 3)]] void text_f(struct text *t, const char *fmt, ...)
{
    va_list ap;
    char *line = NULL;

    va_start(ap, fmt);
    int n = vasprintf(&line, fmt, ap);
    va_end(ap);
    if (n < 0)
        abort();
    text_put(t, line, (size_t)n);
    free(line);
}

[[gnu::format(printf, 3, 4)]] bool refuse_at(struct parser *p, struct pos at,
                                                    const char *fmt, ...)
{
    va_list ap;
    int n = snprintf(p->why, p->why_max, "%s:%d:%d: error: ", p->path, at.line, at.col);

    if (n < 0 || (size_t)n >= p->why_max)
        return false;
    va_start(ap, fmt);
    vsnprintf(p->why + n, p->why_max - (size_t)n, fmt, ap);
    va_end(ap);
    return false;
}

bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool is_word(char c)
{
    return is_letter(c) || c == '_' || (c >= '0' && c <= '9');
}

void step(struct parser *p)
{
    char c = p->s[p->at++];

    if (c == '\n') {
        p->pos.line++;
        p->pos.col = 1;
    } else if (((unsigned char)c & 0xC0) != 0x80) {
        p->pos.col++;
    }
}

bool looking_at(const struct parser *p, const char *what)
{
    size_t n = strlen(what);

    return p->n - p->at >= n && memcmp(p->s + p->at, what, n) == 0;
}

bool is(const char *s, size_t n, const char *word)
{
    return strlen(word) == n && memcmp(s, word, n) == 0;
}

size_t word_length(const char *s, size_t n)
{
    size_t i = 0;

    while (i < n && is_word(s[i]))
        i++;
    return i;
}

/* --- Writing C ------------------------------------------------------------------------------ */

static void put_c_string(struct text *t, const char *s, size_t n)
{
    text_put(t, "\"", 1);
    for (size_t i = 0; i < n; i++) {
        if (i > 0 && i % 80 == 0 && ((unsigned char)s[i] & 0xC0) != 0x80)
            text_put(t, "\"\n    \"", 7);
        if (s[i] == '"' || s[i] == '\\')
            text_f(t, "\\%c", s[i]);
        else if (s[i] == '\n')
            text_put(t, "\\n", 2);
        else if ((unsigned char)s[i] < 32 || s[i] == 127)
            text_f(t, "\\%03o", (unsigned)s[i]);
        else
            text_put(t, s + i, 1);
    }
    text_put(t, "\"", 1);
}

void flush(struct parser *p)
{
    if (p->lit.n == 0)
        return;
    text_f(p->code, "put_raw(out, ");
    put_c_string(p->code, p->lit.s, p->lit.n);
    text_f(p->code, ", %zu);\n", p->lit.n);
    p->lit.n = 0;
}

/* `front`, then the expression on the template's line and column, then `back`. No directive may stand
   between, for `front` may call a macro: where it does not fit before, it counts as the line before. */
void put_expr(struct parser *p, const char *front, const struct tag *tag, size_t n,
              const char *back)
{
    struct pos at = tag->rest_at;
    int front_n = (int)strlen(front);

    if (front_n < at.col)
        text_f(p->code, "#line %d \"%s\"\n%*s%s", at.line, p->path, at.col - 1 - front_n, "",
               front);
    else
        text_f(p->code, "#line %d \"%s\"\n%s\n%*s", at.line - 1, p->path, front, at.col - 1, "");
    text_put(p->code, tag->rest, n);
    text_f(p->code, "\n%s", back);
}
