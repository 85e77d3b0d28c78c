/* draw_freeze.h: who is in a draw, and with what: all armed plans of a term whose own window opens then.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef STUDYMAP_DRAW_FREEZE_H
#define STUDYMAP_DRAW_FREEZE_H
#include "frozen.h"
#include "studymap_q.h"

/* The entries that are still to be written, by person, with new tickets. What is refused whatever the draw gives is
   worked out here: withdrawn groups, and prerequisites by what is known now. Some ten queries, however
   many they are. */
struct studymap_entries_in {
    struct studymap_entry_in *v;
    size_t n;
};
[[nodiscard]] err draw_freeze_read(struct db *db, const struct studymap_draw_row *draw,
                                   const struct studymap_settings *settings,
                                   struct studymap_entries_in *ret);
/* The free seats now of these sections, which are sorted by id, with the counters that they come from. */
struct records_drawing;
struct frozen_wanted {
    const section_id *v;
    size_t n;
};
[[nodiscard]] err draw_freeze_seats(struct db *db, term_id term,
                                    const struct studymap_settings *settings,
                                    const struct frozen_wanted *wanted, struct frozen_seats *ret,
                                    struct records_drawing *ret_counters);

#endif
