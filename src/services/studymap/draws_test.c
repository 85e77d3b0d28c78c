/* draws_test.c: draws from arming to receipts, on both databases: what they give, that they go on after any
   interruption to the same end, that one process holds them, and that `rapenburg check` finds what is wrong.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include "draws.h"
#include <string.h>
#include "check.h"
#include "draw_proof.h"
#include "log.h"
#include "records.h"
#include "service.h"
#include "studymap.h"
#include "term_fixture.h"

extern const struct service identity_service;

#define OPENS (TERM_NOW + 60000)
#define PLAN  "/plan/2026-2"

static void work(struct term_campus *c)
{
    while (app_work_once(c->app, clock_now()))
        ;
}

static void opening_at(struct term_campus *c, int64_t at)
{
    term_do(c, arena_printf(c->arena, "UPDATE records_window SET opens = %lld WHERE id = 1",
                            (long long)at));
}

static void arms(struct term_campus *c, int64_t who)
{
    CHECK_INT(term_post(c, who, PLAN "/arm", "x=1").status, 303);
}

/* Twelve want the one seat of Latin, and Logic and Sets with its second group behind the first. */
static void twelve(struct term_campus *c)
{
    opening_at(c, OPENS);
    work(c);
    for (int who = 901; who <= 912; who++) {
        term_choose(c, who, 141);
        term_choose(c, who, 111);
        CHECK_INT(term_post(c, who, PLAN "/option", "do=add&offering=11&section=112").status, 303);
        arms(c, who);
    }
}

static int64_t count(struct term_campus *c, const char *sql)
{
    return term_count(c, sql);
}

static void nobody_twice(struct term_campus *c)
{
    CHECK_INT(count(c, "SELECT count(*) FROM studymap_draw WHERE state = 'done'"), 1);
    CHECK_INT(count(c, "SELECT count(*) FROM studymap_receipt WHERE kind = 'armed'"), 12);
    CHECK_INT(count(c, "SELECT count(DISTINCT person) FROM studymap_receipt"), 12);
    CHECK_INT(count(c, "SELECT count(*) FROM records_enrolment WHERE section = 141 AND waits = 0"), 1);
    CHECK_INT(count(c, "SELECT count(*) FROM records_enrolment WHERE section = 141 AND waits = 1"), 11);
    CHECK_INT(count(c, "SELECT count(*) FROM records_enrolment WHERE section = 111 AND waits = 0"), 5);
    CHECK_INT(count(c, "SELECT count(*) FROM records_enrolment WHERE section = 112 AND waits = 0"), 5);
    CHECK_INT(count(c, "SELECT count(*) FROM records_enrolment WHERE section = 111 AND waits = 1"), 2);
    CHECK_INT(count(c, "SELECT max(waiting_order) FROM records_enrolment WHERE section = 141"), 11);
    CHECK_INT(count(c, "SELECT count(*) FROM studymap_item"), 0);
    CHECK_INT(count(c, "SELECT count(*) FROM studymap_plan WHERE armed_at IS NOT NULL"), 0);
    CHECK_INT(count(c, "SELECT count(*) FROM campus_audit WHERE what = 'studymap.drawn'"), 12);
    CHECK_INT(count(c, "SELECT count(*) FROM records_given"), 0);
    CHECK_STR(term_faults(c), "");
}

static void whole_test(struct term_campus *c)
{
    twelve(c);
    CHECK_INT(count(c, "SELECT count(*) FROM studymap_draw WHERE state = 'waiting'"), 1);
    clock_freeze((instant){OPENS - 1});
    work(c);
    CHECK_INT(count(c, "SELECT count(*) FROM studymap_receipt"), 0);
    clock_freeze((instant){OPENS});
    work(c);
    nobody_twice(c);
}

static void it_gives_what_there_is(void)
{
    term_each(whole_test);
}

/* --- Interrupted ------------------------------------------------------------------------------- */

/* What `rapenburg check` would say of records. */
static const char *records_faults(struct term_campus *c)
{
    struct buf out = buf_new(1 << 16);
    struct db *db = NULL;

    CHECK_OK(store_reader(c->app->store, c->arena, clock_now(), &db));
    CHECK_OK(records_service.check(db, &out));
    store_release(db);
    const char *text = arena_dup(c->arena, out.s ? out.s : "");
    buf_free(&out);
    return text;
}

