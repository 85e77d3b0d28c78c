/* writer_test.c: many writers at once, batches that die, notes, and handlers out of memory.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include "check.h"
#include "db_fixture.h"
#include "shop_fixture.h"
#include "store.h"
#include <string.h>

enum { THREADS = 8, EACH = 25, SEATS = 100 };
static const instant now = {1700000000000};

static enum wrote add_shop(struct db *db, void *ctx)
{
    struct shop_thing t = {.id = {1}, .left = *(int64_t *)ctx};

    CHECK_OK(shop_add(db, &t));
    return WROTE_DONE;
}

static int64_t left_over(struct store *s, struct arena *a)
{
    struct db *db;
    int64_t n = -1;

    if (store_reader(s, a, now, &db) != OK || shop_left(db, (course_id){1}, &n) != OK)
        return -1;
    store_release(db);
    return n;
}

struct buyer {
    struct store *s;
    int64_t who, got;
};

struct purchase {
    int64_t who, changed;
};

static enum wrote buy(struct db *db, void *ctx)
{
    struct purchase *x = ctx;

    x->changed = 0;
    if (shop_take(db, (course_id){1}, &x->changed) != OK)
        return WROTE_FAILED;
    if (x->changed && shop_taken(db, (course_id){1}, (person_id){x->who}) != OK)
        return WROTE_FAILED;
    return WROTE_DONE;
}

static void *buy_many(void *arg)
{
    struct buyer *b = arg;
    struct arena *a = arena_new(1 << 20);

    for (int i = 0; i < EACH; i++) {
        struct purchase x = {.who = b->who++};
        err e = store_write_now(b->s, a, now, buy, &x);

        while (e == ERR_BUSY) /* given up after many conflicts: one asks again */
            e = store_write_now(b->s, a, now, buy, &x);
        if (e == OK)
            b->got += x.changed;
    }
    arena_free(a);
    return NULL;
}

/* 200 ask at once for 100 seats: exactly 100 get one. */
static void seats_body(struct store *s, struct arena *a)
{
    struct buyer b[THREADS];
    pthread_t t[THREADS];
    int64_t seats = SEATS, sold = 0;

    CHECK_OK(store_write_now(s, a, now, add_shop, &seats));
    for (int i = 0; i < THREADS; i++) {
        b[i] = (struct buyer){.s = s, .who = 1 + i * EACH};
        pthread_create(&t[i], NULL, buy_many, &b[i]);
    }
    for (int i = 0; i < THREADS; i++) {
        pthread_join(t[i], NULL);
        sold += b[i].got;
    }
    CHECK_INT(sold, SEATS);
    CHECK_INT(left_over(s, a), 0);
    CHECK(store_stats(s).writes >= THREADS * EACH);
}

static void seats(void)
{
    fixture_each(shop_migrations, SHOP_MIGRATIONS, seats_body);
}

/* A handler that fills its small arena while a query's rows are being read. */
static enum wrote swallow(struct db *db, void *ctx)
{
    struct shop_things list;
    int64_t changed;

    (void)ctx;
    CHECK_OK(shop_take(db, (course_id){1}, &changed));
    while (shop_list(db, &list) == OK)
        ;
    return WROTE_DONE;
}

static void memory_body(struct store *s, struct arena *a)
{
    struct arena *small = arena_new(4096);
    struct purchase x = {.who = 1};
    int64_t three = 3;

    CHECK_OK(store_write_now(s, a, now, add_shop, &three));
    CHECK_INT(store_write_now(s, small, now, swallow, NULL), ERR_MEMORY);
    CHECK_INT(left_over(s, a), 3);
    CHECK_OK(store_write_now(s, a, now, buy, &x));
    CHECK_INT(left_over(s, a), 2);
    arena_free(small);
}

static void memory(void)
{
    fixture_each(shop_migrations, SHOP_MIGRATIONS, memory_body);
}

static void note_taken(struct db *db, const void *ctx)
{
    int64_t changed;

    memcpy(&changed, ctx, sizeof changed);
    CHECK_INT(changed, 42);
    CHECK_OK(shop_take(db, (course_id){1}, &changed));
    CHECK_INT(changed, 1);
}

