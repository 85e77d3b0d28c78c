/* places.c: a student's places as the plan shows them: what each gives up, the chance of one who waits,
   and why she was passed over.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include "plan.h"

const struct records_place *studymap_seat_in(const struct studymap_state *st, offering_id offering)
{
    const struct records_place *p = studymap_place_in(st, offering);

    return p && p->waiting_at == 0 ? p : NULL;
}

const struct records_place *studymap_wait_in(const struct studymap_state *st, offering_id offering)
{
    for (size_t i = 0; i < st->places.n; i++) {
        const struct records_place *p = &st->places.v[i];

        if (p->section.offering.v == offering.v && p->waiting_at > 0)
            return p;
    }
    return NULL;
}

struct studymap_held studymap_held_without(struct arena *a, const struct studymap_state *st,
                                           const struct records_place *gives, offering_id wanted)
{
    struct studymap_held held = {.v = ARENA_ARRAY(a, st->places.n, const struct records_section *)};

    for (size_t i = 0; i < st->places.n; i++) {
        const struct records_place *p = &st->places.v[i];
        const struct records_place *old = p->gives_up.v ? studymap_seat_in(st, p->gives_up) : NULL;
        bool out = wanted.v == 0 || p->section.offering.v == wanted.v;

        if (p == gives || (p->waiting_at > 0 && out))
            continue;
        if (old && old != p)
            studymap_hold_for(&held, &p->section, &old->section);
        else
            studymap_hold(&held, &p->section);
    }
    return held;
}

/* --- One who waits ------------------------------------------------------------------------------ */

static const char *chance_words(struct rq *rq, const struct studymap_state *st,
                                const struct records_place *p, const struct studymap_wait *w)
{
    day today = civil_of(rq->now).day;
    struct studymap_queue q = {
        .at = p->waiting_at,
        .seats = p->section.unlimited ? 0 : p->section.seats,
        .freed = w->freed,
        .seen = st->window.opens.v ? day_between(civil_of(st->window.opens).day, today) : 0,
        .left = day_between(today, day_add(st->term.first, STUDYMAP_CHANCE_DAYS)),
    };

    switch (studymap_chance_of(studymap_chance_percent(&q))) {
    case STUDYMAP_CHANCE_GREAT:
        return say(rq, "Your chance of a seat is very good: elsewhere, more than 9 in 10 in such a place got one.");
    case STUDYMAP_CHANCE_GOOD:
        return say(rq, "Your chance of a seat is good: elsewhere, about 3 in 4 in such a place got one.");
    case STUDYMAP_CHANCE_EVEN:
        return say(rq, "Your chance of a seat is about even. Have another course in mind.");
    case STUDYMAP_CHANCE_SMALL:
        return say(rq, "Your chance of a seat is small: elsewhere, about 1 in 8 in such a place got one. Choose "
                       "another course, too.");
    case STUDYMAP_CHANCE_UNKNOWN:
        break;
    }
    return say(rq, "We cannot tell your chance of a seat: too little has moved yet.");
}

/* Would she get a seat if one came free now? As promote.c judges. */
static err wait_judge(struct rq *rq, struct studymap_state *st, const struct records_place *p,
                      struct studymap_place_view *v)
{
    const struct records_place *old = p->gives_up.v ? studymap_seat_in(st, p->gives_up) : NULL;
    struct studymap_held held = studymap_held_without(rq->arena, st, old, (offering_id){});

    if (!str_empty(p->section.rule))
        TRY(studymap_know(rq, st));
    struct studymap_why why = studymap_judge(&st->limits, &held, &p->section);
    if (why.reason == STUDYMAP_FITS)
        return OK;
    v->e.problems = studymap_problems(rq, &p->section, &held, &why);
    return OK;
}

static void skip_say(struct rq *rq, const struct records_place *p, const struct studymap_wait *w,
                     struct studymap_place_view *v)
{
    bool skipped = p->skipped && w->skipped_at.v;
    const char *at = skipped ? instant_words(rq->arena, rq->lang, w->skipped_at) : "";

    if (skipped && v->e.problems.n > 0)
        v->skipped = say(rq, "A seat came free on %s, but you could not have it and it went on to the "
                             "next. You keep your place on the list. Change this, and you are asked "
                             "again at once:", at);
    else if (skipped)
        v->skipped = say(rq, "A seat came free on %s, but you could not have it then. As it is now, you "
                             "get the next one in your turn.", at);
    else if (v->e.problems.n > 0)
        v->skipped = say(rq, "If a seat came free now, it would pass you by. You keep your place on the "
                             "list; change this before it comes to that:");
}

static err wait_show(struct rq *rq, struct studymap_state *st, const struct records_place *p,
                     const struct studymap_wait *w, struct studymap_place_view *v)
{
    const struct records_place *old = p->gives_up.v ? studymap_seat_in(st, p->gives_up) : NULL;

    TRY(wait_judge(rq, st, p, v));
    v->chance = chance_words(rq, st, p, w);
    v->freed = w->freed;
    skip_say(rq, p, w, v);
    if (old)
        v->gives = say(rq, "When you get it, your place in %s, group %s, ends. Until then you keep it.",
                       old->section.course_name, old->section.code);
    return OK;
}

/* --- All of them -------------------------------------------------------------------------------- */

static const char *given_for(struct rq *rq, const struct studymap_state *st,
                             const struct records_place *p)
{
    for (size_t i = 0; i < st->places.n; i++) {
        const struct records_place *w = &st->places.v[i];

        if (w->waiting_at > 0 && w->gives_up.v == p->section.offering.v)
            return say(rq, "You give this up when you get %s, group %s: you wait there at place %d.",
                       w->section.course_name, w->section.code, (int)w->waiting_at);
    }
    return NULL;
}

static const struct studymap_wait *wait_known(const struct studymap_wait_list *all, section_id id)
{
    static const struct studymap_wait nothing = {};

    for (size_t i = 0; i < all->n; i++) {
        if (all->v[i].section.v == id.v)
            return &all->v[i];
    }
    return &nothing;
}

static bool some_wait(const struct studymap_state *st)
{
    for (size_t i = 0; i < st->places.n; i++) {
        if (st->places.v[i].waiting_at > 0)
            return true;
    }
    return false;
}

err studymap_places_show(struct rq *rq, struct studymap_state *st, struct studymap_place_views *ret)
{
    struct studymap_wait_list known = {};

    if (some_wait(st))
        TRY(studymap_q_waits_of(rq->db, rq->me, st->term.id, &known));
    ret->v = ARENA_ARRAY(rq->arena, st->places.n, struct studymap_place_view);
    ret->n = st->places.n;
    for (size_t i = 0; i < st->places.n; i++) {
        const struct records_place *p = &st->places.v[i];
        struct studymap_place_view *v = &ret->v[i];

        v->e = studymap_entry_of(rq, &p->section);
        v->waiting_at = p->waiting_at;
        if (p->waiting_at > 0)
            TRY(wait_show(rq, st, p, wait_known(&known, p->section.id), v));
        else
            v->gives = given_for(rq, st, p);
    }
    return OK;
}
