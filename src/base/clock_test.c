/* clock_test.c: days, the campus's clock and both changes of daylight saving.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include "clock.h"
#include "check.h"

static void days_count(void)
{
    CHECK(day_ok((day){20240229}) && !day_ok((day){20230229}) && !day_ok((day){20230431}));
    CHECK(!day_ok((day){0}) && !day_ok((day){-20230101}));
    CHECK_INT(day_make(2023, 2, 29).v, 0);
    CHECK_INT(day_add((day){20231231}, 1).v, 20240101);
    CHECK_INT(day_add((day){20240301}, -1).v, 20240229);
    CHECK_INT(day_between((day){19700101}, (day){20270201}), 20850);
    CHECK_INT(day_between((day){20270201}, (day){20270131}), -1);
    CHECK_INT(day_weekday((day){20270201}), 1);
    CHECK_INT(day_weekday((day){20000229}), 2);
    CHECK_INT(day_monday((day){20270207}).v, 20270201);
    day d = {15830101};
    for (int i = 0, weekday = day_weekday(d); i < 300000; i++) {
        day next = day_add(d, 1);
        weekday = weekday % 7 + 1;
        if (!day_ok(next) || next.v <= d.v || day_weekday(next) != weekday ||
            day_between(d, next) != 1) {
            check_fail(__FILE__, __LINE__, "after %d", d.v);
            break;
        }
        d = next;
    }
}

static void iso_weeks(void)
{
    CHECK_INT(day_iso_week((day){20260101}), 1);
    CHECK_INT(day_iso_week((day){20270101}), 53);
    CHECK_INT(day_iso_week((day){20270104}), 1);
    CHECK_INT(day_iso_week((day){20241230}), 1);
    CHECK_INT(day_iso_week((day){20261123}), 48);
}

static void check_back(instant t, int32_t d, int32_t m)
{
    struct civil c = civil_of(t);
    CHECK_INT(c.day.v, d);
    CHECK_INT(c.minute.v, m);
}

static void amsterdam(void)
{
    struct arena *a = arena_new(1 << 16);
    CHECK_OK(clock_zone_set("Europe/Amsterdam"));
    CHECK_STR(clock_zone(), "Europe/Amsterdam");
    /* Winter and summer. */
    CHECK_STR(instant_iso(a, instant_of((day){20270201}, (minute){785})), "2027-02-01T12:05:00Z");
    CHECK_STR(instant_iso(a, instant_of((day){20270701}, (minute){785})), "2027-07-01T11:05:00Z");
    /* 28 March 2027: 02:00 becomes 03:00. 02:30 does not exist: the later moment. */
    CHECK_STR(instant_iso(a, instant_of((day){20270328}, (minute){119})), "2027-03-28T00:59:00Z");
    CHECK_STR(instant_iso(a, instant_of((day){20270328}, (minute){150})), "2027-03-28T01:30:00Z");
    check_back(instant_of((day){20270328}, (minute){150}), 20270328, 210);
    CHECK_STR(instant_iso(a, instant_of((day){20270328}, (minute){180})), "2027-03-28T01:00:00Z");
    /* 31 October 2027: 03:00 becomes 02:00. 02:30 comes twice: the first one. */
    CHECK_STR(instant_iso(a, instant_of((day){20271031}, (minute){119})), "2027-10-30T23:59:00Z");
    CHECK_STR(instant_iso(a, instant_of((day){20271031}, (minute){150})), "2027-10-31T00:30:00Z");
    CHECK_STR(instant_iso(a, instant_of((day){20271031}, (minute){180})), "2027-10-31T02:00:00Z");
    CHECK_INT(civil_of(instant_of((day){20271031}, (minute){150})).offset_min, 120);
    CHECK_INT(civil_of(instant_of((day){20271031}, (minute){180})).offset_min, 60);
    /* Far behind the table: the rule of the footer. */
    CHECK_INT(civil_of(instant_of((day){21000701}, (minute){600})).offset_min, 120);
    CHECK_INT(civil_of(instant_of((day){21001201}, (minute){600})).offset_min, 60);
    /* The end of the day is the next midnight; before 1970 the clock ran too. */
    check_back(instant_of((day){20270201}, (minute){1440}), 20270202, 0);
    check_back(instant_of((day){19600601}, (minute){61}), 19600601, 61);
    CHECK_INT(civil_of((instant){-1}).second, 59);
    arena_free(a);
}

