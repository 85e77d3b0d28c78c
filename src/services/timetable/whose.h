/* whose.h: the four timetables: one's own, a lecturer's, a room's, a course's; and what of them is to be
   shown. SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef TIMETABLE_WHOSE_H
#define TIMETABLE_WHOSE_H
#include "own.h"
#include "rq.h"

enum timetable_kind { TIMETABLE_OWN, TIMETABLE_LECTURER, TIMETABLE_ROOM, TIMETABLE_COURSE };
struct timetable_whose {
    enum timetable_kind kind;
    const char *base;  /* its address */
    const char *title; /* "Prof. Eva Smit"; NULL for one's own */
    const char *lecturer;
    struct records_room room;
    struct records_course course;
    /* Of one's own: */
    struct records_digest digest;
    struct timetable_chosen chosen;
};

/* Who is asked for in the path; ends with 404 when there is none. */
[[nodiscard]] err timetable_whose_own(struct rq *rq, struct timetable_whose *ret);
[[nodiscard]] err timetable_whose_lecturer(struct rq *rq, struct timetable_whose *ret);
[[nodiscard]] err timetable_whose_room(struct rq *rq, struct timetable_whose *ret);
[[nodiscard]] err timetable_whose_course(struct rq *rq, struct timetable_whose *ret);
/* What there is from..to, of one's own as she chose. */
[[nodiscard]] err timetable_whose_sources(struct rq *rq, const struct timetable_whose *w, day from,
                                          day to, struct timetable_sources *ret);

#endif
