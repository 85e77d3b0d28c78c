/* input_test.c: what a decision was made from, written and read back.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include "check.h"
#include "input.h"
#include <string.h>

static void it_is_read_as_it_was_written(void)
{
    struct arena *a = arena_new(1 << 20);
    struct studymap_wish wishes[] = {
        {.offering = {12}, .options = {.v = {{121}, {131}}, .n = 2}},
        {.offering = {14}, .options = {.v = {{141}}, .n = 1}       },
    };
    struct records_fact facts[] = {
        {.kind = RECORDS_RESULT,
         .course = {3},
         .code = "CSE 8A",
         .credits = 6,
         .grade = 65,
         .passed = true},
        {.kind = RECORDS_AWAITED,         .course = {4}, .code = "CSE \"12\"", .credits = 6},
    };
    struct records_known known = {.v = facts, .n = 2, .room = 2};
    programme_id follows[] = {{7}, {8}};
    struct studymap_input in = {
        .rules = 1,
        .sheet = INT64_MAX,
        .settings = {.credits_most = 45, .wait_lists = true},
        .wishes = wishes,
        .n_wishes = 2,
        .follows = true,
        .programmes = {follows,            2                 },
        .known = &known,
    };
    struct studymap_input back = {};
    const char *text = studymap_input_write(a, &in);

    CHECK_OK(studymap_input_read(a, text, &back));
    CHECK_STR(studymap_input_write(a, &back), text);
    CHECK_INT(back.sheet, INT64_MAX);
    CHECK_INT(back.n_wishes, 2);
    CHECK_INT(back.wishes[0].options.v[1].v, 131);
    CHECK_INT(back.settings.credits_most, 45);
    CHECK_INT(back.settings.wait_lists, true);
    CHECK_INT(back.settings.clashes_allowed, false);
    CHECK_INT(back.programmes.v[1].v, 8);
    CHECK_STR(back.known->v[1].code, "CSE \"12\"");
    CHECK_INT(back.known->v[0].passed, true);
    arena_free(a);
}

static void leaving_names_what_is_left(void)
{
    struct arena *a = arena_new(1 << 20);
    struct studymap_input in = {.rules = 1, .offering = {12}, .section = {141}, .waits = true};
    struct studymap_input back = {};

    CHECK_OK(studymap_input_read(a, studymap_input_write(a, &in), &back));
    CHECK_INT(back.offering.v, 12);
    CHECK_INT(back.section.v, 141);
    CHECK_INT(back.waits, true);
    CHECK_INT(back.exchanged, false);
    CHECK_INT(back.follows, false);
    CHECK_INT(back.known == NULL, true);
    arena_free(a);
}

static void others_are_refused(void)
{
    struct arena *a = arena_new(1 << 20);
    static const char *const texts[] = {
        "",
        "{}",
        "[1]",
        "{\"v\":1}",
        "{\"v\":1,\"set\":[45,0,1]}",
        "{\"v\":1,\"set\":[45,0,1,1],\"ask\":[[12]]}",
        "{\"v\":1,\"set\":[45,0,1,1],\"ask\":[[12,1,2,3,4,5,6,7]]}",
        "{\"v\":1,\"set\":[45,0,1,1],\"k\":[[0,1,2,3,4,5]]}",
        "{\"v\":1,\"set\":[45,0,1,1],\"k\":[[9,1,\"CSE 1\",3,4,5]]}",
        "{\"v\":2,\"set\":[45,0,1,1],\"sec\":1,\"ov\":16}",
        "{\"v\":2,\"set\":[45,0,1,1],\"sec\":1,\"ov\":-1}",
    };
    struct studymap_input back = {};

    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        check_case(texts[i]);
        CHECK_INT(studymap_input_read(a, texts[i], &back), ERR_PARSE);
    }
    check_case(NULL);
    arena_free(a);
}

CHECKS(studymap_input, TEST(it_is_read_as_it_was_written), TEST(leaving_names_what_is_left),
       TEST(others_are_refused))
