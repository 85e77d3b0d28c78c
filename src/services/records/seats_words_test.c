/* seats_words_test.c: what follows from another number of seats.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include "seats_words.h"
#include "check.h"

static const struct {
    const char *name;
    struct seats_change c;
    enum seats_verdict verdict;
    int64_t free;
    const char *movers;
} cases[] = {
    {"more than wait", {20, 30, 20, 0, 3}, SEATS_GO, 10, "All 3 who wait can move up, as far as it still fits."},
    {"fewer than wait", {20, 22, 20, 0, 3}, SEATS_GO, 2, "2 of the 3 who wait can move up, in their order."},
    {"exactly as many", {20, 21, 20, 0, 1}, SEATS_GO, 1, "1 person who waits can move up, as far as it still fits."},
    {"kept seats are for nobody who waits", {20, 25, 20, 5, 3}, SEATS_GO, 0, "All 3 who wait go on waiting."},
    {"no limit", {20, -1, 20, 5, 3}, SEATS_GO, -1, "All 3 who wait can move up, as far as it still fits."},
    {"a limit where there was none", {-1, 40, 20, 0, 0}, SEATS_GO, 20, "Nobody waits."},
    {"down to what is taken and kept", {30, 25, 20, 5, 0}, SEATS_GO, 0, "Nobody waits."},
    {"one below it", {30, 24, 20, 5, 0}, SEATS_TOO_FEW, -1, "Nobody waits."},
    {"as it was", {30, 30, 20, 5, 0}, SEATS_SAME, 5, "Nobody waits."},
    {"no limit as before", {-1, -1, 20, 0, 0}, SEATS_SAME, -1, "Nobody waits."},
    {"no seats where nobody is", {5, 0, 0, 0, 0}, SEATS_GO, 0, "Nobody waits."},
};

static void what_follows(void)
{
    struct arena *a = arena_new(1 << 20);

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        check_case(cases[i].name);
        CHECK_INT(seats_may_be(&cases[i].c), cases[i].verdict);
        CHECK_INT(seats_free(&cases[i].c), cases[i].free);
        CHECK_STR(seats_movers(a, LANG_EN, &cases[i].c), cases[i].movers);
    }
    check_case(NULL);
    arena_free(a);
}

static void why_not(void)
{
    struct arena *a = arena_new(1 << 20);
    struct seats_change taken = {30, 5, 20, 0, 0};
    struct seats_change kept = {30, 22, 20, 5, 0};

    CHECK_STR(seats_refusal(a, LANG_EN, &taken),
              "20 places are taken: there cannot be fewer seats.");
    CHECK_STR(seats_refusal(a, LANG_EN, &kept),
              "20 places are taken and 5 seats are kept for programmes: there cannot be fewer "
              "seats than 25. End or shrink what is kept first.");
    struct seats_change one = {30, 0, 1, 0, 0}, one_kept = {30, 1, 1, 1, 0};
    CHECK_STR(seats_refusal(a, LANG_EN, &one), "1 place is taken: there cannot be fewer seats.");
    CHECK_STR(seats_refusal(a, LANG_EN, &one_kept),
              "1 place is taken and 1 seat is kept for programmes: there cannot be fewer seats than 2. "
              "End or shrink what is kept first.");
    CHECK_STR(seats_words(a, LANG_EN, 1), "1 seat");
    CHECK_STR(seats_words(a, LANG_EN, -1), "no limit");
    arena_free(a);
}

CHECKS(records_seats_words, TEST(what_follows), TEST(why_not))
