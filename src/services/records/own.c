/* own.c: one's own record, one's teaching, and what the home page shows of them.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include "csv.h"
#include "inside.h"
#include "json.h"
#include "records_q.h"
#include "records_v.h"
#include "show.h"

static void history_add(struct rq *rq, struct records_record_view *view,
                        const struct records_r_history *r, struct records_history_line *line)
{
    struct records_history_part *part =
        view->terms.n > 0 ? &view->terms.v[view->terms.n - 1] : NULL;

    if (part == NULL || !str_eq(part->term, r->term_name)) {
        part = &view->terms.v[view->terms.n++];
        *part = (struct records_history_part){.term = r->term_name, .v = line};
    }
    *line = (struct records_history_line){
        .code = r->code,
        .name = r->name,
        .href = arena_printf(rq->arena, "%s?term=%s", course_path(rq->arena, r->code),
                             url_seg(rq->arena, r->term)),
        .section = r->section,
        .credits = r->credits,
        .waiting = r->waiting_order > 0,
        .at = r->at,
    };
    part->n++;
    part->credits += r->waiting_order > 0 ? 0 : r->credits;
}

err records_record_get(struct rq *rq)
{
    struct records_r_history_list rows;
    struct records_history_line *lines;
    struct records_record_view view = {0};

    TRY(records_studies_of(rq->db, rq->lang, rq->me, &view.studies));
    TRY(records_q_enrolments_of(rq->db, rq->me, rq->lang == LANG_NL, &rows));
    lines = ARENA_ARRAY(rq->arena, rows.n, struct records_history_line);
    view.terms.v = ARENA_ARRAY(rq->arena, rows.n, struct records_history_part);
    for (size_t i = 0; i < rows.n; i++)
        history_add(rq, &view, &rows.v[i], &lines[i]);
    TRY(show_results(rq, &view.results));
    for (size_t i = 0; i < view.results.n; i++)
        view.credits += view.results.v[i].credits;
    return records_v_record(rq->out, &view);
}

/* Her places of a term, summed up; a term without any is left out unless it is the one to plan. */
static err card_add(struct rq *rq, const struct records_term *term, bool always,
                    struct records_card_view *view)
{
    struct records_card_term t = {.name = term->name};
    struct records_places places;

    TRY(records_places_of(rq->db, rq->me, term->id, &places));
    for (size_t i = 0; i < places.n; i++) {
        bool waits = places.v[i].waiting_at > 0;

        t.placed += !waits;
        t.waiting += waits;
        t.credits += waits ? 0 : places.v[i].section.credits;
    }
    if (always || places.n > 0)
        view->v[view->n++] = t;
    return OK;
}

/* The term that is now, and the one to plan. */
err records_card(struct rq *rq)
{
    struct records_card_view view = {.v = ARENA_ARRAY(rq->arena, 2, struct records_card_term)};
    struct records_term term, now;
    err e = records_term_to_plan(rq->db, rq->lang, &term);

    if (!show_may(rq, MAY_STUDY) || e == ERR_NOT_FOUND)
        return OK;
    TRY(e);
    e = records_term_now(rq->db, rq->lang, &now);
    if (e != OK && e != ERR_NOT_FOUND)
        return e;
    if (e == OK && now.id.v != term.id.v)
        TRY(card_add(rq, &now, false, &view));
    TRY(card_add(rq, &term, true, &view));
    TRY(records_window_for(rq->db, rq->me, term.id, &view.window));
    view.term_name = term.name;
    return records_v_card(rq->out, &view);
}

static struct records_taught_line taught_line(const struct records_r_taught *r)
{
    return (struct records_taught_line){r->id, r->code, r->name, r->term_name, r->taken, r->waiting};
}

static err taught(struct rq *rq, struct records_teaching_view *ret)
{
    struct records_r_taught_list rows;

    TRY(records_q_taught_by(rq->db, rq->me, rq->lang == LANG_NL, &rows));
    ret->v = ARENA_ARRAY(rq->arena, rows.n, struct records_taught_line);
    ret->n = rows.n;
    for (size_t i = 0; i < rows.n; i++)
        ret->v[i] = taught_line(&rows.v[i]);
    return OK;
}

err records_teaching_get(struct rq *rq)
{
    struct records_teaching_view view;

    TRY(taught(rq, &view));
    return records_v_teaching(rq->out, &view);
}

/* Of one term, at most so many stand on the card. */
#define CARD_MOST 4

