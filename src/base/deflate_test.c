/* deflate_test.c: there and back, bombs, and what is cut off. SPDX-License-Identifier: AGPL-3.0-or-later */
#include "deflate.h"
#include <string.h>
#include "check.h"

static void there_and_back(void)
{
    struct arena *a = arena_new(4 << 20);
    struct str packed = {0}, plain = {0};

    CHECK_OK(deflate_pack(a, STR("<a>one one one one</a>"), &packed));
    CHECK_OK(deflate_unpack(a, packed, 100, &plain));
    CHECK_STR(plain.s, "<a>one one one one</a>");
    CHECK_OK(deflate_unpack(a, packed, 22, &plain));
    CHECK_INT(deflate_unpack(a, packed, 21, &plain), ERR_TOO_LARGE);
    arena_free(a);
}

static void bombs(void)
{
    struct arena *a = arena_new(4 << 20);
    char *zeros = arena_alloc(a, 1 << 20);
    struct str packed = {0}, plain = {0};

    CHECK_OK(deflate_pack(a, (struct str){zeros, 1 << 20}, &packed));
    CHECK(packed.n < 2000);
    CHECK_INT(deflate_unpack(a, packed, 65536, &plain), ERR_TOO_LARGE);
    CHECK_INT(deflate_unpack(a, packed, (1 << 20) + 1, &plain), ERR_TOO_LARGE);
    arena_free(a);
}

static void broken(void)
{
    struct arena *a = arena_new(4 << 20);
    struct str packed = {0}, plain = {0};

    CHECK_OK(deflate_pack(a, STR("a message that is cut off"), &packed));
    CHECK_INT(deflate_unpack(a, (struct str){packed.s, packed.n - 3}, 100, &plain), ERR_PARSE);
    CHECK_INT(deflate_unpack(a, (struct str){"", 0}, 100, &plain), ERR_PARSE);
    CHECK_INT(deflate_unpack(a, STR("\xff\xff\xff"), 100, &plain), ERR_PARSE);
    char *longer = arena_alloc(a, packed.n + 1);
    memcpy(longer, packed.s, packed.n);
    CHECK_INT(deflate_unpack(a, (struct str){longer, packed.n + 1}, 100, &plain), ERR_PARSE);
    arena_free(a);
}

CHECKS(base_deflate, TEST(there_and_back), TEST(bombs), TEST(broken))
