/* draws.h: the draws of openings: promised, held, written and shown.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef STUDYMAP_DRAWS_H
#define STUDYMAP_DRAWS_H
#include "draw_work.h"
#include "tasks.h"

/* What comes next with a draw: the words of its row. */
enum draw_state {
    DRAW_WAITING,  /* for its opening */
    DRAW_FREEZING, /* who is in it is being written down */
    DRAW_FROZEN,
    DRAW_SEATS, /* seats are given, receipts are being written */
    DRAW_DONE,
    DRAW_VOID, /* no window opens then any more */
};
const char *draw_state_word(enum draw_state s);
enum draw_state draw_state_of(const struct studymap_draw_row *d);

/* A draw for each opening to come, none for those that were moved or removed. True: a write is needed. */
[[nodiscard]] err draws_missing(struct db *db, bool *ret_some);
/* What the rush will ask for is read before it: the sections of terms that are open, or open within two
   minutes. Nothing is done when they are known as they are now. */
[[nodiscard]] err draws_warm(struct db *db);
/* In a WRITE. */
[[nodiscard]] err draws_make(struct db *db);
/* A window that was opened at once, for which plans were armed: its draw is held now. In a WRITE. */
[[nodiscard]] err draws_at_once(struct db *db, window_id window);
/* The secret of a draw that is not done, or the seed that everybody may see. */
[[nodiscard]] err draw_seed(struct db *db, const struct studymap_draw_row *d, struct digest *ret);

/* --- The task --------------------------------------------------------------------------------- */

/* A round of the task "studymap.draws". */
err studymap_draws_round(struct task *t, instant *ret_next);

/* draw_write.c: entries `from` to `from + n` of a draw that was run: their receipts and places. */
struct draw_chunk {
    const struct draw_work *work;
    const struct studymap_draw_row *draw;
    struct studymap_lines *lines; /* of each entry */
    const char **texts;           /* the same as documents */
    size_t from, n;
    struct arena *arena; /* of this chunk alone: all that it needs until it is written */
    bool careful;    /* set when somebody's place must be looked at alone */
    int64_t took_us; /* set when it was written */
};
/* What came of them, in c->lines; and with their documents. */
void draw_chunk_lines(struct draw_chunk *c);
void draw_chunk_make(struct draw_chunk *c);
/* In a WRITE: receipts and places; and, once all have them, what is settled leaves the plans. */
err draw_chunk_write(struct db *db, void *chunk);
err draw_chunk_tidy(struct db *db, void *chunk);

/* --- Proof ------------------------------------------------------------------------------------ */

/* For `rapenburg check` and `replay`: a line for each fault in the draws of a term (zero: of all). */
[[nodiscard]] err draws_check(struct db *db, term_id term, struct buf *out);
/* What a draw that is being written will still give. */
struct draw_owed {
    section_id section;
    int64_t places, waits;
};
struct draw_owed_list {
    struct draw_owed *v; /* by section */
    size_t n;
};
[[nodiscard]] err draws_owed(struct db *db, struct draw_owed_list *ret);

#endif
