/* feed.h: a timetable as an iCalendar object.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef TIMETABLE_FEED_H
#define TIMETABLE_FEED_H
#include "arena.h"
#include "buf.h"
#include "i18n.h"
#include "own.h"

struct feed_source {
    const struct timetable_source *v; /* gone ones are cancelled, those on a wait-list tentative */
    size_t n;
    const struct timetable_ended *ended; /* places that ended at some time, so that SEQUENCE rises */
    size_t n_ended;
    enum lang lang;
    const char *domain; /* of the campus: behind the @ of each UID */
    const char *name;   /* "Timetable of Noor de Vries" */
    const char *url;    /* of the timetable page, or NULL */
    const char *source; /* of this calendar, or NULL */
};
/* Writes the VCALENDAR: one VEVENT a meeting. The same source gives the same bytes. */
void feed_write(struct buf *b, struct arena *a, const struct feed_source *f);

#endif
