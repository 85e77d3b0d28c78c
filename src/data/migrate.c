/* migrate.c: bringing the schema up to date, forward only, all of it or nothing.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include "store.h"
#include "buf.h"
#include <string.h>

/* --- PostgreSQL: a DOMAIN for each column word, and the functions that SQLite has ----------- */

struct domain {
    const char *word, *base;
};
static const struct domain domains[] = {
#define X(word, type, of, meaning) {#word, #of},
#include "types.def"
#undef X
#define X(word) {#word, "INT"},
#include "ids.def"
#undef X
};

static const char *domain_base(const char *base)
{
    return strcmp(base, "INT") == 0 ? "BIGINT" : strcmp(base, "TEXT") == 0 ? "TEXT COLLATE \"C\""
                                                                            : "BYTEA";
}

/* The same rules that tools/queryc writes into SQLite's tables. */
static const char *domain_rule(const char *word)
{
    if (strcmp(word, "amount") == 0)
        return " CHECK (VALUE >= 0)";
    if (strcmp(word, "flag") == 0)
        return " CHECK (VALUE IN (0, 1))";
    if (strcmp(word, "minute") == 0)
        return " CHECK (VALUE BETWEEN 0 AND 1440)";
    return "";
}

static err preamble(struct db *db)
{
    struct buf b = buf_new(1 << 16);
    err e;

    buf_puts(&b, "SELECT pg_advisory_lock(7293021);"
                 "CREATE OR REPLACE FUNCTION instr(haystack text, needle text) RETURNS bigint"
                 " LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE"
                 " AS 'SELECT strpos($1, $2)::bigint';");
    for (size_t i = 0; i < sizeof domains / sizeof *domains; i++)
        buf_printf(&b,
                   "DO $$ BEGIN CREATE DOMAIN rb_%s AS %s%s;"
                   " EXCEPTION WHEN duplicate_object THEN NULL; END $$;",
                   domains[i].word, domain_base(domains[i].base), domain_rule(domains[i].word));
    e = buf_ok(&b) ? db->s->of->exec(db, b.s) : ERR_MEMORY;
    buf_free(&b);
    return e;
}

/* --- What is applied ------------------------------------------------------------------------ */

struct applied {
    const char *service, *name, *sha256;
};
static const struct db_col applied_cols[] = {
    {"service", DB_TEXT, false, offsetof(struct applied, service)},
    {"name",    DB_TEXT, false, offsetof(struct applied, name)   },
    {"sha256",  DB_TEXT, false, offsetof(struct applied, sha256) },
};
static const struct db_query applied_list = {
    .name = "data_applied",
    .params = "",
    .cols = applied_cols,
    .n_cols = 3,
    .row = sizeof(struct applied),
    .sqlite = "SELECT service, name, sha256 FROM rb_migration ORDER BY service, name",
    .postgres = "SELECT service, name, sha256 FROM rb_migration ORDER BY service, name",
};
static const struct db_query applied_add = {
    .name = "data_applied_add",
    .params = "ttti",
    .writes = true,
    .sqlite = "INSERT INTO rb_migration (service, name, sha256, applied_at) VALUES (?1, ?2, ?3, ?4)",
    .postgres = "INSERT INTO rb_migration (service, name, sha256, applied_at)"
                " VALUES ($1::text, $2::text, $3::text, $4::bigint)",
};

struct run {
    struct db *db;
    const struct migration *m;
    size_t n;
    struct applied *done;
    size_t n_done;
    const char **ret_why;
};

static bool same(const struct applied *d, const struct migration *m)
{
    return strcmp(d->service, m->service) == 0 && strcmp(d->name, m->name) == 0;
}

static const struct applied *find_applied(const struct run *r, const struct migration *m)
{
    for (size_t i = 0; i < r->n_done; i++)
        if (same(&r->done[i], m))
            return &r->done[i];
    return NULL;
}

static err all_known(const struct run *r)
{
    for (size_t i = 0; i < r->n_done; i++) {
        const struct applied *d = &r->done[i];
        size_t k = 0;

        while (k < r->n && !same(d, &r->m[k]))
            k++;
        if (k == r->n || strcmp(r->m[k].sha256, d->sha256) != 0) {
            *r->ret_why = arena_printf(r->db->arena, "migration %s/%s is applied, but %s", d->service,
                                       d->name,
                                       k == r->n ? "unknown to this program (a newer one wrote it?)"
                                                 : "was changed since");
            return ERR_CONFLICT;
        }
    }
    return OK;
}

static err apply(const struct run *r, const struct migration *m)
{
    const struct db_value p[] = {db_v_text(m->service), db_v_text(m->name), db_v_text(m->sha256),
                                 db_v_int(clock_now().v)};
    err e = r->db->s->of->exec(r->db, store_is_postgres(r->db->s) ? m->postgres : m->sqlite);

    if (e == OK)
        e = db_nothing(r->db, &applied_add, p);
    if (e != OK)
        *r->ret_why = arena_printf(r->db->arena, "migration %s/%s: %s", m->service, m->name,
                                   r->db->words);
    return e;
}

static err migrate(struct run *r)
{
    struct db *db = r->db;
    void *v = NULL;

    if (store_is_postgres(db->s))
        TRY(preamble(db));
    TRY(db->s->of->begin(db));
    TRY(db_many(db, &applied_list, NULL, &v, &r->n_done));
    r->done = v;
    TRY(all_known(r));
    for (size_t i = 0; i < r->n; i++)
        if (!find_applied(r, &r->m[i]))
            TRY(apply(r, &r->m[i]));
    return db->s->of->commit(db);
}

err store_migrate(struct store *s, const struct migration *m, size_t n, struct arena *a,
                  const char **ret_why)
{
    err e;
    struct db *db = db_open(s, true, a, &e, ret_why);
    struct run r = {.db = db, .m = m, .n = n, .ret_why = ret_why};

    if (!db)
        return e;
    db_take(db, a, (instant){0});
    *ret_why = NULL;
    e = migrate(&r);
    if (e != OK && !*ret_why)
        *ret_why = arena_printf(a, "the schema cannot be brought up to date: %s", db->words);
    s->of->rollback(db);
    db_close(db); /* and with it PostgreSQL's advisory lock */
    return e;
}

/* --- Upkeep --------------------------------------------------------------------------------- */

err store_backup(struct store *s, const char *path, struct arena *a, const char **ret_why)
{
    return s->of->backup(s, path, a, ret_why);
}

err store_check(struct store *s, struct arena *a, const char **ret_why)
{
    struct db *db;
    err e = store_reader(s, a, (instant){0}, &db);

    *ret_why = NULL;
    if (e == OK) {
        e = s->of->check(db, a, ret_why);
        if (e != OK && !*ret_why)
            *ret_why = arena_printf(a, "the check failed: %s", db->words);
        store_release(db);
    } else {
        *ret_why = "no connection to the database is free";
    }
    return e;
}
