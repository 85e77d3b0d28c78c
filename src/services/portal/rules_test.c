/* rules_test.c: tests of the portal's decisions. SPDX-License-Identifier: AGPL-3.0-or-later */
#include "check.h"
#include "rules.h"

static void greets_by_the_clock(void)
{
    CHECK_INT(day_part_of((minute){0}), NIGHT);
    CHECK_INT(day_part_of((minute){299}), NIGHT);
    CHECK_INT(day_part_of((minute){300}), MORNING);
    CHECK_INT(day_part_of((minute){719}), MORNING);
    CHECK_INT(day_part_of((minute){720}), AFTERNOON);
    CHECK_INT(day_part_of((minute){1079}), AFTERNOON);
    CHECK_INT(day_part_of((minute){1080}), EVENING);
    CHECK_INT(day_part_of((minute){1439}), EVENING);
}

static void by_the_first_name(void)
{
    struct arena *a = arena_new(1 << 16);

    CHECK_STR(first_name(a, "Noor de Vries"), "Noor");
    CHECK_STR(first_name(a, "Prof. Eva Smit"), "Eva");
    CHECK_STR(first_name(a, "Prof. dr. ir. Sven Bos"), "Sven");
    CHECK_STR(first_name(a, "Plato"), "Plato");
    CHECK_STR(first_name(a, "Prof."), "Prof.");
    CHECK_STR(first_name(a, ""), "");
    arena_free(a);
}

static void soonest_first(void)
{
    struct deadline v[] = {
        {{50}, "e",    "/"},
        {{9},  "past", "/"},
        {{20}, "b",    "/"},
        {{20}, "c",    "/"},
        {{10}, "now",  "/"},
        {{40}, "d",    "/"}
    };
    struct deadlines d = deadlines_next((struct deadlines){v, 6}, (instant){10}, 4);

    CHECK_INT(d.n, 4);
    CHECK_STR(d.v[0].text, "now");
    CHECK_STR(d.v[1].text, "b");
    CHECK_STR(d.v[2].text, "c");
    CHECK_STR(d.v[3].text, "d");
}

static void told_twice_shown_once(void)
{
    struct deadline v[] = {
        {{20}, "a", "/x"},
        {{20}, "a", "/y"},
        {{21}, "a", "/x"}
    };
    struct deadlines d = deadlines_next((struct deadlines){v, 3}, (instant){10}, 4);

    CHECK_INT(d.n, 2);
    CHECK_INT(d.v[1].at.v, 21);
}

static void nothing_is_due(void)
{
    CHECK_INT(deadlines_next((struct deadlines){0}, (instant){10}, 4).n, 0);
}

static void lightest_first(void)
{
    const struct card a = {.path = "a", .weight = 30}, b = {.path = "b", .weight = 10},
                      c = {.path = "c", .weight = 10};
    const struct card *v[] = {&a, &b, &c};
    struct portal_cards cards = {v, 3};

    cards_sort(&cards);
    CHECK_STR(v[0]->path, "b");
    CHECK_STR(v[1]->path, "c");
    CHECK_STR(v[2]->path, "a");
}

CHECKS(portal_rules, TEST(greets_by_the_clock), TEST(by_the_first_name), TEST(soonest_first),
       TEST(told_twice_shown_once), TEST(nothing_is_due), TEST(lightest_first))
