/* facts.c: reads results, prerequisites and what is known of a person.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include "records_q.h"
#include "records_ready.h"
#include <string.h>

/* Ids that one query takes. */
#define SOME 12

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

err records_prereq_of(struct db *db, const course_id *ids, size_t n, const char **ret_rules)
{
    for (size_t i = 0; i < n; i++)
        ret_rules[i] = "";
    for (size_t at = 0; at < n; at += SOME) {
        struct records_r_rule_list rows;
        size_t some = n - at < SOME ? n - at : SOME;
        course_id c[SOME] = {{0}};

        memcpy(c, ids + at, some * sizeof *ids);
        TRY(records_q_rules_some(db, c[0], c[1], c[2], c[3], c[4], c[5], c[6], c[7], c[8], c[9],
                                 c[10], c[11], &rows));
        for (size_t r = 0; r < rows.n; r++)
            for (size_t k = 0; k < some; k++)
                if (c[k].v == rows.v[r].course.v)
                    ret_rules[at + k] = rows.v[r].rule;
    }
    return OK;
}
