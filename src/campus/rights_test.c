/* rights_test.c: which roles give which rights, and where.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include "rights.h"
#include "check.h"

static void roles_give_rights_in_their_scope(void)
{
    static const struct {
        const char *name;
        struct held_role role;
        enum may may;
        int64_t scope;
        bool at_all, in;
    } cases[] = {
        {"a student studies", {ROLE_STUDENT, 0}, MAY_STUDY, 7, true, true},
        {"a student does not teach", {ROLE_STUDENT, 0}, MAY_TEACH, 7, false, false},
        {"a lecturer teaches her offering", {ROLE_LECTURER, 7}, MAY_TEACH, 7, true, true},
        {"and no other", {ROLE_LECTURER, 7}, MAY_TEACH, 8, true, false},
        {"a programme's administrator has one programme",
         {ROLE_PROGRAMME_ADMIN, 7},
         MAY_MANAGE_PROGRAMME,
         8,
         true,
         false},
        {"the catalogue's has all programmes",
         {ROLE_CATALOGUE_ADMIN, 0},
         MAY_MANAGE_PROGRAMME,
         8,
         true,
         true},
        {"a faculty's has the programmes", {ROLE_CATALOGUE_ADMIN, 7}, MAY_MANAGE_PROGRAMME, 7, true, true},
        {"a faculty's has not the catalogue", {ROLE_CATALOGUE_ADMIN, 7}, MAY_MANAGE_CATALOGUE, 0, false, false},
        {"the catalogue's has no people", {ROLE_CATALOGUE_ADMIN, 0}, MAY_MANAGE_PEOPLE, 0, false, false},
        {"the people's has no catalogue", {ROLE_PEOPLE_ADMIN, 0}, MAY_MANAGE_CATALOGUE, 0, false, false},
        {"the system's has people", {ROLE_SYSTEM_ADMIN, 0}, MAY_MANAGE_PEOPLE, 0, true, true},
        {"the desk helps", {ROLE_HELPDESK, 0}, MAY_HELP, 0, true, true},
        {"the desk has no people", {ROLE_HELPDESK, 0}, MAY_MANAGE_PEOPLE, 0, false, false},
        {"the people's helps too", {ROLE_PEOPLE_ADMIN, 0}, MAY_HELP, 0, true, true},
        {"a lecturer does not help", {ROLE_LECTURER, 0}, MAY_HELP, 0, false, false},
        {"the system's does not study", {ROLE_SYSTEM_ADMIN, 0}, MAY_STUDY, 0, false, false},
    };

    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        check_case(cases[i].name);
        CHECK_INT(may_at_all(&cases[i].role, 1, cases[i].may), cases[i].at_all);
        CHECK_INT(may_in(&cases[i].role, 1, cases[i].may, cases[i].scope), cases[i].in);
    }
    check_case("nobody");
    CHECK(!may_at_all(NULL, 0, MAY_STUDY));
}

static void words_go_both_ways(void)
{
    enum role r = ROLE_COUNT;

    for (unsigned i = 0; i < ROLE_COUNT; i++) {
        CHECK(role_parse(role_word((enum role)i), &r));
        CHECK_INT(r, i);
    }
    CHECK(!role_parse("rector", &r));
}

CHECKS(campus_rights, TEST(roles_give_rights_in_their_scope), TEST(words_go_both_ways))
