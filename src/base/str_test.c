/* str_test.c: operations on text. SPDX-License-Identifier: AGPL-3.0-or-later */
#include "str.h"
#include "check.h"
#include "err.h"

static void comparing(void)
{
    CHECK(str_is(STR("abc"), "abc") && !str_is(STR("abc"), "abcd"));
    CHECK(str_is(str_of(NULL), ""));
    CHECK(str_eq(NULL, NULL) && !str_eq(NULL, "") && str_eq("a", "a"));
    CHECK(str_starts("abc", "ab") && !str_starts("a", "ab"));
    CHECK(str_ends("abc", "bc") && !str_ends("c", "bc"));
    CHECK(str_empty(NULL) && str_empty("") && !str_empty(" "));
}

static void folding(void)
{
    static const struct {
        const char *in, *fold, *key;
    } cases[] = {
        {"CSE 12", "cse 12", "cse 000012"},
        {"  Two\t\n blanks ", "two blanks", "two blanks"},
        {"Zoë Çelik", "zoe celik", "zoe celik"},
        {"Straße", "strasse", "strasse"},
        {"Łódź Ærø", "lodz aero", "lodz aero"},
        {"ΑΘΉΝΑ", "αθηνα", "αθηνα"},
        {"e\xCC\x81t\xCC\x81", "et", "et"},
        {"1234567", "1234567", "1234567"},
        {"\xEF\xB7\xBA", "صلى الله عليه وسلم", "صلى الله عليه وسلم"},
        {"\xFF Bad", "\xEF\xBF\xBD bad", NULL},
        {"", "", ""},
    };
    struct arena *a = arena_new(1 << 20);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        check_case(cases[i].in);
        if (cases[i].key) {
            CHECK_STR(str_fold(a, cases[i].in), cases[i].fold);
            CHECK_STR(str_sort_key(a, cases[i].in), cases[i].key);
        } else {
            CHECK(str_ends(str_fold(a, cases[i].in), " bad"));
        }
    }
    check_case(NULL);
    CHECK(strcmp(str_sort_key(a, "CSE 8A"), str_sort_key(a, "CSE 12")) < 0);
    arena_free(a);
}

static void utf8(void)
{
    CHECK(str_utf8_ok("caf\xC3\xA9\r\n\t", 8));
    CHECK(str_utf8_ok("", 0));
    CHECK(!str_utf8_ok("caf\xE9", 4));
    CHECK(!str_utf8_ok("\xC0\x80", 2));
    CHECK(!str_utf8_ok("a\0b", 3));
    CHECK(!str_utf8_ok("\x1B[0m", 4));
    CHECK(!str_utf8_ok("\xC2\x85", 2));
    CHECK(!str_utf8_ok("\xED\xA0\x80", 3));
    CHECK_INT(str_utf8_len("Zo\xC3\xAB"), 3);
}

static void whole_numbers(void)
{
    static const struct {
        const char *s;
        err e;
        int64_t v;
    } cases[] = {
        {"0", OK, 0},           {"-12", OK, -12},         {"007", OK, 7},
        {"", ERR_PARSE, 0},     {"-", ERR_PARSE, 0},      {" 1", ERR_PARSE, 0},
        {"1 ", ERR_PARSE, 0},   {"+1", ERR_PARSE, 0},     {"1.0", ERR_PARSE, 0},
        {"101", ERR_RANGE, 0},  {"-101", ERR_RANGE, 0},   {"99999999999999999999", ERR_RANGE, 0},
        {"9999999999999999999x", ERR_PARSE, 0},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        int64_t v = 0;
        check_case(cases[i].s);
        CHECK_INT(str_int(cases[i].s, -100, 100, &v), cases[i].e);
        CHECK_INT(v, cases[i].v);
    }
    int64_t v = 0;
    CHECK_OK(str_int("-9223372036854775808", INT64_MIN, INT64_MAX, &v));
    CHECK_INT(v, INT64_MIN);
    CHECK_INT(str_int("9223372036854775808", INT64_MIN, INT64_MAX, &v), ERR_RANGE);
}

static void pieces(void)
{
    struct arena *a = arena_new(1 << 16);
    struct str_list l = str_split(a, "a,,b,", ',');
    CHECK_INT(l.n, 4);
    CHECK_STR(l.v[0], "a");
    CHECK_STR(l.v[1], "");
    CHECK_STR(l.v[2], "b");
    CHECK_STR(l.v[3], "");
    CHECK_INT(str_split(a, "", ',').n, 1);
    CHECK_STR(str_trim(a, " \t a b\n"), "a b");
    CHECK_STR(str_trim(a, "  "), "");
    CHECK_STR(str_lower(a, "AbÇ"), "abÇ");
    arena_free(a);
}

static void people_in_order(void)
{
    struct arena *a = arena_new(1 << 16);

    CHECK_STR(str_person_key(a, "Prof. Eva Smit"), str_person_key(a, "Eva Smit"));
    CHECK_STR(str_person_key(a, "prof. dr. ir. Eva  Smit"), str_person_key(a, "Eva Smit"));
    CHECK(strcmp(str_person_key(a, "Aad Zwart"), str_person_key(a, "Prof. Eva Smit")) > 0);
    CHECK(strcmp(str_person_key(a, "Aad Smit"), str_person_key(a, "Eva Smit")) < 0);
    CHECK(strcmp(str_person_key(a, "Noor de Vries"), str_person_key(a, "Bram Jansen")) > 0);
    CHECK_STR(str_person_key(a, "Plato"), "plato");
    CHECK_STR(str_person_key(a, "Prof."), "");
    CHECK_STR(str_person_key(a, ""), "");
    arena_free(a);
}

CHECKS(base_str, TEST(people_in_order), TEST(comparing), TEST(folding), TEST(utf8), TEST(whole_numbers), TEST(pieces))
