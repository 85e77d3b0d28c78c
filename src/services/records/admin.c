/* admin.c: demand against seats.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include "csv.h"
#include "inside.h"
#include "records_q.h"
#include "records_v.h"
#include "rules.h"
#include "show.h"
#include <stdlib.h>
#include <string.h>

/* Lines of demand on a page; the download has all. */
#define DEMAND_LINES 100

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
