/* whose.c: the four timetables: one's own, a lecturer's, a room's, a course's.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include "whose.h"

#include "form.h"
#include "reply.h"

err timetable_whose_own(struct rq *rq, struct timetable_whose *ret)
{
    struct timetable_whose w = {.kind = TIMETABLE_OWN, .base = "/timetable"};

    TRY(records_own_digest(rq->db, rq->me, &w.digest));
    TRY(timetable_q_choice(rq->db, rq->me, &w.chosen));
    *ret = w;
    return OK;
}

err timetable_whose_lecturer(struct rq *rq, struct timetable_whose *ret)
{
    const char *name = path_text(rq, "lecturer");
    bool known = false;

    TRY(records_lecturer_known(rq->db, name, &known));
    if (!known)
        return fail(rq, ERR_NOT_FOUND, "Nobody of this name teaches here.");
    *ret = (struct timetable_whose){
        .kind = TIMETABLE_LECTURER,
        .base = arena_printf(rq->arena, "/timetable/lecturer/%s", url_seg(rq->arena, name)),
        .title = name,
        .lecturer = name};
    return OK;
}

err timetable_whose_room(struct rq *rq, struct timetable_whose *ret)
{
    struct timetable_whose w = {.kind = TIMETABLE_ROOM};
    err e = records_room_of(rq->db, path_text(rq, "building"), path_text(rq, "code"), &w.room);

    if (e == ERR_NOT_FOUND)
        return fail(rq, e, "There is no such room.");
    TRY(e);
    w.base = arena_printf(rq->arena, "/timetable/room/%s/%s",
                          url_seg(rq->arena, w.room.building_code),
                          url_seg(rq->arena, w.room.code));
    w.title = arena_printf(rq->arena, "%s %s", w.room.building, w.room.code);
    *ret = w;
    return OK;
}

err timetable_whose_course(struct rq *rq, struct timetable_whose *ret)
{
    struct timetable_whose w = {.kind = TIMETABLE_COURSE};
    err e = records_course_of(rq->db, path_text(rq, "code"), &w.course);

    if (e == ERR_NOT_FOUND)
        return fail(rq, e, "There is no such course.");
    TRY(e);
    w.base = arena_printf(rq->arena, "/timetable/course/%s", url_seg(rq->arena, w.course.code));
    w.title = arena_printf(rq->arena, "%s %s", w.course.code, w.course.name);
    *ret = w;
    return OK;
}

static err own_sources(struct rq *rq, const struct timetable_whose *w, day from, day to,
                       struct timetable_sources *ret)
{
    struct timetable_ask ask = {.who = rq->me,
                                .lang = rq->lang,
                                .from = from,
                                .to = to,
                                .waiting = w->chosen.waiting,
                                .also = w->chosen.n_also > 0,
                                .courses = w->chosen.courses,
                                .without = w->chosen.kinds,
                                .digest = &w->digest};

    return timetable_own(rq->db, &ask, ret);
}

err timetable_whose_sources(struct rq *rq, const struct timetable_whose *w, day from, day to,
                            struct timetable_sources *ret)
{
    struct records_sections found = {0};
    struct timetable_sources s = {0};

    if (w->kind == TIMETABLE_OWN)
        return own_sources(rq, w, from, to, ret);
    if (w->kind == TIMETABLE_LECTURER)
        TRY(records_given_by(rq->db, w->lecturer, from, to, &found));
    if (w->kind == TIMETABLE_ROOM)
        TRY(records_in_room(rq->db, w->room.id, from, to, &found));
    if (w->kind == TIMETABLE_COURSE)
        TRY(records_of_course(rq->db, w->course.id, from, to, &found));
    for (size_t i = 0; i < found.n; i++)
        timetable_source_add(rq->arena, &s,
                             &(struct timetable_source){.section = &found.v[i],
                                                        .groups = true,
                                                        .choice = w->kind == TIMETABLE_COURSE});
    *ret = s;
    return OK;
}
