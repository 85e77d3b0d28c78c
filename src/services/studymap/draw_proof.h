/* draw_proof.h: one plan of a held draw, with all that it met: the draw is made again from its entries and seats.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef STUDYMAP_DRAW_PROOF_H
#define STUDYMAP_DRAW_PROOF_H
#include "draw_work.h"

struct draw_proof {
    struct draw_work work; /* run; work.d.watch: what her options were at her turns */
    size_t plan;           /* hers */
    const char *why;       /* in English, what of promise, tickets, order or receipt is wrong; NULL: it follows */
};
/* ERR_NOT_FOUND: no seats were given yet, or she is not in it. ERR_PARSE: its entries or seats are broken. */
[[nodiscard]] err draw_proof_of(struct db *db, const struct studymap_draw_row *d, person_id who,
                                struct draw_proof *ret);

#endif
