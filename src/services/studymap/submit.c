/* submit.c: the whole plan in one go: one transaction, one numbered receipt.
   The key that makes five tabs one submission is the plan's version: a form names the version that the
   student saw, and a version has at most one receipt.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include "plan.h"
#include "audit.h"
#include "events.h"

/* What came of one choice. */
struct result {
    enum studymap_outcome outcome;
    int64_t waiting_at;
    struct studymap_why why;
};

static struct result result_of(const struct records_given *given)
{
    switch (given->answer) {
    case RECORDS_TAKEN:
        return (struct result){.outcome = STUDYMAP_ENROLLED};
    case RECORDS_WAITING:
        return (struct result){.outcome = STUDYMAP_WAITING, .waiting_at = given->waiting_at};
    case RECORDS_ALREADY:
        return (struct result){STUDYMAP_REFUSED, 0, {.reason = STUDYMAP_HELD}};
    case RECORDS_FULL:
        return (struct result){STUDYMAP_REFUSED, 0, {.reason = STUDYMAP_FULL}};
    case RECORDS_GONE:
        break;
    }
    return (struct result){STUDYMAP_REFUSED, 0, {.reason = STUDYMAP_GONE}};
}

/* Judges one choice and, when it fits, asks the register for the place. */
static err decide(struct rq *rq, const struct studymap_state *st, const struct studymap_choice *c,
                  receipt_id receipt, struct result *ret)
{
    struct studymap_why why = studymap_judge(&st->limits, &st->held, c->section);
    struct records_given given = {};
    struct records_ask ask = {
        .person = rq->me,
        .section = c->item->section,
        .receipt = receipt,
        .may_wait = studymap_settings_of(rq)->wait_lists,
    };

    if (why.reason != STUDYMAP_FITS) {
        *ret = (struct result){.outcome = STUDYMAP_REFUSED, .why = why};
        return OK;
    }
    TRY(records_take(rq->db, &ask, &given));
    *ret = result_of(&given);
    return OK;
}

static struct studymap_line line_of(const struct studymap_choice *c, const struct result *r)
{
    const struct records_section *s = c->section;

    return (struct studymap_line){
        .offering = c->item->offering,
        .code = s ? s->course_code : "",
        .name = s ? s->course_name : c->item->label,
        .group = s ? s->code : "",
        .credits = s ? s->credits : 0,
        .outcome = r->outcome,
        .waiting_at = r->waiting_at,
        .option = 1,
        .why = r->why,
    };
}

/* Decides the choices in the order of the plan; what is settled leaves the plan. */
static err settle(struct rq *rq, struct studymap_state *st, receipt_id receipt,
                  struct studymap_lines *ret)
{
    st->held = studymap_held_places(rq->arena, st);
    ret->v = ARENA_ARRAY(rq->arena, st->n, struct studymap_line);
    for (size_t i = 0; i < st->n; i++) {
        const struct studymap_choice *c = &st->v[i];
        struct studymap_line line;
        struct result r = {};
        int64_t changed = 0;

        TRY(decide(rq, st, c, receipt, &r));
        line = line_of(c, &r);
        studymap_line_add(ret, &line);
        if (r.outcome != STUDYMAP_REFUSED)
            studymap_hold(&st->held, c->section);
        if (!studymap_stays(r.outcome, r.why.reason))
            TRY(studymap_q_item_remove(rq->db, st->plan.id, c->item->offering, &changed));
    }
    return OK;
}

static err submit(struct rq *rq, struct studymap_state *st, const char **ret_number)
{
    receipt_id receipt = NEW_ID(rq->db, receipt_id);
    int year = day_year(civil_of(rq->now).day);
    struct studymap_lines lines = {};
    int64_t n = 0;
    int64_t changed = 0;

    TRY(studymap_q_plan_touch(rq->db, st->plan.id, st->plan.version, rq->now, &changed));
    if (changed != 1)
        return ERR_RETRY;
    TRY(settle(rq, st, receipt, &lines));
    TRY(studymap_q_counter_next(rq->db, year, &n));
    const char *number = studymap_number(rq->arena, year, n);
    TRY(studymap_q_receipt_add(rq->db, receipt, number, rq->me, st->term.id, "submit", st->plan.id,
                               st->plan.version, lines.enrolled, lines.waiting, lines.refused,
                               studymap_lines_write(rq->arena, &lines), rq->now));
    TRY(audit_rq(rq, "studymap.submitted", "receipt", receipt.v, NULL));
    *ret_number = number;
    return event_send(rq->db, &(struct event){
                                  .kind = PLAN_SUBMITTED,
                                  .person = rq->me,
                                  .about = receipt.v,
                                  .more = st->term.id.v,
                                  .at = rq->now,
                              });
}

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

err studymap_submit_post(struct rq *rq)
{
    int64_t seen = form_int(rq, "version", 0, INT64_MAX);
    struct studymap_state st = {};
    const char *number = NULL;
    bool found = false;

    if (form_bad(rq))
        return fail(rq, ERR_BAD_REQUEST, "The form is not whole. Open your plan and submit it "
                                         "from there.");
    TRY(studymap_state_read(rq, &st));
    TRY(studymap_q_receipt_of_version(rq->db, st.plan.id, seen, &number, &found));
    if (found)
        return see_other(rq, "/receipts/%s", number);
    enum studymap_gate gate =
        studymap_may_submit(st.window.state, st.n, seen, st.plan.version);
    if (gate != STUDYMAP_GO)
        return not_submitted(rq, &st, gate);
    TRY(submit(rq, &st, &number));
    return see_other(rq, "/receipts/%s", number);
}
