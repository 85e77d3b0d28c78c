/* rights.h: who may do what: checked on every route by the may() hook, and again, with its scope, in
   handlers that act on one programme or offering.
   Identity tells the campus a person's roles once a session; see identity.h.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef CAMPUS_RIGHTS_H
#define CAMPUS_RIGHTS_H
#include <stdbool.h>
#include "ids.h"
#include "rq.h"

#define X(name, word, text) name,
enum role {
#include "roles.def"
    ROLE_COUNT
};
#undef X
const char *role_word(enum role r); /* "student": in CSV files and rows */
/* What its scope names, a kind of things.h: "offering", "programme", "faculty"; NULL: it is for the whole campus. */
const char *role_scope(enum role r);
bool role_parse(const char *word, enum role *ret_r);

/* One role that a person holds, for everything or for one thing. */
struct held_role {
    enum role role;
    int64_t scope; /* 0: the whole campus; else the programme_id or offering_id */
};

/* The acting person, as the who() hook leaves her in rq->person. */
struct person {
    person_id id;
    const char *login;   /* "s1234567" */
    const char *name;    /* "Noor de Vries" */
    const char *mail;
    const struct held_role *roles;
    size_t n_roles;
    int level;         /* what the login proves: 1 one factor, 2 two, 3 resistant to phishing */
    int managing;      /* what it must prove on pages of administration */
    const char *first; /* the page where she must set up a second factor before anything else; NULL: none */
    bool needs_second;  /* one of her roles needs a second factor already, whether she has one or not */
    instant second_due; /* until when she has time to set one up; zero: she has one, or needs none */
};
const struct person *rq_person(const struct rq *rq); /* NULL: nobody */

/* Is it a right of administration? */
bool may_manages(enum may m);
/* Does the role list give the right at all / for this scope (a campus-wide role gives every scope)? The right to
   manage the catalogue, people or the system is had at all only by a campus-wide role. */
bool may_at_all(const struct held_role *roles, size_t n, enum may m);
bool may_in(const struct held_role *roles, size_t n, enum may m, int64_t scope);
/* ERR_FORBIDDEN with a page, or the proof for a query that asks for one. */
[[nodiscard]] err may_check(struct rq *rq, enum may m, int64_t scope, struct grant *ret_grant);

#endif