/* How far the draw is, as one number. */
static int64_t progress(struct term_campus *c)
{
    return count(c, "SELECT count(*) FROM studymap_entry") +
           100 * count(c, "SELECT count(*) FROM studymap_receipt") +
           10000 * count(c, "SELECT CASE state WHEN 'waiting' THEN 0 WHEN 'freezing' THEN 1"
                            " WHEN 'frozen' THEN 2 WHEN 'seats' THEN 3 ELSE 4 END FROM studymap_draw");
}

/* Lets the first query fail, then the second, and so on, until something came of it; how many did. */
static int64_t advance(struct term_campus *c)
{
    int64_t before = progress(c), n = 0;

    log_level_set(LOG_ERROR + 1);
    while (progress(c) == before && CHECK(n < 400)) {
        store_fail_after(c->app->store, (uint64_t)++n);
        (void)task_once(c->app->tasks, "studymap.draws", clock_now());
        store_fail_after(c->app->store, 0);
    }
    log_level_set(LOG_ERROR);
    return n;
}

static void broken_test(struct term_campus *c)
{
    int64_t steps = 0, failures = 0;

    twelve(c);
    clock_freeze((instant){OPENS});
    for (; progress(c) < 40000; steps++) {
        failures += advance(c);
        CHECK_STR(term_faults(c), "");
        CHECK_STR(records_faults(c), "");
    }
    CHECK(steps >= 5);
    CHECK(failures > 50);
    work(c);
    nobody_twice(c);
}

static void it_goes_on_after_any_failure(void)
{
    term_each(broken_test);
}

/* More than one write holds: some receipts are there, others are not. */
static void half_way(struct term_campus *c)
{
    opening_at(c, OPENS);
    work(c);
    for (int who = 901; who <= 938; who++) {
        term_choose(c, who, 131);
        term_choose(c, who, 141);
        arms(c, who);
    }
    clock_freeze((instant){OPENS});
    while (count(c, "SELECT count(*) FROM studymap_receipt") == 0)
        (void)advance(c);
}

/* The rest follows from what was frozen, whatever the register says since; who got a place by another
   way meanwhile is told so, and her seat is free again. */
static void half_test(struct term_campus *c)
{
    half_way(c);
    int64_t before = count(c, "SELECT count(*) FROM studymap_receipt");
    CHECK(before > 0 && before < 38);
    CHECK_INT(count(c, "SELECT written FROM studymap_draw"), before);
    CHECK_INT(count(c, "SELECT taken FROM records_section WHERE id = 131"), 38);
    CHECK_STR(term_faults(c), "");
    term_do(c, "UPDATE records_course SET credits = 60 WHERE id = 3");
    term_do(c, "INSERT INTO records_enrolment (person, offering, waits, section, waiting_order, at)"
               " VALUES (938, 13, 0, 131, 0, 1)");
    term_do(c, "UPDATE records_section SET taken = taken + 1 WHERE id = 131");
    work(c);
    CHECK_INT(count(c, "SELECT count(*) FROM studymap_receipt"), 38);
    CHECK_INT(count(c, "SELECT CAST(sum(enrolled) AS BIGINT) FROM studymap_receipt"), 38);
    CHECK_INT(count(c, "SELECT refused FROM studymap_receipt WHERE person = 938"), 1);
    CHECK_INT(count(c, "SELECT taken FROM records_section WHERE id = 131"), 38);
}

static void the_rest_follows_from_what_was_frozen(void)
{
    term_each(half_test);
}

/* Another process goes on when the first is gone, and not before. */
static void two_test(struct term_campus *c)
{
    static const struct service *const both[] = {&identity_service, &records_service,
                                                 &studymap_service};
    struct app_options o = {.state = c->place.state,
                            .database = *c->place.url ? c->place.url : NULL,
                            .services = both,
                            .n_services = COUNT(both)};
    struct app *other = NULL;
    const char *why = NULL;

    half_way(c);
    int64_t before = count(c, "SELECT count(*) FROM studymap_receipt");
    CHECK_OK(app_open(&o, &other, &why));
    (void)app_work_once(other, clock_now());
    CHECK_INT(count(c, "SELECT count(*) FROM studymap_receipt"), before);
    (void)app_work_once(other, instant_add(clock_now(), SECONDS(20)));
    CHECK_INT(count(c, "SELECT count(*) FROM studymap_receipt"), 38);
    (void)app_work_once(c->app, instant_add(clock_now(), SECONDS(21)));
    CHECK_INT(count(c, "SELECT count(*) FROM studymap_receipt"), 38);
    CHECK_INT(count(c, "SELECT count(*) FROM studymap_draw WHERE state = 'done'"), 1);
    app_close(other);
}

static void another_process_goes_on(void)
{
    term_each(two_test);
}

