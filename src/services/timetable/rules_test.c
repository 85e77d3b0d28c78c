/* rules_test.c: days, lanes and clashes of a week.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include "rules.h"

#include "check.h"

static struct records_meeting weekly(int weekday, int first, int last, int starts, int ends)
{
    return (struct records_meeting){.weekday = weekday,
                                    .first = {first},
                                    .last = {last},
                                    .starts = {starts},
                                    .ends = {ends},
                                    .kind = "lecture"};
}

static struct records_section section(const char *code, struct records_meeting *v, size_t n)
{
    return (struct records_section){.course_code = code, .meetings = {.v = v, .n = n}};
}

static void a_meeting_begins_on_its_weekday(void)
{
    static const struct {
        const char *name;
        int weekday, first, last, want_first, want_last;
    } cases[] = {
        {"starts on the day itself", 1, 20270201, 20270331, 20270201, 20270329},
        {"starts later in the week", 3, 20270201, 20270331, 20270203, 20270331},
        {"none of its weekday", 5, 20270201, 20270203, 0, 0},
        {"a single day", 2, 20270406, 20270406, 20270406, 20270406},
    };

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct records_meeting m =
            weekly(cases[i].weekday, cases[i].first, cases[i].last, 540, 600);
        check_case(cases[i].name);
        CHECK_INT(timetable_first_day(&m).v, cases[i].want_first);
        CHECK_INT(timetable_last_day(&m).v, cases[i].want_last);
    }
}

static void a_week_holds_each_weekly_meeting_once(void)
{
    struct arena *a = arena_new(1UL << 20);
    struct records_meeting m[] = {weekly(1, 20270201, 20270531, 540, 645),
                                  weekly(4, 20270201, 20270531, 780, 885),
                                  weekly(2, 20270406, 20270406, 600, 780)};
    struct records_section s = section("CSE 12", m, 3);
    struct timetable_source src = {.section = &s};
    struct timetable_slots w =
        timetable_slots_in(a, &src, 1, (day){20270208}, (day){20270214});

    CHECK_INT(w.n, 2);
    CHECK_INT(w.v[0].day.v, 20270208);
    CHECK_INT(w.v[1].day.v, 20270211);
    w = timetable_slots_in(a, &src, 1, (day){20270405}, (day){20270411});
    CHECK_INT(w.n, 3);
    CHECK_INT(w.v[1].day.v, 20270406);
    w = timetable_slots_in(a, &src, 1, (day){20270601}, (day){20270630});
    CHECK_INT(w.n, 0);
    w = timetable_slots_in(a, &src, 1, (day){20270101}, (day){20270731});
    CHECK_INT(w.n, 18 + 17 + 1);
    arena_free(a);
}

static void overlapping_meetings_clash_unless_one_waits(void)
{
    struct arena *a = arena_new(1UL << 20);
    struct records_meeting x[] = {weekly(1, 20270201, 20270531, 540, 660)};
    struct records_meeting y[] = {weekly(1, 20270201, 20270531, 600, 720)};
    struct records_meeting z[] = {weekly(1, 20270201, 20270531, 660, 700),
                                  weekly(1, 20270201, 20270531, 800, 900)};
    struct records_section sx = section("A", x, 1), sy = section("B", y, 1),
                           sz = section("C", z, 2);
    struct timetable_source src[] = {{.section = &sx}, {.section = &sy}, {.section = &sz}};
    struct timetable_slots w = timetable_slots_in(a, src, 3, (day){20270201}, (day){20270207});

    CHECK_INT(w.n, 4);
    CHECK(w.v[0].clash == &sy);
    CHECK(w.v[1].clash == &sz);
    CHECK(w.v[2].clash == &sy);
    CHECK(w.v[3].clash == NULL);
    src[1].waiting = true; /* as when it is only looked at, or gone */
    w = timetable_slots_in(a, src, 3, (day){20270201}, (day){20270207});
    CHECK(w.v[0].clash == NULL && w.v[1].clash == NULL && w.v[2].clash == NULL);
    arena_free(a);
}

