/* facts.c: reads results, and what is known of a person.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include "records_q.h"
#include "records_ready.h"

err records_results_of(struct db *db, person_id who, struct records_results *ret)
{
    struct records_r_result_list rows;

    TRY(records_q_results_of(db, who, &rows));
    *ret = (struct records_results){ARENA_ARRAY(db_arena(db), rows.n, struct records_result),
                                    rows.n};
    for (size_t i = 0; i < rows.n; i++) {
        const struct records_r_result *r = &rows.v[i];

        ret->v[i] = (struct records_result){r->course, r->code,   r->name, r->credits,
                                            r->grade,  r->passed, r->at};
    }
    return OK;
}

err records_known_of(struct db *db, person_id who, term_id term, size_t more,
                     struct records_known *ret)
{
    struct records_r_fact_list rows;

    TRY(records_q_known(db, who, term, &rows));
    *ret = (struct records_known){ARENA_ARRAY(db_arena(db), rows.n + more, struct records_fact), 0,
                                  rows.n + more};
    for (size_t i = 0; i < rows.n; i++) {
        const struct records_r_fact *r = &rows.v[i];

        ret->v[ret->n++] = (struct records_fact){
            .kind = (enum records_fact_kind)r->kind,
            .course = r->course,
            .code = r->code,
            .credits = r->credits,
            .grade = r->grade,
            .passed = r->passed,
        };
    }
    return OK;
}
