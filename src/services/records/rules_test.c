/* rules_test.c: the decisions of records.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include "rules.h"
#include "check.h"
#include "str.h"

static void a_window_opens_and_closes(void)
{
    static const struct {
        const char *name;
        int64_t now;
        enum records_window_state want;
    } cases[] = {
        {"before", 99, RECORDS_WINDOW_FUTURE},
        {"at the opening", 100, RECORDS_WINDOW_OPEN},
        {"just before the end", 199, RECORDS_WINDOW_OPEN},
        {"at the end", 200, RECORDS_WINDOW_CLOSED},
    };
    struct span s = {.opens = {100}, .closes = {200}};

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        check_case(cases[i].name);
        CHECK_INT(span_state(&s, (instant){cases[i].now}), cases[i].want);
    }
    check_case(NULL);
}

static void the_right_window_counts(void)
{
    static const struct {
        const char *name;
        struct span v[3];
        size_t n;
        enum records_window_state want;
        int64_t opens;
    } cases[] = {
        {"none", {{0}}, 0, RECORDS_WINDOW_NONE, 0},
        {"everybody's", {{SPAN_EVERYBODY, {2}, {100}, {200}}}, 1, RECORDS_WINDOW_OPEN, 100},
        {"the own one stands in its place",
         {{SPAN_EVERYBODY, {2}, {100}, {200}}, {SPAN_PROGRAMME, {1}, {160}, {200}}},
         2,
         RECORDS_WINDOW_FUTURE,
         160},
        {"a group's stands between them",
         {{SPAN_EVERYBODY, {2}, {100}, {200}}, {SPAN_GROUP, {3}, {170}, {200}}},
         2,
         RECORDS_WINDOW_FUTURE,
         170},
        {"a programme's before a group's",
         {{SPAN_GROUP, {3}, {100}, {200}}, {SPAN_PROGRAMME, {1}, {10}, {20}}},
         2,
         RECORDS_WINDOW_CLOSED,
         10},
        {"of two own ones the open one",
         {{SPAN_PROGRAMME, {1}, {160}, {200}}, {SPAN_PROGRAMME, {1}, {120}, {200}}, {SPAN_EVERYBODY, {2}, {1}, {2}}},
         3,
         RECORDS_WINDOW_OPEN,
         120},
        {"of two future ones the next",
         {{SPAN_PROGRAMME, {1}, {180}, {200}}, {SPAN_PROGRAMME, {1}, {170}, {190}}},
         2,
         RECORDS_WINDOW_FUTURE,
         170},
        {"of two closed ones the last",
         {{SPAN_PROGRAMME, {1}, {10}, {20}}, {SPAN_PROGRAMME, {1}, {30}, {40}}},
         2,
         RECORDS_WINDOW_CLOSED,
         30},
    };

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct records_window w = span_choose(cases[i].v, cases[i].n, (instant){150});

        check_case(cases[i].name);
        CHECK_INT(w.state, cases[i].want);
        CHECK_INT(w.opens.v, cases[i].opens);
    }
    check_case(NULL);
}

static void the_right_term_is_shown(void)
{
    static const struct term_span v[] = {
        {{20260831}, {20270129}, {100}, {200}},
        {{20270201}, {20270625}, {300}, {400}},
        {{20270830}, {20280128}, {0}, {0}},
    };
    static const struct {
        const char *name;
        int64_t now;
        int today;
        size_t want_now, want_plan;
    } cases[] = {
        {"nothing opened yet", 50, 20260701, 0, 0},
        {"autumn is open", 150, 20260801, 0, 0},
        {"between two windows the next opening", 250, 20261101, 0, 1},
        {"spring is open", 350, 20261201, 0, 1},
        {"all closed: what begins next", 450, 20270301, 1, 2},
        {"after everything", 450, 20290101, 2, 2},
    };

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        check_case(cases[i].name);
        CHECK_INT(term_now(v, 3, (day){cases[i].today}), cases[i].want_now);
        CHECK_INT(term_to_plan(v, 3, (instant){cases[i].now}, (day){cases[i].today}),
                  cases[i].want_plan);
    }
    check_case(NULL);
}

static void a_rule_means_its_courses(void)
{
    static const struct {
        const char *rule, *code, *subject;
        int64_t level;
        bool want;
    } cases[] = {
        {"CSE 12; MATH", "CSE 12", "CSE", 100, true},
        {"CSE 12; MATH", "CSE 13", "CSE", 100, false},
        {"CSE 12; MATH", "MATH 20", "MATH", 400, true},
        {"CSE level 300", "CSE 110", "CSE", 300, true},
        {"CSE level 300", "CSE 12", "CSE", 100, false},
        {"*", "CSE 12", "CSE", 100, false}, /* any course: no list of its own */
    };
    struct arena *a = arena_new(1 << 20);
    struct rule r;

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        check_case(cases[i].rule);
        CHECK_OK(rule_parse(a, cases[i].rule, &r));
        CHECK_INT(rule_means(&r, cases[i].code, cases[i].subject, cases[i].level), cases[i].want);
    }
    check_case(NULL);
    CHECK_OK(rule_parse(a, "*", &r));
    CHECK(r.any);
    CHECK_INT(rule_parse(a, "CSE level high", &r), ERR_PARSE);
    CHECK_INT(rule_parse(a, "CSE 12; ", &r), ERR_PARSE);
    arena_free(a);
}

