/* store_test.c: reading and writing on both databases: rows, errors, marks, snapshots, ids.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include "check.h"
#include "db_fixture.h"
#include "shop_fixture.h"
#include <string.h>

static const instant now = {1700000000000};

static enum wrote add_things(struct db *db, void *ctx)
{
    struct shop_thing full = {.id = {7}, .name = "Zoë's", .left = 3, .open = true, .at = now,
                              .on = {20270201}, .from = {605}, .raw = {"a\0b", 3}};
    struct shop_thing bare = {.id = {8}};
    err *e = ctx;

    *e = shop_add(db, &full);
    if (*e == OK)
        *e = shop_add(db, &bare);
    return *e == OK ? WROTE_DONE : WROTE_FAILED;
}

static void rows_body(struct store *s, struct arena *a)
{
    struct shop_things list = {0};
    struct shop_thing *none = (struct shop_thing *)1;
    struct db *db;
    int64_t left = -1;
    err e = ERR_INTERNAL;

    CHECK_OK(store_write_now(s, a, now, add_things, &e));
    CHECK_OK(e);
    CHECK_OK(store_reader(s, a, now, &db));
    CHECK_OK(shop_list(db, &list));
    CHECK_INT(list.n, 2);
    CHECK_INT(list.v[0].id.v, 7);
    CHECK_STR(list.v[0].name, "Zoë's");
    CHECK_INT(list.v[0].left, 3);
    CHECK(list.v[0].open && !list.v[1].open);
    CHECK_INT(list.v[0].at.v, now.v);
    CHECK_INT(list.v[0].on.v, 20270201);
    CHECK_INT(list.v[0].from.v, 605);
    CHECK(list.v[0].raw.n == 3 && memcmp(list.v[0].raw.s, "a\0b", 3) == 0);
    CHECK(list.v[1].name == NULL && list.v[1].raw.s == NULL && list.v[1].at.v == 0);
    CHECK_OK(shop_get(db, (course_id){99}, &none));
    CHECK(none == NULL);
    CHECK_INT(shop_left(db, (course_id){99}, &left), ERR_NOT_FOUND);
    CHECK_OK(shop_left(db, (course_id){7}, &left));
    CHECK_INT(left, 3);
    CHECK_INT(db_queries(db), 4);
    store_release(db);
}

static void rows(void)
{
    fixture_each(shop_migrations, SHOP_MIGRATIONS, rows_body);
}

/* What each broken rule is called, and that nothing goes on after it but from a mark. */
static enum wrote break_rules(struct db *db, void *ctx)
{
    struct shop_thing one = {.id = {1}, .name = "a"};
    struct shop_thing twin = {.id = {1}};
    struct shop_thing same_name = {.id = {2}, .name = "a"};
    struct shop_thing below = {.id = {3}, .left = -1};
    struct shop_thing no_id = {.name = "b"};
    const struct {
        const struct shop_thing *t;
        err e;
    } cases[] = {{&twin, ERR_EXISTS}, {&same_name, ERR_EXISTS}, {&below, ERR_DB}, {&no_id, ERR_DB}};
    int64_t n = 0;

    (void)ctx;
    CHECK_OK(shop_add(db, &one));
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        CHECK_OK(db_mark(db));
        CHECK_INT(shop_add(db, cases[i].t), cases[i].e);
        CHECK(*db_words(db) != 0);
        CHECK_INT(shop_count(db, &n), cases[i].e);
        CHECK_OK(db_undo(db));
    }
    CHECK_OK(db_mark(db));
    CHECK_INT(shop_taken(db, (course_id){77}, (person_id){1}), ERR_CONFLICT);
    CHECK_OK(db_undo(db));
    CHECK_OK(db_mark(db));
    CHECK_OK(shop_taken(db, (course_id){1}, (person_id){1}));
    CHECK_OK(db_keep(db));
    CHECK_OK(shop_count(db, &n));
    CHECK_INT(n, 1);
    return WROTE_DONE;
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

static void rules_body(struct store *s, struct arena *a)
{
    CHECK_OK(store_write_now(s, a, now, break_rules, NULL));
    CHECK_INT(count(s, a), 1);
}

