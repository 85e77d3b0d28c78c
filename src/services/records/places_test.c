/* places_test.c: seats and wait-lists, and what one asks about them, on both databases.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include "check.h"
#include "records_q.h"
#include "records_seats.h"
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
    db = register_reader(c); /* s1 is asked by who knows the rules; until then nobody gets the seat */
    CHECK_OK(records_term_of_code(db, LANG_EN, "2026-2", &term));
    CHECK_OK(records_places_of(db, register_person(db, "s1"), term.id, &places));
    CHECK_INT(places.n, 2);
    CHECK_STR(places.v[0].section.course_code, "CSE 8");
    CHECK_INT(places.v[0].waiting_at, 1);
    CHECK(places.v[0].section.promote_due);
    CHECK_INT(places.v[1].section.meetings.n, 1);
    CHECK_OK(records_places_of(db, register_person(db, "s2"), term.id, &places));
    CHECK_INT(places.v[0].waiting_at, 2);
    store_release(db);
    register_write(c, take, &(struct want){"s4", "CSE 8", "A02", false, RECORDS_ALREADY, 0});
    register_write(c, take, &(struct want){"s3", "CSE 8", "A02", false, RECORDS_FULL, 0});
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
    CHECK_INT(places.v[0].waiting_at, 1);
    CHECK(places.v[0].section.promote_due);
    store_release(db);
    register_write(c, take, &(struct want){"s2", "CSE 8", "A02", true, RECORDS_WAITING, 2});
}

static void more_seats_are_first_for_who_waits(void)
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

/* --- The sheet, and reserves -------------------------------------------------------------------- */

static void sheets(struct campus_register *c)
{
    const struct records_sheet *first = NULL, *again = NULL, *later = NULL;
    struct records_term term = {0};
    struct records_seats seats = {0};
    struct db *db = register_reader(c);
    err e = OK;

    CHECK_OK(records_term_of_code(db, LANG_EN, "2026-2", &term));
    section_id id = register_section(db, "CSE 8", "A02");
    CHECK_OK(records_sheet_get(db, term.id, &first));
    CHECK_OK(records_sheet_get(db, term.id, &again));
    CHECK(first == again);
    const struct records_section *s = records_sheet_section(first, id);
    CHECK_STR(s->course_code, "CSE 8");
    CHECK_STR(s->code, "A02");
    CHECK_INT(s->seats, 0);
    CHECK(records_sheet_section(first, (section_id){1}) == NULL);
    for (size_t i = 0; i < first->n; i++)
        for (size_t k = 0; k < first->v[i].meetings.n; k++)
            CHECK(first->v[i].meetings.v[k].section.v == first->v[i].id.v);
    struct records_section copy = *s, *copies[] = {&copy};
    CHECK_OK(records_seats_fill(db, copies, 1));
    CHECK_INT(copy.seats, 1);
    CHECK_OK(records_seats_of(db, id, &seats));
    CHECK_INT(seats.taken, 1);
    store_release(db);
    register_edit(c, "sections.csv", "CSE 8,A02,,1", "CSE 8,A02,Ada Lovelace,1");
    CHECK_INT(register_import(c, true, &e)->faults, 0);
    db = register_reader(c);
    CHECK_OK(records_sheet_get(db, term.id, &later));
    CHECK_STR(records_sheet_section(later, id)->lecturer, "Ada Lovelace");
    CHECK_STR(s->lecturer, ""); /* who holds the old one keeps it */
    CHECK_INT(records_sheet_get(db, (term_id){1}, &later), ERR_NOT_FOUND);
    store_release(db);
}

static void a_sheet_is_as_old_as_it_says(void)
{
    register_each(sheets);
}

struct reserving {
    struct records_reserve r;
    err want;
};

static enum wrote reserve(struct db *db, void *ctx)
{
    const struct reserving *x = ctx;

    CHECK_INT(records_reserve_put(db, &x->r, NULL), x->want);
    return WROTE_DONE;
}

