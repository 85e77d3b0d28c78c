/* draw_places.h: what a draw gives, pure: all plans of a draw, choice by choice, in memory.
   First everybody's first choice, in the order of rank 1; then the second choices in the order of rank
   2, and so on. An option is passed over only when it is full. The same input gives the same answer,
   on every machine and every time: that is what makes a draw resumable and its replay a proof.
   Lists are slices of common arrays; a section is its index, DRAW_NONE one that is not there.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef STUDYMAP_DRAW_PLACES_H
#define STUDYMAP_DRAW_PLACES_H
#include "draw_rules.h"
#include "rules.h"

#define DRAW_NONE UINT32_MAX
#define DRAW_WEEK 11 /* words of 64 quarters of an hour: more than a week has */

struct draw_slice {
    uint32_t at, n;
};
/* The quarters of the week that meetings touch: two sections without a common one cannot clash. */
struct draw_week {
    uint64_t quarters[DRAW_WEEK];
};
void draw_week_add(struct draw_week *w, const struct records_meetings *m);

/* Seats kept for a programme. */
struct draw_reserve {
    reserve_id id;
    programme_id programme;
    int64_t free;
};
struct draw_section {
    const struct records_section *of; /* offering, credits, meetings */
    int64_t free;                     /* seats for everybody; unlimited: DRAW_UNLIMITED */
    bool closed;                      /* who waits is asked first: nobody new gets a seat */
    int64_t waiting, last_order;
    int64_t given; /* by the draw, so far */
    struct draw_slice reserves;
    struct draw_week week;
};
#define DRAW_UNLIMITED INT64_MAX

/* An option of a choice. */
struct draw_option {
    uint32_t section;
    enum studymap_reason
        refused; /* whatever the draw gives: GONE, or a prerequisite is missing */
};
struct draw_plan {
    struct draw_slice choices;    /* of draw.choices, best first, at most DRAW_RANKS */
    struct draw_slice held;       /* of draw.held; with room behind it for all choices */
    struct draw_slice programmes; /* of draw.programmes: whose reserved seats she may have */
    int64_t credits; /* before draw_prepare(): below zero, what is not counted of what she holds */
    struct draw_week week;
};
/* What came of a choice. */
struct draw_answer {
    enum studymap_outcome outcome;
    enum studymap_reason reason;
    uint32_t option;  /* the one that was given or refused, from 0 */
    uint32_t section; /* of it */
    uint32_t reserve; /* the seat was one of these, or DRAW_NONE */
    uint32_t clash;   /* with this section, or DRAW_NONE */
    int64_t waiting_at, order;
    int64_t total; /* LOAD: EC it would be */
    uint32_t turn; /* the place in the order at this rank, from 1 */
};
/* What somebody finds at her turn: one of the options of a choice, before it is answered. */
struct draw_seen {
    uint32_t section; /* DRAW_NONE: it is gone */
    int64_t free;     /* for everybody; DRAW_UNLIMITED */
    int64_t given, kept, waiting;
    bool closed;
    bool own; /* a seat is kept for her */
};
struct draw_watch {
    uint32_t plan;
    struct draw_seen *v; /* one for each option of her choices, in their order; has room for all */
    size_t n;
};
struct draw {
    struct studymap_limits limits;
    bool wait_lists;
    struct draw_section *sections;
    struct draw_reserve *reserves;
    struct draw_option *options;
    struct draw_slice *choices; /* of options */
    programme_id *programmes;
    uint32_t *held;
    struct draw_plan *plans;
    struct draw_ticket *tickets; /* one for each plan */
    size_t n_plans, n_choices, n_sections;
    struct draw_answer *answers; /* one for each choice, written by draw_run() */
    struct draw_turn *turns;     /* room for each plan, for draw_run() */
    struct draw_watch *watch;    /* whose turns are told; NULL: nobody's */
};
/* Completes the plans: credits and weeks of what they hold, and of the sections. */
void draw_prepare(struct draw *d);
/* Gives every choice its answer. Prepared; changes free seats, wait-lists and what is held. */
void draw_run(struct draw *d, const struct hash_key *final);

#endif
