/* register_fixture.h: a campus with identity and records, filled by importing a small folder, for tests.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef RECORDS_REGISTER_FIXTURE_H
#define RECORDS_REGISTER_FIXTURE_H
#include "app.h"
#include "db_fixture.h"
#include "import.h"

/* 2026-11-23 12:00 in Amsterdam: semester 1 runs, enrolment for semester 2 is open. */
#define REGISTER_NOW 1795431600000

struct campus_register {
    struct fixture_place place;
    struct app *app;
    struct arena *arena;
    const char *folder; /* STATE/import/small: written again by register_file() */
};
/* Runs a test on each database; at its end the invariants of records must hold. */
void register_each(void (*test)(struct campus_register *c));
/* One file of the folder gets this content. */
void register_file(struct campus_register *c, const char *name, const char *text);
/* One piece of a file is replaced; it must be there. */
void register_edit(struct campus_register *c, const char *name, const char *from,
                   const char *to);
/* Reads, compares, and with `apply` writes. What it found is in the test's arena. */
struct import *register_import(struct campus_register *c, bool apply, err *ret_e);
/* Sums over all files. */
struct tally register_sum(const struct import *imp);
bool register_says(const struct import *imp, const char *remark);
/* Reading, for a look at the outcome; release it. */
struct db *register_reader(struct campus_register *c);
void register_write(struct campus_register *c, enum wrote (*run)(struct db *db, void *ctx),
                    void *ctx);
person_id register_person(struct db *db, const char *login);
/* A section of term 2026-2 by course and code. */
section_id register_section(struct db *db, const char *course, const char *code);
/* A page asked by somebody (NULL: nobody). */
struct web_answer register_get(struct campus_register *c, const char *login, const char *path);
struct web_answer register_post(struct campus_register *c, const char *login, const char *path,
                                const char *body);

#endif
