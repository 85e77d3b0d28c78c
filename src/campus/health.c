/* health.c: is the campus alive, is it ready, and its numbers for Prometheus.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include <sys/statvfs.h>
#include "app.h"
#include "campus_q.h"
#include "file.h"
#include "json.h"
#include "own.h"
#include "reply.h"
#include "work.h"

#define WORKER_LATE_MS SECONDS(30)
#define QUEUE_LONG 2000

static int64_t disk_free_mib(const char *path)
{
    struct statvfs v;

    if (statvfs(path, &v) != 0)
        return -1;
    return (int64_t)(v.f_bavail / 1024 * v.f_frsize / 1024);
}

static const char *state_word(enum service_state s)
{
    switch (s) {
    case SERVICE_UP:
        return "up";
    case SERVICE_DEGRADED:
        return "degraded";
    case SERVICE_DOWN:
        return "down";
    }
    return "down";
}

/* A service is as well as the worst of its entries. */
static enum service_state state_of(struct rq *rq, const struct service *s)
{
    enum service_state worst = SERVICE_UP;

    for (size_t i = 0; i < s->n_guide; i++) {
        enum service_state one = SERVICE_UP;

        if (s->guide[i].state != NULL && s->guide[i].state(rq->db, &one) != OK)
            one = SERVICE_DOWN;
        worst = one > worst ? one : worst;
    }
    return worst;
}

static void own_parts(struct rq *rq, struct health_list *list)
{
    const struct app *app = rq_app(rq);
    int64_t mib = disk_free_mib(app->state), late = worker_age_ms(app->jobs);
    uint64_t waiting = store_stats(app->store).waiting;
    bool database = store_ping(app->store) == OK;

    list->v[list->n++] = (struct health){"database", database, database ? "up" : "down"};
    list->v[list->n++] =
        (struct health){"writer", waiting < QUEUE_LONG,
                        arena_printf(rq->arena, "%llu waiting", (unsigned long long)waiting)};
    list->v[list->n++] = (struct health){"disk", mib >= campus_of(rq)->disk_free_min,
                                         arena_printf(rq->arena, "%lld MiB free", (long long)mib)};
    list->v[list->n++] = (struct health){
        "worker", late >= 0 && late < WORKER_LATE_MS,
        late < 0 ? "does not run" : arena_printf(rq->arena, "%lld ms ago", (long long)late)};
}

err health_of(struct rq *rq, struct health_list *ret, bool *ret_ready)
{
    const struct app *app = rq_app(rq);
    bool ready = true;

    ret->v = ARENA_ARRAY(rq->arena, app->n_services + 4, struct health);
    ret->n = 0;
    own_parts(rq, ret);
    for (size_t i = 0; i < ret->n; i++)
        ready = ready && ret->v[i].ok;
    for (size_t s = 0; s < app->n_services; s++) {
        enum service_state st = state_of(rq, app->services[s]);

        ret->v[ret->n++] =
            (struct health){app->services[s]->name, st == SERVICE_UP, state_word(st)};
    }
    *ret_ready = ready;
    return OK;
}

err campus_healthz_get(struct rq *rq)
{
    return reply_bytes(rq, "text/plain; charset=utf-8", "ok\n", 3);
}

err campus_readyz_get(struct rq *rq)
{
    struct health_list list = {0};
    struct json_out j = json_begin(rq->out->buf);
    bool ready = false;

    TRY(health_of(rq, &list, &ready));
    json_object(&j, NULL);
    json_bool(&j, "ready", ready);
    json_object(&j, "parts");
    for (size_t i = 0; i < list.n; i++)
        json_str(&j, list.v[i].name, list.v[i].state);
    json_end(&j, '}');
    json_end(&j, '}');
    reply_status(rq, ready ? 200 : 503);
    reply_header(rq, "Cache-Control", "no-store");
    return reply_json(rq);
}

static void metric(struct buf *b, const char *name, const char *type, const char *help, uint64_t v)
{
    buf_printf(b, "# HELP rapenburg_%s %s\n# TYPE rapenburg_%s %s\nrapenburg_%s %llu\n", name, help,
               name, type, name, (unsigned long long)v);
}

