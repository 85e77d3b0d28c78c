/* replay_decide.c: decisions made again: the same rules (rules.h) over the register in memory.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include "replay_decide.h"
#include <string.h>

static struct arena *arena(const struct rd *d)
{
    return rg_arena(d->g);
}

static void effect(struct rd *d, enum rd_do what, person_id who, const struct rg_hold *h)
{
    if (d->n_fx < d->room)
        d->fx[d->n_fx++] = (struct rd_effect){what, who, *h};
}

static void leaves(struct rd *d, person_id who, const struct rg_hold *h)
{
    effect(d, RD_LEAVE, who, h);
}

static struct studymap_line line_of(const struct records_section *s, enum studymap_outcome o)
{
    if (!s)
        return (struct studymap_line){
            .code = "", .name = "", .group = "", .outcome = o, .option = 1};
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

static void tell(struct rd *d, const struct studymap_line *l)
{
    studymap_line_add(&d->lines, l);
}

static void tell_left(struct rd *d, section_id section)
{
    struct studymap_line l = line_of(records_sheet_section(d->sheet, section), STUDYMAP_LEFT);

    tell(d, &l);
}

/* --- Judging ------------------------------------------------------------------------------------- */

struct besides {
    offering_id place, waiting;
    bool all_waiting;
};

static struct studymap_held held_of(const struct rd *d, const struct rg_person *p,
                                    const struct besides *b, size_t room)
{
    struct studymap_held held = {
        .v = ARENA_ARRAY(arena(d), p->n + room, const struct records_section *)};

    for (size_t i = 0; i < p->n; i++) {
        const struct rg_hold *h = &p->v[i];
        const struct records_section *s = records_sheet_section(d->sheet, h->section);
        const struct rg_hold *old = h->gives_up.v ? rg_hold(p, h->gives_up, false) : NULL;
        const struct records_section *olds =
            old ? records_sheet_section(d->sheet, old->section) : NULL;

        if (!s || (h->waits ? b->all_waiting || h->offering.v == b->waiting.v
                            : h->offering.v == b->place.v))
            continue;
        if (olds)
            studymap_hold_for(&held, s, olds);
        else
            studymap_hold(&held, s);
    }
    return held;
}

static struct studymap_limits limits_of(const struct rd *d, const struct records_known *known)
{
    struct studymap_limits l = studymap_limits_of(&d->r->in.settings);

    l.known = known;
    l.arena = arena(d);
    return l;
}

/* Would she who waits fit, as far as it is known? */
static bool fits(const struct rd *d, const struct rg_person *p, const struct rg_hold *w,
                 const struct records_section *s)
{
    struct besides b = {.place = w->gives_up, .all_waiting = true};
    struct studymap_held held = held_of(d, p, &b, 0);
    struct studymap_limits l = limits_of(d, p->known);

    return studymap_judge(&l, &held, s).reason == STUDYMAP_FITS &&
           (str_empty(s->rule) || !d->asks->passed_over(d->asks->ctx, p->id, s, d->r->at));
}

/* Somebody of the wait-list before `upto` (NULL: all) who fits and would have a seat. */
static const struct rg_person *overtaken(const struct rd *d, struct rg_section *s,
                                         const struct rg_person *upto)
{
    const struct records_section *section = records_sheet_section(d->sheet, s->id);

    for (size_t i = 0; section && i < s->n_waiters && s->waiters[i] != upto; i++) {
        const struct rg_person *p = s->waiters[i];
        const struct rg_hold *w = rg_hold(p, s->offering, true);
        bool seat = rg_free(s) > 0;

        if (!seat && s->n_reserves) {
            struct records_programmes own = d->asks->programmes(d->asks->ctx, p->id);

            seat = rg_reserve_for(s, &own, d->r->at) != NULL;
        }
        if (seat && w && fits(d, p, w, section))
            return p;
    }
    return NULL;
}

enum seat { SEAT_NONE, SEAT_OPEN, SEAT_EITHER };

/* A seat for somebody new. EITHER: those who wait were perhaps still to be asked. */
static enum seat seat_for(const struct rd *d, section_id id, reserve_id *ret_reserve)
{
    struct rg_section *s = rg_section(d->g, id);
    struct rg_reserve *r = rg_reserve_for(s, &d->r->in.programmes, d->r->at);

    *ret_reserve = r ? r->id : (reserve_id){};
    if (!s->there || (!r && rg_free(s) <= 0))
        return SEAT_NONE;
    return s->asking && s->n_waiters ? SEAT_EITHER : SEAT_OPEN;
}

