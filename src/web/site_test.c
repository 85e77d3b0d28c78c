/* site_test.c: the small site of the tests: its handlers, and what every answer of it must
   have. SPDX-License-Identifier: AGPL-3.0-or-later */
#include "site_test.h"
#include "check.h"
#include "form.h"
#include "log.h"
#include "reply.h"
#include "str.h"
#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdatomic.h>
#include <strings.h>
#include <sys/socket.h>
#include <sys/stat.h>

#define TOKEN     "0123456789abcdefghijkl"
#define SIGNED_IN "Cookie: t-session=1\nContent-Type: application/x-www-form-urlencoded\n"

static err hello(struct rq *rq)
{
    put_raw(rq->out, "hello ", 6);
    put_int(rq->out, rq->me.v);
    return OK;
}

static err big(struct rq *rq)
{
    for (int i = 0; i < 2000; i++)
        put_raw(rq->out, "abcdefghij", 10);
    return OK;
}

static err item(struct rq *rq)
{
    put_raw(rq->out, "item ", 5);
    put_int(rq->out, path_int(rq, "id"));
    return OK;
}

static err sentences(struct rq *rq)
{
    struct flashed_list list = flashes(rq);

    for (size_t i = 0; i < list.n; i++) {
        put_int(rq->out, list.v[i].tone);
        put_raw(rq->out, list.v[i].text, strlen(list.v[i].text));
    }
    return OK;
}

static err token(struct rq *rq)
{
    put_raw(rq->out, rq_token(rq), strlen(rq_token(rq)));
    return OK;
}

static err echo(struct rq *rq)
{
    const char *name = form_text(rq, "name", 1, 8);
    int64_t seats = form_int_or(rq, "seats", 0, 10, 3);

    for (size_t i = 0; i < form_problems(rq).n; i++)
        put_raw(rq->out, "!", 1);
    put_raw(rq->out, name, strlen(name));
    put_int(rq->out, seats);
    return OK;
}

static err slow_prepare(struct rq *rq)
{
    rq->prepared = arena_dup(rq->arena, "prepared ");
    return strcmp(form_typed(rq, "name"), "no") == 0 ? fail(rq, ERR_CONFLICT, "Not this one.")
                                                     : OK;
}

static err save(struct rq *rq)
{
    const char *name = form_text(rq, "name", 1, 8);

    if (form_bad(rq))
        return page_after(rq, false, echo);
    if (str_eq(name, "refuse"))
        return refuse(rq, ERR_CONFLICT, "Refused.");
    flash(rq, TONE_POSITIVE, "Saved.");
    return see_other(rq, "/items/%s", url_seg(rq->arena, name));
}

static err eat(struct rq *rq)
{
    for (;;)
        (void)!arena_alloc(rq->arena, 1 << 20);
    return OK;
}

static atomic_bool held, holds;

void site_hold(bool on)
{
    atomic_store(&held, on);
}

void site_wait_held(void)
{
    const struct timespec nap = {.tv_nsec = 2000000};

    while (!atomic_load(&holds))
        nanosleep(&nap, NULL);
}

/* Keeps the thread of its connection until site_hold(false). */
static err hold(struct rq *rq)
{
    const struct timespec nap = {.tv_nsec = 2000000};

    atomic_store(&holds, true);
    while (atomic_load(&held))
        nanosleep(&nap, NULL);
    atomic_store(&holds, false);
    return hello(rq);
}

static err tagged(struct rq *rq)
{
    if (reply_unchanged(rq, "v1"))
        return OK;
    return reply_bytes(rq, "text/plain", "bytes", 5);
}

static err body_back(struct rq *rq)
{
    struct str body = form_body(rq);

    return reply_bytes(rq, "application/octet-stream", body.s, body.n);
}

static err broken(struct rq *rq)
{
    put_raw(rq->out, "half a page", 11);
    return ERR_INTERNAL;
}

