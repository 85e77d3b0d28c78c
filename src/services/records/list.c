/* list.c: the catalogue in memory. SPDX-License-Identifier: AGPL-3.0-or-later */
#include "list.h"
#include "records_q.h"
#include "str.h"

static int by_offering(const void *pa, const void *pb)
{
    const struct records_section *a = *(const struct records_section *const *)pa;
    const struct records_section *b = *(const struct records_section *const *)pb;

    if (a->offering.v != b->offering.v)
        return a->offering.v < b->offering.v ? -1 : 1;
    return strcmp(a->code, b->code);
}

static const struct records_section **sections_of(struct arena *a, const struct records_sheet *sheet)
{
    const struct records_section **v = ARENA_ARRAY(a, sheet->n + 1, const struct records_section *);

    for (size_t i = 0; i < sheet->n; i++)
        v[i] = &sheet->v[i];
    if (sheet->n > 1)
        qsort(v, sheet->n, sizeof *v, by_offering);
    return v;
}

/* The first section of an offering that is not before it. */
static size_t first_of(const struct records_section **v, size_t n, offering_id offering)
{
    size_t low = 0, high = n;

    while (low < high) {
        size_t mid = low + (high - low) / 2;

        if (v[mid]->offering.v < offering.v)
            low = mid + 1;
        else
            high = mid;
    }
    return low;
}

static void put_sections(struct records_listed *c, const struct records_section **v, size_t n)
{
    size_t from = first_of(v, n, c->offering), to = from;

    while (to < n && v[to]->offering.v == c->offering.v)
        to++;
    c->sections = v + from;
    c->n_sections = to - from;
}

static err put_members(struct db *db, struct records_listed *v, const struct records_list *list)
{
    struct records_l_member_list rows;
    programme_id *all;

    TRY(records_q_list_members(db, &rows));
    all = ARENA_ARRAY(db_arena(db), rows.n + 1, programme_id);
    for (size_t i = 0; i < rows.n; i++) {
        int64_t at = records_list_at(list, rows.v[i].course);

        all[i] = rows.v[i].programme;
        if (at < 0)
            continue;
        if (v[at].n_programmes == 0)
            v[at].programmes = &all[i];
        v[at].n_programmes++;
    }
    return OK;
}

struct numbered {
    int64_t id;
    uint32_t at;
};

static int by_id(const void *pa, const void *pb)
{
    const struct numbered *a = pa, *b = pb;

    return a->id < b->id ? -1 : a->id > b->id;
}

static const uint32_t *order_by_id(struct arena *a, const struct records_listed *v, size_t n)
{
    struct numbered *all = ARENA_ARRAY(a, n + 1, struct numbered);
    uint32_t *order = ARENA_ARRAY(a, n + 1, uint32_t);

    for (size_t i = 0; i < n; i++)
        all[i] = (struct numbered){v[i].id.v, (uint32_t)i};
    if (n > 1)
        qsort(all, n, sizeof *all, by_id);
    for (size_t i = 0; i < n; i++)
        order[i] = all[i].at;
    return order;
}

err records_list_read(struct db *db, const struct records_sheet *sheet, struct records_list *ret)
{
    struct arena *a = db_arena(db);
    const struct records_section **sections = sections_of(a, sheet);
    struct records_l_course_list rows;
    struct records_listed *v;

    TRY(records_q_list_courses(db, sheet->term, &rows));
    v = ARENA_ARRAY(a, rows.n + 1, struct records_listed);
    for (size_t i = 0; i < rows.n; i++) {
        const struct records_l_course *r = &rows.v[i];

        v[i] = (struct records_listed){.id = r->id,
                                       .code = r->code,
                                       .sort_key = r->sort_key,
                                       .name = r->name,
                                       .rule = r->rule,
                                       .language = r->language,
                                       .level = r->level,
                                       .credits = r->credits,
                                       .faculty = r->faculty,
                                       .offering = r->offering};
        if (r->offering.v != 0)
            put_sections(&v[i], sections, sheet->n);
    }
    *ret = (struct records_list){.sheet = sheet, .v = v, .n = rows.n, .by_id = order_by_id(a, v, rows.n)};
    return put_members(db, v, ret);
}

int64_t records_list_at(const struct records_list *l, course_id id)
{
    size_t low = 0, high = l->n;

    while (low < high) {
        size_t mid = low + (high - low) / 2;

        if (l->v[l->by_id[mid]].id.v < id.v)
            low = mid + 1;
        else
            high = mid;
    }
    return low < l->n && l->v[l->by_id[low]].id.v == id.v ? (int64_t)l->by_id[low] : -1;
}
