/* room_test.c: the waiting room from the door to the plan, on both databases, with a frozen clock.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include "check.h"
#include "file.h"
#include "log.h"
#include "room.h"
#include "term_fixture.h"
#include <string.h>

#define PLAN    "/plan/2026-2"
#define WAITING "/plan/waiting?to=/plan/2026-2"

static void round_at(struct term_campus *c, int64_t ms)
{
    store_drain(c->app->store); /* who has just come in */
    clock_freeze((instant){TERM_NOW + ms});
    while (app_work_once(c->app, clock_now()))
        ;
}

/* Opens it by hand for two hours: so many at once. */
static void opens(struct term_campus *c, int lets)
{
    term_do(c, arena_printf(c->arena,
                            "UPDATE studymap_room SET opened_at = %lld, why = 'hand', mode = "
                            "'open', mode_until ="
                            " %lld, most = %d, lets = %d, busy_at = 1, let_in = 0, drawn_at = "
                            "NULL WHERE one = 1",
                            (long long)TERM_NOW, (long long)TERM_NOW + 7200000, lets, lets));
    round_at(c, 0);
}

/* Where she is led when she opens her plan: "" when she is in. */
static const char *comes(struct term_campus *c, int64_t who)
{
    struct web_answer a = term_get(c, who, PLAN);

    return a.status == 200 ? "" : term_leads(c, &a);
}

static bool waits(struct term_campus *c, int64_t who)
{
    struct web_answer a = term_get(c, who, WAITING);

    return a.status == 200;
}

/* She opens the plan: is she in? */
static bool enters(struct term_campus *c, int64_t who)
{
    return *comes(c, who) == '\0';
}

/* Each opens the page a little after the one before. */
static void come(struct term_campus *c, int from, int to)
{
    for (int who = from; who <= to; who++) {
        clock_freeze(instant_add(clock_now(), 10));
        CHECK(waits(c, who));
    }
}

/* --- The order -------------------------------------------------------------------------------------- */

static void order_test(struct term_campus *c)
{
    CHECK(enters(c, 901)); /* closed: nobody waits */
    opens(c, 2);
    CHECK_STR(comes(c, 901), "/plan/waiting?to=%2Fplan%2F2026-2");
    come(c, 905, 908);
    come(c, 901, 904);
    CHECK_INT(term_get(c, 901, "/receipts").status,
              200); /* the rest of the portal does not wait */
    round_at(c, 1000);
    CHECK(!waits(c, 905));
    CHECK(enters(c, 906)); /* need not see the page */
    CHECK(enters(c, 905));
    CHECK(!enters(c, 907));
    struct web_answer page = term_get(c, 901, WAITING);
    CHECK(term_sees(&page, "data-room-place aria-live=\"polite\">3</dd>"));
    CHECK(term_sees(&page, "We cannot tell yet"));
    CHECK(strstr(page.headers, "Refresh: 5") != NULL);
    CHECK(strstr(term_get(c, 901, WAITING "&live=1").headers, "Refresh") == NULL);
    round_at(c, 2000);
    CHECK(enters(c, 905) && enters(c, 906));
    CHECK(!enters(c, 907) && !enters(c, 901));
    CHECK_INT(term_count(c, "SELECT count(*) FROM studymap_ticket"), 8);
    CHECK_INT(term_count(c, "SELECT let_in FROM studymap_room"), 2);
}

static void in_the_order_of_arrival(void)
{
    term_each(order_test);
}

/* --- Those who are not here ---------------------------------------------------------------------------- */

static int64_t held(struct term_campus *c, int64_t who)
{
    return term_count(
        c,
        arena_printf(c->arena,
                     "SELECT count(*) FROM studymap_ticket WHERE person = %lld AND held_until"
                     " > %lld",
                     (long long)who, (long long)clock_now().v));
}

static void absent_test(struct term_campus *c)
{
    opens(c, 1);
    come(c, 901, 904);
    round_at(c, 1000);
    CHECK(enters(c, 901)); /* and opens no page any more */
    for (int m = 1; m < 5; m++) {
        round_at(c, MINUTES(m));
        CHECK(waits(c, 903) && waits(c, 904)); /* 902 has closed hers */
    }
    round_at(c, MINUTES(5) + 10000);
    CHECK_INT(held(c, 902), 0);
    CHECK_INT(
        term_count(c,
                   "SELECT count(*) FROM studymap_ticket WHERE person = 902 AND called_at > 0"),
        1);
    CHECK(enters(c, 903));
    round_at(c, MINUTES(6));
    CHECK(waits(c, 902)); /* back: still before 904 */
    round_at(c, MINUTES(8));
    CHECK(waits(c, 902) && waits(c, 904));
    round_at(c, MINUTES(10));
    CHECK(waits(c, 902) && waits(c, 904));
    round_at(c, MINUTES(10) + 30000);
    CHECK_INT(held(c, 904), 0);
    CHECK(enters(c, 902));
}

