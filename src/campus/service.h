/* service.h: the contract between a service and the campus.
   A service is one table (`const struct service NAME_service`) in its service.c. The campus reads it
   once, at start; guide, portal, search and privacy walk over all of them and need nobody.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef CAMPUS_SERVICE_H
#define CAMPUS_SERVICE_H
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "applications.h"
#include "buf.h"
#include "clock.h"
#include "db.h"
#include "door.h"
#include "err.h"
#include "events.h"
#include "follow.h"
#include "jobs.h"
#include "json.h"
#include "mailout.h"
#include "notices.h"
#include "released.h"
#include "rq.h"
#include "search.h"
#include "settings.h"
#include "tasks.h"
#include "things.h"

enum service_state { SERVICE_UP, SERVICE_DEGRADED, SERVICE_DOWN };

/* What the ICT services page says of a service (P1). */
struct guide_entry {
    struct msg title;       /* "Timetable" */
    struct msg purpose;     /* one or two sentences: what it is for */
    const char *path;       /* where it opens */
    const char *icon;       /* a symbol of assets/icons.svg */
    bool account;           /* does one need the university account? */
    bool off_campus;        /* does it work from anywhere? */
    struct msg how_in;      /* how to get in, or empty */
    err (*state)(struct db *db, enum service_state *ret); /* NULL: up while the campus is up */
};

/* One card on somebody's home page: a title, lines of markup made by a view of the service. */
struct card {
    struct msg title;
    const char *path;
    int weight; /* lighter ones come first; 0..100 */
    err (*body)(struct rq *rq); /* writes to rq->out; writes nothing: no card */
};

/* A deadline or appointment in the one list of the portal. */
struct deadline {
    instant at;
    const char *text; /* in the person's language */
    const char *path;
};
struct deadlines {
    struct deadline *v;
    size_t n;
};

/* When somebody is engaged already: what else is at that time does not fit. */
struct engagement {
    int64_t about;   /* the offering: what is about the same does not stand in its own way */
    int weekday;     /* 1 Monday .. 7 */
    day first, last; /* equal: once */
    minute starts, ends;
    const char *off; /* days on which it is not, "20270405 20270517", or "" */
};
struct engaged {
    day first, last; /* asked for */
    struct arena *arena;
    struct engagement *v;
    size_t n, room;
};
void engaged_put(struct engaged *e, const struct engagement *one);
/* Asks all services. */
[[nodiscard]] err engaged_of(struct rq *rq, day first, day last, struct engaged *ret);

/* The groups of which rq->me asked to be told when a seat is free. */
struct watched {
    struct arena *arena;
    int64_t *v; /* section ids */
    size_t n, room;
};
void watched_put(struct watched *w, int64_t section);
/* Asks all services. */
[[nodiscard]] err watched_of(struct rq *rq, struct watched *ret);

/* One kind of personal data that a service keeps (P26). */
struct personal_data {
    struct msg what;      /* "Your enrolments and wait-list places" */
    struct msg retention; /* "Seven years after the term" */
    /* Writes the person's data of this kind as JSON members. */
    err (*export)(struct db *db, person_id who, struct json_out *j);
};

/* An entry of the menu: shown to those who may. */
struct menu_entry {
    struct msg text;
    const char *path;
    enum may may;
    int weight;
    const char *icon; /* a symbol of assets/icons.svg; NULL: a plain one */
};

/* A page that people find by typing what they want of it. */
struct page_words {
    struct msg text;   /* its title: "Free rooms" */
    const char *path;
    enum may may;
    const char *words; /* what else it is called, in both languages: "empty room vrije zaal"; or NULL */
    struct msg line;   /* of a page of administration: what it is for, as its page of all pages says */
    const char *icon;  /* there, of a page that is not in the menu */
};

/* A page about one person, for those who may: her page leads to it. */
struct person_page {
    struct msg text;
    const char *path; /* "/admin/students/": her number follows */
    enum may may;
    const char *icon;
};

/* A command of the command line: `rapenburg import DIR`. */
struct app;
struct command {
    const char *name;
    const char *usage; /* "import DIR [--apply]" */
    const char *text;  /* one line of help */
    int (*run)(struct app *app, int argc, char **argv); /* an exit code; argv[0] is the name */
    const char *bare; /* its one verb, when it needs no state folder: `app` is NULL then; NULL: it needs one */
};

struct service {
    const char *name;
    const struct route *routes;
    size_t n_routes;
    const struct migration *migrations; /* generated: NAME_migrations; COUNT() it */
    size_t n_migrations;
    const struct settings_group *settings; /* NULL: none */
    const struct job_kind *jobs;
    size_t n_jobs;
    const struct task_kind *tasks;
    size_t n_tasks;
    const struct listener *listeners; /* events heard */
    size_t n_listeners;
    const struct guide_entry *guide;
    size_t n_guide;
    const struct menu_entry *menu;
    size_t n_menu;
    const struct page_words *pages;
    size_t n_pages;
    const struct thing_kind *things;
    size_t n_things;
    const struct audit_word *audit_words; /* for each `what` that it writes into the audit log */
    size_t n_audit_words;
    const struct door *doors;
    size_t n_doors;
    const struct card *cards;
    size_t n_cards;
    const struct person_page *person_pages;
    size_t n_person_pages;
    err (*deadlines)(struct rq *rq, struct deadlines *ret);
    const struct search_source *search; /* what people find: search.h */
    size_t n_search;
    /* What somebody signs in to who goes on to `path`: "Brightspace"; *ret stays when the path is none of this service's. */
    err (*headed)(struct db *db, const char *path, const char **ret);
    /* Adds (engaged_put) when rq->me is engaged between two days, by what she has or plans. */
    err (*engaged)(struct rq *rq, struct engaged *to);
    /* Adds (watched_put) of what rq->me asked to be told. */
    err (*watched)(struct rq *rq, struct watched *to);
    /* Adds (released_put) what other software was told about rq->me. */
    err (*released)(struct rq *rq, struct released *to);
    /* Adds (applications_put) the other software to which it signs people in. */
    err (*applications)(struct rq *rq, struct applications *to);
    const struct personal_data *personal_data;
    size_t n_personal_data;
    const struct mail_kind *const *mails; /* every kind of mail that it sends: mailout.h */
    size_t n_mails;
    const struct notice_kind *const *notices; /* every kind of what it tells people: notices.h */
    size_t n_notices;
    const struct followed *follows; /* pages that are told when they are out of date: follow.h */
    size_t n_follows;
    const struct command *commands;
    size_t n_commands;
    err (*start)(struct app *app); /* after migrations, before the first request; NULL: nothing */
    /* Invariants that `rapenburg check` proves; writes one English line per fault to `out`. */
    err (*check)(struct db *db, struct buf *out);
};

/* N and pointer of a static table: `.routes = routes, .n_routes = COUNT(routes)`. */
#define COUNT(table) (sizeof(table) / sizeof((table)[0]))

/* The table of contents: main/services.c. Boot order. */
extern const struct service *const services[];
extern const size_t n_services;

#endif
