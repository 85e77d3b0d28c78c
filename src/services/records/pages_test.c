/* pages_test.c: the screens of records: what they show to whom, on both databases.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include "check.h"
#include "csv.h"
#include "records_q.h"
#include "register_fixture.h"
#include <string.h>

static bool sees(const struct web_answer *a, const char *text)
{
    return a->body.s != NULL && strstr(a->body.s, text) != NULL;
}

static void filters(struct campus_register *c)
{
    static const struct {
        const char *path;
        const char *shows, *hides;
    } cases[] = {
        {"/courses",                        "CSE 12",         "CSE 110"       }, /* not given this term */
        {"/courses?all=1",                  "CSE 110",        "No course fits"},
        {"/courses?q=struc+dat",            "CSE 12",         "CSE 8"         },
        {"/courses?q=DAT%C3%81",            "CSE 12",         "CSE 8"         }, /* case and accents do not matter */
        {"/courses?all=1&level=300",        "CSE 110",        "CSE 12"        },
        {"/courses?programme=B-INF&q=calc", "MATH 20",        "CSE 8"         },
        {"/courses?credits=5",              "No course fits", "CSE 8"         },
        {"/courses?free=1&q=programming",   "CSE 8",          "No course fits"},
        {"/courses?term=2026-1",            "No course fits", "CSE 8"         },
        {"/courses?after=zzz",              "CSE 8",          "No course fits"}, /* behind the last: from the first */
        {"/courses?after=zzz&q=cse",        "CSE 8",          "No course fits"},
        {"/courses?q=%25",                  "No course fits", "CSE 8"         },
    };

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct web_answer a = register_get(c, NULL, cases[i].path);

        check_case(cases[i].path);
        CHECK_INT(a.status, 200);
        CHECK(sees(&a, cases[i].shows));
        CHECK(!sees(&a, cases[i].hides));
        a = register_get(c, NULL, cases[i].path); /* now the catalogue is in memory */
        CHECK(a.queries <= 8);
    }
}

static void the_catalogue_filters(void)
{
    register_each(filters);
}

static void course(struct campus_register *c)
{
    struct web_answer a = register_get(c, NULL, "/courses/CSE%208");

    CHECK_INT(a.status, 200);
    CHECK(sees(&a, "2 of 2 seats left") && sees(&a, "Full, nobody waits yet"));
    CHECK(sees(&a, "Lipsius 0.04") && sees(&a, "09:00–10:45") && sees(&a, "Eva Smit"));
    CHECK(sees(&a, "Times by arrangement")); /* A02 has no meetings */
    CHECK(sees(&a, "First year"));
    CHECK(!sees(&a, "/plan/2026-2/add"));
    a = register_get(c, "s1", "/courses/CSE%208");
    CHECK(sees(&a, "/plan/2026-2/add"));
    CHECK(a.queries <= 13); /* two of them find out who asks, one counts her notices */
    CHECK_INT(register_get(c, NULL, "/courses/CSE%209").status, 404);
    a = register_get(c, NULL, "/programmes/B-INF");
    CHECK(sees(&a, "Data structures") && sees(&a, "Every course of the university"));
    a = register_get(c, NULL, "/programmes");
    CHECK(sees(&a, "Computer Science"));
}

static void a_course_says_what_one_needs(void)
{
    register_each(course);
}

static void people(struct campus_register *c)
{
    struct records_r_taught_list taught = {0};
    struct db *db = register_reader(c);
    struct web_answer a;
    const char *path;

    CHECK_OK(records_q_taught_by(db, register_person(db, "l1"), false, &taught));
    path = arena_printf(c->arena, "/teaching/%lld", (long long)taught.v[0].id.v);
    store_release(db);
    a = register_get(c, "l1", "/teaching");
    CHECK(sees(&a, "Programming") && sees(&a, "1 participant"));
    a = register_get(c, "l1", path);
    CHECK_INT(a.status, 200);
    CHECK(sees(&a, "Piet Bos"));
    a = register_get(c, "l1", arena_printf(c->arena, "%s?as=csv", path));
    CHECK(sees(&a, "Piet Bos,s3,s3@"));
    CHECK_INT(register_get(c, "s1", path).status, 403);
    a = register_get(c, "s3", "/record");
    CHECK(sees(&a, "CSE 8") && sees(&a, "Enrolled"));
    a = register_get(c, "s1", "/record");
    CHECK(sees(&a, "Computer Science") && sees(&a, "No courses yet"));
}

static void everybody_sees_her_own(void)
{
    register_each(people);
}

static const char *window_form(struct campus_register *c, const char *programme,
                               const char *rest)
{
    struct records_r_programme_list all = {0};
    struct db *db = register_reader(c);
    int64_t id = 0;

    CHECK_OK(records_q_programmes(db, false, &all));
    for (size_t i = 0; i < all.n; i++)
        if (str_eq(all.v[i].code, programme))
            id = all.v[i].id.v;
    store_release(db);
    return arena_printf(c->arena, "term=2026-2&programme=%lld&%s", (long long)id, rest);
}