/* --- Proof ------------------------------------------------------------------------------------- */

static void forged_test(struct term_campus *c)
{
    static const struct {
        const char *forge, *found;
    } cases[] = {
        {"UPDATE studymap_draw SET commitment = 'ff' || substr(commitment, 3)", "promised"},
        {"UPDATE studymap_entry SET ticket = '00000000000000000000000000000000' WHERE person = 903",
         "digest"},
        {"UPDATE studymap_draw SET entries = 11", "counts 11 plans and has 12"},
        {"UPDATE studymap_receipt SET lines = replace(lines, '\"option\":1', '\"option\":3')"
         " WHERE person = 904", "person 904 says what the draw did not give"},
        {"UPDATE studymap_receipt SET lines = replace(lines, 'waiting', 'enrolled')"
         " WHERE person = (SELECT min(person) FROM records_enrolment WHERE section = 141 AND waits = 1)",
         "says what the draw did not give"},
        {"UPDATE studymap_entry SET receipt = NULL WHERE person = 905",
         "person 905 says what the draw did not give"},
        {"UPDATE studymap_draw SET file = ''", "public file cannot be read"},
    };

    for (size_t i = 0; i < COUNT(cases); i++) {
        struct term_campus fresh = term_open(store_is_postgres(c->app->store));

        check_case(cases[i].found);
        twelve(&fresh);
        clock_freeze((instant){OPENS});
        work(&fresh);
        CHECK_STR(term_faults(&fresh), "");
        term_do(&fresh, cases[i].forge);
        if (strstr(term_faults(&fresh), cases[i].found) == NULL)
            check_fail(__FILE__, __LINE__, "%s: found %s", cases[i].forge, term_faults(&fresh));
        app_close(fresh.app);
        fixture_clear(&fresh.place);
        arena_free(fresh.arena);
    }
}

static void forgeries_are_found(void)
{
    term_each(forged_test);
}

/* --- One of it --------------------------------------------------------------------------------- */

static const char *wrong_of(struct term_campus *c, int64_t who)
{
    struct draw_proof p = {};
    struct studymap_draw_row_list all = {};
    struct db *db = NULL;

    CHECK_OK(store_reader(c->app->store, c->arena, clock_now(), &db));
    CHECK_OK(studymap_q_draws_all(db, &all));
    CHECK_OK(draw_proof_of(db, &all.v[0], (person_id){who}, &p));
    const struct draw_answer *came = p.work.d.answers + p.work.d.plans[p.plan].choices.at;
    const struct draw_seen *latin = p.work.d.watch->v;
    /* One had the seat; who came behind her found it given, and those between waiting. */
    CHECK_INT(p.work.d.watch->n, 3);
    CHECK_INT(latin->free, came->turn == 1);
    CHECK_INT(latin->given, came->turn > 1);
    CHECK_INT(latin->waiting, came->turn > 1 ? came->turn - 2 : 0);
    CHECK(came->outcome == (came->turn == 1 ? STUDYMAP_ENROLLED : STUDYMAP_WAITING));
    const char *why = p.why ? arena_dup(c->arena, p.why) : "";
    CHECK(draw_proof_of(db, &all.v[0], (person_id){940}, &p) == ERR_NOT_FOUND);
    store_release(db);
    return why;
}

static void explained_test(struct term_campus *c)
{
    struct draw_proof p = {};
    struct studymap_draw_row_list all = {};
    struct db *db = NULL;

    twelve(c);
    CHECK_OK(store_reader(c->app->store, c->arena, clock_now(), &db));
    CHECK_OK(studymap_q_draws_all(db, &all));
    CHECK(draw_proof_of(db, &all.v[0], (person_id){901}, &p) == ERR_NOT_FOUND); /* not held yet */
    store_release(db);
    clock_freeze((instant){OPENS});
    work(c);
    for (int who = 901; who <= 912; who++)
        CHECK_STR(wrong_of(c, who), "");
    term_do(c, "UPDATE studymap_receipt SET lines = replace(lines, '\"option\":1', '\"option\":3') WHERE person = 904");
    CHECK(strstr(wrong_of(c, 904), "says what the draw did not give") != NULL);
    CHECK_STR(wrong_of(c, 905), "");
    term_do(c, "UPDATE studymap_receipt SET lines = replace(lines, '\"option\":3', '\"option\":1') WHERE person = 904");
    term_do(c, "UPDATE studymap_draw SET commitment = commitment || 'ff'");
    CHECK(strstr(wrong_of(c, 905), "promised") != NULL);
    term_do(c, "UPDATE studymap_draw SET commitment = substr(commitment, 1, 64)");
}

