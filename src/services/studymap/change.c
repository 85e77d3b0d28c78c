/* change.c: putting a course into a plan, taking it out, and leaving a place.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include "armed.h"
#include "audit.h"
#include "bus.h"
#include "records_seats.h"

static err back_to_plan(struct rq *rq, const struct studymap_state *st)
{
    return see_other(rq, "/plan/%s", url_seg(rq->arena, st->term.code));
}

/* Reads the state for a change; a term that is over is not changed any more. */
static err change_begin(struct rq *rq, struct studymap_state *ret)
{
    TRY(studymap_state_read(rq, ret));
    if (studymap_term_over(ret->term.last, civil_of(rq->now).day))
        return fail(rq, ERR_CONFLICT, "%s is over; its plan stays as it is.", ret->term.name);
    return studymap_locked(rq, ret, &ret->locked);
}

/* The plan gets its next version, and is made if this is its first choice. */
static err plan_touch(struct rq *rq, struct studymap_state *st)
{
    int64_t changed = 0;

    bus_tell(rq->db, BUS_OWN, rq->me.v);
    if (st->plan.id.v == 0) {
        st->plan = (struct studymap_plan){NEW_ID(rq->db, plan_id), 1};
        return studymap_q_plan_add(rq->db, st->plan.id, rq->me, st->term.id, rq->now);
    }
    TRY(studymap_q_plan_touch(rq->db, st->plan.id, st->plan.version, rq->now, &changed));
    return changed == 1 ? OK : ERR_RETRY;
}

/* What a plan says of a section that is withdrawn later. */
static const char *label_of(struct rq *rq, const struct records_section *s)
{
    return arena_printf(rq->arena, "%s %s", s->course_code, s->code);
}

static err choose(struct rq *rq, struct studymap_state *st, const struct records_section *s)
{
    const struct studymap_choice *old = studymap_choice_in(st, s->offering);

    if (!old && st->n >= STUDYMAP_MOST)
        return fail(rq, ERR_CONFLICT, "A plan holds at most %d courses. Take one out first.",
                    STUDYMAP_MOST);
    if (old && old->item->section.v == s->id.v) {
        flash(rq, TONE_INFO, "%s, group %s, was in your plan already.", s->course_name, s->code);
        return back_to_plan(rq, st);
    }
    struct studymap_options others = {.n = 1};
    if (old)
        others = studymap_options_of(s->id, old->item->others);
    for (size_t i = 1; i < others.n; i++) { /* it was one of the others: now it is the first */
        if (others.v[i].v == s->id.v)
            memmove(&others.v[i], &others.v[i + 1], (--others.n - i) * sizeof *others.v);
    }
    TRY(plan_touch(rq, st));
    TRY(studymap_q_item_put(rq->db, NEW_ID(rq->db, plan_item_id), st->plan.id, s->offering, s->id,
                            label_of(rq, s), (int64_t)st->n + 1,
                            studymap_options_others(rq->arena, &others), rq->now));
    TRY(audit_rq(rq, "studymap.planned", "section", s->id.v, NULL));
    if (old)
        flash(rq, TONE_POSITIVE, "%s: group %s is in your plan now.", s->course_name, s->code);
    else
        flash(rq, TONE_POSITIVE, "%s, group %s, is in your plan.", s->course_name, s->code);
    if (st->window.state == RECORDS_WINDOW_CLOSED)
        flash(rq, TONE_WARNING, "%s It can only be planned now, not submitted.",
              studymap_window_words(rq, &st->window));
    return back_to_plan(rq, st);
}

/* A section of this term by the form's field, or the answer that there is none. */
static err section_asked(struct rq *rq, const struct studymap_state *st, section_id id,
                         const struct records_section **ret)
{
    *ret = records_sheet_section(st->sheet, id);
    if (!*ret)
        return fail(rq, ERR_NOT_FOUND, "This group is no longer offered in %s.", st->term.name);
    return OK;
}

/* She has it, or waits for it: says where she may change that. */
static err has_place(struct rq *rq, const struct studymap_state *st, const struct records_place *p)
{
    const struct records_section *s = &p->section;

    if (p->waiting_at > 0) {
        flash(rq, TONE_INFO, "You wait for %s, group %s, already: at place %d.", s->course_name, s->code,
              (int)p->waiting_at);
        return back_to_plan(rq, st);
    }
    flash(rq, TONE_INFO, "You have a place in %s already: group %s. Here you can change it for another.",
          s->course_name, s->code);
    return see_other(rq, "/plan/%s/groups/%lld", url_seg(rq->arena, st->term.code),
                     (long long)s->offering.v);
}

