/* progress.h: how far somebody is in a programme: what her courses give to its groups. Pure.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef RECORDS_PROGRESS_H
#define RECORDS_PROGRESS_H
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "ids.h"

/* A course that she passed, or is enrolled in without a result. */
struct progress_course {
    course_id course;
    int64_t credits;
    bool passed;
};
/* A group of a programme. What it has may be more than it asks for. */
struct progress_group {
    int64_t needed;
    bool any;                 /* every course of the university counts */
    const course_id *courses; /* that count otherwise, in any order */
    size_t n;
    int64_t passed, enrolled; /* found by progress_fill(), in EC */
};
/* Each course counts once: in the first group that lists it and has not enough yet, else in the first one for which
   every course counts and that has not enough, else for nothing. What was passed comes before what is hoped for. */
void progress_fill(struct progress_group *groups, size_t n, const struct progress_course *courses, size_t n_courses);
/* What of it counts for the programme: of no group more than it asks for. */
void progress_sum(const struct progress_group *groups, size_t n, int64_t *ret_passed, int64_t *ret_enrolled);

#endif
