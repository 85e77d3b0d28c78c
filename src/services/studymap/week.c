/* week.c: the picture of a plan: its weekly meetings in one grid.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include "plan.h"

/* A section of the picture: a place, with or without a seat, or a choice. */
struct shown {
    const struct records_section *section;
    bool planned, waiting;
};
struct picture {
    const struct shown *v;
    size_t n;
    struct week_day *days;
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

/* The code of a course that meets at the time of this meeting, or NULL. */
static const char *clash_of(const struct picture *p, const struct shown *mine,
                            const struct records_meeting *m)
{
    for (size_t i = 0; i < p->n; i++) {
        const struct records_section *s = p->v[i].section;
        for (size_t k = 0; &p->v[i] != mine && k < s->meetings.n; k++) {
            if (records_meetings_clash(m, &s->meetings.v[k]))
                return s->course_code;
        }
    }
    return NULL;
}

static void draw(struct rq *rq, const struct picture *p, const struct shown *s, size_t at)
{
    const struct records_meeting *m = &s->section->meetings.v[at];

    if (m->first.v == m->last.v || drawn_before(&s->section->meetings, at))
        return;
    const char *other = s->planned ? clash_of(p, s, m) : NULL;
    struct week_meeting drawn = {
        .from = m->starts,
        .to = m->ends,
        .title = s->section->course_code,
        .href = arena_printf(rq->arena, "/courses/%s",
                             url_seg(rq->arena, s->section->course_code)),
        .place = studymap_place_words(rq, m),
        .kind = say_msg(rq, records_kind_words(m->kind)),
        .hue = week_hue(s->section->course.v),
    };
    if (other) {
        drawn.state = "clash";
        drawn.note = say(rq, "Clashes with %s", other);
    } else if (s->planned) {
        drawn.state = "planned";
        drawn.note = say(rq, "Planned");
    } else if (s->waiting) {
        drawn.state = "waiting";
        drawn.note = say(rq, "On the wait-list");
    }
    struct week_day *d = &p->days[m->weekday - 1];
    d->v[d->n++] = drawn;
}

/* Places first, then the choices that still exist. */
static size_t collect(const struct studymap_state *st, struct shown *ret)
{
    size_t n = 0;

    for (size_t i = 0; i < st->places.n; i++) {
        const struct records_place *p = &st->places.v[i];
        ret[n++] = (struct shown){.section = &p->section, .waiting = p->waiting_at > 0};
    }
    for (size_t i = 0; i < st->n; i++) {
        const struct studymap_choice *c = &st->v[i];
        if (c->section && !studymap_place_in(st, c->item->offering))
            ret[n++] = (struct shown){.section = c->section, .planned = true};
    }
    return n;
}

struct week studymap_week(struct rq *rq, const struct studymap_state *st)
{
    struct shown *shown = ARENA_ARRAY(rq->arena, st->places.n + st->n, struct shown);
    size_t n = collect(st, shown);
    size_t room = 0;
    struct week week = {.v = ARENA_ARRAY(rq->arena, 7, struct week_day), .n = 5};

    for (size_t i = 0; i < n; i++)
        room += shown[i].section->meetings.n;
    for (int d = 0; d < 7; d++) {
        week.v[d].weekday = d + 1;
        week.v[d].v = ARENA_ARRAY(rq->arena, room, struct week_meeting);
    }
    struct picture picture = {.v = shown, .n = n, .days = week.v};
    for (size_t i = 0; i < n; i++) {
        for (size_t k = 0; k < shown[i].section->meetings.n; k++)
            draw(rq, &picture, &shown[i], k);
    }
    if (week.v[6].n > 0)
        week.n = 7;
    else if (week.v[5].n > 0)
        week.n = 6;
    week_lay(rq->arena, &week);
    return week;
}
