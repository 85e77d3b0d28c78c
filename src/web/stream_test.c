/* stream_test.c: answers that stay open, without sockets and on real ones.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include "check.h"
#include "reply.h"
#include "site_test.h"
#include "str.h"
#include "stream_in.h"
#include <sys/socket.h>
#include <unistd.h>

/* --- The site's streams -------------------------------------------------------------------------- */

static const struct stream_kind news = {
    .name = "news", .most_person = 3, .most_address = 2000, .buffer_max = 8 << 10};
static const struct stream_kind few = {.name = "few", .most_address = 2};
static const struct stream_kind rows = {.name = "rows"};

struct reader {
    int got;
};

static err news_get(struct rq *rq)
{
    const struct reader r = {40};
    struct stream *s = NULL;

    TRY(stream_open(rq, &news, &r, sizeof r, &s));
    stream_put(s, &(struct stream_event){"hello", "1", stream_last_id(rq)});
    return OK;
}

static err few_get(struct rq *rq)
{
    struct stream *s = NULL;

    TRY(stream_open(rq, &few, NULL, 0, &s));
    return strcmp(rq->path, "/few") == 0 ? OK : fail(rq, ERR_CONFLICT, "Not now.");
}

struct counted {
    int64_t at, to, breaks;
};

static err page(struct db *db, void *ctx, struct buf *out, bool *ret_more)
{
    struct counted *c = ctx;

    (void)db_arena(db);
    if (c->at == c->breaks)
        return ERR_DB;
    for (int i = 0; i < 500 && c->at < c->to; i++)
        buf_printf(out, "row %07lld\n", (long long)c->at++);
    *ret_more = c->at < c->to;
    return OK;
}

static err download(struct rq *rq, int64_t n, int64_t breaks)
{
    const struct counted c = {0, n, breaks};

    return stream_download(rq, &(struct stream_pages){.kind = &rows,
                                                      .type = "text/csv",
                                                      .filename = "rows.csv",
                                                      .page = page,
                                                      .ctx = &c,
                                                      .ctx_n = sizeof c});
}

static err rows_get(struct rq *rq)
{
    return download(rq, 20000, -1);
}

static err no_rows_get(struct rq *rq)
{
    return download(rq, 0, -1);
}

static err broken_get(struct rq *rq)
{
    return download(rq, 20000, 10000);
}

static const struct route routes[] = {
    {GET,              STREAM,     "/news",  news_get,                 MAY_ANYONE,         .machine = true},
    {GET,                STREAM,                        "/own-news",           news_get, MAY_SIGNED_IN, .machine = true},
    {GET, STREAM,           "/few",                 few_get,                                   MAY_ANYONE,                                     .machine = true},
    {GET,      STREAM, "/few/and-fail",         few_get,MAY_ANYONE,.machine = true},
    {GET,         STREAM,         "/rows",rows_get,                      MAY_ANYONE                                                                      },
    {GET,         STREAM,   "/no-rows",        no_rows_get,           MAY_ANYONE},
    {GET,      STREAM,   "/broken-rows",broken_get,        MAY_ANYONE                                                                   },
};

static void add_routes(struct site *s)
{
    CHECK_OK(web_routes(s->web, "streams", routes, sizeof routes / sizeof routes[0]));
}

static struct site serve(const struct web_options *o)
{
    struct site s = site_open(o, true);
    const char *why = "";

    add_routes(&s);
    CHECK_OK(web_listen(s.web, "127.0.0.1:0", NULL, NULL, &why));
    return s;
}

/* --- Speaking ------------------------------------------------------------------------------------ */

static int open_one(struct site *s, const char *path, const char *headers)
{
    int fd = site_dial(s);
    const char *ask =
        arena_printf(s->arena, "GET %s HTTP/1.1\r\nHost: a.test\r\n%s\r\n", path, headers);

    site_say(fd, ask, strlen(ask));
    return fd;
}

