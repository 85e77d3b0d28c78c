/* queryc.h: what the parts of tools/queryc share. The tool frees nothing: it ends soon.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef QUERYC_H
#define QUERYC_H
#include <stdbool.h>
#include <stddef.h>

/* --- text.c: messages, growing text, files, tokens ----------------------------------------- */

struct text {
    char *s;
    size_t n, room;
};
[[gnu::format(printf, 2, 3)]] void put(struct text *t, const char *fmt, ...);
void put_n(struct text *t, const char *s, size_t n);
/* `s` as C string literals, one a line, each line after `indent`. */
void put_literal(struct text *t, const char *s, const char *indent);
[[gnu::returns_nonnull]] void *must_alloc(void *p, size_t n);
char *dup_n(const char *s, size_t n);
[[gnu::format(printf, 1, 2)]] char *format(const char *fmt, ...);
bool same(const char *s, size_t n, const char *word); /* without regard to case */

/* `file:line: error: …` on standard error; the tool then ends with 1. */
[[gnu::format(printf, 3, 4)]] void complain(const char *file, int line, const char *fmt, ...);
int complaints(void);

char *file_text(const char *path); /* NULL if it cannot be read */
void file_put(const char *path, const struct text *t);
const char *base_name(const char *path);

enum token_kind { T_END, T_SPACE, T_COMMENT, T_WORD, T_QUOTED, T_STRING, T_NUMBER, T_PARAM, T_PUNCT };
struct token {
    enum token_kind kind;
    const char *s;
    size_t n;
    int line;
};
struct lexer {
    const char *p;
    int line;
};
struct token lex(struct lexer *l);      /* everything, blanks and comments too */
struct token lex_solid(struct lexer *l); /* the next that is neither blank nor comment */
bool token_is(struct token t, const char *word);
char *token_dup(struct token t);

/* --- words.c: the column words ------------------------------------------------------------- */

enum base { INT, TEXT, BYTES };
struct word {
    const char *name, *ctype;
    enum base base;
    bool null;        /* may be NULL in the database */
    bool id;          /* one of ids.def */
    const char *kind; /* enum db_kind of src/data/query.h */
    const char *bind; /* the function of query.h that makes a struct db_value; %s is the name */
    const char *rule; /* a further check of the value in SQLite, or NULL */
};
const struct word *word_find(const char *s, size_t n);
bool reserved_in_c(const char *s);
bool reserved_in_postgres(const char *s);

/* --- schema.c: migrations ------------------------------------------------------------------ */

struct migration_file {
    const char *path, *name; /* "0001_catalogue" */
    const char *raw;
    bool own;
    bool applied;
    struct text sqlite, postgres;
    char sha256[65];
};
struct schema {
    struct migration_file *v;
    size_t n;
};
struct sqlite3;
/* Reads, checks and translates the files; applies all to `db`, campus first. */
void schema_load(struct schema *s, const char *name, struct sqlite3 *db);

/* --- query.c: the sentences ---------------------------------------------------------------- */

struct field {
    const char *name;
    const struct word *word;
    bool key; /* of a new row: never NULL */
};
struct fields {
    struct field *v;
    size_t n;
};
enum shape { MANY, ONE, MAYBE, ONE_WORD, MAYBE_WORD, CHANGED, NOTHING, BULK };
struct query {
    const char *name, *doc, *may; /* may: NULL without `!may` */
    int line;                     /* of the signature */
    struct fields params, columns;
    enum shape shape;
    const char *row;         /* MANY, ONE, MAYBE: of the columns; BULK: of the parameters */
    const struct word *word; /* ONE_WORD, MAYBE_WORD */
    const char *sql;
    int sql_line;
    bool writes;
    struct text sqlite, postgres;
};
struct queries {
    const char *file, *name; /* name of the room */
    char **needs;            /* rooms whose tables may be read, besides its own and campus's */
    size_t n_needs;
    struct query *v;
    size_t n;
};
void queries_read(struct queries *q);                      /* query.c: parse */
void queries_check(struct queries *q, struct sqlite3 *db); /* check.c: prepare and compare */
/* key.c: the token that gives a new row its key, when that is one number and one token; else of kind T_END. */
struct token key_param(struct sqlite3 *db, const char *sql);

/* --- write.c: C ----------------------------------------------------------------------------- */

void write_header(struct text *t, const struct queries *q, const struct schema *s);
void write_source(struct text *t, const struct queries *q, const struct schema *s);

#endif
