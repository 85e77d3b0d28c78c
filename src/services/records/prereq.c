/* prereq.c: reads and prints prerequisites.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include "prereq.h"
#include "str.h"
#include <string.h>

#define GRADE_LEAST 10
#define GRADE_MOST  100
#define CREDITS_MOST 480
#define PARTS_MOST  100

/* The text while it is read. */
struct scan {
    struct arena *arena;
    const char *text, *at;
    int depth;
};

static err any_of(struct scan *s, const struct prereq **ret);

static void blanks(struct scan *s)
{
    while (*s->at == ' ' || *s->at == '\t' || *s->at == '\n' || *s->at == '\r')
        s->at++;
}

static bool took(struct scan *s, const char *mark)
{
    blanks(s);
    if (!str_starts(s->at, mark))
        return false;
    s->at += strlen(mark);
    return true;
}

static bool in_word(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' ||
           c == '-' || c == '_' || ((unsigned char)c & 0x80) != 0;
}

/* The next run of letters and digits; "" when something else stands there. */
static const char *word(struct scan *s)
{
    size_t n = 0;

    blanks(s);
    while (in_word(s->at[n]))
        n++;
    s->at += n;
    return arena_dupn(s->arena, s->at - n, n);
}

/* As word(), but stays where it is. */
static const char *next_word(struct scan *s)
{
    const char *here = s->at;
    const char *w = word(s);

    s->at = here;
    return w;
}

static struct prereq *leaf(struct scan *s, enum prereq_kind kind, const char *code, int64_t n)
{
    struct prereq *p = ARENA_NEW(s->arena, struct prereq);

    *p = (struct prereq){.kind = kind, .code = code, .n = n};
    return p;
}

/* "CSE 12": a subject that begins with a letter, and what follows the blank. */
static err course(struct scan *s, const char **ret)
{
    const char *subject = word(s);
    const char *number = "";

    if (*subject == '\0' || (*subject >= '0' && *subject <= '9') || *subject == '.')
        return ERR_PARSE;
    number = word(s);
    if (*number == '\0')
        return ERR_PARSE;
    *ret = arena_printf(s->arena, "%s %s", subject, number);
    return OK;
}

err prereq_grade(struct arena *a, const char *text, int64_t *ret)
{
    struct str_list pieces = str_split(a, text, '.');
    int64_t whole = 0, tenth = 0;

    if (pieces.n < 1 || pieces.n > 2 || str_int(pieces.v[0], 0, 10, &whole) != OK ||
        (pieces.n == 2 && str_int(pieces.v[1], 0, 9, &tenth) != OK))
        return ERR_PARSE;
    *ret = whole * 10 + tenth;
    return *ret >= GRADE_LEAST && *ret <= GRADE_MOST ? OK : ERR_PARSE;
}

static err credits(struct scan *s, const struct prereq **ret)
{
    const char *subject = NULL;
    int64_t n = 0;

    (void)word(s); /* "credits" */
    if (!took(s, ">=")) {
        subject = word(s);
        if (*subject == '\0' || !took(s, ">="))
            return ERR_PARSE;
    }
    if (str_int(word(s), 1, CREDITS_MOST, &n) != OK)
        return ERR_PARSE;
    if (str_eq(next_word(s), "EC"))
        (void)word(s);
    *ret = leaf(s, PREREQ_CREDITS, subject, n);
    return OK;
}

/* Parts on their way to one node. */
struct parts {
    const struct prereq *v[PARTS_MOST];
    size_t n;
};

/* Adds one; the parts of a part of the same meaning are added themselves. */
static err parts_add(struct parts *parts, const struct prereq *p, enum prereq_kind kind, int64_t n)
{
    bool same = p->kind == kind && p->n == n;

    for (size_t i = 0; i < (same ? p->n_parts : 1); i++) {
        if (parts->n == PARTS_MOST)
            return ERR_PARSE;
        parts->v[parts->n++] = same ? p->parts[i] : p;
    }
    return OK;
}