/* Reads until `word` came, or the end; what came. *ret_end: it ended before. */
static const char *until(struct site *s, int fd, const char *word, bool *ret_end)
{
    struct buf b = buf_new(8 << 20);
    char piece[4096];

    *ret_end = false;
    while (!*ret_end && !(b.s && word && strstr(b.s, word))) {
        ssize_t n = recv(fd, piece, sizeof piece, 0);
        if (n > 0)
            buf_put(&b, piece, (size_t)n);
        *ret_end = n <= 0;
    }
    const char *all = arena_dup(s->arena, b.s ? b.s : "");
    buf_free(&b);
    return all;
}

static bool comes(struct site *s, int fd, const char *word)
{
    bool end = false;

    (void)until(s, fd, word, &end);
    return !end;
}

/* Ended well: the last chunk came. */
static bool ends_well(struct site *s, int fd)
{
    bool end = false;
    const char *all = until(s, fd, "0\r\n\r\n", &end);

    return strstr(all, "0\r\n\r\n") != NULL;
}

static void nap_ms(int ms)
{
    const struct timespec nap = {.tv_sec = ms / 1000, .tv_nsec = ms % 1000 * 1000000L};

    nanosleep(&nap, NULL);
}

static bool open_become(struct site *s, size_t n)
{
    for (int i = 0; i < 1000 && streams_open(s->web, NULL) != n; i++)
        nap_ms(2);
    return streams_open(s->web, NULL) == n;
}

struct telling {
    const char *data;
    int told, refused;
};

static void tell(struct stream *s, void *ctx)
{
    struct telling *t = ctx;
    struct reader *r = stream_ctx(s);

    r->got++;
    if (stream_put(s, &(struct stream_event){.name = "news", .data = t->data}))
        t->told++;
    else
        t->refused++;
}

static struct telling tell_all(struct site *s, const char *data)
{
    struct telling t = {.data = data};

    streams_each(s->web, &news, tell, &t);
    return t;
}

/* --- Tests --------------------------------------------------------------------------------------- */

static void answers_without_a_socket(void)
{
    struct site s = site_open(NULL, true);

    add_routes(&s);
    struct web_answer a =
        site_ask(&s, GET, "/news", "Last-Event-ID: a\nAccept-Encoding: br\n", NULL);
    CHECK_INT(a.status, 200);
    CHECK_STR(site_header(&s, &a, "Content-Type"), "text/event-stream; charset=utf-8");
    CHECK_STR(site_header(&s, &a, "X-Accel-Buffering"), "no");
    CHECK_STR(site_header(&s, &a, "Cache-Control"), "no-store, no-transform");
    CHECK(site_header(&s, &a, "Content-Encoding") == NULL);
    CHECK(str_starts(a.body.s, "retry: "));
    CHECK(str_ends(a.body.s, "\n\nid: 1\nevent: hello\ndata: a\n\n"));
    a = site_ask(&s, GET, "/own-news", NULL, NULL);
    CHECK_INT(a.status, 401);
    a = site_ask(&s, GET, "/few/and-fail", NULL, NULL);
    CHECK_INT(a.status, 409);
    CHECK_STR(site_header(&s, &a, "Content-Type"), "application/json");
    CHECK_INT(streams_open(s.web, NULL), 0);
    site_close(&s);
}

static void downloads_without_a_socket(void)
{
    struct site s = site_open(NULL, true);
    struct web_ask ask = {.method = GET, .target = "/broken-rows"};
    struct web_answer a = {0};

    add_routes(&s);
    a = site_ask(&s, GET, "/rows", NULL, NULL);
    CHECK_INT(a.body.n, 20000 * 12);
    CHECK(str_ends(a.body.s, "row 0019999\n"));
    CHECK_STR(site_header(&s, &a, "Content-Type"), "text/csv");
    CHECK(strstr(site_header(&s, &a, "Content-Disposition"), "rows.csv") != NULL);
    CHECK_INT(site_ask(&s, GET, "/no-rows", NULL, NULL).body.n, 0);
    CHECK_INT(web_ask(s.web, s.arena, &ask, &a), ERR_IO);
    CHECK_INT(streams_open(s.web, NULL), 0);
    site_close(&s);
}

