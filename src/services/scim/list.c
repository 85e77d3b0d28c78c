/* list.c: what there is: filtered, sorted, by pages, and only what is wished of it.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include <stdlib.h>
#include <string.h>
#include "scim_in.h"
#include "str.h"

#define LIST_RESPONSE "urn:ietf:params:scim:api:messages:2.0:ListResponse"
#define SCRATCH_MAX ((size_t)1 << 30) /* a hundred people of the largest kind are far less */

/* --- What is wished --- */

bool scim_wish(struct arena *a, const struct scim_type *t, const char *attributes, const char *excluded,
               struct scim_wish *ret, struct scim_fault *f)
{
    struct scim_wish w = {.only = !str_empty(attributes)};
    const char *s = w.only ? attributes : excluded ? excluded : "";

    if (w.only && !str_empty(excluded)) {
        *f = (struct scim_fault){400, "invalidValue", "attributes and excludedAttributes exclude each other"};
        return false;
    }
    struct str_list names = str_split(a, s, ',');

    for (size_t i = 0; i < names.n && w.n < sizeof w.v / sizeof *w.v; i++) {
        const char *name = str_trim(a, names.v[i]);
        w.n += *name && scim_attr(a, t, name, strlen(name), &w.v[w.n]);
    }
    *ret = w;
    return true;
}

bool scim_wished(const struct scim_wish *w, const char *name)
{
    bool named = false;

    for (size_t i = 0; i < w->n; i++)
        named = named || (!w->v[i].more && strcmp(w->v[i].attr->name, name) == 0 && (w->only || !w->v[i].sub));
    return named == w->only;
}

static bool always(const char *key)
{
    return strcmp(key, "id") == 0 || strcmp(key, "schemas") == 0;
}

/* Of a value, or of each of a list: one part alone, or all but that one. */
static void part_of(struct arena *a, const struct attr *sub, bool only, const struct node *from, struct node *to)
{
    for (const struct node *i = from->first, *k = to->first; i; i = i->next) {
        if (from->kind == NODE_OBJECT && (strcmp(i->key, sub->name) == 0) == only && !node_get(to, i->key))
            node_put(to, i->key, node_copy(a, i));
        if (from->kind != NODE_LIST)
            continue;
        struct node *one = k ? (struct node *)(uintptr_t)k : node_new(a, NODE_OBJECT);
        part_of(a, sub, only, i, one);
        if (k)
            k = k->next;
        else
            node_put(to, NULL, one);
    }
}

static struct node *into(struct arena *a, struct node *n, const char *key, enum node_kind kind)
{
    struct node *in = node_get(n, key);

    if (!in)
        node_put(n, key, in = node_new(a, kind));
    return in;
}

static void keep_one(struct arena *a, const struct attr_at *at, const struct node *from, struct node *to)
{
    const struct node *v = at->more ? node_get(from, at->more->urn) : from;

    if (v && at->more && at->attr)
        to = into(a, to, at->more->urn, NODE_OBJECT);
    const char *key = at->attr ? at->attr->name : at->more ? at->more->urn : "";

    v = at->attr ? node_get(v, key) : v;
    if (!v)
        return;
    if (at->sub && (v->kind == NODE_OBJECT || v->kind == NODE_LIST))
        part_of(a, at->sub, true, v, into(a, to, key, v->kind));
    else if (!node_get(to, key))
        node_put(to, key, node_copy(a, v));
}

static void leave_one(struct arena *a, const struct attr_at *at, struct node *n)
{
    struct node *in = at->more ? node_get(n, at->more->urn) : n;
    const char *key = at->attr ? at->attr->name : at->more ? at->more->urn : "";

    if (!at->attr)
        in = n;
    struct node *v = node_get(in, key);

    if (!v || always(key))
        return;
    if (!at->sub) {
        node_drop(in, v);
        return;
    }
    struct node *rest = node_new(a, v->kind);

    part_of(a, at->sub, false, v, rest);
    node_set(in, key, rest);
}

struct node *scim_told(struct arena *a, const struct scim_wish *w, const struct node *resource)
{
    struct node *n = w->only ? node_new(a, NODE_OBJECT) : node_copy(a, resource);

    for (const struct node *i = resource->first; i && w->only; i = i->next)
        if (always(i->key))
            node_put(n, i->key, node_copy(a, i));
    for (size_t i = 0; i < w->n; i++) {
        if (w->only)
            keep_one(a, &w->v[i], resource, n);
        else
            leave_one(a, &w->v[i], n);
    }
    return n;
}

/* --- Finding --- */

struct hit {
    int64_t id;
    const char *key; /* what it is sorted by; NULL: it has none */
};
struct finding {
    struct rq *rq;
    const struct scim_query *q;
    const struct filter *filter;
    struct attr_at sort;
    bool sorted, down, deep;
    struct hit *v;
    size_t n, room, seen;
    struct scim_fault fault;
};