static void note_bad(struct db *db, const void *)
{
    struct shop_thing twin = {.id = {1}};

    CHECK_INT(shop_add(db, &twin), ERR_EXISTS);
}

static void notes_body(struct store *s, struct arena *a)
{
    int64_t n = 42, hundred = 100;

    CHECK_OK(store_write_now(s, a, now, add_shop, &hundred));
    for (int i = 0; i < 30; i++) {
        store_note(s, note_taken, &n, sizeof n);
        store_note(s, note_bad, "", 0);
    }
    store_drain(s);
    CHECK_INT(left_over(s, a), 70);
    CHECK_INT(store_stats(s).notes_dropped, 0);
}

static void notes(void)
{
    fixture_each(shop_migrations, SHOP_MIGRATIONS, notes_body);
}

/* --- SQLite's batch -------------------------------------------------------------------------- */

struct gate {
    pthread_mutex_t lock;
    pthread_cond_t moved;
    bool entered, open;
};

/* Holds the writer until the gate opens, so that those behind it fall into one batch. */
static enum wrote hold(struct db *, void *ctx)
{
    struct gate *g = ctx;

    pthread_mutex_lock(&g->lock);
    g->entered = true;
    pthread_cond_broadcast(&g->moved);
    while (!g->open)
        pthread_cond_wait(&g->moved, &g->lock);
    pthread_mutex_unlock(&g->lock);
    return WROTE_DONE;
}

struct job {
    struct write w;
    int64_t id;
    size_t bytes;
    bool kill;   /* rolls the transaction back under everybody's feet */
    bool shares; /* on PostgreSQL: with others */
    err said, outcome;
    int runs, dones;
};

static enum wrote job_run(struct db *db, void *ctx)
{
    struct job *j = ctx;
    struct shop_thing t = {.id = {j->id}};

    j->runs++;
    if (j->bytes)
        t.raw = (struct str){arena_alloc(db_arena(db), j->bytes), j->bytes};
    j->said = shop_add(db, &t);
    if (j->kill)
        CHECK_OK(db->s->of->exec(db, "ROLLBACK"));
    return j->said == OK ? WROTE_DONE : WROTE_FAILED;
}

static void job_done(void *ctx, err outcome)
{
    struct job *j = ctx;

    j->outcome = outcome;
    j->dones++;
}

static void nothing_done(void *, err)
{
}

/* Hands in n jobs while the writer is held, lets it go, and waits for the end. */
static void together(struct store *s, struct arena *a, struct job *j, size_t n)
{
    struct gate g = {PTHREAD_MUTEX_INITIALIZER, PTHREAD_COND_INITIALIZER, false, false};
    struct write first = {.run = hold, .done = nothing_done, .ctx = &g, .arena = a, .now = now};

    CHECK_OK(store_write(s, &first));
    pthread_mutex_lock(&g.lock);
    while (!g.entered)
        pthread_cond_wait(&g.moved, &g.lock);
    pthread_mutex_unlock(&g.lock);
    for (size_t i = 0; i < n; i++) {
        j[i].w = (struct write){.run = job_run, .done = job_done, .ctx = &j[i],
                                .arena = arena_new(32 << 20), .now = now,
                                .together = j[i].shares};
        CHECK_OK(store_write(s, &j[i].w));
    }
    pthread_mutex_lock(&g.lock);
    g.open = true;
    pthread_cond_broadcast(&g.moved);
    pthread_mutex_unlock(&g.lock);
    store_drain(s);
    for (size_t i = 0; i < n; i++) {
        CHECK_INT(j[i].dones, 1);
        arena_free(j[i].w.arena);
    }
}

static int64_t count(struct store *s, struct arena *a)
{
    struct db *db;
    int64_t n = -1;

    if (store_reader(s, a, now, &db) != OK || shop_count(db, &n) != OK)
        return -1;
    store_release(db);
    return n;
}

static struct store *sqlite_store(struct fixture_place *p)
{
    fixture_place(0, p);
    return fixture_store(p, shop_migrations, SHOP_MIGRATIONS);
}

