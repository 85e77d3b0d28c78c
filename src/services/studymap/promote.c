/* promote.c: seats that came free go to those who wait, in their order, in the same transaction. Who does
   not fit is passed over, keeps her place in the list, and is told why. Who moves up from another
   place frees that, and so on: what is too much for one transaction is left to a job, and until it is done
   nobody new gets a seat there.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include "deciding.h"
#include "jobs.h"
#include "studymap_q.h"

/* Of the wait-list, read at once. */
#define PAGE 32

static err leave_to_job(struct deciding *d, const struct turn *t)
{
    TRY(records_due(d->db, t->section, true));
    return job_add(d->db, "studymap.promote", (instant){0}, t->section.v,
                   arena_printf(db_arena(d->db), "%lld", (long long)t->after));
}

err promote_later(struct deciding *d, section_id section)
{
    for (size_t i = d->at; i < d->n_queue; i++) {
        if (d->queue[i].section.v == section.v && d->queue[i].after == 0)
            return OK;
    }
    struct turn t = {.section = section};
    if (d->n_queue == QUEUE_MOST)
        return leave_to_job(d, &t);
    d->queue[d->n_queue++] = t;
    return OK;
}

static err judge(struct deciding *d, struct student *st, const struct records_hold *w,
                 struct studymap_why *ret)
{
    const struct records_section *s = records_sheet_section(d->sheet, w->section);
    struct besides b = {.place = w->gives_up, .all_waiting = true};
    struct studymap_held held = student_held(d, st, &b, 0);
    struct studymap_limits limits = {};

    TRY(student_limits(d, st, &(struct studymap_together){&s, 1}, !str_empty(s->rule),
                       &limits));
    *ret = studymap_judge(&limits, &held, s);
    return OK;
}

/* She has the seat: what she gives up for it ends, and she gets her receipt. */
static err moves_up(struct deciding *d, struct student *st, const struct records_hold *w,
                    const struct records_hold *place)
{
    const struct records_hold *old = w->gives_up.v ? student_hold(st, w->gives_up, false) : NULL;
    struct studymap_line line =
        line_of(records_sheet_section(d->sheet, w->section), STUDYMAP_ENROLLED);
    struct studymap_lines lines = {
        .v = ARENA_ARRAY(db_arena(d->db), st->holds.n + 1, struct studymap_line)};
    struct studymap_decided kept = {};

    studymap_line_add(&lines, &line);
    TRY(records_hold_end(d->db, w));
    st->holds.v[w - st->holds.v].waits = false; /* stands for the place from here on */
    if (old)
        TRY(student_gives(d, old, &lines));
    if (old && old->offering.v != w->offering.v)
        TRY(student_had_enough(d, st, old->offering, &lines));
    TRY(records_hold_add(d->db, place));
    TRY(receipt_keep(d,
                     &(struct keeping){.kind = "moved",
                                       .audit = "studymap.moved",
                                       .person = st->who,
                                       .section = w->section,
                                       .lines = &lines,
                                       .me = st,
                                       .input = {.section = w->section}},
                     &kept));
    return student_again(d, st);
}

/* Asks one who waits; *ret_moved: she has a place now. */
static err ask(struct deciding *d, const struct records_hold *waiter, bool *ret_moved)
{
    const struct records_section *s = records_sheet_section(d->sheet, waiter->section);
    struct records_hold place = {.waits = true};
    struct student st = {};

    *ret_moved = false;
    TRY(student_read(d, waiter->person, &st));
    const struct records_hold *w = student_hold(&st, waiter->offering, true);
    if (!w || w->section.v != waiter->section.v)
        return OK;
    struct studymap_why why = {};
    TRY(judge(d, &st, w, &why));
    const char *word = why.reason != STUDYMAP_FITS ? studymap_reason_word(why.reason) : NULL;
    if (!str_eq(w->skipped, word)) {
        TRY(records_hold_skip(d->db, w, word));
        TRY(skip_keep(d, &st, w, word));
    }
    if (word)
        return OK;
    TRY(student_seat(d, &st, s, &place, ret_moved));
    return *ret_moved ? moves_up(d, &st, w, &place) : OK;
}

/* Is there a seat for anybody who waits? */
static err some_seat(struct deciding *d, section_id section, struct records_seats *ret, bool *ret_some)
{
    err e = records_seats_of(d->db, section, ret);

    *ret_some = false;
    if (e == ERR_NOT_FOUND)
        return OK;
    TRY(e);
    *ret_some = ret->waiting > 0 && (ret->unlimited || ret->taken < ret->seats);
    return OK;
}

