/* home.c: what the home page shows of one's timetable: the next classes, and the exams among the deadlines.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include "pages.h"
#include "str.h"
#include "timetable_v.h"

enum { CARD_DAYS = 14, CARD_MOST = 4, AHEAD_DAYS = 365 };

/* What has not ended yet, of one's own timetable, for some days from today on. */
static err still_to_come(struct rq *rq, struct timetable_whose *w, int days,
                         struct timetable_slots *ret)
{
    struct civil c = civil_of(rq->now);
    struct timetable_sources s;
    struct records_earliers was;
    day to = day_add(c.day, days);

    TRY(timetable_whose_sources(rq, w, c.day, to, &s));
    TRY(timetable_changes(rq->db, instant_add(rq->now, -TIMETABLE_MARKED), &s, &was));
    *ret = timetable_slots_in(rq->arena, s.v, s.n, c.day, to);
    timetable_mark_moved(ret, &was);
    timetable_share(rq->arena, ret);
    while (ret->n > 0 && ret->v->day.v == c.day.v && ret->v->ends.v <= c.minute.v) {
        ret->v++;
        ret->n--;
    }
    return OK;
}

err timetable_card(struct rq *rq)
{
    struct timetable_whose w;
    struct timetable_slots slots;

    TRY(timetable_whose_own(rq, &w));
    if (w.digest.places + w.digest.taught + w.chosen.n_also == 0)
        return OK;
    TRY(still_to_come(rq, &w, CARD_DAYS, &slots));
    if (slots.n == 0)
        TRY(still_to_come(rq, &w, AHEAD_DAYS, &slots));
    struct timetable_days days = timetable_show_days(rq, &slots, CARD_MOST);
    return days.n > 0 ? timetable_v_card(rq->out, &days) : OK;
}

err timetable_deadlines(struct rq *rq, struct deadlines *ret)
{
    struct timetable_whose w;
    struct timetable_slots slots;
    struct deadlines d = {0};

    TRY(timetable_whose_own(rq, &w));
    TRY(still_to_come(rq, &w, AHEAD_DAYS, &slots));
    d.v = ARENA_ARRAY(rq->arena, slots.n + 1, struct deadline);
    for (size_t i = 0; i < slots.n; i++) {
        const struct timetable_slot *s = &slots.v[i];
        if (str_eq(s->meeting->kind, "exam") && !s->source->waiting && !s->source->also &&
            !s->source->gone)
            d.v[d.n++] = (struct deadline){
                .at = instant_of(s->day, s->starts),
                .text = say(rq, "Exam %s %s", s->section->course_code, s->section->course_name),
                .path = arena_printf(rq->arena, "/timetable?week=%s", day_iso(rq->arena, s->day))};
    }
    *ret = d;
    return OK;
}
