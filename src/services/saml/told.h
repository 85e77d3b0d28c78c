/* told.h: what somebody let services know, as her personal data. SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef SAML_TOLD_H
#define SAML_TOLD_H
#include "idp.h"

[[nodiscard]] err saml_released(struct rq *rq, struct released *to);
/* The services that are turned on. */
[[nodiscard]] err saml_applications(struct rq *rq, struct applications *to);
[[nodiscard]] err saml_export(struct db *db, person_id who, struct json_out *j);
[[nodiscard]] err saml_told_end_post(struct rq *rq);

#endif
