/* prereq_test.c: the language of prerequisites, and who is ready for a course.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include "prereq.h"
#include "check.h"
#include "str.h"

static const struct {
    const char *text;
    const char *canonical; /* NULL: not a rule */
    const char *english, *dutch;
} rules[] = {
    {"", "", "", ""},
    {"CSE 12", "CSE 12", "CSE 12", "CSE 12"},
    {"  CSE\t12 >=6.5", "CSE 12 >= 6.5", "CSE 12 with at least a 6.5", "CSE 12 met ten minste een 6,5"},
    {"CSE 12>=8", "CSE 12 >= 8.0", "CSE 12 with at least a 8.0", "CSE 12 met ten minste een 8,0"},
    {"A 1&B 2&C 3", "A 1 & B 2 & C 3", "A 1, B 2 and C 3", "A 1, B 2 en C 3"},
    {"A 1|(B 2|C 3)", "A 1 | B 2 | C 3", "one of A 1, B 2 or C 3", "een van A 1, B 2 of C 3"},
    {"CSE 12 >= 6.5 & (MATH 20A | MATH 10A)", "CSE 12 >= 6.5 & (MATH 20A | MATH 10A)",
     "CSE 12 with at least a 6.5, and one of MATH 20A or MATH 10A",
     "CSE 12 met ten minste een 6,5, en een van MATH 20A of MATH 10A"},
    {"A 1 & B 2 | C 3", "A 1 & B 2 | C 3", "one of (A 1 and B 2) or C 3",
     "een van (A 1 en B 2) of C 3"},
    {"(((A 1)))", "A 1", "A 1", "A 1"},
    {"!CSE 11", "!CSE 11", "not CSE 11", "niet CSE 11"},
    {"!!CSE 11", "CSE 11", "CSE 11", "CSE 11"},
    {"!(A 1 | B 2)", "!(A 1 | B 2)", "not (one of A 1 or B 2)", "niet (een van A 1 of B 2)"},
    {"2 of (A 1, B 2, C 3 & D 4)", "2 of (A 1, B 2, C 3 & D 4)", "2 of A 1, B 2 or (C 3 and D 4)",
     "2 van A 1, B 2 of (C 3 en D 4)"},
    {"2 of (A 1, B 2)", "A 1 & B 2", "A 1 and B 2", "A 1 en B 2"},
    {"1 of (A 1, B 2)", "A 1 | B 2", "one of A 1 or B 2", "een van A 1 of B 2"},
    {"credits >= 90", "credits >= 90 EC", "at least 90 EC", "ten minste 90 EC"},
    {"credits CSE >= 30 EC", "credits CSE >= 30 EC", "at least 30 EC of CSE courses",
     "ten minste 30 EC aan CSE-vakken"},
    {"with CSE 12L", "with CSE 12L", "CSE 12L (before, or in the same term)",
     "CSE 12L (eerder, of in dezelfde periode)"},
    {"CSE", NULL, NULL, NULL},
    {"12 CSE", NULL, NULL, NULL},
    {"CSE 12 &", NULL, NULL, NULL},
    {"CSE 12 MATH 20A", NULL, NULL, NULL},
    {"CSE 12 >= 0.9", NULL, NULL, NULL},
    {"CSE 12 >= 10.1", NULL, NULL, NULL},
    {"CSE 12 >= 6.55", NULL, NULL, NULL},
    {"3 of (A 1, B 2)", NULL, NULL, NULL},
    {"2 of A 1", NULL, NULL, NULL},
    {"(A 1", NULL, NULL, NULL},
    {"credits >= 0", NULL, NULL, NULL},
    {"credits 30", NULL, NULL, NULL},
    {"((((((((((A 1))))))))))", NULL, NULL, NULL},
};

static void a_rule_is_read_and_printed(void)
{
    struct arena *a = arena_new(1 << 20);

    for (size_t i = 0; i < sizeof rules / sizeof *rules; i++) {
        const struct prereq *p = NULL;
        size_t at = 0;
        err e = prereq_parse(a, rules[i].text, &p, &at);

        check_case(rules[i].text);
        CHECK_INT(e, rules[i].canonical == NULL ? ERR_PARSE : OK);
        if (e != OK)
            continue;
        CHECK_STR(prereq_print(a, p), rules[i].canonical);
        CHECK_STR(prereq_words(a, LANG_EN, p), rules[i].english);
        CHECK_STR(prereq_words(a, LANG_NL, p), rules[i].dutch);
        CHECK_OK(prereq_parse(a, rules[i].canonical, &p, &at));
        CHECK_STR(prereq_print(a, p), rules[i].canonical);
    }
    arena_free(a);
}

