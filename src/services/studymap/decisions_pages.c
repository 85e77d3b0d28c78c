/* decisions_pages.c: all decisions of a term, found by student, course, kind and day.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include "hand.h"
#include "identity.h"
#include "records_seats.h"
#include "replay_run.h"

#define PAGE 50

static err term_of(struct rq *rq, const struct records_terms *all, struct records_term *ret)
{
    for (size_t i = 0; i < all->n; i++)
        if (str_eq(all->v[i].code, form_typed(rq, "term"))) {
            *ret = all->v[i];
            return OK;
        }
    return records_term_to_plan(rq->db, rq->lang, ret);
}

static void last_in(struct rq *rq, const struct studymap_replay_row *last,
                    struct studymap_decisions_view *view)
{
    if (!last)
        return;
    view->replayed = true;
    view->at = last->at;
    view->decisions = last->decisions - view->drawn;
    view->changes = last->changes;
    view->faults = last->faults;
    view->milliseconds = last->milliseconds;
    view->first_wrong = last->first_wrong;
    if (!str_empty(last->body))
        view->told = str_split(rq->arena, last->body, '\n');
}

/* --- One line ------------------------------------------------------------------------------------- */

static const char *line_words(struct rq *rq, const struct studymap_line *l)
{
    const char *what = str_empty(l->code) ? l->name
                                          : arena_printf(rq->arena, "%s %s", l->code, l->group);

    switch (l->outcome) {
    case STUDYMAP_ENROLLED:
        return say(rq, "%s: enrolled", what);
    case STUDYMAP_WAITING:
        return say(rq, "%s: on the wait-list at place %lld", what, (long long)l->waiting_at);
    case STUDYMAP_LEFT:
        return say(rq, "%s: ended", what);
    case STUDYMAP_REFUSED:
        break;
    }
    return say(rq, "%s: refused", what);
}

struct studymap_decided_line decided_line(struct rq *rq, const struct studymap_decision_sum *r)
{
    struct studymap_decided_line line = {
        .number = r->number,
        .href = arena_printf(rq->arena, "/admin/decisions/%s", url_seg(rq->arena, r->number)),
        .student = r->name,
        .student_href = arena_printf(rq->arena, "/admin/students/%lld", (long long)r->person.v),
        .login = r->login,
        .what = kind_words(r->kind),
        .at = r->at,
    };
    struct studymap_lines lines = {};

    if (studymap_lines_read(rq->arena, r->lines, &lines) != OK)
        return line; /* a replay tells of it */
    line.answers.v = ARENA_ARRAY(rq->arena, lines.n, const char *);
    for (size_t i = 0; i < lines.n; i++)
        line.answers.v[line.answers.n++] = line_words(rq, &lines.v[i]);
    return line;
}

/* --- What is looked for ---------------------------------------------------------------------------- */

struct wanted {
    const char *kind, *mark; /* NULL: any */
    person_id person;
    instant since, upto, before;
    receipt_id before_id;
};

static const char *const kinds[] = {"submit", "armed", "swap", "leave", "moved", "give", "end"};
#define KINDS (sizeof kinds / sizeof *kinds)

static err student_asked(struct rq *rq, struct studymap_decisions_view *view, struct wanted *w)
{
    const char *typed = form_text(rq, "student", 0, 80);
    struct identity_info who = {};

    if (str_empty(typed) || form_error_of(rq, "student"))
        return OK;
    err e = identity_by_name(rq->db, typed, &who);
    if (e == ERR_NOT_FOUND) {
        form_error(rq, "student", "Nobody has this user name.");
        return OK;
    }
    TRY(e);
    w->person = who.id;
    view->student = who.name;
    view->login = who.login;
    view->student_href = arena_printf(rq->arena, "/admin/students/%lld?term=%s", (long long)who.id.v,
                                      view->term);
    looked_at(rq, "studymap.decisions_looked_at", "person", who.id.v);
    return OK;
}

/* What stands in the lines of a receipt about an offering of this course. */
static err course_asked(struct rq *rq, term_id term, struct wanted *w)
{
    const char *typed = form_text(rq, "course", 0, 40);
    const struct records_sheet *sheet = NULL;
    offering_id found = {};

    if (str_empty(typed) || form_error_of(rq, "course"))
        return OK;
    TRY(records_sheet_get(rq->db, term, &sheet));
    for (size_t i = 0; i < sheet->n && !found.v; i++)
        if (studymap_names(rq->arena, typed, sheet->v[i].course_code))
            found = sheet->v[i].offering;
    if (!found.v)
        form_error(rq, "course", "No course with this code is offered in this term.");
    w->mark = arena_printf(rq->arena, "\"offering\":\"%lld\"", (long long)found.v);
    return OK;
}

static void days_asked(struct rq *rq, struct wanted *w)
{
    day from = str_empty(form_typed(rq, "from")) ? (day){} : form_day(rq, "from");
    day to = str_empty(form_typed(rq, "to")) ? (day){} : form_day(rq, "to");

    if (from.v)
        w->since = instant_of(from, (minute){0});
    if (to.v)
        w->upto = instant_of(day_add(to, 1), (minute){0});
    if (from.v && to.v && to.v < from.v)
        form_error(rq, "to", "This day is before the first.");
}

