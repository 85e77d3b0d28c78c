/* show.c: from slots to what views show.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include "pages.h"

#include "str.h"

enum { SHOWN_IN_CELL = 4 };

const char *timetable_place(struct arena *a, const struct records_meeting *m)
{
    return str_empty(m->building) ? arena_dup(a, m->room ? m->room : "")
                                  : arena_printf(a, "%s %s", m->building, m->room);
}

const char *timetable_holiday(const struct records_holidays *h, day d)
{
    for (size_t i = 0; i < h->n; i++)
        if (h->v[i].first.v <= d.v && d.v <= h->v[i].last.v)
            return h->v[i].name;
    return NULL;
}

static const char *room_path(struct arena *a, const struct records_meeting *m)
{
    if (str_empty(m->room) || str_empty(m->building_code))
        return NULL;
    return arena_printf(a, "/timetable/room/%s/%s", url_seg(a, m->building_code),
                        url_seg(a, m->room));
}

/* "Mon 09:00 in Snellius 1.04" */
static const char *time_words(struct rq *rq, const struct records_meeting *m)
{
    struct arena *a = rq->arena;
    const char *on = m->first.v == m->last.v ? day_words(a, rq->lang, m->first)
                                             : weekday_short(rq->lang, m->weekday);
    const char *place = timetable_place(a, m), *at = minute_hm(a, m->starts);

    if (*place == '\0')
        return arena_printf(a, "%s %s", on, at);
    /* TRANSLATORS: day, time, place: "Mon 09:00 in Snellius 1.04" */
    return say(rq, "%s %s in %s", on, at, place);
}

static const char *was_words(struct rq *rq, const struct timetable_slot *s)
{
    if (s->source->gone)
        return say(rq, "Cancelled");
    return s->was ? say(rq, "Was %s", time_words(rq, s->was)) : NULL;
}

static const char *clash_words(struct rq *rq, const struct timetable_slot *s)
{
    const char *codes;

    if (!s->clash)
        return NULL;
    codes = timetable_course_codes(rq->arena, s->clash);
    if (!str_eq(codes, timetable_course_codes(rq->arena, s)))
        return codes;
    return arena_printf(rq->arena, "%s %s", codes, timetable_group_words(rq, s->clash, false));
}

static struct timetable_item item_of(struct rq *rq, const struct timetable_slot *s)
{
    struct arena *a = rq->arena;

    return (struct timetable_item){
        .starts = s->starts,
        .ends = s->ends,
        .title = timetable_title(rq, s, true),
        .path = timetable_course_path(a, s->section),
        .further = timetable_further(a, s),
        .group = s->source->groups && !s->source->choice ? timetable_group_words(rq, s, false) : NULL,
        .kind = records_kind_words(s->meeting->kind),
        .place = timetable_place(a, s->meeting),
        .room_path = room_path(a, s->meeting),
        .lecturer = s->section->lecturer ? s->section->lecturer : "",
        .waiting = s->source->waiting,
        .also = s->source->also,
        .gone = s->source->gone,
        .was = was_words(rq, s),
        .clash = clash_words(rq, s),
    };
}

struct timetable_arranged timetable_show_arranged(struct arena *a, const struct timetable_sources *s)
{
    struct timetable_arranged r = {.v = ARENA_ARRAY(a, s->n + 1, struct timetable_arranged_line)};

    for (size_t i = 0; i < s->n; i++) {
        const struct records_section *x = s->v[i].section;
        if (x->meetings.n == 0)
            r.v[r.n++] =
                (struct timetable_arranged_line){.code = x->course_code,
                                                 .name = x->course_name,
                                                 .path = timetable_course_path(a, x),
                                                 .group = x->code,
                                                 .lecturer = x->lecturer ? x->lecturer : ""};
    }
    return r;
}

static void say_state(struct rq *rq, const struct timetable_slot *s, struct week_meeting *m)
{
    m->note = was_words(rq, s);
    if (s->source->gone) {
        m->state = "gone";
    } else if (s->source->waiting) {
        m->state = "waiting";
        m->note = say(rq, "You are on the wait-list");
    } else if (s->clash) {
        m->state = "clash";
        m->note = say(rq, "Clashes with %s", clash_words(rq, s));
    } else if (s->source->also) {
        m->state = "also";
        m->note = say(rq, "You are not enrolled");
    }
}

/* "CSE 8A · groups A50–A53", and its name below; of several courses their groups below. */
static void say_groups(struct rq *rq, const struct timetable_slot *s, struct week_meeting *m)
{
    struct timetable_links further = timetable_further(rq->arena, s);

    if (!s->source->groups || s->source->choice)
        return;
    if (further.n == 0) {
        m->group = timetable_group_words(rq, s, false);
        m->name = s->section->course_name;
        return;
    }
    m->name = timetable_group_words(rq, s, false);
    m->further.v = ARENA_ARRAY(rq->arena, further.n, struct week_link);
    for (size_t i = 0; i < further.n; i++)
        m->further.v[m->further.n++] = (struct week_link){further.v[i].text, further.v[i].path};
}

static struct week_meeting grid_meeting(struct rq *rq, const struct timetable_slot *s)
{
    struct arena *a = rq->arena;
    struct week_meeting m = {
        .from = s->starts,
        .to = s->ends,
        .title = timetable_title(rq, s, !s->source->groups),
        .href = timetable_course_path(a, s->section),
        .same = s->section->course_code,
        .place = timetable_place(a, s->meeting),
        .kind = say_msg(rq, records_kind_words(s->meeting->kind)),
        .hue = s->source->hue,
    };

    say_groups(rq, s, &m);
    say_state(rq, s, &m);
    return m;
}

