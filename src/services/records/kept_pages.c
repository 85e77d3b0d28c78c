/* kept_pages.c: seats kept for a programme: shown to everybody, set by who may change seats.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include "audit.h"
#include "inside.h"
#include "json.h"
#include "records_q.h"
#include "records_seats.h"
#include "records_v.h"
#include "seats_inside.h"
#include "show.h"

static const char *name_of(struct rq *rq, const char *name, const char *degree)
{
    return str_eq(degree, "master") ? say(rq, "%s (master)", name)
                                    : say(rq, "%s (bachelor)", name);
}

err kept_rows(struct rq *rq, const struct records_r_seat_line *s, struct records_seats_view *view)
{
    struct records_r_programme_list all = {0};
    struct records_r_reserve_line_list rows = {0};

    TRY(records_q_reserve_lines(rq->db, s->offering, rq->lang == LANG_NL, &rows));
    view->kept.v = ARENA_ARRAY(rq->arena, rows.n, struct records_kept_row);
    for (size_t i = 0; i < rows.n; i++) {
        const struct records_r_reserve_line *r = &rows.v[i];

        if (r->section.v != s->id.v)
            continue;
        view->kept.v[view->kept.n++] = (struct records_kept_row){
            .programme = r->programme.v,
            .name = name_of(rq, r->name, r->degree),
            .seats = r->seats,
            .taken = r->taken,
            .until = r->until,
            .until_value = r->until.v ? show_local(rq->arena, r->until) : "",
            .over = r->until.v != 0 && r->until.v <= rq->now.v,
            .gone = r->seats == 0,
        };
        view->any_kept = view->any_kept || r->seats > 0;
    }
    if (!view->may)
        return OK;
    TRY(records_q_programmes(rq->db, rq->lang == LANG_NL, &all));
    view->programmes.v = ARENA_ARRAY(rq->arena, all.n, struct records_option);
    for (size_t i = 0; i < all.n; i++) {
        const char *value = arena_printf(rq->arena, "%lld", (long long)all.v[i].id.v);

        view->programmes.v[view->programmes.n++] =
            (struct records_option){value, name_of(rq, all.v[i].name, all.v[i].degree),
                                    str_eq(form_typed(rq, "programme"), value)};
    }
    return OK;
}

/* --- For students ------------------------------------------------------------------------------ */

/* "5 of 20 seats are kept for Computer Science until 1 Sep": only what is still kept. */
static const char *note_of(struct arena *a, enum lang lang, const struct records_r_reserve_line *r,
                           int64_t seats)
{
    long long left = r->seats - r->taken;

    if (r->until.v)
        return tr_f(a, lang, "%lld of %lld seats are kept for %s until %s", left, (long long)seats,
                    r->name, instant_words(a, lang, r->until));
    return tr_f(a, lang, "%lld of %lld seats are kept for %s", left, (long long)seats, r->name);
}

err records_kept_notes(struct db *db, enum lang lang, const struct records_sections *sections,
                       struct records_kept *ret)
{
    struct records_r_reserve_line_list rows = {0};

    *ret = (struct records_kept){0};
    if (sections->n == 0)
        return OK;
    TRY(records_q_reserve_lines(db, sections->v[0].offering, lang == LANG_NL, &rows));
    ret->v = ARENA_ARRAY(db_arena(db), rows.n, struct records_kept_note);
    for (size_t i = 0; i < rows.n; i++) {
        const struct records_r_reserve_line *r = &rows.v[i];
        bool over = r->until.v != 0 && r->until.v <= db_now(db).v;

        for (size_t k = 0; k < sections->n && !over && r->taken < r->seats; k++)
            if (sections->v[k].id.v == r->section.v)
                ret->v[ret->n++] = (struct records_kept_note){
                    r->section, note_of(db_arena(db), lang, r, sections->v[k].seats)};
    }
    return OK;
}

/* --- Keeping ------------------------------------------------------------------------------------ */

