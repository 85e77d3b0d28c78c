/* replay_test.c: decisions made again give the same; whoever changes what was decided is found.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include "replay.h"
#include "check.h"
#include "decide.h"
#include "term_fixture.h"
#include <string.h>

static struct replay replayed(struct term_campus *c)
{
    struct replay r = {};
    struct db *db = NULL;

    CHECK_OK(store_reader(c->app->store, c->arena, clock_now(), &db));
    CHECK_OK(studymap_replay(db, (term_id){1}, &r));
    store_release(db);
    return r;
}

/* Somebody is told of this, and of nothing before it. */
static void is_told(struct term_campus *c, const char *first_wrong, const char *text)
{
    struct replay r = replayed(c);

    CHECK(r.faults > 0);
    if (first_wrong)
        CHECK_STR(r.first_wrong, first_wrong);
    CHECK(r.told.n > 0 && strstr(r.told.v[0], text) != NULL);
    if (r.told.n > 0 && !strstr(r.told.v[0], text))
        fprintf(stderr, "    it told: %s\n", r.told.v[0]);
}

/* The fixture brings its groups without an import: written down here as an import would. */
static void sections_are_there(struct term_campus *c)
{
    term_do(c, "INSERT INTO records_change (id, at, term, offering, section, kind, seats_after)"
               " SELECT s.id, 0, o.term, s.offering, s.id, 'added',"
               " CASE WHEN s.unlimited = 1 THEN -1 ELSE s.seats END"
               " FROM records_section s JOIN records_offering o ON o.id = s.offering");
}

struct seats_to {
    section_id section;
    int64_t seats;
};

static enum wrote seats_set(struct db *db, void *ctx)
{
    const struct seats_to *x = ctx;

    CHECK_OK(records_seats_set(db, x->section, x->seats, false, NULL));
    return WROTE_DONE;
}

static enum wrote seats_keep(struct db *db, void *ctx)
{
    const struct seats_to *x = ctx;
    struct records_reserve r = {.section = x->section, .programme = {1}, .seats = x->seats};

    CHECK_OK(records_reserve_put(db, &r, NULL));
    return WROTE_DONE;
}

static void change(struct term_campus *c, enum wrote (*run)(struct db *, void *), int64_t section,
                   int64_t seats)
{
    struct seats_to x = {{section}, seats};

    CHECK_OK(store_write_now(c->app->store, c->arena, clock_now(), run, &x));
    while (app_work_once(c->app, clock_now())) {
    }
}

static void plans(struct term_campus *c, int64_t student, int64_t one, int64_t two)
{
    term_choose(c, student, one);
    if (two)
        term_choose(c, student, two);
    term_submit(c, student);
}

/* Seats, wait-lists, moving up, a swap, an exchange, refusals, kept seats, more seats. */
static void a_term_of_it(struct term_campus *c)
{
    sections_are_there(c);
    plans(c, 901, 141, 111);                 /* the only seat of Latin */
    plans(c, 902, 141, 0);                   /* waits */
    plans(c, 903, 141, 112);                 /* waits behind her */
    plans(c, 904, 131, 111);                 /* too many credits */
    plans(c, 905, 121, 111);                 /* they clash */
    term_do(c, "INSERT INTO records_study VALUES (906, 1, 20250901)");
    change(c, seats_keep, 112, 4);           /* for informatics: nothing is left for others */
    plans(c, 907, 112, 0);                   /* waits beside kept seats */
    plans(c, 906, 112, 0);                   /* has one of them */
    (void)term_post(c, 901, "/plan/2026-2/leave/14", "code=LAT+4"); /* the second moves up */
    (void)term_post(c, 901, "/plan/2026-2/swap/11", "section=112&waits=1"); /* waits, keeps hers */
    (void)term_post(c, 903, "/plan/2026-2/swap/11", "section=111"); /* takes a free one */
    change(c, seats_set, 141, 2);            /* the third moves up */
    while (app_work_once(c->app, clock_now())) {
    }
}

