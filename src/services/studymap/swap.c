/* swap.c: one place for another, both or neither; and leaving.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include "deciding.h"

struct swap {
    struct deciding *d;
    const struct studymap_asked *asked;
    struct student me;
    const struct records_hold *place; /* that she would give up */
    const struct records_hold *waits; /* her wait-list place in the wanted offering, or NULL */
    const struct records_section *wanted;
    struct studymap_lines lines;
};

static void tell(struct swap *w, enum studymap_outcome o, struct studymap_why why)
{
    static const struct records_section gone = {.course_code = "", .course_name = "", .code = ""};
    struct studymap_line line = line_of(w->wanted ? w->wanted : &gone, o);

    line.why = why;
    studymap_line_add(&w->lines, &line);
}

/* She without the place that she gives: may she have a place in `s`? */
static err judge(struct deciding *d, struct student *st, const struct records_hold *gives,
                 const struct records_section *s, struct studymap_why *ret)
{
    struct besides b = {.place = gives->offering, .waiting = s ? s->offering : (offering_id){}};
    struct studymap_held held = student_held(d, st, &b, 0);
    struct studymap_limits limits = {};

    TRY(student_limits(d, st, &(struct studymap_together){&s, 1}, s && !str_empty(s->rule),
                       &limits));
    *ret = studymap_judge(&limits, &held, s);
    return OK;
}

/* The seat is hers: the old place ends, and what she waited for in its stead. */
static err swapped(struct swap *w, const struct records_hold *place)
{
    bool other = w->place->offering.v != w->wanted->offering.v;

    tell(w, STUDYMAP_ENROLLED, (struct studymap_why){});
    TRY(student_gives(w->d, w->place, &w->lines));
    if (w->waits)
        TRY(student_stops(w->d, w->waits, NULL));
    if (w->waits)
        w->me.holds.v[w->waits - w->me.holds.v].waits = false; /* it is no more */
    if (other)
        TRY(student_had_enough(w->d, &w->me, w->place->offering, &w->lines));
    TRY(records_hold_add(w->d->db, place));
    return student_again(w->d, &w->me);
}

static err waits_for_it(struct swap *w)
{
    struct records_hold h = {
        .person = w->me.who,
        .offering = w->wanted->offering,
        .section = w->wanted->id,
        .waits = true,
        .gives_up = w->place->offering,
        .at = db_now(w->d->db),
    };
    struct studymap_line line = line_of(w->wanted, STUDYMAP_WAITING);

    TRY(records_wait_join(w->d->db, w->wanted->id, &h.order, &line.waiting_at));
    studymap_line_add(&w->lines, &line);
    return records_hold_add(w->d->db, &h);
}

/* --- Two who want each other's places ---------------------------------------------------------- */

/* Her rows after the exchange: a place in `s` for the one in `old`; the seats themselves stay taken. */
static err exchange_row(struct deciding *d, const struct student *st,
                        const struct records_hold *old, const struct records_section *s)
{
    struct records_hold place = {
        .person = st->who, .offering = s->offering, .section = s->id, .at = db_now(d->db)};

    TRY(records_hold_end(d->db, old));
    TRY(student_left(d, old));
    return records_hold_add(d->db, &place);
}

static err exchange_with(struct swap *w, struct student *her, const struct records_hold *has,
                         const struct records_hold *wish)
{
    struct deciding *d = w->d;
    const struct records_section *mine = records_sheet_section(d->sheet, w->place->section);
    struct studymap_line line = line_of(mine, STUDYMAP_ENROLLED);
    struct studymap_line left = line_of(w->wanted, STUDYMAP_LEFT);
    struct studymap_line my_left = line_of(mine, STUDYMAP_LEFT);
    struct studymap_lines lines = {
        .v = ARENA_ARRAY(db_arena(d->db), her->holds.n + 2, struct studymap_line)};
    struct studymap_decided kept = {};
    bool other = w->wanted->offering.v != mine->offering.v;

    tell(w, STUDYMAP_ENROLLED, (struct studymap_why){});
    studymap_line_add(&w->lines, &my_left);
    studymap_line_add(&lines, &line);
    studymap_line_add(&lines, &left);
    TRY(records_hold_end(d->db, wish));
    TRY(records_wait_leave(d->db, wish->section));
    her->holds.v[wish - her->holds.v].waits = false; /* it is no more */
    TRY(exchange_row(d, her, has, mine));
    TRY(exchange_row(d, &w->me, w->place, w->wanted));
    if (other)
        TRY(student_had_enough(d, her, has->offering, &lines));
    if (other)
        TRY(student_had_enough(d, &w->me, w->place->offering, &w->lines));
    TRY(receipt_keep(d,
                     &(struct keeping){.kind = "moved",
                                       .audit = "studymap.moved",
                                       .person = her->who,
                                       .section = mine->id,
                                       .lines = &lines,
                                       .me = her,
                                       .input = {.section = mine->id, .exchanged = true}},
                     &kept));
    TRY(student_again(d, her));
    return student_again(d, &w->me);
}

/* Between courses a place is not handed past those who wait for it: nobody waits for the one, and who waits first
   for the other gets it. `ret_first` zero: nobody may. Groups of one course go to and fro: both are in it anyway. */
static err line_allows(struct swap *w, person_id *ret_first)
{
    struct records_holds page = {};

    *ret_first = (person_id){0};
    TRY(records_waiters(w->d->db, w->wanted->id, 0, 1, &page));
    if (page.n > 0)
        return OK;
    TRY(records_waiters(w->d->db, w->place->section, 0, 1, &page));
    if (page.n > 0)
        *ret_first = page.v[0].person;
    return OK;
}

