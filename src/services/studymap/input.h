/* input.h: what a decision was made from, beside the places and seats of that moment: kept with its receipt,
   so that it can be made again. SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef STUDYMAP_INPUT_H
#define STUDYMAP_INPUT_H
#include "records_seats.h"
#include "rules.h"

/* Rises when the rules (rules.c, decide.c, swap.c, promote.c, give.c) decide otherwise than before. 2: places are
   given and ended by hand. 3: between courses places are exchanged only where nobody waits before. */
#define STUDYMAP_RULES 3
#define STUDYMAP_RULES_LINE 3
/* The oldest by which everything that could be asked then is decided the same. */
#define STUDYMAP_RULES_SAME 1

/* A choice of a plan: its offering, and its options, best first. */
struct studymap_wish {
    offering_id offering;
    struct studymap_options options;
};
struct studymap_input {
    int64_t rules; /* STUDYMAP_RULES then */
    int64_t sheet; /* version of the sections and their times */
    struct studymap_settings settings;
    const struct studymap_wish *wishes; /* SUBMIT */
    size_t n_wishes;
    offering_id offering; /* LEAVE, END, SWAP: as in struct studymap_asked */
    section_id section;   /* SWAP, GIVE; moved: up into this */
    bool waits;
    int64_t over;   /* GIVE: the rules that were overruled (enum studymap_over) */
    bool exchanged; /* moved: in an exchange with the swap that follows */
    bool follows;   /* were her programmes asked for? */
    struct records_programmes programmes;
    const struct records_known *known; /* NULL: nothing was asked for that hangs on it */
};
const char *studymap_input_write(struct arena *a, const struct studymap_input *in);
/* ERR_PARSE when it is not a document that studymap_input_write() could have written. */
[[nodiscard]] err studymap_input_read(struct arena *a, const char *text, struct studymap_input *ret);

#endif
