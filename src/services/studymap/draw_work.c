/* draw_work.c: a draw from its entries and seats, run in memory, and told in lines.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include "draw_work.h"
#include "deciding.h"
#include "draw_freeze.h"
#include <stdlib.h>

/* --- Reading ----------------------------------------------------------------------------------- */

static err plans_read(struct arena *a, struct draw_work *w)
{
    size_t n = w->entries.n;

    w->plans = ARENA_ARRAY(a, n, struct frozen_plan);
    w->d.tickets = ARENA_ARRAY(a, n, struct draw_ticket);
    w->d.n_plans = n;
    for (size_t i = 0; i < n; i++) {
        const struct studymap_entry_row *e = &w->entries.v[i];

        TRY(frozen_read(a, e->choices, e->has, &w->plans[i]));
        TRY(draw_ticket_read(e->ticket, &w->d.tickets[i]));
    }
    return OK;
}

err draw_work_read(struct db *db, draw_id id, struct draw_work *ret)
{
    *ret = (struct draw_work){};
    TRY(studymap_q_entries_of(db, id, &ret->entries));
    return plans_read(db_arena(db), ret);
}

err draw_work_of(struct arena *a, const struct studymap_entries_in *all, struct draw_work *ret)
{
    *ret = (struct draw_work){
        .entries = {ARENA_ARRAY(a, all->n, struct studymap_entry_row), all->n}};
    for (size_t i = 0; i < all->n; i++) {
        const struct studymap_entry_in *e = &all->v[i];

        ret->entries.v[i] = (struct studymap_entry_row){.person = e->person,
                                                        .plan = e->plan,
                                                        .plan_version = e->plan_version,
                                                        .ticket = e->ticket,
                                                        .choices = e->choices,
                                                        .has = e->has};
    }
    return plans_read(a, ret);
}

static int by_id(const void *a, const void *b)
{
    const section_id *x = a;
    const section_id *y = b;

    return (x->v > y->v) - (x->v < y->v);
}

static size_t named(const struct frozen_plan *p, section_id *to)
{
    size_t n = 0;

    for (size_t i = 0; i < p->n; i++)
        for (size_t k = 0; k < p->choices[i].n; k++)
            to[n++] = p->choices[i].v[k].section;
    for (size_t i = 0; i < p->n_holds; i++)
        to[n++] = p->holds[i].section;
    return n;
}

void draw_work_sections(struct arena *a, const struct draw_work *w, section_id **ret_v,
                        size_t *ret_n)
{
    section_id *v;
    size_t room = 0, n = 0, each = 0;

    for (size_t i = 0; i < w->d.n_plans; i++) {
        room += w->plans[i].n_holds;
        for (size_t k = 0; k < w->plans[i].n; k++)
            room += w->plans[i].choices[k].n;
    }
    v = ARENA_ARRAY(a, room, section_id);
    for (size_t i = 0; i < w->d.n_plans; i++)
        n += named(&w->plans[i], v + n);
    if (n > 0)
        qsort(v, n, sizeof *v, by_id);
    for (size_t i = 0; i < n; i++)
        if (i == 0 || v[i].v != v[each - 1].v)
            v[each++] = v[i];
    *ret_v = v;
    *ret_n = each;
}

/* --- Making ------------------------------------------------------------------------------------ */

static uint32_t section_at(const struct frozen_seats *s, section_id id)
{
    size_t low = 0, high = s->n;

    while (low < high) {
        size_t mid = low + (high - low) / 2;

        if (s->v[mid].of.id.v < id.v)
            low = mid + 1;
        else
            high = mid;
    }
    return low < s->n && s->v[low].of.id.v == id.v ? (uint32_t)low : DRAW_NONE;
}

