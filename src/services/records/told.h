/* told.h: what people are told of changes of the timetable. SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef RECORDS_TOLD_H
#define RECORDS_TOLD_H
#include "events.h"
#include "notices.h"

#define RECORDS_NOTICES 1
extern const struct notice_kind *const records_notices[RECORDS_NOTICES];
/* The meetings of a section changed: who has a place in it is told. */
[[nodiscard]] err records_hear_changed(struct db *db, const struct event *e);

#endif
