/* db_fixture.h: fresh databases for tests, on every floor: SQLite in a WAL file on /dev/shm, and, when
   the environment's RAPENBURG_TEST_PG holds a URL, PostgreSQL in a schema of its own (tests/pg.sh).

     static void takes_a_seat(struct store *s, struct arena *a) { … }
     static void seats(void) { fixture_each(records_migrations, records_n_migrations, takes_a_seat); }

   SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef DATA_DB_FIXTURE_H
#define DATA_DB_FIXTURE_H
#include <stdbool.h>
#include <stddef.h>
#include "arena.h"
#include "db.h"

/* A place for one test's database: for those who open the store themselves. */
struct fixture_place {
    char state[64]; /* an empty folder */
    char url[600];  /* "" for SQLite */
    char schema[40];
};
/* 1 or 2: how many databases tests run on. Place 0 is SQLite. Ends the program when one cannot be made. */
int fixture_databases(void);
void fixture_place(int which, struct fixture_place *ret_p);
void fixture_clear(const struct fixture_place *p);

/* The store in a place, migrated. Ends the program with the reason when that fails. */
struct store *fixture_store(const struct fixture_place *p, const struct migration *m, size_t n);

/* Runs a test once on each database. The arena (64 MiB) is the test's. */
void fixture_each(const struct migration *m, size_t n, void (*test)(struct store *s, struct arena *a));

#endif