static void who_comes_back_keeps_her_turn(void)
{
    term_each(absent_test);
}

static void missed_test(struct term_campus *c)
{
    opens(c, 1);
    come(c, 901, 902);
    round_at(c, 1000);
    CHECK(enters(c, 901));
    round_at(c, MINUTES(6)); /* 901 has gone, 902 is called and is not here */
    CHECK_INT(term_count(c, "SELECT count(*) FROM campus_notice WHERE kind = 'studymap.called' AND person = 902"
                            " AND (mail_due IS NULL OR mail_due = changed_at)"), 1); /* told, by mail at once */
    CHECK_INT(term_count(c, "SELECT count(*) FROM campus_notice"), 1);
    round_at(c, MINUTES(15));
    come(c, 903, 903);
    CHECK_INT(
        term_count(
            c, "SELECT count(*) FROM studymap_ticket a JOIN studymap_ticket b ON b.person = 903"
               " WHERE a.person = 902 AND a.turn < b.turn"),
        1);
    round_at(c, MINUTES(16) + 1000);
    CHECK(enters(c, 903));
    CHECK_INT(
        term_count(
            c, "SELECT count(*) FROM studymap_ticket a JOIN studymap_ticket b ON b.person = 903"
               " WHERE a.person = 902 AND a.turn > b.turn"),
        1);
    CHECK(waits(c, 902)); /* the same ticket, at the back */
    CHECK_INT(term_count(c, "SELECT count(*) FROM studymap_ticket"), 2);
}

static void who_misses_her_call_goes_to_the_back(void)
{
    term_each(missed_test);
}

static void done_test(struct term_campus *c)
{
    term_choose(c, 901, 121);
    opens(c, 1);
    come(c, 901, 902);
    struct web_answer a = term_post(c, 901, "/plan/waiting/done", "x=1");
    CHECK_STR(term_leads(c, &a), "/receipts"); /* she is not in: nothing is given away */
    CHECK_INT(term_count(c, "SELECT count(*) FROM studymap_ticket WHERE left_at > 0"), 0);
    round_at(c, 1000);
    CHECK(enters(c, 901));
    a = term_get(c, 901, PLAN);
    CHECK(term_sees(&a, "/plan/waiting/done"));
    const char *receipt = term_submit(c, 901);
    a = term_get(c, 901, receipt);
    CHECK(term_sees(&a, "/plan/waiting/done"));
    a = term_post(c, 901, "/plan/waiting/done", "x=1");
    CHECK(!enters(c, 901)); /* at once, and she does not go round in circles */
    CHECK(waits(c, 901));
    a = term_get(c, 901, receipt);
    CHECK(!term_sees(&a, "/plan/waiting/done"));
    round_at(c, 2000); /* she came in and went between two rounds, and is counted */
    CHECK_INT(term_count(c, "SELECT let_in FROM studymap_room"), 1);
    CHECK(enters(c, 902));
    CHECK(waits(c, 901)); /* a new ticket, behind all others */
    round_at(c, 3000);
    CHECK_INT(term_count(c, "SELECT let_in FROM studymap_room"), 2);
    round_at(c, 4000);
    CHECK_INT(term_count(c, "SELECT let_in FROM studymap_room"), 2); /* once each */
    a = term_post(c, 902, "/plan/waiting/done", "x=1");
    round_at(c, 5000);
    CHECK(enters(c, 901));
}

static void who_is_done_lets_the_next_one_in(void)
{
    term_each(done_test);
}

/* Those who filled the plans at once do not make the others' time look short. */
static void rate_test(struct term_campus *c)
{
    int64_t went = -1, ms = 0;

    opens(c, 10);
    come(c, 901, 920);
    round_at(c, 1000);
    for (int who = 901; who <= 910; who++)
        CHECK(enters(c, who));
    round_at(c, 2000);
    CHECK_INT(term_count(c, "SELECT let_in FROM studymap_room"), 10);
    round_at(c, 32000);
    room_rate(room_of(c->app), &went, &ms);
    CHECK_INT(went, 0);
    for (int who = 901; who <= 903; who++)
        (void)term_post(c, who, "/plan/waiting/done", "x=1");
    round_at(c, 33000);
    round_at(c, 45000);
    room_rate(room_of(c->app), &went, &ms);
    CHECK_INT(went, 3);
    CHECK_INT(ms, 13000); /* not from the opening on: then nobody can have gone yet */
}

