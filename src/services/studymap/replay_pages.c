/* replay_pages.c: the decisions of a term for those who answer for them: the proof that each follows, one of
   them explained, and all of them as a file. SPDX-License-Identifier: AGPL-3.0-or-later */
#include "audit.h"
#include "csv.h"
#include "decision.h"
#include "hand.h"
#include "identity.h"
#include "json.h"
#include "replay.h"
#include "replay_run.h"
#include "stream.h"

#define PAGE 300

/* --- The proof ----------------------------------------------------------------------------------- */

static err term_of(struct rq *rq, const struct records_terms *all, struct records_term *ret)
{
    for (size_t i = 0; i < all->n; i++)
        if (str_eq(all->v[i].code, form_typed(rq, "term"))) {
            *ret = all->v[i];
            return OK;
        }
    return records_term_to_plan(rq->db, rq->lang, ret);
}

/* The slow part, on a worker: a whole term in memory of its own. */
err studymap_replay_prepare(struct rq *rq)
{
    struct replay_found *found = ARENA_NEW(rq->arena, struct replay_found);
    struct records_term term = {};

    TRY(may_all(rq));
    err e = records_term_of_code(rq->db, rq->lang, form_text(rq, "term", 1, 20), &term);
    if (e == ERR_NOT_FOUND)
        return fail(rq, e, "There is no such term.");
    TRY(e);
    TRY(replay_run(rq->db, &term, rq->arena, found));
    rq->prepared = found;
    return OK;
}

err studymap_replay_post(struct rq *rq)
{
    const struct replay_found *found = rq->prepared;

    TRY(may_all(rq));
    TRY(replay_keep(rq->db, found));
    TRY(audit_rq(rq, "studymap.replayed", "term", found->term.id.v,
                 arena_printf(rq->arena, "{\"decisions\":%lld,\"faults\":%lld}",
                              (long long)found->decisions, (long long)found->faults)));
    return see_other(rq, "/admin/decisions?term=%s", url_seg(rq->arena, found->term.code));
}

/* --- All of them as a file ------------------------------------------------------------------------ */

struct decisions_page {
    term_id term;
    bool begun;
    char after[32];
};

static void line_put(struct buf *out, const struct studymap_decision_row *r,
                     const struct studymap_line *l, struct arena *a)
{
    csv_put(out, r->number, true);
    csv_put(out, instant_iso(a, r->at), false);
    csv_put(out, r->kind, false);
    csv_put(out, r->login, false);
    csv_put(out, r->name, false);
    csv_put(out, l->code, false);
    csv_put(out, l->name, false);
    csv_put(out, l->group, false);
    csv_put(out, studymap_outcome_word(l->outcome), false);
    buf_printf(out, ",%lld", (long long)l->option);
    csv_put(out,
            l->outcome == STUDYMAP_WAITING ? arena_printf(a, "%lld", (long long)l->waiting_at) : "",
            false);
    csv_put(out, studymap_reason_word(l->why.reason), false);
    buf_putc(out, '\n');
}

static err decisions_next(struct db *db, void *ctx, struct buf *out, bool *ret_more)
{
    struct studymap_decision_row_list rows = {};
    struct decisions_page *p = ctx;

    TRY(studymap_q_decisions_of(db, p->term, p->after, PAGE, &rows));
    if (!p->begun)
        buf_puts(out, CSV_UTF8 "number,at,kind,login,person,course,name,group,outcome,option,place_on_wait_list,reason\n");
    p->begun = true;
    for (size_t i = 0; i < rows.n; i++) {
        struct studymap_lines lines = {};

        TRY(studymap_lines_read(db_arena(db), rows.v[i].lines, &lines));
        for (size_t k = 0; k < lines.n; k++)
            line_put(out, &rows.v[i], &lines.v[k], db_arena(db));
        snprintf(p->after, sizeof p->after, "%s", rows.v[i].number);
    }
    *ret_more = rows.n == PAGE;
    return OK;
}

err studymap_decisions_csv_get(struct rq *rq)
{
    static const struct stream_kind kind = {.name = "decisions-export"};
    struct decisions_page first = {};
    struct records_terms all = {};
    struct records_term term = {};

    TRY(may_all(rq));
    TRY(records_terms(rq->db, rq->lang, &all));
    TRY(term_of(rq, &all, &term));
    first.term = term.id;
    looked_at(rq, "studymap.decisions_exported", "term", term.id.v);
    return stream_download(
        rq, &(struct stream_pages){.kind = &kind,
                                   .type = "text/csv; charset=utf-8",
                                   .filename = arena_printf(rq->arena, "decisions %s.csv", term.code),
                                   .page = decisions_next,
                                   .ctx = &first,
                                   .ctx_n = sizeof first});
}

