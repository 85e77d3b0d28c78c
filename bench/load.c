/* load.c: asks one address of an HTTP server at a fixed rate over keep-alive connections, and tells the
   times from when each question was due (a late answer delays nothing that is measured).
   load PORT PATH COOKIE CONNECTIONS RATE SECONDS -> `sent=… bad=… p50_ms=… p99_ms=… max_ms=…`
   SPDX-License-Identifier: AGPL-3.0-or-later */
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

#define HEAD_MAX 16384

struct conn {
    int fd;
    bool busy;
    int64_t due;  /* when its question should have gone */
    int64_t left; /* body bytes to come; -1: the head is not complete */
    size_t head_n;
    char head[HEAD_MAX + 1];
};

struct load {
    struct conn *conns;
    int n;
    char ask[4096];
    size_t ask_n;
    int64_t *times;
    size_t done, bad, room;
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

static void send_ask(struct load *l, struct conn *c, int64_t due)
{
    if (send(c->fd, l->ask, l->ask_n, MSG_NOSIGNAL) != (ssize_t)l->ask_n)
        die("send");
    c->busy = true;
    c->due = due;
    c->left = -1;
    c->head_n = 0;
}

/* Takes bytes of an answer; true when it is whole. */
static bool take(struct load *l, struct conn *c, const char *s, size_t n)
{
    if (c->left >= 0) {
        c->left -= (int64_t)n;
        return c->left <= 0;
    }
    if (c->head_n + n > HEAD_MAX) {
        size_t fits = HEAD_MAX - c->head_n;
        memcpy(c->head + c->head_n, s, fits);
        c->head_n += fits;
    } else {
        memcpy(c->head + c->head_n, s, n);
        c->head_n += n;
    }
    c->head[c->head_n] = '\0';
    char *end = strstr(c->head, "\r\n\r\n");
    if (!end)
        return false;
    const char *length = strcasestr(c->head, "content-length:");
    if (!length || strncmp(c->head, "HTTP/1.1 200", 12) != 0)
        l->bad++;
    int64_t body = length ? strtoll(length + 15, NULL, 10) : 0;
    c->left = body - (int64_t)(c->head_n - (size_t)(end + 4 - c->head));
    return c->left <= 0;
}

static void hear(struct load *l, struct conn *c)
{
    static char piece[16384];
    ssize_t n = recv(c->fd, piece, sizeof piece, MSG_DONTWAIT);

    if (n == 0)
        die("the server closed a connection");
    if (n < 0 || !take(l, c, piece, (size_t)n))
        return;
    c->busy = false;
    if (l->done < l->room)
        l->times[l->done++] = now_ns() - c->due;
}

static struct conn *free_conn(struct load *l, int *at)
{
    for (int i = 0; i < l->n; i++) {
        struct conn *c = &l->conns[(*at + i) % l->n];
        if (!c->busy) {
            *at = (*at + i + 1) % l->n;
            return c;
        }
    }
    return NULL;
}

static void run(struct load *l, int ep, double rate, size_t total)
{
    struct epoll_event events[256];
    int64_t begin = now_ns();
    size_t sent = 0;
    int at = 0;

    while (l->done < total) {
        int64_t now = now_ns();
        struct conn *c = NULL;
        int64_t due = begin + (int64_t)((double)sent * 1e9 / rate);
        while (sent < total && due <= now && (c = free_conn(l, &at))) {
            send_ask(l, c, due);
            sent++;
            due = begin + (int64_t)((double)sent * 1e9 / rate);
        }
        int64_t wait = sent < total && due > now ? due - now : 1000000;
        struct timespec ts = {.tv_nsec = wait > 1000000 ? 1000000 : wait};
        int n = epoll_pwait2(ep, events, 256, &ts, NULL);
        for (int i = 0; i < n; i++)
            hear(l, events[i].data.ptr);
    }
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

    if (argc != 7) {
        fprintf(stderr, "usage: load PORT PATH COOKIE CONNECTIONS RATE SECONDS\n");
        return 2;
    }
    double rate = strtod(argv[5], NULL);
    l.n = (int)strtol(argv[4], NULL, 10);
    l.room = (size_t)(rate * strtod(argv[6], NULL));
    l.conns = calloc((size_t)l.n, sizeof *l.conns);
    l.times = calloc(l.room + 1, sizeof *l.times);
    if (!l.conns || !l.times || l.room == 0)
        return 1;
    l.ask_n = (size_t)snprintf(l.ask, sizeof l.ask,
                               "GET %s HTTP/1.1\r\nHost: localhost\r\nCookie: %s\r\n\r\n", argv[2],
                               argv[3]);
    int ep = epoll_create1(0);
    for (int i = 0; i < l.n; i++) {
        struct epoll_event ev = {.events = EPOLLIN, .data.ptr = &l.conns[i]};
        dial(&l.conns[i], (uint16_t)strtol(argv[1], NULL, 10));
        if (epoll_ctl(ep, EPOLL_CTL_ADD, l.conns[i].fd, &ev) != 0)
            die("epoll_ctl");
    }
    run(&l, ep, rate, l.room);
    qsort(l.times, l.done, sizeof *l.times, by_time);
    printf("sent=%zu bad=%zu p50_ms=%.2f p99_ms=%.2f max_ms=%.2f\n", l.done, l.bad,
           (double)l.times[l.done / 2] / 1e6, (double)l.times[l.done * 99 / 100] / 1e6,
           (double)l.times[l.done - 1] / 1e6);
    return l.bad != 0;
}
