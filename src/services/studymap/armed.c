/* armed.c: "submit it for me": arming a plan, and what the plan says of it.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include "armed.h"
#include "audit.h"
#include "bus.h"

static const char *draw_path(struct rq *rq, draw_id id)
{
    return arena_printf(rq->arena, "/draws/%lld", (long long)id.v);
}

/* The draw of the student's own window; NULL: none. */
static err own_draw(struct rq *rq, const struct studymap_state *st, struct studymap_draw_row **ret)
{
    *ret = NULL;
    if (st->window.opens.v == 0)
        return OK;
    return studymap_q_draw_at(rq->db, st->term.id, st->window.opens, ret);
}

bool studymap_draw_held(const struct studymap_draw_row *d, instant now)
{
    switch (draw_state_of(d)) {
    case DRAW_WAITING:
        return d->opens.v <= now.v;
    case DRAW_FREEZING:
    case DRAW_FROZEN:
    case DRAW_SEATS:
        return true;
    case DRAW_DONE:
    case DRAW_VOID:
        break;
    }
    return false;
}

err studymap_locked(struct rq *rq, const struct studymap_state *st, bool *ret)
{
    struct studymap_draw_row *d = NULL;
    const char *number = NULL;
    bool found = false;

    *ret = false;
    if (st->plan.id.v == 0)
        return OK;
    TRY(own_draw(rq, st, &d));
    if (!d || !studymap_draw_held(d, rq->now))
        return OK;
    TRY(studymap_q_entry_receipt(rq->db, d->id, rq->me, &number, &found));
    *ret = found || st->plan.armed_at.v != 0;
    return OK;
}

err studymap_locked_answer(struct rq *rq, const struct studymap_state *st)
{
    flash(rq, TONE_INFO, "Enrolment has opened, and your plan is in the draw that is being held. It "
                         "cannot change until that is done, in a few seconds.");
    return see_other(rq, "/plan/%s", url_seg(rq->arena, st->term.code));
}

/* What has been done of the draw, in words. */
static const char *progress_words(struct rq *rq, const struct studymap_draw_row *d)
{
    enum draw_state state = draw_state_of(d);

    if (state == DRAW_SEATS)
        return say(rq, "The seats are given. %lld of %lld receipts are written.",
                   (long long)d->written, (long long)d->entries);
    if (state == DRAW_FROZEN)
        return say(rq, "Who is in it is written down. The order is being drawn.");
    return say(rq, "Who is in it is being written down.");
}

/* After the opening: the draw is being held, or gave her receipt. */
static err after_opening(struct rq *rq, const struct studymap_state *st,
                         const struct studymap_draw_row *d, struct studymap_armed_view *v)
{
    const char *number = NULL;
    bool found = false;

    TRY(studymap_q_entry_receipt(rq->db, d->id, rq->me, &number, &found));
    if (found && !str_empty(number)) {
        v->receipt = number;
        v->held = studymap_draw_held(d, rq->now);
        return OK;
    }
    v->held = st->plan.armed_at.v != 0 && studymap_draw_held(d, rq->now);
    if (v->held)
        v->progress = progress_words(rq, d);
    return OK;
}

err studymap_armed_read(struct rq *rq, const struct studymap_state *st,
                        struct studymap_armed_view *v)
{
    struct studymap_draw_row *d = NULL;
    bool future = st->window.state == RECORDS_WINDOW_FUTURE;

    *v = (struct studymap_armed_view){
        .term = url_seg(rq->arena, st->term.code),
        .opens = st->window.opens,
        .armed = st->plan.armed_at.v != 0,
    };
    TRY(own_draw(rq, st, &d));
    if (d)
        v->draw = draw_path(rq, d->id);
    if (d && !future)
        TRY(after_opening(rq, st, d, v));
    v->future = future;
    v->offer = future && !v->armed && st->n > 0;
    if (v->held)
        reply_header(rq, "Refresh", "1");
    return OK;
}

/* --- Arming ------------------------------------------------------------------------------------ */

static err back(struct rq *rq, const struct studymap_state *st)
{
    return see_other(rq, "/plan/%s", url_seg(rq->arena, st->term.code));
}

static err begin(struct rq *rq, struct studymap_state *st, bool *ret_locked)
{
    TRY(studymap_state_read(rq, st));
    return studymap_locked(rq, st, ret_locked);
}

err studymap_arm_post(struct rq *rq)
{
    struct studymap_state st = {};
    bool locked = false;

    TRY(begin(rq, &st, &locked));
    if (locked)
        return studymap_locked_answer(rq, &st);
    if (st.n == 0) {
        flash(rq, TONE_INFO, "Your plan is empty; choose a course first.");
        return back(rq, &st);
    }
    if (st.window.state != RECORDS_WINDOW_FUTURE) {
        flash(rq, TONE_WARNING, "A plan can be handed in for the opening only before it. %s",
              studymap_window_words(rq, &st.window));
        return back(rq, &st);
    }
    if (st.plan.armed_at.v == 0) {
        bus_tell(rq->db, BUS_OWN, rq->me.v);
        TRY(studymap_q_plan_arm(rq->db, st.plan.id, rq->now));
        TRY(audit_rq(rq, "studymap.armed", "plan", st.plan.id.v, NULL));
    }
    flash(rq, TONE_POSITIVE, "Your plan is handed in: it is submitted for you on %s.",
          instant_words(rq->arena, rq->lang, st.window.opens));
    return back(rq, &st);
}

err studymap_disarm_post(struct rq *rq)
{
    struct studymap_state st = {};
    bool locked = false;

    TRY(begin(rq, &st, &locked));
    if (locked)
        return studymap_locked_answer(rq, &st);
    if (st.plan.armed_at.v != 0) {
        bus_tell(rq->db, BUS_OWN, rq->me.v);
        TRY(studymap_q_plan_arm(rq->db, st.plan.id, (instant){0}));
        TRY(audit_rq(rq, "studymap.disarmed", "plan", st.plan.id.v, NULL));
        flash(rq, TONE_INFO, "Your plan is not submitted for you any more. Submit it yourself when "
                             "enrolment is open.");
    }
    return back(rq, &st);
}