static void every_hour_of_a_year_comes_back(void)
{
    CHECK_OK(clock_zone_set("Europe/Amsterdam"));
    int twice = 0;
    for (int64_t h = 0; h < 366 * 24; h++) {
        instant t = {(INT64_C(1798761600) + h * 3600) * 1000};
        struct civil c = civil_of(t);
        int64_t behind = t.v - instant_of(c.day, c.minute).v;
        twice += behind == HOURS(1);
        if (behind != 0 && behind != HOURS(1))
            check_fail(__FILE__, __LINE__, "hour %d", (int)h);
    }
    CHECK_INT(twice, 1);
}

static void other_zones(void)
{
    static const struct {
        const char *zone;
        int32_t day;
        int offset;
    } cases[] = {
        {"America/New_York", 20270110, -300}, {"America/New_York", 20450710, -240},
        {"Australia/Sydney", 20450110, 660},  {"Australia/Sydney", 20450710, 600},
        {"Asia/Kolkata", 20270701, 330},      {"America/Nuuk", 20450710, -60},
        {"Africa/Casablanca", 20270701, 60},  {"UTC", 20270701, 0},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        check_case(cases[i].zone);
        CHECK_OK(clock_zone_set(cases[i].zone));
        CHECK_INT(civil_of(instant_of((day){cases[i].day}, (minute){720})).offset_min,
                  cases[i].offset);
    }
    check_case(NULL);
    CHECK_INT(clock_zone_set("Europe/Rapenburg"), ERR_NOT_FOUND);
    CHECK_INT(clock_zone_set("../../etc/passwd"), ERR_NOT_FOUND);
    CHECK_INT(clock_zone_set("zone.tab"), ERR_NOT_FOUND);
    CHECK_INT(clock_zone_set(""), ERR_NOT_FOUND);
    CHECK_STR(clock_zone(), "UTC");
}

static void reading_and_writing(void)
{
    struct arena *a = arena_new(1 << 16);
    day d = {};
    minute m = {};
    instant t = {};
    CHECK_OK(clock_zone_set("Europe/Amsterdam"));
    CHECK_OK(day_parse("2027-02-01", &d));
    CHECK_STR(day_iso(a, d), "2027-02-01");
    CHECK_INT(day_parse("2027-02-30", &d), ERR_RANGE);
    CHECK_INT(day_parse("2027-2-1", &d), ERR_PARSE);
    CHECK_INT(day_parse("2027-02-01x", &d), ERR_PARSE);
    CHECK_INT(day_parse("", &d), ERR_PARSE);
    CHECK_OK(minute_parse("13:05", &m));
    CHECK_STR(minute_hm(a, m), "13:05");
    CHECK_OK(minute_parse("24:00", &m));
    CHECK_INT(minute_parse("24:01", &m), ERR_RANGE);
    CHECK_INT(minute_parse("12:60", &m), ERR_RANGE);
    CHECK_INT(minute_parse("9:05", &m), ERR_PARSE);
    CHECK_OK(instant_parse("2027-02-01T13:05:09Z", &t));
    CHECK_STR(instant_iso(a, t), "2027-02-01T13:05:09Z");
    CHECK_OK(instant_parse("2027-02-01 13:05", &t));
    CHECK_STR(instant_iso(a, t), "2027-02-01T12:05:00Z");
    CHECK_OK(instant_parse("2027-02-01T13:05", &t));
    CHECK_INT(instant_parse("2027-02-01", &t), ERR_PARSE);
    CHECK_INT(instant_parse("2027-02-01 13:05:09Z", &t), ERR_PARSE);
    CHECK_INT(instant_parse("2027-02-01T13:05:60Z", &t), ERR_RANGE);
    char text[INSTANT_TEXT];
    instant_text((instant){1801487109007}, text);
    CHECK_STR(text, "2027-02-01T13:05:09.007Z");
    arena_free(a);
}

static void freezing(void)
{
    clock_freeze((instant){1000});
    CHECK_INT(clock_now().v, 1000);
    clock_freeze((instant){0});
    CHECK(clock_now().v > 1000000);
    int64_t before = clock_us();
    CHECK(clock_us() >= before);
    CHECK_INT(instant_add((instant){5}, DAYS(1)).v, 86400005);
}

CHECKS(base_clock, TEST(days_count), TEST(iso_weeks), TEST(amsterdam),
       TEST(every_hour_of_a_year_comes_back), TEST(other_zones), TEST(reading_and_writing),
       TEST(freezing))
