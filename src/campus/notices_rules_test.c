/* notices_rules_test.c: sentences with their arguments, and when a mail goes.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include "notices_in.h"
#include "check.h"

static void arguments_are_put_in(void)
{
    static const struct {
        const char *text, *want;
    } rows[] = {
        {"%s and %s", "one and two"},
        {"%2$s and %1$s", "two and one"},
        {"%s, %s, %s", "one, two, "},
        {"100 % of %s %d %n %", "100 % of one %d %n %"},
        {"%9$s.", "."},
        {"none", "none"},
        {"", ""},
    };
    static const char *const args[] = {"one", "two"};
    struct arena *a = arena_new(4 << 20);

    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        check_case(rows[i].text);
        CHECK_STR(notice_fill(a, rows[i].text, args, 2), rows[i].want);
    }
    check_case(NULL);
    arena_free(a);
}

static void words_in_both_languages(void)
{
    static const struct notice_topic topic = {.name = "t"};
    static const struct notice_kind kind = {.name = "k", .topic = &topic, .text = {.one = "%s %s %s %s %s"}};
    struct arena *a = arena_new(4 << 20);
    struct notice_arg args[] = {
        NOTICE_ARG_TEXT("a \"b\" %s"),
        NOTICE_ARG_NUMBER(-7),
        NOTICE_ARG_DAY(((day){20270201})),
        NOTICE_ARG_INSTANT(instant_of((day){20270201}, (minute){785})),
        NOTICE_ARG_MSG(_("Waiting")),
    };
    const char *kept = notice_args_write(a, args, 5);

    CHECK_STR(notice_words(a, LANG_EN, &kind, kept),
              "a \"b\" %s -7 Mon 1 Feb 2027 Mon 1 Feb 2027, 13:05 Waiting");
    CHECK_STR(notice_words(a, LANG_NL, &kind, kept), "a \"b\" %s -7 ma 1 feb 2027 ma 1 feb 2027, 13:05 Wachtend");
    CHECK_STR(notice_words(a, LANG_EN, &kind, "[{\"x\":1},[],null,{\"n\":\"z\"}]"), "    ");
    CHECK_STR(notice_words(a, LANG_EN, &kind, "no json"), "    ");
    arena_free(a);
}

static void mails_wait_for_the_morning(void)
{
    static const struct {
        const char *at, *want;
        int64_t from, to;
    } rows[] = {
        {"2026-11-24 13:00", "2026-11-24 13:00", 22, 7},
        {"2026-11-24 21:59", "2026-11-24 21:59", 22, 7},
        {"2026-11-24 22:00", "2026-11-25 07:00", 22, 7},
        {"2026-11-24 23:30", "2026-11-25 07:00", 22, 7},
        {"2026-11-25 06:59", "2026-11-25 07:00", 22, 7},
        {"2026-11-25 07:00", "2026-11-25 07:00", 22, 7},
        {"2026-11-25 13:30", "2026-11-25 14:00", 13, 14},
        {"2026-11-25 14:00", "2026-11-25 14:00", 13, 14},
        {"2026-11-25 03:00", "2026-11-25 03:00", 0, 0},
    };
    instant at, want;

    CHECK_OK(clock_zone_set("Europe/Amsterdam"));
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct notices_settings s = {.quiet_from = rows[i].from, .quiet_to = rows[i].to};

        check_case(rows[i].at);
        CHECK_OK(instant_parse(rows[i].at, &at));
        CHECK_OK(instant_parse(rows[i].want, &want));
        CHECK_INT(notice_not_quiet(&s, at).v, want.v);
    }
    check_case(NULL);
    CHECK_OK(instant_parse("2026-11-24 17:00", &at));
    CHECK_OK(instant_parse("2026-11-25 17:00", &want));
    CHECK_INT(notice_at_hour(at, 17).v, want.v);
    CHECK_INT(notice_at_hour(instant_add(at, -1), 17).v, at.v);
}

CHECKS(campus_notices_rules, TEST(arguments_are_put_in), TEST(words_in_both_languages), TEST(mails_wait_for_the_morning))
