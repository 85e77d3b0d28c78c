/* queue_test.c: what waits is decided in order, once, and always answered; on both databases.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include "queue.h"
#include <time.h>
#include "check.h"
#include "clock.h"
#include "service.h"
#include "term_fixture.h"

#define ASKED "/plan/2026-2/asked/"

/* As long as a draw is open, everything of the term waits. */
static void hold_up(struct term_campus *c)
{
    term_do(c, "INSERT INTO studymap_draw (id, term, window_id, opens, state, seed, commitment, tickets,"
               " final, seats, entries, written) VALUES (1, 1, 1, 1799000000000, 'done', '', '', '', '', '',"
               " 0, 0)");
}

static void let_go(struct term_campus *c)
{
    term_do(c, "DELETE FROM studymap_draw");
}

static void work(struct term_campus *c, int64_t later_s)
{
    while (app_work_once(c->app, instant_add(clock_now(), SECONDS(later_s))))
        ;
}

/* Submits one course; where it leads. */
static const char *asks(struct term_campus *c, int64_t who, int64_t section)
{
    term_choose(c, who, section);
    return term_submit(c, who);
}

static const char *answer(struct term_campus *c, int64_t who, const char *asked)
{
    struct web_answer a = term_get(c, who, asked);

    return term_leads(c, &a);
}

static int64_t places(struct term_campus *c, int64_t who, int64_t section, int waits)
{
    return term_count(c, arena_printf(c->arena,
                                      "SELECT count(*) FROM records_enrolment WHERE person = %lld AND"
                                      " section = %lld AND waits = %d",
                                      (long long)who, (long long)section, waits));
}

static void order_test(struct term_campus *c)
{
    const char *asked[3];

    hold_up(c);
    for (int i = 0; i < 3; i++) {
        asked[i] = asks(c, 903 - i, 141);
        CHECK(str_starts(asked[i], ASKED));
    }
    work(c, 0);
    for (int i = 0; i < 3; i++) {
        struct web_answer a = term_get(c, 903 - i, asked[i]);
        CHECK_INT(a.status, 200);
        CHECK(term_sees(&a, "<noscript><meta http-equiv=\"refresh\" content=\"1\"></noscript>"));
        CHECK(term_sees(&a, arena_printf(c->arena, "data-asked-before>%d</dd>", i)));
    }
    /* The same version once more is the same request; and it is nobody else's. */
    struct web_answer again = term_post(c, 903, "/plan/2026-2/submit", "version=%lld",
                                        (long long)term_version(c, 903));
    CHECK_STR(term_leads(c, &again), asked[0]);
    CHECK_INT(term_get(c, 904, asked[0]).status, 404);
    let_go(c);
    work(c, 0);
    for (int i = 0; i < 3; i++)
        CHECK(str_starts(answer(c, 903 - i, asked[i]), "/receipts/2027-00000"));
    CHECK_INT(places(c, 903, 141, 0), 1);
    CHECK_INT(places(c, 902, 141, 1), 1);
    CHECK_INT(term_count(c, "SELECT waiting_order FROM records_enrolment WHERE person = 901"), 2);
    CHECK_INT(term_count(c, "SELECT count(*) FROM studymap_receipt"), 3);
    CHECK_INT(term_count(c, "SELECT count(*) FROM campus_audit WHERE what = 'studymap.submitted'"
                            " AND request IS NOT NULL AND address IS NOT NULL"), 3);
    /* Nothing waits: at once again. */
    CHECK(str_starts(asks(c, 904, 141), "/receipts/"));
}

static void in_the_order_of_asking(void)
{
    term_each(order_test);
}