/* Somebody with a place there who waits for mine: neither takes a seat from anybody else. Seats of a
   reserve stay out of it. */
static err exchange(struct swap *w, bool *ret_done)
{
    bool other = w->place->offering.v != w->wanted->offering.v;
    struct records_holds all = {};
    person_id first = {0};

    *ret_done = false;
    if (w->place->reserve.v)
        return OK;
    if (other)
        TRY(line_allows(w, &first));
    TRY(records_exchangers(w->d->db, w->place->section, w->wanted->id, w->wanted->offering, &all));
    for (size_t i = 0; i < all.n && !*ret_done; i++) {
        const struct records_section *mine =
            records_sheet_section(w->d->sheet, w->place->section);
        struct studymap_why why = {};
        struct student her = {};

        if (all.v[i].reserve.v || all.v[i].person.v == w->me.who.v || (other && all.v[i].person.v != first.v))
            continue;
        TRY(student_read(w->d, all.v[i].person, &her));
        const struct records_hold *has = student_hold(&her, w->wanted->offering, false);
        const struct records_hold *wish = student_hold(&her, mine->offering, true);
        if (!has || !wish)
            continue;
        TRY(judge(w->d, &her, has, mine, &why));
        if (why.reason != STUDYMAP_FITS)
            continue;
        *ret_done = true;
        TRY(exchange_with(w, &her, has, wish));
    }
    return OK;
}

/* --- Deciding ---------------------------------------------------------------------------------- */

static err full(struct swap *w)
{
    bool done = false;

    if (!w->waits)
        TRY(exchange(w, &done));
    if (done)
        return OK;
    if (w->waits)
        tell(w, STUDYMAP_REFUSED, (struct studymap_why){.reason = STUDYMAP_HELD});
    else if (w->asked->waits && w->d->settings->wait_lists)
        return waits_for_it(w);
    else
        tell(w, STUDYMAP_REFUSED, (struct studymap_why){.reason = STUDYMAP_FULL});
    return OK;
}

static err swap(struct swap *w)
{
    struct studymap_why why = {};
    struct records_hold place = {};
    bool taken = false;

    TRY(judge(w->d, &w->me, w->place, w->wanted, &why));
    if (w->wanted && w->wanted->id.v == w->place->section.v)
        why.reason = STUDYMAP_HELD;
    if (why.reason != STUDYMAP_FITS) {
        tell(w, STUDYMAP_REFUSED, why);
        return OK;
    }
    TRY(student_seat(w->d, &w->me, w->wanted, &place, &taken));
    return taken ? swapped(w, &place) : full(w);
}

err decide_swap(struct deciding *d, const struct studymap_asked *asked, struct studymap_decided *ret)
{
    struct swap w = {.d = d, .asked = asked};

    *ret = (struct studymap_decided){.gate = STUDYMAP_EMPTY};
    TRY(student_read(d, asked->person, &w.me));
    w.place = student_hold(&w.me, asked->offering, false);
    if (!w.place)
        return OK;
    w.wanted = records_sheet_section(d->sheet, asked->section);
    w.waits = w.wanted ? student_hold(&w.me, w.wanted->offering, true) : NULL;
    w.lines.v = ARENA_ARRAY(db_arena(d->db), w.me.holds.n + 2, struct studymap_line);
    TRY(swap(&w));
    TRY(receipt_keep(d,
                     &(struct keeping){.kind = "swap",
                                       .audit = "studymap.swapped",
                                       .person = asked->person,
                                       .who = asked->person,
                                       .lines = &w.lines,
                                       .asked = asked,
                                       .me = &w.me,
                                       .input = {.offering = asked->offering,
                                                 .section = asked->section,
                                                 .waits = asked->waits}},
                     ret));
    return promote_all(d);
}

/* A place ends: with it the wish for another group of it; other wishes cost her nothing any more. */
static err leave_place(struct deciding *d, const struct student *me,
                       const struct records_hold *place, struct studymap_lines *lines)
{
    const struct records_hold *w = student_hold(me, place->offering, true);

    TRY(student_gives(d, place, lines));
    if (w)
        TRY(student_stops(d, w, lines));
    TRY(records_hold_keeps(d->db, me->who, place->offering));
    return student_again(d, me);
}

err decide_leave(struct deciding *d, const struct studymap_asked *asked, struct studymap_decided *ret)
{
    struct studymap_lines lines = {};
    struct student me = {};

    *ret = (struct studymap_decided){.gate = STUDYMAP_EMPTY};
    TRY(student_read(d, asked->person, &me));
    const struct records_hold *place = student_hold(&me, asked->offering, false);
    const struct records_hold *w = student_hold(&me, asked->offering, true);
    const bool by_hand = asked->kind == STUDYMAP_END;
    const section_id section = place ? place->section : w ? w->section : (section_id){};
    lines.v = ARENA_ARRAY(db_arena(d->db), me.holds.n, struct studymap_line);
    if (place && !asked->waits)
        TRY(leave_place(d, &me, place, &lines));
    else if (w)
        TRY(student_stops(d, w, &lines));
    else
        return OK;
    TRY(receipt_keep(d,
                     &(struct keeping){.kind = studymap_kind_word(asked->kind),
                                       .audit = by_hand ? "studymap.ended" : "studymap.left",
                                       .person = asked->person,
                                       .who = by_hand ? asked->by : asked->person,
                                       .lines = &lines,
                                       .told = true,
                                       .asked = asked,
                                       .me = &me,
                                       .input = {.offering = asked->offering,
                                                 .waits = asked->waits}},
                     ret));
    if (by_hand)
        TRY(by_hand_tell(d, asked, section, ret->receipt));
    return promote_all(d);
}
