/* alerts_test.c: seat alerts from asking to being told, on both databases: seats kept for a programme, those who have a
   place or wait, and many at once. SPDX-License-Identifier: AGPL-3.0-or-later */
#include "check.h"
#include "term_fixture.h"

static void work(struct term_campus *c)
{
    while (app_work_once(c->app, clock_now()))
        ;
}

static void asks(struct term_campus *c, int64_t who, int64_t section)
{
    struct web_answer a = term_post(c, who, "/alerts/add", "section=%lld", (long long)section);

    CHECK_STR(term_leads(c, &a), "/alerts");
}

static int64_t told(struct term_campus *c, int64_t who, const char *kind)
{
    return term_count(c, arena_printf(c->arena, "SELECT count(*) FROM campus_notice WHERE person = %lld AND kind = '%s'",
                                      (long long)who, kind));
}

static int64_t alerts(struct term_campus *c)
{
    return term_count(c, "SELECT count(*) FROM studymap_alert");
}

static void takes_latin(struct term_campus *c)
{
    term_choose(c, 901, 141);
    CHECK(str_starts(term_submit(c, 901), "/receipts/"));
}

/* A second seat, kept for programme 1: only who follows it is told. */
static void kept_test(struct term_campus *c)
{
    takes_latin(c);
    term_do(c, "INSERT INTO records_study (person, programme, since) VALUES (903, 1, 20250901)");
    asks(c, 902, 141);
    asks(c, 903, 141);
    asks(c, 903, 141); /* twice is once */
    asks(c, 901, 141); /* has the place */
    asks(c, 902, 111); /* has free seats */
    CHECK_INT(alerts(c), 2);
    work(c);
    CHECK_INT(alerts(c), 2);
    term_do(c, "INSERT INTO records_reserve (id, section, programme, seats, taken) VALUES (1, 141, 1, 1, 0)");
    term_do(c, "UPDATE records_section SET seats = 2, kept = 1 WHERE id = 141");
    work(c);
    CHECK_INT(told(c, 903, "studymap.seat_kept"), 1);
    CHECK_INT(told(c, 902, "studymap.seat_kept") + told(c, 902, "studymap.seat"), 0);
    CHECK_INT(alerts(c), 1);
    asks(c, 903, 141); /* there is one for her: nothing to wait for */
    CHECK_INT(alerts(c), 1);
    struct web_answer a = term_post(c, 901, "/plan/2026-2/leave/14", "code=LAT+4");
    CHECK_INT(a.status, 303);
    work(c);
    CHECK_INT(told(c, 902, "studymap.seat"), 1);
    CHECK_INT(alerts(c), 0);
    work(c);
    CHECK_INT(term_count(c, "SELECT count(*) FROM campus_notice WHERE kind LIKE 'studymap.seat%'"), 2);
    CHECK_INT(term_count(c, "SELECT count(*) FROM campus_audit WHERE what = 'studymap.alert_told'"), 2);
    CHECK_INT(term_count(c, "SELECT count(*) FROM campus_audit WHERE what = 'studymap.alert_set'"), 2);
}

static void kept_seats_are_told_to_their_own(void)
{
    term_each(kept_test);
}

/* The seat goes to who waits; an alert ends when she has a place or waits, or her window closes. */
static void others_test(struct term_campus *c)
{
    takes_latin(c);
    term_choose(c, 902, 141);
    CHECK(str_starts(term_submit(c, 902), "/receipts/")); /* waits */
    asks(c, 902, 141);
    CHECK_INT(alerts(c), 0);
    asks(c, 903, 141);
    term_choose(c, 903, 141);
    CHECK(str_starts(term_submit(c, 903), "/receipts/")); /* waits after all */
    asks(c, 904, 141);
    struct web_answer a = term_post(c, 901, "/plan/2026-2/leave/14", "code=LAT+4");
    CHECK_INT(a.status, 303);
    work(c);
    CHECK_INT(told(c, 904, "studymap.seat") + told(c, 903, "studymap.seat"), 0); /* it is 902's */
    clock_freeze((instant){TERM_NOW + HOURS(2)});
    work(c);
    CHECK_INT(alerts(c), 1); /* swept: 903 waits */
    a = term_post(c, 903, "/plan/2026-2/leave/14", "code=LAT+4&waits=1");
    CHECK_INT(a.status, 303);
    term_do(c, arena_printf(c->arena, "UPDATE records_window SET closes = %lld", (long long)TERM_NOW + HOURS(2)));
    term_do(c, "UPDATE records_section SET seats = 9 WHERE id = 141");
    work(c);
    CHECK_INT(told(c, 904, "studymap.seat"), 0);
    CHECK_INT(alerts(c), 0);
}

static void not_who_waits_or_cannot_enrol(void)
{
    term_each(others_test);
}

static void many_test(struct term_campus *c)
{
    takes_latin(c);
    for (int64_t who = 902; who <= 940; who++)
        asks(c, who, 141);
    /* More than are told in one transaction. */
    for (int i = 0; i < 10; i++)
        term_do(c, arena_printf(c->arena,
                                "INSERT INTO identity_person (id, org, login, name, sort_key, mail, lang, created_at)"
                                " SELECT id + %d, 1, 'x' || (id + %d), 'X', 'x', '', 'en', 1 FROM identity_person"
                                " WHERE id BETWEEN 902 AND 940", 100 * (i + 1), 100 * (i + 1)));
    term_do(c, "INSERT INTO studymap_alert (person, section, term, label, at)"
               " SELECT id, 141, 1, 'LAT 4 A01', 1 FROM identity_person WHERE id > 940");
    CHECK(alerts(c) > 400);
    int64_t all = alerts(c);
    term_do(c, "UPDATE records_section SET seats = 2 WHERE id = 141");
    work(c);
    CHECK_INT(alerts(c), 0);
    CHECK_INT(term_count(c, "SELECT count(*) FROM campus_notice WHERE kind = 'studymap.seat'"), all);
    CHECK_INT(term_count(c, "SELECT max(times) FROM campus_notice WHERE kind = 'studymap.seat'"), 1);
}

static void all_who_asked_are_told_once(void)
{
    term_each(many_test);
}

CHECKS(studymap_alerts, TEST(kept_seats_are_told_to_their_own), TEST(not_who_waits_or_cannot_enrol),
       TEST(all_who_asked_are_told_once))
