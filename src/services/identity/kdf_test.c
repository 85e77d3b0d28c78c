/* kdf_test.c: what is kept of a password, and that nobody costs as much time as somebody.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include "check.h"
#include "clock.h"
#include "kdf.h"
#include "str.h"

static const struct kdf_cost least = {KDF_MEMORY_LEAST, KDF_PASSES_LEAST};

static void passwords_are_kept_as_argon2id(void)
{
    struct arena *a = arena_new(1 << 16);
    const char *text = NULL, *again = NULL;

    CHECK_OK(kdf_hash(a, "vier losse woorden", (struct kdf_cost){1, 1}, &text));
    CHECK(str_starts(text, "$argon2id$v=19$m=19456,t=2,p=1$"));
    CHECK_OK(kdf_hash(a, "vier losse woorden", least, &again));
    CHECK(!str_eq(text, again));
    CHECK(kdf_check(text, "vier losse woorden", least));
    CHECK(!kdf_check(text, "vier losse woordeN", least));
    CHECK(!kdf_stale(text, least));
    CHECK(kdf_stale(text, (struct kdf_cost){KDF_MEMORY_LEAST * 2, KDF_PASSES_LEAST}));
    arena_free(a);
}

static void nobody_takes_as_long(void)
{
    struct arena *a = arena_new(1 << 16);
    const char *text = NULL;
    int64_t some = INT64_MAX, none = INT64_MAX;

    CHECK_OK(kdf_hash(a, "vier losse woorden", least, &text));
    for (int i = 0; i < 5; i++) {
        int64_t t0 = clock_us();
        CHECK(!kdf_check(text, "something else", least));
        int64_t t1 = clock_us();
        CHECK(!kdf_check(NULL, "something else", least));
        int64_t t2 = clock_us();
        some = t1 - t0 < some ? t1 - t0 : some;
        none = t2 - t1 < none ? t2 - t1 : none;
    }
    CHECK(none * 2 > some && some * 2 > none);
    arena_free(a);
}

CHECKS(identity_kdf, TEST(passwords_are_kept_as_argon2id), TEST(nobody_takes_as_long))
