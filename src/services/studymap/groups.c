/* groups.c: the groups of one course: to choose one, to add it as an alternative of a choice
   ("?for=OFFERING"), or to give a place for it ("?instead=OFFERING").
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include "alerts.h"
#include "plan.h"
#include "records_seats.h"
#include "search.h"

/* So many of the whole catalogue are looked at: not all are of the term. */
#define LOOKED_MOST 200
/* The most courses that a search shows. */
#define FOUND_MOST 12
/* So many groups are shown whole. */
#define SHOWN_WHOLE 6

struct looking {
    struct rq *rq;
    struct studymap_state st;
    offering_id offering;
    struct records_sections groups;
    const struct studymap_choice *choice; /* ALTERNATIVE: of this */
    const struct records_place *place;    /* EXCHANGE: this is given */
    struct studymap_groups_view view;
};

static const char *lasting(struct rq *rq, offering_id id)
{
    return arena_printf(rq->arena, "%lld", (long long)id.v);
}

/* What is beside one who looks at a course: all places and choices but for those of this course. */
static struct studymap_held beside(const struct looking *l)
{
    struct studymap_held held = studymap_beside(l->rq->arena, &l->st, l->choice);
    struct studymap_held rest = {.v = held.v};

    for (size_t i = 0; i < held.n; i++) {
        if (held.v[i]->offering.v != l->offering.v)
            rest.v[rest.n++] = held.v[i];
    }
    return rest;
}

/* --- Each group in its use ---------------------------------------------------------------------- */

static void to_choose(struct looking *l, struct studymap_entry *e, const struct records_section *s)
{
    const struct studymap_choice *c = studymap_choice_in(&l->st, l->offering);
    struct studymap_held rest = beside(l);

    e->problems = studymap_problems(l->rq, s, &rest, &(struct studymap_why){});
    e->chosen = c && c->item->section.v == s->id.v;
    if (!e->chosen && !l->view.held)
        e->does = say(l->rq, "Choose group %s", s->code);
}

static void to_add(struct looking *l, struct studymap_entry *e, const struct records_section *s)
{
    struct studymap_held rest = studymap_beside(l->rq->arena, &l->st, l->choice);

    e->waits = false;
    e->problems = studymap_problems(l->rq, s, &rest, &(struct studymap_why){});
    for (size_t i = 0; i < l->choice->n_options; i++) {
        if (l->choice->options[i].id.v == s->id.v)
            e->will = i == 0 ? say(l->rq, "This is what you want first.")
                             : say(l->rq, "This is option %d already.", (int)i + 1);
    }
    if (!e->will && !l->view.held)
        e->does = say(l->rq, "Add group %s", s->code);
}

static void to_exchange(struct looking *l, struct studymap_entry *e, const struct records_section *s)
{
    const struct records_place *wait = studymap_wait_in(&l->st, l->offering);
    struct studymap_held rest =
        studymap_held_without(l->rq->arena, &l->st, l->place, l->offering);
    struct studymap_limits limits = l->st.limits;
    const struct records_section *old = &l->place->section;

    struct studymap_why why = studymap_judge(&limits, &rest, s);
    why.expected = NULL; /* said above all groups */
    e->waits = false;
    e->problems = studymap_problems(l->rq, s, &rest, &why);
    if (s->id.v == old->id.v) {
        e->problems.n = 0;
        e->will = say(l->rq, "You have this place now.");
    } else if (wait && wait->section.id.v == s->id.v) {
        e->will = say(l->rq, "You wait for it, at place %d.", (int)wait->waiting_at);
    } else if (why.reason != STUDYMAP_FITS) {
        e->will = say(l->rq, "It cannot be yours as it is now.");
    } else if (!studymap_is_full(s)) {
        e->will = say(l->rq, "At once: you get a seat here, and your seat in %s, group %s, ends.",
                      old->course_code, old->code);
        e->does = say(l->rq, "Change to group %s", s->code);
    } else if (wait) {
        e->will = say(l->rq, "It is full. You wait for group %s already; leave that wait-list first.",
                      wait->section.code);
    } else if (!studymap_settings_of(l->rq)->wait_lists) {
        e->will = say(l->rq, "It is full.");
    } else {
        e->will = say(l->rq, "It is full: you wait at place %d and keep %s, group %s, until you get it.",
                      (int)s->waiting + 1, old->course_code, old->code);
        e->does = say(l->rq, "Wait for group %s", s->code);
        e->waits = true;
    }
    if (l->view.held)
        e->does = NULL;
}

