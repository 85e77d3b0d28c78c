/* import_test.c: CSV folders: imported once, again, changed, and broken, on both databases.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include "check.h"
#include "records.h"
#include "records_q.h"
#include "records_times.h"
#include "register_fixture.h"
#include <string.h>

static void check_same(struct campus_register *c)
{
    err e = OK;
    struct import *imp = register_import(c, true, &e);

    CHECK_OK(e);
    CHECK_INT(imp->faults, 0);
    CHECK(!import_changes(imp));
    CHECK_INT(imp->id.v, 0);
}

static void again_changes_nothing(struct campus_register *c)
{
    struct records_r_import_list imports = {0};
    struct db *db;

    check_same(c);
    db = register_reader(c);
    CHECK_OK(records_q_imports(db, &imports));
    CHECK_INT(imports.n, 1);
    store_release(db);
}

static void same_folder_changes_nothing(void)
{
    register_each(again_changes_nothing);
}

static void changes(struct campus_register *c)
{
    struct records_section *section;
    struct records_sections found = {0};
    err e = OK;
    struct import *imp;
    struct db *db;
    section_id id;

    register_edit(c, "meetings.csv", "1,lecture,1,2027-02-01,2027-05-28,09:00,10:45,L,0.04",
                  "1,lecture,1,2027-02-01,2027-05-28,09:15,11:00,L,0.05");
    register_edit(c, "sections.csv", "CSE 8,A01,Eva Smit,2", "CSE 8,A01,Eva Smit,3");
    register_edit(c, "sections.csv", "2026-2,MATH 20,A01,,30\n", "2026-2,MATH 20,B01,,30\n");
    imp = register_import(c, false, &e);
    CHECK_OK(e);
    CHECK_INT(register_sum(imp).added, 1);
    CHECK_INT(register_sum(imp).changed, 2);
    CHECK_INT(register_sum(imp).removed, 1);
    CHECK_STR(import_words(imp, SECTIONS, imp->file[SECTIONS].v[0]),
              "sections.csv:2: 2026-2 CSE 8 A01, seats 2 → 3");
    CHECK_STR(import_words(imp, MEETINGS, imp->file[MEETINGS].v[0]),
              "meetings.csv:2: 2026-2 CSE 8 A01 1, starts 09:00 → 09:15, ends 10:45 → 11:00, "
              "room 0.04 → 0.05");
    CHECK_STR(import_words(imp, SECTIONS, imp->gone[SECTIONS].v[0]),
              "sections.csv: − 2026-2 MATH 20 A01");

    db = register_reader(c); /* only checked: nothing changed yet */
    id = register_section(db, "CSE 8", "A01");
    CHECK_OK(records_sections_by_id(db, &id, 1, &found));
    CHECK_INT(found.v[0].seats, 2);
    store_release(db);

    CHECK_INT(register_import(c, true, &e)->faults, 0);
    CHECK_OK(e);
    db = register_reader(c);
    CHECK_OK(records_sections_by_id(db, &id, 1, &found));
    section = &found.v[0];
    CHECK_INT(section->seats, 3);
    CHECK_STR(section->meetings.v[0].room, "0.05");
    CHECK_INT(section->meetings.v[0].sequence, 1);
    CHECK_INT(section->meetings.v[1].sequence, 0);
    store_release(db);
    check_same(c);
}

static void differences_are_shown_then_made(void)
{
    register_each(changes);
}

static const struct {
    const char *name, *file, *from, *to, *says;
} faults[] = {
    {"seats in words",                 "sections.csv",           "CSE 8,A02,,1",            "CSE 8,A02,,many",
     "sections.csv:3: seats: “many” is not a number from 0 to 9998"                                                                                                                },
    {"too many seats",                 "sections.csv",           "CSE 8,A02,,1",            "CSE 8,A02,,10000",
     "sections.csv:3: seats: “10000” is not a number from 0 to 9998"                                                                                                               },
    {"a missing column",               "buildings.csv",          "address",                 "adres",
     "buildings.csv:1: address: this column is missing"                                                                                                                                },
    {"an unknown course",              "offerings.csv",          "2026-2,CSE 12",           "2026-2,CSE 99",
     "offerings.csv:3: course: “CSE 99” is not in courses.csv and not in the register"                                                                                             },
    {"an unknown course in a rule",    "requirement_groups.csv", "MATH 20",                 "MATH 99",
     "requirement_groups.csv:2: courses: “MATH 99” is not a course"                                                                                                                },
    {"not UTF-8",                      "courses.csv",            "Calculus",                "Calc\xfclus",
     "courses.csv:5: these bytes are not UTF-8; save the file as UTF-8"                                                                                                                },
    {"twice the same",                 "rooms.csv",              "L,0.05,20",               "L,0.04,20",
     "rooms.csv:3: the same as line 2"                                                                                                                                                 },
    {"no such day",                    "terms.csv",              "2027-06-25",              "2027-06-31",
     "terms.csv:3: last: “2027-06-31” is not a day like 2027-02-01"                                                                                                                },
    {"the end before the beginning",   "terms.csv",              "2027-06-25",              "2027-01-25",
     "terms.csv:3: last: it ends before it begins"                                                                                                                                     },
    {"an unknown word",                "programmes.csv",         "bachelor",                "bsc",
     "programmes.csv:2: degree: “bsc” is none of: bachelor, master"                                                                                                                },
    {"fewer seats than places",        "sections.csv",           "CSE 8,A02,,1",            "CSE 8,A02,,0",
     "sections.csv:3: seats: 0 is fewer than the places that are taken: 1"                                                                                                             },
    {"a section with places left out", "sections.csv",           "2026-2,CSE 8,A02,,1\n",   "",
     "sections.csv:1: 2026-2 CSE 8 A02 is left out, but has places taken or waited for: 1"                                                                                             },
    {"a rule without an end",          "prerequisites.csv",      "CSE 12,CSE 8",            "CSE 12,CSE 8 & (",
     "prerequisites.csv:2: rule: not understood from “” on"                                                                                                                            },
    {"an unknown course in a prerequisite", "prerequisites.csv", "CSE 12,CSE 8",            "CSE 12,CSE 9",
     "prerequisites.csv:2: rule: “CSE 9” is not a course"                                                                                                                              },
    {"a grade that is none",           "results.csv",            "6.5",                     "10.5",
     "results.csv:2: grade: “10.5” is not a grade from 1.0 to 10.0"                                                                                                                    },
    {"a weekday that does not come",   "meetings.csv",           "2,2027-06-15,2027-06-15",
     "3,2027-06-15,2027-06-15",                                                                                 "meetings.csv:3: last: this weekday does not come between the two days"},
};

