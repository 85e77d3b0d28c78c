/* hand_give.c: a student is enrolled by hand, or a place of hers ends by hand. Every rule holds; what is overruled
   is named and kept. SPDX-License-Identifier: AGPL-3.0-or-later */
#include "deciding.h"
#include "app.h"
#include "bus.h"
#include "hand.h"
#include "identity.h"
#include "queue.h"

#define BECAUSE_MAX 300

/* By bit of enum studymap_over. */
static const struct {
    unsigned over;
    const char *name;
    struct msg text;
} overs[] = {
    {STUDYMAP_OVER_PREREQUISITE, "over_prerequisite", _("Enrol without the prerequisites")},
    {STUDYMAP_OVER_CLASH, "over_clash", _("Enrol though the times clash")},
    {STUDYMAP_OVER_LOAD, "over_load", _("Enrol above the most credits")},
    {STUDYMAP_OVER_WINDOW, "over_window", _("Enrol though enrolment is not open for this student")},
};
#define OVERS (sizeof overs / sizeof *overs)

/* Whom and what the page is about. */
struct giving {
    struct identity_info who;
    struct records_term term;
    struct deciding d;
    struct student me;
    const struct records_section *s; /* NULL: none was chosen */
    const char *home;                /* of the student's studies */
};

static err giving_read(struct rq *rq, struct giving *g)
{
    err e = identity_by_id(rq->db, PATH_ID(rq, person_id, "person"), &g->who);

    TRY(may_all(rq));
    if (e == ERR_NOT_FOUND)
        return fail(rq, e, "There is no such person.");
    TRY(e);
    e = records_term_of_code(rq->db, rq->lang, path_text(rq, "term"), &g->term);
    if (e == ERR_NOT_FOUND)
        return fail(rq, e, "There is no such term.");
    TRY(e);
    if (studymap_term_over(g->term.last, civil_of(rq->now).day))
        return fail(rq, ERR_CONFLICT, "This term is over: its places do not change any more.");
    g->home = arena_printf(rq->arena, "/admin/students/%lld?term=%s", (long long)g->who.id.v,
                           url_seg(rq->arena, g->term.code));
    TRY(deciding_begin(rq->db, studymap_settings_of(rq), g->term.id, &g->d));
    return student_read(&g->d, g->who.id, &g->me);
}

/* --- What each rule says now ---------------------------------------------------------------------- */

struct judged {
    struct studymap_limits limits;
    struct studymap_held held;
    struct records_window window;
    struct records_section s; /* with its seats */
    unsigned over;            /* what objects */
    bool seat, has;           /* is one free for her; has she a place in the course */
};

static bool follows(const struct records_programmes *own, programme_id programme)
{
    for (size_t i = 0; i < own->n; i++)
        if (own->v[i].v == programme.v)
            return true;
    return false;
}

/* Is there a seat: of everybody's, or one that is kept for a programme of hers? */
static err seat_see(struct rq *rq, const struct giving *g, struct judged *j)
{
    struct records_section *copy = &j->s;
    struct records_reserves kept = {};
    struct records_programmes own = {};

    TRY(records_seats_fill(rq->db, &copy, 1));
    j->seat = !studymap_is_full(&j->s);
    if (j->seat || j->s.promote_due || j->s.kept == 0)
        return OK;
    TRY(records_programmes_now(rq->db, g->who.id, &own));
    TRY(records_reserves_of(rq->db, j->s.id, &kept));
    for (size_t i = 0; i < kept.n; i++)
        j->seat = j->seat || (kept.v[i].taken < kept.v[i].seats &&
                              (kept.v[i].until.v == 0 || kept.v[i].until.v > rq->now.v) &&
                              follows(&own, kept.v[i].programme));
    return OK;
}

static err judge(struct rq *rq, struct giving *g, const struct records_section *s, struct judged *ret)
{
    struct besides b = {.waiting = s->offering};

    *ret = (struct judged){.s = *s};
    ret->has = student_hold(&g->me, s->offering, false) != NULL;
    ret->held = student_held(&g->d, &g->me, &b, 0);
    TRY(student_limits(&g->d, &g->me, &(struct studymap_together){&s, 1}, !str_empty(s->rule),
                       &ret->limits));
    ret->over = studymap_objections(&ret->limits, &ret->held, s);
    TRY(records_window_for(rq->db, g->who.id, g->term.id, &ret->window));
    if (ret->window.state != RECORDS_WINDOW_OPEN)
        ret->over |= STUDYMAP_OVER_WINDOW;
    return seat_see(rq, g, ret);
}

