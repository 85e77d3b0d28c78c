/* words.c: studymap's sentences about times, clashes and windows.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include "plan.h"

const char *studymap_when_words(struct rq *rq, struct studymap_when w)
{
    const char *on = w.day.v ? day_words(rq->arena, rq->lang, w.day)
                             : weekday_short(rq->lang, w.weekday);

    return arena_printf(rq->arena, "%s %s–%s", on, minute_hm(rq->arena, w.starts),
                        minute_hm(rq->arena, w.ends));
}

const char *studymap_why_words(struct rq *rq, const char *name, const struct studymap_why *why)
{
    switch (why->reason) {
    case STUDYMAP_HELD:
        return say(rq, "You already have a place in %s, or wait for one.", name);
    case STUDYMAP_GONE:
        return say(rq, "%s is no longer offered in this term.", name);
    case STUDYMAP_CLASH:
        return say(rq, "%s (%s) clashes with %s (%s).", name, studymap_when_words(rq, why->mine),
                   why->other, studymap_when_words(rq, why->theirs));
    case STUDYMAP_LOAD:
        return say(rq, "With %s you would have %d EC in this term; the most is %d EC.", name,
                   (int)why->total, (int)why->limit);
    case STUDYMAP_FULL:
        return say(rq, "%s has no seat left.", name);
    case STUDYMAP_PREREQUISITE:
        return say(rq, "Before %s you must have: %s.", name,
                   records_prereq_words(rq->arena, rq->lang, why->other));
    case STUDYMAP_FITS:
    case STUDYMAP_REASONS:
        break;
    }
    return NULL;
}

const char *studymap_expected_words(struct rq *rq, const char *name, const struct studymap_why *why)
{
    if (!why->expected)
        return NULL;
    return say(rq, "Before %s you must have: %s. It counts as expected, as you take or plan it in an "
                   "earlier term.", name,
               records_prereq_words(rq->arena, rq->lang, why->expected));
}

struct str_list studymap_problems(struct rq *rq, const struct records_section *s,
                                  const struct studymap_held *beside,
                                  const struct studymap_why *why)
{
    struct studymap_why *all = ARENA_ARRAY(rq->arena, beside->n, struct studymap_why);
    size_t n = studymap_clashes(beside, s, all, beside->n);
    struct str_list list = {.v = ARENA_ARRAY(rq->arena, n + 1, const char *)};
    const char *own = why->reason == STUDYMAP_CLASH ? NULL
                                                    : studymap_why_words(rq, s->course_name, why);

    if (!own)
        own = studymap_expected_words(rq, s->course_name, why);
    if (own)
        list.v[list.n++] = own;
    for (size_t i = 0; i < n; i++)
        list.v[list.n++] = studymap_why_words(rq, s->course_name, &all[i]);
    return list;
}

const char *studymap_window_words(struct rq *rq, const struct records_window *w)
{
    switch (w->state) {
    case RECORDS_WINDOW_FUTURE:
        return say(rq, "Enrolment opens on %s. You can plan already; nothing is lost.",
                   instant_words(rq->arena, rq->lang, w->opens));
    case RECORDS_WINDOW_OPEN:
        return say(rq, "Enrolment is open until %s.",
                   instant_words(rq->arena, rq->lang, w->closes));
    case RECORDS_WINDOW_CLOSED:
        return say(rq, "Enrolment closed on %s.",
                   instant_words(rq->arena, rq->lang, w->closes));
    case RECORDS_WINDOW_NONE:
        break;
    }
    return say(rq, "It is not known yet when enrolment opens. You can plan already.");
}

const char *studymap_place_words(struct rq *rq, const struct records_meeting *m)
{
    if (str_empty(m->room))
        return m->building;
    return str_empty(m->building) ? m->room
                                  : arena_printf(rq->arena, "%s %s", m->building, m->room);
}

/* Do two weekly meetings differ in their weekday only? */
static bool same_line(const struct records_meeting *a, const struct records_meeting *b)
{
    bool weekly = a->first.v != a->last.v && b->first.v != b->last.v;

    return weekly && a->starts.v == b->starts.v && a->ends.v == b->ends.v &&
           str_eq(a->kind, b->kind) && str_eq(a->room, b->room) &&
           str_eq(a->building, b->building);
}

/* The weekdays of the meetings from `at` on that share its line; "" when an earlier one has it. */
static const char *line_days(struct rq *rq, const struct records_meetings *all, size_t at)
{
    const char *days = "";
    unsigned seen = 0;

    for (size_t i = 0; i < at; i++) {
        if (same_line(&all->v[i], &all->v[at]))
            return "";
    }
    for (size_t i = at; i < all->n; i++) {
        unsigned bit = 1U << all->v[i].weekday;
        if ((seen & bit) || (i > at && !same_line(&all->v[at], &all->v[i])))
            continue;
        seen |= bit;
        days = arena_printf(rq->arena, "%s%s%s", days, *days ? ", " : "",
                            weekday_short(rq->lang, all->v[i].weekday));
    }
    return days;
}

struct str_list studymap_times(struct rq *rq, const struct records_section *s)
{
    struct str_list list = {.v = ARENA_ARRAY(rq->arena, s->meetings.n, const char *)};

    for (size_t i = 0; i < s->meetings.n; i++) {
        const struct records_meeting *m = &s->meetings.v[i];
        bool single = m->first.v == m->last.v;
        const char *days = single ? day_words(rq->arena, rq->lang, m->first)
                                  : line_days(rq, &s->meetings, i);
        const char *place = studymap_place_words(rq, m);
        if (!*days)
            continue;
        list.v[list.n++] = arena_printf(
            rq->arena, "%s: %s %s–%s%s%s", say_msg(rq, records_kind_words(m->kind)), days,
            minute_hm(rq->arena, m->starts), minute_hm(rq->arena, m->ends), *place ? ", " : "",
            place);
    }
    return list;
}

struct studymap_entry studymap_entry_of(struct rq *rq, const struct records_section *s)
{
    return (struct studymap_entry){
        .offering = s->offering,
        .section = s->id,
        .code = s->course_code,
        .name = s->course_name,
        .group = s->code,
        .path = arena_printf(rq->arena, "/courses/%s", url_seg(rq->arena, s->course_code)),
        .lecturer = s->lecturer,
        .credits = s->credits,
        .seats = records_seat_words(rq->arena, rq->lang, s),
        .times = studymap_times(rq, s),
        .full = studymap_is_full(s),
        .lone = true,
        .waits = studymap_is_full(s),
    };
}
