/* pg.c: the database of a campus that outgrew one machine: connections, transactions and rows of
   PostgreSQL, with binary parameters and results.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include "store.h"
#include "pg.h"
#include <endian.h>
#include <libpq-fe.h>
#include <string.h>

enum { OID_BOOL = 16, OID_BYTEA = 17, OID_NAME = 19, OID_INT8 = 20, OID_INT2 = 21, OID_INT4 = 23,
       OID_TEXT = 25, OID_VARCHAR = 1043, PARAMS_MAX = DB_PARAMS_MAX,
       PIPE_ROWS = 256 };

static void quiet(void *, const char *)
{
}

static err of_state(PGconn *c, const PGresult *r)
{
    static const struct {
        const char *state;
        err e;
    } list[] = {
        {"40001", ERR_RETRY}, {"40P01", ERR_RETRY}, {"23505", ERR_EXISTS}, {"23503", ERR_CONFLICT},
        {"53100", ERR_DISK_FULL}, {"53200", ERR_MEMORY}, {"53300", ERR_BUSY}, {"55P03", ERR_BUSY},
        {"57014", ERR_BUSY}, {"57P01", ERR_DOWN}, {"57P02", ERR_DOWN}, {"57P03", ERR_DOWN},
        {"25006", ERR_DOWN}, /* this node leads no more */
    };
    const char *state = r ? PQresultErrorField(r, PG_DIAG_SQLSTATE) : NULL;

    for (size_t i = 0; state && i < sizeof list / sizeof *list; i++)
        if (strcmp(state, list[i].state) == 0)
            return list[i].e;
    return PQstatus(c) == CONNECTION_OK ? ERR_DB : ERR_DOWN;
}

/* Takes the result over: on success it is kept in db->pending, else its words are. */
static err got(struct db *db, PGresult *r)
{
    ExecStatusType status = PQresultStatus(r);
    err e;

    PQclear(db->pending);
    db->pending = NULL;
    if (r && (status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK)) {
        db->pending = r;
        return OK;
    }
    e = of_state(db->conn, r);
    db_failed(db, e, r ? PQresultErrorMessage(r) : PQerrorMessage(db->conn));
    PQclear(r);
    return e;
}

static void pg_tidy(struct db *db)
{
    PQclear(db->pending);
    db->pending = NULL;
}

static err pg_exec(struct db *db, const char *sql)
{
    TRY(got(db, PQexec(db->conn, sql)));
    pg_tidy(db);
    return OK;
}

static err pg_open(struct db *db)
{
    const char *keys[] = {"connect_timeout", "application_name", "dbname", "client_encoding", NULL};
    const char *values[] = {"10", "rapenburg", db->s->url, "UTF8", NULL};
    PGconn *c = PQconnectdbParams(keys, values, 1);

    db->conn = c;
    if (PQstatus(c) != CONNECTION_OK) {
        db_failed(db, ERR_DOWN, PQerrorMessage(c));
        return ERR_DOWN;
    }
    PQsetNoticeProcessor(c, quiet, NULL);
    return pg_exec(db, "SET client_min_messages = warning; SET timezone = 'UTC';"
                       "SET standard_conforming_strings = on");
}

static void pg_close(struct db *db)
{
    pg_tidy(db);
    PQfinish(db->conn);
    db->conn = NULL;
}

static err pg_begin(struct db *db)
{
    TRY(pg_exec(db, !db->writes  ? "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"
                    : db->fenced ? "BEGIN ISOLATION LEVEL REPEATABLE READ"
                                 : "BEGIN ISOLATION LEVEL SERIALIZABLE"));
    db->begun = true;
    return OK;
}

static bool pg_stands(struct db *db)
{
    PGTransactionStatusType t = PQtransactionStatus(db->conn);

    return t == PQTRANS_INTRANS || t == PQTRANS_INERROR;
}

static err pg_commit(struct db *db)
{
    TRY(got(db, PQexec(db->conn, "COMMIT")));
    db->begun = false;
    if (strcmp(PQcmdStatus(db->pending), "COMMIT") != 0)
        return db_failed(db, ERR_DB, "the transaction was rolled back");
    pg_tidy(db);
    return OK;
}

static void pg_rollback(struct db *db)
{
    pg_tidy(db);
    if (pg_stands(db))
        PQclear(PQexec(db->conn, "ROLLBACK"));
    db->begun = false;
}

static bool pg_alive(struct db *db)
{
    return PQstatus(db->conn) == CONNECTION_OK;
}

/* --- Queries -------------------------------------------------------------------------------- */

struct params {
    const char *v[PARAMS_MAX];
    int n[PARAMS_MAX], format[PARAMS_MAX];
    int64_t ints[PARAMS_MAX];
    Oid types[PARAMS_MAX];
    int count;
};

static void types(struct params *to, const char *letters)
{
    for (to->count = 0; letters[to->count] && to->count < PARAMS_MAX; to->count++) {
        char c = letters[to->count];

        to->types[to->count] = c == 'i' || c == 'k' ? OID_INT8 : c == 't' ? OID_TEXT : OID_BYTEA;
    }
}