static void reads_last_ids(void)
{
    static const struct {
        const char *name, *header, *data;
    } cases[] = {
        {"none",      "",                                                            ""    },
        {"a word",    "Last-Event-ID: 17-a\n",                                       "17-a"},
        {"too long",
         "Last-Event-ID: "
         "0123456789012345678901234567890123456789012345678901234567890123456789\n", ""    },
        {"not plain", "Last-Event-ID: \xC3\xA9\n",                                   ""    },
    };
    struct site s = site_open(NULL, false);

    add_routes(&s);
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct web_answer a = site_ask(&s, GET, "/news", cases[i].header, NULL);
        check_case(cases[i].name);
        CHECK(str_ends(a.body.s, arena_printf(s.arena, "data: %s\n\n", cases[i].data)));
    }
    site_close(&s);
}

static void tells_all_who_listen(void)
{
    struct site s = serve(NULL);
    int one = open_one(&s, "/news", ""), two = open_one(&s, "/news", "");
    bool end = false;

    CHECK(strstr(until(&s, one, "data: \n\n", &end), "Transfer-Encoding: chunked") != NULL);
    CHECK(comes(&s, two, "data: \n\n"));
    CHECK_INT(tell_all(&s, "a\nb\rc").told, 2);
    CHECK(comes(&s, one, "event: news\ndata: a\ndata: b c\n\n"));
    CHECK(comes(&s, two, "event: news\ndata: a\ndata: b c\n\n"));
    close(two);
    for (int i = 0; i < 200 && streams_open(s.web, &news) > 1; i++, nap_ms(5))
        (void)tell_all(&s, "still there?");
    CHECK_INT(streams_open(s.web, &news), 1);
    CHECK_INT(web_stats(s.web).streams, 1);
    close(one);
    site_close(&s);
}

static void end_with_the_login(void)
{
    struct site s = serve(NULL);
    int nobody = open_one(&s, "/news", "");
    int seven = open_one(&s, "/news", "Cookie: t-session=1\r\n");
    int eight = open_one(&s, "/news", "Cookie: t-session=2\r\n");
    int nine = open_one(&s, "/news", "Cookie: t-session=3\r\n");
    int ten = open_one(&s, "/news", "Cookie: t-session=4\r\n");

    CHECK(comes(&s, nobody, "hello") && comes(&s, seven, "hello") &&
          comes(&s, eight, "hello") && comes(&s, nine, "hello") && comes(&s, ten, "hello"));
    int64_t began = clock_us();
    streams_end(s.web, (person_id){7}, (session_id){0});
    streams_end(s.web, (person_id){0}, (session_id){80});
    CHECK(ends_well(&s, seven));
    CHECK(ends_well(&s, eight));
    CHECK(clock_us() - began < 3000000); /* at once; a busy machine may take longer */
    check_case("a login that ends by itself");
    CHECK(ends_well(&s, nine));
    CHECK(open_become(&s, 2));
    CHECK_INT(tell_all(&s, "x").told, 2);
    CHECK(comes(&s, ten, "data: x\n\n"));
    check_case("everybody who is signed in");
    streams_end(s.web, (person_id){0}, (session_id){0});
    CHECK(ends_well(&s, ten));
    CHECK(open_become(&s, 1));
    CHECK_INT(tell_all(&s, "y").told, 1);
    CHECK(comes(&s, nobody, "data: y"));
    int all[] = {nobody, seven, eight, nine, ten};
    for (size_t i = 0; i < 5; i++)
        close(all[i]);
    site_close(&s);
}

