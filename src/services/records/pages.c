/* pages.c: the catalogue: courses and programmes.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include "inside.h"
#include "records_q.h"
#include "records_seats.h"
#include "records_v.h"
#include "rules.h"
#include "service.h"
#include "show.h"

/* So many groups stand on the page whole; of more, so many. */
#define SHOWN_WHOLE   12
#define SHOWN_OF_MANY 8

/* The term to show of those in which the course is given: the asked one, the one to plan, the
 * last. */
static const struct records_r_course_term *
pick_term(struct rq *rq, const struct records_r_course_term_list *given)
{
    const char *asked = form_typed(rq, "term");
    const struct records_r_course_term *best = given->n > 0 ? &given->v[given->n - 1] : NULL;
    struct records_term plan = {0};

    if (records_term_to_plan(rq->db, rq->lang, &plan) != OK)
        return best;
    for (size_t i = 0; i < given->n; i++)
        if (str_eq(given->v[i].code, asked))
            return &given->v[i];
    for (size_t i = 0; i < given->n; i++)
        if (given->v[i].term.v == plan.id.v)
            return &given->v[i];
    return best;
}

/* What is kept of the seats, where something is. */
static err fill_kept(struct rq *rq, const struct records_sections *sections,
                     struct records_course_view *view)
{
    struct records_kept kept = {0};
    int64_t any = 0;

    for (size_t i = 0; i < sections->n; i++)
        any += sections->v[i].kept;
    if (any == 0)
        return OK;
    TRY(records_kept_notes(rq->db, rq->lang, sections, &kept));
    for (size_t i = 0; i < view->sections.n; i++) {
        struct records_section_line *line = &view->sections.v[i];

        line->kept.v = ARENA_ARRAY(rq->arena, kept.n, const char *);
        for (size_t k = 0; k < kept.n; k++)
            if (kept.v[k].section.v == line->id.v)
                line->kept.v[line->kept.n++] = kept.v[k].text;
    }
    return OK;
}

static err fill_sections(struct rq *rq, offering_id offering, struct records_course_view *view)
{
    struct records_sections sections;

    TRY(records_sections_of(rq->db, offering, &sections));
    view->sections = (struct records_section_lines){
        ARENA_ARRAY(rq->arena, sections.n, struct records_section_line), sections.n};
    for (size_t i = 0; i < sections.n; i++) {
        const struct records_section *s = &sections.v[i];
        bool left = s->unlimited || (!s->promote_due && s->taken + s->kept < s->seats);

        view->sections.v[i] = (struct records_section_line){
            .id = s->id,
            .code = s->code,
            .lecturer = s->lecturer,
            .seats = records_seat_words(rq->arena, rq->lang, s),
            .tone = left ? "positive" : "warning",
            .meetings = show_meetings(rq, &s->meetings),
        };
    }
    return fill_kept(rq, &sections, view);
}

/* Which of the groups are hers already. */
static err fill_places(struct rq *rq, term_id term, struct records_course_view *view)
{
    struct records_places mine;
    struct records_holds holds;
    bool any = false;

    TRY(records_holds_of(rq->db, rq->me, &holds));
    for (size_t i = 0; i < holds.n; i++)
        any = any || holds.v[i].offering.v == view->offering.v;
    if (!any)
        return OK;
    TRY(records_places_of(rq->db, rq->me, term, &mine));
    for (size_t i = 0; i < mine.n; i++) {
        if (mine.v[i].section.offering.v != view->offering.v)
            continue;
        view->held = true;
        view->placed = view->placed || mine.v[i].waiting_at == 0;
        for (size_t k = 0; k < view->sections.n; k++) {
            struct records_section_line *line = &view->sections.v[k];

            if (line->id.v != mine.v[i].section.id.v)
                continue;
            line->mine = mine.v[i].waiting_at == 0;
            line->waiting_at = mine.v[i].waiting_at;
        }
    }
    return OK;
}

/* What she told others to watch for: that a seat comes free. */
static err fill_watched(struct rq *rq, struct records_course_view *view)
{
    struct watched mine;

    TRY(watched_of(rq, &mine));
    for (size_t i = 0; i < mine.n; i++)
        for (size_t k = 0; k < view->sections.n; k++)
            if (view->sections.v[k].id.v == mine.v[i])
                view->sections.v[k].watched = true;
    return OK;
}

