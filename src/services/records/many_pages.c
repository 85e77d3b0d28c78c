/* many_pages.c: the seats of many groups at once: a table of course, group and seats, pasted or brought as a
   file; compared line by line before anything changes. SPDX-License-Identifier: AGPL-3.0-or-later */
#include "csv.h"
#include "hash.h"
#include "inside.h"
#include "records_q.h"
#include "records_v.h"
#include "seats_inside.h"
#include "show.h"
#include <string.h>

#define TEXT_MAX  ((size_t)512 * 1024)
#define LINES_MAX 3000

/* A line of the table, looked up. */
struct wanted {
    int line;
    const char *course, *section;
    struct records_r_seat_line *now; /* NULL: there is none */
    int64_t after;
    const char *fault; /* NULL: it can be */
};
struct many {
    struct records_term term;
    const char *text, *reason;
    struct wanted *v;
    size_t n;
    int64_t changes, faults;
    offering_id of; /* whose page it began on, or zero */
};

/* --- Reading ----------------------------------------------------------------------------------- */

static const char *text_of(struct rq *rq)
{
    const struct upload *file = form_file(rq, "file");

    if (file != NULL && file->bytes.n > 0)
        return arena_dupn(rq->arena, file->bytes.s, file->bytes.n);
    return form_raw(rq, "text", 0, TEXT_MAX);
}

static err seats_of(struct rq *rq, const char *cell, int64_t *ret)
{
    const char *word = str_fold(rq->arena, cell);

    if (str_eq(word, "unlimited") || str_eq(word, "no limit") || str_eq(word, "onbeperkt")) {
        *ret = -1;
        return OK;
    }
    return str_int(cell, 0, RECORDS_SEATS_MOST, ret);
}

static err look_up(struct rq *rq, const struct many *m, struct wanted *w)
{
    struct seats_change c;
    bool may = false;

    TRY(records_q_seat_line_of(rq->db, m->term.id, w->course, w->section, &w->now));
    if (w->now == NULL) {
        w->fault = say(rq, "There is no group %s of %s in %s.", w->section, w->course, m->term.name);
        return OK;
    }
    TRY(may_seats(rq, w->now->course, w->now->faculty, &may));
    c = seats_change_of(w->now, w->after);
    if (!may)
        w->fault = say(rq, "You may not change the seats of this course.");
    else if (seats_may_be(&c) == SEATS_TOO_FEW)
        w->fault = seats_refusal(rq->arena, rq->lang, &c);
    for (size_t i = 0; i < m->n && w->fault == NULL; i++)
        if (m->v[i].now != NULL && m->v[i].now->id.v == w->now->id.v)
            w->fault = say(rq, "This group stands in line %d already.", m->v[i].line);
    return OK;
}

static err line_read(struct rq *rq, struct many *m, const struct csv *csv,
                     const struct csv_row *row)
{
    struct wanted *w = &m->v[m->n];

    *w = (struct wanted){.line = csv->line, .course = "", .section = ""};
    if (row->n < 3)
        w->fault = say(rq, "A line has a course, a group and its seats: CSE 12,B01,40");
    else {
        w->course = str_trim(rq->arena, row->v[0]);
        w->section = str_trim(rq->arena, row->v[1]);
        if (seats_of(rq, str_trim(rq->arena, row->v[2]), &w->after) != OK)
            w->fault = say(rq, "“%s” is no number of seats from 0 to %d, and not “unlimited”.",
                           row->v[2], RECORDS_SEATS_MOST);
        else
            TRY(look_up(rq, m, w));
    }
    m->n++;
    return OK;
}

static bool heading(struct rq *rq, const struct csv_row *row)
{
    return row->n >= 3 && str_eq(str_fold(rq->arena, row->v[0]), "course") &&
           str_eq(str_fold(rq->arena, row->v[2]), "seats");
}

static err many_read(struct rq *rq, struct many *m)
{
    struct csv csv = csv_open(rq->arena, m->text, strlen(m->text));
    struct csv_row row;
    err e;

    m->v = ARENA_ARRAY(rq->arena, LINES_MAX, struct wanted);
    while (m->n < LINES_MAX && (e = csv_next(&csv, &row)) != ERR_NOT_FOUND) {
        if (e == ERR_PARSE)
            m->v[m->n++] =
                (struct wanted){csv.line, "", "", NULL, 0, tr(rq->lang, csv.problem)};
        else if (e != OK)
            return e;
        else if (m->n > 0 || !heading(rq, &row))
            TRY(line_read(rq, m, &csv, &row));
    }
    for (size_t i = 0; i < m->n; i++) {
        m->faults += m->v[i].fault != NULL;
        m->changes += m->v[i].fault == NULL && seats_number(m->v[i].now) != m->v[i].after;
    }
    if (m->n == 0)
        form_error(rq, "text", "There is no line to read. Paste a table, or choose a file.");
    if (m->n == LINES_MAX)
        form_error(rq, "text", "At most %d lines at once.", LINES_MAX - 1);
    return OK;
}

/* What was looked at: it must be the same when the change is made. */
static const char *seen_of(struct rq *rq, const struct many *m)
{
    struct hash_run *h = hash_begin(rq->arena);
    struct digest d;

    for (size_t i = 0; i < m->n; i++) {
        const struct records_r_seat_line *s = m->v[i].now;
        int64_t v[2] = {s ? s->id.v : 0, s ? seats_number(s) : 0};

        hash_add(h, v, sizeof v);
    }
    d = hash_end(h);
    return hash_hex(rq->arena, d.b, 16);
}

/* --- Showing ----------------------------------------------------------------------------------- */