/* --- One of them explained ------------------------------------------------------------------------- */

static const char *group_words(struct rq *rq, const struct records_section *s)
{
    return s ? say(rq, "%s, group %s", s->course_name, s->code) : say(rq, "a group that is gone");
}

static void held_in(struct rq *rq, const struct replay_moment *m, struct studymap_decision_view *view)
{
    const struct rg_person *p = rg_person(m->g, m->receipt.person);

    view->held.v = ARENA_ARRAY(rq->arena, p->n, const char *);
    for (size_t i = 0; i < p->n; i++) {
        const struct rg_hold *h = &p->v[i];
        const char *group = group_words(rq, records_sheet_section(m->sheet, h->section));

        view->held.v[view->held.n++] = h->waits ? say(rq, "On the wait-list: %s", group) : group;
    }
}

static struct decision_seats seats_then(const struct replay_moment *m, struct rg_section *s)
{
    const struct studymap_input *in = &m->receipt.in;

    return (struct decision_seats){
        .seats = s->seats,
        .taken = s->taken,
        .kept = rg_kept(s),
        .waited = (int64_t)s->n_waiters,
        .known = true,
        .open = rg_free(s) > 0 || rg_reserve_for(s, &in->programmes, m->receipt.at) != NULL,
    };
}

/* Each rule alone: what it says of the section beside what is held. */
static void rules_in(struct rq *rq, const struct replay_moment *m, const struct studymap_held *held,
                     const struct records_section *s, struct studymap_option_line *o)
{
    const struct studymap_input *in = &m->receipt.in;
    struct decision_seats seats = seats_then(m, rg_section(m->g, s->id));
    struct records_check check = {.ready = RECORDS_READY};

    if (in->known && !str_empty(s->rule))
        check = records_prereq_check(rq->arena, s->rule, s->course, in->known);
    decision_rules_in(rq,
                      &(struct decision_rules){
                          .held = held,
                          .section = s,
                          .credits_most = in->settings.credits_most,
                          .clashes_allowed = in->settings.clashes_allowed,
                          .rule = s->rule,
                          .lacks = check.ready == RECORDS_NOT_READY ? check.lacks : NULL,
                          .known = true,
                      },
                      &seats, o);
}

static struct studymap_held held_then(struct rq *rq, const struct replay_moment *m, offering_id without)
{
    const struct rg_person *p = rg_person(m->g, m->receipt.person);
    struct studymap_held held = {
        .v = ARENA_ARRAY(rq->arena, p->n + STUDYMAP_MOST, const struct records_section *)};

    for (size_t i = 0; i < p->n; i++) {
        const struct records_section *s = records_sheet_section(m->sheet, p->v[i].section);

        if (s && p->v[i].offering.v != without.v)
            studymap_hold(&held, s);
    }
    return held;
}

static void option_add(struct rq *rq, const struct replay_moment *m, const struct studymap_held *held,
                       section_id id, struct studymap_wish_line *w)
{
    const struct records_section *s = records_sheet_section(m->sheet, id);
    struct studymap_option_line *o = &w->options.v[w->options.n++];

    *o = (struct studymap_option_line){.course = s ? s->course_name : say(rq, "a group that is gone"),
                                       .group = s ? s->code : ""};
    if (s)
        rules_in(rq, m, held, s, o);
}

/* A plan: each choice judged after those before it that came to something. */
static void wishes_in(struct rq *rq, const struct replay_moment *m, struct studymap_decision_view *view)
{
    const struct studymap_input *in = &m->receipt.in;
    struct studymap_held held = held_then(rq, m, (offering_id){});

    view->wishes.v = ARENA_ARRAY(rq->arena, in->n_wishes, struct studymap_wish_line);
    for (size_t i = 0; i < in->n_wishes; i++) {
        struct studymap_wish_line *w = &view->wishes.v[view->wishes.n++];
        const struct studymap_options *o = &in->wishes[i].options;

        w->title = say(rq, "Choice %d", (int)i + 1);
        w->options.v = ARENA_ARRAY(rq->arena, o->n, struct studymap_option_line);
        for (size_t k = 0; k < o->n; k++)
            option_add(rq, m, &held, o->v[k], w);
        if (i < m->receipt.says.n && m->receipt.says.v[i].outcome != STUDYMAP_REFUSED) {
            const struct records_section *s = rd_section(m->sheet, &m->receipt.says.v[i]);

            if (s)
                studymap_hold(&held, s);
        }
    }
}

