/* cbor_test.c: examples of RFC 8949, and what is not in the canonical form.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include "cbor.h"
#include <string.h>
#include "check.h"
#include "hash.h"

static struct cbor read_of(struct arena *a, const char *hex)
{
    struct str s = {};

    CHECK_OK(hash_from_hex(a, hex, &s));
    return cbor_of(s);
}

/* RFC 8949, appendix A: those that are in the canonical form and of a kind that is read. */
static void items_are_read(void)
{
    static const struct {
        const char *hex;
        enum cbor_type type;
        int64_t number;
        const char *text;
    } cases[] = {
        {"00", CBOR_NUMBER, 0, NULL},
        {"17", CBOR_NUMBER, 23, NULL},
        {"1818", CBOR_NUMBER, 24, NULL},
        {"1903e8", CBOR_NUMBER, 1000, NULL},
        {"1a000f4240", CBOR_NUMBER, 1000000, NULL},
        {"1b000000e8d4a51000", CBOR_NUMBER, 1000000000000, NULL},
        {"20", CBOR_NUMBER, -1, NULL},
        {"3863", CBOR_NUMBER, -100, NULL},
        {"3903e7", CBOR_NUMBER, -1000, NULL},
        {"390100", CBOR_NUMBER, -257, NULL},
        {"f4", CBOR_BOOL, 0, NULL},
        {"f5", CBOR_BOOL, 1, NULL},
        {"f6", CBOR_NULL, 0, NULL},
        {"40", CBOR_BYTES, 0, ""},
        {"4401020304", CBOR_BYTES, 0, "\1\2\3\4"},
        {"6449455446", CBOR_TEXT, 0, "IETF"},
        {"62c3bc", CBOR_TEXT, 0, "ü"},
    };

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct arena *a = arena_new(1 << 16);
        struct cbor c = read_of(a, cases[i].hex);
        struct cbor_item item;

        check_case(cases[i].hex);
        CHECK_OK(cbor_next(&c, &item));
        CHECK_INT(item.type, cases[i].type);
        if (!cases[i].text)
            CHECK_INT(item.number, cases[i].number);
        else
            CHECK(str_is(item.s, cases[i].text));
        CHECK(cbor_end(&c));
        CHECK_INT(cbor_next(&c, &item), ERR_PARSE);
        arena_free(a);
    }
}

static void what_is_not_canonical_is_refused(void)
{
    static const struct {
        const char *name, *hex;
    } cases[] = {
        {"nothing", ""},
        {"23 in two bytes", "1817"},
        {"255 in three", "1900ff"},
        {"65535 in five", "1a0000ffff"},
        {"32 bits in nine", "1b00000000ffffffff"},
        {"cut off", "18"},
        {"cut off in the middle", "1900"},
        {"a reserved length", "1c"},
        {"a number without end", "1f"},
        {"more than 63 bits", "1b8000000000000000"},
        {"less than 63 bits can say", "3bffffffffffffffff"},
        {"bytes without a length", "5f4101ff"},
        {"text without a length", "7f6161ff"},
        {"an array without a length", "9f01ff"},
        {"a map without a length", "bf616101ff"},
        {"bytes that are not there", "4201"},
        {"text that is not UTF-8", "61ff"},
        {"a tag", "c11a514b67b0"},
        {"a half float", "f90000"},
        {"a float", "fb3ff199999999999a"},
        {"undefined", "f7"},
        {"a simple value in two bytes", "f818"},
        {"a simple value", "e0"},
        {"an end of nothing", "ff"},
    };

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct arena *a = arena_new(1 << 16);
        struct cbor c = read_of(a, cases[i].hex);

        check_case(cases[i].name);
        CHECK_INT(cbor_skip(&c), ERR_PARSE);
        arena_free(a);
    }
}

static void nests_are_passed(void)
{
    static const struct {
        const char *hex;
        err want;
        size_t rest;
    } cases[] = {
        {"83010203", OK, 0},
        {"8301820203820405", OK, 0},
        {"a201020304", OK, 0},
        {"a26161016162820203", OK, 0},
        {"80f6", OK, 1},
        {"a2010203", ERR_PARSE, 0},
        {"8301", ERR_PARSE, 0},
        {"818181818181818100", OK, 0},
        {"81818181818181818100", ERR_PARSE, 0},
        {"9b7fffffffffffffff", ERR_PARSE, 0},
        {"bb7fffffffffffffff", ERR_PARSE, 0},
    };

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct arena *a = arena_new(1 << 16);
        struct cbor c = read_of(a, cases[i].hex);

        check_case(cases[i].hex);
        CHECK_INT(cbor_skip(&c), cases[i].want);
        if (cases[i].want == OK)
            CHECK_INT(c.end - c.at, cases[i].rest);
        arena_free(a);
    }
}

CHECKS(base_cbor, TEST(items_are_read), TEST(what_is_not_canonical_is_refused), TEST(nests_are_passed))
