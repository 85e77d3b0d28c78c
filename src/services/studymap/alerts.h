/* alerts.h: "tell me when a seat is free": who asked, and who is told. SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef STUDYMAP_ALERTS_H
#define STUDYMAP_ALERTS_H
#include "plan.h"
#include "tasks.h"

#define STUDYMAP_ALERTS "studymap.alerts"

/* --- alerts_rules.c: pure --------------------------------------------------------------------- */

enum alert_answer {
    ALERT_GO,
    ALERT_OVER,  /* the term is over, or her window has closed */
    ALERT_PLACE, /* she has a place in this group … */
    ALERT_WAITS, /* … or waits: a seat comes to her by itself */
    ALERT_FREE,  /* there is a seat for her now */
    ALERT_MANY,  /* she has as many as one may */
};
struct alert_case {
    bool term_over, has_place, waits, seat_free;
    enum records_window_state window;
    int64_t others, most;
};
enum alert_answer alert_may(const struct alert_case *c);

/* --- alerts.c --------------------------------------------------------------------------------- */

err studymap_alerts_get(struct rq *rq);
err studymap_alert_add_post(struct rq *rq);
err studymap_alert_remove_post(struct rq *rq);
/* Marks what she may ask for, and has asked for, on entries of her term. */
struct studymap_alert_list;
[[nodiscard]] err studymap_alerts_read(struct rq *rq, const struct studymap_state *st,
                                       struct studymap_alert_list *ret);
void studymap_alert_mark(const struct studymap_state *st, const struct studymap_alert_list *all, instant now,
                         struct studymap_entry *e);
struct watched;
err studymap_watched_by(struct rq *rq, struct watched *to);
err studymap_export_alerts(struct db *db, person_id who, struct json_out *j);

/* --- alerts_task.c ---------------------------------------------------------------------------- */

err studymap_alerts_round(struct task *t, instant *ret_next);
[[nodiscard]] err studymap_alerts_sweep(struct db *db, int64_t, const char *);

#endif