/* clang-format off */
static const struct route routes[] = {
    {GET,    READ,  "/",              hello,     MAY_ANYONE                                          },
    {GET,    READ,  "/big",           big,       MAY_ANYONE                                          },
    {GET,    READ,  "/items/{id}",    item,      MAY_ANYONE                                          },
    {GET,    READ,  "/mine",          hello,     MAY_SIGNED_IN                                       },
    {POST,   WRITE, "/mine",          save,      MAY_SIGNED_IN                                       },
    {GET,    READ,  "/sentences",     sentences, MAY_ANYONE                                          },
    {GET,    READ,  "/token",         token,     MAY_ANYONE                                          },
    {GET,    READ,  "/echo",          echo,      MAY_ANYONE                                          },
    {GET,    READ,  "/eat",           eat,       MAY_ANYONE                                          },
    {GET,    READ,  "/hold",          hold,      MAY_ANYONE                                          },
    {GET,    READ,  "/tagged",        tagged,    MAY_ANYONE, .anonymous = true                       },
    {GET,    READ,  "/broken",        broken,    MAY_ANYONE                                          },
    {GET,    SLOW,  "/slow",          hello,     MAY_ANYONE                                          },
    {POST,   READ,  "/form",          echo,      MAY_ANYONE                                          },
    {POST,   READ,  "/raw",           body_back, MAY_ANYONE, .no_csrf = true, .body_max = 2000,
     .machine = true                                                                                 },
    {GET,    READ,  "/proved",        hello,     MAY_SIGNED_IN, .level = 2                           },
    {GET,    READ,  "/proved/json",   hello,     MAY_SIGNED_IN, .level = 2, .machine = true          },
    {POST,   READ,  "/mine/add",      hello,     MAY_SIGNED_IN                                       },
    {POST,   WRITE, "/save",          save,      MAY_ANYONE                                          },
    {POST,   WRITE, "/prepared",      save,      MAY_ANYONE, slow_prepare                            },
};
/* clang-format on */

static atomic_bool nobody;

void site_sign_out(bool all)
{
    atomic_store(&nobody, all);
}

static err who(struct rq *rq)
{
    char which = atomic_load(&nobody) ? '0' : rq_cookie(rq, "session")[0];

    if (which >= '1' && which <= '9') {
        rq->me = (person_id){6 + which - '0'};
        rq->session = (session_id){10 * rq->me.v};
        rq->csrf = TOKEN;
    }
    if (which == '3')
        rq->until = instant_add(rq->now, 300);
    return OK;
}

static err may(struct rq *rq, enum may m)
{
    (void)m;
    if (rq->me.v && rq->route->level > 1)
        rq->elsewhere = "/more?level=2";
    return rq->elsewhere ? ERR_PROVE : rq->me.v ? OK : ERR_SIGN_IN;
}

static err error_page(struct rq *rq, err e, const char *text)
{
    (void)e;
    put_raw(rq->out, "error: ", 7);
    put_raw(rq->out, text, strlen(text));
    return OK;
}

struct site site_open(const struct web_options *o, bool stored)
{
    struct site s = {.arena = arena_new(32 << 20), .dir = "/tmp/web_test.XXXXXX"};
    struct web_options options = o ? *o : (struct web_options){0};
    const char *why = "";

    log_level_set(LOG_ERROR);
    if (stored && CHECK(mkdtemp(s.dir) != NULL)) {
        CHECK_OK(store_open(&(struct store_options){.state = s.dir}, &s.store, &why));
        CHECK_STR(why, "");
    }
    options.store = s.store;
    options.campus_key = "t";
    options.who = who;
    options.may = may;
    options.error_page = error_page;
    options.sign_in_path = "/sign-in";
    CHECK_OK(web_new(&options, &s.web));
    CHECK_OK(web_routes(s.web, "test", routes, sizeof routes / sizeof routes[0]));
    return s;
}

struct site site_serve(const struct web_options *o, bool stored)
{
    struct site s = site_open(o, stored);
    const char *why = "";

    CHECK_OK(web_listen(s.web, "127.0.0.1:0", NULL, NULL, &why));
    CHECK_STR(why, "");
    CHECK(web_port(s.web) > 0);
    return s;
}

int site_dial(const struct site *s)
{
    struct sockaddr_in at = {.sin_family = AF_INET,
                             .sin_port = htons((uint16_t)web_port(s->web)),
                             .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    const struct timeval wait = {.tv_sec = 10};
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

    CHECK(fd >= 0);
    setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &wait, sizeof wait);
    CHECK_INT(connect(fd, (struct sockaddr *)&at, sizeof at), 0);
    return fd;
}

void site_say(int fd, const char *s, size_t n)
{
    while (n > 0) {
        ssize_t sent = send(fd, s, n, MSG_NOSIGNAL);
        if (sent <= 0)
            return;
        s += sent;
        n -= (size_t)sent;
    }
}

