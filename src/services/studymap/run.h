/* run.h: the sentences of a submission, one by one or for many in one go: deciding.h's d->run says which. What
   is decided does not know. SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef STUDYMAP_RUN_H
#define STUDYMAP_RUN_H
#include "audit.h"
#include "deciding.h"
#include "events.h"
#include "studymap_q.h"

/* Reads what the run needs: d->run stands from here on. ERR_CONFLICT when one of it is decided already. */
[[nodiscard]] err run_begin(struct deciding *d, const struct studymap_asked *v, size_t n);
/* The one that is decided next. */
void run_turn(struct deciding *d, size_t i);
/* Writes what changed. The receipts have their numbers now, in the order in which they were kept. */
[[nodiscard]] err run_end(struct deciding *d);

/* A plan, with its choices and the receipt that this version of it has, or NULL. */
struct plan_seen {
    struct studymap_receipt_key *before;
    int64_t version;
    struct studymap_item_list items;
};
[[nodiscard]] err plan_see(struct deciding *d, const struct studymap_asked *asked, struct plan_seen *ret);
[[nodiscard]] err plan_touch(struct deciding *d, const struct studymap_asked *asked);
[[nodiscard]] err plan_clear(struct deciding *d, plan_id plan);
[[nodiscard]] err plan_drop(struct deciding *d, plan_id plan, offering_id offering);

[[nodiscard]] err holds_see(struct deciding *d, person_id who, struct records_holds *ret);
[[nodiscard]] err hold_add(struct deciding *d, const struct records_hold *h);
[[nodiscard]] err seat_take(struct deciding *d, const struct records_seat *seat, reserve_id *ret_reserve,
                            bool *ret_taken);
[[nodiscard]] err wait_join(struct deciding *d, section_id section, int64_t *ret_order, int64_t *ret_at);

/* A receipt without its number, with its audit line and its event. */
struct receipt_kept {
    struct studymap_receipt_in row;
    struct audit_entry line;
    struct event event;
    bool told; /* no event */
    person_id acted_by;  /* who did it for her; not in a run */
    const char *because; /* or NULL */
    const char **ret_number;
};
[[nodiscard]] err receipt_write(struct deciding *d, const struct receipt_kept *r);

#endif
