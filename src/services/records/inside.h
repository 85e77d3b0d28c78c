/* inside.h: what the files of records share: handlers, cards, the import and its command.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef RECORDS_INSIDE_H
#define RECORDS_INSIDE_H
#include "things.h"
#include "records.h"
#include "rq.h"
#include "rules.h"
#include "service.h"

/* Tells every process, after the COMMIT, that the seats or the wait-list of a section changed. In a
   WRITE. */
void seats_changed(struct db *db, section_id section);
/* A seat may have come free: who waits must be asked first (SEATS_FREED). In a WRITE. */
[[nodiscard]] err seats_freed(struct db *db, section_id section);
/* Writes down, for the replay of decisions, what changed in a section beside them: changes.c. In a WRITE. */
struct change {
    section_id section;
    const char *kind; /* added, removed, seats, reserve, placed, waits, left, unwaits */
    person_id person;
    int64_t order; /* waits */
    reserve_id reserve;
    programme_id programme;
    int64_t before, after; /* seats; -1: without a limit */
    instant until;
    person_id by;
    const char *reason; /* or NULL */
};
[[nodiscard]] err change_keep(struct db *db, const struct change *c);

/* catalogue.c: all sections of a term, with their meetings, by id. */
[[nodiscard]] err records_sections_of_term(struct db *db, term_id term,
                                           struct records_sections *ret);

/* catalogue.c: a window as a decision sees it. */
struct records_r_window;
struct records_r_window_list;
struct span records_span_of(const struct records_r_window *w);
/* For how many students enrolment is open with the windows `before`, and would not be with `after`. */
[[nodiscard]] err records_windows_lose(struct db *db, const struct records_r_window_list *before,
                                       const struct records_r_window_list *after, instant at, int64_t *ret_n);
/* catalogue.c: the one to plan of these terms; ERR_NOT_FOUND when there are none. */
[[nodiscard]] err records_plan_of(struct db *db, const struct records_terms *all,
                                  struct records_term *ret);

/* found.c: what people find. */
extern const struct search_source records_found[2];
/* When rq->me is engaged by her places. */
err records_engaged(struct rq *rq, struct engaged *to);

/* pages.c: the catalogue. */
/* things.c */
#define RECORDS_THINGS      7
#define RECORDS_AUDIT_WORDS 9
extern const struct thing_kind records_things[RECORDS_THINGS];
extern const struct audit_word records_audit_words[RECORDS_AUDIT_WORDS];

err records_courses_get(struct rq *rq);
err records_course_get(struct rq *rq);
err records_programmes_get(struct rq *rq);
err records_programme_get(struct rq *rq);
/* ready_pages.c: prerequisites and results. */
err records_waivers_get(struct rq *rq);
err records_waivers_post(struct rq *rq);
err records_waiver_remove_post(struct rq *rq);
/* The person's results and waivers, among her data. */
[[nodiscard]] err results_export(struct db *db, person_id who, struct json_out *j);
/* own.c: one's own studies and teaching. */
err records_record_get(struct rq *rq);
err records_teaching_get(struct rq *rq);
err records_participants_get(struct rq *rq);
err records_card(struct rq *rq);
err records_teaching_card(struct rq *rq);
err records_export(struct db *db, person_id who, struct json_out *j);
/* progress_page.c: fills in how far rq->me is, when she follows it. */
struct records_programme_view;
[[nodiscard]] err progress_show(struct rq *rq, programme_id programme, struct records_programme_view *view);

/* windows.c */
err records_windows_get(struct rq *rq);
err records_windows_post(struct rq *rq);
err records_leaving_post(struct rq *rq); /* leaving.c */
err records_window_remove_post(struct rq *rq);
/* admin.c: demand. */
err records_demand_get(struct rq *rq);
err records_demand_csv_get(struct rq *rq);
err records_demand_json_get(struct rq *rq);
/* exports.c */
err records_seats_csv_get(struct rq *rq);
err records_people_csv_get(struct rq *rq);
/* Notes, for the audit log, that the acting person takes the names of an offering along: on an audited route. */
void export_note(struct rq *rq, offering_id offering);
/* may_seats.c: may the acting person change the seats of this course, of that faculty? */
[[nodiscard]] err may_seats(struct rq *rq, course_id course, faculty_id faculty, bool *ret);
/* seats_pages.c, kept_pages.c, many_pages.c: seats. */
err records_offering_admin_get(struct rq *rq);
err records_seats_get(struct rq *rq);
err records_seats_check_get(struct rq *rq);
err records_seats_post(struct rq *rq);
err records_kept_post(struct rq *rq);
err records_many_get(struct rq *rq);
err records_many_check_post(struct rq *rq);
err records_many_raise_get(struct rq *rq);
err records_many_post(struct rq *rq);
/* import_pages.c, command.c: CSV folders. */
err records_import_get(struct rq *rq);
err records_import_check_get(struct rq *rq);
err records_import_prepare(struct rq *rq);
err records_import_post(struct rq *rq);
int records_import_command(struct app *app, int argc, char **argv);

#endif
