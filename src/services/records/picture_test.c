/* picture_test.c: bars and lines keep their proportions. SPDX-License-Identifier: AGPL-3.0-or-later */
#include "picture.h"
#include "check.h"

static void bars(void)
{
    struct records_bar b = picture_bar(20, 10, 5, 5);

    CHECK_INT(b.taken, 100);
    CHECK_INT(b.waiting_at, 100);
    CHECK_INT(b.waiting, 50);
    CHECK_INT(b.planned_at, 150);
    CHECK_INT(b.planned, 50);
    CHECK_INT(b.seats, 200);
    b = picture_bar(10, 10, 10, 20); /* four times the seats: the mark is at a quarter */
    CHECK_INT(b.seats, 50);
    CHECK_INT(b.planned_at + b.planned, PICTURE_WIDE);
    b = picture_bar(0, 0, 0, 0);
    CHECK(!b.limited && b.taken == 0 && b.planned == 0);
}

static void lines(void)
{
    struct arena *a = arena_new(1 << 20);
    struct records_point v[] = {{{1000}, 40, 0, 0, 10}, {{2000}, 40, 20, 0, 0}, {{3000}, 40, 40, 40, 0}};
    struct records_lines l = picture_lines(a, &(struct records_points){v, 3});

    CHECK_INT(l.most, 80);
    CHECK_STR(l.taken, "0,120 300,90 600,60");
    CHECK_STR(l.wanted, "0,105 300,90 600,0");
    CHECK_STR(l.seats, "0,60 300,60 600,60");
    CHECK(picture_lines(a, &(struct records_points){v, 1}).taken == NULL);
    v[0].seats = v[1].seats = v[2].seats = 400; /* five times what is asked for: still drawn */
    l = picture_lines(a, &(struct records_points){v, 3});
    CHECK_INT(l.most, 400);
    CHECK_STR(l.seats, "0,0 300,0 600,0");
    v[0].seats = v[1].seats = v[2].seats = 401; /* more would press the lines flat */
    l = picture_lines(a, &(struct records_points){v, 3});
    CHECK_INT(l.most, 80);
    CHECK(l.seats == NULL);
    CHECK_INT(l.seats_now, 401);
    CHECK_STR(l.wanted, "0,105 300,90 600,0");
    arena_free(a);
}

CHECKS(records_picture, TEST(bars), TEST(lines))
