/* schema.c: reads migrations, holds them to the rules, and translates them for both databases:
   for SQLite each column gets the type of its word, which STRICT tables keep; a table whose key is one whole
   number is ordered by it (INTEGER PRIMARY KEY: one tree, wide rows on their page), one with another
   key is WITHOUT ROWID; for PostgreSQL each word becomes its domain, rb_WORD. For tools/queryc.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include "queryc/queryc.h"
#include <sodium.h>
#include <sqlite3.h>
#include <string.h>

struct walk {
    struct lexer l;
    struct migration_file *m;
    const char *room;
    bool comment; /* the last thing seen was a comment, with no blank line behind */
};

static void copy(struct walk *w, struct token t)
{
    put_n(&w->m->sqlite, t.s, t.n);
    put_n(&w->m->postgres, t.s, t.n);
}

static bool blank_line(struct token t)
{
    const char *first = memchr(t.s, '\n', t.n);

    return t.kind == T_SPACE && first && memchr(first + 1, '\n', t.n - (size_t)(first + 1 - t.s));
}

/* The next token that counts, not yet copied; what lies before it is. */
static struct token next(struct walk *w)
{
    struct token t = lex(&w->l);

    for (; t.kind == T_SPACE || t.kind == T_COMMENT; t = lex(&w->l)) {
        if (t.kind == T_COMMENT)
            w->comment = true;
        else if (blank_line(t))
            w->comment = false;
        copy(w, t);
    }
    return t;
}

/* Does what is left of this column's definition say these two words? */
static bool says(struct lexer l, const char *first, const char *second)
{
    struct token before = {0};
    int depth = 0;

    for (struct token t = lex_solid(&l); t.kind != T_END; t = lex_solid(&l)) {
        if (token_is(t, "("))
            depth++;
        if (token_is(t, ")") && depth-- == 0)
            return false;
        if (depth == 0 && (token_is(t, ",") || token_is(t, ";")))
            return false;
        if (depth == 0 && before.s && token_is(before, first) && token_is(t, second))
            return true;
        before = t;
    }
    return false;
}

/* STRICT tables keep the type; what else the word asks is a CHECK. */
static void column_type(struct walk *w, const char *name, const struct word *word)
{
    put(&w->m->sqlite, "%s",
        word->base == INT    ? "INTEGER"
        : word->base == TEXT ? "TEXT"
                             : "BLOB");
    if (word->rule)
        put(&w->m->sqlite, " CHECK (%s %s)", name, word->rule);
}

/* A column: its name was copied. Copies the type and leaves the rest to the caller. True: it is the key of
   its table, but no number. */
static bool column(struct walk *w, struct token name_token)
{
    const char *file = w->m->path;
    char *name = token_dup(name_token);
    struct token type = next(w);
    const struct word *word = type.kind == T_WORD ? word_find(type.s, type.n) : NULL;
    bool must = says(w->l, "NOT", "NULL");

    if (reserved_in_postgres(name) || reserved_in_c(name))
        complain(file, name_token.line, "'%s' is a reserved word; choose another column name", name);
    if (!word) {
        complain(file, type.line, "column '%s': '%.*s' is not a column word (types.def, ids.def)",
                 name, (int)type.n, type.s);
        copy(w, type);
        return false;
    }
    if (!word->null && !must)
        complain(file, type.line, "column '%s': a column of word '%s' must be NOT NULL", name,
                 word->name);
    column_type(w, name, word);
    put(&w->m->postgres, "rb_%s", word->name);
    return word->base != INT && says(w->l, "PRIMARY", "KEY");
}

static bool begins_constraint(struct token t)
{
    return token_is(t, "CONSTRAINT") || token_is(t, "PRIMARY") || token_is(t, "UNIQUE") ||
           token_is(t, "FOREIGN") || token_is(t, "CHECK");
}

/* Copies up to the comma or bracket that ends an item of a table; gives that token. */
static struct token item_rest(struct walk *w, struct token t)
{
    int depth = 0;

