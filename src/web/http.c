/* http.c: HTTP on sockets: the only file that knows libmicrohttpd (epoll, a small pool of
   threads). SPDX-License-Identifier: AGPL-3.0-or-later */
#include "kept.h"
#include "life.h"
#include "slow.h"
#include "log.h"
#include "str.h"
#include "stream_in.h"
#include <arpa/inet.h>
#include <fcntl.h>
#include <microhttpd.h>
#include <netdb.h>
#include <netinet/tcp.h>
#include <strings.h>
#include <sys/epoll.h>
#include <sys/socket.h>

#define HEADERS_MAX                                                                            \
    ((size_t)32 << 10) /* of a connection: request line, headers, the answer's */
#define STREAM_BLOCK ((size_t)1024)
#define TLS_WORDS "SECURE128:-VERS-ALL:+VERS-TLS1.3:+VERS-TLS1.2"

/* The library asks for at most 128 events; when it gets exactly so many it asks again, and sleeps until another
   comes, or for all of a connection's idle time, while 128 requests that it has seen wait (up to 0.9.77). This
   stands in the way of the C library's own and gives it one less. */
#define EVENTS_ASKED 128

[[gnu::visibility("default")]] int epoll_wait(int __epfd, struct epoll_event *__events,
                                              int __maxevents, int __timeout)
{
    int most = __maxevents == EVENTS_ASKED ? EVENTS_ASKED - 1 : __maxevents;

    return epoll_pwait(__epfd, __events, most, __timeout, NULL);
}

struct http {
    struct web *w;
    struct MHD_Daemon *daemon;
    int listening;
    int port;
    bool tls;
    struct slow *slow;
    atomic_uint_fast64_t connections;
    atomic_int waiting;  /* suspended connections */
    atomic_bool closing; /* nothing may be suspended any more */
};

/* The last line of a header that every proxy may add as one more line: what stands before it is
   whatever the client liked to say. */
struct last_line {
    const char *name, *value;
};

static enum MHD_Result last_line(void *cls, enum MHD_ValueKind kind, const char *name,
                                 const char *value)
{
    struct last_line *last = cls;

    (void)kind;
    if (strcasecmp(name, last->name) == 0)
        last->value = value;
    return MHD_YES;
}

static const char *header_of(void *src, const char *name)
{
    struct last_line last = {.name = name};

    if (!str_starts(name, "X-Forwarded-"))
        return MHD_lookup_connection_value(src, MHD_HEADER_KIND, name);
    (void)MHD_get_connection_values(src, MHD_HEADER_KIND, last_line, &last);
    return last.value;
}

struct counting {
    const char *name;
    size_t n;
};

static enum MHD_Result count_one(void *cls, enum MHD_ValueKind, const char *key, const char *)
{
    struct counting *c = cls;

    c->n += strcasecmp(key, c->name) == 0;
    return MHD_YES;
}

static size_t count_of(void *src, const char *name)
{
    struct counting c = {name, 0};

    (void)MHD_get_connection_values(src, MHD_HEADER_KIND, count_one, &c);
    return c.n;
}

static void peer_of(struct MHD_Connection *c, struct rq_inner *in)
{
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(c, MHD_CONNECTION_INFO_CLIENT_ADDRESS);

    in->peer = in->peer_text;
    if (!info || !info->client_addr)
        return;
    const struct sockaddr *sa = info->client_addr;
    if (sa->sa_family == AF_INET) {
        struct sockaddr_in four;
        memcpy(&four, sa, sizeof four);
        inet_ntop(AF_INET, &four.sin_addr, in->peer_text, sizeof in->peer_text);
    } else if (sa->sa_family == AF_INET6) {
        struct sockaddr_in6 six;
        memcpy(&six, sa, sizeof six);
        inet_ntop(AF_INET6, &six.sin6_addr, in->peer_text, sizeof in->peer_text);
        if (str_starts(in->peer_text, "::ffff:") && strchr(in->peer_text, '.'))
            in->peer = in->peer_text + strlen("::ffff:");
    }
}

static void wake(struct rq_inner *in)
{
    struct http *h = in->w->http;

    in->state = AT_READY;
    MHD_resume_connection(in->src); /* from here on `in` is the connection's */
    atomic_fetch_sub(&h->waiting, 1);
}

static void keep_target(struct rq_inner *in)
{
    in->target = arena_dup(in->arena, in->target);
}

