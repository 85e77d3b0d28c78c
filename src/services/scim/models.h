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

#endif
