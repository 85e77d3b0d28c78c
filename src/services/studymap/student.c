/* student.c: what one student has in the term, and how her places begin and end.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include "deciding.h"
#include "events.h"
#include "run.h"
#include "studymap_q.h"

err deciding_begin(struct db *db, const struct studymap_settings *settings, term_id term,
                   struct deciding *ret)
{
    *ret = (struct deciding){
        .db = db,
        .settings = settings,
        .limits = studymap_limits_of(settings),
        .moves = 16,
        .judges = 256,
    };
    return records_sheet_get(db, term, &ret->sheet);
}

err student_read(struct deciding *d, person_id who, struct student *ret)
{
    struct records_holds all = {};
    size_t n = 0;

    *ret = (struct student){.who = who};
    TRY(holds_see(d, who, &all));
    for (size_t i = 0; i < all.n; i++) {
        if (records_sheet_section(d->sheet, all.v[i].section))
            all.v[n++] = all.v[i];
    }
    ret->holds = (struct records_holds){all.v, n};
    return OK;
}

const struct records_hold *student_hold(const struct student *st, offering_id offering, bool waits)
{
    for (size_t i = 0; i < st->holds.n; i++) {
        if (st->holds.v[i].offering.v == offering.v && st->holds.v[i].waits == waits)
            return &st->holds.v[i];
    }
    return NULL;
}

struct studymap_held student_held(struct deciding *d, const struct student *st,
                                  const struct besides *b, size_t room)
{
    struct studymap_held held = {
        .v = ARENA_ARRAY(db_arena(d->db), st->holds.n + room, const struct records_section *),
    };

    for (size_t i = 0; i < st->holds.n; i++) {
        const struct records_hold *h = &st->holds.v[i];
        const struct records_section *s = records_sheet_section(d->sheet, h->section);
        const struct records_hold *old =
            h->gives_up.v ? student_hold(st, h->gives_up, false) : NULL;

        if (h->waits ? b->all_waiting || h->offering.v == b->waiting.v
                     : h->offering.v == b->place.v)
            continue;
        if (old)
            studymap_hold_for(&held, s, records_sheet_section(d->sheet, old->section));
        else
            studymap_hold(&held, s);
    }
    return held;
}

err student_limits(struct deciding *d, struct student *st,
                   const struct studymap_together *wanted, bool asks, struct studymap_limits *ret)
{
    struct studymap_together all = {};

    *ret = d->limits;
    if (!asks)
        return OK;
    all.v = ARENA_ARRAY(db_arena(d->db), st->holds.n + wanted->n, const struct records_section *);
    for (size_t i = 0; i < st->holds.n; i++)
        all.v[all.n++] = records_sheet_section(d->sheet, st->holds.v[i].section);
    for (size_t i = 0; i < wanted->n; i++)
        all.v[all.n++] = wanted->v[i];
    TRY(studymap_known_read(d->db, st->who, d->sheet->term, d->settings, &all, ret));
    st->known = ret->known;
    return OK;
}

static bool follows(const struct student *st, programme_id programme)
{
    for (size_t i = 0; i < st->programmes.n; i++) {
        if (st->programmes.v[i].v == programme.v)
            return true;
    }
    return false;
}

/* The reserves of the section that are for her. */
static err reserves_for(struct deciding *d, struct student *st, struct records_seat *seat)
{
    size_t n = 0;
    const struct records_reserved *all = records_sheet_reserves(d->sheet, seat->section, &n);
    struct records_reserved *own;

    if (n == 0)
        return OK;
    if (!st->knows_programmes)
        TRY(records_programmes_now(d->db, st->who, &st->programmes));
    st->knows_programmes = true;
    own = ARENA_ARRAY(db_arena(d->db), n, struct records_reserved);
    for (size_t i = 0; i < n; i++) {
        if (follows(st, all[i].programme))
            own[seat->n++] = all[i];
    }
    seat->reserves = own;
    return OK;
}

err student_seat(struct deciding *d, struct student *st, const struct records_section *s,
                 struct records_hold *ret_hold, bool *ret_taken)
{
    struct records_seat seat = {.section = s->id, .listed = ret_hold->waits};

    TRY(reserves_for(d, st, &seat));
    *ret_hold = (struct records_hold){
        .person = st->who,
        .offering = s->offering,
        .section = s->id,
        .at = db_now(d->db),
    };
    return seat_take(d, &seat, &ret_hold->reserve, ret_taken);
}

struct studymap_line line_of(const struct records_section *s, enum studymap_outcome o)
{
    return (struct studymap_line){
        .offering = s->offering,
        .code = s->course_code,
        .name = s->course_name,
        .group = s->code,
        .credits = s->credits,
        .outcome = o,
        .option = 1,
    };
}

static void tell_left(struct deciding *d, section_id section, struct studymap_lines *lines)
{
    if (!lines)
        return;
    struct studymap_line line = line_of(records_sheet_section(d->sheet, section), STUDYMAP_LEFT);

    studymap_line_add(lines, &line);
}

err student_left(struct deciding *d, const struct records_hold *h)
{
    struct event e = {
        .kind = PLACE_LEFT, .person = h->person, .about = h->section.v, .at = db_now(d->db)};

    return event_send(d->db, &e);
}

err student_gives(struct deciding *d, const struct records_hold *old, struct studymap_lines *lines)
{
    TRY(records_hold_end(d->db, old));
    TRY(records_seat_free(d->db, old->section, old->reserve));
    TRY(studymap_q_movement_add(d->db, old->section));
    TRY(student_left(d, old));
    tell_left(d, old->section, lines);
    return promote_later(d, old->section);
}

err student_stops(struct deciding *d, const struct records_hold *w, struct studymap_lines *lines)
{
    TRY(records_hold_end(d->db, w));
    TRY(records_wait_leave(d->db, w->section));
    tell_left(d, w->section, lines);
    return student_left(d, w);
}

err student_had_enough(struct deciding *d, const struct student *st, offering_id gone,
                       struct studymap_lines *lines)
{
    for (size_t i = 0; i < st->holds.n; i++) {
        const struct records_hold *w = &st->holds.v[i];

        if (w->waits && w->gives_up.v == gone.v)
            TRY(student_stops(d, w, lines));
    }
    return OK;
}

err student_again(struct deciding *d, const struct student *st)
{
    for (size_t i = 0; i < st->holds.n; i++) {
        if (st->holds.v[i].waits)
            TRY(promote_later(d, st->holds.v[i].section));
    }
    return OK;
}
