/* rules.h: from meetings to the days of a week: pure decisions.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef TIMETABLE_RULES_H
#define TIMETABLE_RULES_H
#include <stdbool.h>
#include <stddef.h>
#include "arena.h"
#include "clock.h"
#include "records_times.h"

/* A section that belongs in somebody's timetable. */
struct timetable_source {
    const struct records_section *section;
    bool waiting;        /* only on the wait-list */
    bool also;           /* only looked at, without a place */
    bool taught;         /* she teaches it */
    bool gone;           /* its meetings were removed, or her place ended: shown as cancelled */
    bool ended;          /* of the two, her place ended */
    int hue;             /* the colour of its course, in every view */
    const char *without; /* kinds of meetings to leave out, blanks between; or NULL */
};

/* One meeting on one day. */
struct timetable_slot {
    day day;
    minute starts, ends;
    const struct timetable_source *source;
    const struct records_section *section;
    const struct records_meeting *meeting;
    const struct records_meeting *was; /* before it moved, if that is new; or NULL */
    /* Overlaps this one that day (what waits, is looked at or gone does not count); NULL: no
       clash. */
    const struct records_section *clash;
};
struct timetable_slots {
    struct timetable_slot *v; /* by day, start, course */
    size_t n;
};
/* The days from..to (both included), at most 400 days, without those that a meeting has off. */
struct timetable_slots timetable_slots_in(struct arena *a, const struct timetable_source *v,
                                          size_t n, day from, day to);
/* Says of each slot what its meeting was, where that is another time or room. */
void timetable_mark_moved(struct timetable_slots *s, const struct records_earliers *was);
/* Is another day of the week, time or room said now? */
bool timetable_moved(const struct records_meeting *was, const struct records_meeting *now);

/* The day that an address asks for, or today when it is no day. */
day timetable_day_asked(const char *asked, day today);

/* The first day on which a meeting takes place; zero if its days have none of its weekday. */
day timetable_first_day(const struct records_meeting *m);
/* The last one. */
day timetable_last_day(const struct records_meeting *m);

/* Is the word one of a list with blanks between? */
bool timetable_listed(const char *list, const char *word);
bool timetable_listed_id(const char *list, int64_t id);

/* From when on a room that is used as said (by start) is free, and until when: at `at` itself if it is
   free then. `until` 1440: for the rest of the day. */
struct timetable_free {
    minute from, until;
};
struct timetable_free timetable_free_from(const struct records_use *v, size_t n, minute at);

#endif
