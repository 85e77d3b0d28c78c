/* rooms.c: which room is free, and finding a timetable.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include "form.h"
#include "pages.h"
#include "search.h"
#include "str.h"
#include "timetable_v.h"

enum { ROOMS_MOST = 60, DAY_ENDS = 24 * 60, AT_LEAST = 15 };

/* A room with how long it is free. */
struct free_room {
    const struct records_room *room;
    minute until;
};

/* The longest first; of those the larger. */
static int longest_first(const void *pa, const void *pb)
{
    const struct free_room *a = pa, *b = pb;

    if (a->until.v != b->until.v)
        return a->until.v > b->until.v ? -1 : 1;
    if (a->room->seats != b->room->seats)
        return a->room->seats > b->room->seats ? -1 : 1;
    return a->room < b->room ? -1 : a->room > b->room;
}

static size_t free_rooms(const struct records_rooms *rooms, const struct records_uses *used,
                         minute at, int64_t minutes, struct free_room *out)
{
    size_t n = 0;

    for (size_t i = 0; i < rooms->n; i++) {
        size_t from = 0, to;

        while (from < used->n && used->v[from].room.v != rooms->v[i].id.v)
            from++;
        for (to = from; to < used->n && used->v[to].room.v == rooms->v[i].id.v;)
            to++;
        struct timetable_free f = timetable_free_from(used->v + from, to - from, at);
        if (f.from.v == at.v && f.until.v - at.v >= minutes)
            out[n++] = (struct free_room){&rooms->v[i], f.until};
    }
    if (n > 1)
        qsort(out, n, sizeof *out, longest_first);
    return n;
}

static void put_rooms(struct rq *rq, const struct free_room *v, size_t n,
                      struct timetable_rooms_view *view)
{
    struct arena *a = rq->arena;

    view->all = n;
    view->v = ARENA_ARRAY(a, ROOMS_MOST, struct timetable_room_line);
    for (; view->n < n && view->n < ROOMS_MOST; view->n++) {
        const struct records_room *r = v[view->n].room;

        view->v[view->n] = (struct timetable_room_line){
            .name = arena_printf(a, "%s %s", r->building, r->code),
            .path = arena_printf(a, "/timetable/room/%s/%s", url_seg(a, r->building_code),
                                 url_seg(a, r->code)),
            .address = r->address,
            .until = v[view->n].until.v >= DAY_ENDS
                         ? say(rq, "for the rest of the day")
                         : say(rq, "until %s", minute_hm(a, v[view->n].until)),
            .seats = r->seats};
    }
}

static err put_buildings(struct rq *rq, const char *chosen, struct timetable_rooms_view *view)
{
    struct records_buildings all;

    TRY(records_buildings(rq->db, &all));
    view->buildings.v = ARENA_ARRAY(rq->arena, all.n, struct timetable_option);
    for (size_t i = 0; i < all.n; i++)
        view->buildings.v[view->buildings.n++] = (struct timetable_option){
            .value = all.v[i].code, .text = all.v[i].name, .on = str_eq(all.v[i].code, chosen)};
    return OK;
}

err timetable_rooms_get(struct rq *rq)
{
    struct civil now = civil_of(rq->now);
    const char *building = form_text(rq, "building", 0, 20);
    bool beyond;
    day on = timetable_day_asked(form_typed(rq, "on"), now.day, &beyond);
    int64_t minutes = form_int_or(rq, "minutes", AT_LEAST, DAY_ENDS, AT_LEAST);
    minute at = now.minute;
    struct records_rooms rooms;
    struct records_uses used;
    struct timetable_rooms_view view = {0};

    if (minute_parse(form_typed(rq, "at"), &at) != OK)
        at = now.minute;
    TRY(put_buildings(rq, building, &view));
    TRY(records_rooms_in(rq->db, building, &rooms));
    TRY(records_rooms_used(rq->db, building, on, &used));
    struct free_room *v = ARENA_ARRAY(rq->arena, rooms.n + 1, struct free_room);
    put_rooms(rq, v, free_rooms(&rooms, &used, at, minutes, v), &view);
    view.limits = beyond ? timetable_limits_words(rq) : NULL;
    view.first_day = day_iso(rq->arena, timetable_limits(now.day).first);
    view.last_day = day_iso(rq->arena, timetable_limits(now.day).last);
    view.on = day_iso(rq->arena, on);
    view.at = minute_hm(rq->arena, at);
    view.minutes = arena_printf(rq->arena, "%lld", (long long)minutes);
    view.now = on.v == now.day.v && at.v == now.minute.v;
    return timetable_v_rooms(rq->out, &view);
}

#define FOUND 12

/* What one source of the campus's search finds: the words, or else what is near. */
static err found_in(struct rq *rq, const char *source, const char *q, struct timetable_finds *ret)
{
    struct search_hits hits = {0};
    err e = search_find(rq->db, source, q, FOUND, &hits);

    if (e == ERR_NOT_FOUND)
        return OK;
    TRY(e);
    ret->v = ARENA_ARRAY(rq->arena, hits.n, struct timetable_find_line);
    for (size_t i = 0; i < hits.n; i++) {
        const struct search_doc *d = hits.v[i].doc;
        bool course = str_eq(source, "course");

        ret->v[ret->n++] = (struct timetable_find_line){
            .text = course ? arena_printf(rq->arena, "%s %s", d->code, d->title) : d->title,
            .path = course ? arena_printf(rq->arena, "/timetable/course/%s", url_seg(rq->arena, d->code))
                           : d->path,
            .more = course ? NULL : d->more,
            .similar = hits.similar};
    }
    return OK;
}

static bool real(const struct timetable_finds *f)
{
    return f->n > 0 && !f->v[0].similar;
}

err timetable_find_get(struct rq *rq)
{
    struct timetable_find_view view = {.q = form_text(rq, "q", 0, 80)};
    struct timetable_finds *all[] = {&view.courses, &view.lecturers, &view.rooms};
    bool any;

    TRY(found_in(rq, "course", view.q, &view.courses));
    TRY(found_in(rq, "lecturer", view.q, &view.lecturers));
    TRY(found_in(rq, "room", view.q, &view.rooms));
    any = real(all[0]) || real(all[1]) || real(all[2]);
    for (size_t i = 0; i < 3; i++) /* near ones only where there is nothing else */
        if (any && !real(all[i]))
            all[i]->n = 0;
    return timetable_v_find(rq->out, &view);
}
