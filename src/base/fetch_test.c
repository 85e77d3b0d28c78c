/* fetch_test.c: real servers, kind and unkind, on this machine.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include "fetch.h"
#include <arpa/inet.h>
#include <microhttpd.h>
#include <netinet/in.h>
#include <pthread.h>
#include "check.h"
#include "child.h"
#include "clock.h"
#include "file.h"

/* A server, allowed as "127.0.0.1:PORT", and an ask that a test fills in. */
struct site {
    struct arena *a;
    struct MHD_Daemon *daemon;
    int port;
    int seen; /* requests that came */
    struct fetch_ask q;
    struct fetch_answer r;
};

/* --- The server ------------------------------------------------------------------------------ */

struct posted {
    char s[200];
    size_t n;
};

static ssize_t endless(void *ctx, uint64_t at, char *out, size_t n)
{
    (void)ctx, (void)at;
    memset(out, 'x', n);
    return (ssize_t)n;
}

static ssize_t trickle(void *ctx, uint64_t at, char *out, size_t n)
{
    (void)ctx, (void)n;
    usleep(50000);
    *out = '.';
    return at < 200 ? 1 : MHD_CONTENT_READER_END_OF_STREAM;
}

static enum MHD_Result say(struct MHD_Connection *to, unsigned status, const char *text, const char *location)
{
    struct MHD_Response *r =
        MHD_create_response_from_buffer(strlen(text), (void *)(uintptr_t)text, MHD_RESPMEM_MUST_COPY);

    MHD_add_response_header(r, "X-Kind", "of test");
    if (location)
        MHD_add_response_header(r, "Location", location);
    enum MHD_Result done = MHD_queue_response(to, status, r);
    MHD_destroy_response(r);
    return done;
}

static enum MHD_Result say_for_long(struct MHD_Connection *to, MHD_ContentReaderCallback how)
{
    struct MHD_Response *r = MHD_create_response_from_callback(MHD_SIZE_UNKNOWN, 1024, how, NULL, NULL);
    enum MHD_Result done = MHD_queue_response(to, 200, r);

    MHD_destroy_response(r);
    return done;
}

static enum MHD_Result say_many_headers(struct MHD_Connection *to)
{
    char long_one[1001];
    struct MHD_Response *r = MHD_create_response_from_buffer(0, long_one, MHD_RESPMEM_MUST_COPY);

    memset(long_one, 'h', 1000);
    long_one[1000] = '\0';
    for (int i = 0; i < 70; i++)
        MHD_add_response_header(r, "X-Many", long_one);
    enum MHD_Result done = MHD_queue_response(to, 200, r);
    MHD_destroy_response(r);
    return done;
}

static enum MHD_Result say_what_came(struct MHD_Connection *to, const char *method, const struct posted *p)
{
    char text[600];
    const char *secret = MHD_lookup_connection_value(to, MHD_HEADER_KIND, "X-Secret");
    const char *type = MHD_lookup_connection_value(to, MHD_HEADER_KIND, "Content-Type");

    (void)snprintf(text, sizeof text, "%s|%.*s|%s|%s", method, (int)p->n, p->s, secret ? secret : "-",
                   type ? type : "-");
    return say(to, 200, text, NULL);
}

static enum MHD_Result answer_to(struct MHD_Connection *to, const char *path, const char *method,
                                 const struct posted *p)
{
    if (str_eq(path, "/hello"))
        return say(to, 200, "hello", NULL);
    if (str_eq(path, "/echo"))
        return say_what_came(to, method, p);
    if (str_eq(path, "/endless"))
        return say_for_long(to, endless);
    if (str_eq(path, "/slow"))
        return say_for_long(to, trickle);
    if (str_eq(path, "/heads"))
        return say_many_headers(to);
    if (str_eq(path, "/loop"))
        return say(to, 302, "", "loop");
    if (strncmp(path, "/to", 3) == 0) /* /to307?http://… */
        return say(to, (unsigned)strtoul(path + 3, NULL, 10), "moved",
                   MHD_lookup_connection_value(to, MHD_GET_ARGUMENT_KIND, "u"));
    return say(to, 404, "none", NULL);
}