/* A swap, or moving up: one section beside what stays. */
static void wanted_in(struct rq *rq, const struct replay_moment *m, struct studymap_decision_view *view)
{
    const struct rg_person *p = rg_person(m->g, m->receipt.person);
    const struct records_section *s = records_sheet_section(m->sheet, m->receipt.in.section);
    const struct rg_hold *w = s ? rg_hold(p, s->offering, true) : NULL;
    struct studymap_held held = held_then(rq, m, w ? s->offering : m->receipt.in.offering);

    view->wishes.v = ARENA_ARRAY(rq->arena, 1, struct studymap_wish_line);
    view->wishes.v[view->wishes.n++] = (struct studymap_wish_line){
        .options = {ARENA_ARRAY(rq->arena, 1, struct studymap_option_line), 0}};
    option_add(rq, m, &held, m->receipt.in.section, &view->wishes.v[0]);
}

static const char *answer_words(struct rq *rq, const struct studymap_line *l)
{
    const char *group = str_empty(l->group) ? l->name : say(rq, "%s, group %s", l->name, l->group);

    switch (l->outcome) {
    case STUDYMAP_ENROLLED:
        return say(rq, "%s: enrolled", group);
    case STUDYMAP_WAITING:
        return say(rq, "%s: on the wait-list at place %lld", group, (long long)l->waiting_at);
    case STUDYMAP_LEFT:
        return say(rq, "%s: ended", group);
    case STUDYMAP_REFUSED:
        break;
    }
    return say(rq, "%s: refused. %s", group, studymap_why_words(rq, l->name, &l->why));
}

static err explain(struct rq *rq, const struct studymap_receipt_any *r,
                   struct studymap_decision_view *view)
{
    struct replay_moment m = {};
    err e = studymap_replay_until(rq->db, r->term, r->number, &m);

    if (e == ERR_NOT_FOUND)
        return OK;
    TRY(e);
    view->remade = true;
    view->why = m.why;
    held_in(rq, &m, view);
    if (m.draw.v)
        return decision_drawn_in(rq, &m, view);
    if (m.receipt.in.n_wishes)
        wishes_in(rq, &m, view);
    else if (m.receipt.in.section.v)
        wanted_in(rq, &m, view);
    return OK;
}

static bool rq_runs_all(const struct rq *rq)
{
    const struct person *me = rq_person(rq);

    return me && may_in(me->roles, me->n_roles, MAY_MANAGE_CATALOGUE, 0);
}

/* Who did it, why, and what was overruled. */
static err by_hand_in(struct rq *rq, const struct studymap_receipt_any *r, struct studymap_decision_view *view)
{
    struct studymap_input in = {};
    struct identity_info by = {};

    if (!r->acted_by.v)
        return OK;
    TRY(identity_by_id(rq->db, r->acted_by, &by));
    view->acted_by = by.name;
    view->because = r->because;
    if (studymap_input_read(rq->arena, r->input, &in) == OK)
        view->overruled = over_words(rq, (unsigned)in.over);
    return OK;
}

err studymap_decision_get(struct rq *rq)
{
    struct studymap_receipt_any *r = NULL;
    struct studymap_lines lines = {};
    struct studymap_decision_view view = {};
    struct identity_info who = {};
    struct records_term term = {};

    TRY(studymap_q_receipt_any(rq->db, path_text(rq, "number"), &r));
    if (!r)
        return fail(rq, ERR_NOT_FOUND, "There is no decision with this number.");
    TRY(may_advise(rq, r->person));
    TRY(identity_by_id(rq->db, r->person, &who));
    TRY(records_term_of_id(rq->db, rq->lang, r->term, &term));
    TRY(studymap_lines_read(rq->arena, r->lines, &lines));
    view.title = say(rq, "Decision %s", r->number);
    view.number = r->number;
    view.person = who.name;
    view.login = who.login;
    view.term_name = term.name;
    view.student_href = arena_printf(rq->arena, "/admin/students/%lld?term=%s", (long long)r->person.v,
                                     url_seg(rq->arena, term.code));
    view.back = rq_runs_all(rq) ? arena_printf(rq->arena, "/admin/decisions?term=%s",
                                               url_seg(rq->arena, term.code))
                                : NULL;
    if (r->draw.v)
        view.draw_href = arena_printf(rq->arena, "/draws/%lld", (long long)r->draw.v);
    view.draw = r->draw.v;
    TRY(by_hand_in(rq, r, &view));
    view.kind = kind_words(r->kind);
    view.at = r->at;
    view.answers.v = ARENA_ARRAY(rq->arena, lines.n, const char *);
    for (size_t i = 0; i < lines.n; i++)
        view.answers.v[view.answers.n++] = answer_words(rq, &lines.v[i]);
    TRY(explain(rq, r, &view));
    looked_at(rq, "studymap.decision_looked_at", "receipt", r->id.v);
    return studymap_v_decision(rq->out, &view);
}
