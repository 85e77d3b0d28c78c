/* room_plans.c: on the page of who waits: plans for which she need not, because they are handed in before the
   opening, or can be; and the word of who is done. SPDX-License-Identifier: AGPL-3.0-or-later */
#include "armed.h"
#include "audit.h"
#include "bus.h"
#include "room.h"
#include "room_plans.h"

/* What is said of a plan that is handed in; NULL: nothing. */
static err armed_words(struct rq *rq, const struct studymap_room_plan *p,
                       const struct records_window *w, const char *name, const char **ret)
{
    struct studymap_draw_row *d = NULL;

    *ret = NULL;
    if (w->state == RECORDS_WINDOW_FUTURE) {
        *ret = say(rq, "Your plan for %s is handed in: it is submitted for you on %s, whether you are here "
                       "or not. For that you need not wait.",
                   name, instant_words(rq->arena, rq->lang, w->opens));
        return OK;
    }
    TRY(studymap_q_draw_at(rq->db, p->term, w->opens, &d));
    if (d && studymap_draw_held(d, rq->now))
        *ret = say(rq, "Your plan for %s is in the draw that is being held. You need not wait: in a moment "
                       "its answer is among your receipts.",
                   name);
    return OK;
}

err room_plans_read(struct rq *rq, struct studymap_room_plans *ret)
{
    struct studymap_room_plan_list rows = {};

    TRY(studymap_q_room_plans(rq->db, rq->me, civil_of(rq->now).day, &rows));
    ret->v = ARENA_ARRAY(rq->arena, rows.n, struct studymap_room_plan_line);
    for (size_t i = 0; i < rows.n; i++) {
        const struct studymap_room_plan *p = &rows.v[i];
        struct records_window w = {};
        struct records_term term = {};
        const char *words = NULL;

        TRY(records_window_for(rq->db, rq->me, p->term, &w));
        TRY(records_term_of_id(rq->db, rq->lang, p->term, &term));
        if (p->armed_at.v != 0)
            TRY(armed_words(rq, p, &w, term.name, &words));
        if (words || (p->armed_at.v == 0 && w.state == RECORDS_WINDOW_FUTURE))
            ret->v[ret->n++] = (struct studymap_room_plan_line){url_seg(rq->arena, p->code),
                                                                term.name, words};
    }
    return OK;
}

err studymap_room_done_post(struct rq *rq)
{
    int64_t changed = 0;

    TRY(studymap_q_ticket_leave(rq->db, rq->me, rq->now, &changed));
    if (changed > 0) {
        TRY(audit_rq(rq, "studymap.room_left", NULL, 0, NULL));
        bus_tell(rq->db, BUS_WAITING, 0);
    }
    flash(rq, TONE_POSITIVE, "Thank you: the next one goes in.");
    return see_other(rq, "/receipts");
}
