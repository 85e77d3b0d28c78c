/* design.c: the page that shows every component of the design system with its rules.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include "campus_v.h"
#include "models.h"
#include "own.h"
#include "settings.h"

#define AT(h, m) ((minute){(h)*60 + (m)})

static struct week week_of(struct rq *rq)
{
    struct week_meeting *mon = ARENA_ARRAY(rq->arena, 2, struct week_meeting);
    struct week_meeting *tue = ARENA_ARRAY(rq->arena, 2, struct week_meeting);
    struct week_meeting *thu = ARENA_ARRAY(rq->arena, 1, struct week_meeting);
    struct week w = {.v = ARENA_ARRAY(rq->arena, 5, struct week_day), .n = 5};

    mon[0] = (struct week_meeting){.from = AT(9, 0), .to = AT(10, 45), .title = "Logic and Sets",
                                   .href = "#light",
                                   .place = "A1.04", .kind = say(rq, "Lecture"), .hue = 1};
    mon[1] = (struct week_meeting){.from = AT(13, 15), .to = AT(15, 0), .title = "Greek Epic",
                                   .href = "#light", .place = "B2.11",
                                   .kind = say(rq, "Seminar"), .state = "planned",
                                   .note = say(rq, "Planned"), .hue = 3};
    tue[0] = (struct week_meeting){.from = AT(11, 0), .to = AT(12, 45), .title = "Algorithms",
                                   .href = "#light", .place = "C0.02", .state = "clash",
                                   .note = say(rq, "Clashes with %s", "Statistics"), .hue = 2};
    tue[1] = (struct week_meeting){.from = AT(11, 30), .to = AT(13, 0), .title = "Statistics",
                                   .href = "#light", .place = "A0.01", .state = "clash",
                                   .note = say(rq, "Clashes with %s", "Algorithms"), .hue = 4};
    thu[0] = (struct week_meeting){.from = AT(15, 15), .to = AT(17, 0), .title = "Databases",
                                   .href = "#light", .place = "C1.20", .state = "waiting",
                                   .note = say(rq, "On the wait-list"), .hue = 5};
    for (int i = 0; i < 5; i++)
        w.v[i].weekday = i + 1;
    w.v[0].v = mon, w.v[0].n = 2;
    w.v[1].v = tue, w.v[1].n = 2, w.v[1].today = true;
    w.v[3].v = thu, w.v[3].n = 1;
    week_lay(rq->arena, &w);
    return w;
}

static struct tabs tabs_of(struct rq *rq)
{
    struct tab *v = ARENA_ARRAY(rq->arena, 3, struct tab);

    v[0] = (struct tab){say(rq, "General"), "#light", true};
    v[1] = (struct tab){say(rq, "Faculty"), "#light", false};
    v[2] = (struct tab){say(rq, "Programme"), "#light", false};
    return (struct tabs){v, 3};
}

err campus_design_get(struct rq *rq)
{
    struct campus_design_view v = {
        .colour = campus_of(rq)->colour,
        .accent = accent_of(rq->arena, campus_of(rq)->colour),
        .week = week_of(rq),
        .tabs = tabs_of(rq),
        .now = rq->now,
        .today = civil_of(rq->now).day,
    };

    return campus_v_design(rq->out, &v);
}
