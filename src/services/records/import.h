/* import.h: a CSV folder on its way into the register: read, checked, compared, applied.
   sorts.c says what the files look like (docs/import.md is its prose), folder.c reads them, load.c
   brings what the database has in the same form, plan.c compares, apply.c writes. Nothing is written
   before everything was found good.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef RECORDS_IMPORT_H
#define RECORDS_IMPORT_H
#include "db.h"
#include "i18n.h"
#include "rules.h"
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The files, in the order in which they may refer to each other. */
enum sort {
    FACULTIES,
    PROGRAMMES,
    COURSES,
    GROUPS,
    PREREQUISITES,
    TERMS,
    HOLIDAYS,
    BUILDINGS,
    ROOMS,
    OFFERINGS,
    SECTIONS,
    MEETINGS,
    WINDOWS,
    PEOPLE,
    STUDIES,
    ADMINS,
    TEACHING,
    PLACES,
    RESULTS,
    SORTS
};

enum cell_type {
    CELL_TEXT,   /* min..max characters */
    CELL_NUMBER, /* min..max */
    CELL_SEATS,  /* a number, or "unlimited" (-1) */
    CELL_GRADE, /* 1.0 to 10.0, in tenths; empty is 0 */
    CELL_DAY,
    CELL_TIME,
    CELL_MOMENT, /* a day and a time on the campus clock */
    CELL_WORD,   /* one of `words` */
};
struct column {
    const char *name;
    enum cell_type type;
    int64_t min, max;
    const char *const *words; /* ends with NULL */
};
/* Columns first .. first + n - 1 are the key of a row of another file. */
struct link {
    enum sort to;
    size_t first, n;
    bool optional; /* all of them may be empty */
};
#define MOST_COLUMNS 12
#define MOST_LINKS   2
struct sort_of_file {
    const char *file;
    const struct column *columns;
    size_t n, n_key; /* the first n_key columns are the key */
    struct link links[MOST_LINKS];
    size_t n_links;
    int mirror; /* column whose values the file speaks for as a whole: what it leaves out there is
                   removed; -1: what it leaves out stays */
};
extern const struct sort_of_file sorts[SORTS];

struct cell {
    const char *s; /* the text; of numbers, days and times not used */
    int64_t v;
};
enum fate { FATE_SAME, FATE_NEW, FATE_CHANGED, FATE_GONE };
/* A row of a file, or of the database in the same form. */
struct rec {
    int line; /* 0: from the database */
    int64_t id;
    const char *key; /* cells of the key, joined by the unit separator */
    struct cell *cells;
    struct rec *link[MOST_LINKS];
    enum fate fate;
    bool met;               /* of the database: the folder has it too */
    const char *off;        /* of a meeting of the database: the days on which it is off */
    bool told;              /* of a section: SECTION_CHANGED was sent */
    struct rec *old;        /* what the database has */
    int64_t taken, waiting; /* of a section of the database */
};

/* Records by key. */
struct index {
    struct rec **slots;
    size_t room, n;
};
struct rec *index_find(const struct index *x, const char *key);
/* Puts it in; one of the same key is replaced and returned. */
struct rec *index_put(struct index *x, struct arena *a, struct rec *r);

struct recs {
    struct rec **v;
    size_t n, room;
};
void recs_add(struct recs *r, struct arena *a, struct rec *rec);

/* One line of the report: "sections.csv:17: seats: “many” is not a number from 0 to 9998". */
struct remark {
    const char *text;
    bool stops; /* a fault; else only worth knowing */
};
struct remarks {
    struct remark *v;
    size_t n, room;
};

/* Days without teaching, from .. to. */
struct pause {
    day first, last;
};
struct tally {
    int64_t added, changed, removed;
};

struct import {
    struct db *db;
    struct arena *arena;
    enum lang lang;
    const char *path;   /* the folder */
    const char *folder; /* its name, as it is remembered */
    person_id who;      /* zero: the command line */
    bool present[SORTS];
    bool unread
        [SORTS]; /* there, but its rows could not be read: who refers to them is not blamed */
    struct recs file[SORTS]; /* rows of the folder */
    struct recs base[SORTS]; /* rows of the database */
    struct recs gone[SORTS]; /* of those, what the folder leaves out */
    struct index by_key[SORTS];
    struct tally tally[SORTS];
    struct remarks remarks;
    struct pause *pauses; /* all of the register and the folder, while applying */
    size_t n_pauses;
    size_t faults, notes; /* all of them; of each kind at most MOST_REMARKS are kept */
    import_id id;         /* once applied */
};
#define MOST_REMARKS 200

/* Reads, checks and compares; writes nothing. OK also when there are faults: they stand in
   `remarks`. ERR_NOT_FOUND without such a folder. */
[[nodiscard]] err import_plan(struct import *imp);
/* Writes what was planned. Only without faults; in a WRITE. ERR_CONFLICT: somebody took a place
   in between; the caller rolls back. */
[[nodiscard]] err import_apply(struct import *imp, struct db *db);
bool import_changes(const struct import *imp);
/* Does it touch accounts or what they may do? */
bool import_touches_people(const struct import *imp);

/* holidays.c: gathers the days without teaching as they will be. */
void import_pauses(struct import *imp);
/* The days of a weekly meeting (key and cells of meetings.csv) that are without teaching: "20270405
   20270517"; "" of a single one. */
const char *import_off(struct import *imp, const struct rec *meeting);
/* Meetings that stay as they are, but for other days without teaching. */
[[nodiscard]] err import_put_off(struct import *imp);

/* One difference in words, for the report. */
const char *import_words(struct import *imp, enum sort s, const struct rec *r);

/* Between the files of the import. A remark about a line, and a column or NULL; `text` is in the
   language of the import. A fault stops it. */
void import_fault(struct import *imp, enum sort s, int line, const char *column,
                  const char *text);
void import_note(struct import *imp, enum sort s, int line, const char *column,
                 const char *text);
const char *key_of(struct arena *a, const struct column *columns, const struct cell *cells,
                   size_t n);
const char *key_words(struct arena *a, const char *key); /* for people: with blanks */
const char *cell_words(struct arena *a, const struct column *c, const struct cell *cell);
[[nodiscard]] err import_read(struct import *imp, enum sort s);
[[nodiscard]] err import_load(struct import *imp, enum sort s);

#endif