static err wanted_read(struct rq *rq, term_id term, struct studymap_decisions_view *view, struct wanted *w)
{
    view->kinds.v = ARENA_ARRAY(rq->arena, KINDS, struct studymap_kind_choice);
    for (size_t i = 0; i < KINDS; i++) {
        bool chosen = str_eq(form_typed(rq, "kind"), kinds[i]);

        view->kinds.v[view->kinds.n++] =
            (struct studymap_kind_choice){kinds[i], kind_words(kinds[i]), chosen};
        if (chosen)
            w->kind = kinds[i];
    }
    TRY(student_asked(rq, view, w));
    TRY(course_asked(rq, term, w));
    days_asked(rq, w);
    w->before = (instant){form_int_or(rq, "before", 1, INT64_MAX, 0)};
    w->before_id = FORM_ID_OR_NONE(rq, receipt_id, "id");
    view->filtered = w->kind || w->person.v || w->mark || w->since.v || w->upto.v;
    return OK;
}

static const char *older(struct rq *rq, const struct studymap_decisions_view *view,
                         const struct studymap_decision_sum *last)
{
    struct arena *a = rq->arena;

    return arena_printf(a, "/admin/decisions?term=%s&student=%s&course=%s&kind=%s&from=%s&to=%s&before=%lld&id=%lld#found",
                        view->term, url_seg(a, form_typed(rq, "student")), url_seg(a, form_typed(rq, "course")),
                        url_seg(a, form_typed(rq, "kind")), url_seg(a, form_typed(rq, "from")),
                        url_seg(a, form_typed(rq, "to")), (long long)last->at.v, (long long)last->id.v);
}

static err list_in(struct rq *rq, term_id term, struct studymap_decisions_view *view)
{
    struct studymap_decision_sum_list rows = {};
    struct wanted w = {};

    TRY(wanted_read(rq, term, view, &w));
    if (form_bad(rq))
        return OK;
    TRY(studymap_q_decisions_page(rq->db, term, w.kind, w.person, w.mark, w.since, w.upto, w.before,
                                  w.before_id, PAGE + 1, &rows));
    view->decided.v = ARENA_ARRAY(rq->arena, rows.n, struct studymap_decided_line);
    for (size_t i = 0; i < rows.n && i < PAGE; i++)
        view->decided.v[view->decided.n++] = decided_line(rq, &rows.v[i]);
    if (rows.n > PAGE)
        view->older = older(rq, view, &rows.v[PAGE - 1]);
    return OK;
}

/* The number that was typed: *ret_to leads to its decision, or the field says what is wrong. */
static err number_asked(struct rq *rq, const char **ret_to)
{
    const char *number = form_text(rq, "number", 1, 20);
    struct studymap_receipt_any *r = NULL;

    if (form_bad(rq))
        return OK;
    TRY(studymap_q_receipt_any(rq->db, number, &r));
    if (r)
        *ret_to = arena_printf(rq->arena, "/admin/decisions/%s", url_seg(rq->arena, number));
    else
        form_error(rq, "number", "There is no decision with this number.");
    return OK;
}

static void tabs_in(struct rq *rq, const struct records_terms *all, term_id now,
                    struct studymap_decisions_view *view)
{
    view->terms = (struct tabs){ARENA_ARRAY(rq->arena, all->n, struct tab), all->n};
    for (size_t i = 0; i < all->n; i++)
        view->terms.v[i] = (struct tab){all->v[i].name,
                                        arena_printf(rq->arena, "/admin/decisions?term=%s",
                                                     url_seg(rq->arena, all->v[i].code)),
                                        all->v[i].id.v == now.v};
}

err studymap_decisions_get(struct rq *rq)
{
    struct studymap_decisions_view view = {};
    const char *to = NULL;
    struct studymap_replay_row *last = NULL;
    struct records_terms all = {};
    struct records_term term = {};

    TRY(may_all(rq));
    if (form_has(rq, "number"))
        TRY(number_asked(rq, &to));
    if (to)
        return see_other(rq, "%s", to);
    TRY(records_terms(rq->db, rq->lang, &all));
    err e = term_of(rq, &all, &term);
    if (e == ERR_NOT_FOUND)
        return studymap_v_decisions(rq->out, &view);
    TRY(e);
    tabs_in(rq, &all, term.id, &view);
    view.term = url_seg(rq->arena, term.code);
    view.term_name = term.name;
    TRY(list_in(rq, term.id, &view));
    if (form_bad(rq))
        reply_status(rq, 422);
    TRY(studymap_q_receipts_in(rq->db, term.id, &view.receipts));
    TRY(studymap_q_replay_last(rq->db, term.id, &last));
    if (last)
        TRY(studymap_q_receipts_drawn(rq->db, term.id, last->at, &view.drawn));
    last_in(rq, last, &view);
    return studymap_v_decisions(rq->out, &view);
}
