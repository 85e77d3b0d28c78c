/* secrets_test.c: sealed texts open with their key, for their purpose and row, and nowhere else.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include "check.h"
#include "db_fixture.h"
#include "file.h"
#include "keys.h"
#include "str.h"

static const struct str plain = {"a seed of 32 bytes, not to be read", 34};
static const struct keys_about of = {"draw", 77};

static struct keys *keys_at(struct arena *a, const char *state)
{
    struct keys *k = NULL;
    const char *why = NULL;

    CHECK_OK(keys_open(a, state, &k, &why));
    return k;
}

static err open_as(struct arena *a, const struct keys *k, const char *purpose, int64_t row,
                   const char *sealed)
{
    struct keys_about about = {purpose, row};
    struct str got = {0};
    err e = keys_unseal(a, k, &about, sealed, &got);

    if (e == OK)
        CHECK(got.n == plain.n && memcmp(got.s, plain.s, got.n) == 0);
    return e;
}

static void sealed_texts_open_in_their_place(void)
{
    struct arena *a = arena_new(1U << 20);
    struct fixture_place p;
    const char *one = NULL, *two = NULL;
    char *bent = NULL;

    fixture_place(0, &p);
    struct keys *k = keys_at(a, p.state);
    CHECK_OK(keys_seal(a, k, &of, plain, &one));
    CHECK_OK(keys_seal(a, k, &of, plain, &two));
    CHECK(!str_eq(one, two));
    CHECK(strstr(one, "seed") == NULL);
    CHECK_INT(keys_sealed_by(one), 1);
    CHECK_OK(open_as(a, k, "draw", 77, one));
    CHECK_OK(open_as(a, keys_at(a, p.state), "draw", 77, one));
    CHECK_INT(open_as(a, k, "draw", 78, one), ERR_FORBIDDEN);
    CHECK_INT(open_as(a, k, "mail", 77, one), ERR_FORBIDDEN);
    bent = arena_dup(a, one);
    bent[strlen(bent) - 3] = bent[strlen(bent) - 3] == 'A' ? 'B' : 'A';
    CHECK_INT(open_as(a, k, "draw", 77, bent), ERR_FORBIDDEN);
    fixture_clear(&p);
    arena_free(a);
}

static void what_is_not_sealed_is_refused(void)
{
    static const char *const wrong[] = {"",          "v1",        "v1.1",
                                        "v2.1.AAAA", "v1.0.AAAA", "v1.x.AAAA",
                                        "v1.1.AAAA", "v1.1.!!!!", "v1.1.AAAA.AAAA"};
    struct arena *a = arena_new(1U << 20);
    struct fixture_place p;

    fixture_place(0, &p);
    struct keys *k = keys_at(a, p.state);
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        check_case(wrong[i]);
        CHECK_INT(open_as(a, k, "draw", 77, wrong[i]), ERR_PARSE);
    }
    check_case(NULL);
    CHECK_INT(open_as(a, k, "draw", 77, "v1.2.AAAA"), ERR_NOT_FOUND);
    fixture_clear(&p);
    arena_free(a);
}

static void older_keys_still_open(void)
{
    struct arena *a = arena_new(1U << 20);
    struct fixture_place p;
    const char *before = NULL, *after = NULL;
    int number = 0;

    fixture_place(0, &p);
    struct keys *k = keys_at(a, p.state);
    CHECK_OK(keys_seal(a, k, &of, plain, &before));
    CHECK_OK(keys_rotate(a, p.state, k, &number));
    CHECK_INT(number, 2);
    CHECK_OK(keys_seal(a, k, &of, plain, &after));
    CHECK_INT(keys_sealed_by(after), 2);
    k = keys_at(a, p.state);
    CHECK_OK(open_as(a, k, "draw", 77, before));
    CHECK_OK(open_as(a, k, "draw", 77, after));
    fixture_clear(&p);
    arena_free(a);
}

CHECKS(campus_secrets, TEST(sealed_texts_open_in_their_place),
       TEST(what_is_not_sealed_is_refused), TEST(older_keys_still_open))