static enum MHD_Result serve(void *ctx, struct MHD_Connection *to, const char *path, const char *method,
                             const char *version, const char *data, size_t *n, void **state)
{
    struct site *s = ctx;
    struct posted *p = *state;

    (void)version;
    if (!p) {
        __atomic_add_fetch(&s->seen, 1, __ATOMIC_RELAXED);
        *state = calloc(1, sizeof *p);
        return *state ? MHD_YES : MHD_NO;
    }
    if (*n == 0)
        return answer_to(to, path, method, p);
    for (size_t i = 0; i < *n && p->n < sizeof p->s; i++)
        p->s[p->n++] = data[i];
    *n = 0;
    return MHD_YES;
}

static void served(void *ctx, struct MHD_Connection *to, void **state, enum MHD_RequestTerminationCode why)
{
    (void)ctx, (void)to, (void)why;
    free(*state);
}

/* With a key and a certificate in PEM it speaks TLS. */
static bool site_new(struct site *s, const char *key, const char *certificate)
{
    struct sockaddr_in at = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    unsigned flags = MHD_USE_THREAD_PER_CONNECTION | MHD_USE_INTERNAL_POLLING_THREAD | (key ? MHD_USE_TLS : 0);
    struct guard *g = NULL;

    *s = (struct site){.a = arena_new(16U << 20)};
    s->daemon = MHD_start_daemon(flags, 0, NULL, NULL, serve, s, MHD_OPTION_SOCK_ADDR, &at,
                                 MHD_OPTION_NOTIFY_COMPLETED, served, NULL,
                                 MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t)1 << 18,
                                 key ? MHD_OPTION_HTTPS_MEM_KEY : MHD_OPTION_END, key,
                                 MHD_OPTION_HTTPS_MEM_CERT, certificate, MHD_OPTION_END);
    if (!CHECK(s->daemon != NULL))
        return false;
    s->port = MHD_get_daemon_info(s->daemon, MHD_DAEMON_INFO_BIND_PORT)->port;
    CHECK_OK(guard_new(s->a, arena_printf(s->a, "127.0.0.1:%d", s->port), &g));
    s->q = (struct fetch_ask){.deadline_ms = 20000, .max = 10000, .guard = g};
    return true;
}

static void site_end(struct site *s)
{
    MHD_stop_daemon(s->daemon);
    arena_free(s->a);
}

static err get(struct site *s, const char *path)
{
    s->q.url = arena_printf(s->a, "http://127.0.0.1:%d%s", s->port, path);
    return fetch(s->a, &s->q, &s->r);
}

/* --- Tests ----------------------------------------------------------------------------------- */

static void there_and_back(void)
{
    static const struct fetch_header headers[] = {{"X-Secret", "s3"}, {"Content-Type", "text/plain"}};
    struct site s;

    if (!site_new(&s, NULL, NULL))
        return;
    CHECK_OK(get(&s, "/hello#part"));
    CHECK_INT(s.r.status, 200);
    CHECK_STR(s.r.body.s, "hello");
    CHECK_STR(fetch_header(&s.r, "x-kind"), "of test");
    CHECK_STR(fetch_header(&s.r, "Content-Length"), "5");
    CHECK(fetch_header(&s.r, "X-None") == NULL);
    CHECK_STR(s.r.url, arena_printf(s.a, "http://127.0.0.1:%d/hello", s.port));
    CHECK(s.r.fault == FETCH_FINE && s.r.us > 0);
    CHECK_OK(get(&s, "/nothing"));
    CHECK_INT(s.r.status, 404);
    s.q.method = "HEAD";
    CHECK_OK(get(&s, "/hello"));
    CHECK(s.r.status == 200 && s.r.body.n == 0);
    s.q.method = "POST";
    s.q.body = STR("a=b");
    CHECK_OK(get(&s, "/echo"));
    CHECK_STR(s.r.body.s, "POST|a=b|-|-");
    s.q.headers = headers;
    s.q.n_headers = 2;
    s.q.method = "PUT";
    CHECK_OK(get(&s, "/echo"));
    CHECK_STR(s.r.body.s, "PUT|a=b|s3|text/plain");
    s.q.method = "DELETE";
    s.q.body = STR("");
    CHECK_OK(get(&s, "/echo"));
    CHECK_STR(s.r.body.s, "DELETE||s3|text/plain");
    CHECK_OK(setenv("http_proxy", "http://127.0.0.1:1", 1));
    CHECK_OK(setenv("ALL_PROXY", "http://127.0.0.1:1", 1));
    CHECK_OK(get(&s, "/hello"));
    CHECK_OK(unsetenv("http_proxy"));
    CHECK_OK(unsetenv("ALL_PROXY"));
    site_end(&s);
}

