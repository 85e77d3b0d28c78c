/* rules_test.c: what fits in a plan, and what does not.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include "rules.h"
#include "check.h"

#define WEEKLY(d, from, to)                                                                        \
    {.kind = "lecture", .weekday = (d), .first = {20270201}, .last = {20270528},                   \
     .starts = {(from)*60}, .ends = {(to)*60}}
#define ONCE(date, d, from, to)                                                                    \
    {.kind = "exam", .weekday = (d), .first = {date}, .last = {date}, .starts = {(from)*60},       \
     .ends = {(to)*60}}

static struct records_meeting logic_meets[] = {WEEKLY(1, 9, 11), ONCE(20270601, 2, 9, 12)};
static struct records_meeting calculus_meets[] = {WEEKLY(1, 10, 12)};
static struct records_meeting history_meets[] = {WEEKLY(1, 11, 13)};
static struct records_meeting latin_meets[] = {ONCE(20270601, 2, 11, 13)};
static struct records_meeting greek_meets[] = {ONCE(20270531, 1, 9, 11)};

#define SECTION(number, title, ec, meets)                                                          \
    {.id = {(number)*10}, .offering = {number}, .course_name = (title), .credits = (ec),           \
     .seats = 30, .meetings = {meets, sizeof(meets) / sizeof *(meets)}}
static const struct records_section logic = SECTION(1, "Logic and Sets", 6, logic_meets);
static const struct records_section calculus = SECTION(2, "Calculus 1", 6, calculus_meets);
static const struct records_section history = SECTION(3, "History", 9, history_meets);
static const struct records_section latin = SECTION(4, "Latin", 3, latin_meets);
static const struct records_section greek = SECTION(5, "Greek", 3, greek_meets);
static const struct records_section essay = {.id = {60}, .offering = {6}, .credits = 40};

static void what_may_be_added(void)
{
    static const struct {
        const char *name;
        const struct records_section *held[3];
        const struct records_section *asked;
        struct studymap_limits limits;
        enum studymap_reason want;
    } cases[] = {
        {"first course", {0}, &logic, {45, false}, STUDYMAP_FITS},
        {"right after another", {&logic}, &history, {45, false}, STUDYMAP_FITS},
        {"weekly meetings overlap", {&logic}, &calculus, {45, false}, STUDYMAP_CLASH},
        {"the second held one overlaps", {&greek, &logic}, &calculus, {45, false}, STUDYMAP_CLASH},
        {"single exams overlap", {&logic}, &latin, {45, false}, STUDYMAP_CLASH},
        {"an exam after the last lecture", {&logic}, &greek, {45, false}, STUDYMAP_FITS},
        {"clashes are allowed", {&logic}, &calculus, {45, true}, STUDYMAP_FITS},
        {"the course is held", {&logic}, &logic, {45, false}, STUDYMAP_HELD},
        {"withdrawn", {&logic}, NULL, {45, false}, STUDYMAP_GONE},
        {"exactly at the limit", {&logic}, &history, {15, false}, STUDYMAP_FITS},
        {"over the limit", {&logic}, &history, {14, false}, STUDYMAP_LOAD},
        {"one course over the limit", {0}, &essay, {39, false}, STUDYMAP_LOAD},
        {"without meetings nothing clashes", {&logic}, &essay, {60, false}, STUDYMAP_FITS},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const struct records_section *room[3];
        struct studymap_held held = {.v = room};
        for (size_t k = 0; k < 3 && cases[i].held[k]; k++)
            studymap_hold(&held, cases[i].held[k]);
        check_case(cases[i].name);
        CHECK_INT(studymap_judge(&cases[i].limits, &held, cases[i].asked).reason, cases[i].want);
    }
}

static void what_must_be_done_before(void)
{
    static struct records_fact facts[] = {
        {RECORDS_RESULT, {11}, "LOG 1", 6, 60, true},
        {RECORDS_AWAITED, {12}, "CAL 1", 6, 0, false},
        {RECORDS_WAIVED, {77}, "ART 7", 6, 0, false},
    };
    static const struct records_known known = {facts, 3, 3};
    static const struct {
        const char *rule;
        int64_t course;
        enum studymap_reason want;
        const char *other, *expected;
    } cases[] = {
        {"", 70, STUDYMAP_FITS, NULL, NULL},
        {"LOG 1 >= 6.0", 70, STUDYMAP_FITS, NULL, NULL},
        {"LOG 1 & LAT 1", 70, STUDYMAP_PREREQUISITE, "LAT 1", NULL},
        {"LOG 1 & CAL 1", 70, STUDYMAP_FITS, NULL, "CAL 1"},
        {"LAT 1", 77, STUDYMAP_FITS, NULL, NULL},
    };
    struct arena *a = arena_new(1 << 20);
    struct studymap_limits limits = {45, false, &known, a};
    const struct studymap_held nothing = {};

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct records_section s = {.offering = {7}, .credits = 6, .rule = cases[i].rule};
        s.course.v = cases[i].course;
        struct studymap_why why = studymap_judge(&limits, &nothing, &s);
        check_case(cases[i].rule);
        CHECK_INT(why.reason, cases[i].want);
        CHECK(str_eq(why.other, cases[i].other));
        CHECK(str_eq(why.expected, cases[i].expected));
    }
    struct records_section s = {.offering = {7}, .rule = "LAT 1"};
    limits.known = NULL;
    CHECK_INT(studymap_judge(&limits, &nothing, &s).reason, STUDYMAP_FITS);
    CHECK_STR(studymap_reason_word(STUDYMAP_PREREQUISITE), "prerequisite");
    CHECK_INT(studymap_reason_of("prerequisite"), STUDYMAP_PREREQUISITE);
    arena_free(a);
}

static void a_clash_names_both_meetings(void)
{
    const struct records_section *room[1];
    struct studymap_held held = {.v = room};
    struct studymap_limits limits = {45, false};
    studymap_hold(&held, &logic);
    struct studymap_why why = studymap_judge(&limits, &held, &calculus);
    CHECK_STR(why.other, "Logic and Sets");
    CHECK_INT(why.mine.weekday, 1);
    CHECK_INT(why.mine.starts.v, 600);
    CHECK_INT(why.theirs.starts.v, 540);
    CHECK_INT(why.theirs.ends.v, 660);
    CHECK_INT(why.theirs.day.v, 0);
    why = studymap_judge(&limits, &held, &latin);
    CHECK_INT(why.theirs.day.v, 20270601);
    CHECK_INT(why.mine.starts.v, 660);
    CHECK(!studymap_clash(&held, &logic, &why));
    limits.credits = 14;
    why = studymap_judge(&limits, &held, &history);
    CHECK_INT(why.total, 15);
    CHECK_INT(why.limit, 14);
}

static void when_a_plan_may_be_submitted(void)
{
    static const struct {
        const char *name;
        enum records_window_state window;
        size_t n;
        int64_t seen, version;
        enum studymap_gate want;
    } cases[] = {
        {"open", RECORDS_WINDOW_OPEN, 1, 4, 4, STUDYMAP_GO},
        {"empty", RECORDS_WINDOW_OPEN, 0, 4, 4, STUDYMAP_EMPTY},
        {"changed since", RECORDS_WINDOW_OPEN, 1, 3, 4, STUDYMAP_CHANGED},
        {"from the future", RECORDS_WINDOW_OPEN, 1, 5, 4, STUDYMAP_CHANGED},
        {"no window", RECORDS_WINDOW_NONE, 1, 4, 4, STUDYMAP_NOT_OPEN},
        {"too early", RECORDS_WINDOW_FUTURE, 1, 4, 4, STUDYMAP_NOT_OPEN},
        {"too late", RECORDS_WINDOW_CLOSED, 1, 4, 4, STUDYMAP_NOT_OPEN},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        check_case(cases[i].name);
        CHECK_INT(studymap_may_submit(cases[i].window, cases[i].n, cases[i].seen, cases[i].version),
                  cases[i].want);
    }
}

static void seats_and_what_stays(void)
{
    struct records_section s = {.seats = 2, .taken = 1};
    CHECK(!studymap_is_full(&s));
    s.waiting = 1; /* but does not fit */
    CHECK(!studymap_is_full(&s));
    s.promote_due = true;
    CHECK(studymap_is_full(&s));
    s = (struct records_section){.seats = 2, .taken = 1, .kept = 1};
    CHECK(studymap_is_full(&s));
    s = (struct records_section){.seats = 2, .taken = 2};
    CHECK(studymap_is_full(&s));
    s.unlimited = true;
    CHECK(!studymap_is_full(&s));
    CHECK(studymap_stays(STUDYMAP_REFUSED, STUDYMAP_CLASH));
    CHECK(studymap_stays(STUDYMAP_REFUSED, STUDYMAP_FULL));
    CHECK(!studymap_stays(STUDYMAP_REFUSED, STUDYMAP_HELD));
    CHECK(!studymap_stays(STUDYMAP_REFUSED, STUDYMAP_GONE));
    CHECK(!studymap_stays(STUDYMAP_ENROLLED, STUDYMAP_FITS));
    CHECK(!studymap_stays(STUDYMAP_WAITING, STUDYMAP_FITS));
    CHECK(!studymap_term_over((day){20270625}, (day){20270625}));
    CHECK(studymap_term_over((day){20270625}, (day){20270626}));
}

