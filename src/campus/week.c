/* week.c: lays out a week: hours to show, and lanes for what happens at the same time.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include "page.h"
#include "str.h"

#define STEP       5 /* minutes a row of the grid; assets/make/week.js */
#define LONGEST    960
#define LANES_MAX  6
#define FIRST_HOUR 9 /* shown at least */
#define LAST_HOUR  17
#define HUES       6
#define ROOMY      75 /* minutes: from here on several lines of a name fit */

static int start_of(const struct week_meeting *m)
{
    return m->from.v / STEP * STEP;
}

static int end_of(const struct week_meeting *m)
{
    int end = (m->to.v + STEP - 1) / STEP * STEP;

    return end > start_of(m) ? end : start_of(m) + STEP;
}

static void sort_day(struct week_day *d)
{
    for (size_t i = 1; i < d->n; i++)
        for (size_t k = i; k > 0 && d->v[k - 1].from.v > d->v[k].from.v; k--) {
            struct week_meeting m = d->v[k];

            d->v[k] = d->v[k - 1];
            d->v[k - 1] = m;
        }
}

/* The number of lanes that the style sheet has a width for. */
static int width_for(int lanes)
{
    if (lanes == 5)
        return 6;
    return lanes < LANES_MAX ? lanes : LANES_MAX;
}

static void write_slots(struct arena *a, struct week_meeting *v, const int *lane, size_t n,
                        int lanes)
{
    for (size_t i = 0; i < n; i++) {
        int from = start_of(&v[i]), long_ = end_of(&v[i]) - from;

        v[i].roomy = long_ >= ROOMY;
        if (long_ > LONGEST)
            long_ = LONGEST;
        v[i].slot = lanes == 1 ? arena_printf(a, "t-%02d%02d d-%d", from / 60, from % 60, long_)
                               : arena_printf(a, "t-%02d%02d d-%d lane-%d-%d", from / 60,
                                              from % 60, long_, lane[i], width_for(lanes));
    }
}

/* Takes meetings that hang together by overlapping; gives each the first free lane. */
static size_t lay_group(struct arena *a, struct week_meeting *v, size_t n)
{
    int ends[LANES_MAX] = {0}, lanes = 0, until = 0;
    int *lane = ARENA_ARRAY(a, n, int);
    size_t i = 0;

    for (; i < n && (i == 0 || start_of(&v[i]) < until); i++) {
        int k = 0;

        while (k < LANES_MAX - 1 && ends[k] > start_of(&v[i]))
            k++;
        ends[k] = end_of(&v[i]);
        lane[i] = k + 1;
        if (k + 1 > lanes)
            lanes = k + 1;
        if (end_of(&v[i]) > until)
            until = end_of(&v[i]);
    }
    write_slots(a, v, lane, i, lanes);
    return i;
}

static void write_hours(struct arena *a, struct week *w, int first, int last)
{
    w->from = arena_printf(a, "%02d", first);
    w->hours.v = ARENA_ARRAY(a, (size_t)(last - first), struct week_hour);
    for (int h = first; h < last; h++)
        w->hours.v[w->hours.n++] = (struct week_hour){
            .at = {h * 60},
            .slot = arena_printf(a, "t-%02d00", h),
        };
}

/* Gives each course of the week a colour of its own while there are enough: the one it came with, or
   the next that no other course has. */
static void choose_hue(const char *owner[HUES + 1], struct week_meeting *m)
{
    int hue = m->hue >= 1 && m->hue <= HUES ? m->hue : 1;
    const char *same = m->same ? m->same : m->title;

    for (int i = 0; i < HUES; i++) {
        int h = (hue - 1 + i) % HUES + 1;

        if (owner[h] != NULL && !str_eq(owner[h], same))
            continue;
        owner[h] = same;
        m->hue = h;
        return;
    }
    m->hue = hue;
}

void week_lay(struct arena *a, struct week *w)
{
    int first = FIRST_HOUR, last = LAST_HOUR;
    const char *owner[HUES + 1] = {0};

    w->hours = (struct week_hours){0};
    for (size_t i = 0; i < w->n; i++) {
        struct week_day *d = &w->v[i];

        sort_day(d);
        for (size_t k = 0; k < d->n; k++) {
            choose_hue(owner, &d->v[k]);
            if (d->v[k].from.v / 60 < first)
                first = d->v[k].from.v / 60;
            if ((end_of(&d->v[k]) + 59) / 60 > last)
                last = (end_of(&d->v[k]) + 59) / 60;
        }
        for (size_t k = 0; k < d->n;)
            k += lay_group(a, d->v + k, d->n - k);
    }
    write_hours(a, w, first, last < 24 ? last : 24);
}

void week_now(struct arena *a, struct week *w, minute at)
{
    for (size_t i = 0; i < w->n && w->hours.n > 0; i++) {
        struct week_day *d = &w->v[i];

        if (!d->today || at.v < w->hours.v[0].at.v ||
            at.v >= w->hours.v[w->hours.n - 1].at.v + 60)
            continue;
        d->now = ARENA_NEW(a, struct week_now);
        *d->now = (struct week_now){
            at, arena_printf(a, "t-%02d%02d", at.v / 60, at.v % 60 / STEP * STEP)};
    }
}

void week_hues(const int64_t *ids, size_t n, int *ret)
{
    int64_t owner[HUES + 1] = {0};

    for (size_t k = 0; k < n; k++) {
        int hue = week_hue(ids[k]);

        ret[k] = hue;
        for (int i = 0; i < HUES; i++) {
            int h = (hue - 1 + i) % HUES + 1;

            if (owner[h] != 0 && owner[h] != ids[k])
                continue;
            owner[h] = ids[k];
            ret[k] = h;
            break;
        }
    }
}

int week_hue(int64_t id)
{
    uint64_t x = (uint64_t)id * UINT64_C(0x9E3779B97F4A7C15);

    return (int)((x >> 32) % HUES) + 1;
}
