/* http_test.c: the server on a real socket, spoken to in raw bytes.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include "buf.h"
#include "check.h"
#include "site_test.h"
#include "str.h"
#include <pthread.h>
#include <sys/socket.h>
#include <unistd.h>

/* All that comes until the server closes. */
static const char *hear(struct site *s, int fd)
{
    struct buf b = buf_new(8 << 20);
    char piece[4096];

    for (;;) {
        ssize_t n = recv(fd, piece, sizeof piece, 0);
        if (n <= 0)
            break;
        buf_put(&b, piece, (size_t)n);
    }
    const char *all = arena_dupn(s->arena, b.s, b.n);
    buf_free(&b);
    close(fd);
    return all;
}

static const char *talk(struct site *s, const char *bytes)
{
    int fd = site_dial(s);

    site_say(fd, bytes, strlen(bytes));
    return hear(s, fd);
}

static int count_of(const char *all, const char *what)
{
    int n = 0;

    for (const char *at = strstr(all, what); at; at = strstr(at + 1, what))
        n++;
    return n;
}

#define HOST "Host: a.test\r\n"
#define LAST HOST "Connection: close\r\n\r\n"
#define LINE "HTTP/1.1\r\n"

static void speaks(void)
{
    static const struct {
        const char *name, *bytes;
        const char *begins, *has; /* has may be NULL */
    } cases[] = {
        {"plain",                     "GET / " LINE LAST,                                    "HTTP/1.1 200", "\r\n\r\nhello 0"       },
        {"head",                      "HEAD / " LINE LAST,                                   "HTTP/1.1 200", "Content-Length: 7"     },
        {"unknown",                   "GET /no " LINE LAST,                                  "HTTP/1.1 404", "There is no such page."},
        {"method",                    "BREW /items/1 " LINE LAST,                            "HTTP/1.1 405", "Allow: GET, HEAD"      },
        {"options",                   "OPTIONS * " LINE LAST,                                "HTTP/1.1 400", NULL                    },
        {"no host",                   "GET / " LINE "Connection: close\r\n\r\n",             "HTTP/1.1 400", NULL                    },
        {"chunked",
         "POST /raw " LINE "Transfer-Encoding: chunked\r\n" LAST
         "3\r\nabc\r\n2;x=y\r\nde\r\n0\r\n\r\n",                                             "HTTP/1.1 200", "\r\n\r\nabcde"         },
        {"chunk without a size",
         "POST /raw " LINE "Transfer-Encoding: chunked\r\n" LAST "zz\r\nabc\r\n0\r\n\r\n",
         "HTTP/1.1 400",                                                                                     NULL                    },
        {"length and chunks",
         "POST /raw " LINE "Transfer-Encoding: chunked\r\nContent-Length: 3\r\n" LAST
         "3\r\nabc\r\n0\r\n\r\n",                                                            "HTTP/1.1 400", NULL                    },
        {"a coding that is not ours",
         "POST /raw " LINE "Transfer-Encoding: gzip, chunked\r\n" LAST "0\r\n\r\n",
         "HTTP/1.1 400",                                                                                     NULL                    },
        {"two lengths",
         "POST /raw " LINE "Content-Length: 3\r\nContent-Length: 4\r\n" LAST "abcd",
         "HTTP/1.1 400",                                                                                     "Connection: close"     },
        {"two codings",
         "POST /raw " LINE "Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n" LAST
         "0\r\n\r\n",
         "HTTP/1.1 400",                                                                                     NULL                    },
        {"no length, then one",
         "GET / " LINE "Content-Length: 0\r\nContent-Length: 4\r\n" LAST "abcd",
         "HTTP/1.1 400",                                                                                     NULL                    },
        {"a blank after a name",
         "POST /raw " LINE "Content-Length : 3\r\n" LAST "abc",
         "HTTP/1.1 400",                                                                                     NULL                    },
        {"two hosts",                 "GET / " LINE HOST LAST,                               "HTTP/1.1 400", NULL                    },
        {"length no number",          "POST /raw " LINE "Content-Length: 3x\r\n" LAST "abc",
         "HTTP/1.1 4",                                                                                       NULL                    },
        {"length negative",           "POST /raw " LINE "Content-Length: -3\r\n" LAST "abc", "HTTP/1.1 4",
         NULL                                                                                                                        },
        {"too long by its length",    "POST /raw " LINE "Content-Length: 2001\r\n" LAST,
         "HTTP/1.1 413",                                                                                     "Connection: close"     },
        {"refused at the headers",
         "POST /form " LINE "Content-Length: 9\r\nSec-Fetch-Site: cross-site\r\n" LAST,
         "HTTP/1.1 403",                                                                                     NULL                    },
        {"slow",                      "GET /slow " LINE LAST,                                "HTTP/1.1 200", "\r\n\r\nhello 0"       },
        {"escapes",                   "GET /items/%31%32 " LINE LAST,                        "HTTP/1.1 200", "item 12"               },
        {"NUL",                       "GET /items/%00 " LINE LAST,                           "HTTP/1.1 400", NULL                    },
    };
    struct site s = site_serve(NULL, false);

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        const char *all = talk(&s, cases[i].bytes);
        check_case(cases[i].name);
        CHECK(str_starts(all, cases[i].begins));
        if (cases[i].has)
            CHECK(strstr(all, cases[i].has) != NULL);
    }
    site_close(&s);
}

