/* tell_test.c: what is told after a COMMIT, and what is not; between two processes; payloads.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include "check.h"
#include "db_fixture.h"
#include "shop_fixture.h"
#include "store.h"
#include <libpq-fe.h>
#include <string.h>

enum { HEARD_MAX = 4096 };
static const instant now = {1700000000000};

/* What one store heard. */
struct book {
    pthread_mutex_t lock;
    struct db_heard v[HEARD_MAX];
    size_t n;
};

static void write_down(void *ctx, const struct db_heard *h)
{
    struct book *b = ctx;

    pthread_mutex_lock(&b->lock);
    if (b->n < HEARD_MAX)
        b->v[b->n++] = *h;
    pthread_mutex_unlock(&b->lock);
}

static struct book *book_new(void)
{
    struct book *b = calloc(1, sizeof *b);

    if (!b)
        abort();
    pthread_mutex_init(&b->lock, NULL);
    return b;
}

static void book_free(struct book *b)
{
    pthread_mutex_destroy(&b->lock);
    free(b);
}

static int times(struct book *b, int topic, int64_t number)
{
    int n = 0;

    pthread_mutex_lock(&b->lock);
    for (size_t i = 0; i < b->n; i++)
        n += b->v[i].topic == topic && b->v[i].number == number;
    pthread_mutex_unlock(&b->lock);
    return n;
}

/* Waits at most five seconds until it was heard so often. */
static bool hears(struct book *b, int topic, int64_t number, int least)
{
    const struct timespec nap = {.tv_nsec = 5000000};

    for (int i = 0; i < 1000 && times(b, topic, number) < least; i++)
        nanosleep(&nap, NULL);
    return times(b, topic, number) >= least;
}

/* --- In one process ------------------------------------------------------------------------- */

struct act {
    enum wrote how;
    int64_t number;
    int n; /* tells */
};

static enum wrote tell_some(struct db *db, void *ctx)
{
    const struct act *x = ctx;

    for (int i = 0; i < x->n; i++)
        db_tell(db, 3, x->number + i % 2);
    return x->how;
}

static enum wrote tell_and_undo(struct db *db, void *ctx)
{
    (void)ctx;
    db_tell(db, 4, 1);
    CHECK_OK(db_mark(db));
    db_tell(db, 4, 2);
    CHECK_OK(db_mark(db));
    db_tell(db, 4, 3);
    CHECK_OK(db_keep(db));
    CHECK_OK(db_undo(db));
    db_tell(db, 4, 4);
    return WROTE_DONE;
}

static enum wrote tell_then_break(struct db *db, void *ctx)
{
    struct shop_thing t = {.id = {1}, .left = 1};

    (void)ctx;
    db_tell(db, 5, 1);
    CHECK_OK(shop_add(db, &t));
    CHECK_INT(shop_add(db, &t), ERR_EXISTS);
    return WROTE_DONE;
}

static void only_what_stays_body(struct store *s, struct arena *a)
{
    struct book *b = book_new();
    struct act done = {WROTE_DONE, 10, 50}, refused = {WROTE_REFUSED, 20, 1},
               failed = {WROTE_FAILED, 30, 1};

    store_listen(s, write_down, b);
    CHECK_OK(store_write_now(s, a, now, tell_some, &done));
    CHECK_OK(store_write_now(s, a, now, tell_some, &refused));
    CHECK_OK(store_write_now(s, a, now, tell_some, &failed));
    CHECK_OK(store_write_now(s, a, now, tell_and_undo, NULL));
    CHECK_INT(store_write_now(s, a, now, tell_then_break, NULL), ERR_EXISTS);
    CHECK_INT(times(b, 3, 10), 1);
    CHECK_INT(times(b, 3, 11), 1);
    CHECK_INT(times(b, 3, 20), 1);
    CHECK_INT(times(b, 3, 30), 0);
    CHECK_INT(times(b, 4, 1), 1);
    CHECK_INT(times(b, 4, 2), 0);
    CHECK_INT(times(b, 4, 3), 0);
    CHECK_INT(times(b, 4, 4), 1);
    CHECK_INT(times(b, 5, 1), 0);
    CHECK_INT(b->n, 5);
    CHECK(!b->v[0].elsewhere);
    book_free(b);
    store_listen(s, NULL, NULL);
}

static void only_what_stays(void)
{
    fixture_each(shop_migrations, SHOP_MIGRATIONS, only_what_stays_body);
}

static enum wrote tell_too_many(struct db *db, void *ctx)
{
    (void)ctx;
    for (int64_t i = 0; i < 70000; i++)
        db_tell(db, 3, i);
    return WROTE_DONE;
}

/* Nobody is left to believe that he heard it all. */
static void too_many_body(struct store *s, struct arena *a)
{
    struct book *b = book_new();

    store_listen(s, write_down, b);
    CHECK_OK(store_write_now(s, a, now, tell_too_many, NULL));
    CHECK_INT(b->n, 1);
    CHECK_INT(times(b, TOPIC_MISSED, 0), 1);
    store_listen(s, NULL, NULL);
    book_free(b);
}

static void too_many(void)
{
    fixture_each(shop_migrations, SHOP_MIGRATIONS, too_many_body);
}

