/* draw_work.h: a draw in memory, made of its frozen entries and seats, and what came of it.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef STUDYMAP_DRAW_WORK_H
#define STUDYMAP_DRAW_WORK_H
#include "draw_places.h"
#include "draw_file.h"
#include "frozen.h"
#include "lines.h"
#include "studymap_q.h"

struct draw_work {
    struct draw d;
    struct studymap_entry_row_list entries; /* by person; the plans of `d` are in their order */
    struct frozen_plan *plans;
    struct frozen_seats seats;
};
/* Reads the entries. ERR_PARSE: they are broken. */
[[nodiscard]] err draw_work_read(struct db *db, draw_id id, struct draw_work *ret);
/* The same of entries that were written just now, by person. */
struct studymap_entries_in;
[[nodiscard]] err draw_work_of(struct arena *a, const struct studymap_entries_in *all,
                               struct draw_work *ret);
/* The sections that their plans name or hold, each once, by id. */
void draw_work_sections(struct arena *a, const struct draw_work *w, section_id **ret_v,
                        size_t *ret_n);
/* With w->seats set: gives every choice its answer. */
void draw_work_run(struct arena *a, struct draw_work *w, const struct digest *final);
/* What came of one plan, as its receipt says it. */
struct studymap_lines draw_work_lines(struct arena *a, const struct draw_work *w, size_t plan);
/* How many had a turn at each rank: "36500 35210". */
const char *draw_work_turns(struct arena *a, const struct draw_work *w);
/* The order for the public file; id, term, opens, seed and digests are the caller's. */
void draw_work_file(struct arena *a, const struct draw_work *w, struct draw_file *f);

#endif
