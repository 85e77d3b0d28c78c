/* room_rules_test.c: when the waiting room opens, who comes in, how long it takes: cases.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include "check.h"
#include "room_rules.h"

/* --- Is it needed? ------------------------------------------------------------------------------ */

static const struct load_case {
    const char *name;
    struct room_load load;
    enum room_state state;
    const char *why;
} loads[] = {
    {"nothing at all",            {},                                            ROOM_CALM,    NULL     },
    {"a busy hour",               {.writes = 100, .requests = 9000, .slow = 20}, ROOM_CALM,    NULL     },
    {"a queue, but not too long", {.writes = 600, .requests = 9000},             ROOM_BETWEEN, NULL     },
    {"slow, but few",             {.requests = 99, .slow = 99},                  ROOM_BETWEEN, NULL     },
    {"a quarter is slow",         {.requests = 1000, .slow = 251},               ROOM_BUSY,    "slow"   },
    {"a tenth is slow",           {.requests = 1000, .slow = 100},               ROOM_BETWEEN, NULL     },
    {"too many writes",           {.writes = 2001},                              ROOM_BUSY,    "writes" },
    {"too many submissions",      {.asked = 50001},                              ROOM_BUSY,    "asked"  },
    {"turned away",               {.requests = 400, .refused = 10},              ROOM_BUSY,    "refused"},
    {"few turned away",           {.requests = 100, .refused = 9},               ROOM_CALM,    NULL     },
    {"a small share turned away", {.requests = 4000, .refused = 80},             ROOM_CALM,    NULL     },
};

static void it_opens_when_needed(void)
{
    static const struct room_bounds bounds = {2000, 50000};

    for (size_t i = 0; i < sizeof loads / sizeof *loads; i++) {
        const char *why = NULL;

        check_case(loads[i].name);
        CHECK_INT(room_judge(&loads[i].load, &bounds, &why), loads[i].state);
        CHECK_STR(why ? why : "", loads[i].why ? loads[i].why : "");
    }
    check_case(NULL);
}

static void it_lets_in_what_the_campus_bears(void)
{
    CHECK_INT(room_lets(300, ROOM_CALM, 300, 3000), 316);
    CHECK_INT(room_lets(2990, ROOM_CALM, 300, 3000), 3000);
    CHECK_INT(room_lets(1000, ROOM_BETWEEN, 300, 3000), 1000);
    CHECK_INT(room_lets(1000, ROOM_BUSY, 300, 3000), 500);
    CHECK_INT(room_lets(400, ROOM_BUSY, 300, 3000), 300);
    CHECK_INT(room_lets(0, ROOM_BUSY, 50, 50), 50);
}

/* --- Who comes in ------------------------------------------------------------------------------- */

#define NOW 1800000000000
#define AGO(ms)                                                                                \
    {                                                                                          \
        NOW - (ms)                                                                             \
    }
#define IN(ms)                                                                                 \
    {                                                                                          \
        NOW + (ms)                                                                             \
    }

