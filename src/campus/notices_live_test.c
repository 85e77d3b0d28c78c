/* notices_live_test.c: the bell's stream on a real socket: told what is committed, to whom it concerns, until the
   session ends; on both databases. SPDX-License-Identifier: AGPL-3.0-or-later */
#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include "app.h"
#include "bus.h"
#include "check.h"
#include "db_fixture.h"
#include "log.h"
#include "notices.h"
#include "rights.h"
#include "service.h"

static const instant NOW = {1795431600000};

static const struct notice_topic topic = {.name = "news.all", .mail = NOTICE_MAIL_NEVER};
static const struct notice_kind kind = {.name = "news.some", .topic = &topic, .icon = "info", .text = {.one = "News %s"}};
static const struct notice_kind *const kinds[] = {&kind};
static const struct service news = {.name = "news", .notices = kinds, .n_notices = 1};
static const struct service *const table[] = {&news};

struct campus {
    struct fixture_place place;
    struct app *app;
    struct arena *arena;
};

/* The person and the session stand in a header. */
static err who(struct rq *rq)
{
    bool seven = strstr(rq_header(rq, "Cookie"), "seven") != NULL, eight = strstr(rq_header(rq, "Cookie"), "eight") != NULL;

    struct person *p = ARENA_NEW(rq->arena, struct person);

    if (!seven && !eight)
        return OK;
    *p = (struct person){.id = {seven ? 7 : 8}, .login = "s", .name = "S", .mail = ""};
    rq->me = p->id;
    rq->person = p;
    rq->session = (session_id){70 + p->id.v};
    return OK;
}

static struct campus open_campus(int which)
{
    struct campus c = {.arena = arena_new(16U << 20)};
    const char *why = "";

    clock_freeze(NOW);
    fixture_place(which, &c.place);
    const struct app_options o = {
        .state = c.place.state, .database = c.place.url, .services = table, .n_services = COUNT(table)};
    CHECK_OK(app_open(&o, &c.app, &why));
    campus_identify_by(c.app, who);
    log_level_set(LOG_ERROR);
    CHECK_OK(web_listen(c.app->web, "127.0.0.1:0", NULL, NULL, &why));
    CHECK_OK(app_work(c.app));
    while (!store_hears(c.app->store)) /* then those who are signed in are asked to come again */
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

struct look {
    int fd;
    struct buf got;
};

static struct look look_at(struct campus *c, const char *query, const char *cookie)
{
    const struct sockaddr_in at = {.sin_family = AF_INET,
                                   .sin_port = htons((uint16_t)web_port(c->app->web)),
                                   .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    const struct timeval wait = {.tv_sec = 10};
    struct look l = {socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0), buf_new(1 << 16)};
    const char *ask = arena_printf(c->arena, "GET /notices/live%s HTTP/1.1\r\nHost: a.test\r\nCookie: %s\r\n\r\n",
                                   query, cookie);

    setsockopt(l.fd, SOL_SOCKET, SO_RCVTIMEO, &wait, sizeof wait);
    CHECK_INT(connect(l.fd, (const struct sockaddr *)&at, sizeof at), 0);
    CHECK(send(l.fd, ask, strlen(ask), MSG_NOSIGNAL) > 0);
    return l;
}

/* Has `text` come, or does it? */
static bool sees(struct look *l, const char *text)
{
    char piece[4096];
    ssize_t n;

    while (l->got.s == NULL || strstr(l->got.s, text) == NULL) {
        n = recv(l->fd, piece, sizeof piece, 0);
        if (n <= 0)
            return false;
        buf_put(&l->got, piece, (size_t)n);
    }
    return true;
}

static void look_away(struct look *l)
{
    close(l->fd);
    buf_free(&l->got);
}

struct sending {
    int64_t who, thing;
    bool fails;
};
static enum wrote send_one(struct db *db, void *ctx)
{
    const struct sending *x = ctx;
    struct notice_arg arg = NOTICE_ARG_TEXT("today");
    struct notice n[2] = {
        {.kind = &kind, .person = {x->who}, .thing = x->thing, .path = "/notices", .args = &arg, .n_args = 1}};

    n[1] = n[0];
    n[1].thing = x->thing + 1000;
    CHECK_OK(notice_send(db, &n[0]));
    CHECK_OK(notice_send_many(db, n, 2)); /* the first is the same again: one row */
    return x->fails ? WROTE_FAILED : WROTE_DONE;
}

static enum wrote sign_out(struct db *db, void *ctx)
{
    bus_tell(db, BUS_SESSION, *(const int64_t *)ctx);
    return WROTE_DONE;
}

static void sends(struct campus *c, struct sending x)
{
    CHECK_OK(store_write_now(c->app->store, c->arena, NOW, send_one, &x));
}

static void follows(struct campus *c)
{
    struct look seven = look_at(c, "?n=0", "seven"), old = look_at(c, "?n=5", "seven");
    struct look eight = look_at(c, "?n=0", "eight"), nobody = look_at(c, "", "nobody");
    int64_t session = 77;

    CHECK(sees(&nobody, "HTTP/1.1 401") || sees(&nobody, "HTTP/1.1 403"));
    CHECK(sees(&old, "data: {\"n\":0,\"text\":\"No new notices\"}")); /* a page that was older */
    sends(c, (struct sending){7, 1, true});
    sends(c, (struct sending){7, 2, false});
    CHECK(sees(&seven, "data: {\"n\":2,\"text\":\"2 new notices\"}"));
    CHECK(sees(&old, "data: {\"n\":2,\"text\":\"2 new notices\"}"));
    CHECK(strstr(seven.got.s, "\"n\":0") == NULL && strstr(seven.got.s, "\"n\":1") == NULL);
    sends(c, (struct sending){8, 1, false});
    CHECK(sees(&eight, "\"n\":2"));
    CHECK_OK(store_write_now(c->app->store, c->arena, NOW, sign_out, &session));
    CHECK(sees(&seven, "0\r\n\r\n")); /* the stream ends with the session */
    look_away(&seven);
    look_away(&old);
    look_away(&eight);
    look_away(&nobody);
}

static void the_bell_follows_what_comes(void)
{
    for (int i = 0; i < fixture_databases(); i++) {
        struct campus c;

        check_case(i == 0 ? "SQLite" : "PostgreSQL");
        c = open_campus(i);
        follows(&c);
        close_campus(&c);
    }
    check_case(NULL);
}

CHECKS(campus_notices_live, TEST(the_bell_follows_what_comes))
