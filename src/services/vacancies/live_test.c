/* live_test.c: streams of live seats on a real socket, told what is committed, on both databases.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include "app.h"
#include "check.h"
#include "db_fixture.h"
#include "log.h"
#include "query.h"
#include "records_seats.h"
#include "service.h"
#include "str.h"
#include "stream.h"
#include "vacancies.h"
#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>

extern const struct service identity_service;
static const struct service *const table[] = {&identity_service, &records_service,
                                              &vacancies_service};
static const instant NOW = {1795431600000};

static const char *const sentences[] = {
    "INSERT INTO records_faculty VALUES (1, 'F', 'Faculty', 'Faculteit')",
    "INSERT INTO records_term VALUES (1, '2026-2', 'Semester 2', 'Semester 2', 20270201, "
    "20270625)",
    "INSERT INTO records_course (id, code, sort_key, search, subject, name, faculty, level, "
    "credits,"
    " language) VALUES (1, 'CSE 1', 'cse 1', 'cse 1', 'CSE', 'Logic', 1, 100, 6, 'en')",
    "INSERT INTO records_offering (id, course, term) VALUES (11, 1, 1)",
    "INSERT INTO records_section (id, offering, code, lecturer, seats, unlimited, taken, "
    "waiting,"
    " last_order) VALUES (111, 11, 'A01', '', 1, 0, 0, 0, 0), (112, 11, 'A02', '', 500, 0, 0, "
    "0, 0)",
    "INSERT INTO records_programme VALUES (1, 'B-INF', 1, 'Informatics', 'Informatica', "
    "'bachelor', 180)",
    "INSERT INTO identity_person (id, org, login, name, sort_key, mail, lang, created_at) "
    "VALUES"
    " (7, 1, 's7', 'S', 's', '', 'en', 1), (8, 1, 's8', 'S', 's', '', 'en', 1)",
    "INSERT INTO records_study (person, programme, since) VALUES (7, 1, 20260901)",
};

struct campus {
    struct fixture_place place;
    struct app *app;
    struct arena *arena;
};

static enum wrote do_one(struct db *db, void *ctx)
{
    return CHECK_OK(db_nothing(db, ctx, NULL)) ? WROTE_DONE : WROTE_FAILED;
}

static err who(struct rq *rq)
{
    rq->me = (person_id){strstr(rq_header(rq, "Cookie"), "seven") ? 7 : 0};
    return OK;
}

static struct campus open_campus(int which)
{
    struct campus c = {.arena = arena_new(64U << 20)};
    const char *why = "";

    clock_freeze(NOW);
    fixture_place(which, &c.place);
    const struct app_options o = {.state = c.place.state,
                                  .database = c.place.url,
                                  .services = table,
                                  .n_services = COUNT(table)};
    CHECK_OK(app_open(&o, &c.app, &why));
    campus_identify_by(c.app, who);
    log_level_set(LOG_ERROR);
    for (size_t i = 0; i < COUNT(sentences); i++) {
        struct db_query *q = ARENA_NEW(c.arena, struct db_query);

        *q = (struct db_query){.name = "fixture",
                               .params = "",
                               .writes = true,
                               .sqlite = sentences[i],
                               .postgres = sentences[i]};
        CHECK_OK(store_write_now(c.app->store, c.arena, NOW, do_one, q));
    }
    CHECK_OK(web_listen(c.app->web, "127.0.0.1:0", NULL, NULL, &why));
    CHECK_OK(app_work(c.app));
    /* When the others are heard at last, those who are signed in are asked to come again. */
    while (!store_hears(c.app->store))
        nanosleep(&(struct timespec){.tv_nsec = 5000000}, NULL);
    nanosleep(&(struct timespec){.tv_nsec = 100000000}, NULL);
    return c;
}

static void close_campus(struct campus *c)
{
    app_close(c->app);
    fixture_clear(&c->place);
    arena_free(c->arena);
    clock_freeze((instant){0});
}

/* --- Looking ------------------------------------------------------------------------------------ */

struct look {
    int fd;
    struct buf got;
    size_t seen; /* what was looked at already */
};

static struct look look_at(struct campus *c, const char *query, const char *cookie)
{
    const struct sockaddr_in at = {.sin_family = AF_INET,
                                   .sin_port = htons((uint16_t)web_port(c->app->web)),
                                   .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    const struct timeval wait = {.tv_sec = 10};
    struct look l = {socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0), buf_new(1 << 20), 0};
    const char *ask = arena_printf(
        c->arena, "GET /seats/stream?%s HTTP/1.1\r\nHost: a.test\r\nCookie: %s\r\n\r\n", query,
        cookie);

    setsockopt(l.fd, SOL_SOCKET, SO_RCVTIMEO, &wait, sizeof wait);
    CHECK_INT(connect(l.fd, (const struct sockaddr *)&at, sizeof at), 0);
    CHECK(send(l.fd, ask, strlen(ask), MSG_NOSIGNAL) > 0);
    return l;
}