static const struct decide_case {
    const char *name;
    int64_t lets;
    struct room_ticket v[5];
    const char *acts; /* S stays, C called, H held, B back, O out */
} decisions[] = {
    {"the first two",                             2, {{.seen = AGO(0)}, {.seen = AGO(9000)}, {.seen = AGO(0)}},                        "HHS"},
    {"those in count",
     2,                                              {{.in = AGO(1), .seen = AGO(0)}, {.seen = AGO(0)}, {.seen = AGO(0)}},
     "SHS"                                                                                                                                  },
    {"those for whom a place is held too",
     2,                                              {{.held = IN(1000), .seen = AGO(0)}, {.seen = AGO(0)}, {.seen = AGO(0)}},
     "SHS"                                                                                                                                  },
    {"who is not here is called and passed over",
     1,                                              {{.seen = AGO(150000)}, {.seen = AGO(149000)}, {.seen = AGO(0)}},
     "CHS"                                                                                                                                  },
    {"once",                                      1, {{.seen = AGO(300000), .called = AGO(200000)}, {.seen = AGO(0)}},                 "SH" },
    {"who comes back is the next",
     1,                                              {{.seen = AGO(0), .called = AGO(200000)}, {.seen = AGO(0)}},
     "HS"                                                                                                                                   },
    {"who does not, goes to the back",
     1,                                              {{.seen = AGO(900000), .called = AGO(600000)}, {.seen = AGO(0)}},
     "BH"                                                                                                                                   },
    {"at most so many are called as may be in",
     1,                                              {{.seen = AGO(200000)}, {.seen = AGO(200000)}, {.seen = AGO(0)}},
     "CSH"                                                                                                                                  },
    {"a place that was held in vain is free",
     1,                                              {{.seen = AGO(200000), .called = AGO(100000), .held = AGO(1)}, {.seen = AGO(0)}},
     "SH"                                                                                                                                   },
    {"who went makes room",
     1,                                              {{.in = AGO(400000), .seen = AGO(300000)}, {.seen = AGO(0)}},
     "OH"                                                                                                                                   },
    {"who is done makes room",
     1,                                              {{.in = AGO(1000), .seen = AGO(0), .left = AGO(0)}, {.seen = AGO(0)}},
     "OH"                                                                                                                                   },
    {"who is in long enough does, too",
     1,                                              {{.in = AGO(1200000), .seen = AGO(0)}, {.seen = AGO(0)}},
     "OH"                                                                                                                                   },
    {"but not while nobody is here who waits",
     1,                                              {{.in = AGO(1200000), .seen = AGO(0)}, {.seen = AGO(200000)}},
     "SS"                                                                                                                                   },
};

static void those_who_come_in(void)
{
    static const char letters[] = "SCHBO";

    for (size_t i = 0; i < sizeof decisions / sizeof *decisions; i++) {
        struct room_policy p = {decisions[i].lets, 600000, 300000, 1200000};
        enum room_act acts[5] = {};
        char got[6] = "";
        size_t n = 0;

        while (decisions[i].acts[n])
            n++;
        check_case(decisions[i].name);
        room_decide(&p, decisions[i].v, n, (instant){NOW}, acts);
        for (size_t k = 0; k < n; k++)
            got[k] = letters[acts[k]];
        CHECK_STR(got, decisions[i].acts);
    }
    check_case(NULL);
}

static uint64_t last(uint64_t below)
{
    return below - 1;
}

static uint64_t first(uint64_t)
{
    return 0;
}

static void turns(void)
{
    int64_t v[] = {1, 2, 3, 4};

    CHECK(room_turn((instant){5}, 999) < room_turn((instant){6}, 0));
    room_draw(v, 4, last);
    CHECK_INT(v[0] * 1000 + v[1] * 100 + v[2] * 10 + v[3], 1234);
    room_draw(v, 4, first);
    CHECK_INT(v[0] * 1000 + v[1] * 100 + v[2] * 10 + v[3], 2341);
}

/* --- How long it takes -------------------------------------------------------------------------- */

static void estimates(void)
{
    CHECK(!room_estimate(100, 100, 9, MINUTES(5)).known);
    CHECK(!room_estimate(100, 100, 50, SECONDS(29)).known);
    /* 100 went within five minutes, one in 3 s: 32 % either way. */
    struct room_estimate e = room_estimate(199, 200, 100, MINUTES(5));
    CHECK(e.known);
    CHECK_INT(e.least, 454491);
    CHECK_INT(e.most, 882555);
    e = room_estimate(199, 100, 100, MINUTES(5)); /* half of them are not here */
    CHECK_INT(e.least, 227245);
    CHECK_INT(e.most, 882555);
    CHECK_INT(room_estimate(0, 0, 100, MINUTES(5)).least, 0);
}

CHECKS(studymap_room_rules, TEST(it_opens_when_needed), TEST(it_lets_in_what_the_campus_bears),
       TEST(those_who_come_in), TEST(turns), TEST(estimates))
