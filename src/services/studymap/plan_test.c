/* plan_test.c: planning a term, as a student sees it, on both databases.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include "check.h"
#include "json.h"
#include "plan.h"
#include "service.h"
#include "term_fixture.h"

static void plans_test(struct term_campus *c)
{
    struct web_answer a = term_get(c, 901, "/plan");

    CHECK_INT(a.status, 303);
    CHECK_STR(term_leads(c, &a), "/plan/2026-2");
    a = term_get(c, 901, "/plan/2026-2");
    CHECK_INT(a.status, 200);
    CHECK(term_sees(&a, "Nothing in your plan yet"));
    CHECK(!term_sees(&a, "Submit my plan"));
    term_choose(c, 901, 111);
    term_choose(c, 901, 141);
    a = term_get(c, 901, "/plan/2026-2");
    CHECK(term_sees(&a, "CSE 1 · Logic and Sets"));
    CHECK(term_sees(&a, "Mon 09:00–10:45"));
    CHECK(term_sees(&a, "11 EC of at most 45 EC"));
    CHECK(term_sees(&a, "Enrolment is open until"));
    CHECK(term_sees(&a, "Submit my plan"));
    CHECK(term_sees(&a, "Exams and single meetings"));
    CHECK(!term_sees(&a, "clashes with"));
    CHECK(a.queries <= 14);
    /* Another student sees nothing of it. */
    a = term_get(c, 902, "/plan/2026-2");
    CHECK(!term_sees(&a, "Logic and Sets"));
    CHECK_INT(term_get(c, 901, "/plan/1999-1").status, 404);
}

static void plans(void)
{
    term_each(plans_test);
}

static void says_clashes_and_load_test(struct term_campus *c)
{
    struct web_answer a;

    term_choose(c, 901, 111);
    term_choose(c, 901, 121);
    term_choose(c, 901, 131);
    a = term_get(c, 901, "/plan/2026-2");
    CHECK(term_sees(&a, "Logic and Sets (Mon 09:00–10:45) clashes with Calculus 1 "
                        "(Mon 10:00–12:00)."));
    CHECK(term_sees(&a, "Calculus 1 (Mon 10:00–12:00) clashes with Logic and Sets "
                        "(Mon 09:00–10:45)."));
    CHECK(term_sees(&a, "With History of Rome you would have 46 EC in this term; the most is 45 "
                        "EC."));
    CHECK(term_sees(&a, "2 courses would be refused"));
    /* The other group of Logic does not clash, and says so before it is chosen. */
    a = term_get(c, 901, "/plan/2026-2/groups/11");
    CHECK_INT(a.status, 200);
    CHECK(term_sees(&a, "Choose group A02"));
    CHECK(term_sees(&a, "In your plan"));
    term_choose(c, 901, 112);
    a = term_get(c, 901, "/plan/2026-2");
    CHECK(!term_sees(&a, "clashes with"));
    CHECK(term_sees(&a, "Group A02"));
    CHECK_INT(term_count(c, "SELECT count(*) FROM studymap_item"), 3);
    CHECK_INT(term_get(c, 901, "/plan/2026-2/groups/99").status, 404);
}

static void says_clashes_and_load(void)
{
    term_each(says_clashes_and_load_test);
}

static void takes_out_and_puts_back_test(struct term_campus *c)
{
    struct web_answer a;

    term_choose(c, 901, 111);
    a = term_post(c, 901, "/plan/2026-2/remove", "offering=11");
    CHECK_STR(term_leads(c, &a), "/plan/2026-2?removed=111");
    a = term_get(c, 901, "/plan/2026-2?removed=111");
    CHECK(term_sees(&a, "Logic and Sets, group A01, is out of your plan."));
    CHECK(term_sees(&a, "Put it back"));
    term_choose(c, 901, 111);
    a = term_get(c, 901, "/plan/2026-2?removed=111");
    CHECK(!term_sees(&a, "Put it back"));
    CHECK(term_sees(&a, "Logic and Sets"));
    /* Twice the same is once; what is not there cannot be taken out. */
    int64_t version = term_version(c, 901);
    term_choose(c, 901, 111);
    CHECK_INT(term_post(c, 901, "/plan/2026-2/remove", "offering=12").status, 303);
    CHECK_INT(term_version(c, 901), version);
    CHECK_INT(term_post(c, 901, "/plan/2026-2/add", "section=77").status, 404);
    CHECK_INT(term_post(c, 901, "/plan/2026-2/add", "section=x").status, 400);
    CHECK_INT(term_post(c, 901, "/plan/2026-2/add", "nothing=1").status, 400);
}

static void takes_out_and_puts_back(void)
{
    term_each(takes_out_and_puts_back_test);
}

