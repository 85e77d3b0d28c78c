/* seats_pages.c: the seats of one course: its groups, and how many seats each has. What follows from a
   change is said before it is made. SPDX-License-Identifier: AGPL-3.0-or-later */
#include "audit.h"
#include "demand_inside.h"
#include "inside.h"
#include "json.h"
#include "records_q.h"
#include "records_seats.h"
#include "records_v.h"
#include "seats_inside.h"
#include "show.h"

int64_t seats_number(const struct records_r_seat_line *s)
{
    return s->unlimited ? -1 : s->seats;
}

struct seats_change seats_change_of(const struct records_r_seat_line *s, int64_t after)
{
    return (struct seats_change){seats_number(s), after, s->taken, s->kept, s->waiting};
}

static const char *state_words(struct rq *rq, const struct records_r_seat_line *s)
{
    struct records_section as = {.seats = s->seats,
                                 .unlimited = s->unlimited,
                                 .taken = s->taken,
                                 .kept = s->kept,
                                 .waiting = s->waiting};

    return records_seat_words(rq->arena, rq->lang, &as);
}

struct records_seats_row seats_row_of(struct rq *rq, const struct records_r_seat_line *s)
{
    bool left = s->unlimited || s->taken + s->kept < s->seats;

    return (struct records_seats_row){
        .id = s->id,
        .code = s->code,
        .lecturer = s->lecturer,
        .seats = s->seats,
        .taken = s->taken,
        .kept = s->kept,
        .waiting = s->waiting,
        .unlimited = s->unlimited,
        .words = seats_words(rq->arena, rq->lang, seats_number(s)),
        .state = state_words(rq, s),
        .tone = left ? "positive" : "warning",
    };
}

/* --- A course in a term ------------------------------------------------------------------------ */

/* What is planned of it, and how demand grew. */
static err demand_in(struct rq *rq, const struct records_r_offering *o,
                     struct records_offering_admin_view *view)
{
    struct records_wishes wishes = {0};
    const struct records_wish *w;

    TRY(demand_wishes(rq, o->term, &wishes));
    w = demand_wish(&wishes, o->id);
    view->planned = w->planned;
    view->others = w->others;
    view->armed = w->armed;
    view->bar = picture_bar(view->seats, view->taken, view->waiting, view->planned);
    return demand_history(rq, o->term, o->id, &view->history);
}

err records_offering_admin_get(struct rq *rq)
{
    offering_id id = PATH_ID(rq, offering_id, "offering");
    struct records_offering_admin_view view = {.offering = id.v};
    struct records_r_seat_line_list rows = {0};
    struct records_r_offering *o = NULL;

    TRY(records_q_offering(rq->db, id, rq->lang == LANG_NL, &o));
    if (o == NULL)
        return fail(rq, ERR_NOT_FOUND, "There is no such course in any term.");
    TRY(records_q_seat_lines(rq->db, id, &rows));
    if (rows.n > 0)
        TRY(may_seats(rq, o->course, rows.v[0].faculty, &view.may));
    view.title = arena_printf(rq->arena, "%s: %s", o->code, o->name);
    view.term_name = o->term_name;
    view.demand =
        arena_printf(rq->arena, "/admin/demand?term=%s", url_seg(rq->arena, o->term_code));
    view.course = arena_printf(rq->arena, "%s?term=%s", course_path(rq->arena, o->code),
                               url_seg(rq->arena, o->term_code));
    view.rows.v = ARENA_ARRAY(rq->arena, rows.n, struct records_seats_row);
    view.rows.n = rows.n;
    for (size_t i = 0; i < rows.n; i++) {
        view.rows.v[i] = seats_row_of(rq, &rows.v[i]);
        view.seats += rows.v[i].unlimited ? 0 : rows.v[i].seats;
        view.taken += rows.v[i].taken;
        view.kept += rows.v[i].kept;
        view.waiting += rows.v[i].waiting;
    }
    TRY(demand_in(rq, o, &view));
    return records_v_offering_admin(rq->out, &view);
}

