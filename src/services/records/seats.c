/* seats.c: seats, places and wait-list places one by one.
   The counters of the section are the guard: the UPDATE that takes a seat changes no row when
   there is none, and the table's CHECK would refuse a seat too many.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include "bus.h"
#include "inside.h"
#include "records_q.h"
#include "records_seats.h"
#include <string.h>

/* Ids that one query takes. */
#define SOME 12

void seats_changed(struct db *db, section_id section)
{
    bus_tell(db, BUS_SEATS, section.v);
}

/* --- Counters --------------------------------------------------------------------------------- */

static struct records_seats seats_from(const struct records_r_seats *r)
{
    return (struct records_seats){
        .section = r->id,
        .offering = r->offering,
        .seats = r->seats,
        .taken = r->taken,
        .kept = r->kept,
        .waiting = r->waiting,
        .unlimited = r->unlimited,
        .promote_due = r->promote_due,
    };
}

err records_seats_of(struct db *db, section_id section, struct records_seats *ret)
{
    struct records_r_seats *row;

    TRY(records_q_seats_now(db, section, &row));
    if (row == NULL)
        return ERR_NOT_FOUND;
    *ret = seats_from(row);
    return OK;
}

static struct records_seats_list list_from(struct db *db, const struct records_r_seats_list *rows)
{
    struct records_seats_list l = {ARENA_ARRAY(db_arena(db), rows->n, struct records_seats),
                                   rows->n};

    for (size_t i = 0; i < rows->n; i++)
        l.v[i] = seats_from(&rows->v[i]);
    return l;
}

err records_seats_of_term(struct db *db, term_id term, struct records_seats_list *ret)
{
    struct records_r_seats_list rows;

    TRY(records_q_seats_of_term(db, term, &rows));
    *ret = list_from(db, &rows);
    return OK;
}

static void fill(struct records_section *s, const struct records_r_seats_list *rows)
{
    for (size_t r = 0; r < rows->n; r++)
        if (rows->v[r].id.v == s->id.v) {
            s->seats = rows->v[r].seats;
            s->unlimited = rows->v[r].unlimited;
            s->taken = rows->v[r].taken;
            s->kept = rows->v[r].kept;
            s->waiting = rows->v[r].waiting;
            s->promote_due = rows->v[r].promote_due;
        }
}

static err fill_some(struct db *db, struct records_section *const *v, size_t n)
{
    section_id i[SOME] = {{0}};
    struct records_r_seats_list rows;

    for (size_t k = 0; k < n; k++)
        i[k] = v[k]->id;
    TRY(records_q_seats_some(db, i[0], i[1], i[2], i[3], i[4], i[5], i[6], i[7], i[8], i[9], i[10],
                             i[11], &rows));
    for (size_t k = 0; k < n; k++)
        fill(v[k], &rows);
    return OK;
}

err records_seats_fill(struct db *db, struct records_section *const *v, size_t n)
{
    for (size_t i = 0; i < n; i += SOME)
        TRY(fill_some(db, v + i, n - i < SOME ? n - i : SOME));
    return OK;
}

/* --- Rows ------------------------------------------------------------------------------------- */

static struct records_holds holds_from(struct db *db, const struct records_r_hold_list *rows)
{
    struct records_holds l = {ARENA_ARRAY(db_arena(db), rows->n, struct records_hold), rows->n};

    for (size_t i = 0; i < rows->n; i++) {
        const struct records_r_hold *r = &rows->v[i];

        l.v[i] = (struct records_hold){
            .person = r->person,
            .offering = r->offering,
            .section = r->section,
            .waits = r->waits,
            .order = r->waiting_order,
            .reserve = r->reserve,
            .gives_up = r->gives_up,
            .skipped = r->skipped,
            .at = r->at,
        };
    }
    return l;
}

err records_holds_of(struct db *db, person_id who, struct records_holds *ret)
{
    struct records_r_hold_list rows;

    TRY(records_q_holds(db, who, &rows));
    *ret = holds_from(db, &rows);
    return OK;
}

err records_waiters(struct db *db, section_id section, int64_t after, int64_t most,
                    struct records_holds *ret)
{
    struct records_r_hold_list rows;

    TRY(records_q_waiters(db, section, after, most, &rows));
    *ret = holds_from(db, &rows);
    return OK;
}

err records_exchangers(struct db *db, section_id wanted, section_id has, offering_id offering,
                       struct records_holds *ret)
{
    struct records_r_hold_list rows;

    TRY(records_q_exchangers(db, wanted, has, offering, &rows));
    *ret = holds_from(db, &rows);
    return OK;
}

err records_programmes_now(struct db *db, person_id who, struct records_programmes *ret)
{
    struct records_r_follows_list rows;

    TRY(records_q_programmes_now(db, who, civil_of(db_now(db)).day, &rows));
    *ret = (struct records_programmes){ARENA_ARRAY(db_arena(db), rows.n, programme_id), rows.n};
    for (size_t i = 0; i < rows.n; i++)
        ret->v[i] = rows.v[i].programme;
    return OK;
}

/* Whose places changed: her open pages say so. */
err records_hold_add(struct db *db, const struct records_hold *h)
{
    bus_tell(db, BUS_OWN, h->person.v);
    return records_q_hold_add(db, h->person, h->offering, h->waits, h->section, h->order,
                              h->reserve, h->gives_up, h->at);
}

