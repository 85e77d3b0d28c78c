/* admin.c: the system administrator's pages: state, jobs, settings, audit log.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include "admin.h"
#include "app.h"
#include "audit.h"
#include "campus_v.h"
#include "form.h"
#include "keys.h"
#include "mailout_in.h"
#include "reply.h"
#include "version.h"

#define AUDIT_PAGE 50

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

static const char *older_link(struct rq *rq, const char *what, const struct campus_audit_row *last)
{
    return arena_printf(rq->arena, "/admin/system/audit?what=%s&who=%s&before=%lld&id=%lld",
                        url_seg(rq->arena, what), url_seg(rq->arena, form_typed(rq, "who")),
                        (long long)last->at.v, (long long)last->id.v);
}

static bool same_person(const struct campus_audit_row *r, int64_t id)
{
    return r->who.v == id || (r->about && str_eq(r->about, "person") && r->about_id == id);
}

/* The name of a person; asked once for all lines that show her. NULL: nobody. */
static err name_in(struct rq *rq, const struct campus_audit_row_list *rows, int64_t id,
                   struct campus_audit_lines *lines, const char **ret)
{
    struct addressee who = {0};

    *ret = NULL;
    for (size_t i = 0; i < lines->n; i++)
        if (same_person(&rows->v[i], id)) {
            *ret = rows->v[i].who.v == id ? lines->v[i].who : lines->v[i].about;
            return OK;
        }
    err e = id ? mail_addressee(rq->db, (person_id){id}, &who) : ERR_NOT_FOUND;
    *ret = e == OK ? who.name : NULL;
    return e == ERR_NOT_FOUND ? OK : e;
}

static err lines_in(struct rq *rq, const struct campus_audit_row_list *rows,
                    struct campus_audit_lines *ret)
{
    *ret = (struct campus_audit_lines){ARENA_ARRAY(rq->arena, rows->n, struct campus_audit_line), 0};
    for (size_t i = 0; i < rows->n; i++) {
        struct campus_audit_row *r = &rows->v[i];
        struct campus_audit_line line = {.row = r};

        TRY(name_in(rq, rows, r->who.v, ret, &line.who));
        if (r->about && str_eq(r->about, "person"))
            TRY(name_in(rq, rows, r->about_id, ret, &line.about));
        ret->v[ret->n++] = line;
    }
    return OK;
}

/* Who is meant: a user name, or the number that stands in the log. */
static err who_asked(struct rq *rq, person_id *ret)
{
    const char *typed = form_text(rq, "who", 0, 80);
    const struct app *app = rq_app(rq);

    *ret = (person_id){0};
    if (str_empty(typed) || str_int(typed, 1, INT64_MAX, &ret->v) == OK)
        return OK;
    err e = app->named ? app->named(rq->db, typed, ret) : ERR_NOT_FOUND;
    if (e == ERR_NOT_FOUND) {
        form_error(rq, "who", "Nobody has this user name.");
        reply_status(rq, 422);
        ret->v = -1;
    }
    return e == ERR_NOT_FOUND ? OK : e;
}

/* Lines go out newest first; "older" names the last one shown. */
err campus_audit_get(struct rq *rq)
{
    instant before = {form_int_or(rq, "before", 1, INT64_MAX, 0)};
    audit_id before_id = FORM_ID_OR_NONE(rq, audit_id, "id");
    person_id who = {0};
    struct campus_audit_row_list rows = {0};
    const char *what = form_text(rq, "what", 0, 80);
    struct campus_seal_row *tip = NULL;
    struct campus_audit_view v = {.what = what};

    TRY(who_asked(rq, &who));
    TRY(campus_q_audit_page(rq->db, before, before_id, str_empty(what) ? NULL : what, who, AUDIT_PAGE + 1,
                            &rows));
    if (rows.n > AUDIT_PAGE) {
        rows.n = AUDIT_PAGE;
        v.older = older_link(rq, what, &rows.v[AUDIT_PAGE - 1]);
    }
    TRY(lines_in(rq, &rows, &v.lines));
    TRY(campus_q_audit_tip(rq->db, &tip));
    if (tip != NULL) {
        v.sealed = tip->seq;
        v.tip = tip->hash;
        v.sealed_at = tip->at;
    }
    v.key = keys_public(rq->arena, rq_app(rq)->keys);
    return campus_v_audit(rq->out, &v);
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