/* Of several values the primary one, or the first (RFC 7644 §3.4.2.3). */
static const struct node *chief(const struct node *list)
{
    for (const struct node *i = list->first; i; i = i->next) {
        const struct node *p = node_get(i, "primary");
        if (p && p->number)
            return i;
    }
    return list->first;
}

static const char *key_of(const struct attr_at *at, const struct node *n)
{
    const struct node *v = at->more ? node_get(n, at->more->urn) : n;

    v = node_get(v, at->attr->name);
    if (v && v->kind == NODE_LIST)
        v = chief(v);
    if (v && v->kind == NODE_OBJECT)
        v = node_get(v, at->sub ? at->sub->name : "value");
    return v && v->kind == NODE_TEXT ? v->text : v && v->kind == NODE_BOOL ? v->number ? "true" : "false" : NULL;
}

static void look_at(struct finding *f, int64_t id, const struct node *n)
{
    f->seen++;
    if (f->filter && !filter_holds(f->filter, n))
        return;
    if (f->n == f->room) {
        struct hit *more = ARENA_ARRAY(f->rq->arena, f->room * 2 + 64, struct hit);
        for (size_t i = 0; i < f->n; i++)
            more[i] = f->v[i];
        f->v = more;
        f->room = f->room * 2 + 64;
    }
    const char *key = f->sorted ? key_of(&f->sort, n) : NULL;

    f->v[f->n++] = (struct hit){id, key ? arena_dup(f->rq->arena, key) : NULL};
}

static err look_at_users(struct finding *f, const struct scim_user_list *rows)
{
    for (size_t i = 0; i < rows->n; i++) {
        struct node *n = NULL;
        TRY(scim_user_shown(f->rq, &rows->v[i], f->deep, &n));
        look_at(f, rows->v[i].id.v, n);
    }
    return OK;
}

/* Whom the filter names by a number or a name: no need to ask everybody. */
static err named_users(struct finding *f, struct scim_user_list *ret, bool *ret_named)
{
    const char *id = filter_equals(f->filter, "id"), *login = filter_equals(f->filter, "userName");
    const char *external = filter_equals(f->filter, "externalId");
    struct scim_user *u = NULL;

    *ret_named = id || login || external;
    if (id && scim_id(id))
        TRY(scim_q_user(f->rq->db, (person_id){scim_id(id)}, &u));
    else if (!id && login)
        TRY(scim_q_user_named(f->rq->db, str_lower(f->rq->arena, login), &u));
    else if (!id && external)
        return scim_q_users_external(f->rq->db, external, ret);
    *ret = (struct scim_user_list){u, u && u->deleted_at.v == 0};
    return OK;
}

static void free_scratch(void *ctx)
{
    arena_free(*(struct arena **)ctx);
}

/* The next hundred; their rows and trees go to `scratch`. */
static err some_users(struct finding *f, struct arena *scratch, person_id *after, size_t *ret_n)
{
    struct rq aside = *f->rq;
    struct scim_user_list rows = {0};
    err e = scim_q_users(f->rq->db, *after, &rows);

    aside.arena = scratch;
    for (size_t i = 0; i < rows.n && e == OK; i++) {
        struct node *n = NULL;
        e = scim_user_shown(&aside, &rows.v[i], f->deep, &n);
        if (e == OK)
            look_at(f, rows.v[i].id.v, n);
        *after = rows.v[i].id;
    }
    *ret_n = rows.n;
    return e;
}

/* Everybody in turn; what is read of one hundred is forgotten before the next. */
static err all_users(struct finding *f)
{
    struct arena **kept = ARENA_NEW(f->rq->arena, struct arena *);
    person_id after = {0};
    size_t n = 0;
    err e = OK;

    arena_at_end(f->rq->arena, free_scratch, kept);
    struct arena *scratch = *kept = arena_new(SCRATCH_MAX);
    do {
        arena_reset(scratch);
        struct arena *before = db_rows_to(f->rq->db, scratch);

        e = some_users(f, scratch, &after, &n);
        db_rows_to(f->rq->db, before);
    } while (e == OK && n > 0 && f->seen < SCIM_SCAN_MAX);
    if (f->seen >= SCIM_SCAN_MAX)
        f->fault = (struct scim_fault){400, "tooMany", "too many users to look at: filter by id, userName or externalId"};
    return e;
}

static err find_users(struct finding *f)
{
    struct scim_user_list rows = {0};
    bool named = false;

    TRY(named_users(f, &rows, &named));
    return named ? look_at_users(f, &rows) : all_users(f);
}

