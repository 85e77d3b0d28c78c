/* change.c: putting a course into a plan, taking it out, and leaving a place.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include "plan.h"
#include "audit.h"

static err back_to_plan(struct rq *rq, const struct studymap_state *st)
{
    return see_other(rq, "/plan/%s", url_seg(rq->arena, st->term.code));
}

/* Reads the state for a change; a term that is over is not changed any more. */
static err change_begin(struct rq *rq, struct studymap_state *ret)
{
    TRY(studymap_state_read(rq, ret));
    if (studymap_term_over(ret->term.last, civil_of(rq->now).day))
        return fail(rq, ERR_CONFLICT, "%s is over; its plan stays as it is.", ret->term.name);
    return OK;
}

/* The plan gets its next version, and is made if this is its first choice. */
static err plan_touch(struct rq *rq, struct studymap_state *st)
{
    int64_t changed = 0;

    if (st->plan.id.v == 0) {
        st->plan = (struct studymap_plan){NEW_ID(rq->db, plan_id), 1};
        return studymap_q_plan_add(rq->db, st->plan.id, rq->me, st->term.id, rq->now);
    }
    TRY(studymap_q_plan_touch(rq->db, st->plan.id, st->plan.version, rq->now, &changed));
    return changed == 1 ? OK : ERR_RETRY;
}

static const struct studymap_choice *choice_of(const struct studymap_state *st,
                                               offering_id offering)
{
    for (size_t i = 0; i < st->n; i++) {
        if (st->v[i].item->offering.v == offering.v)
            return &st->v[i];
    }
    return NULL;
}

static err choose(struct rq *rq, struct studymap_state *st, const struct records_section *s)
{
    const struct studymap_choice *old = choice_of(st, s->offering);

    if (!old && st->n >= STUDYMAP_MOST)
        return fail(rq, ERR_CONFLICT, "A plan holds at most %d courses. Take one out first.",
                    STUDYMAP_MOST);
    if (old && old->item->section.v == s->id.v) {
        flash(rq, TONE_INFO, "%s, group %s, was in your plan already.", s->course_name, s->code);
        return back_to_plan(rq, st);
    }
    TRY(plan_touch(rq, st));
    TRY(studymap_q_item_put(rq->db, NEW_ID(rq->db, plan_item_id), st->plan.id, s->offering, s->id,
                            arena_printf(rq->arena, "%s %s", s->course_code, s->code), rq->now));
    TRY(audit_rq(rq, "studymap.planned", "section", s->id.v, NULL));
    if (old)
        flash(rq, TONE_POSITIVE, "%s: group %s is in your plan now.", s->course_name, s->code);
    else
        flash(rq, TONE_POSITIVE, "%s, group %s, is in your plan.", s->course_name, s->code);
    return back_to_plan(rq, st);
}

/* Chooses a group of a course; another group of the same course is swapped for it. */
err studymap_add_post(struct rq *rq)
{
    section_id id = FORM_ID(rq, section_id, "section");
    struct studymap_state st = {};
    struct records_sections found = {};

    if (form_bad(rq))
        return fail(rq, ERR_BAD_REQUEST, "Choose a group of the course first.");
    TRY(change_begin(rq, &st));
    TRY(records_sections_by_id(rq->db, &id, 1, &found));
    if (found.n == 0 || found.v[0].term.v != st.term.id.v)
        return fail(rq, ERR_NOT_FOUND, "This group is no longer offered in %s.", st.term.name);
    if (studymap_place_in(&st, found.v[0].offering)) {
        flash(rq, TONE_INFO, "You already have a place in %s, or wait for one.",
              found.v[0].course_name);
        return back_to_plan(rq, &st);
    }
    return choose(rq, &st, &found.v[0]);
}

err studymap_remove_post(struct rq *rq)
{
    offering_id offering = FORM_ID(rq, offering_id, "offering");
    struct studymap_state st = {};
    int64_t changed = 0;

    if (form_bad(rq))
        return fail(rq, ERR_BAD_REQUEST, "Choose the course to take out first.");
    TRY(change_begin(rq, &st));
    const struct studymap_choice *choice = choice_of(&st, offering);
    if (!choice)
        return back_to_plan(rq, &st);
    TRY(plan_touch(rq, &st));
    TRY(studymap_q_item_remove(rq->db, st.plan.id, offering, &changed));
    TRY(audit_rq(rq, "studymap.unplanned", "section", choice->item->section.v, NULL));
    return see_other(rq, "/plan/%s?removed=%lld", url_seg(rq->arena, st.term.code),
                     (long long)choice->item->section.v);
}

/* Leaving cannot be undone when others wait, so it is confirmed by naming the course. */
err studymap_leave_get(struct rq *rq)
{
    struct studymap_state st = {};
    struct studymap_leave_view view = {};

    TRY(studymap_state_read(rq, &st));
    const struct records_place *place =
        studymap_place_in(&st, PATH_ID(rq, offering_id, "offering"));
    if (!place)
        return ERR_NOT_FOUND;
    view.place = studymap_entry_of(rq, &place->section);
    view.place.waiting_at = place->waiting_at;
    view.title = place->waiting_at ? say(rq, "Leave the wait-list of %s", view.place.name)
                                   : say(rq, "Leave %s", view.place.name);
    view.term = url_seg(rq->arena, st.term.code);
    view.term_name = st.term.name;
    return studymap_v_leave(rq->out, &view);
}

err studymap_leave_post(struct rq *rq)
{
    const char *typed = form_text(rq, "code", 1, 40);
    struct studymap_state st = {};
    bool left = false;

    TRY(change_begin(rq, &st));
    const struct records_place *place =
        studymap_place_in(&st, PATH_ID(rq, offering_id, "offering"));
    if (!place)
        return back_to_plan(rq, &st);
    const struct records_section *s = &place->section;
    if (!form_bad(rq) && !studymap_names(rq->arena, typed, s->course_code))
        form_error(rq, "code", "This is not the code of the course. Type %s to leave it.",
                   s->course_code);
    if (form_bad(rq))
        return page_after(rq, false, studymap_leave_get);
    TRY(records_leave(rq->db, rq->me, s->offering, &left));
    if (left) {
        TRY(audit_rq(rq, "studymap.left", "section", s->id.v, NULL));
        flash(rq, TONE_POSITIVE, "You have left %s.", s->course_name);
    }
    return back_to_plan(rq, &st);
}