static void limits_of_size_and_time(void)
{
    struct site s;

    if (!site_new(&s, NULL, NULL))
        return;
    s.q.max = 5;
    CHECK_OK(get(&s, "/hello"));
    s.q.max = 4;
    CHECK_INT(get(&s, "/hello"), ERR_TOO_LARGE);
    s.q.max = 1U << 20;
    CHECK_INT(get(&s, "/endless"), ERR_TOO_LARGE);
    CHECK_INT(s.r.fault, FETCH_TOO_LARGE);
    CHECK_INT(get(&s, "/heads"), ERR_TOO_LARGE);
    s.q.deadline_ms = 400;
    CHECK_INT(get(&s, "/slow"), ERR_DOWN);
    CHECK_INT(s.r.fault, FETCH_TOO_LONG);
    CHECK(s.r.us >= 350000 && s.r.us < 3000000);
    site_end(&s);
}

/* A door behind which nobody is: connections are made by the system, and nothing answers. */
static int silent_port(int *ret_fd)
{
    struct sockaddr_in at = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t n = sizeof at;

    *ret_fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    CHECK_OK(bind(*ret_fd, (const struct sockaddr *)&at, sizeof at));
    CHECK_OK(listen(*ret_fd, 5));
    CHECK_OK(getsockname(*ret_fd, (struct sockaddr *)&at, &n));
    return ntohs(at.sin_port);
}

static void *call_off(void *ctx)
{
    usleep(200000);
    __atomic_store_n((bool *)ctx, true, __ATOMIC_RELAXED);
    return NULL;
}

static void nobody_answers(void)
{
    struct site s;
    pthread_t t;
    bool stop = false;
    int fd = -1;

    if (!site_new(&s, NULL, NULL))
        return;
    int port = silent_port(&fd), open_port = s.port;
    struct guard *g = NULL;
    CHECK_OK(guard_new(s.a, "127.0.0.0/8", &g));
    s.q.guard = g;
    s.port = port;
    s.q.deadline_ms = 300;
    CHECK_INT(get(&s, "/"), ERR_DOWN);
    CHECK_INT(s.r.fault, FETCH_TOO_LONG);
    CHECK(s.r.us >= 250000 && s.r.us < 3000000);
    s.q.deadline_ms = 20000;
    s.q.stop = &stop;
    CHECK_OK(pthread_create(&t, NULL, call_off, &stop));
    CHECK_INT(get(&s, "/"), ERR_DOWN);
    CHECK_INT(s.r.fault, FETCH_STOPPED);
    CHECK(s.r.us < 3000000);
    pthread_join(t, NULL);
    s.q.stop = NULL;
    close(fd);
    CHECK_INT(get(&s, "/"), ERR_DOWN);
    CHECK_INT(s.r.fault, FETCH_NO_CONNECTION);
    s.q.deadline_ms = 3000;
    s.q.url = "http://there-is-no-such-host.invalid/";
    CHECK_INT(fetch(s.a, &s.q, &s.r), ERR_DOWN);
    CHECK(s.r.fault == FETCH_NO_HOST || s.r.fault == FETCH_TOO_LONG);
    CHECK(s.r.us < 6000000);
    s.port = open_port;
    site_end(&s);
}

/* Answers every connection with the bytes, once. */
struct raw {
    int fd;
    struct str bytes;
};

static void *serve_raw(void *ctx)
{
    struct raw *r = ctx;
    char asked[2000];
    int fd = accept(r->fd, NULL, NULL);

    if (fd >= 0 && read(fd, asked, sizeof asked) > 0 && write(fd, r->bytes.s, r->bytes.n) < 0)
        r->fd = -1;
    close(fd);
    return NULL;
}

