/* consent.h: one visit of somebody to the authorization endpoint, and asking whether she agrees.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef OIDC_CONSENT_H
#define OIDC_CONSENT_H
#include "provider.h"

struct oidc_visit {
    struct oidc_client *client;
    struct oidc_params params;
    struct oidc_request request;
    struct oidc_ask *ask;   /* NULL: not kept yet */
    const char *handle;     /* of it */
    instant asked_at;
    bool page;              /* she comes from a page of ours */
    bool answered;          /* she agreed just now */
    struct identity_login login;
    struct oidc_give give;
};
/* Asks. In a WRITE; the visit has a handle. */
[[nodiscard]] err oidc_consent_page(struct rq *rq, const struct oidc_visit *v);

/* What an attribute is, and its present value, for people to read. */
struct oidc_shown_list;
[[nodiscard]] err oidc_shown(struct rq *rq, person_id who, const char *words, struct oidc_shown_list *ret);

#endif
