/* places_test.c: seats and wait-lists, and what one asks about them, on both databases.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include "check.h"
#include "records.h"
#include "register_fixture.h"

struct want {
    const char *login, *course, *code;
    bool may_wait;
    enum records_answer answer;
    int64_t waiting_at;
};

static enum wrote take(struct db *db, void *ctx)
{
    const struct want *w = ctx;
    struct records_ask ask = {.person = register_person(db, w->login),
                              .section = register_section(db, w->course, w->code),
                              .may_wait = w->may_wait};
    struct records_given given = {0};

    CHECK_OK(records_take(db, &ask, &given));
    check_case(w->login);
    CHECK_INT(given.answer, w->answer);
    CHECK_INT(given.waiting_at, w->waiting_at);
    return WROTE_DONE;
}

static enum wrote leave(struct db *db, void *ctx)
{
    struct want *w = ctx;
    struct records_sections found = {0};
    section_id id = register_section(db, w->course, w->code);
    bool left = false;

    CHECK_OK(records_sections_by_id(db, &id, 1, &found));
    CHECK_OK(records_leave(db, register_person(db, w->login), found.v[0].offering, &left));
    CHECK(left);
    CHECK_OK(records_leave(db, register_person(db, w->login), found.v[0].offering, &left));
    CHECK(!left);
    return WROTE_DONE;
}

static void takes(struct campus_register *c)
{
    struct want wants[] = {
        {"s1", "CSE 8",  "A02", false, RECORDS_FULL,    0}, /* s3 has its only seat */
        {"s1", "CSE 8",  "A02", true,  RECORDS_WAITING, 1},
        {"s2", "CSE 8",  "A02", true,  RECORDS_WAITING, 2},
        {"s2", "CSE 8",  "A01", true,  RECORDS_ALREADY, 2}, /* one thing an offering */
        {"s3", "CSE 8",  "A01", true,  RECORDS_ALREADY, 0},
        {"s4", "CSE 8",  "A01", false, RECORDS_TAKEN,   0},
        {"s1", "CSE 12", "A01", false, RECORDS_TAKEN,   0}, /* unlimited */
    };
    struct records_places places = {0};
    struct records_term term = {0};
    struct db *db;

    for (size_t i = 0; i < sizeof wants / sizeof wants[0]; i++)
        register_write(c, take, &wants[i]);
    register_write(c, leave, &(struct want){"s3", "CSE 8", "A02", false, 0, 0});
    db = register_reader(c); /* s1 moved up at once */
    CHECK_OK(records_term_of_code(db, LANG_EN, "2026-2", &term));
    CHECK_OK(records_places_of(db, register_person(db, "s1"), term.id, &places));
    CHECK_INT(places.n, 2);
    CHECK_STR(places.v[0].section.course_code, "CSE 8");
    CHECK_INT(places.v[0].waiting_at, 0);
    CHECK_INT(places.v[1].section.meetings.n, 1);
    CHECK_OK(records_places_of(db, register_person(db, "s2"), term.id, &places));
    CHECK_INT(places.v[0].waiting_at, 1);
    store_release(db);
}

static void seats_and_waits(void)
{
    register_each(takes);
}

/* Every student at once, each in a write of her own. */
struct race {
    struct write write;
    struct want want;
};

static enum wrote race_run(struct db *db, void *ctx)
{
    struct race *r = ctx;
    struct records_ask ask = {.person = register_person(db, r->want.login),
                              .section = register_section(db, "CSE 8", "A01")};
    struct records_given given = {0};

    if (records_take(db, &ask, &given) != OK)
        return WROTE_FAILED;
    r->want.answer = given.answer;
    return WROTE_DONE;
}

static void race_done(void *ctx, err outcome)
{
    struct race *r = ctx;

    if (outcome != OK)
        r->want.answer = RECORDS_GONE;
}

static void races(struct campus_register *c)
{
    static const char *const logins[] = {"s1", "s2", "s4", "l1", "a1", "admin"};
    struct race all[6] = {0};
    int64_t taken = 0, full = 0;

    for (size_t i = 0; i < 6; i++) {
        all[i].want.login = logins[i];
        all[i].write = (struct write){.run = race_run,
                                      .done = race_done,
                                      .ctx = &all[i],
                                      .arena = arena_new(1 << 24),
                                      .now = clock_now()};
        CHECK_OK(store_write(c->app->store, &all[i].write));
    }
    store_drain(c->app->store);
    for (size_t i = 0; i < 6; i++) {
        taken += all[i].want.answer == RECORDS_TAKEN;
        full += all[i].want.answer == RECORDS_FULL;
        arena_free(all[i].write.arena);
    }
    CHECK_INT(taken, 2);
    CHECK_INT(full, 4);
}

static void two_seats_go_to_two(void)
{
    register_each(races);
}

static void raises(struct campus_register *c)
{
    err e = OK;
    struct records_places places = {0};
    struct records_term term = {0};
    struct db *db;

    register_write(c, take, &(struct want){"s1", "CSE 8", "A02", true, RECORDS_WAITING, 1});
    register_edit(c, "sections.csv", "CSE 8,A02,,1", "CSE 8,A02,,2");
    CHECK_INT(register_import(c, true, &e)->faults, 0);
    CHECK_OK(e);
    db = register_reader(c);
    CHECK_OK(records_term_of_code(db, LANG_EN, "2026-2", &term));
    CHECK_OK(records_places_of(db, register_person(db, "s1"), term.id, &places));
    CHECK_INT(places.v[0].waiting_at, 0);
    store_release(db);
}

static void more_seats_move_the_list_up(void)
{
    register_each(raises);
}

static void windows(struct campus_register *c)
{
    struct records_window w = {0};
    struct records_term now = {0}, plan = {0};
    struct db *db = register_reader(c);

    CHECK_OK(records_term_now(db, LANG_EN, &now));
    CHECK_STR(now.code, "2026-1");
    CHECK_OK(records_term_to_plan(db, LANG_NL, &plan));
    CHECK_STR(plan.name, "Voorjaar");
    CHECK_OK(records_window_for(db, register_person(db, "s1"), plan.id, &w));
    CHECK_INT(w.state, RECORDS_WINDOW_OPEN);
    CHECK_OK(records_window_for(db, register_person(db, "s2"), plan.id, &w));
    CHECK_INT(w.state, RECORDS_WINDOW_FUTURE); /* the master's own */
    CHECK_OK(records_window_for(db, register_person(db, "s1"), now.id, &w));
    CHECK_INT(w.state, RECORDS_WINDOW_NONE);
    store_release(db);
}

static void windows_are_the_persons(void)
{
    register_each(windows);
}

CHECKS(records_places, TEST(seats_and_waits), TEST(two_seats_go_to_two),
       TEST(more_seats_move_the_list_up), TEST(windows_are_the_persons))
