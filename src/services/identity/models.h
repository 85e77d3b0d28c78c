/* models.h: what identity's views show. SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef IDENTITY_MODELS_H
#define IDENTITY_MODELS_H
#include "clock.h"
#include "i18n.h"
#include "ids.h"
#include "view.h"
#include <stdbool.h>
#include <stddef.h>

struct identity_sign_in_view {
    const char *next; /* where to go afterwards, or "" */
    bool shared;      /* "this is a shared computer" was ticked */
};

/* What somebody who is signed in may prove besides. */
struct identity_more_view {
    const char *next;
    const char *login;
    int level;
    bool again;
    bool password; /* it is asked */
    bool code;     /* a code is asked */
    bool out_of_reach; /* she has nothing with which to reach the level */
};

/* The second step of signing in. */
struct identity_second_view {
    const char *next;
    bool code;    /* she has an app or recovery codes */
    int64_t days; /* for which this browser may be remembered; 0: it may not */
};

/* The security page of one's account. */
struct identity_app_line {
    otp_id id;
    const char *name;
    instant made_at, used_at;
};
struct identity_app_lines {
    struct identity_app_line *v;
    size_t n;
};
struct identity_remembered_line {
    const char *words;
    instant made_at, ends_at;
};
struct identity_remembered_lines {
    struct identity_remembered_line *v;
    size_t n;
};
struct identity_happened_line {
    struct msg text;
    const char *icon, *address, *device;
    instant at;
};
struct identity_happened_lines {
    struct identity_happened_line *v;
    size_t n;
};
struct identity_security_view {
    int level; /* of this login */
    bool second; /* a second factor is asked of her */
    struct identity_app_lines apps;
    int64_t codes_left, codes_made;
    instant codes_at;
    struct identity_remembered_lines remembered;
    struct identity_happened_lines timeline;
};
struct identity_timeline_view {
    struct identity_happened_lines lines;
    const char *more; /* the address of older ones, or NULL */
};
/* An app that is being set up, or taken away. */
struct identity_app_view {
    otp_id id;
    const char *name;
    struct html qr;
    const char *secret; /* as one types it: "ABCD EFGH …" */
    bool last; /* the last second factor is taken away */
};
/* Recovery codes, shown once. */
struct identity_code_line {
    const char *text;
};
struct identity_code_lines {
    struct identity_code_line *v;
    size_t n;
};
struct identity_recovery_view {
    const char *login, *home, *campus;
    struct identity_code_lines codes;
    instant at;
};

/* One form of somebody's user name, and what it is for. */
struct identity_name_form {
    const char *text;
    struct msg use;
};
struct identity_name_forms {
    struct identity_name_form v[3];
    size_t n;
};

/* One signed-in browser. */
struct identity_device_line {
    session_id id;
    const char *words; /* "Firefox on Linux" */
    const char *address;
    instant made_at, seen_at;
    bool shared, here;
};
struct identity_device_lines {
    struct identity_device_line *v;
    size_t n;
};

/* One role that somebody holds. */
struct identity_role_line {
    const char *word;
    struct msg text;
    int64_t scope; /* 0: the whole campus */
    const char *only; /* what the scope is, in words; NULL: the whole campus */
    bool may_take;
};
struct identity_role_lines {
    struct identity_role_line *v;
    size_t n;
};

struct identity_language {
    const char *code, *name; /* each in its own language */
    bool chosen;
};
struct identity_languages {
    const struct identity_language *v;
    size_t n;
};

struct identity_account_view {
    const char *name, *login, *mail;
    struct identity_name_forms forms;
    struct identity_role_lines roles;
    struct identity_device_lines devices;
    struct identity_languages languages;
};

struct identity_people_line {
    person_id id;
    const char *login, *name, *mail;
    bool ready, disabled;
};
struct identity_people_lines {
    struct identity_people_line *v;
    size_t n;
};
struct identity_people_view {
    const char *q;
    int64_t all; /* everybody who has an account */
    struct identity_people_lines people;
    bool similar;     /* nobody has these words: they are near */
    const char *more; /* the address of the next page, or NULL */
};

/* A page of a service about this person. */
struct identity_person_link {
    struct msg text;
    const char *path, *icon;
};
struct identity_person_links {
    struct identity_person_link *v;
    size_t n;
};
struct identity_person_view {
    person_id id;
    const char *name, *login, *mail;
    bool ready, disabled;
    bool self;   /* the administrator's own account */
    bool locked; /* only a system administrator may change this one */
    bool code_open;
    instant code_ends;
    struct identity_name_forms forms;
    struct identity_role_lines roles;
    struct identity_role_lines to_give;
    struct identity_device_lines devices;
    struct identity_person_links links;
};

/* The letter with a one-time code, shown once. */
struct identity_letter_view {
    person_id id;
    const char *name, *login;
    const char *code;
    const char *address; /* where to type it */
    const char *home;
    instant ends;
};

#endif