static void who_goes_counts_for_the_estimate(void)
{
    term_each(rate_test);
}

/* --- Plans for which nobody need wait -------------------------------------------------------------------- */

static void armed_test(struct term_campus *c)
{
    term_do(c, arena_printf(c->arena, "UPDATE records_window SET opens = %lld",
                            (long long)TERM_NOW + 600000));
    term_choose(c, 902, 121);
    term_choose(c, 903, 121);
    opens(c, 1);
    come(c, 901, 901);
    round_at(c, 1000);
    struct web_answer a = term_get(c, 901, WAITING);
    CHECK(!term_sees(&a, "/arm\"")); /* no plan, nothing to say */
    a = term_get(c, 902, WAITING);
    CHECK(term_sees(&a, "/plan/2026-2/arm\""));
    a = term_post(c, 902, PLAN "/arm", "x=1"); /* from where she waits */
    CHECK_STR(term_leads(c, &a), PLAN);
    a = term_get(c, 902, WAITING);
    CHECK(!term_sees(&a, "/arm\""));
    CHECK(term_sees(&a, "is handed in"));
    clock_freeze((instant){TERM_NOW + 600001}); /* it has opened: too late for 903; 902 is in the draw */
    a = term_get(c, 903, WAITING);
    CHECK(!term_sees(&a, "/arm\""));
    a = term_get(c, 902, WAITING);
    CHECK(!term_sees(&a, "is handed in"));
}

static void an_armed_plan_need_not_wait(void)
{
    term_each(armed_test);
}

/* --- What is asked while one waits ---------------------------------------------------------------------- */

static void kept_test(struct term_campus *c)
{
    int64_t version;

    term_choose(c, 902, 121);
    term_choose(c, 903, 141);
    CHECK(str_starts(term_submit(c, 903), "/receipts/"));
    version = term_version(c, 902);
    opens(c, 1);
    come(c, 901, 901);
    round_at(c, 1000);
    CHECK(enters(c, 901));
    struct web_answer a = term_post(c, 902, PLAN "/submit", "version=%lld", (long long)version);
    CHECK_STR(term_leads(c, &a), WAITING);
    a = term_post(c, 902, PLAN "/submit", "version=%lld",
                  (long long)version); /* again: the same */
    CHECK_STR(term_leads(c, &a), WAITING);
    a = term_get(c, 902, WAITING);
    CHECK(term_sees(&a, "Submit your plan (2026-2)"));
    a = term_post(c, 903, PLAN "/leave/14", "code=LAT+4"); /* gives a seat back: at once */
    CHECK_STR(term_leads(c, &a), PLAN);
    CHECK_INT(term_count(c, "SELECT count(*) FROM studymap_receipt WHERE kind = 'leave'"), 1);
    CHECK_INT(term_count(c, "SELECT count(*) FROM studymap_kept"), 1);
    round_at(c, MINUTES(4)); /* not her turn */
    CHECK_INT(term_count(c, "SELECT count(*) FROM studymap_kept"), 1);
    round_at(c, MINUTES(6)); /* 901 has gone; 902 is not here, and need not be */
    CHECK_INT(term_count(c, "SELECT count(*) FROM studymap_kept"), 0);
    CHECK_INT(
        term_count(c,
                   "SELECT count(*) FROM studymap_receipt WHERE person = 902 AND enrolled = 1"),
        1);
}

static void what_is_asked_is_kept(void)
{
    term_each(kept_test);
}

static void forgotten_test(struct term_campus *c)
{
    term_choose(c, 902, 121);
    int64_t version = term_version(c, 902);
    opens(c, 1);
    come(c, 901, 901);
    round_at(c, 1000);
    struct web_answer a = term_post(c, 902, PLAN "/submit", "version=%lld", (long long)version);
    int64_t id = term_count(c, "SELECT id FROM studymap_kept");
    a = term_post(c, 901, "/plan/waiting/forget", "request=%lld&to=/plan/2026-2",
                  (long long)id);
    CHECK_INT(term_count(c, "SELECT count(*) FROM studymap_kept"), 1); /* it is another's */
    a = term_post(c, 902, "/plan/waiting/forget", "request=%lld&to=//elsewhere.example",
                  (long long)id);
    CHECK_STR(term_leads(c, &a), "/plan/waiting?to=%2Fplan");
    CHECK_INT(term_count(c, "SELECT count(*) FROM studymap_kept"), 0);
}

