/* admin.c: enrolment windows, and demand against seats.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include "audit.h"
#include "csv.h"
#include "events.h"
#include "inside.h"
#include "records_q.h"
#include "records_v.h"
#include "rules.h"
#include "show.h"
#include <stdlib.h>
#include <string.h>

/* Lines of demand on a page; the download has all. */
#define DEMAND_LINES 100
/* What "open now" gives when the window had closed. */
#define OPEN_AGAIN DAYS(14)

/* --- Windows
 * ---------------------------------------------------------------------------------- */

/* May she set the window of this programme (zero: everybody's)? */
static bool may_window(const struct rq *rq, programme_id programme)
{
    const struct person *me = rq_person(rq);

    if (me == NULL)
        return false;
    return may_in(me->roles, me->n_roles, MAY_MANAGE_CATALOGUE, 0) ||
           (programme.v != 0 &&
            may_in(me->roles, me->n_roles, MAY_MANAGE_PROGRAMME, programme.v));
}

static const char *programme_name(struct rq *rq, const struct records_r_programme_list *all,
                                  programme_id id)
{
    for (size_t i = 0; i < all->n; i++)
        if (all->v[i].id.v == id.v)
            return str_eq(all->v[i].degree, "master")
                       ? say(rq, "%s (master)", all->v[i].name)
                       : say(rq, "%s (bachelor)", all->v[i].name);
    return say(rq, "Everybody");
}

static struct records_window_line window_line(struct rq *rq, const struct records_r_window *w,
                                              const struct records_r_programme_list *all)
{
    static const struct msg states[] = {[RECORDS_WINDOW_NONE] = _("Not set"),
                                        [RECORDS_WINDOW_FUTURE] = _("Opens later"),
                                        [RECORDS_WINDOW_OPEN] = _("Open now"),
                                        [RECORDS_WINDOW_CLOSED] = _("Closed")};
    struct span span = {w->programme.v != 0, w->opens, w->closes};
    enum records_window_state state = span_state(&span, rq->now);

    return (struct records_window_line){
        .id = w->id,
        .whose = programme_name(rq, all, w->programme),
        .state = states[state],
        .tone = state == RECORDS_WINDOW_OPEN ? "positive" : "info",
        .opens = w->opens,
        .closes = w->closes,
        .opens_value = show_local(rq->arena, w->opens),
        .closes_value = show_local(rq->arena, w->closes),
        .may = may_window(rq, w->programme),
        .own = w->programme.v != 0,
        .programme = w->programme.v,
    };
}

static struct records_options window_choices(struct rq *rq,
                                             const struct records_r_programme_list *all)
{
    const char *typed = form_typed(rq, "programme");
    struct records_options o = {ARENA_ARRAY(rq->arena, all->n + 1, struct records_option), 0};

    if (may_window(rq, (programme_id){0}))
        o.v[o.n++] = (struct records_option){"0", say(rq, "Everybody"), str_eq(typed, "0")};
    for (size_t i = 0; i < all->n; i++) {
        const char *id = arena_printf(rq->arena, "%lld", (long long)all->v[i].id.v);

        if (may_window(rq, all->v[i].id))
            o.v[o.n++] = (struct records_option){id, programme_name(rq, all, all->v[i].id),
                                                 str_eq(typed, id)};
    }
    return o;
}

static void fill_windows(struct rq *rq, term_id term, const struct records_r_window_list *rows,
                         const struct records_r_programme_list *all,
                         struct records_windows_view *view)
{
    view->lines.v = ARENA_ARRAY(rq->arena, rows->n, struct records_window_line);
    for (size_t own = 0; own < 2; own++)
        for (size_t i = 0; i < rows->n; i++)
            if (rows->v[i].term.v == term.v && (rows->v[i].programme.v != 0) == (own == 1))
                view->lines.v[view->lines.n++] = window_line(rq, &rows->v[i], all);
}

err records_windows_get(struct rq *rq)
{
    struct records_windows_view view = {.opens_value = "", .closes_value = ""};
    struct records_r_programme_list programmes;
    struct records_r_window_list rows;
    struct records_terms terms;
    struct records_term term;
    err e = show_term(rq, &terms, &term);

    if (e == ERR_NOT_FOUND)
        return records_v_windows(rq->out, &view);
    TRY(e);
    TRY(records_q_programmes(rq->db, rq->lang == LANG_NL, &programmes));
    TRY(records_q_windows(rq->db, &rows));
    view.terms = show_term_tabs(rq, &terms, term.id, "/admin/windows");
    view.term_code = term.code;
    view.term_name = term.name;
    view.programmes = window_choices(rq, &programmes);
    fill_windows(rq, term.id, &rows, &programmes, &view);
    return records_v_windows(rq->out, &view);
}

