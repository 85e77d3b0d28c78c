/* submit.c: every student submits her plan, as fast as the answers come, over keep-alive connections:
   one request is under way on each, and its time is from the sending to the last byte of the answer.
   submit STUDENTS OUT CONNECTIONS PATH PORT... -> `answered=… submitted=… cut=… bad=… seconds=… per_s=…
   p50_ms=… p99_ms=… max_ms=…`. STUDENTS has a line each: session cookie, form token, login. OUT gets a
   line for each answer: login, status, where it leads. Connections are shared out over the ports. When
   the server goes away, what was under way is `cut`; it ends then.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include <arpa/inet.h>
#include <errno.h>
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

enum { HEAD_MAX = 16384, WORD_MAX = 64, CONNECTIONS_MAX = 4096 };

struct student {
    char cookie[WORD_MAX], token[WORD_MAX], login[WORD_MAX];
};
struct conn {
    int fd;
    const struct student *who; /* NULL: nothing under way */
    int64_t sent;
    int64_t left; /* body bytes to come; -1: the head is not complete */
    size_t n;
    char head[HEAD_MAX + 1];
};
struct load {
    struct student *v;
    size_t n, next, done, submitted, bad, cut;
    size_t open; /* connections */
    int64_t *times;
    const char *path;
    FILE *out;
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

static void read_students(struct load *l, const char *path)
{
    FILE *f = fopen(path, "r");
    size_t room = 0;
    struct student s;

    if (!f)
        die(path);
    while (fscanf(f, "%63s %63s %63s", s.cookie, s.token, s.login) == 3) {
        if (l->n == room) {
            room = room ? room * 2 : 4096;
            l->v = realloc(l->v, room * sizeof *l->v);
            if (!l->v)
                die("students");
        }
        l->v[l->n++] = s;
    }
    fclose(f);
    l->times = calloc(l->n + 1, sizeof *l->times);
    if (!l->times)
        die("times");
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

static void hang_up(struct load *l, struct conn *c)
{
    l->cut += c->who != NULL;
    c->who = NULL;
    close(c->fd);
    c->fd = -1;
    l->open--;
}

/* The next student's submission, as a browser would send it. */
static void ask(struct load *l, struct conn *c)
{
    char text[2048], body[256];

    if (l->next == l->n) {
        c->who = NULL;
        hang_up(l, c);
        return;
    }
    c->who = &l->v[l->next++];
    int body_n = snprintf(body, sizeof body, "token=%s&version=1", c->who->token);
    int n = snprintf(text, sizeof text,
                     "POST %s HTTP/1.1\r\nHost: localhost\r\nUser-Agent: Mozilla/5.0 (rush)\r\n"
                     "Accept: text/html\r\nAccept-Language: nl,en;q=0.5\r\n"
                     "Accept-Encoding: gzip, br\r\nSec-Fetch-Site: same-origin\r\n"
                     "Cookie: campus-session=%s\r\n"
                     "Content-Type: application/x-www-form-urlencoded\r\n"
                     "Content-Length: %d\r\n\r\n%s",
                     l->path, c->who->cookie, body_n, body);
    c->left = -1;
    c->n = 0;
    c->sent = now_ns();
    if (send(c->fd, text, (size_t)n, MSG_NOSIGNAL) != n)
        hang_up(l, c);
}

/* Takes bytes of an answer; true when it is whole. */
static bool take(struct conn *c, const char *s, size_t n)
{
    if (c->left >= 0) {
        c->left -= (int64_t)n;
        return c->left <= 0;
    }
    size_t fits = c->n + n > HEAD_MAX ? HEAD_MAX - c->n : n;
    memcpy(c->head + c->n, s, fits);
    c->n += fits;
    c->head[c->n] = '\0';
    char *end = strstr(c->head, "\r\n\r\n");
    if (!end)
        return false;
    const char *length = strcasestr(c->head, "\r\ncontent-length:");
    c->left = (length ? strtoll(length + 17, NULL, 10) : 0) - (int64_t)(c->n - (size_t)(end + 4 - c->head));
    return c->left <= 0;
}

static void note(struct load *l, struct conn *c)
{
    const char *at = strcasestr(c->head, "\r\nlocation:");
    int status = strncmp(c->head, "HTTP/1.1 ", 9) == 0 ? (int)strtol(c->head + 9, NULL, 10) : 0;
    int where_n = 0;

    if (at) {
        at += 11;
        at += strspn(at, " ");
        where_n = (int)strcspn(at, "\r\n");
    }
    bool receipt = at && (strncmp(at, "/receipts/", 10) == 0 || strstr(at, "/asked/"));
    l->times[l->done++] = now_ns() - c->sent;
    if (status == 303 && receipt)
        l->submitted++;
    else
        l->bad++;
    fprintf(l->out, "%s\t%d\t%.*s\n", c->who->login, status, where_n, at ? at : "");
}

static void hear(struct load *l, struct conn *c)
{
    static char piece[16384];
    ssize_t n = recv(c->fd, piece, sizeof piece, MSG_DONTWAIT);

    if (n < 0 && (errno == EAGAIN || errno == EINTR))
        return;
    if (n <= 0) {
        hang_up(l, c);
        return;
    }
    if (!c->who || !take(c, piece, (size_t)n))
        return;
    note(l, c);
    ask(l, c);
}

static int by_time(const void *a, const void *b)
{
    const int64_t *x = a;
    const int64_t *y = b;

    return (*x > *y) - (*x < *y);
}

static void run(struct load *l, struct conn *conns, size_t n, int ep)
{
    struct epoll_event events[256];

    for (size_t i = 0; i < n; i++)
        ask(l, &conns[i]);
    while (l->open > 0) {
        int got = epoll_wait(ep, events, 256, 30000);

        if (got == 0) {
            fprintf(stderr, "submit: no answer for 30 s\n");
            exit(1);
        }
        for (int i = 0; i < got; i++)
            hear(l, events[i].data.ptr);
    }
}

static double ms(const struct load *l, double share)
{
    return l->done ? (double)l->times[(size_t)((double)(l->done - 1) * share)] / 1e6 : 0;
}

int main(int argc, char **argv)
{
    struct load l = {0};
    size_t connections = argc > 5 ? (size_t)strtol(argv[3], NULL, 10) : 0;

    if (connections == 0 || connections > CONNECTIONS_MAX) {
        fprintf(stderr, "usage: submit STUDENTS OUT CONNECTIONS PATH PORT...\n");
        return 2;
    }
    read_students(&l, argv[1]);
    l.path = argv[4];
    l.out = fopen(argv[2], "w");
    struct conn *conns = calloc(connections, sizeof *conns);
    int ep = epoll_create1(0);
    if (!l.out || !conns || ep < 0)
        die("beginning");
    for (size_t i = 0; i < connections; i++) {
        struct epoll_event ev = {.events = EPOLLIN, .data.ptr = &conns[i]};

        dial(&conns[i], (uint16_t)strtol(argv[5 + i % (size_t)(argc - 5)], NULL, 10));
        if (epoll_ctl(ep, EPOLL_CTL_ADD, conns[i].fd, &ev) != 0)
            die("epoll_ctl");
        l.open++;
    }
    int64_t begin = now_ns();
    run(&l, conns, connections, ep);
    double seconds = (double)(now_ns() - begin) / 1e9;
    fclose(l.out);
    qsort(l.times, l.done, sizeof *l.times, by_time);
    printf("answered=%zu submitted=%zu cut=%zu bad=%zu seconds=%.3f per_s=%.0f p50_ms=%.2f p99_ms=%.2f"
           " max_ms=%.2f\n",
           l.done, l.submitted, l.cut, l.bad, seconds, (double)l.submitted / seconds, ms(&l, 0.5),
           ms(&l, 0.99), ms(&l, 1));
    return 0;
}
