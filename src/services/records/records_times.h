/* records_times.h: the register of study for those who show times: days without teaching, what a room, a
   lecturer or a course has between two days, free rooms, and what meetings were before they changed.
   As records.h: inside the caller's transaction, in the arena of `db`.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef RECORDS_TIMES_H
#define RECORDS_TIMES_H
#include "records.h"

/* --- Days without teaching -------------------------------------------------------------------- */

struct records_holiday {
    day first, last;
    const char *name; /* "Whit Monday" */
};
struct records_holidays {
    struct records_holiday *v; /* by first day */
    size_t n;
};
/* Those that touch the days from..to. */
[[nodiscard]] err records_holidays(struct db *db, enum lang lang, day from, day to,
                                   struct records_holidays *ret);
/* Is it off on this day, which is one of its weekdays? */
bool records_meeting_off(const struct records_meeting *m, day d);

/* --- What takes place ------------------------------------------------------------------------- */

/* Sections with those of their meetings that lie in a room (or are of the lecturer's sections, or of
   the course) and touch the days from..to: one query each, by course and section. */
struct records_room {
    room_id id;
    const char *building_code, *building, *address, *code;
    int64_t seats; /* 0: not known */
};
struct records_rooms {
    struct records_room *v; /* by building and code */
    size_t n;
};
/* ERR_NOT_FOUND without such a room. */
[[nodiscard]] err records_room_of(struct db *db, const char *building, const char *code,
                                  struct records_room *ret);
/* Of one building, or of all (""). */
[[nodiscard]] err records_rooms_in(struct db *db, const char *building, struct records_rooms *ret);
[[nodiscard]] err records_in_room(struct db *db, room_id room, day from, day to,
                                  struct records_sections *ret);
/* By her name as the catalogue has it, alone or among others. */
[[nodiscard]] err records_given_by(struct db *db, const char *lecturer, day from, day to,
                                   struct records_sections *ret);
/* Does any section have a lecturer of this name? */
[[nodiscard]] err records_lecturer_known(struct db *db, const char *lecturer, bool *ret);

struct records_course {
    course_id id;
    const char *code, *name;
};
/* ERR_NOT_FOUND. */
[[nodiscard]] err records_course_of(struct db *db, const char *code, struct records_course *ret);
[[nodiscard]] err records_of_course(struct db *db, course_id course, day from, day to,
                                    struct records_sections *ret);
/* When the rooms of a building, or of all (""), are in use on a day: by room and start. */
struct records_use {
    room_id room;
    minute starts, ends;
};
struct records_uses {
    struct records_use *v;
    size_t n;
};
[[nodiscard]] err records_rooms_used(struct db *db, const char *building, day on,
                                     struct records_uses *ret);
struct records_building {
    const char *code, *name;
};
struct records_buildings {
    struct records_building *v; /* with rooms, by name */
    size_t n;
};
[[nodiscard]] err records_buildings(struct db *db, struct records_buildings *ret);

struct records_lecturers {
    const char **v; /* by name */
    size_t n;
};
[[nodiscard]] err records_lecturers(struct db *db, struct records_lecturers *ret);

/* --- Has anything changed? -------------------------------------------------------------------- */

/* What a person's timetable hangs on, in one query: when the text is the same, places, wait-list
   places, teaching and meetings are. */
struct records_digest {
    const char *text;
    int64_t places, taught; /* in all terms, wait-list places too */
    instant changed_at;     /* the latest of it; zero: nothing */
};
[[nodiscard]] err records_own_digest(struct db *db, person_id who, struct records_digest *ret);

/* --- Before a change -------------------------------------------------------------------------- */

struct records_earlier {
    struct records_section section; /* its course and code; no seats, no meetings */
    struct records_meeting meeting; /* as it was; changed_at: when that ended */
    bool gone;                      /* it was removed, not moved */
};
struct records_earliers {
    struct records_earlier *v; /* the latest first */
    size_t n;
};
/* What meetings of some offerings were before they changed or went, since a moment; records keeps it
   for sixty days. One query for each 12 offerings. */
[[nodiscard]] err records_earlier_of(struct db *db, const offering_id *offerings, size_t n,
                                     instant since, struct records_earliers *ret);

#endif
