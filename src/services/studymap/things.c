/* things.c: receipts, draws and plans by their numbers, and what studymap's lines of the audit log mean.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include "hand.h"
#include "identity.h"
#include "things.h"

static err receipt_show(struct rq *rq, int64_t id, struct thing *ret)
{
    struct studymap_receipt_told *r = NULL;

    TRY(studymap_q_receipt_get(rq->db, (receipt_id){id}, &r));
    if (r)
        *ret = (struct thing){say(rq, "Receipt %s", r->number),
                              arena_printf(rq->arena, "/admin/decisions/%s", url_seg(rq->arena, r->number))};
    return OK;
}

static err draw_show(struct rq *rq, int64_t id, struct thing *ret)
{
    *ret = (struct thing){say(rq, "A draw"), arena_printf(rq->arena, "/draws/%lld", (long long)id)};
    return OK;
}

static err plan_show(struct rq *rq, int64_t id, struct thing *ret)
{
    struct studymap_plan_of_whom *p = NULL;
    struct records_term term = {};
    struct identity_info who = {};

    TRY(studymap_q_plan_whose(rq->db, (plan_id){id}, &p));
    if (!p)
        return OK;
    TRY(records_term_of_id(rq->db, rq->lang, p->term, &term));
    TRY(identity_by_id(rq->db, p->person, &who));
    *ret = (struct thing){say(rq, "Plan of %s, %s", who.name, term.name),
                          arena_printf(rq->arena, "/admin/students/%lld?term=%s", (long long)p->person.v,
                                       url_seg(rq->arena, term.code))};
    return OK;
}

const struct thing_kind studymap_things[STUDYMAP_THINGS] = {
    {"receipt", _("Receipt"), receipt_show, NULL},
    {"draw", _("Draw"), draw_show, NULL},
    {"plan", _("Plan"), plan_show, NULL},
    {"request", _("Request"), NULL, NULL},
};

const struct audit_word studymap_audit_words[STUDYMAP_AUDIT_WORDS] = {
    {"studymap.submitted", _("Submitted a plan")},
    {"studymap.left", _("Left a place")},
    {"studymap.swapped", _("Asked for another place")},
    {"studymap.moved", _("Moved up from the wait-list")},
    {"studymap.given", _("Enrolled a student by hand")},
    {"studymap.ended", _("Ended a place by hand")},
    {"studymap.planned", _("Chose a group for the plan")},
    {"studymap.unplanned", _("Took a course out of the plan")},
    {"studymap.options", _("Changed the options of a choice")},
    {"studymap.ranked", _("Changed the order of the plan")},
    {"studymap.armed", _("Handed a plan in for the opening")},
    {"studymap.disarmed", _("Took a plan back from the opening")},
    {"studymap.drawn", _("Decided a plan in the draw")},
    {"studymap.draw_promised", _("Promised a draw")},
    {"studymap.draw_frozen", _("Froze the plans of a draw")},
    {"studymap.draw_held", _("Held a draw")},
    {"studymap.draw_done", _("Finished a draw")},
    {"studymap.draw_void", _("Called a draw off")},
    {"studymap.alert_set", _("Asked to be told of a free seat")},
    {"studymap.alert_ended", _("Ended a seat alert")},
    {"studymap.alert_told", _("Told of a free seat")},
    {"studymap.kept", _("Kept what was asked in the waiting room")},
    {"studymap.forgotten", _("Took back what was asked in the waiting room")},
    {"studymap.room_opened", _("Opened the waiting room")},
    {"studymap.room_closed", _("Closed the waiting room")},
    {"studymap.room_set", _("Set the waiting room by hand")},
    {"studymap.room_left", _("Left the plan for the next one")},
    {"studymap.room_drawn", _("Drew the order of the waiting room")},
    {"studymap.replayed", _("Made all decisions again")},
    {"studymap.decision_looked_at", _("Looked at a decision")},
    {"studymap.decisions_looked_at", _("Looked at the decisions for a student")},
    {"studymap.decisions_exported", _("Took along all decisions")},
    {"studymap.student_looked_at", _("Looked at the studies of a student")},
};
