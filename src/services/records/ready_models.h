/* ready_models.h: what the views of prerequisites, results and waivers show.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef RECORDS_READY_MODELS_H
#define RECORDS_READY_MODELS_H
#include "clock.h"
#include "i18n.h"
#include "ids.h"
#include <stdbool.h>
#include <stddef.h>

/* One part of a prerequisite: a course or credits (`leaf`), or a list of parts under a title. */
struct records_prereq_part {
    const char *leaf; /* in words; NULL: `title` and the parts */
    const char *href; /* of the course, or NULL */
    struct msg title;
    bool signed_in;      /* somebody of whom it is known what she has */
    bool have, expected; /* is it met? will it be? */
    struct records_prereq_part *v;
    size_t n;
};

struct records_result_line {
    const char *code, *name, *href, *grade;
    int64_t credits;
    bool passed, graded;
    day at;
};
struct records_result_lines {
    struct records_result_line *v;
    size_t n;
};

struct records_waiver_line {
    person_id person;
    course_id course;
    const char *name, *login, *code, *title, *reason, *by;
    instant at;
};
struct records_waivers_view {
    struct records_waiver_line *v;
    size_t n;
};

#endif