static void put_web(struct buf *b, const struct web_stats *w)
{
    static const char *const le[] = {"0.0005", "0.001", "0.0025", "0.005", "0.01", "0.025",
                                     "0.05",   "0.1",   "0.25",   "0.5",   "1",    "+Inf"};

    buf_puts(b, "# HELP rapenburg_http_requests_total Requests answered, by class of status.\n"
                "# TYPE rapenburg_http_requests_total counter\n");
    for (int c = 1; c < 6; c++)
        buf_printf(b, "rapenburg_http_requests_total{class=\"%dxx\"} %llu\n", c,
                   (unsigned long long)w->by_class[c]);
    buf_puts(b, "# HELP rapenburg_http_latency_seconds Time from the last byte of a request to its "
                "answer.\n# TYPE rapenburg_http_latency_seconds histogram\n");
    for (size_t i = 0; i < COUNT(le); i++)
        buf_printf(b, "rapenburg_http_latency_seconds_bucket{le=\"%s\"} %llu\n", le[i],
                   (unsigned long long)w->latency_us_bucket[i]);
    buf_printf(b,
               "rapenburg_http_latency_seconds_sum %.6f\nrapenburg_http_latency_seconds_count "
               "%llu\n",
               (double)w->latency_us_sum / 1e6,
               (unsigned long long)w->latency_us_bucket[COUNT(le) - 1]);
    metric(b, "http_connections", "gauge", "Connections open now.", w->connections);
    metric(b, "http_streams", "gauge", "Of these, streams.", w->streams);
    metric(b, "http_streams_slow_total", "counter", "Streams dropped: read too slowly.",
           w->streams_slow);
    metric(b, "http_streams_refused_total", "counter", "Streams refused: too many were open.",
           w->streams_refused);
    metric(b, "http_bytes_out_total", "counter", "Bytes of bodies sent.", w->bytes_out);
    metric(b, "http_busy_total", "counter", "Requests refused because a queue was full.", w->busy);
}

static void put_store(struct buf *b, const struct store_stats *s)
{
    metric(b, "db_queries_total", "counter", "Queries run.", s->queries);
    metric(b, "db_writes_total", "counter", "Write handlers that ended.", s->writes);
    metric(b, "db_batches_total", "counter", "Transactions of the writer.", s->batches);
    metric(b, "db_conflicts_total", "counter", "Transactions run again after a conflict.",
           s->conflicts);
    metric(b, "db_failed_total", "counter", "Writes given up.", s->failed);
    metric(b, "db_notes_dropped_total", "counter", "Notes dropped because too many waited.",
           s->notes_dropped);
    metric(b, "db_waiting", "gauge", "Write handlers waiting now.", s->waiting);
}

/* The second number of /proc/self/statm: resident pages. */
static uint64_t resident_bytes(struct arena *a)
{
    struct str text = {0};
    struct str_list parts = {0};
    int64_t pages = 0;

    if (file_read(a, "/proc/self/statm", 4096, &text) != OK)
        return 0;
    parts = str_split(a, text.s, ' ');
    if (parts.n < 2 || str_int(parts.v[1], 0, INT64_MAX / 65536, &pages) != OK)
        return 0;
    return (uint64_t)pages * (uint64_t)sysconf(_SC_PAGESIZE);
}

static bool metrics_allowed(struct rq *rq)
{
    struct str_list from = str_split(rq->arena, campus_of(rq)->metrics_from, ' ');

    for (size_t i = 0; i < from.n; i++)
        if (!str_empty(from.v[i]) && str_eq(from.v[i], rq->address))
            return true;
    return false;
}

err campus_metrics_get(struct rq *rq)
{
    const struct app *app = rq_app(rq);
    struct campus_amounts n = {0};
    struct web_stats ws = web_stats(app->web);
    struct store_stats ss = store_stats(app->store);
    struct buf *b = rq->out->buf;

    if (!metrics_allowed(rq))
        return fail(rq, ERR_FORBIDDEN, "The metrics are not for this address.");
    TRY(campus_q_amounts(rq->db, rq->now, &n));
    put_web(b, &ws);
    put_store(b, &ss);
    metric(b, "jobs_due", "gauge", "Jobs that could run now.", (uint64_t)n.jobs_due);
    metric(b, "jobs_parked", "gauge", "Jobs that failed ten times.", (uint64_t)n.jobs_parked);
    metric(b, "deliveries_waiting", "gauge", "Events on their way.",
           (uint64_t)n.deliveries_waiting);
    metric(b, "deliveries_parked", "gauge", "Events that could not be handed over ten times.",
           (uint64_t)n.deliveries_parked);
    metric(b, "audit_open", "gauge", "Audit lines not sealed yet.", (uint64_t)n.audit_open);
    metric(b, "worker_leads", "gauge", "1 if this process runs the jobs.",
           worker_leads(app->jobs) ? 1 : 0);
    metric(b, "process_resident_bytes", "gauge", "Resident memory.", resident_bytes(rq->arena));
    reply_type(rq, "text/plain; version=0.0.4; charset=utf-8");
    return OK;
}
