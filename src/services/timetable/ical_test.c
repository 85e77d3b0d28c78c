/* ical_test.c: what is written is what libical reads, at the right moment on both sides of the change
   of the clock.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include "ical.h"

#include <libical/ical.h>

#include "check.h"
#include "feed.h"

static icalcomponent *parsed(struct buf *b)
{
    icalcomponent *c = icalparser_parse_string(b->s);

    CHECK(c != NULL);
    if (c) {
        icalrestriction_check(c);
        CHECK_INT(icalcomponent_count_errors(c), 0);
    }
    return c;
}

static void long_lines_are_folded_between_characters(void)
{
    struct buf b = buf_new(4096);
    size_t start = 0;

    ical_text(&b, "SUMMARY",
              "Één, twee; drie\\vier\nvijf: ëëëëëëëëëëëëëëëëëëëëëëëëëëëëëëëëëëëëëëëëëëëëëëëëëëëëëëëëëëëëë");
    for (size_t i = 0; i + 1 < b.n; i++) {
        if (b.s[i] != '\r' || b.s[i + 1] != '\n')
            continue;
        CHECK(i - start <= 75);
        CHECK(start == 0 || b.s[start] == ' ');
        CHECK(((unsigned char)b.s[start + 1] & 0xC0) != 0x80 || start == 0);
        start = i + 2;
    }
    CHECK_INT(start, b.n);
    CHECK(strstr(b.s, "\\, twee\\; drie\\\\vier\\nvijf:") != NULL);
    buf_free(&b);
}

static void lecture(struct records_section *s, struct records_meeting *m)
{
    *m = (struct records_meeting){.id = {77},
                                  .kind = "lecture",
                                  .weekday = 2,
                                  .first = {20270201},
                                  .last = {20270625},
                                  .starts = {540},
                                  .ends = {645},
                                  .room = "0.04",
                                  .building = "Lipsius",
                                  .address = "Cleveringaplaats 1",
                                  .sequence = 3,
                                  .changed_at = {1790000000000}};
    *s = (struct records_section){.course_code = "CSE 12",
                                  .course_name = "Data, Structures; and more",
                                  .code = "A01",
                                  .lecturer = "Prof. Eva Smit",
                                  .meetings = {.v = m, .n = 1}};
}

/* Minutes after midnight UTC of the n-th occurrence (from 0). */
static int utc_minute(icalcomponent *event, icalcomponent *calendar, int nth, int *ret_day)
{
    icalcomponent *zone = icalcomponent_get_first_component(calendar, ICAL_VTIMEZONE_COMPONENT);
    icaltimezone *tz = icaltimezone_new();
    struct icaltimetype start = icalcomponent_get_dtstart(event), t = {0};
    icalproperty *rule = icalcomponent_get_first_property(event, ICAL_RRULE_PROPERTY);
    icalrecur_iterator *it = icalrecur_iterator_new(icalproperty_get_rrule(rule), start);

    icaltimezone_set_component(tz, icalcomponent_new_clone(zone));
    for (int i = 0; i <= nth; i++)
        t = icalrecur_iterator_next(it);
    icalrecur_iterator_free(it);
    *ret_day = t.year * 10000 + t.month * 100 + t.day;
    t.zone = tz;
    struct icaltimetype utc =
        icaltime_convert_to_zone(icaltime_set_timezone(&t, tz), icaltimezone_get_utc_timezone());
    int minutes = utc.hour * 60 + utc.minute;
    icaltimezone_free(tz, 1);
    return minutes;
}

static void a_weekly_lecture_stays_at_nine_over_both_changes(void)
{
    struct records_section s;
    struct records_meeting m;
    struct buf b = buf_new(1UL << 20);
    struct arena *a = arena_new(1UL << 20);
    int on = 0;

    CHECK_OK(clock_zone_set("Europe/Amsterdam"));
    lecture(&s, &m);
    m.last = (day){20271231};
    struct timetable_source src = {.section = &s};
    feed_write(&b, a, &(struct feed_source){.v = &src, .n = 1, .domain = "x.example", .name = "x"});
    CHECK(buf_ok(&b));
    icalcomponent *c = parsed(&b);
    if (c) {
        icalcomponent *e = icalcomponent_get_first_component(c, ICAL_VEVENT_COMPONENT);
        CHECK_INT(utc_minute(e, c, 0, &on), 8 * 60);
        CHECK_INT(on, 20270202);
        CHECK_INT(utc_minute(e, c, 7, &on), 8 * 60);
        CHECK_INT(on, 20270323);
        CHECK_INT(utc_minute(e, c, 8, &on), 7 * 60); /* summer time since 28 March */
        CHECK_INT(on, 20270330);
        CHECK_INT(utc_minute(e, c, 38, &on), 7 * 60);
        CHECK_INT(on, 20271026);
        CHECK_INT(utc_minute(e, c, 39, &on), 8 * 60); /* winter time since 31 October */
        CHECK_INT(on, 20271102);
        icalcomponent_free(c);
    }
    arena_free(a);
    buf_free(&b);
}

