/* pages.c: the personal timetable: week, list, and the card of the home page.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include "pages.h"

#include "form.h"
#include "own.h"
#include "timetable_v.h"

static const char *place_of(struct arena *a, const struct records_meeting *m)
{
    return str_empty(m->building) ? arena_dup(a, m->room ? m->room : "")
                                  : arena_printf(a, "%s %s", m->building, m->room);
}

static const char *course_path(struct arena *a, const struct records_section *s)
{
    return arena_printf(a, "/courses/%s", url_seg(a, s->course_code));
}

static struct timetable_item item_of(struct arena *a, const struct timetable_slot *s)
{
    return (struct timetable_item){
        .starts = s->starts,
        .ends = s->ends,
        .code = s->section->course_code,
        .name = s->section->course_name,
        .path = course_path(a, s->section),
        .kind = records_kind_words(s->meeting->kind),
        .group = s->section->code,
        .place = place_of(a, s->meeting),
        .lecturer = s->section->lecturer ? s->section->lecturer : "",
        .waiting = s->waiting,
        .clash = s->clash ? s->clash->course_code : NULL,
    };
}

static struct timetable_arranged arranged_of(struct arena *a, const struct timetable_own *own)
{
    struct timetable_arranged r = {0};

    if (own->n_arranged == 0)
        return r;
    r.v = ARENA_ARRAY(a, own->n_arranged, struct timetable_item);
    for (size_t i = 0; i < own->n; i++) {
        const struct records_section *s = own->v[i].section;
        if (s->meetings.n == 0)
            r.v[r.n++] = (struct timetable_item){.code = s->course_code,
                                                 .name = s->course_name,
                                                 .path = course_path(a, s),
                                                 .group = s->code,
                                                 .lecturer = s->lecturer ? s->lecturer : ""};
    }
    return r;
}

struct tabs timetable_tabs(struct rq *rq)
{
    static const struct {
        struct msg text;
        const char *path;
    } rows[] = {{_("Week"), "/timetable"},
                {_("List"), "/timetable/list"},
                {_("In my calendar"), "/timetable/feeds"}};
    struct tabs t = {.v = ARENA_ARRAY(rq->arena, 3, struct tab), .n = 3};

    for (size_t i = 0; i < t.n; i++)
        t.v[i] = (struct tab){.text = say_msg(rq, rows[i].text),
                              .path = rows[i].path,
                              .here = str_eq(rows[i].path, rq->path)};
    return t;
}

static struct week_meeting grid_meeting(struct rq *rq, const struct timetable_slot *s)
{
    struct arena *a = rq->arena;
    struct week_meeting m = {
        .from = s->starts,
        .to = s->ends,
        .title = arena_printf(a, "%s %s", s->section->course_code, s->section->course_name),
        .href = course_path(a, s->section),
        .place = place_of(a, s->meeting),
        .kind = say_msg(rq, records_kind_words(s->meeting->kind)),
        .hue = week_hue(s->section->course.v),
    };

    if (s->waiting) {
        m.state = "waiting";
        m.note = say(rq, "You are on the wait-list");
    } else if (s->clash) {
        m.state = "clash";
        m.note = say(rq, "Clashes with %s", s->clash->course_code);
    }
    return m;
}

/* Monday to Friday always, Saturday and Sunday when there is something. */
static struct week week_of(struct rq *rq, const struct timetable_slots *s, day monday)
{
    day today = civil_of(rq->now).day;
    int last = s->n > 0 ? day_weekday(s->v[s->n - 1].day) : 0;
    struct week w = {.n = last > 5 ? (size_t)last : 5};

    w.v = ARENA_ARRAY(rq->arena, w.n, struct week_day);
    for (size_t i = 0, at = 0; i < w.n; i++) {
        struct week_day *d = &w.v[i];
        size_t from = at;

        d->day = day_add(monday, (int)i);
        d->weekday = (int)i + 1;
        d->today = d->day.v == today.v;
        while (at < s->n && s->v[at].day.v == d->day.v)
            at++;
        d->v = ARENA_ARRAY(rq->arena, at - from + 1, struct week_meeting);
        for (size_t k = from; k < at; k++)
            d->v[d->n++] = grid_meeting(rq, &s->v[k]);
    }
    week_lay(rq->arena, &w);
    return w;
}

