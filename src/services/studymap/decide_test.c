/* decide_test.c: what comes of what is asked: options, swaps, wait-lists, reserves; on both databases.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include "check.h"
#include "plan.h"
#include "term_fixture.h"

enum step_kind {
    END,
    TAKES,  /* submits one course: a, and if it is full b (0: none) */
    SWAPS,  /* the place in offering a for section b, waiting if need be */
    TRIES,  /* the same, not waiting */
    LEAVES, /* offering a */
    GIVES_UP_WAITING, /* the wait-list of offering a */
    HAS,    /* a place in section a */
    WAITS,  /* for section a; b-th in the order of those who do */
    LACKS,  /* neither in section a */
    RUNS,   /* SQL */
    WORKS,  /* jobs and events */
};
struct step {
    int64_t who;
    enum step_kind kind;
    int64_t a, b;
    const char *sql;
};
struct scene {
    const char *name;
    struct step steps[24];
};

/* 0: a place; n: the n-th who waits; -1: neither. */
static int64_t stands(struct term_campus *c, int64_t who, int64_t section)
{
    return term_count(
        c, arena_printf(c->arena,
                        "SELECT coalesce((SELECT CASE WHEN e.waits = 0 THEN 0 ELSE (SELECT count(*) FROM"
                        " records_enrolment x WHERE x.section = e.section AND x.waits = 1 AND"
                        " x.waiting_order <= e.waiting_order) END FROM records_enrolment e"
                        " WHERE e.person = %lld AND e.section = %lld), -1)",
                        (long long)who, (long long)section));
}

static void submit(struct term_campus *c, const struct step *s)
{
    term_choose(c, s->who, s->a);
    if (s->b) {
        struct web_answer a = term_post(c, s->who, "/plan/2026-2/option",
                                        "do=add&offering=%lld&section=%lld",
                                        (long long)s->a / 10, (long long)s->b);
        CHECK_STR(term_leads(c, &a), "/plan/2026-2");
    }
    CHECK(str_starts(term_submit(c, s->who), "/receipts/"));
}

static void swap(struct term_campus *c, const struct step *s)
{
    struct web_answer a = term_post(
        c, s->who, arena_printf(c->arena, "/plan/2026-2/swap/%lld", (long long)s->a),
        "section=%lld%s", (long long)s->b, s->kind == SWAPS ? "&waits=1" : "");

    CHECK(str_starts(term_leads(c, &a), "/receipts/"));
    CHECK_INT(term_get(c, s->who, term_leads(c, &a)).status, 200);
}

static const char *code_of(int64_t offering)
{
    static const char *const codes[] = {"CSE+1", "MATH+2", "HIS+3", "LAT+4"};

    return codes[offering - 11];
}

static void leave(struct term_campus *c, const struct step *s)
{
    struct web_answer a =
        term_post(c, s->who, arena_printf(c->arena, "/plan/2026-2/leave/%lld", (long long)s->a),
                  "code=%s%s", code_of(s->a), s->kind == LEAVES ? "" : "&waits=1");

    CHECK_STR(term_leads(c, &a), "/plan/2026-2");
}

static void take(struct term_campus *c, const struct step *s)
{
    switch (s->kind) {
    case TAKES:
        submit(c, s);
        break;
    case SWAPS:
    case TRIES:
        swap(c, s);
        break;
    case LEAVES:
    case GIVES_UP_WAITING:
        leave(c, s);
        break;
    case HAS:
        CHECK_INT(stands(c, s->who, s->a), 0);
        break;
    case WAITS:
        CHECK_INT(stands(c, s->who, s->a), s->b);
        break;
    case LACKS:
        CHECK_INT(stands(c, s->who, s->a), -1);
        break;
    case RUNS:
        term_do(c, s->sql);
        break;
    case WORKS:
        while (app_work_once(c->app, clock_now()))
            ;
        break;
    case END:
        break;
    }
}

static void play(struct term_campus *c, const struct scene *scene)
{
    const char *on = arena_printf(c->arena, "%s: %s", c->place.url[0] ? "PostgreSQL" : "SQLite",
                                  scene->name);

    term_do(c, "UPDATE records_section SET seats = 1 WHERE unlimited = 0");
    for (size_t i = 0; i < 24 && scene->steps[i].kind != END; i++) {
        check_case(arena_printf(c->arena, "%s, step %zu", on, i + 1));
        take(c, &scene->steps[i]);
        CHECK_STR(term_faults(c), "");
    }
}

/* --- Swaps and options --------------------------------------------------------------------------- */

#define MOVE_LATIN "UPDATE records_meeting SET weekday = 1, first = 20270201 WHERE id = 5"
#define KEEP_ONE                                                                                   \
    "INSERT INTO records_reserve (id, section, programme, seats, taken) VALUES (1, 141, 1, 1, 0)"

