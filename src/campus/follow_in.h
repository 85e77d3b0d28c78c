/* follow_in.h: what notices_live.c needs of follow.c; not for others. SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef CAMPUS_FOLLOW_IN_H
#define CAMPUS_FOLLOW_IN_H
#include "arena.h"
#include "follow.h"
#include "rq.h"

/* What an open page follows; `what` NULL: nothing. */
struct follow {
    const struct followed *what; /* of a service's static table */
    int64_t about, mark;
};
/* By "?follow=plan.17&mark=…"; what is not known follows nothing. */
struct follow follow_asked(struct rq *rq);

/* The pages of a round, each once, with their present marks. */
struct following {
    int64_t who;
    struct follow page;
};
struct followings {
    struct following *v;
    size_t n;
};
void follow_add(struct followings *all, int64_t who, const struct follow *page);
[[nodiscard]] err follow_read(struct db *db, struct followings *all);
/* The page's present mark; -1: not known. */
int64_t follow_mark(const struct followings *all, int64_t who, const struct follow *page);

#endif
