/* records_log.h: for who proves decisions: what changed beside them, and the sheets that they were made by.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef RECORDS_LOG_H
#define RECORDS_LOG_H
#include "records_seats.h"

/* --- Changes beside the decisions -------------------------------------------------------------- */

enum records_change_kind {
    RECORDS_ADDED,   /* a section, with `after` seats */
    RECORDS_REMOVED, /* a section */
    RECORDS_SEATS,   /* from `before` to `after` seats */
    RECORDS_KEPT,    /* a reserve: `after` seats of it, `until` */
    RECORDS_PLACED,  /* by an import or an administrator, without the rules */
    RECORDS_WAITS,
    RECORDS_LEFT,
    RECORDS_UNWAITS,
};
struct records_change {
    change_id id;
    instant at; /* when it was made, on the clock of the machine; zero: before changes were written down */
    section_id section;
    offering_id offering;
    enum records_change_kind kind;
    person_id person;
    int64_t order; /* WAITS: on the wait-list; it rises */
    reserve_id reserve;
    programme_id programme;
    int64_t before, after; /* seats; -1: without a limit */
    instant until;
};
struct records_changes {
    struct records_change *v;
    size_t n;
};
#define RECORDS_CHANGES_MOST 2000
/* The changes of a term as they were made, at most so many behind one (NULL: from the first). */
[[nodiscard]] err records_changes_of(struct db *db, term_id term, const struct records_change *after,
                                     struct records_changes *ret);

/* --- Sheets that something was decided by ------------------------------------------------------- */

/* In a WRITE that decides by this sheet: a copy of it stays. Costs nothing when it is known to be there. */
[[nodiscard]] err records_sheet_keep(struct db *db, const struct records_sheet *sheet);
/* The sheet of that version, from its copy. ERR_NOT_FOUND; ERR_PARSE when the copy was changed. */
[[nodiscard]] err records_sheet_kept(struct db *db, term_id term, int64_t version,
                                     struct records_sheet *ret);

#endif
