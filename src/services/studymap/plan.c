/* plan.c: reads a student's term and judges the plan.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include "plan.h"

const struct records_place *studymap_place_in(const struct studymap_state *st, offering_id offering)
{
    for (size_t i = 0; i < st->places.n; i++) {
        if (st->places.v[i].section.offering.v == offering.v)
            return &st->places.v[i];
    }
    return NULL;
}

struct studymap_held studymap_held_places(struct arena *a, const struct studymap_state *st)
{
    struct studymap_held held = {
        .v = ARENA_ARRAY(a, st->places.n + st->n, const struct records_section *),
    };

    for (size_t i = 0; i < st->places.n; i++)
        studymap_hold(&held, &st->places.v[i].section);
    return held;
}

/* The choices with their sections, in the order of the plan. */
static err choices_read(struct rq *rq, struct studymap_state *st)
{
    struct studymap_item_list items = {};
    struct records_sections sections = {};

    TRY(studymap_q_items_of(rq->db, st->plan.id, &items));
    section_id *ids = ARENA_ARRAY(rq->arena, items.n, section_id);
    for (size_t i = 0; i < items.n; i++)
        ids[i] = items.v[i].section;
    if (items.n > 0)
        TRY(records_sections_by_id(rq->db, ids, items.n, &sections));
    st->v = ARENA_ARRAY(rq->arena, items.n, struct studymap_choice);
    st->n = items.n;
    for (size_t i = 0, k = 0; i < items.n; i++) {
        st->v[i].item = &items.v[i];
        if (k < sections.n && sections.v[k].id.v == ids[i].v)
            st->v[i].section = &sections.v[k++];
    }
    return OK;
}

static void know_section(struct records_known *k, enum records_fact_kind kind,
                         const struct records_section *s)
{
    records_know(k, &(struct records_fact){.kind = kind,
                                           .course = s->course,
                                           .code = s->course_code,
                                           .credits = s->credits});
}

err studymap_know(struct rq *rq, struct studymap_state *st)
{
    struct records_known *known = ARENA_NEW(rq->arena, struct records_known);
    struct studymap_ahead_list ahead = {};

    if (st->limits.known)
        return OK;
    TRY(studymap_q_planned_before(rq->db, rq->me, st->term.id, civil_of(rq->now).day, &ahead));
    TRY(records_known_of(rq->db, rq->me, st->term.id, ahead.n + st->places.n + st->n, known));
    for (size_t i = 0; i < ahead.n; i++)
        records_know(known, &(struct records_fact){.kind = RECORDS_AWAITED,
                                                        .course = ahead.v[i].course,
                                                        .code = ahead.v[i].code,
                                                        .credits = ahead.v[i].credits});
    if (!studymap_settings_of(rq)->expected_counts)
        records_know_strictly(known);
    for (size_t i = 0; i < st->places.n; i++)
        know_section(known, RECORDS_TOGETHER, &st->places.v[i].section);
    for (size_t i = 0; i < st->n; i++)
        if (st->v[i].section)
            know_section(known, RECORDS_TOGETHER, st->v[i].section);
    st->limits.known = known;
    st->limits.arena = rq->arena;
    return OK;
}

/* Nothing is read for a plan whose courses ask for nothing. */
static err know_if_asked(struct rq *rq, struct studymap_state *st)
{
    for (size_t i = 0; i < st->n; i++)
        if (st->v[i].section && !str_empty(st->v[i].section->rule))
            return studymap_know(rq, st);
    return OK;
}

static void judge_all(struct rq *rq, struct studymap_state *st)
{
    struct studymap_held all = studymap_held_places(rq->arena, st);

    st->held = studymap_held_places(rq->arena, st);
    for (size_t i = 0; i < st->n; i++) {
        struct studymap_choice *c = &st->v[i];
        c->why = studymap_judge(&st->limits, &st->held, c->section);
        if (c->section)
            all.v[all.n++] = c->section;
        if (c->why.reason == STUDYMAP_FITS)
            studymap_hold(&st->held, c->section);
    }
    for (size_t i = 0; i < st->n; i++) {
        if (st->v[i].section)
            (void)studymap_clash(&all, st->v[i].section, &st->v[i].clash);
    }
}

err studymap_state_read(struct rq *rq, struct studymap_state *st)
{
    const struct studymap_settings *settings = studymap_settings_of(rq);
    struct studymap_plan *plan = NULL;

    *st = (struct studymap_state){
        .limits = {.credits = settings->credits_most, .clashes = settings->clashes_allowed}};
    TRY(records_term_of_code(rq->db, rq->lang, path_text(rq, "term"), &st->term));
    TRY(records_window_for(rq->db, rq->me, st->term.id, &st->window));
    TRY(records_places_of(rq->db, rq->me, st->term.id, &st->places));
    TRY(studymap_q_plan_of(rq->db, rq->me, st->term.id, &plan));
    if (plan) {
        st->plan = *plan;
        TRY(choices_read(rq, st));
        TRY(know_if_asked(rq, st));
    }
    judge_all(rq, st);
    return OK;
}
