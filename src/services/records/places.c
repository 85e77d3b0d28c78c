/* places.c: a place given or ended without the rules: by an import, or an administrator.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include "events.h"
#include "inside.h"
#include "records_q.h"
#include "records_seats.h"

static err tell(struct db *db, enum event_kind kind, const struct records_hold *h)
{
    struct event e = {.kind = kind, .person = h->person, .about = h->section.v, .at = h->at};

    return event_send(db, &e);
}

static err already(struct db *db, const struct records_r_held *held, struct records_given *ret)
{
    *ret = (struct records_given){.answer = RECORDS_ALREADY, .section = held->section};
    if (!held->waits)
        return OK;
    return records_q_waits_before(db, held->section, held->waiting_order, &ret->waiting_at);
}

err records_take(struct db *db, const struct records_ask *ask, struct records_given *ret)
{
    struct records_hold h = {.person = ask->person, .section = ask->section, .at = db_now(db)};
    struct records_seat seat = {.section = ask->section};
    struct records_r_section *section;
    struct records_r_held_list held;
    bool taken = false;

    *ret = (struct records_given){.section = ask->section, .answer = RECORDS_GONE};
    TRY(records_q_section(db, ask->section, &section));
    if (section == NULL)
        return OK;
    h.offering = section->offering;
    TRY(records_q_held(db, ask->person, h.offering, &held));
    if (held.n > 0)
        return already(db, &held.v[0], ret);
    TRY(records_seat_take(db, &seat, &h.reserve, &taken));
    ret->answer = taken ? RECORDS_TAKEN : ask->may_wait ? RECORDS_WAITING : RECORDS_FULL;
    if (ret->answer == RECORDS_FULL)
        return OK;
    h.waits = !taken;
    if (h.waits)
        TRY(records_wait_join(db, ask->section, &h.order, &ret->waiting_at));
    TRY(records_hold_add(db, &h));
    TRY(change_keep(db, &(struct change){.section = h.section,
                                         .kind = taken ? "placed" : "waits",
                                         .person = h.person,
                                         .order = h.order,
                                         .reserve = h.reserve}));
    return tell(db, taken ? PLACE_TAKEN : PLACE_WAITING, &h);
}

static err end(struct db *db, person_id who, offering_id offering, const struct records_r_held *r)
{
    struct records_hold h = {
        .person = who, .offering = offering, .section = r->section, .waits = r->waits};

    TRY(records_hold_end(db, &h));
    TRY(change_keep(db, &(struct change){.section = h.section,
                                         .kind = h.waits ? "unwaits" : "left",
                                         .person = who}));
    if (h.waits)
        TRY(records_wait_leave(db, h.section));
    else
        TRY(records_seat_free(db, h.section, r->reserve));
    return tell(db, PLACE_LEFT, &h);
}

err records_leave(struct db *db, person_id who, offering_id offering, bool *ret_left)
{
    struct records_r_held_list held;

    TRY(records_q_held(db, who, offering, &held));
    *ret_left = held.n > 0;
    for (size_t i = 0; i < held.n; i++)
        TRY(end(db, who, offering, &held.v[i]));
    TRY(records_hold_keeps(db, who, offering));
    for (size_t i = 0; i < held.n; i++)
        TRY(seats_freed(db, held.v[i].section));
    return OK;
}
