/* receipts.c: the numbered answers: their list, and each of them.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include "armed.h"
#include "hand.h"
#include "frozen.h"
#include "input.h"
#include "room.h"

#define PAGE 50 /* receipts of the list */

static const char *term_name(const struct records_terms *terms, term_id id)
{
    for (size_t i = 0; i < terms->n; i++) {
        if (terms->v[i].id.v == id.v)
            return terms->v[i].name;
    }
    return "";
}

/* What a receipt answers, in a few words. */
static struct msg what_words(const char *kind)
{
    static const struct {
        const char *kind;
        struct msg words;
    } all[] = {
        {"submit", _("You submitted your plan")},
        {"armed", _("Your armed plan was submitted in the draw")},
        {"swap", _("You asked for another place")},
        {"leave", _("You left a place")},
        {"moved", _("You moved up from the wait-list")},
        {"give", _("The student administration enrolled you")},
        {"end", _("The student administration ended a place of yours")},
    };

    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        if (str_eq(all[i].kind, kind))
            return all[i].words;
    }
    return all[0].words;
}

err studymap_receipts_get(struct rq *rq)
{
    struct studymap_receipt_sum_list list = {};
    struct records_terms terms = {};
    struct studymap_receipts_view view = {};
    instant before = {form_int_or(rq, "before", 1, INT64_MAX, 0)};
    receipt_id before_id = FORM_ID_OR_NONE(rq, receipt_id, "id");

    TRY(studymap_q_receipts_of(rq->db, rq->me, before, before_id, PAGE + 1, &list));
    if (list.n > PAGE) {
        list.n = PAGE;
        view.older = arena_printf(rq->arena, "/receipts?before=%lld&id=%lld", (long long)list.v[PAGE - 1].at.v,
                                  (long long)list.v[PAGE - 1].id.v);
    }
    TRY(records_terms(rq->db, rq->lang, &terms));
    view.v = ARENA_ARRAY(rq->arena, list.n, struct studymap_receipt_row);
    view.n = list.n;
    for (size_t i = 0; i < list.n; i++) {
        view.v[i] = (struct studymap_receipt_row){
            .number = list.v[i].number,
            .term = term_name(&terms, list.v[i].term),
            .at = list.v[i].at,
            .what = what_words(list.v[i].kind),
            .enrolled = list.v[i].enrolled,
            .waiting = list.v[i].waiting,
            .refused = list.v[i].refused,
        };
    }
    return studymap_v_receipts(rq->out, &view);
}

/* And what it means. */
static struct msg end_words(const char *kind, const struct studymap_lines *l)
{
    bool swap = str_eq(kind, "swap");

    if (swap && l->refused > 0)
        return _("You did not get it. Nothing is lost: your places are as they were.");
    if (swap && l->waiting > 0)
        return _("It is full. You wait for it, and keep what you have until you get it.");
    if (swap || str_eq(kind, "moved"))
        return l->n > 1 ? _("You have the new place, and what you gave for it has ended.")
                        : _("A seat came free, and it is yours.");
    if (str_eq(kind, "give"))
        return _("You have this place now.");
    if (str_eq(kind, "leave") || str_eq(kind, "end"))
        return _("What you left has ended; a seat goes to the first who waits.");
    return msg_none();
}

/* What she wanted first at each line, and what she has now. */
struct firsts {
    struct records_sections found;
    section_id *of; /* by line; zero: not known */
    struct records_window window;
    struct records_places places;
};

static const struct records_section *first_of(const struct firsts *f, size_t line)
{
    for (size_t i = 0; f->of && i < f->found.n; i++)
        if (f->found.v[i].id.v == f->of[line].v)
            return &f->found.v[i];
    return NULL;
}

/* By what the decision was made from: a plan's choices … */
static bool firsts_of_plan(struct rq *rq, const struct studymap_receipt *r, const struct studymap_lines *l,
                           section_id *ret)
{
    struct studymap_input in = {};

    if (studymap_input_read(rq->arena, r->input, &in) != OK || in.n_wishes != l->n)
        return false;
    for (size_t i = 0; i < l->n; i++)
        if ((size_t)l->v[i].option <= in.wishes[i].options.n)
            ret[i] = in.wishes[i].options.v[0];
    return true;
}

/* … or those of the plan as it was in a draw. */
static err firsts_of_draw(struct rq *rq, const struct studymap_receipt *r, const struct studymap_lines *l,
                          section_id *ret, bool *ret_known)
{
    struct studymap_entry_text *entry = NULL;
    struct frozen_plan plan = {};

    *ret_known = false;
    TRY(studymap_q_entry_choices(rq->db, r->draw, rq->me, &entry));
    if (!entry || frozen_read(rq->arena, entry->choices, entry->has, &plan) != OK || plan.n != l->n)
        return OK;
    for (size_t i = 0; i < l->n; i++)
        if ((size_t)l->v[i].option <= plan.choices[i].n)
            ret[i] = plan.choices[i].v[0].section;
    *ret_known = true;
    return OK;
}

/* Only a receipt on which an alternative stands needs them. */
static err firsts_read(struct rq *rq, const struct studymap_receipt *r, const struct studymap_lines *lines,
                       struct firsts *ret)
{
    section_id *ids = ARENA_ARRAY(rq->arena, lines->n, section_id), *of = ARENA_ARRAY(rq->arena, lines->n, section_id);
    bool known = false;
    size_t n = 0;