static void groups_fill(struct looking *l)
{
    static void (*const fill[])(struct looking *, struct studymap_entry *,
                                const struct records_section *) = {to_choose, to_add, to_exchange};
    struct studymap_entries *all = &l->view.groups;

    all->v = ARENA_ARRAY(l->rq->arena, l->groups.n, struct studymap_entry);
    all->n = l->groups.n;
    for (size_t i = 0; i < l->groups.n; i++) {
        all->v[i] = studymap_entry_of(l->rq, &l->groups.v[i]);
        fill[l->view.use](l, &all->v[i], &l->groups.v[i]);
    }
}

/* Of many groups those that she can have come first; the others are folded away below. */
static void groups_fold(struct looking *l)
{
    struct studymap_entries all = l->view.groups, fit = {}, rest = {};

    if (all.n <= SHOWN_WHOLE)
        return;
    fit.v = ARENA_ARRAY(l->rq->arena, all.n, struct studymap_entry);
    rest.v = ARENA_ARRAY(l->rq->arena, all.n, struct studymap_entry);
    for (size_t i = 0; i < all.n; i++) {
        const struct studymap_entry *e = &all.v[i];
        bool clashes = e->problems.n > 0;
        bool useless = l->view.use == STUDYMAP_ALTERNATIVE && e->full;
        bool own = e->chosen || (e->will && l->view.use == STUDYMAP_ALTERNATIVE);
        struct studymap_entries *to = (clashes || useless) && !own ? &rest : &fit;

        to->v[to->n++] = *e;
    }
    if (fit.n == 0 && l->view.use != STUDYMAP_ALTERNATIVE)
        return;
    l->view.none_fits = fit.n <= (l->choice && l->choice->item->offering.v == l->offering.v);
    l->view.groups = fit;
    l->view.rest = rest;
}

/* --- What one is doing, and the other ways ------------------------------------------------------ */

static void choosing(struct looking *l)
{
    struct rq *rq = l->rq;
    const struct records_place *wait = studymap_wait_in(&l->st, l->offering);

    l->view.action = arena_printf(rq->arena, "/plan/%s/add", l->view.term);
    l->view.lead = say(rq, "Choose the group that suits you. What it would clash with is said beside it.");
    if (wait)
        l->view.held = say(rq, "You wait for group %s, at place %d. Leave that wait-list first to "
                               "choose another group.", wait->section.code, (int)wait->waiting_at);
}

static void adding(struct looking *l)
{
    struct rq *rq = l->rq;

    l->view.use = STUDYMAP_ALTERNATIVE;
    l->view.target = l->choice->item->offering;
    l->view.action = arena_printf(rq->arena, "/plan/%s/option", l->view.term);
    l->view.lead = say(rq, "An alternative for %s: it is tried only when the options before it are full.",
                       l->choice->section ? l->choice->section->course_name : l->choice->item->label);
    if (l->choice->n_options == STUDYMAP_OPTIONS)
        l->view.held = say(rq, "A choice has at most %d options.", STUDYMAP_OPTIONS);
}

static void exchanging(struct looking *l)
{
    struct rq *rq = l->rq;
    const struct records_section *old = &l->place->section;

    l->view.use = STUDYMAP_EXCHANGE;
    l->view.target = old->offering;
    l->view.action = arena_printf(rq->arena, "/plan/%s/swap/%s", l->view.term, lasting(rq, old->offering));
    if (old->offering.v == l->offering.v)
        l->view.lead = say(rq, "You have a place in group %s. You keep it until you have another: you "
                               "never lose a seat while you try for a better one.", old->code);
    else
        l->view.lead = say(rq, "You have a place in %s, group %s. You give it up only when you get one "
                               "here.", old->course_name, old->code);
    if (l->st.window.state != RECORDS_WINDOW_OPEN)
        l->view.held = studymap_window_words(rq, &l->st.window);
}

