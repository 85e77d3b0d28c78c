/* applications.c: asks every service to which other software people sign in. SPDX-License-Identifier: AGPL-3.0-or-later */
#include "applications.h"
#include <string.h>
#include "app.h"
#include "service.h"
#include "str.h"

static const char *const words[APPLICATION_SORTS] = {[APPLICATION_OFFICE] = "office", [APPLICATION_OTHER] = "other"};

const char *application_sort_word(enum application_sort s)
{
    return words[s];
}

bool application_sort_parse(const char *word, enum application_sort *ret)
{
    for (unsigned i = 0; i < APPLICATION_SORTS; i++)
        if (str_eq(words[i], word)) {
            *ret = (enum application_sort)i;
            return true;
        }
    return false;
}

void applications_put(struct applications *to, const struct application *one)
{
    if (to->n == to->room) {
        size_t room = to->room == 0 ? 16 : to->room * 2;
        struct application *wider = ARENA_ARRAY(to->arena, room, struct application);

        if (to->n > 0)
            memcpy(wider, to->v, to->n * sizeof *wider);
        to->v = wider;
        to->room = room;
    }
    to->v[to->n++] = *one;
}

static int by_title(const void *a, const void *b)
{
    const struct application *x = a, *y = b;

    return strcmp(x->title, y->title);
}

err applications_of(struct rq *rq, struct applications *ret)
{
    const struct app *app = rq_app(rq);
    struct applications all = {.arena = rq->arena};

    for (size_t i = 0; i < app->n_services; i++)
        if (app->services[i]->applications != NULL)
            TRY(app->services[i]->applications(rq, &all));
    if (all.n > 1)
        qsort(all.v, all.n, sizeof *all.v, by_title);
    *ret = all;
    return OK;
}
