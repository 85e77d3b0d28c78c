/* frozen.h: a plan as it was at the opening, in the two texts of its entry, and the seats of that moment as
   a document. What a draw gives follows from these alone, whatever the register says later.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef STUDYMAP_FROZEN_H
#define STUDYMAP_FROZEN_H
#include "buf.h"
#include "rules.h"

struct frozen_option {
    section_id section;
    enum studymap_reason refused; /* whatever the draw gives: GONE or PREREQUISITE; else FITS */
    const char *lacks;            /* PREREQUISITE: what is missing, as a rule */
};
struct frozen_choice {
    offering_id offering;
    const char *label; /* what is said of it when it is withdrawn */
    struct frozen_option *v; /* best first */
    size_t n;
};
/* What she had or waited for. */
struct frozen_hold {
    section_id section;
    int64_t uncounted; /* credits of it that do not count: she gives up another place for it */
};
struct frozen_plan {
    struct frozen_choice *choices; /* best first */
    size_t n;
    struct frozen_hold *holds;
    size_t n_holds;
    const programme_id *programmes; /* whose reserved seats she may have */
    size_t n_programmes;
};
/* `choices`: a line each: offering, label, options with tabs between; an option is its section, or with
   ":gone", ":prerequisite:RULE" behind it. `has`: "PROGRAMME …;SECTION-UNCOUNTED …". */
const char *frozen_choices(struct buf *b, struct arena *a, const struct frozen_plan *p);
const char *frozen_has(struct buf *b, struct arena *a, const struct frozen_plan *p);
/* ERR_PARSE when they are no such texts. */
[[nodiscard]] err frozen_read(struct arena *a, const char *choices, const char *has,
                              struct frozen_plan *ret);

/* --- Seats ------------------------------------------------------------------------------------ */

struct frozen_reserve {
    reserve_id id;
    programme_id programme;
    int64_t free;
};
struct frozen_section {
    struct records_section of; /* id, offering, codes, name, credits, meetings */
    int64_t free;              /* for everybody; -1: unlimited */
    bool closed;               /* who waits is asked first */
    int64_t waiting, last_order;
    struct frozen_reserve *reserves;
    size_t n_reserves;
};
struct frozen_seats {
    int64_t credits_most;
    bool clashes_allowed, wait_lists;
    struct frozen_section *v; /* by section */
    size_t n;
};
#define FROZEN_SEATS_MAX ((size_t)64 << 20)
void frozen_seats_write(struct buf *b, const struct frozen_seats *s);
[[nodiscard]] err frozen_seats_read(struct arena *a, const char *s, struct frozen_seats *ret);

#endif
