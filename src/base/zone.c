/* zone.c: reads zone files (TZif version 2 and later) and the rule in their footer.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include "zone.h"
#include <stdbool.h>
#include "clock.h"

#define HEADER      ((size_t)44)
#define LAST_YEAR   2400
#define MAX_CHANGES ((size_t)8192)

struct tzif {
    const char *s;
    size_t isutc, isstd, leap, times, types, chars;
};

static int64_t big_endian(const char *s, size_t n)
{
    uint64_t v = (s[0] & 0x80) ? UINT64_MAX : 0;

    for (size_t i = 0; i < n; i++)
        v = v << 8 | (uint8_t)s[i];
    return (int64_t)v;
}

static size_t count_at(const char *s)
{
    return (size_t)(uint32_t)big_endian(s, 4);
}

static err header_read(const char *s, size_t n, struct tzif *ret)
{
    if (n < HEADER || memcmp(s, "TZif", 4) != 0 || s[4] < '2')
        return ERR_PARSE;
    *ret = (struct tzif){s,
                         count_at(s + 20),
                         count_at(s + 24),
                         count_at(s + 28),
                         count_at(s + 32),
                         count_at(s + 36),
                         count_at(s + 40)};
    if (ret->times > MAX_CHANGES || ret->types > 256 || ret->types == 0 || ret->chars > 2048 ||
        ret->leap > 2048 || ret->isstd > 256 || ret->isutc > 256)
        return ERR_PARSE;
    return OK;
}

static size_t body_size(const struct tzif *t, size_t time_size)
{
    return t->times * (time_size + 1) + t->types * 6 + t->chars + t->leap * (time_size + 4) +
           t->isstd + t->isutc;
}

static void zone_add(struct zone *z, int64_t at, int64_t offset)
{
    if (z->n < MAX_CHANGES)
        z->v[z->n++] = (struct zone_change){at, (int32_t)offset};
}

static err table_read(const struct tzif *t, struct zone *z)
{
    const char *times = t->s + HEADER;
    const char *kinds = times + t->times * 8;
    const char *types = kinds + t->times;

    zone_add(z, INT64_MIN, big_endian(types, 4));
    for (size_t i = 0; i < t->times; i++) {
        size_t kind = (uint8_t)kinds[i];
        int64_t at = big_endian(times + i * 8, 8);
        if (kind >= t->types || at < z->v[z->n - 1].at)
            return ERR_PARSE;
        zone_add(z, at, big_endian(types + kind * 6, 4));
    }
    return OK;
}

/* The footer: "CET-1CEST,M3.5.0,M10.5.0/3" */
struct rule_day {
    char kind; /* M month.week.weekday, J day without 29 February, 0 day of the year */
    int64_t a, b, c;
    int64_t at; /* seconds after local midnight */
};
struct rule {
    int64_t std, dst; /* seconds east */
    struct rule_day begin, end;
};

static err scan_number(const char **s, int64_t *ret)
{
    int64_t v = 0;
    const char *p = *s;

    for (; *p >= '0' && *p <= '9' && p - *s < 6; p++)
        v = v * 10 + (*p - '0');
    if (p == *s)
        return ERR_PARSE;
    *s = p;
    *ret = v;
    return OK;
}

static err scan_name(const char **s)
{
    const char *p = *s;

    if (*p == '<') {
        p = strchr(p, '>');
        if (!p)
            return ERR_PARSE;
        *s = p + 1;
        return OK;
    }
    while ((*p | 0x20) >= 'a' && (*p | 0x20) <= 'z')
        p++;
    if (p == *s)
        return ERR_PARSE;
    *s = p;
    return OK;
}

/* [+-]hh[:mm[:ss]] in seconds. */
static err scan_time(const char **s, int64_t *ret)
{
    int64_t part[3] = {};
    int64_t sign = **s == '-' ? -1 : 1;

    *s += **s == '-' || **s == '+';
    for (int i = 0; i < 3; i++) {
        if (i > 0 && **s != ':')
            break;
        *s += i > 0;
        TRY(scan_number(s, &part[i]));
    }
    *ret = sign * (part[0] * 3600 + part[1] * 60 + part[2]);
    return OK;
}

static err scan_dot(const char **s, int64_t *ret)
{
    if (**s != '.')
        return ERR_PARSE;
    (*s)++;
    return scan_number(s, ret);
}

