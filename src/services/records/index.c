/* index.c: records by key, lists of records, and cells in words.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include "import.h"
#include <string.h>

#define SEPARATOR '\x1f'

static uint64_t hash(const char *s)
{
    uint64_t h = 14695981039346656037u; /* FNV-1a */

    for (; *s != '\0'; s++)
        h = (h ^ (unsigned char)*s) * 1099511628211u;
    return h;
}

static struct rec **slot_of(const struct index *x, const char *key)
{
    size_t i = (size_t)hash(key) & (x->room - 1);

    while (x->slots[i] != NULL && strcmp(x->slots[i]->key, key) != 0)
        i = (i + 1) & (x->room - 1);
    return &x->slots[i];
}

struct rec *index_find(const struct index *x, const char *key)
{
    return x->room == 0 ? NULL : *slot_of(x, key);
}

static void grow(struct index *x, struct arena *a)
{
    struct index wider = {.room = x->room == 0 ? 64 : x->room * 2, .n = x->n};

    wider.slots = ARENA_ARRAY(a, wider.room, struct rec *);
    for (size_t i = 0; i < x->room; i++)
        if (x->slots[i] != NULL)
            *slot_of(&wider, x->slots[i]->key) = x->slots[i];
    *x = wider;
}

struct rec *index_put(struct index *x, struct arena *a, struct rec *r)
{
    struct rec **slot, *was;

    if (x->n * 2 >= x->room)
        grow(x, a);
    slot = slot_of(x, r->key);
    was = *slot;
    *slot = r;
    x->n += was == NULL;
    return was;
}

void recs_add(struct recs *r, struct arena *a, struct rec *rec)
{
    if (r->n == r->room) {
        struct rec **wider = ARENA_ARRAY(a, r->room == 0 ? 64 : r->room * 2, struct rec *);

        if (r->n > 0)
            memcpy(wider, r->v, r->n * sizeof(struct rec *));
        r->v = wider;
        r->room = r->room == 0 ? 64 : r->room * 2;
    }
    r->v[r->n++] = rec;
}

static size_t put_digits(char *to, int64_t v)
{
    char digits[24];
    size_t n = 0, i = 0;

    do
        digits[n++] = (char)('0' + v % 10);
    while ((v /= 10) > 0);
    while (n > 0)
        to[i++] = digits[--n];
    return i;
}

const char *key_of(struct arena *a, const struct column *columns, const struct cell *cells,
                   size_t n)
{
    size_t room = 1, at = 0;
    char *key;

    for (size_t i = 0; i < n; i++)
        room += columns[i].type == CELL_TEXT ? strlen(cells[i].s) + 1 : 24;
    key = arena_alloc(a, room);
    for (size_t i = 0; i < n; i++) {
        if (i > 0)
            key[at++] = SEPARATOR;
        if (columns[i].type == CELL_TEXT) {
            size_t len = strlen(cells[i].s);

            memcpy(key + at, cells[i].s, len);
            at += len;
        } else
            at += put_digits(key + at, cells[i].v < 0 ? 0 : cells[i].v);
    }
    return key;
}

const char *key_words(struct arena *a, const char *key)
{
    char *words = arena_dup(a, key);

    for (char *p = words; *p != '\0'; p++)
        if (*p == SEPARATOR)
            *p = ' ';
    return words;
}

const char *cell_words(struct arena *a, const struct column *c, const struct cell *cell)
{
    struct civil at;

    switch (c->type) {
    case CELL_TEXT:
        return *cell->s == '\0' ? "–" : cell->s;
    case CELL_SEATS:
        if (cell->v < 0)
            return "unlimited";
        [[fallthrough]];
    case CELL_NUMBER:
        return arena_printf(a, "%lld", (long long)cell->v);
    case CELL_GRADE:
        return cell->v == 0 ? "–"
                            : arena_printf(a, "%lld.%lld", (long long)cell->v / 10,
                                           (long long)cell->v % 10);
    case CELL_WORD:
        return c->words[cell->v];
    case CELL_DAY:
        return day_iso(a, (day){(int32_t)cell->v});
    case CELL_TIME:
        return minute_hm(a, (minute){(int32_t)cell->v});
    case CELL_MOMENT:
        at = civil_of((instant){cell->v});
        return arena_printf(a, "%s %s", day_iso(a, at.day), minute_hm(a, at.minute));
    }
    return "";
}