/* The next page of a wait-list; *ret_more: there may be another. */
static err ask_page(struct deciding *d, struct turn *t, bool *ret_more)
{
    struct records_holds page = {};
    struct records_seats seats = {};

    TRY(records_waiters(d->db, t->section, t->after, PAGE, &page));
    *ret_more = page.n == PAGE;
    for (size_t i = 0; i < page.n; i++) {
        bool moved = false;

        if (d->moves == 0 || d->judges == 0) {
            *ret_more = false;
            return leave_to_job(d, t);
        }
        d->judges--;
        TRY(ask(d, &page.v[i], &moved));
        t->after = page.v[i].order;
        if (!moved)
            continue;
        d->moves--;
        TRY(some_seat(d, t->section, &seats, ret_more));
        if (!*ret_more)
            return OK;
        *ret_more = page.n == PAGE || i + 1 < page.n;
    }
    return OK;
}

static err promote_section(struct deciding *d, struct turn *t)
{
    struct records_seats seats = {};
    bool more = false;

    TRY(some_seat(d, t->section, &seats, &more));
    if (seats.promote_due)
        TRY(records_due(d->db, t->section, false));
    while (more)
        TRY(ask_page(d, t, &more));
    return OK;
}

err promote_all(struct deciding *d)
{
    if (studymap_term_over(d->sheet->last, civil_of(db_now(d->db)).day))
        return OK;
    while (d->at < d->n_queue)
        TRY(promote_section(d, &d->queue[d->at++]));
    return OK;
}

/* --- By itself -------------------------------------------------------------------------------- */

static err begin(struct db *db, const struct studymap_settings *settings, section_id section,
                 struct deciding *ret)
{
    struct records_sections found = {};

    TRY(records_sections_by_id(db, &section, 1, &found));
    if (found.n == 0)
        return ERR_NOT_FOUND;
    return deciding_begin(db, settings, found.v[0].term, ret);
}

err studymap_promote(struct db *db, const struct studymap_settings *settings, section_id section,
                     int64_t after)
{
    struct deciding d = {};
    err e = begin(db, settings, section, &d);
    int64_t drawing = 0;

    if (e == ERR_NOT_FOUND)
        return OK; /* withdrawn meanwhile */
    TRY(e);
    TRY(studymap_q_draw_held(db, d.sheet->term, &drawing));
    if (drawing > 0) /* whom it put on the list is not written yet */
        return job_add(db, "studymap.promote", instant_add(db_now(db), SECONDS(1)), section.v,
                       arena_printf(db_arena(db), "%lld", (long long)after));
    TRY(promote_later(&d, section));
    d.queue[0].after = after;
    return promote_all(&d);
}

/* Could she have one of the seats? */
static err could(struct deciding *d, const struct records_hold *w, const struct records_seats *seats,
                 bool *ret)
{
    struct records_reserves reserves = {};
    struct records_programmes own = {};
    struct studymap_why why = {};
    struct student st = {};

    *ret = false;
    TRY(student_read(d, w->person, &st));
    TRY(judge(d, &st, w, &why));
    if (why.reason != STUDYMAP_FITS)
        return OK;
    *ret = seats->unlimited || seats->taken + seats->kept < seats->seats;
    if (*ret || seats->kept == 0)
        return OK;
    TRY(records_programmes_now(d->db, w->person, &own));
    TRY(records_reserves_of(d->db, w->section, &reserves));
    for (size_t i = 0; i < reserves.n; i++) {
        const struct records_reserve *r = &reserves.v[i];
        bool open = r->taken < r->seats && (r->until.v == 0 || r->until.v > db_now(d->db).v);

        for (size_t k = 0; open && k < own.n; k++)
            *ret = *ret || own.v[k].v == r->programme.v;
    }
    return OK;
}

err studymap_could_move(struct db *db, const struct studymap_settings *settings, section_id section,
                        int64_t *ret_n)
{
    struct records_holds page = {};
    struct records_seats seats = {};
    struct deciding d = {};
    bool some = false;

    *ret_n = 0;
    TRY(begin(db, settings, section, &d));
    TRY(some_seat(&d, section, &seats, &some));
    if (!some || seats.promote_due || studymap_term_over(d.sheet->last, civil_of(db_now(db)).day))
        return OK;
    TRY(records_waiters(db, section, 0, seats.waiting, &page));
    for (size_t i = 0; i < page.n; i++) {
        bool fits = false;

        TRY(could(&d, &page.v[i], &seats, &fits));
        *ret_n += fits;
    }
    return OK;
}