/* A swap and a leaving wait in the same queue, and what they free goes on in it. */
static void kinds_test(struct term_campus *c)
{
    CHECK(str_starts(asks(c, 901, 141), "/receipts/"));
    CHECK(str_starts(asks(c, 902, 111), "/receipts/"));
    CHECK(str_starts(asks(c, 903, 141), "/receipts/"));
    hold_up(c);
    struct web_answer swap = term_post(c, 902, "/plan/2026-2/swap/11", "section=112");
    struct web_answer left = term_post(c, 901, "/plan/2026-2/leave/14", "code=LAT4");
    struct web_answer twice = term_post(c, 901, "/plan/2026-2/leave/14", "code=LAT4");
    CHECK(str_starts(term_leads(c, &swap), ASKED));
    CHECK(str_starts(term_leads(c, &left), ASKED));
    let_go(c);
    work(c, 0);
    CHECK_INT(places(c, 902, 112, 0), 1);
    CHECK_INT(places(c, 901, 141, 0), 0);
    CHECK_INT(places(c, 903, 141, 0), 1);
    CHECK(str_starts(answer(c, 902, term_leads(c, &swap)), "/receipts/"));
    CHECK(str_starts(answer(c, 901, term_leads(c, &left)), "/receipts/"));
    struct web_answer nothing = term_get(c, 901, term_leads(c, &twice));
    CHECK_INT(nothing.status, 200);
    CHECK(term_sees(&nothing, "there was nothing to leave"));
}

static void swaps_and_leavings_too(void)
{
    term_each(kinds_test);
}

static void changed_test(struct term_campus *c)
{
    hold_up(c);
    const char *asked = asks(c, 901, 141);
    term_choose(c, 901, 121);
    let_go(c);
    work(c, 0);
    struct web_answer a = term_get(c, 901, asked);
    CHECK_INT(a.status, 200);
    CHECK(term_sees(&a, "Your plan has changed since that page was opened"));
    CHECK(strstr(a.headers, "Refresh") == NULL);
    CHECK_INT(term_count(c, "SELECT count(*) FROM records_enrolment"), 0);
    CHECK(str_starts(term_submit(c, 901), "/receipts/"));
}

static void what_was_not_seen_is_not_submitted(void)
{
    term_each(changed_test);
}

/* One that cannot be decided is tried again, then answered; the others of its batch do not wait for it. */
static void failed_test(struct term_campus *c)
{
    CHECK(str_starts(asks(c, 910, 141), "/receipts/"));
    term_do(c, "UPDATE records_section SET last_order = -1 WHERE id = 141"); /* no order to give */
    hold_up(c);
    const char *first = asks(c, 901, 111), *bad = asks(c, 902, 141), *last = asks(c, 903, 111);
    let_go(c);
    work(c, 0);
    CHECK(str_starts(answer(c, 901, first), "/receipts/"));
    CHECK(str_starts(answer(c, 903, last), "/receipts/"));
    CHECK_INT(term_get(c, 902, bad).status, 200);
    CHECK_INT(term_count(c, "SELECT tries FROM studymap_request WHERE person = 902"), 1);
    work(c, 0); /* not yet again */
    CHECK_INT(term_count(c, "SELECT tries FROM studymap_request WHERE person = 902"), 1);
    for (int i = 1; i <= 4; i++)
        work(c, (int64_t)i * 60);
    struct web_answer a = term_get(c, 902, bad);
    CHECK(term_sees(&a, "Nothing came of it"));
    CHECK(term_sees(&a, "Nothing was changed"));
    CHECK_INT(term_count(c, "SELECT waiting FROM records_section WHERE id = 141"), 0);
    CHECK_INT(term_count(c, "SELECT count(*) FROM studymap_item"), 1);
    /* Mended, she submits it again. */
    term_do(c, "UPDATE records_section SET last_order = 0 WHERE id = 141");
    term_choose(c, 902, 141);
    CHECK(str_starts(term_submit(c, 902), "/receipts/"));
}

static void one_that_fails_is_answered(void)
{
    term_each(failed_test);
}

