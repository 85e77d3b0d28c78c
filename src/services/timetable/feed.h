/* feed.h: a timetable as an iCalendar object.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef TIMETABLE_FEED_H
#define TIMETABLE_FEED_H
#include "arena.h"
#include "buf.h"
#include "i18n.h"
#include "rules.h"

struct feed_source {
    const struct timetable_source *v; /* wait-listed ones are left out */
    size_t n;
    enum lang lang;
    const char *domain; /* of the campus: behind the @ of each UID */
    const char *name;   /* "Timetable of Noor de Vries" */
    const char *url;    /* of the timetable page, or NULL */
};
/* Writes the VCALENDAR: one VEVENT a meeting. The same source gives the same bytes, so that its
   digest serves as ETag. */
void feed_write(struct buf *b, struct arena *a, const struct feed_source *f);

#endif