static void way_add(struct looking *l, const char *how, offering_id id, const char *text)
{
    struct studymap_ways *w = &l->view.ways;

    w->v[w->n++] = (struct studymap_way){
        .href = arena_printf(l->rq->arena, "/plan/%s/groups/%s?%s=%s", l->view.term,
                             lasting(l->rq, l->offering), how, lasting(l->rq, id)),
        .text = text,
    };
}

/* From choosing: the same course as an alternative, or for a place. */
static void ways_fill(struct looking *l)
{
    const struct studymap_state *st = &l->st;

    l->view.ways.v = ARENA_ARRAY(l->rq->arena, st->n + st->places.n, struct studymap_way);
    if (l->view.use != STUDYMAP_CHOOSE || l->view.held)
        return;
    for (size_t i = 0; i < st->n; i++) {
        const struct studymap_choice *c = &st->v[i];

        if (c->section && c->section->offering.v != l->offering.v && c->n_options < STUDYMAP_OPTIONS)
            way_add(l, "for", c->item->offering,
                    say(l->rq, "As an alternative for %s, when that is full", c->section->course_name));
    }
    for (size_t i = 0; i < st->places.n; i++) {
        const struct records_place *p = &st->places.v[i];

        if (p->waiting_at == 0)
            way_add(l, "instead", p->section.offering,
                    say(l->rq, "Instead of %s: give that up when you get this", p->section.course_name));
    }
}

/* --- Another course ----------------------------------------------------------------------------- */

static bool found_before(const struct studymap_ways *f, const char *href)
{
    for (size_t i = 0; i < f->n; i++) {
        if (str_eq(f->v[i].href, href))
            return true;
    }
    return false;
}

/* A course of the term, unless it is the one that is looked at. */
static void found_add(struct looking *l, course_id course)
{
    struct rq *rq = l->rq;
    const char *how = l->view.use == STUDYMAP_ALTERNATIVE ? "for" : "instead";
    struct studymap_ways *f = &l->view.found;

    for (size_t i = 0; i < l->st.sheet->n && f->n < FOUND_MOST; i++) {
        const struct records_section *s = &l->st.sheet->v[i];

        if (s->course.v != course.v || s->offering.v == l->view.target.v)
            continue;
        const char *href = arena_printf(rq->arena, "/plan/%s/groups/%s?%s=%s", l->view.term,
                                        lasting(rq, s->offering), how, lasting(rq, l->view.target));
        if (!found_before(f, href))
            f->v[f->n++] = (struct studymap_way){
                .href = href,
                .text = arena_printf(rq->arena, "%s · %s", s->course_code, s->course_name),
                .more = say(rq, "%d EC", (int)s->credits),
            };
    }
}

/* Courses of the term, as the catalogue finds them, for the same use. */
static err search_fill(struct looking *l)
{
    struct search_hits hits = {};

    l->view.found.v = ARENA_ARRAY(l->rq->arena, FOUND_MOST, struct studymap_way);
    if (str_empty(l->view.q))
        return OK;
    TRY(search_find(l->rq->db, "course", l->view.q, LOOKED_MOST, &hits));
    l->view.near = hits.similar && hits.n > 0;
    for (size_t i = 0; i < hits.n; i++)
        found_add(l, (course_id){hits.v[i].id});
    return OK;
}

/* --- The page ----------------------------------------------------------------------------------- */

/* What must be done before the course, whichever the group. */
static err prepared_words(struct looking *l)
{
    const struct records_section *s = &l->groups.v[0];
    const struct studymap_held nothing = {};
    struct studymap_limits only = {.credits = INT64_MAX, .clashes = true};
    struct studymap_why why = {};

    if (str_empty(s->rule))
        return OK;
    TRY(studymap_know(l->rq, &l->st));
    only.known = l->st.limits.known;
    only.arena = l->st.limits.arena;
    why = studymap_judge(&only, &nothing, s);
    l->view.refused = why.reason == STUDYMAP_PREREQUISITE;
    l->view.before = l->view.refused ? studymap_why_words(l->rq, s->course_name, &why)
                                     : studymap_expected_words(l->rq, s->course_name, &why);
    return OK;
}

