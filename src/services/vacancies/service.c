/* service.c: what vacancies adds to the campus.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include "service.h"
#include "live.h"
#include "pages.h"
#include "vacancies.h"

static const struct route routes[] = {
    {GET, STREAM, "/seats/stream", vac_stream_get, MAY_ANYONE, .machine = true},
    {GET, SLOW,   "/seats.json",   vac_json_get,   MAY_ANYONE, .machine = true},
};

static const struct task_kind tasks[] = {
    {"vacancies.live", vac_round},
};

const struct service vacancies_service = {
    .name = "vacancies",
    .routes = routes,
    .n_routes = COUNT(routes),
    .tasks = tasks,
    .n_tasks = COUNT(tasks),
    .start = vac_start,
};
