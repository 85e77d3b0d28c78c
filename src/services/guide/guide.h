/* guide.h: what other services may ask of the guide. SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef GUIDE_H
#define GUIDE_H
#include "db.h"
#include "err.h"

struct service;
extern const struct service guide_service;

/* Has the person accepted this version of the code of conduct? Zero: not yet. */
[[nodiscard]] err guide_conduct_accepted(struct db *db, person_id who, const char *version,
                                         instant *ret_at);

#endif