static const struct scene scenes[] = {
    {"a free group is swapped for at once",
     {{901, TAKES, 111},
      {901, SWAPS, 11, 112},
      {901, HAS, 112},
      {901, LACKS, 111},
      {902, TAKES, 111},
      {902, HAS, 111}}},
    {"a full group: she keeps hers and waits, and gives it when she moves up",
     {{901, TAKES, 111},
      {902, TAKES, 112},
      {903, TAKES, 111},
      {903, WAITS, 111, 1},
      {901, SWAPS, 11, 112},
      {901, HAS, 111},
      {901, WAITS, 112, 1},
      {902, LEAVES, 11},
      {901, HAS, 112},
      {901, LACKS, 111},
      {903, HAS, 111}}},
    {"who would not wait keeps what she has",
     {{901, TAKES, 111}, {902, TAKES, 112}, {901, TRIES, 11, 112}, {901, HAS, 111}, {901, LACKS, 112}}},
    {"two who want each other's groups get them",
     {{901, TAKES, 111},
      {902, TAKES, 112},
      {901, SWAPS, 11, 112},
      {902, SWAPS, 11, 111},
      {901, HAS, 112},
      {902, HAS, 111},
      {901, LACKS, 111},
      {902, LACKS, 112}}},
    {"two who want each other's courses get them when nobody waits before them",
     {{901, TAKES, 141},
      {902, TAKES, 112},
      {901, SWAPS, 14, 112},
      {901, WAITS, 112, 1},
      {902, TRIES, 11, 141},
      {901, HAS, 112},
      {902, HAS, 141},
      {902, LACKS, 112}}},
    {"a place in a course is not handed past who waits for it",
     {{901, TAKES, 141},
      {902, TAKES, 112},
      {903, TAKES, 141},
      {901, SWAPS, 14, 112},
      {902, TRIES, 11, 141},
      {901, HAS, 141},
      {902, HAS, 112},
      {903, WAITS, 141, 1},
      {903, GIVES_UP_WAITING, 14},
      {902, TRIES, 11, 141},
      {902, HAS, 141}}},
    {"of two wishes for one place the first that comes true ends the other",
     {{901, TAKES, 141},
      {902, TAKES, 112},
      {903, TAKES, 121},
      {901, SWAPS, 14, 112},
      {901, SWAPS, 14, 121},
      {901, WAITS, 121, 1},
      {903, LEAVES, 12},
      {901, HAS, 121},
      {901, LACKS, 141},
      {901, LACKS, 112},
      {902, HAS, 112}}},
    {"a swap that clashes is refused and costs nothing",
     {{901, TAKES, 112},
      {901, TAKES, 121},
      {901, TRIES, 11, 111},
      {901, HAS, 112},
      {901, LACKS, 111}}},
    {"a swap frees a seat for who waits there",
     {{901, TAKES, 111}, {902, TAKES, 111}, {902, WAITS, 111, 1}, {901, SWAPS, 11, 112}, {902, HAS, 111}}},
    {"leaving a course ends the wish for another group of it",
     {{901, TAKES, 111},
      {902, TAKES, 112},
      {901, SWAPS, 11, 112},
      {901, LEAVES, 11},
      {901, LACKS, 111},
      {901, LACKS, 112}}},
    {"the wish alone can be given up",
     {{901, TAKES, 111},
      {902, TAKES, 112},
      {901, SWAPS, 11, 112},
      {901, GIVES_UP_WAITING, 11},
      {901, HAS, 111},
      {901, LACKS, 112}}},
    {"a wish stays when what it would have cost is left",
     {{901, TAKES, 141},
      {902, TAKES, 112},
      {901, SWAPS, 14, 112},
      {901, LEAVES, 14},
      {901, WAITS, 112, 1},
      {902, LEAVES, 11},
      {901, HAS, 112}}},
    {"an option is taken when the first is full",
     {{901, TAKES, 111}, {902, TAKES, 111, 112}, {902, HAS, 112}, {902, LACKS, 111}}},
    {"an option may be of another course",
     {{901, TAKES, 141}, {902, TAKES, 141, 121}, {902, HAS, 121}, {902, LACKS, 141}}},
    {"when all options are full she waits for the first",
     {{901, TAKES, 111},
      {903, TAKES, 112},
      {902, TAKES, 111, 112},
      {902, WAITS, 111, 1},
      {902, LACKS, 112}}},
    {"a clash does not fall back",
     {{901, TAKES, 121}, {901, TAKES, 111, 112}, {901, LACKS, 111}, {901, LACKS, 112}}},
    {"nor does a withdrawn group",
     {{901, TAKES, 141},
      {902, RUNS, 0, 0, "UPDATE records_section SET seats = 0 WHERE id = 111"},
      {902, RUNS, 0, 0, "DELETE FROM records_meeting WHERE section = 112"},
      {902, TAKES, 111, 112},
      {902, HAS, 112},
      {903, RUNS, 0, 0, "DELETE FROM records_meeting WHERE section = 121"},
      {903, RUNS, 0, 0,
       "INSERT INTO studymap_plan (id, person, term, version, changed_at) VALUES (7, 903, 1, 1, 1)"},
      {903, RUNS, 0, 0,
       "INSERT INTO studymap_item (id, plan, offering, section, label, others, at) VALUES"
       " (7, 7, 12, 999, 'MATH 2 B', '121', 1)"},
      {903, TAKES, 131},
      {903, LACKS, 121}}},
};