static void overtakes(struct rd *d, section_id id)
{
    struct rg_section *s = rg_section(d->g, id);

    if (s->n_waiters && overtaken(d, s, NULL))
        d->why = arena_printf(arena(d),
                              "a seat in %s went to her while somebody waited who could have it",
                              records_sheet_section(d->sheet, id)->code);
}

/* --- A plan -------------------------------------------------------------------------------------- */

static void refuse(struct rd *d, const struct studymap_wish *w, const struct records_section *s,
                   struct studymap_why why, size_t option)
{
    struct studymap_line l = line_of(s, STUDYMAP_REFUSED);

    if (!s)
        l.offering = w->offering;
    l.why = why;
    l.option = (int64_t)option + 1;
    tell(d, &l);
}

static void wait_for(struct rd *d, const struct studymap_wish *w, struct studymap_held *held)
{
    const struct records_section *s = records_sheet_section(d->sheet, w->options.v[0]);
    struct studymap_line l = line_of(s, STUDYMAP_WAITING);
    struct rg_hold h = {.offering = s->offering, .section = s->id, .waits = true};

    if (!d->r->in.settings.wait_lists) {
        refuse(d, w, s, (struct studymap_why){.reason = STUDYMAP_FULL}, 0);
        return;
    }
    l.waiting_at = (int64_t)rg_section(d->g, s->id)->n_waiters + 1;
    tell(d, &l);
    effect(d, RD_PLACE, d->r->person, &h);
    studymap_hold(held, s);
}

static void choose(struct rd *d, const struct studymap_wish *w, const struct studymap_limits *limits,
                   struct studymap_held *held)
{
    const struct studymap_line *says =
        d->lines.n < d->r->says.n ? &d->r->says.v[d->lines.n] : NULL;

    for (size_t i = 0; i < w->options.n; i++) {
        const struct records_section *s = records_sheet_section(d->sheet, w->options.v[i]);
        struct studymap_why why = studymap_judge(limits, held, s);
        struct rg_hold h = {};
        enum seat seat;

        if (why.reason != STUDYMAP_FITS) {
            refuse(d, w, s, why, i);
            return;
        }
        h = (struct rg_hold){.offering = s->offering, .section = s->id};
        seat = seat_for(d, s->id, &h.reserve);
        if (seat == SEAT_NONE || (seat == SEAT_EITHER &&
                                  !(says && says->outcome == STUDYMAP_ENROLLED &&
                                    says->option == (int64_t)i + 1)))
            continue;
        overtakes(d, s->id);
        struct studymap_line l = line_of(s, STUDYMAP_ENROLLED);
        l.option = (int64_t)i + 1;
        tell(d, &l);
        effect(d, RD_PLACE, d->r->person, &h);
        studymap_hold(held, s);
        return;
    }
    wait_for(d, w, held);
}

static void decide_submit(struct rd *d)
{
    const struct rg_person *p = rg_person(d->g, d->r->person);
    struct studymap_limits limits = limits_of(d, d->r->in.known);
    struct studymap_held held = held_of(d, p, &(struct besides){}, d->r->in.n_wishes);

    for (size_t i = 0; i < d->r->in.n_wishes; i++)
        choose(d, &d->r->in.wishes[i], &limits, &held);
}

/* --- Leaving ------------------------------------------------------------------------------------- */

static void decide_leave(struct rd *d)
{
    const struct rg_person *p = rg_person(d->g, d->r->person);
    const struct rg_hold *place = rg_hold(p, d->r->in.offering, false);
    const struct rg_hold *w = rg_hold(p, d->r->in.offering, true);

    if (d->r->in.waits)
        place = NULL;
    if (!place && !w) {
        d->why = "there was nothing to leave";
        return;
    }
    if (place) {
        leaves(d, p->id, place);
        tell_left(d, place->section);
        effect(d, RD_KEEP, p->id, place);
    }
    if (w) {
        leaves(d, p->id, w);
        tell_left(d, w->section);
    }
}

/* --- By hand -------------------------------------------------------------------------------------- */