/* While another process decides, this one asks only; when that is gone, it decides. */
static void another_decides(void)
{
    if (fixture_databases() < 2)
        return;
    struct term_campus c = term_open(1);
    term_do(&c, "INSERT INTO campus_lease (name, holder, fence, until) VALUES ('studymap.decide',"
                " 'another', 1, 1800000006000)");
    const char *asked = asks(&c, 901, 141);
    CHECK(str_starts(asked, ASKED));
    work(&c, 5);
    CHECK_INT(term_get(&c, 901, asked).status, 200);
    work(&c, 7);
    CHECK(str_starts(answer(&c, 901, asked), "/receipts/"));
    term_close(&c);
}

static const char *answer_soon(struct term_campus *c, int64_t who, const char *asked)
{
    const char *where = "";

    for (int i = 0; i < 200 && !*where; i++) {
        nanosleep(&(struct timespec){.tv_nsec = 20000000}, NULL);
        where = answer(c, who, asked);
    }
    return where;
}

/* With its threads running the task is there by itself: woken by who asks. */
static void by_itself(void)
{
    if (fixture_databases() < 2)
        return;
    struct term_campus c = term_open(1);
    term_do(&c, "INSERT INTO campus_lease (name, holder, fence, until) VALUES ('studymap.decide',"
                " 'another', 1, 1799999999999)");
    CHECK_OK(app_work(c.app));
    for (int i = 0; i < 200 && term_count(&c, "SELECT fence FROM campus_lease WHERE name ="
                                              " 'studymap.decide'") == 1; i++)
        nanosleep(&(struct timespec){.tv_nsec = 20000000}, NULL);
    int64_t best = INT64_MAX;
    for (int i = 901; i <= 905; i++) {
        const char *asked = asks(&c, i, 141);
        int64_t begin = clock_us();
        CHECK(str_starts(asked, ASKED));
        CHECK(str_starts(answer_soon(&c, i, asked), "/receipts/"));
        if (clock_us() - begin < best)
            best = clock_us() - begin;
    }
    CHECK(best < 700000); /* woken: a round comes each second anyway, and the last has just been */
    CHECK_INT(term_count(&c, "SELECT count(*) FROM records_enrolment WHERE waits = 1"), 4);
    term_close(&c);
}

/* --- In one go and one by one -------------------------------------------------------------------- */

#define CROWD 36

/* Courses with a kept seat, options, clashes, too many credits, a wait-list: what each wishes hangs on her
   number alone. */
static void crowd_plans(struct term_campus *c)
{
    static const int64_t first[] = {111, 121, 141, 112, 131};

    term_do(c, "UPDATE records_section SET seats = 9, kept = 2 WHERE id = 121");
    term_do(c, "UPDATE records_section SET seats = 3 WHERE id = 141");
    term_do(c, "INSERT INTO records_reserve (id, section, programme, seats, taken) VALUES (1, 121, 1, 2, 0)");
    term_do(c, "INSERT INTO records_study (person, programme, since) VALUES (905, 1, 20260901),"
               " (917, 1, 20260901), (922, 1, 20260901), (930, 1, 20260901)");
    for (int i = 0; i < CROWD; i++) {
        int64_t a = first[i % 5], b = first[(i / 5 + 1) % 5];

        term_choose(c, 901 + i, a);
        if (b / 10 != a / 10)
            term_choose(c, 901 + i, b);
        if (a == 111 && i % 3)
            (void)term_post(c, 901 + i, "/plan/2026-2/option", "do=add&offering=11&section=112");
    }
}

static void crowd_submits(struct term_campus *c)
{
    for (int i = 0; i < CROWD; i++)
        CHECK(strstr(term_submit(c, 901 + i), "/") != NULL);
}