/* Every way to write parts of parts comes to the same hundred at most. */
static void parts_of_parts_count_together(void)
{
    static const char *const lists[][3] = {
        {"%s & %s", "&", "A 1 & A 1 & A 1"},
        {"(%s) & (%s)", "&", "A 1 & A 1 & A 1"},
        {"2 of (%s, %s)", "&", "A 1 & A 1 & A 1"},
        {"1 of (%s, %s)", "|", "A 1 | A 1 | A 1"},
    };
    struct arena *a = arena_new(1 << 20);

    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++) {
        const char *const *l = lists[i];
        const struct prereq *p = NULL;
        const char *many = "A 1";
        size_t at = 0;

        check_case(l[0]);
        CHECK_OK(prereq_parse(a, arena_printf(a, l[0], arena_printf(a, "A 1%sA 1", l[1]), "A 1"), &p, &at));
        CHECK_STR(prereq_print(a, p), l[2]);
        CHECK_INT(p->n_parts, 3);
        for (int n = 1; n < 60; n++)
            many = arena_printf(a, "%s%sA 1", many, l[1]);
        CHECK_OK(prereq_parse(a, arena_printf(a, l[0], many, "A 1"), &p, &at));
        CHECK_INT(prereq_parse(a, arena_printf(a, l[0], many, many), &p, &at), ERR_PARSE);
    }
    arena_free(a);
}

static void a_fault_says_where(void)
{
    struct arena *a = arena_new(1 << 20);
    const struct prereq *p = NULL;
    size_t at = 0;

    CHECK_INT(prereq_parse(a, "CSE 12 & MATH 20A )", &p, &at), ERR_PARSE);
    CHECK_INT(at, 18);
    arena_free(a);
}

/* CSE 12 with a 6.0, CSE 8A with a 5.0, MATH 20A passed without a grade, PHIL 1 three times and again. */
static struct records_fact facts[] = {
    {RECORDS_RESULT, {1}, "CSE 12", 6, 60, true},   {RECORDS_RESULT, {2}, "CSE 8A", 6, 50, false},
    {RECORDS_RESULT, {3}, "MATH 20A", 5, 0, true},  {RECORDS_RESULT, {4}, "PHIL 1", 5, 40, false},
    {RECORDS_RESULT, {4}, "PHIL 1", 5, 70, true},   {RECORDS_RESULT, {4}, "PHIL 1", 5, 75, true},
    {RECORDS_AWAITED, {5}, "CSE 20", 6, 0, false},  {RECORDS_TOGETHER, {6}, "CSE 12L", 3, 0, false},
    {RECORDS_AWAITED, {4}, "PHIL 1", 5, 0, false},  {RECORDS_WAIVED, {99}, "CSE 199", 6, 0, false},
};
static const struct records_known known = {facts, sizeof facts / sizeof *facts,
                                           sizeof facts / sizeof *facts};