/* A seat of the first reserve of a section, for somebody; gives 1 when it was there. */
static enum wrote take_reserved(struct db *db, void *ctx)
{
    int64_t *taken = ctx;
    const struct records_sheet *sheet = NULL;
    struct records_term term = {0};
    bool got = false;
    struct records_hold h = {.person = register_person(db, "s1"), .at = db_now(db)};

    CHECK_OK(records_term_of_code(db, LANG_EN, "2026-2", &term));
    CHECK_OK(records_sheet_get(db, term.id, &sheet));
    h.section = register_section(db, "CSE 8", "A01");
    h.offering = records_sheet_section(sheet, h.section)->offering;
    struct records_seat seat = {.section = h.section};
    seat.reserves = records_sheet_reserves(sheet, h.section, &seat.n);
    CHECK_INT(seat.n, 1);
    CHECK_OK(records_seat_take(db, &seat, &h.reserve, &got));
    *taken = got && h.reserve.v != 0;
    if (got)
        CHECK_OK(records_hold_add(db, &h));
    return WROTE_DONE;
}

static enum wrote give_back(struct db *db, void *ctx)
{
    const struct records_reserve *r = ctx;
    bool left = false;
    struct records_sections found = {0};

    CHECK_OK(records_sections_by_id(db, &r->section, 1, &found));
    CHECK_OK(records_leave(db, register_person(db, "s1"), found.v[0].offering, &left));
    CHECK(left);
    return WROTE_DONE;
}

static enum wrote end_reserves(struct db *db, void *ctx)
{
    bool *more = ctx;

    CHECK_OK(records_reserves_end(db, more));
    return WROTE_DONE;
}

static void reserves(struct campus_register *c)
{
    struct db *db = register_reader(c);
    struct records_r_programme_list all = {0};
    struct records_seats seats = {0};
    int64_t taken = 0;
    bool more = true;

    CHECK_OK(records_q_programmes(db, false, &all));
    section_id id = register_section(db, "CSE 8", "A01"); /* two seats */
    store_release(db);
    struct records_reserve r = {id, all.v[0].id, 3, 0, {REGISTER_NOW + 1000}};
    register_write(c, reserve, &(struct reserving){r, ERR_CONFLICT});
    r.seats = 2;
    register_write(c, reserve, &(struct reserving){r, OK});
    /* Nothing is left for everybody. */
    register_write(c, take, &(struct want){"s4", "CSE 8", "A01", false, RECORDS_FULL, 0});
    register_write(c, take_reserved, &taken);
    CHECK_INT(taken, 1);
    r.seats = 0;
    register_write(c, reserve, &(struct reserving){r, ERR_CONFLICT}); /* one is taken */
    r.seats = 1;
    register_write(c, reserve, &(struct reserving){r, OK});
    register_write(c, take, &(struct want){"s4", "CSE 8", "A01", false, RECORDS_TAKEN, 0});
    register_write(c, give_back, &r);
    db = register_reader(c);
    CHECK_OK(records_seats_of(db, id, &seats));
    CHECK_INT(seats.taken * 10 + seats.kept, 11); /* it is kept again */
    store_release(db);
    clock_freeze((instant){REGISTER_NOW + 1000});
    register_write(c, take_reserved, &taken);
    CHECK_INT(taken, 0); /* over, though the seats are not released yet */
    register_write(c, end_reserves, &more);
    CHECK(!more);
    db = register_reader(c);
    CHECK_OK(records_seats_of(db, id, &seats));
    CHECK_INT(seats.taken * 10 + seats.kept, 10);
    store_release(db);
    clock_freeze((instant){REGISTER_NOW});
}

static void seats_are_kept_until_a_moment(void)
{
    register_each(reserves);
}

CHECKS(records_places, TEST(a_sheet_is_as_old_as_it_says), TEST(seats_are_kept_until_a_moment), TEST(seats_and_waits), TEST(two_seats_go_to_two),
       TEST(more_seats_are_first_for_who_waits), TEST(windows_are_the_persons))
