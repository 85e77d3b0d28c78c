/* ready_pages.c: prerequisites on the page of a course, results on one's own record, and the waivers.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include "audit.h"
#include "form.h"
#include "identity.h"
#include "inside.h"
#include "json.h"
#include "prereq.h"
#include "records_q.h"
#include "records_v.h"
#include "reply.h"
#include "rules.h"
#include "show.h"

/* --- On the page of a course ------------------------------------------------------------------ */

static struct msg part_title(const struct prereq *p)
{
    if (p->kind == PREREQ_ALL)
        return _("All of these");
    if (p->kind == PREREQ_NOT)
        return _("Not this");
    if (p->n == 1)
        return _("One of these");
    return n_("%d of these", "%d of these", p->n);
}

static struct records_prereq_part part_of(struct rq *rq, const struct prereq *p,
                                          const struct records_known *known)
{
    struct records_prereq_part part = {.signed_in = known != NULL};

    if (known != NULL) {
        enum records_ready state = prereq_weigh(p, known);

        part.have = state == RECORDS_READY;
        part.expected = state == RECORDS_EXPECTED;
    }
    if (p->n_parts == 0) {
        part.leaf = prereq_leaf_words(rq->arena, rq->lang, p);
        part.href = p->kind == PREREQ_CREDITS ? NULL : course_path(rq->arena, p->code);
        return part;
    }
    part.title = part_title(p);
    part.v = ARENA_ARRAY(rq->arena, p->n_parts, struct records_prereq_part);
    for (size_t i = 0; i < p->n_parts; i++)
        part.v[part.n++] = part_of(rq, p->parts[i], known);
    return part;
}

err show_prereq(struct rq *rq, const struct records_r_course *course, term_id term,
                struct records_course_view *view)
{
    struct records_known known = {0};
    const struct prereq *p = NULL;
    bool mine = show_may(rq, MAY_STUDY);
    size_t at = 0;

    if (prereq_parse(rq->arena, course->rule, &p, &at) != OK || p == NULL)
        return OK;
    if (mine)
        TRY(records_known_of(rq->db, rq->me, term, 0, &known));
    view->prereq = ARENA_NEW(rq->arena, struct records_prereq_part);
    *view->prereq = part_of(rq, p, mine ? &known : NULL);
    view->prereq_words = prereq_words(rq->arena, rq->lang, p);
    if (mine && records_prereq_check(rq->arena, course->rule, course->id, &known).ready == RECORDS_READY)
        view->prereq_met = true;
    for (size_t i = 0; i < known.n; i++)
        if (known.v[i].kind == RECORDS_WAIVED && known.v[i].course.v == course->id.v)
            view->prereq_waived = true;
    return OK;
}

/* --- On one's own record ---------------------------------------------------------------------- */

/* Who passes a course again gets its credits once; the tries at a course stand together. */
static bool passed_before(const struct records_results *results, size_t at)
{
    for (size_t i = at; i-- > 0 && results->v[i].course.v == results->v[at].course.v;)
        if (results->v[i].passed)
            return true;
    return false;
}

err show_results(struct rq *rq, struct records_result_lines *ret)
{
    struct records_results results;

    TRY(records_results_of(rq->db, rq->me, &results));
    ret->v = ARENA_ARRAY(rq->arena, results.n, struct records_result_line);
    ret->n = results.n;
    for (size_t i = 0; i < results.n; i++) {
        const struct records_result *r = &results.v[i];

        ret->v[i] = (struct records_result_line){
            .code = r->code,
            .name = r->name,
            .href = course_path(rq->arena, r->code),
            .grade = records_grade_words(rq->arena, rq->lang, r),
            .credits = r->passed && !passed_before(&results, i) ? r->credits : 0,
            .passed = r->passed,
            .graded = r->grade > 0,
            .at = r->at,
        };
    }
    return OK;
}

err results_export(struct db *db, person_id who, struct json_out *j)
{
    struct records_results results;
    struct records_r_waived_list waived;

    TRY(records_results_of(db, who, &results));
    TRY(records_q_waivers_of(db, who, &waived));
    json_array(j, "results");
    for (size_t i = 0; i < results.n; i++) {
        json_object(j, NULL);
        json_str(j, "course", results.v[i].code);
        json_str(j, "day", day_iso(db_arena(db), results.v[i].at));
        json_int(j, "grade_tenths", results.v[i].grade);
        json_bool(j, "passed", results.v[i].passed);
        json_end(j, '}');
    }
    json_end(j, ']');
    json_array(j, "waivers");
    for (size_t i = 0; i < waived.n; i++) {
        json_object(j, NULL);
        json_str(j, "course", waived.v[i].code);
        json_str(j, "reason", waived.v[i].reason);
        json_str(j, "since", instant_iso(db_arena(db), waived.v[i].at));
        json_end(j, '}');
    }
    json_end(j, ']');
    return OK;
}

