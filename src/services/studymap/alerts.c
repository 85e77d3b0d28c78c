/* alerts.c: one's seat alerts: asking to be told, not any more, and the list.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include "alerts.h"
#include "audit.h"
#include "json.h"
#include "records_seats.h"
#include "service.h"

static err back(struct rq *rq)
{
    return see_other(rq, "/alerts");
}

/* --- Asking ----------------------------------------------------------------------------------- */

static err case_read(struct rq *rq, const struct records_section *s, struct alert_case *ret)
{
    struct studymap_alert_list all = {};
    struct records_places places = {};
    struct records_window window = {};
    struct records_term term = {};

    TRY(records_term_of_id(rq->db, rq->lang, s->term, &term));
    TRY(records_window_for(rq->db, rq->me, s->term, &window));
    TRY(records_places_of(rq->db, rq->me, s->term, &places));
    TRY(studymap_q_alerts_of(rq->db, rq->me, &all));
    *ret = (struct alert_case){
        .term_over = studymap_term_over(term.last, civil_of(rq->now).day),
        .window = window.state,
        .most = studymap_settings_of(rq)->alerts_most,
    };
    for (size_t i = 0; i < all.n; i++)
        ret->others += all.v[i].section.v != s->id.v;
    for (size_t i = 0; i < places.n; i++) {
        const struct records_place *p = &places.v[i];

        ret->has_place = ret->has_place || (p->section.id.v == s->id.v && p->waiting_at == 0);
        ret->waits = ret->waits || (p->section.id.v == s->id.v && p->waiting_at > 0);
    }
    return studymap_q_seat_for(rq->db, rq->me, s->id, civil_of(rq->now).day, rq->now, &ret->seat_free);
}

/* Why not, in words. */
static void say_why_not(struct rq *rq, const struct records_section *s, enum alert_answer why)
{
    switch (why) {
    case ALERT_OVER:
        flash(rq, TONE_INFO, "Enrolment in %s is over for you: no seat can be had there any more.", s->course_name);
        break;
    case ALERT_PLACE:
        flash(rq, TONE_INFO, "You have a place in %s, group %s, already.", s->course_name, s->code);
        break;
    case ALERT_WAITS:
        flash(rq, TONE_INFO, "You wait for %s, group %s: a seat comes to you by itself, and you are told.",
              s->course_name, s->code);
        break;
    case ALERT_FREE:
        flash(rq, TONE_POSITIVE, "There is a seat in %s, group %s, now: choose it, and submit your plan.",
              s->course_name, s->code);
        break;
    case ALERT_MANY:
        flash(rq, TONE_WARNING, "You may have %lld seat alerts at a time. End one first.",
              (long long)studymap_settings_of(rq)->alerts_most);
        break;
    case ALERT_GO:
        break;
    }
}

err studymap_alert_add_post(struct rq *rq)
{
    section_id id = FORM_ID(rq, section_id, "section");
    struct records_sections found = {};
    struct alert_case c = {};
    int64_t changed = 0;

    if (form_bad(rq))
        return fail(rq, ERR_BAD_REQUEST, "Choose a group of the course first.");
    TRY(records_sections_by_id(rq->db, &id, 1, &found));
    if (found.n == 0)
        return fail(rq, ERR_NOT_FOUND, "This group is no longer offered.");
    const struct records_section *s = &found.v[0];
    TRY(case_read(rq, s, &c));
    enum alert_answer answer = alert_may(&c);
    if (answer != ALERT_GO) {
        say_why_not(rq, s, answer);
        return back(rq);
    }
    TRY(studymap_q_alert_put(rq->db, rq->me, id, s->term, arena_printf(rq->arena, "%s %s", s->course_code, s->code),
                             rq->now, &changed));
    if (changed > 0)
        TRY(audit_rq(rq, "studymap.alert_set", "section", id.v, NULL));
    flash(rq, TONE_POSITIVE, "We tell you when a seat is free in %s, group %s.", s->course_name, s->code);
    return back(rq);
}

/* It was ended on the page of its course. */
static err back_to_course(struct rq *rq, section_id id)
{
    struct records_sections found = {};
    struct records_term term = {};

    TRY(records_sections_by_id(rq->db, &id, 1, &found));
    if (found.n == 0)
        return back(rq);
    TRY(records_term_of_id(rq->db, rq->lang, found.v[0].term, &term));
    return see_other(rq, "/courses/%s?term=%s", url_seg(rq->arena, found.v[0].course_code),
                     url_seg(rq->arena, term.code));
}

