/* json_test.c: JSON in and out. SPDX-License-Identifier: AGPL-3.0-or-later */
#include "json.h"
#include "check.h"
#include "str.h"

static void writing(void)
{
    struct buf b = buf_new(1000);
    struct json_out j = json_begin(&b);
    json_object(&j, NULL);
    json_str(&j, "a", "q\"\\\n</é");
    json_array(&j, "l");
    json_int(&j, NULL, -1);
    json_bool(&j, NULL, true);
    json_object(&j, NULL);
    json_end(&j, '}');
    json_end(&j, ']');
    json_str(&j, "n", NULL);
    json_id(&j, "id", 12);
    json_end(&j, '}');
    CHECK_STR(b.s, "{\"a\":\"q\\\"\\\\\\u000a\\u003c/é\",\"l\":[-1,true,{}],\"n\":null,"
                   "\"id\":\"12\"}");
    CHECK(buf_ok(&b));
    buf_free(&b);
}

static void reading(void)
{
    static const char text[] =
        " {\"b\" : [1, -20, 1.5e3, \"x\\u00e9\\ud83d\\ude00\\n\"], \"a\":{\"t\":true,\"z\":null}} ";
    struct arena *a = arena_new(1 << 20);
    const struct json *j = NULL;
    int64_t v = 0;
    bool t = false;
    CHECK_OK(json_parse(a, text, sizeof text - 1, 0, &j));
    const struct json *l = json_get(j, "b");
    CHECK_INT(json_len(l), 4);
    CHECK(json_number(json_at(l, 1), &v) && v == -20);
    CHECK(!json_number(json_at(l, 2), &v));
    CHECK_STR(json_text(json_at(l, 3)), "xé😀\n");
    CHECK(json_truth(json_get(json_get(j, "a"), "t"), &t) && t);
    CHECK(json_get(json_get(j, "a"), "z") && !json_get(json_get(j, "a"), "y"));
    CHECK(!json_at(l, 4) && !json_get(l, "b") && !json_text(l) && json_len(NULL) == 0);
    arena_free(a);
}

static void strictness(void)
{
    static const char *const bad[] = {
        "",          " ",         "{",        "[1,]",         "[1 2]",       "{\"a\":1,}",
        "{a:1}",     "{\"a\" 1}", "01",       "-",            "1.",          ".5",
        "1e",        "+1",        "nul",      "truex",        "\"a",         "\"\\x\"",
        "\"\\u12\"", "\"\t\"",    "[1]x",     "\"\\ud800\"",  "\"\\udc00\"", "\"\\u0000\"",
        "'a'",       "NaN",       "{\"a\":}", "\"\\ud800\\u0041\"", "\"\xE9\"", "\"\\",
        "{\"a\":1,\"b\":2,\"a\":3}",
    };
    static const char *const good[] = {"0", "-0", "\"\"", "[]", "{}", "null", "1E+2",
                                       "9223372036854775807"};
    struct arena *a = arena_new(1 << 20);
    const struct json *j = NULL;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        check_case(bad[i]);
        CHECK_INT(json_parse(a, bad[i], strlen(bad[i]), 0, &j), ERR_PARSE);
    }
    for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
        check_case(good[i]);
        CHECK_OK(json_parse(a, good[i], strlen(good[i]), 0, &j));
    }
    check_case(NULL);
    CHECK_INT(json_parse(a, "[1]", 3, 2, &j), ERR_TOO_LARGE);
    arena_free(a);
}

static void depth(void)
{
    struct arena *a = arena_new(1 << 20);
    const struct json *j = NULL;
    char text[80] = "";
    memset(text, '[', 32);
    memset(text + 32, ']', 32);
    CHECK_OK(json_parse(a, text, 64, 0, &j));
    memset(text, '[', 33);
    memset(text + 33, ']', 33);
    CHECK_INT(json_parse(a, text, 66, 0, &j), ERR_PARSE);
    struct buf b = buf_new(1000);
    struct json_out out = json_begin(&b);
    for (int i = 0; i < 33; i++)
        json_array(&out, NULL);
    CHECK(!buf_ok(&b));
    buf_free(&b);
    arena_free(a);
}

CHECKS(base_json, TEST(writing), TEST(reading), TEST(strictness), TEST(depth))
