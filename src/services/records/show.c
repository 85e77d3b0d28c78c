/* show.c: small things that several screens of records show.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include "show.h"
#include "records_q.h"
#include "rules.h"

err show_term(struct rq *rq, struct records_terms *ret_all, struct records_term *ret)
{
    const char *code = form_typed(rq, "term");

    TRY(records_terms(rq->db, rq->lang, ret_all));
    for (size_t i = 0; i < ret_all->n; i++)
        if (str_eq(ret_all->v[i].code, code)) {
            *ret = ret_all->v[i];
            return OK;
        }
    return records_term_to_plan(rq->db, rq->lang, ret);
}

struct records_options show_terms(struct rq *rq, const struct records_terms *all, term_id on)
{
    struct records_options o = {ARENA_ARRAY(rq->arena, all->n, struct records_option), all->n};

    for (size_t i = 0; i < all->n; i++)
        o.v[i] =
            (struct records_option){all->v[i].code, all->v[i].name, all->v[i].id.v == on.v};
    return o;
}

struct tabs show_term_tabs(struct rq *rq, const struct records_terms *all, term_id here,
                           const char *path)
{
    struct tabs tabs = {ARENA_ARRAY(rq->arena, all->n, struct tab), all->n};

    for (size_t i = 0; i < all->n; i++)
        tabs.v[i] = (struct tab){
            all->v[i].name,
            arena_printf(rq->arena, "%s?term=%s", path, url_seg(rq->arena, all->v[i].code)),
            all->v[i].id.v == here.v};
    return tabs;
}

err show_faculties(struct rq *rq, struct records_options *ret, faculty_id *ret_id)
{
    const char *code = form_typed(rq, "faculty");
    struct records_r_faculty_list rows;

    TRY(records_q_faculties(rq->db, rq->lang == LANG_NL, &rows));
    *ret =
        (struct records_options){ARENA_ARRAY(rq->arena, rows.n, struct records_option), rows.n};
    *ret_id = (faculty_id){0};
    for (size_t i = 0; i < rows.n; i++) {
        bool on = str_eq(rows.v[i].code, code);

        ret->v[i] = (struct records_option){rows.v[i].code, rows.v[i].name, on};
        if (on)
            *ret_id = rows.v[i].id;
    }
    return OK;
}

err show_programmes(struct rq *rq, struct records_options *ret, programme_id *ret_id)
{
    const char *code = form_typed(rq, "programme");
    struct records_r_programme_list rows;

    TRY(records_q_programmes(rq->db, rq->lang == LANG_NL, &rows));
    *ret =
        (struct records_options){ARENA_ARRAY(rq->arena, rows.n, struct records_option), rows.n};
    *ret_id = (programme_id){0};
    for (size_t i = 0; i < rows.n; i++) {
        const struct records_r_programme *p = &rows.v[i];
        bool on = str_eq(p->code, code);

        ret->v[i] = (struct records_option){p->code,
                                            str_eq(p->degree, "master")
                                                ? say(rq, "%s (master)", p->name)
                                                : say(rq, "%s (bachelor)", p->name),
                                            on};
        if (on)
            *ret_id = p->id;
    }
    return OK;
}

void show_seats(struct rq *rq, offering_id offering, int64_t sum,
                struct records_course_line *line)
{
    int64_t left = seats_left(sum);

    if (offering.v == 0)
        return;
    line->tone = left == 0 ? "warning" : "positive";
    if (left < 0)
        line->seats = say(rq, "Unlimited seats");
    else if (left == 0)
        line->seats = say(rq, "Full");
    else
        line->seats = tr_n(rq->arena, rq->lang, "%d seat left", "%d seats left", left);
}

/* The same but for the weekday and the days that follow from it? */
static bool goes_with(const struct records_meeting *a, const struct records_meeting *b)
{
    return str_eq(a->kind, b->kind) && a->starts.v == b->starts.v && a->ends.v == b->ends.v &&
           str_eq(a->room, b->room) && str_eq(a->building, b->building) &&
           a->first.v != a->last.v && b->first.v != b->last.v &&
           day_monday(a->first).v == day_monday(b->first).v &&
           day_monday(a->last).v == day_monday(b->last).v;
}

static const char *short_day(struct rq *rq, day d)
{
    return arena_printf(rq->arena, "%d %.3s", day_dom(d), month_words(rq->lang, day_month(d)));
}

static struct records_meeting_line line_of(struct rq *rq, const struct records_meeting *m,
                                           const char *days, day last)
{
    struct records_meeting_line line = {.kind = records_kind_words(m->kind), .dates = ""};

    line.when = arena_printf(rq->arena, "%s, %s–%s", days, minute_hm(rq->arena, m->starts),
                             minute_hm(rq->arena, m->ends));
    line.place = str_empty(m->building)
                     ? m->room
                     : arena_printf(rq->arena, "%s %s", m->building, m->room);
    if (m->first.v != m->last.v)
        line.dates =
            arena_printf(rq->arena, "%s – %s", short_day(rq, m->first), short_day(rq, last));
    return line;
}

struct records_meeting_lines show_meetings(struct rq *rq, const struct records_meetings *m)
{
    struct records_meeting_lines lines = {
        ARENA_ARRAY(rq->arena, m->n, struct records_meeting_line), 0};
    bool *done = ARENA_ARRAY(rq->arena, m->n, bool);

    for (size_t i = 0; i < m->n; i++) {
        const struct records_meeting *a = &m->v[i];
        const char *days = a->first.v == a->last.v ? day_words(rq->arena, rq->lang, a->first)
                                                   : weekday_short(rq->lang, a->weekday);
        day last = a->last;

        if (done[i])
            continue;
        for (size_t j = i + 1; j < m->n; j++) {
            if (done[j] || !goes_with(a, &m->v[j]))
                continue;
            done[j] = true;
            days = arena_printf(rq->arena, "%s, %s", days,
                                weekday_short(rq->lang, m->v[j].weekday));
            if (m->v[j].last.v > last.v)
                last = m->v[j].last;
        }
        lines.v[lines.n++] = line_of(rq, a, days, last);
    }
    return lines;
}

const char *course_path(struct arena *a, const char *code)
{
    return arena_printf(a, "/courses/%s", url_seg(a, code));
}

bool show_may(const struct rq *rq, enum may m)
{
    const struct person *me = rq_person(rq);

    return me != NULL && may_at_all(me->roles, me->n_roles, m);
}

const char *show_local(struct arena *a, instant t)
{
    struct civil at = civil_of(t);

    return arena_printf(a, "%sT%s", day_iso(a, at.day), minute_hm(a, at.minute));
}