static void what_is_given_up_does_not_count_twice(void)
{
    const struct records_section *room[3];
    struct studymap_held held = {.v = room};

    studymap_hold(&held, &logic);
    studymap_hold_for(&held, &history, &logic); /* 9 EC for 6 */
    CHECK_INT(held.credits, 9);
    studymap_hold_for(&held, &greek, &logic); /* 3 EC for 6: the 6 are still hers */
    CHECK_INT(held.credits, 9);
    CHECK_INT(held.n, 3);
}

static void options_have_an_order(void)
{
    static const struct {
        const char *name;
        int64_t id;
        enum studymap_move how;
        bool changes;
        int64_t first;
        const char *others;
    } cases[] = {
        {"one more", 5, STUDYMAP_ADD, true, 1, "2 3 5"},
        {"the same again", 3, STUDYMAP_ADD, false, 1, "2 3"},
        {"up", 3, STUDYMAP_UP, true, 1, "3 2"},
        {"to the top", 2, STUDYMAP_UP, true, 2, "1 3"},
        {"over the top", 1, STUDYMAP_UP, false, 1, "2 3"},
        {"down", 1, STUDYMAP_DOWN, true, 2, "1 3"},
        {"below the last", 3, STUDYMAP_DOWN, false, 1, "2 3"},
        {"away", 2, STUDYMAP_REMOVE, true, 1, "3"},
        {"the first away", 1, STUDYMAP_REMOVE, true, 2, "3"},
        {"not there", 9, STUDYMAP_REMOVE, false, 1, "2 3"},
        {"not there, down", 9, STUDYMAP_DOWN, false, 1, "2 3"},
    };
    struct arena *a = arena_new(1 << 16);

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct studymap_options o = studymap_options_of((section_id){1}, "2 3");

        check_case(cases[i].name);
        CHECK_INT(studymap_options_move(&o, (section_id){cases[i].id}, cases[i].how), cases[i].changes);
        CHECK_INT(o.v[0].v, cases[i].first);
        CHECK_STR(studymap_options_others(a, &o), cases[i].others);
    }
    struct studymap_options o = studymap_options_of((section_id){1}, "2 3 4 5 6 7 8 9");
    CHECK_INT(o.n, STUDYMAP_OPTIONS);
    CHECK(!studymap_options_move(&o, (section_id){99}, STUDYMAP_ADD));
    o = studymap_options_of((section_id){1}, "");
    CHECK(!studymap_options_move(&o, (section_id){1}, STUDYMAP_REMOVE));
    CHECK_STR(studymap_options_others(a, &o), "");
    arena_free(a);
}