/* The page was opened before the choice or the place that it is about went (in another window, or by
   going back). */
static err no_longer(struct looking *l, const char *which)
{
    if (str_eq(which, "for"))
        flash(l->rq, TONE_WARNING, "That course is no longer in your plan, so it needs no alternative.");
    else
        flash(l->rq, TONE_WARNING, "You have no place in that course any more, so there is none to change.");
    return see_other(l->rq, "/plan/%s", l->view.term);
}

/* The use that the address asks for; *ret_gone: there is nothing to use it for any more. */
static void use_read(struct looking *l, const char **ret_gone)
{
    struct rq *rq = l->rq;
    offering_id for_choice = FORM_ID_OR_NONE(rq, offering_id, "for");
    offering_id instead = FORM_ID_OR_NONE(rq, offering_id, "instead");

    if (for_choice.v)
        l->choice = studymap_choice_in(&l->st, for_choice);
    if (!l->choice)
        l->place = studymap_seat_in(&l->st, instead.v ? instead : l->offering);
    if (for_choice.v && !l->choice)
        *ret_gone = "for";
    else if (instead.v && !l->choice && !l->place)
        *ret_gone = "instead";
    if (l->choice)
        adding(l);
    else if (l->place)
        exchanging(l);
    else
        choosing(l);
}

static const char *title_of(const struct looking *l)
{
    const struct records_section *s = &l->groups.v[0];
    const char *name = arena_printf(l->rq->arena, "%s %s", s->course_code, s->course_name);

    if (l->place && l->place->section.offering.v == l->offering.v)
        return say(l->rq, "Change group of %s", name);
    if (l->place)
        return say(l->rq, "%s instead of %s", name, l->place->section.course_name);
    if (l->choice)
        return say(l->rq, "An alternative: %s", name);
    return say(l->rq, "Groups of %s", name);
}

static err alerts_fill(struct looking *l)
{
    struct studymap_alert_list all = {};
    bool full = false;

    for (size_t i = 0; i < l->view.groups.n; i++)
        full = full || l->view.groups.v[i].full;
    if (full)
        TRY(studymap_alerts_read(l->rq, &l->st, &all));
    for (size_t i = 0; i < l->view.groups.n; i++)
        studymap_alert_mark(&l->st, &all, l->rq->now, &l->view.groups.v[i]);
    return OK;
}

err studymap_groups_get(struct rq *rq)
{
    struct looking l = {.rq = rq, .offering = PATH_ID(rq, offering_id, "offering")};
    const char *gone = NULL;

    TRY(studymap_state_read(rq, &l.st));
    TRY(records_sections_of(rq->db, l.offering, &l.groups));
    if (l.groups.n == 0 || l.groups.v[0].term.v != l.st.term.id.v)
        return ERR_NOT_FOUND;
    l.view.term = url_seg(rq->arena, l.st.term.code);
    l.view.term_name = l.st.term.name;
    use_read(&l, &gone);
    if (gone)
        return no_longer(&l, gone);
    if (studymap_term_over(l.st.term.last, civil_of(rq->now).day))
        l.view.held = say(rq, "%s is over; its plan stays as it is.", l.st.term.name);
    TRY(prepared_words(&l));
    groups_fill(&l);
    TRY(alerts_fill(&l));
    groups_fold(&l);
    ways_fill(&l);
    if (l.view.use != STUDYMAP_CHOOSE) {
        l.view.here = arena_printf(rq->arena, "/plan/%s/groups/%s", l.view.term, lasting(rq, l.offering));
        l.view.q = form_has(rq, "q") ? form_text(rq, "q", 0, 60) : "";
        TRY(search_fill(&l));
    }
    l.view.title = title_of(&l);
    return studymap_v_groups(rq->out, &l.view);
}
