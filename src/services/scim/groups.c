/* groups.c: groups of people. Members are rows, so that one more of thousands is one row.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include <string.h>
#include "scim_in.h"
#include "str.h"

static err members_put(struct rq *rq, int64_t team, struct node *to)
{
    struct node *list = node_new(rq->arena, NODE_LIST);
    struct scim_member_list rows;

    TRY(scim_q_members(rq->db, team, &rows));
    for (size_t i = 0; i < rows.n; i++) {
        struct node *m = node_new(rq->arena, NODE_OBJECT);
        const char *id = arena_printf(rq->arena, "%lld", (long long)rows.v[i].person.v);
        node_put(m, "value", node_text(rq->arena, id));
        node_put(m, "$ref", node_text(rq->arena, arena_printf(rq->arena, "%s/Users/%s", scim_base(rq), id)));
        node_put(m, "type", node_text(rq->arena, "User"));
        node_put(m, "display", node_text(rq->arena, rows.v[i].name));
        node_put(list, NULL, m);
    }
    node_set(to, "members", list);
    return OK;
}

static struct node *tree_of(struct arena *a, const struct scim_group *g)
{
    struct node *n = node_new(a, NODE_OBJECT);

    node_set_text(a, n, "externalId", g->external_id);
    node_set_text(a, n, "displayName", g->name);
    return n;
}

static const char *version_of(struct arena *a, const struct scim_group *g)
{
    return arena_printf(a, "\"%lld-%lld\"", (long long)g->id, (long long)g->version);
}

err scim_group_shown(struct rq *rq, const struct scim_group *g, bool deep, struct node **ret)
{
    struct scim_outer o = {&scim_groups, g->id, g->made_at, g->changed_at, version_of(rq->arena, g)};
    struct node *n = tree_of(rq->arena, g);

    if (deep)
        TRY(members_put(rq, g->id, n));
    *ret = scim_outer(rq, &o, n);
    return OK;
}

/* --- Members --- */

static const struct node *first_of(const struct node *list)
{
    return list && list->kind == NODE_LIST ? list->first : list;
}

static const struct node *next_of(const struct node *list, const struct node *i)
{
    return list->kind == NODE_LIST ? i->next : NULL;
}

static const char *value_of(const struct node *member)
{
    return member->kind == NODE_TEXT ? member->text : node_str(member, "value");
}

/* Puts one in, if she is a user. */
static err member_add(struct rq *rq, int64_t team, const struct node *member, struct scim_said *said)
{
    const char *type = node_str(member, "type"), *value = value_of(member);
    int64_t id = !type || strcmp(type, "User") == 0 ? scim_id(value) : 0, added = 0;
    struct scim_user *u = NULL;

    if (id)
        TRY(scim_q_member_add(rq->db, team, (person_id){id}, &added));
    if (id && added == 0)
        TRY(scim_q_user(rq->db, (person_id){id}, &u));
    if (added == 0 && (!u || u->deleted_at.v != 0))
        scim_refuse(said, 400, "invalidValue",
                    arena_printf(rq->arena, "members: %.40s is no user", value ? value : "a value without id"));
    return OK;
}

/* Puts those of a list in. */
static err members_add(struct rq *rq, int64_t team, const struct node *list, struct scim_said *said)
{
    size_t n = 0;

    for (const struct node *i = first_of(list); i && said->fault.status == 0; i = next_of(list, i)) {
        if (++n > SCIM_MEMBERS_MAX)
            scim_refuse(said, 400, "tooMany", "the request names too many members");
        else
            TRY(member_add(rq, team, i, said));
    }
    return OK;
}

/* Takes those out that are named. */
static err members_drop(struct rq *rq, int64_t team, const struct node *named)
{
    int64_t n = 0;

    for (const struct node *i = first_of(named); i; i = next_of(named, i))
        if (scim_id(value_of(i)))
            TRY(scim_q_member_drop(rq->db, team, (person_id){scim_id(value_of(i))}, &n));
    return OK;
}

/* Takes those out for whom a filter holds. */
static err members_filtered(struct rq *rq, int64_t team, const struct filter *which)
{
    struct node *in = node_new(rq->arena, NODE_OBJECT);
    int64_t n = 0;

    if (which->op == F_EQ && strcmp(which->at.sub->name, "value") == 0 && which->value->text) {
        int64_t id = scim_id(which->value->text);
        return id ? scim_q_member_drop(rq->db, team, (person_id){id}, &n) : OK;
    }
    TRY(members_put(rq, team, in));
    const struct node *list = node_get(in, "members");

    for (const struct node *i = list ? list->first : NULL; i; i = i->next)
        if (filter_item(which, i))
            TRY(scim_q_member_drop(rq->db, team, (person_id){scim_id(value_of(i))}, &n));
    return OK;
}

/* Takes those out that a filter holds for, or that are named; else all. */
static err members_remove(struct rq *rq, int64_t team, const struct patch *p, const struct filter *which)
{
    if (which)
        return members_filtered(rq, team, which);
    return node_empty(p->value) ? scim_q_members_drop(rq->db, team) : members_drop(rq, team, p->value);
}

