/* people_test.c: import, activation, one's own account and the administrator's pages, on both
   databases.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include "account.h"
#include "browser_fixture.h"
#include "check.h"
#include "identity.h"
#include "service.h"
#include "str.h"
#include <string.h>

extern const struct service identity_service;

static enum wrote imports(struct db *db, [[maybe_unused]] void *ctx)
{
    struct identity_row row = {.login = "l0001", .name = "Eva Smit", .role = "lecturer"};
    enum identity_change change = IDENTITY_SAME;
    struct identity_info who = {0};
    person_id id = {0}, again = {0};
    bool changed = false;

    CHECK_OK(identity_compare(db, &row, &id, &change));
    CHECK(change == IDENTITY_NEW && id.v == 0);
    CHECK_OK(identity_import(db, &row, &id, &change));
    CHECK_INT(change, IDENTITY_NEW);
    CHECK_OK(identity_import(db, &row, &again, &change));
    CHECK(change == IDENTITY_SAME && again.v == id.v);
    row.name = "Prof. Eva Smit";
    CHECK_OK(identity_import(db, &row, &again, &change));
    CHECK(change == IDENTITY_CHANGED && again.v == id.v);
    CHECK_OK(identity_by_name(db, "L0001@office.sint-maarten.example", &who));
    CHECK_STR(who.name, "Prof. Eva Smit");
    CHECK_STR(who.mail, "l0001@sint-maarten.example");
    CHECK_INT(identity_by_name(db, "l9999", &who), ERR_NOT_FOUND);
    CHECK_OK(identity_role_give(db, id, ROLE_LECTURER, 77, &changed));
    CHECK(changed);
    CHECK_OK(identity_role_give(db, id, ROLE_LECTURER, 77, &changed));
    CHECK(!changed);
    CHECK_OK(identity_role_take(db, id, ROLE_LECTURER, 77, &changed));
    CHECK(changed);
    return WROTE_DONE;
}

static void imports_test(struct campus *c)
{
    struct buf faults = buf_new(1 << 16);
    struct db *db = NULL;

    campus_write(c, imports, NULL);
    CHECK_OK(store_reader(c->app->store, c->arena, clock_now(), &db));
    CHECK_OK(identity_service.check(db, &faults));
    CHECK_INT(faults.n, 0);
    store_release(db);
    buf_free(&faults);
}

static void people_are_imported(void)
{
    campus_each(imports_test);
}

static void bad_rows_are_named(void)
{
    CHECK(identity_row_problem(&(struct identity_row){.login = "s1", .name = "A"}) == NULL);
    CHECK(identity_row_problem(&(struct identity_row){.login = "S1", .name = "A"}) != NULL);
    CHECK(identity_row_problem(&(struct identity_row){.name = "A"}) != NULL);
    CHECK(identity_row_problem(&(struct identity_row){.login = "s1", .name = "A\nBcc: b@c.example"}) != NULL);
    CHECK(identity_row_problem(&(struct identity_row){.login = "s1", .name = "A\tB"}) != NULL);
    CHECK(identity_row_problem(&(struct identity_row){.login = "s1"}) != NULL);
    CHECK(identity_row_problem(
              &(struct identity_row){.login = "s1", .name = "A", .role = "king"}) != NULL);
    CHECK(identity_row_problem(
              &(struct identity_row){.login = "s1", .name = "A", .mail = "nowhere"}) != NULL);
    CHECK(identity_row_problem(
              &(struct identity_row){.login = "s1", .name = "A", .lang = "de"}) != NULL);
}

struct coded {
    person_id who;
    const char *code;
    struct arena *arena;
};

static enum wrote make_code(struct db *db, void *ctx)
{
    struct coded *k = ctx;
    const char *code = NULL;

    if (account_code(db, k->who, (person_id){0}, instant_add(db_now(db), DAYS(1)), &code) != OK)
        return WROTE_FAILED;
    k->code = arena_dup(k->arena, code);
    return WROTE_DONE;
}

static void activates_test(struct campus *c)
{
    struct coded k = {.who = campus_person(c, "s2345678"), .arena = c->arena};
    struct browser b = browser_at(c, "192.0.2.1"), again = browser_at(c, "192.0.2.1");
    struct browser late = browser_at(c, "192.0.2.1");

    campus_write(c, make_code, &k);
    browser_get(&b, "/activate");
    CHECK_INT(browser_post(&b, "/activate", "name=s2345678&code=%s&password=short&again=short",
                           k.code),
              422);
    CHECK(browser_sees(&b, "too short"));
    CHECK_INT(browser_post(&b, "/activate",
                           "name=s2345678&code=AAAA-AAAA-AAAA-AAAA&password=%s&again=%s",
                           PASSWORD, PASSWORD),
              422);
    CHECK(browser_sees(&b, "do not belong together"));
    CHECK_INT(browser_post(&b, "/activate", "name=s2345678&code=%s&password=%s&again=%s",
                           k.code, PASSWORD, PASSWORD),
              303);
    CHECK_INT(browser_get(&b, "/account"), 200);
    browser_get(&again, "/activate");
    CHECK_INT(browser_post(&again, "/activate", "name=s2345678&code=%s&password=%s&again=%s",
                           k.code, PASSWORD, PASSWORD),
              422);
    campus_write(c, make_code, &k);
    clock_freeze(instant_add(clock_now(), DAYS(2)));
    browser_get(&late, "/activate");
    CHECK_INT(browser_post(&late, "/activate", "name=s2345678&code=%s&password=%s&again=%s",
                           k.code, PASSWORD, PASSWORD),
              422);
}

static void codes_activate_once(void)
{
    campus_each(activates_test);
}

static void changes_password_test(struct campus *c)
{
    struct browser b = browser_at(c, "192.0.2.1"), other = browser_at(c, "192.0.2.2");

    CHECK_INT(browser_sign_in(&b, "s1234567", PASSWORD), 303);
    CHECK_INT(browser_sign_in(&other, "s1234567", PASSWORD), 303);
    browser_get(&b, "/account");
    CHECK_INT(browser_post(&b, "/account/password", "current=wrong&password=%s&again=%s",
                           "vijf andere vogels", "vijf andere vogels"),
              422);
    CHECK(browser_sees(&b, "not your present password"));
    CHECK_INT(browser_post(&b, "/account/password", "current=%s&password=%s&again=%s", PASSWORD,
                           "vijf andere vogels", "vijf andere vogels"),
              303);
    CHECK_INT(browser_get(&b, "/account"), 200);
    CHECK_INT(browser_get(&other, "/account"), 303);
    CHECK_INT(browser_sign_in(&other, "s1234567", PASSWORD), 422);
    CHECK_INT(browser_sign_in(&other, "s1234567", "vijf andere vogels"), 303);
    browser_get(&b, "/account");
    CHECK_INT(browser_post(&b, "/account/language", "language=nl"), 303);
    browser_get(&b, "/account");
    CHECK(browser_sees(&b, "lang=\"nl\"") && browser_sees(&b, "Wijzig je wachtwoord"));
}

static void passwords_and_language_change(void)
{
    campus_each(changes_password_test);
}

static const char *person_path(struct campus *c, const char *login, const char *rest)
{
    return arena_printf(c->arena, "/admin/people/%lld%s", (long long)campus_person(c, login).v,
                        rest);
}

static void administers_test(struct campus *c)
{
    struct browser b = browser_at(c, "192.0.2.1"), noor = browser_at(c, "192.0.2.2");

    CHECK_INT(browser_sign_in(&noor, "s1234567", PASSWORD), 303);
    CHECK_INT(browser_get(&noor, "/admin/people"), 403);
    CHECK_INT(browser_sign_in(&b, "p0001", PASSWORD), 303);
    CHECK_INT(browser_get(&b, "/admin/people?q=de+vries"), 200);
    CHECK(browser_sees(&b, "Noor de Vries") && !browser_sees(&b, "Bram Jansen"));
    CHECK_INT(browser_get(&b, "/admin/people?q=s2345678"), 200);
    CHECK(browser_sees(&b, "Bram Jansen") && !browser_sees(&b, "Noor de Vries"));
    CHECK_INT(browser_get(&b, person_path(c, "s2345678", "")), 200);
    CHECK(browser_sees(&b, "No password yet"));
    CHECK_INT(browser_post(&b, person_path(c, "s2345678", "/code"), "x=1"), 200);
    CHECK(browser_sees(&b, "id=\"code\""));
    CHECK_INT(
        browser_post(&b, person_path(c, "s1234567", "/roles/give"), "role=catalogue-admin"),
        303);
    browser_get(&b, person_path(c, "s1234567", ""));
    CHECK(browser_sees(&b, "Catalogue administrator</span>"));
    CHECK_INT(browser_post(&b, person_path(c, "s1234567", "/disable"), "x=1"), 303);
    CHECK_INT(browser_get(&noor, "/account"), 303);
    CHECK_INT(browser_post(&b, person_path(c, "s1234567", "/enable"), "x=1"), 303);
    CHECK_INT(browser_sign_in(&noor, "s1234567", PASSWORD), 303);
}

static void people_are_administered(void)
{
    campus_each(administers_test);
}

/* Who hands out codes and roles must not become system administrator by it. */
static void nobody_climbs_test(struct campus *c)
{
    struct browser b = browser_at(c, "192.0.2.1"), sam = browser_at(c, "192.0.2.2");

    CHECK_INT(browser_sign_in(&b, "p0001", PASSWORD), 303);
    CHECK_INT(browser_get(&b, person_path(c, "admin", "")), 200);
    CHECK_INT(browser_post(&b, person_path(c, "admin", "/code"), "x=1"), 403);
    CHECK_INT(browser_post(&b, person_path(c, "admin", "/disable"), "x=1"), 403);
    CHECK_INT(browser_post(&b, person_path(c, "admin", "/sessions/end"), "x=1"), 403);
    CHECK_INT(browser_post(&b, person_path(c, "p0001", "/roles/give"), "role=system-admin"),
              403);
    CHECK_INT(browser_post(&b, person_path(c, "p0001", "/disable"), "x=1"), 409);
    CHECK_INT(browser_sign_in(&sam, "admin", PASSWORD), 303);
    browser_get(&sam, person_path(c, "admin", ""));
    CHECK_INT(browser_post(&sam, person_path(c, "admin", "/roles/take"), "role=system-admin"),
              409);
    CHECK_INT(browser_post(&sam, person_path(c, "p0001", "/roles/give"), "role=system-admin"),
              303);
}

static void nobody_climbs(void)
{
    campus_each(nobody_climbs_test);
}

CHECKS(identity_people, TEST(people_are_imported), TEST(bad_rows_are_named),
       TEST(codes_activate_once), TEST(passwords_and_language_change),
       TEST(people_are_administered), TEST(nobody_climbs))