static const struct prereq *joined(struct arena *a, const struct parts *parts, enum prereq_kind kind,
                                   int64_t n)
{
    struct prereq *p = NULL;

    if (parts->n == 1)
        return parts->v[0];
    p = ARENA_NEW(a, struct prereq);
    *p = (struct prereq){.kind = kind, .n = n, .n_parts = parts->n};
    p->parts = ARENA_ARRAY(a, parts->n, const struct prereq *);
    memcpy(p->parts, parts->v, parts->n * sizeof *p->parts);
    return p;
}

/* The node of `n` of the parts: all of as many as there are, and one of several, take the parts of such
   parts for their own, as `&` and `|` do. */
static err some_joined(struct arena *a, const struct parts *parts, int64_t n, const struct prereq **ret)
{
    enum prereq_kind kind = n == (int64_t)parts->n ? PREREQ_ALL : PREREQ_SOME;
    struct parts flat = {.n = 0};

    if (kind == PREREQ_SOME && n > 1) {
        *ret = joined(a, parts, PREREQ_SOME, n);
        return OK;
    }
    if (kind == PREREQ_ALL)
        n = 0;
    for (size_t i = 0; i < parts->n; i++)
        TRY(parts_add(&flat, parts->v[i], kind, n));
    *ret = joined(a, &flat, kind, n);
    return OK;
}

/* "2 of (A, B, C)", behind its number. */
static err some(struct scan *s, int64_t n, const struct prereq **ret)
{
    struct parts parts = {.n = 0};
    const struct prereq *p = NULL;

    if (!str_eq(word(s), "of") || !took(s, "("))
        return ERR_PARSE;
    do {
        TRY(any_of(s, &p));
        if (parts.n == PARTS_MOST)
            return ERR_PARSE;
        parts.v[parts.n++] = p;
    } while (took(s, ","));
    if (!took(s, ")") || n < 1 || n > (int64_t)parts.n)
        return ERR_PARSE;
    return some_joined(s->arena, &parts, n, ret);
}

static err bracket(struct scan *s, const struct prereq **ret)
{
    TRY(any_of(s, ret));
    return took(s, ")") ? OK : ERR_PARSE;
}

static err named(struct scan *s, const struct prereq **ret)
{
    bool with = str_eq(next_word(s), "with");
    const char *code = NULL;
    int64_t least = 0;

    if (with)
        (void)word(s);
    TRY(course(s, &code));
    if (!with && took(s, ">="))
        TRY(prereq_grade(s->arena, word(s), &least));
    *ret = leaf(s, with ? PREREQ_WITH : PREREQ_COURSE, code, least);
    return OK;
}

static err one(struct scan *s, const struct prereq **ret)
{
    const char *w = NULL;
    int64_t n = 0;

    if (took(s, "("))
        return bracket(s, ret);
    w = next_word(s);
    if (str_int(w, 1, PARTS_MOST, &n) == OK) {
        (void)word(s);
        return some(s, n, ret);
    }
    return str_eq(w, "credits") ? credits(s, ret) : named(s, ret);
}

/* Two nots are none. */
static err not_one(struct scan *s, const struct prereq **ret)
{
    bool no = false;
    struct prereq *p = NULL;
    const struct prereq *part = NULL;

    while (took(s, "!"))
        no = !no;
    TRY(one(s, &part));
    *ret = part;
    if (!no)
        return OK;
    if (part->kind == PREREQ_NOT) {
        *ret = part->parts[0];
        return OK;
    }
    p = leaf(s, PREREQ_NOT, NULL, 0);
    p->parts = ARENA_ARRAY(s->arena, 1, const struct prereq *);
    p->parts[0] = part;
    p->n_parts = 1;
    *ret = p;
    return OK;
}

