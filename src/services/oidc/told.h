/* told.h: what somebody let applications know, as her personal data. SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef OIDC_TOLD_H
#define OIDC_TOLD_H
#include "provider.h"

[[nodiscard]] err oidc_released(struct rq *rq, struct released *to);
/* The applications that are turned on. */
[[nodiscard]] err oidc_applications(struct rq *rq, struct applications *to);
[[nodiscard]] err oidc_export(struct db *db, person_id who, struct json_out *j);

#endif