static void follows(struct term_campus *c)
{
    struct replay r;

    a_term_of_it(c);
    r = replayed(c);
    for (size_t i = 0; i < r.told.n; i++)
        fprintf(stderr, "    %s\n", r.told.v[i]);
    CHECK_INT(r.faults, 0);
    CHECK_INT(r.decisions, term_count(c, "SELECT count(*) FROM studymap_receipt"));
    CHECK(r.decisions >= 11);
    CHECK(r.changes >= 7);
    CHECK_INT(term_count(c, "SELECT count(*) FROM studymap_receipt WHERE kind = 'moved'") >= 3, 1);
}

/* A place is not handed to somebody of another course past those who wait for it; when she is the first it is. */
static void past_the_line(struct term_campus *c)
{
    static const char exchanged[] = "SELECT count(*) FROM studymap_receipt WHERE kind = 'moved' AND person = 903";

    sections_are_there(c);
    change(c, seats_set, 121, 1);
    plans(c, 901, 141, 0);  /* the only seat of Latin */
    plans(c, 902, 141, 0);  /* waits */
    plans(c, 903, 121, 0);  /* the only seat there */
    (void)term_post(c, 903, "/plan/2026-2/swap/12", "section=141&waits=1"); /* waits behind 902 */
    (void)term_post(c, 901, "/plan/2026-2/swap/14", "section=121");
    CHECK_INT(term_count(c, exchanged), 0);
    CHECK_INT(term_count(c, "SELECT count(*) FROM records_enrolment WHERE person = 901 AND section = 141 AND waits = 0"), 1);
    (void)term_post(c, 902, "/plan/2026-2/leave/14", "code=LAT+4");
    (void)term_post(c, 904, "/plan/2026-2/add", "section=121");
    term_submit(c, 904); /* waits for what 901 wants */
    (void)term_post(c, 901, "/plan/2026-2/swap/14", "section=121");
    CHECK_INT(term_count(c, exchanged), 0);
    CHECK_INT(term_count(c, "SELECT count(*) FROM records_enrolment WHERE person = 904 AND section = 121 AND waits = 1"), 1);
    (void)term_post(c, 904, "/plan/2026-2/leave/12", "code=MATH+2");
    (void)term_post(c, 901, "/plan/2026-2/swap/14", "section=121");
    CHECK_INT(term_count(c, exchanged), 1);
    CHECK_INT(replayed(c).faults, 0);
}

/* Somebody of the administration, person 940, gives or ends a place. */
static enum wrote by_hand(struct db *db, void *ctx)
{
    static const struct studymap_settings settings = {.credits_most = 45, .wait_lists = true, .expected_counts = true};
    struct studymap_asked *asked = ctx;
    struct studymap_decided got = {};

    asked->by = (person_id){940};
    asked->because = "Her application was lost by us";
    asked->term = (term_id){1};
    CHECK_OK(studymap_decide(db, &settings, asked, &got));
    asked->queued.v = got.receipt.v; /* whether there was one */
    return WROTE_DONE;
}

static bool hand_gives(struct term_campus *c, int64_t student, int64_t section, unsigned over)
{
    struct studymap_asked a = {
        .kind = STUDYMAP_GIVE, .person = {student}, .section = {section}, .over = over};

    CHECK_OK(store_write_now(c->app->store, c->arena, clock_now(), by_hand, &a));
    while (app_work_once(c->app, clock_now())) {
    }
    return a.queued.v != 0;
}

static bool hand_ends(struct term_campus *c, int64_t student, int64_t offering, bool waits)
{
    struct studymap_asked a = {
        .kind = STUDYMAP_END, .person = {student}, .offering = {offering}, .waits = waits};

    CHECK_OK(store_write_now(c->app->store, c->arena, clock_now(), by_hand, &a));
    while (app_work_once(c->app, clock_now())) {
    }
    return a.queued.v != 0;
}

