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

#endif
