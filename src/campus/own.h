/* own.h: the campus's own service: health, metrics, language, the administrator's system pages.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef CAMPUS_OWN_H
#define CAMPUS_OWN_H
#include "rq.h"
#include "service.h"

extern const struct service campus_service;
/* What the campus itself adds, before all services: itself, mail-out, notices. */
extern const struct service *const own_services[];
extern const size_t n_own_services;

/* health.c */
[[nodiscard]] err campus_healthz_get(struct rq *rq);
[[nodiscard]] err campus_readyz_get(struct rq *rq);
[[nodiscard]] err campus_metrics_get(struct rq *rq);
/* design.c */
[[nodiscard]] err campus_design_get(struct rq *rq);
/* search_pages.c */
[[nodiscard]] err campus_search_get(struct rq *rq);
[[nodiscard]] err campus_suggest_get(struct rq *rq);
/* admin.c */
[[nodiscard]] err campus_admin_get(struct rq *rq);
err campus_system_get(struct rq *rq);
[[nodiscard]] err campus_settings_get(struct rq *rq);
[[nodiscard]] err campus_audit_get(struct rq *rq);
[[nodiscard]] err campus_job_retry_post(struct rq *rq);
[[nodiscard]] err campus_delivery_retry_post(struct rq *rq);

/* One line of the system's state, for /readyz and /admin/system. */
struct health {
    const char *name;  /* "database", "disk", "worker", or a service's */
    bool ok;
    const char *state; /* "up", "degraded", "down", "ok", "12 MiB free" */
};
struct health_list {
    struct health *v;
    size_t n;
};
/* Not ready when one of the campus's own parts is not ok; a service that is down is told, no more. */
[[nodiscard]] err health_of(struct rq *rq, struct health_list *ret, bool *ret_ready);

#endif
