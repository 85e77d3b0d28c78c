/* sqlite.c: the database in the state folder: connections, transactions and rows of SQLite.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include "store.h"
#include "wal_file.h"
#include <sqlite3.h>
#include <string.h>
#include <sys/stat.h>

static err of_code(int rc)
{
    switch (rc & 0xff) {
    case SQLITE_OK:
    case SQLITE_ROW:
    case SQLITE_DONE:
        return OK;
    case SQLITE_FULL:
        return ERR_DISK_FULL;
    case SQLITE_NOMEM:
        return ERR_MEMORY;
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        return ERR_BUSY;
    default:
        break;
    }
    switch (rc) {
    case SQLITE_IOERR_SHMSIZE: /* no room for the index of the WAL */
        return ERR_DISK_FULL;
    case SQLITE_CONSTRAINT_UNIQUE:
    case SQLITE_CONSTRAINT_PRIMARYKEY:
        return ERR_EXISTS;
    case SQLITE_CONSTRAINT_FOREIGNKEY:
        return ERR_CONFLICT;
    default:
        return ERR_DB;
    }
}

static err said(struct db *db, int rc)
{
    err e = of_code(rc);

    return e == OK ? OK : db_failed(db, e, sqlite3_errmsg(db->conn));
}

static err lite_exec(struct db *db, const char *sql)
{
    return said(db, sqlite3_exec(db->conn, sql, NULL, NULL, NULL));
}

static err lite_open(struct db *db)
{
    static const char both[] = "PRAGMA foreign_keys=ON; PRAGMA temp_store=MEMORY;"
                               "PRAGMA synchronous=FULL; PRAGMA wal_autocheckpoint=16000;"
                               "PRAGMA journal_size_limit=67108864;";
    char path[4096];
    sqlite3 *c = NULL;
    int rc;

    if ((size_t)snprintf(path, sizeof path, "%s/campus.db", db->s->state) >= sizeof path)
        return db_failed(db, ERR_IO, "the state folder's path is too long");
    /* Its statistics take one lock of the whole process at each allocation. Only the first open finds
       SQLite not yet begun; later ones change nothing. */
    (void)sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
    rc = wal_files();
    if (rc != SQLITE_OK)
        return db_failed(db, of_code(rc), "SQLite's file layer cannot be set up");
    rc = sqlite3_open_v2(path, &c,
                         SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE |
                             (db->writes ? SQLITE_OPEN_CREATE : 0),
                         WAL_FILES);
    db->conn = c;
    if (!c)
        return db_failed(db, ERR_MEMORY, "no memory for SQLite");
    if (rc != SQLITE_OK) {
        db_failed(db, of_code(rc), sqlite3_errmsg(c));
        return ERR_IO;
    }
    sqlite3_busy_timeout(c, 5000);
    sqlite3_db_config(c, SQLITE_DBCONFIG_DQS_DML, 0, NULL);
    if (db->writes)
        (void)chmod(path, 0600);
    /* The one writer's pages are many in a rush; a reader's are those of a page. */
    TRY(lite_exec(db, db->writes ? "PRAGMA journal_mode=WAL; PRAGMA cache_size=-64000;"
                                 : "PRAGMA query_only=ON; PRAGMA cache_size=-8000;"));
    return lite_exec(db, both);
}

static void lite_close(struct db *db)
{
    for (size_t i = 0; i < db->room_prepared; i++)
        sqlite3_finalize(db->prepared[i].stmt);
    sqlite3_close(db->conn);
    db->conn = NULL;
}

static err lite_run(struct db *db, const struct db_query *q, const struct db_value *p,
                    struct result *r);

/* A read's begin and end are prepared once: a page is a snapshot. */
static const struct db_query begin_read = {.name = "data_begin", .params = "", .sqlite = "BEGIN"};
static const struct db_query end_read = {.name = "data_end", .params = "", .sqlite = "ROLLBACK"};

static err lite_begin(struct db *db)
{
    struct result none = {0};

    TRY(db->writes ? lite_exec(db, "BEGIN IMMEDIATE") : lite_run(db, &begin_read, NULL, &none));
    db->begun = true;
    return OK;
}

/* Statements that were left half-way, by a longjmp, hold locks: none may stay. */
static void lite_tidy(struct db *db)
{
    for (sqlite3_stmt *st = sqlite3_next_stmt(db->conn, NULL); st;
         st = sqlite3_next_stmt(db->conn, st))
        if (sqlite3_stmt_busy(st))
            sqlite3_reset(st);
}

static bool lite_stands(struct db *db)
{
    return sqlite3_get_autocommit(db->conn) == 0;
}

static err lite_commit(struct db *db)
{
    TRY(lite_exec(db, "COMMIT"));
    db->begun = false;
    return OK;
}

