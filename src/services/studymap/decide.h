/* decide.h: what was asked, decided: the one place where seats are given to who asks, on both databases, with no
   request at hand. (A draw gives its own: draw_write.c.) SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef STUDYMAP_DECIDE_H
#define STUDYMAP_DECIDE_H
#include "lines.h"
#include "rules.h"

enum studymap_kind {
    STUDYMAP_SUBMIT, /* a whole plan */
    STUDYMAP_LEAVE,  /* a place or a wait-list place ends */
    STUDYMAP_SWAP,   /* a place for another: both or neither */
    STUDYMAP_GIVE,   /* somebody enrols her in a section */
    STUDYMAP_END,    /* somebody ends a place or wait-list place of hers */
};
/* "submit", "leave", "swap", "give", "end": in rows; an unknown one reads as the first. */
const char *studymap_kind_word(enum studymap_kind k);
enum studymap_kind studymap_kind_of(const char *word);

struct studymap_asked {
    enum studymap_kind kind;
    person_id person;
    term_id term;
    plan_id plan;          /* SUBMIT */
    int64_t version;       /* SUBMIT: of the plan that she saw */
    offering_id offering;  /* LEAVE, END: of this; SWAP: the place in this is given for … */
    section_id section;    /* SWAP: … this section; GIVE: a place in this */
    bool waits;            /* LEAVE, END: only the wait-list; SWAP: wait if it is full */
    person_id by;          /* GIVE, END: who does it for her; else zero */
    unsigned over;         /* GIVE: the rules that do not count (enum studymap_over) */
    const char *because;   /* GIVE, END: why, in words that she reads; else NULL */
    request_id queued;     /* its place in the queue; zero: it is not of it */
    instant at;            /* when it was asked, if of the queue */
    const char *request, *address; /* for the audit line; may be NULL */
};
struct studymap_decided {
    enum studymap_gate gate; /* STUDYMAP_GO: there is a receipt; else nothing came of it */
    receipt_id receipt;
    const char *number;
};
/* Decides in the transaction of `db` (a WRITE or a job) at db_now(), promotes who waits for what came
   free, writes receipts, one audit line and one event each. Whether the window is open is the caller's;
   a term that is over moves nobody up. The same version of a plan asked again gives the same receipt. GIVE has no
   receipt (the gate is STUDYMAP_EMPTY) when a rule objects that is not overruled, or no seat is free. */
[[nodiscard]] err studymap_decide(struct db *db, const struct studymap_settings *settings,
                                  const struct studymap_asked *asked, struct studymap_decided *ret);

/* The same for many of the queue that are not decided yet, in this order: plans of one term, each of another
   person. What they need is read at once, seats are counted in memory, and what changed is written at
   once. After an error nothing of it may stay; then ask for each alone. */
[[nodiscard]] err studymap_decide_many(struct db *db, const struct studymap_settings *settings,
                                       const struct studymap_asked *v, size_t n,
                                       struct studymap_decided *ret);

/* Asks those who wait in a section, in order, from behind `after` on; the rest, when there are many, by
   the job "studymap.promote". */
[[nodiscard]] err studymap_promote(struct db *db, const struct studymap_settings *settings,
                                   section_id section, int64_t after);
/* How many who wait in a section could have a seat that is free now: without changing anything. */
[[nodiscard]] err studymap_could_move(struct db *db, const struct studymap_settings *settings,
                                      section_id section, int64_t *ret_n);

#endif