/* Enrolled by hand: what was overruled objected, and nothing else did. */
static void decide_give(struct rd *d)
{
    const struct rg_person *p = rg_person(d->g, d->r->person);
    const struct records_section *s = records_sheet_section(d->sheet, d->r->in.section);
    const struct rg_hold *w = s ? rg_hold(p, s->offering, true) : NULL;
    const unsigned over = (unsigned)d->r->in.over & ~(unsigned)STUDYMAP_OVER_WINDOW;
    struct studymap_limits limits = limits_of(d, d->r->in.known);
    struct studymap_line l = line_of(s, STUDYMAP_ENROLLED);
    struct rg_hold got = {};
    struct studymap_held held;

    if (!s) {
        d->why = "the group was not offered";
        return;
    }
    held = held_of(d, p, &(struct besides){.waiting = s->offering}, 0);
    if (studymap_objections(&limits, &held, s) != over)
        d->why = "other rules objected than were overruled";
    limits = studymap_overruled(limits, over);
    if (studymap_judge(&limits, &held, s).reason != STUDYMAP_FITS)
        d->why = "it did not fit her, with what was overruled";
    got = (struct rg_hold){.offering = s->offering, .section = s->id};
    if (seat_for(d, s->id, &got.reserve) == SEAT_NONE)
        d->why = "no seat was free for her";
    overtakes(d, s->id);
    tell(d, &l);
    if (w)
        leaves(d, p->id, w);
    effect(d, RD_PLACE, p->id, &got);
}

/* --- Moving up, and swaps ------------------------------------------------------------------------ */

/* Wait-list places, but for `but`, that would have given up what is gone. */
static void had_enough(struct rd *d, const struct rg_person *p, offering_id gone,
                       const struct rg_hold *but, bool told)
{
    for (size_t i = 0; i < p->n; i++) {
        const struct rg_hold *w = &p->v[i];

        if (!w->waits || w == but || w->gives_up.v != gone.v)
            continue;
        leaves(d, p->id, w);
        if (told)
            tell_left(d, w->section);
    }
}

static void decide_moved(struct rd *d)
{
    const struct rg_person *p = rg_person(d->g, d->r->person);
    const struct records_section *s = records_sheet_section(d->sheet, d->r->in.section);
    const struct rg_hold *w = s ? rg_hold(p, s->offering, true) : NULL;
    const struct rg_hold *old = w && w->gives_up.v ? rg_hold(p, w->gives_up, false) : NULL;
    struct studymap_line l = line_of(s, STUDYMAP_ENROLLED);
    struct studymap_held held;
    struct studymap_limits limits = limits_of(d, d->r->in.known);
    struct rg_section *at;
    struct rg_reserve *kept;

    if (!w || w->section.v != s->id.v) {
        d->why = "she did not wait in this group";
        return;
    }
    held = held_of(d, p, &(struct besides){.place = w->gives_up, .all_waiting = true}, 0);
    if (studymap_judge(&limits, &held, s).reason != STUDYMAP_FITS)
        d->why = "it did not fit her: she should have been passed over";
    at = rg_section(d->g, s->id);
    kept = rg_reserve_for(at, &d->r->in.programmes, d->r->at);
    if (!kept && rg_free(at) <= 0)
        d->why = "no seat was free for her";
    if (overtaken(d, at, p))
        d->why = "somebody waited before her who could have the seat";
    tell(d, &l);
    leaves(d, p->id, w);
    if (old) {
        leaves(d, p->id, old);
        tell_left(d, old->section);
    }
    if (old && old->offering.v != w->offering.v)
        had_enough(d, p, old->offering, w, true);
    effect(d, RD_PLACE, p->id,
           &(struct rg_hold){.offering = s->offering,
                             .section = s->id,
                             .reserve = kept ? kept->id : (reserve_id){}});
}

/* The seat is hers. */
static void swapped(struct rd *d, const struct rg_person *p, const struct rg_hold *place,
                    const struct rg_hold *got)
{
    const struct rg_hold *w = rg_hold(p, got->offering, true);
    struct studymap_line l =
        line_of(records_sheet_section(d->sheet, got->section), STUDYMAP_ENROLLED);

    tell(d, &l);
    leaves(d, p->id, place);
    tell_left(d, place->section);
    if (w)
        leaves(d, p->id, w);
    if (place->offering.v != got->offering.v)
        had_enough(d, p, place->offering, w, true);
    effect(d, RD_PLACE, p->id, got);
}

