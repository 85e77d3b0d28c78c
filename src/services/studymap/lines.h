/* lines.h: what stands in a receipt: a line for each choice, as a JSON document.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef STUDYMAP_LINES_H
#define STUDYMAP_LINES_H
#include "rules.h"

/* One choice and what came of it, as it was at that moment. */
struct studymap_line {
    offering_id offering;
    const char *code, *name, *group; /* of a withdrawn one `name` only, the others "" */
    int64_t credits;
    enum studymap_outcome outcome;
    int64_t waiting_at; /* WAITING: the place on the wait-list */
    int64_t option;     /* which of her options it was, from 1 */
    int64_t turn;       /* in a draw: her place in the order at this rank; else 0 */
    struct studymap_why why; /* REFUSED */
};
struct studymap_lines {
    struct studymap_line *v;
    size_t n;
    int64_t enrolled, waiting, refused;
};
/* Adds a line to the list, which has room for it. */
void studymap_line_add(struct studymap_lines *l, const struct studymap_line *line);
const char *studymap_lines_write(struct arena *a, const struct studymap_lines *l);
/* The same at the end of a buffer. */
struct buf;
void studymap_lines_put(struct buf *b, const struct studymap_lines *l);
/* ERR_PARSE when it is not a document that studymap_lines_write() could have written. */
[[nodiscard]] err studymap_lines_read(struct arena *a, const char *text,
                                      struct studymap_lines *ret);

#endif