static void what_is_no_http(void)
{
    static const struct {
        const char *bytes, *body; /* NULL: it is broken */
    } rows[] = {
        {"SSH-2.0-OpenSSH_9.2\r\n", NULL},
        {"", NULL},
        {"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf", NULL},
        {"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n", NULL},
        {"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nConnection: close\r\n\r\n\x1f\x8b", "\x1f\x8b"},
        {"HTTP/1.1 103 Hints\r\nX-A: early\r\n\r\nHTTP/1.1 200 OK\r\nX-B: late\r\nConnection: close\r\n\r\nend", "end"},
    };
    struct site s;

    if (!site_new(&s, NULL, NULL))
        return;
    int kept = s.port;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct raw raw = {.bytes = str_of(rows[i].bytes)};
        struct guard *g = NULL;
        pthread_t t;

        check_case(rows[i].bytes);
        s.port = silent_port(&raw.fd);
        int door = raw.fd;
        CHECK_OK(guard_new(s.a, "127.0.0.1", &g));
        s.q.guard = g;
        CHECK_OK(pthread_create(&t, NULL, serve_raw, &raw));
        err e = get(&s, "/");
        pthread_join(t, NULL);
        close(door);
        CHECK_INT(e, rows[i].body ? OK : ERR_DOWN);
        if (rows[i].body)
            CHECK_STR(s.r.body.s, rows[i].body);
        else
            CHECK(s.r.fault == FETCH_BROKEN && s.r.why != NULL);
    }
    check_case(NULL);
    CHECK(fetch_header(&s.r, "X-A") == NULL);
    CHECK_STR(fetch_header(&s.r, "X-B"), "late");
    s.port = kept;
    site_end(&s);
}

static void private_addresses(void)
{
    static const char *const hosts[] = {
        "127.0.0.1", "localhost", "127.1", "2130706433", "0x7f000001", "0177.0.0.1", "0.0.0.0", "0",
        "[::1]", "[::]", "[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "LOCALHOST", "%31%32%37.0.0.1",
        "10.0.0.1", "169.254.169.254", "192.168.0.1", "[fd00:ec2::254]", "[64:ff9b::7f00:1]"};
    struct site s;

    if (!site_new(&s, NULL, NULL))
        return;
    const struct guard *allowed = s.q.guard;
    s.q.guard = NULL;
    for (size_t i = 0; i < sizeof hosts / sizeof *hosts; i++) {
        check_case(hosts[i]);
        s.q.url = arena_printf(s.a, "http://%s:%d/hello", hosts[i], s.port);
        CHECK_INT(fetch(s.a, &s.q, &s.r), ERR_FORBIDDEN);
        CHECK_INT(s.r.fault, FETCH_GUARDED);
    }
    check_case("by another name");
    s.q.guard = allowed; /* of 127.0.0.1 and its port only */
    s.q.url = arena_printf(s.a, "http://localhost:%d/hello", s.port);
    CHECK_INT(fetch(s.a, &s.q, &s.r), ERR_FORBIDDEN);
    CHECK(strstr(s.r.why, "localhost is at ") != NULL);
    CHECK_INT(s.seen, 0);
    CHECK_OK(get(&s, "/hello"));
    CHECK_INT(s.seen, 1);
    site_end(&s);
}

static void redirects(void)
{
    struct site s, other;

    if (!site_new(&s, NULL, NULL) || !site_new(&other, NULL, NULL))
        return;
    CHECK_OK(get(&s, "/to302?u=/hello"));
    CHECK_INT(s.r.status, 302);
    s.q.redirects = 3;
    CHECK_OK(get(&s, "/to302?u=/hello"));
    CHECK_STR(s.r.body.s, "hello");
    CHECK_STR(s.r.url, arena_printf(s.a, "http://127.0.0.1:%d/hello", s.port));
    s.seen = 0;
    CHECK_INT(get(&s, "/loop"), ERR_DOWN);
    CHECK_INT(s.r.fault, FETCH_REDIRECTS);
    CHECK_INT(s.seen, 4);
    CHECK_OK(get(&s, "/to300?u=/hello"));
    CHECK_INT(s.r.status, 300);
    /* to what only we can reach */
    CHECK_INT(get(&s, arena_printf(s.a, "/to302?u=http://127.0.0.1:%d/hello", other.port)), ERR_FORBIDDEN);
    CHECK_INT(s.r.fault, FETCH_GUARDED);
    CHECK_INT(get(&s, arena_printf(s.a, "/to301?u=//localhost:%d/hello", s.port)), ERR_FORBIDDEN);
    CHECK_INT(get(&s, "/to307?u=http://169.254.169.254/latest/meta-data"), ERR_FORBIDDEN);
    CHECK_INT(other.seen, 0);
    static const char *const bad[] = {"file:///etc/passwd", "ftp://127.0.0.1/", "gopher://127.0.0.1:70/_x",
                                      "http://me:secret@127.0.0.1/", "javascript:alert(1)", "http://",
                                      "http://127.0.0.1:0/", "http://127.0.0.1:99999/"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        check_case(bad[i]);
        CHECK_INT(get(&s, arena_printf(s.a, "/to302?u=%s", bad[i])), ERR_PARSE);
        CHECK_INT(s.r.fault, FETCH_BAD_URL);
    }
    site_end(&other);
    site_end(&s);
}

