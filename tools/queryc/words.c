/* words.c: the column words of types.def and ids.def, for tools/queryc.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include "queryc/queryc.h"
#include <string.h>

#define X(word, type, of, meaning) {.name = #word, .ctype = #type, .base = of},
static struct word words[] = {
#include "../../src/data/types.def"
#undef X
#define X(word) {.name = #word, .ctype = #word, .base = INT, .id = true},
#include "../../src/base/ids.def"
#undef X
};

static const struct {
    const char *name, *kind, *bind, *rule;
    bool null;
} ways[] = {
    {"number",  "DB_I64",   "db_v_int(%s)",        NULL,                  false},
    {"amount",  "DB_I64",   "db_v_int(%s)",        ">= 0",             false},
    {"flag",    "DB_BOOL",  "db_v_int(%s ? 1 : 0)", "IN (0, 1)",       false},
    {"money",   "DB_I64",   "db_v_int(%s)",        NULL,                  false},
    {"instant", "DB_I64",   "db_v_zero(%s.v)",     NULL,                  true },
    {"day",     "DB_I32",   "db_v_zero(%s.v)",     NULL,                  true },
    {"minute",  "DB_I32",   "db_v_int(%s.v)",      "BETWEEN 0 AND 1440", false},
    {"text",    "DB_TEXT",  "db_v_text(%s)",       NULL,                  true },
    {"bytes",   "DB_BYTES", "db_v_bytes(%s)",      NULL,                  true },
};

static void complete(struct word *w)
{
    if (w->id) {
        w->kind = "DB_I64";
        w->bind = "db_v_zero(%s.v)";
        w->null = true;
    }
    for (size_t i = 0; i < sizeof ways / sizeof *ways; i++) {
        if (w->id || strcmp(ways[i].name, w->name) != 0)
            continue;
        w->kind = ways[i].kind;
        w->bind = ways[i].bind;
        w->rule = ways[i].rule;
        w->null = ways[i].null;
    }
}

const struct word *word_find(const char *s, size_t n)
{
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        if (!same(s, n, words[i].name))
            continue;
        if (!words[i].kind)
            complete(&words[i]);
        return &words[i];
    }
    return NULL;
}

static bool among(const char *s, const char *const *list)
{
    for (; *list; list++)
        if (same(s, strlen(s), *list))
            return true;
    return false;
}

bool reserved_in_c(const char *s)
{
    static const char *const list[] = {
        "auto",   "bool",   "break",  "case",     "char",   "const",   "continue", "default",
        "do",     "double", "else",   "enum",     "extern", "float",   "for",      "goto",
        "if",     "inline", "int",    "long",     "register", "restrict", "return", "short",
        "signed", "sizeof", "static", "struct",   "switch", "typedef", "typeof",   "union",
        "unsigned", "void", "volatile", "while",  "asm",    "db",      "grant",    "ret",
        "true",   "false",  "ret_found", NULL};

    return among(s, list);
}

bool reserved_in_postgres(const char *s)
{
    static const char *const list[] = {
        "all",       "analyse",  "analyze",   "and",      "any",       "array",     "as",
        "asc",       "asymmetric", "both",    "case",     "cast",      "check",     "collate",
        "column",    "constraint", "create",  "current_date", "current_role", "current_time",
        "current_timestamp", "current_user",  "default",  "deferrable", "desc",     "distinct",
        "do",        "else",     "end",       "except",   "false",     "fetch",     "for",
        "foreign",   "from",     "grant",     "group",    "having",    "in",        "initially",
        "intersect", "into",     "lateral",   "leading",  "limit",     "localtime", "localtimestamp",
        "not",       "null",     "offset",    "on",       "only",      "or",        "order",
        "placing",   "primary",  "references", "returning", "select",  "session_user", "some",
        "symmetric", "table",    "then",      "to",       "trailing",  "true",      "union",
        "unique",    "user",     "using",     "variadic", "when",      "where",     "window",
        "with",      NULL};

    return among(s, list);
}
