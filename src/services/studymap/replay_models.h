/* replay_models.h: what the pages about decisions show. SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef STUDYMAP_REPLAY_MODELS_H
#define STUDYMAP_REPLAY_MODELS_H
#include <stdbool.h>
#include <stddef.h>
#include "clock.h"
#include "page.h"
#include "str.h"

/* decisions.tmpl */
/* One decision of a list. */
struct studymap_decided_line {
    const char *number, *href;
    const char *student, *student_href, *login;
    struct msg what;
    struct str_list answers;
    instant at;
};
struct studymap_decided_lines {
    struct studymap_decided_line *v;
    size_t n;
};

struct studymap_kind_choice {
    const char *word;
    struct msg text;
    bool chosen;
};
struct studymap_kind_choices {
    struct studymap_kind_choice *v;
    size_t n;
};
struct studymap_decisions_view {
    struct tabs terms;
    const char *term, *term_name; /* term: NULL without any */
    int64_t receipts;
    bool replayed;
    instant at;
    int64_t decisions, drawn, changes, faults, milliseconds; /* decisions: made again, without those of a draw */
    const char *first_wrong;
    struct str_list told;
    const char *student, *login, *student_href; /* whose decisions were looked for; NULL: anybody's */
    struct studymap_kind_choices kinds;
    bool filtered;
    struct studymap_decided_lines decided;
    const char *older; /* the next page, or NULL */
};

/* One answer of the rules about an option. */
struct studymap_rule_line {
    struct msg rule;
    bool good;
    const char *words;
};
struct studymap_rule_lines {
    struct studymap_rule_line *v;
    size_t n;
};
/* One option, with the state seen and what each rule answers. */
struct studymap_option_line {
    const char *course, *group;
    const char *fate; /* of a draw: what came of it and why; or NULL */
    struct studymap_rule_lines rules;
};
struct studymap_option_lines {
    struct studymap_option_line *v;
    size_t n;
};
struct studymap_wish_line {
    const char *title; /* "Choice 1", or NULL */
    const char *turn;  /* of a draw: the place in the order; or NULL */
    const char *lost;  /* of a draw: why it could not be had all the same; or NULL */
    struct studymap_option_lines options;
};
struct studymap_wish_lines {
    struct studymap_wish_line *v;
    size_t n;
};
struct studymap_decision_view {
    const char *title, *number, *person, *login, *term_name;
    const char *back;         /* the list; NULL: not for her who looks */
    const char *student_href; /* the student's studies */
    const char *draw_href;    /* the draw that decided it, or NULL */
    const char *ticket;       /* hers, when the draw was made again; or NULL */
    int64_t draw;
    bool draw_done; /* its file is there */
    const char *acted_by, *because; /* by hand: who did it, and why; or NULL */
    struct str_list overruled;
    struct msg kind;
    instant at;
    struct str_list held; /* places and wait-list places before it */
    struct str_list asked;
    struct studymap_wish_lines wishes;
    struct str_list answers; /* what the receipt says */
    bool remade;             /* it was made again */
    const char *why;         /* how the answer differs; NULL: it follows */
};

#endif
