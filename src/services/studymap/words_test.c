/* words_test.c: sentences of the plan and of receipts that depend on what happened: tables of cases.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include "check.h"
#include "term_fixture.h"

#define PLAN "/plan/2026-2"

/* --- Passed over ---------------------------------------------------------------------------------- */

#define PASSED     "A seat came free on"
#define NOT_NOW    "but you could not have it and it went on"
#define MENDED     "As it is now, you get the next one in your turn"
#define WOULD_PASS "If a seat came free now, it would pass you by"

static const struct passed_case {
    const char *name;
    bool skipped, heavy; /* a seat passed her by; she has so much that the next one would */
    const char *says[2];
    const char *lacks[2];
} passed[] = {
    {"nothing happened, nothing in the way", false, false, {}, {PASSED, WOULD_PASS}},
    {"nothing happened, too many credits", false, true, {WOULD_PASS, "the most is 45 EC"}, {PASSED, MENDED}},
    {"passed over, and it would happen again", true, true, {NOT_NOW, "the most is 45 EC"}, {MENDED, WOULD_PASS}},
    {"passed over, and mended since", true, false, {PASSED, MENDED}, {NOT_NOW, WOULD_PASS}},
};

/* The rows of her plan are made here: what leads to them is decide_test.c's. */
static void passed_set(struct term_campus *c, const struct passed_case *p)
{
    term_do(c, "DELETE FROM records_enrolment WHERE person = 902 AND section IN (131, 111)");
    term_do(c, "UPDATE records_section SET taken = 0 WHERE id IN (131, 111)");
    term_do(c, "DELETE FROM studymap_skip");
    term_do(c, arena_printf(c->arena, "UPDATE records_enrolment SET skipped = %s WHERE person = 902",
                            p->skipped ? "'load'" : "NULL"));
    if (p->skipped)
        term_do(c, "INSERT INTO studymap_skip (person, section, at, waiting_order, word, input) VALUES"
                   " (902, 141, 1799999000000, 1, 'load', '')");
    if (!p->heavy)
        return;
    term_do(c, "INSERT INTO records_enrolment (person, offering, waits, section, waiting_order, at) VALUES"
               " (902, 13, 0, 131, 0, 1), (902, 11, 0, 111, 0, 1)");
    term_do(c, "UPDATE records_section SET taken = 1 WHERE id IN (131, 111)");
}

static void passed_test(struct term_campus *c)
{
    for (int who = 901; who <= 902; who++) {
        term_choose(c, who, 141); /* one seat: the second one waits */
        CHECK(*term_submit(c, who) == '/');
    }
    for (size_t i = 0; i < sizeof passed / sizeof *passed; i++) {
        const struct passed_case *p = &passed[i];

        check_case(p->name);
        passed_set(c, p);
        struct web_answer a = term_get(c, 902, PLAN);
        for (int k = 0; k < 2 && p->says[k]; k++)
            CHECK(term_sees(&a, p->says[k]));
        for (int k = 0; k < 2 && p->lacks[k]; k++)
            CHECK(!term_sees(&a, p->lacks[k]));
    }
    check_case(NULL);
}

static void passed_over(void)
{
    term_each(passed_test);
}

/* --- Which option it was ---------------------------------------------------------------------------- */

static const struct option_case {
    int option;
    const char *outcome, *says; /* NULL: nothing is said of options */
} options[] = {
    {1, "enrolled", NULL},
    {1, "refused", NULL},
    {2, "enrolled", "This is your second option: the first was full."},
    {2, "waiting", "This is your second option: the first was full."},
    {2, "refused", "It was your second option: the first was full."},
    {3, "enrolled", "This is option 3: those before it were full."},
    {6, "waiting", "This is option 6: those before it were full."},
    {6, "refused", "It was option 6: those before it were full."},
};

static void option_test(struct term_campus *c)
{
    term_choose(c, 901, 121);
    const char *receipt = term_submit(c, 901);
    CHECK_INT(term_count(c, "SELECT count(*) FROM studymap_receipt WHERE lines LIKE '%\"option\":1}%'"
                            " AND lines LIKE '%\"outcome\":\"enrolled\"%'"), 1);
    term_do(c, "CREATE TABLE test_lines AS SELECT id, lines FROM studymap_receipt");
    for (size_t i = 0; i < sizeof options / sizeof *options; i++) {
        const struct option_case *o = &options[i];

        check_case(arena_printf(c->arena, "option %d, %s", o->option, o->outcome));
        term_do(c, arena_printf(c->arena,
                                "UPDATE studymap_receipt SET lines = (SELECT replace(replace(t.lines,"
                                " '\"option\":1}', '\"option\":%d}'), '\"outcome\":\"enrolled\"',"
                                " '\"outcome\":\"%s\"') FROM test_lines t WHERE t.id = studymap_receipt.id)",
                                o->option, o->outcome));
        struct web_answer a = term_get(c, 901, receipt);
        CHECK_INT(a.status, 200);
        CHECK(!o->says || term_sees(&a, o->says));
        CHECK(o->says || !term_sees(&a, "option"));
    }
    check_case(NULL);
    term_do(c, "UPDATE studymap_receipt SET lines = (SELECT t.lines FROM test_lines t WHERE t.id ="
               " studymap_receipt.id)");
}

static void which_option(void)
{
    term_each(option_test);
}

CHECKS(studymap_words, TEST(passed_over), TEST(which_option))