static void rules(void)
{
    fixture_each(shop_migrations, SHOP_MIGRATIONS, rules_body);
}

struct ending {
    int64_t id;
    enum wrote how;
};

static enum wrote end_so(struct db *db, void *ctx)
{
    const struct ending *x = ctx;
    struct shop_thing t = {.id = {x->id}};

    CHECK_OK(shop_add(db, &t));
    CHECK(db_writes(db));
    CHECK_INT(db_now(db).v, now.v);
    return x->how;
}

static enum wrote done_though_broken(struct db *db, void *ctx)
{
    struct shop_thing t = {.id = {1}};

    (void)ctx;
    CHECK_INT(shop_add(db, &t), ERR_EXISTS);
    return WROTE_DONE;
}

static void endings_body(struct store *s, struct arena *a)
{
    struct ending done = {1, WROTE_DONE}, refused = {2, WROTE_REFUSED}, failed = {3, WROTE_FAILED};

    CHECK_OK(store_write_now(s, a, now, end_so, &done));
    CHECK_OK(store_write_now(s, a, now, end_so, &refused));
    CHECK_OK(store_write_now(s, a, now, end_so, &failed));
    CHECK_INT(count(s, a), 2);
    CHECK_INT(store_write_now(s, a, now, done_though_broken, NULL), ERR_EXISTS);
    CHECK_INT(count(s, a), 2);
}

static void endings(void)
{
    fixture_each(shop_migrations, SHOP_MIGRATIONS, endings_body);
}

enum { MANY_THINGS = 1000 };

static enum wrote add_many(struct db *db, void *ctx)
{
    struct arena *a = db_arena(db);
    struct shop_thing *things = ARENA_ARRAY(a, MANY_THINGS, struct shop_thing);
    int64_t n = -1;

    (void)ctx;
    CHECK_OK(shop_add_all(db, things, 0, &n));
    CHECK_INT(n, 0);
    for (int i = 0; i < MANY_THINGS; i++)
        things[i] = (struct shop_thing){
            .id = {i + 1}, .name = arena_printf(a, "thing %d", i + 1), .raw = {"\0x", 2}};
    CHECK_OK(shop_add_all(db, things, MANY_THINGS, &n));
    CHECK_INT(n, MANY_THINGS);
    /* The 700th breaks a rule: all of it can be undone, and then nothing stays of it. */
    CHECK_OK(db_mark(db));
    for (int i = 0; i < MANY_THINGS; i++)
        things[i].id.v = i == 699 ? 1 : MANY_THINGS + i + 1, things[i].name = NULL;
    CHECK_INT(shop_add_all(db, things, MANY_THINGS, &n), ERR_EXISTS);
    CHECK_INT(shop_count(db, &n), ERR_EXISTS);
    CHECK_OK(db_undo(db));
    CHECK_OK(shop_count(db, &n));
    CHECK_INT(n, MANY_THINGS);
    return WROTE_DONE;
}

static void many_body(struct store *s, struct arena *a)
{
    struct shop_thing *t = NULL;
    struct db *db;

    CHECK_OK(store_write_now(s, a, now, add_many, NULL));
    CHECK_INT(count(s, a), MANY_THINGS);
    CHECK_OK(store_reader(s, a, now, &db));
    CHECK_OK(shop_get(db, (course_id){777}, &t));
    CHECK(t != NULL);
    if (t != NULL) {
        CHECK_STR(t->name, "thing 777");
        CHECK(t->raw.n == 2 && memcmp(t->raw.s, "\0x", 2) == 0);
    }
    CHECK_INT(shop_add_all(db, t, 1, &(int64_t){0}), ERR_DB); /* a read snapshot */
    store_release(db);
}

static void many_rows_at_once(void)
{
    fixture_each(shop_migrations, SHOP_MIGRATIONS, many_body);
}

