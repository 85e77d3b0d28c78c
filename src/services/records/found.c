/* found.c: courses and programmes as people find them: campus/search.h.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include "buf.h"
#include "inside.h"
#include "records_q.h"
#include "reply.h"
#include "show.h"

#define LECTURERS 4096 /* bytes of their names for one course; more than the index keeps of it */

/* Those who give the course; `from` moves behind them. */
static const char *lecturers_of(struct arena *a, const struct records_f_lecturer_list *all, course_id course, size_t *from)
{
    struct buf b = buf_in(a, LECTURERS);

    buf_puts(&b, "");
    for (; *from < all->n && all->v[*from].course.v == course.v; ++*from)
        buf_printf(&b, " %s", all->v[*from].lecturer);
    return b.s != NULL ? b.s : "";
}

/* An import changes all of it at once. */
static err walk_courses(struct db *db, int64_t one, struct search_walk *w)
{
    struct arena *a = db_arena(db);
    struct records_f_course_list rows;
    struct records_f_lecturer_list lecturers;
    size_t from = 0;

    (void)one;
    TRY(records_q_found_courses(db, &rows));
    TRY(records_q_found_lecturers(db, &lecturers));
    for (size_t i = 0; i < rows.n; i++) {
        const struct records_f_course *c = &rows.v[i];
        struct search_doc d = {.id = c->id.v, .code = c->code, .title = c->name};

        d.body = arena_printf(a, "%s %s%s", c->faculty, c->faculty_nl, lecturers_of(a, &lecturers, c->id, &from));
        d.path = course_path(a, c->code);
        d.more = arena_printf(a, "%lld EC · %s", (long long)c->credits, c->faculty);
        d.more_nl = arena_printf(a, "%lld EC · %s", (long long)c->credits, c->faculty_nl);
        if (!search_put(w, &d))
            break;
    }
    return OK;
}

static err walk_programmes(struct db *db, int64_t one, struct search_walk *w)
{
    struct arena *a = db_arena(db);
    struct records_f_programme_list rows;

    (void)one;
    TRY(records_q_found_programmes(db, &rows));
    for (size_t i = 0; i < rows.n; i++) {
        const struct records_f_programme *p = &rows.v[i];
        struct search_doc d = {.id = p->id.v, .code = p->code, .title = p->name, .title_nl = p->name_nl};

        d.body = arena_printf(a, "%s %s %s", p->degree, p->faculty, p->faculty_nl);
        d.path = arena_printf(a, "/programmes/%s", url_seg(a, p->code));
        d.more = arena_printf(a, "%s · %lld EC · %s", p->degree, (long long)p->credits, p->faculty);
        d.more_nl = arena_printf(a, "%s · %lld EC · %s", p->degree, (long long)p->credits, p->faculty_nl);
        if (!search_put(w, &d))
            break;
    }
    return OK;
}

const struct search_source records_found[] = {
    {.name = "course", .subject = RECORDS_CATALOGUE, .title = _("Courses"), .icon = "courses",
     .may = MAY_ANYONE, .weight = 10, .all = "/courses", .walk = walk_courses},
    {.name = "programme", .subject = RECORDS_CATALOGUE, .title = _("Programmes"), .icon = "programme",
     .may = MAY_ANYONE, .weight = 20, .walk = walk_programmes},
};
