/* picture.c: demand as a picture. SPDX-License-Identifier: AGPL-3.0-or-later */
#include "picture.h"
#include "buf.h"

static int64_t most_of(int64_t a, int64_t b)
{
    return a > b ? a : b;
}

struct records_bar picture_bar(int64_t seats, int64_t taken, int64_t waiting, int64_t planned)
{
    int64_t whole = most_of(most_of(seats, taken + waiting + planned), 1);
    struct records_bar b = {
        .taken = taken * PICTURE_WIDE / whole,
        .seats = seats * PICTURE_WIDE / whole,
        .limited = seats > 0,
    };

    b.waiting_at = b.taken;
    b.planned_at = (taken + waiting) * PICTURE_WIDE / whole;
    b.waiting = b.planned_at - b.waiting_at;
    b.planned = (taken + waiting + planned) * PICTURE_WIDE / whole - b.planned_at;
    return b;
}

/* Seats that are so many times what is asked for would press the other lines flat. */
#define SEATS_FAR 5

static int64_t taken_of(const struct records_point *p)
{
    return p->taken;
}

static int64_t wanted_of(const struct records_point *p)
{
    return p->taken + p->waiting + p->planned;
}

static int64_t seats_of(const struct records_point *p)
{
    return p->seats;
}

static const char *line_of(struct arena *a, const struct records_points *p, int64_t most,
                           int64_t (*value)(const struct records_point *))
{
    struct buf b = buf_in(a, (size_t)1 << 20);
    int64_t from = p->v[0].at.v;
    int64_t span = most_of(p->v[p->n - 1].at.v - from, 1);

    for (size_t i = 0; i < p->n; i++)
        buf_printf(&b, "%s%lld,%lld", i ? " " : "",
                   (long long)((p->v[i].at.v - from) * PICTURE_LONG / span),
                   (long long)(PICTURE_HIGH - value(&p->v[i]) * PICTURE_HIGH / most_of(most, 1)));
    return b.s;
}

struct records_lines picture_lines(struct arena *a, const struct records_points *p)
{
    struct records_lines l = {.most = 1};
    int64_t seats = 0;
    bool far = false;

    if (p->n < 2)
        return l;
    for (size_t i = 0; i < p->n; i++) {
        l.most = most_of(l.most, wanted_of(&p->v[i]));
        seats = most_of(seats, p->v[i].seats);
    }
    far = seats > l.most * SEATS_FAR;
    l.most = far ? l.most : most_of(l.most, seats);
    l.seats_now = p->v[p->n - 1].seats;
    l.from = p->v[0].at;
    l.to = p->v[p->n - 1].at;
    l.taken = line_of(a, p, l.most, taken_of);
    l.wanted = line_of(a, p, l.most, wanted_of);
    l.seats = far ? NULL : line_of(a, p, l.most, seats_of);
    return l;
}
