/* query.c: reads queries.sql: signatures, descriptions and sentences. For tools/queryc.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include "queryc/queryc.h"
#include <ctype.h>
#include <string.h>

/* A signature while it is read. */
struct sign {
    const char *p, *file;
    int line;
};

static void blanks(struct sign *s)
{
    for (; isspace((unsigned char)*s->p); s->p++)
        if (*s->p == '\n')
            s->line++;
}

static char *ident(struct sign *s)
{
    const char *from;

    blanks(s);
    for (from = s->p; isalnum((unsigned char)*s->p) || *s->p == '_';)
        s->p++;
    return s->p > from ? dup_n(from, (size_t)(s->p - from)) : NULL;
}

static bool sign_take(struct sign *s, const char *what)
{
    blanks(s);
    if (strncmp(s->p, what, strlen(what)) != 0)
        return false;
    s->p += strlen(what);
    return true;
}

/* A parameter named like a type of ids.def or clock.h would hide it from those behind it. */
static bool type_in_c(const char *name)
{
    const struct word *w = word_find(name, strlen(name));

    return w && strcmp(w->ctype, name) == 0;
}

static bool params(struct sign *s, struct query *q)
{
    if (sign_take(s, ")"))
        return true;
    do {
        char *name = ident(s);
        char *type = ident(s);
        const struct word *word = type ? word_find(type, strlen(type)) : NULL;

        if (!name || !type) {
            complain(s->file, s->line, "%s: a parameter is `name word`", q->name);
            return false;
        }
        if (!word)
            complain(s->file, s->line, "%s: '%s' is not a column word (types.def, ids.def)",
                     q->name, type);
        if (reserved_in_c(name) || type_in_c(name))
            complain(s->file, s->line, "%s: '%s' cannot be a parameter's name in C", q->name, name);
        for (size_t i = 0; i < q->params.n; i++)
            if (strcmp(q->params.v[i].name, name) == 0)
                complain(s->file, s->line, "%s: parameter '%s' twice", q->name, name);
        q->params.v = must_alloc(q->params.v, (q->params.n + 1) * sizeof *q->params.v);
        q->params.v[q->params.n++] =
            (struct field){name, word ? word : word_find("number", strlen("number"))};
    } while (sign_take(s, ","));
    if (sign_take(s, ")"))
        return true;
    complain(s->file, s->line, "%s: expected , or ) in the signature", q->name);
    return false;
}

static bool result(struct sign *s, struct query *q, const char *room)
{
    char *how = ident(s);
    char *what = NULL;

    if (how && strcmp(how, "changed") == 0)
        q->shape = CHANGED;
    else if (how && strcmp(how, "nothing") == 0)
        q->shape = NOTHING;
    else if (how && strcmp(how, "many") == 0)
        q->shape = MANY;
    else if (how && strcmp(how, "one") == 0)
        q->shape = ONE;
    else if (how && strcmp(how, "maybe") == 0)
        q->shape = MAYBE;
    else if (how && strcmp(how, "bulk") == 0)
        q->shape = BULK;
    else {
        complain(s->file, s->line, "%s: the result is many, one, maybe, changed, nothing or bulk",
                 q->name);
        return false;
    }
    if (q->shape == CHANGED || q->shape == NOTHING)
        return true;
    what = ident(s);
    if (!what) {
        complain(s->file, s->line, "%s: '%s' of what?", q->name, how);
        return false;
    }
    q->word = word_find(what, strlen(what));
    if (q->word && (q->shape == ONE || q->shape == MAYBE)) {
        q->shape = q->shape == ONE ? ONE_WORD : MAYBE_WORD;
        return true;
    }
    q->row = what;
    if (strncmp(what, room, strlen(room)) != 0 || what[strlen(room)] != '_') {
        complain(s->file, s->line, "%s: the row '%s' must be named %s_…", q->name, what, room);
        return false;
    }
    return true;
}

/* The `name(` with which a signature begins, in a block of comment lines. */
static const char *find_signature(const char *block)
{
    const char *line = block;

    while (line && *line) {
        const char *p = line;

        while (isalnum((unsigned char)*p) || *p == '_')
            p++;
        if (p > line && *p == '(')
            return line;
        line = strchr(line, '\n');
        line = line ? line + 1 : NULL;
    }
    return NULL;
}

