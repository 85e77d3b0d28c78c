/* admin.c: demand against seats: what is planned, taken and waited for, offering by offering.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include "csv.h"
#include "demand_inside.h"
#include "demand_rules.h"
#include "inside.h"
#include "json.h"
#include "records_q.h"
#include "records_v.h"
#include "rules.h"
#include "sheet.h"
#include "show.h"
#include "app.h"
#include <stdlib.h>
#include <string.h>

/* Lines of demand on a page; the download has all. */
#define DEMAND_LINES 100

/* --- What is planned: others know --------------------------------------------------------------- */

err demand_wishes(struct rq *rq, term_id term, struct records_wishes *ret)
{
    const struct records_wishing *w = sheets_wishing(rq_app(rq));

    *ret = (struct records_wishes){0};
    return w ? w->wishes(rq->db, term, ret) : OK;
}

err demand_history(struct rq *rq, term_id term, offering_id offering, struct records_lines *ret)
{
    const struct records_wishing *w = sheets_wishing(rq_app(rq));
    struct records_points points = {0};

    if (w)
        TRY(w->history(rq->db, term, offering, &points));
    *ret = picture_lines(rq->arena, &points);
    return OK;
}

const struct records_wish *demand_wish(const struct records_wishes *w, offering_id offering)
{
    static const struct records_wish none;
    size_t low = 0, high = w->n;

    while (low < high) {
        size_t mid = low + (high - low) / 2;

        if (w->v[mid].offering.v < offering.v)
            low = mid + 1;
        else
            high = mid;
    }
    return low < w->n && w->v[low].offering.v == offering.v ? &w->v[low] : &none;
}

err records_demand_of(struct db *db, term_id term, struct records_demands *ret)
{
    struct records_r_demand_now_list rows = {0};

    TRY(records_q_demand_now(db, term, &rows));
    *ret = (struct records_demands){ARENA_ARRAY(db_arena(db), rows.n, struct records_demand_now),
                                    rows.n};
    for (size_t i = 0; i < rows.n; i++)
        ret->v[i] = (struct records_demand_now){rows.v[i].id, rows.v[i].seats, rows.v[i].taken,
                                                rows.v[i].waiting};
    return OK;
}

/* --- Orders and filters -------------------------------------------------------------------------- */

static struct demand_sums sums_of(const struct records_demand_line *d)
{
    return (struct demand_sums){d->seats, d->unlimited, d->taken, d->kept, d->waiting, d->planned};
}

static int by_pressure(const void *a, const void *b)
{
    const struct records_demand_line *x = a, *y = b;

    if (x->pressure != y->pressure)
        return y->pressure > x->pressure ? 1 : -1;
    if (x->wanted != y->wanted)
        return y->wanted > x->wanted ? 1 : -1;
    return strcmp(x->code, y->code);
}

static int by_waiting(const void *a, const void *b)
{
    const struct records_demand_line *x = a, *y = b;

    if (x->waiting == y->waiting)
        return by_pressure(a, b);
    return (y->waiting > x->waiting) - (y->waiting < x->waiting);
}

static int by_taken(const void *a, const void *b)
{
    const struct records_demand_line *x = a, *y = b;

    return (y->taken > x->taken) - (y->taken < x->taken);
}

static int by_planned(const void *a, const void *b)
{
    const struct records_demand_line *x = a, *y = b;

    return (y->planned > x->planned) - (y->planned < x->planned);
}

static const struct {
    const char *word;
    struct msg text;
    int (*order)(const void *, const void *);
} orders[] = {
    {"pressure", _("Most wanted"),       by_pressure},
    {"waiting",  _("Longest wait-list"), by_waiting},
    {"planned",  _("Most planned"),      by_planned},
    {"taken",    _("Most places"),       by_taken  },
    {"course",   _("By course"),         NULL      },
};

static size_t order_asked(struct rq *rq)
{
    for (size_t i = 0; i < COUNT(orders); i++)
        if (str_eq(orders[i].word, form_typed(rq, "sort")))
            return i;
    return 0;
}

