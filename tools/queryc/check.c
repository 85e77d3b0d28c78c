/* check.c: translates each sentence for both databases, prepares it on SQLite and compares its
   parameters and columns with the signature. For tools/queryc.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include "queryc/queryc.h"
#include <sqlite3.h>
#include <stdint.h>
#include <string.h>

struct look {
    const struct queries *qs;
    struct query *q;
    sqlite3 *db;
};

static int find_param(const struct query *q, struct token t)
{
    for (size_t i = 0; i < q->params.n; i++)
        if (t.n - 1 == strlen(q->params.v[i].name) &&
            memcmp(t.s + 1, q->params.v[i].name, t.n - 1) == 0)
            return (int)i;
    return -1;
}

static void put_param(struct look *k, struct token t, uint64_t *used)
{
    static const char *const casts[] = {[INT] = "bigint", [TEXT] = "text", [BYTES] = "bytea"};
    int i = find_param(k->q, t);

    if (i < 0) {
        complain(k->qs->file, t.line, "%s: '%.*s' is not in the signature", k->q->name, (int)t.n,
                 t.s);
        return;
    }
    *used |= UINT64_C(1) << (i & 63);
    put(&k->q->sqlite, "?%d", i + 1);
    put(&k->q->postgres, "$%d::%s", i + 1, casts[k->q->params.v[i].word->base]);
}

/* Writes both variants; complains of unknown and unused parameters. */
static void translate(struct look *k)
{
    struct lexer l = {k->q->sql, k->q->sql_line};
    uint64_t used = 0;

    if (k->q->params.n > 64)
        complain(k->qs->file, k->q->line, "%s: more than 64 parameters", k->q->name);
    for (struct token t = lex(&l); t.kind != T_END; t = lex(&l)) {
        if (t.kind == T_PARAM) {
            put_param(k, t, &used);
            continue;
        }
        put_n(&k->q->sqlite, t.s, t.n);
        put_n(&k->q->postgres, t.s, t.n);
    }
    for (size_t i = 0; i < k->q->params.n && i < 64; i++)
        if (!(used & UINT64_C(1) << i))
            complain(k->qs->file, k->q->line, "%s: parameter '%s' is not used", k->q->name,
                     k->q->params.v[i].name);
}

static void mark_key(struct look *k)
{
    struct token t = key_param(k->db, k->q->sql);
    int i = t.kind == T_PARAM ? find_param(k->q, t) : -1;

    if (i >= 0)
        k->q->params.v[i].key = true;
}

/* What one of the two databases does not know, or understands otherwise. */
static void parity(struct look *k, struct token t, struct token after)
{
    static const struct {
        const char *word;
        bool call; /* only in front of a bracket */
        const char *instead;
    } list[] = {
        {"LIKE",         false, "instr(haystack, needle) > 0"                   },
        {"ILIKE",        false, "instr(haystack, needle) > 0"                   },
        {"GLOB",         false, "instr(haystack, needle) > 0"                   },
        {"MATCH",        false, "campus/search"                                 },
        {"REGEXP",       false, "instr(haystack, needle) > 0"                   },
        {"ROWID",        false, "the table's own id"                            },
        {"GROUP_CONCAT", true,  "rows, joined in C"                             },
        {"STRING_AGG",   true,  "rows, joined in C"                             },
        {"IFNULL",       true,  "COALESCE"                                      },
        {"IIF",          true,  "CASE"                                          },
        {"TOTAL",        true,  "CAST(COALESCE(sum(x), 0) AS BIGINT)"           },
        {"DATE",         true,  "a parameter from C"                            },
        {"DATETIME",     true,  "a parameter from C"                            },
        {"STRFTIME",     true,  "a parameter from C"                            },
        {"NOW",          true,  "a parameter from C"                            },
        {"CURRENT_TIMESTAMP", false, "a parameter from C"                       },
        {"RANDOM",       true,  "rand_below() in C"                             },
        {"PRINTF",       true,  "C"                                             },
        {"LAST_INSERT_ROWID", true, "RETURNING"                                 },
        {"CHANGES",      true,  "-> changed"                                    },
        {"REPLACE",      false, "INSERT … ON CONFLICT … DO UPDATE"              },
        {"GREATEST",     true,  "CASE WHEN"                                     },
        {"LEAST",        true,  "CASE WHEN"                                     },
        {"LOWER",        true,  "a stored column made by str_fold() or str_lower()"},
        {"UPPER",        true,  "a stored column made by str_fold() or str_lower()"},
        {"::",           false, "CAST(x AS BIGINT)"                             },
        {"==",           false, "="                                             },
    };

    for (size_t i = 0; i < sizeof list / sizeof *list; i++)
        if (token_is(t, list[i].word) && (!list[i].call || token_is(after, "(")))
            complain(k->qs->file, t.line, "%s: '%.*s' differs between the databases; use %s",
                     k->q->name, (int)t.n, t.s, list[i].instead);
}

