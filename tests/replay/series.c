/* series.c: reads section-changes.csv.gz of a data folder: time, section, free, waiting, total.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include "csv.h"
#include "file.h"
#include "replay.h"
#include <string.h>
#include <zlib.h>

#define TEXT_MAX    (64U << 20)
#define COUNT_OF(a) (sizeof(a) / sizeof *(a))

static err unpack(struct arena *a, const char *path, struct str *ret)
{
    char *text = arena_alloc(a, TEXT_MAX);
    gzFile f = gzopen(path, "rb");
    size_t n = 0;
    int got = 0;

    if (!f)
        return ERR_NOT_FOUND;
    while (n < TEXT_MAX - 1 && (got = gzread(f, text + n, (unsigned)(TEXT_MAX - 1 - n))) > 0)
        n += (size_t)got;
    bool whole = got == 0 && gzeof(f);
    if (gzclose(f) != Z_OK || !whole)
        return ERR_PARSE;
    *ret = (struct str){text, n};
    return OK;
}

/* "2022-02-12T07:04:12" in seconds; the zone does not matter here. */
static err seconds_of(const char *s, int64_t *ret)
{
    int y = 0, mo = 0, d = 0, h = 0, mi = 0, sec = 0;

    if (sscanf(s, "%4d-%2d-%2dT%2d:%2d:%2d", &y, &mo, &d, &h, &mi, &sec) != 6)
        return ERR_PARSE;
    *ret = (int64_t)day_between(day_make(1970, 1, 1), day_make(y, mo, d)) * 86400 + h * 3600 +
           mi * 60 + sec;
    return OK;
}

/* Sections stand together in the file. */
static int section_named(struct arena *a, struct series *s, const char *name)
{
    int last = s->n_sections - 1;
    const char *under = strrchr(name, '_');
    size_t n = under ? (size_t)(under - name) + 1 : strlen(name);

    if (last >= 0 && str_eq(s->names[last], name))
        return last;
    if (s->n_sections == (int)COUNT_OF(s->names))
        return -1;
    s->names[s->n_sections] = arena_dup(a, name);
    s->offering[s->n_sections] = s->n_sections;
    for (int i = 0; i <= last; i++)
        if (strncmp(s->names[i], name, n) == 0)
            s->offering[s->n_sections] = s->offering[i];
    return s->n_sections++;
}

static int by_time(const void *x, const void *y)
{
    const struct change *a = x, *b = y;

    if (a->at != b->at)
        return a->at < b->at ? -1 : 1;
    return a->section - b->section;
}

static err one(struct arena *a, struct series *s, const struct csv_row *row)
{
    struct change c = {};

    if (row->n < 5)
        return ERR_PARSE;
    TRY(seconds_of(row->v[0], &c.at));
    c.section = section_named(a, s, row->v[1]);
    TRY(str_int(row->v[2], 0, 100000, &c.free));
    TRY(str_int(row->v[3], 0, 100000, &c.waiting));
    TRY(str_int(row->v[4], 0, 100000, &c.total));
    if (c.section < 0 || c.free > c.total)
        return ERR_PARSE;
    s->v[s->n++] = c;
    return OK;
}

err series_read(struct arena *a, const char *folder, struct series *ret)
{
    struct csv_row row = {};
    struct str text = {};
    err e;

    TRY(unpack(a, file_join(a, folder, "ucsd-sp22-rush/section-changes.csv.gz"), &text));
    struct csv csv = csv_open(a, text.s, text.n);
    ret->v = ARENA_ARRAY(a, text.n / 20, struct change);
    TRY(csv_next(&csv, &row)); /* the names of the columns */
    while ((e = csv_next(&csv, &row)) == OK)
        TRY(one(a, ret, &row));
    if (e != ERR_NOT_FOUND || ret->n == 0)
        return ERR_PARSE;
    qsort(ret->v, ret->n, sizeof *ret->v, by_time);
    return OK;
}

/* --- A part of it ------------------------------------------------------------------------------- */

struct crowd {
    int section, changes;
    int64_t waiting; /* the most at once */
};

static int by_waiting(const void *x, const void *y)
{
    const struct crowd *a = x, *b = y;

    if (a->waiting != b->waiting)
        return a->waiting > b->waiting ? -1 : 1;
    return a->section - b->section;
}

void series_crowded(struct arena *a, const struct series *s, int most, struct series *ret)
{
    struct crowd *crowds = ARENA_ARRAY(a, COUNT_OF(s->names), struct crowd);
    int *to = ARENA_ARRAY(a, COUNT_OF(s->names), int), changes = 0;

    for (int i = 0; i < s->n_sections; i++) {
        crowds[i].section = i;
        to[i] = -1;
    }
    for (size_t i = 0; i < s->n; i++) {
        struct crowd *c = &crowds[s->v[i].section];

        c->changes++;
        if (s->v[i].waiting > c->waiting)
            c->waiting = s->v[i].waiting;
    }
    qsort(crowds, (size_t)s->n_sections, sizeof *crowds, by_waiting);
    for (int i = 0; i < s->n_sections && changes + crowds[i].changes <= most; i++) {
        int from = crowds[i].section, n = ret->n_sections++;

        changes += crowds[i].changes;
        to[from] = n;
        ret->names[n] = s->names[from];
        ret->offering[n] = n;
        for (int k = 0; k < i; k++)
            if (s->offering[crowds[k].section] == s->offering[from])
                ret->offering[n] = ret->offering[to[crowds[k].section]];
    }
    ret->v = ARENA_ARRAY(a, (size_t)changes, struct change);
    for (size_t i = 0; i < s->n; i++)
        if (to[s->v[i].section] >= 0) {
            ret->v[ret->n] = s->v[i];
            ret->v[ret->n++].section = to[s->v[i].section];
        }
}