static err kept_audit(struct rq *rq, const struct records_r_seat_line *s,
                      const struct records_reserve *r, int64_t before, const char *reason)
{
    struct buf b = buf_in(rq->arena, 4096);
    struct json_out j = json_begin(&b);

    json_object(&j, NULL);
    json_str(&j, "group", arena_printf(rq->arena, "%s %s", s->course_code, s->code));
    json_id(&j, "programme", r->programme.v);
    json_int(&j, "before", before);
    json_int(&j, "after", r->seats);
    if (r->until.v)
        json_str(&j, "until", instant_iso(rq->arena, r->until));
    if (!str_empty(reason))
        json_str(&j, "reason", reason);
    json_end(&j, '}');
    return audit_rq(rq, "records.seats_kept", "section", s->id.v, b.s);
}

/* Does this programme exist, and what does it have now? */
static err before_of(struct rq *rq, const struct records_r_seat_line *s,
                     struct records_reserve *r, int64_t *ret_before)
{
    struct records_r_programme_list all = {0};
    struct records_r_reserve *old = NULL;
    bool there = false;

    TRY(records_q_programmes(rq->db, false, &all));
    for (size_t i = 0; i < all.n; i++)
        there = there || all.v[i].id.v == r->programme.v;
    if (!there)
        form_error(rq, "programme", "Choose the programme to keep seats for.");
    TRY(records_q_reserve_of(rq->db, s->id, r->programme, &old));
    *ret_before = old ? old->seats : 0;
    r->taken = old ? old->taken : 0;
    return OK;
}

static void check_kept(struct rq *rq, const struct records_r_seat_line *s,
                       const struct records_reserve *r, int64_t before)
{
    int64_t room = s->unlimited ? RECORDS_SEATS_MOST : s->seats - s->taken - s->kept + before;

    if (form_has(rq, "was") && form_int(rq, "was", 0, INT64_MAX) != before)
        form_error(rq, "kept", "Somebody changed this meanwhile: now %lld seats are kept. Look again.",
                   (long long)before);
    else if (r->seats < r->taken)
        form_error(rq, "kept", "%lld of the kept seats are taken already: keep at least so many.",
                   (long long)r->taken);
    else if (r->seats > room)
        form_error(rq, "kept",
                   "At most %lld seats can be kept: the others are taken or kept already.",
                   (long long)room);
    if (r->until.v != 0 && r->until.v <= rq->now.v)
        form_error(rq, "until", "This moment is over. Leave it empty, or choose a later one.");
}

static const struct form_name kept_fields[] = {
    {"programme", _("For whom")                        },
    {"kept",      _("Seats to keep, with those taken") },
    {"until",     _("Until")                           },
};

err records_kept_post(struct rq *rq)
{
    form_names(rq, kept_fields, COUNT(kept_fields));
    struct records_reserve r = {.programme = {form_int(rq, "programme", 1, INT64_MAX)},
                                .seats = form_int(rq, "kept", 0, INT64_MAX)};
    const char *reason = form_text(rq, "reason", 0, 200);
    struct records_r_seat_line *s = NULL;
    int64_t before = 0;
    bool may = false;

    TRY(seats_line_asked(rq, &s, &may));
    if (!may)
        return seats_refuse(rq);
    if (!str_empty(form_typed(rq, "until")))
        r.until = form_instant(rq, "until");
    r.section = s->id;
    if (!form_bad(rq))
        TRY(before_of(rq, s, &r, &before));
    if (!form_bad(rq))
        check_kept(rq, s, &r, before);
    if (form_bad(rq))
        return page_after(rq, false, records_seats_get);
    TRY(records_reserve_put(rq->db, &r, &(struct records_because){rq->me, reason}));
    TRY(kept_audit(rq, s, &r, before, reason));
    if (r.seats > r.taken)
        flash(rq, TONE_POSITIVE, "%s are kept.", seats_words(rq->arena, rq->lang, r.seats));
    else
        flash(rq, TONE_POSITIVE, "Nothing is kept for this programme any more: its free seats are for "
                                 "everybody.");
    return see_other(rq, "/admin/sections/%lld", (long long)s->id.v);
}
