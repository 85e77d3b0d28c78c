/* pages.c: the plan of a term.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include "alerts.h"
#include "armed.h"
#include "room.h"

/* "/plan" leads to the term that one plans for now. */
err studymap_now_get(struct rq *rq)
{
    struct records_term term = {};
    err e = records_term_to_plan(rq->db, rq->lang, &term);

    if (e == ERR_NOT_FOUND)
        return fail(rq, e, "There is no term to plan for yet. It appears here when the university "
                           "has published one.");
    TRY(e);
    return see_other(rq, "/plan/%s", url_seg(rq->arena, term.code));
}

static err tabs_read(struct rq *rq, const struct records_term *here, struct tabs *ret)
{
    struct records_terms terms = {};

    TRY(records_terms(rq->db, rq->lang, &terms));
    ret->v = ARENA_ARRAY(rq->arena, terms.n, struct tab);
    ret->n = terms.n;
    for (size_t i = 0; i < terms.n; i++) {
        const struct records_term *t = &terms.v[i];
        ret->v[i] = (struct tab){
            .text = t->name,
            .path = arena_printf(rq->arena, "/plan/%s", url_seg(rq->arena, t->code)),
            .here = t->id.v == here->id.v,
        };
    }
    return OK;
}

/* "If everything has a seat: 5 courses, 30 EC." */
static const char *sum_words(struct rq *rq, const struct studymap_state *st)
{
    size_t n = 0;

    for (size_t i = 0; i < st->held.n; i++) {
        bool again = false;

        for (size_t k = 0; k < i; k++)
            again = again || st->held.v[k]->offering.v == st->held.v[i]->offering.v;
        n += !again;
    }
    if (n == 0 || st->n == 0)
        return NULL;
    if (n == 1)
        return say(rq, "If everything has a seat: 1 course, %d EC.", (int)st->held.credits);
    return say(rq, "If everything has a seat: %d courses, %d EC.", (int)n, (int)st->held.credits);
}

/* "4 choices · 24 EC": beside the button that stays within reach on a phone. */
static const char *bar_words(struct rq *rq, const struct studymap_state *st)
{
    int64_t credits = 0;

    for (size_t i = 0; i < st->n; i++)
        credits += st->v[i].section ? st->v[i].section->credits : 0;
    return arena_printf(rq->arena, "%s · %s",
                        tr_n(rq->arena, rq->lang, "%d choice", "%d choices", (int64_t)st->n),
                        say(rq, "%d EC", (int)credits));
}

static void lists_fill(struct rq *rq, const struct studymap_state *st,
                       struct studymap_plan_view *view)
{
    view->choices = studymap_choices_show(rq, st);
    view->sum = sum_words(rq, st);
    for (size_t i = 0; i < st->n; i++) {
        view->n_refused += view->choices.v[i].e.refused;
        view->ranked = view->ranked || st->v[i].n_options > 1;
    }
}

/* A line for each exam or other single meeting of one course. */
static void single_add(struct rq *rq, const struct records_section *s,
                       struct studymap_entries *singles)
{
    struct studymap_entry e = {.code = s->course_code, .name = s->course_name};

    e.times.v = ARENA_ARRAY(rq->arena, s->meetings.n, const char *);
    for (size_t i = 0; i < s->meetings.n; i++) {
        const struct records_meeting *m = &s->meetings.v[i];
        if (m->first.v != m->last.v)
            continue;
        e.times.v[e.times.n++] =
            arena_printf(rq->arena, "%s: %s", say_msg(rq, records_kind_words(m->kind)),
                         studymap_when_words(rq, studymap_when_of(m)));
    }
    if (e.times.n > 0)
        singles->v[singles->n++] = e;
}

static void singles_fill(struct rq *rq, const struct studymap_state *st,
                         struct studymap_plan_view *view)
{
    size_t room = st->places.n + st->n;

    view->singles.v = ARENA_ARRAY(rq->arena, room, struct studymap_entry);
    for (size_t i = 0; i < st->places.n; i++)
        single_add(rq, &st->places.v[i].section, &view->singles);
    for (size_t i = 0; i < st->n; i++) {
        if (st->v[i].section && !studymap_place_in(st, st->v[i].item->offering))
            single_add(rq, st->v[i].section, &view->singles);
    }
    view->has_week = room > 0;
    view->week = studymap_week(rq, st);
}