/* She and somebody who wants her place get each other's: no seat is taken from anybody else. */
static void exchanged(struct rd *d, const struct rg_person *p, const struct rg_hold *place,
                      const struct records_section *wanted)
{
    const struct rg_person *her = rg_person(d->g, d->partner->person);
    const struct rg_hold *has = rg_hold(her, wanted->offering, false);
    const struct rg_hold *wish = rg_hold(her, place->offering, true);

    if (!has || has->section.v != wanted->id.v || !wish || wish->section.v != place->section.v ||
        wish->gives_up.v != wanted->offering.v || has->reserve.v || place->reserve.v) {
        d->why = "the two did not have what they exchanged";
        return;
    }
    const struct rg_section *line = rg_section(d->g, place->section);
    bool other = place->offering.v != wanted->offering.v;

    if (other && d->r->in.rules >= STUDYMAP_RULES_LINE &&
        (rg_section(d->g, wanted->id)->n_waiters > 0 || line->n_waiters == 0 || line->waiters[0]->id.v != her->id.v)) {
        d->why = "somebody waited before the two who exchanged";
        return;
    }
    struct rg_hold mine = {.offering = wanted->offering, .section = wanted->id};
    struct rg_hold hers = {.offering = place->offering, .section = place->section};
    struct studymap_line l = line_of(wanted, STUDYMAP_ENROLLED);

    tell(d, &l);
    tell_left(d, place->section);
    leaves(d, her->id, wish);
    leaves(d, her->id, has);
    leaves(d, p->id, place);
    if (other)
        had_enough(d, her, has->offering, wish, false);
    if (other)
        had_enough(d, p, place->offering, NULL, true);
    effect(d, RD_PLACE, her->id, &hers);
    effect(d, RD_PLACE, p->id, &mine);
}

/* Every seat that she asks for is taken. */
static void full(struct rd *d, const struct rg_person *p, const struct rg_hold *place,
                 const struct records_section *s)
{
    struct studymap_line l = line_of(s, STUDYMAP_REFUSED);
    struct rg_hold h = {
        .offering = s->offering, .section = s->id, .waits = true, .gives_up = place->offering};

    if (d->partner) {
        exchanged(d, p, place, s);
        return;
    }
    if (rg_hold(p, s->offering, true))
        l.why.reason = STUDYMAP_HELD;
    else if (d->r->in.waits && d->r->in.settings.wait_lists) {
        l.outcome = STUDYMAP_WAITING;
        l.waiting_at = (int64_t)rg_section(d->g, s->id)->n_waiters + 1;
        effect(d, RD_PLACE, p->id, &h);
    } else
        l.why.reason = STUDYMAP_FULL;
    tell(d, &l);
}

static void decide_swap(struct rd *d)
{
    const struct rg_person *p = rg_person(d->g, d->r->person);
    const struct rg_hold *place = rg_hold(p, d->r->in.offering, false);
    const struct records_section *s = records_sheet_section(d->sheet, d->r->in.section);
    struct studymap_limits limits = limits_of(d, d->r->in.known);
    struct studymap_line l = line_of(s, STUDYMAP_REFUSED);
    struct rg_hold got = {};
    enum seat seat;

    if (!place) {
        d->why = "she had no place to swap";
        return;
    }
    struct besides b = {.place = place->offering, .waiting = s ? s->offering : (offering_id){}};
    struct studymap_held held = held_of(d, p, &b, 0);
    l.why = studymap_judge(&limits, &held, s);
    if (s && s->id.v == place->section.v)
        l.why.reason = STUDYMAP_HELD;
    if (l.why.reason != STUDYMAP_FITS) {
        tell(d, &l);
        return;
    }
    got = (struct rg_hold){.offering = s->offering, .section = s->id};
    seat = seat_for(d, s->id, &got.reserve);
    if (seat == SEAT_EITHER)
        seat = d->r->says.enrolled && !d->partner ? SEAT_OPEN : SEAT_NONE;
    if (seat == SEAT_NONE) {
        full(d, p, place, s);
        return;
    }
    overtakes(d, s->id);
    swapped(d, p, place, &got);
}

/* --- Comparing ----------------------------------------------------------------------------------- */

static const char *line_words(struct arena *a, const struct studymap_line *l)
{
    if (l->outcome == STUDYMAP_WAITING)
        return arena_printf(a, "%s %s waiting at %lld", l->code, l->group,
                            (long long)l->waiting_at);
    if (l->outcome == STUDYMAP_REFUSED)
        return arena_printf(a, "%s %s refused (%s, option %lld)", l->code, l->group,
                            studymap_reason_word(l->why.reason), (long long)l->option);
    return arena_printf(a, "%s %s %s (option %lld)", l->code, l->group,
                        studymap_outcome_word(l->outcome), (long long)l->option);
}

static bool same(const struct studymap_line *a, const struct studymap_line *b)
{
    return a->offering.v == b->offering.v && a->outcome == b->outcome && a->option == b->option &&
           a->waiting_at == b->waiting_at && a->why.reason == b->why.reason &&
           a->why.total == b->why.total && a->why.limit == b->why.limit &&
           str_eq(a->group, b->group);
}

