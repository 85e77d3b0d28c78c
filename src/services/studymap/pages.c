/* pages.c: the plan of a term, and the groups of one course to choose from.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include "plan.h"

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

static struct studymap_entry choice_entry(struct rq *rq, const struct studymap_choice *c)
{
    struct studymap_entry e = {.gone = true, .code = "", .name = c->item->label};

    if (c->section)
        e = studymap_entry_of(rq, c->section);
    e.offering = c->item->offering;
    e.section = c->item->section;
    e.problem = studymap_why_words(rq, e.name, &c->why);
    e.refused = e.problem != NULL;
    if (!e.problem)
        e.problem = studymap_why_words(rq, e.name, &c->clash);
    if (!e.problem)
        e.problem = studymap_expected_words(rq, e.name, &c->why);
    return e;
}

static void lists_fill(struct rq *rq, const struct studymap_state *st,
                       struct studymap_plan_view *view)
{
    view->choices.v = ARENA_ARRAY(rq->arena, st->n, struct studymap_entry);
    for (size_t i = 0; i < st->n; i++) {
        struct studymap_entry *e = &view->choices.v[view->choices.n++];
        *e = choice_entry(rq, &st->v[i]);
        view->n_refused += e->refused;
    }
    view->places.v = ARENA_ARRAY(rq->arena, st->places.n, struct studymap_entry);
    for (size_t i = 0; i < st->places.n; i++) {
        struct studymap_entry *e = &view->places.v[view->places.n++];
        *e = studymap_entry_of(rq, &st->places.v[i].section);
        e->waiting_at = st->places.v[i].waiting_at;
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

err studymap_plan_get(struct rq *rq)
{
    const struct studymap_settings *settings = studymap_settings_of(rq);
    struct studymap_state st = {};
    struct studymap_plan_view view = {};

    TRY(studymap_state_read(rq, &st));
    TRY(tabs_read(rq, &st.term, &view.tabs));
    TRY(removed_read(rq, &st, &view.removed));
    lists_fill(rq, &st, &view);
    singles_fill(rq, &st, &view);
    view.title = say(rq, "Plan for %s", st.term.name);
    view.term = url_seg(rq->arena, st.term.code);
    view.term_name = st.term.name;
    view.over = studymap_term_over(st.term.last, civil_of(rq->now).day);
    view.window = studymap_window_words(rq, &st.window);
    view.open = st.window.state == RECORDS_WINDOW_OPEN && !view.over;
    view.version = st.plan.version;
    view.credits = st.held.credits;
    view.credits_most = settings->credits_most;
    view.credits_words.one = say(rq, "%d EC of at most %d EC", (int)st.held.credits,
                                 (int)settings->credits_most);
    view.heavy = st.held.credits > settings->credits_heavy;
    return studymap_v_plan(rq->out, &view);
}

/* The state with one offering taken out of what is held, to judge its groups. */
static struct studymap_held without(struct rq *rq, const struct studymap_state *st,
                                    offering_id offering)
{
    struct studymap_held held = studymap_held_places(rq->arena, st);
    struct studymap_held rest = {.v = held.v};
    size_t n = held.n;

    for (size_t i = 0; i < n; i++) {
        if (held.v[i]->offering.v != offering.v)
            studymap_hold(&rest, held.v[i]);
    }
    for (size_t i = 0; i < st->n; i++) {
        const struct records_section *s = st->v[i].section;
        if (s && s->offering.v != offering.v && !studymap_place_in(st, s->offering))
            studymap_hold(&rest, s);
    }
    return rest;
}

static section_id chosen_in(const struct studymap_state *st, offering_id offering)
{
    for (size_t i = 0; i < st->n; i++) {
        if (st->v[i].item->offering.v == offering.v)
            return st->v[i].item->section;
    }
    return (section_id){};
}

/* What must be done before the course, whichever the group. */
static err prepared_words(struct rq *rq, struct studymap_state *st, const struct records_section *s,
                          struct studymap_groups_view *view)
{
    const struct studymap_held nothing = {};
    const struct studymap_limits only = {.credits = INT64_MAX, .clashes = true};
    struct studymap_limits l = only;
    struct studymap_why why = {};

    if (str_empty(s->rule))
        return OK;
    TRY(studymap_know(rq, st));
    l.known = st->limits.known;
    l.arena = st->limits.arena;
    why = studymap_judge(&l, &nothing, s);
    view->refused = why.reason == STUDYMAP_PREREQUISITE;
    view->before = view->refused ? studymap_why_words(rq, s->course_name, &why)
                                 : studymap_expected_words(rq, s->course_name, &why);
    return OK;
}

/* The parallel groups of one course, each with what it would clash with. */
err studymap_groups_get(struct rq *rq)
{
    offering_id offering = PATH_ID(rq, offering_id, "offering");
    struct studymap_state st = {};
    struct records_sections groups = {};
    struct studymap_groups_view view = {};

    TRY(studymap_state_read(rq, &st));
    TRY(records_sections_of(rq->db, offering, &groups));
    if (groups.n == 0 || groups.v[0].term.v != st.term.id.v)
        return ERR_NOT_FOUND;
    const struct records_place *place = studymap_place_in(&st, offering);
    struct studymap_held rest = without(rq, &st, offering);
    section_id chosen = chosen_in(&st, offering);
    TRY(prepared_words(rq, &st, &groups.v[0], &view));
    view.groups.v = ARENA_ARRAY(rq->arena, groups.n, struct studymap_entry);
    view.groups.n = groups.n;
    for (size_t i = 0; i < groups.n; i++) {
        struct studymap_why why = {};
        struct studymap_entry *e = &view.groups.v[i];
        *e = studymap_entry_of(rq, &groups.v[i]);
        e->chosen = groups.v[i].id.v == chosen.v;
        if (studymap_clash(&rest, &groups.v[i], &why))
            e->problem = studymap_why_words(rq, e->name, &why);
    }
    view.title = say(rq, "Groups of %s", groups.v[0].course_name);
    view.term = url_seg(rq->arena, st.term.code);
    view.term_name = st.term.name;
    if (place)
        view.held = say(rq, "You already have a place in group %s, or wait for one. Leave it "
                            "first to choose another group.", place->section.code);
    return studymap_v_groups(rq->out, &view);
}
