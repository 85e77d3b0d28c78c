/* models.h: what the views of studymap show.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef STUDYMAP_MODELS_H
#define STUDYMAP_MODELS_H
#include "hand_models.h"
#include <stdbool.h>
#include "choice_models.h"
#include "draw_models.h"
#include "i18n.h"
#include "page.h"
#include "str.h"

struct studymap_plan_view {
    const char *title;
    const char *term; /* its code, for addresses */
    const char *term_name;
    term_id id;
    int64_t mark; /* of what it shows: follow.c */
    int64_t until; /* ms until enrolment opens or closes for her; 0: no such moment */
    struct tabs tabs;
    const char *window; /* in words */
    bool open;          /* may be submitted now */
    bool over;          /* the term is past: nothing can be changed */
    bool closed;        /* enrolment closed: nothing can be submitted */
    struct studymap_choice_views choices;
    struct studymap_place_views places;
    const char *leaving; /* until when they can be left, in words; or NULL */
    bool late;           /* and it is past */
    bool change; /* places can be changed for others now */
    const char *sum; /* of everything, in one sentence; or NULL */
    bool ranked;     /* several options: the rule is said */
    struct studymap_entry removed; /* just now; code NULL: nothing */
    int64_t version, credits, credits_most;
    struct msg credits_words;
    bool heavy;
    int64_t n_refused;
    const char *bar; /* what the button would submit, in a few words */
    struct studymap_armed_view armed;
    bool others_wait; /* in the waiting room, and she is in */
    struct week week;
    bool has_week;
    struct studymap_entries singles; /* exams and other single meetings, in `times` */
};

/* Before a plan is submitted of which some would be refused. */
struct studymap_sure_view {
    const char *title;
    const char *term, *term_name;
    int64_t version;
    struct studymap_choice_views refused, others;
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
    bool none_fits; /* no other group has a seat and fits */
    struct studymap_entries groups, rest; /* rest: of many, those that do not fit, folded away */
    struct studymap_ways ways; /* to the other uses */
    const char *here, *q; /* the search for another course; here NULL: none */
    struct studymap_ways found;
    bool near; /* nothing is called that; `found` is near it */
};

struct studymap_leave_view {
    const char *title;
    const char *term;
    const char *term_name;
    struct studymap_entry place;
    const char *keeps; /* leaves a wait-list: the group that she keeps, or NULL */
    bool open;         /* enrolment: may she come back? */
    const char *window;
    const char *until; /* the last moment to leave it, in words; NULL: as long as the term lasts */
    bool late;         /* which is past */
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
    const char *older; /* NULL: these are all */
};

/* One course of a receipt. */
struct studymap_result {
    const char *code, *name, *group;
    int64_t credits;
    bool enrolled, waiting, left;
    int64_t waiting_at;
    const char *reason; /* why refused, in words */
    const char *option; /* which of her options it was, when not the first, or NULL */
    const char *wait, *wait_href; /* she may wait for the first beside it; or NULL */
    const char *turn;   /* the place in the order of a draw, in words; or NULL */
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
    const char *because; /* why it was done for her; "": she did, or the campus */
    struct str_list overruled; /* rules that did not count then */
    int64_t n_refused;
    bool others_wait; /* in the waiting room, and she is in */
    struct studymap_results results;
    struct studymap_drawn_view drawn;
};

/* alerts.tmpl: of what she wants to be told. */
struct studymap_alert_line {
    struct studymap_entry e;
    instant at;
};
struct studymap_alert_lines {
    struct studymap_alert_line *v;
    size_t n;
};
struct studymap_alerts_view {
    struct studymap_alert_lines lines;
    struct studymap_entry ended; /* just now; code NULL: nothing */
    int64_t most;
};

/* While something that was asked waits for its turn. */
struct studymap_asked_view {
    const char *title;
    const char *term, *term_name;
    instant at;
    const char *problem; /* why nothing came of it, or NULL: it is not decided yet */
    const char *before;  /* how many are decided first, in words */
    const char *live;    /* its stream */
    int64_t again;       /* without it: look again after so many seconds */
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
/* A plan that the campus submits at the opening, or may: who has one need not wait for it. */
struct studymap_room_plan_line {
    const char *term, *term_name, *words; /* words NULL: it is not handed in, and may be */
};
struct studymap_room_plans {
    struct studymap_room_plan_line *v;
    size_t n;
};
struct studymap_room_view {
    const char *to, *place; /* place NULL: not known yet */
    const char *here, *estimate, *call;
    bool live;
    struct studymap_kept_lines kept;
    struct studymap_room_plans plans;
};
struct studymap_room_admin_view {
    bool open;
    const char *state, *rate, *load, *lets, *by_hand, *most;
    int64_t waiting, here, in;
    instant opened;
};

#endif