/* --- Waivers ---------------------------------------------------------------------------------- */

/* May she waive the prerequisites of this course: does it count for a programme that she runs? */
static err may_waive(struct rq *rq, course_id course, bool *ret)
{
    const struct person *me = rq_person(rq);
    struct records_r_counting_list programmes;

    *ret = may_in(me->roles, me->n_roles, MAY_MANAGE_CATALOGUE, 0);
    if (*ret)
        return OK;
    TRY(records_q_programmes_counting(rq->db, course, &programmes));
    for (size_t i = 0; i < programmes.n && !*ret; i++)
        *ret = may_in(me->roles, me->n_roles, MAY_MANAGE_PROGRAMME, programmes.v[i].programme.v);
    return OK;
}

err records_waivers_get(struct rq *rq)
{
    struct records_r_waiver_list rows;
    struct records_waivers_view view = {0};

    TRY(records_q_waivers(rq->db, &rows));
    view.v = ARENA_ARRAY(rq->arena, rows.n, struct records_waiver_line);
    for (size_t i = 0; i < rows.n; i++) {
        const struct records_r_waiver *r = &rows.v[i];
        bool may = false;

        TRY(may_waive(rq, r->course, &may));
        if (may)
            view.v[view.n++] = (struct records_waiver_line){
                r->person, r->course, r->person_name, r->login,     r->code,
                r->name,   r->reason, r->by,          r->at,
            };
    }
    return records_v_waivers(rq->out, &view);
}

static err waiver_told(struct rq *rq, const char *what, person_id who, const char *code)
{
    return audit_rq(rq, what, "person", who.v,
                    arena_printf(rq->arena, "{\"course\":\"%s\"}", code));
}

err records_waivers_post(struct rq *rq)
{
    const char *login = form_text(rq, "login", 1, 80);
    const char *code = form_text(rq, "course", 1, 20);
    const char *reason = form_text(rq, "reason", 1, 300);
    struct identity_info who = {0};
    struct records_r_course *course = NULL;
    bool may = false;

    if (!form_bad(rq) && identity_by_name(rq->db, login, &who) != OK)
        form_error(rq, "login", "Nobody has this user name.");
    TRY(records_q_course_of_code(rq->db, code, rq->lang == LANG_NL, &course));
    if (course == NULL)
        TRY(records_q_course_of_code(rq->db, code_typed(rq->arena, code), rq->lang == LANG_NL, &course));
    if (!form_bad(rq) && course == NULL)
        form_error(rq, "course", "There is no course with this code. Write it as “CSE 12”.");
    if (form_bad(rq) || course == NULL)
        return page_after(rq, false, records_waivers_get);
    TRY(may_waive(rq, course->id, &may));
    if (!may)
        return fail(rq, ERR_FORBIDDEN, "You may waive prerequisites of your own programmes' courses only.");
    TRY(records_q_waiver_put(rq->db, who.id, course->id, rq->me, rq->now, reason));
    TRY(waiver_told(rq, "records.prerequisite_waived", who.id, course->code));
    flash(rq, TONE_POSITIVE, "The prerequisites of %s do not count for %s any more.", course->code,
          who.name);
    return see_other(rq, "/admin/waivers");
}

err records_waiver_remove_post(struct rq *rq)
{
    person_id who = PATH_ID(rq, person_id, "person");
    course_id course = PATH_ID(rq, course_id, "course");
    struct records_r_waived_list waived;
    bool may = false;

    TRY(records_q_waivers_of(rq->db, who, &waived));
    for (size_t i = 0; i < waived.n; i++) {
        if (waived.v[i].course.v != course.v)
            continue;
        TRY(may_waive(rq, course, &may));
        if (!may)
            return fail(rq, ERR_FORBIDDEN,
                        "You may waive prerequisites of your own programmes' courses only.");
        TRY(records_q_waiver_remove(rq->db, who, course));
        TRY(waiver_told(rq, "records.waiver_removed", who, waived.v[i].code));
        flash(rq, TONE_POSITIVE, "The prerequisites of %s count again.", waived.v[i].code);
        return see_other(rq, "/admin/waivers");
    }
    return fail(rq, ERR_NOT_FOUND, "This waiver was removed already.");
}
