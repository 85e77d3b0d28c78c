/* demand_rules.c: what demand says against seats, without database. SPDX-License-Identifier: AGPL-3.0-or-later */
#include "demand_rules.h"

#define SMALL_BY 10

int64_t demand_wanted(const struct demand_sums *d)
{
    return d->taken + d->waiting + d->planned;
}

int64_t demand_pressure(const struct demand_sums *d)
{
    if (d->unlimited > 0)
        return 0;
    if (d->seats == 0)
        return demand_wanted(d) > 0 ? INT64_MAX : 0;
    return demand_wanted(d) * 100 / d->seats;
}

bool demand_full(const struct demand_sums *d)
{
    return d->unlimited == 0 && d->taken + d->kept >= d->seats &&
           (d->seats > 0 || demand_wanted(d) > 0);
}

bool demand_over(const struct demand_sums *d)
{
    return d->unlimited == 0 && demand_wanted(d) > d->seats;
}

bool demand_small(const struct demand_sums *d)
{
    int64_t wanted = demand_wanted(d);

    if (!demand_over(d))
        return false;
    return d->seats == 0 || (wanted >= d->seats + SMALL_BY && wanted * 5 >= d->seats * 6);
}