/* One handler takes the batch down: the others run again and are kept, it gets the error. */
static void culprit(void)
{
    struct arena *a = arena_new(1 << 20);
    struct fixture_place p;
    struct store *s = sqlite_store(&p);
    struct job j[5] = {{.id = 1}, {.id = 2}, {.id = 3, .kill = true}, {.id = 4}, {.id = 5}};

    together(s, a, j, 5);
    for (size_t i = 0; i < 5; i++)
        CHECK_INT(j[i].outcome, i == 2 ? ERR_DB : OK);
    CHECK_INT(j[0].runs, 2);
    CHECK_INT(j[2].runs, 1);
    CHECK_INT(count(s, a), 4);
    store_close(s);
    fixture_clear(&p);
    arena_free(a);
}

/* Who has written and then fails has the batch run again, in savepoints: its writes go, the others stay. */
static void spoiled(void)
{
    struct arena *a = arena_new(1 << 20);
    struct fixture_place p;
    struct store *s = sqlite_store(&p);
    struct job j[4] = {{.id = 1}, {.id = 2}, {.id = 2}, {.id = 4}};
    struct job later[2] = {{.id = 5}, {.id = 5}};

    together(s, a, j, 4);
    CHECK_INT(j[0].runs, 2);
    CHECK_INT(j[2].runs, 2);
    CHECK_INT(j[2].said, ERR_EXISTS);
    CHECK_INT(j[3].runs, 1);
    for (size_t i = 0; i < 4; i++)
        CHECK_OK(j[i].outcome);
    CHECK_INT(count(s, a), 3);
    together(s, a, later, 2);
    CHECK_INT(later[0].runs, 1);
    CHECK_INT(count(s, a), 4);
    store_close(s);
    fixture_clear(&p);
    arena_free(a);
}

/* The database may not grow: who needs the room is told so, what was said to be kept is there. */
static void full(void)
{
    struct arena *a = arena_new(1 << 20);
    struct fixture_place p;
    struct store *s = sqlite_store(&p);
    struct job j[4] = {{.id = 1}, {.id = 2}, {.id = 3, .bytes = 1 << 20}, {.id = 4}};
    struct job later[1] = {{.id = 9, .bytes = 1 << 20}};
    int64_t kept = 0;

    CHECK_OK(s->of->exec(s->w.db[0], "PRAGMA max_page_count = 60"));
    together(s, a, j, 4);
    CHECK(j[2].outcome == ERR_DISK_FULL || j[2].said == ERR_DISK_FULL);
    for (size_t i = 0; i < 4; i++)
        kept += j[i].outcome == OK && j[i].said == OK;
    CHECK_INT(kept, 3);
    CHECK_INT(count(s, a), kept);
    CHECK_OK(s->of->exec(s->w.db[0], "PRAGMA max_page_count = 100000"));
    together(s, a, later, 1);
    CHECK_OK(later[0].outcome);
    CHECK_INT(count(s, a), kept + 1);
    store_close(s);
    fixture_clear(&p);
    arena_free(a);
}

/* Waiting handlers share a commit; a full queue says so. */
static void grouped(void)
{
    struct arena *a = arena_new(1 << 20);
    struct fixture_place p;
    struct store *s = sqlite_store(&p);
    struct job *j = ARENA_ARRAY(a, 100, struct job);
    uint64_t batches = store_stats(s).batches;

    for (int i = 0; i < 100; i++)
        j[i].id = i + 1;
    together(s, a, j, 100);
    CHECK(store_stats(s).batches - batches <= 10);
    CHECK_INT(count(s, a), 100);
    CHECK_INT(store_stats(s).waiting, 0);
    store_close(s);
    fixture_clear(&p);
    arena_free(a);
}

