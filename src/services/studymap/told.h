/* told.h: what students are told of what happens to their places by itself.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef STUDYMAP_TOLD_H
#define STUDYMAP_TOLD_H
#include "events.h"
#include "notices.h"

#define STUDYMAP_NOTICES 2
extern const struct notice_kind *const studymap_notices[STUDYMAP_NOTICES];
/* She moved up from a wait-list. */
[[nodiscard]] err studymap_hear_moved(struct db *db, const struct event *e);
/* She was passed over, for another reason than before. */
[[nodiscard]] err studymap_hear_passed(struct db *db, const struct event *e);

#endif
