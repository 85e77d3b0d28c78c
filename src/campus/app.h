/* app.h: the running program: its state folder, settings, store and web server. One per process.
   Tests make one in memory of their own state folder (app_open) and never serve.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef CAMPUS_APP_H
#define CAMPUS_APP_H
#include "arena.h"
#include "db.h"
#include "err.h"
#include "settings.h"
#include "web.h"

struct service;

struct app {
    struct arena *arena;     /* lives as long as the program */
    const char *state;       /* the state folder */
    struct settings *settings;
    struct store *store;
    struct web *web;
    const struct service *const *services;
    size_t n_services;
    struct worker *jobs;     /* the thread of jobs, events and sealer */
};

struct app_options {
    const char *state;    /* made if absent, mode 0700 */
    const char *database; /* NULL: SQLite in the state folder */
    const struct service *const *services;
    size_t n_services;
};
/* Opens, migrates, starts services; no thread serves yet. *ret_why is English for the administrator. */
[[nodiscard]] err app_open(const struct app_options *o, struct app **ret_app, const char **ret_why);
void app_close(struct app *app);
/* The thread that runs due jobs, deliveries and the sealer. */
[[nodiscard]] err app_work(struct app *app);
/* One round of the same, now, in this thread: for tests. True if there was something to do. */
bool app_work_once(struct app *app, instant now);

#endif