/* A proxy may add its line behind the one that the client sent; only its own line counts. */
static void believes_the_last_proxy(void)
{
    const struct web_options o = {.trusted_proxies = "127.0.0.1", .hsts = true};
    struct site s = site_serve(&o, false);

    CHECK(!strstr(talk(&s, "GET / " LINE "X-Forwarded-Proto: https\r\n"
                           "X-Forwarded-Proto: http\r\n" LAST),
                  "Strict-Transport-Security"));
    CHECK(strstr(talk(&s, "GET / " LINE "X-Forwarded-Proto: http\r\n"
                          "x-forwarded-proto: https\r\n" LAST),
                 "Strict-Transport-Security") != NULL);
    site_close(&s);
}

static void answers_in_order(void)
{
    static const char bytes[] =
        "GET /items/1 " LINE HOST "\r\nGET /slow " LINE HOST "\r\n"
        "POST /raw " LINE HOST "Content-Length: 2\r\n\r\nokGET /items/2 " LINE LAST;
    struct site s = site_serve(NULL, false);
    const char *all = talk(&s, bytes);
    const char *one = strstr(all, "item 1");
    const char *two = strstr(all, "hello 0");
    const char *three = strstr(all, "\r\n\r\nok");
    const char *four = strstr(all, "item 2");

    CHECK(one && two && three && four && one < two && two < three && three < four);
    CHECK_INT(count_of(all, "HTTP/1.1 200"), 4);
    site_close(&s);
}

static void waits_for_slow_clients(void)
{
    static const char bytes[] = "POST /raw " LINE "Content-Length: 5\r\n" LAST "abcde";
    const struct timespec nap = {.tv_nsec = 2000000};
    struct site s = site_serve(NULL, false);
    int fd = site_dial(&s);

    for (size_t i = 0; i < sizeof bytes - 1; i++) {
        site_say(fd, bytes + i, 1);
        nanosleep(&nap, NULL);
    }
    CHECK(strstr(hear(&s, fd), "\r\n\r\nabcde") != NULL);
    site_close(&s);
}

/* The headers and all but the last byte; a second later, the last one. */
static const char *held(struct site *s, const char *bytes, bool closed)
{
    const struct timespec nap = {.tv_nsec = 50000000};
    instant now = {1795644000000};
    int fd = site_dial(s);

    clock_freeze(now);
    site_sign_out(false);
    site_say(fd, bytes, strlen(bytes) - 1);
    nanosleep(&nap, NULL);
    clock_freeze(instant_add(now, 1000));
    site_sign_out(closed);
    site_say(fd, bytes + strlen(bytes) - 1, 1);
    const char *all = hear(s, fd);
    site_sign_out(false);
    clock_freeze((instant){0});
    return all;
}

/* Who holds a request back keeps neither her login nor the time of its first byte. */
static void a_held_request_is_asked_at_its_end(void)
{
    static const char get[] = "GET /mine " LINE "Cookie: t-session=1\r\nContent-Length: 1\r\n" LAST "x";
    static const char post[] = "POST /mine " LINE
        "Cookie: t-session=1\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 37\r\n" LAST
        "name=Ada&token=0123456789abcdefghijkl";
    struct site s = site_serve(NULL, true);

    CHECK(strstr(held(&s, get, false), "hello 7") != NULL);
    CHECK(strstr(held(&s, get, true), "hello") == NULL);
    CHECK(strstr(held(&s, post, false), "Location: /items/Ada") != NULL);
    CHECK(strstr(held(&s, post, true), "/items") == NULL);
    site_close(&s);
}

