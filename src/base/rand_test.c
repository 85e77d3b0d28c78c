/* rand_test.c: chance, and its repeatable stream. SPDX-License-Identifier: AGPL-3.0-or-later */
#include "rand.h"
#include "check.h"

static void below_its_limit(void)
{
    int seen[6] = {};
    CHECK_INT(rand_below(0), 0);
    CHECK_INT(rand_below(1), 0);
    rand_seed(42);
    for (int i = 0; i < 600; i++) {
        uint64_t v = rand_below(6);
        CHECK(v < 6);
        seen[v % 6]++;
    }
    for (int i = 0; i < 6; i++)
        CHECK(seen[i] > 50);
    rand_seed(0);
}

static void a_seed_repeats(void)
{
    struct arena *a = arena_new(1 << 16);
    rand_seed(7);
    const char *one = rand_token(a, 32);
    const char *two = rand_token(a, 32);
    rand_seed(7);
    CHECK_STR(rand_token(a, 32), one);
    CHECK_STR(rand_token(a, 32), two);
    CHECK(strcmp(one, two) != 0);
    CHECK_INT(strlen(one), 43);
    rand_seed(0);
    CHECK(strcmp(rand_token(a, 32), one) != 0);
    arena_free(a);
}

CHECKS(base_rand, TEST(below_its_limit), TEST(a_seed_repeats))
