/* told.h: what students are told of what happens to their plans and places by itself.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef STUDYMAP_TOLD_H
#define STUDYMAP_TOLD_H
#include "events.h"
#include "notices.h"

/* The kinds; `studymap_notices` are all of them. */
extern const struct notice_kind told_moved, told_swapped, told_passed, told_drawn, told_opens, told_problems,
    told_called, told_seat, told_seat_kept, told_given, told_ended;
#define STUDYMAP_NOTICES 11
extern const struct notice_kind *const studymap_notices[STUDYMAP_NOTICES];

/* She moved up from a wait-list. */
[[nodiscard]] err studymap_hear_moved(struct db *db, const struct event *e);
/* Somebody gave her a place, or ended one. */
[[nodiscard]] err studymap_hear_by_hand(struct db *db, const struct event *e);
/* She was passed over, for another reason than before. */
[[nodiscard]] err studymap_hear_passed(struct db *db, const struct event *e);

/* remind.c: the jobs "studymap.remind", for windows that open within a day, and "studymap.remind_some" and
   "studymap.tell_drawn", each for some people behind the one in `after`. */
#define STUDYMAP_REMIND_SOME "studymap.remind_some"
#define STUDYMAP_TELL_DRAWN  "studymap.tell_drawn"
[[nodiscard]] err studymap_remind(struct db *db, int64_t, const char *);
[[nodiscard]] err studymap_remind_some(struct db *db, int64_t window, const char *after);
[[nodiscard]] err studymap_tell_drawn(struct db *db, int64_t draw, const char *after);

#endif
