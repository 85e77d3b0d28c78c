/* app.h: the running program: its state folder, settings, store and web server. One per process.
   Tests make one in memory of their own state folder (app_open) and never serve.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef CAMPUS_APP_H
#define CAMPUS_APP_H
#include <pthread.h>
#include <stdbool.h>
#include "arena.h"
#include "db.h"
#include "err.h"
#include "settings.h"
#include "web.h"

struct service;
struct addressee;

struct rq;

/* What a service keeps in memory while the program runs. */
struct app_kept {
    void *what;
    void (*drop)(void *what);
};

struct app {
    struct arena *arena;     /* lives as long as the program */
    const char *state;       /* the state folder */
    struct settings *settings; /* app_settings() reads it: SIGHUP puts a new one here */
    struct store *store;
    struct web *web;
    const struct service *const *services; /* the campus's own first */
    size_t n_services;
    struct app_kept *kept;   /* one for each service */
    struct bus *bus;         /* who hears what changed: bus.h */
    pthread_mutex_t rereading; /* one reading of the settings at a time */
    struct search *search;   /* what can be found: search.h */
    struct limiter *searches; /* how often people search: limiter.h */
    struct worker *jobs;     /* the thread of jobs, events and sealer */
    struct tasks *tasks;     /* the threads of the services\' tasks */
    const char *holder;      /* this process, in leases */
    int process;             /* its number, in ids */
    int lock;                /* STATE/lock, held; -1: not */
    struct keys *keys;       /* the campus's own keys, in STATE/keys */
    struct blobs *blobs;     /* content, in STATE/blobs: data/blob.h */
    err (*identify)(struct rq *rq); /* who is it? see campus_identify_by() */
    err (*addressee)(struct db *db, person_id who, struct addressee *ret); /* campus_addressees_by() */
    err (*named)(struct db *db, const char *typed, person_id *ret); /* campus_names_by() */
    err (*asked)(struct db *db, const char *endpoint, bool *ret); /* prompt_asked_by() */
};

struct app_options {
    const char *state;    /* made if absent, mode 0700 */
    const char *database; /* NULL: SQLite in the state folder */
    const struct service *const *services;
    size_t n_services;
    bool own; /* SQLite: nobody else may have the state folder open as its own (serve) */
};
/* Opens, migrates, starts services; no thread serves yet. On an error *ret_why says in English what
   happened and what to do; *ret_app is set even then, to be closed once that was read. */
[[nodiscard]] err app_open(const struct app_options *o, struct app **ret_app, const char **ret_why);
void app_close(struct app *app);
/* The present settings; a request uses rq_settings(). */
const struct settings *app_settings(const struct app *app);
/* STATE/rapenburg.conf again, on SIGHUP. On an error the old settings stay. */
[[nodiscard]] err app_reload(struct app *app, struct arena *a, const char **ret_why);
/* The same with its words in the log; and, if it went well and `tell`, in every other process of the
   campus, each from its own file. */
void app_reread(struct app *app, bool tell);
/* For the start() of the service that knows people: `who` finds the session of a request and sets
   rq->me, rq->session, rq->csrf, rq->person (a struct person) and, if she chose one, rq->lang.
   Leaves them alone when nobody is signed in. */
void campus_identify_by(struct app *app, err (*who)(struct rq *rq));
/* The same: who has the user name that somebody typed? ERR_NOT_FOUND: nobody. */
void campus_names_by(struct app *app, err (*named)(struct db *db, const char *typed, person_id *ret));
/* The app of a request; and of a job, a listener or a check. */
struct app *rq_app(const struct rq *rq);
struct app *db_app(const struct db *db);
/* Soft state of a service: one pointer, set in its start(), dropped by app_close() after the last
   request and job. Threads that share it lock it themselves. */
void app_keep(struct app *app, const struct service *of, void *what, void (*drop)(void *what));
/* NULL: nothing is kept. */
void *app_kept(const struct app *app, const struct service *of);
/* The threads that run due jobs, deliveries, the sealer and tasks; and hearing the other processes. */
[[nodiscard]] err app_work(struct app *app);
/* Do they run? A command or a test has none. */
bool app_works(const struct app *app);
/* One round of the same, now, in this thread: for tests. True if there was something to do. */
bool app_work_once(struct app *app, instant now);

#endif
