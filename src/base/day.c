/* day.c: calendar days (of clock.h), as numbers YYYYMMDD.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include "clock.h"

static bool leap(int year)
{
    return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

static int month_days(int year, int month)
{
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

    return month == 2 && leap(year) ? 29 : days[month - 1];
}

bool day_ok(day d)
{
    int year = day_year(d);
    int month = day_month(d);

    return d.v > 0 && year >= 1 && year <= 9999 && month >= 1 && month <= 12 && day_dom(d) >= 1 &&
           day_dom(d) <= month_days(year, month);
}

day day_make(int year, int month, int dom)
{
    if (year < 1 || year > 9999 || month < 1 || month > 12 || dom < 1 || dom > 31)
        return (day){};
    day d = {year * 10000 + month * 100 + dom};

    return day_ok(d) ? d : (day){};
}

int day_year(day d)
{
    return d.v / 10000;
}

int day_month(day d)
{
    return d.v / 100 % 100;
}

int day_dom(day d)
{
    return d.v % 100;
}

/* Days since 0000-03-01: years that begin in March end with the leap day. */
static int64_t serial(day d)
{
    int64_t month = day_month(d);
    int64_t year = day_year(d) - (month <= 2);
    int64_t in_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day_dom(d) - 1;

    return year * 365 + year / 4 - year / 100 + year / 400 + in_year;
}

static day of_serial(int64_t n)
{
    int64_t era = n / 146097;
    int64_t in_era = n % 146097;
    int64_t y = (in_era - in_era / 1460 + in_era / 36524 - in_era / 146096) / 365;
    int64_t in_year = in_era - (365 * y + y / 4 - y / 100);
    int64_t m = (5 * in_year + 2) / 153;
    int64_t dom = in_year - (153 * m + 2) / 5 + 1;
    int64_t month = m < 10 ? m + 3 : m - 9;
    int64_t year = era * 400 + y + (month <= 2);

    return day_make((int)year, (int)month, (int)dom);
}

day day_add(day d, int days)
{
    int64_t n = serial(d) + days;

    return n < 0 || n > 3652364 ? (day){0} : of_serial(n);
}

int day_between(day from, day to)
{
    return (int)(serial(to) - serial(from));
}

int day_weekday(day d)
{
    /* 0000-03-01 was a Wednesday. */
    return (int)((serial(d) + 2) % 7) + 1;
}

day day_monday(day d)
{
    return day_add(d, 1 - day_weekday(d));
}

int day_iso_week(day d)
{
    day thursday = day_add(d, 4 - day_weekday(d));

    return day_between(day_make(day_year(thursday), 1, 1), thursday) / 7 + 1;
}

err day_parse(const char *s, day *ret_d)
{
    int32_t v = 0;

    for (int i = 0; i < 10; i++) {
        bool dash = i == 4 || i == 7;
        if (dash ? s[i] != '-' : s[i] < '0' || s[i] > '9')
            return ERR_PARSE;
        v = dash ? v : v * 10 + (s[i] - '0');
    }
    if (s[10])
        return ERR_PARSE;
    if (!day_ok((day){v}))
        return ERR_RANGE;
    *ret_d = (day){v};
    return OK;
}

const char *day_iso(struct arena *a, day d)
{
    return arena_printf(a, "%04d-%02d-%02d", day_year(d), day_month(d), day_dom(d));
}
