/* seats_models.h: what the pages about the seats of one course show.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef RECORDS_SEATS_MODELS_H
#define RECORDS_SEATS_MODELS_H
#include "admin_models.h"
#include "page.h"

/* A group with its counters. */
struct records_seats_row {
    section_id id;
    const char *code, *lecturer;
    int64_t seats, taken, kept, waiting;
    bool unlimited;
    const char *words; /* "30 seats", "no limit" */
    const char *state; /* in words: "Full, 3 wait" */
    const char *tone;
};
struct records_seats_rows {
    struct records_seats_row *v;
    size_t n;
};
/* Seats kept for a programme. */
struct records_kept_row {
    int64_t programme;
    const char *name;
    int64_t seats, taken;
    instant until; /* zero: as long as there is enrolment */
    const char *until_value;
    bool over;
    bool gone; /* over, and nobody has one of them: only for the words of changes */
};
struct records_kept_rows {
    struct records_kept_row *v;
    size_t n;
};
struct records_changed_row {
    instant at;
    const char *what, *by, *reason;
};
struct records_changed_rows {
    struct records_changed_row *v;
    size_t n;
};
/* offering_admin.tmpl: a course in a term. */
struct records_offering_admin_view {
    const char *title, *term_name, *demand, *course;
    int64_t offering;
    bool may;
    struct records_seats_rows rows;
    int64_t seats, taken, kept, waiting, planned, others, armed;
    struct records_bar bar;
    struct records_lines history;
};
/* seats.tmpl: one group. */
struct records_seats_view {
    const char *title, *term_name, *course, *offering;
    struct records_seats_row row;
    int64_t free; /* for everybody; -1: without a limit */
    bool may;
    const char *seats_value, *was, *reason;
    struct records_kept_rows kept;
    bool any_kept; /* one of them is not gone */
    struct records_options programmes;
    struct records_changed_rows changes;
};
/* The same, when seats are to be changed: what follows, before it is done. */
struct records_seats_check_view {
    const char *title, *term_name, *back;
    section_id id;
    const char *from, *to;    /* in words */
    const char *seats, *was, *reason;
    struct str_list follows;  /* a sentence each */
    const char *refused;      /* why it cannot be; NULL: it can */
};

/* seats_many.tmpl: many groups at once. */
struct records_many_line {
    int64_t line; /* of the text; 0: none */
    const char *section, *from, *to, *follows, *fault;
};
struct records_many_lines {
    struct records_many_line *v;
    size_t n;
};
struct records_many_view {
    const char *title, *term_code, *term_name, *text, *seen, *reason;
    const char *of; /* the offering that it began on, or "" */
    struct records_options terms;
    struct records_many_lines lines;
    int64_t changes, faults, same;
    bool checked;
};

#endif