/* --- Payloads ------------------------------------------------------------------------------- */

static void payloads_hold_all(void)
{
    struct tells t = {0}, back = {0};
    static struct tell many[1000];
    struct buf text = buf_new(8000);
    uint64_t origin = 0;
    size_t from = 0, seen = 0, payloads = 0;

    for (int i = 0; i < 1000; i++)
        many[i] = (struct tell){1 + i % 3, INT64_MAX - i / 3};
    t = (struct tells){.v = many, .n = 1000, .room = 1000};
    tells_sort(&t);
    CHECK_INT(t.n, 1000);
    while (from < t.n) {
        size_t next = tells_payload(&t, from, 0xfeed, &text);

        CHECK(buf_ok(&text) && text.n < 8000);
        CHECK(tells_read(text.s, &origin, &back));
        CHECK_INT(origin, 0xfeed);
        CHECK_INT(back.n, next - from);
        for (size_t i = 0; i < back.n; i++)
            seen += back.v[i].topic == t.v[from + i].topic && back.v[i].number == t.v[from + i].number;
        from = next;
        payloads++;
    }
    CHECK_INT(seen, 1000);
    CHECK(payloads > 1 && payloads < 6);
    buf_free(&text);
    free(back.v);
}

static void bad_payloads_are_refused(void)
{
    static const char *const bad[] = {"", "x", "000000000000000z 1:2,", "0000000000000001",
                                      "0000000000000001 ", "0000000000000001 1", "0000000000000001 1:",
                                      "0000000000000001 1:2", "0000000000000001 :2,",
                                      "0000000000000001 1:2,x", "0000000000000001 -1:2,",
                                      "0000000000000001 99999:2,", "0000000000000001 **",
                                      "0000000000000001 1: 2,", "0000000000000001 1:--2,"};
    struct tells back = {0};
    uint64_t origin;

    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        check_case(bad[i]);
        CHECK(!tells_read(bad[i], &origin, &back));
    }
    check_case(NULL);
    CHECK(tells_read("0000000000000001 *", &origin, &back) && back.missed);
    CHECK(tells_read("0000000000000001 1:-2,", &origin, &back) && back.v[0].number == -2);
    free(back.v);
}

/* --- Between processes ---------------------------------------------------------------------- */

static struct store *second(const struct fixture_place *p, struct arena *a)
{
    struct store_options o = {.state = p->state, .database = p->url, .arena = a};
    const char *why = "";
    struct store *s = NULL;

    CHECK_OK(store_open(&o, &s, &why));
    return s;
}

/* Cuts every connection that listens, as a failing network or server does. */
static void cut_listeners(const struct fixture_place *p)
{
    PGconn *c = PQconnectdb(p->url);

    PQclear(PQexec(c, "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                      " WHERE application_name = 'rapenburg listens' AND query LIKE '%SELECT 1%'"));
    PQfinish(c);
}

static void two_processes(void)
{
    struct arena *a = arena_new(4 << 20);
    struct fixture_place p;
    struct book *b1 = book_new(), *b2 = book_new();
    struct act one = {WROTE_DONE, 100, 2}, two = {WROTE_DONE, 200, 1};

    if (fixture_databases() < 2) {
        arena_free(a);
        book_free(b1);
        book_free(b2);
        return;
    }
    fixture_place(1, &p);
    struct store *s1 = fixture_store(&p, shop_migrations, SHOP_MIGRATIONS);
    struct store *s2 = second(&p, a);
    store_listen(s1, write_down, b1);
    store_listen(s2, write_down, b2);
    CHECK_OK(store_listen_others(s1));
    CHECK_OK(store_listen_others(s2));
    CHECK(hears(b1, TOPIC_MISSED, 0, 1) && hears(b2, TOPIC_MISSED, 0, 1));
    CHECK(store_hears(s1) && store_hears(s2));
    CHECK_OK(store_write_now(s1, a, now, tell_some, &one));
    CHECK(hears(b2, 3, 101, 1));
    CHECK(b2->v[b2->n - 1].elsewhere);
    CHECK_OK(store_write_now(s2, a, now, tell_some, &two));
    CHECK(hears(b1, 3, 200, 1));
    CHECK_INT(times(b1, 3, 100), 1); /* not again by its own NOTIFY */
    CHECK_INT(times(b2, 3, 100), 1);
    struct timespec second_and_more = {.tv_sec = 1, .tv_nsec = 300000000};
    nanosleep(&second_and_more, NULL); /* until each has asked once */
    cut_listeners(&p);
    CHECK(hears(b1, TOPIC_MISSED, 0, 2) && hears(b2, TOPIC_MISSED, 0, 2));
    two.number = 300;
    CHECK_OK(store_write_now(s2, a, now, tell_some, &two));
    CHECK(hears(b1, 3, 300, 1));
    store_close(s1);
    store_close(s2);
    fixture_clear(&p);
    book_free(b1);
    book_free(b2);
    arena_free(a);
}

CHECKS(data_tell, TEST(only_what_stays), TEST(too_many), TEST(payloads_hold_all),
       TEST(bad_payloads_are_refused), TEST(two_processes))