void site_close(struct site *s)
{
    web_free(s->web);
    if (s->store) {
        store_close(s->store);
        static const char *const files[] = {"campus.db", "campus.db-wal", "campus.db-shm"};
        for (size_t i = 0; i < 3; i++)
            unlink(arena_printf(s->arena, "%s/%s", s->dir, files[i]));
        rmdir(s->dir);
    }
    arena_free(s->arena);
}

struct web_answer site_ask(struct site *s, enum method m, const char *target,
                           const char *headers, const char *body)
{
    struct web_ask ask = {m, target, headers, body, body ? strlen(body) : 0, NULL};
    struct web_answer answer = {0};

    check_case(target);
    CHECK_OK(web_ask(s->web, s->arena, &ask, &answer));
    return answer;
}

const char *site_header(struct site *s, const struct web_answer *answer, const char *name)
{
    struct str_list lines = str_split(s->arena, answer->headers, '\n');
    const char *found = NULL;
    size_t n = strlen(name);

    for (size_t i = 0; i < lines.n; i++)
        if (strncasecmp(lines.v[i], name, n) == 0 && lines.v[i][n] == ':')
            found = lines.v[i] + n + 2;
    return found;
}

static void answers(void)
{
    static const struct {
        enum method method;
        const char *target, *headers, *form;
        int status;
        const char *body; /* NULL: any */
    } cases[] = {
        {GET,  "/",                                 NULL,                                              NULL,                                     200, "hello 0"                      },
        {GET,  "/",                                 "Cookie: t-session=1\n",                           NULL,                                     200, "hello 7"                      },
        {GET,  "/",                                 "Cookie: x=y; t-session=1; z=1\n",                 NULL,                                     200, "hello 7"                      },
        {GET,  "/",                                 "Cookie: xt-session=1\n",                          NULL,                                     200, "hello 0"                      },
        {GET,  "/mine",                             "Cookie: t-session=1\n",                           NULL,                                     200, "hello 7"                      },
        {GET,  "/mine",                             NULL,                                              NULL,                                     303, NULL                           },
        {GET,  "/items/12",                         NULL,                                              NULL,                                     200, "item 12"                      },
        {GET,  "/items/12x",                        NULL,                                              NULL,                                     200, "item 0"                       },
        {GET,  "/nowhere",                          NULL,                                              NULL,                                     404, "error: There is no such page."},
        {GET,  "/a/../b",                           NULL,                                              NULL,                                     400, NULL                           },
        {GET,  "/?a=%zz",                           NULL,                                              NULL,                                     400, NULL                           },
        {PUT,  "/items/1",                          NULL,                                              NULL,                                     405, NULL                           },
        {GET,  "/slow",                             "Cookie: t-session=1\n",                           NULL,                                     200, "hello 7"                      },
        {GET,  "/broken",                           NULL,                                              NULL,                                     500, NULL                           },
        {GET,  "/echo?name=Noor&seats=4",           NULL,                                              NULL,                                     200, "Noor4"                        },
        {GET,  "/echo?name=much+too+long&seats=11", NULL,                                              NULL,                                     200, "!!0"                          },
        {POST, "/form",                             SIGNED_IN,                                         "name=Noor&token=" TOKEN,                 200, "Noor3"                        },
        {POST, "/form",                             SIGNED_IN "X-CSRF-Token: " TOKEN "\n",             "name=Noor",                              200, "Noor3"                        },
        {POST, "/form",                             SIGNED_IN,                                         "name=Noor",                              403, NULL                           },
        {POST, "/form",                             SIGNED_IN,                                         "name=Noor&token=",                       403, NULL                           },
        {POST, "/form",                             SIGNED_IN,                                         "name=Noor&token=0123456789abcdefghijkm", 403, NULL                           },
        {POST, "/form",                             SIGNED_IN "Sec-Fetch-Site: same-origin\n",         "name=N&token=" TOKEN,                    200,
         NULL                                                                                                                                                                        },
        {POST, "/form",                             SIGNED_IN "Sec-Fetch-Site: cross-site\n",          "name=N&token=" TOKEN,                    403,
         NULL                                                                                                                                                                        },
        {POST, "/form",                             SIGNED_IN "Sec-Fetch-Site: same-site\n",           "name=N&token=" TOKEN,                    403,
         NULL                                                                                                                                                                        },
        {POST, "/form",                             SIGNED_IN "Host: a.test\nOrigin: http://a.test\n",
         "name=N&token=" TOKEN,                                                                                                                  200, NULL                           },
        {POST, "/form",                             SIGNED_IN "Host: a.test\nOrigin: http://b.test\n",
         "name=N&token=" TOKEN,                                                                                                                  403, NULL                           },
        {POST, "/form",                             SIGNED_IN "Host: a.test\nOrigin: null\n",          "name=N&token=" TOKEN,                    403,
         NULL                                                                                                                                                                        },
        {POST, "/raw",                              NULL,                                              "anything",                               200, "anything"                     },
    };
    struct site s = site_open(NULL, false);

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct web_answer a =
            site_ask(&s, cases[i].method, cases[i].target, cases[i].headers, cases[i].form);
        CHECK_INT(a.status, cases[i].status);
        if (cases[i].body)
            CHECK_STR(a.body.s, cases[i].body);
    }
    site_close(&s);
}

