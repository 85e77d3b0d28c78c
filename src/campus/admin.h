/* admin.h: the view-models of the system administrator's pages.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef CAMPUS_ADMIN_H
#define CAMPUS_ADMIN_H
#include "campus_q.h"
#include "own.h"

struct admin_job {
    job_id id;
    const char *name;
    const char *what; /* the kind's sentence, in English as in the log */
    instant due, ran_at;
    int64_t tries;
    bool parked;
    const char *problem;
};
struct admin_job_list {
    struct admin_job *v;
    size_t n;
};
struct campus_system_view {
    const char *version;
    const char *database; /* "SQLite" or "PostgreSQL" */
    const char *process;
    bool ready;
    const char *mail; /* what is wrong with mails, or NULL */
    struct health_list parts;
    struct campus_amounts amounts;
    struct admin_job_list jobs;
    struct campus_parked_delivery_list parked;
    struct campus_lease_row_list leases;
};

/* One page of administration that she may use. */
struct campus_admin_page {
    struct msg text;
    const char *path;
    struct msg line;  /* what it is for; none: not said */
    const char *icon;
    int weight;
};
struct campus_admin_pages {
    struct campus_admin_page *v;
    size_t n;
};
struct campus_admin_view {
    struct campus_admin_pages pages;
};

struct admin_setting {
    const char *key;   /* "campus.name" */
    const char *value; /* a secret shows "(set)" */
    const char *text;
    bool reload;
};
struct admin_setting_list {
    struct admin_setting *v;
    size_t n;
};
struct campus_settings_view {
    struct admin_setting_list rows;
};

/* A line of the log in words. */
struct campus_audit_line {
    const struct campus_audit_row *row;
    struct msg words;          /* what was done; none: only the code is known */
    const char *who;           /* NULL: nobody */
    struct msg kind;           /* of what it is about, or none */
    const char *about, *path;  /* what it is about; NULL: it is not known any more */
    struct str_list details;   /* "Why: …" */
    const char *raw;           /* what is no detail of ours, or NULL */
};
struct campus_audit_lines {
    struct campus_audit_line *v;
    size_t n;
};
struct campus_audit_choice {
    const char *what;
    struct msg text;
    bool chosen;
};
struct campus_audit_choices {
    struct campus_audit_choice *v;
    size_t n;
};
/* One who may be meant. */
struct campus_audit_person {
    const char *name, *path;
};
struct campus_audit_people {
    struct campus_audit_person *v;
    size_t n;
};
struct campus_audit_view {
    struct campus_audit_lines lines;
    const char *what; /* the filter: a code, or a part of one */
    struct campus_audit_choices choices;
    bool other;       /* `what` is none of them */
    const char *who;  /* the name of who is filtered by, or NULL */
    struct campus_audit_people meant;
    const char *older; /* the link to the next page, or NULL */
    int64_t sealed;    /* number of the last sealed line */
    const char *tip;   /* its hash */
    instant sealed_at;
    const char *key;   /* the public key */
};

#endif
