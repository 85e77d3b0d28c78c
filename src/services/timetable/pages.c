/* pages.c: a timetable by day, week, month or as a list: one's own, a lecturer's, a room's, a course's.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include "pages.h"

#include <stdlib.h>

#include "form.h"
#include "rights.h"
#include "str.h"
#include "timetable_v.h"

enum { LIST_DAYS = 182, AHEAD_DAYS = 400, LIST_MOST = 1000, GROUP_MOST = 20 };
enum view { VIEW_DAY, VIEW_WEEK, VIEW_MONTH, VIEW_LIST, VIEWS };

static const struct {
    const char *word, *key;
    struct msg text, none, back, next;
} views[VIEWS] = {
    [VIEW_DAY] = {"day", "d", _("Day"), _("No classes on this day."), _("Previous day"),
                  _("Next day")},
    [VIEW_WEEK] = {"week", "w", _("Week"), _("No classes this week."), _("Previous week"),
                   _("Next week")},
    [VIEW_MONTH] = {"month", "m", _("Month"), _("No classes this month."), _("Previous month"),
                    _("Next month")},
    [VIEW_LIST] = {"list", "l", _("List"), _("No classes or exams in these six months."),
                   _("Earlier"), _("Later")},
};

/* What is shown, of which days. */
struct page {
    struct timetable_whose whose;
    enum view view;
    day on;
    day from, to;    /* what is fetched */
    day first, last; /* what is meant: of a month without the days around it */
    bool beyond;     /* a day was asked for that is none, or too far away */
    const char *group; /* of a course: the one that is looked at, or "" */
    struct timetable_sources sources;
    struct records_earliers was;
    struct records_holidays holidays;
    struct timetable_slots slots;
};

/* On a phone one looks for the next class, at a desk for the week (User-Agent as every phone's browser
   sends it). */
static enum view first_view(const struct rq *rq)
{
    return strstr(rq_header(rq, "User-Agent"), "Mobi") ? VIEW_DAY : VIEW_WEEK;
}

static enum view view_asked(struct rq *rq)
{
    const char *word = form_typed(rq, "view");

    for (enum view v = 0; v < VIEWS; v++)
        if (str_eq(views[v].word, word))
            return v;
    return form_has(rq, "week") ? VIEW_WEEK : first_view(rq);
}

/* The first day of the month `months` later. */
static day month_from(day d, int months)
{
    int at = day_year(d) * 12 + day_month(d) - 1 + months;

    return day_make(at / 12, at % 12 + 1, 1);
}

/* The day that stands for the page before (-1) or behind (1) this one. */
static day step(const struct page *p, int way)
{
    switch (p->view) {
    case VIEW_DAY:
        return day_add(p->on, way);
    case VIEW_MONTH:
        return month_from(p->on, way);
    case VIEW_LIST:
        return day_add(p->on, way * (LIST_DAYS + 1));
    case VIEW_WEEK:
    case VIEWS:
        break;
    }
    return day_add(p->first, 7 * way);
}

static void choose_days(struct page *p)
{
    p->first = p->last = p->on;
    if (p->view == VIEW_WEEK) {
        p->first = day_monday(p->on);
        p->last = day_add(p->first, 6);
    } else if (p->view == VIEW_LIST) {
        p->last = day_add(p->on, LIST_DAYS);
    } else if (p->view == VIEW_MONTH) {
        p->first = month_from(p->on, 0);
        p->last = day_add(month_from(p->on, 1), -1);
    }
    p->from = p->view == VIEW_MONTH ? day_monday(p->first) : p->first;
    p->to = p->view == VIEW_MONTH ? day_add(p->from, 41) : p->last;
}

static const char *link_to(struct rq *rq, const struct page *p, enum view v, day on)
{
    const char *path = arena_printf(rq->arena, "%s?view=%s&on=%s", p->whose.base, views[v].word,
                                    day_iso(rq->arena, on));

    if (*p->group == '\0')
        return path;
    return arena_printf(rq->arena, "%s&group=%s", path, url_seg(rq->arena, p->group));
}

/* The page before (-1) or behind (1) this one; NULL beyond what can be asked for. */
static const char *link_step(struct rq *rq, const struct page *p, int way)
{
    struct timetable_limits l = timetable_limits(civil_of(rq->now).day);
    day d = step(p, way);

    return d.v < l.first.v || d.v > l.last.v ? NULL : link_to(rq, p, p->view, d);
}

const char *timetable_limits_words(struct rq *rq)
{
    struct timetable_limits l = timetable_limits(civil_of(rq->now).day);

    return say(rq, "A timetable can be asked for from %s to %s. This is today.",
               day_words(rq->arena, rq->lang, l.first), day_words(rq->arena, rq->lang, l.last));
}

