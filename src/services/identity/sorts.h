/* sorts.h: the two sorts of applications. SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef IDENTITY_SORTS_H
#define IDENTITY_SORTS_H
#include "err.h"
#include "models.h"
#include "rq.h"

/* Both, for rq->me, who gets to the level `reach` with what she has. */
[[nodiscard]] err sorts_of(struct rq *rq, int reach, struct identity_sort_lines *ret);

#endif
