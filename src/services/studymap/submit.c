/* submit.c: the form that submits the plan: in time, and only once.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include "armed.h"

/* Says why nothing was submitted, on the plan itself. */
static err not_submitted(struct rq *rq, const struct studymap_state *st, enum studymap_gate gate)
{
    if (gate == STUDYMAP_EMPTY)
        flash(rq, TONE_INFO, "Your plan is empty; choose a course first.");
    else if (gate == STUDYMAP_CHANGED)
        flash(rq, TONE_WARNING, "Your plan has changed since that page was opened. Nothing was "
                                "submitted: look at it as it is now, and submit it again.");
    else
        flash(rq, TONE_WARNING, "Nothing was submitted. %s",
              studymap_window_words(rq, &st->window));
    return see_other(rq, "/plan/%s", url_seg(rq->arena, st->term.code));
}

/* The term and the plan, without its choices; a version that was submitted leads to its receipt. */
static err plan_read(struct rq *rq, int64_t seen, struct studymap_state *st, const char **ret_number,
                     const char **ret_unchanged)
{
    struct studymap_receipt_key *before = NULL;
    struct studymap_plan_asked *plan = NULL;

    TRY(records_term_of_code(rq->db, rq->lang, path_text(rq, "term"), &st->term));
    TRY(studymap_q_plan_to_submit(rq->db, rq->me, st->term.id, &plan));
    if (!plan)
        return OK;
    st->plan = (struct studymap_plan){plan->id, plan->version};
    *ret_unchanged = plan->unchanged;
    if (seen == plan->version)
        return OK;
    TRY(studymap_q_receipt_of_version(rq->db, plan->id, seen, &before));
    if (before)
        *ret_number = before->number;
    return OK;
}

/* Submitted before, not changed since, and nothing in it that could have a seat or wait for one: that
   would give the same receipt again. */
static err is_hopeless(struct rq *rq, bool *ret)
{
    struct studymap_state st = {};

    TRY(studymap_state_read(rq, &st));
    *ret = studymap_hopeless(&st, studymap_settings_of(rq));
    return OK;
}

/* --- The question before, when something would be refused ---------------------------------------- */

static void sort_out(const struct studymap_choice_views *all, struct studymap_sure_view *view)
{
    for (size_t i = 0; i < all->n; i++) {
        struct studymap_choice_views *to = all->v[i].e.refused ? &view->refused : &view->others;

        to->v[to->n++] = all->v[i];
    }
}

/* Some choices would be refused as the plan is now: names them, and asks whether the others go alone. */
err studymap_submit_get(struct rq *rq)
{
    struct studymap_state st = {};
    struct studymap_sure_view view = {};
    bool locked = false;

    TRY(studymap_state_read(rq, &st));
    TRY(studymap_locked(rq, &st, &locked));
    struct studymap_choice_views all = studymap_choices_show(rq, &st);
    view.refused.v = ARENA_ARRAY(rq->arena, all.n, struct studymap_choice_view);
    view.others.v = ARENA_ARRAY(rq->arena, all.n, struct studymap_choice_view);
    sort_out(&all, &view);
    view.term = url_seg(rq->arena, st.term.code);
    if (locked || st.window.state != RECORDS_WINDOW_OPEN || view.refused.n == 0)
        return see_other(rq, "/plan/%s", view.term);
    view.term_name = st.term.name;
    view.version = st.plan.version;
    view.title = view.others.n > 0 ? say(rq, "Submit the others?") : say(rq, "Submit your plan?");
    return studymap_v_sure(rq->out, &view);
}

err studymap_submit_post(struct rq *rq)
{
    struct studymap_asked asked = {.kind = STUDYMAP_SUBMIT,
                                   .version = form_int(rq, "version", 0, INT64_MAX)};
    struct studymap_decided decided = {};
    struct studymap_state st = {};
    const char *queued = NULL;
    const char *unchanged = "";
    bool hopeless = false;

    if (form_bad(rq))
        return fail(rq, ERR_BAD_REQUEST, "The form is not whole. Open your plan and submit it "
                                         "from there.");
    TRY(plan_read(rq, asked.version, &st, &decided.number, &unchanged));
    if (decided.number)
        return see_other(rq, "/receipts/%s", decided.number);
    TRY(records_window_for(rq->db, rq->me, st.term.id, &st.window));
    bool locked = false;
    TRY(studymap_locked(rq, &st, &locked));
    if (locked)
        return studymap_locked_answer(rq, &st);
    enum studymap_gate gate =
        studymap_may_submit(st.window.state, st.plan.id.v != 0, asked.version, st.plan.version);
    if (gate != STUDYMAP_GO)
        return not_submitted(rq, &st, gate);
    if (*unchanged)
        TRY(is_hopeless(rq, &hopeless));
    if (hopeless) {
        flash(rq, TONE_INFO, "Nothing was submitted: what is in your plan was refused (receipt %s), and "
                             "nothing has changed since. The reason stands beside it.", unchanged);
        return see_other(rq, "/plan/%s", url_seg(rq->arena, st.term.code));
    }
    asked.term = st.term.id;
    asked.plan = st.plan.id;
    TRY(studymap_ask(rq, &asked, &decided, &queued));
    if (queued)
        return see_other(rq, "%s", queued);
    if (decided.gate != STUDYMAP_GO)
        return not_submitted(rq, &st, decided.gate);
    return see_other(rq, "/receipts/%s", decided.number);
}
