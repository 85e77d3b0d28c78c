/* search_pages.c: the page of everything that somebody may find, and what appears under the search field
   while she types. SPDX-License-Identifier: AGPL-3.0-or-later */
#include "campus_v.h"
#include "models.h"
#include "own.h"
#include "search.h"

#define TYPED 80
#define ON_PAGE 12
#define UNDER_FIELD 4

/* One group as it is shown: its lines, and where all of them are. */
static struct campus_found_group shown(struct rq *rq, const struct search_group *g, const char *q)
{
    struct campus_found_group s = {.name = g->source->name,
                                   .title = g->source->title,
                                   .icon = g->source->icon,
                                   .all = (int64_t)g->hits.all,
                                   .similar = g->hits.similar};

    s.v = ARENA_ARRAY(rq->arena, g->hits.n + 1, struct search_line);
    for (size_t i = 0; i < g->hits.n; i++)
        if (g->lines[i].title != NULL)
            s.v[s.n++] = g->lines[i];
    if (g->hits.all > g->hits.n && g->source->all != NULL)
        s.more = arena_printf(rq->arena, "%s?q=%s", g->source->all, url_seg(rq->arena, q));
    return s;
}

static int32_t best_of(const struct search_group *g)
{
    return g->hits.n > 0 ? g->hits.v[0].score : 0;
}

/* Where a group stands: what is called so, what only has to do with it, what is near. */
static int rank_of(const struct search_groups *all, const struct search_group *g)
{
    int32_t most = 0;

    if (g->hits.similar)
        return 2;
    for (size_t i = 0; i < all->n; i++)
        if (!all->v[i].hits.similar && best_of(&all->v[i]) > most)
            most = best_of(&all->v[i]);
    return 2 * best_of(g) <= most;
}

static err look(struct rq *rq, size_t most, struct campus_search_view *ret)
{
    struct search_groups groups = {0};

    ret->q = form_text(rq, "q", 0, TYPED);
    if (form_bad(rq))
        ret->q = "";
    if (*ret->q != '\0')
        TRY(search_groups_of(rq, ret->q, most, &groups));
    ret->v = ARENA_ARRAY(rq->arena, groups.n + 1, struct campus_found_group);
    for (int rank = 0; rank < 3; rank++)
        for (size_t i = 0; i < groups.n; i++) {
            struct campus_found_group g = shown(rq, &groups.v[i], ret->q);

            if (g.n > 0 && rank_of(&groups, &groups.v[i]) == rank) {
                ret->found += g.all;
                ret->v[ret->n++] = g;
            }
        }
    /* Near ones only where there is nothing else. */
    while (ret->n > 0 && ret->v[ret->n - 1].similar && !ret->v[0].similar)
        ret->found -= ret->v[--ret->n].all;
    ret->similar = ret->n > 0 && ret->v[0].similar;
    ret->signed_in = rq->me.v != 0;
    return OK;
}

err campus_search_get(struct rq *rq)
{
    struct campus_search_view view = {0};

    TRY(look(rq, ON_PAGE, &view));
    return campus_v_search(rq->out, &view);
}

/* A piece of a page for who types: app.js puts it under the field. */
err campus_suggest_get(struct rq *rq)
{
    struct campus_search_view view = {0};

    TRY(look(rq, UNDER_FIELD, &view));
    view.path = arena_printf(rq->arena, "/search?q=%s", url_seg(rq->arena, view.q));
    return campus_v_suggest(rq->out, &view);
}