/* What the page is to this student. */
static err fill_own(struct rq *rq, const struct records_r_course_term *here, struct records_course_view *view)
{
    struct records_window window;

    view->over = here->last.v < civil_of(rq->now).day.v;
    TRY(fill_places(rq, here->term, view));
    if (view->over)
        return OK;
    TRY(fill_watched(rq, view));
    TRY(records_window_for(rq->db, rq->me, here->term, &window));
    if (window.state == RECORDS_WINDOW_CLOSED)
        view->closed = instant_words(rq->arena, rq->lang, window.closes);
    return OK;
}

/* Her own group first, then those with a seat, then the others. */
static int urgency(const struct records_section_line *s)
{
    if (s->mine || s->waiting_at > 0)
        return 0;
    return *s->tone == 'p' ? 1 : 2;
}

/* Of many groups some stand on the page, and the others are folded away below them. */
static void fold_sections(struct rq *rq, struct records_course_view *view)
{
    struct records_section_lines all = view->sections, first = {0}, more = {0};
    bool *shown = ARENA_ARRAY(rq->arena, all.n, bool);

    if (all.n <= SHOWN_WHOLE)
        return;
    first.v = ARENA_ARRAY(rq->arena, SHOWN_OF_MANY, struct records_section_line);
    more.v = ARENA_ARRAY(rq->arena, all.n, struct records_section_line);
    for (int u = 0; u <= 2; u++)
        for (size_t i = 0; i < all.n && first.n < SHOWN_OF_MANY; i++)
            if (!shown[i] && urgency(&all.v[i]) == u) {
                first.v[first.n++] = all.v[i];
                shown[i] = true;
            }
    for (size_t i = 0; i < all.n; i++)
        if (!shown[i])
            more.v[more.n++] = all.v[i];
    view->sections = first;
    view->more = more;
}

static err fill_counts(struct rq *rq, course_id course, struct records_course_view *view)
{
    struct records_r_course_programme_list rows;

    TRY(records_q_course_programmes(rq->db, course, rq->lang == LANG_NL, &rows));
    view->counts = (struct records_counts_lines){
        ARENA_ARRAY(rq->arena, rows.n, struct records_counts_line), rows.n};
    for (size_t i = 0; i < rows.n; i++) {
        const struct records_r_course_programme *r = &rows.v[i];

        view->counts.v[i] = (struct records_counts_line){
            .programme = str_eq(r->degree, "master") ? say(rq, "%s (master)", r->name)
                                                     : say(rq, "%s (bachelor)", r->name),
            .href = arena_printf(rq->arena, "/programmes/%s", url_seg(rq->arena, r->code)),
            .group = r->grp,
        };
    }
    return OK;
}

static struct tabs given_tabs(struct rq *rq, const struct records_r_course_term_list *given,
                              const struct records_r_course_term *here, const char *code)
{
    struct tabs tabs = {ARENA_ARRAY(rq->arena, given->n, struct tab), given->n};

    for (size_t i = 0; i < given->n; i++)
        tabs.v[i] =
            (struct tab){given->v[i].name,
                         arena_printf(rq->arena, "%s?term=%s", course_path(rq->arena, code),
                                      url_seg(rq->arena, given->v[i].code)),
                         &given->v[i] == here};
    return tabs;
}

err records_course_get(struct rq *rq)
{
    struct records_r_course *course;
    struct records_r_course_term_list given;
    const struct records_r_course_term *here;
    struct records_course_view view = {0};

    TRY(records_q_course_of_code(rq->db, path_text(rq, "code"), rq->lang == LANG_NL, &course));
    if (course == NULL)
        return fail(rq, ERR_NOT_FOUND, "There is no course with this code.");
    view.title = arena_printf(rq->arena, "%s: %s", course->code, course->name);
    view.faculty = course->faculty;
    view.language = course->language;
    view.level = course->level;
    view.credits = course->credits;
    view.signed_in = rq->me.v != 0;
    TRY(records_q_course_terms(rq->db, course->id, rq->lang == LANG_NL, &given));
    here = pick_term(rq, &given);
    if (here != NULL) {
        view.term_code = here->code;
        view.term_name = here->name;
        view.terms = given_tabs(rq, &given, here, course->code);
        view.may_plan = show_may(rq, MAY_STUDY);
        view.offering = here->id;
        TRY(fill_sections(rq, here->id, &view));
        if (view.may_plan)
            TRY(fill_own(rq, here, &view));
        fold_sections(rq, &view);
        if (show_may(rq, MAY_MANAGE_PROGRAMME))
            view.seats_href =
                arena_printf(rq->arena, "/admin/offerings/%lld", (long long)here->id.v);
    }
    TRY(show_prereq(rq, course, here == NULL ? (term_id){0} : here->term, &view));
    TRY(fill_counts(rq, course->id, &view));
    return records_v_course(rq->out, &view);
}

