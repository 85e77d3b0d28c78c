/* reserves.c: how many seats there are, and which are kept for whom: administrators' acts.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include "events.h"
#include "inside.h"
#include "jobs.h"
#include "records_q.h"
#include "records_seats.h"

/* Reserves that end in one transaction. */
#define SOME 32

err seats_freed(struct db *db, section_id section)
{
    struct event e = {.kind = SEATS_FREED, .about = section.v};
    int64_t changed = 0;

    seats_changed(db, section);
    TRY(records_q_due_mark_free(db, section, &changed));
    return changed > 0 ? event_send(db, &e) : OK;
}

static void because_of(struct change *c, const struct records_because *because)
{
    c->by = because ? because->by : (person_id){0};
    c->reason = because ? because->reason : NULL;
}

err records_seats_set(struct db *db, section_id section, int64_t seats, bool unlimited,
                      const struct records_because *because)
{
    struct change change = {.section = section, .kind = "seats", .after = unlimited ? -1 : seats};
    struct records_seats now = {0};

    TRY(records_seats_of(db, section, &now));
    if (!unlimited && seats < now.taken + now.kept)
        return ERR_CONFLICT;
    change.before = now.unlimited ? -1 : now.seats;
    because_of(&change, because);
    TRY(records_q_seats_set(db, section, unlimited ? 0 : seats, unlimited));
    TRY(change_keep(db, &change));
    return seats_freed(db, section);
}

static struct records_reserve reserve_from(const struct records_r_reserve *r)
{
    return (struct records_reserve){r->section, r->programme, r->seats, r->taken, r->until};
}

err records_reserves_of(struct db *db, section_id section, struct records_reserves *ret)
{
    struct records_r_reserve_list rows;

    TRY(records_q_reserves_of(db, section, &rows));
    *ret = (struct records_reserves){ARENA_ARRAY(db_arena(db), rows.n, struct records_reserve),
                                     rows.n};
    for (size_t i = 0; i < rows.n; i++)
        ret->v[i] = reserve_from(&rows.v[i]);
    return OK;
}

/* Is there room to keep so many, and were not more taken from it? */
static bool may_keep(const struct records_reserve *r, const struct records_r_reserve *old,
                     const struct records_seats *now)
{
    int64_t more = r->seats - (old ? old->seats : 0);

    return r->seats >= (old ? old->taken : 0) &&
           (now->unlimited || now->taken + now->kept + more <= now->seats);
}

err records_reserve_put(struct db *db, const struct records_reserve *r,
                        const struct records_because *because)
{
    struct change change = {.section = r->section,
                            .kind = "reserve",
                            .programme = r->programme,
                            .after = r->seats,
                            .until = r->until};
    struct records_r_reserve *old;
    struct records_seats now = {0};
    reserve_id id;

    TRY(records_seats_of(db, r->section, &now));
    TRY(records_q_reserve_of(db, r->section, r->programme, &old));
    id = old ? old->id : NEW_ID(db, reserve_id);
    if (!may_keep(r, old, &now))
        return ERR_CONFLICT;
    change.reserve = id;
    change.before = old ? old->seats : 0;
    because_of(&change, because);
    TRY(records_q_reserve_put(db, id, r->section, r->programme, r->seats, old ? old->taken : 0,
                              r->until));
    TRY(records_q_kept_add(db, r->section, change.after - change.before));
    TRY(change_keep(db, &change));
    TRY(records_sheet_changed(db));
    if (r->until.v)
        TRY(job_add(db, "records.release_rest", r->until, 0, NULL));
    return seats_freed(db, r->section);
}

err records_reserves_end(struct db *db, bool *ret_more)
{
    struct records_r_reserve_list over;

    TRY(records_q_reserves_over(db, db_now(db), SOME, &over));
    for (size_t i = 0; i < over.n; i++) {
        const struct records_r_reserve *r = &over.v[i];

        TRY(records_q_reserve_end(db, r->id));
        TRY(records_q_kept_add(db, r->section, r->taken - r->seats));
        TRY(change_keep(db, &(struct change){.section = r->section,
                                             .kind = "reserve",
                                             .reserve = r->id,
                                             .programme = r->programme,
                                             .before = r->seats,
                                             .after = r->taken,
                                             .until = r->until}));
        TRY(seats_freed(db, r->section));
    }
    *ret_more = over.n == SOME;
    return OK;
}
