/* changes.c: what changed seats and places beside the decisions is written down, so that those can be made
   again from the beginning. SPDX-License-Identifier: AGPL-3.0-or-later */
#include "inside.h"
#include "records_log.h"
#include "records_q.h"

/* The moment is the machine's, not the request's: what was asked later was decided later. */
err change_keep(struct db *db, const struct change *c)
{
    return records_q_change_add(db, NEW_ID(db, change_id), clock_now(), c->section, c->kind,
                                c->person, c->order, c->reserve, c->programme, c->before,
                                c->after, c->until, c->by, c->reason ? c->reason : "");
}

static const char *const words[] = {
    [RECORDS_ADDED] = "added",  [RECORDS_REMOVED] = "removed", [RECORDS_SEATS] = "seats",
    [RECORDS_KEPT] = "reserve", [RECORDS_PLACED] = "placed",   [RECORDS_WAITS] = "waits",
    [RECORDS_LEFT] = "left",    [RECORDS_UNWAITS] = "unwaits",
};

static enum records_change_kind kind_of(const char *word)
{
    for (int k = 0; k <= RECORDS_UNWAITS; k++)
        if (str_eq(words[k], word))
            return (enum records_change_kind)k;
    return RECORDS_ADDED;
}

err records_changes_of(struct db *db, term_id term, const struct records_change *after,
                       struct records_changes *ret)
{
    instant at = {after ? after->at.v : -1};
    struct records_r_change_list rows = {0};

    TRY(records_q_changes_of(db, term, at, after ? after->id : (change_id){0},
                             RECORDS_CHANGES_MOST, &rows));
    *ret = (struct records_changes){ARENA_ARRAY(db_arena(db), rows.n, struct records_change),
                                    rows.n};
    for (size_t i = 0; i < rows.n; i++) {
        const struct records_r_change *r = &rows.v[i];

        ret->v[i] = (struct records_change){
            .id = r->id,
            .at = r->at,
            .section = r->section,
            .offering = r->offering,
            .kind = kind_of(r->kind),
            .person = r->person,
            .order = r->waiting_order,
            .reserve = r->reserve,
            .programme = r->programme,
            .before = r->seats_before,
            .after = r->seats_after,
            .until = r->until,
        };
    }
    return OK;
}