static void hangs_up_on_idle_ones(void)
{
    const struct web_options o = {.idle_s = 1};
    struct site s = site_serve(&o, false);
    int fd = site_dial(&s);

    site_say(fd, "GET / HT", 8);
    const char *all = hear(&s, fd);
    CHECK(!strstr(all, "200"));
    site_close(&s);
}

static void limits_headers_and_bodies(void)
{
    struct site s = site_serve(NULL, false);
    char *bytes = arena_alloc(s.arena, 70000);
    const char *all = NULL;

    static const char get[] = "GET / " LINE HOST "X: ";
    memcpy(bytes, get, sizeof get - 1);
    memset(bytes + sizeof get - 1, 'x', 60000);
    memcpy(bytes + sizeof get - 1 + 60000, "\r\n\r\n", 5);
    all = talk(&s, bytes);
    CHECK(all[0] == '\0' || str_starts(all, "HTTP/1.1 4"));
    static const char post[] =
        "POST /raw " LINE "Transfer-Encoding: chunked\r\n" LAST "BB9\r\n";
    size_t n = sizeof post - 1;
    memcpy(bytes, post, n);
    memset(bytes + n, 'y', 0xBB9);
    memcpy(bytes + n + 0xBB9, "\r\n0\r\n\r\n", 8);
    all = talk(&s, bytes);
    CHECK(str_starts(all, "HTTP/1.1 413"));
    CHECK_INT(site_ask(&s, GET, "/", NULL, NULL).status, 200);
    site_close(&s);
}

static void compresses_when_asked(void)
{
    static const struct {
        const char *accept, *coding; /* NULL: none */
    } cases[] = {
        {"",                                        NULL  },
        {"Accept-Encoding: identity\r\n",           NULL  },
        {"Accept-Encoding: gzip\r\n",               "gzip"},
        {"Accept-Encoding: gzip, deflate, br\r\n",  "br"  },
        {"Accept-Encoding: br;q=0, gzip;q=0.5\r\n", "gzip"},
        {"Accept-Encoding: br;q=0.0\r\n",           NULL  },
    };
    struct site s = site_serve(NULL, false);

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        const char *all =
            talk(&s, arena_printf(s.arena, "GET /big " LINE "%s" LAST, cases[i].accept));
        const char *line = cases[i].coding
                               ? arena_printf(s.arena, "Content-Encoding: %s", cases[i].coding)
                               : "Content-Length: 20000";
        check_case(cases[i].accept);
        CHECK(strstr(all, line) != NULL);
        CHECK_INT(strstr(all, "Vary: Accept-Encoding") != NULL, cases[i].coding != NULL);
    }
    site_close(&s);
}

struct crowd {
    struct site *site;
    int good;
};

static void *one_of_many(void *arg)
{
    static const char form[] = "POST /save " LINE HOST "Cookie: t-session=1\r\nContent-Type: "
                               "application/x-www-form-urlencoded\r\nContent-Length: 38\r\n\r\n"
                               "name=N&token=0123456789abcdefghijkl&x=";
    struct crowd *c = arg;
    struct buf b = buf_new(1 << 20);

    for (int i = 0; i < 20; i++)
        buf_puts(&b, form);
    buf_puts(&b, "GET /slow " LINE LAST);
    int fd = site_dial(c->site);
    site_say(fd, b.s, b.n);
    buf_clear(&b);
    char piece[4096];
    for (ssize_t n = recv(fd, piece, sizeof piece, 0); n > 0;
         n = recv(fd, piece, sizeof piece, 0))
        buf_put(&b, piece, (size_t)n);
    close(fd);
    c->good =
        count_of(b.s ? b.s : "", "HTTP/1.1 303") + count_of(b.s ? b.s : "", "HTTP/1.1 200");
    buf_free(&b);
    return NULL;
}

