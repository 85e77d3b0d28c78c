/* clock.c: now, and the campus's clock.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include "clock.h"
#include <stdatomic.h>
#include "file.h"
#include "zone.h"

#define ZONE_FILE_MAX ((size_t)64 * 1024)

static atomic_llong frozen;
static struct zone zone; /* set once at start, before there are threads */
static char zone_name[64] = "UTC";

instant clock_now(void)
{
    struct timespec ts;
    int64_t at = atomic_load(&frozen);

    if (at != 0)
        return (instant){at};
    clock_gettime(CLOCK_REALTIME, &ts);
    return (instant){(int64_t)ts.tv_sec * 1000 + ts.tv_nsec / 1000000};
}

void clock_freeze(instant at)
{
    atomic_store(&frozen, at.v);
}

int64_t clock_cpu_us(void)
{
    struct timespec t;

    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
    return (int64_t)t.tv_sec * 1000000 + t.tv_nsec / 1000;
}

int64_t clock_us(void)
{
    struct timespec ts;

    clock_gettime(CLOCK_MONOTONIC, &ts);
    return (int64_t)ts.tv_sec * 1000000 + ts.tv_nsec / 1000;
}

instant instant_add(instant a, int64_t ms)
{
    return (instant){a.v + ms};
}

static bool zone_name_ok(const char *name)
{
    return name[0] && strspn(name, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                   "0123456789_+-/") == strlen(name) &&
           name[0] != '/' && strlen(name) < sizeof zone_name;
}

err clock_zone_set(const char *iana_name)
{
    struct str bytes;
    struct zone read = {};

    if (!zone_name_ok(iana_name))
        return ERR_NOT_FOUND;
    struct arena *a = arena_new(ZONE_FILE_MAX * 2);
    const char *path = file_join(a, "/usr/share/zoneinfo", iana_name);
    err e = file_read(a, path, ZONE_FILE_MAX, &bytes);
    if (e == OK)
        e = zone_parse(bytes.s, bytes.n, &read);
    arena_free(a);
    if (e != OK)
        return ERR_NOT_FOUND;
    zone_free(&zone);
    zone = read;
    (void)snprintf(zone_name, sizeof zone_name, "%s", iana_name);
    return OK;
}

const char *clock_zone(void)
{
    return zone_name;
}

static int64_t floor_div(int64_t a, int64_t b)
{
    return a / b - (a % b < 0);
}

struct civil civil_of(instant t)
{
    int64_t at = floor_div(t.v, 1000);
    int32_t offset = zone_offset(&zone, at);
    int64_t local = at + offset;
    int64_t days = floor_div(local, 86400);
    int second = (int)(local - days * 86400);
    day d = day_add((day){19700101}, (int)days);

    return (struct civil){
        .day = d,
        .minute = {second / 60},
        .second = second % 60,
        .weekday = day_weekday(d),
        .offset_min = offset / 60,
    };
}

instant instant_of(day d, minute m)
{
    int64_t local = (int64_t)day_between((day){19700101}, d) * 86400 + (int64_t)m.v * 60;
    int64_t before = zone_offset(&zone, local - 86400);
    int64_t after = zone_offset(&zone, local + 86400);
    int64_t at = local - before;

    /* Not yet changed, in the hour that comes twice, or in the one that never comes: as before. */
    if (zone_offset(&zone, at) != before && zone_offset(&zone, local - after) == after)
        at = local - after;
    return (instant){at * 1000};
}

static void utc_fields(instant t, struct civil *ret, int *ret_ms)
{
    int64_t at = floor_div(t.v, 1000);
    int64_t days = floor_div(at, 86400);
    int second = (int)(at - days * 86400);

    *ret = (struct civil){
        .day = day_add((day){19700101}, (int)days),
        .minute = {second / 60},
        .second = second % 60,
    };
    *ret_ms = (int)(t.v - at * 1000);
}

/* `width` digits of v at p. */
static void put_digits(char *p, int v, int width)
{
    for (int i = width - 1; i >= 0; i--) {
        p[i] = (char)('0' + v % 10);
        v /= 10;
    }
}

void instant_text(instant t, char *ret)
{
    static const char shape[] = "0000-00-00T00:00:00.000Z";
    struct civil c;
    int ms = 0;

    utc_fields(t, &c, &ms);
    memcpy(ret, shape, sizeof shape);
    put_digits(ret, day_year(c.day), 4);
    put_digits(ret + 5, day_month(c.day), 2);
    put_digits(ret + 8, day_dom(c.day), 2);
    put_digits(ret + 11, c.minute.v / 60, 2);
    put_digits(ret + 14, c.minute.v % 60, 2);
    put_digits(ret + 17, c.second, 2);
    put_digits(ret + 20, ms, 3);
}

const char *instant_iso(struct arena *a, instant t)
{
    struct civil c;
    int ms = 0;

    utc_fields(t, &c, &ms);
    return arena_printf(a, "%04d-%02d-%02dT%02d:%02d:%02dZ", day_year(c.day), day_month(c.day),
                        day_dom(c.day), c.minute.v / 60, c.minute.v % 60, c.second);
}

/* Two digits after s, or -1. */
static int two(const char *s)
{
    if (s[0] < '0' || s[0] > '9' || s[1] < '0' || s[1] > '9')
        return -1;
    return (s[0] - '0') * 10 + (s[1] - '0');
}

err minute_parse(const char *s, minute *ret_m)
{
    if (strlen(s) != 5 || s[2] != ':' || two(s) < 0 || two(s + 3) < 0)
        return ERR_PARSE;
    int m = two(s) * 60 + two(s + 3);
    if (two(s + 3) > 59 || m > 1440)
        return ERR_RANGE;
    *ret_m = (minute){m};
    return OK;
}

err instant_parse(const char *s, instant *ret_t)
{
    size_t n = strlen(s);
    char date[11] = "";
    char time[6] = "";
    day d;
    minute m;

    if (n < 16 || (s[10] != 'T' && s[10] != ' '))
        return ERR_PARSE;
    memcpy(date, s, 10);
    memcpy(time, s + 11, 5);
    TRY(day_parse(date, &d));
    TRY(minute_parse(time, &m));
    if (n == 16) {
        *ret_t = instant_of(d, m);
        return OK;
    }
    if (n != 20 || s[10] != 'T' || s[16] != ':' || s[19] != 'Z' || two(s + 17) < 0)
        return ERR_PARSE;
    if (two(s + 17) > 59)
        return ERR_RANGE;
    int64_t days = day_between((day){19700101}, d);
    *ret_t = (instant){(days * 86400 + m.v * 60 + two(s + 17)) * 1000};
    return OK;
}

const char *minute_hm(struct arena *a, minute m)
{
    return arena_printf(a, "%02d:%02d", m.v / 60, m.v % 60);
}