static void one_of_it_is_explained(void)
{
    term_each(explained_test);
}

/* --- Openings ---------------------------------------------------------------------------------- */

static void moved_test(struct term_campus *c)
{
    twelve(c);
    opening_at(c, OPENS + 5000);
    work(c);
    CHECK_INT(count(c, "SELECT count(*) FROM studymap_draw WHERE state = 'void'"), 1);
    CHECK_INT(count(c, "SELECT count(DISTINCT commitment) FROM studymap_draw"), 2);
    clock_freeze((instant){OPENS});
    work(c);
    CHECK_INT(count(c, "SELECT count(*) FROM studymap_receipt"), 0);
    /* Back again: the promise of before holds again. */
    opening_at(c, OPENS + 2000);
    work(c);
    opening_at(c, OPENS + 5000);
    work(c);
    CHECK_INT(count(c, "SELECT count(*) FROM studymap_draw"), 3);
    /* Moved in the last moment: nobody noticed but the draw itself. */
    opening_at(c, OPENS + 9000);
    clock_freeze((instant){OPENS + 5000});
    work(c);
    CHECK_INT(count(c, "SELECT count(*) FROM studymap_receipt"), 0);
    clock_freeze((instant){OPENS + 9000});
    work(c);
    nobody_twice(c);
}

static void an_opening_that_moves_has_another_draw(void)
{
    term_each(moved_test);
}

/* Windows that open at the same moment share a draw; whose window opens later waits for hers. */
static void whose_test(struct term_campus *c)
{
    term_do(c, "INSERT INTO records_study (person, programme, since) VALUES (901, 1, 20250901),"
               " (902, 1, 20250901)");
    twelve(c);
    term_do(c, arena_printf(c->arena,
                            "INSERT INTO records_window (id, term, programme, opens, closes) VALUES"
                            " (2, 1, 1, %lld, 1801000000000)", OPENS + 60000LL));
    work(c);
    clock_freeze((instant){OPENS});
    work(c);
    CHECK_INT(count(c, "SELECT count(*) FROM studymap_receipt"), 10);
    CHECK_INT(count(c, "SELECT count(*) FROM studymap_plan WHERE armed_at IS NOT NULL"), 2);
    clock_freeze((instant){OPENS + 60000});
    work(c);
    CHECK_INT(count(c, "SELECT count(*) FROM studymap_receipt"), 12);
    CHECK_INT(count(c, "SELECT count(*) FROM studymap_draw WHERE state = 'done'"), 2);
}

static void each_in_the_draw_of_her_own_window(void)
{
    term_each(whose_test);
}

/* For everybody the same as one by one. */
static void windows_test(struct term_campus *c)
{
    static const person_id who[] = {{901}, {902}, {903}, {904}};
    struct records_window all[4], one;
    struct db *db = NULL;

    term_do(c, "INSERT INTO records_study (person, programme, since) VALUES (901, 1, 20250901),"
               " (902, 1, 20270901), (904, 1, 20240901)");
    term_do(c, "INSERT INTO records_window (id, term, programme, faculty, degree, cohort, opens, closes)"
               " VALUES (2, 1, NULL, 1, '', 0, 1799500000000, 1800500000000), (3, 1, NULL, NULL,"
               " 'bachelor', 2024, 1800100000000, 1800900000000)");
    for (int64_t at = 1798000000000; at < 1802000000000; at += 250000000) {
        clock_freeze((instant){at});
        CHECK_OK(store_reader(c->app->store, c->arena, clock_now(), &db));
        CHECK_OK(records_windows_at(db, (term_id){1}, clock_now(), who, COUNT(who), all));
        for (size_t i = 0; i < COUNT(who); i++) {
            CHECK_OK(records_window_for(db, who[i], (term_id){1}, &one));
            CHECK_INT(all[i].id.v, one.id.v);
            CHECK_INT(all[i].state, one.state);
        }
        store_release(db);
    }
}

static void windows_of_all_are_those_of_each(void)
{
    term_each(windows_test);
}

CHECKS(studymap_draws, TEST(it_gives_what_there_is), TEST(it_goes_on_after_any_failure),
       TEST(the_rest_follows_from_what_was_frozen), TEST(another_process_goes_on),
       TEST(forgeries_are_found), TEST(one_of_it_is_explained),
       TEST(an_opening_that_moves_has_another_draw), TEST(each_in_the_draw_of_her_own_window),
       TEST(windows_of_all_are_those_of_each))