static const char *title_of(struct rq *rq, const struct page *p)
{
    const char *name = p->whose.title ? p->whose.title : say(rq, "Timetable");

    if (p->view == VIEW_WEEK)
        return say(rq, "%s, week %d", name, day_iso_week(p->first));
    if (p->view == VIEW_MONTH)
        return arena_printf(rq->arena, "%s, %s %d", name,
                            month_words(rq->lang, day_month(p->first)), day_year(p->first));
    if (p->view == VIEW_DAY)
        return arena_printf(rq->arena, "%s, %s", name, day_words(rq->arena, rq->lang, p->on));
    return say(rq, "%s as a list", name);
}

/* The names of the terms that the days touch, or the days. */
static err span_of(struct rq *rq, const struct page *p, const char **ret)
{
    struct records_terms terms;
    const char *words = "";

    TRY(records_terms(rq->db, rq->lang, &terms));
    if (p->view == VIEW_WEEK || p->view == VIEW_LIST)
        words = arena_printf(rq->arena, "%s – %s", day_words(rq->arena, rq->lang, p->first),
                             day_words(rq->arena, rq->lang, p->last));
    for (size_t i = 0; i < terms.n; i++)
        if (terms.v[i].first.v <= p->last.v && terms.v[i].last.v >= p->first.v)
            words = arena_printf(rq->arena, "%s%s%s", words, *words == '\0' ? "" : " · ",
                                 terms.v[i].name);
    *ret = words;
    return OK;
}

static void put_views(struct rq *rq, const struct page *p, struct timetable_view *view)
{
    view->views.v = ARENA_ARRAY(rq->arena, VIEWS, struct timetable_link);
    for (enum view v = 0; v < VIEWS; v++)
        view->views.v[view->views.n++] = (struct timetable_link){.text = say_msg(rq, views[v].text),
                                                                 .path = link_to(rq, p, v, p->on),
                                                                 .key = views[v].key,
                                                                 .here = v == p->view};
}

static void put_strip(struct rq *rq, const struct page *p, struct timetable_view *view)
{
    day today = civil_of(rq->now).day, d = day_monday(p->on);

    if (p->view != VIEW_DAY)
        return;
    view->strip.v = ARENA_ARRAY(rq->arena, 7, struct timetable_link);
    for (; view->strip.n < 7; d = day_add(d, 1))
        view->strip.v[view->strip.n++] =
            (struct timetable_link){.text = weekday_short(rq->lang, day_weekday(d)),
                                    .more = arena_printf(rq->arena, "%d", day_dom(d)),
                                    .path = link_to(rq, p, VIEW_DAY, d),
                                    .here = d.v == p->on.v,
                                    .today = d.v == today.v};
}

static int by_id(const void *a, const void *b)
{
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

    return (x > y) - (x < y);
}

/* Each course its colour, the same one by day, week and month. */
static void put_hues(struct arena *a, struct timetable_sources *s)
{
    int64_t *ids = ARENA_ARRAY(a, s->n + 1, int64_t);
    int *hues = ARENA_ARRAY(a, s->n + 1, int);

    for (size_t i = 0; i < s->n; i++)
        ids[i] = s->v[i].section->course.v;
    if (s->n > 1)
        qsort(ids, s->n, sizeof *ids, by_id);
    week_hues(ids, s->n, hues);
    for (size_t i = 0; i < s->n; i++)
        for (size_t k = 0; k < s->n; k++)
            if (ids[k] == s->v[i].section->course.v)
                s->v[i].hue = hues[k];
}

static err fetch(struct rq *rq, struct page *p)
{
    bool marks = p->whose.kind == TIMETABLE_OWN || p->whose.kind == TIMETABLE_COURSE;

    TRY(timetable_whose_sources(rq, &p->whose, p->from, p->to, &p->sources));
    if (marks)
        TRY(timetable_changes(rq->db, instant_add(rq->now, -TIMETABLE_MARKED), &p->sources, &p->was));
    put_hues(rq->arena, &p->sources);
    TRY(records_holidays(rq->db, rq->lang, p->from, p->to, &p->holidays));
    p->slots = timetable_slots_in(rq->arena, p->sources.v, p->sources.n, p->from, p->to);
    timetable_mark_moved(&p->slots, &p->was);
    timetable_share(rq->arena, &p->slots);
    return OK;
}

static const char *coming_words(struct rq *rq, const struct timetable_slot *s)
{
    return say(rq, "Next: %s, %s: %s %s", day_words(rq->arena, rq->lang, s->day),
               minute_hm(rq->arena, s->starts), s->section->course_code,
               s->section->course_name);
}

