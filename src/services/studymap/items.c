/* items.c: the choices of a plan, from their rows. SPDX-License-Identifier: AGPL-3.0-or-later */
#include "items.h"
#include <stdlib.h>

static int by_rank(const void *a, const void *b)
{
    const struct studymap_item *x = a, *y = b;

    if (x->rank != y->rank)
        return x->rank < y->rank ? -1 : 1;
    if (x->at.v != y->at.v)
        return x->at.v < y->at.v ? -1 : 1;
    return (x->id.v > y->id.v) - (x->id.v < y->id.v);
}

err studymap_items_read(struct db *db, plan_id plan, struct studymap_item_list *ret)
{
    TRY(studymap_q_items_of(db, plan, ret));
    if (ret->n > 1)
        qsort(ret->v, ret->n, sizeof *ret->v, by_rank);
    return OK;
}
