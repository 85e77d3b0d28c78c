/* feed.c: a timetable as an iCalendar object (RFC 5545; NAME, SOURCE, COLOR and REFRESH-INTERVAL of
   RFC 7986).
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include "feed.h"

#include "ical.h"
#include "page.h"
#include "str.h"

/* One event on its way. */
struct entry {
    const struct feed_source *f;
    const struct timetable_source *source;
    const struct records_meeting *m;
    const struct timetable_ended *ended; /* this section's place ended once; or NULL */
    day first, last;                     /* on which it really takes place */
};

static const char *place_words(struct arena *a, const struct records_meeting *m)
{
    if (str_empty(m->building) && str_empty(m->room))
        return "";
    return arena_printf(a, "%s%s%s%s%s", m->building, str_empty(m->building) ? "" : " ", m->room,
                        str_empty(m->address) ? "" : ", ", m->address ? m->address : "");
}

/* The first and the last day that it has not off; zero if it has all off. */
static void real_days(const struct records_meeting *m, day *ret_first, day *ret_last)
{
    day first = timetable_first_day(m), last = timetable_last_day(m);

    while (first.v != 0 && first.v <= last.v && records_meeting_off(m, first))
        first = day_add(first, 7);
    while (last.v != 0 && last.v >= first.v && records_meeting_off(m, last))
        last = day_add(last, -7);
    *ret_first = first.v != 0 && first.v <= last.v ? first : (day){0};
    *ret_last = last;
}

static void days_off(struct buf *b, struct arena *a, const struct entry *e)
{
    const char *list = "";

    for (day d = e->first; d.v < e->last.v; d = day_add(d, 7))
        if (records_meeting_off(e->m, d))
            list = arena_printf(a, "%s%s%08dT%02d%02d00", list, *list == '\0' ? "" : ",", d.v,
                                e->m->starts.v / 60, e->m->starts.v % 60);
    if (*list)
        ical_line(b, arena_printf(a, "EXDATE;TZID=%s", clock_zone()), list);
}

static void times(struct buf *b, struct arena *a, const struct entry *e)
{
    char until[ICAL_STAMP];

    ical_local(b, "DTSTART", e->first, e->m->starts);
    ical_local(b, "DTEND", e->first, e->m->ends);
    if (e->first.v == e->last.v)
        return;
    ical_stamp(until, instant_of(e->last, e->m->starts));
    ical_line(b, "RRULE", arena_printf(a, "FREQ=WEEKLY;UNTIL=%s", until));
    days_off(b, a, e);
}

/* It never falls: a place that ends counts once and a second time when it comes back; a meeting that
   went counts once. */
static int64_t sequence_of(const struct entry *e)
{
    int64_t times_ended = e->ended ? e->ended->times : 0;

    if (e->source->ended)
        return e->m->sequence + 2 * times_ended - 1;
    return e->m->sequence + 2 * times_ended + (e->source->gone ? 1 : 0);
}

static instant changed_of(const struct entry *e)
{
    bool later = e->ended && e->ended->at.v > e->m->changed_at.v;

    return later ? e->ended->at : e->m->changed_at;
}

static const char *summary(struct arena *a, const struct entry *e)
{
    const struct records_section *s = e->source->section;
    const char *kind = msg_in(a, e->f->lang, records_kind_words(e->m->kind));
    const char *text = arena_printf(a, "%s %s (%s)", s->course_code, s->course_name, kind);

    if (e->source->gone)
        return tr_f(a, e->f->lang, "Cancelled: %s", text);
    if (e->source->waiting)
        return tr_f(a, e->f->lang, "Wait-list: %s", text);
    return e->source->also ? tr_f(a, e->f->lang, "Not enrolled: %s", text) : text;
}

static const char *status(const struct timetable_source *s)
{
    if (s->gone)
        return "CANCELLED";
    return s->waiting ? "TENTATIVE" : "CONFIRMED";
}