static void compare(struct rd *d)
{
    const struct studymap_lines *says = &d->r->says;

    for (size_t i = 0; i < says->n && i < d->lines.n && !d->why; i++)
        if (!same(&says->v[i], &d->lines.v[i]))
            d->why = arena_printf(arena(d), "it says %s; the rules give %s",
                                  line_words(arena(d), &says->v[i]),
                                  line_words(arena(d), &d->lines.v[i]));
    if (!d->why && says->n != d->lines.n)
        d->why = arena_printf(arena(d), "it has %zu lines; the rules give %zu", says->n,
                              d->lines.n);
}

void rd_decide(struct rd *d)
{
    const struct rg_person *p = rg_person(d->g, d->r->person);
    size_t most = p->n + d->r->in.n_wishes + 8;

    if (d->partner)
        most += rg_person(d->g, d->partner->person)->n;
    d->room = 2 * most;
    d->fx = ARENA_ARRAY(arena(d), d->room, struct rd_effect);
    d->n_fx = 0;
    d->lines = (struct studymap_lines){.v = ARENA_ARRAY(arena(d), most, struct studymap_line)};
    d->why = NULL;
    if (str_eq(d->r->kind, "submit"))
        decide_submit(d);
    else if (str_eq(d->r->kind, "leave") || str_eq(d->r->kind, "end"))
        decide_leave(d);
    else if (str_eq(d->r->kind, "give"))
        decide_give(d);
    else if (str_eq(d->r->kind, "swap"))
        decide_swap(d);
    else
        decide_moved(d);
    compare(d);
}

/* --- Doing --------------------------------------------------------------------------------------- */

static bool keep_all(struct rd *d, const struct rd_effect *e)
{
    struct rg_person *p = rg_person(d->g, e->who);

    for (size_t i = 0; i < p->n; i++)
        if (p->v[i].waits && p->v[i].gives_up.v == e->hold.offering.v)
            p->v[i].gives_up = (offering_id){};
    return true;
}

bool rd_apply(struct rd *d, const char **ret_why)
{
    bool fine = true;

    for (size_t i = 0; i < d->n_fx; i++) {
        const struct rd_effect *e = &d->fx[i];

        if (e->what == RD_PLACE)
            fine = rg_place(d->g, e->who, &e->hold, ret_why) && fine;
        else if (e->what == RD_LEAVE)
            fine = rg_leave(d->g, e->who, e->hold.offering, e->hold.waits, d->r->at, ret_why) && fine;
        else
            fine = keep_all(d, e) && fine;
    }
    if (d->r->in.known)
        rg_person(d->g, d->r->person)->known = d->r->in.known;
    return fine;
}

const struct records_section *rd_section(const struct records_sheet *sheet,
                                         const struct studymap_line *l)
{
    for (size_t i = 0; i < sheet->n; i++)
        if (sheet->v[i].offering.v == l->offering.v && str_eq(sheet->v[i].code, l->group))
            return &sheet->v[i];
    return NULL;
}

static bool force_line(struct rd *d, const struct studymap_line *l, const char **ret_why)
{
    const struct records_section *s = rd_section(d->sheet, l);
    struct rg_person *p = rg_person(d->g, d->r->person);
    struct rg_hold h = {.waits = l->outcome == STUDYMAP_WAITING};
    struct records_programmes own;
    struct rg_reserve *kept;

    if (!s) {
        *ret_why = "its group is not known";
        return false;
    }
    if (l->outcome == STUDYMAP_LEFT) {
        const struct rg_hold *place = rg_hold(p, s->offering, false);

        return rg_leave(d->g, p->id, s->offering, !place || place->section.v != s->id.v, d->r->at,
                        ret_why);
    }
    h.offering = s->offering;
    h.section = s->id;
    own = d->asks->programmes(d->asks->ctx, p->id);
    kept = h.waits ? NULL : rg_reserve_for(rg_section(d->g, s->id), &own, d->r->at);
    h.reserve = kept ? kept->id : (reserve_id){};
    return rg_place(d->g, p->id, &h, ret_why);
}

bool rd_force(struct rd *d, bool waits, const char **ret_why)
{
    bool fine = true;

    for (size_t i = 0; i < d->r->says.n; i++) {
        const struct studymap_line *l = &d->r->says.v[i];

        if (l->outcome != STUDYMAP_REFUSED && (l->outcome == STUDYMAP_WAITING) == waits)
            fine = force_line(d, l, ret_why) && fine;
    }
    return fine;
}