static void places_by_hand(struct term_campus *c)
{
    sections_are_there(c);
    plans(c, 901, 141, 111);
    plans(c, 902, 141, 131);
    CHECK(!hand_gives(c, 903, 141, STUDYMAP_OVER_ALL)); /* a seat is never given twice */
    CHECK(!hand_gives(c, 901, 112, STUDYMAP_OVER_ALL)); /* nor two places in a course */
    CHECK(!hand_gives(c, 901, 121, STUDYMAP_OVER_LOAD)); /* what objects is another rule */
    CHECK(hand_gives(c, 901, 121, STUDYMAP_OVER_CLASH | STUDYMAP_OVER_LOAD));
    CHECK(!hand_gives(c, 902, 112, 0));
    CHECK(hand_gives(c, 902, 112, STUDYMAP_OVER_LOAD | STUDYMAP_OVER_WINDOW));
    CHECK(hand_gives(c, 904, 111, 0));
    CHECK(hand_ends(c, 901, 14, false)); /* who waits has 40 EC and 6 by hand: passed over */
    CHECK(!hand_ends(c, 901, 14, false));
    CHECK(hand_ends(c, 902, 14, true));
    CHECK(hand_gives(c, 903, 141, 0));
    CHECK_INT(term_count(c, "SELECT count(*) FROM studymap_receipt WHERE kind IN ('give', 'end') AND acted_by = 940"
                            " AND because <> ''"), 6);
    CHECK_INT(term_count(c, "SELECT count(*) FROM campus_audit WHERE who = 940 AND what = 'studymap.given'"
                            " AND instr(detail, 'Her application') > 0"), 4);
    CHECK_INT(term_count(c, "SELECT count(*) FROM campus_audit WHERE instr(detail, '\"overrules\":[\"clash\"]') > 0"), 1);
    CHECK_INT(term_count(c, "SELECT count(*) FROM campus_audit WHERE instr(detail, '[\"load\",\"window\"]') > 0"), 1);
    CHECK_INT(term_count(c, "SELECT count(*) FROM campus_notice WHERE kind IN ('studymap.given', 'studymap.ended')"), 6);
    CHECK_INT(replayed(c).faults, 0);
    /* An overruling that is hidden, and one that is made up. */
    term_do(c, "UPDATE studymap_receipt SET input = replace(input, ',\"ov\":2', '') WHERE person = 901 AND kind = 'give'");
    is_told(c, NULL, "it did not fit her, with what was overruled");
    term_do(c, "UPDATE studymap_receipt SET input = replace(input, ',\"sec\":121', ',\"sec\":121,\"ov\":6')"
               " WHERE person = 901 AND kind = 'give'");
    is_told(c, NULL, "other rules objected than were overruled");
    term_do(c, "UPDATE studymap_receipt SET input = replace(input, '\"ov\":6', '\"ov\":2')"
               " WHERE person = 901 AND kind = 'give'");
    CHECK_INT(replayed(c).faults, 0);
}

/* What an older program decided is made again by this one. */
static void older_rules(struct term_campus *c)
{
    a_term_of_it(c);
    term_do(c, "UPDATE studymap_receipt SET input = replace(input, '{\"v\":3,', '{\"v\":1,')");
    CHECK_INT(replayed(c).faults, 0);
    term_do(c, "UPDATE studymap_receipt SET input = replace(input, '{\"v\":1,', '{\"v\":4,')");
    is_told(c, NULL, "it was decided by rules 4");
}

static const char *number_of(struct term_campus *c, const char *kind, int64_t person)
{
    int64_t n = term_count(
        c, arena_printf(c->arena,
                        "SELECT CAST(substr(number, 6, 6) AS BIGINT) FROM studymap_receipt"
                        " WHERE kind = '%s' AND person = %lld ORDER BY number LIMIT 1",
                        kind, (long long)person));

    return arena_printf(c->arena, "2027-%06lld", (long long)n);
}

