/* demand_rules_test.c: full, too small and most wanted, case by case. SPDX-License-Identifier: AGPL-3.0-or-later */
#include "demand_rules.h"
#include "check.h"

static void judges(void)
{
    static const struct {
        const char *name;
        struct demand_sums d;
        int64_t pressure;
        bool full, over, small;
    } cases[] = {
        {"nothing offered or wanted", {},                                                0,         false, false, false},
        {"no seats, one waits",       {.waiting = 1},                                    INT64_MAX, true,  true,  true },
        {"no seats, one plans",       {.planned = 1},                                    INT64_MAX, true,  true,  true },
        {"half taken",                {.seats = 20, .taken = 10},                        50,        false, false, false},
        {"all taken",                 {.seats = 20, .taken = 20},                        100,       true,  false, false},
        {"taken or kept",             {.seats = 20, .taken = 15, .kept = 5},             75,        true,  false, false},
        {"nine too many",             {.seats = 20, .taken = 20, .waiting = 9},          145,       true,  true,  false},
        {"ten too many",              {.seats = 20, .taken = 20, .waiting = 10},         150,       true,  true,  true },
        {"under a fifth too many",    {.seats = 300, .taken = 300, .planned = 59},       119,       true,  true,  false},
        {"a fifth too many",          {.seats = 300, .taken = 300, .planned = 60},       120,       true,  true,  true },
        {"a group without limit",     {.seats = 2, .unlimited = 1, .taken = 40},         0,         false, false, false},
    };

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        check_case(cases[i].name);
        CHECK_INT(demand_pressure(&cases[i].d), cases[i].pressure);
        CHECK_INT(demand_full(&cases[i].d), cases[i].full);
        CHECK_INT(demand_over(&cases[i].d), cases[i].over);
        CHECK_INT(demand_small(&cases[i].d), cases[i].small);
    }
}

CHECKS(records_demand_rules, TEST(judges))
