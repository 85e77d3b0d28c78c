/* places.c: taking a place, waiting for one, leaving it.
   The counters of the section are the guard: the UPDATE that takes a seat changes no row when
   there is none, and the table's CHECK would refuse a seat too many.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include "bus.h"
#include "events.h"
#include "inside.h"
#include "records_q.h"
#include "rules.h"

void seats_changed(struct db *db, section_id section)
{
    bus_tell(db, BUS_SEATS, section.v);
}

/* What stands in a receipt is told once, with the receipt. */
static err tell(struct db *db, enum event_kind kind, const struct records_ask *ask)
{
    struct event e = {
        .kind = kind,
        .person = ask->person,
        .about = ask->section.v,
        .at = db_now(db),
    };

    seats_changed(db, ask->section);
    return ask->receipt.v ? OK : event_send(db, &e);
}

static err already(struct db *db, const struct records_r_held *held, struct records_given *ret)
{
    *ret = (struct records_given){.answer = RECORDS_ALREADY, .section = held->section};
    if (!held->waits)
        return OK;
    return records_q_waits_before(db, held->section, held->waiting_order, &ret->waiting_at);
}

static err take_seat(struct db *db, const struct records_ask *ask, offering_id offering)
{
    TRY(records_q_enrolment_add(db, ask->person, offering, false, ask->section, 0, db_now(db)));
    return tell(db, PLACE_TAKEN, ask);
}

static err join_list(struct db *db, const struct records_ask *ask, offering_id offering,
                     int64_t *ret_at)
{
    int64_t order = 0;

    TRY(records_q_wait_join(db, ask->section, &order));
    TRY(records_q_enrolment_add(db, ask->person, offering, true, ask->section, order, db_now(db)));
    TRY(records_q_waits_before(db, ask->section, order, ret_at));
    return tell(db, PLACE_WAITING, ask);
}

err records_take(struct db *db, const struct records_ask *ask, struct records_given *ret)
{
    struct records_r_section *section;
    struct records_r_held_list held;
    int64_t changed = 0;

    *ret = (struct records_given){.section = ask->section};
    TRY(records_q_section(db, ask->section, &section));
    if (section == NULL) {
        ret->answer = RECORDS_GONE;
        return OK;
    }
    TRY(records_q_held(db, ask->person, section->offering, &held));
    if (held.n > 0)
        return already(db, &held.v[0], ret);
    TRY(records_q_seat_take(db, ask->section, &changed));
    if (changed > 0) {
        ret->answer = RECORDS_TAKEN;
        return take_seat(db, ask, section->offering);
    }
    ret->answer = RECORDS_FULL;
    if (!ask->may_wait)
        return OK;
    ret->answer = RECORDS_WAITING;
    return join_list(db, ask, section->offering, &ret->waiting_at);
}

err places_promote(struct db *db, section_id section)
{
    for (;;) {
        struct records_r_first *first;
        int64_t changed = 0;

        TRY(records_q_seat_promote(db, section, &changed));
        if (changed == 0)
            return OK;
        TRY(records_q_first_waiting(db, section, &first));
        if (first == NULL)
            return ERR_DB; /* the counter says that somebody waits: `rapenburg check` */
        TRY(records_q_enrolment_placed(db, first->person, first->offering, db_now(db)));
        TRY(tell(db, PLACE_TAKEN,
                 &(struct records_ask){.person = first->person, .section = section}));
    }
}

static err end(struct db *db, person_id who, offering_id offering, const struct records_r_held *h)
{
    TRY(records_q_enrolment_remove(db, who, offering, h->waits));
    if (h->waits)
        TRY(records_q_wait_leave(db, h->section));
    else
        TRY(records_q_seat_leave(db, h->section));
    return tell(db, PLACE_LEFT, &(struct records_ask){.person = who, .section = h->section});
}

err records_leave(struct db *db, person_id who, offering_id offering, bool *ret_left)
{
    struct records_r_held_list held;

    TRY(records_q_held(db, who, offering, &held));
    *ret_left = held.n > 0;
    for (size_t i = 0; i < held.n; i++)
        TRY(end(db, who, offering, &held.v[i]));
    for (size_t i = 0; i < held.n; i++)
        TRY(places_promote(db, held.v[i].section));
    return OK;
}
