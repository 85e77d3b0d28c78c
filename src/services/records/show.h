/* show.h: small things that several screens of records show.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef RECORDS_SHOW_H
#define RECORDS_SHOW_H
#include "models.h"
#include "records_q.h"
#include "rq.h"

/* The term of the query field `term` (its code), or else the one to plan. ERR_NOT_FOUND without terms. */
[[nodiscard]] err show_term(struct rq *rq, struct records_terms *ret_all, struct records_term *ret);
struct records_options show_terms(struct rq *rq, const struct records_terms *all, term_id on);
/* Terms as tabs: `path` and the term's code make each address. */
struct tabs show_term_tabs(struct rq *rq, const struct records_terms *all, term_id here,
                           const char *path);
/* Faculties and programmes to choose from: by name; by faculty and degree. */
struct show_filters {
    struct records_options faculties, programmes;
    faculty_id faculty; /* the chosen ones, or zero */
    programme_id programme;
    faculty_id *faculty_ids; /* of the options */
    programme_id *programme_ids;
    const struct records_r_faculty *names; /* of all faculties */
    size_t n_names;
};
[[nodiscard]] err show_filters(struct rq *rq, struct show_filters *ret);
const char *show_faculty_name(const struct show_filters *f, faculty_id id);
/* Free seats of a list row: "Seats left", "Full". NULL when it is not given. */
void show_seats(struct rq *rq, offering_id offering, int64_t sum, struct records_course_line *line);
/* Meetings as lines: those that differ only by weekday stand together. */
struct records_meeting_lines show_meetings(struct rq *rq, const struct records_meetings *m);
const char *course_path(struct arena *a, const char *code);
/* May the acting person do this anywhere? */
bool show_may(const struct rq *rq, enum may m);
/* "2026-11-09T13:00" on the campus clock, for inputs. */
const char *show_local(struct arena *a, instant t);

/* What must be done before a course, with what the acting person has of it before `term`. */
[[nodiscard]] err show_prereq(struct rq *rq, const struct records_r_course *course, term_id term,
                              struct records_course_view *view);
/* The acting person's results. */
[[nodiscard]] err show_results(struct rq *rq, struct records_result_lines *ret);

#endif
