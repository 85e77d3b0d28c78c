/* submit_test.c: submitting plans: receipts, five tabs, the last seat, many at once; on both databases.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include <pthread.h>
#include "check.h"
#include "plan.h"
#include "term_fixture.h"

static void one_receipt_test(struct term_campus *c)
{
    term_choose(c, 901, 111);
    term_choose(c, 901, 121); /* clashes */
    term_choose(c, 901, 131); /* too many credits */
    term_choose(c, 901, 141);
    const char *receipt = term_submit(c, 901);
    CHECK_STR(receipt, "/receipts/2027-000001");
    struct web_answer a = term_get(c, 901, receipt);
    CHECK_INT(a.status, 200);
    CHECK(term_sees(&a, "Receipt 2027-000001"));
    CHECK(term_sees(&a, "Enrolled"));
    CHECK(term_sees(&a, "Calculus 1 (Mon 10:00–12:00) clashes with Logic and Sets"));
    CHECK(term_sees(&a, "With History of Rome you would have 46 EC"));
    CHECK(term_sees(&a, "11 EC"));
    CHECK(!term_sees(&a, "wait-list at"));
    /* What is settled left the plan, the rest can be mended. */
    CHECK_INT(term_count(c, "SELECT count(*) FROM studymap_item"), 2);
    CHECK_INT(term_count(c, "SELECT count(*) FROM records_enrolment WHERE person = 901"), 2);
    a = term_get(c, 901, "/plan/2026-2");
    CHECK(term_sees(&a, "Your places"));
    a = term_get(c, 901, "/receipts");
    CHECK(term_sees(&a, "2 enrolled") && term_sees(&a, "2 refused"));
    /* Nobody else finds it. */
    CHECK_INT(term_get(c, 902, receipt).status, 404);
    a = term_get(c, 902, "/receipts");
    CHECK(term_sees(&a, "No receipts yet"));
    CHECK_INT(term_count(c, "SELECT count(*) FROM campus_audit WHERE what = "
                            "'studymap.submitted'"),
              1);
}

static void one_receipt_for_the_whole_plan(void)
{
    term_each(one_receipt_test);
}

static void five_tabs_test(struct term_campus *c)
{
    term_choose(c, 901, 111);
    int64_t version = term_version(c, 901);
    for (int tab = 0; tab < 5; tab++) {
        struct web_answer a =
            term_post(c, 901, "/plan/2026-2/submit", "version=%lld", (long long)version);
        CHECK_INT(a.status, 303);
        CHECK_STR(term_leads(c, &a), "/receipts/2027-000001");
    }
    CHECK_INT(term_count(c, "SELECT count(*) FROM studymap_receipt"), 1);
    CHECK_INT(term_count(c, "SELECT taken FROM records_section WHERE id = 111"), 1);
    /* A tab from before a change submits nothing. */
    term_choose(c, 901, 131);
    version = term_version(c, 901);
    term_choose(c, 901, 141);
    struct web_answer a =
        term_post(c, 901, "/plan/2026-2/submit", "version=%lld", (long long)version);
    CHECK_STR(term_leads(c, &a), "/plan/2026-2");
    CHECK_INT(term_count(c, "SELECT count(*) FROM studymap_receipt"), 1);
    CHECK_INT(term_post(c, 901, "/plan/2026-2/submit", "version=").status, 400);
    /* A course that one has is not planned again, nor its other group. */
    a = term_post(c, 901, "/plan/2026-2/add", "section=112");
    CHECK_INT(a.status, 303);
    CHECK_INT(term_count(c, "SELECT count(*) FROM studymap_item WHERE offering = 11"), 0);
}

static void five_tabs_are_one_submission(void)
{
    term_each(five_tabs_test);
}

static void last_seat_test(struct term_campus *c)
{
    for (int64_t who = 901; who <= 903; who++) {
        term_choose(c, who, 141);
        (void)term_submit(c, who);
    }
    struct web_answer a = term_get(c, 902, "/receipts/2027-000002");
    CHECK(term_sees(&a, "On the wait-list at place 1"));
    a = term_get(c, 903, "/receipts/2027-000003");
    CHECK(term_sees(&a, "On the wait-list at place 2"));
    /* Leaving is confirmed by name; the first who waits gets the seat. */
    CHECK_INT(term_get(c, 904, "/plan/2026-2/leave/14").status, 404);
    a = term_get(c, 901, "/plan/2026-2/leave/14");
    CHECK(term_sees(&a, "Type LAT 4 to confirm"));
    a = term_post(c, 901, "/plan/2026-2/leave/14", "code=CSE+1");
    CHECK_INT(a.status, 422);
    CHECK(term_sees(&a, "This is not the code of the course."));
    a = term_post(c, 901, "/plan/2026-2/leave/14", "code=lat4");
    CHECK_STR(term_leads(c, &a), "/plan/2026-2");
    CHECK_INT(term_count(c, "SELECT person FROM records_enrolment WHERE section = 141 AND "
                            "waiting_order = 0"),
              902);
    a = term_get(c, 903, "/plan/2026-2");
    CHECK(term_sees(&a, "On the wait-list at place 1"));
    CHECK_INT(term_count(c, "SELECT taken * 10 + waiting FROM records_section WHERE id = 141"), 11);
}

static void the_last_seat_and_the_wait_list(void)
{
    term_each(last_seat_test);
}

