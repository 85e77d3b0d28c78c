/* list.h: the catalogue in memory, with what is given of it in a term: beside the sheet of that term, made
   with it and as old. SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef RECORDS_LIST_H
#define RECORDS_LIST_H
#include "records.h"
#include "records_seats.h"

struct records_listed {
    course_id id;
    const char *code, *sort_key, *name, *rule;
    const char *language; /* "en", "nl" */
    int64_t level, credits;
    faculty_id faculty;
    offering_id offering; /* zero: not given in the term */
    const struct records_section *const *sections; /* of the offering, by code */
    size_t n_sections;
    const programme_id *programmes; /* for which it counts, by id */
    size_t n_programmes;
};
struct records_list {
    const struct records_sheet *sheet; /* empty without a term */
    const struct records_listed *v;    /* by sort_key */
    size_t n;
    const uint32_t *by_id; /* indexes into v */
};
/* Reads it; for sheet.c. */
[[nodiscard]] err records_list_read(struct db *db, const struct records_sheet *sheet,
                                    struct records_list *ret);
/* The list with the sheet of a term, or of no term (zero), as this transaction sees it: one query when it is
   known. It stays until the arena of `db` ends. ERR_NOT_FOUND without the term. */
[[nodiscard]] err records_list_get(struct db *db, term_id term, const struct records_list **ret);
/* The index of a course; -1: there is none of this id. */
int64_t records_list_at(const struct records_list *l, course_id id);

#endif