static void an_event_says_what_where_and_who(void)
{
    struct records_section s;
    struct records_meeting m;
    struct buf b = buf_new(1UL << 20);
    struct arena *a = arena_new(1UL << 20);

    CHECK_OK(clock_zone_set("Europe/Amsterdam"));
    lecture(&s, &m);
    struct timetable_source src = {.section = &s};
    feed_write(&b, a, &(struct feed_source){.v = &src, .n = 1, .domain = "x.example", .name = "x"});
    icalcomponent *c = parsed(&b);
    if (c) {
        icalcomponent *e = icalcomponent_get_first_component(c, ICAL_VEVENT_COMPONENT);
        CHECK_STR(icalcomponent_get_uid(e), "meeting-77@x.example");
        CHECK_INT(icalcomponent_get_sequence(e), 3);
        CHECK_STR(icalcomponent_get_summary(e), "CSE 12 Data, Structures; and more (Lecture)");
        CHECK_STR(icalcomponent_get_location(e), "Lipsius 0.04, Cleveringaplaats 1");
        CHECK(strstr(icalcomponent_get_description(e), "Prof. Eva Smit") != NULL);
        struct icalrecurrencetype r =
            icalproperty_get_rrule(icalcomponent_get_first_property(e, ICAL_RRULE_PROPERTY));
        CHECK_INT(r.freq, ICAL_WEEKLY_RECURRENCE);
        CHECK_INT(r.until.year * 10000 + r.until.month * 100 + r.until.day, 20270622);
        icalcomponent_free(c);
    }
    arena_free(a);
    buf_free(&b);
}

static icalcomponent *written(const struct feed_source *f)
{
    struct buf b = buf_new(1UL << 20);
    struct arena *a = arena_new(1UL << 20);

    CHECK_OK(clock_zone_set("Europe/Amsterdam"));
    feed_write(&b, a, f);
    CHECK(buf_ok(&b));
    icalcomponent *c = parsed(&b);
    arena_free(a);
    buf_free(&b);
    return c;
}

static icalcomponent *only_event(icalcomponent *c)
{
    CHECK_INT(icalcomponent_count_components(c, ICAL_VEVENT_COMPONENT), 1);
    return icalcomponent_get_first_component(c, ICAL_VEVENT_COMPONENT);
}

static void days_off_are_no_occurrences(void)
{
    struct records_section s;
    struct records_meeting m;
    struct timetable_source src = {.section = &s};
    struct feed_source f = {.v = &src, .n = 1, .domain = "x.example", .name = "x"};

    lecture(&s, &m);
    m.off = "20270202 20270330 20270427 20270622"; /* the first, two between, the last */
    icalcomponent *c = written(&f);
    if (c) {
        icalcomponent *e = only_event(c);
        struct icaltimetype start = icalcomponent_get_dtstart(e);
        struct icalrecurrencetype r =
            icalproperty_get_rrule(icalcomponent_get_first_property(e, ICAL_RRULE_PROPERTY));

        CHECK_INT(start.month * 100 + start.day, 209);
        CHECK_INT(r.until.month * 100 + r.until.day, 615);
        CHECK_INT(icalcomponent_count_properties(e, ICAL_EXDATE_PROPERTY), 2);
        struct icaltimetype off =
            icalproperty_get_exdate(icalcomponent_get_first_property(e, ICAL_EXDATE_PROPERTY));
        CHECK_INT(off.month * 10000 + off.day * 100 + off.hour, 33009);
        icalcomponent_free(c);
    }
    m.first.v = 20270202;
    m.last.v = 20270209;
    m.off = "20270202 20270209"; /* nothing is left */
    c = written(&f);
    if (c) {
        CHECK_INT(icalcomponent_count_components(c, ICAL_VEVENT_COMPONENT), 0);
        icalcomponent_free(c);
    }
}

/* The life of a place: held, ended, held again, and then the meeting itself goes. */
static void what_ends_is_cancelled_and_its_sequence_never_falls(void)
{
    static const struct {
        const char *name;
        struct timetable_source source;
        int times, sequence;
        icalproperty_status status;
    } cases[] = {
        {"held", {0}, 0, 3, ICAL_STATUS_CONFIRMED},
        {"ended", {.gone = true, .ended = true}, 1, 4, ICAL_STATUS_CANCELLED},
        {"held again", {0}, 1, 5, ICAL_STATUS_CONFIRMED},
        {"ended again", {.gone = true, .ended = true}, 2, 6, ICAL_STATUS_CANCELLED},
        {"waits for it", {.waiting = true}, 2, 7, ICAL_STATUS_TENTATIVE},
        {"the meeting goes", {.gone = true}, 2, 8, ICAL_STATUS_CANCELLED},
    };
    struct records_section s;
    struct records_meeting m;

    lecture(&s, &m);
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct timetable_ended ended = {.section = s.id, .times = cases[i].times, .at = {1}};
        struct timetable_source src = cases[i].source;
        src.section = &s;
        icalcomponent *c = written(&(struct feed_source){.v = &src,
                                                         .n = 1,
                                                         .ended = &ended,
                                                         .n_ended = 1,
                                                         .domain = "x.example",
                                                         .name = "x"});
        check_case(cases[i].name);
        if (!c)
            continue;
        CHECK_INT(icalcomponent_get_sequence(only_event(c)), cases[i].sequence);
        CHECK_INT(icalcomponent_get_status(only_event(c)), cases[i].status);
        CHECK_STR(icalcomponent_get_uid(only_event(c)), "meeting-77@x.example");
        icalcomponent_free(c);
    }
    check_case(NULL);
}

static void an_empty_calendar_is_valid(void)
{
    struct buf b = buf_new(1UL << 16);
    struct arena *a = arena_new(1UL << 20);

    CHECK_OK(clock_zone_set("Europe/Amsterdam"));
    feed_write(&b, a, &(struct feed_source){.domain = "x.example", .name = "Nobody"});
    icalcomponent *c = parsed(&b);
    if (c)
        icalcomponent_free(c);
    arena_free(a);
    buf_free(&b);
}

CHECKS(timetable_ical, TEST(long_lines_are_folded_between_characters),
       TEST(a_weekly_lecture_stays_at_nine_over_both_changes),
       TEST(an_event_says_what_where_and_who), TEST(days_off_are_no_occurrences),
       TEST(what_ends_is_cancelled_and_its_sequence_never_falls), TEST(an_empty_calendar_is_valid))
