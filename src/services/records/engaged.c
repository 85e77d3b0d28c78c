/* engaged.c: when somebody is engaged by her places. SPDX-License-Identifier: AGPL-3.0-or-later */
#include "inside.h"
#include "records_q.h"

err records_engaged(struct rq *rq, struct engaged *to)
{
    struct records_l_engaged_list rows;

    TRY(records_q_engaged(rq->db, rq->me, to->first, to->last, &rows));
    for (size_t i = 0; i < rows.n; i++) {
        const struct records_l_engaged *r = &rows.v[i];

        engaged_put(to, &(struct engagement){.about = r->offering.v,
                                             .weekday = (int)r->weekday,
                                             .first = r->first,
                                             .last = r->last,
                                             .starts = r->starts,
                                             .ends = r->ends,
                                             .off = r->off});
    }
    return OK;
}
