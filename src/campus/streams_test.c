/* streams_test.c: a stream ends within a second when its login does, in every process of the campus.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include "app.h"
#include "bus.h"
#include "check.h"
#include "db_fixture.h"
#include "log.h"
#include "service.h"
#include "store.h"
#include "stream.h"
#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>

static const instant T0 = {1795644000000};
static const struct stream_kind news = {.name = "news"};

static err news_get(struct rq *rq)
{
    struct stream *s = NULL;

    TRY(stream_open(rq, &news, NULL, 0, &s));
    stream_put(s, &(struct stream_event){.name = "hello"});
    return OK;
}

static const struct route routes[] = {
    {GET, STREAM, "/news", news_get, MAY_ANYONE}
};

/* The person and the session stand in a header. */
static err who(struct rq *rq)
{
    rq->me = (person_id){strstr(rq_header(rq, "Cookie"), "seven") ? 7 : 0};
    rq->session = (session_id){strstr(rq_header(rq, "Cookie"), "phone") ? 70 : 71};
    return OK;
}

static err start(struct app *app)
{
    campus_identify_by(app, who);
    return OK;
}

static const struct service reader = {
    .name = "reader", .routes = routes, .n_routes = COUNT(routes), .start = start};
static const struct service *const table[] = {&reader};

struct process {
    struct fixture_place place;
    struct app *app;
};

static void begin(struct process *p, int which, const char *url)
{
    struct app_options o = {.services = table, .n_services = 1};
    const char *why = NULL;

    fixture_place(which, &p->place);
    o.state = p->place.state;
    o.database = url != NULL ? url : p->place.url;
    if (app_open(&o, &p->app, &why) != OK)
        check_fail(__FILE__, __LINE__, "app_open: %s", why);
    log_level_set(LOG_ERROR);
    CHECK_OK(web_listen(p->app->web, "127.0.0.1:0", NULL, NULL, &why));
    CHECK_OK(app_work(p->app));
    /* When the others are heard at last, those who are signed in are asked to come again. */
    while (!store_hears(p->app->store))
        nanosleep(&(struct timespec){.tv_nsec = 5000000}, NULL);
    nanosleep(&(struct timespec){.tv_nsec = 100000000}, NULL);
}

static void end(struct process *p)
{
    app_close(p->app);
    fixture_clear(&p->place);
}

static int dial(const struct process *p, const char *cookie)
{
    struct sockaddr_in at = {.sin_family = AF_INET,
                             .sin_port = htons((uint16_t)web_port(p->app->web)),
                             .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    const struct timeval wait = {.tv_sec = 5};
    char ask[200], got[4096] = "";
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    size_t n = 0;

    setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &wait, sizeof wait);
    CHECK_INT(connect(fd, (struct sockaddr *)&at, sizeof at), 0);
    (void)snprintf(ask, sizeof ask, "GET /news HTTP/1.1\r\nHost: a.test\r\nCookie: %s\r\n\r\n",
                   cookie);
    CHECK(send(fd, ask, strlen(ask), MSG_NOSIGNAL) > 0);
    while (!strstr(got, "hello")) {
        ssize_t more = recv(fd, got + n, sizeof got - 1 - n, 0);
        if (!CHECK(more > 0))
            break;
        n += (size_t)more;
    }
    return fd;
}

/* Does the last chunk come within a second? (Three, on a busy machine.) */
static bool ends_soon(int fd)
{
    const struct timeval wait = {.tv_sec = 3};
    char got[64] = "";

    setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &wait, sizeof wait);
    ssize_t n = recv(fd, got, sizeof got - 1, 0);
    for (ssize_t more = n; more > 0 && !strstr(got, "0\r\n\r\n"); n += more)
        more = recv(fd, got + n, sizeof got - 1 - (size_t)n, 0);
    return strstr(got, "0\r\n\r\n") != NULL;
}

static bool open_become(const struct process *p, size_t n)
{
    const struct timespec nap = {.tv_nsec = 5000000};

    for (int i = 0; i < 200 && streams_open(p->app->web, &news) != n; i++)
        nanosleep(&nap, NULL);
    return streams_open(p->app->web, &news) == n;
}

static enum wrote account_changed(struct db *db, void *ctx)
{
    (void)ctx;
    bus_tell(db, BUS_ACCOUNT, 7);
    return WROTE_DONE;
}

static enum wrote session_ended(struct db *db, void *ctx)
{
    (void)ctx;
    bus_tell(db, BUS_SESSION, 70);
    return WROTE_DONE;
}

static enum wrote rolled_back(struct db *db, void *ctx)
{
    (void)ctx;
    bus_tell(db, BUS_ACCOUNT, 7);
    return WROTE_FAILED;
}

/* More than is kept: everybody is told to look at everything. */
static enum wrote too_much(struct db *db, void *ctx)
{
    (void)ctx;
    for (int64_t i = 0; i < 70000; i++)
        bus_tell(db, BUS_SEATS, i);
    return WROTE_DONE;
}

static void tell(struct process *p, enum wrote (*run)(struct db *db, void *ctx))
{
    struct arena *a = arena_new(4U << 20);

    CHECK_OK(store_write_now(p->app->store, a, T0, run, NULL));
    arena_free(a);
}

/* What is told in one process ends what is open in the other (or in the same). */
static void end_in(struct process *told, struct process *p)
{
    int phone = dial(p, "seven phone"), laptop = dial(p, "seven"), nobody = dial(p, "x");

    CHECK_INT(streams_open(p->app->web, &news), 3);
    tell(told, rolled_back);
    tell(told, session_ended);
    CHECK(ends_soon(phone));
    CHECK(open_become(p, 2));
    tell(told, account_changed);
    CHECK(ends_soon(laptop));
    CHECK(open_become(p, 1));
    close(phone);
    phone = dial(p, "seven phone");
    tell(told, too_much);
    CHECK(ends_soon(phone));
    CHECK(open_become(p, 1));
    close(phone);
    close(laptop);
    close(nobody);
}

static void end_with_the_login(void)
{
    for (int i = 0; i < fixture_databases(); i++) {
        struct process p = {0};

        check_case(i == 0 ? "SQLite" : "PostgreSQL");
        begin(&p, i, NULL);
        end_in(&p, &p);
        end(&p);
    }
    check_case(NULL);
}

static void end_in_every_process(void)
{
    struct process one = {0}, two = {0};

    if (fixture_databases() < 2)
        return;
    begin(&one, 1, NULL);
    begin(&two, 0, one.place.url);
    for (int i = 0; i < 1000 && !(store_hears(one.app->store) && store_hears(two.app->store));
         i++)
        nanosleep(&(struct timespec){.tv_nsec = 5000000}, NULL);
    end_in(&one, &two);
    end_in(&two, &one);
    end(&two);
    end(&one);
}

CHECKS(campus_streams, TEST(end_with_the_login), TEST(end_in_every_process))
