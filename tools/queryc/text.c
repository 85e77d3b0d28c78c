/* text.c: messages, growing text, files and the tokens of SQL, for tools/queryc.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include "queryc/queryc.h"
#include <ctype.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

static int n_complaints;

void complain(const char *file, int line, const char *fmt, ...)
{
    va_list ap;

    fprintf(stderr, "%s:%d: error: ", file, line);
    va_start(ap, fmt);
    vfprintf(stderr, fmt, ap);
    va_end(ap);
    fputc('\n', stderr);
    n_complaints++;
}

int complaints(void)
{
    return n_complaints;
}

void *must_alloc(void *p, size_t n)
{
    p = realloc(p, n);
    if (!p) {
        fputs("queryc: out of memory\n", stderr);
        exit(1);
    }
    return p;
}

void put_n(struct text *t, const char *s, size_t n)
{
    if (t->n + n + 1 > t->room) {
        t->room = (t->n + n + 1) * 2;
        t->s = must_alloc(t->s, t->room);
    }
    memcpy(t->s + t->n, s, n);
    t->n += n;
    t->s[t->n] = 0;
}

static char *format_list(const char *fmt, va_list ap)
{
    va_list again;
    char *s;
    int n;

    va_copy(again, ap);
    n = vsnprintf(NULL, 0, fmt, again);
    va_end(again);
    s = must_alloc(NULL, (size_t)n + 1);
    vsnprintf(s, (size_t)n + 1, fmt, ap);
    return s;
}

void put(struct text *t, const char *fmt, ...)
{
    va_list ap;
    char *s;

    va_start(ap, fmt);
    s = format_list(fmt, ap);
    va_end(ap);
    put_n(t, s, strlen(s));
    free(s);
}

char *format(const char *fmt, ...)
{
    va_list ap;
    char *s;

    va_start(ap, fmt);
    s = format_list(fmt, ap);
    va_end(ap);
    return s;
}

void put_literal(struct text *t, const char *s, const char *indent)
{
    if (!*s)
        put(t, "%s\"\"", indent);
    while (*s) {
        put(t, "%s\"", indent);
        for (; *s && *s != '\n'; s++) {
            if (*s == '"' || *s == '\\')
                put_n(t, "\\", 1);
            if (*s == '\t')
                put(t, "\\t");
            else if (*s != '\r')
                put_n(t, s, 1);
        }
        put(t, "%s\"", *s ? "\\n" : "");
        if (*s)
            s++;
        if (*s)
            put(t, "\n");
    }
}

char *dup_n(const char *s, size_t n)
{
    char *d = must_alloc(NULL, n + 1);

    memcpy(d, s, n);
    d[n] = 0;
    return d;
}

bool same(const char *s, size_t n, const char *word)
{
    return strlen(word) == n && strncasecmp(s, word, n) == 0;
}

char *file_text(const char *path)
{
    struct text t = {0};
    char part[4096];
    FILE *f = fopen(path, "rb");
    size_t n;

    if (!f)
        return NULL;
    put_n(&t, "", 0);
    while ((n = fread(part, 1, sizeof part, f)) > 0)
        put_n(&t, part, n);
    fclose(f);
    return t.s;
}

void file_put(const char *path, const struct text *t)
{
    FILE *f = fopen(path, "wb");

    if (!f || fwrite(t->s, 1, t->n, f) != t->n)
        complain(path, 1, "cannot be written");
    if (f && fclose(f) != 0)
        complain(path, 1, "cannot be written");
}

const char *base_name(const char *path)
{
    const char *slash = strrchr(path, '/');

    return slash ? slash + 1 : path;
}

static bool letter(char c)
{
    return isalnum((unsigned char)c) || c == '_';
}

/* The end of a quoted piece that begins at p; the quote is doubled inside. */
static const char *quoted_end(const char *p)
{
    char q = *p++;

    while (*p && !(*p == q && p[1] != q))
        p += *p == q ? 2 : 1;
    return *p ? p + 1 : p;
}

static const char *while_letters(const char *p)
{
    while (letter(*p))
        p++;
    return p;
}

static enum token_kind scan(const char *p, const char **ret_end)
{
    const char *e = p + 1;
    enum token_kind kind = T_PUNCT;

    if (!*p) {
        e = p;
        kind = T_END;
    } else if (isspace((unsigned char)*p)) {
        for (kind = T_SPACE; isspace((unsigned char)*e);)
            e++;
    } else if (p[0] == '-' && p[1] == '-') {
        for (kind = T_COMMENT; *e && *e != '\n';)
            e++;
    } else if (p[0] == '/' && p[1] == '*') {
        e = strstr(p, "*/");
        e = e ? e + 2 : p + strlen(p);
        kind = T_COMMENT;
    } else if (*p == '\'' || *p == '"') {
        kind = *p == '"' ? T_QUOTED : T_STRING;
        e = quoted_end(p);
    } else if (isdigit((unsigned char)*p)) {
        e = while_letters(p);
        kind = T_NUMBER;
    } else if (letter(*p)) {
        e = while_letters(p);
        kind = T_WORD;
    } else if (*p == ':' && letter(p[1])) {
        e = while_letters(p + 1);
        kind = T_PARAM;
    } else if ((*p == ':' || *p == '|' || *p == '=') && p[1] == *p) {
        e = p + 2;
    }
    *ret_end = e;
    return kind;
}

struct token lex(struct lexer *l)
{
    struct token t = {.s = l->p, .line = l->line};
    const char *end;

    t.kind = scan(l->p, &end);
    t.n = (size_t)(end - l->p);
    for (; l->p < end; l->p++)
        if (*l->p == '\n')
            l->line++;
    return t;
}

struct token lex_solid(struct lexer *l)
{
    struct token t = lex(l);

    while (t.kind == T_SPACE || t.kind == T_COMMENT)
        t = lex(l);
    return t;
}

bool token_is(struct token t, const char *word)
{
    return (t.kind == T_WORD || t.kind == T_PUNCT) && same(t.s, t.n, word);
}

char *token_dup(struct token t)
{
    return dup_n(t.s, t.n);
}