static void lite_rollback(struct db *db)
{
    struct result none = {0};

    lite_tidy(db);
    if (lite_stands(db) && (db->writes || lite_run(db, &end_read, NULL, &none) != OK))
        sqlite3_exec(db->conn, "ROLLBACK", NULL, NULL, NULL);
    db->begun = false;
}

static bool lite_alive(struct db *)
{
    return true;
}

/* --- Queries -------------------------------------------------------------------------------- */

static err bind(struct db *db, sqlite3_stmt *st, const struct db_query *q, const struct db_value *p)
{
    for (int i = 0; q->params[i]; i++) {
        int rc = SQLITE_OK;

        switch (p[i].kind) {
        case DB_NULL:
            if (q->params[i] == 'k') /* SQLite would make one up */
                return db_failed(db, ERR_DB, "a new row without its key");
            rc = sqlite3_bind_null(st, i + 1);
            break;
        case DB_INT:
            rc = sqlite3_bind_int64(st, i + 1, p[i].i);
            break;
        case DB_STR:
            rc = sqlite3_bind_text64(st, i + 1, p[i].s, p[i].n, SQLITE_STATIC, SQLITE_UTF8);
            break;
        case DB_BLOB:
            rc = sqlite3_bind_blob64(st, i + 1, p[i].n ? p[i].s : "", p[i].n, SQLITE_STATIC);
            break;
        }
        if (rc != SQLITE_OK)
            return said(db, rc);
    }
    return OK;
}

static err misfit(struct db *db, const struct db_query *q, const struct db_col *c, const char *what)
{
    char words[WORDS_MAX];

    snprintf(words, sizeof words, "%s: column %s is %s", q->name, c->name, what);
    return db_failed(db, ERR_DB, words);
}

static err text(struct db *db, sqlite3_value *v, void *to)
{
    const void *s = sqlite3_value_text(v);
    size_t n = (size_t)sqlite3_value_bytes(v);
    const char *copy;

    if (!s)
        return db_failed(db, ERR_MEMORY, "no memory for a text");
    copy = arena_dupn(db->arena, s, n);
    memcpy(to, &copy, sizeof copy);
    return OK;
}

static err bytes(struct db *db, sqlite3_value *v, void *to)
{
    const void *s = sqlite3_value_blob(v);
    size_t n = (size_t)sqlite3_value_bytes(v);
    struct str copy = {arena_dupn(db->arena, n ? s : "", n), n};

    memcpy(to, &copy, sizeof copy);
    return OK;
}

static void number(int64_t v, enum db_kind kind, void *to)
{
    if (kind == DB_I64) {
        memcpy(to, &v, sizeof v);
    } else if (kind == DB_I32) {
        int32_t small = (int32_t)v;

        memcpy(to, &small, sizeof small);
    } else {
        bool yes = v != 0;

        memcpy(to, &yes, sizeof yes);
    }
}

/* Asks for the value once: each sqlite3_column_… looks for it again. It is of this connection, that one
   thread has at a time. */
static err column(struct db *db, sqlite3_stmt *st, const struct db_query *q, int i, char *row)
{
    const struct db_col *c = &q->cols[i];
    sqlite3_value *v = sqlite3_column_value(st, i);
    int type = sqlite3_value_type(v);

    if (type == SQLITE_NULL)
        return c->null ? OK : misfit(db, q, c, "NULL");
    switch (c->kind) {
    case DB_I64:
    case DB_I32:
    case DB_BOOL:
        if (type != SQLITE_INTEGER)
            return misfit(db, q, c, "no whole number");
        number(sqlite3_value_int64(v), c->kind, row + c->at);
        return OK;
    case DB_TEXT:
        if (type != SQLITE_TEXT)
            return misfit(db, q, c, "no text");
        return text(db, v, row + c->at);
    case DB_BYTES:
        if (type != SQLITE_BLOB)
            return misfit(db, q, c, "not bytes");
        return bytes(db, v, row + c->at);
    }
    return OK;
}

static err row(struct db *db, sqlite3_stmt *st, const struct db_query *q, struct result *r)
{
    char *to = result_row(db, r);

    memset(to, 0, r->size);
    for (size_t i = 0; i < q->n_cols; i++)
        TRY(column(db, st, q, (int)i, to));
    return OK;
}

static err step(struct db *db, sqlite3_stmt *st, const struct db_query *q, struct result *r)
{
    int rc = sqlite3_step(st);

    while (rc == SQLITE_ROW) {
        if (r->size && (r->max == 0 || r->n < r->max))
            TRY(row(db, st, q, r));
        if (r->max && r->n == r->max && !q->writes)
            return OK;
        rc = sqlite3_step(st);
    }
    if (rc != SQLITE_DONE)
        return said(db, rc);
    r->changed = sqlite3_changes64(db->conn);
    return OK;
}

