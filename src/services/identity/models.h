/* models.h: what identity's views show. SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef IDENTITY_MODELS_H
#define IDENTITY_MODELS_H
#include "app_models.h"
#include "clock.h"
#include "i18n.h"
#include "ids.h"
#include "desk_models.h"
#include "forgotten_models.h"
#include "security_models.h"
#include <stdbool.h>
#include <stddef.h>

struct identity_sign_in_view {
    const char *next; /* where to go afterwards, or "" */
    bool shared;      /* "this is a shared computer" was ticked */
    struct identity_ask_view passkey;
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
    bool passkey; /* she has one */
    bool passwordless;
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
    struct identity_factors_held factors;
};

/* The letter with a one-time code, shown once. */
struct identity_letter_view {
    person_id id;
    const char *name, *login;
    const char *code;
    const char *address; /* where to type it */
    struct html qr;      /* the same with name and code, to point a phone at */
    const char *home;
    instant ends;
};

#endif
