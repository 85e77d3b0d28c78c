/* routes.h: handlers. SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef SCIM_ROUTES_H
#define SCIM_ROUTES_H
#include "rq.h"
#include "service.h"

[[nodiscard]] err scim_config_get(struct rq *rq);
[[nodiscard]] err scim_types_get(struct rq *rq);
[[nodiscard]] err scim_type_get(struct rq *rq);
[[nodiscard]] err scim_schemas_get(struct rq *rq);
[[nodiscard]] err scim_schema_get(struct rq *rq);
[[nodiscard]] err scim_users_get(struct rq *rq);
[[nodiscard]] err scim_users_search(struct rq *rq);
[[nodiscard]] err scim_users_post(struct rq *rq);
[[nodiscard]] err scim_user_get(struct rq *rq);
[[nodiscard]] err scim_user_change(struct rq *rq);
[[nodiscard]] err scim_groups_get(struct rq *rq);
[[nodiscard]] err scim_groups_search(struct rq *rq);
[[nodiscard]] err scim_groups_post(struct rq *rq);
[[nodiscard]] err scim_group_get(struct rq *rq);
[[nodiscard]] err scim_group_change(struct rq *rq);
[[nodiscard]] err scim_me(struct rq *rq);
[[nodiscard]] err scim_bulk_post(struct rq *rq);
/* Pages of groups. */
[[nodiscard]] err scim_teams_get(struct rq *rq);
[[nodiscard]] err scim_teams_post(struct rq *rq);
[[nodiscard]] err scim_team_get(struct rq *rq);
[[nodiscard]] err scim_team_post(struct rq *rq);
[[nodiscard]] err scim_team_people_post(struct rq *rq);
[[nodiscard]] err scim_team_out_post(struct rq *rq);
[[nodiscard]] err scim_team_remove_get(struct rq *rq);
[[nodiscard]] err scim_team_remove_post(struct rq *rq);
/* Pages of tokens. */
[[nodiscard]] err scim_tokens_get(struct rq *rq);
[[nodiscard]] err scim_tokens_post(struct rq *rq);
[[nodiscard]] err scim_token_end_post(struct rq *rq);

extern const struct command scim_commands[1];

#endif