/* --- One group --------------------------------------------------------------------------------- */

err seats_line_asked(struct rq *rq, struct records_r_seat_line **ret, bool *ret_may)
{
    TRY(records_q_seat_line(rq->db, PATH_ID(rq, section_id, "section"), ret));
    if (*ret == NULL)
        return fail(rq, ERR_NOT_FOUND, "This group is no longer offered.");
    return may_seats(rq, (*ret)->course, (*ret)->faculty, ret_may);
}

err seats_refuse(struct rq *rq)
{
    return fail(rq, ERR_FORBIDDEN,
                "You may change the seats of your own faculty's courses only: of those that count for "
                "a programme that you run.");
}

static const char *change_words(struct rq *rq, const struct records_r_change_line *c,
                                const struct records_kept_rows *kept)
{
    const char *to = seats_words(rq->arena, rq->lang, c->seats_after);
    const char *whom = say(rq, "a programme");

    if (str_eq(c->kind, "added"))
        return say(rq, "The group came with %s", to);
    if (str_eq(c->kind, "seats"))
        return say(rq, "From %s to %s", seats_words(rq->arena, rq->lang, c->seats_before), to);
    for (size_t i = 0; i < kept->n; i++)
        if (kept->v[i].programme == c->programme.v)
            whom = kept->v[i].name;
    return say(rq, "Kept for %s: %s, before %s", whom, to,
               seats_words(rq->arena, rq->lang, c->seats_before));
}

static err changes_in(struct rq *rq, section_id section, struct records_seats_view *view)
{
    struct records_r_change_line_list rows = {0};

    TRY(records_q_changes_of_section(rq->db, section, &rows));
    view->changes.v = ARENA_ARRAY(rq->arena, rows.n, struct records_changed_row);
    view->changes.n = rows.n;
    for (size_t i = 0; i < rows.n; i++)
        view->changes.v[i] = (struct records_changed_row){
            .at = rows.v[i].at,
            .what = change_words(rq, &rows.v[i], &view->kept),
            .by = rows.v[i].by,
            .reason = rows.v[i].reason,
        };
    return OK;
}

static err page_of(struct rq *rq, const struct records_r_seat_line *s,
                   struct records_seats_view *view)
{
    struct seats_change now = seats_change_of(s, seats_number(s));

    view->row = seats_row_of(rq, s);
    view->free = seats_free(&now);
    view->title = say(rq, "%s, group %s", s->course_code, s->code);
    view->course = s->name;
    view->offering =
        arena_printf(rq->arena, "/admin/offerings/%lld", (long long)s->offering.v);
    view->was = arena_printf(rq->arena, "%lld", (long long)seats_number(s));
    view->seats_value = s->unlimited ? "" : view->was;
    if (form_has(rq, "seats"))
        view->seats_value = form_typed(rq, "seats");
    view->reason = form_typed(rq, "reason");
    TRY(kept_rows(rq, s, view));
    return changes_in(rq, s->id, view);
}

err records_seats_get(struct rq *rq)
{
    struct records_seats_view view = {0};
    struct records_r_seat_line *s = NULL;
    struct records_term term = {0};

    TRY(seats_line_asked(rq, &s, &view.may));
    TRY(records_term_of_id(rq->db, rq->lang, s->term, &term));
    view.term_name = term.name;
    TRY(page_of(rq, s, &view));
    return records_v_seats(rq->out, &view);
}

/* --- Another number of seats -------------------------------------------------------------------- */

/* What the form asks for; -1: without a limit. Empty is no number. */
static int64_t wanted_seats(struct rq *rq)
{
    return form_flag(rq, "unlimited") ? -1 : form_int(rq, "seats", 0, RECORDS_SEATS_MOST);
}

static void follow(struct rq *rq, const struct seats_change *c, struct str_list *l)
{
    l->v = ARENA_ARRAY(rq->arena, 3, const char *);
    l->v[l->n++] = seats_left_words(rq->arena, rq->lang, c);
    l->v[l->n++] = seats_movers(rq->arena, rq->lang, c);
    if (c->kept > 0)
        l->v[l->n++] = tr_n(rq->arena, rq->lang, "%d seat stays kept for a programme.",
                            "%d seats stay kept for programmes.", c->kept);
}