static err scan_day(const char **s, struct rule_day *ret)
{
    if (**s != ',')
        return ERR_PARSE;
    (*s)++;
    *ret = (struct rule_day){.kind = '0', .at = 7200};
    if (**s == 'M' || **s == 'J')
        ret->kind = *(*s)++;
    TRY(scan_number(s, &ret->a));
    if (ret->kind == 'M') {
        TRY(scan_dot(s, &ret->b));
        TRY(scan_dot(s, &ret->c));
        if (ret->a < 1 || ret->a > 12 || ret->b < 1 || ret->b > 5 || ret->c > 6)
            return ERR_PARSE;
    }
    if (**s == '/') {
        (*s)++;
        TRY(scan_time(s, &ret->at));
    }
    return OK;
}

static err rule_parse(const char *s, struct rule *ret, bool *ret_changes)
{
    TRY(scan_name(&s));
    TRY(scan_time(&s, &ret->std));
    ret->std = -ret->std;
    *ret_changes = *s != '\0';
    if (!*ret_changes)
        return OK;
    TRY(scan_name(&s));
    ret->dst = -(ret->std + 3600);
    if (*s != ',')
        TRY(scan_time(&s, &ret->dst));
    ret->dst = -ret->dst;
    TRY(scan_day(&s, &ret->begin));
    TRY(scan_day(&s, &ret->end));
    return *s ? ERR_PARSE : OK;
}

static day month_rule(int year, const struct rule_day *r)
{
    day first = day_make(year, (int)r->a, 1);
    int weekday = r->c == 0 ? 7 : (int)r->c;
    day d = day_add(first, (weekday - day_weekday(first) + 7) % 7 + 7 * ((int)r->b - 1));

    return day_month(d) == (int)r->a ? d : day_add(d, -7);
}

/* The moment of a change in a year, told in local time before it. */
static int64_t rule_moment(int year, const struct rule_day *r, int64_t offset)
{
    day first = day_make(year, 1, 1);
    day d = {};

    if (r->kind == 'M')
        d = month_rule(year, r);
    else if (r->kind == 'J')
        d = day_add(first, (int)r->a - (day_ok((day){year * 10000 + 229}) && r->a > 59 ? 0 : 1));
    else
        d = day_add(first, (int)r->a);
    return (int64_t)day_between((day){19700101}, d) * 86400 + r->at - offset;
}

static void rule_expand(const struct rule *r, struct zone *z)
{
    int64_t last = z->v[z->n - 1].at;

    for (int year = 1970; year <= LAST_YEAR; year++) {
        int64_t on = rule_moment(year, &r->begin, r->std);
        int64_t off = rule_moment(year, &r->end, r->dst);
        bool north = on < off;
        if ((north ? on : off) > last)
            zone_add(z, north ? on : off, north ? r->dst : r->std);
        if ((north ? off : on) > last)
            zone_add(z, north ? off : on, north ? r->std : r->dst);
    }
}

static err footer_read(const char *s, size_t n, struct zone *z)
{
    struct rule r = {};
    bool changes = false;
    char text[128] = "";

    if (n < 2 || s[0] != '\n')
        return ERR_PARSE;
    const char *end = memchr(s + 1, '\n', n - 1);
    if (!end || (size_t)(end - s) > sizeof text)
        return ERR_PARSE;
    memcpy(text, s + 1, (size_t)(end - s) - 1);
    if (!text[0])
        return OK;
    TRY(rule_parse(text, &r, &changes));
    if (changes)
        rule_expand(&r, z);
    else if (z->n == 1)
        z->v[0].offset = (int32_t)r.std;
    return OK;
}

err zone_parse(const char *bytes, size_t n, struct zone *ret_z)
{
    struct tzif first;
    struct tzif second;

    TRY(header_read(bytes, n, &first));
    size_t skip = HEADER + body_size(&first, 4);
    if (skip > n)
        return ERR_PARSE;
    TRY(header_read(bytes + skip, n - skip, &second));
    size_t all = HEADER + body_size(&second, 8);
    if (all > n - skip)
        return ERR_PARSE;
    struct zone z = {.v = calloc(MAX_CHANGES, sizeof *z.v)};
    if (!z.v)
        return ERR_MEMORY;
    err e = table_read(&second, &z);
    if (e == OK)
        e = footer_read(bytes + skip + all, n - skip - all, &z);
    if (e != OK)
        zone_free(&z);
    else
        *ret_z = z;
    return e;
}

void zone_free(struct zone *z)
{
    free(z->v);
    *z = (struct zone){};
}

int32_t zone_offset(const struct zone *z, int64_t at)
{
    size_t low = 0;
    size_t high = z->n;

    if (z->n == 0)
        return 0;
    while (high - low > 1) {
        size_t mid = low + (high - low) / 2;
        if (z->v[mid].at <= at)
            low = mid;
        else
            high = mid;
    }
    return z->v[low].offset;
}