err timetable_week_get(struct rq *rq)
{
    struct arena *a = rq->arena;
    const char *asked = form_typed(rq, "week");
    day today = civil_of(rq->now).day, on = today;
    struct timetable_own own;

    if (*asked && day_parse(asked, &on) != OK)
        on = today;
    TRY(timetable_own(rq->db, rq->lang, rq->me, on, &own));
    day monday = timetable_week_asked(asked, today, own.term.first, own.term.last);
    day sunday = day_add(monday, 6);
    struct timetable_slots slots = timetable_slots_in(a, own.v, own.n, monday, sunday);
    struct timetable_week_view view = {
        .title = say(rq, "Timetable, week %d", day_iso_week(monday)),
        .span = arena_printf(a, "%s – %s", day_words(a, rq->lang, monday),
                             day_words(a, rq->lang, sunday)),
        .term = own.term.name ? own.term.name : "",
        .back = day_iso(a, day_add(monday, -7)),
        .next = day_iso(a, day_add(monday, 7)),
        .tabs = timetable_tabs(rq),
        .week = week_of(rq, &slots, monday),
        .arranged = arranged_of(a, &own),
        .n_meetings = slots.n,
        .nothing = own.n == 0,
    };

    for (size_t i = 0; i < slots.n; i++)
        view.n_clashes += slots.v[i].clash != NULL;
    if (own.term.id.v != 0 && (sunday.v < own.term.first.v || monday.v > own.term.last.v))
        view.begins = day_iso(a, own.term.first);
    return timetable_v_week(rq->out, &view);
}

/* Slots as days with items; at most `max` items. */
static struct timetable_days days_of(struct rq *rq, const struct timetable_slots *s, size_t max)
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
        d->v[d->n++] = item_of(rq->arena, &s->v[i]);
    }
    return days;
}

err timetable_list_get(struct rq *rq)
{
    day today = civil_of(rq->now).day;
    struct timetable_own own;

    TRY(timetable_own(rq->db, rq->lang, rq->me, today, &own));
    day from = own.term.first.v > today.v ? own.term.first : today;
    struct timetable_slots slots =
        timetable_slots_in(rq->arena, own.v, own.n, from, day_add(own.term.last, 60));
    struct timetable_list_view view = {
        .tabs = timetable_tabs(rq),
        .term = own.term.name ? own.term.name : "",
        .days = days_of(rq, &slots, 1000),
        .arranged = arranged_of(rq->arena, &own),
        .nothing = own.n == 0,
    };
    return timetable_v_list(rq->out, &view);
}

/* What has not ended yet. */
static struct timetable_slots still_to_come(struct rq *rq, struct timetable_slots s)
{
    struct civil c = civil_of(rq->now);

    while (s.n > 0 && s.v->day.v == c.day.v && s.v->ends.v <= c.minute.v) {
        s.v++;
        s.n--;
    }
    return s;
}

err timetable_card(struct rq *rq)
{
    day today = civil_of(rq->now).day;
    struct timetable_own own;

    TRY(timetable_own(rq->db, rq->lang, rq->me, today, &own));
    if (own.n == 0)
        return OK;
    day from = own.term.first.v > today.v ? own.term.first : today;
    struct timetable_slots slots = still_to_come(
        rq, timetable_slots_in(rq->arena, own.v, own.n, from, day_add(from, 13)));
    struct timetable_days days = days_of(rq, &slots, 4);
    return days.n > 0 ? timetable_v_card(rq->out, &days) : OK;
}

err timetable_deadlines(struct rq *rq, struct deadlines *ret)
{
    day today = civil_of(rq->now).day;
    struct timetable_own own;
    struct deadlines d = {0};

    TRY(timetable_own(rq->db, rq->lang, rq->me, today, &own));
    struct timetable_slots slots = still_to_come(
        rq, timetable_slots_in(rq->arena, own.v, own.n, today, day_add(today, 365)));
    d.v = ARENA_ARRAY(rq->arena, slots.n + 1, struct deadline);
    for (size_t i = 0; i < slots.n; i++) {
        const struct timetable_slot *s = &slots.v[i];
        if (str_eq(s->meeting->kind, "exam") && !s->waiting)
            d.v[d.n++] = (struct deadline){
                .at = instant_of(s->day, s->starts),
                .text = say(rq, "Exam %s %s", s->section->course_code, s->section->course_name),
                .path = arena_printf(rq->arena, "/timetable?week=%s", day_iso(rq->arena, s->day))};
    }
    *ret = d;
    return OK;
}
