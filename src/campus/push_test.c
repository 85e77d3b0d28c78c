/* push_test.c: what a browser is told fits, and when it is tried again. SPDX-License-Identifier: AGPL-3.0-or-later */
#include "push.h"
#include <string.h>
#include "check.h"
#include "push_in.h"

static void what_is_told(void)
{
    struct arena *a = arena_new(1 << 20);
    struct push_words w = {"Campus", "A \"place\"\nfor you", "/notices/7/open", "notice-7", "en"};
    struct str s = push_text(a, &w);
    const struct json *j = NULL;

    CHECK_OK(json_parse(a, s.s, s.n, PUSH_TEXT_MOST, &j));
    CHECK_STR(json_text(json_get(j, "title")), "Campus");
    CHECK_STR(json_text(json_get(j, "body")), "A \"place\"\nfor you");
    CHECK_STR(json_text(json_get(j, "url")), "/notices/7/open");
    CHECK_STR(json_text(json_get(j, "tag")), "notice-7");
    arena_free(a);
}

/* However long the words are and whatever is in them, they fit, and end with a whole letter. */
static void it_fits(void)
{
    static const char *const letters[] = {"a", "é", "漢", "😀", "\"", "\x01"};
    struct arena *a = arena_new(1 << 22);
    char *text = arena_alloc(a, 40001);

    for (size_t i = 0; i < sizeof letters / sizeof letters[0]; i++) {
        size_t n = strlen(letters[i]), at = 1;

        text[0] = 'x';
        for (; at + n <= 40000; at += n)
            memcpy(text + at, letters[i], n);
        text[at] = '\0';
        struct push_words w = {text, text, "/notices/7/open", "notice-7", "nl"};
        struct str s = push_text(a, &w);
        CHECK(s.n > 100 && s.n <= PUSH_TEXT_MOST);
        CHECK(str_utf8_ok(s.s, s.n));
    }
    arena_free(a);
}

static void later_and_later(void)
{
    CHECK_INT(push_back_off(1), MINUTES(1));
    CHECK_INT(push_back_off(2), MINUTES(2));
    CHECK_INT(push_back_off(7), HOURS(1));
    CHECK_INT(push_back_off(1000000), HOURS(1));
}

/* Somebody waits in front of a page: in seconds, not minutes. */
static void a_prompt_soon_again(void)
{
    CHECK_INT(prompt_back_off(0), SECONDS(2));
    CHECK_INT(prompt_back_off(1), SECONDS(4));
    CHECK_INT(prompt_back_off(4), SECONDS(32));
    CHECK_INT(prompt_back_off(1000), SECONDS(32));
}

CHECKS(campus_push, TEST(what_is_told), TEST(it_fits), TEST(later_and_later), TEST(a_prompt_soon_again))
