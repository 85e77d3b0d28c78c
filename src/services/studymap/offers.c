/* offers.c: what studymap gives the rest of the campus: a card, deadlines, a person's data, and the
   proof that no seat was sold twice.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include <inttypes.h>
#include "app.h"
#include "json.h"
#include "draws.h"
#include "items.h"
#include "plan.h"
#include "records_seats.h"
#include "service.h"

static bool studies(const struct rq *rq)
{
    const struct person *p = rq_person(rq);

    return p && may_at_all(p->roles, p->n_roles, MAY_STUDY);
}

err studymap_card(struct rq *rq)
{
    struct records_term term = {};
    struct records_window window = {};
    struct studymap_plan *plan = NULL;
    struct studymap_item_list items = {};
    struct studymap_waits_sum sum = {};

    if (!studies(rq))
        return OK;
    err e = records_term_to_plan(rq->db, rq->lang, &term);
    if (e == ERR_NOT_FOUND)
        return OK;
    TRY(e);
    TRY(records_window_for(rq->db, rq->me, term.id, &window));
    TRY(studymap_q_plan_of(rq->db, rq->me, term.id, &plan));
    if (plan)
        TRY(studymap_items_read(rq->db, plan->id, &items));
    TRY(studymap_q_waits_sum(rq->db, rq->me, term.id, (instant){rq->now.v - DAYS(7)}, &sum));
    struct studymap_card_view view = {
        .term = url_seg(rq->arena, term.code),
        .term_name = term.name,
        .window = studymap_window_words(rq, &window),
        .n = (int64_t)items.n,
        .open = window.state == RECORDS_WINDOW_OPEN,
        .waits = sum.waits,
        .moved = sum.moved,
        .armed = plan && plan->armed_at.v != 0 && window.state == RECORDS_WINDOW_FUTURE,
    };
    return studymap_v_card(rq->out, &view);
}

err studymap_deadlines(struct rq *rq, struct deadlines *ret)
{
    struct records_term term = {};
    struct records_window window = {};
    struct studymap_plan *plan = NULL;
    int64_t planned = 0;

    if (!studies(rq))
        return OK;
    err e = records_term_to_plan(rq->db, rq->lang, &term);
    if (e == ERR_NOT_FOUND)
        return OK;
    TRY(e);
    TRY(records_window_for(rq->db, rq->me, term.id, &window));
    TRY(studymap_q_plan_of(rq->db, rq->me, term.id, &plan));
    bool future = window.state == RECORDS_WINDOW_FUTURE;
    if (!future && window.state != RECORDS_WINDOW_OPEN)
        return OK;
    ret->v = ARENA_NEW(rq->arena, struct deadline);
    ret->n = 1;
    if (!future)
        TRY(studymap_q_planned_in(rq->db, rq->me, term.id, &planned));
    ret->v[0] = (struct deadline){
        .at = future ? window.opens : window.closes,
        .text = future && plan && plan->armed_at.v != 0
                    ? say(rq, "Enrolment for %s opens: your plan is submitted for you", term.name)
                : future  ? say(rq, "Enrolment for %s opens", term.name)
                : planned ? say(rq, "Your plan for %s is not submitted: enrolment closes", term.name)
                          : say(rq, "Enrolment for %s closes", term.name),
        .path = arena_printf(rq->arena, "/plan/%s", url_seg(rq->arena, term.code)),
    };
    return OK;
}

err studymap_export_plans(struct db *db, person_id who, struct json_out *j)
{
    struct studymap_export_item_list items = {};

    TRY(studymap_q_export_items(db, who, &items));
    json_array(j, "plans");
    for (size_t i = 0; i < items.n; i++) {
        json_object(j, NULL);
        json_str(j, "term", items.v[i].term);
        json_str(j, "choice", items.v[i].label);
        json_str(j, "at", instant_iso(db_arena(db), items.v[i].at));
        json_end(j, '}');
    }
    json_end(j, ']');
    return OK;
}

static err receipt_export(struct db *db, const struct studymap_export_receipt *r,
                          struct json_out *j)
{
    struct studymap_lines lines = {};

    TRY(studymap_lines_read(db_arena(db), r->lines, &lines));
    for (size_t i = 0; i < lines.n; i++) {
        const struct studymap_line *l = &lines.v[i];
        json_object(j, NULL);
        json_str(j, "number", r->number);
        json_str(j, "kind", r->kind);
        if (!str_empty(r->because))
            json_str(j, "because", r->because);
        json_str(j, "at", instant_iso(db_arena(db), r->at));
        json_int(j, "position", (int64_t)i + 1);
        json_str(j, "course", l->code);
        json_str(j, "name", l->name);
        json_str(j, "group", l->group);
        json_str(j, "outcome", studymap_outcome_word(l->outcome));
        json_str(j, "reason", studymap_reason_word(l->why.reason));
        json_end(j, '}');
    }
    return OK;
}

err studymap_export_receipts(struct db *db, person_id who, struct json_out *j)
{
    struct studymap_export_receipt_list list = {};

    TRY(studymap_q_export_receipts(db, who, &list));
    json_array(j, "receipts");
    for (size_t i = 0; i < list.n; i++)
        TRY(receipt_export(db, &list.v[i], j));
    json_end(j, ']');
    return OK;
}

err studymap_export_ticket(struct db *db, person_id who, struct json_out *j)
{
    struct studymap_ticket *t = NULL;
    struct studymap_kept_list kept = {};

    TRY(studymap_q_ticket_of(db, who, &t));
    TRY(studymap_q_kept_of(db, who, &kept));
    json_array(j, "waiting_room");
    for (size_t i = 0; t && i <= kept.n; i++) {
        json_object(j, NULL);
        json_str(j, "kind", i == 0 ? "ticket" : kept.v[i - 1].kind);
        json_str(j, "at", instant_iso(db_arena(db), i == 0 ? t->came : kept.v[i - 1].at));
        json_end(j, '}');
    }
    json_end(j, ']');
    return OK;
}

static void wrong_put(struct buf *out, const struct studymap_wrong_list *list, const char *what)
{
    for (size_t i = 0; i < list->n; i++)
        buf_printf(out, "studymap: %s %" PRId64 "\n", what, list->v[i].what);
}

/* Nobody who could have a free seat waits for it. */
static err check_waits(struct db *db, struct buf *out)
{
    const struct studymap_settings *settings =
        settings_of(app_settings(db_app(db)), &studymap_settings_group);
    struct records_seats_list all = {};

    TRY(records_waited_for(db, (section_id){0}, 10000, &all));
    for (size_t i = 0; i < all.n; i++) {
        int64_t n = 0;

        TRY(studymap_could_move(db, settings, all.v[i].section, &n));
        if (n > 0)
            buf_printf(out, "studymap: %" PRId64 " wait beside a free seat in section %" PRId64 "\n",
                       n, all.v[i].section.v);
    }
    return OK;
}