err studymap_alert_remove_post(struct rq *rq)
{
    section_id id = FORM_ID(rq, section_id, "section");
    int64_t changed = 0;

    if (form_bad(rq))
        return fail(rq, ERR_BAD_REQUEST, "Choose a group of the course first.");
    TRY(studymap_q_alert_remove(rq->db, rq->me, id, &changed));
    if (changed > 0) {
        TRY(audit_rq(rq, "studymap.alert_ended", "section", id.v, NULL));
        flash(rq, TONE_INFO, "You are not told of a seat there any more.");
    }
    if (str_eq(form_typed(rq, "back"), "course"))
        return back_to_course(rq, id);
    return see_other(rq, "/alerts?ended=%lld", (long long)id.v);
}

/* --- The list --------------------------------------------------------------------------------- */

static const struct records_section *section_in(const struct records_sections *all, section_id id)
{
    for (size_t i = 0; i < all->n; i++)
        if (all->v[i].id.v == id.v)
            return &all->v[i];
    return NULL;
}

static struct studymap_alert_line line_of_alert(struct rq *rq, const struct studymap_alert *a,
                                                const struct records_section *s)
{
    struct studymap_alert_line line = {
        .e = {.gone = true, .name = a->label, .code = "", .group = "", .section = a->section}, .at = a->at};

    if (s)
        line.e = studymap_entry_of(rq, s);
    line.e.lone = false; /* nothing is said of the wait-list */
    return line;
}

/* What was ended just now may be asked for again: "?ended=SECTION". */
static err ended_read(struct rq *rq, const struct studymap_alert_list *all, struct studymap_entry *ret)
{
    section_id id = FORM_ID_OR_NONE(rq, section_id, "ended");
    struct records_sections found = {};

    for (size_t i = 0; i < all->n; i++)
        if (all->v[i].section.v == id.v)
            return OK;
    if (id.v == 0)
        return OK;
    TRY(records_sections_by_id(rq->db, &id, 1, &found));
    if (found.n > 0)
        *ret = studymap_entry_of(rq, &found.v[0]);
    return OK;
}

err studymap_alerts_get(struct rq *rq)
{
    struct studymap_alert_list all = {};
    struct records_sections found = {};
    struct studymap_alerts_view v = {.most = studymap_settings_of(rq)->alerts_most};

    TRY(studymap_q_alerts_of(rq->db, rq->me, &all));
    section_id *ids = ARENA_ARRAY(rq->arena, all.n, section_id);
    for (size_t i = 0; i < all.n; i++)
        ids[i] = all.v[i].section;
    TRY(records_sections_by_id(rq->db, ids, all.n, &found));
    TRY(ended_read(rq, &all, &v.ended));
    v.lines.v = ARENA_ARRAY(rq->arena, all.n, struct studymap_alert_line);
    for (size_t i = 0; i < all.n; i++)
        v.lines.v[v.lines.n++] = line_of_alert(rq, &all.v[i], section_in(&found, ids[i]));
    return studymap_v_alerts(rq->out, &v);
}

/* --- On other pages --------------------------------------------------------------------------- */

err studymap_alerts_read(struct rq *rq, const struct studymap_state *st, struct studymap_alert_list *ret)
{
    *ret = (struct studymap_alert_list){};
    if (studymap_term_over(st->term.last, civil_of(rq->now).day) || st->window.state == RECORDS_WINDOW_CLOSED)
        return OK;
    return studymap_q_alerts_of(rq->db, rq->me, ret);
}

void studymap_alert_mark(const struct studymap_state *st, const struct studymap_alert_list *all, instant now,
                         struct studymap_entry *e)
{
    bool over = studymap_term_over(st->term.last, civil_of(now).day) || st->window.state == RECORDS_WINDOW_CLOSED;

    for (size_t i = 0; i < all->n; i++)
        if (all->v[i].section.v == e->section.v)
            e->alert = STUDYMAP_ALERT_SET;
    for (size_t i = 0; i < st->places.n; i++)
        if (st->places.v[i].section.id.v == e->section.v)
            over = true; /* nothing to ask for */
    if (e->alert == STUDYMAP_ALERT_NONE && !over && !e->gone)
        e->alert = STUDYMAP_ALERT_MAY;
}

err studymap_watched_by(struct rq *rq, struct watched *to)
{
    struct studymap_alert_list all = {};

    TRY(studymap_q_alerts_of(rq->db, rq->me, &all));
    for (size_t i = 0; i < all.n; i++)
        watched_put(to, all.v[i].section.v);
    return OK;
}

err studymap_export_alerts(struct db *db, person_id who, struct json_out *j)
{
    struct studymap_alert_list all = {};

    TRY(studymap_q_alerts_of(db, who, &all));
    json_array(j, "seat_alerts");
    for (size_t i = 0; i < all.n; i++) {
        json_object(j, NULL);
        json_str(j, "group", all.v[i].label);
        json_str(j, "at", instant_iso(db_arena(db), all.v[i].at));
        json_end(j, '}');
    }
    json_end(j, ']');
    return OK;
}