static void rule_add(struct studymap_option_line *o, struct msg rule, bool good, const char *words)
{
    o->rules.v[o->rules.n++] = (struct studymap_rule_line){rule, good, words};
}

static const char *prerequisite_words(struct rq *rq, const struct judged *j)
{
    struct records_check c;

    if (str_empty(j->s.rule) || !j->limits.known)
        return say(rq, "Nothing is asked");
    c = records_prereq_check(rq->arena, j->s.rule, j->s.course, j->limits.known);
    return c.ready == RECORDS_NOT_READY
               ? say(rq, "Missing: %s", records_prereq_words(rq->arena, rq->lang, c.lacks))
               : say(rq, "Met: %s", records_prereq_words(rq->arena, rq->lang, j->s.rule));
}

static void rules_in(struct rq *rq, const struct judged *j, struct studymap_option_line *o)
{
    struct studymap_why why = {};
    bool clash = studymap_clash(&j->held, &j->s, &why);

    o->course = j->s.course_name;
    o->group = j->s.code;
    o->rules.v = ARENA_ARRAY(rq->arena, 6, struct studymap_rule_line);
    rule_add(o, _("One place in a course"), !j->has,
             j->has ? say(rq, "The student has a place in this course")
                    : say(rq, "The student has none in this course"));
    rule_add(o, _("Prerequisites"), !(j->over & STUDYMAP_OVER_PREREQUISITE), prerequisite_words(rq, j));
    rule_add(o, _("Times"), !(j->over & STUDYMAP_OVER_CLASH),
             clash ? studymap_why_words(rq, j->s.course_name, &why)
                   : say(rq, "It meets at other times than all that the student has"));
    rule_add(o, _("Load"), !(j->over & STUDYMAP_OVER_LOAD),
             say(rq, "%lld EC with it, of %lld EC at most", (long long)j->held.credits + (long long)j->s.credits,
                 (long long)j->limits.credits));
    rule_add(o, _("Enrolment window"), !(j->over & STUDYMAP_OVER_WINDOW),
             studymap_window_words(rq, &j->window));
    rule_add(o, _("A seat"), j->seat, records_seat_words(rq->arena, rq->lang, &j->s));
}

/* --- Choosing a group ----------------------------------------------------------------------------- */

static struct msg state_of(const struct judged *j, const char **ret_tone)
{
    *ret_tone = "danger";
    if (j->has)
        return _("Has a place in this course");
    if (!j->seat)
        return _("No seat");
    if (!j->over) {
        *ret_tone = "positive";
        return _("Fits");
    }
    *ret_tone = "warning";
    return _("A rule objects");
}

static err group_add(struct rq *rq, struct giving *g, const struct records_section *s,
                     struct studymap_give_view *view)
{
    struct studymap_hand_group *h = &view->groups.v[view->groups.n++];
    struct judged j = {};

    TRY(judge(rq, g, s, &j));
    *h = (struct studymap_hand_group){
        .href = arena_printf(rq->arena, "%s?section=%lld", view->action, (long long)s->id.v),
        .group = s->code,
        .seats = records_seat_words(rq->arena, rq->lang, &j.s),
        .lecturer = s->lecturer,
        .times = studymap_times(rq, s),
    };
    h->state = state_of(&j, &h->tone);
    return OK;
}

/* The groups of the course that was typed. */
static err groups_in(struct rq *rq, struct giving *g, struct studymap_give_view *view)
{
    view->course = form_text(rq, "course", 1, 40);
    if (form_bad(rq))
        return OK;
    view->groups.v = ARENA_ARRAY(rq->arena, g->d.sheet->n, struct studymap_hand_group);
    for (size_t i = 0; i < g->d.sheet->n; i++) {
        const struct records_section *s = &g->d.sheet->v[i];

        if (!studymap_names(rq->arena, view->course, s->course_code))
            continue;
        view->course_name = arena_printf(rq->arena, "%s %s", s->course_code, s->course_name);
        TRY(group_add(rq, g, s, view));
    }
    if (!view->course_name)
        form_error(rq, "course", "No course with this code is offered in this term.");
    return OK;
}

