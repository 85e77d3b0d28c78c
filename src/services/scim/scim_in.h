/* scim_in.h: the parts of the service that know each other. SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef SCIM_IN_H
#define SCIM_IN_H
#include "filter.h"
#include "identity.h"
#include "patch.h"
#include "rq.h"
#include "scim_q.h"

#define SCIM_BODY_MAX    ((size_t)1 << 20) /* bytes of a request */
#define SCIM_BULK_MAX    200               /* operations of a bulk request */
#define SCIM_PAGE_MAX    200               /* resources of one answer */
#define SCIM_MEMBERS_MAX 10000             /* members that one request names */
#define SCIM_SCAN_MAX    200000            /* people that one filter or order is asked of */
#define SCIM_RATE        600               /* requests a minute of a token, unless it says otherwise */

/* --- A request, alone or in a bulk --- */

struct scim_ask {
    enum method method;
    const struct scim_type *type;
    const char *id;         /* NULL: of the whole collection */
    const struct node *body;
    const char *if_match;   /* an entity tag, or NULL */
    bool no_members;        /* of a group: they are not told */
    int64_t token;
};
struct scim_said {
    int status;
    struct node *resource;  /* NULL: none */
    const char *location, *version;
    struct scim_fault fault;
};
/* Does it, in a WRITE; what is refused leaves nothing behind. */
[[nodiscard]] err scim_do(struct rq *rq, const struct scim_ask *ask, struct scim_said *ret);
/* Reads one: 404 when there is none. */
[[nodiscard]] err scim_get(struct rq *rq, const struct scim_ask *ask, struct scim_said *ret);
bool scim_refuse(struct scim_said *said, int status, const char *type, const char *detail);
/* Does the entity tag that was sent hold? */
bool scim_matches(const char *sent, const char *version);
const char *scim_base(struct rq *rq); /* "https://campus/scim/v2" */
[[nodiscard]] err scim_note(struct rq *rq, const char *what, const char *about, int64_t id, int64_t by);
int64_t scim_id(const char *s); /* 0: no id of ours */
/* A resource in its outer form: schemas, id, what it is made of, meta. */
struct scim_outer {
    const struct scim_type *type;
    int64_t id;
    instant made, changed;
    const char *version;
};
struct node *scim_outer(struct rq *rq, const struct scim_outer *o, const struct node *inner);

/* --- users.c, groups.c --- */

[[nodiscard]] err scim_user_do(struct rq *rq, const struct scim_ask *ask, struct scim_said *ret);
[[nodiscard]] err scim_group_do(struct rq *rq, const struct scim_ask *ask, struct scim_said *ret);
/* As it is shown. `deep`: with the groups that she is in. */
[[nodiscard]] err scim_user_shown(struct rq *rq, const struct scim_user *u, bool deep, struct node **ret);
[[nodiscard]] err scim_group_shown(struct rq *rq, const struct scim_group *g, bool deep, struct node **ret);
/* The role of a student follows her affiliations; of everybody when `who` is zero. */
[[nodiscard]] err scim_students(struct db *db, person_id who);

/* --- list.c --- */

/* What of a resource is told. */
struct scim_wish {
    bool only; /* nothing but what is named; else all but that */
    struct attr_at v[50];
    size_t n;
};
bool scim_wish(struct arena *a, const struct scim_type *t, const char *attributes, const char *excluded,
               struct scim_wish *ret, struct scim_fault *f);
/* May this attribute of the core be in the answer? */
bool scim_wished(const struct scim_wish *w, const char *name);
struct node *scim_told(struct arena *a, const struct scim_wish *w, const struct node *resource);
struct scim_query {
    const struct scim_type *type;
    const char *filter, *sort_by, *sort_order; /* "" or NULL: none */
    const char *attributes, *excluded;
    int64_t start, count;
};
[[nodiscard]] err scim_list(struct rq *rq, const struct scim_query *q);

/* --- bulk.c --- */

[[nodiscard]] err scim_bulk(struct rq *rq, int64_t token, const struct node *body);

/* --- answer.c --- */

/* Who asks, by her token; NULL: she was refused, and the answer is there. */
[[nodiscard]] err scim_enter(struct rq *rq, bool writes, struct scim_token **ret);
/* The body as a tree; false: refused, and the answer is there. */
bool scim_body(struct rq *rq, struct node **ret);
err scim_no(struct rq *rq, struct scim_fault f);
err scim_json(struct rq *rq, int status);
void scim_error_put(struct json_out *out, const char *key, const struct scim_fault *f);

/* --- tokens.c --- */

struct scim_token_new {
    const char *title;
    bool writes;
    int64_t rate, days;
    person_id by;
};
/* "" , or why not, as an English msgid. */
const char *scim_token_problem(const struct scim_token_new *n);
/* The token itself is given once, here. */
[[nodiscard]] err scim_token_make(struct db *db, const struct scim_token_new *n, int64_t *ret_id, const char **ret);
struct str scim_hash(struct arena *a, const char *text);

#endif