err records_seats_check_get(struct rq *rq)
{
    struct records_seats_check_view view = {0};
    struct records_r_seat_line *s = NULL;
    struct records_term term = {0};
    int64_t after = wanted_seats(rq);
    bool may = false;

    TRY(seats_line_asked(rq, &s, &may));
    if (!may)
        return seats_refuse(rq);
    if (form_bad(rq))
        return records_seats_get(rq);
    TRY(records_term_of_id(rq->db, rq->lang, s->term, &term));
    struct seats_change c = seats_change_of(s, after);
    view.title = say(rq, "%s, group %s", s->course_code, s->code);
    view.term_name = term.name;
    view.back = arena_printf(rq->arena, "/admin/sections/%lld", (long long)s->id.v);
    view.id = s->id;
    view.from = seats_words(rq->arena, rq->lang, c.before);
    view.to = seats_words(rq->arena, rq->lang, after);
    view.seats = arena_printf(rq->arena, "%lld", (long long)after);
    view.was = arena_printf(rq->arena, "%lld", (long long)c.before);
    view.reason = form_text(rq, "reason", 0, 200);
    if (seats_may_be(&c) == SEATS_TOO_FEW)
        view.refused = seats_refusal(rq->arena, rq->lang, &c);
    else
        follow(rq, &c, &view.follows);
    return records_v_seats_check(rq->out, &view);
}

err seats_audit(struct rq *rq, const struct records_r_seat_line *s, int64_t after,
                const char *reason)
{
    struct buf b = buf_in(rq->arena, 4096);
    struct json_out j = json_begin(&b);

    json_object(&j, NULL);
    json_str(&j, "group", arena_printf(rq->arena, "%s %s", s->course_code, s->code));
    json_int(&j, "before", seats_number(s));
    json_int(&j, "after", after);
    json_int(&j, "taken", s->taken);
    json_int(&j, "waiting", s->waiting);
    if (!str_empty(reason))
        json_str(&j, "reason", reason);
    json_end(&j, '}');
    return audit_rq(rq, "records.seats_changed", "section", s->id.v, b.s);
}

err seats_put(struct rq *rq, const struct records_r_seat_line *s, int64_t after,
              const char *reason)
{
    struct records_because because = {rq->me, reason};

    TRY(records_seats_set(rq->db, s->id, after < 0 ? 0 : after, after < 0, &because));
    return seats_audit(rq, s, after, reason);
}

/* The number in the form is what was looked at; whoever changed it meanwhile is not overruled. */
err records_seats_post(struct rq *rq)
{
    int64_t after = form_int(rq, "seats", -1, RECORDS_SEATS_MOST);
    int64_t was = form_int(rq, "was", -1, INT64_MAX);
    const char *reason = form_text(rq, "reason", 0, 200);
    struct records_r_seat_line *s = NULL;
    bool may = false;

    TRY(seats_line_asked(rq, &s, &may));
    if (!may)
        return seats_refuse(rq);
    if (form_bad(rq))
        return page_after(rq, false, records_seats_get);
    struct seats_change c = seats_change_of(s, after);
    if (c.before != was)
        form_error(rq, "seats", "Somebody changed the seats meanwhile: now it is %s. Look again.",
                   seats_words(rq->arena, rq->lang, c.before));
    else if (seats_may_be(&c) == SEATS_TOO_FEW)
        form_error(rq, "seats", "%s", seats_refusal(rq->arena, rq->lang, &c));
    if (form_bad(rq))
        return page_after(rq, false, records_seats_get);
    if (seats_may_be(&c) == SEATS_GO)
        TRY(seats_put(rq, s, after, reason));
    flash(rq, TONE_POSITIVE, "%s, group %s: %s.", s->course_code, s->code,
          seats_words(rq->arena, rq->lang, after));
    return see_other(rq, "/admin/sections/%lld", (long long)s->id.v);
}
