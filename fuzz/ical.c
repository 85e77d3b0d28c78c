/* ical.c: any text as a SUMMARY: what the timetable writes, libical reads back, unchanged.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include "ical.h"
#include "fuzz.h"
#include "str.h"
#include <libical/ical.h>

/* The text without what iCalendar cannot hold; tabs become blanks. */
static const char *plain(struct arena *a, const char *s)
{
    char *copy = arena_dup(a, s);
    char *out = copy;

    for (; *s; s++)
        if (*s == '\t')
            *out++ = ' ';
        else if ((unsigned char)*s >= 0x20 ? *s != 0x7F : *s == '\n')
            *out++ = *s;
    *out = '\0';
    return copy;
}

/* No line over 75 octets, all ended by CRLF. */
static void lines_are_folded(const struct buf *b)
{
    for (const char *at = b->s; *at;) {
        const char *end = strstr(at, "\r\n");
        FUZZ_MUST(end && end - at <= 75);
        at = end + 2;
    }
}

static void round_trip(struct arena *a, const char *s, size_t n)
{
    struct buf b = buf_new((size_t)1 << 20);

    if (n == 0 || n > 8000 || !str_utf8_ok(s, n))
        return;
    buf_puts(&b, "BEGIN:VEVENT\r\n");
    ical_text(&b, "SUMMARY", s);
    buf_puts(&b, "END:VEVENT\r\n");
    lines_are_folded(&b);
    icalcomponent *event = icalparser_parse_string(b.s);
    FUZZ_MUST(event);
    const char *back = icalcomponent_get_summary(event);
    /* libical drops blanks at the ends of a value. */
    FUZZ_MUST(str_eq(str_trim(a, back ? back : ""), str_trim(a, plain(a, s))));
    icalcomponent_free(event);
    buf_free(&b);
}

FUZZ(round_trip)
