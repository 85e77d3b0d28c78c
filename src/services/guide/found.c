/* found.c: pages of all services as people find them: campus/search.h.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include "guide.h"
#include "app.h"
#include "hooks.h"
#include "pages.h"
#include "reply.h"
#include "service.h"

/* The number of a page is its place among those of all services. */
static const struct page_words *page_of(const struct app *app, int64_t id)
{
    int64_t before = 1;

    for (size_t s = 0; s < app->n_services; s++) {
        if (id >= before && id < before + (int64_t)app->services[s]->n_pages)
            return &app->services[s]->pages[id - before];
        before += (int64_t)app->services[s]->n_pages;
    }
    return NULL;
}

static err walk(struct db *db, int64_t one, struct search_walk *w)
{
    const struct app *app = db_app(db);
    const struct page_words *p;

    (void)one;
    for (int64_t id = 1; (p = page_of(app, id)) != NULL; id++)
        if (!search_put(w, &(struct search_doc){.id = id,
                                                .title = p->text.one,
                                                .title_nl = tr(LANG_NL, p->text.one),
                                                .body = p->words}))
            break;
    return OK;
}

static err show(struct rq *rq, const int64_t *ids, size_t n, struct search_line *ret)
{
    for (size_t i = 0; i < n; i++) {
        const struct page_words *p = page_of(rq_app(rq), ids[i]);

        ret[i] = (struct search_line){0};
        if (p != NULL && campus_may(rq, p->may) == OK)
            ret[i] = (struct search_line){.title = say_msg(rq, p->text), .path = p->path};
    }
    return OK;
}

const struct search_source guide_found[GUIDE_FOUND] = {
    {.name = "page", .subject = "pages", .title = _("Pages"), .icon = "services", .may = MAY_ANYONE, .weight = 5,
     .walk = walk, .show = show},
};