/* The days to show: of a week Saturday and Sunday only when there is something. */
static size_t days_shown(const struct timetable_slots *s, day first, size_t days)
{
    int last = s->n > 0 ? day_between(first, s->v[s->n - 1].day) + 1 : 0;

    if (days != 7)
        return days;
    return last > 5 ? (size_t)last : 5;
}

struct week timetable_show_week(struct rq *rq, const struct timetable_slots *s, day first, size_t days)
{
    struct civil now = civil_of(rq->now);
    struct week w = {.n = days_shown(s, first, days)};

    w.v = ARENA_ARRAY(rq->arena, w.n, struct week_day);
    for (size_t i = 0, at = 0; i < w.n; i++) {
        struct week_day *d = &w.v[i];
        size_t from = at;

        d->day = day_add(first, (int)i);
        d->weekday = day_weekday(d->day);
        d->today = d->day.v == now.day.v;
        while (at < s->n && s->v[at].day.v == d->day.v)
            at++;
        d->v = ARENA_ARRAY(rq->arena, at - from + 1, struct week_meeting);
        for (size_t k = from; k < at; k++)
            d->v[d->n++] = grid_meeting(rq, &s->v[k]);
    }
    week_lay(rq->arena, &w);
    week_now(rq->arena, &w, now.minute);
    return w;
}

static void fill_cell(struct rq *rq, const struct timetable_slots *s, day d,
                      struct timetable_cell *cell)
{
    cell->v = ARENA_ARRAY(rq->arena, SHOWN_IN_CELL, struct timetable_entry);
    for (size_t i = 0; i < s->n; i++) {
        const struct timetable_slot *x = &s->v[i];

        if (x->day.v != d.v || x->source->gone)
            continue;
        if (cell->total++ < SHOWN_IN_CELL)
            cell->v[cell->n++] = (struct timetable_entry){
                arena_printf(rq->arena, "%s %s", minute_hm(rq->arena, x->starts),
                             x->source->choice ? timetable_group_words(rq, x, true)
                                               : timetable_course_codes(rq->arena, x)),
                x->source->hue};
    }
}

struct timetable_month timetable_show_month(struct rq *rq, const struct timetable_slots *s, day first,
                                            const char *base)
{
    struct arena *a = rq->arena;
    day today = civil_of(rq->now).day, d = day_monday(first);
    struct timetable_month m = {.v = ARENA_ARRAY(a, 42, struct timetable_cell)};

    while (m.n < 42 && (m.n % 7 != 0 || m.n == 0 || day_month(d) == day_month(first))) {
        struct timetable_cell *cell = &m.v[m.n++];

        *cell = (struct timetable_cell){
            .path = arena_printf(a, "%s?view=day&on=%s", base, day_iso(a, d)),
            .words = day_words(a, rq->lang, d),
            .dom = day_dom(d),
            .in = day_month(d) == day_month(first),
            .today = d.v == today.v};
        fill_cell(rq, s, d, cell);
        d = day_add(d, 1);
    }
    return m;
}

/* Slots as days with items; at most `max` items. */
struct timetable_days timetable_show_days(struct rq *rq, const struct timetable_slots *s, size_t max)
{
    day today = civil_of(rq->now).day;
    size_t n = s->n < max ? s->n : max;
    struct timetable_days days = {.v = ARENA_ARRAY(rq->arena, n + 1, struct timetable_day)};

    for (size_t i = 0; i < n; i++) {
        struct timetable_day *d = days.n > 0 ? &days.v[days.n - 1] : NULL;
        if (!d || d->day.v != s->v[i].day.v) {
            d = &days.v[days.n++];
            *d = (struct timetable_day){
                .day = s->v[i].day,
                .today = s->v[i].day.v == today.v,
                .v = ARENA_ARRAY(rq->arena, n - i, struct timetable_item),
            };
        }
        d->v[d->n++] = item_of(rq, &s->v[i]);
    }
    return days;
}

/* The meeting as it is now, or NULL. */
static const struct records_meeting *meeting_now(const struct timetable_sources *s, meeting_id id)
{
    for (size_t i = 0; i < s->n; i++)
        for (size_t k = 0; !s->v[i].gone && k < s->v[i].section->meetings.n; k++)
            if (s->v[i].section->meetings.v[k].id.v == id.v)
                return &s->v[i].section->meetings.v[k];
    return NULL;
}

static const char *change_words(struct rq *rq, const struct records_earlier *e,
                                const struct records_meeting *now)
{
    const char *was = time_words(rq, &e->meeting);

    if (e->gone)
        return say(rq, "cancelled: %s", was);
    return say(rq, "now %s, was %s", time_words(rq, now), was);
}

struct timetable_changed timetable_show_changes(struct rq *rq, const struct timetable_sources *s,
                                                const struct records_earliers *was, instant seen)
{
    struct arena *a = rq->arena;
    day today = civil_of(rq->now).day;
    struct timetable_changed c = {.v = ARENA_ARRAY(a, was->n + 1, struct timetable_change)};

    for (size_t i = 0; i < was->n; i++) {
        const struct records_earlier *e = &was->v[i];
        const struct records_meeting *now = e->gone ? NULL : meeting_now(s, e->meeting.id);

        if (e->meeting.changed_at.v <= seen.v || e->meeting.last.v < today.v ||
            (!e->gone && (now == NULL || !timetable_moved(&e->meeting, now))))
            continue;
        c.v[c.n++] = (struct timetable_change){
            .what = arena_printf(a, "%s %s", e->section.course_code,
                                 say_msg(rq, records_kind_words(e->meeting.kind))),
            .text = change_words(rq, e, now),
            .path = timetable_course_path(a, &e->section)};
    }
    return c;
}