/* A draw has given these seats already, and is writing the places. */
static bool is_owed(const struct draw_owed_list *owed, const struct studymap_fault *f)
{
    for (size_t i = 0; i < owed->n; i++)
        if (owed->v[i].section.v == f->id.v)
            return f->taken == f->places + owed->v[i].places &&
                   f->waiting == f->waits + owed->v[i].waits &&
                   (f->unlimited || f->taken <= f->seats);
    return false;
}

static err check_counts(struct db *db, struct buf *out)
{
    struct studymap_fault_list taken = {};
    struct draw_owed_list owed = {};

    TRY(studymap_q_check_taken(db, &taken));
    if (taken.n > 0)
        TRY(draws_owed(db, &owed));
    for (size_t i = 0; i < taken.n; i++) {
        const struct studymap_fault *f = &taken.v[i];

        if (is_owed(&owed, f))
            continue;
        buf_printf(out,
                   "studymap: section %" PRId64 " counts %" PRId64 " places and %" PRId64
                   " waiting, has %" PRId64 " and %" PRId64 ", with %" PRId64 " seats%s\n",
                   f->id.v, f->taken, f->waiting, f->places, f->waits, f->seats,
                   f->unlimited ? " (unlimited)" : "");
    }
    return OK;
}

/* Queries of which no row may come. */
static const struct {
    err (*find)(struct db *db, struct studymap_wrong_list *ret);
    const char *what;
} faults[] = {
    {studymap_q_check_order,    "two have the same place on the wait-list of section"      },
    {studymap_q_check_due,      "nothing is on its way to ask those who wait in section"   },
    {studymap_q_check_numbers,  "receipts are not numbered without a hole in the year"     },
    {studymap_q_check_empty,    "no course stands on the receipt"                          },
    {studymap_q_check_requests, "another's receipt, or none, answers the request"          },
    {studymap_q_check_tickets,  "the waiting room is closed, and has a ticket of person"   },
    {studymap_q_check_inputs,   "it is not kept what was decided from on the receipt"      },
};

err studymap_check(struct db *db, struct buf *out)
{
    TRY(check_counts(db, out));
    for (size_t i = 0; i < COUNT(faults); i++) {
        struct studymap_wrong_list wrong = {};

        TRY(faults[i].find(db, &wrong));
        wrong_put(out, &wrong, faults[i].what);
    }
    TRY(draws_check(db, (term_id){0}, out));
    return check_waits(db, out);
}
