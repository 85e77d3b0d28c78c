/* pg_listen.c: what other processes on the same PostgreSQL tell: one LISTEN connection with a thread of
   its own. It asks for an answer every second, so that a connection which died silently is made anew;
   after each new one everybody is told that something may have been missed.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include "log.h"
#include "store.h"
#include <libpq-fe.h>
#include <poll.h>
#include <string.h>
#include <sys/eventfd.h>
#include <unistd.h>

enum { PING_MS = 1000, AGAIN_MS = 250, AGAIN_MOST_MS = 4000 };

struct ear {
    struct store *s;
    pthread_t thread;
    int stop; /* an eventfd: readable when the thread is to end */
    PGconn *c;
    bool asked; /* an answer is on its way */
    struct tells tells;
};

static void quiet(void *, const char *)
{
}

/* Waits for bytes of the connection, or for `ms`. False: the thread is to end. */
static bool wait_for(struct ear *ear, int ms, bool *ret_bytes)
{
    struct pollfd fds[] = {{.fd = ear->stop, .events = POLLIN},
                           {.fd = ear->c ? PQsocket(ear->c) : -1, .events = POLLIN}};
    int n = poll(fds, 2, ms);

    *ret_bytes = n > 0 && fds[1].revents != 0;
    return n <= 0 || fds[0].revents == 0;
}

static bool runs(PGconn *c, const char *sql)
{
    PGresult *r = PQexec(c, sql);
    ExecStatusType status = PQresultStatus(r);

    PQclear(r);
    return status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK;
}

/* The channel is that of the schema: LISTEN takes no expression. */
static bool join(PGconn *c)
{
    static const char schema[] = "SELECT 'rapenburg_' || md5(current_schema()::text)";
    char sql[96];
    PGresult *r = PQexec(c, schema);
    bool ok = PQresultStatus(r) == PGRES_TUPLES_OK && PQntuples(r) == 1;

    if (ok)
        snprintf(sql, sizeof sql, "LISTEN %s", PQgetvalue(r, 0, 0));
    PQclear(r);
    return ok && runs(c, sql);
}

static bool begin(struct ear *ear)
{
    const char *keys[] = {"connect_timeout", "application_name", "dbname", "client_encoding", NULL};
    const char *values[] = {"5", "rapenburg listens", ear->s->url, "UTF8", NULL};

    ear->c = PQconnectdbParams(keys, values, 1);
    ear->asked = false;
    if (PQstatus(ear->c) != CONNECTION_OK)
        return false;
    PQsetNoticeProcessor(ear->c, quiet, NULL);
    return runs(ear->c, "SET client_min_messages = warning") && join(ear->c);
}

static void end(struct ear *ear)
{
    PQfinish(ear->c);
    ear->c = NULL;
}

static void heard(struct ear *ear, const PGnotify *n)
{
    uint64_t origin = 0;
    bool ours = tells_read(n->extra, &origin, &ear->tells);

    if (ours && origin == ear->s->origin)
        return; /* told in this process after its COMMIT */
    ear->tells.missed = ear->tells.missed || !ours;
    tells_hear(ear->s, &ear->tells, true);
}

/* Takes what came in; false when the connection is gone. */
static bool take(struct ear *ear)
{
    if (!PQconsumeInput(ear->c))
        return false;
    while (ear->asked && !PQisBusy(ear->c)) {
        PGresult *r = PQgetResult(ear->c);

        ear->asked = r != NULL;
        PQclear(r);
    }
    for (PGnotify *n = PQnotifies(ear->c); n; n = PQnotifies(ear->c)) {
        heard(ear, n);
        PQfreemem(n);
    }
    return PQstatus(ear->c) == CONNECTION_OK;
}

/* Listens until the connection is lost (true) or the thread is to end (false). */
static bool listen_on(struct ear *ear)
{
    int64_t asked_us = clock_us();
    bool bytes = false;

    while (wait_for(ear, PING_MS, &bytes)) {
        if (bytes && !take(ear))
            return true;
        if (clock_us() - asked_us < PING_MS * INT64_C(1000))
            continue;
        if (ear->asked || !PQsendQuery(ear->c, "SELECT 1"))
            return true; /* a second without an answer */
        ear->asked = true;
        asked_us = clock_us();
    }
    return false;
}

static void *ear_main(void *arg)
{
    struct ear *ear = arg;
    struct tells missed = {.missed = true};
    bool bytes = false, go_on = true;
    int again_ms = AGAIN_MS;

    log_context("listen");
    while (go_on) {
        if (begin(ear)) {
            atomic_store(&ear->s->hears, true);
            tells_hear(ear->s, &missed, true);
            again_ms = AGAIN_MS;
            go_on = listen_on(ear);
            atomic_store(&ear->s->hears, false);
        }
        end(ear);
        if (!go_on)
            break;
        log_line(LOG_WARNING, "listen.lost", LI("again_ms", again_ms));
        go_on = wait_for(ear, again_ms, &bytes);
        again_ms = again_ms * 2 > AGAIN_MOST_MS ? AGAIN_MOST_MS : again_ms * 2;
    }
    return NULL;
}

err store_listen_others(struct store *s)
{
    struct ear *ear;

    if (!store_is_postgres(s) || s->ear)
        return OK;
    ear = calloc(1, sizeof *ear);
    if (!ear)
        return ERR_MEMORY;
    ear->s = s;
    ear->stop = eventfd(0, EFD_CLOEXEC);
    if (ear->stop >= 0 && pthread_create(&ear->thread, NULL, ear_main, ear) == 0) {
        s->ear = ear;
        return OK;
    }
    if (ear->stop >= 0)
        close(ear->stop);
    free(ear);
    return ERR_MEMORY;
}

void ear_stop(struct store *s)
{
    struct ear *ear = s->ear;

    if (!ear)
        return;
    (void)eventfd_write(ear->stop, 1);
    pthread_join(ear->thread, NULL);
    close(ear->stop);
    free(ear->tells.v);
    free(ear);
    s->ear = NULL;
}

bool store_hears(const struct store *s)
{
    return !store_is_postgres(s) || atomic_load(&s->hears);
}