    for (size_t i = 0; i < lines->n; i++)
        n += lines->v[i].option > 1;
    if (n == 0)
        return OK;
    if (r->draw.v)
        TRY(firsts_of_draw(rq, r, lines, of, &known));
    else
        known = firsts_of_plan(rq, r, lines, of);
    if (!known)
        return OK;
    n = 0;
    ret->of = ARENA_ARRAY(rq->arena, lines->n, section_id);
    for (size_t i = 0; i < lines->n; i++)
        if (lines->v[i].option > 1 && of[i].v)
            ids[n++] = ret->of[i] = of[i];
    if (n == 0)
        return OK;
    TRY(records_window_for(rq->db, rq->me, r->term, &ret->window));
    TRY(records_places_of(rq->db, rq->me, r->term, &ret->places));
    return records_sections_by_id(rq->db, ids, n, &ret->found);
}

/* She got another group or course: she may go on waiting for the first, and keeps what she has. */
static void may_wait(struct rq *rq, const struct firsts *f, const struct studymap_line *l,
                     const struct records_section *first, struct studymap_result *r, const char *term)
{
    bool has = false;

    for (size_t i = 0; i < f->places.n; i++) {
        const struct records_place *p = &f->places.v[i];

        if (p->waiting_at > 0 && p->section.offering.v == first->offering.v)
            return;
        has = has || (p->waiting_at == 0 && p->section.offering.v == l->offering.v &&
                      str_eq(p->section.code, l->group));
    }
    if (!has || l->outcome != STUDYMAP_ENROLLED || f->window.state != RECORDS_WINDOW_OPEN ||
        !studymap_settings_of(rq)->wait_lists)
        return;
    r->wait = say(rq, "Wait for %s, group %s, and keep this until you get it", first->course_code,
                  first->code);
    r->wait_href = arena_printf(rq->arena, "/plan/%s/groups/%lld?instead=%lld", url_seg(rq->arena, term),
                                (long long)first->offering.v, (long long)l->offering.v);
}

static const char *option_words(struct rq *rq, const struct studymap_line *l,
                                const struct records_section *first)
{
    bool refused = l->outcome == STUDYMAP_REFUSED;

    if (l->option < 2)
        return NULL;
    if (l->option > 2 && first && l->outcome == STUDYMAP_ENROLLED)
        return say(rq, "This is option %d: the first, %s group %s, and what came after it were full. You do not wait for them.",
                   (int)l->option, first->course_code, first->code);
    if (first && refused)
        return say(rq, "It was option %d: the first, %s group %s, was full.", (int)l->option, first->course_code,
                   first->code);
    if (l->option == 2 && first && l->outcome == STUDYMAP_ENROLLED)
        return say(rq, "This is your second option: the first, %s group %s, was full. You do not wait for it.",
                   first->course_code, first->code);
    if (l->option == 2)
        return refused ? say(rq, "It was your second option: the first was full.")
                       : say(rq, "This is your second option: the first was full.");
    return refused ? say(rq, "It was option %d: those before it were full.", (int)l->option)
                   : say(rq, "This is option %d: those before it were full.", (int)l->option);
}

/* "Place 12 of 480 in the order": of those who had a turn at this rank. */
static const char *turn_words(struct rq *rq, const struct studymap_line *l, int64_t of)
{
    if (l->turn == 0)
        return NULL;
    return say(rq, "Place %lld of %lld in the order", (long long)l->turn, (long long)of);
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
    struct firsts firsts = {};
    struct studymap_input in = {};

    TRY(studymap_q_receipt_of_number(rq->db, rq->me, path_text(rq, "number"), &receipt));
    if (!receipt)
        return ERR_NOT_FOUND;
    TRY(studymap_lines_read(rq->arena, receipt->lines, &lines));
    TRY(records_term_of_id(rq->db, rq->lang, receipt->term, &term));
    TRY(firsts_read(rq, receipt, &lines, &firsts));
    TRY(studymap_drawn_read(rq, receipt, &view.drawn));
    view.results.v = ARENA_ARRAY(rq->arena, lines.n, struct studymap_result);
    view.results.n = lines.n;
    for (size_t i = 0; i < lines.n; i++) {
        struct studymap_result *r = &view.results.v[i];
        const struct records_section *first = first_of(&firsts, i);

        *r = result_of(rq, &lines.v[i]);
        r->option = option_words(rq, &lines.v[i], first);
        if (first)
            may_wait(rq, &firsts, &lines.v[i], first, r, term.code);
        r->turn = i < view.drawn.turns.n ? turn_words(rq, &lines.v[i], view.drawn.turns.v[i]) : NULL;
        view.credits += r->enrolled ? r->credits : 0;
        view.n_refused += r->reason != NULL;
    }
    TRY(room_others_wait(rq, &view.others_wait));
    view.what = what_words(receipt->kind);
    view.end = end_words(receipt->kind, &lines);
    view.because = receipt->because;
    if (studymap_input_read(rq->arena, receipt->input, &in) == OK)
        view.overruled = over_words(rq, (unsigned)in.over);
    view.title = say(rq, "Receipt %s", receipt->number);
    view.number = receipt->number;
    view.at = receipt->at;
    view.term = url_seg(rq->arena, term.code);
    view.term_name = term.name;
    view.person = rq_person(rq)->name;
    view.login = rq_person(rq)->login;
    return studymap_v_receipt(rq->out, &view);
}
