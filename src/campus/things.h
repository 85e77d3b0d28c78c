/* things.h: what the numbers in rows stand for: a section, a programme, a receipt, in words that people know, with
   their pages; and what the audit log's words mean. Services bring them in their tables.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef CAMPUS_THINGS_H
#define CAMPUS_THINGS_H
#include "db.h"
#include "err.h"
#include "i18n.h"

struct rq;

struct thing {
    const char *text; /* "CSE 12 B01, Semester 2"; NULL: it is there no more */
    const char *path; /* its page, or NULL */
};
struct thing_kind {
    const char *kind; /* "section": as in rows */
    struct msg name;  /* "Group" */
    /* What is known of one, in the person's language. NULL: only the name is said. */
    err (*show)(struct rq *rq, int64_t id, struct thing *ret);
    /* The one that somebody means who types this ("B-INF"); 0: none. NULL: it cannot be looked for. */
    err (*find)(struct rq *rq, const char *typed, int64_t *ret_id);
};

/* What was done, of a line of the audit log. */
struct audit_word {
    const char *what; /* "studymap.submitted" */
    struct msg text;  /* "Submitted a plan" */
};

/* The kind of all services; NULL: nobody brings it. */
const struct thing_kind *thing_kind_of(struct rq *rq, const char *kind);
/* Of a kind that nobody brings, or a thing that is gone, `text` is NULL. */
[[nodiscard]] err thing_show(struct rq *rq, const char *kind, int64_t id, struct thing *ret);
/* 0: there is none. */
[[nodiscard]] err thing_find(struct rq *rq, const char *kind, const char *typed, int64_t *ret_id);

#endif