/* --- Keeping --- */

static err shown_now(struct rq *rq, const struct scim_ask *ask, int64_t id, struct scim_said *said)
{
    struct scim_group *g = NULL;

    TRY(scim_q_group_one(rq->db, id, &g));
    return g ? scim_group_shown(rq, g, !ask->no_members, &said->resource) : ERR_INTERNAL;
}

static err keep(struct rq *rq, const struct scim_ask *ask, const struct scim_group *was, const struct node *n,
                struct scim_said *said)
{
    const char *name = node_str(n, "displayName"), *external = node_str(n, "externalId");
    int64_t id = was ? was->id : db_new_id(rq->db);

    TRY(was ? scim_q_group_change(rq->db, id, name, external, rq->now)
            : scim_q_group_add(rq->db, id, name, external, rq->now));
    TRY(scim_note(rq, was ? "scim.group_changed" : "scim.group_made", "scim_group", id, ask->token));
    said->status = was ? 200 : 201;
    return shown_now(rq, ask, id, said);
}

static err make(struct rq *rq, const struct scim_ask *ask, const struct scim_group *was, struct scim_said *said)
{
    const struct node *n = scim_clean(rq->arena, &scim_groups, ask->body, &said->fault);

    if (!n)
        return OK;
    if (was)
        TRY(scim_q_members_drop(rq->db, was->id));
    TRY(keep(rq, ask, was, n, said));
    int64_t id = scim_id(node_str(said->resource, "id"));

    TRY(members_add(rq, id, node_get(ask->body, "members"), said));
    return said->fault.status ? OK : shown_now(rq, ask, id, said);
}

/* One change of members; *ret_mine false: it is about something else. */
static err members_patched(struct rq *rq, const struct scim_group *was, const struct patch *p, bool *ret_mine,
                           struct scim_said *said)
{
    struct scim_path path = {0};

    if (!path_read(rq->arena, &scim_groups, p->path, &path, &said->fault))
        return OK;
    *ret_mine = path.at.attr && strcmp(path.at.attr->name, "members") == 0;
    if (!*ret_mine)
        return OK;
    if (path.at.sub) {
        scim_refuse(said, 400, "mutability", "a member is put in or taken out as a whole");
        return OK;
    }
    if (p->op == PATCH_REMOVE)
        return members_remove(rq, was->id, p, path.which);
    if (path.which) {
        scim_refuse(said, 400, "mutability", "a member is put in or taken out as a whole");
        return OK;
    }
    if (p->op == PATCH_REPLACE)
        TRY(scim_q_members_drop(rq->db, was->id));
    return members_add(rq, was->id, p->value, said);
}

static err patch_one(struct rq *rq, const struct scim_group *was, const struct patch *p, struct node *n,
                     struct scim_said *said)
{
    bool mine = false;

    if (p->path)
        TRY(members_patched(rq, was, p, &mine, said));
    if (!p->path && p->value && node_get(p->value, "members")) {
        struct patch inner = {p->op, "members", node_get(p->value, "members")};
        TRY(members_patched(rq, was, &inner, &mine, said));
        node_set(p->value, "members", NULL);
        mine = node_empty(p->value);
    }
    if (said->fault.status == 0 && !mine)
        patch_apply(rq->arena, &scim_groups, p, n, &said->fault);
    return OK;
}

static err patch(struct rq *rq, const struct scim_ask *ask, const struct scim_group *was, struct scim_said *said)
{
    struct node *n = tree_of(rq->arena, was);
    const struct node *clean = NULL;
    struct patches p;

    if (!patch_read(rq->arena, ask->body, &p, &said->fault))
        return OK;
    for (size_t i = 0; i < p.n && said->fault.status == 0; i++)
        TRY(patch_one(rq, was, &p.v[i], n, said));
    if (said->fault.status == 0)
        clean = scim_clean(rq->arena, &scim_groups, n, &said->fault);
    return clean ? keep(rq, ask, was, clean, said) : OK;
}

err scim_group_do(struct rq *rq, const struct scim_ask *ask, struct scim_said *ret)
{
    struct scim_group *was = NULL;
    int64_t id = scim_id(ask->id), n = 0;

    if (!ask->id)
        return make(rq, ask, NULL, ret);
    if (id)
        TRY(scim_q_group_one(rq->db, id, &was));
    if (!was) {
        scim_refuse(ret, 404, NULL, "there is no such group");
        return OK;
    }
    if (ask->if_match && *ask->if_match && !scim_matches(ask->if_match, version_of(rq->arena, was))) {
        scim_refuse(ret, 412, NULL, "the group was changed since");
        return OK;
    }
    if (ask->method == PUT)
        return make(rq, ask, was, ret);
    if (ask->method == PATCH)
        return patch(rq, ask, was, ret);
    TRY(scim_q_members_drop(rq->db, was->id));
    TRY(scim_q_group_drop(rq->db, was->id, &n));
    ret->status = 204;
    return scim_note(rq, "scim.group_deleted", "scim_group", was->id, ask->token);
}