/* A number that two campuses have in common when they decided the same. */
static int64_t came_of_it(struct term_campus *c, int what)
{
    static const char *const sums[] = {
        "SELECT CAST(sum((person - 900) * (section * 7 + waits * 3 + 1) * (waiting_order + 2)"
        " + coalesce(reserve, 0) * person) AS BIGINT) FROM records_enrolment",
        "SELECT CAST(sum(taken * id + waiting * id * 1000 + kept * 7 + last_order) AS BIGINT) FROM"
        " records_section",
        "SELECT CAST(sum((person - 900) * CAST(substr(number, 6) AS BIGINT) + enrolled * 100000 + waiting"
        " * 10000000 + refused * 1000 + length(lines) * person) AS BIGINT) FROM studymap_receipt",
        "SELECT CAST(sum(plan_version * 100 + version * 3) AS BIGINT) FROM studymap_plan p JOIN"
        " studymap_receipt r ON r.plan = p.id",
        "SELECT CAST(count(*) AS BIGINT) FROM studymap_item",
        "SELECT CAST(count(*) AS BIGINT) FROM campus_audit WHERE what = 'studymap.submitted'",
        "SELECT CAST(count(*) AS BIGINT) FROM campus_event WHERE kind = 'PLAN_SUBMITTED'",
        "SELECT CAST(sum(taken) AS BIGINT) FROM records_reserve",
    };

    return what < (int)COUNT(sums) ? term_count(c, sums[what]) : -1;
}

static void in_one_go_or_one_by_one(void)
{
    for (int which = 0; which < fixture_databases(); which++) {
        int64_t alone[9], together[9];
        struct term_campus c = term_open(which);

        crowd_plans(&c);
        crowd_submits(&c);
        CHECK_STR(term_faults(&c), "");
        for (int i = 0; i < 9; i++)
            alone[i] = came_of_it(&c, i);
        term_close(&c);
        c = term_open(which);
        crowd_plans(&c);
        hold_up(&c);
        crowd_submits(&c);
        CHECK_INT(term_count(&c, "SELECT count(*) FROM studymap_request"), CROWD);
        let_go(&c);
        work(&c, 0);
        for (int i = 0; i < 9; i++) {
            together[i] = came_of_it(&c, i);
            check_case(arena_printf(c.arena, "%s, sum %d", which ? "PostgreSQL" : "SQLite", i));
            CHECK_INT(together[i], alone[i]);
        }
        CHECK(alone[0] > 0);
        CHECK_INT(alone[7], 2);
        CHECK_INT(term_count(&c, "SELECT count(*) FROM studymap_request WHERE tries > 0 OR decided_at"
                                 " IS NULL"), 0);
        term_close(&c);
    }
    check_case(NULL);
}

/* What the student administration asks waits with the others. */
static void by_hand_test(struct term_campus *c)
{
    hold_up(c);
    const char *before = asks(c, 901, 141);
    term_do(c, "INSERT INTO studymap_request (id, person, term, kind, plan_version, section, waits, acted_by, overrules,"
               " because, at) VALUES (7001, 902, 1, 'give', 0, 111, 0, 940, 0, 'Lost by us', 1900000000000),"
               " (7002, 902, 1, 'give', 0, 121, 0, 940, 0, 'Lost by us', 1900000000001),"
               " (7003, 902, 1, 'give', 0, 121, 0, 940, 2, 'Lost by us', 1900000000002)");
    term_do(c, "INSERT INTO studymap_request (id, person, term, kind, plan_version, offering, waits, acted_by, because, at)"
               " VALUES (7004, 901, 1, 'end', 0, 14, 0, 940, 'She asked', 1900000000003)");
    work(c, 0);
    CHECK_INT(places(c, 902, 111, 0), 0);
    let_go(c);
    work(c, 0);
    CHECK(str_starts(answer(c, 901, before), "/receipts/"));
    CHECK_INT(places(c, 902, 111, 0), 1);
    CHECK_INT(places(c, 902, 121, 0), 1);
    CHECK_INT(places(c, 901, 141, 0), 0);
    CHECK_INT(term_count(c, "SELECT count(*) FROM studymap_request WHERE id = 7002 AND problem = 'empty'"), 1);
    CHECK_INT(term_count(c, "SELECT count(*) FROM studymap_receipt WHERE acted_by = 940 AND kind IN ('give', 'end')"), 3);
    CHECK_INT(term_count(c, "SELECT count(*) FROM studymap_receipt WHERE because = 'She asked' AND person = 901"), 1);
}