static err find_groups(struct finding *f)
{
    struct scim_group_list rows;
    int64_t after = 0;

    do {
        TRY(scim_q_groups(f->rq->db, after, &rows));
        for (size_t i = 0; i < rows.n; i++) {
            struct node *n = NULL;
            TRY(scim_group_shown(f->rq, &rows.v[i], f->deep, &n));
            look_at(f, rows.v[i].id, n);
            after = rows.v[i].id;
        }
    } while (rows.n > 0);
    return OK;
}

static int by_key(const void *x, const void *y, void *ctx)
{
    const struct hit *a = x, *b = y;
    const struct finding *f = ctx;
    int order = a->key && b->key ? value_order(f->sort.sub ? f->sort.sub : f->sort.attr, a->key, b->key)
                                 : (a->key == NULL) - (b->key == NULL);

    if (order == 0)
        order = a->id < b->id ? -1 : a->id > b->id;
    return f->down ? -order : order;
}

static bool begin(struct finding *f)
{
    const struct scim_query *q = f->q;

    if (!str_empty(q->filter)) {
        f->filter = filter_read(f->rq->arena, q->type, q->filter, &f->fault);
        if (!f->filter)
            return false;
    }
    if (!str_empty(q->sort_by)) {
        f->sorted = scim_attr(f->rq->arena, q->type, q->sort_by, strlen(q->sort_by), &f->sort) && f->sort.attr;
        f->down = q->sort_order && strcmp(q->sort_order, "descending") == 0;
    }
    if (!str_empty(q->sort_by) && !f->sorted)
        f->fault = (struct scim_fault){400, "invalidPath", "sortBy names no attribute"};
    f->deep = q->type == &scim_users ? filter_asks(f->filter, "groups") : filter_asks(f->filter, "members");
    return f->fault.status == 0;
}

/* --- Answering --- */

/* The page alone, when neither a filter nor an order needs all. */
static err plain_page(struct finding *f, int64_t *ret_total)
{
    struct scim_user_list rows;

    TRY(scim_q_users_count(f->rq->db, ret_total));
    TRY(scim_q_users_page(f->rq->db, f->q->start - 1, f->q->count, &rows));
    f->v = ARENA_ARRAY(f->rq->arena, rows.n + 1, struct hit);
    f->n = rows.n;
    for (size_t i = 0; i < rows.n; i++)
        f->v[i].id = rows.v[i].id.v;
    return OK;
}

static err one_put(struct finding *f, const struct scim_wish *w, int64_t id, struct json_out *out)
{
    bool users = f->q->type == &scim_users;
    struct scim_user *u = NULL;
    struct scim_group *g = NULL;
    struct node *n = NULL;

    if (users)
        TRY(scim_q_user(f->rq->db, (person_id){id}, &u));
    else
        TRY(scim_q_group_one(f->rq->db, id, &g));
    if (u)
        TRY(scim_user_shown(f->rq, u, scim_wished(w, "groups"), &n));
    if (g)
        TRY(scim_group_shown(f->rq, g, scim_wished(w, "members"), &n));
    if (n)
        node_write(out, NULL, scim_told(f->rq->arena, w, n));
    return OK;
}

static err answer(struct finding *f, const struct scim_wish *w, int64_t total, size_t from)
{
    struct json_out out = json_begin(f->rq->out->buf);
    size_t n = from < f->n ? f->n - from : 0;

    if ((int64_t)n > f->q->count)
        n = (size_t)f->q->count;
    json_object(&out, NULL);
    json_array(&out, "schemas");
    json_str(&out, NULL, LIST_RESPONSE);
    json_end(&out, ']');
    json_int(&out, "totalResults", total);
    json_int(&out, "startIndex", f->q->start);
    json_int(&out, "itemsPerPage", (int64_t)n);
    json_array(&out, "Resources");
    for (size_t i = 0; i < n && f->v; i++)
        TRY(one_put(f, w, f->v[from + i].id, &out));
    json_end(&out, ']');
    json_end(&out, '}');
    return scim_json(f->rq, 200);
}

err scim_list(struct rq *rq, const struct scim_query *q)
{
    struct finding f = {.rq = rq, .q = q};
    struct scim_wish w = {0};
    int64_t total = 0;

    if (!scim_wish(rq->arena, q->type, q->attributes, q->excluded, &w, &f.fault) || !begin(&f))
        return scim_no(rq, f.fault);
    if (q->type == &scim_users && !f.filter && !f.sorted) {
        TRY(plain_page(&f, &total));
        return answer(&f, &w, total, 0);
    }
    TRY(q->type == &scim_users ? find_users(&f) : find_groups(&f));
    if (f.fault.status)
        return scim_no(rq, f.fault);
    if (f.sorted && f.n > 0)
        qsort_r(f.v, f.n, sizeof *f.v, by_key, &f);
    return answer(&f, &w, (int64_t)f.n, (size_t)(q->start - 1));
}
