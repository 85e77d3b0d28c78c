/* bare.c: the upper line of a rush: the same wishes in the same tables of a copy of the same database,
   with nothing around them: one connection, prepared sentences, 256 submissions in a transaction, WAL,
   synchronous=FULL. For each wish a seat is taken, or else a place on the wait-list; no rules, no plan,
   no receipt, no event, no audit line, no HTTP. It changes the file.
   bare DATABASE -> `bare_per_s=… seconds=… cpu_us=…`. SPDX-License-Identifier: AGPL-3.0-or-later */
#include <sqlite3.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <time.h>

enum { BATCH = 256 };

struct wish {
    int64_t plan, person, offering, section;
};
struct bare {
    sqlite3 *db;
    sqlite3_stmt *take, *wait, *place;
    struct wish *v;
    size_t n;
};

static void need(struct bare *b, int rc)
{
    if (rc == SQLITE_OK || rc == SQLITE_DONE || rc == SQLITE_ROW)
        return;
    fprintf(stderr, "bare: %s\n", sqlite3_errmsg(b->db));
    exit(1);
}

static sqlite3_stmt *prepared(struct bare *b, const char *sql)
{
    sqlite3_stmt *st = NULL;

    need(b, sqlite3_prepare_v3(b->db, sql, -1, SQLITE_PREPARE_PERSISTENT, &st, NULL));
    return st;
}

static void read_wishes(struct bare *b)
{
    sqlite3_stmt *st = prepared(b, "SELECT p.id, p.person, i.offering, i.section FROM studymap_plan p"
                                   " JOIN studymap_item i ON i.plan = p.id ORDER BY p.id, i.at");
    size_t room = 0;

    while (sqlite3_step(st) == SQLITE_ROW) {
        if (b->n == room) {
            room = room ? room * 2 : 65536;
            b->v = realloc(b->v, room * sizeof *b->v);
            if (!b->v)
                exit(1);
        }
        b->v[b->n++] =
            (struct wish){sqlite3_column_int64(st, 0), sqlite3_column_int64(st, 1),
                          sqlite3_column_int64(st, 2), sqlite3_column_int64(st, 3)};
    }
    sqlite3_finalize(st);
}

static void step(struct bare *b, sqlite3_stmt *st)
{
    need(b, sqlite3_step(st));
    need(b, sqlite3_reset(st));
}

static void one(struct bare *b, const struct wish *w)
{
    int64_t order = 0;

    sqlite3_bind_int64(b->take, 1, w->section);
    step(b, b->take);
    if (sqlite3_changes(b->db) == 0) {
        sqlite3_bind_int64(b->wait, 1, w->section);
        need(b, sqlite3_step(b->wait));
        order = sqlite3_column_int64(b->wait, 0);
        need(b, sqlite3_reset(b->wait));
    }
    sqlite3_bind_int64(b->place, 1, w->person);
    sqlite3_bind_int64(b->place, 2, w->offering);
    sqlite3_bind_int64(b->place, 3, w->section);
    sqlite3_bind_int64(b->place, 4, order);
    step(b, b->place);
}

/* Ends of plans are where the next wish is another plan's. */
static size_t run(struct bare *b)
{
    size_t plans = 0;

    for (size_t i = 0; i < b->n; i++) {
        if (i == 0 || b->v[i].plan != b->v[i - 1].plan) {
            if (plans % BATCH == 0)
                need(b, sqlite3_exec(b->db, plans ? "COMMIT; BEGIN IMMEDIATE" : "BEGIN IMMEDIATE",
                                     NULL, NULL, NULL));
            plans++;
        }
        one(b, &b->v[i]);
    }
    need(b, sqlite3_exec(b->db, "COMMIT", NULL, NULL, NULL));
    return plans;
}

static double seconds(clockid_t clock)
{
    struct timespec ts;

    clock_gettime(clock, &ts);
    return (double)ts.tv_sec + (double)ts.tv_nsec / 1e9;
}

int main(int argc, char **argv)
{
    struct bare b = {0};

    if (argc != 2 || sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0) != SQLITE_OK ||
        sqlite3_open_v2(argv[1], &b.db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, NULL) !=
            SQLITE_OK) {
        fprintf(stderr, "usage: bare DATABASE\n");
        return 2;
    }
    /* As src/data/sqlite.c has them. */
    need(&b, sqlite3_exec(b.db,
                          "PRAGMA journal_mode=WAL; PRAGMA foreign_keys=ON; PRAGMA temp_store=MEMORY;"
                          "PRAGMA synchronous=FULL; PRAGMA cache_size=-64000;"
                          "PRAGMA wal_autocheckpoint=16000;",
                          NULL, NULL, NULL));
    b.take = prepared(&b, "UPDATE records_section SET taken = taken + 1"
                          " WHERE id = ?1 AND taken < seats");
    b.wait = prepared(&b, "UPDATE records_section SET waiting = waiting + 1,"
                          " last_order = last_order + 1 WHERE id = ?1 RETURNING last_order");
    b.place = prepared(&b, "INSERT INTO records_enrolment (person, offering, section, waits,"
                           " waiting_order, at) VALUES (?1, ?2, ?3, ?4 > 0, ?4, 0)");
    read_wishes(&b);
    double cpu = seconds(CLOCK_PROCESS_CPUTIME_ID);
    double begin = seconds(CLOCK_MONOTONIC);
    size_t plans = run(&b);
    double took = seconds(CLOCK_MONOTONIC) - begin;
    cpu = seconds(CLOCK_PROCESS_CPUTIME_ID) - cpu;
    printf("bare_per_s=%.0f seconds=%.3f cpu_us=%.1f\n", (double)plans / took, took,
           cpu * 1e6 / (double)(plans ? plans : 1));
    return 0;
}