static void by_hand_in_its_turn(void)
{
    term_each(by_hand_test);
}

/* --- A request that ends the process ------------------------------------------------------------------- */

/* The three times themselves are tests/poison.py's, with kill -9: here, what is left of a process that is gone. */
static void crashes_test(struct term_campus *c)
{
    hold_up(c);
    const char *asked = asks(c, 901, 111);
    const char *bad = asks(c, 902, 111), *last = asks(c, 903, 111);
    term_do(c, "UPDATE studymap_request SET crashes = CASE WHEN person = 901 THEN 1 ELSE 2 END");
    term_do(c, "UPDATE studymap_trial SET holder = 'gone:1:x', requests = (SELECT CAST(id AS TEXT)"
               " FROM studymap_request WHERE person = 902)");
    let_go(c);
    work(c, 0);
    CHECK_INT(term_count(c, "SELECT crashes FROM studymap_request WHERE person = 902"), 3);
    struct web_answer a = term_get(c, 902, bad);
    CHECK(term_sees(&a, "Nothing came of it"));
    CHECK(term_sees(&a, "Nothing was changed"));
    CHECK_INT(places(c, 902, 111, 0), 0);
    CHECK(str_starts(answer(c, 901, asked), "/receipts/")); /* twice is not too often */
    CHECK(str_starts(answer(c, 903, last), "/receipts/"));
    CHECK_INT(term_count(c, "SELECT count(*) FROM studymap_trial WHERE holder <> ''"), 0);
}

static void one_that_ends_the_process_is_given_up(void)
{
    term_each(crashes_test);
}

/* --- The sweep of wait-lists ---------------------------------------------------------------------------- */

/* Nine lists whose first cannot be helped, and behind them one who can. */
static void sweep_test(struct term_campus *c)
{
    for (int i = 0; i < 10; i++) {
        int credits = i < 9 ? 100 : 6;

        term_do(c, arena_printf(c->arena,
                                "INSERT INTO records_course (id, code, sort_key, search, subject, name, faculty,"
                                " level, credits, language) VALUES (%d, 'SWP %d', 'swp %d', 'swp', 'SWP',"
                                " 'Sweeping', 1, 100, %d, 'en')",
                                300 + i, i, i, credits));
        term_do(c, arena_printf(c->arena, "INSERT INTO records_offering (id, course, term) VALUES (%d, %d, 1)",
                                300 + i, 300 + i));
        term_do(c, arena_printf(c->arena,
                                "INSERT INTO records_section (id, offering, code, lecturer, seats, unlimited,"
                                " taken, waiting, last_order) VALUES (%d, %d, 'A01', '', 5, 0, 0, 1, 1)",
                                300 + i, 300 + i));
        term_do(c, arena_printf(c->arena,
                                "INSERT INTO records_enrolment (person, offering, waits, section, waiting_order,"
                                " at) VALUES (%d, %d, 1, %d, 1, 1)",
                                901 + i, 300 + i, 300 + i));
    }
    for (int i = 1; i <= 4; i++) { /* two rounds go through all lists */
        clock_freeze(instant_add(clock_now(), MINUTES(1)));
        work(c, 1);
        CHECK_INT(places(c, 910, 309, 0), i >= 2);
    }
    CHECK_INT(places(c, 901, 300, 1), 1);
}

static void every_wait_list_has_its_turn(void)
{
    term_each(sweep_test);
}

CHECKS(studymap_queue, TEST(in_the_order_of_asking), TEST(swaps_and_leavings_too),
       TEST(what_was_not_seen_is_not_submitted), TEST(one_that_fails_is_answered), TEST(another_decides),
       TEST(by_itself), TEST(by_hand_in_its_turn), TEST(in_one_go_or_one_by_one), TEST(one_that_ends_the_process_is_given_up),
       TEST(every_wait_list_has_its_turn))
