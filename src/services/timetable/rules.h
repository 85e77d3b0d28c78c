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
    bool groups;         /* shown with its groups: there may be several */
    bool choice;         /* one of the groups of a course, of which one is attended */
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
    /* By timetable_share(): all that meet in it, `section` first; by course and code. */
    const struct records_section *const *all;
    size_t n_all;
    bool every; /* by timetable_mark_every(): all groups of its course, of several */
    /* Overlaps this one that day (what waits, is looked at or gone does not count); NULL: no
       clash. */
    const struct timetable_slot *clash;
};
struct timetable_slots {
    struct timetable_slot *v; /* by day, start, course */
    size_t n;
};
/* The days from..to (both included), at most 400 days, without those that a meeting has off. */
struct timetable_slots timetable_slots_in(struct arena *a, const struct timetable_source *v,
                                          size_t n, day from, day to);
/* Makes one slot of those that are one gathering: groups of one or several courses that meet at the same
   time, for the same, in the same room and with a lecturer in common. Then marks what clashes: not the
   groups of a course of which one is attended, and not one exam in several rooms. Last of all. */
void timetable_share(struct arena *a, struct timetable_slots *s);
/* Marks what all groups of an offering share; `groups` are those of the shown offerings. */
void timetable_mark_every(struct timetable_slots *s, const struct records_sections *groups);
/* Those that a group takes part in. */
struct timetable_slots timetable_only_group(struct arena *a, const struct timetable_slots *s,
                                            const char *code);
/* "A50–A53, A55": codes in order, three and more that follow each other as the first and the last. */
const char *timetable_codes(struct arena *a, const char *const *v, size_t n);
/* Says of each slot what its meeting was, where that is another time or room. Before they are shared. */
void timetable_mark_moved(struct timetable_slots *s, const struct records_earliers *was);
/* Is another day of the week, time or room said now? */
bool timetable_moved(const struct records_meeting *was, const struct records_meeting *now);

/* Twenty years around today: the days that can be asked for. */
struct timetable_limits {
    day first, last;
};
struct timetable_limits timetable_limits(day today);
/* The day that an address asks for. Today when it asks for none, and with `ret_bad` when that is no day or
   beyond the limits. */
day timetable_day_asked(const char *asked, day today, bool *ret_bad);

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
