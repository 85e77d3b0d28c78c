/* arena_test.c: arenas, with their limits. SPDX-License-Identifier: AGPL-3.0-or-later */
#include "arena.h"
#include <limits.h>
#include "check.h"

static void memory_is_zeroed_and_aligned(void)
{
    struct arena *a = arena_new(1 << 20);
    for (size_t n = 1; n < 3000; n += 7) {
        char *p = arena_alloc(a, n);
        CHECK((uintptr_t)p % _Alignof(max_align_t) == 0);
        CHECK(p[0] == 0 && p[n - 1] == 0);
        memset(p, 0xAA, n);
    }
    arena_reset(a);
    CHECK_INT(arena_used(a), 0);
    char *again = arena_alloc(a, 64);
    CHECK(again[0] == 0 && again[63] == 0);
    arena_free(a);
    arena_free(NULL);
}

static void the_limit_leaves_by_the_guard(void)
{
    struct arena *a = arena_new(100000);
    volatile bool caught = false;

    (void)arena_alloc(a, 60000);
    if (setjmp(*arena_guard(a)))
        caught = true;
    else
        (void)arena_alloc(a, 60000);
    CHECK(caught);
    caught = false;
    if (setjmp(*arena_guard(a)))
        caught = true;
    else
        (void)arena_array(a, SIZE_MAX / 2, 4);
    CHECK(caught);
    arena_unguard(a);
    CHECK_INT(arena_used(a), 60000);
    CHECK_INT(arena_allocations(a), 1);
    arena_free(a);
}

static void text_is_printed_whole(void)
{
    struct arena *a = arena_new(1 << 20);
    const char *s = arena_printf(a, "%0999d|%s", 7, "end");
    CHECK_INT(strlen(s), 1003);
    CHECK_STR(s + 998, "7|end");
    CHECK_STR(arena_printf(a, "%s-%d", "a", 1), "a-1");
    CHECK_STR(arena_dupn(a, "abcdef", 3), "abc");
    CHECK_STR(arena_dup(a, ""), "");
    arena_free(a);
}

/* The formats that arena_printf writes itself come out as the C library writes them. */
#define SAME(...)                                                                              \
    do {                                                                                       \
        char want[256];                                                                        \
        (void)snprintf(want, sizeof want, __VA_ARGS__);                                        \
        CHECK_STR(arena_printf(a, __VA_ARGS__), want);                                         \
    } while (0)

static void formats_are_the_library_s(void)
{
    struct arena *a = arena_new(1 << 20);
    static const long long numbers[] = {0, 1, -1, 9, 10, 99, -100, INT64_MAX, INT64_MIN};

    for (size_t i = 0; i < sizeof numbers / sizeof numbers[0]; i++) {
        SAME("%lld", numbers[i]);
        SAME("<%lld|%s>", numbers[i], "x");
        SAME("%04lld", numbers[i]);
    }
    SAME("%d %d %d", 0, INT_MAX, INT_MIN);
    SAME("%02d:%02d", 9, 5);
    SAME("%02d %03d %08d", -3, 1234, 20270201);
    SAME("%zu %u %lu", (size_t)42, 42U, ~0UL);
    SAME("%s%s", "", "é–“x”");
    SAME("%.3s|%-5s|%5s|%c|%%|%x", "abcdef", "ab", "ab", 'z', 255U);
    SAME("%.*s", 2, "abc");
    SAME("plain, with 100%% of it");
    arena_free(a);
}

static void count_end(void *ctx)
{
    ++*(int *)ctx;
}

static void what_is_borrowed_is_given_back(void)
{
    struct arena *a = arena_new(1 << 20);
    int ends = 0;

    arena_at_end(a, count_end, &ends);
    arena_at_end(a, count_end, &ends);
    CHECK_INT(ends, 0);
    arena_reset(a);
    CHECK_INT(ends, 2);
    arena_reset(a);
    CHECK_INT(ends, 2);
    arena_at_end(a, count_end, &ends);
    arena_free(a);
    CHECK_INT(ends, 3);
}

CHECKS(base_arena, TEST(formats_are_the_library_s), TEST(memory_is_zeroed_and_aligned), TEST(the_limit_leaves_by_the_guard),
       TEST(text_is_printed_whole), TEST(what_is_borrowed_is_given_back))