/* min(a, b) is the smaller of two on SQLite and an error on PostgreSQL. */
static void parity_min(struct look *k, struct token t, struct lexer l)
{
    int depth = 0;

    if (!token_is(t, "min") && !token_is(t, "max"))
        return;
    for (struct token in = lex_solid(&l); in.kind != T_END; in = lex_solid(&l)) {
        if (token_is(in, "("))
            depth++;
        else if (depth == 0 || (token_is(in, ")") && --depth == 0))
            return;
        else if (depth == 1 && token_is(in, ","))
            break;
    }
    complain(k->qs->file, t.line, "%s: %.*s of two values differs between the databases; use CASE WHEN",
             k->q->name, (int)t.n, t.s);
}

static bool table_exists(sqlite3 *db, const char *name)
{
    sqlite3_stmt *st = NULL;
    bool found = false;

    if (sqlite3_prepare_v2(db, "SELECT 1 FROM sqlite_master WHERE name = lower(?)", -1, &st, NULL) ==
        SQLITE_OK) {
        sqlite3_bind_text(st, 1, name, -1, SQLITE_STATIC);
        found = sqlite3_step(st) == SQLITE_ROW;
    }
    sqlite3_finalize(st);
    return found;
}

static bool of_room(const char *table, const char *room)
{
    return strncmp(table, room, strlen(room)) == 0 && table[strlen(room)] == '_';
}

/* A room writes its own tables, and reads its own, campus's and those of the rooms it needs. */
static void wall(struct look *k, struct token table, bool writes)
{
    char *name = token_dup(table);

    if (table.kind != T_WORD || !table_exists(k->db, name) || of_room(name, k->qs->name))
        return;
    if (!writes && of_room(name, "campus"))
        return;
    for (size_t i = 0; !writes && i < k->qs->n_needs; i++)
        if (of_room(name, k->qs->needs[i]))
            return;
    complain(k->qs->file, table.line, "%s: %s %s table '%s' (see the file 'needs')", k->q->name,
             k->qs->name, writes ? "may not write" : "may not read", name);
}

static void lint(struct look *k)
{
    struct lexer l = {k->q->sql, k->q->sql_line};
    struct token before = {0}, earlier = {0};

    for (struct token t = lex_solid(&l); t.kind != T_END; t = lex_solid(&l)) {
        struct lexer ahead = l;
        bool deletes = earlier.s && token_is(earlier, "DELETE") && token_is(before, "FROM");

        parity_min(k, t, l);
        parity(k, t, lex_solid(&ahead));
        if (before.s && (token_is(before, "FROM") || token_is(before, "JOIN")))
            wall(k, t, deletes);
        if (before.s && (token_is(before, "INTO") || token_is(before, "UPDATE")))
            wall(k, t, true);
        earlier = before;
        before = t;
    }
}

/* Is there an ORDER BY outside brackets? */
static bool ordered(const struct query *q)
{
    struct lexer l = {q->sql, 1};
    int depth = 0;

    for (struct token t = lex_solid(&l); t.kind != T_END; t = lex_solid(&l)) {
        depth += token_is(t, "(") ? 1 : token_is(t, ")") ? -1 : 0;
        if (depth == 0 && token_is(t, "ORDER"))
            return true;
    }
    return false;
}

static void sql_error(struct look *k)
{
    int offset = sqlite3_error_offset(k->db);
    int line = k->q->sql_line;

    for (int i = 0; i < offset && (size_t)i < k->q->sqlite.n; i++)
        if (k->q->sqlite.s[i] == '\n')
            line++;
    complain(k->qs->file, line, "%s: %s", k->q->name, sqlite3_errmsg(k->db));
}

/* Column i of the prepared sentence: name and word. */
static bool column(struct look *k, sqlite3_stmt *st, int i, struct field *ret)
{
    const char *name = sqlite3_column_name(st, i);
    const char *declared = sqlite3_column_decltype(st, i);
    const char *colon = strchr(name, ':');
    const struct word *of = declared ? word_find(declared, strlen(declared)) : NULL;
    const struct word *said = colon ? word_find(colon + 1, strlen(colon + 1)) : NULL;

    if (colon && !said) {
        complain(k->qs->file, k->q->sql_line, "%s: column '%s': no such column word", k->q->name, name);
        return false;
    }
    if (!said && !of) {
        complain(k->qs->file, k->q->sql_line,
                 "%s: column %d '%s' is an expression: name it and its word, AS \"name:word\"",
                 k->q->name, i + 1, name);
        return false;
    }
    if (said && of && said != of) {
        complain(k->qs->file, k->q->sql_line, "%s: column '%s' is declared as %s", k->q->name, name,
                 of->name);
        return false;
    }
    ret->name = colon ? dup_n(name, (size_t)(colon - name)) : dup_n(name, strlen(name));
    ret->word = said ? said : of;
    if (strspn(ret->name, "abcdefghijklmnopqrstuvwxyz0123456789_") != strlen(ret->name) ||
        reserved_in_c(ret->name)) {
        complain(k->qs->file, k->q->sql_line, "%s: '%s' cannot be a field's name in C; use AS",
                 k->q->name, ret->name);
        return false;
    }
    return true;
}