static void it_can_be_taken_back(void)
{
    term_each(forgotten_test);
}

/* --- The draw -------------------------------------------------------------------------------------------- */

static void draw_test(struct term_campus *c)
{
    term_do(c, arena_printf(c->arena, "UPDATE records_window SET opens = %lld",
                            (long long)TERM_NOW + 60000));
    opens(c, 3);
    come(c, 901, 920);
    round_at(c, 1000);
    CHECK(enters(c, 901) && enters(c, 902) && enters(c, 903));
    clock_freeze((instant){TERM_NOW + 60001});
    come(c, 921, 922); /* after the opening: behind them */
    round_at(c, 61000);
    CHECK_INT(
        term_count(c, "SELECT count(*) FROM campus_audit WHERE what = 'studymap.room_drawn'"),
        1);
    CHECK_INT(
        term_count(
            c,
            "SELECT count(*) FROM studymap_ticket a JOIN studymap_ticket b ON b.turn > a.turn"
            " WHERE a.person > 920 AND b.person <= 920"),
        0);
    CHECK_INT(term_count(c, "SELECT count(DISTINCT turn) FROM studymap_ticket"), 22);
    /* By arrival all 190 pairs would be in order; by chance about half are. */
    int64_t in_order = term_count(
        c, "SELECT count(*) FROM studymap_ticket a JOIN studymap_ticket b ON b.turn >"
           " a.turn AND b.person > a.person WHERE b.person <= 920");
    CHECK(in_order > 20 && in_order < 170);
    CHECK_INT(term_count(c, "SELECT count(*) FROM studymap_ticket WHERE held_until > 0"), 3);
    CHECK_INT(term_count(c, "SELECT count(*) FROM (SELECT held_until FROM studymap_ticket "
                            "ORDER BY turn LIMIT 3)"
                            " t WHERE held_until > 0"),
              3);
    round_at(c, 62000);
    CHECK_INT(
        term_count(c, "SELECT count(*) FROM campus_audit WHERE what = 'studymap.room_drawn'"),
        1);
}

static void being_early_gives_nothing(void)
{
    term_each(draw_test);
}

/* --- Several processes, and none ------------------------------------------------------------------------ */

static struct term_campus another(const struct term_campus *c)
{
    struct term_campus two = *c;

    two.app = term_another(c);
    return two;
}

static void processes_test(struct term_campus *c)
{
    opens(c, 1);
    struct term_campus two = another(c);

    come(c, 901, 902);
    CHECK(!enters(&two, 903)); /* it knew at its start that the waiting room is open */
    come(&two, 903, 904);
    round_at(c, 1000);
    CHECK(enters(&two, 901)); /* one ticket, whichever process answers */
    round_at(&two, 1000);
    CHECK(!waits(&two, 901));
    CHECK(waits(&two, 902));
    CHECK_INT(term_count(c, "SELECT count(*) FROM studymap_ticket"), 4);
    CHECK_INT(term_count(c, "SELECT count(*) FROM studymap_ticket WHERE held_until > 0"), 1);
    app_close(two.app);
    two = another(c); /* restarted */
    CHECK(enters(&two, 901));
    CHECK(!enters(&two, 902));
    struct web_answer page = term_get(&two, 904, WAITING);
    CHECK_INT(page.status, 200);
    CHECK_INT(term_count(c, "SELECT count(*) FROM studymap_ticket"), 4);
    app_close(two.app);
}

static void several_processes(void)
{
    term_each(processes_test);
}

/* Left to itself again: the number and the word of the hand end, and who waits comes in. */
static void left_test(struct term_campus *c)
{
    opens(c, 1);
    come(c, 901, 903);
    round_at(c, 1000);
    CHECK(enters(c, 901) && !enters(c, 902));
    term_do(c, "UPDATE studymap_room SET mode = 'auto', mode_until = NULL WHERE one = 1");
    round_at(c, 2000);
    round_at(c, 3000);
    CHECK(enters(c, 902) && enters(c, 903));
    CHECK_INT(term_count(c, "SELECT lets FROM studymap_room"), 300);
    round_at(c, SECONDS(75));
    CHECK_INT(term_count(c, "SELECT count(*) FROM studymap_room WHERE opened_at IS NULL"), 1);
}