static void what_a_redirect_takes_along(void)
{
    static const struct fetch_header headers[] = {{"X-Secret", "s3"}};
    struct site s, other;
    struct guard *both = NULL;

    if (!site_new(&s, NULL, NULL) || !site_new(&other, NULL, NULL))
        return;
    CHECK_OK(guard_new(s.a, arena_printf(s.a, "127.0.0.1:%d 127.0.0.1:%d", s.port, other.port), &both));
    s.q.guard = both;
    s.q.redirects = 3;
    s.q.headers = headers;
    s.q.n_headers = 1;
    const char *away = arena_printf(s.a, "http://127.0.0.1:%d/echo", other.port);
    CHECK_OK(get(&s, "/to302?u=/echo"));
    CHECK_STR(s.r.body.s, "GET||s3|-");
    CHECK_OK(get(&s, arena_printf(s.a, "/to302?u=%s", away)));
    CHECK_STR(s.r.body.s, "GET||-|-");
    s.q.method = "POST";
    s.q.body = STR("a=b");
    CHECK_OK(get(&s, "/to307?u=/echo"));
    CHECK_STR(s.r.body.s, "POST|a=b|s3|-");
    CHECK_OK(get(&s, "/to302?u=/echo"));
    CHECK_STR(s.r.body.s, "GET||s3|-");
    CHECK_OK(get(&s, arena_printf(s.a, "/to303?u=%s", away)));
    CHECK_STR(s.r.body.s, "GET||-|-");
    other.seen = 0;
    CHECK_INT(get(&s, arena_printf(s.a, "/to308?u=%s", away)), ERR_DOWN);
    CHECK_INT(s.r.fault, FETCH_REDIRECTS);
    CHECK_INT(other.seen, 0);
    site_end(&other);
    site_end(&s);
}

/* A key and a certificate for the name (DNS:… or IP:…), in the folder; by the program that everybody has. */
static bool certify(struct arena *a, const char *folder, const char *name)
{
    const char *const argv[] = {"openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt",
                                "ec_paramgen_curve:prime256v1", "-nodes", "-keyout", "key.pem", "-out",
                                "cert.pem", "-days", "2", "-subj", "/CN=rapenburg test", "-addext",
                                arena_printf(a, "subjectAltName=%s", name), NULL};
    const char *const reads[] = {"/etc/ssl/openssl.cnf", NULL};
    const struct child_ask q = {.program = "/usr/bin/openssl", .argv = argv, .folder = folder, .reads = reads,
                                .out_max = 10000, .err_max = 10000, .deadline_ms = 20000};
    struct child_result r = {};

    return CHECK_OK(child_run(a, &q, &r)) && CHECK_INT(r.code, 0);
}

struct tls {
    struct arena *a;
    char folder[40];
    const char *key, *certificate, *ca_file;
};

static bool tls_new(struct tls *t, const char *name)
{
    struct str key = {}, certificate = {};

    *t = (struct tls){.a = arena_new(1U << 20), .folder = "/tmp/rapenburg-tls-XXXXXX"};
    if (!CHECK(mkdtemp(t->folder) != NULL) || !certify(t->a, t->folder, name))
        return false;
    t->ca_file = file_join(t->a, t->folder, "cert.pem");
    CHECK_OK(file_read(t->a, file_join(t->a, t->folder, "key.pem"), 10000, &key));
    CHECK_OK(file_read(t->a, t->ca_file, 10000, &certificate));
    t->key = key.s;
    t->certificate = certificate.s;
    return true;
}

