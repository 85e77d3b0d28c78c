/* buf_test.c: buffers and their maximum. SPDX-License-Identifier: AGPL-3.0-or-later */
#include "buf.h"
#include "arena.h"
#include "check.h"

static void it_grows(void)
{
    struct buf b = buf_new(1 << 20);
    for (int i = 0; i < 10000; i++)
        buf_puts(&b, "0123456789");
    CHECK(buf_ok(&b));
    CHECK_INT(b.n, 100000);
    CHECK(b.s[b.n] == '\0');
    buf_clear(&b);
    CHECK_STR(b.s, "");
    buf_free(&b);
}

static void over_the_maximum_is_dropped(void)
{
    struct buf b = buf_new(5);
    buf_puts(&b, "12345");
    CHECK(buf_ok(&b));
    buf_putc(&b, '6');
    CHECK(!buf_ok(&b));
    CHECK_STR(b.s, "12345");
    buf_printf(&b, "%d", 12);
    CHECK_STR(b.s, "12345");
    buf_free(&b);
}

static void numbers(void)
{
    struct buf b = buf_new(100);
    buf_int(&b, INT64_MIN);
    buf_putc(&b, ' ');
    buf_int(&b, 0);
    buf_printf(&b, " %s", "x");
    CHECK_STR(b.s, "-9223372036854775808 0 x");
    size_t n = 0;
    char *s = buf_steal(&b, &n);
    CHECK_INT(n, 24);
    CHECK(b.s == NULL);
    free(s);
    s = buf_steal(&b, &n);
    CHECK_STR(s, "");
    free(s);
}

static void in_an_arena(void)
{
    struct arena *a = arena_new(1 << 20);
    struct buf b = buf_in(a, 1000);
    for (int i = 0; i < 101; i++)
        buf_puts(&b, "0123456789");
    CHECK(!buf_ok(&b));
    CHECK_INT(b.n, 1000);
    CHECK_STR(b.s + 990, "0123456789");
    buf_free(&b);
    buf_puts(&b, "again");
    CHECK_STR(b.s, "again");
    arena_free(a);
}

CHECKS(base_buf, TEST(it_grows), TEST(over_the_maximum_is_dropped), TEST(numbers), TEST(in_an_arena))