    for (; t.kind != T_END; t = next(w)) {
        if (token_is(t, "("))
            depth++;
        if (token_is(t, ")") && depth-- == 0)
            break;
        if (depth == 0 && token_is(t, ","))
            break;
        copy(w, t);
    }
    return t;
}

static void table(struct walk *w, bool commented)
{
    const char *file = w->m->path;
    struct token t = next(w);
    bool wide = false; /* a key of several columns */

    if (!commented)
        complain(file, t.line, "a table without a comment above it");
    if (token_is(t, "IF"))
        complain(file, t.line, "IF NOT EXISTS hides mistakes: a migration runs once");
    if (t.kind != T_WORD || strncmp(t.s, w->room, strlen(w->room)) != 0 ||
        t.s[strlen(w->room)] != '_')
        complain(file, t.line, "table '%.*s' must be named %s_…", (int)t.n, t.s, w->room);
    copy(w, t);
    t = next(w);
    if (!token_is(t, "(")) {
        complain(file, t.line, "expected ( after the table's name");
        return;
    }
    do {
        copy(w, t);
        t = next(w);
        if (begins_constraint(t)) {
            wide = wide || token_is(t, "PRIMARY");
            t = item_rest(w, t);
        } else {
            copy(w, t);
            wide = column(w, t) || wide;
            t = item_rest(w, next(w));
        }
    } while (token_is(t, ","));
    copy(w, t);
    put(&w->m->sqlite, wide ? " WITHOUT ROWID, STRICT" : " STRICT");
}

static void forbid(struct walk *w, struct token t)
{
    static const char *const list[] = {"AUTOINCREMENT", "TRIGGER", "WITHOUT", "STRICT",
                                       "PRAGMA", "TEMP", "TEMPORARY", "VIRTUAL"};

    for (size_t i = 0; i < sizeof list / sizeof *list; i++)
        if (token_is(t, list[i]))
            complain(w->m->path, t.line, "%s is not in the common subset of both databases", list[i]);
}

/* Copies a sentence to its semicolon. */
static void sentence(struct walk *w, struct token t)
{
    for (; t.kind != T_END; t = next(w)) {
        forbid(w, t);
        copy(w, t);
        if (token_is(t, ";"))
            return;
    }
}

static void alter(struct walk *w, struct token t)
{
    for (; t.kind != T_END && !token_is(t, "ADD") && !token_is(t, ";"); t = next(w))
        copy(w, t);
    copy(w, t);
    if (!token_is(t, "ADD"))
        return;
    t = next(w);
    if (token_is(t, "COLUMN")) {
        copy(w, t);
        t = next(w);
    }
    if (begins_constraint(t)) {
        complain(w->m->path, t.line, "SQLite cannot add a constraint to a table that exists");
    } else {
        copy(w, t);
        (void)column(w, t);
        t = next(w);
    }
    sentence(w, t);
}

static void translate(struct migration_file *m, const char *room)
{
    struct walk w = {.l = {m->raw, 1}, .m = m, .room = room};

    for (struct token t = next(&w); t.kind != T_END; t = next(&w)) {
        bool commented = w.comment;

        w.comment = false;
        if (token_is(t, "ALTER")) {
            alter(&w, t);
            continue;
        }
        if (token_is(t, "CREATE")) {
            copy(&w, t);
            t = next(&w);
            if (token_is(t, "TABLE")) {
                copy(&w, t);
                table(&w, commented);
                t = next(&w);
            }
        }
        sentence(&w, t);
    }
}

/* The line of `at` in a text. */
static int line_of(const char *text, const char *at)
{
    int line = 1;

    for (; text < at; text++)
        if (*text == '\n')
            line++;
    return line;
}