/* What a connection holds. The library forgets to say that a request has ended when it gave up on
   its line (too many arguments for its memory): then it goes with the next one, or the connection. */
struct slot {
    struct rq_inner *in;
    struct slow_one slow;
};

static struct slot *slot_of(struct MHD_Connection *c)
{
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(c, MHD_CONNECTION_INFO_SOCKET_CONTEXT);

    return info ? info->socket_context : NULL;
}

static void slot_clear(struct slot *slot)
{
    if (slot && slot->in) {
        life_give(slot->in);
        slot->in = NULL;
    }
}

/* The first sight of a request: its line as sent. */
static void *seen(void *cls, const char *target, struct MHD_Connection *c)
{
    struct http *h = cls;
    struct slot *slot = slot_of(c);

    if (!slot)
        return NULL;
    slot_clear(slot);
    struct rq_inner *in = life_take(h->w);
    slot->in = in;
    in->src = c;
    in->header_of = header_of;
    in->count_of = count_of;
    in->wake = wake;
    in->tls = h->tls;
    in->target = target;
    life_guarded(in, keep_target);
    return in;
}

static void completed(void *cls, struct MHD_Connection *c, void **ctx,
                      enum MHD_RequestTerminationCode how)
{
    (void)cls;
    (void)how;
    struct slot *slot = slot_of(c);

    slot_clear(slot);
    if (slot)
        slow_answered(&slot->slow);
    *ctx = NULL;
}

/* --- Answers that stay open ----------------------------------------------------------------------- */

static void stream_sleeps(void *src)
{
    MHD_suspend_connection(src);
}

static void stream_wakes(void *src)
{
    MHD_resume_connection(src);
}

/* The library closes the socket later than it lets go of the response, and with it of us. */
static void stream_cut(void *src)
{
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(src, MHD_CONNECTION_INFO_CONNECTION_FD);

    if (info)
        (void)shutdown(info->connect_fd, SHUT_RDWR);
}

/* While a connection is suspended the library does not look. What comes behind a request that streams is
   nothing that we would read, so one byte of it means: still there. */
static bool stream_left(void *src)
{
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(src, MHD_CONNECTION_INFO_CONNECTION_FD);
    char byte;

    return info && recv(info->connect_fd, &byte, 1, MSG_PEEK | MSG_DONTWAIT) == 0;
}

static ssize_t stream_more(void *cls, uint64_t at, char *to, size_t max)
{
    ssize_t n = stream_read(cls, to, max);

    (void)at;
    if (n == STREAM_END)
        return MHD_CONTENT_READER_END_OF_STREAM;
    return n == STREAM_BROKEN ? MHD_CONTENT_READER_END_WITH_ERROR : n;
}

static void stream_let_go(void *cls)
{
    stream_gone(cls);
}

/* A peer that is gone without a word is noticed by what it does not acknowledge; one that reads slowly may
   fill our buffer, not the kernel's. */
static void stream_socket(struct MHD_Connection *c)
{
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(c, MHD_CONNECTION_INFO_CONNECTION_FD);
    unsigned silent_ms = 30000;
    int bytes = 64 << 10;

    if (!info)
        return;
    (void)setsockopt(info->connect_fd, IPPROTO_TCP, TCP_USER_TIMEOUT, &silent_ms, sizeof silent_ms);
    (void)setsockopt(info->connect_fd, SOL_SOCKET, SO_SNDBUF, &bytes, sizeof bytes);
}

static struct MHD_Response *stream_response(struct rq_inner *in, struct MHD_Connection *c)
{
    static const struct stream_line line = {stream_sleeps, stream_wakes, stream_cut, stream_left};
    struct stream *s = in->stream;

    struct MHD_Response *r = MHD_create_response_from_callback(MHD_SIZE_UNKNOWN, STREAM_BLOCK,
                                                               stream_more, s, stream_let_go);
    if (!r)
        return NULL;
    in->stream = NULL;
    stream_socket(c);
    stream_attach(s, &line, c);
    return r;
}

static enum MHD_Result send_answer(struct rq_inner *in, struct MHD_Connection *c, bool close)
{
    bool open = in->stream != NULL;
    struct MHD_Response *r = open ? stream_response(in, c)
                                  : MHD_create_response_from_buffer(
                                        in->answer_n, (void *)(uintptr_t)in->answer,
                                        MHD_RESPMEM_PERSISTENT);

