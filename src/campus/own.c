/* own.c: what the campus itself adds: one table, as every service.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include "own.h"
#include "asset.h"
#include "campus_q.h"
#include "hooks.h"
#include "mailout_in.h"
#include "notices_in.h"
#include "push_in.h"

#define EVENTS_KEPT DAYS(7)
#define SWEEP_MOST 500
#define SEARCH_KEPT 20000

static const struct route routes[] = {
    {GET, READ, "/healthz", campus_healthz_get, MAY_ANYONE, .machine = true},
    {GET, READ, "/readyz", campus_readyz_get, MAY_ANYONE, .machine = true},
    {GET, READ, "/metrics", campus_metrics_get, MAY_ANYONE, .machine = true},
    {GET, READ, "/assets/{name}", asset_get, MAY_ANYONE, .anonymous = true},
    {GET, READ, "/design", campus_design_get, MAY_ANYONE},
    {GET, READ, "/search", campus_search_get, MAY_ANYONE, .searches = true},
    {GET, READ, "/search/suggest", campus_suggest_get, MAY_ANYONE, .searches = true},
    {POST, WRITE, "/language", campus_language_post, MAY_ANYONE},
    {POST, WRITE, "/theme", campus_theme_post, MAY_ANYONE},
    {GET, READ, "/admin", campus_admin_get, MAY_SIGNED_IN},
    {GET, READ, "/admin/system", campus_system_get, MAY_MANAGE_SYSTEM},
    {GET, READ, "/admin/system/settings", campus_settings_get, MAY_MANAGE_SYSTEM},
    {GET, READ, "/admin/system/audit", campus_audit_get, MAY_MANAGE_SYSTEM},
    {POST, WRITE, "/admin/system/jobs/{job}/retry", campus_job_retry_post, MAY_MANAGE_SYSTEM},
    {POST, WRITE, "/admin/system/deliveries/{event}/retry", campus_delivery_retry_post,
     MAY_MANAGE_SYSTEM},
};

static err sweep(struct db *db, int64_t arg, const char *text)
{
    int64_t swept = 0;

    (void)arg, (void)text;
    TRY(campus_q_search_sweep(db, SEARCH_KEPT, &swept));
    return campus_q_sweep_events(db, instant_add(db_now(db), -EVENTS_KEPT), SWEEP_MOST, &swept);
}

static const struct job_kind jobs[] = {
    {"campus.sweep", sweep, MINUTES(10), "Removes events that everybody heard a week ago, and old changes of what can be searched."},
};

static const struct task_kind tasks[] = {
    {"campus.search", search_round},
};

static const struct menu_entry menu[] = {
    {_("System"), "/admin/system", MAY_MANAGE_SYSTEM, 95, "system"},
};

const struct service campus_service = {
    .name = "campus",
    .routes = routes,
    .n_routes = COUNT(routes),
    .migrations = campus_migrations,
    .n_migrations = COUNT(campus_migrations),
    .settings = &campus_group,
    .jobs = jobs,
    .n_jobs = COUNT(jobs),
    .tasks = tasks,
    .n_tasks = COUNT(tasks),
    .menu = menu,
    .n_menu = COUNT(menu),
};

const struct service *const own_services[] = {&campus_service, &mailout_service, &notices_service, &push_service};
const size_t n_own_services = COUNT(own_services);
