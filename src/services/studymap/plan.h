/* plan.h: a student's term as studymap sees it, read once per request; its words; the handlers.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef STUDYMAP_PLAN_H
#define STUDYMAP_PLAN_H
#include "decide.h"
#include "form.h"
#include "lines.h"
#include "models.h"
#include "reply.h"
#include "rights.h"
#include "rq.h"
#include "rules.h"
#include "settings.h"
#include "tasks.h"
#include "studymap.h"
#include "studymap_q.h"
#include "studymap_v.h"

extern const struct settings_group studymap_settings_group;
static inline const struct studymap_settings *studymap_settings_of(const struct rq *rq)
{
    return settings_of(rq_settings(rq), &studymap_settings_group);
}

struct records_sheet;
/* One choice in the plan, judged in its turn after the places and the choices before it. */
struct studymap_choice {
    const struct studymap_item *item;
    struct studymap_option options[STUDYMAP_OPTIONS]; /* best first */
    size_t n_options;
    const struct records_section *section; /* of the first option; NULL: withdrawn */
    struct studymap_why why;               /* what refuses it */
};
struct studymap_state {
    struct records_term term;
    struct records_window window;
    const struct records_sheet *sheet; /* the term's sections, without their seats */
    struct records_section **copies; /* of those that are planned, with their seats */
    size_t n_copies;
    struct records_places places;
    struct studymap_plan plan; /* id zero: nothing was planned yet */
    struct studymap_choice *v;
    size_t n;
    struct studymap_limits limits;
    struct studymap_held held; /* the places and the choices that fit */
    bool locked; /* for a change: the plan is in a draw that is being held, and does not change */
};
/* What stands beside a choice, NULL: beside none: the places, and the first options of the others. */
struct studymap_held studymap_beside(struct arena *a, const struct studymap_state *st,
                                     const struct studymap_choice *c);
/* Everything of rq->me in the term of the path ("{term}"). ERR_NOT_FOUND. */
[[nodiscard]] err studymap_state_read(struct rq *rq, struct studymap_state *st);
/* From now on the prerequisites of all sections are looked at: reads what the student has done. */
[[nodiscard]] err studymap_know(struct rq *rq, struct studymap_state *st);
/* Only the places are held: where a submission begins. Room for all choices. */
struct studymap_held studymap_held_places(struct arena *a, const struct studymap_state *st);
/* The place in an offering, or else the wait-list place, or NULL. */
const struct records_place *studymap_place_in(const struct studymap_state *st, offering_id offering);

/* Does the plan, as it is, only hold what would be refused? */
bool studymap_hopeless(const struct studymap_state *st, const struct studymap_settings *settings);
const struct studymap_choice *studymap_choice_in(const struct studymap_state *st,
                                                 offering_id offering);

/* Words, in the person's language. */
const char *studymap_when_words(struct rq *rq, struct studymap_when w);
/* Why the course `name` is refused; NULL when it is not. */
const char *studymap_why_words(struct rq *rq, const char *name, const struct studymap_why *why);
/* What is still to be passed before the course `name`, which fits; NULL when nothing is. */
const char *studymap_expected_words(struct rq *rq, const char *name, const struct studymap_why *why);
const char *studymap_window_words(struct rq *rq, const struct records_window *w);
/* A section's meetings, one line for those of the same kind, time and place. */
struct str_list studymap_times(struct rq *rq, const struct records_section *s);
const char *studymap_place_words(struct rq *rq, const struct records_meeting *m);
struct studymap_entry studymap_entry_of(struct rq *rq, const struct records_section *s);
/* What refuses `s` or is still to be done for it, and everything in `beside` that it clashes with. */
struct str_list studymap_problems(struct rq *rq, const struct records_section *s,
                                  const struct studymap_held *beside,
                                  const struct studymap_why *why);
/* The choices of the plan page. */
struct studymap_choice_views studymap_choices_show(struct rq *rq, const struct studymap_state *st);
/* Her places: what each gives up, her chance, and why she was passed over. */
[[nodiscard]] err studymap_places_show(struct rq *rq, struct studymap_state *st,
                                       struct studymap_place_views *ret);
/* Her seat in an offering, and her wait-list place; NULL: none. */
const struct records_place *studymap_seat_in(const struct studymap_state *st, offering_id offering);
const struct records_place *studymap_wait_in(const struct studymap_state *st, offering_id offering);
/* Her places without one (NULL: none) and without what she waits for in `wanted`, or at all (zero). */
struct studymap_held studymap_held_without(struct arena *a, const struct studymap_state *st,
                                           const struct records_place *gives, offering_id wanted);
/* The picture of the plan. */
struct week studymap_week(struct rq *rq, const struct studymap_state *st);

/* follow.c: what the plan page was made of, as a number; and for the bell's stream, by term. */
int64_t studymap_mark(const struct studymap_state *st);
[[nodiscard]] err studymap_mark_now(struct db *db, person_id who, int64_t term, int64_t *ret);

struct engaged;
/* When rq->me is engaged by her plans. */
err studymap_engaged_by(struct rq *rq, struct engaged *to);

err studymap_now_get(struct rq *rq);
err studymap_plan_get(struct rq *rq);
err studymap_groups_get(struct rq *rq);
err studymap_add_post(struct rq *rq);
err studymap_remove_post(struct rq *rq);
err studymap_option_post(struct rq *rq);
err studymap_rank_post(struct rq *rq);
err studymap_submit_get(struct rq *rq);
err studymap_submit_post(struct rq *rq);
err studymap_asked_get(struct rq *rq);
/* asked_live.c: the stream of that page, and its task. */
#define STUDYMAP_ASKED "studymap.asked"
err studymap_asked_live_get(struct rq *rq);
err studymap_asked_round(struct task *t, instant *ret_next);
[[nodiscard]] err studymap_asked_start(struct app *app);
err studymap_swap_post(struct rq *rq);
err studymap_leave_get(struct rq *rq);
err studymap_leave_post(struct rq *rq);
err studymap_receipts_get(struct rq *rq);
err studymap_receipt_get(struct rq *rq);

/* replay_pages.c: decisions, for those who answer for them. */
err studymap_replay_prepare(struct rq *rq);
err studymap_replay_post(struct rq *rq);
err studymap_decisions_csv_get(struct rq *rq);
err studymap_decision_get(struct rq *rq);

/* Decides what was asked, or puts it into the queue: *ret_queued is its address then, else NULL. */
[[nodiscard]] err studymap_ask(struct rq *rq, struct studymap_asked *asked,
                               struct studymap_decided *ret, const char **ret_queued);

/* What the campus collects: offers.c. */
err studymap_card(struct rq *rq);
struct deadlines;
err studymap_deadlines(struct rq *rq, struct deadlines *ret);
struct json_out;
err studymap_export_plans(struct db *db, person_id who, struct json_out *j);
err studymap_export_ticket(struct db *db, person_id who, struct json_out *j);
err studymap_export_receipts(struct db *db, person_id who, struct json_out *j);
err studymap_check(struct db *db, struct buf *out);

#endif
