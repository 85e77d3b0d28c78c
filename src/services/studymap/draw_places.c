/* draw_places.c: gives the seats of a draw, rank by rank. Nothing is allocated and nothing is read here.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include "draw_places.h"

void draw_week_add(struct draw_week *w, const struct records_meetings *m)
{
    for (size_t i = 0; i < m->n; i++) {
        int from = (m->v[i].weekday - 1) * 96;

        for (int q = from + m->v[i].starts.v / 15; q * 15 < from * 15 + m->v[i].ends.v; q++)
            if (q >= 0 && q < DRAW_WEEK * 64)
                w->quarters[q / 64] |= (uint64_t)1 << (q % 64);
    }
}

static void week_join(struct draw_week *w, const struct draw_week *more)
{
    for (int i = 0; i < DRAW_WEEK; i++)
        w->quarters[i] |= more->quarters[i];
}

static bool weeks_meet(const struct draw_week *a, const struct draw_week *b)
{
    uint64_t both = 0;

    for (int i = 0; i < DRAW_WEEK; i++)
        both |= a->quarters[i] & b->quarters[i];
    return both != 0;
}

static void hold(const struct draw *d, struct draw_plan *p, uint32_t section)
{
    const struct draw_section *s = &d->sections[section];

    p->credits += s->of->credits;
    week_join(&p->week, &s->week);
}

void draw_prepare(struct draw *d)
{
    for (size_t i = 0; i < d->n_sections; i++)
        draw_week_add(&d->sections[i].week, &d->sections[i].of->meetings);
    for (size_t i = 0; i < d->n_plans; i++) {
        struct draw_plan *p = &d->plans[i];

        for (uint32_t k = 0; k < p->held.n; k++)
            hold(d, p, d->held[p->held.at + k]);
    }
}

static bool holds(const struct draw *d, const struct draw_plan *p, offering_id offering)
{
    for (uint32_t k = 0; k < p->held.n; k++)
        if (d->sections[d->held[p->held.at + k]].of->offering.v == offering.v)
            return true;
    return false;
}

static uint32_t clash(const struct draw *d, const struct draw_plan *p,
                      const struct draw_section *s)
{
    const struct records_meeting *mine = NULL;
    const struct records_meeting *theirs = NULL;

    if (d->limits.clashes || !weeks_meet(&p->week, &s->week))
        return DRAW_NONE;
    for (uint32_t k = 0; k < p->held.n; k++) {
        uint32_t other = d->held[p->held.at + k];

        if (records_sections_clash(s->of, d->sections[other].of, &mine, &theirs))
            return other;
    }
    return DRAW_NONE;
}

/* May she have this section, if there is a seat? Fills the answer when not. */
static bool fits(const struct draw *d, const struct draw_plan *p, const struct draw_option *o,
                 struct draw_answer *a)
{
    const struct draw_section *s = &d->sections[o->section];

    a->outcome = STUDYMAP_REFUSED;
    a->reason = o->refused;
    if (o->section == DRAW_NONE)
        return false;
    a->section = o->section;
    if (holds(d, p, s->of->offering)) {
        a->reason = STUDYMAP_HELD;
        return false;
    }
    if (a->reason != STUDYMAP_FITS)
        return false;
    a->clash = clash(d, p, s);
    a->total = p->credits + s->of->credits;
    if (a->clash != DRAW_NONE)
        a->reason = STUDYMAP_CLASH;
    else if (a->total > d->limits.credits)
        a->reason = STUDYMAP_LOAD;
    return a->reason == STUDYMAP_FITS;
}

/* The reserved seats that she may have, with one left. */
static uint32_t reserve_for(const struct draw *d, const struct draw_plan *p,
                            const struct draw_section *s)
{
    for (uint32_t i = 0; i < s->reserves.n; i++) {
        uint32_t at = s->reserves.at + i;

        for (uint32_t k = 0; k < p->programmes.n && d->reserves[at].free > 0; k++)
            if (d->programmes[p->programmes.at + k].v == d->reserves[at].programme.v)
                return at;
    }
    return DRAW_NONE;
}

static bool take(const struct draw *d, const struct draw_plan *p, struct draw_section *s,
                 struct draw_answer *a)
{
    if (s->closed)
        return false;
    a->reserve = reserve_for(d, p, s);
    if (a->reserve != DRAW_NONE)
        d->reserves[a->reserve].free--;
    else if (s->free == 0)
        return false;
    else if (s->free != DRAW_UNLIMITED)
        s->free--;
    s->given++;
    a->outcome = STUDYMAP_ENROLLED;
    return true;
}

static void wait_or_not(const struct draw *d, const struct draw_option *first,
                        struct draw_answer *a)
{
    struct draw_section *s = &d->sections[first->section];

    a->option = 0;
    a->section = first->section;
    a->reason = STUDYMAP_FULL;
    if (!d->wait_lists)
        return;
    a->reason = STUDYMAP_FITS;
    a->outcome = STUDYMAP_WAITING;
    a->waiting_at = ++s->waiting;
    a->order = ++s->last_order;
}

static void answer(const struct draw *d, struct draw_plan *p, const struct draw_slice *choice,
                   struct draw_answer *a)
{
    const struct draw_option *options = &d->options[choice->at];
    bool taken = false;

    for (uint32_t i = 0; i < choice->n && !taken; i++) {
        a->option = i;
        if (!fits(d, p, &options[i], a))
            return;
        taken = take(d, p, &d->sections[options[i].section], a);
    }
    if (!taken)
        wait_or_not(d, options, a);
    if (a->outcome == STUDYMAP_REFUSED)
        return;
    d->held[p->held.at + p->held.n++] = a->section;
    hold(d, p, a->section);
}

static void see(const struct draw *d, const struct draw_plan *p, const struct draw_option *o,
                struct draw_seen *ret)
{
    const struct draw_section *s;

    *ret = (struct draw_seen){.section = o->section};
    if (o->section == DRAW_NONE)
        return;
    s = &d->sections[o->section];
    ret->free = s->free;
    ret->given = s->given;
    ret->waiting = s->waiting;
    ret->closed = s->closed;
    ret->own = reserve_for(d, p, s) != DRAW_NONE;
    for (uint32_t i = 0; i < s->reserves.n; i++)
        ret->kept += d->reserves[s->reserves.at + i].free;
}

static void watch(const struct draw *d, const struct draw_plan *p, const struct draw_slice *choice)
{
    struct draw_watch *w = d->watch;

    if (!w || p != &d->plans[w->plan])
        return;
    for (uint32_t i = 0; i < choice->n; i++)
        see(d, p, &d->options[choice->at + i], &w->v[w->n++]);
}

void draw_run(struct draw *d, const struct hash_key *final)
{
    for (uint32_t rank = 0; rank < DRAW_RANKS; rank++) {
        uint32_t n = 0;

        for (uint32_t i = 0; i < d->n_plans; i++)
            if (d->plans[i].choices.n > rank)
                d->turns[n++].who = i;
        draw_order(final, (int)rank + 1, d->tickets, d->turns, n);
        for (uint32_t i = 0; i < n; i++) {
            struct draw_plan *p = &d->plans[d->turns[i].who];
            uint32_t choice = p->choices.at + rank;

            d->answers[choice] = (struct draw_answer){
                .section = DRAW_NONE, .reserve = DRAW_NONE, .clash = DRAW_NONE, .turn = i + 1};
            watch(d, p, &d->choices[choice]);
            answer(d, p, &d->choices[choice], &d->answers[choice]);
        }
    }
}
