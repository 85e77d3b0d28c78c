/* store.c: opening the database, the pool of read connections, ids and counts.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include "store.h"
#include "file.h"
#include "rand.h"
#include <errno.h>
#include <string.h>

#define ID_BLOCK (INT64_C(1) << 24)
#define ID_BITS 53

/* --- One connection ------------------------------------------------------------------------ */

struct db *db_open(struct store *s, bool writes, struct arena *a, err *ret_e, const char **ret_why)
{
    struct db *db = calloc(1, sizeof *db);

    if (!db) {
        *ret_e = ERR_MEMORY;
        *ret_why = "no memory for a database connection";
        return NULL;
    }
    db->s = s;
    db->writes = writes;
    *ret_e = s->of->open(db);
    if (*ret_e == OK)
        return db;
    *ret_why = a ? arena_printf(a, "the database cannot be opened: %s", db->words)
                 : "the database cannot be opened";
    db_close(db);
    return NULL;
}

void db_close(struct db *db)
{
    if (!db)
        return;
    db->s->of->close(db);
    free(db->prepared);
    free(db->tells.v);
    free(db);
}

void db_take(struct db *db, struct arena *a, instant now)
{
    db->arena = a;
    db->now = now;
    db->marks = 0;
    db->changed = false;
    db->broken = OK;
    db->queries = 0;
    db->words[0] = 0;
}

err db_failed(struct db *db, err e, const char *words)
{
    snprintf(db->words, sizeof db->words, "%s", words);
    if (e != ERR_NOT_FOUND) {
        db->broken = e;
        atomic_fetch_add(&db->s->failed, 1);
    }
    return e;
}

static size_t slot(const struct db *db, const struct db_query *q)
{
    size_t i = ((uintptr_t)q / sizeof *q * 11400714819323198485u) % db->room_prepared;

    while (db->prepared[i].q && db->prepared[i].q != q)
        i = (i + 1) % db->room_prepared;
    return i;
}

static bool grow(struct db *db)
{
    struct prepared *old = db->prepared;
    size_t room = db->room_prepared;
    struct prepared *new = calloc(room ? room * 2 : 128, sizeof *new);

    if (!new)
        return false;
    db->prepared = new;
    db->room_prepared = room ? room * 2 : 128;
    for (size_t i = 0; i < room; i++)
        if (old[i].q)
            db->prepared[slot(db, old[i].q)] = old[i];
    free(old);
    return true;
}

struct prepared *db_prepared(struct db *db, const struct db_query *q)
{
    struct prepared *p;

    if (db->n_prepared * 2 >= db->room_prepared && !grow(db))
        return NULL;
    p = &db->prepared[slot(db, q)];
    if (!p->q) {
        p->q = q;
        db->n_prepared++;
    }
    return p;
}

struct arena *db_arena(struct db *db)
{
    return db->arena;
}

struct arena *db_rows_to(struct db *db, struct arena *a)
{
    struct arena *before = db->arena;

    db->arena = a;
    return before;
}

instant db_now(const struct db *db)
{
    return db->now;
}

bool db_writes(const struct db *db)
{
    return db->writes;
}

uint64_t db_queries(const struct db *db)
{
    return db->queries;
}

const char *db_words(const struct db *db)
{
    return db->words;
}

/* --- Ids ------------------------------------------------------------------------------------ */

static const struct db_col id_col[] = {{"next", DB_I64, false, 0}};
static const struct db_query id_block = {
    .name = "data_id_block",
    .params = "i",
    .cols = id_col,
    .n_cols = 1,
    .writes = true,
    .sqlite = "UPDATE rb_ids SET next = next + ?1 WHERE one = 1 RETURNING next",
    .postgres = "UPDATE rb_ids SET next = next + $1::bigint WHERE one = 1 RETURNING next",
};

static err reserve(struct db *db)
{
    struct db_value block = db_v_int(ID_BLOCK);
    int64_t v = 0;
    struct result r = {.v = (char *)&v, .size = sizeof v, .room = 1, .max = 1};
    err e;

    db_take(db, NULL, (instant){0});
    e = db->s->of->begin(db);
    if (e == OK)
        e = db->s->of->run(db, &id_block, &block, &r);
    if (e == OK && r.n == 0)
        e = db_failed(db, ERR_DB, "rb_ids is empty");
    if (e == OK)
        e = db->s->of->commit(db);
    if (e != OK) {
        db->s->of->rollback(db);
        return e;
    }
    db->s->id_next = v - ID_BLOCK;
    db->s->id_end = v;
    return OK;
}

