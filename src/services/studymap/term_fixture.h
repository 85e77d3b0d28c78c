/* term_fixture.h: for tests: a campus with one term to plan, and students who ask.
   Term "2026-2" runs from 1 February to 25 June 2027; the clock stands at 15 January, in the enrolment
   window. Courses, with offering and sections by number:
     CSE 1  Logic and Sets, 6 EC   offering 11: 111 (A01, Mon 9:00–10:45), 112 (A02, Tue 9:00–10:45)
     MATH 2 Calculus 1, 6 EC       offering 12: 121 (Mon 10:00–12:00)
     HIS 3  History of Rome, 40 EC offering 13: 131 (Wed, unlimited)
     LAT 4  Latin, 5 EC            offering 14: 141 (Thu, and an exam; one seat)
   Students are persons 901 to 940.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef STUDYMAP_TERM_FIXTURE_H
#define STUDYMAP_TERM_FIXTURE_H
#include "app.h"
#include "db_fixture.h"

#define TERM_OPENS  1799000000000
#define TERM_NOW    1800000000000
#define TERM_CLOSES 1801000000000

struct term_campus {
    struct fixture_place place;
    struct app *app;
    struct arena *arena;
};
/* Runs a test on each database. */
void term_each(void (*test)(struct term_campus *c));
/* The same for one database at a time; at the end the invariants must hold. */
struct term_campus term_open(int which);
void term_close(struct term_campus *c);
/* Another process of the same campus; ended by app_close(). */
struct app *term_another(const struct term_campus *c);
/* A sentence of SQL that changes something. */
void term_do(struct term_campus *c, const char *sql);
/* A sentence that gives one number. */
int64_t term_count(struct term_campus *c, const char *sql);
/* What `rapenburg check` would say of studymap. */
const char *term_faults(struct term_campus *c);

/* What a student sees; the arena is the one given, for threads of their own. */
struct web_answer term_get(struct term_campus *c, int64_t student, const char *path);
[[gnu::format(printf, 4, 5)]] struct web_answer term_post(struct term_campus *c, int64_t student,
                                                          const char *path, const char *fmt, ...);
bool term_sees(const struct web_answer *a, const char *text);
/* Where a 303 leads, "" for any other answer. */
const char *term_leads(struct term_campus *c, const struct web_answer *a);
/* The version in the form of the student's plan, as she sees it now. */
int64_t term_version(struct term_campus *c, int64_t student);
/* Chooses, submits what is planned; gives the receipt's address. */
void term_choose(struct term_campus *c, int64_t student, int64_t section);
const char *term_submit(struct term_campus *c, int64_t student);

#endif
