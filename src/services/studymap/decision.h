/* decision.h: one decision explained, from what was there at its moment: what its two kinds of page share.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef STUDYMAP_DECISION_H
#define STUDYMAP_DECISION_H
#include "models.h"
#include "replay.h"
#include "rq.h"

/* The seats of a group at a moment. */
struct decision_seats {
    int64_t seats; /* below zero: without a limit */
    int64_t taken, kept, waited;
    bool known; /* of a draw: do the seats that it began with agree with the register's? else `free` alone is said */
    int64_t free;
    bool open; /* there was one for her */
};
const char *decision_seats_words(struct rq *rq, const struct decision_seats *s);
/* The three rules that need no seat: one place in a course, times, load; room for five is made. */
struct decision_rules {
    const struct studymap_held *held; /* beside this */
    const struct records_section *section;
    int64_t credits_most;
    bool clashes_allowed;
    bool known;              /* is it known what prerequisites she lacked? */
    const char *rule, *lacks; /* as rules; "" or NULL: nothing */
};
void decision_rules_in(struct rq *rq, const struct decision_rules *r, const struct decision_seats *seats,
                       struct studymap_option_line *o);
/* A decision of a draw: her turns, and what each of her options was then. */
[[nodiscard]] err decision_drawn_in(struct rq *rq, const struct replay_moment *m,
                                    struct studymap_decision_view *view);

#endif
