/* records.h: the register of study: what studymap, timetable and portal ask it, and how they change it.
   Every function runs inside the caller's transaction; what it returns lives in the arena of `db`. Names
   come in the language asked for. Lists are in the order in which they are shown.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef RECORDS_H
#define RECORDS_H
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "clock.h"
#include "db.h"
#include "err.h"
#include "i18n.h"
#include "ids.h"

struct rq;
struct service;
extern const struct service records_service;

/* The subject (campus/search.h) under which an import numbers its changes of courses, programmes, rooms and
   lecturers. */
#define RECORDS_CATALOGUE "catalogue"

/* --- Terms ------------------------------------------------------------------------------------ */

struct records_term {
    term_id id;
    const char *code; /* "2026-2": in addresses */
    const char *name; /* "Semester 2, 2026–2027" */
    day first, last;
};
struct records_terms {
    struct records_term *v; /* by first day, the latest last */
    size_t n;
};
[[nodiscard]] err records_terms(struct db *db, enum lang lang, struct records_terms *ret);
/* ERR_NOT_FOUND. */
[[nodiscard]] err records_term_of_code(struct db *db, enum lang lang, const char *code,
                                       struct records_term *ret);
[[nodiscard]] err records_term_of_id(struct db *db, enum lang lang, term_id id, struct records_term *ret);
/* The term that runs, or else the next, or else the last one. ERR_NOT_FOUND while there is none. */
[[nodiscard]] err records_term_now(struct db *db, enum lang lang, struct records_term *ret);
/* The term whose enrolment is open or opens next; without windows, the next one. As above. */
[[nodiscard]] err records_term_to_plan(struct db *db, enum lang lang, struct records_term *ret);

/* --- Enrolment windows ------------------------------------------------------------------------ */

enum records_window_state {
    RECORDS_WINDOW_NONE,   /* no window is set for this person */
    RECORDS_WINDOW_FUTURE, /* opens later */
    RECORDS_WINDOW_OPEN,
    RECORDS_WINDOW_CLOSED,
};
struct records_window {
    enum records_window_state state;
    window_id id;          /* the window that counts; zero without one */
    instant opens, closes; /* zero without one */
};
/* The window of a person in a term at the moment db_now(): the windows of her programmes stand in
   the place of those of her faculty, degree or year, and these in the place of everybody's; of several
   the most welcome counts (open, then the next to open). */
[[nodiscard]] err records_window_for(struct db *db, person_id who, term_id term,
                                     struct records_window *ret);

/* When enrolment has closed, places of the term can be left until this moment; zero: as long as the term lasts. */
[[nodiscard]] err records_leave_until(struct db *db, term_id term, instant *ret);

/* For whom enrolment in a term opens at each of these moments, in words; NULL where no window does. */
struct records_moment {
    term_id term;
    instant opens;
};
[[nodiscard]] err records_moments_whom(struct rq *rq, const struct records_moment *v, size_t n,
                                       const char **ret);
/* The same at the moment `at` for many people at once, sorted by id; room for n windows. */
[[nodiscard]] err records_windows_at(struct db *db, term_id term, instant at, const person_id *who,
                                     size_t n, struct records_window *ret);

/* --- Offerings, sections, meetings ------------------------------------------------------------ */

struct records_meeting {
    meeting_id id;
    section_id section;
    const char *kind;  /* lecture, tutorial, lab, seminar, exam … (records_kind_words) */
    int weekday;       /* 1 Monday .. 7 Sunday, also of a single one */
    day first, last;   /* equal: a single one */
    minute starts, ends;
    const char *room;     /* "0.04", or "" when none is set */
    const char *building; /* "Lipsius", or "" */
    const char *address;  /* of the building, or "" */
    const char *building_code; /* "LIPS", or "" */
    const char *off; /* days on which it does not take place, "20270405 20270517", or "" */
    int64_t sequence;     /* rises with each change: SEQUENCE of iCalendar */
    instant changed_at;
};
struct records_meetings {
    struct records_meeting *v; /* by first day, weekday, start */
    size_t n;
};

struct records_section {
    section_id id;
    offering_id offering;
    term_id term;
    course_id course;
    const char *course_code; /* "CSE 12" */
    const char *course_name;
    int64_t credits;      /* EC */
    const char *code;     /* "A01" */
    const char *lecturer; /* or "" */
    int64_t seats;        /* without meaning if unlimited */
    bool unlimited;
    int64_t taken, kept, waiting; /* kept: not taken, but for a programme */
    bool promote_due; /* who waits is asked before anybody new gets a seat */
    const char *rule; /* its prerequisites (records_ready.h), or "" */
    struct records_meetings meetings; /* empty: times by arrangement */
};
struct records_sections {
    struct records_section *v;
    size_t n;
};
/* The sections of an offering, with their meetings. */
[[nodiscard]] err records_sections_of(struct db *db, offering_id offering,
                                      struct records_sections *ret);
