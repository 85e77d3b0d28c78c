/* ical.h: writing iCalendar (RFC 5545): lines of at most 75 octets, escaped text, local times with a
   short VTIMEZONE of the campus's zone.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef TIMETABLE_ICAL_H
#define TIMETABLE_ICAL_H
#include "buf.h"
#include "clock.h"

/* One content line, folded (§3.1); `value` goes out as it is. */
void ical_line(struct buf *b, const char *name, const char *value);
/* The same with `value` as TEXT (§3.3.11): backslash, comma, semicolon and line ends escaped;
   other control characters dropped. */
void ical_text(struct buf *b, const char *name, const char *value);
/* A DATE-TIME in UTC (§3.3.5): "20270201T080000Z". */
enum { ICAL_STAMP = 24 };
void ical_stamp(char out[ICAL_STAMP], instant t);
void ical_utc(struct buf *b, const char *name, instant t);
/* A DATE-TIME on the campus's clock: NAME;TZID=ZONE:YYYYMMDDTHHMMSS. */
void ical_local(struct buf *b, const char *name, day d, minute m);
/* The VTIMEZONE (§3.6.5) of the campus's zone for the days from..to: one observance for each change
   of the clock from a year before to a year after. */
void ical_timezone(struct buf *b, day from, day to);

#endif