/* Where nothing is, says what comes next. */
static err put_coming(struct rq *rq, struct page *p, struct timetable_view *view)
{
    struct timetable_sources later;
    day from = day_add(p->last, 1), to = day_add(p->last, AHEAD_DAYS);

    TRY(timetable_whose_sources(rq, &p->whose, from, to, &later));
    struct timetable_slots s = timetable_slots_in(rq->arena, later.v, later.n, from, to);
    if (*p->group != '\0')
        s = timetable_only_group(rq->arena, &s, p->group);
    if (s.n > 0) {
        view->coming = coming_words(rq, &s.v[0]);
        view->coming_path = link_to(rq, p, p->view, s.v[0].day);
    }
    view->nothing = s.n == 0 && p->sources.n == 0 && later.n == 0 &&
                    p->whose.digest.places == 0 && p->whose.digest.taught == 0;
    return OK;
}

static void put_notes(struct rq *rq, const struct page *p, struct week *w,
                      struct timetable_month *m)
{
    day d = p->from;

    for (size_t i = 0; i < w->n; i++) {
        const char *name = timetable_holiday(&p->holidays, w->v[i].day);
        if (name)
            w->v[i].note = say(rq, "No teaching: %s", name);
    }
    for (size_t i = 0; i < m->n; i++, d = day_add(d, 1))
        m->v[i].note = timetable_holiday(&p->holidays, d);
}

static void put_body(struct rq *rq, struct page *p, struct timetable_view *view)
{
    struct week *week = ARENA_NEW(rq->arena, struct week);

    if (p->view == VIEW_WEEK || p->view == VIEW_DAY) {
        *week = timetable_show_week(rq, &p->slots, p->first, p->view == VIEW_WEEK ? 7 : 1);
        view->week = week;
    } else if (p->view == VIEW_MONTH) {
        view->month = timetable_show_month(rq, &p->slots, p->first, p->whose.base);
    } else {
        view->days = timetable_show_days(rq, &p->slots, LIST_MOST);
    }
    put_notes(rq, p, week, &view->month);
    if (p->whose.kind == TIMETABLE_OWN)
        view->arranged = timetable_show_arranged(rq->arena, &p->sources);
    for (size_t i = 0; i < p->slots.n; i++) {
        const struct timetable_slot *s = &p->slots.v[i];
        view->n_slots += s->day.v >= p->first.v && s->day.v <= p->last.v;
        view->n_clashes += p->whose.kind == TIMETABLE_OWN && s->clash != NULL;
    }
    for (size_t i = 0; p->view == VIEW_LIST && i < p->holidays.n; i++)
        view->no_teaching = arena_printf(rq->arena, "%s%s%s (%s)",
                                         view->no_teaching ? view->no_teaching : "",
                                         view->no_teaching ? ", " : "", p->holidays.v[i].name,
                                         day_words(rq->arena, rq->lang, p->holidays.v[i].first));
}

static err show(struct rq *rq, struct page *p, struct timetable_view *view)
{
    day today = civil_of(rq->now).day;

    TRY(span_of(rq, p, &view->span));
    view->title = title_of(rq, p);
    view->base = p->whose.base;
    view->own = p->whose.kind == TIMETABLE_OWN;
    view->view = views[p->view].word;
    view->on = day_iso(rq->arena, p->on);
    view->back = link_step(rq, p, -1);
    view->next = link_step(rq, p, 1);
    view->group = p->group;
    view->limits = p->beyond ? timetable_limits_words(rq) : NULL;
    view->first_day = day_iso(rq->arena, timetable_limits(today).first);
    view->last_day = day_iso(rq->arena, timetable_limits(today).last);
    view->today = link_to(rq, p, p->view, today);
    view->back_words = views[p->view].back;
    view->next_words = views[p->view].next;
    view->none = views[p->view].none;
    put_views(rq, p, view);
    put_strip(rq, p, view);
    put_body(rq, p, view);
    if (view->n_slots == 0)
        TRY(put_coming(rq, p, view));
    return timetable_v_timetable(rq->out, view);
}

static struct page page_of(struct rq *rq)
{
    const char *on = form_has(rq, "on") ? form_typed(rq, "on") : form_typed(rq, "week");
    struct page p = {.view = view_asked(rq), .group = ""};

    p.on = timetable_day_asked(on, civil_of(rq->now).day, &p.beyond);
    choose_days(&p);
    return p;
}