static void plays(size_t i)
{
    for (int which = 0; which < fixture_databases(); which++) {
        struct term_campus c = term_open(which);

        play(&c, &scenes[i]);
        term_close(&c);
    }
    check_case(NULL);
}

static void swaps_and_options(void)
{
    for (size_t i = 0; i < sizeof scenes / sizeof *scenes; i++)
        plays(i);
}

/* --- Wait-lists ---------------------------------------------------------------------------------- */

static const struct scene waiting[] = {
    {"who does not fit is passed over, keeps her place, and is asked again when she changes",
     {{901, TAKES, 141},
      {902, TAKES, 121},
      {902, TAKES, 141},
      {903, TAKES, 141},
      {903, WAITS, 141, 2},
      {902, RUNS, 0, 0, MOVE_LATIN},
      {902, RUNS, 0, 0, "UPDATE records_meeting SET starts = 600, ends = 660 WHERE id = 5"},
      {901, LEAVES, 14},
      {903, HAS, 141},
      {902, WAITS, 141, 1},
      {903, LEAVES, 14},
      {902, WAITS, 141, 1},
      {904, TAKES, 141}, /* the seat was of no use to her */
      {904, HAS, 141},
      {904, LEAVES, 14},
      {902, WAITS, 141, 1},
      {902, LEAVES, 12},
      {902, HAS, 141}}},
    {"a kept seat is for its programme, also when another waits longer",
     {{901, RUNS, 0, 0, "UPDATE records_section SET seats = 2 WHERE id = 141"},
      {901, RUNS, 0, 0, KEEP_ONE},
      {901, RUNS, 0, 0, "UPDATE records_section SET kept = 1 WHERE id = 141"},
      {901, RUNS, 0, 0,
       "INSERT INTO records_study (person, programme, since) VALUES (901, 1, 20260901),"
       " (904, 1, 20260901), (905, 1, 20260901)"},
      {901, TAKES, 141}, /* of the reserve */
      {902, TAKES, 141}, /* of everybody's */
      {903, TAKES, 141},
      {904, TAKES, 141},
      {905, TAKES, 141},
      {904, WAITS, 141, 2},
      {901, LEAVES, 14},
      {904, HAS, 141},
      {903, WAITS, 141, 1},
      {902, LEAVES, 14},
      {903, HAS, 141},
      {905, WAITS, 141, 1}}},
    {"seats that an administrator adds go to who waits, before anybody new",
     {{901, TAKES, 141},
      {902, TAKES, 141},
      {901, RUNS, 0, 0,
       "INSERT INTO campus_job (id, name, due, arg, body, every, tries) VALUES"
       " (7777777, 'studymap.promote', 1, 141, '0', 0, 0)"},
      {901, RUNS, 0, 0,
       "UPDATE records_section SET seats = 2, promote_due = 1 WHERE id = 141"},
      {903, TAKES, 141},
      {903, WAITS, 141, 2},
      {902, WAITS, 141, 1},
      {902, WORKS},
      {902, HAS, 141},
      {903, WAITS, 141, 1}}},
};

static void those_who_wait(void)
{
    for (int which = 0; which < fixture_databases(); which++)
        for (size_t i = 0; i < sizeof waiting / sizeof *waiting; i++) {
            struct term_campus c = term_open(which);

            play(&c, &waiting[i]);
            term_close(&c);
        }
    check_case(NULL);
}

/* --- Chains -------------------------------------------------------------------------------------- */

#define CHAIN 20

