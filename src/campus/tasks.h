/* tasks.h: work that a service does by itself, in rounds, to the millisecond, beside jobs and requests: a
   thread for each task of each process. What a task writes is fenced by a lease of its own, so that one
   process does it at a time; reading needs none.
   A job (jobs.h) is one short transaction, soon. A task is for what is long, or must begin on time.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef CAMPUS_TASKS_H
#define CAMPUS_TASKS_H
#include <stdbool.h>
#include "clock.h"
#include "db.h"
#include "err.h"

struct app;
struct task;

struct task_kind {
    const char *name; /* "studymap.draws": also of its lease */
    /* One round, outside any transaction: does what is due, and says in *ret_next when something will be
       (zero: it does not know). It is asked again then, when woken, and at least once a second. */
    err (*round)(struct task *t, instant *ret_next);
};

/* For the round. Its arena and what came of it end with the round. */
struct app *task_app(const struct task *t);
struct arena *task_arena(const struct task *t);
/* The program wants to end: a long round returns soon. */
bool task_stops(struct task *t);
/* A read snapshot at the present moment; ended by store_release(). */
[[nodiscard]] err task_read(struct task *t, struct db **ret_db);
/* A short write transaction at the present moment. ERR_CONFLICT: another process holds the lease. What
   `run` reads goes to the arena of the round. */
[[nodiscard]] err task_write(struct task *t, err (*run)(struct db *db, void *ctx), void *ctx);

/* The same for a batch that reads and writes what hundreds of people have: by store_write_fenced(). The lease is
   all that keeps another from deciding the same: whoever does must hold it. */
[[nodiscard]] err task_write_fenced(struct task *t, err (*run)(struct db *db, void *ctx), void *ctx);
/* Takes or keeps the lease, without writing anything else: for who must be known to be there also when nothing
   is to be done. *ret_leads is false while another process holds it. Costs nothing while it is young. */
[[nodiscard]] err task_lead(struct task *t, bool *ret_leads);

/* Asks the task of that name in this process for a round now. From any thread. */
void task_wake(struct app *app, const char *name);

/* --- For app.c and work.c --------------------------------------------------------------------- */

struct tasks;
struct tasks *tasks_new(struct app *app);
[[nodiscard]] err tasks_start(struct tasks *s); /* the threads */
void tasks_stop(struct tasks *s);               /* waits for their rounds */
/* A round of each, now, in this thread, for tests; true if one wrote something. */
bool tasks_once(struct tasks *s, instant now);
/* The same of the one with that name. */
bool task_once(struct tasks *s, const char *name, instant now);
/* The leases go to whoever comes next: for tests, where nobody works between the rounds. */
void tasks_leave(struct tasks *s, instant now);

#endif