/* The same when the hours are over. */
static void over_test(struct term_campus *c)
{
    opens(c, 1);
    come(c, 901, 901);
    round_at(c, 1000);
    CHECK(enters(c, 901));
    round_at(c, HOURS(2) - 2000);
    come(c, 901, 902);
    round_at(c, HOURS(2) + 2000);
    round_at(c, HOURS(2) + 4000);
    CHECK(enters(c, 902));
}

static void what_the_hand_set_ends(void)
{
    term_each(left_test);
    term_each(over_test);
}

/* --- By itself ------------------------------------------------------------------------------------------- */

static void closes_test(struct term_campus *c)
{
    term_choose(c, 902, 121);
    int64_t version = term_version(c, 902);
    opens(c, 1);
    come(c, 901, 901);
    round_at(c, 1000);
    (void)term_post(c, 902, PLAN "/submit", "version=%lld", (long long)version);
    round_at(c, HOURS(1)); /* 901 has gone; 902 is called */
    term_do(c, "UPDATE studymap_ticket SET called_at = NULL");
    CHECK_STR(comes(c, 903), "/plan/waiting?to=%2Fplan%2F2026-2");
    round_at(c, HOURS(2) + 1000); /* it was kept open until now, and nobody is here */
    CHECK_INT(term_count(c, "SELECT count(*) FROM studymap_room WHERE opened_at IS NULL"), 1);
    CHECK_INT(term_count(c, "SELECT count(*) FROM studymap_ticket"), 0);
    CHECK_INT(
        term_count(c, "SELECT count(*) FROM campus_audit WHERE what = 'studymap.room_closed'"),
        1);
    CHECK_INT(
        term_count(c,
                   "SELECT count(*) FROM studymap_receipt WHERE person = 902 AND enrolled = 1"),
        1);
    CHECK(enters(c, 903));
    struct web_answer a = term_get(c, 903, WAITING);
    CHECK_STR(term_leads(c, &a), PLAN);
}

static void it_closes_by_itself(void)
{
    term_each(closes_test);
}

static void overload_test(struct term_campus *c)
{
    const char *why = NULL, *text = "studymap.room_asked = 10\nstudymap.room_lets = 1\n";
    const char *conf = arena_printf(c->arena, "%s/rapenburg.conf", c->place.state);

    CHECK_OK(file_write(conf, text, strlen(text), 0600));
    CHECK_OK(app_reload(c->app, c->arena, &why));
    log_level_set(LOG_ERROR);
    term_do(c, "INSERT INTO studymap_draw (id, term, window_id, opens, state, seed, "
               "commitment, tickets, final,"
               " seats, entries, written) VALUES (1, 1, 1, 1799000000000, 'done', '', '', '', "
               "'', '', 0, 0)");
    for (int i = 0; i < 11; i++) {
        term_choose(c, 901 + i, 131);
        (void)term_submit(c, 901 + i);
    }
    for (int second = 1; second < 5; second++) {
        round_at(c, SECONDS(second));
        CHECK(enters(c, 920));
    }
    round_at(c, SECONDS(5)); /* overloaded for five seconds */
    CHECK(!enters(c, 920));
    CHECK_INT(term_count(c, "SELECT count(*) FROM studymap_room WHERE why = 'asked'"), 1);
    CHECK_INT(
        term_count(c, "SELECT count(*) FROM campus_audit WHERE what = 'studymap.room_opened'"),
        1);
    round_at(c, SECONDS(30));
    CHECK(!enters(c, 920));
    term_do(c, "DELETE FROM studymap_draw");
    round_at(c, SECONDS(31)); /* all is decided */
    round_at(c, SECONDS(60));
    CHECK(!enters(c, 920)); /* calm, but not for long enough */
    round_at(c, SECONDS(120));
    CHECK(enters(c, 920));
}

static void it_opens_by_itself(void)
{
    term_each(overload_test);
}

CHECKS(studymap_room, TEST(in_the_order_of_arrival), TEST(who_comes_back_keeps_her_turn),
       TEST(who_misses_her_call_goes_to_the_back), TEST(what_is_asked_is_kept),
       TEST(who_is_done_lets_the_next_one_in), TEST(an_armed_plan_need_not_wait),
       TEST(who_goes_counts_for_the_estimate),
       TEST(it_can_be_taken_back), TEST(being_early_gives_nothing), TEST(several_processes),
       TEST(what_the_hand_set_ends), TEST(it_closes_by_itself), TEST(it_opens_by_itself))