static void fill(struct params *to, const struct db_value *p)
{
    for (int i = 0; i < to->count; i++) {
        to->format[i] = 1;
        to->v[i] = NULL;
        to->n[i] = 0;
        if (p[i].kind == DB_INT) {
            to->ints[i] = (int64_t)htobe64((uint64_t)p[i].i);
            to->v[i] = (const char *)&to->ints[i];
            to->n[i] = 8;
        } else if (p[i].kind != DB_NULL) {
            to->v[i] = p[i].n ? p[i].s : "";
            to->n[i] = (int)p[i].n;
        }
    }
}

static void statement_name(char name[32], const struct db_query *q)
{
    snprintf(name, 32, "q%llx", (unsigned long long)(uintptr_t)q);
}

static err prepare(struct db *db, const struct db_query *q, const struct params *p)
{
    struct prepared *slot = db_prepared(db, q);
    char name[32];

    if (!slot)
        return db_failed(db, ERR_MEMORY, "no memory for a prepared sentence");
    if (slot->stmt)
        return OK;
    statement_name(name, q);
    TRY(got(db, PQprepare(db->conn, name, q->postgres, p->count, p->types)));
    slot->stmt = db->conn; /* only a sign that it is there */
    return OK;
}

static err misfit(struct db *db, const struct db_query *q, size_t col, const char *what)
{
    char words[WORDS_MAX];

    snprintf(words, sizeof words, "%s: column %s is %s", q->name, q->cols[col].name, what);
    return db_failed(db, ERR_DB, words);
}

/* The whole number at v, of the given type; false if that is no number. */
static bool whole(Oid type, const char *v, int64_t *ret_v)
{
    uint64_t u8;
    uint32_t u4;
    uint16_t u2;

    switch (type) {
    case OID_INT8:
        memcpy(&u8, v, sizeof u8);
        *ret_v = (int64_t)be64toh(u8);
        return true;
    case OID_INT4:
        memcpy(&u4, v, sizeof u4);
        *ret_v = (int32_t)be32toh(u4);
        return true;
    case OID_INT2:
        memcpy(&u2, v, sizeof u2);
        *ret_v = (int16_t)be16toh(u2);
        return true;
    case OID_BOOL:
        *ret_v = *v != 0;
        return true;
    default:
        return false;
    }
}

static bool is_text(Oid type)
{
    return type == OID_TEXT || type == OID_VARCHAR || type == OID_NAME;
}

static void number(int64_t v, enum db_kind kind, void *to)
{
    int32_t small = (int32_t)v;
    bool yes = v != 0;

    if (kind == DB_I64)
        memcpy(to, &v, sizeof v);
    else if (kind == DB_I32)
        memcpy(to, &small, sizeof small);
    else
        memcpy(to, &yes, sizeof yes);
}

static err column(struct db *db, const struct db_query *q, int row, size_t col, char *to)
{
    const struct db_col *c = &q->cols[col];
    int i = (int)col;
    Oid type = PQftype(db->pending, i);
    const char *v = PQgetvalue(db->pending, row, i);
    size_t n = (size_t)PQgetlength(db->pending, row, i);
    int64_t whole_v;

    if (PQgetisnull(db->pending, row, i))
        return c->null ? OK : misfit(db, q, col, "NULL");
    if (c->kind == DB_TEXT) {
        const char *copy;

        if (!is_text(type))
            return misfit(db, q, col, "no text");
        copy = arena_dupn(db->arena, v, n);
        memcpy(to + c->at, &copy, sizeof copy);
    } else if (c->kind == DB_BYTES) {
        struct str copy;

        if (type != OID_BYTEA)
            return misfit(db, q, col, "not bytes");
        copy = (struct str){arena_dupn(db->arena, v, n), n};
        memcpy(to + c->at, &copy, sizeof copy);
    } else {
        if (!whole(type, v, &whole_v))
            return misfit(db, q, col, "no whole number");
        number(whole_v, c->kind, to + c->at);
    }
    return OK;
}

static err rows(struct db *db, const struct db_query *q, struct result *r)
{
    int n = PQntuples(db->pending);

    if ((size_t)PQnfields(db->pending) != q->n_cols)
        return db_failed(db, ERR_DB, "another number of columns");
    for (int i = 0; i < n && (r->max == 0 || r->n < r->max); i++) {
        char *to = result_row(db, r);

        memset(to, 0, r->size);
        for (size_t col = 0; col < q->n_cols; col++)
            TRY(column(db, q, i, col, to));
    }
    return OK;
}

static err pg_run(struct db *db, const struct db_query *q, const struct db_value *p,
                  struct result *r)
{
    struct params params;
    char name[32];
    err e = OK;

    types(&params, q->params);
    TRY(prepare(db, q, &params));
    fill(&params, p);
    statement_name(name, q);
    TRY(got(db, PQexecPrepared(db->conn, name, params.count, params.v, params.n, params.format, 1)));
    r->changed = strtoll(PQcmdTuples(db->pending), NULL, 10);
    if (r->size)
        e = rows(db, q, r);
    pg_tidy(db);
    return e;
}

/* --- Many rows: sent one after the other, their answers read together ------------------------- */

