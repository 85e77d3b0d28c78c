/* draw_file.h: a draw as a file that anybody can check: what /draws/{id}.json gives, and its proof.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef STUDYMAP_DRAW_FILE_H
#define STUDYMAP_DRAW_FILE_H
#include "buf.h"
#include "draw_rules.h"
#include <stdbool.h>

#define DRAW_FILE_FORMAT "rapenburg-draw-1"
#define DRAW_FILE_MAX    ((size_t)32 << 20) /* bytes */

/* Who has a turn at a rank: indexes of tickets, the first first. */
struct draw_line {
    uint32_t *who;
    size_t n;
};
struct draw_file {
    const char *id, *term, *opens; /* in words of the file; not proved by it */
    struct digest commitment;
    bool held; /* what follows is known */
    struct digest seed, digest, final;
    struct draw_ticket *tickets; /* sorted */
    size_t n;
    struct draw_line order[DRAW_RANKS];
    size_t ranks;
};
void draw_file_write(struct buf *b, const struct draw_file *f);
/* Only whether it is such a file at all; *ret_why says in English why not. */
[[nodiscard]] err draw_file_read(struct arena *a, const char *s, size_t n,
                                 struct draw_file *ret, const char **ret_why);
/* Works out everything again. NULL: it holds. Else one English sentence: the first thing that is wrong. */
const char *draw_file_wrong(struct arena *a, const struct draw_file *f);
/* The place of a ticket in the order at a rank, from 1; 0: it has no turn there. */
size_t draw_file_place(const struct draw_file *f, size_t rank, const struct draw_ticket *t);

#endif
