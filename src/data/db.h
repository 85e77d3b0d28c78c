/* db.h: the database behind one header: SQLite in the state folder, or PostgreSQL.
   SQL stands in queries.sql files; tools/queryc turns each sentence into a typed function that takes
   a `struct db` and writes rows into its arena. No other code names SQLite or PostgreSQL.
   A `struct db` is one connection inside one transaction: a read snapshot, or the writer's.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef DATA_DB_H
#define DATA_DB_H
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "arena.h"
#include "clock.h"
#include "err.h"
#include "ids.h"
#include "str.h"

struct store; /* the opened database with its pool of readers; shared by all threads */
struct db;

/* How a store is opened. */
struct store_options {
    const char *state;    /* the state folder; SQLite's file is STATE/campus.db */
    const char *database; /* NULL or "": SQLite; else postgres://… */
    int readers;          /* most read connections at once; 0: 8 */
    int writers;          /* PostgreSQL only: write connections; 0: 4 */
    struct arena *arena;  /* for the words of a failure to open; NULL: a general sentence */
};

/* ERR_IO, ERR_DB; *ret_why says what in English, for an administrator. */
[[nodiscard]] err store_open(const struct store_options *o, struct store **ret_s,
                             const char **ret_why);
void store_close(struct store *s);
bool store_is_postgres(const struct store *s);
/* The number of this process in the campus, 0..1023, part of every id it makes. 0 at first; blocks of
   ids are reserved in the database, so that two processes with one number do not collide either. */
void store_process_set(struct store *s, int number);
/* What the store belongs to, for db_owner(); set once, before threads use the store. */
void store_owner_set(struct store *s, void *owner);
/* Answers OK when a query runs: for /readyz. */
[[nodiscard]] err store_ping(struct store *s);

/* --- Reading ------------------------------------------------------------------------------- */

/* A connection with a read snapshot that lasts until store_release(). Waits for a free one at most
   five seconds (ERR_BUSY). Rows go to `a`. Writing through it is an error. */
[[nodiscard]] err store_reader(struct store *s, struct arena *a, instant now, struct db **ret_db);
void store_release(struct db *db); /* NULL is allowed */

/* --- Writing ------------------------------------------------------------------------------- */

/* How a handler ended. */
enum wrote {
    WROTE_DONE,    /* keep the writes */
    WROTE_REFUSED, /* an answer that says no, but its writes stay (a failed login counts) */
    WROTE_FAILED,  /* back to the savepoint */
};

/* One unit of writing: on SQLite a savepoint in the writer thread's group commit; on PostgreSQL one
   SERIALIZABLE transaction. `run` may be called again after a conflict or when a batch was taken down
   by another, so it must start from its inputs each time. Rows it reads go to `arena`. `done` is
   called once, on the writer's thread, after COMMIT or after giving up; it must only hand over. */
struct write {
    enum wrote (*run)(struct db *db, void *ctx);
    void (*done)(void *ctx, err outcome); /* OK: run's result is on disk (or rolled back, if failed) */
    void *ctx;
    struct arena *arena;
    instant now;
    bool fenced;   /* see store_write_fenced() */
    bool together; /* PostgreSQL: only adds rows that nobody else writes; may share a transaction */
    struct write *next; /* the queue's */
};
/* ERR_BUSY when the bounded queue is full (done is not called then). */
[[nodiscard]] err store_write(struct store *s, struct write *w);
/* The same and waits for the end. For jobs, commands and tests. */
[[nodiscard]] err store_write_now(struct store *s, struct arena *a, instant now,
                                  enum wrote (*run)(struct db *, void *), void *ctx);
/* The same for who alone does what it does, by a lease that its first sentence writes: on PostgreSQL it sees one
   snapshot (REPEATABLE READ) and is tried again when a row that it writes was changed since; what it only read
   may have been. SERIALIZABLE would find a conflict whenever one reads as much as a batch of hundreds does. */
[[nodiscard]] err store_write_fenced(struct store *s, struct arena *a, instant now,
                                     enum wrote (*run)(struct db *, void *), void *ctx);
/* A note that a read leaves behind (last seen, opened): goes with the next batch; dropped with a
   count when 10,000 wait. `n` bytes of ctx are copied. */
