/* draw_models.h: what the views of armed plans and draws, and the card of the home page, show.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef STUDYMAP_DRAW_MODELS_H
#define STUDYMAP_DRAW_MODELS_H
#include "i18n.h"
#include "ids.h"

/* "Submit it for me", on the plan. */
struct studymap_armed_view {
    const char *term; /* its code, for addresses */
    const char *draw; /* the path of its page, or NULL */
    instant opens;
    bool future; /* the opening is to come */
    bool offer;  /* may be handed in now */
    bool armed;
    bool held;             /* in the draw that is being held: `progress` says how far it is */
    const char *progress;
    const char *receipt; /* number: the draw submitted it; or NULL */
};

/* On the home page. */
struct studymap_card_view {
    const char *term, *term_name, *window;
    int64_t n;
    bool open;
    bool armed; /* and the opening is to come */
    int64_t waits;     /* courses that she waits for */
    const char *moved; /* the receipt by which she moved up lately, or "" */
};

struct studymap_draw_line {
    draw_id id;
    const char *term; /* its name */
    term_id term_id;
    const char *whom; /* for whom it opens; NULL: not known any more */
    instant opens;
    struct msg state;
    const char *tone; /* a chip's class */
    int64_t entries;
    bool done;
};
struct studymap_draws_view {
    struct studymap_draw_line *v;
    size_t n;
};

struct studymap_ranks {
    int64_t *v; /* how many had a turn, by rank */
    size_t n;
};
struct studymap_draw_view {
    const char *title, *whom;
    draw_id id;
    instant opens, made_at, done_at;
    struct msg state;
    const char *tone;
    const char *commitment;
    const char *seed, *digest, *final; /* when done */
    int64_t armed;                     /* waiting: plans of the term so far */
    int64_t entries;
    bool waiting, done;
    bool late; /* promised only after the opening */
    struct studymap_ranks ranks;
};

/* On a receipt. */
struct studymap_drawn_view {
    draw_id id;
    const char *ticket; /* NULL: no draw gave it */
    const char *commitment;
    const char *seed; /* NULL: not shown yet */
    struct studymap_ranks turns;
};

#endif
