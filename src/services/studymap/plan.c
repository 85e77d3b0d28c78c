/* plan.c: reads a student's term and judges the plan.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include "known.h"
#include "items.h"
#include "plan.h"
#include "records_seats.h"

const struct records_place *studymap_place_in(const struct studymap_state *st, offering_id offering)
{
    const struct records_place *found = NULL;

    for (size_t i = 0; i < st->places.n; i++) {
        const struct records_place *p = &st->places.v[i];

        if (p->section.offering.v == offering.v && (!found || p->waiting_at == 0))
            found = p;
    }
    return found;
}

struct studymap_held studymap_held_places(struct arena *a, const struct studymap_state *st)
{
    struct studymap_held held = {
        .v = ARENA_ARRAY(a, st->places.n + st->n, const struct records_section *),
    };

    for (size_t i = 0; i < st->places.n; i++) {
        const struct records_place *p = &st->places.v[i];
        const struct records_place *old = p->gives_up.v ? studymap_place_in(st, p->gives_up) : NULL;

        if (old && old != p)
            studymap_hold_for(&held, &p->section, &old->section);
        else
            studymap_hold(&held, &p->section);
    }
    return held;
}

/* A copy of a section of the sheet, for its seats; NULL: withdrawn. */
static struct records_section *copy_of(struct rq *rq, const struct records_sheet *sheet, section_id id)
{
    const struct records_section *s = records_sheet_section(sheet, id);
    struct records_section *copy = NULL;

    if (s) {
        copy = ARENA_NEW(rq->arena, struct records_section);
        *copy = *s;
    }
    return copy;
}

static void option_read(struct rq *rq, struct studymap_state *st, struct studymap_choice *c,
                        section_id id)
{
    struct studymap_option *o = &c->options[c->n_options++];

    o->id = id;
    o->section = copy_of(rq, st->sheet, id);
    if (o->section)
        st->copies[st->n_copies++] = o->section;
}

/* The choices with their sections, in the order of the plan. */
static err choices_read(struct rq *rq, struct studymap_state *st)
{
    struct studymap_item_list items = {};

    TRY(studymap_items_read(rq->db, st->plan.id, &items));
    st->v = ARENA_ARRAY(rq->arena, items.n, struct studymap_choice);
    st->n = items.n;
    st->copies = ARENA_ARRAY(rq->arena, items.n * STUDYMAP_OPTIONS, struct records_section *);
    for (size_t i = 0; i < items.n; i++) {
        const struct studymap_item *item = &items.v[i];
        struct studymap_options o = studymap_options_of(item->section, item->others);

        st->v[i].item = item;
        for (size_t k = 0; k < o.n; k++)
            option_read(rq, st, &st->v[i], o.v[k]);
        st->v[i].section = st->v[i].options[0].section;
    }
    return records_seats_fill(rq->db, st->copies, st->n_copies);
}

err studymap_know(struct rq *rq, struct studymap_state *st)
{
    struct studymap_together all = {
        .v = ARENA_ARRAY(rq->arena, st->places.n + st->n, const struct records_section *)};

    if (st->limits.known)
        return OK;
    for (size_t i = 0; i < st->places.n; i++)
        all.v[all.n++] = &st->places.v[i].section;
    for (size_t i = 0; i < st->n; i++)
        all.v[all.n++] = st->v[i].section;
    return studymap_known_read(rq->db, rq->me, st->term.id, studymap_settings_of(rq), &all,
                               &st->limits);
}

/* Nothing is read for a plan whose courses ask for nothing. */
static err know_if_asked(struct rq *rq, struct studymap_state *st)
{
    for (size_t i = 0; i < st->n_copies; i++)
        if (!str_empty(st->copies[i]->rule))
            return studymap_know(rq, st);
    return OK;
}

static void judge_all(struct rq *rq, struct studymap_state *st)
{
    st->held = studymap_held_places(rq->arena, st);
    for (size_t i = 0; i < st->n; i++) {
        struct studymap_choice *c = &st->v[i];
        for (size_t k = 0; k < c->n_options; k++)
            c->options[k].why = studymap_judge(&st->limits, &st->held, c->options[k].section);
        c->why = c->options[0].why;
        if (c->why.reason == STUDYMAP_FITS)
            studymap_hold(&st->held, c->section);
    }
}

struct studymap_held studymap_beside(struct arena *a, const struct studymap_state *st,
                                     const struct studymap_choice *c)
{
    struct studymap_held beside = studymap_held_places(a, st);

    for (size_t i = 0; i < st->n; i++) {
        if (&st->v[i] != c && st->v[i].section)
            beside.v[beside.n++] = st->v[i].section;
    }
    return beside;
}

const struct studymap_choice *studymap_choice_in(const struct studymap_state *st,
                                                 offering_id offering)
{
    for (size_t i = 0; i < st->n; i++) {
        if (st->v[i].item->offering.v == offering.v)
            return &st->v[i];
    }
    return NULL;
}

bool studymap_hopeless(const struct studymap_state *st, const struct studymap_settings *settings)
{
    for (size_t i = 0; i < st->n; i++) {
        struct studymap_prospect p = studymap_prospect_of(st->v[i].options, st->v[i].n_options,
                                                          settings->wait_lists);

        if (p.outcome != STUDYMAP_REFUSED || !studymap_stays(p.outcome, p.why.reason))
            return false;
    }
    return st->n > 0;
}

err studymap_state_read(struct rq *rq, struct studymap_state *st)
{
    const struct studymap_settings *settings = studymap_settings_of(rq);
    struct studymap_plan *plan = NULL;

    *st = (struct studymap_state){.limits = studymap_limits_of(settings)};
    TRY(records_term_of_code(rq->db, rq->lang, path_text(rq, "term"), &st->term));
    TRY(records_window_for(rq->db, rq->me, st->term.id, &st->window));
    TRY(records_sheet_get(rq->db, st->term.id, &st->sheet));
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
