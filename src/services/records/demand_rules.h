/* demand_rules.h: what demand says against seats, without database. SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef RECORDS_DEMAND_RULES_H
#define RECORDS_DEMAND_RULES_H
#include <stdbool.h>
#include <stdint.h>

/* Of an offering, over all its groups. */
struct demand_sums {
    int64_t seats, unlimited; /* of the groups with a limit; how many have none */
    int64_t taken, kept, waiting, planned;
};

int64_t demand_wanted(const struct demand_sums *d);
/* Percent of the seats that is wanted; without seats INT64_MAX if anybody wants one; 0: no limit presses. */
int64_t demand_pressure(const struct demand_sums *d);
/* No seat is left; not said of what has none and nobody wants. */
bool demand_full(const struct demand_sums *d);
/* More want it than there are seats. */
bool demand_over(const struct demand_sums *d);
/* So many more that another group is worth a thought: ten and a fifth, or anybody where there is no seat. */
bool demand_small(const struct demand_sums *d);

#endif