    if (!r)
        return MHD_NO;
    for (size_t i = 0; i < in->head_n; i++)
        (void)MHD_add_response_header(r, in->head_v[i].name, in->head_v[i].value);
    struct slot *slot = slot_of(c);
    if (slot)
        slow_arrived(&slot->slow);
    if (close || atomic_load_explicit(&in->w->stopping, memory_order_relaxed))
        (void)MHD_add_response_header(r, "Connection", "close");
    enum MHD_Result ok = MHD_queue_response(c, (unsigned)in->status, r);
    MHD_destroy_response(r);
    if (open)
        slot_clear(slot); /* a stream holds nothing of its request */
    return ok;
}

static enum MHD_Result answer(struct rq_inner *in, struct MHD_Connection *c, bool close)
{
    life_answer(in);
    return send_answer(in, c, close);
}

/* Headers of which two would be read differently by a proxy and by us. */
struct singles {
    int lengths, codings, hosts;
    bool foreign; /* a coding that is not ours, or none with its name */
    bool blank;   /* a name with a blank in it, as in "Content-Length : 5" */
};

static enum MHD_Result count_single(void *cls, enum MHD_ValueKind kind, const char *name,
                                    const char *value)
{
    struct singles *n = cls;

    (void)kind;
    n->lengths += strcasecmp(name, "Content-Length") == 0;
    if (strcasecmp(name, "Transfer-Encoding") == 0) {
        n->codings++;
        n->foreign = n->foreign || strcasecmp(value ? value : "", "chunked") != 0;
    }
    n->hosts += strcasecmp(name, "Host") == 0;
    n->blank = n->blank || name[strcspn(name, " \t")] != '\0';
    return MHD_YES;
}

static bool singles_ok(struct MHD_Connection *c)
{
    struct singles n = {0};

    (void)MHD_get_connection_values(c, MHD_HEADER_KIND, count_single, &n);
    /* Both kinds of length in one request, or a coding that is not ours: how smuggling begins. */
    return n.lengths + n.codings <= 1 && n.hosts <= 1 && !n.foreign && !n.blank;
}

static enum MHD_Result at_headers(struct rq_inner *in, struct MHD_Connection *c,
                                  const char *method)
{
    in->state = AT_BODY;
    in->began_us = clock_us();
    in->method_text = method;
    peer_of(c, in);
    const char *length = rq_header(&in->rq, "Content-Length");
    in->has_body =
        (length[0] && strcmp(length, "0") != 0) || rq_header(&in->rq, "Transfer-Encoding")[0];
    bool ok = singles_ok(c);
    if (!in->has_body && ok)
        return MHD_YES;
    life_begin(in);
    if (!ok)
        life_fail(in, ERR_BAD_REQUEST, NULL);
    if (!in->dead && (in->reply.error == OK || kept_waits(in)))
        return MHD_YES;
    return answer(in, c, true);
}

/* Lets a request wait for a worker or the writer. */
static enum MHD_Result wait_for(struct rq_inner *in, struct MHD_Connection *c, enum next next)
{
    struct http *h = in->w->http;

    atomic_fetch_add(&h->waiting, 1);
    if (atomic_load(&h->closing)) {
        atomic_fetch_sub(&h->waiting, 1);
        life_fail(in, ERR_DOWN, NULL);
        return answer(in, c, true);
    }
    in->state = AT_WAITING;
    MHD_suspend_connection(c);
    bool waits = next == NEXT_WORK ? life_hand_over(in) : life_write(in);
    if (!waits)
        wake(in);
    return MHD_YES;
}

static enum MHD_Result at_end(struct rq_inner *in, struct MHD_Connection *c)
{
    if (!in->has_body)
        life_begin(in);
    struct slot *slot = slot_of(c);
    if (slot)
        slow_arrived(&slot->slow);
    in->began_us = clock_us(); /* how slowly it was sent is not ours */
    enum next next = life_run(in);

    if (next == NEXT_ANSWER)
        return answer(in, c, false);
    return wait_for(in, c, next);
}

static enum MHD_Result access_handler(void *cls, struct MHD_Connection *c, const char *url,
                                      const char *method, const char *version,
                                      const char *upload, size_t *upload_n, void **ctx)
{
    struct rq_inner *in = *ctx;

    (void)cls;
    (void)url;
    (void)version;
    if (!in)
        return MHD_NO;
    switch (in->state) {
    case AT_START:
        return at_headers(in, c, method);
    case AT_BODY:
        if (*upload_n == 0)
            return at_end(in, c);
        struct slot *slot = slot_of(c);
        if (slot)
            slow_got(&slot->slow, *upload_n);
        bool go_on = life_body(in, upload, *upload_n);
        *upload_n = 0;
        return go_on ? MHD_YES : MHD_NO;
    case AT_READY:
        return answer(in, c, false);
    case AT_WAITING:
    default:
        return MHD_YES;
    }
}

