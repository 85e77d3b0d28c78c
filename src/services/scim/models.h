/* models.h: what the pages show. SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef SCIM_MODELS_H
#define SCIM_MODELS_H
#include "scim_q.h"

struct scim_tokens_view {
    const char *address;
    instant now;
    bool no_url;
    struct scim_token_list tokens;
};
struct scim_shown_view {
    const char *title, *token, *address;
    instant ends;
};

#define SCIM_MEMBERS_SHOWN 100 /* people of a page; queries.sql */
struct scim_teams_view {
    const char *q;
    size_t all, found;
    struct scim_team_list teams;
};
struct scim_team_view {
    int64_t id, n; /* n: how many are in it */
    const char *name;
    bool elsewhere; /* another system has a number of its own for it */
    struct scim_in_team_list people;
    const char *more; /* the address of the next ones, or NULL */
};

#endif
