/* live.h: the streams of live seats. SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef VACANCIES_LIVE_H
#define VACANCIES_LIVE_H
#include "err.h"
#include "rq.h"
#include "tasks.h"

struct app;

/* For the service's table. */
[[nodiscard]] err vac_start(struct app *app);
[[nodiscard]] err vac_round(struct task *t, instant *ret_next);
/* GET /seats/stream?section=1,2&offering=3: 64 in all. */
[[nodiscard]] err vac_stream_get(struct rq *rq);

#endif
