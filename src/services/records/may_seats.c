/* may_seats.c: who may change the seats of a course, keep some of them, and see who sits there.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include "inside.h"
#include "records_q.h"
#include "rights.h"

/* The catalogue's administrator, of all or of the faculty that gives the course; and who runs a
   programme of that faculty for which it counts. Another faculty's does not, though it may count there. */
err may_seats(struct rq *rq, course_id course, faculty_id faculty, bool *ret)
{
    const struct person *me = rq_person(rq);
    struct records_r_counting_list programmes;

    *ret = me != NULL && may_in(me->roles, me->n_roles, MAY_MANAGE_CATALOGUE, faculty.v);
    if (*ret || me == NULL || !may_at_all(me->roles, me->n_roles, MAY_MANAGE_PROGRAMME))
        return OK;
    TRY(records_q_programmes_at_home(rq->db, course, &programmes));
    for (size_t i = 0; i < programmes.n && !*ret; i++)
        *ret =
            may_in(me->roles, me->n_roles, MAY_MANAGE_PROGRAMME, programmes.v[i].programme.v);
    return OK;
}