err records_programmes_get(struct rq *rq)
{
    struct records_r_programme_list rows;
    struct records_programme_line *lines;
    struct records_programmes_view view = {0};

    TRY(records_q_programmes(rq->db, rq->lang == LANG_NL, &rows));
    view.v = ARENA_ARRAY(rq->arena, rows.n, struct records_faculty_part);
    lines = ARENA_ARRAY(rq->arena, rows.n, struct records_programme_line);
    for (size_t i = 0; i < rows.n; i++) {
        const struct records_r_programme *p = &rows.v[i];

        if (i == 0 || p->faculty_id.v != rows.v[i - 1].faculty_id.v)
            view.v[view.n++] = (struct records_faculty_part){p->faculty, &lines[i], 0};
        view.v[view.n - 1].n++;
        lines[i] = (struct records_programme_line){
            .code = p->code,
            .name = p->name,
            .href = arena_printf(rq->arena, "/programmes/%s", url_seg(rq->arena, p->code)),
            .master = str_eq(p->degree, "master"),
            .credits = p->credits,
        };
    }
    return records_v_programmes(rq->out, &view);
}

static err fill_groups(struct rq *rq, programme_id programme, term_id term,
                       struct records_programme_view *view)
{
    struct records_r_group_list groups;
    struct records_r_listed_list rows;
    struct records_course_line *lines;
    size_t at = 0;

    TRY(records_q_groups(rq->db, programme, rq->lang == LANG_NL, &groups));
    TRY(records_q_group_listed(rq->db, programme, term, &rows));
    lines = ARENA_ARRAY(rq->arena, rows.n, struct records_course_line);
    view->v = ARENA_ARRAY(rq->arena, groups.n, struct records_group_part);
    view->n = groups.n;
    for (size_t i = 0; i < rows.n; i++)
        lines[i] = (struct records_course_line){.code = rows.v[i].code,
                                                .name = rows.v[i].name,
                                                .href = course_path(rq->arena, rows.v[i].code),
                                                .credits = rows.v[i].credits,
                                                .seats = rows.v[i].offered ? "" : NULL};
    for (size_t i = 0; i < groups.n; i++) {
        struct records_group_part *part = &view->v[i];
        struct rule rule;

        TRY(rule_parse(rq->arena, groups.v[i].rule, &rule));
        *part = (struct records_group_part){groups.v[i].name, groups.v[i].credits, rule.any,
                                            lines + at, 0};
        for (; at < rows.n && rows.v[at].requirement.v == groups.v[i].id.v; at++)
            part->n++;
    }
    return OK;
}

err records_programme_get(struct rq *rq)
{
    const char *code = path_text(rq, "code");
    struct records_r_programme_list rows;
    struct records_term term = {0};
    struct records_programme_view view = {.term_name = ""};

    TRY(records_q_programmes(rq->db, rq->lang == LANG_NL, &rows));
    if (records_term_to_plan(rq->db, rq->lang, &term) == OK)
        view.term_name = term.name;
    for (size_t i = 0; i < rows.n; i++) {
        const struct records_r_programme *p = &rows.v[i];

        if (!str_eq(p->code, code))
            continue;
        view.code = p->code;
        view.name = p->name;
        view.faculty = p->faculty;
        view.master = str_eq(p->degree, "master");
        view.credits = p->credits;
        TRY(fill_groups(rq, p->id, term.id, &view));
        if (show_may(rq, MAY_STUDY))
            TRY(progress_show(rq, p->id, &view));
        return records_v_programme(rq->out, &view);
    }
    return fail(rq, ERR_NOT_FOUND, "There is no programme with this code.");
}
