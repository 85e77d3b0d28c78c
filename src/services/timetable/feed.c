/* feed.c: a timetable as an iCalendar object (RFC 5545, REFRESH-INTERVAL of RFC 7986).
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include "feed.h"

#include "ical.h"
#include "str.h"

static const char *place_words(struct arena *a, const struct records_meeting *m)
{
    if (str_empty(m->building) && str_empty(m->room))
        return "";
    return arena_printf(a, "%s%s%s%s%s", m->building, str_empty(m->building) ? "" : " ", m->room,
                        str_empty(m->address) ? "" : ", ", m->address ? m->address : "");
}

static void times(struct buf *b, struct arena *a, const struct records_meeting *m)
{
    day first = timetable_first_day(m), last = timetable_last_day(m);
    char until[ICAL_STAMP];

    ical_local(b, "DTSTART", first, m->starts);
    ical_local(b, "DTEND", first, m->ends);
    if (first.v == last.v)
        return;
    ical_stamp(until, instant_of(last, m->starts));
    ical_line(b, "RRULE", arena_printf(a, "FREQ=WEEKLY;UNTIL=%s", until));
}

static void event(struct buf *b, struct arena *a, const struct feed_source *f,
                  const struct records_section *s, const struct records_meeting *m)
{
    const char *kind = msg_in(a, f->lang, records_kind_words(m->kind));
    const char *place = place_words(a, m);

    ical_line(b, "BEGIN", "VEVENT");
    ical_line(b, "UID", arena_printf(a, "meeting-%lld@%s", (long long)m->id.v, f->domain));
    ical_line(b, "SEQUENCE", arena_printf(a, "%lld", (long long)m->sequence));
    ical_utc(b, "DTSTAMP", m->changed_at);
    ical_utc(b, "LAST-MODIFIED", m->changed_at);
    times(b, a, m);
    ical_text(b, "SUMMARY", arena_printf(a, "%s %s (%s)", s->course_code, s->course_name, kind));
    if (*place)
        ical_text(b, "LOCATION", place);
    ical_text(b, "DESCRIPTION",
              str_empty(s->lecturer)
                  ? tr_f(a, f->lang, "Group %s", s->code)
                  : tr_f(a, f->lang, "Group %s\nLecturer: %s", s->code, s->lecturer));
    ical_line(b, "CATEGORIES", str_eq(m->kind, "exam") ? "EXAM" : "CLASS");
    ical_line(b, "TRANSP", "OPAQUE");
    ical_line(b, "STATUS", "CONFIRMED");
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
    if (f->url)
        ical_line(b, "URL", f->url);
    if (from.v != 0)
        ical_timezone(b, from, to);
    for (size_t i = 0; i < f->n; i++) {
        const struct records_section *s = f->v[i].section;
        for (size_t k = 0; !f->v[i].waiting && k < s->meetings.n; k++)
            if (timetable_first_day(&s->meetings.v[k]).v != 0)
                event(b, a, f, s, &s->meetings.v[k]);
    }
    ical_line(b, "END", "VCALENDAR");
}