static err own_page(struct rq *rq, struct page *p)
{
    const struct person *me = rq_person(rq);
    struct timetable_view view = {0};

    TRY(timetable_whose_own(rq, &p->whose));
    TRY(fetch(rq, p));
    view.changed = timetable_show_changes(rq, &p->sources, &p->was, p->whose.chosen.seen_at);
    view.studies = me && may_at_all(me->roles, me->n_roles, MAY_STUDY);
    return show(rq, p, &view);
}

err timetable_own_get(struct rq *rq)
{
    struct page p = page_of(rq);

    return own_page(rq, &p);
}

err timetable_own_list_get(struct rq *rq)
{
    struct page p = page_of(rq);

    p.view = VIEW_LIST;
    choose_days(&p);
    return own_page(rq, &p);
}

err timetable_lecturer_get(struct rq *rq)
{
    struct page p = page_of(rq);
    struct timetable_view view = {0};

    TRY(timetable_whose_lecturer(rq, &p.whose));
    TRY(fetch(rq, &p));
    return show(rq, &p, &view);
}

/* "Free now until 13:00" */
static err put_free(struct rq *rq, const struct page *p, struct timetable_view *view)
{
    struct civil now = civil_of(rq->now);
    struct records_sections in;
    struct records_use *used;
    size_t n = 0;

    TRY(records_in_room(rq->db, p->whose.room.id, now.day, now.day, &in));
    struct timetable_source *v = ARENA_ARRAY(rq->arena, in.n + 1, struct timetable_source);
    for (size_t i = 0; i < in.n; i++)
        v[i] = (struct timetable_source){.section = &in.v[i]};
    struct timetable_slots s = timetable_slots_in(rq->arena, v, in.n, now.day, now.day);
    used = ARENA_ARRAY(rq->arena, s.n + 1, struct records_use);
    for (; n < s.n; n++)
        used[n] = (struct records_use){p->whose.room.id, s.v[n].starts, s.v[n].ends};
    struct timetable_free f = timetable_free_from(used, n, now.minute);
    view->busy = f.from.v > now.minute.v;
    if (view->busy)
        view->free = say(rq, "In use now, until %s", minute_hm(rq->arena, f.from));
    else if (f.until.v < 24 * 60)
        view->free = say(rq, "Free now, until %s", minute_hm(rq->arena, f.until));
    else
        view->free = say(rq, "Free now, for the rest of the day");
    return OK;
}

err timetable_room_get(struct rq *rq)
{
    struct page p = page_of(rq);
    struct timetable_view view = {0};

    TRY(timetable_whose_room(rq, &p.whose));
    TRY(fetch(rq, &p));
    TRY(put_free(rq, &p, &view));
    view.facts = p.whose.room.address;
    if (p.whose.room.seats > 0)
        view.facts = arena_printf(rq->arena, "%s%s%s",
                                  tr_n(rq->arena, rq->lang, "%d seat", "%d seats", p.whose.room.seats),
                                  str_empty(p.whose.room.address) ? "" : " · ",
                                  p.whose.room.address);
    return show(rq, &p, &view);
}

/* The groups of the courses that are shown, and the one chosen of them: to be looked at without a place. */
static err put_groups(struct rq *rq, struct page *p, struct timetable_view *view)
{
    const char *group = form_text(rq, "group", 0, GROUP_MOST);
    struct timetable_whose own;
    struct timetable_sources mine;
    struct records_sections all;

    TRY(timetable_whose_own(rq, &own));
    own.chosen.waiting = true;
    own.chosen.courses = own.chosen.kinds = "";
    TRY(timetable_whose_sources(rq, &own, p->from, p->to, &mine));
    TRY(timetable_groups_of(rq->db, &p->sources, &all));
    TRY(timetable_show_groups(rq, &all, &mine, link_to(rq, p, p->view, p->on), &view->groups));
    for (size_t i = 0; i < all.n; i++)
        view->groups.v[i].chosen = str_eq(all.v[i].code, group);
    view->choices = timetable_group_choices(rq, &all, group);
    timetable_mark_every(&p->slots, &all);
    for (size_t i = 0; i < all.n && !p->group[0]; i++)
        p->group = str_eq(all.v[i].code, group) ? group : "";
    if (all.n == 0)
        p->group = group; /* other weeks may have it */
    else if (*p->group == '\0' && *group != '\0')
        view->no_group = group;
    if (*p->group != '\0')
        p->slots = timetable_only_group(rq->arena, &p->slots, p->group);
    return OK;
}

err timetable_course_get(struct rq *rq)
{
    struct page p = page_of(rq);
    struct timetable_view view = {0};

    TRY(timetable_whose_course(rq, &p.whose));
    TRY(fetch(rq, &p));
    TRY(put_groups(rq, &p, &view));
    return show(rq, &p, &view);
}