/* Runs a file's sentences; false at the first that fails, which `ret_at` points to. */
static bool run(sqlite3 *db, const char *sql, const char **ret_at)
{
    const char *p = sql;

    while (*p) {
        sqlite3_stmt *st = NULL;
        const char *tail = p;
        int rc = sqlite3_prepare_v2(db, p, -1, &st, &tail);

        if (rc == SQLITE_OK && st) {
            rc = sqlite3_step(st);
            rc = rc == SQLITE_DONE || rc == SQLITE_ROW ? SQLITE_OK : rc;
        }
        if (rc != SQLITE_OK) {
            int offset = sqlite3_error_offset(db);

            *ret_at = p + (offset > 0 ? offset : (int)strspn(p, " \t\r\n"));
            return false;
        }
        sqlite3_finalize(st);
        p = tail;
    }
    return true;
}

static bool same_folder(const char *a, const char *b)
{
    size_t n = (size_t)(base_name(a) - a);

    return n == (size_t)(base_name(b) - b) && strncmp(a, b, n) == 0;
}

static bool held_up(const struct schema *s, size_t i)
{
    for (size_t k = 0; k < i; k++)
        if (!s->v[k].applied && same_folder(s->v[k].path, s->v[i].path))
            return true;
    return false;
}

/* One pass over what is not applied; false when nothing new could be. */
static bool pass(struct schema *s, sqlite3 *db, bool last)
{
    bool some = false;

    for (size_t i = 0; i < s->n; i++) {
        struct migration_file *m = &s->v[i];
        const char *at = m->raw;

        if (m->applied || held_up(s, i))
            continue;
        sqlite3_exec(db, "SAVEPOINT migration", NULL, NULL, NULL);
        m->applied = run(db, m->raw, &at);
        if (!m->applied && last)
            complain(m->path, line_of(m->raw, at), "%s", sqlite3_errmsg(db));
        if (!m->applied)
            sqlite3_exec(db, "ROLLBACK TO migration", NULL, NULL, NULL);
        sqlite3_exec(db, "RELEASE migration", NULL, NULL, NULL);
        some = some || m->applied;
    }
    return some;
}

/* The translated files must run too: a fault there is one of this tool, or of an odd sentence. */
static void prove(const struct schema *s)
{
    sqlite3 *db;
    const char *at;

    if (sqlite3_open(":memory:", &db) != SQLITE_OK)
        return;
    for (int round = 0; round < 2; round++)
        for (size_t i = 0; i < s->n; i++)
            if (s->v[i].own && round == 1 && !run(db, s->v[i].sqlite.s, &at))
                complain(s->v[i].path, 1, "after translation for SQLite: %s", sqlite3_errmsg(db));
            else if (!s->v[i].own && round == 0)
                (void)run(db, s->v[i].raw, &at);
    sqlite3_close(db);
}

static void load(struct migration_file *m, const char *room)
{
    unsigned char digest[crypto_hash_sha256_BYTES];
    size_t n = strlen(base_name(m->path));

    m->raw = file_text(m->path);
    if (!m->raw) {
        complain(m->path, 1, "cannot be read");
        m->raw = "";
    }
    m->name = dup_n(base_name(m->path), n > 4 ? n - 4 : n);
    crypto_hash_sha256(digest, (const unsigned char *)m->raw, strlen(m->raw));
    sodium_bin2hex(m->sha256, sizeof m->sha256, digest, sizeof digest);
    if (m->own)
        translate(m, room);
}

static bool of_campus(const char *path)
{
    return strstr(path, "campus/schema/") != NULL;
}

void schema_load(struct schema *s, const char *name, sqlite3 *db)
{
    size_t front = 0;

    for (size_t i = 0; i < s->n; i++) {
        if (of_campus(s->v[i].path)) {
            struct migration_file m = s->v[i];

            memmove(&s->v[front + 1], &s->v[front], (i - front) * sizeof m);
            s->v[front++] = m;
        }
    }
    for (size_t i = 0; i < s->n; i++)
        load(&s->v[i], name);
    while (pass(s, db, false))
        ;
    pass(s, db, true);
    if (complaints() == 0)
        prove(s);
}