static err chosen_in(struct rq *rq, struct giving *g, struct studymap_give_view *view)
{
    struct judged j = {};

    TRY(judge(rq, g, g->s, &j));
    view->section = g->s->id;
    view->course = g->s->course_code;
    view->course_name = arena_printf(rq->arena, "%s %s", g->s->course_code, g->s->course_name);
    rules_in(rq, &j, &view->option);
    view->blocked = j.has || !j.seat;
    if (j.has)
        view->why = say(rq, "A student has one place in a course. End the other first.");
    else if (!j.seat)
        view->why = say(rq, "A seat is never given twice. Give the group more seats first; those who wait there come "
                            "before this student.");
    view->seats_href = arena_printf(rq->arena, "/admin/offerings/%lld", (long long)g->s->offering.v);
    view->overs.v = ARENA_ARRAY(rq->arena, OVERS, struct studymap_hand_over);
    for (size_t i = 0; i < OVERS; i++)
        if (j.over & overs[i].over)
            view->overs.v[view->overs.n++] =
                (struct studymap_hand_over){overs[i].name, overs[i].text};
    return OK;
}

err studymap_give_get(struct rq *rq)
{
    section_id section = FORM_ID_OR_NONE(rq, section_id, "section");
    struct studymap_give_view view = {.course = ""};
    struct giving g = {};

    TRY(giving_read(rq, &g));
    view.title = say(rq, "Enrol %s", g.who.name);
    view.name = g.who.name;
    view.login = g.who.login;
    view.back = g.home;
    view.term_name = g.term.name;
    view.action = arena_printf(rq->arena, "/admin/students/%lld/%s/give", (long long)g.who.id.v,
                               url_seg(rq->arena, g.term.code));
    g.s = section.v ? records_sheet_section(g.d.sheet, section) : NULL;
    if (g.s)
        TRY(chosen_in(rq, &g, &view));
    else if (form_has(rq, "course"))
        TRY(groups_in(rq, &g, &view));
    if (form_bad(rq))
        reply_status(rq, 422);
    return studymap_v_give(rq->out, &view);
}

/* --- Asking --------------------------------------------------------------------------------------- */

/* Decides at once, or in turn: then *ret_asked is the request. */
static err ask(struct rq *rq, struct studymap_asked *a, struct studymap_decided *ret, request_id *ret_asked)
{
    bool in_turn = false;

    a->by = rq->me;
    a->request = rq->id;
    a->address = rq->address;
    TRY(studymap_in_turn(rq->db, a->term, &in_turn));
    if (!in_turn)
        return studymap_decide(rq->db, studymap_settings_of(rq), a, ret);
    *ret_asked = NEW_ID(rq->db, request_id);
    TRY(studymap_q_request_by_hand(rq->db, *ret_asked, a->person, a->term, studymap_kind_word(a->kind),
                                   a->offering, a->section, a->waits, a->request, a->address, a->by, a->over,
                                   a->because, rq->now));
    bus_tell(rq->db, BUS_ASKED, ret_asked->v);
    return OK;
}

static err answer(struct rq *rq, const struct giving *g, const struct studymap_decided *decided,
                  request_id asked)
{
    if (asked.v)
        return see_other(rq, "%s&asked=%lld", g->home, (long long)asked.v);
    return see_other(rq, "/admin/decisions/%s", decided->number);
}

static const char *because_of(struct rq *rq)
{
    const char *because = form_text(rq, "because", 1, BECAUSE_MAX);

    if (str_empty(because))
        form_error(rq, "because", "Say why: the student reads it, and so does who asks later.");
    return because;
}

/* What of the form is overruled. */
static unsigned over_asked(struct rq *rq)
{
    unsigned over = 0;

    for (size_t i = 0; i < OVERS; i++)
        if (form_flag(rq, overs[i].name))
            over |= overs[i].over;
    return over;
}