/* Students 901 … each have the one seat of a course and would give it for the one before. */
static void chain_test(struct term_campus *c)
{
    for (int i = 0; i < CHAIN; i++) {
        int id = 200 + i;

        term_do(c, arena_printf(c->arena,
                                "INSERT INTO records_course (id, code, sort_key, search, subject, name,"
                                " faculty, level, credits, language) VALUES (%d, 'X %d', 'x %d',"
                                " 'x', 'X', 'X', 1, 100, 1, 'en')",
                                id, i, id));
        term_do(c, arena_printf(c->arena,
                                "INSERT INTO records_offering (id, course, term) VALUES (%d, %d, 1)", id, id));
        term_do(c, arena_printf(c->arena,
                                "INSERT INTO records_section (id, offering, code, lecturer, seats,"
                                " unlimited, taken, waiting, last_order) VALUES (%d, %d, 'A', '', 1, 0,"
                                " 1, %d, %d)",
                                id, id, i < CHAIN - 1, i < CHAIN - 1));
        term_do(c, arena_printf(c->arena,
                                "INSERT INTO records_enrolment (person, offering, waits, section,"
                                " waiting_order, at) VALUES (%d, %d, 0, %d, 0, 1)",
                                901 + i, id, id));
        if (i > 0)
            term_do(c, arena_printf(c->arena,
                                    "INSERT INTO records_enrolment (person, offering, waits, section,"
                                    " waiting_order, gives_up, at) VALUES (%d, %d, 1, %d, 1, %d, 1)",
                                    901 + i, id - 1, id - 1, id));
    }
    CHECK_STR(term_faults(c), "");
    struct web_answer a = term_post(c, 901, "/plan/2026-2/leave/200", "code=X0");
    CHECK_STR(term_leads(c, &a), "/plan/2026-2");
    CHECK_INT(term_count(c, "SELECT count(*) FROM studymap_receipt WHERE kind = 'moved'"), 16);
    CHECK_INT(term_count(c, "SELECT id FROM records_section WHERE promote_due = 1"), 216);
    CHECK_STR(term_faults(c), "");
    term_choose(c, 940, 216); /* free, but the one who waits is asked first */
    (void)term_submit(c, 940);
    CHECK_INT(stands(c, 940, 216), 2);
    while (app_work_once(c->app, clock_now()))
        ;
    CHECK_INT(term_count(c, "SELECT count(*) FROM studymap_receipt WHERE kind = 'moved'"), CHAIN - 1);
    CHECK_INT(stands(c, 901 + CHAIN - 1, 200 + CHAIN - 2), 0);
    CHECK_INT(stands(c, 940, 216), 1);
    CHECK_INT(term_count(c, "SELECT taken FROM records_section WHERE id = 219"), 0);
    CHECK_INT(term_count(c, "SELECT count(*) FROM records_section WHERE promote_due = 1"), 0);
    CHECK_INT(term_count(c, "SELECT count(*) FROM campus_audit WHERE what = 'studymap.moved'"), CHAIN - 1);
}

static void a_chain_is_bounded(void)
{
    term_each(chain_test);
}

/* --- The order of preference ------------------------------------------------------------------------ */

static void ranks_test(struct term_campus *c)
{
    term_choose(c, 901, 111);
    term_choose(c, 901, 121); /* clashes with it */
    struct web_answer a = term_post(c, 901, "/plan/2026-2/rank", "do=up&offering=12");
    CHECK_STR(term_leads(c, &a), "/plan/2026-2");
    a = term_post(c, 901, "/plan/2026-2/rank", "do=up&offering=12"); /* is the first */
    CHECK_STR(term_leads(c, &a), "/plan/2026-2");
    CHECK_INT(term_post(c, 901, "/plan/2026-2/rank", "do=away&offering=12").status, 400);
    /* The options of one choice, and the limits of them. */
    a = term_post(c, 901, "/plan/2026-2/option", "do=add&offering=11&section=112");
    CHECK_INT(a.status, 303);
    a = term_post(c, 901, "/plan/2026-2/option", "do=up&offering=11&section=112");
    CHECK_INT(a.status, 303);
    CHECK_INT(term_count(c, "SELECT section FROM studymap_item WHERE offering = 11"), 112);
    a = term_post(c, 901, "/plan/2026-2/option", "do=remove&offering=11&section=111");
    CHECK_INT(a.status, 303);
    CHECK_INT(term_count(c, "SELECT length(others) FROM studymap_item WHERE offering = 11"), 0);
    CHECK_INT(term_post(c, 901, "/plan/2026-2/option", "do=add&offering=11&section=77").status, 404);
    a = term_post(c, 901, "/plan/2026-2/option", "do=add&offering=11&section=121");
    CHECK_INT(a.status, 303);
    a = term_post(c, 901, "/plan/2026-2/option", "do=up&offering=11&section=121");
    CHECK_INT(a.status, 409); /* the course is a choice of its own */
    (void)term_submit(c, 901);
    CHECK_INT(stands(c, 901, 121), 0);
    CHECK_INT(stands(c, 901, 112), 0);
}

static void the_order_is_hers(void)
{
    term_each(ranks_test);
}

CHECKS(studymap_decide, TEST(swaps_and_options), TEST(those_who_wait), TEST(a_chain_is_bounded),
       TEST(the_order_is_hers))
