/* records_seats.h: for who decides about places: the sheet of a term's sections in memory, and seats,
   places and wait-list places one by one. The rules (clash, load, window) are the caller's.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef RECORDS_SEATS_H
#define RECORDS_SEATS_H
#include "records.h"

/* --- The sheet -------------------------------------------------------------------------------- */

/* Seats of a section that are kept for a programme; how many is for the database to say. */
struct records_reserved {
    reserve_id id;
    section_id section;
    programme_id programme;
};
struct records_copied;
/* What does not change with seats: the sections of a term with their meetings, in memory, never
   changed. Their seats, taken, kept, waiting and promote_due are zero: ask the database. */
struct records_sheet {
    term_id term;
    day last;        /* of the term */
    int64_t version; /* of what it was made of */
    const struct records_section *v; /* by id */
    size_t n;
    const struct records_reserved *reserves; /* by section */
    size_t n_reserves;
    struct records_copied *copied; /* records_log.h: is a copy kept? NULL: this is one */
};
/* The sheet of a term as this transaction sees it: one query when it is known. It stays until the arena
   of `db` ends. ERR_NOT_FOUND without the term. */
[[nodiscard]] err records_sheet_get(struct db *db, term_id term, const struct records_sheet **ret);
/* NULL: no section of the term has this id (any more). */
const struct records_section *records_sheet_section(const struct records_sheet *sheet, section_id id);
/* The reserves of a section; *ret_n of them. */
const struct records_reserved *records_sheet_reserves(const struct records_sheet *sheet,
                                                      section_id id, size_t *ret_n);
/* In a WRITE that changed what sheets are made of: every process makes them anew. */
[[nodiscard]] err records_sheet_changed(struct db *db);

/* --- Counters --------------------------------------------------------------------------------- */

struct records_seats {
    section_id section;
    offering_id offering;
    int64_t seats, taken, kept, waiting;
    bool unlimited;
    bool promote_due; /* those who wait are asked first */
};
/* Of one section; ERR_NOT_FOUND. */
[[nodiscard]] err records_seats_of(struct db *db, section_id section, struct records_seats *ret);
struct records_seats_list {
    struct records_seats *v; /* by section */
    size_t n;
};
[[nodiscard]] err records_seats_of_term(struct db *db, term_id term, struct records_seats_list *ret);
/* Writes the counters into copies of sections; one query for each 12. */
[[nodiscard]] err records_seats_fill(struct db *db, struct records_section *const *v, size_t n);

/* --- Places one by one ------------------------------------------------------------------------ */

/* A place (order 0), or a place on a wait-list. */
struct records_hold {
    person_id person;
    offering_id offering;
    section_id section;
    bool waits;
    int64_t order;        /* on the wait-list */
    reserve_id reserve;   /* that the place was taken from */
    offering_id gives_up; /* waits: the place in it ends when this becomes one */
    const char *skipped;  /* waits: why she was passed over last, or NULL */
    instant at;
};
struct records_holds {
    struct records_hold *v;
    size_t n;
};
/* Everything that a person has, in all terms, by offering. */
[[nodiscard]] err records_holds_of(struct db *db, person_id who, struct records_holds *ret);
/* Who waits in a section behind an order: the next `most`. */
[[nodiscard]] err records_waiters(struct db *db, section_id section, int64_t after, int64_t most,
                                  struct records_holds *ret);
/* Who waits for `wanted` and would give up a place in `has`, of `offering`: with that place's reserve. */
[[nodiscard]] err records_exchangers(struct db *db, section_id wanted, section_id has,
                                     offering_id offering, struct records_holds *ret);
struct records_programmes {
    programme_id *v;
    size_t n;
};
/* The programmes that a person follows today. */
[[nodiscard]] err records_programmes_now(struct db *db, person_id who,
                                         struct records_programmes *ret);

/* A seat that somebody asks for. */
struct records_seat {
    section_id section;
    const struct records_reserved *reserves; /* of the section that are for her */
    size_t n;
    bool listed; /* she stands on its wait-list, and leaves it by this */
};
/* Takes a seat, a kept one first: never oversells. False: there is none for her. Does not write the
   place. In a WRITE, as all that follow. */
