/* records_ready.h: results, and whether somebody is ready for a course; for other services, as records.h.
   What is known of a person is read once (records_known_of), completed by the caller (records_know), and
   then any number of courses are checked against it, purely.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef RECORDS_READY_H
#define RECORDS_READY_H
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "clock.h"
#include "db.h"
#include "err.h"
#include "i18n.h"
#include "ids.h"

/* One try at a course. */
struct records_result {
    course_id course;
    const char *code, *name;
    int64_t credits; /* of the course */
    int64_t grade;   /* in tenths: 65 is a 6.5; 0: without a grade */
    bool passed;
    day at;
};
struct records_results {
    struct records_result *v; /* by course, the first try first */
    size_t n;
};
[[nodiscard]] err records_results_of(struct db *db, person_id who, struct records_results *ret);
/* "6.5", "6,5"; "passed", "failed" without a grade. */
const char *records_grade_words(struct arena *a, enum lang lang, const struct records_result *r);

/* What counts when a prerequisite is checked. */
enum records_fact_kind {
    RECORDS_RESULT,   /* a try: `grade` and `passed` say how it went */
    RECORDS_AWAITED,  /* a place or choice in an earlier term, without its result: expected to be passed */
    RECORDS_TOGETHER, /* a place or choice in the same term */
    RECORDS_WAIVED,   /* the prerequisite of `course` does not count for this person */
};
struct records_fact {
    enum records_fact_kind kind;
    course_id course;
    const char *code; /* of the course: "CSE 12" */
    int64_t credits;
    int64_t grade;
    bool passed;
};
struct records_known {
    struct records_fact *v;
    size_t n, room;
};
/* A person's results, waivers, and places in the terms before `term`; with room for `more` facts that
   the caller knows. One query. */
[[nodiscard]] err records_known_of(struct db *db, person_id who, term_id term, size_t more,
                                   struct records_known *ret);
/* One more; passed over when there is no room, or when it is known. */
void records_know(struct records_known *k, const struct records_fact *fact);
/* What is awaited is not expected to be passed: it counts for nothing. */
void records_know_strictly(struct records_known *k);

enum records_ready {
    RECORDS_READY,     /* may take it */
    RECORDS_EXPECTED,  /* may, when what is awaited will be passed */
    RECORDS_NOT_READY, /* something is missing */
};
struct records_check {
    enum records_ready ready;
    const char *lacks; /* NOT_READY: what is missing; EXPECTED: what is still to be passed: a rule */
};
/* Is who knows this ready for a course with this rule ("": nothing is asked)? What it returns lives in
   the arena. */
struct records_check records_prereq_check(struct arena *a, const char *rule, course_id course,
                                          const struct records_known *k);
/* A rule in a sentence's words: "CSE 12 with at least a 6.5, and one of MATH 10A or MATH 20A". */
const char *records_prereq_words(struct arena *a, enum lang lang, const char *rule);

#endif