static void snapshot_body(struct store *s, struct arena *a)
{
    struct arena *other = arena_new(1 << 20);
    struct ending done = {1, WROTE_DONE};
    struct shop_thing t = {.id = {5}};
    struct db *db;
    int64_t n = -1;

    CHECK_OK(store_reader(s, a, now, &db));
    CHECK_OK(shop_count(db, &n));
    CHECK_INT(n, 0);
    CHECK_OK(store_write_now(s, other, now, end_so, &done));
    CHECK_OK(shop_count(db, &n));
    CHECK_INT(n, 0);
    CHECK_INT(shop_add(db, &t), ERR_DB);
    store_release(db);
    CHECK_INT(count(s, a), 1);
    arena_free(other);
}

static void snapshot(void)
{
    fixture_each(shop_migrations, SHOP_MIGRATIONS, snapshot_body);
}

static enum wrote take_ids(struct db *db, void *ctx)
{
    int64_t *last = ctx;

    for (int i = 0; i < 1000; i++) {
        course_id id = NEW_ID(db, course_id);

        CHECK(id.v > *last);
        *last = id.v;
    }
    return WROTE_DONE;
}

/* Ids rise, also over the end of the process. */
static void ids(void)
{
    for (int i = 0; i < fixture_databases(); i++) {
        struct arena *a = arena_new(1 << 20);
        struct fixture_place p;
        int64_t last = 0;

        check_case(i ? "PostgreSQL" : "SQLite");
        fixture_place(i, &p);
        for (int round = 0; round < 3; round++) {
            struct store *s = fixture_store(&p, shop_migrations, SHOP_MIGRATIONS);

            CHECK_OK(store_write_now(s, a, now, take_ids, &last));
            if (round == 1)
                store_process_set(s, 3);
            CHECK_OK(store_write_now(s, a, now, take_ids, &last));
            CHECK(round != 1 || last >> 53 == 3);
            last = round == 1 ? 0 : last;
            store_close(s);
        }
        fixture_clear(&p);
        arena_free(a);
    }
    check_case(NULL);
}

static void prepare_body(struct store *s, struct arena *a)
{
    const char *why = NULL;
    struct db_query bad = shop_queries[SHOP_COUNT];

    CHECK_OK(store_prepare(s, shop_queries, SHOP_QUERIES, a, &why));
    bad.sqlite = bad.postgres = "SELECT nothing FROM shop_thing";
    CHECK_INT(store_prepare(s, &bad, 1, a, &why), ERR_DB);
    CHECK(why && strstr(why, "nothing"));
}

static void prepare(void)
{
    fixture_each(shop_migrations, SHOP_MIGRATIONS, prepare_body);
}

/* The n-th query fails, for every n: the handler fails, nothing stays, the next one works. */
static void injection_body(struct store *s, struct arena *a)
{
    for (uint64_t n = 1; n <= 2; n++) {
        err e = OK;

        store_fail_after(s, n);
        CHECK_OK(store_write_now(s, a, now, add_things, &e));
        CHECK_INT(e, ERR_DB);
        store_fail_after(s, 0);
        CHECK_INT(count(s, a), 0);
    }
    CHECK_INT(store_stats(s).failed, 2);
}

static void injection(void)
{
    fixture_each(shop_migrations, SHOP_MIGRATIONS, injection_body);
}

static void no_such_place(void)
{
    struct arena *a = arena_new(1 << 20);
    struct store_options o = {.state = "/nonexistent/folder", .arena = a};
    struct store *s = NULL;
    const char *why = NULL;

    CHECK_INT(store_open(&o, &s, &why), ERR_IO);
    CHECK(why && strstr(why, "unable to open"));
    o.database = "mysql://x";
    CHECK_INT(store_open(&o, &s, &why), ERR_DB);
    o.database = "postgresql://nobody@/x?host=%2Fnonexistent";
    CHECK_INT(store_open(&o, &s, &why), ERR_DOWN);
    CHECK(s == NULL);
    arena_free(a);
}

CHECKS(data_store, TEST(rows), TEST(rules), TEST(endings), TEST(many_rows_at_once), TEST(snapshot),
       TEST(ids), TEST(prepare), TEST(injection), TEST(no_such_place))
