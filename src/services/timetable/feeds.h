/* feeds.h: what the files of calendar addresses share.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef TIMETABLE_FEEDS_H
#define TIMETABLE_FEEDS_H
#include "arena.h"

/* The SHA-256 that is stored of a secret. */
const char *feed_hash(struct arena *a, const char *secret);
/* A filter of kinds ("", "classes", "exams") as the kinds that it leaves out. */
const char *feed_without(const char *kinds);

#endif
