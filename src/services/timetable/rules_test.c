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
    return (struct records_section){
        .course_code = code, .code = "A01", .lecturer = "", .meetings = {.v = v, .n = n}};
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

static struct timetable_slots week_of(struct arena *a, const struct timetable_source *v, size_t n)
{
    struct timetable_slots w = timetable_slots_in(a, v, n, (day){20270201}, (day){20270207});

    timetable_share(a, &w);
    return w;
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

    sx.id.v = sx.offering.v = 1;
    sy.id.v = sy.offering.v = 2;
    sz.id.v = sz.offering.v = 3;
    struct timetable_slots w = week_of(a, src, 3);
    CHECK_INT(w.n, 4);
    CHECK(w.v[0].clash->section == &sy);
    CHECK(w.v[1].clash->section == &sz);
    CHECK(w.v[2].clash->section == &sy);
    CHECK(w.v[3].clash == NULL);
    src[1].waiting = true; /* as when it is only looked at, or gone */
    w = week_of(a, src, 3);
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

/* Two groups, each with one meeting at nine o'clock of an hour. */
struct pair {
    const char *name;
    const char *kind[2], *room[2], *lecturer[2];
    int offering[2], starts[2];
    bool also, choice;       /* the second is only looked at; both are of a course's page */
    size_t want_n;
    bool want_clash;
};

static const struct pair pairs[] = {
    {"one lecture of two groups", {"lecture", "lecture"}, {"1.15", "1.15"}, {"Vos", "Vos"}, {1, 1},
     {540, 540}, false, false, 1, false},
    {"one lecture of two courses", {"lecture", "lecture"}, {"1.15", "1.15"}, {"Vos", "Vos"}, {1, 2},
     {540, 540}, false, false, 1, false},
    {"a lecturer in common", {"lecture", "lecture"}, {"1.15", "1.15"}, {"Bos, Vos", "Vos"}, {1, 2},
     {540, 540}, false, false, 1, false},
    {"a part of a name is another", {"lecture", "lecture"}, {"1.15", "1.15"}, {"De Vos", "Vos"}, {1, 1},
     {540, 540}, false, false, 2, true},
    {"two lecturers in one room", {"lecture", "lecture"}, {"1.15", "1.15"}, {"Vos", "Bos"}, {1, 1},
     {540, 540}, false, false, 2, true},
    {"a lecturer in two rooms", {"lecture", "lecture"}, {"1.15", "1.19"}, {"Vos", "Vos"}, {1, 1},
     {540, 540}, false, false, 2, true},
    {"two kinds in one room", {"lecture", "lab"}, {"1.15", "1.15"}, {"Vos", "Vos"}, {1, 1}, {540, 540},
     false, false, 2, true},
    {"half an hour later", {"lecture", "lecture"}, {"1.15", "1.15"}, {"Vos", "Vos"}, {1, 1}, {540, 570},
     false, false, 2, true},
    {"no lecturer, one course", {"lecture", "lecture"}, {"1.15", "1.15"}, {"", ""}, {1, 1}, {540, 540},
     false, false, 1, false},
    {"no lecturer, two courses", {"lecture", "lecture"}, {"1.15", "1.15"}, {"", ""}, {1, 2}, {540, 540},
     false, false, 2, true},
    {"no room, one course", {"lecture", "lecture"}, {"", ""}, {"Vos", "Vos"}, {1, 1}, {540, 540}, false,
     false, 1, false},
    {"no room, two courses", {"lecture", "lecture"}, {"", ""}, {"Vos", "Vos"}, {1, 2}, {540, 540}, false,
     false, 2, true},
    {"one exam, two lecturers", {"exam", "exam"}, {"1.15", "1.15"}, {"Vos", "Bos"}, {1, 1}, {540, 540},
     false, false, 1, false},
    {"one exam in two rooms", {"exam", "exam"}, {"1.15", "1.19"}, {"Vos", "Vos"}, {1, 1}, {540, 540},
     false, false, 2, false},
    {"two exams in two rooms", {"exam", "exam"}, {"1.15", "1.19"}, {"Vos", "Vos"}, {1, 2}, {540, 540},
     false, false, 2, true},
    {"one of them is only looked at", {"lecture", "lecture"}, {"1.15", "1.15"}, {"Vos", "Vos"}, {1, 1},
     {540, 540}, true, false, 2, false},
    {"groups to choose from", {"lecture", "lecture"}, {"1.15", "1.19"}, {"Vos", "Bos"}, {1, 1},
     {540, 570}, false, true, 2, false},
};

static void one_gathering_is_one_slot(void)
{
    for (size_t i = 0; i < sizeof pairs / sizeof pairs[0]; i++) {
        const struct pair *p = &pairs[i];
        struct arena *a = arena_new(1UL << 20);
        struct records_meeting m[2];
        struct records_section s[2];
        struct timetable_source src[2];

        for (int k = 0; k < 2; k++) {
            m[k] = weekly(1, 20270201, 20270531, p->starts[k], p->starts[k] + 60);
            m[k].kind = p->kind[k];
            m[k].room = p->room[k];
            s[k] = section(p->offering[k] == 1 ? "CSE 12" : "MATH 18", &m[k], 1);
            s[k].id.v = k + 1;
            s[k].offering.v = s[k].course.v = p->offering[k];
            s[k].code = k == 0 ? "A01" : "A02";
            s[k].lecturer = p->lecturer[k];
            src[k] = (struct timetable_source){.section = &s[k], .also = k == 1 && p->also,
                                               .choice = p->choice};
        }
        struct timetable_slots w = week_of(a, src, 2);
        check_case(p->name);
        CHECK_INT(w.n, p->want_n);
        CHECK_INT(w.v[0].n_all, p->want_n == 1 ? 2 : 1);
        CHECK(w.v[0].all[0] == w.v[0].section);
        CHECK((w.v[0].clash != NULL) == p->want_clash);
        arena_free(a);
    }
}

static void a_shared_lecture_clashes_with_what_is_beside_it(void)
{
    struct arena *a = arena_new(1UL << 20);
    struct records_meeting m[] = {weekly(1, 20270201, 20270531, 540, 660)},
                           other[] = {weekly(1, 20270201, 20270531, 600, 720)};
    struct records_section s[] = {section("CSE 8A", m, 1), section("CSE 8A", m, 1),
                                  section("MATH 18", other, 1)};
    struct timetable_source src[] = {{.section = &s[1]}, {.section = &s[2]}, {.section = &s[0]}};
    struct records_sections groups = {s, 2};

    s[0].id.v = 1;
    s[1].id.v = 2;
    s[2].id.v = 3;
    s[1].code = "A02";
    s[2].offering.v = 2;
    struct timetable_slots w = week_of(a, src, 3);
    CHECK_INT(w.n, 2);
    CHECK_INT(w.v[0].n_all, 2);
    CHECK_STR(w.v[0].all[0]->code, "A01");
    CHECK(w.v[0].clash == &w.v[1] && w.v[1].clash == &w.v[0]);
    timetable_mark_every(&w, &groups);
    CHECK(w.v[0].every && !w.v[1].every);
    groups.n = 1; /* one group is not "all groups", and two are not one */
    timetable_mark_every(&w, &groups);
    CHECK(!w.v[0].every);
    struct timetable_slots one = timetable_only_group(a, &w, "A02");
    CHECK_INT(one.n, 1);
    CHECK_INT(one.v[0].n_all, 2);
    CHECK(one.v[0].clash->section == &s[2]);
    CHECK_INT(timetable_only_group(a, &w, "A0").n, 0);
    arena_free(a);
}

static void codes_that_follow_each_other_are_a_run(void)
{
    static const struct {
        const char *v[5];
        size_t n;
        const char *want;
    } cases[] = {
        {{"A01"}, 1, "A01"},
        {{"A50", "A51"}, 2, "A50, A51"},
        {{"A50", "A51", "A52", "A53"}, 4, "A50–A53"},
        {{"A50", "A52", "A53", "A54", "B55"}, 5, "A50, A52–A54, B55"},
        {{"A08", "A09", "A10"}, 3, "A08–A10"},
        {{"9", "10", "11"}, 3, "9, 10, 11"},
        {{"A", "B", "C"}, 3, "A, B, C"},
        {{"1234567890", "1234567891", "1234567892"}, 3, "1234567890–1234567892"},
    };
    struct arena *a = arena_new(1UL << 20);

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        check_case(cases[i].want);
        CHECK_STR(timetable_codes(a, cases[i].v, cases[i].n), cases[i].want);
    }
    arena_free(a);
}

