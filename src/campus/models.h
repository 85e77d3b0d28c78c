/* models.h: what the views of the campus are given. SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef CAMPUS_MODELS_H
#define CAMPUS_MODELS_H
#include "admin.h"
#include "form.h"
#include "mailout_models.h"
#include "menu.h"
#include "notices_models.h"
#include "page.h"
#include "reply.h"
#include "rights.h"
#include "search.h"
#include "str.h"

/* The frame around a page: page.tmpl. */
struct page_view {
    const char *title;
    const char *campus;      /* the institution's name */
    const char *theme;       /* "light", "dark", or NULL: as the system has it */
    const char *colours;     /* the address of the institution's colours, NULL: ours */
    const char *back;        /* this page, for the language and theme switches */
    const struct person *me; /* NULL: nobody is signed in */
    int again;               /* seconds, without scripts; 0: not */
    int64_t news;            /* notices that she has not read */
    struct menu_list menu;
    struct flashed_list flashes;
    struct form_problems problems;
};

/* An input with all that belongs to it: parts.tmpl. */
struct campus_field {
    const char *name, *type, *autocomplete, *value;
    struct msg label, hint;
    bool bad;              /* it has an error */
    bool plain;            /* no spelling help, no capitals */
    const char *described; /* ids of hint and error */
};

/* search.tmpl */
struct campus_found_group {
    const char *name;
    struct msg title;
    const char *icon;
    struct search_line *v;
    size_t n;
    int64_t all;
    bool similar;
    const char *more; /* where all are, when these are not; or NULL */
};
struct campus_search_view {
    const char *q;
    const char *path; /* of the whole page */
    struct campus_found_group *v;
    size_t n;
    int64_t found; /* in all groups, shown or not */
    bool similar;  /* nothing has the words: these are near */
    bool signed_in;
};

/* error.tmpl */
struct campus_error_view {
    int status;
    struct msg title;
    const char *text;    /* what happened, in the person's language */
    const char *request; /* the request's id */
};

/* design.tmpl */
struct campus_design_view {
    const char *colour; /* as set */
    struct accent accent;
    struct week week;
    struct tabs tabs;
    instant now;
    day today;
};

#endif
