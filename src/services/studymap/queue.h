/* queue.h: the task that decides what waits in the queue. SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef STUDYMAP_QUEUE_H
#define STUDYMAP_QUEUE_H
#include "tasks.h"

/* Also the name of its lease: who holds it decides for all processes. */
#define STUDYMAP_DECIDER "studymap.decide"

err studymap_queue_round(struct task *t, instant *ret_next);
/* Wakes it when something is asked. */
[[nodiscard]] err studymap_queue_start(struct app *app);

#endif
