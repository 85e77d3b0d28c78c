/* pages.h: the handlers of guide. SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef GUIDE_PAGES_H
#define GUIDE_PAGES_H
#include "rq.h"
#include "settings.h"

struct guide_settings {
    const char *conduct_version;
};
extern const struct settings_group guide_group;

[[nodiscard]] err guide_services_get(struct rq *rq);
[[nodiscard]] err guide_conduct_get(struct rq *rq);
[[nodiscard]] err guide_conduct_post(struct rq *rq);

#include "search.h"

/* found.c: what people find. */
#define GUIDE_FOUND 1
extern const struct search_source guide_found[GUIDE_FOUND];

#endif
