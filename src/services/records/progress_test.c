/* progress_test.c: what counts for a programme, and where. SPDX-License-Identifier: AGPL-3.0-or-later */
#include "progress.h"
#include "check.h"

static const course_id first_year[] = {{1}, {2}, {3}}, second_year[] = {{3}, {4}};

/* Groups: 12 EC of the first year, 12 of the second, 12 of whatever. */
static void filled(const struct progress_course *v, size_t n, struct progress_group *g)
{
    g[0] = (struct progress_group){.needed = 12, .courses = first_year, .n = 3};
    g[1] = (struct progress_group){.needed = 12, .courses = second_year, .n = 2};
    g[2] = (struct progress_group){.needed = 12, .any = true};
    progress_fill(g, 3, v, n);
}

static void each_course_counts_once(void)
{
    static const struct {
        const char *name;
        struct progress_course v[6];
        size_t n;
        int64_t passed[3], enrolled[3], all, more;
    } cases[] = {
        {"nothing yet", {}, 0, {0}, {0}, 0, 0},
        {"one of the first year", {{{1}, 6, true}}, 1, {6, 0, 0}, {0}, 6, 0},
        {"in two groups: the first", {{{3}, 6, true}}, 1, {6, 0, 0}, {0}, 6, 0},
        {"… or the second when that is full", {{{1}, 6, true}, {{2}, 6, true}, {{3}, 6, true}}, 3, {12, 6, 0}, {0}, 18, 0},
        {"none lists it: free choice", {{{9}, 6, true}}, 1, {0, 0, 6}, {0}, 6, 0},
        {"more than that counts for nothing", {{{7}, 6, true}, {{8}, 6, true}, {{9}, 6, true}}, 3, {0, 0, 12}, {0}, 12, 0},
        {"more than is asked for counts as far as it is", {{{7}, 6, true}, {{8}, 40, true}}, 2, {0, 0, 46}, {0}, 12, 0},
        {"what is hoped for is said apart", {{{1}, 6, false}, {{4}, 6, true}}, 2, {0, 6, 0}, {6, 0, 0}, 6, 6},
        {"what was passed comes first", {{{1}, 6, false}, {{2}, 6, true}, {{3}, 6, true}}, 3, {12, 0, 0}, {0, 0, 6}, 12, 6},
    };

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct progress_group g[3];
        int64_t all = 0, more = 0;

        check_case(cases[i].name);
        filled(cases[i].v, cases[i].n, g);
        for (int k = 0; k < 3; k++) {
            CHECK_INT(g[k].passed, cases[i].passed[k]);
            CHECK_INT(g[k].enrolled, cases[i].enrolled[k]);
        }
        progress_sum(g, 3, &all, &more);
        CHECK_INT(all, cases[i].all);
        CHECK_INT(more, cases[i].more);
    }
    check_case(NULL);
}

CHECKS(records_progress, TEST(each_course_counts_once))
