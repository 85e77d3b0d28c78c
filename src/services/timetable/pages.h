/* pages.h: the screens of timetable.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef TIMETABLE_PAGES_H
#define TIMETABLE_PAGES_H
#include "models.h"
#include "rq.h"
#include "service.h"

err timetable_week_get(struct rq *rq);
err timetable_list_get(struct rq *rq);
err timetable_card(struct rq *rq);
err timetable_deadlines(struct rq *rq, struct deadlines *ret);
struct tabs timetable_tabs(struct rq *rq);

err timetable_feeds_get(struct rq *rq);
err timetable_feed_make_post(struct rq *rq);
err timetable_feed_revoke_post(struct rq *rq);
err timetable_feed_get(struct rq *rq);

#endif