err ids_ready(struct db *db)
{
    struct store *s = db->s;
    err e = OK;

    pthread_mutex_lock(&s->id_lock);
    for (int i = 0; i < RETRIES; i++) {
        if (s->id_end - s->id_next >= ID_BLOCK / 2)
            break;
        e = reserve(db);
        if (e != ERR_RETRY)
            break;
    }
    pthread_mutex_unlock(&s->id_lock);
    return e;
}

int64_t db_new_id(struct db *db)
{
    struct store *s = db->s;
    int64_t v;

    pthread_mutex_lock(&s->id_lock);
    v = s->process << ID_BITS | s->id_next++;
    pthread_mutex_unlock(&s->id_lock);
    return v;
}

void store_process_set(struct store *s, int number)
{
    pthread_mutex_lock(&s->id_lock);
    s->process = number & 1023;
    pthread_mutex_unlock(&s->id_lock);
}

void store_owner_set(struct store *s, void *owner)
{
    s->owner = owner;
}

void *db_owner(const struct db *db)
{
    return db->s->owner;
}

/* --- The store ------------------------------------------------------------------------------ */

/* What the store itself keeps: applied migrations, and the next free id. */
static const char own_tables[] =
    "CREATE TABLE IF NOT EXISTS rb_migration (service TEXT NOT NULL, name TEXT NOT NULL,"
    " sha256 TEXT NOT NULL, applied_at BIGINT NOT NULL, PRIMARY KEY (service, name));"
    "CREATE TABLE IF NOT EXISTS rb_ids (one BIGINT NOT NULL PRIMARY KEY, next BIGINT NOT NULL);"
    "INSERT INTO rb_ids (one, next) VALUES (1, 1) ON CONFLICT DO NOTHING;";

static err make_own_tables(struct store *s, struct arena *a, const char **ret_why)
{
    err e;
    struct db *db = db_open(s, true, a, &e, ret_why);

    if (!db)
        return e;
    for (int i = 0; i < RETRIES; i++) { /* two processes that start at once can collide */
        e = s->of->exec(db, own_tables);
        if (e == OK)
            break;
    }
    if (e != OK)
        *ret_why = a ? arena_printf(a, "the database cannot be prepared: %s", db->words)
                     : "the database cannot be prepared";
    db_close(db);
    return e;
}

static void store_free(struct store *s)
{
    while (s->idle) {
        struct db *db = s->idle;

        s->idle = db->next;
        db_close(db);
    }
    pthread_mutex_destroy(&s->lock);
    pthread_cond_destroy(&s->freed);
    pthread_mutex_destroy(&s->id_lock);
    free(s->state);
    free(s->url);
    free(s);
}

static bool starts_postgres(const char *url)
{
    return strncmp(url, "postgres://", 11) == 0 || strncmp(url, "postgresql://", 13) == 0;
}

static void cond_monotonic(pthread_cond_t *c)
{
    pthread_condattr_t attr;

    pthread_condattr_init(&attr);
    pthread_condattr_setclock(&attr, CLOCK_MONOTONIC);
    pthread_cond_init(c, &attr);
    pthread_condattr_destroy(&attr);
}

err store_open(const struct store_options *o, struct store **ret_s, const char **ret_why)
{
    bool postgres = o->database && *o->database;
    struct store *s;
    err e;

    if (postgres && !starts_postgres(o->database)) {
        *ret_why = "the database's address must begin with postgres://";
        return ERR_DB;
    }
    s = calloc(1, sizeof *s);
    if (!s) {
        *ret_why = "no memory for the store";
        return ERR_MEMORY;
    }
    s->of = postgres ? &backend_postgres : &backend_sqlite;
    s->state = strdup(o->state ? o->state : ".");
    s->url = strdup(postgres ? o->database : "");
    s->readers_max = o->readers > 0 ? o->readers : 8;
    s->w.n = !postgres ? 1 : o->writers > 0 ? o->writers : 4;
    s->w.n = s->w.n > WRITERS_MAX ? WRITERS_MAX : s->w.n;
    rand_bytes(&s->origin, sizeof s->origin);
    pthread_mutex_init(&s->lock, NULL);
    pthread_mutex_init(&s->id_lock, NULL);
    cond_monotonic(&s->freed);
    e = make_own_tables(s, o->arena, ret_why);
    if (e == OK)
        e = writer_start(s, ret_why, o->arena);
    if (e != OK)
        store_free(s);
    else
        *ret_s = s;
    return e;
}