static bool is_full(const struct records_demand_line *d)
{
    struct demand_sums sums = sums_of(d);

    return demand_full(&sums);
}

static bool is_over(const struct records_demand_line *d)
{
    struct demand_sums sums = sums_of(d);

    return demand_over(&sums);
}

static bool is_small(const struct records_demand_line *d)
{
    struct demand_sums sums = sums_of(d);

    return demand_small(&sums);
}

static bool is_empty(const struct records_demand_line *d)
{
    return d->wanted == 0;
}

static const struct {
    const char *word;
    struct msg text;
    bool (*fits)(const struct records_demand_line *);
} kinds[] = {
    {"full",  _("Full"),                                   is_full },
    {"over",  _("More want it than there are seats"),      is_over },
    {"small", _("Too small: many more want it"),           is_small},
    {"empty", _("Empty: nobody wants it"),                 is_empty},
};

static struct records_options kind_options(struct rq *rq)
{
    struct records_options o = {ARENA_ARRAY(rq->arena, COUNT(kinds), struct records_option),
                                COUNT(kinds)};

    for (size_t i = 0; i < COUNT(kinds); i++)
        o.v[i] = (struct records_option){kinds[i].word, say_msg(rq, kinds[i].text),
                                         str_eq(kinds[i].word, form_typed(rq, "show"))};
    return o;
}

static struct records_options level_options(struct rq *rq, int64_t level)
{
    struct records_options o = {ARENA_ARRAY(rq->arena, 6, struct records_option), 6};

    for (int i = 0; i < 6; i++) {
        const char *word = arena_printf(rq->arena, "%d00", i + 1);

        o.v[i] = (struct records_option){word, word, level == (i + 1) * 100};
    }
    return o;
}

/* --- Lines --------------------------------------------------------------------------------------- */

static struct records_demand_line line_of(struct rq *rq, const struct records_r_demand *r,
                                          const struct records_wishes *wishes)
{
    const struct records_wish *w = demand_wish(wishes, r->id);
    struct records_demand_line d = {
        .code = r->code,
        .name = r->name,
        .href = arena_printf(rq->arena, "/admin/offerings/%lld", (long long)r->id.v),
        .sections = r->sections,
        .seats = r->seats,
        .unlimited = r->unlimited,
        .taken = r->taken,
        .kept = r->kept,
        .waiting = r->waiting,
        .planned = w->planned,
        .others = w->others,
        .armed = w->armed,
    };

    struct demand_sums sums = sums_of(&d);
    d.wanted = demand_wanted(&sums);
    d.pressure = demand_pressure(&sums);
    d.bar = picture_bar(d.unlimited > 0 ? 0 : d.seats, d.taken, d.waiting, d.planned);
    return d;
}

static bool shown(struct rq *rq, const struct records_demand_line *d)
{
    for (size_t i = 0; i < COUNT(kinds); i++)
        if (str_eq(kinds[i].word, form_typed(rq, "show")))
            return kinds[i].fits(d);
    return true;
}

static void sum_up(struct rq *rq, const struct records_r_demand_list *rows,
                   const struct records_wishes *wishes, struct records_demand_view *view)
{
    view->lines.v = ARENA_ARRAY(rq->arena, rows->n, struct records_demand_line);
    for (size_t i = 0; i < rows->n; i++) {
        struct records_demand_line d = line_of(rq, &rows->v[i], wishes);

        if (!shown(rq, &d))
            continue;
        view->lines.v[view->lines.n++] = d;
        view->seats += d.seats;
        view->taken += d.taken;
        view->waiting += d.waiting;
        view->planned += d.planned;
        view->armed += d.armed;
    }
    view->all = (int64_t)view->lines.n;
}