static void who_is_ready(void)
{
    static const struct {
        const char *rule;
        enum records_ready want;
        const char *lacks;
    } cases[] = {
        {"", RECORDS_READY, NULL},
        {"CSE 12", RECORDS_READY, NULL},
        {"CSE 12 >= 6.0", RECORDS_READY, NULL},
        {"CSE 12 >= 6.5", RECORDS_NOT_READY, "CSE 12 >= 6.5"},
        {"CSE 8A", RECORDS_NOT_READY, "CSE 8A"},
        {"MATH 20A", RECORDS_READY, NULL},
        {"MATH 20A >= 6", RECORDS_NOT_READY, "MATH 20A >= 6.0"},
        {"PHIL 1 >= 7.5", RECORDS_READY, NULL},
        {"CSE 20", RECORDS_EXPECTED, "CSE 20"},
        {"CSE 20 >= 9", RECORDS_EXPECTED, "CSE 20 >= 9.0"},
        {"CSE 12L", RECORDS_NOT_READY, "CSE 12L"},
        {"with CSE 12L", RECORDS_READY, NULL},
        {"with CSE 12", RECORDS_READY, NULL},
        {"with CSE 20", RECORDS_EXPECTED, "with CSE 20"},
        {"CSE 12 & CSE 20", RECORDS_EXPECTED, "CSE 20"},
        {"CSE 12 & CSE 20 & CSE 99", RECORDS_NOT_READY, "CSE 99"},
        {"CSE 99 | CSE 12", RECORDS_READY, NULL},
        {"CSE 99 | CSE 20", RECORDS_EXPECTED, "CSE 20"},
        {"CSE 99 | CSE 8A", RECORDS_NOT_READY, "CSE 99 | CSE 8A"},
        {"CSE 12 & (CSE 99 | CSE 8A & MATH 20A)", RECORDS_NOT_READY, "CSE 99 | CSE 8A"},
        {"2 of (CSE 12, CSE 99, MATH 20A)", RECORDS_READY, NULL},
        {"2 of (CSE 12, CSE 98, CSE 99)", RECORDS_NOT_READY, "CSE 98 | CSE 99"},
        {"3 of (CSE 12, CSE 97, CSE 98, CSE 99)", RECORDS_NOT_READY, "2 of (CSE 97, CSE 98, CSE 99)"},
        {"2 of (CSE 12, CSE 20, CSE 99)", RECORDS_EXPECTED, "CSE 20"},
        {"!CSE 12", RECORDS_NOT_READY, "!CSE 12"},
        {"!CSE 8A", RECORDS_READY, NULL},
        {"!CSE 20", RECORDS_EXPECTED, "!CSE 20"},
        {"credits >= 16", RECORDS_READY, NULL},
        {"credits >= 17", RECORDS_EXPECTED, "credits >= 17 EC"},
        {"credits >= 23", RECORDS_NOT_READY, "credits >= 23 EC"},
        {"credits CSE >= 6", RECORDS_READY, NULL},
        {"credits CS >= 6", RECORDS_NOT_READY, "credits CS >= 6 EC"},
    };
    struct arena *a = arena_new(1 << 20);

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct records_check got = records_prereq_check(a, cases[i].rule, (course_id){50}, &known);

        check_case(cases[i].rule);
        CHECK_INT(got.ready, cases[i].want);
        CHECK_STR(got.lacks == NULL ? "" : got.lacks, cases[i].lacks == NULL ? "" : cases[i].lacks);
    }
    CHECK_INT(records_prereq_check(a, "CSE 99", (course_id){99}, &known).ready, RECORDS_READY);
    arena_free(a);
}

static void what_is_awaited_may_count_for_nothing(void)
{
    struct records_fact room[3] = {{0}};
    struct records_known k = {room, 0, 2};
    struct arena *a = arena_new(1 << 20);

    records_know(&k, &facts[6]);
    records_know(&k, &facts[6]);
    CHECK_INT(k.n, 1);
    records_know(&k, &facts[7]);
    records_know(&k, &facts[0]);
    CHECK_INT(k.n, 2);
    CHECK_INT(records_prereq_check(a, "CSE 20", (course_id){1}, &k).ready, RECORDS_EXPECTED);
    records_know_strictly(&k);
    CHECK_INT(k.n, 1);
    CHECK_INT(records_prereq_check(a, "CSE 20", (course_id){1}, &k).ready, RECORDS_NOT_READY);
    arena_free(a);
}

static void grades_are_said_in_words(void)
{
    struct records_result r = {.grade = 65, .passed = true};
    struct arena *a = arena_new(1 << 20);

    CHECK_STR(records_grade_words(a, LANG_EN, &r), "6.5");
    CHECK_STR(records_grade_words(a, LANG_NL, &r), "6,5");
    r.grade = 0;
    CHECK_STR(records_grade_words(a, LANG_EN, &r), "passed");
    r.passed = false;
    CHECK_STR(records_grade_words(a, LANG_NL, &r), "niet gehaald");
    arena_free(a);
}

CHECKS(records_prereq, TEST(a_rule_is_read_and_printed), TEST(parts_of_parts_count_together),
       TEST(a_fault_says_where), TEST(who_is_ready),
       TEST(what_is_awaited_may_count_for_nothing), TEST(grades_are_said_in_words))
