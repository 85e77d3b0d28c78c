/* week_test.c: tests of the week grid's layout and of the institution's colour.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include "check.h"
#include "page.h"

static struct week one_day(struct arena *a, const struct week_meeting *v, size_t n)
{
    struct week_day *d = ARENA_NEW(a, struct week_day);
    struct week w = {.v = d, .n = 1};

    d->v = ARENA_ARRAY(a, n, struct week_meeting);
    d->n = n;
    memcpy(d->v, v, n * sizeof *v);
    week_lay(a, &w);
    return w;
}

static void overlapping_stand_side_by_side(void)
{
    struct arena *a = arena_new(1 << 20);
    const struct week_meeting v[] = {
        {.from = {690}, .to = {780}, .title = "b", .hue = 1},
        {.from = {660}, .to = {765}, .title = "a", .hue = 1},
        {.from = {780}, .to = {840}, .title = "c", .hue = 1},
    };
    struct week w = one_day(a, v, 3);

    CHECK_STR(w.v[0].v[0].slot, "t-1100 d-105 lane-1-2");
    CHECK_STR(w.v[0].v[1].slot, "t-1130 d-90 lane-2-2");
    CHECK_STR(w.v[0].v[2].slot, "t-1300 d-60");
    CHECK_INT(w.v[0].v[0].hue, 1);
    CHECK_INT(w.v[0].v[1].hue, 2);
    CHECK_INT(w.v[0].v[2].hue, 3);
    arena_free(a);
}

static void the_present_moment_is_a_line_through_today(void)
{
    struct arena *a = arena_new(1 << 20);
    const struct week_meeting v[] = {{.from = {690}, .to = {780}, .title = "b", .hue = 1}};
    struct week w = one_day(a, v, 1);

    week_now(a, &w, (minute){723});
    CHECK(w.v[0].now == NULL); /* another day */
    w.v[0].today = true;
    week_now(a, &w, (minute){8 * 60});
    CHECK(w.v[0].now == NULL); /* before the hours shown */
    week_now(a, &w, (minute){723});
    CHECK(w.v[0].now != NULL);
    if (w.v[0].now != NULL) {
        CHECK_STR(w.v[0].now->slot, "t-1200");
        CHECK_INT(w.v[0].now->at.v, 723);
    }
    arena_free(a);
}

static void hours_hold_early_and_late(void)
{
    struct arena *a = arena_new(1 << 20);
    const struct week_meeting v[] = {
        {.from = {477},  .to = {520},  .title = "early",          .hue = 2},
        {.from = {1200}, .to = {1271}, .title = "late",           .hue = 2},
        {.from = {600},  .to = {600},  .title = "no time at all", .hue = 2},
    };
    struct week w = one_day(a, v, 3);

    CHECK_STR(w.from, "07");
    CHECK_INT(w.hours.n, 15);
    CHECK_STR(w.hours.v[0].slot, "t-0700");
    CHECK_STR(w.v[0].v[0].slot, "t-0755 d-45");
    CHECK_STR(w.v[0].v[1].slot, "t-1000 d-5");
    arena_free(a);
}

static void courses_keep_their_colour(void)
{
    static const int64_t ids[] = {7, 7, 12, 13, 14, 15, 16, 17};
    int hues[8], again[8];
    unsigned seen = 0;

    week_hues(ids, 8, hues);
    CHECK_INT(hues[0], week_hue(7));
    CHECK_INT(hues[1], hues[0]);
    for (int i = 1; i < 7; i++) {
        CHECK(hues[i] >= 1 && hues[i] <= 6);
        seen |= 1U << hues[i];
    }
    CHECK_INT((int)seen, 0x7e); /* six courses, six colours */
    CHECK_INT(hues[7], week_hue(17)); /* the seventh shares one */
    week_hues(ids, 8, again);
    CHECK(memcmp(hues, again, sizeof hues) == 0);
}

static void what_belongs_together_has_one_colour(void)
{
    struct arena *a = arena_new(1UL << 20);
    const struct week_meeting v[] = {
        {.from = {540}, .to = {600}, .title = "Group A01", .same = "CSE 30", .hue = 2},
        {.from = {600}, .to = {660}, .title = "Group A02", .same = "CSE 30", .hue = 2},
        {.from = {660}, .to = {720}, .title = "Group A02", .same = "CSE 12", .hue = 2},
    };
    struct week w = one_day(a, v, 3);

    CHECK_INT(w.v[0].v[0].hue, 2);
    CHECK_INT(w.v[0].v[1].hue, 2);
    CHECK_INT(w.v[0].v[2].hue, 3);
    arena_free(a);
}

static void a_long_meeting_is_roomy(void)
{
    struct arena *a = arena_new(1 << 20);
    const struct week_meeting v[] = {
        {.from = {540}, .to = {590}, .title = "short", .hue = 1},
        {.from = {600}, .to = {675}, .title = "long", .hue = 1},
    };
    struct week w = one_day(a, v, 2);

    CHECK(!w.v[0].v[0].roomy);
    CHECK(w.v[0].v[1].roomy);
    arena_free(a);
}

static void empty_week_shows_the_working_day(void)
{
    struct arena *a = arena_new(1 << 20);
    struct week w = {0};

    week_lay(a, &w);
    CHECK_STR(w.from, "09");
    CHECK_INT(w.hours.n, 8);
    arena_free(a);
}

static void a_seventh_lane_shares_the_sixth(void)
{
    struct arena *a = arena_new(1 << 20);
    struct week_meeting v[7] = {0};

    for (int i = 0; i < 7; i++)
        v[i] = (struct week_meeting){.from = {600 + i}, .to = {700}, .title = "x", .hue = 1};
    struct week w = one_day(a, v, 7);
    CHECK_STR(w.v[0].v[5].slot, "t-1005 d-95 lane-6-6");
    CHECK_STR(w.v[0].v[6].slot, "t-1005 d-95 lane-6-6");
    arena_free(a);
}

static void every_colour_can_be_read(void)
{
    static const char *const colours[] = {"#1d3a6e", "#ffff00", "#000000", "#ffffff",
                                          "#BE1908"};
    struct arena *a = arena_new(1 << 20);

    for (size_t i = 0; i < sizeof colours / sizeof *colours; i++) {
        struct accent accent = accent_of(a, colours[i]);

        check_case(colours[i]);
        CHECK(colour_contrast(accent.light, "#ffffff") >= 4.5);
        CHECK(colour_contrast(accent.light, "#e8edf7") >= 4.5);
        CHECK(colour_contrast(accent.dark, "#1d2a44") >= 4.5);
    }
    CHECK_STR(accent_of(a, "#1d3a6e").light, "#1d3a6e");
    CHECK(!accent_of(a, "#BE1908").changed);
    CHECK(accent_of(a, "#ffff00").changed);
    CHECK_INT((int)colour_contrast("#000000", "#ffffff"), 21);
    CHECK(!colour_ok("#12345"));
    CHECK(!colour_ok("#12345g"));
    CHECK(!colour_ok("1234567"));
    arena_free(a);
}

CHECKS(campus_week, TEST(the_present_moment_is_a_line_through_today), TEST(overlapping_stand_side_by_side), TEST(hours_hold_early_and_late),
       TEST(empty_week_shows_the_working_day), TEST(a_seventh_lane_shares_the_sixth),
       TEST(courses_keep_their_colour), TEST(what_belongs_together_has_one_colour), TEST(a_long_meeting_is_roomy),
       TEST(every_colour_can_be_read))
