/* rules.c: from meetings to the days of a week: pure decisions.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include "rules.h"

#include <string.h>

day timetable_first_day(const struct records_meeting *m)
{
    if (!day_ok(m->first) || !day_ok(m->last) || m->first.v == m->last.v)
        return m->first;
    day d = day_add(m->first, (m->weekday - day_weekday(m->first) + 7) % 7);
    return d.v <= m->last.v ? d : (day){0};
}

day timetable_last_day(const struct records_meeting *m)
{
    if (!day_ok(m->first) || !day_ok(m->last) || m->first.v == m->last.v)
        return m->last;
    day d = day_add(m->last, -((day_weekday(m->last) - m->weekday + 7) % 7));
    return d.v >= m->first.v ? d : (day){0};
}

/* The first day of a meeting that is not before `from`; zero if there is none. */
static day day_on_or_after(const struct records_meeting *m, day from)
{
    day d = timetable_first_day(m);

    if (d.v == 0 || d.v >= from.v)
        return d;
    if (m->first.v == m->last.v)
        return (day){0};
    return day_add(from, (m->weekday - day_weekday(from) + 7) % 7);
}

static size_t count_or_fill(const struct timetable_source *s, day from, day to,
                            struct timetable_slot *out)
{
    size_t n = 0;

    for (size_t i = 0; i < s->section->meetings.n; i++) {
        const struct records_meeting *m = &s->section->meetings.v[i];

        for (day d = day_on_or_after(m, from); d.v != 0 && d.v <= to.v && d.v <= m->last.v;
             d = day_add(d, 7), n++)
            if (out)
                out[n] = (struct timetable_slot){.day = d,
                                                 .starts = m->starts,
                                                 .ends = m->ends,
                                                 .section = s->section,
                                                 .meeting = m,
                                                 .waiting = s->waiting};
    }
    return n;
}

static int by_time(const void *pa, const void *pb)
{
    const struct timetable_slot *a = pa, *b = pb;

    if (a->day.v != b->day.v)
        return a->day.v < b->day.v ? -1 : 1;
    if (a->starts.v != b->starts.v)
        return a->starts.v < b->starts.v ? -1 : 1;
    if (a->ends.v != b->ends.v)
        return a->ends.v < b->ends.v ? -1 : 1;
    return strcmp(a->section->course_code, b->section->course_code);
}

/* Of two in order of time: does the second begin before the first ends? */
static bool begins_within(const struct timetable_slot *a, const struct timetable_slot *b)
{
    return a->day.v == b->day.v && b->starts.v < a->ends.v;
}

static void mark_clashes(struct timetable_slots *s)
{
    for (size_t i = 0; i < s->n; i++)
        for (size_t k = i + 1; k < s->n && begins_within(&s->v[i], &s->v[k]); k++)
            if (!s->v[i].waiting && !s->v[k].waiting) {
                s->v[i].clash = s->v[k].section;
                s->v[k].clash = s->v[i].section;
            }
}

struct timetable_slots timetable_slots_in(struct arena *a, const struct timetable_source *v,
                                          size_t n, day from, day to)
{
    struct timetable_slots s = {0};
    size_t total = 0;

    if (day_between(from, to) > 400)
        to = day_add(from, 400);
    for (size_t i = 0; i < n; i++)
        total += count_or_fill(&v[i], from, to, NULL);
    if (total == 0)
        return s;
    s.v = ARENA_ARRAY(a, total, struct timetable_slot);
    for (size_t i = 0; i < n; i++)
        s.n += count_or_fill(&v[i], from, to, s.v + s.n);
    qsort(s.v, s.n, sizeof *s.v, by_time);
    mark_clashes(&s);
    return s;
}

day timetable_week_asked(const char *asked, day today, day first, day last)
{
    day d;

    if (asked && *asked && day_parse(asked, &d) == OK)
        return day_monday(d);
    if (day_ok(first) && today.v < first.v)
        return day_monday(first);
    if (day_ok(last) && today.v > last.v)
        return day_monday(last);
    return day_monday(today);
}