[[nodiscard]] err records_seat_take(struct db *db, const struct records_seat *seat,
                                    reserve_id *ret_reserve, bool *ret_taken);
/* Gives the seat of a place back; asking those who wait is the caller's. */
[[nodiscard]] err records_seat_free(struct db *db, section_id section, reserve_id reserve);
/* One more on the wait-list: her order, and the how manieth she is. */
[[nodiscard]] err records_wait_join(struct db *db, section_id section, int64_t *ret_order,
                                    int64_t *ret_at);
[[nodiscard]] err records_wait_leave(struct db *db, section_id section);
/* Writes, ends, changes the row alone. ERR_EXISTS when she has such a one. */
[[nodiscard]] err records_hold_add(struct db *db, const struct records_hold *h);
[[nodiscard]] err records_hold_end(struct db *db, const struct records_hold *h);
/* Her wait-list places that would give up this offering do so no more. */
[[nodiscard]] err records_hold_keeps(struct db *db, person_id who, offering_id offering);
/* `word`: why she was passed over, or NULL. */
[[nodiscard]] err records_hold_skip(struct db *db, const struct records_hold *h, const char *word);

/* --- Many at once: what somebody counted in memory, in this transaction, from what she read in it ---- */

/* More taken, of them so many kept ones; more on the wait-list, each with the next order. */
struct records_move {
    section_id section;
    int64_t taken, joined, kept;
};
/* ERR_CONFLICT when a section has not that many; nothing of the transaction may stay then. */
[[nodiscard]] err records_seats_move(struct db *db, const struct records_move *v, size_t n);
struct records_reserve_move {
    reserve_id id;
    int64_t taken;
};
[[nodiscard]] err records_reserves_move(struct db *db, const struct records_reserve_move *v, size_t n);
[[nodiscard]] err records_holds_add(struct db *db, const struct records_hold *v, size_t n);

/* --- Asking ----------------------------------------------------------------------------------- */

/* Those who wait must be asked before anybody new gets a seat; and they were. */
[[nodiscard]] err records_due(struct db *db, section_id section, bool due);
/* Sections behind one (zero: from the first on) where somebody waits beside a seat that is not taken. */
[[nodiscard]] err records_waited_for(struct db *db, section_id after, int64_t most,
                                     struct records_seats_list *ret);

/* --- Seats and reserves, for administrators --------------------------------------------------- */

/* Who did it and why, for those who read the changes later. */
struct records_because {
    person_id by;
    const char *reason; /* or NULL */
};
/* ERR_CONFLICT when more are taken or kept. Those who wait are asked soon (SEATS_FREED). `because` may be
   NULL. */
[[nodiscard]] err records_seats_set(struct db *db, section_id section, int64_t seats, bool unlimited,
                                    const struct records_because *because);
struct records_reserve {
    section_id section;
    programme_id programme;
    int64_t seats, taken;
    instant until; /* zero: always */
};
struct records_reserves {
    struct records_reserve *v;
    size_t n;
};
[[nodiscard]] err records_reserves_of(struct db *db, section_id section,
                                      struct records_reserves *ret);
/* Keeps so many seats (`taken` is not looked at). ERR_CONFLICT when so many are not free, or more were
   taken from it. */
[[nodiscard]] err records_reserve_put(struct db *db, const struct records_reserve *r,
                                      const struct records_because *because);
/* What to say of the seats of a course's groups that are kept now: "5 of 20 seats are kept for …". */
struct records_kept_note {
    section_id section;
    const char *text;
};
struct records_kept {
    struct records_kept_note *v; /* by section */
    size_t n;
};
[[nodiscard]] err records_kept_notes(struct db *db, enum lang lang,
                                     const struct records_sections *sections,
                                     struct records_kept *ret);
/* Seats whose reserve is over are for everybody: at most some at a time; true: there may be more. */
[[nodiscard]] err records_reserves_end(struct db *db, bool *ret_more);

#endif