static void breaks(struct campus_register *c)
{
    for (size_t i = 0; i < sizeof faults / sizeof faults[0]; i++) {
        err e = OK;
        struct import *imp;

        register_edit(c, faults[i].file, faults[i].from, faults[i].to);
        imp = register_import(c, true, &e);
        CHECK_INT(e, ERR_CONFLICT);
        if (!CHECK(register_says(imp, faults[i].says)))
            check_fail(__FILE__, __LINE__, "%s", faults[i].name);
        if (*faults[i].to != '\0')
            register_edit(c, faults[i].file, faults[i].to, faults[i].from);
        else
            register_edit(c, faults[i].file, "2026-2,CSE 12,A01",
                          "2026-2,CSE 8,A02,,1\n2026-2,CSE 12,A01");
    }
    check_same(c); /* nothing of all that was written */
}

static void faults_are_told_and_lose_nothing(void)
{
    register_each(breaks);
}

static void arranges(struct campus_register *c)
{
    struct records_section *section;
    struct records_sections found = {0};
    err e = OK;
    struct import *imp;
    section_id ids[2];
    struct db *db;

    register_edit(c, "sections.csv", "CSE 8,A02,,1", "CSE 8,A02,,9999");
    register_edit(c, "meetings.csv", "09:00,10:45,L,0.04", "0:00,0:00,TBA,TBA");
    register_edit(c, "meetings.csv", "13:00,16:00,L,0.04", "13:00,16:00,L,TBA");
    imp = register_import(c, true, &e);
    CHECK_OK(e);
    CHECK(register_says(imp, "sections.csv:3: seats: 9999 is read as “unlimited”"));
    CHECK(register_says(
        imp, "meetings.csv:2: starts: no times: read as “by arrangement”, without a meeting"));
    CHECK(register_says(imp, "meetings.csv:3: room: read as “no room yet”"));
    db = register_reader(c);
    ids[0] = register_section(db, "CSE 8", "A02");
    ids[1] = register_section(db, "CSE 8", "A01");
    CHECK_OK(records_sections_by_id(db, ids, 2, &found));
    CHECK_INT(found.n, 2);
    CHECK(found.v[0].unlimited);
    section = &found.v[1];
    CHECK_INT(section->meetings.n, 1);
    CHECK_STR(section->meetings.v[0].room, "");
    store_release(db);
}

static void what_systems_write_for_unknown_is_understood(void)
{
    register_each(arranges);
}

static struct records_meeting first_meeting(struct campus_register *c, const char *course)
{
    struct records_sections found = {0};
    struct db *db = register_reader(c);
    section_id id = register_section(db, course, "A01");
    struct records_meeting m = {0};

    CHECK_OK(records_sections_by_id(db, &id, 1, &found));
    if (CHECK(found.n == 1 && found.v[0].meetings.n > 0))
        m = found.v[0].meetings.v[0];
    store_release(db);
    return m;
}