static void event(struct buf *b, struct arena *a, const struct entry *e)
{
    /* Names of CSS Color Module 3, one for each hue of the page. */
    static const char *const colours[] = {"royalblue", "seagreen", "mediumorchid",
                                          "chocolate", "teal",     "darkgoldenrod"};
    const struct records_section *s = e->source->section;
    const char *place = place_words(a, e->m);

    ical_line(b, "BEGIN", "VEVENT");
    ical_line(b, "UID", arena_printf(a, "meeting-%lld@%s", (long long)e->m->id.v, e->f->domain));
    ical_line(b, "SEQUENCE", arena_printf(a, "%lld", (long long)sequence_of(e)));
    ical_utc(b, "DTSTAMP", changed_of(e));
    ical_utc(b, "LAST-MODIFIED", changed_of(e));
    times(b, a, e);
    ical_text(b, "SUMMARY", summary(a, e));
    if (*place)
        ical_text(b, "LOCATION", place);
    ical_text(b, "DESCRIPTION",
              str_empty(s->lecturer)
                  ? tr_f(a, e->f->lang, "Group %s", s->code)
                  : tr_f(a, e->f->lang, "Group %s\nLecturer: %s", s->code, s->lecturer));
    ical_line(b, "CATEGORIES",
              str_eq(e->m->kind, "exam") || str_eq(e->m->kind, "midterm") ? "EXAM" : "CLASS");
    ical_line(b, "COLOR", colours[week_hue(s->course.v) - 1]);
    ical_line(b, "TRANSP", e->source->gone || e->source->also ? "TRANSPARENT" : "OPAQUE");
    ical_line(b, "STATUS", status(e->source));
    ical_line(b, "END", "VEVENT");
}

static void days_of(const struct feed_source *f, day *ret_from, day *ret_to)
{
    for (size_t i = 0; i < f->n; i++)
        for (size_t k = 0; k < f->v[i].section->meetings.n; k++) {
            const struct records_meeting *m = &f->v[i].section->meetings.v[k];
            if (ret_from->v == 0 || m->first.v < ret_from->v)
                *ret_from = m->first;
            if (m->last.v > ret_to->v)
                *ret_to = m->last;
        }
}

static const struct timetable_ended *ended_of(const struct feed_source *f, section_id section)
{
    for (size_t i = 0; i < f->n_ended; i++)
        if (f->ended[i].section.v == section.v)
            return &f->ended[i];
    return NULL;
}

static void events(struct buf *b, struct arena *a, const struct feed_source *f,
                   const struct timetable_source *s)
{
    for (size_t k = 0; k < s->section->meetings.n; k++) {
        struct entry e = {f, s, &s->section->meetings.v[k], ended_of(f, s->section->id), {0}, {0}};

        real_days(e.m, &e.first, &e.last);
        if (e.first.v != 0 && !timetable_listed(s->without, e.m->kind))
            event(b, a, &e);
    }
}

void feed_write(struct buf *b, struct arena *a, const struct feed_source *f)
{
    day from = {0}, to = {0};

    days_of(f, &from, &to);
    ical_line(b, "BEGIN", "VCALENDAR");
    ical_line(b, "VERSION", "2.0");
    ical_line(b, "PRODID", "-//Rapenburg//Timetable//EN");
    ical_line(b, "CALSCALE", "GREGORIAN");
    ical_text(b, "NAME", f->name);
    ical_text(b, "X-WR-CALNAME", f->name);
    ical_line(b, "X-WR-TIMEZONE", clock_zone());
    ical_line(b, "REFRESH-INTERVAL;VALUE=DURATION", "PT1H");
    ical_line(b, "X-PUBLISHED-TTL", "PT1H");
    if (f->source)
        ical_line(b, "SOURCE;VALUE=URI", f->source);
    if (f->url)
        ical_line(b, "URL", f->url);
    if (from.v != 0)
        ical_timezone(b, from, to);
    for (size_t i = 0; i < f->n; i++)
        events(b, a, f, &f->v[i]);
    ical_line(b, "END", "VCALENDAR");
}