void store_close(struct store *s)
{
    if (!s)
        return;
    ear_stop(s);
    writer_stop(s);
    store_free(s);
}

bool store_is_postgres(const struct store *s)
{
    return s->of == &backend_postgres;
}

/* --- Readers -------------------------------------------------------------------------------- */

static struct timespec in_ms(int ms)
{
    struct timespec t;

    clock_gettime(CLOCK_MONOTONIC, &t);
    t.tv_sec += ms / 1000;
    t.tv_nsec += (long)(ms % 1000) * 1000000;
    if (t.tv_nsec >= 1000000000) {
        t.tv_sec++;
        t.tv_nsec -= 1000000000;
    }
    return t;
}

/* A free connection, or the leave to open one (*ret_db NULL). */
static err reader_slot(struct store *s, struct db **ret_db)
{
    struct timespec end = in_ms(READER_WAIT_MS);
    err e = OK;

    pthread_mutex_lock(&s->lock);
    while (!s->idle && s->readers >= s->readers_max && e == OK)
        if (pthread_cond_timedwait(&s->freed, &s->lock, &end) == ETIMEDOUT)
            e = ERR_BUSY;
    if (s->idle) {
        e = OK;
        *ret_db = s->idle;
        s->idle = s->idle->next;
    } else if (e == OK) {
        s->readers++;
        *ret_db = NULL;
    }
    pthread_mutex_unlock(&s->lock);
    return e;
}

static void reader_gone(struct store *s)
{
    pthread_mutex_lock(&s->lock);
    s->readers--;
    pthread_cond_signal(&s->freed);
    pthread_mutex_unlock(&s->lock);
}

err store_reader(struct store *s, struct arena *a, instant now, struct db **ret_db)
{
    const char *why;
    struct db *db;
    err e = reader_slot(s, &db);

    if (e != OK)
        return e;
    if (!db)
        db = db_open(s, false, NULL, &e, &why);
    if (!db) {
        reader_gone(s);
        return e;
    }
    db_take(db, a, now);
    *ret_db = db;
    return OK;
}

void store_release(struct db *db)
{
    struct store *s;

    if (!db)
        return;
    s = db->s;
    s->of->rollback(db);
    db->arena = NULL;
    if (!s->of->alive(db)) {
        db_close(db);
        reader_gone(s);
        return;
    }
    pthread_mutex_lock(&s->lock);
    db->next = s->idle;
    s->idle = db;
    pthread_cond_signal(&s->freed);
    pthread_mutex_unlock(&s->lock);
}

static const struct db_col one_col[] = {{"one", DB_I64, false, 0}};
static const struct db_query ping = {
    .name = "data_ping",
    .params = "",
    .cols = one_col,
    .n_cols = 1,
    .sqlite = "SELECT next FROM rb_ids WHERE one = 1",
    .postgres = "SELECT next FROM rb_ids WHERE one = 1",
};

err store_ping(struct store *s)
{
    struct db *db;
    int64_t v;
    err e;

    TRY(store_reader(s, NULL, (instant){0}, &db));
    e = db_one(db, &ping, NULL, &v, sizeof v);
    store_release(db);
    return e;
}

/* --- Counts --------------------------------------------------------------------------------- */

struct store_stats store_stats(const struct store *s)
{
    struct store *w = (struct store *)(uintptr_t)s; /* the lock is not part of what we report */
    struct store_stats n = {
        .queries = atomic_load(&s->queries),
        .writes = atomic_load(&s->writes),
        .batches = atomic_load(&s->batches),
        .conflicts = atomic_load(&s->conflicts),
        .failed = atomic_load(&s->failed),
        .notes_dropped = atomic_load(&s->notes_dropped),
    };

    pthread_mutex_lock(&w->w.lock);
    n.waiting = w->w.waiting;
    pthread_mutex_unlock(&w->w.lock);
    return n;
}

void store_fail_after(struct store *s, uint64_t n)
{
    store_savepoints(s, n != 0);
    atomic_store(&s->fail_after, n);
}

void store_savepoints(struct store *s, bool always)
{
    atomic_store(&s->savepoints, always);
}
