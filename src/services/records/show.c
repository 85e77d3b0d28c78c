/* show.c: small things that several screens of records show.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include "show.h"
#include "inside.h"
#include "records_q.h"
#include "rules.h"
#include <string.h>

err show_term(struct rq *rq, struct records_terms *ret_all, struct records_term *ret)
{
    const char *code = form_typed(rq, "term");

    TRY(records_terms(rq->db, rq->lang, ret_all));
    for (size_t i = 0; i < ret_all->n; i++)
        if (str_eq(ret_all->v[i].code, code)) {
            *ret = ret_all->v[i];
            return OK;
        }
    return records_plan_of(rq->db, ret_all, ret);
}

struct records_options show_terms(struct rq *rq, const struct records_terms *all, term_id on)
{
    struct records_options o = {ARENA_ARRAY(rq->arena, all->n, struct records_option), all->n};

    for (size_t i = 0; i < all->n; i++)
        o.v[i] =
            (struct records_option){all->v[i].code, all->v[i].name, all->v[i].id.v == on.v, 0};
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

const char *show_faculty_name(const struct show_filters *f, faculty_id id)
{
    for (size_t i = 0; i < f->n_names; i++)
        if (f->names[i].id.v == id.v)
            return f->names[i].name;
    return "";
}

static err faculties_in(struct rq *rq, struct show_filters *f)
{
    const char *code = form_typed(rq, "faculty");
    struct records_r_faculty_list rows;

    TRY(records_q_faculties(rq->db, rq->lang == LANG_NL, &rows));
    f->names = rows.v;
    f->n_names = rows.n;
    f->faculties =
        (struct records_options){ARENA_ARRAY(rq->arena, rows.n, struct records_option), rows.n};
    f->faculty_ids = ARENA_ARRAY(rq->arena, rows.n + 1, faculty_id);
    for (size_t i = 0; i < rows.n; i++) {
        bool on = str_eq(rows.v[i].code, code);

        f->faculties.v[i] = (struct records_option){rows.v[i].code, rows.v[i].name, on, 0};
        f->faculty_ids[i] = rows.v[i].id;
        if (on)
            f->faculty = rows.v[i].id;
    }
    return OK;
}

static int by_degree(const void *pa, const void *pb)
{
    const struct records_r_programme_option *a = pa, *b = pb;
    int c = strcmp(a->degree, b->degree);

    if (c == 0)
        c = strcmp(a->name, b->name);
    return c != 0 ? c : strcmp(a->code, b->code);
}

static void programme_in(struct rq *rq, struct show_filters *f, const char *chosen,
                         const struct records_r_programme_option *p)
{
    bool on = str_eq(p->code, chosen);
    const char *text = str_eq(p->degree, "master") ? say(rq, "%s (master)", p->name)
                                                   : say(rq, "%s (bachelor)", p->name);

    f->programme_ids[f->programmes.n] = p->id;
    f->programmes.v[f->programmes.n++] = (struct records_option){p->code, text, on, 0};
    if (on)
        f->programme = p->id;
}

err show_filters(struct rq *rq, struct show_filters *ret)
{
    const char *code = form_typed(rq, "programme");
    struct records_r_programme_option_list rows;

    *ret = (struct show_filters){0};
    TRY(faculties_in(rq, ret));
    TRY(records_q_programme_options(rq->db, rq->lang == LANG_NL, &rows));
    if (rows.n > 1)
        qsort(rows.v, rows.n, sizeof *rows.v, by_degree);
    ret->programmes.v = ARENA_ARRAY(rq->arena, rows.n, struct records_option);
    ret->programme_ids = ARENA_ARRAY(rq->arena, rows.n + 1, programme_id);
    for (size_t i = 0; i < ret->n_names; i++)
        for (size_t k = 0; k < rows.n; k++)
            if (rows.v[k].faculty.v == ret->names[i].id.v)
                programme_in(rq, ret, code, &rows.v[k]);
    return OK;
}

void show_seats(struct rq *rq, offering_id offering, int64_t sum,
                struct records_course_line *line)
{
    int64_t left = seats_left(sum);

    if (offering.v == 0)
        return;
    line->tone = left == 0 ? "warning" : "positive";
    line->offering = offering;
    line->seats = records_left_words(rq->arena, rq->lang, left);
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
