/* store.h: the inside of the store, for src/data only: what both databases share.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef DATA_STORE_H
#define DATA_STORE_H
#include <pthread.h>
#include <stdatomic.h>
#include "db.h"
#include "query.h"
#include "tell.h"

enum {
    BATCH_MAX = 256,       /* handlers in one group commit */
    BATCH_US = 30000,      /* and how long one stays open */
    QUEUE_MAX = 4096,      /* handlers waiting */
    NOTES_MAX = 10000,     /* notes waiting */
    WRITERS_MAX = 16,      /* PostgreSQL's write connections */
    READER_WAIT_MS = 5000, /* for a free read connection */
    RETRIES = 10,          /* of a PostgreSQL transaction after conflicts */
    TOGETHER_MAX = 64,     /* handlers that share one */
    WORDS_MAX = 400,       /* bytes kept of what the database said */
    MARKS_MAX = 32,        /* savepoints inside one another in a handler */
};

/* Where a query's rows go. */
struct result {
    char *v;
    size_t n, room, size; /* rows, rows allocated, bytes of one */
    size_t max;           /* stop after so many; 0: all */
    int64_t changed;
};

/* One of the two databases. `run` reports by db_failed(). */
struct backend {
    err (*open)(struct db *db);
    void (*close)(struct db *db);
    err (*begin)(struct db *db);
    err (*commit)(struct db *db);
    void (*rollback)(struct db *db);
    void (*tidy)(struct db *db); /* after a longjmp out of a query: nothing half-read stays */
    bool (*stands)(struct db *db); /* is the transaction still open? */
    bool (*alive)(struct db *db);
    err (*exec)(struct db *db, const char *sql); /* one or more sentences without parameters */
    err (*run)(struct db *db, const struct db_query *q, const struct db_value *p, struct result *r);
    err (*bulk)(struct db *db, const struct db_query *q, const struct db_rows *rows, int64_t *ret);
    err (*describe)(struct db *db, const struct db_query *q);
    err (*backup)(struct store *s, const char *path, struct arena *a, const char **ret_why);
    err (*check)(struct db *db, struct arena *a, const char **ret_why);
};
extern const struct backend backend_sqlite;
extern const struct backend backend_postgres;

/* One connection. */
struct prepared {
    const struct db_query *q;
    void *stmt;
};
struct db {
    struct store *s;
    void *conn;    /* sqlite3 or PGconn */
    void *pending; /* PGresult being read */
    struct prepared *prepared; /* open addressing by the query's address */
    size_t n_prepared, room_prepared;
    struct arena *arena;
    instant now;
    bool writes;
    bool fenced; /* the transaction that begins: struct write */
    bool begun;
    bool changed; /* something was written since it was taken */
    int marks;
    size_t tells_at[MARKS_MAX]; /* how many messages there were at each mark */
    struct tells tells;
    err broken; /* the error after which the transaction is of no use, until undone */
    uint64_t queries;
    struct db *next; /* in the pool */
    char words[WORDS_MAX];
};

struct note {
    struct note *next;
    void (*run)(struct db *db, const void *ctx);
    max_align_t ctx[];
};

struct writer {
    pthread_mutex_t lock;
    pthread_cond_t work; /* something to do, or stop */
    pthread_cond_t idle; /* something ended */
    struct write *head, *tail;
    struct note *notes, *last_note;
    size_t waiting, n_notes, active;
    bool noting; /* one thread runs notes; two would only collide */
    bool stop;
    int n;
    struct db *db[WRITERS_MAX];
    pthread_t threads[WRITERS_MAX];
};

struct store {
    const struct backend *of;
    char *state, *url; /* url: PostgreSQL only */
    pthread_mutex_t lock;
    pthread_cond_t freed;
    struct db *idle; /* read connections that nobody holds */
    int readers, readers_max;
    struct writer w;
    pthread_mutex_t id_lock;
    int64_t id_next, id_end; /* the reserved block */
    int64_t process;
    void *owner;
    uint64_t origin; /* of the messages of this process */
    void (*hear)(void *ctx, const struct db_heard *h);
    void *hear_ctx;
    struct ear *ear;
    atomic_bool hears;
    atomic_uint_fast64_t queries, writes, batches, conflicts, failed, notes_dropped;
    atomic_uint_fast64_t fail_after;
    atomic_bool savepoints; /* always */
};

/* --- store.c --- */
/* A new connection; NULL: *ret_e and the words of ret_why (in `a`, if there is one) say why. */
struct db *db_open(struct store *s, bool writes, struct arena *a, err *ret_e, const char **ret_why);
void db_close(struct db *db);
/* Makes it ready for the next transaction, whoever used it before. */
void db_take(struct db *db, struct arena *a, instant now);
/* Keeps the database's words and marks the transaction as broken; gives e. */
err db_failed(struct db *db, err e, const char *words);
/* The slot of a query in the connection's table of prepared sentences. */
struct prepared *db_prepared(struct db *db, const struct db_query *q);
/* Reserves the next block of ids in a transaction of its own, when half of the last is used. Called by
   the writers between transactions. */
err ids_ready(struct db *db);
/* Room for one more row. */
void *result_row(struct db *db, struct result *r);

/* --- writer.c --- */
err writer_start(struct store *s, const char **ret_why, struct arena *a);
void writer_stop(struct store *s);
struct write *writer_next(struct store *s); /* NULL: none waits */
/* The next, if it may share the transaction of one before it. */
struct write *writer_next_together(struct store *s);
bool writer_wait(struct store *s);          /* until there is work; false: stop */
struct note *writer_notes(struct store *s, size_t max);
/* Runs notes in the open transaction, each in a savepoint; one that fails is passed over. */
err writer_run_notes(struct db *db, const struct note *notes);
/* Runs a handler; false if it left for lack of memory. */
bool writer_guarded(struct db *db, struct write *w, enum wrote *ret_how);
void writer_ended(struct store *s, struct write *w, err outcome);
void writer_notes_ended(struct store *s, struct note *notes, bool kept); /* frees them */

/* --- pg_listen.c --- */
void ear_stop(struct store *s);

/* --- the writers' threads, each with its struct db --- */
void *batch_main(void *arg); /* SQLite: batch.c */
void *retry_main(void *arg); /* PostgreSQL: retry.c */

#endif