static void adds_headers(void)
{
    struct site s = site_open(NULL, false);
    struct web_answer a = site_ask(&s, GET, "/", NULL, NULL);

    CHECK_STR(site_header(&s, &a, "X-Content-Type-Options"), "nosniff");
    CHECK(strstr(site_header(&s, &a, "Content-Security-Policy"), "default-src 'none'") != NULL);
    CHECK(!strstr(site_header(&s, &a, "Content-Security-Policy"), "unsafe"));
    CHECK_STR(site_header(&s, &a, "Content-Type"), "text/html; charset=utf-8");
    CHECK_STR(site_header(&s, &a, "Cache-Control"), "private, no-cache");
    CHECK_STR(site_header(&s, &a, "Strict-Transport-Security"), NULL);
    CHECK(strlen(site_header(&s, &a, "X-Request-Id")) >= 8);
    a = site_ask(&s, GET, "/", "Cookie: t-session=1\n", NULL);
    CHECK_STR(site_header(&s, &a, "Cache-Control"), "no-store");
    a = site_ask(&s, PUT, "/items/1", NULL, NULL);
    CHECK_STR(site_header(&s, &a, "Allow"), "GET, HEAD");
    a = site_ask(&s, GET, "/mine?a=b", NULL, NULL);
    CHECK_STR(site_header(&s, &a, "Location"), "/sign-in?next=%2Fmine%3Fa%3Db");
    a = site_ask(&s, GET, "/proved?a=b", "Cookie: t-session=1\n", NULL);
    CHECK_INT(a.status, 303);
    CHECK_STR(site_header(&s, &a, "Location"), "/more?level=2&next=%2Fproved%3Fa%3Db");
    a = site_ask(&s, GET, "/proved/json", "Cookie: t-session=1\n", NULL);
    CHECK_INT(a.status, 403);
    CHECK(strstr(a.body.s, "ERR_PROVE") != NULL);
    a = site_ask(&s, GET, "/tagged", NULL, NULL);
    CHECK_STR(site_header(&s, &a, "ETag"), "W/\"v1\"");
    a = site_ask(&s, GET, "/tagged", "If-None-Match: \"v0\", W/\"v1\"\n", NULL);
    CHECK_INT(a.status, 304);
    CHECK_INT(a.body.n, 0);
    site_close(&s);
}

/* A session that ended under a form leads to signing in, and back to the page that the form was on. */
static void leads_back_after_signing_in(void)
{
    static const struct {
        const char *from, *to;
    } cases[] = {
        {"Referer: http://a.test/items/1?secret=x#here\n", "/sign-in?next=%2Fitems%2F1"},
        {"Referer: https://A.TEST/mine\n",                 "/sign-in?next=%2Fmine"     },
        {"Referer: http://a.test/mine/add\n",              "/sign-in"                  },
        {"Referer: http://a.test/unknown\n",               "/sign-in"                  },
        {"Referer: http://a.test//b.test/\n",              "/sign-in"                  },
        {"Referer: http://a.test/\n",                      "/sign-in"                  },
        {"Referer: http://a.test\n",                       "/sign-in"                  },
        {"Referer: http://b.test/mine\n",                  "/sign-in"                  },
        {"Referer: http://a.test.b.test/mine\n",           "/sign-in"                  },
        {"Referer: http://a.test@b.test/mine\n",           "/sign-in"                  },
        {"Referer: http://b.test?http://a.test/mine\n",    "/sign-in"                  },
        {"Referer: /mine\n",                               "/sign-in"                  },
        {"",                                               "/sign-in"                  },
    };
    struct site s = site_open(NULL, false);

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        const char *h = arena_printf(
            s.arena, "Host: a.test\nContent-Type: application/x-www-form-urlencoded\n%s",
            cases[i].from);
        struct web_answer a = site_ask(&s, POST, "/mine/add", h, "");

        CHECK_INT(a.status, 303);
        CHECK_STR(site_header(&s, &a, "Location"), cases[i].to);
        CHECK(strstr(site_header(&s, &a, "Set-Cookie"), "t-flash=") != NULL);
    }
    site_close(&s);
}