static void a_changed_receipt(struct term_campus *c)
{
    const char *number;

    a_term_of_it(c);
    number = number_of(c, "submit", 904);
    term_do(c, arena_printf(c->arena,
                            "UPDATE studymap_receipt SET lines = replace(lines, 'refused', 'enrolled')"
                            " WHERE number = '%s'",
                            number));
    is_told(c, number, "the rules give CSE 1 A01 refused (load");
    term_do(c, arena_printf(c->arena,
                            "UPDATE studymap_receipt SET lines = replace(lines, 'enrolled\",\"option\":1,"
                            "\"reason\"', 'refused\",\"option\":1,\"reason\"') WHERE number = '%s'",
                            number));
    CHECK_INT(replayed(c).faults, 0);
}

/* Three hand in their plans for the one seat of Latin. */
static void a_draw_of_it(struct term_campus *c)
{
    sections_are_there(c);
    term_do(c, arena_printf(c->arena, "UPDATE records_window SET opens = %lld WHERE id = 1", TERM_NOW + 60000LL));
    while (app_work_once(c->app, clock_now())) {
    }
    for (int64_t who = 901; who <= 903; who++) {
        term_choose(c, who, 141);
        CHECK_INT(term_post(c, who, "/plan/2026-2/arm", "x=1").status, 303);
    }
    clock_freeze((instant){TERM_NOW + 60000});
    while (app_work_once(c->app, clock_now())) {
    }
}

static void a_changed_armed_receipt(struct term_campus *c)
{
    const char *number;
    int64_t who;

    a_draw_of_it(c);
    CHECK_INT(term_count(c, "SELECT count(*) FROM studymap_receipt WHERE kind = 'armed'"), 3);
    CHECK_INT(replayed(c).faults, 0);
    who = term_count(c, "SELECT person FROM records_enrolment WHERE waits = 1 ORDER BY waiting_order DESC LIMIT 1");
    number = number_of(c, "armed", who);
    term_do(c, arena_printf(c->arena,
                            "UPDATE studymap_receipt SET lines = replace(lines, 'waiting', 'enrolled')"
                            " WHERE number = '%s'",
                            number));
    is_told(c, NULL, "no seat was free");
    term_do(c, arena_printf(c->arena,
                            "UPDATE studymap_receipt SET lines = replace(lines, 'enrolled', 'waiting')"
                            " WHERE number = '%s'",
                            number));
    CHECK_INT(replayed(c).faults, 0);
    /* Another ticket would have had another place in the order. */
    term_do(c, arena_printf(c->arena, "UPDATE studymap_receipt SET ticket = '00' WHERE number = '%s'", number));
    is_told(c, "", "says what the draw did not give");
    term_do(c, "UPDATE studymap_receipt SET ticket = (SELECT e.ticket FROM studymap_entry e WHERE e.receipt ="
               " studymap_receipt.id) WHERE kind = 'armed'");
    CHECK_INT(replayed(c).faults, 0);
}

static void a_place_that_nobody_gave(struct term_campus *c)
{
    a_term_of_it(c);
    term_do(c, "INSERT INTO records_enrolment (person, offering, waits, section, waiting_order, at)"
               " VALUES (930, 12, 0, 121, 0, 1)");
    term_do(c, "UPDATE records_section SET taken = taken + 1 WHERE id = 121");
    is_told(c, "", "group 121 counts 2 taken");
    term_do(c, "DELETE FROM records_enrolment WHERE person = 930");
    term_do(c, "UPDATE records_section SET taken = taken - 1 WHERE id = 121");
    CHECK_INT(replayed(c).faults, 0);
}

