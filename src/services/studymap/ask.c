/* ask.c: what somebody asks is decided at once, or put into the queue; and the page that waits for the
   answer. SPDX-License-Identifier: AGPL-3.0-or-later */
#include "app.h"
#include "asked_live.h"
#include "bus.h"
#include "plan.h"
#include "queue.h"
#include "room.h"

static err queue(struct rq *rq, const struct studymap_asked *a, const char **ret)
{
    request_id id = NEW_ID(rq->db, request_id);
    int64_t changed = 0;
    bool found = false;

    TRY(studymap_q_request_add(rq->db, id, a->person, a->term, studymap_kind_word(a->kind), a->plan,
                               a->version, a->offering, a->section, a->waits, a->request, a->address,
                               rq->now, &changed));
    if (changed == 0)
        TRY(studymap_q_request_of_version(rq->db, a->plan, a->version, &id, &found));
    bus_tell(rq->db, BUS_ASKED, id.v);
    *ret = arena_printf(rq->arena, "/plan/%s/asked/%lld",
                        url_seg(rq->arena, path_text(rq, "term")), (long long)id.v);
    return OK;
}

err studymap_ask(struct rq *rq, struct studymap_asked *asked, struct studymap_decided *ret,
                 const char **ret_queued)
{
    bool in_turn = false;

    asked->person = rq->me;
    asked->request = rq->id;
    asked->address = rq->address;
    TRY(room_keeps(rq, asked, ret_queued));
    if (*ret_queued)
        return OK;
    TRY(studymap_in_turn(rq->db, asked->term, &in_turn));
    if (in_turn)
        return queue(rq, asked, ret_queued);
    return studymap_decide(rq->db, studymap_settings_of(rq), asked, ret);
}

/* Why nothing came of it. */
static const char *problem_words(struct rq *rq, const struct studymap_request_state *q)
{
    enum studymap_kind kind = studymap_kind_of(q->kind);

    if (str_eq(q->problem, "failed"))
        return say(rq, "Something went wrong on our side, several times. Nothing was changed: your places "
                       "and your plan are as they were. Please try it again; if it goes wrong again, tell "
                       "the service desk the number %lld.",
                   (long long)q->id.v);
    if (str_eq(q->problem, "changed"))
        return say(rq, "Your plan has changed since that page was opened. Nothing was submitted: look at "
                       "it as it is now, and submit it again.");
    if (kind == STUDYMAP_SWAP)
        return say(rq, "You have no place in this course any more; nothing was swapped.");
    if (kind == STUDYMAP_LEAVE)
        return say(rq, "You have no place in this course any more; there was nothing to leave.");
    return say(rq, "Your plan is empty; choose a course first.");
}

/* Leads to the receipt as soon as there is one. Without a script it looks again soon: the longer the queue, the
   later. */
err studymap_asked_get(struct rq *rq)
{
    struct studymap_request_state *q = NULL;
    struct studymap_asked_view view = {};
    struct records_term term = {};
    int64_t before = 0;

    TRY(studymap_q_request_of(rq->db, PATH_ID(rq, request_id, "request"), rq->me, &q));
    if (!q)
        return ERR_NOT_FOUND;
    if (*q->number)
        return see_other(rq, "/receipts/%s", q->number);
    TRY(records_term_of_id(rq->db, rq->lang, q->term, &term));
    view.title = q->decided_at.v ? say(rq, "Nothing came of it") : say(rq, "Your turn comes");
    view.term = url_seg(rq->arena, term.code);
    view.term_name = term.name;
    view.at = q->at;
    if (q->decided_at.v) {
        view.problem = problem_words(rq, q);
        return studymap_v_asked(rq->out, &view);
    }
    TRY(studymap_q_requests_before(rq->db, q->id, q->at, ASKED_MOST, &before));
    view.before = asked_before_words(rq->arena, rq->lang, before);
    view.live = arena_printf(rq->arena, "/plan/%s/asked/%lld/live", view.term, (long long)q->id.v);
    view.again = 1 + before / 250;
    reply_again(rq, (int)view.again);
    return studymap_v_asked(rq->out, &view);
}
