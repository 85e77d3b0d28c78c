/* confirm_rules_test.c: when a device may be asked, and what a typed number does. SPDX-License-Identifier: AGPL-3.0-or-later */
#include "confirm_rules.h"
#include "check.h"

/* Minutes ago, as one that was asked then. */
static struct confirm_seen seen(enum confirm_state state, int64_t ago)
{
    instant at = {DAYS(20000) - MINUTES(ago)};

    return (struct confirm_seen){.state = state, .stands = true, .made_at = at, .ends_at = instant_add(at, CONFIRM_LIFE)};
}

static void who_may_ask(void)
{
    struct confirm_seen open = seen(CONFIRM_OPEN, 1), mine = open, dropped = open, over = seen(CONFIRM_OPEN, 2);
    struct confirm_seen wrong = seen(CONFIRM_WRONG, 3), right = seen(CONFIRM_RIGHT, 4), old = seen(CONFIRM_WRONG, 10);
    struct confirm_seen not_me = seen(CONFIRM_NOT_ME, 59), elsewhere = not_me, forgiven = seen(CONFIRM_NOT_ME, 60);

    mine.mine = true;
    dropped.stands = false;
    not_me.here = forgiven.here = true;
    const struct {
        const char *name;
        size_t devices, n;
        struct confirm_seen v[4];
        enum confirm_may want;
    } cases[] = {
        {"nothing was asked", 1, 0, {}, CONFIRM_ASK},
        {"no device", 0, 0, {}, CONFIRM_NOBODY},
        {"no device any more, though one was asked", 0, 1, {mine}, CONFIRM_NOBODY},
        {"asked already", 2, 1, {mine}, CONFIRM_ASKED},
        {"asked by another browser", 1, 1, {open}, CONFIRM_BUSY},
        {"that one was given up", 1, 1, {dropped}, CONFIRM_ASK},
        {"that one is over", 1, 1, {over}, CONFIRM_ASK},
        {"two without success", 1, 2, {wrong, wrong}, CONFIRM_ASK},
        {"three without success", 1, 3, {over, wrong, wrong}, CONFIRM_TIRED},
        {"three, one too long ago", 1, 3, {wrong, wrong, old}, CONFIRM_ASK},
        {"a right one in between", 1, 4, {wrong, wrong, right, wrong}, CONFIRM_ASK},
        {"a right one before them", 1, 4, {wrong, wrong, wrong, right}, CONFIRM_TIRED},
        {"not her, from here", 1, 1, {not_me}, CONFIRM_CLOSED},
        {"not her, from here, and one is open", 1, 2, {mine, not_me}, CONFIRM_CLOSED},
        {"not her, an hour ago", 1, 1, {forgiven}, CONFIRM_ASK},
        {"not her, from elsewhere", 1, 1, {elsewhere}, CONFIRM_ASK},
    };

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        check_case(cases[i].name);
        CHECK_INT(confirm_judge(cases[i].v, cases[i].n, cases[i].devices, (instant){DAYS(20000)}), cases[i].want);
    }
}

static void what_is_typed(void)
{
    int64_t wrong = 0;

    CHECK_INT(confirm_typed(42, 42, &wrong), CONFIRM_RIGHT);
    CHECK_INT(wrong, 0);
    CHECK_INT(confirm_typed(42, 24, &wrong), CONFIRM_OPEN);
    CHECK_INT(confirm_typed(42, 24, &wrong), CONFIRM_OPEN);
    CHECK_INT(confirm_typed(42, 42, &wrong), CONFIRM_RIGHT);
    CHECK_INT(confirm_typed(42, 24, &wrong), CONFIRM_WRONG);
    CHECK_INT(wrong, CONFIRM_TRIES);
}

static void how_it_is_typed(void)
{
    static const struct {
        const char *typed;
        int64_t want;
    } cases[] = {{"42", 42},  {" 4 2 ", 42}, {"07", 7},  {"00", 0},   {"", -1},
                 {"4", -1},   {"420", -1},   {"-4", -1}, {"4a", -1},  {"4.2", -1},
                 {"042", -1}, {"\xd9\xa4\xd9\xa2", -1},  {"99999999999999999999", -1}};

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        CHECK_INT(confirm_number(cases[i].typed), cases[i].want);
}

CHECKS(identity_confirm_rules, TEST(who_may_ask), TEST(what_is_typed), TEST(how_it_is_typed))