static void tls_end(struct tls *t)
{
    CHECK_OK(unlink(t->ca_file));
    CHECK_OK(unlink(file_join(t->a, t->folder, "key.pem")));
    CHECK_OK(rmdir(t->folder));
    arena_free(t->a);
}

static void certificates(void)
{
    struct tls right, wrong;
    struct site s, misnamed;

    if (check_under_valgrind()) /* openssl makes the certificates, as a child */
        return;
    if (!tls_new(&right, "IP:127.0.0.1") || !tls_new(&wrong, "DNS:elsewhere.example") ||
        !site_new(&s, right.key, right.certificate) || !site_new(&misnamed, wrong.key, wrong.certificate))
        return;
    s.q.url = arena_printf(s.a, "https://127.0.0.1:%d/hello", s.port);
    s.q.ca_file = right.ca_file;
    CHECK_OK(fetch(s.a, &s.q, &s.r));
    CHECK_STR(s.r.body.s, "hello");
    check_case("nobody vouches for it");
    s.q.ca_file = NULL;
    CHECK_INT(fetch(s.a, &s.q, &s.r), ERR_DOWN);
    CHECK_INT(s.r.fault, FETCH_TLS);
    check_case("vouched for by another");
    s.q.ca_file = wrong.ca_file;
    CHECK_INT(fetch(s.a, &s.q, &s.r), ERR_DOWN);
    CHECK_INT(s.r.fault, FETCH_TLS);
    check_case("no such file");
    s.q.ca_file = "/nowhere/at/all.pem";
    CHECK_INT(fetch(s.a, &s.q, &s.r), ERR_DOWN);
    CHECK_INT(s.r.fault, FETCH_TLS);
    check_case("of another host");
    misnamed.q.ca_file = wrong.ca_file;
    misnamed.q.url = arena_printf(s.a, "https://127.0.0.1:%d/hello", misnamed.port);
    CHECK_INT(fetch(s.a, &misnamed.q, &s.r), ERR_DOWN);
    CHECK_INT(s.r.fault, FETCH_TLS);
    CHECK_INT(misnamed.seen, 0);
    check_case("down to http");
    s.q.ca_file = right.ca_file;
    s.q.redirects = 3;
    s.q.url = arena_printf(s.a, "https://127.0.0.1:%d/to302?u=http://127.0.0.1:%d/hello", s.port, s.port);
    CHECK_INT(fetch(s.a, &s.q, &s.r), ERR_DOWN);
    CHECK_INT(s.r.fault, FETCH_REDIRECTS);
    check_case("http to a port of https");
    CHECK(get(&s, "/hello") != OK || s.r.status == 400);
    site_end(&misnamed);
    site_end(&s);
    tls_end(&wrong);
    tls_end(&right);
}

static void asks_that_make_no_sense(void)
{
    static const struct fetch_header bad[] = {{"X-A", "b\r\nX-Evil: 1"}, {"X A", "b"}, {"", "b"}, {NULL, "b"},
                                              {"X-A", NULL},             {"Host", "b"}, {"content-length", "7"},
                                              {"X-A:", "b"},             {"X-A", "b\x7f"}};
    struct site s;

    if (!site_new(&s, NULL, NULL))
        return;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        s.q.headers = &bad[i];
        s.q.n_headers = 1;
        CHECK_INT(get(&s, "/hello"), ERR_RANGE);
    }
    s.q.n_headers = 0;
    s.q.method = "GET /x HTTP/1.1\r\n";
    CHECK_INT(get(&s, "/hello"), ERR_RANGE);
    s.q.method = "GET";
    s.q.body = STR("b");
    CHECK_INT(get(&s, "/hello"), ERR_RANGE);
    s.q.body = STR("");
    s.q.deadline_ms = 0;
    CHECK_INT(get(&s, "/hello"), ERR_RANGE);
    s.q.deadline_ms = 1000;
    s.q.url = NULL;
    CHECK_INT(fetch(s.a, &s.q, &s.r), ERR_RANGE);
    s.q.url = "127.0.0.1/hello";
    CHECK_INT(fetch(s.a, &s.q, &s.r), ERR_PARSE);
    CHECK_INT(s.seen, 0);
    site_end(&s);
}