/* On PostgreSQL those who say that they may share a transaction do; when one fails, each goes alone. */
static void shared(void)
{
    struct store_options o = {.writers = 1};
    struct job good[20] = {}, bad[20] = {};
    struct arena *a = arena_new(1 << 20);
    struct store *s = NULL;
    struct fixture_place p;
    const char *why = NULL;

    if (fixture_databases() < 2)
        return;
    fixture_place(1, &p);
    store_close(fixture_store(&p, shop_migrations, SHOP_MIGRATIONS));
    o.state = p.state;
    o.database = p.url;
    CHECK_OK(store_open(&o, &s, &why));
    for (int i = 0; i < 20; i++) {
        good[i] = (struct job){.id = i + 1, .shares = true};
        bad[i] = (struct job){.id = i == 7 ? 1 : i + 101, .shares = true};
    }
    uint64_t before = store_stats(s).batches;
    together(s, a, good, 20);
    CHECK_INT((int64_t)(store_stats(s).batches - before), 2); /* the one that held them up, and they */
    CHECK_INT(count(s, a), 20);
    together(s, a, bad, 20);
    for (int i = 0; i < 20; i++)
        CHECK_INT(bad[i].said, i == 7 ? ERR_EXISTS : OK);
    CHECK_INT(count(s, a), 39);
    store_close(s);
    fixture_clear(&p);
    arena_free(a);
}

struct fenced_job {
    struct store *s;
    struct arena *a;
    int runs;
};

static enum wrote take_one(struct db *db, void *)
{
    int64_t changed = 0;

    return shop_take(db, (course_id){1}, &changed) == OK && changed == 1 ? WROTE_DONE : WROTE_FAILED;
}

/* Looks; somebody else takes one meanwhile; takes one. */
static enum wrote look_and_take(struct db *db, void *ctx)
{
    struct fenced_job *x = ctx;
    int64_t n = 0;

    CHECK_OK(shop_left(db, (course_id){1}, &n));
    if (x->runs++ == 0)
        CHECK_OK(store_write_now(x->s, x->a, now, take_one, NULL));
    else
        CHECK_INT(n, 9);
    return take_one(db, NULL);
}

/* A fenced write begins again when a row that it writes was changed since its snapshot. */
static void fenced(void)
{
    struct arena *a = arena_new(1 << 20), *other = arena_new(1 << 20);
    struct fixture_place p;
    int64_t seats = 10;

    if (fixture_databases() < 2)
        return;
    fixture_place(1, &p);
    struct store *s = fixture_store(&p, shop_migrations, SHOP_MIGRATIONS);
    struct fenced_job x = {.s = s, .a = other};
    CHECK_OK(store_write_now(s, a, now, add_shop, &seats));
    CHECK_OK(store_write_fenced(s, a, now, look_and_take, &x));
    CHECK_INT(x.runs, 2);
    CHECK_INT(left_over(s, a), 8);
    CHECK_INT((int64_t)store_stats(s).conflicts, 1);
    store_close(s);
    fixture_clear(&p);
    arena_free(a);
    arena_free(other);
}

static void queue_full(void)
{
    struct arena *a = arena_new(4 << 20);
    struct fixture_place p;
    struct store *s = sqlite_store(&p);
    struct gate g = {PTHREAD_MUTEX_INITIALIZER, PTHREAD_COND_INITIALIZER, true, true};
    struct gate shut = {PTHREAD_MUTEX_INITIALIZER, PTHREAD_COND_INITIALIZER, false, false};
    struct write *w = ARENA_ARRAY(a, QUEUE_MAX + 2, struct write);
    int busy = 0;

    w[0] = (struct write){.run = hold, .done = nothing_done, .ctx = &shut, .arena = a, .now = now};
    CHECK_OK(store_write(s, &w[0]));
    pthread_mutex_lock(&shut.lock);
    while (!shut.entered)
        pthread_cond_wait(&shut.moved, &shut.lock);
    pthread_mutex_unlock(&shut.lock);
    for (int i = 1; i <= QUEUE_MAX + 1; i++) {
        w[i] = (struct write){.run = hold, .done = nothing_done, .ctx = &g, .arena = a, .now = now};
        busy += store_write(s, &w[i]) == ERR_BUSY;
    }
    CHECK_INT(busy, 1);
    pthread_mutex_lock(&shut.lock);
    shut.open = true;
    pthread_cond_broadcast(&shut.moved);
    pthread_mutex_unlock(&shut.lock);
    store_drain(s);
    store_close(s);
    fixture_clear(&p);
    arena_free(a);
}

CHECKS(data_writer, TEST(seats), TEST(memory), TEST(notes), TEST(culprit), TEST(spoiled), TEST(full),
       TEST(grouped), TEST(shared), TEST(fenced), TEST(queue_full))
