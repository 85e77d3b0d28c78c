/* models.h: what the views of timetable show.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef TIMETABLE_MODELS_H
#define TIMETABLE_MODELS_H
#include <stdbool.h>
#include "i18n.h"
#include "page.h"
#include "rules.h"
#include "timetable_q.h"

/* One meeting in a list. */
struct timetable_item {
    minute starts, ends;
    const char *code, *name, *path;
    struct msg kind;
    const char *group, *place, *lecturer;
    bool waiting;
    const char *clash; /* the code of the course it clashes with, or NULL */
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

/* Sections whose times are by arrangement. */
struct timetable_arranged {
    struct timetable_item *v;
    size_t n;
};

struct timetable_week_view {
    const char *title;             /* "Timetable, week 6" */
    const char *span;              /* "Mon 1 Feb 2027 – Sun 7 Feb 2027" */
    const char *term;              /* name, or "" */
    const char *back, *next;       /* days for the links */
    const char *begins;            /* a day of the term's first week when this week is outside; or NULL */
    struct tabs tabs;
    struct week week;
    struct timetable_arranged arranged;
    size_t n_meetings, n_clashes;
    bool nothing;                  /* no place in any term */
};

struct timetable_list_view {
    struct tabs tabs;
    const char *term;
    struct timetable_days days; /* those with something, from today on or the whole term */
    struct timetable_arranged arranged;
    bool nothing;
};

struct timetable_feeds_view {
    struct tabs tabs;
    struct timetable_feed_list feeds;
    const char *made;   /* the address just made, shown this once; or NULL */
    const char *webcal; /* the same for calendar programs */
    bool full;
};

#endif