/* Waits for `text`; what follows is looked at next. */
static bool sees(struct look *l, const char *text)
{
    char piece[4096];

    for (;;) {
        const char *at = l->got.s ? strstr(l->got.s + l->seen, text) : NULL;
        if (at) {
            l->seen = (size_t)(at - l->got.s) + strlen(text);
            return true;
        }
        ssize_t n = recv(l->fd, piece, sizeof piece, 0);
        if (n <= 0)
            return false;
        buf_put(&l->got, piece, (size_t)n);
    }
}

static int events(const struct look *l)
{
    int n = 0;

    for (const char *at = l->got.s; at && (at = strstr(at, "event: seats")); at++)
        n++;
    return n;
}

static void look_away(struct look *l)
{
    close(l->fd);
    buf_free(&l->got);
}

/* --- Changing ------------------------------------------------------------------------------------ */

struct act {
    person_id who;
    section_id section;
    bool fails;
};

static enum wrote take(struct db *db, void *ctx)
{
    const struct act *t = ctx;
    struct records_given given;
    const struct records_ask ask = {.person = t->who, .section = t->section, .may_wait = true};

    CHECK_OK(records_take(db, &ask, &given));
    return t->fails ? WROTE_FAILED : WROTE_DONE;
}

static enum wrote more_seats(struct db *db, void *ctx)
{
    const struct act *t = ctx;
    struct records_seats now = {0};

    CHECK_OK(records_seats_of(db, t->section, &now));
    CHECK_OK(records_seats_set(db, t->section, now.seats + 1, false, NULL));
    return WROTE_DONE;
}

static enum wrote keep_one(struct db *db, void *ctx)
{
    const struct act *t = ctx;
    const struct records_reserve r = {.section = t->section, .programme = {1}, .seats = 1};

    CHECK_OK(records_reserve_put(db, &r, NULL));
    return WROTE_DONE;
}

static void act(struct campus *c, enum wrote (*run)(struct db *db, void *ctx), struct act a)
{
    CHECK_OK(store_write_now(c->app->store, c->arena, NOW, run, &a));
}

/* --- Tests --------------------------------------------------------------------------------------- */

static void tells_what_is_committed(struct campus *c)
{
    struct look nobody = look_at(c, "section=111&offering=11", "x");
    struct look seven = look_at(c, "section=111", "seven");
    struct look other = look_at(c, "section=112", "x");

    CHECK(sees(&nobody, "\"111\":{\"text\":\"1 of 1 seats left\",\"full\":false"));
    CHECK(sees(&nobody, "\"11\":{\"text\":\"501 seats left\""));
    CHECK(sees(&seven, "1 of 1 seats left"));
    CHECK(sees(&other, "500 of 500 seats left"));
    act(c, take, (struct act){{8}, {111}, true}); /* rolled back */
    act(c, take, (struct act){{8}, {111}, false});
    CHECK(sees(&nobody, "\"text\":\"Full, nobody waits yet\",\"full\":true"));
    CHECK(sees(&seven, "\"full\":true"));
    act(c, take, (struct act){{7}, {111}, false});
    CHECK(sees(&nobody, "Full, 1 person waits"));
    act(c, keep_one, (struct act){.section = {112}});
    CHECK(sees(&other, "\"kept\":1"));
    CHECK_INT(events(&other), 2);
    look_away(&nobody);
    look_away(&seven);
    look_away(&other);
}

static void knows_her_programme(struct campus *c)
{
    act(c, keep_one, (struct act){.section = {112}});
    struct look seven = look_at(c, "section=112", "seven"),
                nobody = look_at(c, "section=112", "x");

    CHECK(sees(&seven, "\"text\":\"499 of 500 seats left\""));
    CHECK(sees(&seven, "\"hers\":1,\"also\":\"1 seat is kept for your programme\""));
    CHECK(sees(&nobody, "\"kept\":1"));
    CHECK(!strstr(nobody.got.s, "hers"));
    look_away(&seven);
    look_away(&nobody);
}

/* Two hundred changes, one after the other: the last is seen, and most were never told by themselves. */
static void tells_a_few_times_a_second(struct campus *c)
{
    struct look l = look_at(c, "section=112", "x");
    int64_t began = 0;

    CHECK(sees(&l, "of 500 seats left"));
    began = clock_us();
    for (int i = 0; i < 200; i++)
        act(c, more_seats, (struct act){.section = {112}});
    CHECK(sees(&l, "of 700 seats left"));
    CHECK(events(&l) <= 3 + (clock_us() - began) / 400000);
    look_away(&l);
}

static void on_each(void (*test)(struct campus *c))
{
    for (int i = 0; i < fixture_databases(); i++) {
        struct campus c = open_campus(i);

        check_case(i == 0 ? "SQLite" : "PostgreSQL");
        test(&c);
        close_campus(&c);
    }
    check_case(NULL);
}

static void committed(void)
{
    on_each(tells_what_is_committed);
}

static void programme(void)
{
    on_each(knows_her_programme);
}

static void few(void)
{
    on_each(tells_a_few_times_a_second);
}

CHECKS(vacancies_live, TEST(committed), TEST(programme), TEST(few))