/* Chooses a group of a course; another group of the same course is swapped for it. */
err studymap_add_post(struct rq *rq)
{
    section_id id = FORM_ID(rq, section_id, "section");
    const struct records_section *s = NULL;
    struct studymap_state st = {};

    if (form_bad(rq))
        return fail(rq, ERR_BAD_REQUEST, "Choose a group of the course first.");
    TRY(change_begin(rq, &st));
    if (st.locked)
        return studymap_locked_answer(rq, &st);
    TRY(section_asked(rq, &st, id, &s));
    if (studymap_place_in(&st, s->offering))
        return has_place(rq, &st, studymap_place_in(&st, s->offering));
    return choose(rq, &st, s);
}

/* --- Options and their order ------------------------------------------------------------------- */

static bool move_of(const char *word, enum studymap_move *ret)
{
    static const char *const words[] = {"add", "remove", "up", "down"};

    for (int i = 0; i <= STUDYMAP_DOWN; i++) {
        *ret = (enum studymap_move)i;
        if (str_eq(words[i], word))
            return true;
    }
    return false;
}

/* The first option names the choice: no other choice may have its course. */
static err options_write(struct rq *rq, struct studymap_state *st, const struct studymap_choice *c,
                         const struct studymap_options *o)
{
    const struct records_section *first = records_sheet_section(st->sheet, o->v[0]);
    offering_id offering = first ? first->offering : c->item->offering;
    const struct studymap_choice *same = studymap_choice_in(st, offering);

    if (same && same != c)
        return fail(rq, ERR_CONFLICT, "%s is a choice of its own in your plan already.",
                    first ? first->course_name : c->item->label);
    TRY(plan_touch(rq, st));
    TRY(studymap_q_item_options(rq->db, c->item->id, offering, o->v[0],
                                first ? label_of(rq, first) : c->item->label,
                                studymap_options_others(rq->arena, o)));
    return audit_rq(rq, "studymap.options", "section", o->v[0].v, NULL);
}

/* "MATH 2, group B, is option 2 now." */
static err options_tell(struct rq *rq, const struct studymap_state *st,
                        const struct studymap_options *o, section_id id)
{
    const struct records_section *s = records_sheet_section(st->sheet, id);
    size_t at = 0;

    while (at < o->n && o->v[at].v != id.v)
        at++;
    if (s && at < o->n)
        flash(rq, TONE_POSITIVE, "%s, group %s, is option %d of %d now.", s->course_code, s->code,
              (int)at + 1, (int)o->n);
    else if (s)
        flash(rq, TONE_INFO, "%s, group %s, is no option any more.", s->course_code, s->code);
    return back_to_plan(rq, st);
}

/* `do`: add, remove, up or down; `section` is the option, `offering` the choice. */
err studymap_option_post(struct rq *rq)
{
    offering_id offering = FORM_ID(rq, offering_id, "offering");
    section_id id = FORM_ID(rq, section_id, "section");
    const struct records_section *s = NULL;
    struct studymap_state st = {};
    enum studymap_move how;

    if (!move_of(form_text(rq, "do", 1, 10), &how) || form_bad(rq))
        return fail(rq, ERR_BAD_REQUEST, "Choose a group of the course first.");
    TRY(change_begin(rq, &st));
    if (st.locked)
        return studymap_locked_answer(rq, &st);
    const struct studymap_choice *c = studymap_choice_in(&st, offering);
    if (!c)
        return back_to_plan(rq, &st);
    if (how == STUDYMAP_ADD)
        TRY(section_asked(rq, &st, id, &s));
    struct studymap_options o = studymap_options_of(c->item->section, c->item->others);
    if (how == STUDYMAP_ADD && o.n == STUDYMAP_OPTIONS)
        return fail(rq, ERR_CONFLICT, "A choice has at most %d options.", STUDYMAP_OPTIONS);
    if (!studymap_options_move(&o, id, how))
        return back_to_plan(rq, &st);
    TRY(options_write(rq, &st, c, &o));
    return options_tell(rq, &st, &o, id);
}