static void sections_make(struct arena *a, struct draw_work *w)
{
    const struct frozen_seats *seats = &w->seats;
    size_t reserves = 0;
    uint32_t at = 0;

    for (size_t i = 0; i < seats->n; i++)
        reserves += seats->v[i].n_reserves;
    w->d.n_sections = seats->n;
    w->d.sections = ARENA_ARRAY(a, seats->n, struct draw_section);
    w->d.reserves = ARENA_ARRAY(a, reserves, struct draw_reserve);
    for (size_t i = 0; i < seats->n; i++) {
        const struct frozen_section *s = &seats->v[i];

        w->d.sections[i] = (struct draw_section){
            .of = &s->of,
            .free = s->free < 0 ? DRAW_UNLIMITED : s->free,
            .closed = s->closed,
            .waiting = s->waiting,
            .last_order = s->last_order,
            .reserves = {at, (uint32_t)s->n_reserves},
        };
        for (size_t k = 0; k < s->n_reserves; k++)
            w->d.reserves[at++] = (struct draw_reserve){
                s->reserves[k].id, s->reserves[k].programme, s->reserves[k].free};
    }
}

/* How many of each kind all plans have together. */
struct sums {
    size_t choices, options, held, programmes;
};

static struct sums sums_of(const struct draw_work *w)
{
    struct sums n = {};

    for (size_t i = 0; i < w->d.n_plans; i++) {
        const struct frozen_plan *p = &w->plans[i];

        n.choices += p->n;
        n.held += p->n + p->n_holds;
        n.programmes += p->n_programmes;
        for (size_t k = 0; k < p->n; k++)
            n.options += p->choices[k].n;
    }
    return n;
}

static void choice_make(struct draw_work *w, const struct frozen_choice *c, struct sums *at)
{
    w->d.choices[at->choices++] = (struct draw_slice){(uint32_t)at->options, (uint32_t)c->n};
    for (size_t k = 0; k < c->n; k++) {
        uint32_t section = section_at(&w->seats, c->v[k].section);

        w->d.options[at->options++] = (struct draw_option){
            section, section == DRAW_NONE ? STUDYMAP_GONE : c->v[k].refused};
    }
}

static void plan_make(struct draw_work *w, size_t i, struct sums *at)
{
    const struct frozen_plan *f = &w->plans[i];
    struct draw_plan *p = &w->d.plans[i];

    *p = (struct draw_plan){
        .choices = {(uint32_t)at->choices, (uint32_t)f->n},
        .held = {(uint32_t)at->held, 0},
        .programmes = {(uint32_t)at->programmes, (uint32_t)f->n_programmes},
    };
    for (size_t k = 0; k < f->n; k++)
        choice_make(w, &f->choices[k], at);
    for (size_t k = 0; k < f->n_programmes; k++)
        w->d.programmes[at->programmes++] = f->programmes[k];
    for (size_t k = 0; k < f->n_holds; k++) {
        uint32_t section = section_at(&w->seats, f->holds[k].section);

        if (section == DRAW_NONE)
            continue;
        w->d.held[p->held.at + p->held.n++] = section;
        p->credits -= f->holds[k].uncounted;
    }
    at->held += f->n + f->n_holds;
}

void draw_work_run(struct arena *a, struct draw_work *w, const struct digest *final)
{
    struct sums room = sums_of(w), at = {};

    w->d.limits = (struct studymap_limits){.credits = w->seats.credits_most,
                                           .clashes = w->seats.clashes_allowed};
    w->d.wait_lists = w->seats.wait_lists;
    sections_make(a, w);
    w->d.n_choices = room.choices;
    w->d.choices = ARENA_ARRAY(a, room.choices, struct draw_slice);
    w->d.options = ARENA_ARRAY(a, room.options, struct draw_option);
    w->d.programmes = ARENA_ARRAY(a, room.programmes, programme_id);
    w->d.held = ARENA_ARRAY(a, room.held, uint32_t);
    w->d.plans = ARENA_ARRAY(a, w->d.n_plans, struct draw_plan);
    w->d.answers = ARENA_ARRAY(a, room.choices, struct draw_answer);
    w->d.turns = ARENA_ARRAY(a, w->d.n_plans, struct draw_turn);
    for (size_t i = 0; i < w->d.n_plans; i++)
        plan_make(w, i, &at);
    draw_prepare(&w->d);
    draw_run(&w->d, hash_key_of(a, final->b, sizeof final->b));
}

/* --- Telling ----------------------------------------------------------------------------------- */