static void are_limited(void)
{
    const struct web_options o = {.streams = 8};
    struct site s = serve(&o);
    int fd[8], n = 0, no = 0;

    for (int i = 0; i < 3; i++) {
        fd[n++] = open_one(&s, "/news", "Cookie: t-session=1\r\n");
        CHECK(comes(&s, fd[n - 1], "hello"));
    }
    no = open_one(&s, "/news", "Cookie: t-session=1\r\n");
    CHECK(comes(&s, no, "HTTP/1.1 429"));
    close(no);
    for (int i = 0; i < 2; i++) {
        fd[n++] = open_one(&s, "/few", "");
        CHECK(comes(&s, fd[n - 1], "retry"));
    }
    no = open_one(&s, "/few", "");
    CHECK(comes(&s, no, "HTTP/1.1 429"));
    close(no);
    for (int i = 0; i < 2; i++) {
        fd[n++] = open_one(&s, "/news", "");
        CHECK(comes(&s, fd[n - 1], "hello"));
    }
    no = open_one(&s, "/news", ""); /* half is kept for who is signed in */
    CHECK(comes(&s, no, "HTTP/1.1 503"));
    close(no);
    fd[n++] = open_one(&s, "/news", "Cookie: t-session=2\r\n");
    CHECK(comes(&s, fd[n - 1], "hello"));
    no = open_one(&s, "/news", "Cookie: t-session=2\r\n");
    CHECK(comes(&s, no, "HTTP/1.1 503"));
    close(no);
    CHECK_INT(web_stats(s.web).streams_refused, 4);
    while (n > 0)
        close(fd[--n]);
    site_close(&s);
}

/* Who goes from page to page leaves streams behind: they do not count against the next one. */
static void who_hung_up_does_not_count(void)
{
    struct site s = serve(NULL);
    int stays = open_one(&s, "/news", "Cookie: t-session=1\r\n");

    CHECK(comes(&s, stays, "hello"));
    for (int i = 0; i < 40; i++) {
        int fd = open_one(&s, "/news", "Cookie: t-session=1\r\n");
        CHECK(comes(&s, fd, "hello"));
        close(fd);
    }
    CHECK_INT(web_stats(s.web).streams_refused, 0);
    int two = open_one(&s, "/news", "Cookie: t-session=1\r\n");
    int three = open_one(&s, "/news", "Cookie: t-session=1\r\n");
    CHECK(comes(&s, two, "hello") && comes(&s, three, "hello"));
    int four = open_one(&s, "/news", "Cookie: t-session=1\r\n"); /* those that are there do */
    CHECK(comes(&s, four, "HTTP/1.1 429"));
    CHECK_INT(tell_all(&s, "x").told, 3);
    CHECK(comes(&s, stays, "data: x"));
    close(stays);
    close(two);
    close(three);
    close(four);
    site_close(&s);
}

/* Who does not read is dropped once the kernel's buffers and ours are full; the others go on. */
static void drop_slow_readers(void)
{
    struct site s = serve(NULL);
    char *text = arena_alloc(s.arena, 1001);
    int slow = site_dial(&s), small = 4096, fast = 0, rounds = 0;
    static const char ask[] = "GET /news HTTP/1.1\r\nHost: a.test\r\n\r\n";

    (void)setsockopt(slow, SOL_SOCKET, SO_RCVBUF, &small, sizeof small);
    site_say(slow, ask, sizeof ask - 1);
    CHECK(open_become(&s, 1));
    memset(text, 'x', 1000);
    for (; rounds < 5000 && streams_open(s.web, NULL) > 0; rounds++) {
        (void)tell_all(&s, text);
        if (rounds % 100 == 0)
            nap_ms(1);
    }
    CHECK(open_become(&s, 0));
    CHECK(rounds < 5000);
    CHECK_INT(web_stats(s.web).streams_slow, 1);
    fast = open_one(&s, "/news", "");
    CHECK(comes(&s, fast, "hello"));
    close(slow);
    close(fast);
    site_close(&s);
}

