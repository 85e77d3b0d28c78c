/* choose.c: what one wants to see: courses and kinds to hide, groups to look at without a place, and
   what changed that was seen.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include "audit.h"
#include "pages.h"
#include "str.h"
#include "timetable_v.h"

enum { ALSO_MOST = 24, KINDS_MOST = 16, COURSES_MOST = 60 };

static const char *const kinds[] = {"lecture",  "tutorial", "lab",    "seminar",   "studio",
                                    "practical", "exam",    "midterm", "review",   "fieldwork",
                                    "film",      "individual", "internship", "other"};

/* All that is hers from this term on, hidden or not. */
static err all_of_hers(struct rq *rq, struct timetable_whose *w, struct timetable_sources *ret)
{
    struct timetable_whose open;
    day today = civil_of(rq->now).day;

    TRY(timetable_whose_own(rq, w));
    open = *w;
    open.chosen.waiting = true;
    open.chosen.courses = open.chosen.kinds = "";
    return timetable_whose_sources(rq, &open, today, day_add(today, 365), ret);
}

static bool listed_before(const struct timetable_options *o, const char *value)
{
    for (size_t i = 0; i < o->n; i++)
        if (str_eq(o->v[i].value, value))
            return true;
    return false;
}

static void put_courses(struct rq *rq, const struct timetable_whose *w,
                        const struct timetable_sources *s, struct timetable_choose_view *view)
{
    struct arena *a = rq->arena;

    view->courses.v = ARENA_ARRAY(a, s->n + 1, struct timetable_option);
    view->looked_at.v = ARENA_ARRAY(a, s->n + 1, struct timetable_option);
    for (size_t i = 0; i < s->n; i++) {
        const struct records_section *x = s->v[i].section;
        const char *name = arena_printf(a, "%s %s", x->course_code, x->course_name);
        const char *id = arena_printf(a, "%lld", (long long)x->course.v);

        if (s->v[i].also)
            view->looked_at.v[view->looked_at.n++] = (struct timetable_option){
                .value = arena_printf(a, "%lld", (long long)x->id.v),
                .text = say(rq, "%s, group %s", name, x->code)};
        else if (!listed_before(&view->courses, id))
            view->courses.v[view->courses.n++] =
                (struct timetable_option){.name = "course",
                                          .value = id,
                                          .text = name,
                                          .on = !timetable_listed_id(w->chosen.courses, x->course.v)};
    }
}

/* The kinds that she has at all. */
static void put_kinds(struct rq *rq, const struct timetable_whose *w,
                      const struct timetable_sources *s, struct timetable_choose_view *view)
{
    view->kinds.v = ARENA_ARRAY(rq->arena, COUNT(kinds), struct timetable_option);
    for (size_t k = 0; k < COUNT(kinds); k++) {
        bool has = false;

        for (size_t i = 0; i < s->n; i++)
            for (size_t j = 0; j < s->v[i].section->meetings.n; j++)
                has = has || str_eq(s->v[i].section->meetings.v[j].kind, kinds[k]);
        if (has)
            view->kinds.v[view->kinds.n++] =
                (struct timetable_option){.name = "kind",
                                          .value = kinds[k],
                                          .text = say_msg(rq, records_kind_words(kinds[k])),
                                          .on = !timetable_listed(w->chosen.kinds, kinds[k])};
    }
}

err timetable_choose_get(struct rq *rq)
{
    struct timetable_choose_view view = {0};
    struct timetable_sources s;
    struct timetable_whose w;

    TRY(all_of_hers(rq, &w, &s));
    view.waiting = w.chosen.waiting;
    put_courses(rq, &w, &s, &view);
    put_kinds(rq, &w, &s, &view);
    return timetable_v_choose(rq->out, &view);
}

/* Of the options those that were not ticked, blanks between. */
static const char *left_out(struct rq *rq, const struct timetable_options *o, const struct str_list *on)
{
    const char *list = "";

    for (size_t i = 0; i < o->n; i++) {
        bool ticked = false;

        for (size_t k = 0; k < on->n; k++)
            ticked = ticked || str_eq(on->v[k], o->v[i].value);
        if (!ticked)
            list = arena_printf(rq->arena, "%s%s%s", list, *list == '\0' ? "" : " ", o->v[i].value);
    }
    return list;
}

err timetable_choose_post(struct rq *rq)
{
    struct str_list courses = form_all(rq, "course", COURSES_MOST);
    struct str_list shown_kinds = form_all(rq, "kind", KINDS_MOST);
    struct timetable_choose_view view = {0};
    struct timetable_sources s;
    struct timetable_whose w;

    if (form_bad(rq))
        return page_after(rq, false, timetable_choose_get);
    TRY(all_of_hers(rq, &w, &s));
    put_courses(rq, &w, &s, &view);
    put_kinds(rq, &w, &s, &view);
    TRY(timetable_q_choice_put(rq->db, rq->me, form_flag(rq, "waiting"),
                               left_out(rq, &view.courses, &courses),
                               left_out(rq, &view.kinds, &shown_kinds)));
    TRY(audit_rq(rq, "timetable.chosen", "person", rq->me.v, NULL));
    flash(rq, TONE_POSITIVE, "Your timetable shows what you chose.");
    return see_other(rq, "/timetable");
}

err timetable_also_post(struct rq *rq)
{
    section_id section = FORM_ID(rq, section_id, "section");
    struct records_sections found;
    struct timetable_chosen chosen;

    TRY(records_sections_by_id(rq->db, &section, 1, &found));
    if (found.n == 0)
        return fail(rq, ERR_NOT_FOUND, "There is no such group.");
    TRY(timetable_q_choice(rq->db, rq->me, &chosen));
    if (chosen.n_also >= ALSO_MOST)
        return fail(rq, ERR_CONFLICT, "You look at 24 groups already, which is the most. "
                                      "Take one away that you no longer need.");
    TRY(timetable_q_also_add(rq->db, rq->me, section, rq->now));
    TRY(audit_rq(rq, "timetable.also_shown", "section", section.v, NULL));
    flash(rq, TONE_POSITIVE, "%s, group %s, stands in your timetable, marked as not enrolled.",
          found.v[0].course_code, found.v[0].code);
    return see_other(rq, "/timetable/course/%s", url_seg(rq->arena, found.v[0].course_code));
}

err timetable_also_remove_post(struct rq *rq)
{
    section_id section = PATH_ID(rq, section_id, "section");
    int64_t changed = 0;

    TRY(timetable_q_also_remove(rq->db, rq->me, section, &changed));
    if (changed == 0)
        return fail(rq, ERR_NOT_FOUND, "This group is not in your timetable any more.");
    TRY(audit_rq(rq, "timetable.also_removed", "section", section.v, NULL));
    flash(rq, TONE_POSITIVE, "The group is no longer in your timetable.");
    return see_other(rq, "/timetable/choose");
}

err timetable_seen_post(struct rq *rq)
{
    TRY(timetable_q_seen_put(rq->db, rq->me, rq->now));
    TRY(audit_rq(rq, "timetable.seen", "person", rq->me.v, NULL));
    return see_other(rq, "/timetable");
}