static void words_and_numbers(void)
{
    struct arena *a = arena_new(1 << 16);
    for (int r = 0; r < STUDYMAP_REASONS; r++)
        CHECK_INT(studymap_reason_of(studymap_reason_word((enum studymap_reason)r)), r);
    for (int o = 0; o <= STUDYMAP_LEFT; o++)
        CHECK_INT(studymap_outcome_of(studymap_outcome_word((enum studymap_outcome)o)), o);
    struct studymap_when w = {{20270601}, 2, {540}, {1440}};
    struct studymap_when back = studymap_when_unpack(studymap_when_pack(w));
    CHECK(back.day.v == 20270601 && back.weekday == 2 && back.starts.v == 540 &&
          back.ends.v == 1440);
    back = studymap_when_unpack(studymap_when_pack((struct studymap_when){{0}, 7, {0}, {5}}));
    CHECK(back.day.v == 0 && back.weekday == 7 && back.starts.v == 0 && back.ends.v == 5);
    CHECK_STR(studymap_number(a, 2027, 123), "2027-000123");
    CHECK(studymap_names(a, " cse12 ", "CSE 12"));
    CHECK(!studymap_names(a, "cse 1", "CSE 12"));
    CHECK(!studymap_names(a, "", "CSE 12"));
    arena_free(a);
}