/* `do`: up or down; moves the choice `offering` in the order of preference. */
err studymap_rank_post(struct rq *rq)
{
    offering_id offering = FORM_ID(rq, offering_id, "offering");
    struct studymap_state st = {};
    enum studymap_move how;

    if (!move_of(form_text(rq, "do", 1, 10), &how) || form_bad(rq))
        return fail(rq, ERR_BAD_REQUEST, "Choose a group of the course first.");
    TRY(change_begin(rq, &st));
    if (st.locked)
        return studymap_locked_answer(rq, &st);
    const struct studymap_choice *c = studymap_choice_in(&st, offering);
    size_t at = c ? (size_t)(c - st.v) : 0;
    size_t to = how == STUDYMAP_UP ? at - 1 : at + 1;
    if (!c || to >= st.n || (how != STUDYMAP_UP && how != STUDYMAP_DOWN))
        return back_to_plan(rq, &st);
    TRY(plan_touch(rq, &st));
    for (size_t i = 0; i < st.n; i++) {
        size_t rank = i == at ? to : i == to ? at : i;

        TRY(studymap_q_item_rank(rq->db, st.v[i].item->id, (int64_t)rank + 1));
    }
    TRY(audit_rq(rq, "studymap.ranked", "section", c->item->section.v, NULL));
    flash(rq, TONE_POSITIVE, "%s is choice %d now.",
          c->section ? c->section->course_name : c->item->label, (int)to + 1);
    return back_to_plan(rq, &st);
}

/* The last choice is out: an empty plan cannot be submitted. */
static err nothing_left(struct rq *rq, const struct studymap_state *st)
{
    if (st->plan.armed_at.v == 0)
        return OK;
    flash(rq, TONE_WARNING, "Your plan is empty now, so it is not submitted for you any more.");
    TRY(studymap_q_plan_arm(rq->db, st->plan.id, (instant){0}));
    return audit_rq(rq, "studymap.disarmed", "plan", st->plan.id.v, NULL);
}

err studymap_remove_post(struct rq *rq)
{
    offering_id offering = FORM_ID(rq, offering_id, "offering");
    struct studymap_state st = {};
    int64_t changed = 0;

    if (form_bad(rq))
        return fail(rq, ERR_BAD_REQUEST, "Choose the course to take out first.");
    TRY(change_begin(rq, &st));
    if (st.locked)
        return studymap_locked_answer(rq, &st);
    const struct studymap_choice *choice = studymap_choice_in(&st, offering);
    if (!choice)
        return back_to_plan(rq, &st);
    TRY(plan_touch(rq, &st));
    TRY(studymap_q_item_remove(rq->db, st.plan.id, offering, &changed));
    if (st.n == 1)
        TRY(nothing_left(rq, &st));
    TRY(audit_rq(rq, "studymap.unplanned", "section", choice->item->section.v, NULL));
    return see_other(rq, "/plan/%s?removed=%lld", url_seg(rq->arena, st.term.code),
                     (long long)choice->item->section.v);
}

/* --- Places ------------------------------------------------------------------------------------ */

/* The place that the path names, or the wait-list place with "?waits=1" or without the other. */
static const struct records_place *place_asked(struct rq *rq, const struct studymap_state *st)
{
    offering_id offering = PATH_ID(rq, offering_id, "offering");
    const struct records_place *found = studymap_place_in(st, offering);

    if (!form_flag(rq, "waits"))
        return found;
    const struct records_place *wait = studymap_wait_in(st, offering);

    return wait ? wait : found;
}

/* Until when a place can be left (zero: as long as the term lasts), and whether it still can. A wait-list always
   can. */
static err leaving(struct rq *rq, const struct studymap_state *st, const struct records_place *place, instant *ret_until,
                   bool *ret_may)
{
    *ret_until = (instant){0};
    *ret_may = true;
    if (place->waiting_at > 0)
        return OK;
    TRY(records_leave_until(rq->db, st->term.id, ret_until));
    *ret_may = studymap_may_leave(st->window.state, *ret_until, rq->now);
    return OK;
}

