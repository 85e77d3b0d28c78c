/* clock.h: moments, days and times of day.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef BASE_CLOCK_H
#define BASE_CLOCK_H
#include <stdbool.h>
#include <stdint.h>
#include "arena.h"
#include "err.h"

/* A moment: milliseconds since 1970-01-01 00:00 UTC. Zero means "never" and is NULL in the database. */
typedef struct {
    int64_t v;
} instant;
/* A calendar day, as the number YYYYMMDD, without a zone. Zero means "none" and is NULL. */
typedef struct {
    int32_t v;
} day;
/* A time of day on the campus clock: minutes after midnight, 0..1440. */
typedef struct {
    int32_t v;
} minute;

#define SECONDS(n) ((int64_t)(n)*1000)
#define MINUTES(n) SECONDS((int64_t)(n)*60)
#define HOURS(n) MINUTES((int64_t)(n)*60)
#define DAYS(n) HOURS((int64_t)(n)*24)

/* Now. Handlers use rq->now instead. Tests and `--clock` freeze or set it. */
instant clock_now(void);
/* From here on clock_now() answers `at` (zero: the real time again). */
void clock_freeze(instant at);
/* Monotonic microseconds, for measuring; not frozen. */
int64_t clock_us(void);
/* Microseconds of a processor that this thread has used. */
int64_t clock_cpu_us(void);

instant instant_add(instant a, int64_t ms);
/* The campus's zone ("Europe/Amsterdam"), an IANA name; set once at start. ERR_NOT_FOUND when the
   machine does not know it. */
[[nodiscard]] err clock_zone_set(const char *iana_name);
const char *clock_zone(void);
/* A moment on the campus's clock. */
struct civil {
    day day;
    minute minute;
    int second;
    int weekday;    /* 1 Monday .. 7 Sunday (ISO 8601) */
    int offset_min; /* minutes east of UTC at that moment */
};
struct civil civil_of(instant t);
/* The moment of a local day and time; in the gap of spring the later, in autumn the first one. */
instant instant_of(day d, minute m);

bool day_ok(day d);
day day_make(int year, int month, int dom);
int day_year(day d);
int day_month(day d);
int day_dom(day d);
int day_weekday(day d); /* 1 Monday .. 7 Sunday */
day day_add(day d, int days);
int day_between(day from, day to); /* days, negative if `to` is earlier */
int day_iso_week(day d);           /* 1..53 */
day day_monday(day d);             /* the Monday of its week */

/* "2027-02-01", "13:05" in and out; "2027-02-01T13:05:00Z" out, that and local
   "2027-02-01 13:05" (or with T, as browsers send it) in. */
[[nodiscard]] err day_parse(const char *s, day *ret_d);
[[nodiscard]] err minute_parse(const char *s, minute *ret_m);
[[nodiscard]] err instant_parse(const char *s, instant *ret_t);
const char *day_iso(struct arena *a, day d);
const char *minute_hm(struct arena *a, minute m);
const char *instant_iso(struct arena *a, instant t);
/* "2027-02-01T13:05:00.123Z" for where no arena is: `ret` has INSTANT_TEXT bytes. */
#define INSTANT_TEXT 32
void instant_text(instant t, char *ret);

#endif
