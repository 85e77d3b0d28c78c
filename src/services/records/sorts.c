/* sorts.c: the files of an import: their columns, keys and links. docs/import.md says it in prose.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include "import.h"
#include "prereq.h"

#define COLUMNS(c) .columns = (c), .n = sizeof(c) / sizeof((c)[0])

static const char *const degrees[] = {"bachelor", "master", NULL};
static const char *const languages[] = {"en", "nl", NULL};
static const char *const no_yes[] = {"no", "yes", NULL};
static const char *const kinds[] = {"lecture",    "tutorial",   "lab",    "seminar", "studio",
                                    "practical",  "exam",       "midterm", "review", "fieldwork",
                                    "film",       "individual", "internship", "other", NULL};

static const struct column faculties[] = {
    {.name = "faculty", .type = CELL_TEXT, .min = 1, .max = 20},
    {.name = "name", .type = CELL_TEXT, .min = 1, .max = 120},
    {.name = "name_nl", .type = CELL_TEXT, .min = 1, .max = 120},
};
static const struct column programmes[] = {
    {.name = "programme", .type = CELL_TEXT, .min = 1, .max = 20},
    {.name = "faculty", .type = CELL_TEXT, .min = 1, .max = 20},
    {.name = "name", .type = CELL_TEXT, .min = 1, .max = 120},
    {.name = "name_nl", .type = CELL_TEXT, .min = 1, .max = 120},
    {.name = "degree", .type = CELL_WORD, .words = degrees},
    {.name = "credits", .type = CELL_NUMBER, .min = 1, .max = 480},
};
static const struct column courses[] = {
    {.name = "course", .type = CELL_TEXT, .min = 1, .max = 20},
    {.name = "name", .type = CELL_TEXT, .min = 1, .max = 200},
    {.name = "faculty", .type = CELL_TEXT, .min = 1, .max = 20},
    {.name = "level", .type = CELL_NUMBER, .min = 100, .max = 600},
    {.name = "credits", .type = CELL_NUMBER, .min = 0, .max = 60},
    {.name = "language", .type = CELL_WORD, .words = languages},
};
static const struct column groups[] = {
    {.name = "programme", .type = CELL_TEXT, .min = 1, .max = 20},
    {.name = "number", .type = CELL_NUMBER, .min = 1, .max = 99},
    {.name = "name", .type = CELL_TEXT, .min = 1, .max = 120},
    {.name = "name_nl", .type = CELL_TEXT, .min = 1, .max = 120},
    {.name = "credits", .type = CELL_NUMBER, .min = 0, .max = 480},
    {.name = "courses", .type = CELL_TEXT, .min = 1, .max = 4000},
};
static const struct column prerequisites[] = {
    {.name = "course", .type = CELL_TEXT, .min = 1, .max = 20},
    {.name = "rule", .type = CELL_TEXT, .min = 0, .max = PREREQ_LONGEST},
};
static const struct column terms[] = {
    {.name = "term", .type = CELL_TEXT, .min = 1, .max = 20},
    {.name = "name", .type = CELL_TEXT, .min = 1, .max = 80},
    {.name = "name_nl", .type = CELL_TEXT, .min = 1, .max = 80},
    {.name = "first", .type = CELL_DAY},
    {.name = "last", .type = CELL_DAY},
};
static const struct column holidays[] = {
    {.name = "term", .type = CELL_TEXT, .min = 1, .max = 20},
    {.name = "first", .type = CELL_DAY},
    {.name = "last", .type = CELL_DAY},
    {.name = "name", .type = CELL_TEXT, .min = 1, .max = 80},
    {.name = "name_nl", .type = CELL_TEXT, .min = 1, .max = 80},
};
static const struct column buildings[] = {
    {.name = "building", .type = CELL_TEXT, .min = 1, .max = 20},
    {.name = "name", .type = CELL_TEXT, .min = 1, .max = 80},
    {.name = "address", .type = CELL_TEXT, .min = 0, .max = 120},
};
static const struct column rooms[] = {
    {.name = "building", .type = CELL_TEXT, .min = 1, .max = 20},
    {.name = "room", .type = CELL_TEXT, .min = 1, .max = 20},
    {.name = "seats", .type = CELL_NUMBER, .min = 0, .max = 9998},
};
static const struct column offerings[] = {
    {.name = "term", .type = CELL_TEXT, .min = 1, .max = 20},
    {.name = "course", .type = CELL_TEXT, .min = 1, .max = 20},
};
static const struct column sections[] = {
    {.name = "term", .type = CELL_TEXT, .min = 1, .max = 20},
    {.name = "course", .type = CELL_TEXT, .min = 1, .max = 20},
    {.name = "section", .type = CELL_TEXT, .min = 1, .max = 20},
    {.name = "lecturer", .type = CELL_TEXT, .min = 0, .max = 200},
    {.name = "seats", .type = CELL_SEATS, .min = 0, .max = 9998},
};
static const struct column meetings[] = {
    {.name = "term", .type = CELL_TEXT, .min = 1, .max = 20},
    {.name = "course", .type = CELL_TEXT, .min = 1, .max = 20},
    {.name = "section", .type = CELL_TEXT, .min = 1, .max = 20},
    {.name = "number", .type = CELL_NUMBER, .min = 1, .max = 999},
    {.name = "kind", .type = CELL_WORD, .words = kinds},
    {.name = "weekday", .type = CELL_NUMBER, .min = 1, .max = 7},
    {.name = "first", .type = CELL_DAY},
    {.name = "last", .type = CELL_DAY},
    {.name = "starts", .type = CELL_TIME},
    {.name = "ends", .type = CELL_TIME},
    {.name = "building", .type = CELL_TEXT, .min = 0, .max = 20},
    {.name = "room", .type = CELL_TEXT, .min = 0, .max = 20},
};
static const struct column windows[] = {
    {.name = "term", .type = CELL_TEXT, .min = 1, .max = 20},
    {.name = "programme", .type = CELL_TEXT, .min = 0, .max = 20},
    {.name = "opens", .type = CELL_MOMENT},
    {.name = "closes", .type = CELL_MOMENT},
};
static const struct column people[] = {
    {.name = "login", .type = CELL_TEXT, .min = 1, .max = 32},
    {.name = "name", .type = CELL_TEXT, .min = 1, .max = 120},
    {.name = "mail", .type = CELL_TEXT, .min = 0, .max = 200},
    {.name = "lang", .type = CELL_TEXT, .min = 0, .max = 2},
    {.name = "role", .type = CELL_TEXT, .min = 0, .max = 40},
    {.name = "password", .type = CELL_TEXT, .min = 0, .max = 200},
};
static const struct column studies[] = {
    {.name = "login", .type = CELL_TEXT, .min = 1, .max = 32},
    {.name = "programme", .type = CELL_TEXT, .min = 1, .max = 20},
    {.name = "since", .type = CELL_DAY},
};
static const struct column admins[] = {
    {.name = "login", .type = CELL_TEXT, .min = 1, .max = 32},
    {.name = "programme", .type = CELL_TEXT, .min = 1, .max = 20},
};
static const struct column teaching[] = {
    {.name = "login", .type = CELL_TEXT, .min = 1, .max = 32},
    {.name = "term", .type = CELL_TEXT, .min = 1, .max = 20},
    {.name = "course", .type = CELL_TEXT, .min = 1, .max = 20},
};
static const struct column places[] = {
    {.name = "login", .type = CELL_TEXT, .min = 1, .max = 32},
    {.name = "term", .type = CELL_TEXT, .min = 1, .max = 20},
    {.name = "course", .type = CELL_TEXT, .min = 1, .max = 20},
    {.name = "section", .type = CELL_TEXT, .min = 1, .max = 20},
};
static const struct column results[] = {
    {.name = "login", .type = CELL_TEXT, .min = 1, .max = 32},
    {.name = "course", .type = CELL_TEXT, .min = 1, .max = 20},
    {.name = "day", .type = CELL_DAY},
    {.name = "grade", .type = CELL_GRADE},
    {.name = "passed", .type = CELL_WORD, .words = no_yes},
};

const struct sort_of_file sorts[SORTS] = {
    [FACULTIES] = {.file = "faculties.csv", COLUMNS(faculties), .n_key = 1, .mirror = -1},
    [PROGRAMMES] = {.file = "programmes.csv", COLUMNS(programmes), .n_key = 1, .mirror = -1,
                    .links = {{FACULTIES, 1, 1, false}}, .n_links = 1},
    [COURSES] = {.file = "courses.csv", COLUMNS(courses), .n_key = 1, .mirror = -1,
                 .links = {{FACULTIES, 2, 1, false}}, .n_links = 1},
    [GROUPS] = {.file = "requirement_groups.csv", COLUMNS(groups), .n_key = 2, .mirror = 0,
                .links = {{PROGRAMMES, 0, 1, false}}, .n_links = 1},
    [PREREQUISITES] = {.file = "prerequisites.csv", COLUMNS(prerequisites), .n_key = 1,
                       .mirror = -1, .links = {{COURSES, 0, 1, false}}, .n_links = 1},
    [TERMS] = {.file = "terms.csv", COLUMNS(terms), .n_key = 1, .mirror = -1},
    [HOLIDAYS] = {.file = "holidays.csv", COLUMNS(holidays), .n_key = 2, .mirror = 0,
                  .links = {{TERMS, 0, 1, false}}, .n_links = 1},
    [BUILDINGS] = {.file = "buildings.csv", COLUMNS(buildings), .n_key = 1, .mirror = -1},
    [ROOMS] = {.file = "rooms.csv", COLUMNS(rooms), .n_key = 2, .mirror = -1,
               .links = {{BUILDINGS, 0, 1, false}}, .n_links = 1},
    [OFFERINGS] = {.file = "offerings.csv", COLUMNS(offerings), .n_key = 2, .mirror = 0,
                   .links = {{TERMS, 0, 1, false}, {COURSES, 1, 1, false}}, .n_links = 2},
    [SECTIONS] = {.file = "sections.csv", COLUMNS(sections), .n_key = 3, .mirror = 0,
                  .links = {{OFFERINGS, 0, 2, false}}, .n_links = 1},
    [MEETINGS] = {.file = "meetings.csv", COLUMNS(meetings), .n_key = 4, .mirror = 0,
                  .links = {{SECTIONS, 0, 3, false}, {ROOMS, 10, 2, true}}, .n_links = 2},
    [WINDOWS] = {.file = "windows.csv", COLUMNS(windows), .n_key = 2, .mirror = -1,
                 .links = {{TERMS, 0, 1, false}, {PROGRAMMES, 1, 1, true}}, .n_links = 2},
    [PEOPLE] = {.file = "people.csv", COLUMNS(people), .n_key = 1, .mirror = -1},
    [STUDIES] = {.file = "studies.csv", COLUMNS(studies), .n_key = 2, .mirror = -1,
                 .links = {{PEOPLE, 0, 1, false}, {PROGRAMMES, 1, 1, false}}, .n_links = 2},
    [ADMINS] = {.file = "programme_admins.csv", COLUMNS(admins), .n_key = 2, .mirror = -1,
                .links = {{PEOPLE, 0, 1, false}, {PROGRAMMES, 1, 1, false}}, .n_links = 2},
    [TEACHING] = {.file = "teaching.csv", COLUMNS(teaching), .n_key = 3, .mirror = 1,
                  .links = {{PEOPLE, 0, 1, false}, {OFFERINGS, 1, 2, false}}, .n_links = 2},
    [PLACES] = {.file = "places.csv", COLUMNS(places), .n_key = 3, .mirror = -1,
                .links = {{PEOPLE, 0, 1, false}, {SECTIONS, 1, 3, false}}, .n_links = 2},
    [RESULTS] = {.file = "results.csv", COLUMNS(results), .n_key = 3, .mirror = -1,
                 .links = {{PEOPLE, 0, 1, false}, {COURSES, 1, 1, false}}, .n_links = 2},
};
