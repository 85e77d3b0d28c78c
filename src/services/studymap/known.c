/* known.c: reads what a student has done, and will have done.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include "known.h"
#include "studymap_q.h"

static void know_section(struct records_known *k, const struct records_section *s)
{
    records_know(k, &(struct records_fact){.kind = RECORDS_TOGETHER,
                                           .course = s->course,
                                           .code = s->course_code,
                                           .credits = s->credits});
}

err studymap_known_read(struct db *db, person_id who, term_id term,
                        const struct studymap_settings *settings,
                        const struct studymap_together *together, struct studymap_limits *limits)
{
    struct records_known *known = ARENA_NEW(db_arena(db), struct records_known);
    struct studymap_ahead_list ahead = {};

    TRY(studymap_q_planned_before(db, who, term, civil_of(db_now(db)).day, &ahead));
    TRY(records_known_of(db, who, term, ahead.n + together->n, known));
    for (size_t i = 0; i < ahead.n; i++)
        records_know(known, &(struct records_fact){.kind = RECORDS_AWAITED,
                                                   .course = ahead.v[i].course,
                                                   .code = ahead.v[i].code,
                                                   .credits = ahead.v[i].credits});
    if (!settings->expected_counts)
        records_know_strictly(known);
    for (size_t i = 0; i < together->n; i++) {
        if (together->v[i])
            know_section(known, together->v[i]);
    }
    limits->known = known;
    limits->arena = db_arena(db);
    return OK;
}
