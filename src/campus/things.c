/* things.c: things of all services by their numbers. SPDX-License-Identifier: AGPL-3.0-or-later */
#include "things.h"
#include "app.h"
#include "service.h"
#include "str.h"

const struct thing_kind *thing_kind_of(struct rq *rq, const char *kind)
{
    const struct app *app = rq_app(rq);

    if (kind == NULL)
        return NULL;
    for (size_t s = 0; s < app->n_services; s++)
        for (size_t i = 0; i < app->services[s]->n_things; i++)
            if (str_eq(app->services[s]->things[i].kind, kind))
                return &app->services[s]->things[i];
    return NULL;
}

err thing_show(struct rq *rq, const char *kind, int64_t id, struct thing *ret)
{
    const struct thing_kind *k = thing_kind_of(rq, kind);

    *ret = (struct thing){0};
    return k != NULL && k->show != NULL && id != 0 ? k->show(rq, id, ret) : OK;
}

err thing_find(struct rq *rq, const char *kind, const char *typed, int64_t *ret_id)
{
    const struct thing_kind *k = thing_kind_of(rq, kind);

    *ret_id = 0;
    return k != NULL && k->find != NULL ? k->find(rq, typed, ret_id) : OK;
}
