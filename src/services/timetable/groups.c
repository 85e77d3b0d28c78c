/* groups.c: the groups of a course, with their times: to choose one, and to look at without a place.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include "pages.h"

#include <string.h>

#include "str.h"

err timetable_groups_of(struct db *db, const struct timetable_sources *shown,
                        struct records_sections *ret)
{
    struct records_sections all = {0};
    offering_id *ids;
    size_t n = timetable_offerings(db_arena(db), shown, &ids);

    for (size_t i = 0; i < n; i++) {
        struct records_sections some;

        TRY(records_sections_of(db, ids[i], &some));
        struct records_section *v = ARENA_ARRAY(db_arena(db), all.n + some.n + 1, struct records_section);
        if (all.n > 0)
            memcpy(v, all.v, all.n * sizeof *v);
        if (some.n > 0)
            memcpy(v + all.n, some.v, some.n * sizeof *v);
        all = (struct records_sections){v, all.n + some.n};
    }
    *ret = all;
    return OK;
}

/* The name of the term that begins at group `i`; NULL of the same term, or without terms. */
static const char *term_at(const struct records_sections *groups, size_t i,
                           const struct records_terms *terms)
{
    term_id term = groups->v[i].term;

    if (i > 0 && groups->v[i - 1].term.v == term.v)
        return NULL;
    for (size_t k = 0; k < terms->n; k++)
        if (terms->v[k].id.v == term.v)
            return terms->v[k].name;
    return NULL;
}

err timetable_show_groups(struct rq *rq, const struct records_sections *groups,
                          const struct timetable_sources *mine, const char *path,
                          struct timetable_groups *ret)
{
    struct arena *a = rq->arena;
    struct timetable_groups r = {ARENA_ARRAY(a, groups->n + 1, struct timetable_group), 0};
    struct records_terms terms = {0};

    if (groups->n > 0 && groups->v[0].term.v != groups->v[groups->n - 1].term.v)
        TRY(records_terms(rq->db, rq->lang, &terms));
    for (size_t i = 0; i < groups->n; i++) {
        const struct records_section *s = &groups->v[i];
        struct timetable_group *g = &r.v[r.n++];

        *g = (struct timetable_group){.id = s->id,
                                      .code = s->code,
                                      .lecturer = s->lecturer,
                                      .term = term_at(groups, i, &terms),
                                      .path = arena_printf(a, "%s&group=%s", path, url_seg(a, s->code)),
                                      .times = timetable_times(rq, &s->meetings)};
        for (size_t k = 0; k < mine->n; k++)
            if (mine->v[k].section->id.v == s->id.v) {
                g->also = mine->v[k].also;
                g->own = !g->also;
            }
    }
    *ret = r;
    return OK;
}

/* All groups, then each once: two terms may have the same. */
struct timetable_options timetable_group_choices(struct rq *rq, const struct records_sections *groups,
                                                 const char *chosen)
{
    struct arena *a = rq->arena;
    struct timetable_options o = {ARENA_ARRAY(a, groups->n + 1, struct timetable_option), 0};

    o.v[o.n++] = (struct timetable_option){
        .value = "", .text = say(rq, "All groups"), .on = *chosen == '\0'};
    for (size_t i = 0; i < groups->n; i++) {
        const char *code = groups->v[i].code;
        size_t k = 1;

        while (k < o.n && !str_eq(o.v[k].value, code))
            k++;
        if (k == o.n)
            o.v[o.n++] = (struct timetable_option){.value = code,
                                                   .text = say(rq, "Group %s", code),
                                                   .on = str_eq(code, chosen)};
    }
    if (o.n <= 2)
        o.n = 0;
    return o;
}