/* What the form asks for. */
struct wanted {
    struct records_term term;
    programme_id programme;
    instant opens, closes;
};

static err read_window(struct rq *rq, struct wanted *w)
{
    const char *at_once = form_text(rq, "now", 0, 8);
    err e = records_term_of_code(rq->db, rq->lang, form_text(rq, "term", 1, 20), &w->term);

    if (e == ERR_NOT_FOUND)
        form_error(rq, "term", "There is no such term.");
    else
        TRY(e);
    w->programme = (programme_id){form_int_or(rq, "programme", 0, INT64_MAX, 0)};
    w->opens = str_eq(at_once, "open") ? rq->now : form_instant(rq, "opens");
    w->closes = str_eq(at_once, "close") ? rq->now : form_instant(rq, "closes");
    if (str_eq(at_once, "open") && w->closes.v <= rq->now.v)
        w->closes = instant_add(rq->now, OPEN_AGAIN);
    if (str_eq(at_once, "close") && w->opens.v >= rq->now.v)
        w->opens = instant_add(rq->now, -1);
    if (!form_bad(rq) && w->opens.v >= w->closes.v)
        form_error(rq, "closes", "A window closes after it opens: choose a later moment.");
    return OK;
}

static err put_window(struct rq *rq, const struct wanted *w, window_id *ret_id)
{
    struct records_r_window *old;

    TRY(records_q_window_of(rq->db, w->term.id, w->programme, &old));
    if (old != NULL) {
        *ret_id = old->id;
        return records_q_window_change(rq->db, old->id, w->opens, w->closes);
    }
    *ret_id = NEW_ID(rq->db, window_id);
    return records_q_window_add(rq->db, *ret_id, w->term.id, w->programme, w->opens, w->closes);
}

static err window_changed(struct rq *rq, const char *what, window_id id, const char *detail)
{
    struct event e = {.kind = WINDOW_CHANGED, .about = id.v, .at = rq->now};

    TRY(audit_rq(rq, what, "window", id.v, detail));
    return event_send(rq->db, &e);
}

err records_windows_post(struct rq *rq)
{
    struct wanted w = {0};
    window_id id = {0};

    TRY(read_window(rq, &w));
    if (form_bad(rq))
        return page_after(rq, false, records_windows_get);
    if (!may_window(rq, w.programme))
        return fail(rq, ERR_FORBIDDEN, "You may set the windows of your own programmes only.");
    TRY(put_window(rq, &w, &id));
    TRY(window_changed(rq, "records.window_set", id,
                       arena_printf(rq->arena, "{\"opens\":\"%s\",\"closes\":\"%s\"}",
                                    instant_iso(rq->arena, w.opens),
                                    instant_iso(rq->arena, w.closes))));
    flash(rq, TONE_POSITIVE, "The window is set: %s to %s.",
          instant_words(rq->arena, rq->lang, w.opens),
          instant_words(rq->arena, rq->lang, w.closes));
    return see_other(rq, "/admin/windows?term=%s", url_seg(rq->arena, w.term.code));
}

err records_window_remove_post(struct rq *rq)
{
    window_id id = PATH_ID(rq, window_id, "window");
    struct records_r_window *window;
    struct records_term term;

    TRY(records_q_window(rq->db, id, &window));
    if (window == NULL)
        return fail(rq, ERR_NOT_FOUND, "This window was removed already.");
    if (!may_window(rq, window->programme))
        return fail(rq, ERR_FORBIDDEN, "You may set the windows of your own programmes only.");
    TRY(records_term_of_id(rq->db, rq->lang, window->term, &term));
    TRY(records_q_window_remove(rq->db, id));
    TRY(window_changed(rq, "records.window_removed", id, NULL));
    flash(rq, TONE_POSITIVE,
          "The window is removed: everybody's window counts for this programme.");
    return see_other(rq, "/admin/windows?term=%s", url_seg(rq->arena, term.code));
}

/* --- Demand
 * ----------------------------------------------------------------------------------- */

static int by_percent(const void *a, const void *b)
{
    const struct records_demand_line *x = a, *y = b;

    return (y->percent > x->percent) - (y->percent < x->percent);
}