void store_note(struct store *s, void (*run)(struct db *db, const void *ctx), const void *ctx,
                size_t n);
/* Waits until everything handed in so far is on disk. */
void store_drain(struct store *s);

/* --- Inside a transaction ------------------------------------------------------------------- */

struct arena *db_arena(struct db *db);
/* Rows go to this arena from now on; gives the one before. */
struct arena *db_rows_to(struct db *db, struct arena *a);
instant db_now(const struct db *db);
bool db_writes(const struct db *db);
/* What store_owner_set() was given: the way from a job or a listener to the program. NULL: nothing. */
void *db_owner(const struct db *db);
/* A new id, unique in the campus, rising within the process. */
int64_t db_new_id(struct db *db);
#define NEW_ID(db, type) ((type){db_new_id(db)})
/* After a query that failed (a broken constraint too), all that follow fail likewise until db_undo()
   goes back to a mark from before it: so it is on PostgreSQL, and so it is here on both. A unique key
   taken twice is ERR_EXISTS, a missing or still wanted other row ERR_CONFLICT. */
/* A savepoint inside a handler: undo what was written since. */
[[nodiscard]] err db_mark(struct db *db);
[[nodiscard]] err db_undo(struct db *db); /* back to the mark, which is gone then */
[[nodiscard]] err db_keep(struct db *db); /* forget the mark, keep the writes */
/* Queries run through it since it was taken: for budgets. */
uint64_t db_queries(const struct db *db);
/* --- Telling after a commit ----------------------------------------------------------------- */

/* Leaves a message for all who listen, told once after the COMMIT of this transaction and never when it
   rolls back: in this process before the handler's `done`, on PostgreSQL in the others too (NOTIFY, some
   milliseconds later). It says "look at this again", no more: the same topic and number twice in a
   batch is told once, and not in the order of telling. Topics are numbers above 0. */
void db_tell(struct db *db, int topic, int64_t number);
#define TOPIC_MISSED 0 /* something may have been told that we did not hear: look at everything again */
struct db_heard {
    int topic;
    int64_t number;
    bool elsewhere; /* another process's transaction */
};
/* Who hears. Once, at start. Called on a writer's thread or the listening one: it must only hand
   over. */
void store_listen(struct store *s, void (*hear)(void *ctx, const struct db_heard *h), void *ctx);
/* Hears the other processes as well, on a connection of its own that is made anew when it is lost.
   On SQLite there are none. */
[[nodiscard]] err store_listen_others(struct store *s);
/* Is that connection up? Always on SQLite. */
bool store_hears(const struct store *s);

/* What the database said of the last error, for the log. Never shown to a person. */
const char *db_words(const struct db *db);

/* --- Upkeep --------------------------------------------------------------------------------- */

struct migration {
    const char *service; /* "records" */
    const char *name;    /* "0001_catalogue" */
    const char *sqlite;  /* the sentences for SQLite … */
    const char *postgres;
    const char *sha256; /* hex digest of the file */
};
/* Applies what is missing, in the order given. ERR_CONFLICT if an applied one was changed or is
   unknown to this program (a newer one wrote it); *ret_why names it. */
[[nodiscard]] err store_migrate(struct store *s, const struct migration *m, size_t n,
                                struct arena *a, const char **ret_why);
/* A consistent copy into `path` while the campus runs. */
[[nodiscard]] err store_backup(struct store *s, const char *path, struct arena *a,
                               const char **ret_why);
/* The database's own check of itself (integrity, foreign keys). OK, or ERR_DB and why. */
[[nodiscard]] err store_check(struct store *s, struct arena *a, const char **ret_why);

struct store_stats {
    uint64_t queries, writes, batches, conflicts, failed, notes_dropped;
    uint64_t waiting; /* handlers in the queue now */
};
struct store_stats store_stats(const struct store *s);

/* Failure injection for tests: the n-th query from now on fails with ERR_DB. 0: none. */
void store_fail_after(struct store *s, uint64_t n);
/* For tests: every handler in a savepoint of its own from the start, so that one that fails runs once. A
   store_fail_after() says so too. */
void store_savepoints(struct store *s, bool always);

#endif
