/* models.h: what the views of studymap show.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef STUDYMAP_MODELS_H
#define STUDYMAP_MODELS_H
#include "replay_models.h"
#include <stdbool.h>
#include "i18n.h"
#include "page.h"
#include "str.h"

/* A course with its group, in any of the lists. */
struct studymap_entry {
    offering_id offering;
    section_id section;
    const char *code, *name, *group;
    const char *path;     /* of the course's page */
    const char *lecturer; /* or "" */
    int64_t credits;
    const char *seats; /* in words */
    struct str_list times;
    struct str_list problems; /* in words */
    bool refused;             /* the first problem would refuse it */
    bool clashes;             /* with something further down in the plan */
    bool full;           /* no seat for a newcomer */
    bool lone;           /* the only option: when it is full, she would wait for it */
    bool waits;          /* as she would come on the wait-list */
    bool later;          /* an option that is tried after others */
    bool gone;           /* withdrawn: only `name` is known */
    bool chosen;         /* the group in the plan now */
    const char *does;    /* what the button beside it does, or NULL: nothing can be done */
    const char *will;    /* and what would come of it, or NULL */
    int64_t waiting_at;  /* of a place: 0 has it */
};
struct studymap_entries {
    struct studymap_entry *v;
    size_t n;
};


/* One of a choice's options. */
struct studymap_option_view {
    struct studymap_entry e;
    int64_t number;  /* from 1: the first is tried first */
    bool last;       /* of several */
    bool another;    /* of another course than the first */
    const char *key; /* for ids */
};
struct studymap_option_views {
    struct studymap_option_view *v;
    size_t n;
};
struct studymap_choice_view {
    struct studymap_entry e; /* the first option */
    int64_t rank;
    bool last;
    struct studymap_option_views options;
    bool room;           /* for one more */
    const char *outlook; /* what would come of it now */
    const char *tone;    /* of that */
    bool waits;          /* if all are full, she waits for the first */
};
struct studymap_choice_views {
    struct studymap_choice_view *v;
    size_t n;
};

/* A place, or a place on a wait-list. */
struct studymap_place_view {
    struct studymap_entry e; /* problems: what it clashes with */
    int64_t waiting_at;      /* 0: has it */
    const char *gives;       /* waits: what ends when she gets it; has it: for what she would give it */
    const char *chance;      /* waits: in words */
    int64_t freed;           /* seats that came free so far */
    const char *skipped;     /* waits: that she was passed over, or would be, or NULL; `problems` say why */
};
struct studymap_place_views {
    struct studymap_place_view *v;
    size_t n;
};

struct studymap_plan_view {
    const char *title;
    const char *term; /* its code, for addresses */
    const char *term_name;
    struct tabs tabs;
    const char *window; /* in words */
    bool open;          /* may be submitted now */
    bool over;          /* the term is past: nothing can be changed */
    struct studymap_choice_views choices;
    struct studymap_place_views places;
    bool change; /* places can be changed for others now */
    const char *sum; /* of everything, in one sentence; or NULL */
    bool ranked;     /* several options: the rule is said */
    struct studymap_entry removed; /* just now; code NULL: nothing */
    int64_t version, credits, credits_most;
    struct msg credits_words;
    bool heavy;
    int64_t n_refused;
    struct week week;
    bool has_week;
    struct studymap_entries singles; /* exams and other single meetings, in `times` */
};

/* A way to somewhere, in words. */
struct studymap_way {
    const char *href, *text, *more;
};
struct studymap_ways {
    struct studymap_way *v;
    size_t n;
};
/* What one chooses a group for. */
enum studymap_use {
    STUDYMAP_CHOOSE,      /* to have it in the plan */
    STUDYMAP_ALTERNATIVE, /* to try it when the options of a choice are full */
    STUDYMAP_EXCHANGE,    /* to give a place for it */
};
struct studymap_groups_view {
    const char *title;
    const char *term;
    const char *term_name;
    enum studymap_use use;
    const char *lead;     /* says what one is doing */
    const char *held;     /* says why nothing can be chosen, or NULL */
    const char *before; /* what must be done before the course, or NULL */
    bool refused;       /* for want of it */
    const char *action;   /* where the buttons post to */
    offering_id target;   /* the choice or the place; zero: none */
    struct studymap_entries groups;
    struct studymap_ways ways; /* to the other uses */
    const char *here, *q; /* the search for another course; here NULL: none */
    struct studymap_ways found;
};

struct studymap_leave_view {
    const char *title;
    const char *term;
    const char *term_name;
    struct studymap_entry place;
    const char *keeps; /* leaves a wait-list: the group that she keeps, or NULL */
};

struct studymap_receipt_row {
    const char *number, *term;
    struct msg what;
    instant at;
    int64_t enrolled, waiting, refused;
};
struct studymap_receipts_view {
    struct studymap_receipt_row *v;
    size_t n;
};

/* One course of a receipt. */
struct studymap_result {
    const char *code, *name, *group;
    int64_t credits;
    bool enrolled, waiting, left;
    int64_t waiting_at;
    const char *reason; /* why refused, in words */
    const char *option; /* which of her options it was, when not the first, or NULL */
};
struct studymap_results {
    struct studymap_result *v;
    size_t n;
};
struct studymap_receipt_view {
    const char *title;
    const char *number;
    const char *term, *term_name;
    const char *person, *login;
    instant at;
    int64_t credits; /* enrolled */
    struct msg what; /* what was asked */
    struct msg end;  /* what it means, or none */
    int64_t n_refused;
    struct studymap_results results;
};

/* While something that was asked waits for its turn. */
struct studymap_asked_view {
    const char *title;
    const char *term, *term_name;
    instant at;
    const char *problem; /* why nothing came of it, or NULL: it is not decided yet */
    int64_t before;      /* how many are decided first … */
    bool many;           /* … at least */
};

struct studymap_card_view {
    const char *term, *term_name, *window;
    int64_t n;
    bool open;
    int64_t waits;     /* courses that she waits for */
    const char *moved; /* the receipt by which she moved up lately, or "" */
};

/* room.tmpl: the waiting room. */
struct studymap_kept_line {
    request_id id;
    const char *what; /* "Submit your plan for Semester 2" */
    instant at;
};
struct studymap_kept_lines {
    struct studymap_kept_line *v;
    size_t n;
};
struct studymap_room_view {
    const char *to, *place; /* place NULL: not known yet */
    const char *here, *estimate, *call;
    bool live;
    struct studymap_kept_lines kept;
};
struct studymap_room_admin_view {
    bool open;
    const char *state, *rate, *load, *lets, *by_hand, *most;
    int64_t waiting, here, in;
    instant opened;
};

#endif
