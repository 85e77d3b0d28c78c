/* hand_models.h: what the pages of a student's studies show to who answers for them.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef STUDYMAP_HAND_MODELS_H
#define STUDYMAP_HAND_MODELS_H
#include "choice_models.h"
#include "replay_models.h"

/* student.tmpl */
struct studymap_hand_place {
    const char *course, *group; /* "CSE 12 Logic and Sets" */
    const char *path;           /* of the course */
    int64_t waiting_at;         /* 0: has the place */
    instant at;
    const char *end; /* the page that ends it; NULL: not for her who looks */
};
struct studymap_hand_places {
    struct studymap_hand_place *v;
    size_t n;
};
struct studymap_student_view {
    const char *title, *name, *login;
    person_id id;
    bool all; /* she who looks runs the whole catalogue */
    struct str_list studies;
    struct tabs terms;
    const char *term, *term_name; /* term: NULL without any */
    const char *window;           /* in words */
    bool may_give;
    struct studymap_hand_places places;
    struct str_list plan; /* its choices */
    bool armed;
    instant armed_at;
    struct studymap_decided_lines decided;
    int64_t more; /* decisions before these */
    const char *asked; /* what is being decided, or came to nothing; NULL: nothing */
    bool pending;
};

/* A group that she may be enrolled in. */
struct studymap_hand_group {
    const char *href, *group, *seats, *lecturer;
    struct str_list times;
    struct msg state; /* what stands in the way, in a word */
    const char *tone;
};
struct studymap_hand_groups {
    struct studymap_hand_group *v;
    size_t n;
};
/* One rule that may be overruled. */
struct studymap_hand_over {
    const char *name; /* of the field */
    struct msg text;
};
struct studymap_hand_overs {
    struct studymap_hand_over *v;
    size_t n;
};
struct studymap_give_view {
    const char *title, *name, *login, *back, *action;
    const char *term_name;
    const char *course;      /* as it was typed */
    const char *course_name; /* NULL: none was found yet */
    struct studymap_hand_groups groups;
    section_id section; /* chosen; zero: none */
    struct studymap_option_line option;
    bool blocked; /* by what is never overruled: `why` */
    const char *why;
    const char *seats_href; /* where seats are changed */
    struct studymap_hand_overs overs;
};
struct studymap_end_view {
    const char *title, *name, *login, *back, *action;
    const char *term_name, *course, *group, *code;
    int64_t waiting_at, others; /* who wait there */
    bool waits;
};

#endif