static void trusts_proxies_only(void)
{
    const struct web_options o = {.trusted_proxies = "10.0.0.0/8 ::1", .hsts = true};
    struct site s = site_open(&o, false);
    static const char headers[] = "X-Forwarded-Proto: https\nX-Forwarded-For: 1.2.3.4\n";
    struct web_ask ask = {GET, "/token", headers, NULL, 0, "10.1.2.3"};
    struct web_answer a = {0};

    CHECK_OK(web_ask(s.web, s.arena, &ask, &a));
    CHECK(site_header(&s, &a, "Strict-Transport-Security") != NULL);
    CHECK(str_starts(site_header(&s, &a, "Set-Cookie"), "__Host-t-form="));
    CHECK(strstr(site_header(&s, &a, "Set-Cookie"), "; Secure") != NULL);
    ask.address = "11.1.2.3";
    CHECK_OK(web_ask(s.web, s.arena, &ask, &a));
    CHECK_STR(site_header(&s, &a, "Strict-Transport-Security"), NULL);
    CHECK(str_starts(site_header(&s, &a, "Set-Cookie"), "t-form="));
    CHECK(!strstr(site_header(&s, &a, "Set-Cookie"), "Secure"));
    CHECK(strstr(site_header(&s, &a, "Set-Cookie"), "; HttpOnly; SameSite=Lax") != NULL);
    site_close(&s);
}

static void keeps_a_token_for_nobody(void)
{
    struct site s = site_open(NULL, false);
    struct web_answer a = site_ask(&s, GET, "/token", NULL, NULL);
    const char *cookie = arena_printf(
        s.arena, "Cookie: t-form=%s\nContent-Type: application/x-www-form-urlencoded\n",
        a.body.s);
    const char *form = arena_printf(s.arena, "name=N&token=%s", a.body.s);

    CHECK_INT(a.body.n, 22);
    a = site_ask(&s, POST, "/form", cookie, form);
    CHECK_INT(a.status, 200);
    a = site_ask(&s, POST, "/form", "Content-Type: application/x-www-form-urlencoded\n", form);
    CHECK_INT(a.status, 403);
    a = site_ask(&s, POST, "/form", "Content-Type: application/x-www-form-urlencoded\n",
                 "name=N&token=");
    CHECK_INT(a.status, 403);
    site_close(&s);
}

static void survives_no_memory(void)
{
    struct site s = site_open(NULL, false);
    struct web_answer a = site_ask(&s, GET, "/eat", NULL, NULL);
    int good = 0;

    CHECK_INT(a.status, 503);
    CHECK(site_header(&s, &a, "Retry-After") != NULL);
    for (uint64_t n = 1; n < 60; n++) {
        web_fail_after(s.web, n);
        a = site_ask(&s, GET, "/echo?name=Noor&seats=4", NULL, NULL);
        CHECK(a.status == 200 || a.status == 503);
        good += a.status == 200;
    }
    CHECK(good > 0 && good < 59);
    web_fail_after(s.web, 0);
    CHECK_INT(site_ask(&s, GET, "/", NULL, NULL).status, 200);
    site_close(&s);
}

static void limits_bodies(void)
{
    struct site s = site_open(NULL, false);
    char *body = arena_alloc(s.arena, 2002);

    memset(body, 'x', 2001);
    struct web_answer a = site_ask(&s, POST, "/raw", NULL, body);
    CHECK_INT(a.status, 413);
    CHECK_STR(site_header(&s, &a, "Content-Type"), "application/json");
    a = site_ask(&s, POST, "/raw", "Content-Length: 999999\n", "x");
    CHECK_INT(a.status, 413);
    body[2000] = '\0';
    CHECK_INT(site_ask(&s, POST, "/raw", NULL, body).status, 200);
    site_close(&s);
}

CHECKS(web_site, TEST(answers), TEST(adds_headers), TEST(leads_back_after_signing_in), TEST(trusts_proxies_only),
       TEST(keeps_a_token_for_nobody), TEST(survives_no_memory), TEST(limits_bodies))
