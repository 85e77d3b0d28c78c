/* open_pages_test.c: pages that are open are told, on a real socket, on both databases: how many come first in the
   queue and that it was decided; and that the plan is not what the page shows any more.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <time.h>
#include "app.h"
#include "check.h"
#include "service.h"
#include "term_fixture.h"

struct look {
    int fd;
    struct buf got;
};

static void serve(struct term_campus *c)
{
    const char *why = "";

    CHECK_OK(web_listen(c->app->web, "127.0.0.1:0", NULL, NULL, &why));
    CHECK_OK(app_work(c->app));
    while (!store_hears(c->app->store)) /* then those who are signed in are asked to come again */
        nanosleep(&(struct timespec){.tv_nsec = 5000000}, NULL);
    nanosleep(&(struct timespec){.tv_nsec = 100000000}, NULL);
}

static struct look look_at(struct term_campus *c, int64_t student, const char *path)
{
    const struct sockaddr_in at = {.sin_family = AF_INET,
                                   .sin_port = htons((uint16_t)web_port(c->app->web)),
                                   .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    const struct timeval wait = {.tv_sec = 10};
    struct look l = {socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0), buf_new(1 << 16)};
    const char *ask = arena_printf(c->arena, "GET %s HTTP/1.1\r\nHost: localhost\r\nX-Student: %lld\r\n\r\n", path,
                                   (long long)student);

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

/* --- What was asked ------------------------------------------------------------------------------ */

static void asked_test(struct term_campus *c)
{
    struct look of[2];
    const char *asked[2];

    /* As long as a draw is open, everything of the term waits. */
    term_do(c, "INSERT INTO studymap_draw (id, term, window_id, opens, state, seed, commitment, tickets,"
               " final, seats, entries, written) VALUES (1, 1, 1, 1799000000000, 'done', '', '', '', '', '',"
               " 0, 0)");
    serve(c);
    for (int i = 0; i < 2; i++) {
        term_choose(c, 901 + i, 111);
        asked[i] = term_submit(c, 901 + i);
        CHECK(str_starts(asked[i], "/plan/2026-2/asked/"));
        of[i] = look_at(c, 901 + i, arena_printf(c->arena, "%s/live", asked[i]));
    }
    struct look other = look_at(c, 902, arena_printf(c->arena, "%s/live", asked[0]));
    CHECK(sees(&other, "HTTP/1.1 404"));
    CHECK(sees(&of[0], "event: before\ndata: 0"));
    CHECK(sees(&of[1], "event: before\ndata: 1"));
    CHECK(strstr(of[1].got.s, "decided") == NULL);
    term_do(c, "DELETE FROM studymap_draw");
    for (int i = 0; i < 2; i++) {
        CHECK(sees(&of[i], "event: decided"));
        CHECK(sees(&of[i], "0\r\n\r\n")); /* and ends */
    }
    /* One that was decided before the page came is told at once. */
    struct look late = look_at(c, 901, arena_printf(c->arena, "%s/live", asked[0]));
    CHECK(sees(&late, "event: decided"));
    for (int i = 0; i < 2; i++)
        look_away(&of[i]);
    look_away(&other);
    look_away(&late);
}

static void what_was_asked_is_told(void)
{
    term_each(asked_test);
}

/* --- The plan ------------------------------------------------------------------------------------- */

static const char *between(struct term_campus *c, const struct web_answer *a, const char *before)
{
    const char *at = strstr(a->body.s, before);
    const char *end = at ? strchr(at + strlen(before), '"') : NULL;

    return end ? arena_dupn(c->arena, at + strlen(before), (size_t)(end - at) - strlen(before)) : "";
}

/* The bell's stream of the plan page as it is now. */
static struct look plan_at(struct term_campus *c, int64_t student, const char **ret_mark)
{
    struct web_answer page = term_get(c, student, "/plan/2026-2");

    *ret_mark = between(c, &page, "data-mark=\"");
    CHECK(**ret_mark != '\0');
    return look_at(c, student,
                   arena_printf(c->arena, "/notices/live?n=0&follow=%s&mark=%s", between(c, &page, "data-follow=\""),
                                *ret_mark));
}

static const char *changed(struct term_campus *c, const char *mark)
{
    return arena_printf(c->arena, "event: changed\ndata: {\"mark\":\"%s\"}", mark);
}

/* In more than a round of the task. */
static bool hears_nothing(struct look *l)
{
    const struct timeval soon = {.tv_sec = 1, .tv_usec = 500000};

    setsockopt(l->fd, SOL_SOCKET, SO_RCVTIMEO, &soon, sizeof soon);
    return !sees(l, "event: changed");
}

static void plan_test(struct term_campus *c)
{
    struct look of[3], unknown;
    const char *mark[3];

    serve(c);
    term_choose(c, 902, 141);
    of[0] = plan_at(c, 902, &mark[0]);
    unknown = look_at(c, 902, "/notices/live?n=0&follow=other.1&mark=7");
    term_choose(c, 902, 111); /* on another device */
    of[1] = plan_at(c, 902, &mark[1]);
    CHECK(!str_eq(mark[0], mark[1]));
    CHECK(sees(&of[0], changed(c, mark[1])));
    /* Somebody else's plan is none of hers. */
    term_choose(c, 903, 141);
    (void)term_submit(c, 902);
    CHECK(sees(&of[1], "event: changed"));
    for (int i = 0; i < 500 && term_count(c, "SELECT count(*) FROM records_enrolment WHERE person = 902") < 2; i++)
        nanosleep(&(struct timespec){.tv_nsec = 20000000}, NULL);
    of[2] = plan_at(c, 902, &mark[2]);
    CHECK(sees(&of[0], changed(c, mark[2]))); /* one that was told once is told again */
    CHECK(sees(&of[1], changed(c, mark[2])));
    CHECK(hears_nothing(&of[2])); /* it shows what is */
    CHECK(hears_nothing(&unknown));
    for (int i = 0; i < 3; i++)
        look_away(&of[i]);
    look_away(&unknown);
}

static void a_plan_that_changes_is_told(void)
{
    term_each(plan_test);
}

CHECKS(studymap_open_pages, TEST(what_was_asked_is_told), TEST(a_plan_that_changes_is_told))