static void connection_notice(void *cls, struct MHD_Connection *c, void **ctx,
                              enum MHD_ConnectionNotificationCode what)
{
    struct http *h = cls;

    struct slot *slot = *ctx;
    if (what == MHD_CONNECTION_NOTIFY_STARTED) {
        const union MHD_ConnectionInfo *info =
            MHD_get_connection_info(c, MHD_CONNECTION_INFO_CONNECTION_FD);

        slot = calloc(1, sizeof *slot);
        if (slot)
            slow_add(h->slow, &slot->slow, info ? info->connect_fd : -1);
        *ctx = slot;
        atomic_fetch_add(&h->connections, 1);
    } else {
        slot_clear(slot);
        if (slot)
            slow_remove(h->slow, &slot->slow);
        free(slot);
        *ctx = NULL;
        atomic_fetch_sub(&h->connections, 1);
    }
}

/* We decode ourselves, once (router.h, formparse.h). */
static size_t leave_escapes(void *cls, struct MHD_Connection *c, char *s)
{
    (void)cls;
    (void)c;
    return strlen(s);
}

[[gnu::format(printf, 2, 0)]] static void library_says(void *cls, const char *fmt, va_list ap)
{
    char text[512];
    const char *line = text;

    (void)cls;
    (void)vsnprintf(text, sizeof text, fmt, ap);
    text[strcspn(text, "\n")] = '\0';
    log_line(LOG_DEBUG, "http.library", LS("text", line));
}

static int listen_on(const struct addrinfo *ai)
{
    int one = 1;
    int zero = 0;
    int fd = socket(ai->ai_family, ai->ai_socktype | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);

    if (fd < 0)
        return -1;
    (void)setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one);
    if (ai->ai_family == AF_INET6)
        (void)setsockopt(fd, IPPROTO_IPV6, IPV6_V6ONLY, &zero, sizeof zero);
    if (bind(fd, ai->ai_addr, ai->ai_addrlen) == 0 && listen(fd, SOMAXCONN) == 0)
        return fd;
    close(fd);
    return -1;
}

static int port_of(int fd)
{
    struct sockaddr_storage at;
    socklen_t n = sizeof at;
    char port[8];

    if (getsockname(fd, (struct sockaddr *)&at, &n) != 0 ||
        getnameinfo((struct sockaddr *)&at, n, NULL, 0, port, sizeof port, NI_NUMERICSERV) != 0)
        return 0;
    return (int)strtol(port, NULL, 10);
}

/* "127.0.0.1:8080", "[::]:8080", ":8080" (every address). */
static err open_socket(const char *address, int *ret_fd, const char **ret_why)
{
    const struct addrinfo hints = {.ai_socktype = SOCK_STREAM, .ai_flags = AI_PASSIVE};
    struct addrinfo *found = NULL;
    char host[256];
    const char *colon = strrchr(address, ':');

    if (!colon || (size_t)(colon - address) >= sizeof host) {
        *ret_why = "the address to listen on must be HOST:PORT";
        return ERR_USAGE;
    }
    bool bracket = address[0] == '[' && colon[-1] == ']';
    (void)snprintf(host, sizeof host, "%.*s", (int)(colon - address) - 2 * bracket,
                   address + bracket);
    if (getaddrinfo(host[0] ? host : NULL, colon + 1, &hints, &found) != 0) {
        *ret_why = "the address to listen on is not known";
        return ERR_NOT_FOUND;
    }
    int fd = -1;
    for (const struct addrinfo *ai = found; ai && fd < 0; ai = ai->ai_next)
        fd = listen_on(ai);
    freeaddrinfo(found);
    if (fd < 0) {
        *ret_why = "the address is in use, or may not be used";
        return ERR_IO;
    }
    *ret_fd = fd;
    return OK;
}