/* The place of 902, who waited first, given to 903, in receipts and places alike. */
static void somebody_passed_over(struct term_campus *c)
{
    const char *number;

    sections_are_there(c);
    plans(c, 901, 141, 0);
    plans(c, 902, 141, 0);
    plans(c, 903, 141, 0);
    (void)term_post(c, 901, "/plan/2026-2/leave/14", "code=LAT+4");
    CHECK_INT(replayed(c).faults, 0);
    number = number_of(c, "moved", 902);
    term_do(c, arena_printf(c->arena, "UPDATE studymap_receipt SET person = 903 WHERE number = '%s'",
                            number));
    term_do(c, "UPDATE records_enrolment SET person = 1805 - person WHERE person IN (902, 903)");
    is_told(c, number, "somebody waited before her who could have the seat");
    term_do(c, "UPDATE records_enrolment SET person = 1805 - person WHERE person IN (902, 903)");
    term_do(c, arena_printf(c->arena, "UPDATE studymap_receipt SET person = 902 WHERE number = '%s'",
                            number));
    CHECK_INT(replayed(c).faults, 0);
}

static void seats_that_nobody_added(struct term_campus *c)
{
    a_term_of_it(c);
    term_do(c, "UPDATE records_section SET seats = 9 WHERE id = 141");
    is_told(c, "", "group 141 has 9 seats; what was written down gives 2");
    term_do(c, "UPDATE records_section SET seats = 2 WHERE id = 141");
    term_do(c, "UPDATE records_change SET seats_before = 7 WHERE kind = 'seats'");
    is_told(c, NULL, "the seats before it are not those that there were");
    term_do(c, "UPDATE records_change SET seats_before = 1 WHERE kind = 'seats'");
}

static void an_order_that_nobody_gave(struct term_campus *c)
{
    sections_are_there(c);
    plans(c, 901, 141, 0);
    plans(c, 902, 141, 0);
    plans(c, 903, 141, 0);
    term_do(c, "UPDATE records_enrolment SET waiting_order = 9 WHERE person = 902");
    is_told(c, "", "the decisions give another order");
    term_do(c, "UPDATE records_enrolment SET waiting_order = 1 WHERE person = 902");
    CHECK_INT(replayed(c).faults, 0);
}

static void times_that_were_changed_later(struct term_campus *c)
{
    a_term_of_it(c);
    term_do(c, "UPDATE records_copy SET body = replace(body, '20270201', '20270208')");
    is_told(c, number_of(c, "submit", 901), "are not kept as they were");
}

static void an_input_that_is_gone(struct term_campus *c)
{
    const char *number;

    a_term_of_it(c);
    number = number_of(c, "submit", 902);
    term_do(c, arena_printf(c->arena, "UPDATE studymap_receipt SET input = '' WHERE number = '%s'",
                            number));
    is_told(c, number, "nothing is kept of what it was decided from");
}

static void decisions_follow(void)
{
    term_each(follows);
}
static void places_by_hand_follow(void)
{
    term_each(places_by_hand);
}
static void decisions_by_older_rules_follow(void)
{
    term_each(older_rules);
}
static void a_tampered_receipt_is_found(void)
{
    term_each(a_changed_receipt);
}
static void a_tampered_receipt_of_a_draw_is_found(void)
{
    term_each(a_changed_armed_receipt);
}
static void no_place_is_handed_past_the_line(void)
{
    term_each(past_the_line);
}
static void an_extra_place_is_found(void)
{
    term_each(a_place_that_nobody_gave);
}
static void a_skipped_waiter_is_found(void)
{
    term_each(somebody_passed_over);
}
static void extra_seats_are_found(void)
{
    term_each(seats_that_nobody_added);
}
static void another_order_is_found(void)
{
    term_each(an_order_that_nobody_gave);
}
static void changed_times_are_found(void)
{
    term_each(times_that_were_changed_later);
}
static void a_missing_input_is_found(void)
{
    term_each(an_input_that_is_gone);
}

CHECKS(studymap_replay, TEST(decisions_follow), TEST(places_by_hand_follow), TEST(decisions_by_older_rules_follow), TEST(no_place_is_handed_past_the_line),
        TEST(a_tampered_receipt_is_found),
       TEST(a_tampered_receipt_of_a_draw_is_found),
       TEST(an_extra_place_is_found), TEST(a_skipped_waiter_is_found), TEST(extra_seats_are_found),
       TEST(another_order_is_found), TEST(changed_times_are_found), TEST(a_missing_input_is_found))
