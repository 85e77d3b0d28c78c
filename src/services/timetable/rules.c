/* rules.c: from meetings to the days of a week: pure decisions.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include "rules.h"

#include <stdio.h>
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

bool timetable_listed(const char *list, const char *word)
{
    size_t n = strlen(word);

    for (const char *p = list; p != NULL && n > 0 && (p = strstr(p, word)) != NULL; p += n)
        if ((p == list || p[-1] == ' ') && (p[n] == ' ' || p[n] == '\0'))
            return true;
    return false;
}

bool timetable_listed_id(const char *list, int64_t id)
{
    char text[24];

    (void)snprintf(text, sizeof text, "%lld", (long long)id);
    return timetable_listed(list, text);
}

/* Puts the days of one meeting to `out`, or only counts them. */
static size_t days_of(const struct timetable_source *s, const struct records_meeting *m, day from,
                      day to, struct timetable_slot *out)
{
    size_t n = 0;

    for (day d = day_on_or_after(m, from); d.v != 0 && d.v <= to.v && d.v <= m->last.v;
         d = day_add(d, 7)) {
        if (records_meeting_off(m, d))
            continue;
        if (out)
            out[n] = (struct timetable_slot){.day = d,
                                             .starts = m->starts,
                                             .ends = m->ends,
                                             .source = s,
                                             .section = s->section,
                                             .meeting = m,
                                             .all = &s->section,
                                             .n_all = 1};
        n++;
    }
    return n;
}

static size_t count_or_fill(const struct timetable_source *s, day from, day to,
                            struct timetable_slot *out)
{
    size_t n = 0;

    for (size_t i = 0; i < s->section->meetings.n; i++) {
        const struct records_meeting *m = &s->section->meetings.v[i];

        if (!timetable_listed(s->without, m->kind))
            n += days_of(s, m, from, to, out ? out + n : NULL);
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
    int c = strcmp(a->section->course_code, b->section->course_code);
    return c != 0 ? c : strcmp(a->section->code, b->section->code);
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
    return s;
}

bool timetable_moved(const struct records_meeting *was, const struct records_meeting *now)
{
    return was->weekday != now->weekday || was->starts.v != now->starts.v ||
           was->ends.v != now->ends.v || strcmp(was->room, now->room) != 0 ||
           strcmp(was->building, now->building) != 0;
}

void timetable_mark_moved(struct timetable_slots *s, const struct records_earliers *was)
{
    for (size_t i = 0; i < s->n; i++)
        for (size_t k = 0; k < was->n && s->v[i].was == NULL; k++) {
            const struct records_earlier *e = &was->v[k];

            if (!e->gone && e->meeting.id.v == s->v[i].meeting->id.v &&
                timetable_moved(&e->meeting, s->v[i].meeting))
                s->v[i].was = &e->meeting;
        }
}

struct timetable_limits timetable_limits(day today)
{
    return (struct timetable_limits){day_make(day_year(today) - 10, 1, 1),
                                     day_make(day_year(today) + 10, 12, 31)};
}

day timetable_day_asked(const char *asked, day today, bool *ret_bad)
{
    struct timetable_limits l = timetable_limits(today);
    bool any = asked && *asked;
    day d = today;

    *ret_bad = any && (day_parse(asked, &d) != OK || d.v < l.first.v || d.v > l.last.v);
    return *ret_bad ? today : d;
}

struct timetable_free timetable_free_from(const struct records_use *v, size_t n, minute at)
{
    struct timetable_free f = {at, {24 * 60}};

    for (size_t i = 0; i < n; i++) {
        if (v[i].starts.v <= f.from.v && v[i].ends.v > f.from.v)
            f.from = v[i].ends;
        else if (v[i].starts.v > f.from.v && v[i].starts.v < f.until.v)
            f.until = v[i].starts;
    }
    return f;
}
