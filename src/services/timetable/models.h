/* models.h: what the views of timetable show.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef TIMETABLE_MODELS_H
#define TIMETABLE_MODELS_H
#include <stdbool.h>
#include "form.h"
#include "i18n.h"
#include "page.h"
#include "rules.h"
#include "str.h"
#include "timetable_q.h"

/* A link with a word: a day of the strip, a view, a course. */
struct timetable_link {
    const char *text, *more; /* "Tue", "24" */
    const char *path;
    const char *key; /* on the keyboard, or NULL */
    bool here, today;
};
struct timetable_links {
    struct timetable_link *v;
    size_t n;
};

/* One meeting in a list. */
struct timetable_item {
    minute starts, ends;
    const char *title, *path; /* "CSE 8A Introduction to Programming", "MATH 10C", "Group A01" */
    struct timetable_links further; /* other courses that share it */
    const char *group; /* "groups A50–A53", or NULL */
    struct msg kind;
    const char *place, *lecturer;
    const char *room_path; /* of the room's timetable, or NULL */
    bool waiting, also, gone;
    const char *was;   /* "Was Mon 10:15 in 0.04", or NULL */
    const char *clash; /* the codes of what it clashes with, or NULL */
};
struct timetable_day {
    day day;
    bool today;
    struct timetable_item *v;
    size_t n;
};
struct timetable_days {
    struct timetable_day *v;
    size_t n;
};

/* A section whose times are by arrangement. */
struct timetable_arranged_line {
    const char *code, *name, *path, *group, *lecturer;
};
struct timetable_arranged {
    struct timetable_arranged_line *v;
    size_t n;
};

struct timetable_entry {
    const char *text;
    int hue;
};
/* A day of the month's picture. */
struct timetable_cell {
    const char *path, *words; /* "Tue 24 Nov 2026" */
    int dom;
    bool in, today;
    const char *note; /* a day without teaching, or NULL */
    struct timetable_entry *v;
    size_t n;  /* those shown */
    int total; /* all */
};
struct timetable_month {
    struct timetable_cell *v;
    size_t n;
};

/* What changed and was not seen yet. */
struct timetable_change {
    const char *what, *text; /* "CSE 8A Lecture", "now Tue 09:15 in …, was Mon 09:00 in …" */
    const char *path;
};
struct timetable_changed {
    struct timetable_change *v;
    size_t n;
};

/* A group of a course, to look at. */
struct timetable_group {
    section_id id;
    const char *code, *lecturer;
    const char *term;      /* its name, of the first group of a term when there are several; or NULL */
    const char *path;      /* its timetable alone */
    struct str_list times; /* "Tue, Thu 14:00–15:20 · Lecture · Snellius 1.04" */
    bool own, also, chosen;
};
struct timetable_groups {
    struct timetable_group *v;
    size_t n;
};

/* A course, kind or section that one may leave out. */
struct timetable_option {
    const char *name, *value, *text;
    bool on;
};
struct timetable_options {
    struct timetable_option *v;
    size_t n;
};

/* A timetable: whose, and of which days. */
struct timetable_view {
    const char *title; /* "Timetable, week 6" */
    const char *span;  /* "Mon 1 Feb 2027 – Sun 7 Feb 2027" */
    const char *base;  /* "/timetable", "/timetable/room/SNEL/1.04" */
    const char *view;  /* "week" */
    const char *on;    /* a day of it, for the form */
    bool own;
    const char *facts;    /* "60 seats · Zeedijk 1", or NULL */
    const char *free;     /* of a room: "Free now until 13:00", or NULL */
    bool busy;
    struct timetable_links views, strip;
    const char *back, *today, *next; /* paths; NULL: none */
    struct msg back_words, next_words;
    const struct week *week; /* or NULL */
    struct timetable_month month;
    struct timetable_days days;
    struct timetable_arranged arranged;
    struct timetable_groups groups;
    struct timetable_options choices; /* of a group of the course; empty: there is one */
    const char *group;                /* the one chosen, or "" */
    const char *no_group;             /* one that was chosen and is not there, or NULL */
    const char *limits;               /* when no such day can be shown: a sentence; or NULL */
    const char *first_day, *last_day; /* that can be asked for */
    struct timetable_changed changed;
    const char *no_teaching; /* days without teaching in words, or NULL */
    struct msg none;         /* "No classes this week." */
    size_t n_slots, n_clashes;
    const char *coming, *coming_path; /* what comes next, when there is nothing; or NULL */
    bool nothing, studies;            /* nothing in any term; she may have places */
};

struct timetable_feed_line {
    const struct timetable_feed *feed;
    const char *what; /* "Only exams, without CSE 12" */
};
struct timetable_feed_lines {
    struct timetable_feed_line *v;
    size_t n;
};
struct timetable_feeds_view {
    struct timetable_feed_lines feeds;
    const char *made;   /* the address just made, shown this once; or NULL */
    const char *webcal; /* the same for calendar programs */
    const char *google, *outlook; /* pages that add it */
    bool full;
};

struct timetable_feed_view {
    feed_id id;
    const char *name;
    struct timetable_options kinds, courses;
    bool waiting, also, taught, teaches;
};
struct timetable_choose_view {
    bool waiting;
    struct timetable_options courses, kinds, looked_at;
};

struct timetable_room_line {
    const char *name, *path, *address;
    const char *until; /* "until 13:00", "for the rest of the day" */
    int64_t seats;
};
struct timetable_rooms_view {
    struct timetable_options buildings;
    const char *on, *at, *minutes;
    const char *limits, *first_day, *last_day; /* as of a timetable */
    struct timetable_room_line *v;
    size_t n, all;
    bool now;
};

struct timetable_find_line {
    const char *text, *path, *more;
    bool similar; /* not what was typed, but near */
};
struct timetable_finds {
    struct timetable_find_line *v;
    size_t n;
};
struct timetable_find_view {
    const char *q;
    struct timetable_finds courses, lecturers, rooms;
};

#endif