static err demand(struct rq *rq, struct records_demand_view *view)
{
    size_t order = order_asked(rq);
    struct records_wishes wishes = {0};
    struct records_r_demand_list rows;
    struct records_term term = {.name = "", .code = ""};
    struct records_terms terms;
    struct show_filters filters;
    int64_t level = form_int_or(rq, "level", 100, 600, 0);
    err e = show_term(rq, &terms, &term);

    if (e != OK && e != ERR_NOT_FOUND)
        return e;
    TRY(show_filters(rq, &filters));
    TRY(records_q_demand(rq->db, term.id, filters.faculty, filters.programme, level, &rows));
    TRY(demand_wishes(rq, term.id, &wishes));
    view->term = term.id;
    view->faculties = filters.faculties;
    view->programmes = filters.programmes;
    view->levels = level_options(rq, level);
    view->kinds = kind_options(rq);
    sum_up(rq, &rows, &wishes, view);
    if (orders[order].order != NULL && view->lines.n > 0)
        qsort(view->lines.v, view->lines.n, sizeof *view->lines.v, orders[order].order);
    view->terms = show_terms(rq, &terms, term.id);
    view->term_name = term.name;
    view->term_code = url_seg(rq->arena, term.code);
    view->sort = orders[order].word;
    return OK;
}

/* What is decided at this moment; with `live` the page looks again by itself. */
static err opening(struct rq *rq, struct records_demand_view *view)
{
    const struct records_wishing *w = sheets_wishing(rq_app(rq));

    if (w)
        TRY(w->opening(rq->db, view->term, &view->now));
    view->per_second = view->now.lately / RECORDS_LATELY;
    view->goes_on = str_eq(form_typed(rq, "live"), "1");
    view->live = form_link(rq, "live", view->goes_on ? "" : "1");
    if (view->goes_on) /* without a script */
        reply_again(rq, 10);
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
    view.json = arena_printf(rq->arena, "/admin/demand.json%s", query == NULL ? "" : query);
    view.all_decisions = show_may(rq, MAY_MANAGE_CATALOGUE);
    TRY(demand_history(rq, view.term, (offering_id){0}, &view.history));
    TRY(opening(rq, &view));
    return records_v_demand(rq->out, &view);
}

err records_demand_csv_get(struct rq *rq)
{
    struct records_demand_view view = {0};
    struct buf *b = rq->out->buf;

    TRY(demand(rq, &view));
    reply_type(rq, "text/csv; charset=utf-8");
    reply_download(rq, "demand.csv");
    buf_puts(b, CSV_UTF8 "course,name,sections,seats,unlimited_sections,taken,kept,waiting,planned,other_options,armed\n");
    for (size_t i = 0; i < view.lines.n; i++) {
        const struct records_demand_line *d = &view.lines.v[i];

        csv_put(b, d->code, true);
        csv_put(b, d->name, false);
        buf_printf(b, ",%lld,%lld,%lld,%lld,%lld,%lld,%lld,%lld,%lld\n", (long long)d->sections,
                   (long long)d->seats, (long long)d->unlimited, (long long)d->taken,
                   (long long)d->kept, (long long)d->waiting, (long long)d->planned,
                   (long long)d->others, (long long)d->armed);
    }
    return OK;
}

err records_demand_json_get(struct rq *rq)
{
    struct records_demand_view view = {0};
    struct json_out j = json_begin(rq->out->buf);

    TRY(demand(rq, &view));
    json_object(&j, NULL);
    json_str(&j, "term", view.term_code);
    json_str(&j, "at", instant_iso(rq->arena, rq->now));
    json_array(&j, "courses");
    for (size_t i = 0; i < view.lines.n; i++) {
        const struct records_demand_line *d = &view.lines.v[i];

        json_object(&j, NULL);
        json_str(&j, "course", d->code);
        json_str(&j, "name", d->name);
        json_int(&j, "sections", d->sections);
        json_int(&j, "seats", d->seats);
        json_int(&j, "unlimited_sections", d->unlimited);
        json_int(&j, "taken", d->taken);
        json_int(&j, "kept", d->kept);
        json_int(&j, "waiting", d->waiting);
        json_int(&j, "planned", d->planned);
        json_int(&j, "other_options", d->others);
        json_int(&j, "armed", d->armed);
        json_end(&j, '}');
    }
    json_end(&j, ']');
    json_end(&j, '}');
    return reply_json(rq);
}