static void window_test(struct term_campus *c)
{
    static const struct {
        int64_t now;
        const char *words;
    } cases[] = {
        {TERM_OPENS - 1, "Enrolment opens on "},
        {TERM_CLOSES + 1, "Enrolment closed on "},
    };
    term_choose(c, 901, 111);
    int64_t version = term_version(c, 901);
    for (size_t i = 0; i < 2; i++) {
        clock_freeze((instant){cases[i].now});
        struct web_answer a = term_get(c, 901, "/plan/2026-2");
        CHECK(term_sees(&a, cases[i].words));
        CHECK(!term_sees(&a, "Submit my plan"));
        a = term_post(c, 901, "/plan/2026-2/submit", "version=%lld", (long long)version);
        CHECK_STR(term_leads(c, &a), "/plan/2026-2");
    }
    CHECK_INT(term_count(c, "SELECT count(*) FROM studymap_receipt"), 0);
    CHECK_INT(term_count(c, "SELECT taken FROM records_section WHERE id = 111"), 0);
    /* The moment it opens is in, the plan is as it was. */
    clock_freeze((instant){TERM_OPENS});
    CHECK_STR(term_submit(c, 901), "/receipts/2027-000001");
    clock_freeze((instant){TERM_NOW});
}

static void outside_the_window_nothing_is_submitted(void)
{
    term_each(window_test);
}

/* One student's two tabs, in a thread with an arena of its own. */
struct racer {
    struct term_campus campus;
    int64_t who;
    int64_t version;
    const char *lead[2];
};

static void *race(void *ctx)
{
    struct racer *r = ctx;

    for (int tab = 0; tab < 2; tab++) {
        struct web_answer a = term_post(&r->campus, r->who, "/plan/2026-2/submit", "version=%lld",
                                        (long long)r->version);
        r->lead[tab] = term_leads(&r->campus, &a);
    }
    return NULL;
}

#define RACERS 16
static void rush_test(struct term_campus *c)
{
    struct racer racers[RACERS];
    pthread_t threads[RACERS];

    /* Two threads for each of eight students: twice two tabs. */
    for (int i = 0; i < RACERS; i++) {
        int64_t who = 901 + i / 2;
        if (i % 2 == 0)
            term_choose(c, who, 111);
        racers[i] = (struct racer){.campus = *c, .who = who, .version = term_version(c, who)};
        racers[i].campus.arena = arena_new(16 << 20);
    }
    for (int i = 0; i < RACERS; i++)
        CHECK_INT(pthread_create(&threads[i], NULL, race, &racers[i]), 0);
    for (int i = 0; i < RACERS; i++)
        CHECK_INT(pthread_join(threads[i], NULL), 0);
    for (int i = 0; i < RACERS; i++) {
        CHECK(str_starts(racers[i].lead[0], "/receipts/2027-"));
        CHECK_STR(racers[i].lead[1], racers[i].lead[0]);
        CHECK_STR(racers[i].lead[0], racers[i - i % 2].lead[0]);
    }
    for (int i = 0; i < RACERS; i++)
        arena_free(racers[i].campus.arena);
    CHECK_INT(term_count(c, "SELECT count(*) FROM studymap_receipt"), 8);
    CHECK_INT(term_count(c, "SELECT taken FROM records_section WHERE id = 111"), 5);
    CHECK_INT(term_count(c, "SELECT waiting FROM records_section WHERE id = 111"), 3);
    CHECK_INT(term_count(c, "SELECT count(*) FROM records_enrolment WHERE section = 111 AND "
                            "waiting_order = 0"),
              5);
}

static void no_seat_is_sold_twice_in_a_rush(void)
{
    term_each(rush_test);
}

/* One who asks without end holds up nobody: in a minute there is an end to it, and hers are shown in pages. */
static void asks_without_end(struct term_campus *c)
{
    struct web_answer a = {};
    const char *first = NULL;

    for (int64_t who = 901; who <= 902; who++) {
        term_choose(c, who, 111);
        first = who == 901 ? term_submit(c, who) : first;
        if (who == 902)
            term_submit(c, who);
    }
    for (int i = 0; i < 29; i++)
        a = term_post(c, 901, "/plan/2026-2/swap/11", "section=111");
    CHECK(a.status != 429);
    a = term_post(c, 901, "/plan/2026-2/swap/11", "section=111");
    CHECK_INT(a.status, 429);
    CHECK(strstr(a.headers, "Retry-After: ") != NULL);
    CHECK(term_sees(&a, "Nothing was changed"));
    CHECK(term_post(c, 902, "/plan/2026-2/swap/11", "section=111").status != 429);
    clock_freeze((instant){TERM_NOW + 60000});
    for (int i = 0; i < 21; i++) /* 51 receipts with the first */
        a = term_post(c, 901, "/plan/2026-2/swap/11", "section=111");
    CHECK(a.status != 429);
    a = term_get(c, 901, "/receipts");
    CHECK(!term_sees(&a, arena_printf(c->arena, "%s\"", first)));
    const char *older = strstr(a.body.s, "/receipts?before=");
    CHECK(older != NULL);
    if (!older)
        return;
    long long at = strtoll(older + strlen("/receipts?before="), NULL, 10);
    const char *id = strstr(older, "id=");
    a = term_get(c, 901, arena_printf(c->arena, "/receipts?before=%lld&id=%lld", at, id ? strtoll(id + 3, NULL, 10) : 0));
    CHECK(term_sees(&a, arena_printf(c->arena, "%s\"", first)));
    CHECK(!term_sees(&a, "Older receipts"));
}

static void one_who_asks_without_end_is_stopped(void)
{
    term_each(asks_without_end);
}

CHECKS(studymap_submit, TEST(one_who_asks_without_end_is_stopped), TEST(one_receipt_for_the_whole_plan), TEST(five_tabs_are_one_submission),
       TEST(the_last_seat_and_the_wait_list), TEST(outside_the_window_nothing_is_submitted),
       TEST(no_seat_is_sold_twice_in_a_rush))
