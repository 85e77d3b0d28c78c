/* replay.h: every decision of a term made again, from the first, and compared with what was answered.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef STUDYMAP_REPLAY_H
#define STUDYMAP_REPLAY_H
#include "replay_decide.h"
#include "str.h"

/* Faults that are told; more are counted. */
#define REPLAY_TOLD 200

struct replay {
    int64_t decisions; /* made again */
    int64_t drawn;     /* of a draw: placed as the receipts say, within the seats; then the draw's own proof */
    int64_t changes;   /* beside the decisions */
    int64_t before;    /* receipts from before inputs were kept: their places are where the replay begins */
    int64_t faults;
    struct str_list told;    /* a line each, in English, as of `rapenburg check` */
    const char *first_wrong; /* the number of the first decision that does not follow; "" */
};
/* In a read snapshot; what it makes lives in its arena. An error is the database's; what does not follow is a
   fault. */
[[nodiscard]] err studymap_replay(struct db *db, term_id term, struct replay *ret);

/* The state before one decision. */
struct replay_moment {
    struct rg *g;
    const struct records_sheet *sheet;
    struct rd_receipt receipt;
    const char *why; /* how its answer differs from what the rules give; NULL: it follows */
    draw_id draw;    /* it was decided in this draw, and the state is that before it; `why` says nothing */
};
/* The same up to one receipt. ERR_NOT_FOUND: it is none of the term that can be made again. */
[[nodiscard]] err studymap_replay_until(struct db *db, term_id term, const char *number,
                                        struct replay_moment *ret);

#endif
