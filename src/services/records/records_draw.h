/* records_draw.h: seats and places of very many people at once, for who holds a draw.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef RECORDS_DRAW_H
#define RECORDS_DRAW_H
#include "records_seats.h"

/* Counters of a section and of its reserves as they were read, and what comes to them. */
struct records_drawn {
    struct records_seats seats; /* without its offering */
    int64_t last_order;         /* on the wait-list */
    int64_t places, reserved, waits; /* more: places in all, of these from reserves; and waiting */
};
struct records_drawn_reserve {
    reserve_id id;
    section_id section;
    programme_id programme;
    int64_t seats, taken;
    instant until; /* zero: always */
    int64_t places; /* more */
};
struct records_drawing {
    struct records_drawn *v; /* by section */
    size_t n;
    struct records_drawn_reserve *reserves; /* by section */
    size_t n_reserves;
};
/* The counters of a term. */
[[nodiscard]] err records_drawing_read(struct db *db, term_id term, struct records_drawing *ret);
/* Adds what comes to them, of which the rows are to follow; ERR_CONFLICT when one was changed since (and nothing may be kept then). In a
   WRITE, as the next. */
[[nodiscard]] err records_drawing_give(struct db *db, const struct records_drawing *d);
/* All that was given in the term has its rows. */
[[nodiscard]] err records_drawing_written(struct db *db, term_id term);
/* Writes rows alone; *ret_added is less than n when somebody has such a one (which stays as it was). */
[[nodiscard]] err records_holds_drawn(struct db *db, const struct records_hold *v, size_t n,
                                     int64_t *ret_added);

#endif