static void every_clash_is_named(void)
{
    const struct records_section *room[4];
    struct studymap_held held = {.v = room};
    struct studymap_why all[4];

    studymap_hold(&held, &logic);
    studymap_hold(&held, &history);
    studymap_hold(&held, &greek);
    CHECK_INT(studymap_clashes(&held, &calculus, all, 4), 2);
    CHECK_STR(all[0].other, "Logic and Sets");
    CHECK_STR(all[1].other, "History");
    CHECK_INT(all[1].theirs.starts.v, 660);
    CHECK_INT(studymap_clashes(&held, &calculus, all, 1), 1);
    CHECK_INT(studymap_clashes(&held, &history, all, 4), 0);
    CHECK_INT(studymap_clashes(&held, &essay, all, 4), 0);
}

static void what_would_come_of_a_choice(void)
{
    static struct records_section seats = {.seats = 2, .taken = 1};
    static struct records_section kept = {.seats = 2, .taken = 1, .kept = 1};
    static struct records_section full = {.seats = 2, .taken = 2};
#define CLASH {.reason = STUDYMAP_CLASH}
    static const struct {
        const char *name;
        struct studymap_option v[2];
        bool wait_lists;
        enum studymap_outcome outcome;
        size_t option;
        enum studymap_reason reason;
    } cases[] = {
        {"a seat in the first", {{.section = &seats}, {.section = &full}}, true,
         STUDYMAP_ENROLLED, 0, STUDYMAP_FITS},
        {"the first is full", {{.section = &full}, {.section = &seats}}, true,
         STUDYMAP_ENROLLED, 1, STUDYMAP_FITS},
        {"kept seats are none", {{.section = &kept}, {.section = &seats}}, true,
         STUDYMAP_ENROLLED, 1, STUDYMAP_FITS},
        {"a clash is not passed over", {{.section = &seats, .why = CLASH}, {.section = &seats}}, true,
         STUDYMAP_REFUSED, 0, STUDYMAP_CLASH},
        {"nor is a withdrawn one", {{.why = {.reason = STUDYMAP_GONE}}, {.section = &seats}}, true,
         STUDYMAP_REFUSED, 0, STUDYMAP_GONE},
        {"a clash behind a full one", {{.section = &full}, {.section = &seats, .why = CLASH}}, true,
         STUDYMAP_REFUSED, 1, STUDYMAP_CLASH},
        {"all full: she waits for the first", {{.section = &full}, {.section = &full}}, true,
         STUDYMAP_WAITING, 0, STUDYMAP_FITS},
        {"all full, without wait-lists", {{.section = &full}, {.section = &full}}, false,
         STUDYMAP_REFUSED, 0, STUDYMAP_FULL},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct studymap_prospect p = studymap_prospect_of(cases[i].v, 2, cases[i].wait_lists);

        check_case(cases[i].name);
        CHECK_INT(p.outcome, cases[i].outcome);
        CHECK_INT((int64_t)p.option, (int64_t)cases[i].option);
        CHECK_INT(p.why.reason, cases[i].reason);
    }
#undef CLASH
}

static void how_likely_a_seat_is(void)
{
    static const struct {
        const char *name;
        struct studymap_queue q;
        int percent;
    } cases[] = {
        {"first of a large group", {1, 300, 20, 20, 60}, 100},
        {"first of a small group", {1, 20, 0, 20, 60}, 83},
        {"tenth of a small group", {10, 20, 1, 20, 60}, 42},
        {"in the middle of a group that moves", {10, 40, 12, 20, 40}, 89},
        {"thirtieth of a group that moves much", {30, 300, 60, 20, 40}, 100},
        {"the more is seen to move, the better", {10, 40, 24, 20, 40}, 99},
        {"the nearer the end, the worse", {10, 40, 12, 20, 10}, 42},
        {"nothing was ever free", {5, 40, 0, 60, 20}, 27},
        {"too soon to tell", {1, 40, 12, 6, 40}, -1},
        {"too late to tell", {1, 40, 12, 60, 0}, -1},
        {"nobody waits for unlimited seats", {1, 0, 0, 20, 40}, -1},
        {"no place on the list", {0, 40, 12, 20, 40}, -1},
        {"a list of unheard length", {5000, 40, 12, 20, 40}, -1},
    };
    static const struct {
        int percent;
        enum studymap_chance chance;
    } bands[] = {{-1, STUDYMAP_CHANCE_UNKNOWN}, {0, STUDYMAP_CHANCE_SMALL}, {29, STUDYMAP_CHANCE_SMALL},
                 {30, STUDYMAP_CHANCE_EVEN},    {59, STUDYMAP_CHANCE_EVEN}, {60, STUDYMAP_CHANCE_GOOD},
                 {84, STUDYMAP_CHANCE_GOOD},    {85, STUDYMAP_CHANCE_GREAT}, {100, STUDYMAP_CHANCE_GREAT}};

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        check_case(cases[i].name);
        CHECK_INT(studymap_chance_percent(&cases[i].q), cases[i].percent);
    }
    for (size_t i = 0; i < sizeof bands / sizeof *bands; i++)
        CHECK_INT(studymap_chance_of(bands[i].percent), bands[i].chance);
    /* Who is further back never has the better chance. */
    for (int64_t at = 2; at < 60; at++) {
        struct studymap_queue before = {at - 1, 120, 15, 20, 50};
        struct studymap_queue behind = {at, 120, 15, 20, 50};
        CHECK(studymap_chance_percent(&behind) <= studymap_chance_percent(&before));
    }
}