/* Some sections with their meetings, in the order of `ids`; unknown ones are left out. */
[[nodiscard]] err records_sections_by_id(struct db *db, const section_id *ids, size_t n,
                                         struct records_sections *ret);
/* The sections that a person teaches in a term: of her offerings those with her name, or no name. */
[[nodiscard]] err records_taught_by(struct db *db, person_id who, term_id term,
                                    struct records_sections *ret);
/* Do two meetings ever overlap on a day? Days without teaching do not count. */
bool records_meetings_clash(const struct records_meeting *a, const struct records_meeting *b);
/* The first pair of overlapping meetings of two sections; false if there is none. */
bool records_sections_clash(const struct records_section *a, const struct records_section *b,
                            const struct records_meeting **ret_a,
                            const struct records_meeting **ret_b);
/* "lecture" -> "Lecture", to be translated. */
struct msg records_kind_words(const char *kind);
/* "12 of 40 seats left", "Full, 3 people wait", "Unlimited seats". */
const char *records_seat_words(struct arena *a, enum lang lang, const struct records_section *s);
/* Of all groups together: "12 seats left", "Full"; -1: "Unlimited seats". */
const char *records_left_words(struct arena *a, enum lang lang, int64_t left);

/* --- Programmes ------------------------------------------------------------------------------- */

struct records_study {
    programme_id programme;
    const char *code;
    const char *name;
    const char *degree; /* bachelor, master */
    const char *faculty;
    int64_t credits;
    day since;
};
struct records_studies {
    struct records_study *v;
    size_t n;
};
/* The programmes that a person follows today or will. */
[[nodiscard]] err records_studies_of(struct db *db, enum lang lang, person_id who,
                                     struct records_studies *ret);

struct records_requirement {
    group_id id;
    const char *name;
    int64_t credits;         /* needed, in EC */
    const course_id *courses; /* that count, by id ascending (records_counts_for) */
    size_t n_courses;
    bool any; /* every course counts (electives) */
};
struct records_requirements {
    struct records_requirement *v;
    size_t n;
};
[[nodiscard]] err records_requirements_of(struct db *db, enum lang lang, programme_id programme,
                                          struct records_requirements *ret);
bool records_counts_for(const struct records_requirement *r, course_id course);

/* --- Places ----------------------------------------------------------------------------------- */

struct records_place {
    struct records_section section;
    int64_t waiting_at; /* 0: has the place; else the n-th on the wait-list */
    offering_id gives_up; /* waits: the place in it ends when this becomes one; zero: none */
    const char *skipped; /* waits: a word for why she was passed over last; or NULL */
    instant at;         /* since when */
};
struct records_places {
    struct records_place *v; /* by course code */
    size_t n;
};
/* A person's places and wait-list places in a term, with sections and meetings: two queries. */
[[nodiscard]] err records_places_of(struct db *db, person_id who, term_id term,
                                    struct records_places *ret);

enum records_answer {
    RECORDS_TAKEN,   /* has the place */
    RECORDS_WAITING, /* is on the wait-list at `waiting_at` */
    RECORDS_ALREADY, /* had a place or wait-list place in this offering before (in `section`) */
    RECORDS_FULL,    /* no seat, and the wait-list was not wanted */
    RECORDS_GONE,    /* no such section (any more) */
};
struct records_ask {
    person_id person;
    section_id section;
    bool may_wait;      /* join the wait-list when full */
};
struct records_given {
    enum records_answer answer;
    section_id section;  /* the one asked for; with ALREADY the one already had */
    int64_t waiting_at;
};
/* Gives a place, or one on the wait-list, or says why not: never oversells. Does not look at the
   window or at clashes: for imports and administrators. In a WRITE; sends PLACE_TAKEN or
   PLACE_WAITING. */
[[nodiscard]] err records_take(struct db *db, const struct records_ask *ask,
                               struct records_given *ret);
/* Ends the place and the wait-list place in an offering; who waits is asked soon (SEATS_FREED). False
   if there was none. In a WRITE; sends PLACE_LEFT. */
[[nodiscard]] err records_leave(struct db *db, person_id who, offering_id offering, bool *ret_left);

#endif
