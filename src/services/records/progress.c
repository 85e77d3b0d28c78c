/* progress.c: what the courses of somebody give to the groups of a programme.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include "progress.h"

static bool lists(const struct progress_group *g, course_id course)
{
    for (size_t i = 0; i < g->n; i++)
        if (g->courses[i].v == course.v)
            return true;
    return false;
}

static bool wants(const struct progress_group *g)
{
    return g->passed + g->enrolled < g->needed;
}

/* The group that a course counts in, or NULL. */
static struct progress_group *group_for(struct progress_group *groups, size_t n, course_id course)
{
    for (size_t i = 0; i < n; i++)
        if (!groups[i].any && wants(&groups[i]) && lists(&groups[i], course))
            return &groups[i];
    for (size_t i = 0; i < n; i++)
        if (groups[i].any && wants(&groups[i]))
            return &groups[i];
    return NULL;
}

void progress_fill(struct progress_group *groups, size_t n, const struct progress_course *courses, size_t n_courses)
{
    for (int passed = 1; passed >= 0; passed--)
        for (size_t i = 0; i < n_courses; i++) {
            const struct progress_course *c = &courses[i];
            struct progress_group *g = c->passed == (passed == 1) ? group_for(groups, n, c->course) : NULL;

            if (g != NULL)
                *(passed == 1 ? &g->passed : &g->enrolled) += c->credits;
        }
}

static int64_t least(int64_t a, int64_t b)
{
    return a < b ? a : b;
}

void progress_sum(const struct progress_group *groups, size_t n, int64_t *ret_passed, int64_t *ret_enrolled)
{
    *ret_passed = *ret_enrolled = 0;
    for (size_t i = 0; i < n; i++) {
        int64_t passed = least(groups[i].passed, groups[i].needed);

        *ret_passed += passed;
        *ret_enrolled += least(groups[i].enrolled, groups[i].needed - passed);
    }
}
