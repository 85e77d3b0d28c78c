/* hand.h: a student's studies for who answers for them, and places by hand.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef STUDYMAP_HAND_H
#define STUDYMAP_HAND_H
#include "things.h"
#include "plan.h"

/* Who runs the catalogue, or a programme that the student follows: her adviser. ERR_FORBIDDEN, with a page. */
[[nodiscard]] err may_advise(struct rq *rq, person_id student);
/* Who runs the whole catalogue. */
[[nodiscard]] err may_all(struct rq *rq);
/* An audit line for who looked, on an audited route. */
void looked_at(struct rq *rq, const char *what, const char *about, int64_t id);
/* "A plan was submitted": what a receipt of this kind decides. */
struct msg kind_words(const char *kind);
/* A line of a list of decisions. */
struct studymap_decided_line decided_line(struct rq *rq, const struct studymap_decision_sum *r);

/* Which rules were overruled (enum studymap_over), in words. */
struct str_list over_words(struct rq *rq, unsigned over);

/* things.c */
#define STUDYMAP_THINGS      4
#define STUDYMAP_AUDIT_WORDS 33
extern const struct thing_kind studymap_things[STUDYMAP_THINGS];
extern const struct audit_word studymap_audit_words[STUDYMAP_AUDIT_WORDS];

err studymap_decisions_get(struct rq *rq);
err studymap_student_get(struct rq *rq);
err studymap_give_get(struct rq *rq);
err studymap_give_post(struct rq *rq);
err studymap_end_get(struct rq *rq);
err studymap_end_post(struct rq *rq);

#endif
