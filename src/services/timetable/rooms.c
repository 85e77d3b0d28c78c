/* rooms.c: which room is free, and finding a timetable.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include "form.h"
#include "pages.h"
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
    day on = timetable_day_asked(form_typed(rq, "on"), now.day);
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
    view.on = day_iso(rq->arena, on);
    view.at = minute_hm(rq->arena, at);
    view.minutes = arena_printf(rq->arena, "%lld", (long long)minutes);
    view.now = on.v == now.day.v && at.v == now.minute.v;
    return timetable_v_rooms(rq->out, &view);
}

static struct timetable_finds finds_of(struct arena *a, size_t n)
{
    return (struct timetable_finds){.v = ARENA_ARRAY(a, n + 1, struct timetable_find_line)};
}

err timetable_find_get(struct rq *rq)
{
    struct arena *a = rq->arena;
    struct timetable_find_view view = {.q = form_text(rq, "q", 0, 80)};
    struct records_found f;

    TRY(records_find(rq->db, view.q, &f));
    view.courses = finds_of(a, f.n_courses);
    view.lecturers = finds_of(a, f.n_lecturers);
    view.rooms = finds_of(a, f.n_rooms);
    for (size_t i = 0; i < f.n_courses; i++)
        view.courses.v[view.courses.n++] = (struct timetable_find_line){
            .text = arena_printf(a, "%s %s", f.courses[i].code, f.courses[i].name),
            .path = arena_printf(a, "/timetable/course/%s", url_seg(a, f.courses[i].code))};
    for (size_t i = 0; i < f.n_lecturers; i++)
        view.lecturers.v[view.lecturers.n++] = (struct timetable_find_line){
            .text = f.lecturers[i],
            .path = arena_printf(a, "/timetable/lecturer/%s", url_seg(a, f.lecturers[i]))};
    for (size_t i = 0; i < f.n_rooms; i++)
        view.rooms.v[view.rooms.n++] = (struct timetable_find_line){
            .text = arena_printf(a, "%s %s", f.rooms[i].building, f.rooms[i].code),
            .path = arena_printf(a, "/timetable/room/%s/%s", url_seg(a, f.rooms[i].building_code),
                                 url_seg(a, f.rooms[i].code)),
            .more = f.rooms[i].address};
    return timetable_v_find(rq->out, &view);
}