/* What is taught in the term that runs (or comes first), and in the one after it. */
static void taught_in(const struct records_r_taught_list *rows, day first, struct records_teaching_view *view)
{
    day next = {0};

    for (size_t i = rows->n; i-- > 0 && next.v == 0;) /* the latest term is first */
        if (rows->v[i].first.v > first.v)
            next = rows->v[i].first;
    for (int later = 0; later < 2; later++)
        for (size_t i = 0, n = 0; i < rows->n && n < CARD_MOST; i++)
            if (rows->v[i].first.v == (later ? next.v : first.v)) {
                view->v[view->n++] = taught_line(&rows->v[i]);
                n++;
            }
}

err records_teaching_card(struct rq *rq)
{
    struct records_r_taught_list rows;
    struct records_teaching_view view = {0};
    struct records_term now;

    if (!show_may(rq, MAY_TEACH))
        return OK;
    err e = records_term_now(rq->db, rq->lang, &now);
    if (e != OK)
        return e == ERR_NOT_FOUND ? OK : e;
    TRY(records_q_taught_by(rq->db, rq->me, rq->lang == LANG_NL, &rows));
    view.v = ARENA_ARRAY(rq->arena, rows.n, struct records_taught_line);
    taught_in(&rows, now.first, &view);
    return view.n == 0 ? OK : records_v_teaching_lines(rq->out, &view);
}

static err participants_csv(struct rq *rq, const struct records_r_offering *o,
                            const struct records_r_participant_list *rows)
{
    struct buf *b = rq->out->buf;

    reply_type(rq, "text/csv; charset=utf-8");
    reply_download(rq, arena_printf(rq->arena, "%s %s.csv", o->code, o->term_code));
    buf_puts(b, CSV_UTF8 "name,login,mail,section,state\n");
    for (size_t i = 0; i < rows->n; i++) {
        csv_put(b, rows->v[i].name, true);
        csv_put(b, rows->v[i].login, false);
        csv_put(b, rows->v[i].mail, false);
        csv_put(b, rows->v[i].section, false);
        csv_put(b, rows->v[i].waiting_order > 0 ? "waiting" : "enrolled", false);
        buf_putc(b, '\n');
    }
    return OK;
}

err records_participants_get(struct rq *rq)
{
    offering_id id = PATH_ID(rq, offering_id, "offering");
    struct records_participants_view view = {0};
    struct records_r_participant_list rows;
    struct records_r_offering *offering;
    struct grant grant;

    TRY(records_q_offering(rq->db, id, rq->lang == LANG_NL, &offering));
    if (offering == NULL)
        return fail(rq, ERR_NOT_FOUND, "There is no such course in any term.");
    TRY(may_check(rq, MAY_TEACH, id.v, &grant));
    TRY(records_q_participants(rq->db, grant, id, &rows));
    if (str_eq(form_typed(rq, "as"), "csv"))
        export_note(rq, id);
    if (str_eq(form_typed(rq, "as"), "csv"))
        return participants_csv(rq, offering, &rows);
    view.title = arena_printf(rq->arena, "%s: %s", offering->code, offering->name);
    view.term = offering->term_name;
    view.csv = form_link(rq, "as", "csv");
    view.v = ARENA_ARRAY(rq->arena, rows.n, struct records_participant_line);
    view.n = rows.n;
    for (size_t i = 0; i < rows.n; i++) {
        const struct records_r_participant *r = &rows.v[i];

        view.v[i] = (struct records_participant_line){
            r->name, r->login, r->mail, r->section, r->waiting_order > 0, r->at};
        view.waiting += r->waiting_order > 0;
        view.placed += r->waiting_order == 0;
    }
    return records_v_participants(rq->out, &view);
}

err records_export(struct db *db, person_id who, struct json_out *j)
{
    struct records_r_history_list rows;
    struct records_studies studies;

    TRY(records_studies_of(db, LANG_EN, who, &studies));
    json_array(j, "programmes");
    for (size_t i = 0; i < studies.n; i++) {
        json_object(j, NULL);
        json_str(j, "programme", studies.v[i].code);
        json_str(j, "name", studies.v[i].name);
        json_str(j, "since", day_iso(db_arena(db), studies.v[i].since));
        json_end(j, '}');
    }
    json_end(j, ']');
    TRY(records_q_enrolments_of(db, who, false, &rows));
    json_array(j, "enrolments");
    for (size_t i = 0; i < rows.n; i++) {
        json_object(j, NULL);
        json_str(j, "term", rows.v[i].term);
        json_str(j, "course", rows.v[i].code);
        json_str(j, "section", rows.v[i].section);
        json_bool(j, "waiting", rows.v[i].waiting_order > 0);
        json_str(j, "since", instant_iso(db_arena(db), rows.v[i].at));
        json_end(j, '}');
    }
    json_end(j, ']');
    return results_export(db, who, j);
}
