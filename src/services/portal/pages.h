/* pages.h: the handlers of portal. SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef PORTAL_PAGES_H
#define PORTAL_PAGES_H
#include "rq.h"

[[nodiscard]] err portal_home_get(struct rq *rq);

#endif
