/* wishes.c: what the students of a rush wish: drawn by popularity, without clashes but for a few.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include <math.h>
#include <stdlib.h>
#include "rand.h"
#include "seed.h"

/* 80 % of the sections are below a factor e^(0.84 s), 95 % below e^(1.645 s): with s = 1.1 the
   twentieth most wanted in a hundred has 2.4 wishes a seat. Published rounds: 1.6 to 3.5. */
#define SPREAD 1.1
#define SHARE 0.8      /* of the sections, those with seats enough */
#define CARELESS 100   /* one choice in so many does not look at clashes */
#define TRIES 60

static double unit(void)
{
    return ((double)rand_below(UINT64_C(1) << 53) + 0.5) / (double)(UINT64_C(1) << 53);
}

static double normal(void)
{
    return sqrt(-2 * log(unit())) * cos(6.283185307179586 * unit());
}

static void popularity(struct campus_in *in)
{
    double sum = 0;

    for (size_t i = 0; i < in->n; i++) {
        sum += (double)in->v[i].section.seats * exp(SPREAD * normal());
        in->v[i].upto = sum;
    }
}

static size_t some_section(const struct campus_in *in)
{
    double at = unit() * in->v[in->n - 1].upto;
    size_t low = 0, high = in->n - 1;

    while (low < high) {
        size_t mid = (low + high) / 2;

        if (in->v[mid].upto > at)
            high = mid;
        else
            low = mid + 1;
    }
    return low;
}

static bool goes_with(const struct campus_in *in, const uint16_t *mine, size_t n, size_t wish,
                      bool careless)
{
    const struct records_section *s = &in->v[wish].section;
    const struct records_meeting *a = NULL, *b = NULL;

    for (size_t i = 0; i < n; i++) {
        const struct records_section *o = &in->v[mine[i]].section;

        if (o->offering.v == s->offering.v)
            return false;
        if (!careless && records_sections_clash(o, s, &a, &b))
            return false;
    }
    return true;
}

static void plan(struct campus_in *in, uint16_t *mine)
{
    bool clashes = false;

    for (size_t n = 0; n < CHOICES; n++) {
        bool careless = rand_below(CARELESS) == 0;
        size_t wish = some_section(in);

        for (int i = 0; !goes_with(in, mine, n, wish, careless || i > TRIES); i++)
            wish = some_section(in);
        clashes = clashes || !goes_with(in, mine, n, wish, false);
        mine[n] = (uint16_t)wish;
        in->v[wish].wishes++;
    }
    in->clashing += clashes;
}

static int by_size(const void *a, const void *b)
{
    const double *x = a;
    const double *y = b;

    return (*x > *y) - (*x < *y);
}

static double per_seat(const struct seat *s, int64_t seats)
{
    return (double)s->wishes / (double)seats;
}

static double share_of(const double *sorted, size_t n, double share)
{
    return n ? sorted[(size_t)((double)(n - 1) * share)] : 0;
}

static void scale(struct arena *a, struct campus_in *in)
{
    double *v = ARENA_ARRAY(a, in->n, double);

    for (size_t i = 0; i < in->n; i++)
        if (in->v[i].wishes > 0)
            v[in->wished++] = per_seat(&in->v[i], in->v[i].section.seats);
    qsort(v, in->wished, sizeof *v, by_size);
    double factor = share_of(v, in->wished, SHARE);

    in->wished = 0;
    for (size_t i = 0; i < in->n; i++) {
        struct seat *s = &in->v[i];
        int64_t seats = (int64_t)ceil((double)s->section.seats * factor);

        s->seats = seats > s->section.taken ? seats : s->section.taken + 1;
        in->oversubscribed += s->wishes > s->seats;
        if (s->wishes > 0)
            v[in->wished++] = per_seat(s, s->seats);
    }
    qsort(v, in->wished, sizeof *v, by_size);
    in->p95 = share_of(v, in->wished, 0.95);
    in->worst = share_of(v, in->wished, 1);
}

void wishes_make(struct arena *a, struct campus_in *in)
{
    in->wishes = ARENA_ARRAY(a, in->students * CHOICES, uint16_t);
    popularity(in);
    for (size_t i = 0; i < in->students; i++)
        plan(in, in->wishes + i * CHOICES);
    scale(a, in);
}