static err all_of(struct scan *s, const struct prereq **ret)
{
    struct parts parts = {.n = 0};
    const struct prereq *p = NULL;

    do {
        TRY(not_one(s, &p));
        TRY(parts_add(&parts, p, PREREQ_ALL, 0));
    } while (took(s, "&"));
    *ret = joined(s->arena, &parts, PREREQ_ALL, 0);
    return OK;
}

static err any_of(struct scan *s, const struct prereq **ret)
{
    struct parts parts = {.n = 0};
    const struct prereq *p = NULL;

    if (s->depth++ > PREREQ_DEEPEST)
        return ERR_PARSE;
    do {
        TRY(all_of(s, &p));
        TRY(parts_add(&parts, p, PREREQ_SOME, 1));
    } while (took(s, "|"));
    *ret = joined(s->arena, &parts, PREREQ_SOME, 1);
    s->depth--;
    return OK;
}

err prereq_parse(struct arena *a, const char *text, const struct prereq **ret, size_t *ret_at)
{
    struct scan s = {.arena = a, .text = text, .at = text};
    err e = OK;

    *ret = NULL;
    *ret_at = 0;
    blanks(&s);
    if (*s.at == '\0')
        return OK;
    if (strlen(text) > PREREQ_LONGEST)
        return ERR_PARSE;
    e = any_of(&s, ret);
    blanks(&s);
    *ret_at = (size_t)(s.at - text);
    return e == OK && *s.at != '\0' ? ERR_PARSE : e;
}

static const char *node_print(struct arena *a, const struct prereq *p);

/* The parts with a mark between them; those that bind less closely in parentheses. */
static const char *parts_print(struct arena *a, const struct prereq *p, const char *between)
{
    const char *all = "";

    for (size_t i = 0; i < p->n_parts; i++) {
        const struct prereq *part = p->parts[i];
        bool loose = p->kind == PREREQ_ALL && part->kind == PREREQ_SOME && part->n == 1;

        all = arena_printf(a, "%s%s%s%s%s", all, i > 0 ? between : "", loose ? "(" : "",
                           node_print(a, part), loose ? ")" : "");
    }
    return all;
}

static const char *not_print(struct arena *a, const struct prereq *part)
{
    bool tight = part->n_parts == 0 || (part->kind == PREREQ_SOME && part->n > 1);

    return arena_printf(a, tight ? "!%s" : "!(%s)", node_print(a, part));
}

static const char *node_print(struct arena *a, const struct prereq *p)
{
    switch (p->kind) {
    case PREREQ_COURSE:
        return p->n == 0 ? p->code
                         : arena_printf(a, "%s >= %lld.%lld", p->code, (long long)p->n / 10,
                                        (long long)p->n % 10);
    case PREREQ_WITH:
        return arena_printf(a, "with %s", p->code);
    case PREREQ_CREDITS:
        return arena_printf(a, "credits %s%s>= %lld EC", p->code == NULL ? "" : p->code,
                            p->code == NULL ? "" : " ", (long long)p->n);
    case PREREQ_NOT:
        return not_print(a, p->parts[0]);
    case PREREQ_SOME:
        if (p->n > 1)
            return arena_printf(a, "%lld of (%s)", (long long)p->n, parts_print(a, p, ", "));
        return parts_print(a, p, " | ");
    case PREREQ_ALL:
        break;
    }
    return parts_print(a, p, " & ");
}

const char *prereq_print(struct arena *a, const struct prereq *p)
{
    return p == NULL ? "" : node_print(a, p);
}

void prereq_courses(const struct prereq *p, void (*each)(void *ctx, const char *code), void *ctx)
{
    if (p == NULL)
        return;
    if (p->kind == PREREQ_COURSE || p->kind == PREREQ_WITH)
        each(ctx, p->code);
    for (size_t i = 0; i < p->n_parts; i++)
        prereq_courses(p->parts[i], each, ctx);
}
