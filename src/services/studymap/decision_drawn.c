/* decision_drawn.c: a decision of a draw explained: the draw is made again, and what her options were at each of
   her turns is told. SPDX-License-Identifier: AGPL-3.0-or-later */
#include "decision.h"
#include "draw_proof.h"
#include "draws.h"

/* One of her choices: its turn, its options, what they were then, and what came of it. */
struct turn {
    const struct draw_proof *p;
    const struct frozen_choice *choice;
    const struct draw_seen *seen;
    const struct draw_answer *came;
    const struct studymap_line *says; /* of the receipt, or NULL */
};

/* The seats at her turn: what there was before the draw, less what it had given by then. */
static struct decision_seats seats_at(const struct replay_moment *m, const struct draw_proof *p,
                                      const struct draw_seen *x)
{
    const struct frozen_section *f = &p->work.seats.v[x->section];
    const struct rg_section *s = rg_section(m->g, f->of.id);
    bool unlimited = x->free == DRAW_UNLIMITED;
    bool same = unlimited ? s->seats < 0 && f->free < 0 : s->seats >= 0 && rg_free(s) == f->free;

    return (struct decision_seats){
        .seats = unlimited ? -1 : s->seats,
        .taken = s->taken + x->given,
        .kept = unlimited ? 0 : s->seats - s->taken - x->given - x->free,
        .waited = x->waiting,
        .known = same,
        .free = x->free,
        .open = !x->closed && (x->own || x->free > 0),
    };
}

/* Why this option was given, passed over, refused or not tried. */
static const char *fate_words(struct rq *rq, const struct turn *t, uint32_t option)
{
    const struct draw_answer *a = t->came;
    bool full = a->outcome == STUDYMAP_WAITING || a->reason == STUDYMAP_FULL;

    if (!full && option > a->option)
        return a->outcome == STUDYMAP_ENROLLED ? say(rq, "Not tried: an option before it had a seat.")
                                               : say(rq, "Not tried: only a full option is passed over.");
    if (!full && option == a->option && a->outcome == STUDYMAP_ENROLLED)
        return a->reserve == DRAW_NONE ? say(rq, "Given: a seat was free.")
                                       : say(rq, "Given: a seat was kept for the student's programme.");
    if (!full && option == a->option)
        return say(rq, "Refused.");
    if (a->outcome == STUDYMAP_WAITING && option == 0)
        return say(rq, "Tried, and full, as every option was: the student waits here, at place %lld.",
                   (long long)a->waiting_at);
    if (t->seen[option].closed)
        return say(rq, "Passed over: the seats that were free were for those who waited already.");
    return say(rq, "Passed over: it was full.");
}

static void option_in(struct rq *rq, const struct replay_moment *m, const struct turn *t,
                      const struct studymap_held *held, uint32_t option, struct studymap_option_line *o)
{
    const struct frozen_option *f = &t->choice->v[option];
    const struct draw_seen *x = &t->seen[option];
    const struct records_section *s;
    struct decision_seats seats;

    *o = (struct studymap_option_line){.course = t->choice->label,
                                       .group = "",
                                       .fate = fate_words(rq, t, option)};
    if (x->section == DRAW_NONE || f->refused == STUDYMAP_GONE) {
        o->fate = say(rq, "It was not offered any more.");
        return;
    }
    s = &t->p->work.seats.v[x->section].of;
    o->course = s->course_name;
    o->group = s->code;
    seats = seats_at(m, t->p, x);
    decision_rules_in(rq,
                      &(struct decision_rules){
                          .held = held,
                          .section = s,
                          .credits_most = t->p->work.seats.credits_most,
                          .clashes_allowed = t->p->work.seats.clashes_allowed,
                          .lacks = f->refused == STUDYMAP_PREREQUISITE ? f->lacks : NULL,
                      },
                      &seats, o);
}

/* What she had at the freezing. */
static struct studymap_held held_before(struct rq *rq, const struct draw_proof *p)
{
    const struct frozen_plan *f = &p->work.plans[p->plan];
    struct studymap_held held = {
        .v = ARENA_ARRAY(rq->arena, f->n_holds + f->n, const struct records_section *)};

    for (size_t i = 0; i < f->n_holds; i++)
        for (size_t k = 0; k < p->work.seats.n; k++)
            if (p->work.seats.v[k].of.id.v == f->holds[i].section.v) {
                studymap_hold(&held, &p->work.seats.v[k].of);
                held.credits -= f->holds[i].uncounted;
            }
    return held;
}

static void turn_in(struct rq *rq, const struct replay_moment *m, const struct turn *t,
                    const struct studymap_held *held, struct studymap_wish_line *w)
{
    w->options.v = ARENA_ARRAY(rq->arena, t->choice->n, struct studymap_option_line);
    for (uint32_t k = 0; k < t->choice->n; k++)
        option_in(rq, m, t, held, k, &w->options.v[w->options.n++]);
    if (t->says && t->says->outcome == STUDYMAP_REFUSED && t->came->outcome != STUDYMAP_REFUSED)
        w->lost = say(rq, "The draw gave this, but by then the student had the course in another way, or the group was withdrawn.");
}

static void turns_in(struct rq *rq, const struct replay_moment *m, const struct draw_proof *p,
                     const struct str_list *of, struct studymap_decision_view *view)
{
    const struct frozen_plan *f = &p->work.plans[p->plan];
    const struct draw_answer *came = p->work.d.answers + p->work.d.plans[p->plan].choices.at;
    struct studymap_held held = held_before(rq, p);
    const struct draw_seen *seen = p->work.d.watch->v;

    view->wishes.v = ARENA_ARRAY(rq->arena, f->n, struct studymap_wish_line);
    for (size_t i = 0; i < f->n; seen += f->choices[i++].n) {
        struct studymap_wish_line *w = &view->wishes.v[view->wishes.n++];
        struct turn t = {p, &f->choices[i], seen, &came[i],
                         i < m->receipt.says.n ? &m->receipt.says.v[i] : NULL};

        w->title = say(rq, "Choice %d", (int)i + 1);
        w->turn = say(rq, "Place %lld of %s in the order of this choice.", (long long)came[i].turn,
                      i < of->n ? of->v[i] : "?");
        turn_in(rq, m, &t, &held, w);
        if (came[i].outcome != STUDYMAP_REFUSED)
            studymap_hold(&held, &p->work.seats.v[came[i].section].of);
    }
}

err decision_drawn_in(struct rq *rq, const struct replay_moment *m, struct studymap_decision_view *view)
{
    struct draw_proof *p = ARENA_NEW(rq->arena, struct draw_proof);
    struct studymap_draw_row *d = NULL;
    struct str_list of = {};

    TRY(studymap_q_draw_get(rq->db, m->draw, &d));
    if (!d)
        return ERR_NOT_FOUND;
    err e = draw_proof_of(rq->db, d, m->receipt.person, p);
    if (e == ERR_PARSE || e == ERR_NOT_FOUND) {
        view->why = "what the draw was made from cannot be read, or the student is not in it";
        return OK;
    }
    TRY(e);
    of = str_split(rq->arena, d->turns, ' ');
    view->why = p->why;
    view->ticket = p->work.entries.v[p->plan].ticket;
    view->draw_done = draw_state_of(d) == DRAW_DONE;
    turns_in(rq, m, p, &of, view);
    return OK;
}