static void urls(void)
{
    static const struct {
        const char *from, *url, *text; /* NULL: refused */
        const char *host;
        int port;
    } rows[] = {
        {NULL, "https://Campus.Example/a?b=c#d", "https://Campus.Example/a?b=c", "campus.example", 443},
        {NULL, "HTTP://x.example:8080", "http://x.example:8080/", "x.example", 8080},
        {NULL, "http://[2001:DB8::1]:81/", "http://[2001:DB8::1]:81/", "2001:db8::1", 81},
        {NULL, "http://0x7f.1/", "http://127.0.0.1/", "127.0.0.1", 80},
        {"https://a.example/x/y", "../z", "https://a.example/z", "a.example", 443},
        {"https://a.example/x/y", "//b.example:9/", "https://b.example:9/", "b.example", 9},
        {"https://a.example/x/y?q", "?r", "https://a.example/x/y?r", "a.example", 443},
        {"https://a.example/x", "mailto:me@a.example", NULL, NULL, 0},
        {NULL, "http://0x7f.%31/", NULL, NULL, 0},
        {NULL, "/path", NULL, NULL, 0},
        {NULL, "a.example", NULL, NULL, 0},
        {NULL, "", NULL, NULL, 0},
        {NULL, "http:///x", "http://x/", "x", 80}, /* as browsers do */
        {NULL, "http://u@a.example/", NULL, NULL, 0},
        {NULL, "http://:p@a.example/", NULL, NULL, 0},
        {NULL, "http://a.example:x/", NULL, NULL, 0},
        {NULL, "http://a example/", NULL, NULL, 0},
        {NULL, "http://a.example/\r\nX: y", NULL, NULL, 0},
        {NULL, "http://[fe80::1%25eth0]/", NULL, NULL, 0},
        {NULL, "ldap://a.example/", NULL, NULL, 0},
    };
    struct arena *a = arena_new(1U << 20);

    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct fetch_url u = {};

        check_case(rows[i].url);
        CHECK_INT(fetch_url(a, rows[i].from, rows[i].url, &u), rows[i].text ? OK : ERR_PARSE);
        CHECK_STR(u.text, rows[i].text);
        CHECK_STR(u.host, rows[i].host);
        CHECK_INT(u.port, rows[i].port);
    }
    check_case("too long");
    char *text = arena_alloc(a, 9000);
    memset(text, 'a', 8999);
    memcpy(text, "http://a/", 9);
    CHECK_INT(fetch_url(a, NULL, text, &(struct fetch_url){}), ERR_PARSE);
    arena_free(a);
}

static void *fetch_some(void *ctx)
{
    const struct site *s = ctx;
    intptr_t good = 0;

    for (int i = 0; i < 20; i++) {
        struct arena *a = arena_new(1U << 20);
        struct fetch_ask q = s->q;
        struct fetch_answer r = {};

        q.url = arena_printf(a, "http://127.0.0.1:%d/%s", s->port, i % 4 == 0 ? "endless" : "hello");
        err e = fetch(a, &q, &r);
        good += i % 4 == 0 ? e == ERR_TOO_LARGE : e == OK && str_is(r.body, "hello");
        arena_free(a);
    }
    return (void *)good;
}

static void from_many_threads(void)
{
    struct site s;
    pthread_t t[6];

    if (!site_new(&s, NULL, NULL))
        return;
    for (int i = 0; i < 6; i++)
        CHECK_OK(pthread_create(&t[i], NULL, fetch_some, &s));
    for (int i = 0; i < 6; i++) {
        void *good = NULL;

        pthread_join(t[i], &good);
        CHECK_INT((intptr_t)good, 20);
    }
    site_end(&s);
}

CHECKS(base_fetch, TEST(there_and_back), TEST(limits_of_size_and_time), TEST(nobody_answers),
       TEST(what_is_no_http), TEST(private_addresses), TEST(redirects), TEST(what_a_redirect_takes_along),
       TEST(certificates), TEST(asks_that_make_no_sense), TEST(urls), TEST(from_many_threads))
