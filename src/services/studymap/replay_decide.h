/* replay_decide.h: one decision made again, from its input and the register of that moment. Pure.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef STUDYMAP_REPLAY_DECIDE_H
#define STUDYMAP_REPLAY_DECIDE_H
#include "lines.h"
#include "replay_register.h"

/* A receipt, read. */
struct rd_receipt {
    const char *number;
    const char *kind; /* submit, leave, swap, give, end, moved, armed */
    person_id person;
    instant at;
    struct studymap_input in;
    struct studymap_lines says;
};
/* What the maker of a replay knows beside the register. */
struct rd_asks {
    void *ctx;
    struct records_programmes (*programmes)(void *ctx, person_id who);
    /* Was she passed over in this section for its prerequisites, the last time that she was asked, as it can
       be proved? */
    bool (*passed_over)(void *ctx, person_id who, const struct records_section *s, instant at);
};
/* What it does to the register. */
enum rd_do { RD_PLACE, RD_LEAVE, RD_KEEP };
struct rd_effect {
    enum rd_do what;
    person_id who;
    struct rg_hold hold; /* LEAVE, KEEP: offering (and waits) */
};
struct rd {
    struct rg *g;
    const struct records_sheet *sheet;
    const struct rd_receipt *r;
    const struct rd_receipt *partner; /* a swap: the exchange that was kept before it */
    const struct rd_asks *asks;
    struct studymap_lines lines; /* the answer, made again */
    struct rd_effect *fx;
    size_t n_fx, room;
    const char *why; /* what cannot be; NULL: nothing */
};
/* Makes the decision; the register stays as it is. Then `why` says in English how the receipt differs. */
void rd_decide(struct rd *d);
/* Does to the register what was decided. */
bool rd_apply(struct rd *d, const char **ret_why);
/* The same from what the receipt says, whether it follows or not; of its wait-list places only those
   with `waits`. */
bool rd_force(struct rd *d, bool waits, const char **ret_why);
/* The section of a receipt's line; NULL: none. */
const struct records_section *rd_section(const struct records_sheet *sheet,
                                         const struct studymap_line *l);

#endif
