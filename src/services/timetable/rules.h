/* rules.h: from meetings to the days of a week: pure decisions.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef TIMETABLE_RULES_H
#define TIMETABLE_RULES_H
#include <stdbool.h>
#include <stddef.h>
#include "arena.h"
#include "clock.h"
#include "records.h"

/* One meeting on one day. */
struct timetable_slot {
    day day;
    minute starts, ends;
    const struct records_section *section;
    const struct records_meeting *meeting;
    bool waiting; /* the student is only on the wait-list */
    /* Overlaps this one that day (wait-listed ones do not count); NULL: no clash. */
    const struct records_section *clash;
};
struct timetable_slots {
    struct timetable_slot *v; /* by day, start, course */
    size_t n;
};
/* A section that belongs in somebody's timetable. */
struct timetable_source {
    const struct records_section *section;
    bool waiting;
};

/* The days from..to (both included), at most 400 days. */
struct timetable_slots timetable_slots_in(struct arena *a, const struct timetable_source *v,
                                          size_t n, day from, day to);

/* The week that an address asks for ("2027-02-03": any day of it), or without one the week to show
   first: today's, unless the term has not begun (its first) or is over (its last). Its Monday. */
day timetable_week_asked(const char *asked, day today, day first, day last);

/* The first day on which a meeting takes place; zero if its days have none of its weekday. */
day timetable_first_day(const struct records_meeting *m);
/* The last one. */
day timetable_last_day(const struct records_meeting *m);

#endif
