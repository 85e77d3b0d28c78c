/* models.h: what the views of records show.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef RECORDS_MODELS_H
#define RECORDS_MODELS_H
#include "admin_models.h"
#include "form.h"
#include "page.h"
#include "ready_models.h"
#include "seats_models.h"
#include "records.h"
#include "rights.h"
#include <stdbool.h>
#include <stddef.h>

struct records_course_line {
    const char *code, *name, *href, *faculty;
    int64_t level, credits;
    const char *seats; /* in words; NULL: not given in the term */
    const char *tone;  /* of the chip: positive, warning */
    const char *group; /* the one that fits what was asked, with its times; or NULL */
    offering_id offering; /* zero: not given in the term */
};
struct records_course_lines {
    struct records_course_line *v;
    size_t n;
};
/* A filter that is chosen, to be taken away by a link. */
struct records_chip {
    unsigned filter; /* enum browse_filter */
    const char *text;
    const char *field, *field2; /* in the address; field2 may be NULL */
    const char *href;
};
struct records_chips {
    struct records_chip *v;
    size_t n;
};
/* courses.tmpl */
struct records_courses_view {
    const char *q, *from, *until;
    const char *term_name;
    struct records_options terms, faculties, programmes, levels, credits, languages, days;
    bool free, fits, ready; /* groups with seats left, that fit; prerequisites are met */
    bool all;               /* also what is not given in the term */
    bool studies;           /* may choose `fits` and `ready` */
    struct records_chips chips;
    bool similar;  /* nothing has the words: these are near */
    int64_t found; /* on all pages */
    struct records_course_lines lines;
    const char *more; /* the next page, or NULL */
    bool paged;       /* not the first page */
    const char *first, *none, *bare; /* the first page; without any filter; this page again */
    /* Nothing was found: without one filter, or in other terms, there are `without`. */
    const struct records_chip *narrowest;
    const char *elsewhere;
    int64_t without;
    bool backwards; /* the times asked for leave no time of day, and do not count */
};

struct records_meeting_line {
    struct msg kind;
    const char *when;  /* "Mon and Wed, 09:00–10:50", "Tue 15 Jun 2027, 15:00–17:59" */
    const char *dates; /* "1 Feb – 28 May 2027", or "" */
    const char *place;
};
struct records_meeting_lines {
    struct records_meeting_line *v;
    size_t n;
};
struct records_section_line {
    section_id id;
    const char *code, *lecturer, *seats;
    const char *tone; /* of the seats' chip */
    struct records_meeting_lines meetings;
    struct str_list kept; /* what is kept of its seats, in words */
    bool mine;            /* she has a place in it */
    int64_t waiting_at;   /* her place on its wait-list; 0: none */
    bool watched;         /* she is told when a seat is free */
};
struct records_section_lines {
    struct records_section_line *v;
    size_t n;
};
struct records_counts_line {
    const char *programme, *href, *group;
};
struct records_counts_lines {
    struct records_counts_line *v;
    size_t n;
};
/* course.tmpl */
struct records_course_view {
    const char *title; /* "CSE 12: Data structures" */
    const char *faculty, *language;
    int64_t level, credits;
    struct tabs terms;
    const char *term_code, *term_name; /* NULL: never given */
    struct records_section_lines sections, more; /* of many groups the first, and the others */
    struct records_counts_lines counts;
    struct records_prereq_part *prereq; /* NULL: nothing must be done before */
    const char *prereq_words;
    bool prereq_met, prereq_waived;
    bool may_plan, signed_in;
    bool placed; /* she has a place in the course */
    bool held;   /* … or waits for one */
    bool over;   /* the term is past */
    const char *closed; /* that enrolment has closed for her, in words; NULL: it has not */
    offering_id offering; /* in that term; zero: none */
    const char *seats_href; /* where its seats are changed; NULL: not by her */
};

struct records_programme_line {
    const char *code, *name, *href;
    bool master;
    int64_t credits;
};
struct records_faculty_part {
    const char *name;
    struct records_programme_line *v;
    size_t n;
};
/* programmes.tmpl */
struct records_programmes_view {
    struct records_faculty_part *v;
    size_t n;
};
struct records_group_part {
    const char *name;
    int64_t credits;
    bool any;
    struct records_course_line *v;
    size_t n;
    int64_t passed;      /* of it by her, in EC */
    struct msg progress; /* the same in words */
};
struct records_programme_view {
    const char *code, *name, *faculty, *term_name;
    bool master;
    int64_t credits;
    struct records_group_part *v;
    size_t n;
    bool mine; /* she follows it: how far she is */
    int64_t passed;
    struct msg progress;
};

struct records_history_line {
    const char *code, *name, *href, *section;
    int64_t credits;
    bool waiting;
    instant at;
};
struct records_history_part {
    const char *term;
    int64_t credits; /* of the places */
    struct records_history_line *v;
    size_t n;
};
struct records_history_parts {
    struct records_history_part *v;
    size_t n;
};
/* record.tmpl */
struct records_record_view {
    struct records_studies studies;
    struct records_history_parts terms;
    struct records_result_lines results;
    int64_t credits; /* of what was passed */
};
struct records_card_term {
    const char *name;
    int64_t placed, waiting, credits;
};
struct records_card_view {
    struct records_card_term *v; /* the term that is now, and the one to plan */
    size_t n;
    const char *term_name; /* the one to plan, of which the window is */
    struct records_window window;
};

struct records_taught_line {
    offering_id id;
    const char *code, *name, *term;
    int64_t taken, waiting;
};
/* teaching.tmpl */
struct records_teaching_view {
    struct records_taught_line *v;
    size_t n;
};
struct records_participant_line {
    const char *name, *login, *mail, *section;
    bool waiting;
    instant at;
};
struct records_participants_view {
    const char *title, *term, *csv;
    struct records_participant_line *v;
    size_t n;
    int64_t placed, waiting;
};

#endif
