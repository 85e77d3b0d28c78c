/* receipts.c: the numbered answers: their list, and each of them.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include "plan.h"

static const char *term_name(const struct records_terms *terms, term_id id)
{
    for (size_t i = 0; i < terms->n; i++) {
        if (terms->v[i].id.v == id.v)
            return terms->v[i].name;
    }
    return "";
}

err studymap_receipts_get(struct rq *rq)
{
    struct studymap_receipt_sum_list list = {};
    struct records_terms terms = {};
    struct studymap_receipts_view view = {};

    TRY(studymap_q_receipts_of(rq->db, rq->me, &list));
    TRY(records_terms(rq->db, rq->lang, &terms));
    view.v = ARENA_ARRAY(rq->arena, list.n, struct studymap_receipt_row);
    view.n = list.n;
    for (size_t i = 0; i < list.n; i++) {
        view.v[i] = (struct studymap_receipt_row){
            .number = list.v[i].number,
            .term = term_name(&terms, list.v[i].term),
            .at = list.v[i].at,
            .enrolled = list.v[i].enrolled,
            .waiting = list.v[i].waiting,
            .refused = list.v[i].refused,
        };
    }
    return studymap_v_receipts(rq->out, &view);
}

static struct studymap_result result_of(struct rq *rq, const struct studymap_line *l)
{
    return (struct studymap_result){
        .code = l->code,
        .name = l->name,
        .group = l->group,
        .credits = l->credits,
        .enrolled = l->outcome == STUDYMAP_ENROLLED,
        .waiting = l->outcome == STUDYMAP_WAITING,
        .left = l->outcome == STUDYMAP_LEFT,
        .waiting_at = l->waiting_at,
        .reason = studymap_why_words(rq, l->name, &l->why),
    };
}

err studymap_receipt_get(struct rq *rq)
{
    struct studymap_receipt *receipt = NULL;
    struct studymap_lines lines = {};
    struct records_term term = {};
    struct studymap_receipt_view view = {};

    TRY(studymap_q_receipt_of_number(rq->db, rq->me, path_text(rq, "number"), &receipt));
    if (!receipt)
        return ERR_NOT_FOUND;
    TRY(studymap_lines_read(rq->arena, receipt->lines, &lines));
    TRY(records_term_of_id(rq->db, rq->lang, receipt->term, &term));
    view.results.v = ARENA_ARRAY(rq->arena, lines.n, struct studymap_result);
    view.results.n = lines.n;
    for (size_t i = 0; i < lines.n; i++) {
        struct studymap_result *r = &view.results.v[i];
        *r = result_of(rq, &lines.v[i]);
        view.credits += r->enrolled ? r->credits : 0;
        view.n_refused += r->reason != NULL;
    }
    view.title = say(rq, "Receipt %s", receipt->number);
    view.number = receipt->number;
    view.at = receipt->at;
    view.term = url_seg(rq->arena, term.code);
    view.term_name = term.name;
    view.person = rq_person(rq)->name;
    view.login = rq_person(rq)->login;
    return studymap_v_receipt(rq->out, &view);
}