/* Monday in the morning, twice, and a load. */
static void what_may_be_overruled(void)
{
    static struct records_meeting monday = {
        .weekday = 1, .first = {20270201}, .last = {20270621}, .starts = {540}, .ends = {645}};
    const struct records_section had = {
        .id = {1}, .offering = {1}, .course_name = "Logic", .credits = 40, .meetings = {&monday, 1}};
    const struct records_section clashes = {
        .id = {2}, .offering = {2}, .course_name = "Sets", .credits = 5, .meetings = {&monday, 1}};
    const struct records_section heavy = {.id = {3}, .offering = {3}, .course_name = "Rome", .credits = 6};
    const struct records_section *held_v[] = {&had, NULL};
    const struct studymap_held held = {held_v, 1, 40};
    const struct studymap_limits limits = {.credits = 45}, free = {.credits = 45, .clashes = true};

    CHECK_INT(studymap_objections(&limits, &held, &clashes), STUDYMAP_OVER_CLASH);
    CHECK_INT(studymap_objections(&free, &held, &clashes), 0);
    CHECK_INT(studymap_objections(&limits, &held, &heavy), STUDYMAP_OVER_LOAD);
    for (unsigned over = 0; over <= STUDYMAP_OVER_ALL; over++) {
        struct studymap_limits l = studymap_overruled(limits, over);

        CHECK_INT(studymap_judge(&l, &held, &clashes).reason,
                  over & STUDYMAP_OVER_CLASH ? STUDYMAP_FITS : STUDYMAP_CLASH);
        CHECK_INT(studymap_judge(&l, &held, &heavy).reason,
                  over & STUDYMAP_OVER_LOAD ? STUDYMAP_FITS : STUDYMAP_LOAD);
        CHECK_INT(studymap_judge(&l, &held, &had).reason, STUDYMAP_HELD); /* never */
        CHECK_INT(studymap_judge(&l, &held, NULL).reason, STUDYMAP_GONE);
    }
}

static void a_place_can_be_left_until(void)
{
    static const struct {
        const char *name;
        enum records_window_state window;
        int64_t until, now;
        bool may;
    } cases[] = {
        {"open",                          RECORDS_WINDOW_OPEN,   0,   100, true },
        {"open, whatever is set",         RECORDS_WINDOW_OPEN,   50,  100, true },
        {"closed, and nothing is set",    RECORDS_WINDOW_CLOSED, 0,   100, true },
        {"closed, not yet",               RECORDS_WINDOW_CLOSED, 101, 100, true },
        {"closed, the moment itself",     RECORDS_WINDOW_CLOSED, 100, 100, false},
        {"closed, past",                  RECORDS_WINDOW_CLOSED, 99,  100, false},
        {"no window for her, past",       RECORDS_WINDOW_NONE,   99,  100, false},
        {"opens later, and it is past",   RECORDS_WINDOW_FUTURE, 99,  100, false},
    };

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        check_case(cases[i].name);
        CHECK_INT(studymap_may_leave(cases[i].window, (instant){cases[i].until}, (instant){cases[i].now}), cases[i].may);
    }
    check_case(NULL);
}

CHECKS(studymap_rules, TEST(a_place_can_be_left_until), TEST(what_may_be_added), TEST(what_may_be_overruled), TEST(what_must_be_done_before),
       TEST(a_clash_names_both_meetings), TEST(when_a_plan_may_be_submitted),
       TEST(seats_and_what_stays), TEST(words_and_numbers), TEST(options_have_an_order),
       TEST(what_is_given_up_does_not_count_twice),
       TEST(every_clash_is_named), TEST(what_would_come_of_a_choice), TEST(how_likely_a_seat_is))
