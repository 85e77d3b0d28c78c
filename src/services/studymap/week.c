/* week.c: the picture of a plan: its weekly meetings in one grid.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include "plan.h"

struct shown {
    const struct records_section *section;
    const char *state;
    const char *note;
};

static bool drawn_before(const struct records_meetings *all, size_t at)
{
    const struct records_meeting *m = &all->v[at];

    for (size_t i = 0; i < at; i++) {
        const struct records_meeting *o = &all->v[i];
        if (o->first.v != o->last.v && o->weekday == m->weekday && o->starts.v == m->starts.v &&
            o->ends.v == m->ends.v)
            return true;
    }
    return false;
}

static void draw(struct rq *rq, const struct shown *s, size_t at, struct week_day *days)
{
    const struct records_meeting *m = &s->section->meetings.v[at];

    if (m->first.v == m->last.v || drawn_before(&s->section->meetings, at))
        return;
    struct week_day *d = &days[m->weekday - 1];
    d->v[d->n++] = (struct week_meeting){
        .from = m->starts,
        .to = m->ends,
        .title = s->section->course_name,
        .href = arena_printf(rq->arena, "/courses/%s",
                             url_seg(rq->arena, s->section->course_code)),
        .place = studymap_place_words(rq, m),
        .kind = say_msg(rq, records_kind_words(m->kind)),
        .state = s->state,
        .note = s->note,
        .hue = week_hue(s->section->course.v),
    };
}

/* Places first, then the choices that still exist. */
static size_t collect(struct rq *rq, const struct studymap_state *st, struct shown *ret)
{
    size_t n = 0;

    for (size_t i = 0; i < st->places.n; i++) {
        const struct records_place *p = &st->places.v[i];
        ret[n].section = &p->section;
        if (p->waiting_at > 0) {
            ret[n].state = "waiting";
            ret[n].note = say(rq, "On the wait-list");
        }
        n++;
    }
    for (size_t i = 0; i < st->n; i++) {
        const struct studymap_choice *c = &st->v[i];
        bool clash = c->clash.reason == STUDYMAP_CLASH;
        if (!c->section || studymap_place_in(st, c->item->offering))
            continue;
        ret[n++] = (struct shown){
            .section = c->section,
            .state = clash ? "clash" : "planned",
            .note = clash ? say(rq, "Clashes with %s", c->clash.other) : say(rq, "Planned"),
        };
    }
    return n;
}

struct week studymap_week(struct rq *rq, const struct studymap_state *st)
{
    struct shown *shown = ARENA_ARRAY(rq->arena, st->places.n + st->n, struct shown);
    size_t n = collect(rq, st, shown);
    size_t room = 0;
    struct week week = {.v = ARENA_ARRAY(rq->arena, 7, struct week_day), .n = 5};

    for (size_t i = 0; i < n; i++)
        room += shown[i].section->meetings.n;
    for (int d = 0; d < 7; d++) {
        week.v[d].weekday = d + 1;
        week.v[d].v = ARENA_ARRAY(rq->arena, room, struct week_meeting);
    }
    for (size_t i = 0; i < n; i++) {
        for (size_t k = 0; k < shown[i].section->meetings.n; k++)
            draw(rq, &shown[i], k, week.v);
    }
    if (week.v[6].n > 0)
        week.n = 7;
    else if (week.v[5].n > 0)
        week.n = 6;
    week_lay(rq->arena, &week);
    return week;
}