static void days_off_and_hidden_kinds_are_left_out(void)
{
    struct arena *a = arena_new(1UL << 20);
    struct records_meeting m[] = {weekly(1, 20270201, 20270531, 540, 645),
                                  weekly(1, 20270201, 20270531, 700, 745)};
    struct records_section s = section("CSE 12", m, 2);
    struct timetable_source src = {.section = &s};

    m[0].off = "20270329 20270517";
    m[1].kind = "lab";
    struct timetable_slots w =
        timetable_slots_in(a, &src, 1, (day){20270329}, (day){20270411});
    CHECK_INT(w.n, 3);
    CHECK_INT(w.v[0].day.v, 20270329);
    CHECK_STR(w.v[0].meeting->kind, "lab");
    src.without = "exam lab";
    w = timetable_slots_in(a, &src, 1, (day){20270329}, (day){20270411});
    CHECK_INT(w.n, 1);
    CHECK_INT(w.v[0].day.v, 20270405);
    CHECK(timetable_listed("exam lab", "exam") && !timetable_listed("exam lab", "la"));
    CHECK(timetable_listed_id("12 345", 345) && !timetable_listed_id("12 345", 34));
    CHECK(!timetable_listed("", "") && !timetable_listed(NULL, "x"));
    arena_free(a);
}

static void a_moved_meeting_says_what_it_was(void)
{
    struct arena *a = arena_new(1UL << 20);
    struct records_meeting m[] = {weekly(1, 20270201, 20270531, 540, 645)};
    struct records_section s = section("CSE 12", m, 1);
    struct timetable_source src = {.section = &s};
    struct records_earlier e[2] = {{.meeting = m[0]}, {.meeting = m[0]}};
    struct records_earliers was = {e, 2};

    m[0].room = m[0].building = "";
    e[0].meeting.room = e[1].meeting.room = m[0].room;
    e[0].meeting.building = e[1].meeting.building = m[0].building;
    e[1].meeting.starts.v = 600; /* earlier still */
    struct timetable_slots w =
        timetable_slots_in(a, &src, 1, (day){20270201}, (day){20270207});
    timetable_mark_moved(&w, &was);
    CHECK(w.v[0].was == &e[1].meeting); /* the latest change was none of time or place */
    w.v[0].was = NULL;
    e[1].gone = true;
    timetable_mark_moved(&w, &was);
    CHECK(w.v[0].was == NULL);
    arena_free(a);
}

static void rooms_are_free_between_their_meetings(void)
{
    static const struct records_use used[] = {
        {{1}, {540}, {645}}, {{1}, {645}, {700}}, {{1}, {690}, {720}}, {{1}, {800}, {900}}};
    static const struct {
        const char *name;
        int at, from, until;
    } cases[] = {
        {"before the first", 480, 480, 540},
        {"in the first of three that follow", 600, 720, 800},
        {"between", 720, 720, 800},
        {"in the last", 850, 900, 1440},
        {"in the evening", 1200, 1200, 1440},
    };

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct timetable_free f = timetable_free_from(used, 4, (minute){cases[i].at});

        check_case(cases[i].name);
        CHECK_INT(f.from.v, cases[i].from);
        CHECK_INT(f.until.v, cases[i].until);
    }
}

static void an_address_asks_for_a_day(void)
{
    CHECK_INT(timetable_day_asked("2027-03-03", (day){20270210}).v, 20270303);
    CHECK_INT(timetable_day_asked("next week", (day){20270210}).v, 20270210);
    CHECK_INT(timetable_day_asked(NULL, (day){20270210}).v, 20270210);
}

CHECKS(timetable_rules, TEST(a_meeting_begins_on_its_weekday),
       TEST(a_week_holds_each_weekly_meeting_once),
       TEST(overlapping_meetings_clash_unless_one_waits),
       TEST(days_off_and_hidden_kinds_are_left_out), TEST(a_moved_meeting_says_what_it_was),
       TEST(rooms_are_free_between_their_meetings), TEST(an_address_asks_for_a_day))