/* What was taken out just now may be put back: "?removed=SECTION". */
static err removed_read(struct rq *rq, const struct studymap_state *st, struct studymap_entry *ret)
{
    struct records_sections found = {};
    section_id id = FORM_ID_OR_NONE(rq, section_id, "removed");

    if (id.v == 0)
        return OK;
    TRY(records_sections_by_id(rq->db, &id, 1, &found));
    if (found.n == 0 || found.v[0].term.v != st->term.id.v)
        return OK;
    for (size_t i = 0; i < st->n; i++) {
        if (st->v[i].item->offering.v == found.v[0].offering.v)
            return OK;
    }
    *ret = studymap_entry_of(rq, &found.v[0]);
    return OK;
}

/* Of full groups she may be told when a seat is free. */
static err alerts_fill(struct rq *rq, const struct studymap_state *st, struct studymap_plan_view *view)
{
    struct studymap_alert_list all = {};
    bool full = false;

    for (size_t i = 0; i < view->choices.n; i++)
        for (size_t k = 0; k < view->choices.v[i].options.n; k++)
            full = full || view->choices.v[i].options.v[k].e.full;
    if (full) /* else there is nothing to be told */
        TRY(studymap_alerts_read(rq, st, &all));
    for (size_t i = 0; i < view->choices.n; i++) {
        struct studymap_choice_view *c = &view->choices.v[i];

        for (size_t k = 0; k < c->options.n; k++)
            studymap_alert_mark(st, &all, rq->now, &c->options.v[k].e);
        studymap_alert_mark(st, &all, rq->now, &c->e);
    }
    return OK;
}

/* Who has a place outside of enrolment is told until when she can leave it. */
static err leaving_fill(struct rq *rq, const struct studymap_state *st, struct studymap_plan_view *view)
{
    instant until = {};
    bool any = false;

    for (size_t i = 0; i < st->places.n; i++)
        any = any || st->places.v[i].waiting_at == 0;
    if (!any || view->over || st->window.state == RECORDS_WINDOW_OPEN)
        return OK;
    TRY(records_leave_until(rq->db, st->term.id, &until));
    view->late = !studymap_may_leave(st->window.state, until, rq->now);
    if (until.v)
        view->leaving = view->late ? say(rq, "Places could be left until %s.", instant_words(rq->arena, rq->lang, until))
                                   : say(rq, "Places can be left until %s.", instant_words(rq->arena, rq->lang, until));
    return OK;
}

/* When the page says something else without anybody's doing. The opening is told to an armed plan by its receipt. */
static int64_t until_of(const struct rq *rq, const struct studymap_state *st)
{
    if (st->window.state == RECORDS_WINDOW_FUTURE && st->plan.armed_at.v == 0)
        return st->window.opens.v - rq->now.v;
    return st->window.state == RECORDS_WINDOW_OPEN ? st->window.closes.v - rq->now.v : 0;
}

err studymap_plan_get(struct rq *rq)
{
    const struct studymap_settings *settings = studymap_settings_of(rq);
    struct studymap_state st = {};
    struct studymap_plan_view view = {};

    TRY(studymap_state_read(rq, &st));
    TRY(tabs_read(rq, &st.term, &view.tabs));
    TRY(removed_read(rq, &st, &view.removed));
    TRY(studymap_places_show(rq, &st, &view.places));
    lists_fill(rq, &st, &view);
    TRY(alerts_fill(rq, &st, &view));
    singles_fill(rq, &st, &view);
    view.title = say(rq, "Plan for %s", st.term.name);
    view.term = url_seg(rq->arena, st.term.code);
    view.term_name = st.term.name;
    view.id = st.term.id;
    view.mark = studymap_mark(&st);
    view.until = until_of(rq, &st);
    view.over = studymap_term_over(st.term.last, civil_of(rq->now).day);
    view.window = studymap_window_words(rq, &st.window);
    if (!view.over)
        TRY(studymap_armed_read(rq, &st, &view.armed));
    view.closed = st.window.state == RECORDS_WINDOW_CLOSED;
    view.open = st.window.state == RECORDS_WINDOW_OPEN && !view.over && !view.armed.held;
    TRY(room_others_wait(rq, &view.others_wait));
    view.change = view.open;
    TRY(leaving_fill(rq, &st, &view));
    view.version = st.plan.version;
    view.bar = bar_words(rq, &st);
    view.credits = st.held.credits;
    view.credits_most = settings->credits_most;
    view.credits_words.one = say(rq, "%d EC of at most %d EC", (int)st.held.credits,
                                 (int)settings->credits_most);
    view.heavy = st.held.credits > settings->credits_heavy;
    return studymap_v_plan(rq->out, &view);
}
