/* admin.c: the system administrator's pages: state, jobs, settings, audit log.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include "admin.h"
#include "app.h"
#include "audit.h"
#include "campus_v.h"
#include "form.h"
#include "mailout_in.h"
#include "reply.h"
#include "version.h"

static const char *job_words(const struct app *app, const char *name)
{
    for (size_t s = 0; s < app->n_services; s++)
        for (size_t i = 0; i < app->services[s]->n_jobs; i++)
            if (str_eq(app->services[s]->jobs[i].name, name))
                return app->services[s]->jobs[i].what;
    return "";
}

static err load_jobs(struct rq *rq, struct admin_job_list *ret)
{
    struct campus_job_row_list rows = {0};

    TRY(campus_q_jobs(rq->db, &rows));
    ret->v = ARENA_ARRAY(rq->arena, rows.n, struct admin_job);
    ret->n = rows.n;
    for (size_t i = 0; i < rows.n; i++) {
        const struct campus_job_row *r = &rows.v[i];

        ret->v[i] = (struct admin_job){.id = r->id,
                                       .name = r->name,
                                       .what = job_words(rq_app(rq), r->name),
                                       .due = r->due,
                                       .ran_at = r->ran_at,
                                       .tries = r->tries,
                                       .parked = r->parked_at.v != 0,
                                       .problem = r->problem};
    }
    return OK;
}

err campus_system_get(struct rq *rq)
{
    const struct app *app = rq_app(rq);
    struct campus_system_view v = {
        .version = RAPENBURG_VERSION,
        .database = store_is_postgres(app->store) ? "PostgreSQL" : "SQLite",
        .process = app->holder,
    };

    TRY(health_of(rq, &v.parts, &v.ready));
    TRY(campus_q_amounts(rq->db, rq->now, &v.amounts));
    TRY(load_jobs(rq, &v.jobs));
    TRY(campus_q_parked_deliveries(rq->db, &v.parked));
    TRY(campus_q_leases(rq->db, &v.leases));
    TRY(mailout_trouble(rq, &v.mail));
    return campus_v_system(rq->out, &v);
}

err campus_settings_get(struct rq *rq)
{
    const struct app *app = rq_app(rq);
    const struct settings *s = rq_settings(rq);
    struct campus_settings_view v = {0};
    size_t n = 0;

    for (size_t i = 0; i < app->n_services; i++)
        n += app->services[i]->settings != NULL ? app->services[i]->settings->n_rows : 0;
    v.rows.v = ARENA_ARRAY(rq->arena, n, struct admin_setting);
    for (size_t i = 0; i < app->n_services; i++) {
        const struct settings_group *g = app->services[i]->settings;

        for (size_t r = 0; g != NULL && r < g->n_rows; r++)
            v.rows.v[v.rows.n++] = (struct admin_setting){
                .key = arena_printf(rq->arena, "%s.%s", g->name, g->rows[r].key),
                .value = settings_show(rq->arena, s, g, &g->rows[r]),
                .text = g->rows[r].text,
                .reload = g->rows[r].reload,
            };
    }
    return campus_v_settings(rq->out, &v);
}

err campus_job_retry_post(struct rq *rq)
{
    job_id id = PATH_ID(rq, job_id, "job");
    int64_t changed = 0;

    TRY(campus_q_retry_job(rq->db, id, rq->now, &changed));
    if (changed == 0)
        return fail(rq, ERR_NOT_FOUND, "This job does not wait for you any more.");
    TRY(audit_rq(rq, "campus.job_retried", "job", id.v, NULL));
    flash(rq, TONE_POSITIVE, "The job runs again shortly.");
    return see_other(rq, "/admin/system");
}

err campus_delivery_retry_post(struct rq *rq)
{
    event_id id = PATH_ID(rq, event_id, "event");
    const char *listener = form_text(rq, "listener", 1, 100);
    int64_t changed = 0;

    TRY(campus_q_retry_delivery(rq->db, id, listener, rq->now, &changed));
    if (changed == 0)
        return fail(rq, ERR_NOT_FOUND, "This event does not wait for you any more.");
    TRY(audit_rq(rq, "campus.delivery_retried", "event", id.v, NULL));
    flash(rq, TONE_POSITIVE, "The event is handed over again shortly.");
    return see_other(rq, "/admin/system");
}