static err send_rows(struct db *db, const struct db_query *q, const struct db_rows *rows,
                     size_t from, size_t n)
{
    struct db_value values[PARAMS_MAX];
    struct params p;
    char name[32];

    types(&p, q->params);
    statement_name(name, q);
    for (size_t i = from; i < from + n; i++) {
        rows->bind((const char *)rows->v + i * rows->size, values);
        fill(&p, values);
        if (!PQsendQueryPrepared(db->conn, name, p.count, p.v, p.n, p.format, 1))
            return db_failed(db, ERR_DOWN, PQerrorMessage(db->conn));
    }
    return PQpipelineSync(db->conn) ? OK : db_failed(db, ERR_DOWN, PQerrorMessage(db->conn));
}

/* Reads answers up to the sync, whatever they say; the first that failed is the one that counts. */
static err read_answers(struct db *db, int64_t *ret)
{
    err e = OK;

    for (bool synced = false; !synced && PQstatus(db->conn) == CONNECTION_OK;) {
        PGresult *r = PQgetResult(db->conn);
        ExecStatusType status = PQresultStatus(r);

        synced = r && status == PGRES_PIPELINE_SYNC;
        if (r && e == OK && status == PGRES_COMMAND_OK)
            *ret += strtoll(PQcmdTuples(r), NULL, 10);
        else if (r && e == OK && !synced)
            e = db_failed(db, of_state(db->conn, r), PQresultErrorMessage(r));
        PQclear(r);
    }
    if (e == OK && PQstatus(db->conn) != CONNECTION_OK)
        e = db_failed(db, ERR_DOWN, PQerrorMessage(db->conn));
    return e;
}

static err pg_bulk(struct db *db, const struct db_query *q, const struct db_rows *rows,
                   int64_t *ret)
{
    struct params p;
    err e = OK;

    types(&p, q->params);
    TRY(prepare(db, q, &p));
    if (!PQenterPipelineMode(db->conn))
        return db_failed(db, ERR_DB, PQerrorMessage(db->conn));
    for (size_t i = 0; i < rows->n && e == OK; i += PIPE_ROWS) {
        e = send_rows(db, q, rows, i, rows->n - i < PIPE_ROWS ? rows->n - i : PIPE_ROWS);
        if (e == OK)
            e = read_answers(db, ret);
    }
    if (!PQexitPipelineMode(db->conn) && e == OK)
        e = db_failed(db, ERR_DB, PQerrorMessage(db->conn));
    return e;
}

static bool fits(enum db_kind kind, Oid type)
{
    switch (kind) {
    case DB_I64:
    case DB_I32:
        return type == OID_INT8 || type == OID_INT4 || type == OID_INT2;
    case DB_BOOL:
        return type == OID_INT8 || type == OID_INT4 || type == OID_INT2 || type == OID_BOOL;
    case DB_TEXT:
        return is_text(type);
    case DB_BYTES:
        return type == OID_BYTEA;
    }
    return false;
}

static err pg_describe(struct db *db, const struct db_query *q)
{
    struct params params;
    char name[32];

    types(&params, q->params);
    TRY(prepare(db, q, &params));
    statement_name(name, q);
    TRY(got(db, PQdescribePrepared(db->conn, name)));
    if ((size_t)PQnfields(db->pending) != q->n_cols)
        return db_failed(db, ERR_DB, "another number of columns");
    for (size_t i = 0; i < q->n_cols; i++)
        if (!fits(q->cols[i].kind, PQftype(db->pending, (int)i)))
            return misfit(db, q, i, "of another type");
    pg_tidy(db);
    return OK;
}

static const struct db_col problem_col[] = {{"problem", DB_TEXT, true, 0}};
static const struct db_query bad_index = {
    .name = "data_bad_index",
    .params = "",
    .cols = problem_col,
    .n_cols = 1,
    .postgres = "SELECT c.relname::text FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid"
                " WHERE NOT (i.indisvalid AND i.indisready)"
                " UNION ALL SELECT conname::text FROM pg_constraint WHERE NOT convalidated LIMIT 1",
};

/* PostgreSQL proves its foreign keys as it writes; what can be unsound is an index or constraint that
   was made and not finished. Data checksums are read by its own tools. */
static err pg_check(struct db *db, struct arena *a, const char **ret_why)
{
    const char *problem = NULL;
    bool found = false;
    struct db_found ret = {&problem, sizeof problem, &found};

    TRY(db_maybe_word(db, &bad_index, NULL, &ret));
    if (!found)
        return OK;
    *ret_why = arena_printf(a, "PostgreSQL's index or constraint %s is not valid", problem);
    return ERR_DB;
}

const struct backend backend_postgres = {
    .open = pg_open,
    .close = pg_close,
    .begin = pg_begin,
    .commit = pg_commit,
    .rollback = pg_rollback,
    .tidy = pg_tidy,
    .stands = pg_stands,
    .alive = pg_alive,
    .exec = pg_exec,
    .run = pg_run,
    .bulk = pg_bulk,
    .describe = pg_describe,
    .backup = pg_backup,
    .check = pg_check,
};