static struct records_many_line shown(struct rq *rq, const struct wanted *w)
{
    struct records_many_line line = {.line = w->line, .section = "", .fault = w->fault};

    if (!str_empty(w->course))
        line.section = arena_printf(rq->arena, "%s %s", w->course, w->section);
    if (w->now == NULL || w->fault != NULL)
        return line;
    struct seats_change c = seats_change_of(w->now, w->after);
    line.from = seats_words(rq->arena, rq->lang, c.before);
    line.to = seats_words(rq->arena, rq->lang, c.after);
    line.follows = c.waiting > 0 ? seats_movers(rq->arena, rq->lang, &c)
                                 : seats_left_words(rq->arena, rq->lang, &c);
    return line;
}

static err show(struct rq *rq, const struct many *m)
{
    struct records_many_view view = {
        .title = say(rq, "Seats of many groups"),
        .term_code = m->term.code,
        .term_name = m->term.name,
        .text = m->text,
        .seen = seen_of(rq, m),
        .reason = m->reason,
        .changes = m->changes,
        .faults = m->faults,
        .checked = true,
        .of = m->of.v ? arena_printf(rq->arena, "%lld", (long long)m->of.v) : "",
    };

    view.lines.v = ARENA_ARRAY(rq->arena, m->n, struct records_many_line);
    for (size_t i = 0; i < m->n; i++) {
        const struct wanted *w = &m->v[i];

        if (w->fault == NULL && seats_number(w->now) == w->after)
            view.same++;
        else
            view.lines.v[view.lines.n++] = shown(rq, w);
    }
    return records_v_many_check(rq->out, &view);
}

static err form_page(struct rq *rq)
{
    struct records_many_view view = {.text = form_typed(rq, "text")};
    struct records_terms all = {0};
    struct records_term term = {.name = ""};
    err e = show_term(rq, &all, &term);

    if (e != OK && e != ERR_NOT_FOUND)
        return e;
    view.title = say(rq, "Seats of many groups");
    view.terms = show_terms(rq, &all, term.id);
    view.term_name = term.name;
    view.reason = form_typed(rq, "reason");
    return records_v_many(rq->out, &view);
}

err records_many_get(struct rq *rq)
{
    return form_page(rq);
}

static err many_asked(struct rq *rq, struct many *m)
{
    err e = records_term_of_code(rq->db, rq->lang, form_text(rq, "term", 1, 20), &m->term);

    if (e == ERR_NOT_FOUND)
        form_error(rq, "term", "There is no such term.");
    else
        TRY(e);
    m->reason = form_text(rq, "reason", 0, 200);
    m->text = text_of(rq);
    m->of = FORM_ID_OR_NONE(rq, offering_id, "of");
    return form_bad(rq) ? OK : many_read(rq, m);
}

err records_many_check_post(struct rq *rq)
{
    struct many m = {0};

    TRY(many_asked(rq, &m));
    if (form_bad(rq)) {
        reply_status(rq, 422);
        return form_page(rq);
    }
    return show(rq, &m);
}

/* So many seats more (or fewer) in all groups of a course that have a limit. */
err records_many_raise_get(struct rq *rq)
{
    offering_id id = PATH_ID(rq, offering_id, "offering");
    int64_t by = form_int(rq, "by", -RECORDS_SEATS_MOST, RECORDS_SEATS_MOST);
    struct buf b = buf_in(rq->arena, TEXT_MAX);
    struct records_r_seat_line_list rows = {0};
    struct many m = {.reason = form_text(rq, "reason", 0, 200), .of = id};

    if (form_bad(rq))
        return records_offering_admin_get(rq);
    TRY(records_q_seat_lines(rq->db, id, &rows));
    if (rows.n == 0)
        return fail(rq, ERR_NOT_FOUND, "There is no such course in any term.");
    TRY(records_term_of_id(rq->db, rq->lang, rows.v[0].term, &m.term));
    for (size_t i = 0; i < rows.n; i++) {
        int64_t to = rows.v[i].seats + by;

        if (rows.v[i].unlimited)
            continue;
        csv_put(&b, rows.v[i].course_code, true);
        csv_put(&b, rows.v[i].code, false);
        buf_printf(&b, ",%lld\n", (long long)(to < 0 ? 0 : to));
    }
    m.text = b.s ? b.s : "";
    TRY(many_read(rq, &m));
    return show(rq, &m);
}

/* --- Doing ------------------------------------------------------------------------------------- */

static err put_all(struct rq *rq, const struct many *m)
{
    for (size_t i = 0; i < m->n; i++)
        if (seats_number(m->v[i].now) != m->v[i].after)
            TRY(seats_put(rq, m->v[i].now, m->v[i].after, m->reason));
    return OK;
}

err records_many_post(struct rq *rq)
{
    struct many m = {0};

    TRY(many_asked(rq, &m));
    if (!form_bad(rq) && m.faults > 0)
        form_error(rq, "text", "Some lines cannot be done; nothing was changed. Check them again.");
    else if (!form_bad(rq) && !str_eq(form_typed(rq, "seen"), seen_of(rq, &m)))
        form_error(rq, "text", "Somebody changed some of these seats meanwhile; nothing was changed. "
                               "Compare again.");
    if (form_bad(rq))
        return page_after(rq, false, records_many_get);
    TRY(put_all(rq, &m));
    if (m.changes == 1)
        flash(rq, TONE_POSITIVE, "The seats of one group are changed.");
    else
        flash(rq, TONE_POSITIVE, "The seats of %lld groups are changed.", (long long)m.changes);
    if (m.of.v)
        return see_other(rq, "/admin/offerings/%lld", (long long)m.of.v);
    return see_other(rq, "/admin/demand?term=%s", url_seg(rq->arena, m.term.code));
}