static void serves_many_at_once(void)
{
    struct site s = site_serve(NULL, true);
    struct crowd crowd[8];
    pthread_t threads[8];

    for (size_t i = 0; i < 8; i++) {
        crowd[i] = (struct crowd){&s, 0};
        CHECK_INT(pthread_create(&threads[i], NULL, one_of_many, &crowd[i]), 0);
    }
    for (size_t i = 0; i < 8; i++) {
        pthread_join(threads[i], NULL);
        CHECK_INT(crowd[i].good, 21);
    }
    CHECK_INT(web_stats(s.web).requests, 168);
    CHECK_INT(web_stats(s.web).by_class[3], 160);
    CHECK_INT(web_stats(s.web).latency_us_bucket[11], 168);
    site_close(&s);
}

/* As many requests at once as the library takes events at once: none may lie there until another comes. */
static void answers_all_that_come_together(void)
{
    static const char get[] = "GET / " LINE HOST "\r\n", wait[] = "GET /hold " LINE HOST "\r\n";
    const struct web_options o = {.threads = 1, .idle_s = 60};
    struct site s = site_serve(&o, false);
    int holder = site_dial(&s), fds[128];
    char piece[4096];

    for (size_t i = 0; i < 128; i++) {
        fds[i] = site_dial(&s);
        site_say(fds[i], get, sizeof get - 1);
        CHECK(recv(fds[i], piece, sizeof piece, 0) > 0);
    }
    site_hold(true);
    site_say(holder, wait, sizeof wait - 1);
    site_wait_held();
    for (size_t i = 0; i < 128; i++)
        site_say(fds[i], get, sizeof get - 1);
    site_hold(false);
    CHECK(recv(holder, piece, sizeof piece, 0) > 0);
    for (size_t i = 0; i < 128; i++)
        CHECK(recv(fds[i], piece, sizeof piece, 0) > 0);
    for (size_t i = 0; i < 128; i++)
        close(fds[i]);
    close(holder);
    site_close(&s);
}

static void survives_no_memory_on_a_socket(void)
{
    struct site s = site_serve(NULL, true);
    int bad = 0;

    for (uint64_t n = 1; n < 40; n++) {
        web_fail_after(s.web, n);
        const char *all = talk(&s, "GET /echo?name=Noor&seats=4 " LINE LAST);
        CHECK(str_starts(all, "HTTP/1.1 200") || str_starts(all, "HTTP/1.1 503"));
        bad += str_starts(all, "HTTP/1.1 503");
    }
    CHECK(bad > 0 && bad < 39);
    web_fail_after(s.web, 0);
    site_close(&s);
}

/* More arguments than the library's memory for a connection: it gives up on the request, and what we
   held for it comes back (the leak sanitizer looks on). */
static void gives_back_what_the_library_forgets(void)
{
    const struct web_options o = {.idle_s = 1};
    struct site s = site_serve(&o, false);
    struct buf b = buf_new(64 << 10);

    buf_puts(&b, "GET /?");
    for (int i = 0; i < 1500; i++)
        buf_printf(&b, "%sa%d=1", i > 0 ? "&" : "", i);
    buf_puts(&b, " " LINE LAST);
    for (int i = 0; i < 3; i++)
        CHECK(!strstr(talk(&s, b.s), " 200 "));
    CHECK(strstr(talk(&s, "GET / " LINE LAST), "200") != NULL);
    web_stop(s.web, 1000);
    CHECK_INT(web_port(s.web), 0);
    buf_free(&b);
    site_close(&s);
}

static void stops_with_open_connections(void)
{
    struct site s = site_serve(NULL, false);
    int idle = site_dial(&s);
    int half = site_dial(&s);

    static const char part[] = "POST /raw " LINE HOST "Content-Length: 9\r\n\r\nabc";
    site_say(half, part, sizeof part - 1);
    CHECK(strstr(talk(&s, "GET / " LINE LAST), "200") != NULL);
    web_stop(s.web, 100);
    CHECK_STR(hear(&s, idle), "");
    (void)hear(&s, half);
    CHECK_INT(web_port(s.web), 0);
    site_close(&s);
}

CHECKS(web_http, TEST(speaks), TEST(believes_the_last_proxy), TEST(answers_in_order), TEST(waits_for_slow_clients),
       TEST(a_held_request_is_asked_at_its_end),
       TEST(hangs_up_on_idle_ones), TEST(limits_headers_and_bodies),
       TEST(compresses_when_asked), TEST(serves_many_at_once),
       TEST(answers_all_that_come_together), TEST(survives_no_memory_on_a_socket), TEST(gives_back_what_the_library_forgets),
       TEST(stops_with_open_connections))
