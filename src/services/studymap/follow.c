/* follow.c: is the open plan page still what it shows? A mark of the plan and of the places in its term.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include "plan.h"
#include "records_seats.h"

/* Spreads the bits (splitmix64): the sum of what stands in a term does not depend on its order. */
static uint64_t mixed(uint64_t x)
{
    x = (x + 0x9e3779b97f4a7c15U);
    x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9U;
    x = (x ^ (x >> 27)) * 0x94d049bb133111ebU;
    return x ^ (x >> 31);
}

static uint64_t of_plan(const struct studymap_plan *p)
{
    return mixed((uint64_t)p->version * 2 + (p->armed_at.v != 0));
}

static uint64_t of_hold(section_id section, bool waits, const char *skipped)
{
    uint64_t x = mixed((uint64_t)section.v * 2 + waits);

    for (const char *c = skipped ? skipped : ""; *c; c++)
        x = mixed(x ^ (uint8_t)*c);
    return x;
}

int64_t studymap_mark(const struct studymap_state *st)
{
    uint64_t sum = of_plan(&st->plan);

    for (size_t i = 0; i < st->places.n; i++)
        sum += of_hold(st->places.v[i].section.id, st->places.v[i].waiting_at > 0, st->places.v[i].skipped);
    return (int64_t)(sum & INT64_MAX);
}

err studymap_mark_now(struct db *db, person_id who, int64_t term, int64_t *ret)
{
    const struct records_sheet *sheet = NULL;
    struct records_holds holds = {};
    struct studymap_plan none = {}, *plan = NULL;

    TRY(records_sheet_get(db, (term_id){term}, &sheet));
    TRY(studymap_q_plan_of(db, who, (term_id){term}, &plan));
    TRY(records_holds_of(db, who, &holds));
    uint64_t sum = of_plan(plan ? plan : &none);
    for (size_t i = 0; i < holds.n; i++)
        if (records_sheet_section(sheet, holds.v[i].section))
            sum += of_hold(holds.v[i].section, holds.v[i].waits, holds.v[i].skipped);
    *ret = (int64_t)(sum & INT64_MAX);
    return OK;
}