static void pauses(struct campus_register *c)
{
    struct records_meeting m = first_meeting(c, "CSE 8");
    struct records_holidays days = {0};
    err e = OK;
    struct db *db;

    CHECK_STR(m.off, "20270329");
    CHECK_INT(m.sequence, 0);
    CHECK(records_meeting_off(&m, (day){20270329}));
    CHECK(!records_meeting_off(&m, (day){20270405}));
    register_edit(c, "holidays.csv", "2026-2,2027-03-29,2027-03-29,Easter Monday,Tweede paasdag\n",
                  "2026-2,2027-05-15,2027-05-17,Whitsun,Pinksteren\n");
    CHECK_INT(register_import(c, true, &e)->faults, 0);
    CHECK_OK(e);
    m = first_meeting(c, "CSE 8");
    CHECK_STR(m.off, "20270517");
    CHECK_INT(m.sequence, 1);
    check_same(c);
    db = register_reader(c);
    CHECK_OK(records_holidays(db, LANG_NL, (day){20270517}, (day){20270523}, &days));
    CHECK_INT(days.n, 1);
    CHECK_STR(days.v[0].name, "Pinksteren");
    store_release(db);
    register_edit(c, "holidays.csv", "2027-05-15,2027-05-17", "2027-05-17,2027-05-15");
    CHECK(register_says(register_import(c, true, &e),
                        "holidays.csv:2: last: it ends before it begins"));
}

static void days_without_teaching_are_off(void)
{
    register_each(pauses);
}

static void moves(struct campus_register *c)
{
    struct records_earliers was = {0};
    struct records_sections found = {0};
    err e = OK;
    struct db *db;
    section_id id;

    register_edit(c, "meetings.csv", "09:00,10:45,L,0.04", "09:15,11:00,L,0.05");
    register_edit(c, "meetings.csv",
                  "2026-2,CSE 8,A01,2,exam,2,2027-06-15,2027-06-15,13:00,16:00,L,0.04\n", "");
    CHECK_INT(register_import(c, true, &e)->faults, 0);
    CHECK_OK(e);
    db = register_reader(c);
    id = register_section(db, "CSE 8", "A01");
    CHECK_OK(records_sections_by_id(db, &id, 1, &found));
    CHECK_OK(records_earlier_of(db, &found.v[0].offering, 1, (instant){1}, &was));
    CHECK_INT(was.n, 2);
    for (size_t i = 0; i < was.n; i++) {
        CHECK_STR(was.v[i].meeting.room, "0.04");
        CHECK_STR(was.v[i].section.course_code, "CSE 8");
        CHECK(was.v[i].gone == str_eq(was.v[i].meeting.kind, "exam"));
        CHECK_INT(was.v[i].meeting.starts.v, was.v[i].gone ? 13 * 60 : 9 * 60);
    }
    CHECK_OK(records_earlier_of(db, &found.v[0].offering, 1, db_now(db), &was));
    CHECK_INT(was.n, 0);
    store_release(db);
}

static void what_meetings_were_is_kept(void)
{
    register_each(moves);
}

static void finds(struct campus_register *c)
{
    struct records_lecturers all = {0};
    struct records_sections found = {0};
    struct records_uses used = {0};
    struct records_room room = {0};
    struct db *db = register_reader(c);
    bool known = false;

    CHECK_OK(records_lecturers(db, &all));
    CHECK_INT(all.n, 1);
    CHECK_OK(records_given_by(db, all.v[0], (day){20270201}, (day){20270207}, &found));
    CHECK_INT(found.n, 2);
    CHECK_OK(records_lecturer_known(db, "Eva", &known));
    CHECK(!known); /* a part of a name is nobody */
    CHECK_OK(records_room_of(db, "L", "0.04", &room));
    CHECK_INT(room.seats, 40);
    CHECK_OK(records_in_room(db, room.id, (day){20270601}, (day){20270630}, &found));
    CHECK_INT(found.n, 1);
    CHECK_INT(found.v[0].meetings.n, 1); /* the exam; the lectures are over */
    CHECK_OK(records_rooms_used(db, "", (day){20270208}, &used));
    CHECK_INT(used.n, 1);
    CHECK_OK(records_rooms_used(db, "L", (day){20270329}, &used));
    CHECK_INT(used.n, 0); /* Easter Monday */
    CHECK_INT(records_room_of(db, "L", "9.99", &room), ERR_NOT_FOUND);
    store_release(db);
}

static void rooms_lecturers_and_courses_are_found(void)
{
    register_each(finds);
}

static void counts(struct campus_register *c)
{
    struct records_requirements groups = {0};
    struct records_studies studies = {0};
    struct db *db = register_reader(c);

    CHECK_OK(records_studies_of(db, LANG_NL, register_person(db, "s1"), &studies));
    CHECK_INT(studies.n, 1);
    CHECK_STR(studies.v[0].name, "Informatica");
    CHECK_OK(records_requirements_of(db, LANG_EN, studies.v[0].programme, &groups));
    CHECK_INT(groups.n, 2);
    CHECK_STR(groups.v[0].name, "First year");
    CHECK_INT(groups.v[0].n_courses, 3); /* CSE 8, CSE 12, MATH 20 */
    CHECK(!groups.v[0].any && groups.v[1].any);
    store_release(db);
}

static void rules_become_courses(void)
{
    register_each(counts);
}

CHECKS(records_import, TEST(same_folder_changes_nothing), TEST(differences_are_shown_then_made),
       TEST(faults_are_told_and_lose_nothing),
       TEST(what_systems_write_for_unknown_is_understood), TEST(rules_become_courses), TEST(days_without_teaching_are_off),
       TEST(what_meetings_were_is_kept), TEST(rooms_lecturers_and_courses_are_found))
