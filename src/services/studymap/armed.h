/* armed.h: plans that the campus submits at the opening: what their pages say and do.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef STUDYMAP_ARMED_H
#define STUDYMAP_ARMED_H
#include "draws.h"
#include "plan.h"

/* What the plan of st says of being armed. */
[[nodiscard]] err studymap_armed_read(struct rq *rq, const struct studymap_state *st,
                                      struct studymap_armed_view *v);
/* From the opening on, or from when it began; until it is over. */
bool studymap_draw_held(const struct studymap_draw_row *d, instant now);
/* An armed plan of which the draw is being held does not change: what is in it is what was there at
   the opening. */
[[nodiscard]] err studymap_locked(struct rq *rq, const struct studymap_state *st, bool *ret);
/* Says so, on the plan. */
err studymap_locked_answer(struct rq *rq, const struct studymap_state *st);
/* The part of a receipt that a draw gave; nothing without one. */
struct studymap_receipt;
[[nodiscard]] err studymap_drawn_read(struct rq *rq, const struct studymap_receipt *receipt,
                                      struct studymap_drawn_view *ret);

err studymap_arm_post(struct rq *rq);
err studymap_disarm_post(struct rq *rq);
err studymap_draws_get(struct rq *rq);
err studymap_draw_get(struct rq *rq);

#endif
