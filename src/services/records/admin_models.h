/* admin_models.h: what the administrator's views of records show: windows, demand, imports.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef RECORDS_ADMIN_MODELS_H
#define RECORDS_ADMIN_MODELS_H
#include "page.h"
#include "picture.h"
#include "records.h"
#include "str.h"
#include <stdbool.h>
#include <stddef.h>

/* One choice of a select. */
struct records_option {
    const char *value, *text;
    bool on;
    int64_t n; /* how many there would be with it; only where that is counted */
};
struct records_options {
    struct records_option *v;
    size_t n;
};

struct records_window_line {
    window_id id;
    const char *whose; /* a programme's name, or everybody */
    struct msg state;
    const char *tone;
    instant opens, closes;
    const char *opens_value, *closes_value; /* for inputs */
    bool may, own; /* own: not everybody's */
    int64_t programme, faculty, cohort;
    const char *degree;
    const char *change; /* the form filled in with it */
};
struct records_window_lines {
    struct records_window_line *v;
    size_t n;
};
/* windows.tmpl */
struct records_windows_view {
    struct tabs terms;
    const char *term_code, *term_name;
    struct records_window_lines lines;
    struct records_options programmes; /* for which a window may be set */
    bool groups;                       /* and groups of students, by these */
    struct records_options faculties, degrees;
    const char *cohort;
    const char *opens_value, *closes_value;
    const char *leaving; /* until when places can be left, in words; NULL: as long as the term lasts */
    const char *leaving_value;
    window_id changed;       /* the form changes this window; zero: it sets one */
    const char *changed_for; /* for whom that is now */
};

/* Before enrolment is closed for people for whom it is open. */
struct records_window_sure_view {
    const char *term_code, *term_name, *whose;
    int64_t students; /* who can enrol now, and could not any more */
    instant opens, closes;
    bool removes;
    const char *path;                  /* where it is sent to again */
    window_id window;                  /* as in the form */
    struct records_window_line target; /* for whom, as in the form */
    const char *now, *opens_value, *closes_value;
};

struct records_demand_line {
    const char *code, *name, *href;
    int64_t sections, seats, unlimited, taken, kept, waiting;
    int64_t planned, others, armed; /* in plans: first, after the first; of the first: armed */
    int64_t wanted;                 /* taken, waiting and planned */
    int64_t pressure;               /* demand_pressure() */
    struct records_bar bar;
};
struct records_demand_lines {
    struct records_demand_line *v;
    size_t n;
};
/* demand.tmpl */
struct records_demand_view {
    const char *term_name;
    struct tabs sorts;
    struct records_options terms, faculties, programmes, levels, kinds;
    struct records_demand_lines lines;
    int64_t seats, taken, waiting, planned, armed,
        all; /* sums; `all` offerings of which `lines` are the first */
    term_id term;
    const char *term_code;
    struct records_lines history;
    struct records_opening now;
    int64_t per_second;
    const char *live; /* looks again by itself, or (`goes_on`) does so no more */
    bool goes_on;
    bool all_decisions; /* may download what was decided */
    const char *csv, *json;
    const char *sort;
};

struct records_import_line {
    const char *folder, *who;
    instant at;
    int64_t added, changed, removed;
};
struct records_import_lines {
    struct records_import_line *v;
    size_t n;
};
/* imports.tmpl */
struct records_imports_view {
    struct str_list folders;
    const char *where; /* the path under which folders are looked for */
    struct records_import_lines last;
};
struct records_tally_line {
    const char *file;
    int64_t rows, added, changed, removed;
};
struct records_tally_lines {
    struct records_tally_line *v;
    size_t n;
};
struct records_check_view {
    const char *title;
    const char *folder;
    struct records_tally_lines tallies;
    struct str_list faults, notes, differences;
    int64_t more_faults, more_notes, more_differences;
    bool changes, may; /* something would change; this person may apply all of it */
};

#endif
