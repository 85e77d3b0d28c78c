/* asked_live.h: between ask.c and asked_live.c. SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef STUDYMAP_ASKED_LIVE_H
#define STUDYMAP_ASKED_LIVE_H
#include "arena.h"
#include "i18n.h"

/* More before one than this are not counted. */
#define ASKED_MOST 1000

const char *asked_before_words(struct arena *a, enum lang lang, int64_t before);

#endif