static bool signature(struct sign *s, struct query *q, const char *room)
{
    const char *end;

    q->line = s->line;
    q->name = ident(s);
    if (!sign_take(s, "(") || !params(s, q))
        return false;
    if (!sign_take(s, "->")) {
        complain(s->file, s->line, "%s: expected -> and the result", q->name);
        return false;
    }
    if (!result(s, q, room))
        return false;
    while (*s->p == ' ')
        s->p++;
    if (strncmp(s->p, "!may ", 5) == 0) {
        s->p += 5;
        q->may = ident(s);
        if (!q->may || strncmp(q->may, "MAY_", 4) != 0)
            complain(s->file, s->line, "%s: !may wants a right of may.def", q->name);
    }
    end = s->p + strspn(s->p, " ");
    if (*end && *end != '\n') {
        complain(s->file, s->line, "%s: what is '%.*s' behind the result?", q->name,
                 (int)strcspn(end, "\n"), end);
        return false;
    }
    q->doc = end + strspn(end, " \n");
    if (!*q->doc)
        complain(s->file, s->line, "%s: say in a sentence below the signature what it is for",
                 q->name);
    return true;
}

/* Comment lines that stand together. */
struct block {
    struct text text;
    int line;
};

static void block_add(struct block *b, struct token t)
{
    size_t skip = t.s[0] == '-' ? strspn(t.s, "- ") : 0;

    if (b->text.n == 0)
        b->line = t.line;
    skip = skip > t.n ? t.n : skip;
    put(&b->text, "%.*s\n", (int)(t.n - skip), t.s + skip);
}

/* The sentence from `t` on to its semicolon, without comments. */
static char *sentence(struct lexer *l, struct token t)
{
    struct text sql = {0};

    for (; t.kind != T_END && !token_is(t, ";"); t = lex(l))
        if (t.kind != T_COMMENT)
            put_n(&sql, t.s, t.n);
    if (t.kind == T_END)
        return NULL;
    while (sql.n && isspace((unsigned char)sql.s[sql.n - 1]))
        sql.s[--sql.n] = 0;
    return sql.s;
}

static void add(struct queries *qs, struct block *b, struct lexer *l, struct token t)
{
    struct query q = {.sql_line = t.line};
    const char *from = b->text.n ? find_signature(b->text.s) : NULL;
    struct sign s = {.p = from, .file = qs->file, .line = b->line};

    q.sql = sentence(l, t);
    if (!q.sql) {
        complain(qs->file, q.sql_line, "the sentence does not end with ;");
        return;
    }
    if (!from) {
        complain(qs->file, q.sql_line, "a sentence without signature `-- name(…) -> result` above");
        return;
    }
    for (const char *p = b->text.s; p < from; p++)
        if (*p == '\n')
            s.line++;
    if (!signature(&s, &q, qs->name))
        return;
    for (size_t i = 0; i < qs->n; i++)
        if (strcmp(qs->v[i].name, q.name) == 0)
            complain(qs->file, q.line, "%s: a second query of that name", q.name);
    qs->v = must_alloc(qs->v, (qs->n + 1) * sizeof *qs->v);
    qs->v[qs->n++] = q;
}

static bool blank_line(struct token t)
{
    const char *first = memchr(t.s, '\n', t.n);

    return first && memchr(first + 1, '\n', t.n - (size_t)(first + 1 - t.s));
}

void queries_read(struct queries *qs)
{
    char *all = file_text(qs->file);
    struct lexer l = {all, 1};
    struct block b = {0};

    if (!all) {
        complain(qs->file, 1, "cannot be read");
        return;
    }
    for (struct token t = lex(&l); t.kind != T_END; t = lex(&l)) {
        if (t.kind == T_COMMENT) {
            block_add(&b, t);
        } else if (t.kind == T_SPACE) {
            if (blank_line(t))
                b = (struct block){0};
        } else {
            add(qs, &b, &l, t);
            b = (struct block){0};
        }
    }
}
