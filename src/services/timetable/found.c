/* found.c: lecturers, buildings and rooms as people find them: campus/search.h.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include "pages.h"
#include <stdlib.h>
#include <string.h>
#include "reply.h"
#include "service.h"
#include "str.h"

static int64_t id_of(const char *name)
{
    uint64_t h = 14695981039346656037U; /* FNV-1a: lecturers without an account have no id */

    for (; *name != '\0'; name++)
        h = (h ^ (uint8_t)*name) * 1099511628211U;
    return (int64_t)(h >> 1);
}

struct surname {
    const char *key, *name;
};

static int by_surname(const void *a, const void *b)
{
    const struct surname *x = a, *y = b;

    return strcmp(x->key, y->key);
}

static err walk_lecturers(struct db *db, int64_t one, struct search_walk *w)
{
    struct arena *a = db_arena(db);
    struct records_lecturers all;
    struct surname *keys;

    (void)one;
    TRY(records_lecturers(db, &all));
    keys = ARENA_ARRAY(a, all.n, struct surname);
    for (size_t i = 0; i < all.n; i++)
        keys[i] = (struct surname){str_person_key(a, all.v[i]), all.v[i]};
    if (all.n > 1)
        qsort(keys, all.n, sizeof *keys, by_surname);
    for (size_t i = 0; i < all.n; i++) {
        struct search_doc d = {.id = id_of(keys[i].name), .title = keys[i].name};

        d.path = arena_printf(a, "/timetable/lecturer/%s", url_seg(a, keys[i].name));
        if (!search_put(w, &d))
            break;
    }
    return OK;
}

static err walk_buildings(struct db *db, int64_t one, struct search_walk *w)
{
    struct arena *a = db_arena(db);
    struct records_rooms all;

    (void)one;
    TRY(records_rooms_in(db, "", &all));
    for (size_t i = 0; i < all.n; i++) {
        const struct records_room *r = &all.v[i];
        struct search_doc d = {.id = id_of(r->building_code), .title = r->building, .body = r->building_code,
                               .more = r->address};

        d.path = arena_printf(a, "/timetable/rooms?building=%s", url_seg(a, r->building_code));
        if ((i == 0 || !str_eq(all.v[i - 1].building_code, r->building_code)) && !search_put(w, &d))
            break;
    }
    return OK;
}

static err walk_rooms(struct db *db, int64_t one, struct search_walk *w)
{
    struct arena *a = db_arena(db);
    struct records_rooms all;

    (void)one;
    TRY(records_rooms_in(db, "", &all));
    for (size_t i = 0; i < all.n; i++) {
        const struct records_room *r = &all.v[i];
        struct search_doc d = {.id = r->id.v, .body = r->building_code, .more = r->address};

        d.title = arena_printf(a, "%s %s", r->building, r->code);
        d.path = arena_printf(a, "/timetable/room/%s/%s", url_seg(a, r->building_code), url_seg(a, r->code));
        if (!search_put(w, &d))
            break;
    }
    return OK;
}

const struct search_source timetable_found[] = {
    {.name = "lecturer", .subject = RECORDS_CATALOGUE, .title = _("Lecturers"), .icon = "lecture",
     .may = MAY_SIGNED_IN, .weight = 30, .walk = walk_lecturers},
    {.name = "building", .subject = RECORDS_CATALOGUE, .title = _("Buildings"), .icon = "building",
     .may = MAY_SIGNED_IN, .weight = 40, .walk = walk_buildings},
    {.name = "room", .subject = RECORDS_CATALOGUE, .title = _("Rooms"), .icon = "place",
     .may = MAY_SIGNED_IN, .weight = 41, .walk = walk_rooms},
};
