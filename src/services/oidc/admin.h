/* admin.h: the administrator's pages of applications. SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef OIDC_ADMIN_H
#define OIDC_ADMIN_H
#include "rq.h"

[[nodiscard]] err oidc_clients_get(struct rq *rq);
[[nodiscard]] err oidc_client_new_get(struct rq *rq);
[[nodiscard]] err oidc_client_new_prepare(struct rq *rq);
[[nodiscard]] err oidc_client_new_post(struct rq *rq);
[[nodiscard]] err oidc_client_get(struct rq *rq);
[[nodiscard]] err oidc_client_post(struct rq *rq);
[[nodiscard]] err oidc_client_secret_post(struct rq *rq);
[[nodiscard]] err oidc_client_disable_post(struct rq *rq);
[[nodiscard]] err oidc_client_enable_post(struct rq *rq);

#endif
