/* hand_pages.c: a student's studies for who answers for them: places, plan and decisions of a term.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include "hand.h"
#include "identity.h"
#include "items.h"
#include "records_seats.h"

/* Decisions of a term that the page shows; the list has all. */
#define DECIDED_MOST 20

static err person_read(struct rq *rq, struct identity_info *ret)
{
    err e = identity_by_id(rq->db, PATH_ID(rq, person_id, "person"), ret);

    return e == ERR_NOT_FOUND ? fail(rq, e, "There is no such person.") : e;
}

/* --- The studies ---------------------------------------------------------------------------------- */

static err term_asked(struct rq *rq, const struct records_terms *all, struct records_term *ret)
{
    for (size_t i = 0; i < all->n; i++)
        if (str_eq(all->v[i].code, form_typed(rq, "term"))) {
            *ret = all->v[i];
            return OK;
        }
    return records_term_to_plan(rq->db, rq->lang, ret);
}

static void tabs_in(struct rq *rq, const struct records_terms *all, term_id now,
                    struct studymap_student_view *view)
{
    view->terms = (struct tabs){ARENA_ARRAY(rq->arena, all->n, struct tab), all->n};
    for (size_t i = 0; i < all->n; i++)
        view->terms.v[i] = (struct tab){all->v[i].name,
                                        arena_printf(rq->arena, "/admin/students/%lld?term=%s",
                                                     (long long)view->id.v,
                                                     url_seg(rq->arena, all->v[i].code)),
                                        all->v[i].id.v == now.v};
}

static err studies_in(struct rq *rq, struct studymap_student_view *view)
{
    struct records_studies all = {};

    TRY(records_studies_of(rq->db, rq->lang, view->id, &all));
    view->studies.v = ARENA_ARRAY(rq->arena, all.n, const char *);
    for (size_t i = 0; i < all.n; i++)
        view->studies.v[view->studies.n++] =
            say(rq, "%s, since %s", all.v[i].name, day_words(rq->arena, rq->lang, all.v[i].since));
    return OK;
}

static err places_in(struct rq *rq, const struct records_term *term, struct studymap_student_view *view)
{
    struct records_places all = {};

    TRY(records_places_of(rq->db, view->id, term->id, &all));
    view->places.v = ARENA_ARRAY(rq->arena, all.n, struct studymap_hand_place);
    for (size_t i = 0; i < all.n; i++) {
        const struct records_place *p = &all.v[i];
        const struct records_section *s = &p->section;

        view->places.v[view->places.n++] = (struct studymap_hand_place){
            .course = arena_printf(rq->arena, "%s %s", s->course_code, s->course_name),
            .group = s->code,
            .path = arena_printf(rq->arena, "/courses/%s?term=%s", url_seg(rq->arena, s->course_code),
                                 view->term),
            .waiting_at = p->waiting_at,
            .at = p->at,
            .end = view->may_give
                       ? arena_printf(rq->arena, "/admin/students/%lld/%s/end/%lld%s",
                                      (long long)view->id.v, view->term, (long long)s->offering.v,
                                      p->waiting_at ? "?waits=1" : "")
                       : NULL,
        };
    }
    return OK;
}

static err plan_in(struct rq *rq, const struct records_term *term, struct studymap_student_view *view)
{
    struct studymap_item_list items = {};
    struct studymap_plan *plan = NULL;

    TRY(studymap_q_plan_of(rq->db, view->id, term->id, &plan));
    if (!plan)
        return OK;
    TRY(studymap_items_read(rq->db, plan->id, &items));
    view->armed = plan->armed_at.v != 0;
    view->armed_at = plan->armed_at;
    view->plan.v = ARENA_ARRAY(rq->arena, items.n, const char *);
    for (size_t i = 0; i < items.n; i++) {
        int64_t others = (int64_t)studymap_options_of(items.v[i].section, items.v[i].others).n - 1;

        view->plan.v[view->plan.n++] =
            others == 0 ? items.v[i].label
                        : arena_printf(rq->arena, "%s, %s", items.v[i].label,
                                       tr_n(rq->arena, rq->lang, "with %d alternative",
                                            "with %d alternatives", others));
    }
    return OK;
}

static err decided_in(struct rq *rq, const struct records_term *term, struct studymap_student_view *view)
{
    struct studymap_decision_sum_list rows = {};

    TRY(studymap_q_decisions_page(rq->db, term->id, NULL, view->id, NULL, (instant){}, (instant){},
                                  (instant){}, (receipt_id){}, DECIDED_MOST + 1, &rows));
    view->more = rows.n > DECIDED_MOST;
    view->decided.v = ARENA_ARRAY(rq->arena, rows.n, struct studymap_decided_line);
    for (size_t i = 0; i < rows.n && i < DECIDED_MOST; i++)
        view->decided.v[view->decided.n++] = decided_line(rq, &rows.v[i]);
    return OK;
}

/* What she who looks asked, and is not answered yet: "?asked=REQUEST". */
static err asked_in(struct rq *rq, struct studymap_student_view *view)
{
    request_id id = FORM_ID_OR_NONE(rq, request_id, "asked");
    struct studymap_request_for *q = NULL;

    if (id.v == 0)
        return OK;
    TRY(studymap_q_request_for(rq->db, id, rq->me, &q));
    if (!q || q->person.v != view->id.v)
        return OK;
    view->pending = q->decided_at.v == 0;
    if (view->pending)
        reply_header(rq, "Refresh", "1");
    if (view->pending)
        view->asked = say(rq, "What you asked is decided in its turn. This page looks again by itself.");
    else if (str_empty(q->number))
        view->asked = say(rq, "Nothing was changed: meanwhile a rule objects that you did not overrule, or no seat is "
                              "free. Look at it again.");
    return OK;
}

/* All of one term. */
static err term_in(struct rq *rq, const struct records_term *term, struct studymap_student_view *view)
{
    struct records_window window = {};

    view->term = url_seg(rq->arena, term->code);
    view->term_name = term->name;
    view->may_give = view->all && !studymap_term_over(term->last, civil_of(rq->now).day);
    TRY(records_window_for(rq->db, view->id, term->id, &window));
    view->window = studymap_window_words(rq, &window);
    TRY(places_in(rq, term, view));
    TRY(plan_in(rq, term, view));
    TRY(decided_in(rq, term, view));
    return asked_in(rq, view);
}

err studymap_student_get(struct rq *rq)
{
    struct studymap_student_view view = {};
    struct records_terms all = {};
    struct identity_info who = {};
    struct records_term term = {};
    const struct person *me = rq_person(rq);

    TRY(person_read(rq, &who));
    TRY(may_advise(rq, who.id));
    view.id = who.id;
    view.title = say(rq, "Studies of %s", who.name);
    view.name = who.name;
    view.login = who.login;
    view.all = may_in(me->roles, me->n_roles, MAY_MANAGE_CATALOGUE, 0);
    TRY(studies_in(rq, &view));
    TRY(records_terms(rq->db, rq->lang, &all));
    err e = term_asked(rq, &all, &term);
    if (e == ERR_NOT_FOUND)
        return studymap_v_student(rq->out, &view);
    TRY(e);
    tabs_in(rq, &all, term.id, &view);
    TRY(term_in(rq, &term, &view));
    looked_at(rq, "studymap.student_looked_at", "person", who.id.v);
    return studymap_v_student(rq->out, &view);
}
