/* queue.h: the task that decides what waits in the queue. SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef STUDYMAP_QUEUE_H
#define STUDYMAP_QUEUE_H
#include "tasks.h"

/* Also the name of its lease: who holds it decides for all processes. */
#define STUDYMAP_DECIDER "studymap.decide"

/* Is what is asked now decided in its turn, by the task? On PostgreSQL always, but for a program without
   tasks; on SQLite when others of the term wait or a draw comes first. term zero: of none. */
[[nodiscard]] err studymap_in_turn(struct db *db, term_id term, bool *ret);
/* Asks those who wait in a section, from behind an order on: in its turn, by the task, or now where no task runs. */
[[nodiscard]] err studymap_promote_in_turn(struct db *db, section_id section, int64_t after);

err studymap_queue_round(struct task *t, instant *ret_next);
/* Wakes it when something is asked. */
[[nodiscard]] err studymap_queue_start(struct app *app);

#endif