err records_hold_end(struct db *db, const struct records_hold *h)
{
    bus_tell(db, BUS_OWN, h->person.v);
    return records_q_hold_end(db, h->person, h->offering, h->waits);
}

err records_hold_keeps(struct db *db, person_id who, offering_id offering)
{
    return records_q_hold_keeps(db, who, offering);
}

err records_hold_skip(struct db *db, const struct records_hold *h, const char *word)
{
    bus_tell(db, BUS_OWN, h->person.v);
    return records_q_hold_skip(db, h->person, h->offering, word);
}

/* --- Seats ------------------------------------------------------------------------------------ */

/* A kept seat: of the reserve, and of the section. */
static err kept_take(struct db *db, const struct records_seat *seat, reserve_id reserve,
                     bool *ret_taken)
{
    int64_t changed = 0;

    TRY(records_q_reserve_take(db, reserve, db_now(db), &changed));
    if (changed == 0)
        return OK;
    TRY(records_q_kept_take(db, seat->section, seat->listed, &changed));
    *ret_taken = changed > 0;
    return changed > 0 ? OK : records_q_reserve_back(db, reserve);
}

err records_seat_take(struct db *db, const struct records_seat *seat, reserve_id *ret_reserve,
                      bool *ret_taken)
{
    int64_t changed = 0;

    *ret_taken = false;
    seats_changed(db, seat->section);
    for (size_t i = 0; i < seat->n && !*ret_taken; i++) {
        TRY(kept_take(db, seat, seat->reserves[i].id, ret_taken));
        *ret_reserve = seat->reserves[i].id;
    }
    if (*ret_taken)
        return OK;
    *ret_reserve = (reserve_id){0};
    TRY(records_q_seat_take(db, seat->section, seat->listed, &changed));
    *ret_taken = changed > 0;
    return OK;
}

err records_seat_free(struct db *db, section_id section, reserve_id reserve)
{
    int64_t kept = 0;

    seats_changed(db, section);
    if (reserve.v != 0)
        TRY(records_q_reserve_leave(db, reserve, db_now(db), &kept));
    return records_q_seat_leave(db, section, kept);
}

err records_wait_join(struct db *db, section_id section, int64_t *ret_order, int64_t *ret_at)
{
    struct records_r_joined row = {0};

    seats_changed(db, section);
    TRY(records_q_wait_join(db, section));
    TRY(records_q_wait_joined(db, section, &row));
    *ret_order = row.last_order;
    *ret_at = row.waiting;
    return OK;
}

err records_wait_leave(struct db *db, section_id section)
{
    seats_changed(db, section);
    return records_q_wait_leave(db, section);
}

err records_due(struct db *db, section_id section, bool due)
{
    int64_t changed = 0;

    return due ? records_q_due_mark(db, section, &changed) : records_q_due_clear(db, section);
}

err records_waited_for(struct db *db, section_id after, int64_t most, struct records_seats_list *ret)
{
    struct records_r_waited_list rows;

    TRY(records_q_waited_for(db, after, most, &rows));
    *ret = (struct records_seats_list){ARENA_ARRAY(db_arena(db), rows.n, struct records_seats),
                                       rows.n};
    for (size_t i = 0; i < rows.n; i++)
        ret->v[i].section = rows.v[i].id;
    return OK;
}

/* --- Many at once ------------------------------------------------------------------------------ */

err records_seats_move(struct db *db, const struct records_move *v, size_t n)
{
    struct records_r_move *rows = ARENA_ARRAY(db_arena(db), n, struct records_r_move);
    int64_t changed = 0;

    for (size_t i = 0; i < n; i++) {
        rows[i] = (struct records_r_move){v[i].section, v[i].taken, v[i].joined, v[i].kept};
        seats_changed(db, v[i].section);
    }
    TRY(records_q_seats_move(db, rows, n, &changed));
    return changed == (int64_t)n ? OK : ERR_CONFLICT;
}

err records_reserves_move(struct db *db, const struct records_reserve_move *v, size_t n)
{
    struct records_r_reserve_move *rows =
        ARENA_ARRAY(db_arena(db), n, struct records_r_reserve_move);
    int64_t changed = 0;

    for (size_t i = 0; i < n; i++)
        rows[i] = (struct records_r_reserve_move){v[i].id, v[i].taken, db_now(db)};
    TRY(records_q_reserves_move(db, rows, n, &changed));
    return changed == (int64_t)n ? OK : ERR_CONFLICT;
}

err records_holds_add(struct db *db, const struct records_hold *v, size_t n)
{
    struct records_r_hold_in *rows = ARENA_ARRAY(db_arena(db), n, struct records_r_hold_in);
    int64_t changed = 0;

    for (size_t i = 0; i < n; i++)
        rows[i] = (struct records_r_hold_in){
            .person = v[i].person,
            .offering = v[i].offering,
            .waits = v[i].waits,
            .section = v[i].section,
            .waiting_order = v[i].order,
            .reserve = v[i].reserve,
            .gives_up = v[i].gives_up,
            .at = v[i].at,
        };
    return records_q_holds_add(db, rows, n, &changed);
}