static void windows(struct campus_register *c)
{
    static const char when[] = "opens=2026-11-30T13:00&closes=2026-12-18T17:00&students=9";
    struct web_answer a = register_get(c, "admin", "/admin/windows");

    CHECK(sees(&a, "Opens later") && sees(&a, "Everybody"));
    CHECK(strstr(register_post(c, "a1", "/admin/windows", window_form(c, "B-INF", "opens=2026-11-30T13:00&closes=2026-12-18T17:00"))
                     .body.s, "Close enrolment for them?") != NULL); /* for one it is open now: asked first */
    CHECK_INT(register_post(c, "a1", "/admin/windows", window_form(c, "B-INF", when)).status,
              303);
    CHECK_INT(register_post(c, "a1", "/admin/windows", window_form(c, "M-INF", when)).status,
              403);
    CHECK_INT(register_post(c, "a1", "/admin/windows", window_form(c, "", when)).status, 403);
    CHECK_INT(register_post(c, "s1", "/admin/windows", window_form(c, "", when)).status, 403);
    CHECK_INT(register_post(c, "a1", "/admin/windows",
                            window_form(c, "", "opens=2026-12-01T13:00&closes=2026-12-18T17:00"
                                               "&degree=master"))
                  .status,
              403);
    a = register_post(c, "admin", "/admin/windows",
                      window_form(c, "", "opens=2026-12-18T17:00&closes=2026-11-30T13:00"));
    CHECK_INT(a.status, 422);
    CHECK(sees(&a, "A window closes after it opens"));
    a = register_get(c, "a1", "/admin/windows");
    CHECK(sees(&a, "Mon 30 Nov 2026, 13:00"));
    CHECK_INT(register_post(c, "admin", "/admin/windows",
                            window_form(c, "B-INF", "opens=2026-11-30T13:00&now=close&students=9"))
                  .status,
              303);
    a = register_get(c, "admin", "/admin/windows");
    CHECK(sees(&a, "Closed"));
}

static void windows_are_set_within_ones_rights(void)
{
    register_each(windows);
}

static void demand(struct campus_register *c)
{
    struct web_answer a = register_get(c, "a1", "/admin/demand");

    CHECK(sees(&a, "CSE 8") && sees(&a, "33 percent"));
    a = register_get(c, "a1", "/admin/demand.csv?sort=course");
    CHECK_STR(a.body.s, CSV_UTF8
                        "course,name,sections,seats,unlimited_sections,taken,kept,waiting,planned,"
                        "other_options,armed\n"
                        "CSE 8,Programming,2,3,0,1,0,0,0,0,0\nCSE 12,Data structures,1,0,1,0,0,0,0,0,0\n"
                        "MATH 20,Calculus,1,30,0,0,0,0,0,0,0\n");
    CHECK_INT(register_get(c, "s1", "/admin/demand").status, 403);
}

static void demand_stands_against_seats(void)
{
    register_each(demand);
}

static void import_page(struct campus_register *c)
{
    struct web_answer a = register_get(c, "admin", "/admin/import");

    CHECK(sees(&a, "small"));
    a = register_get(c, "admin", "/admin/import/check?folder=small");
    CHECK(sees(&a, "Nothing to change"));
    register_edit(c, "rooms.csv", "L,0.05,20", "L,0.05,25");
    a = register_get(c, "admin", "/admin/import/check?folder=small");
    CHECK(sees(&a, "seats 20 → 25") && sees(&a, "Apply these changes"));
    CHECK_INT(register_post(c, "admin", "/admin/import", "folder=small").status, 303);
    a = register_get(c, "admin", "/admin/import/check?folder=small");
    CHECK(sees(&a, "Nothing to change"));
    register_edit(c, "rooms.csv", "L,0.05,25", "L,0.05,a lot");
    a = register_get(c, "admin", "/admin/import/check?folder=small");
    CHECK(sees(&a, "rooms.csv:3") && !sees(&a, "Apply these changes"));
    CHECK_INT(register_get(c, "admin", "/admin/import/check?folder=..").status, 404);
    CHECK_INT(register_get(c, "admin", "/admin/import/check?folder=a%2Fb").status, 404);
    CHECK_INT(register_get(c, "a1", "/admin/import").status, 403);
}

static void a_folder_is_checked_then_applied(void)
{
    register_each(import_page);
}

CHECKS(records_pages, TEST(the_catalogue_filters), TEST(a_course_says_what_one_needs),
       TEST(everybody_sees_her_own), TEST(windows_are_set_within_ones_rights),
       TEST(demand_stands_against_seats), TEST(a_folder_is_checked_then_applied))
