/* items.h: the choices of a plan, from their rows. SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef STUDYMAP_ITEMS_H
#define STUDYMAP_ITEMS_H
#include "studymap_q.h"

/* All choices of a plan in the student's order, those of one rank as they were made. They are put into order here: a
   sorted query costs a submission twice as much. */
[[nodiscard]] err studymap_items_read(struct db *db, plan_id plan, struct studymap_item_list *ret);

#endif
