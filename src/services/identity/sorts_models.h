/* sorts_models.h: what roles and the two sorts of applications need, and how far somebody gets; a part of models.h.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef IDENTITY_SORTS_MODELS_H
#define IDENTITY_SORTS_MODELS_H
#include "i18n.h"
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* An application among those of its sort. */
struct identity_sort_app {
    const char *title;
    struct msg more; /* what it asks for beyond its sort; empty: nothing */
    bool lacks;      /* and she does not get there */
};
struct identity_sort_apps {
    struct identity_sort_app *v;
    size_t n;
};
struct identity_sort_level {
    const char *value; /* "1" to "3" */
    struct msg text;
    bool on;
};
struct identity_sort_levels {
    struct identity_sort_level *v;
    size_t n;
};
struct identity_sort_line {
    const char *word, *field; /* "office"; of the administrator's form */
    struct msg title, needs;
    const char *login; /* the name form that it knows people by */
    int level;         /* that it needs */
    bool reached;      /* by what she has */
    bool here;         /* this very site is one of them */
    struct msg here_more; /* what it asks for beyond the sort */
    struct identity_sort_apps apps;
    struct identity_sort_levels levels;
};
struct identity_sort_lines {
    struct identity_sort_line *v;
    size_t n;
};
/* From when which role needs a second factor. */
struct identity_policy_line {
    const char *word;
    struct msg text;
    const char *from_field, *grace_field; /* of the form */
    const char *from, *grace;             /* as one types them */
    int64_t people, have;
};
struct identity_policy_lines {
    struct identity_policy_line *v;
    size_t n;
};
struct identity_policy_view {
    struct identity_policy_lines lines;
    struct identity_sort_lines sorts;
};

/* Both sorts, for somebody. */
struct identity_sorts_view {
    struct identity_sort_lines lines;
    int reach; /* the level that she gets to with what she has */
    int now;   /* the level of this login */
};

#endif