static struct MHD_Daemon *start(struct http *h, const char *cert_pem, const char *key_pem)
{
    const struct web_options *o = &h->w->o;
    bool proxied = proxies_any(h->w->proxies);
    unsigned flags =
        MHD_USE_EPOLL_INTERNAL_THREAD | MHD_ALLOW_SUSPEND_RESUME | MHD_USE_ERROR_LOG;
    struct MHD_OptionItem tls[] = {
        {MHD_OPTION_HTTPS_MEM_CERT,   0, (void *)(uintptr_t)cert_pem },
        {MHD_OPTION_HTTPS_MEM_KEY,    0, (void *)(uintptr_t)key_pem  },
        {MHD_OPTION_HTTPS_PRIORITIES, 0, (void *)(uintptr_t)TLS_WORDS},
        {MHD_OPTION_END,              0, NULL                        },
    };
    struct MHD_OptionItem *more = h->tls ? tls : tls + 3;

    if (h->tls)
        flags |= MHD_USE_TLS;
    return MHD_start_daemon(
        flags, 0, NULL, NULL, access_handler, h, MHD_OPTION_EXTERNAL_LOGGER, library_says, NULL,
        MHD_OPTION_LISTEN_SOCKET, h->listening, MHD_OPTION_THREAD_POOL_SIZE,
        o->threads < 2 ? 0U : (unsigned)o->threads, MHD_OPTION_CONNECTION_LIMIT,
        (unsigned)(o->connections + o->streams), MHD_OPTION_PER_IP_CONNECTION_LIMIT,
        proxied ? 0U : (unsigned)o->per_address, MHD_OPTION_CONNECTION_TIMEOUT,
        (unsigned)o->idle_s, MHD_OPTION_CONNECTION_MEMORY_LIMIT, HEADERS_MAX,
        MHD_OPTION_STRICT_FOR_CLIENT, 1, MHD_OPTION_URI_LOG_CALLBACK, seen, h,
        MHD_OPTION_NOTIFY_COMPLETED, completed, h, MHD_OPTION_NOTIFY_CONNECTION,
        connection_notice, h, MHD_OPTION_UNESCAPE_CALLBACK, leave_escapes, NULL,
        MHD_OPTION_ARRAY, more, MHD_OPTION_END);
}

err web_listen(struct web *w, const char *address, const char *cert_pem, const char *key_pem,
               const char **ret_why)
{
    struct http *h = calloc(1, sizeof *h);

    if (!h)
        return ERR_MEMORY;
    h->w = w;
    h->tls = cert_pem != NULL;
    err e = open_socket(address, &h->listening, ret_why);
    if (e != OK) {
        free(h);
        return e;
    }
    h->port = port_of(h->listening);
    h->slow = slow_new();
    w->http = h;
    bool ready = h->slow && streams_start(w->streams) == OK;
    h->daemon = ready ? start(h, cert_pem, key_pem) : NULL;
    if (h->daemon)
        return OK;
    streams_stop(w->streams);
    w->http = NULL;
    close(h->listening);
    slow_free(h->slow);
    free(h);
    *ret_why = cert_pem ? "the server does not start; are certificate and key good PEM texts?"
                        : "the server does not start";
    return ERR_IO;
}

int web_port(const struct web *w)
{
    return w->http ? w->http->port : 0;
}

void http_tend(const struct http *h)
{
    size_t n = slow_shut(h->slow, clock_us(), h->w->o.idle_s);

    if (n > 0)
        log_line(LOG_INFO, "http.too_slow", LI("connections", n));
}

uint64_t http_connections(const struct http *h)
{
    return h ? atomic_load(&h->connections) : 0;
}

/* Waits until `*count` is zero, at most `ms` (negative: for ever). */
static void wait_zero(struct http *h, bool suspended, int64_t ms)
{
    const struct timespec nap = {.tv_nsec = 2000000};
    int64_t until = clock_us() + ms * 1000;

    for (;;) {
        bool zero =
            suspended ? atomic_load(&h->waiting) == 0 : atomic_load(&h->w->running) == 0;
        if (zero || (ms >= 0 && clock_us() >= until))
            return;
        nanosleep(&nap, NULL);
    }
}

void web_stop(struct web *w, int64_t ms)
{
    struct http *h = w->http;

    if (!h)
        return;
    atomic_store(&w->stopping, true);
    MHD_socket fd = MHD_quiesce_daemon(h->daemon);
    streams_stop(w->streams);
    wait_zero(h, false, ms);
    atomic_store(&h->closing, true);
    wait_zero(h, true, -1);
    MHD_stop_daemon(h->daemon);
    if (fd != MHD_INVALID_SOCKET)
        close(fd);
    w->http = NULL;
    slow_free(h->slow);
    free(h);
}
