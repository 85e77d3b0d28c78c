/* demand_inside.h: what the pages about demand share. SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef RECORDS_DEMAND_INSIDE_H
#define RECORDS_DEMAND_INSIDE_H
#include "picture.h"
#include "rq.h"

/* demand_live.c: pages of demand that are open are told that something changed. */
struct app;
struct demand_live;
struct task;
[[nodiscard]] err demand_live_start(struct app *app, struct demand_live **ret);
struct demand_live *records_demand_live(const struct app *app); /* sheet.c keeps it */
[[nodiscard]] err demand_live_round(struct task *t, instant *ret_next);
err records_demand_live_get(struct rq *rq);

/* What is planned in a term; empty when nobody knows of plans. */
[[nodiscard]] err demand_wishes(struct rq *rq, term_id term, struct records_wishes *ret);
/* Of an offering; zeros when it is in no plan. */
const struct records_wish *demand_wish(const struct records_wishes *w, offering_id offering);
/* How demand grew, as lines; of the whole term when the offering is zero. */
[[nodiscard]] err demand_history(struct rq *rq, term_id term, offering_id offering,
                                 struct records_lines *ret);

#endif