err studymap_give_post(struct rq *rq)
{
    struct studymap_asked asked = {
        .kind = STUDYMAP_GIVE,
        .section = FORM_ID(rq, section_id, "section"),
        .over = over_asked(rq),
        .because = because_of(rq),
    };
    struct studymap_decided decided = {};
    request_id queued = {};
    struct giving g = {};
    struct judged j = {};

    TRY(giving_read(rq, &g));
    g.s = records_sheet_section(g.d.sheet, asked.section);
    if (!g.s)
        return fail(rq, ERR_CONFLICT, "This group is not offered any more. Choose another.");
    TRY(judge(rq, &g, g.s, &j));
    for (size_t i = 0; i < OVERS; i++)
        if (j.over & ~asked.over & overs[i].over)
            form_error(rq, overs[i].name, "This rule objects: overrule it by name, or do not enrol.");
    if (!form_bad(rq) && (j.has || !j.seat))
        reply_status(rq, 409);
    if (form_bad(rq) || j.has || !j.seat)
        return page_after(rq, false, studymap_give_get);
    asked.person = g.who.id;
    asked.term = g.term.id;
    asked.over &= j.over;
    TRY(ask(rq, &asked, &decided, &queued));
    if (!queued.v && decided.gate != STUDYMAP_GO)
        return fail(rq, ERR_CONFLICT, "Nothing was changed: meanwhile a rule objects that you did not overrule, or no "
                                      "seat is free. Look at it again.");
    if (!queued.v)
        flash(rq, TONE_POSITIVE, "%s is enrolled in %s, group %s.", g.who.name, g.s->course_name, g.s->code);
    return answer(rq, &g, &decided, queued);
}

/* --- Ending --------------------------------------------------------------------------------------- */

static const struct records_hold *hold_asked(struct rq *rq, const struct giving *g)
{
    return student_hold(&g->me, PATH_ID(rq, offering_id, "offering"), form_flag(rq, "waits"));
}

err studymap_end_get(struct rq *rq)
{
    struct studymap_end_view view = {};
    struct records_seats seats = {};
    struct giving g = {};

    TRY(giving_read(rq, &g));
    const struct records_hold *h = hold_asked(rq, &g);
    if (!h)
        return fail(rq, ERR_NOT_FOUND, "The student has no such place any more.");
    g.s = records_sheet_section(g.d.sheet, h->section);
    TRY(records_seats_of(rq->db, h->section, &seats));
    view.title = h->waits ? say(rq, "Take %s off the wait-list", g.who.name)
                          : say(rq, "End a place of %s", g.who.name);
    view.name = g.who.name;
    view.login = g.who.login;
    view.back = g.home;
    view.term_name = g.term.name;
    view.course = arena_printf(rq->arena, "%s %s", g.s->course_code, g.s->course_name);
    view.group = g.s->code;
    view.waits = h->waits;
    view.others = seats.waiting;
    view.action = arena_printf(rq->arena, "/admin/students/%lld/%s/end/%lld", (long long)g.who.id.v,
                               url_seg(rq->arena, g.term.code), (long long)h->offering.v);
    return studymap_v_end(rq->out, &view);
}

err studymap_end_post(struct rq *rq)
{
    struct studymap_asked asked = {
        .kind = STUDYMAP_END,
        .offering = PATH_ID(rq, offering_id, "offering"),
        .waits = form_flag(rq, "waits"),
        .because = because_of(rq),
    };
    struct studymap_decided decided = {};
    request_id queued = {};
    struct giving g = {};

    TRY(giving_read(rq, &g));
    const struct records_hold *h = hold_asked(rq, &g);
    if (!h)
        return fail(rq, ERR_CONFLICT, "The student has no such place any more.");
    if (form_bad(rq))
        return page_after(rq, false, studymap_end_get);
    g.s = records_sheet_section(g.d.sheet, h->section);
    asked.person = g.who.id;
    asked.term = g.term.id;
    TRY(ask(rq, &asked, &decided, &queued));
    if (!queued.v && decided.gate != STUDYMAP_GO)
        return fail(rq, ERR_CONFLICT, "The student has no such place any more.");
    if (!queued.v)
        flash(rq, TONE_POSITIVE, "The place of %s in %s, group %s, is ended.", g.who.name, g.s->course_name,
              g.s->code);
    return answer(rq, &g, &decided, queued);
}