static struct studymap_why why_of(const struct draw_work *w, const struct draw_answer *x,
                                  const struct frozen_option *o)
{
    const struct records_section *s = &w->seats.v[x->section].of;
    const struct records_section *other;
    struct studymap_why why = {.reason = x->reason};

    if (x->reason == STUDYMAP_PREREQUISITE)
        why.other = o->lacks;
    if (x->reason == STUDYMAP_LOAD) {
        why.total = x->total;
        why.limit = w->seats.credits_most;
    }
    if (x->reason == STUDYMAP_CLASH) {
        other = &w->seats.v[x->clash].of;
        (void)studymap_clash(&(struct studymap_held){.v = &other, .n = 1}, s, &why);
    }
    return why;
}

static struct studymap_line line_made(const struct draw_work *w, const struct frozen_choice *c,
                                      const struct draw_answer *x)
{
    struct studymap_line line = {
        .offering = c->offering, .code = "", .name = c->label, .group = ""};

    if (x->section != DRAW_NONE)
        line = line_of(&w->seats.v[x->section].of, x->outcome);
    line.outcome = x->outcome;
    line.option = (int64_t)x->option + 1;
    line.turn = x->turn;
    if (x->outcome == STUDYMAP_WAITING)
        line.waiting_at = x->waiting_at;
    else if (x->outcome == STUDYMAP_REFUSED && x->section == DRAW_NONE)
        line.why.reason = STUDYMAP_GONE;
    else if (x->outcome == STUDYMAP_REFUSED)
        line.why = why_of(w, x, &c->v[x->option]);
    return line;
}

struct studymap_lines draw_work_lines(struct arena *a, const struct draw_work *w, size_t plan)
{
    const struct frozen_plan *p = &w->plans[plan];
    const struct draw_answer *answers = w->d.answers + w->d.plans[plan].choices.at;
    struct studymap_lines lines = {.v = ARENA_ARRAY(a, p->n, struct studymap_line)};

    for (size_t i = 0; i < p->n; i++) {
        struct studymap_line line = line_made(w, &p->choices[i], &answers[i]);

        studymap_line_add(&lines, &line);
    }
    return lines;
}

static size_t turns_at(const struct draw_work *w, size_t rank)
{
    size_t n = 0;

    for (size_t i = 0; i < w->d.n_plans; i++)
        n += w->plans[i].n > rank;
    return n;
}

const char *draw_work_turns(struct arena *a, const struct draw_work *w)
{
    const char *text = "";

    for (size_t rank = 0; rank < DRAW_RANKS && turns_at(w, rank) > 0; rank++)
        text = arena_printf(a, "%s%s%zu", text, rank ? " " : "", turns_at(w, rank));
    return text;
}

/* --- The public file --------------------------------------------------------------------------- */

struct sorted {
    struct draw_ticket ticket;
    uint32_t plan;
};

void draw_work_file(struct arena *a, const struct draw_work *w, struct draw_file *f)
{
    struct sorted *by_ticket = ARENA_ARRAY(a, w->d.n_plans, struct sorted);

    f->held = true;
    f->n = w->d.n_plans;
    f->tickets = ARENA_ARRAY(a, f->n, struct draw_ticket);
    for (size_t i = 0; i < f->n; i++)
        by_ticket[i] = (struct sorted){w->d.tickets[i], (uint32_t)i};
    if (f->n > 0)
        qsort(by_ticket, f->n, sizeof *by_ticket, draw_ticket_compare);
    for (size_t rank = 0; rank < DRAW_RANKS && turns_at(w, rank) > 0; rank++) {
        f->order[rank].n = turns_at(w, rank);
        f->order[rank].who = ARENA_ARRAY(a, f->order[rank].n, uint32_t);
        f->ranks = rank + 1;
    }
    for (size_t i = 0; i < f->n; i++) {
        uint32_t plan = by_ticket[i].plan;
        const struct draw_answer *x = w->d.answers + w->d.plans[plan].choices.at;

        f->tickets[i] = by_ticket[i].ticket;
        for (size_t rank = 0; rank < w->plans[plan].n; rank++)
            f->order[rank].who[x[rank].turn - 1] = (uint32_t)i;
    }
}
