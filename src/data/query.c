/* query.c: running a generated query: the shapes of results, marks, and failure injection.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include "store.h"
#include <string.h>

/* True once, at the n-th query after store_fail_after(n). */
static bool injected(struct store *s)
{
    uint_fast64_t n = atomic_load_explicit(&s->fail_after, memory_order_relaxed);

    while (n > 0)
        if (atomic_compare_exchange_weak(&s->fail_after, &n, n - 1))
            return n == 1;
    return false;
}

/* Before a query: counted, allowed, inside a transaction. */
static err ready(struct db *db, const struct db_query *q)
{
    db->queries++;
    atomic_fetch_add_explicit(&db->s->queries, 1, memory_order_relaxed);
    if (db->broken != OK)
        return db->broken;
    if (injected(db->s))
        return db_failed(db, ERR_DB, "a failure asked for by a test");
    if (q->writes && !db->writes)
        return db_failed(db, ERR_DB, "a write in a read snapshot");
    db->changed = db->changed || q->writes;
    return db->begun ? OK : db->s->of->begin(db);
}

static err run(struct db *db, const struct db_query *q, const struct db_value *p, struct result *r)
{
    TRY(ready(db, q));
    return db->s->of->run(db, q, p, r);
}

void *result_row(struct db *db, struct result *r)
{
    if (r->n == r->room) {
        size_t room = r->room ? r->room * 2 : 8;
        char *v = arena_array(db->arena, room, r->size);

        if (r->n)
            memcpy(v, r->v, r->n * r->size);
        r->v = v;
        r->room = room;
    }
    return r->v + r->size * r->n++;
}

err db_many(struct db *db, const struct db_query *q, const struct db_value *p, void **ret_v,
            size_t *ret_n)
{
    struct result r = {.size = q->row};

    TRY(run(db, q, p, &r));
    *ret_v = r.v;
    *ret_n = r.n;
    return OK;
}

err db_one(struct db *db, const struct db_query *q, const struct db_value *p, void *ret, size_t size)
{
    struct result r = {.v = ret, .size = size, .room = 1, .max = 1};

    TRY(run(db, q, p, &r));
    return r.n ? OK : ERR_NOT_FOUND;
}

err db_maybe(struct db *db, const struct db_query *q, const struct db_value *p, void **ret_row)
{
    struct result r = {.size = q->row, .max = 1};

    TRY(run(db, q, p, &r));
    *ret_row = r.v;
    return OK;
}

err db_maybe_word(struct db *db, const struct db_query *q, const struct db_value *p,
                  const struct db_found *ret)
{
    struct result r = {.v = ret->ret, .size = ret->size, .room = 1, .max = 1};

    TRY(run(db, q, p, &r));
    if (r.n == 0)
        memset(ret->ret, 0, ret->size);
    *ret->ret_found = r.n > 0;
    return OK;
}

err db_changed(struct db *db, const struct db_query *q, const struct db_value *p, int64_t *ret)
{
    struct result r = {0};

    TRY(run(db, q, p, &r));
    *ret = r.changed;
    return OK;
}

err db_nothing(struct db *db, const struct db_query *q, const struct db_value *p)
{
    struct result r = {0};

    return run(db, q, p, &r);
}

err db_bulk(struct db *db, const struct db_query *q, const struct db_rows *rows, int64_t *ret)
{
    int64_t changed = 0;

    TRY(ready(db, q));
    TRY(db->s->of->bulk(db, q, rows, &changed));
    *ret = changed;
    return OK;
}

static err mark_exec(struct db *db, const char *fmt, int n)
{
    char sql[64];

    // cppcheck-suppress wrongPrintfScanfArgNum; some formats take n once, one takes it twice
    snprintf(sql, sizeof sql, fmt, n, n);
    return db->s->of->exec(db, sql);
}

err db_mark(struct db *db)
{
    if (db->broken != OK)
        return db->broken;
    if (!db->begun)
        TRY(db->s->of->begin(db));
    if (db->marks == MARKS_MAX)
        return db_failed(db, ERR_INTERNAL, "too many savepoints inside one another");
    TRY(mark_exec(db, "SAVEPOINT m%d", db->marks + 1));
    db->tells_at[db->marks++] = db->tells.n;
    return OK;
}

err db_undo(struct db *db)
{
    if (db->marks == 0 || !db->s->of->stands(db))
        return db->broken != OK ? db->broken : ERR_INTERNAL;
    db->broken = OK;
    db->tells.n = db->tells_at[db->marks - 1];
    return mark_exec(db, "ROLLBACK TO SAVEPOINT m%d; RELEASE SAVEPOINT m%d", db->marks--);
}

err db_keep(struct db *db)
{
    if (db->broken != OK)
        return db->broken;
    if (db->marks == 0)
        return ERR_INTERNAL;
    return mark_exec(db, "RELEASE SAVEPOINT m%d", db->marks--);
}

err store_prepare(struct store *s, const struct db_query *q, size_t n, struct arena *a,
                  const char **ret_why)
{
    struct db *db;
    err e = OK;

    TRY(store_reader(s, a, (instant){0}, &db));
    for (size_t i = 0; i < n && e == OK; i++) {
        e = s->of->describe(db, &q[i]);
        if (e != OK)
            *ret_why = arena_printf(a, "%s: %s", q[i].name, db->words);
    }
    store_release(db);
    return e;
}
