/* work.h: the thread that does what is due: jobs, deliveries of events, the sealer, the leases.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef CAMPUS_WORK_H
#define CAMPUS_WORK_H
#include "app.h"

struct worker;
struct worker *worker_new(struct app *app);
/* Stops the thread, if one runs, after what it is doing. */
void worker_stop(struct worker *w);
/* Milliseconds since the thread last finished a round; -1: it has not yet, or does not run. */
int64_t worker_age_ms(const struct worker *w);
/* Was the thread started? */
bool worker_runs(const struct worker *w);
/* Does this process hold the worker's lease? */
bool worker_leads(const struct worker *w);

/* Writes the listeners and repeating jobs of the services into the database, at start. */
[[nodiscard]] err work_register(struct app *app);

/* How long to wait after a failed try: 1 s, 2 s, 4 s … at most an hour. */
int64_t work_back_off(int64_t tries);
#define WORK_TRIES 10

#endif