static void stop_with_the_server(void)
{
    struct site s = serve(NULL);
    int one = open_one(&s, "/news", ""), rest = open_one(&s, "/rows", "");

    CHECK(comes(&s, one, "hello") && comes(&s, rest, "row 0000000"));
    int64_t began = clock_us();
    web_stop(s.web, 2000);
    CHECK(clock_us() - began < 3000000);
    CHECK(ends_well(&s, one));
    CHECK_INT(streams_open(s.web, NULL), 0);
    close(one);
    close(rest);
    site_close(&s);
}

static void downloads_on_a_socket(void)
{
    struct site s = serve(NULL);
    int fd = open_one(&s, "/rows", "Connection: close\r\n");
    bool end = false;
    const char *all = until(&s, fd, NULL, &end);

    CHECK(strstr(all, "row 0000000\n") && strstr(all, "row 0019999\n") &&
          str_ends(all, "0\r\n\r\n"));
    close(fd);
    fd = open_one(&s, "/broken-rows", "Connection: close\r\n");
    all = until(&s, fd, NULL, &end);
    CHECK(strstr(all, "row 0009999\n") && !strstr(all, "row 0010000\n") &&
          !str_ends(all, "\r\n0\r\n\r\n"));
    close(fd);
    check_case("the login ends in the middle");
    fd = open_one(&s, "/rows", "Cookie: t-session=1\r\n");
    CHECK(comes(&s, fd, "row 0000000\n"));
    streams_end(s.web, (person_id){7}, (session_id){0});
    CHECK(open_become(&s, 0));
    close(fd);
    site_close(&s);
}

/* Many, each told once, without a thread each. */
static void carry_a_crowd(void)
{
    enum { CROWD = 400 };
    struct site s = serve(NULL);
    int fd[CROWD];

    for (int i = 0; i < CROWD; i++) {
        fd[i] = open_one(&s, "/news", "");
        CHECK(comes(&s, fd[i], "hello"));
    }
    CHECK_INT(tell_all(&s, "to everybody").told, CROWD);
    for (int i = 0; i < CROWD; i++)
        CHECK(comes(&s, fd[i], "data: to everybody\n\n"));
    for (int i = 0; i < CROWD; i++)
        close(fd[i]);
    site_close(&s);
}

static void survive_no_memory(void)
{
    struct site s = serve(NULL);
    int bad = 0;

    for (uint64_t n = 1; n < 30; n++) {
        web_fail_after(s.web, n);
        int fd = open_one(&s, "/news", "Connection: close\r\n");
        bool end = false;
        const char *all = until(&s, fd, "\r\n\r\n", &end);
        CHECK(str_starts(all, "HTTP/1.1 200") || str_starts(all, "HTTP/1.1 503"));
        bad += str_starts(all, "HTTP/1.1 503");
        close(fd);
    }
    CHECK(bad > 0 && bad < 29);
    web_fail_after(s.web, 0);
    site_close(&s);
}

/* One that reads, but is never quite done, keeps no more memory than what waits. */
static void a_steady_reader_costs_no_memory(void)
{
    static const char event[1000] = {'x'};
    struct stream s = {0};

    for (int i = 0; i < 20000; i++) {
        CHECK(stream_append(&s, event, sizeof event, 8 << 10));
        s.out_at = s.out_n - 1;
    }
    CHECK(s.out_room <= 16 << 10);
    CHECK(!stream_append(&s, event, sizeof event, 1000));
    CHECK(s.out[s.out_at] == '\0' && s.out_n - s.out_at == 1);
    free(s.out);
}

CHECKS(web_stream, TEST(a_steady_reader_costs_no_memory), TEST(answers_without_a_socket), TEST(downloads_without_a_socket),
       TEST(reads_last_ids), TEST(tells_all_who_listen), TEST(end_with_the_login),
       TEST(are_limited), TEST(who_hung_up_does_not_count), TEST(drop_slow_readers), TEST(stop_with_the_server),
       TEST(downloads_on_a_socket), TEST(carry_a_crowd), TEST(survive_no_memory))
