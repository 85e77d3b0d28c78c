/* engaged.c: when somebody is engaged by what she plans. SPDX-License-Identifier: AGPL-3.0-or-later */
#include "plan.h"
#include "service.h"

err studymap_engaged_by(struct rq *rq, struct engaged *to)
{
    struct studymap_engaged_list rows;

    TRY(studymap_q_engaged(rq->db, rq->me, to->first, to->last, &rows));
    for (size_t i = 0; i < rows.n; i++) {
        const struct studymap_engaged *r = &rows.v[i];

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