static void an_address_asks_for_a_day(void)
{
    static const struct {
        const char *asked;
        int want;
        bool bad;
    } cases[] = {
        {"2027-03-03", 20270303, false}, {NULL, 20270210, false},
        {"", 20270210, false},           {"next week", 20270210, true},
        {"2017-01-01", 20170101, false}, {"2016-12-31", 20270210, true},
        {"2037-12-31", 20371231, false}, {"2038-01-01", 20270210, true},
        {"9999-12-31", 20270210, true},  {"2027-02-30", 20270210, true},
    };

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        bool bad = !cases[i].bad;

        check_case(cases[i].asked ? cases[i].asked : "none");
        CHECK_INT(timetable_day_asked(cases[i].asked, (day){20270210}, &bad).v, cases[i].want);
        CHECK(bad == cases[i].bad);
    }
}

CHECKS(timetable_rules, TEST(a_meeting_begins_on_its_weekday),
       TEST(a_week_holds_each_weekly_meeting_once),
       TEST(overlapping_meetings_clash_unless_one_waits), TEST(one_gathering_is_one_slot),
       TEST(a_shared_lecture_clashes_with_what_is_beside_it),
       TEST(codes_that_follow_each_other_are_a_run),
       TEST(days_off_and_hidden_kinds_are_left_out), TEST(a_moved_meeting_says_what_it_was),
       TEST(rooms_are_free_between_their_meetings), TEST(an_address_asks_for_a_day))
