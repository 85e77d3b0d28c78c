/* key.c: which parameter is a new row's key. SQLite would make up a number for a key that is NULL; so the
   parameter is marked, and a NULL there is an error on both databases. For tools/queryc.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include "queryc/queryc.h"
#include <sqlite3.h>
#include <string.h>

/* The column that is the whole key of a table, and a number; NULL: there is none. */
static char *key_of(sqlite3 *db, const char *table)
{
    sqlite3_stmt *st = NULL;
    char *name = NULL;
    int n = 0;

    if (sqlite3_prepare_v2(db, "SELECT name, type FROM pragma_table_info(lower(?)) WHERE pk > 0", -1,
                           &st, NULL) != SQLITE_OK)
        return NULL;
    sqlite3_bind_text(st, 1, table, -1, SQLITE_STATIC);
    for (; sqlite3_step(st) == SQLITE_ROW; n++) {
        const char *type = (const char *)sqlite3_column_text(st, 1);
        const struct word *w = word_find(type, strlen(type));

        if (w && w->base == INT)
            name = format("%s", (const char *)sqlite3_column_text(st, 0));
    }
    sqlite3_finalize(st);
    return n == 1 ? name : NULL;
}

/* Behind the bracket of a list of columns: the position of one, from 0; -1. The lexer ends behind it. */
static int position(struct lexer *l, const char *column)
{
    int at = -1;
    int i = 0;

    for (struct token t = lex_solid(l); t.kind != T_END && !token_is(t, ")"); t = lex_solid(l)) {
        if (token_is(t, ","))
            i++;
        else if (token_is(t, column))
            at = i;
    }
    return at;
}

/* The expression at a position of a list, if it is one token; else the end. */
static struct token expression(struct lexer *l, int at)
{
    struct token found = {0};
    int n = 0;
    int depth = 0;

    for (struct token t = lex_solid(l); t.kind != T_END; t = lex_solid(l)) {
        if (depth == 0 && at == 0 && (token_is(t, ",") || token_is(t, ")") || t.kind == T_WORD))
            break;
        depth += token_is(t, "(") ? 1 : token_is(t, ")") ? -1 : 0;
        if (depth == 0 && token_is(t, ","))
            at--;
        else if (at == 0 && n++ == 0)
            found = t;
    }
    return n == 1 ? found : (struct token){0};
}

/* Of `INSERT INTO table (columns) VALUES (…)` or `… SELECT …`. */
struct token key_param(sqlite3 *db, const char *sql)
{
    struct lexer l = {sql, 1};
    struct token none = {0};
    char *key;
    int at;

    if (!token_is(lex_solid(&l), "INSERT") || !token_is(lex_solid(&l), "INTO"))
        return none;
    key = key_of(db, token_dup(lex_solid(&l)));
    if (!key || !token_is(lex_solid(&l), "("))
        return none;
    at = position(&l, key);
    if (at < 0)
        return none;
    if (token_is(lex_solid(&l), "VALUES") && !token_is(lex_solid(&l), "("))
        return none;
    return expression(&l, at);
}