static void columns(struct look *k, sqlite3_stmt *st)
{
    struct query *q = k->q;
    int n = sqlite3_column_count(st);

    q->columns.v = must_alloc(NULL, (size_t)n * sizeof *q->columns.v + 1);
    for (int i = 0; i < n; i++) {
        struct field f;

        if (!column(k, st, i, &f))
            return;
        for (size_t j = 0; j < q->columns.n; j++)
            if (q->shape <= MAYBE && strcmp(q->columns.v[j].name, f.name) == 0)
                complain(k->qs->file, q->sql_line, "%s: two columns '%s'", q->name, f.name);
        q->columns.v[q->columns.n++] = f;
    }
}

static void shape(struct look *k)
{
    struct query *q = k->q;
    const char *file = k->qs->file;

    if (q->shape >= CHANGED && q->columns.n)
        complain(file, q->line, "%s: the sentence gives rows, the signature none", q->name);
    if ((q->shape == CHANGED || q->shape == BULK) && !q->writes)
        complain(file, q->line, "%s: it changes nothing", q->name);
    if (q->shape <= MAYBE_WORD && q->columns.n == 0)
        complain(file, q->line, "%s: the sentence gives no rows", q->name);
    if (q->shape == ONE_WORD || q->shape == MAYBE_WORD) {
        if (q->columns.n > 1)
            complain(file, q->line, "%s: one value is promised, %zu columns are given", q->name,
                     q->columns.n);
        else if (q->columns.n == 1 && q->columns.v[0].word != q->word)
            complain(file, q->line, "%s: the signature says %s, the sentence gives %s", q->name,
                     q->word->name, q->columns.v[0].word->name);
    }
    if (q->shape == MANY && !q->writes && !ordered(q))
        complain(file, q->line, "%s: many rows want an ORDER BY", q->name);
}

static bool agree(const struct fields *a, const struct fields *b)
{
    if (a->n != b->n)
        return false;
    for (size_t i = 0; i < a->n; i++)
        if (strcmp(a->v[i].name, b->v[i].name) != 0 || a->v[i].word != b->v[i].word)
            return false;
    return true;
}

/* What a query's row struct holds. */
static const struct fields *row_fields(const struct query *q)
{
    return q->shape == BULK ? &q->params : &q->columns;
}

/* Queries that share a row must agree on its columns. */
static void rows_agree(const struct queries *qs)
{
    for (size_t i = 0; i < qs->n; i++) {
        for (size_t j = 0; j < i; j++) {
            if (!qs->v[i].row || !qs->v[j].row || strcmp(qs->v[i].row, qs->v[j].row) != 0)
                continue;
            if (!agree(row_fields(&qs->v[i]), row_fields(&qs->v[j])))
                complain(qs->file, qs->v[i].line, "%s: row %s has other columns in %s (line %d)",
                         qs->v[i].name, qs->v[i].row, qs->v[j].name, qs->v[j].line);
            break;
        }
    }
}

static bool allowed_begin(const char *sql)
{
    struct lexer l = {sql, 1};
    struct token t = lex_solid(&l);

    return token_is(t, "SELECT") || token_is(t, "INSERT") || token_is(t, "UPDATE") ||
           token_is(t, "DELETE") || token_is(t, "WITH");
}

static void check(struct look *k)
{
    sqlite3_stmt *st = NULL;
    int before = complaints();

    if (!allowed_begin(k->q->sql)) {
        complain(k->qs->file, k->q->sql_line, "%s: a query is SELECT, INSERT, UPDATE, DELETE or WITH",
                 k->q->name);
        return;
    }
    translate(k);
    lint(k);
    if (complaints() > before)
        return;
    if (sqlite3_prepare_v2(k->db, k->q->sqlite.s, -1, &st, NULL) != SQLITE_OK) {
        sql_error(k);
        return;
    }
    k->q->writes = !sqlite3_stmt_readonly(st);
    mark_key(k);
    columns(k, st);
    if (complaints() == before)
        shape(k);
    sqlite3_finalize(st);
}

void queries_check(struct queries *qs, sqlite3 *db)
{
    int before = complaints();

    for (size_t i = 0; i < qs->n; i++)
        check(&(struct look){.qs = qs, .q = &qs->v[i], .db = db});
    if (complaints() == before)
        rows_agree(qs);
}
