/* again.c: asks as fast as the answers come, over keep-alive connections with one request under way on each.
   FILE has the requests, whole as they go over the wire, each ended by a line "%%". A connection that has one request
   asks it again and again; of more requests than connections each takes its share in turn. Where an answer has a
   "refresh_token", it stands in the place of the one before it in that request from then on.
   again PORT SECONDS CONNECTIONS FILE -> `answered=… bad=… seconds=… per_s=… p50_ms=… p99_ms=…`; SECONDS 0: each
   request once. An answer is bad that is neither 2xx nor 3xx. SPDX-License-Identifier: AGPL-3.0-or-later */
#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { ANSWER_MAX = 64 << 10, TIMES_MAX = 1 << 22 };

struct conn {
    int fd;
    size_t ask; /* of the requests */
    int64_t sent;
    size_t n;
    char *answer;
};
struct load {
    char **asks;
    size_t n_asks, n_conns, started, done, bad;
    int64_t *times, ends;
};

static int64_t now_ns(void)
{
    struct timespec ts;

    clock_gettime(CLOCK_MONOTONIC, &ts);
    return (int64_t)ts.tv_sec * 1000000000 + ts.tv_nsec;
}

static void die(const char *what)
{
    perror(what);
    exit(1);
}

static void *must(void *p)
{
    if (!p)
        die("memory");
    return p;
}

/* --- The requests -------------------------------------------------------------------------------- */

static void read_asks(struct load *l, const char *path)
{
    FILE *f = must(fopen(path, "rb"));
    size_t room = 0, n = 0;
    char *all = NULL;

    for (;;) {
        if (n + 65536 + 1 > room)
            all = must(realloc(all, room = 2 * room + 131072));
        size_t got = fread(all + n, 1, 65536, f);
        if (got == 0)
            break;
        n += got;
    }
    fclose(f);
    all[n] = '\0';
    for (char *at = all, *end; (end = strstr(at, "\n%%\n")); at = end + 4) {
        *end = '\0';
        if ((l->n_asks & (l->n_asks - 1)) == 0)
            l->asks = must(realloc(l->asks, (l->n_asks ? 2 * l->n_asks : 1) * sizeof *l->asks));
        l->asks[l->n_asks++] = at;
    }
}

/* The new token is as long as the old one, so that the request stays as long as its head says. */
static void renew(char *ask, const char *answer)
{
    static const char there[] = "\"refresh_token\":\"", here[] = "refresh_token=";
    const char *new = strstr(answer, there);
    char *old = strstr(ask, "\r\n\r\n");

    old = old ? strstr(old, here) : NULL;
    if (!new || !old)
        return;
    new += sizeof there - 1;
    old += sizeof here - 1;
    size_t n = strcspn(new, "\""), m = strcspn(old, "&");
    if (n != m) {
        fprintf(stderr, "again: a token of %zu bytes after one of %zu\n", n, m);
        exit(1);
    }
    memcpy(old, new, n);
}

/* --- Asking ------------------------------------------------------------------------------------------ */

static void dial(struct conn *c, uint16_t port)
{
    struct sockaddr_in at = {.sin_family = AF_INET,
                             .sin_port = htons(port),
                             .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    int one = 1;

    c->fd = socket(AF_INET, SOCK_STREAM, 0);
    if (c->fd < 0 || connect(c->fd, (struct sockaddr *)&at, sizeof at) != 0)
        die("connect");
    setsockopt(c->fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
}

/* The next request of this connection; false: there is none any more. */
static bool next(struct load *l, struct conn *c)
{
    if (l->ends ? now_ns() >= l->ends : c->ask >= l->n_asks)
        return false;
    const char *ask = l->asks[c->ask % l->n_asks];
    size_t n = strlen(ask);
    c->n = 0;
    c->sent = now_ns();
    if (send(c->fd, ask, n, MSG_NOSIGNAL) != (ssize_t)n)
        die("send");
    l->started++;
    return true;
}

/* Is the answer whole? */
static bool whole(const struct conn *c)
{
    const char *end = strstr(c->answer, "\r\n\r\n");

    if (!end)
        return false;
    const char *length = strcasestr(c->answer, "content-length:");
    size_t body = length && length < end ? strtoull(length + 15, NULL, 10) : 0;
    return c->n >= (size_t)(end + 4 - c->answer) + body;
}

/* Returns false when the connection has no more to ask. */
static bool hear(struct load *l, struct conn *c)
{
    ssize_t n = recv(c->fd, c->answer + c->n, ANSWER_MAX - c->n, MSG_DONTWAIT);

    if (n == 0) {
        fprintf(stderr, "again: a connection was closed, or an answer is longer than %d bytes\n", ANSWER_MAX);
        exit(1);
    }
    if (n < 0)
        return true;
    c->n += (size_t)n;
    c->answer[c->n] = '\0';
    if (!whole(c))
        return true;
    if (c->answer[9] != '2' && c->answer[9] != '3' && l->bad++ == 0)
        fprintf(stderr, "again: %.300s\n", c->answer);
    renew(l->asks[c->ask % l->n_asks], c->answer);
    l->times[l->done++ % TIMES_MAX] = now_ns() - c->sent;
    c->ask += l->n_conns;
    return next(l, c);
}

static int by_time(const void *a, const void *b)
{
    const int64_t *x = a;
    const int64_t *y = b;

    return (*x > *y) - (*x < *y);
}

int main(int argc, char **argv)
{
    struct load l = {0};
    struct epoll_event events[256];

    if (argc != 5) {
        fprintf(stderr, "usage: again PORT SECONDS CONNECTIONS FILE\n");
        return 2;
    }
    read_asks(&l, argv[4]);
    l.n_conns = strtoul(argv[3], NULL, 10);
    if (l.n_asks == 0 || l.n_conns == 0)
        return 2;
    if (l.n_conns > l.n_asks)
        l.n_conns = l.n_asks; /* a token is renewed by one connection alone */
    struct conn *conns = must(calloc(l.n_conns, sizeof *conns));
    l.times = must(malloc(TIMES_MAX * sizeof *l.times));
    int ep = epoll_create1(0);
    int64_t begin = now_ns();
    double seconds = strtod(argv[2], NULL);
    l.ends = seconds > 0 ? begin + (int64_t)(seconds * 1e9) : 0;
    for (size_t i = 0; i < l.n_conns; i++) {
        struct epoll_event ev = {.events = EPOLLIN, .data.ptr = &conns[i]};
        conns[i] = (struct conn){.ask = i, .answer = must(malloc(ANSWER_MAX + 1))};
        dial(&conns[i], (uint16_t)strtoul(argv[1], NULL, 10));
        if (epoll_ctl(ep, EPOLL_CTL_ADD, conns[i].fd, &ev) != 0)
            die("epoll_ctl");
        (void)next(&l, &conns[i]);
    }
    while (l.done < l.started) {
        int n = epoll_wait(ep, events, 256, 10000);
        if (n <= 0)
            die("no answer for ten seconds");
        for (int i = 0; i < n; i++)
            (void)hear(&l, events[i].data.ptr);
    }
    double took = (double)(now_ns() - begin) / 1e9;
    size_t kept = l.done < TIMES_MAX ? l.done : TIMES_MAX;
    qsort(l.times, kept, sizeof *l.times, by_time);
    printf("answered=%zu bad=%zu seconds=%.2f per_s=%.0f p50_ms=%.2f p99_ms=%.2f\n", l.done, l.bad, took,
           (double)l.done / took, (double)l.times[kept / 2] / 1e6, (double)l.times[kept * 99 / 100] / 1e6);
    return l.bad != 0;
}