static err prepare(struct db *db, const struct db_query *q, sqlite3_stmt **ret_st)
{
    struct prepared *p = db_prepared(db, q);
    sqlite3_stmt *st = NULL;

    if (!p)
        return db_failed(db, ERR_MEMORY, "no memory for a prepared sentence");
    if (!p->stmt) {
        TRY(said(db, sqlite3_prepare_v3(db->conn, q->sqlite, -1, SQLITE_PREPARE_PERSISTENT, &st,
                                        NULL)));
        p->stmt = st;
    }
    *ret_st = p->stmt;
    return OK;
}

static err lite_run(struct db *db, const struct db_query *q, const struct db_value *p,
                    struct result *r)
{
    sqlite3_stmt *st = NULL;
    err e;

    TRY(prepare(db, q, &st));
    if (sqlite3_stmt_busy(st))
        sqlite3_reset(st);
    e = bind(db, st, q, p);
    if (e == OK)
        e = step(db, st, q, r);
    sqlite3_reset(st);
    sqlite3_clear_bindings(st);
    return e;
}

static err lite_bulk(struct db *db, const struct db_query *q, const struct db_rows *rows,
                     int64_t *ret)
{
    struct db_value values[DB_PARAMS_MAX];
    struct result r = {0};
    sqlite3_stmt *st = NULL;
    err e = prepare(db, q, &st);

    for (size_t i = 0; i < rows->n && e == OK; i++) {
        rows->bind((const char *)rows->v + i * rows->size, values);
        e = bind(db, st, q, values);
        if (e == OK)
            e = step(db, st, q, &r);
        *ret += r.changed;
        sqlite3_reset(st);
    }
    if (st)
        sqlite3_clear_bindings(st);
    return e;
}

static err lite_describe(struct db *db, const struct db_query *q)
{
    sqlite3_stmt *st = NULL;

    TRY(prepare(db, q, &st));
    if ((size_t)sqlite3_column_count(st) != q->n_cols)
        return db_failed(db, ERR_DB, "another number of columns");
    if ((size_t)sqlite3_bind_parameter_count(st) != strlen(q->params))
        return db_failed(db, ERR_DB, "another number of parameters");
    return OK;
}

/* --- Upkeep --------------------------------------------------------------------------------- */

static const struct db_query vacuum_into = {
    .name = "data_backup", .params = "t", .sqlite = "VACUUM INTO ?1"};

static err lite_backup(struct store *s, const char *path, struct arena *a, const char **ret_why)
{
    struct db_value to = db_v_text(path);
    struct result r = {0};
    err e;
    struct db *db = db_open(s, true, a, &e, ret_why);

    if (!db)
        return e;
    db_take(db, a, (instant){0});
    e = lite_run(db, &vacuum_into, &to, &r);
    if (e != OK)
        *ret_why = arena_printf(a, "the backup failed: %s", db->words);
    db_close(db);
    (void)chmod(path, 0600);
    return e;
}

static const struct db_col problem_cols[] = {{"problem", DB_TEXT, true, 0}};
static const struct db_query integrity = {.name = "data_integrity",
                                          .params = "",
                                          .cols = problem_cols,
                                          .n_cols = 1,
                                          .sqlite = "PRAGMA integrity_check(1)"};
static const struct db_query foreign_keys = {
    .name = "data_foreign_keys",
    .params = "",
    .cols = problem_cols,
    .n_cols = 1,
    .sqlite = "SELECT \"table\" || ' refers to a row of ' || parent || ' that is not there'"
              " FROM pragma_foreign_key_check LIMIT 1"};

static err lite_check(struct db *db, struct arena *a, const char **ret_why)
{
    const char *problem = NULL;

    TRY(db_one(db, &integrity, NULL, &problem, sizeof problem));
    if (problem && strcmp(problem, "ok") != 0) {
        *ret_why = arena_printf(a, "SQLite finds: %s", problem);
        return ERR_DB;
    }
    problem = NULL;
    if (db_one(db, &foreign_keys, NULL, &problem, sizeof problem) == OK) {
        *ret_why = problem ? problem : "a row refers to one that is not there";
        return ERR_DB;
    }
    return db->broken;
}

const struct backend backend_sqlite = {
    .open = lite_open,
    .close = lite_close,
    .begin = lite_begin,
    .commit = lite_commit,
    .rollback = lite_rollback,
    .tidy = lite_tidy,
    .stands = lite_stands,
    .alive = lite_alive,
    .exec = lite_exec,
    .run = lite_run,
    .bulk = lite_bulk,
    .describe = lite_describe,
    .backup = lite_backup,
    .check = lite_check,
};