static void withdrawn_and_over_test(struct term_campus *c)
{
    struct web_answer a;

    term_choose(c, 901, 121);
    term_do(c, "DELETE FROM records_meeting WHERE section = 121");
    term_do(c, "DELETE FROM records_section WHERE id = 121");
    a = term_get(c, 901, "/plan/2026-2");
    CHECK_INT(a.status, 200);
    CHECK(term_sees(&a, "MATH 2 A01 is no longer offered in this term."));
    const char *receipt = term_submit(c, 901);
    a = term_get(c, 901, receipt);
    CHECK(term_sees(&a, "is no longer offered"));
    clock_freeze((instant){1814400000000}); /* 1 July 2027 */
    a = term_post(c, 901, "/plan/2026-2/add", "section=111");
    CHECK_INT(a.status, 409);
    CHECK(term_sees(&a, "Semester 2 is over"));
    a = term_get(c, 901, "/plan/2026-2");
    CHECK(term_sees(&a, "This term is over."));
    clock_freeze((instant){TERM_NOW});
}

static void withdrawn_and_over(void)
{
    term_each(withdrawn_and_over_test);
}

static void tells_what_it_keeps_test(struct term_campus *c)
{
    struct buf b = buf_new(1 << 16);
    struct json_out j = json_begin(&b);
    struct db *db = NULL;

    term_choose(c, 901, 111);
    (void)term_submit(c, 901);
    term_choose(c, 901, 131);
    term_choose(c, 902, 121);
    CHECK_OK(store_reader(c->app->store, c->arena, clock_now(), &db));
    json_object(&j, NULL);
    for (size_t i = 0; i < studymap_service.n_personal_data; i++)
        CHECK_OK(studymap_service.personal_data[i].export(db, (person_id){901}, &j));
    json_end(&j, '}');
    store_release(db);
    const struct json *read = NULL;
    CHECK_OK(json_parse(c->arena, b.s, b.n, 0, &read));
    CHECK_INT(json_len(json_get(read, "plans")), 1);
    CHECK_STR(json_text(json_get(json_at(json_get(read, "plans"), 0), "choice")), "HIS 3 A01");
    const struct json *line = json_at(json_get(read, "receipts"), 0);
    CHECK_STR(json_text(json_get(line, "number")), "2027-000001");
    CHECK_STR(json_text(json_get(line, "outcome")), "enrolled");
    buf_free(&b);
}

static void tells_what_it_keeps(void)
{
    term_each(tells_what_it_keeps_test);
}

static void sentences_test(struct term_campus *c)
{
    const char *why = "";

    CHECK_OK(store_prepare(c->app->store, studymap_queries, studymap_n_queries, c->arena, &why));
    CHECK_STR(why, "");
    /* Faults that the check must see. */
    CHECK_STR(term_faults(c), "");
    term_do(c, "UPDATE records_section SET taken = 1 WHERE id = 121");
    CHECK(strstr(term_faults(c), "section 121 counts 1 places and 0 waiting, has 0 and 0"));
    term_do(c, "UPDATE records_section SET taken = 0, waiting = 1 WHERE id = 121");
    CHECK(strstr(term_faults(c), "section 121 counts 0 places and 1 waiting, has 0 and 0"));
    term_do(c, "INSERT INTO records_enrolment (person, offering, waits, section, waiting_order, at)"
               " VALUES (901, 12, 1, 121, 1, 1)");
    CHECK(strstr(term_faults(c), "1 wait beside a free seat in section 121"));
    term_do(c, "UPDATE records_section SET promote_due = 1 WHERE id = 121");
    CHECK(strstr(term_faults(c), "nothing is on its way to ask those who wait in section 121"));
    term_do(c, "UPDATE records_section SET promote_due = 0, waiting = 2 WHERE id = 121");
    term_do(c, "INSERT INTO records_enrolment (person, offering, waits, section, waiting_order, at)"
               " VALUES (902, 12, 1, 121, 1, 1)");
    CHECK(strstr(term_faults(c), "two have the same place on the wait-list of section 121"));
    term_do(c, "DELETE FROM records_enrolment WHERE section = 121");
    term_do(c, "UPDATE records_section SET waiting = 0 WHERE id = 121");
    term_do(c, "INSERT INTO studymap_counter (year, last) VALUES (2026, 3)");
    CHECK(strstr(term_faults(c), "without a hole in the year 2026"));
    term_do(c, "DELETE FROM studymap_counter WHERE year = 2026");
}

static void sentences_run_on_each_database(void)
{
    term_each(sentences_test);
}

CHECKS(studymap_plan, TEST(plans), TEST(says_clashes_and_load), TEST(takes_out_and_puts_back),
       TEST(withdrawn_and_over), TEST(tells_what_it_keeps), TEST(sentences_run_on_each_database))
