/* demand.h: demand over time. SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef STUDYMAP_DEMAND_H
#define STUDYMAP_DEMAND_H
#include "db.h"
#include "err.h"

struct app;
/* Jobs: keeps how much is asked for now; and forgets what is old. */
[[nodiscard]] err studymap_sample(struct db *db, int64_t arg, const char *text);
[[nodiscard]] err studymap_thin(struct db *db, int64_t arg, const char *text);
/* Tells the register that studymap knows of plans. */
[[nodiscard]] err studymap_demand_start(struct app *app);

#endif
