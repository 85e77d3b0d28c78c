/* query.h: what tools/queryc's code says to the database. Only generated code and tests include it.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef DATA_QUERY_H
#define DATA_QUERY_H
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include "db.h"

/* How a column lies in its row struct. */
enum db_kind { DB_I64, DB_I32, DB_BOOL, DB_TEXT, DB_BYTES };

struct db_col {
    const char *name;
    enum db_kind kind;
    bool null; /* may be NULL; reads as zero or a NULL pointer then. Else NULL is ERR_DB */
    size_t at; /* its place in the row struct */
};

/* One sentence of a queries.sql. A table of them, NAME_queries, is a room's registry. */
struct db_query {
    const char *name;   /* "records_q_open_offers" */
    const char *params; /* a letter each: i number, t text, b bytes, k a new row's key: never NULL */
    const struct db_col *cols;
    size_t n_cols;
    size_t row; /* bytes of the row struct; 0 if the result is one value */
    bool writes;
    const char *sqlite, *postgres;
};

/* A parameter's value. */
enum db_value_kind { DB_NULL, DB_INT, DB_STR, DB_BLOB };
struct db_value {
    enum db_value_kind kind;
    int64_t i;
    const char *s;
    size_t n;
};
static inline struct db_value db_v_int(int64_t v)
{
    return (struct db_value){.kind = DB_INT, .i = v};
}
/* Zero means none. */
static inline struct db_value db_v_zero(int64_t v)
{
    return (struct db_value){.kind = v ? DB_INT : DB_NULL, .i = v};
}
static inline struct db_value db_v_text(const char *s)
{
    return (struct db_value){.kind = s ? DB_STR : DB_NULL, .s = s, .n = s ? strlen(s) : 0};
}
static inline struct db_value db_v_bytes(struct str s)
{
    return (struct db_value){.kind = s.s ? DB_BLOB : DB_NULL, .s = s.s, .n = s.n};
}

/* Where a value that may be absent goes. */
struct db_found {
    void *ret;
    size_t size;
    bool *ret_found;
};

/* `p` has one value per parameter. Rows and texts go to the db's arena. */
[[nodiscard]] err db_many(struct db *db, const struct db_query *q, const struct db_value *p,
                          void **ret_v, size_t *ret_n);
/* ERR_NOT_FOUND without a row. */
[[nodiscard]] err db_one(struct db *db, const struct db_query *q, const struct db_value *p, void *ret,
                         size_t size);
[[nodiscard]] err db_maybe(struct db *db, const struct db_query *q, const struct db_value *p,
                           void **ret_row);
/* Zero is written to the value when there is no row. */
[[nodiscard]] err db_maybe_word(struct db *db, const struct db_query *q, const struct db_value *p,
                                const struct db_found *ret);
[[nodiscard]] err db_changed(struct db *db, const struct db_query *q, const struct db_value *p,
                             int64_t *ret);
[[nodiscard]] err db_nothing(struct db *db, const struct db_query *q, const struct db_value *p);

/* Many rows for one sentence: `bind` writes the values of one row. */
#define DB_PARAMS_MAX 64
struct db_rows {
    const void *v;
    size_t n, size; /* rows, bytes of one */
    void (*bind)(const void *row, struct db_value *to);
};
/* Runs a writing sentence once for each row, without waiting for each answer; gives the rows changed by
   all of them. Counts as one query. */
[[nodiscard]] err db_bulk(struct db *db, const struct db_query *q, const struct db_rows *rows,
                          int64_t *ret);

/* All rooms' queries, for tests: written by the build (mk/test.mk); ends with a row without room. */
struct query_table {
    const char *room;
    const struct db_query *v;
    const size_t *n;
};
extern const struct query_table query_tables[];
/* Prepares each query of a table and compares kinds and numbers of columns with what the database
   says: for `make check`. *ret_why names the first that does not fit. */
[[nodiscard]] err store_prepare(struct store *s, const struct db_query *q, size_t n, struct arena *a,
                                const char **ret_why);

#endif
