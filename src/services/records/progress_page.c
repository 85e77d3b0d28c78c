/* progress_page.c: on the page of a programme that somebody follows: how far she is.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include "inside.h"
#include "models.h"
#include "progress.h"
#include "records.h"
#include "records_q.h"
#include "records_ready.h"
#include "rules.h"

/* Does she follow it, today or later? */
static err follows(struct rq *rq, programme_id programme, bool *ret)
{
    struct records_studies all = {0};

    *ret = false;
    TRY(records_studies_of(rq->db, rq->lang, rq->me, &all));
    for (size_t i = 0; i < all.n; i++)
        *ret = *ret || all.v[i].programme.v == programme.v;
    return OK;
}

struct courses {
    struct progress_course *v;
    size_t n;
};

static struct progress_course *find(struct courses *all, course_id course)
{
    for (size_t i = 0; i < all->n; i++)
        if (all->v[i].course.v == course.v)
            return &all->v[i];
    return NULL;
}

/* What she passed, and has a place in without a result. */
static err courses_read(struct rq *rq, struct courses *ret)
{
    struct records_results results = {0};
    struct records_r_awaited_list awaited;

    TRY(records_results_of(rq->db, rq->me, &results));
    TRY(records_q_awaited(rq->db, rq->me, &awaited));
    ret->v = ARENA_ARRAY(rq->arena, results.n + awaited.n, struct progress_course);
    ret->n = 0;
    for (size_t i = 0; i < results.n; i++)
        if (results.v[i].passed && find(ret, results.v[i].course) == NULL)
            ret->v[ret->n++] = (struct progress_course){results.v[i].course, results.v[i].credits, true};
    for (size_t i = 0; i < awaited.n; i++)
        if (find(ret, awaited.v[i].course) == NULL)
            ret->v[ret->n++] = (struct progress_course){awaited.v[i].course, awaited.v[i].credits, false};
    return OK;
}

/* The groups with their courses; in the order of the page. */
static err groups_read(struct rq *rq, programme_id programme, struct records_programme_view *view,
                       struct progress_group **ret)
{
    struct records_r_member_list members;
    struct records_r_group_list groups;

    TRY(records_q_groups(rq->db, programme, rq->lang == LANG_NL, &groups));
    TRY(records_q_group_courses(rq->db, programme, &members));
    struct progress_group *v = ARENA_ARRAY(rq->arena, view->n, struct progress_group);
    for (size_t i = 0; i < view->n; i++) {
        course_id *of = ARENA_ARRAY(rq->arena, members.n, course_id);

        v[i] = (struct progress_group){.needed = view->v[i].credits, .any = view->v[i].any, .courses = of};
        for (size_t k = 0; i < groups.n && k < members.n; k++)
            if (members.v[k].requirement.v == groups.v[i].id.v)
                of[v[i].n++] = members.v[k].course;
    }
    *ret = v;
    return OK;
}

/* "12 of 45 EC", "12 of 45 EC, and 6 EC where you have a place" */
static struct msg words(struct rq *rq, int64_t passed, int64_t enrolled, int64_t needed)
{
    const char *text = enrolled > 0 ? say(rq, "%lld of %lld EC, and %lld EC where you have a place", (long long)passed,
                                          (long long)needed, (long long)enrolled)
                                    : say(rq, "%lld of %lld EC", (long long)passed, (long long)needed);

    return (struct msg){.one = text};
}

err progress_show(struct rq *rq, programme_id programme, struct records_programme_view *view)
{
    struct progress_group *groups = NULL;
    struct courses mine = {0};
    int64_t enrolled = 0;

    TRY(follows(rq, programme, &view->mine));
    if (!view->mine)
        return OK;
    TRY(courses_read(rq, &mine));
    TRY(groups_read(rq, programme, view, &groups));
    progress_fill(groups, view->n, mine.v, mine.n);
    progress_sum(groups, view->n, &view->passed, &enrolled);
    view->progress = words(rq, view->passed, enrolled, view->credits);
    for (size_t i = 0; i < view->n; i++) {
        view->v[i].passed = groups[i].passed;
        view->v[i].progress = words(rq, groups[i].passed, groups[i].enrolled, groups[i].needed);
    }
    return OK;
}