static struct records_meeting weekly(int weekday, int starts, int ends)
{
    return (struct records_meeting){.weekday = weekday,
                                    .first = {20270201},
                                    .last = {20270528},
                                    .starts = {starts},
                                    .ends = {ends}};
}

static void meetings_clash(void)
{
    struct records_meeting a = weekly(1, 540, 645), b = weekly(1, 645, 700), c = weekly(1, 600, 660),
                           d = weekly(2, 540, 645), once = weekly(1, 600, 660);
    struct records_section x = {.meetings = {&a, 1}}, y = {.meetings = {&c, 1}};
    const struct records_meeting *in_x = NULL, *in_y = NULL;

    once.first = once.last = (day){20270614};
    CHECK(!records_meetings_clash(&a, &b));
    CHECK(records_meetings_clash(&a, &c));
    CHECK(!records_meetings_clash(&a, &d));
    CHECK(!records_meetings_clash(&a, &once));
    CHECK(records_sections_clash(&x, &y, &in_x, &in_y));
    CHECK(in_x == &a && in_y == &c);
}

static void seats_are_said_in_words(void)
{
    static const struct {
        struct records_section s;
        const char *want;
    } cases[] = {
        {{.seats = 40, .taken = 28}, "12 of 40 seats left"},
        {{.seats = 40, .taken = 40}, "Full, nobody waits yet"},
        {{.seats = 40, .taken = 40, .waiting = 1}, "Full, 1 person waits"},
        {{.seats = 40, .taken = 40, .waiting = 3}, "Full, 3 people wait"},
        {{.unlimited = true, .taken = 9}, "Unlimited seats"},
        {{.seats = 0}, "Full, no seats yet"},
    };
    struct arena *a = arena_new(1 << 20);

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        CHECK_STR(records_seat_words(a, LANG_EN, &cases[i].s), cases[i].want);
    CHECK_INT(seats_left(12), 12);
    CHECK_INT(seats_left(1000012), -1);
    arena_free(a);
}

static void a_group_finds_its_courses(void)
{
    static const course_id ids[] = {{2}, {5}, {9}};
    struct records_requirement r = {.courses = ids, .n_courses = 3};

    CHECK(records_counts_for(&r, (course_id){2}) && records_counts_for(&r, (course_id){9}));
    CHECK(!records_counts_for(&r, (course_id){1}) && !records_counts_for(&r, (course_id){10}));
    r.any = true;
    CHECK(records_counts_for(&r, (course_id){10}));
}

static void days_off_are_no_clash(void)
{
    struct records_meeting weekly = {.weekday = 1,
                                     .first = {20270201},
                                     .last = {20270531},
                                     .starts = {540},
                                     .ends = {645},
                                     .off = "20270329 20270517"};
    struct records_meeting once = weekly;

    once.off = "";
    once.first = once.last = (day){20270517};
    CHECK(!records_meetings_clash(&weekly, &once));
    CHECK(!records_meetings_clash(&once, &weekly));
    once.first = once.last = (day){20270510};
    CHECK(records_meetings_clash(&weekly, &once));
    once.last = (day){20270517};
    once.off = "20270510";
    CHECK(!records_meetings_clash(&weekly, &once)); /* each has the other's day off */
    CHECK(records_meetings_clash(&weekly, &weekly));
}

static void a_code_is_understood(void)
{
    static const struct {
        const char *typed, *code;
    } cases[] = {
        {"CSE 12",    "CSE 12"  },
        {"cse101",    "CSE 101" },
        {" cse  8a ", "CSE 8A"  },
        {"Math18",    "MATH 18" },
        {"4601calc",  "4601CALC"},
        {"cse",       "CSE"     },
        {"",          ""        },
    };
    struct arena *a = arena_new(1 << 20);

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        CHECK_STR(code_typed(a, cases[i].typed), cases[i].code);
    arena_free(a);
}

static void moments_of_windows(void)
{
    static const struct {
        const char *name;
        int32_t day;
        bool want;
    } cases[] = {
        {"the year 1",                10101,    false},
        {"two years before",          20250201, false},
        {"a day more than a year",    20260131, false},
        {"a year before",             20260201, true },
        {"the first day",             20270201, true },
        {"the last day",              20270630, true },
        {"the day after it",          20270701, false},
        {"the year 9999",             99991231, false},
    };

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        check_case(cases[i].name);
        CHECK(window_moment_ok((day){20270201}, (day){20270630},
                               instant_of((day){cases[i].day}, (minute){23 * 60 + 59})) == cases[i].want);
    }
    check_case(NULL);
}

CHECKS(records_rules, TEST(moments_of_windows), TEST(a_code_is_understood), TEST(days_off_are_no_clash),
       TEST(a_window_opens_and_closes), TEST(the_right_window_counts),
       TEST(the_right_term_is_shown), TEST(a_rule_means_its_courses), TEST(meetings_clash),
       TEST(seats_are_said_in_words), TEST(a_group_finds_its_courses))
