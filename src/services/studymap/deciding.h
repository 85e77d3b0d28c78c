/* deciding.h: what the files of the decision share: one transaction's view of a term, the students in it,
   and the sections that are to be asked. SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef STUDYMAP_DECIDING_H
#define STUDYMAP_DECIDING_H
#include "decide.h"
#include "input.h"
#include "known.h"
#include "records_seats.h"

#define QUEUE_MOST 64

/* A section whose wait-list is to be asked, from behind an order on. */
struct turn {
    section_id section;
    int64_t after;
};
struct run;
struct deciding {
    struct db *db;
    struct run *run; /* many are decided in one go: run.c; NULL: each sentence at once */
    const struct studymap_settings *settings;
    struct studymap_limits limits;
    const struct records_sheet *sheet;
    struct turn queue[QUEUE_MOST];
    size_t n_queue, at;
    int moves;  /* promotions that this transaction may still do */
    int judges; /* and how many it may still ask */
};
[[nodiscard]] err deciding_begin(struct db *db, const struct studymap_settings *settings,
                                 term_id term, struct deciding *ret);

/* --- Students: student.c ---------------------------------------------------------------------- */

struct student {
    person_id who;
    struct records_holds holds; /* in this term */
    struct records_programmes programmes;
    bool knows_programmes;
    const struct records_known *known; /* what she has done, once somebody asked; else NULL */
};
[[nodiscard]] err student_read(struct deciding *d, person_id who, struct student *ret);
/* Her place (or wait-list place) in an offering; NULL: none. */
const struct records_hold *student_hold(const struct student *st, offering_id offering, bool waits);
/* What does not count when she is judged. */
struct besides {
    offering_id place;   /* the place in this: it is given up */
    offering_id waiting; /* the wait-list place in this */
    bool all_waiting;    /* and in all others */
};
/* What she has, with room for so many more. */
struct studymap_held student_held(struct deciding *d, const struct student *st,
                                  const struct besides *b, size_t room);
/* The rules for her who wants these courses together (NULL: withdrawn); when one `asks` for it, with what
   she has done. */
[[nodiscard]] err student_limits(struct deciding *d, struct student *st,
                                 const struct studymap_together *wanted, bool asks,
                                 struct studymap_limits *ret);
/* A seat in a section for her: of a reserve of her programmes, or of everybody. */
[[nodiscard]] err student_seat(struct deciding *d, struct student *st,
                               const struct records_section *s, struct records_hold *ret_hold,
                               bool *ret_taken);
/* Tells that she has or waits for something no more. */
[[nodiscard]] err student_left(struct deciding *d, const struct records_hold *h);
/* The place `old` ends and its seat is free; `lines` tell, unless NULL. */
[[nodiscard]] err student_gives(struct deciding *d, const struct records_hold *old,
                                struct studymap_lines *lines);
/* The wait-list place ends. */
[[nodiscard]] err student_stops(struct deciding *d, const struct records_hold *w,
                                struct studymap_lines *lines);
/* The wait-list places that would have given up her place in `gone`, which she has no more, end. */
[[nodiscard]] err student_had_enough(struct deciding *d, const struct student *st,
                                     offering_id gone, struct studymap_lines *lines);
/* Her places changed: what she waits for is asked again. */
[[nodiscard]] err student_again(struct deciding *d, const struct student *st);

struct studymap_line line_of(const struct records_section *s, enum studymap_outcome o);

/* --- Receipts: keep.c ------------------------------------------------------------------------- */

struct keeping {
    const char *kind;   /* submit, leave, swap, give, end, moved */
    const char *audit;  /* "studymap.submitted" */
    person_id person;
    person_id who;      /* acts; zero: the campus */
    plan_id plan;
    int64_t version;
    section_id section; /* moved: up into this */
    bool told;          /* an event said it already */
    const struct studymap_lines *lines;
    const struct studymap_asked *asked; /* NULL: nobody did */
    const struct student *me;           /* the person, with what is known of her */
    struct studymap_input input; /* what was asked; receipt_keep() adds what it was decided by */
};
/* Writes the numbered receipt, the audit line and the event. */
[[nodiscard]] err receipt_keep(struct deciding *d, const struct keeping *k,
                               struct studymap_decided *ret);
/* Why she was passed over changed (NULL: she is not any more). */
[[nodiscard]] err skip_keep(struct deciding *d, const struct student *st,
                            const struct records_hold *w, const char *word);

/* --- Moving up: promote.c --------------------------------------------------------------------- */

/* A seat of the section came free, or somebody in its wait-list changed: ask there, in its turn. */
[[nodiscard]] err promote_later(struct deciding *d, section_id section);
/* Asks all sections that wait for it; what is too much is left to a job. */
[[nodiscard]] err promote_all(struct deciding *d);

/* --- Swaps and leavings: swap.c --------------------------------------------------------------- */

[[nodiscard]] err decide_swap(struct deciding *d, const struct studymap_asked *asked,
                              struct studymap_decided *ret);
[[nodiscard]] err decide_leave(struct deciding *d, const struct studymap_asked *asked,
                               struct studymap_decided *ret);

/* --- By hand: give.c -------------------------------------------------------------------------- */

[[nodiscard]] err decide_give(struct deciding *d, const struct studymap_asked *asked,
                              struct studymap_decided *ret);
/* She is told what somebody did for her. */
[[nodiscard]] err by_hand_tell(struct deciding *d, const struct studymap_asked *asked, section_id section,
                               receipt_id receipt);
/* For the audit line: {"because":"…","overrules":["clash"]}; NULL when nobody acted for her. */
const char *by_hand_detail(struct arena *a, const struct studymap_asked *asked);

#endif
