/* own.h: what belongs in one person's timetable.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef TIMETABLE_OWN_H
#define TIMETABLE_OWN_H
#include "db.h"
#include "i18n.h"
#include "rules.h"
#include "timetable_q.h"

/* What is wanted of somebody's timetable. */
struct timetable_ask {
    person_id who;
    enum lang lang;
    day from, to;          /* terms that touch these days */
    bool waiting;          /* wait-list places, too */
    bool also;             /* what is only looked at, too */
    bool only_taught;      /* no places */
    const char *courses;   /* ids of courses to leave out, blanks between; or NULL */
    const char *without;   /* kinds to leave out, likewise */
    const struct records_digest *digest; /* what there is at all: spares queries */
};
struct timetable_sources {
    struct timetable_source *v;
    size_t n, room;
};
void timetable_source_add(struct arena *a, struct timetable_sources *s,
                          const struct timetable_source *one);
/* Places, what she teaches and what she looks at, of all terms that touch the days. */
[[nodiscard]] err timetable_own(struct db *db, const struct timetable_ask *ask,
                                struct timetable_sources *ret);
/* What was changed of these since a moment; meetings that went come as sources behind `s`. */
[[nodiscard]] err timetable_changes(struct db *db, instant since, struct timetable_sources *s,
                                    struct records_earliers *ret);
/* The offerings of these, each once. */
size_t timetable_offerings(struct arena *a, const struct timetable_sources *s, offering_id **ret);

/* How long changes are marked, and how long calendars hear of what went. */
#define TIMETABLE_MARKED DAYS(14)
#define TIMETABLE_GONE DAYS(60)

#endif
