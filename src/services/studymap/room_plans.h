/* room_plans.h: plans that need no waiting. SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef STUDYMAP_ROOM_PLANS_H
#define STUDYMAP_ROOM_PLANS_H
#include "models.h"
#include "rq.h"

/* Her plans that the campus submits at the opening, and those that can still be handed in for it. */
[[nodiscard]] err room_plans_read(struct rq *rq, struct studymap_room_plans *ret);

#endif