/* Leaving cannot be undone when others wait, so it is confirmed by naming the course. */
err studymap_leave_get(struct rq *rq)
{
    struct studymap_state st = {};
    struct studymap_leave_view view = {};
    instant until = {};
    bool may = false;

    TRY(studymap_state_read(rq, &st));
    const struct records_place *place = place_asked(rq, &st);
    if (!place)
        return ERR_NOT_FOUND;
    TRY(leaving(rq, &st, place, &until, &may));
    view.until = until.v ? instant_words(rq->arena, rq->lang, until) : NULL;
    view.late = !may;
    view.place = studymap_entry_of(rq, &place->section);
    view.place.waiting_at = place->waiting_at;
    if (place->waiting_at > 0 && studymap_seat_in(&st, place->section.offering))
        view.keeps = studymap_seat_in(&st, place->section.offering)->section.code;
    view.open = st.window.state == RECORDS_WINDOW_OPEN;
    view.window = studymap_window_words(rq, &st.window);
    view.title = place->waiting_at ? say(rq, "Leave the wait-list of %s", view.place.name)
                                   : say(rq, "Leave %s", view.place.name);
    view.term = url_seg(rq->arena, st.term.code);
    view.term_name = st.term.name;
    return studymap_v_leave(rq->out, &view);
}

static void left_tell(struct rq *rq, const struct records_place *place, const char *receipt)
{
    if (place->waiting_at > 0)
        flash(rq, TONE_POSITIVE, "You do not wait for %s any more: receipt %s.",
              place->section.course_name, receipt);
    else
        flash(rq, TONE_POSITIVE, "You have left %s: receipt %s.", place->section.course_name, receipt);
}

err studymap_leave_post(struct rq *rq)
{
    const char *typed = form_text(rq, "code", 1, 40);
    struct studymap_decided decided = {};
    struct studymap_state st = {};
    const char *queued = NULL;
    instant until = {};
    bool may = false;

    TRY(change_begin(rq, &st));
    const struct records_place *place = place_asked(rq, &st);
    if (!place)
        return back_to_plan(rq, &st);
    TRY(leaving(rq, &st, place, &until, &may));
    if (!may)
        return see_other(rq, "/plan/%s/leave/%lld", url_seg(rq->arena, st.term.code),
                         (long long)place->section.offering.v); /* which says why */
    const struct records_section *s = &place->section;
    if (!form_bad(rq) && !studymap_names(rq->arena, typed, s->course_code))
        form_error(rq, "code", "This is not the code of the course. Type %s to leave it.",
                   s->course_code);
    if (form_bad(rq))
        return page_after(rq, false, studymap_leave_get);
    struct studymap_asked asked = {
        .kind = STUDYMAP_LEAVE,
        .term = st.term.id,
        .offering = s->offering,
        .waits = place->waiting_at > 0,
    };
    TRY(studymap_ask(rq, &asked, &decided, &queued));
    if (queued)
        return see_other(rq, "%s", queued);
    if (decided.gate == STUDYMAP_GO)
        left_tell(rq, place, decided.number);
    return back_to_plan(rq, &st);
}

/* Swaps the place that the path names for the section of the form. */
err studymap_swap_post(struct rq *rq)
{
    struct studymap_asked asked = {
        .kind = STUDYMAP_SWAP,
        .offering = PATH_ID(rq, offering_id, "offering"),
        .section = FORM_ID(rq, section_id, "section"),
        .waits = form_flag(rq, "waits"),
    };
    struct studymap_decided decided = {};
    const struct records_section *s = NULL;
    struct studymap_state st = {};
    const char *queued = NULL;

    if (form_bad(rq))
        return fail(rq, ERR_BAD_REQUEST, "Choose a group of the course first.");
    TRY(change_begin(rq, &st));
    TRY(section_asked(rq, &st, asked.section, &s));
    if (st.window.state != RECORDS_WINDOW_OPEN) {
        flash(rq, TONE_WARNING, "Nothing was submitted. %s", studymap_window_words(rq, &st.window));
        return back_to_plan(rq, &st);
    }
    asked.term = st.term.id;
    TRY(studymap_ask(rq, &asked, &decided, &queued));
    if (queued)
        return see_other(rq, "%s", queued);
    if (decided.gate == STUDYMAP_GO)
        return see_other(rq, "/receipts/%s", decided.number);
    flash(rq, TONE_WARNING, "You have no place in this course any more; nothing was swapped.");
    return back_to_plan(rq, &st);
}
