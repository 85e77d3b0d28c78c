/* ical.c: writing iCalendar (RFC 5545).
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include "ical.h"

#include <stdio.h>
#include <string.h>

enum { LINE_OCTETS = 75 };

/* Bytes of `s` that fit into `room` without cutting a character of UTF-8 in two. */
static size_t fitting(const char *s, size_t n, size_t room)
{
    if (n <= room)
        return n;
    size_t cut = room;
    while (cut > 0 && ((unsigned char)s[cut] & 0xC0) == 0x80)
        cut--;
    return cut > 0 ? cut : room;
}

static void fold(struct buf *b, const char *s, size_t n)
{
    size_t room = LINE_OCTETS;

    for (;;) {
        size_t take = fitting(s, n, room);
        buf_put(b, s, take);
        buf_puts(b, "\r\n");
        s += take;
        n -= take;
        if (n == 0)
            return;
        buf_putc(b, ' ');
        room = LINE_OCTETS - 1;
    }
}

void ical_line(struct buf *b, const char *name, const char *value)
{
    struct buf line = buf_new(64UL * 1024);

    buf_printf(&line, "%s:%s", name, value);
    fold(b, line.s, line.n);
    buf_free(&line);
}

static void escape(struct buf *out, const char *s)
{
    for (; *s; s++) {
        if (*s == '\\' || *s == ',' || *s == ';') {
            buf_putc(out, '\\');
            buf_putc(out, *s);
        } else if (*s == '\n') {
            buf_puts(out, "\\n");
        } else if ((unsigned char)*s >= 0x20 && *s != 0x7F) {
            buf_putc(out, *s);
        } else if (*s == '\t') {
            buf_putc(out, ' ');
        }
    }
}

void ical_text(struct buf *b, const char *name, const char *value)
{
    struct buf text = buf_new(60UL * 1024);

    escape(&text, value ? value : "");
    ical_line(b, name, text.s ? text.s : "");
    buf_free(&text);
}

void ical_stamp(char out[ICAL_STAMP], instant t)
{
    struct tm tm;
    time_t at = (time_t)(t.v / 1000);

    gmtime_r(&at, &tm);
    if (strftime(out, ICAL_STAMP, "%Y%m%dT%H%M%SZ", &tm) == 0)
        out[0] = '\0';
}

void ical_utc(struct buf *b, const char *name, instant t)
{
    char text[ICAL_STAMP];

    ical_stamp(text, t);
    ical_line(b, name, text);
}

void ical_local(struct buf *b, const char *name, day d, minute m)
{
    char full[128], text[32];

    (void)snprintf(full, sizeof full, "%s;TZID=%s", name, clock_zone());
    (void)snprintf(text, sizeof text, "%08dT%02d%02d00", d.v, m.v / 60, m.v % 60);
    ical_line(b, full, text);
}

static void offset(struct buf *b, const char *name, int minutes)
{
    char text[16];
    int abs = minutes < 0 ? -minutes : minutes;

    (void)snprintf(text, sizeof text, "%c%02d%02d", minutes < 0 ? '-' : '+', abs / 60, abs % 60);
    ical_line(b, name, text);
}

/* One STANDARD or DAYLIGHT part: from `at` on (a day and seconds after midnight on the clock before
   the change) the offset is `to`. */
static void observance(struct buf *b, const char *start, int from, int to)
{
    const char *kind = to > from ? "DAYLIGHT" : "STANDARD";

    ical_line(b, "BEGIN", kind);
    ical_line(b, "DTSTART", start);
    offset(b, "TZOFFSETFROM", from);
    offset(b, "TZOFFSETTO", to);
    ical_line(b, "END", kind);
}

/* The first moment in (lo, hi] with another offset than at lo, to the second; there is one. */
static instant change_between(instant lo, instant hi)
{
    int before = civil_of(lo).offset_min;

    while (hi.v - lo.v > 1000) {
        instant mid = {lo.v + (hi.v - lo.v) / 2 / 1000 * 1000};
        if (mid.v == lo.v)
            mid.v += 1000;
        if (civil_of(mid).offset_min == before)
            lo = mid;
        else
            hi = mid;
    }
    return hi;
}

static void change(struct buf *b, instant at, int from, int to)
{
    char start[32];
    struct civil c = civil_of(at);
    /* DTSTART is on the clock that was valid until then. */
    int shown = c.minute.v + (from - to);
    day d = c.day;

    if (shown < 0) {
        shown += 24 * 60;
        d = day_add(d, -1);
    } else if (shown >= 24 * 60) {
        shown -= 24 * 60;
        d = day_add(d, 1);
    }
    (void)snprintf(start, sizeof start, "%08dT%02d%02d%02d", d.v, shown / 60, shown % 60, c.second);
    observance(b, start, from, to);
}

void ical_timezone(struct buf *b, day from, day to)
{
    day first = day_make(day_year(from) - 1, 1, 1);
    instant at = instant_of(first, (minute){0});
    instant end = instant_of(day_make(day_year(to) + 2, 1, 1), (minute){0});
    int old = civil_of(at).offset_min;
    char start[32];

    ical_line(b, "BEGIN", "VTIMEZONE");
    ical_line(b, "TZID", clock_zone());
    (void)snprintf(start, sizeof start, "%08dT000000", first.v);
    observance(b, start, old, old);
    for (; at.v < end.v; at = instant_add(at, DAYS(7))) {
        instant next = instant_add(at, DAYS(7));
        int now = civil_of(next).offset_min;

        if (now == old)
            continue;
        change(b, change_between(at, next), old, now);
        old = now;
    }
    ical_line(b, "END", "VTIMEZONE");
}
