/* prereq.h: the language of prerequisites: read, printed, weighed. Pure.

     rule    = one of several:  CSE 12 | MATH 20A
               all of several:  CSE 12 & CSE 20
               some of several: 2 of (CSE 101, CSE 105, CSE 107)
               not:             !CSE 11
               a course:        CSE 12        passed
                                CSE 12 >= 6.5 with at least this grade
                                with CSE 12L  passed, or taken in the same term
               credits:         credits >= 90        EC of courses passed
                                credits CSE >= 30    of one subject
   `&` binds closer than `|`; parentheses as usual. There is one canonical way to write a rule; two trees
   are the same when they print the same.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef RECORDS_PREREQ_H
#define RECORDS_PREREQ_H
#include "records_ready.h"

/* A rule has at most so many characters, and parentheses (and nots) so deep. */
#define PREREQ_LONGEST 1000
#define PREREQ_DEEPEST 8

enum prereq_kind { PREREQ_COURSE, PREREQ_WITH, PREREQ_CREDITS, PREREQ_ALL, PREREQ_SOME, PREREQ_NOT };
struct prereq {
    enum prereq_kind kind;
    const char *code;           /* COURSE, WITH: "CSE 12"; CREDITS: the subject, or NULL */
    int64_t n;                  /* COURSE: tenths, or 0; CREDITS: EC; SOME: how many of the parts */
    const struct prereq **parts; /* ALL, SOME: two or more; NOT: one */
    size_t n_parts;
};
/* NULL for "" (nothing is asked). ERR_PARSE; then *ret_at is the byte where it could not go on. */
[[nodiscard]] err prereq_parse(struct arena *a, const char *text, const struct prereq **ret, size_t *ret_at);
/* "6", "6.5" in tenths; ERR_PARSE unless 1.0 to 10.0. */
[[nodiscard]] err prereq_grade(struct arena *a, const char *text, int64_t *ret);
/* The canonical form; "" for NULL. */
const char *prereq_print(struct arena *a, const struct prereq *p);
/* In words, as part of a sentence. */
const char *prereq_words(struct arena *a, enum lang lang, const struct prereq *p);
/* "CSE 12 with at least a 6.5", of a part without parts. */
const char *prereq_leaf_words(struct arena *a, enum lang lang, const struct prereq *p);

enum records_ready prereq_weigh(const struct prereq *p, const struct records_known *k);
/* The parts of `p` that make it `why` (not READY): all that must still come. */
const struct prereq *prereq_lack(struct arena *a, const struct prereq *p, const struct records_known *k,
                                 enum records_ready why);
/* Every course that the rule names, with repetitions. */
void prereq_courses(const struct prereq *p, void (*each)(void *ctx, const char *code), void *ctx);

#endif