static int by_waiting(const void *a, const void *b)
{
    const struct records_demand_line *x = a, *y = b;

    if (x->waiting == y->waiting)
        return by_percent(a, b);
    return (y->waiting > x->waiting) - (y->waiting < x->waiting);
}

static int by_taken(const void *a, const void *b)
{
    const struct records_demand_line *x = a, *y = b;

    return (y->taken > x->taken) - (y->taken < x->taken);
}

static const struct {
    const char *word;
    struct msg text;
    int (*order)(const void *, const void *);
} orders[] = {
    {"waiting", _("Longest wait-list"), by_waiting},
    {"full",    _("Fullest"),           by_percent},
    {"taken",   _("Most places"),       by_taken  },
    {"course",  _("By course"),         NULL      },
};

static size_t order_asked(struct rq *rq)
{
    for (size_t i = 0; i < COUNT(orders); i++)
        if (str_eq(orders[i].word, form_typed(rq, "sort")))
            return i;
    return 0;
}

static void sum_up(struct rq *rq, const struct records_r_demand_list *rows,
                   struct records_demand_view *view)
{
    view->lines = (struct records_demand_lines){
        ARENA_ARRAY(rq->arena, rows->n, struct records_demand_line), rows->n};
    view->all = (int64_t)rows->n;
    for (size_t i = 0; i < rows->n; i++) {
        const struct records_r_demand *r = &rows->v[i];

        view->lines.v[i] = (struct records_demand_line){
            .code = r->code,
            .name = r->name,
            .href = course_path(rq->arena, r->code),
            .sections = r->sections,
            .seats = r->seats,
            .unlimited = r->unlimited,
            .taken = r->taken,
            .waiting = r->waiting,
            .percent = r->seats == 0 ? 0 : (r->taken + r->waiting) * 100 / r->seats,
        };
        view->seats += r->seats;
        view->taken += r->taken;
        view->waiting += r->waiting;
    }
}

static err demand(struct rq *rq, struct records_demand_view *view)
{
    size_t order = order_asked(rq);
    struct records_r_demand_list rows;
    struct records_term term = {.name = ""};
    struct records_terms terms;
    struct show_filters filters;
    err e = show_term(rq, &terms, &term);

    if (e != OK && e != ERR_NOT_FOUND)
        return e;
    TRY(show_filters(rq, &filters));
    TRY(records_q_demand(rq->db, term.id, filters.faculty, filters.programme, &rows));
    view->faculties = filters.faculties;
    view->programmes = filters.programmes;
    sum_up(rq, &rows, view);
    if (orders[order].order != NULL && rows.n > 0)
        qsort(view->lines.v, rows.n, sizeof *view->lines.v, orders[order].order);
    view->terms = show_terms(rq, &terms, term.id);
    view->term_name = term.name;
    view->sort = orders[order].word;
    return OK;
}

err records_demand_get(struct rq *rq)
{
    struct records_demand_view view = {0};
    const char *query;

    TRY(demand(rq, &view));
    if (view.lines.n > DEMAND_LINES)
        view.lines.n = DEMAND_LINES;
    view.sorts =
        (struct tabs){ARENA_ARRAY(rq->arena, COUNT(orders), struct tab), COUNT(orders)};
    for (size_t i = 0; i < COUNT(orders); i++)
        view.sorts.v[i] =
            (struct tab){say_msg(rq, orders[i].text), form_link(rq, "sort", orders[i].word),
                         str_eq(view.sort, orders[i].word)};
    query = strchr(form_link(rq, "sort", view.sort), '?');
    view.csv = arena_printf(rq->arena, "/admin/demand.csv%s", query == NULL ? "" : query);
    return records_v_demand(rq->out, &view);
}

err records_demand_csv_get(struct rq *rq)
{
    struct records_demand_view view = {0};
    struct buf *b = rq->out->buf;

    TRY(demand(rq, &view));
    reply_type(rq, "text/csv; charset=utf-8");
    reply_download(rq, "demand.csv");
    buf_puts(b, "course,name,sections,seats,unlimited_sections,taken,waiting\n");
    for (size_t i = 0; i < view.lines.n; i++) {
        const struct records_demand_line *d = &view.lines.v[i];

        csv_put(b, d->code, true);
        csv_put(b, d->name, false);
        buf_printf(b, ",%lld,%lld,%lld,%lld,%lld\n", (long long)d->sections,
                   (long long)d->seats, (long long)d->unlimited, (long long)d->taken,
                   (long long)d->waiting);
    }
    return OK;
}
