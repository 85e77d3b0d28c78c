/* patch.c: changes of a resource, one after the other. SPDX-License-Identifier: AGPL-3.0-or-later */
#include "patch.h"
#include <string.h>
#include <strings.h>
#include "str.h"

#define PATCH_OP "urn:ietf:params:scim:api:messages:2.0:PatchOp"

static bool no(struct scim_fault *f, const char *type, const char *why)
{
    *f = (struct scim_fault){400, type, why};
    return false;
}

static bool says(const struct node *sent, const char *urn)
{
    const struct node *list = node_get(sent, "schemas");

    for (const struct node *i = list ? list->first : NULL; i; i = i->next)
        if (i->kind == NODE_TEXT && strcasecmp(i->text, urn) == 0)
            return true;
    return false;
}

static bool read_one(const struct node *n, struct patch *p, struct scim_fault *f)
{
    static const char *const words[] = {"add", "remove", "replace"};
    const char *op = node_str(n, "op");
    int i = 0;

    while (i < 3 && (!op || strcasecmp(op, words[i]) != 0))
        i++;
    if (i == 3)
        return no(f, "invalidSyntax", "op is add, remove or replace");
    p->op = (enum patch_op)i;
    p->path = node_str(n, "path");
    p->value = node_get(n, "value");
    if (node_get(n, "path") && !p->path)
        return no(f, "invalidPath", "the path is a text");
    if (p->op == PATCH_REMOVE && !p->path)
        return no(f, "noTarget", "a remove needs a path");
    if (p->op == PATCH_ADD && node_empty(p->value))
        return no(f, "invalidValue", "an add needs a value");
    return true;
}

bool patch_read(struct arena *a, const struct node *sent, struct patches *ret, struct scim_fault *f)
{
    const struct node *ops = node_get(sent, "Operations");
    size_t n = node_len(ops), k = 0;
    struct patches p = {ARENA_ARRAY(a, n + 1, struct patch), n};

    if (!says(sent, PATCH_OP) || !ops || ops->kind != NODE_LIST)
        return no(f, "invalidSyntax", "a PatchOp with Operations is wanted");
    if (n > PATCH_OPS)
        return no(f, "tooMany", "there are too many operations");
    for (const struct node *i = ops->first; i; i = i->next)
        if (!read_one(i, &p.v[k++], f))
            return false;
    *ret = p;
    return true;
}

/* --- Lists --- */

/* A bare text stands for an element with that value. */
static bool is_item(const struct node *item, const struct node *like)
{
    const char *x = node_str(item, "value");

    return like->kind == NODE_TEXT ? x && str_eq(x, like->text) : node_same(item, like);
}

static void list_add(struct arena *a, struct node *list, const struct node *value)
{
    const struct node *v = value->kind == NODE_LIST ? value->first : value;

    for (; v; v = value->kind == NODE_LIST ? v->next : NULL) {
        bool there = false;

        for (const struct node *i = list->first; i; i = i->next)
            there = there || is_item(i, v);
        if (there)
            continue;
        struct node *copy = node_copy(a, v);

        copy->fresh = true;
        node_put(list, NULL, copy);
    }
}

/* Some systems name what is to be removed in a value beside the path. */
static void list_remove(struct node *list, const struct node *value)
{
    const struct node *v = value->kind == NODE_LIST ? value->first : value;

    for (; v; v = value->kind == NODE_LIST ? v->next : NULL)
        for (struct node *i = list->first; i; i = i->next) {
            const char *x = node_str(i, "value"), *y = node_str(v, "value");
            if ((x && y && str_eq(x, y)) || is_item(i, v))
                node_drop(list, i);
        }
}

/* Who is primary now? What this request made so; the others are it no more (RFC 7644 §3.5.2). */
static void settle_primary(struct node *list)
{
    const struct node *chosen = NULL;

    for (struct node *i = list->first; i; i = i->next) {
        const struct node *p = node_get(i, "primary");
        if (i->fresh && p && (p->number || (p->kind == NODE_TEXT && strcasecmp(p->text, "true") == 0)))
            chosen = i;
    }
    for (struct node *i = list->first; i && chosen; i = i->next)
        if (i != chosen && node_get(i, "primary"))
            node_set(i, "primary", NULL);
}

static void merge(struct arena *a, struct node *into, const struct node *value)
{
    for (const struct node *i = value->first; i; i = i->next)
        node_set(into, i->key, node_copy(a, i));
}

/* type eq "work" -> {"type": "work"}: what an add means that finds none. */
static struct node *made_by(struct arena *a, const struct filter *f)
{
    struct node *n = node_new(a, NODE_OBJECT);

    if (f->op != F_EQ || f->value->kind != NODE_TEXT)
        return NULL;
    node_set_text(a, n, f->at.sub->name, f->value->text);
    return n;
}

/* --- One change --- */

struct change {
    struct arena *a;
    const struct patch *p;
    const struct scim_path *path;
    struct node *in; /* the resource, or the extension in it */
    struct scim_fault *f;
};

static bool item_changed(struct change *c, struct node *list, struct node *item)
{
    const struct attr *sub = c->path->at.sub;
    const struct node *v = c->p->value;

    item->fresh = true;
    if (c->p->op == PATCH_REMOVE && !sub)
        node_drop(list, item);
    else if (c->p->op == PATCH_REMOVE)
        node_set(item, sub->name, NULL);
    else if (sub)
        node_set(item, sub->name, v ? node_copy(c->a, v) : NULL);
    else if (v && v->kind == NODE_OBJECT)
        merge(c->a, item, v);
    else
        return no(c->f, "invalidValue", "an object is wanted");
    return true;
}

/* An add that no value is meant by makes one. *ret_list: where it stands. */
static bool item_made(struct change *c, struct node **ret_list)
{
    struct node *item = c->path->which ? made_by(c->a, c->path->which) : node_new(c->a, NODE_OBJECT);

    if (c->p->op == PATCH_REMOVE)
        return true;
    if (c->p->op != PATCH_ADD || !item)
        return no(c->f, "noTarget", "no value is as the path says");
    if (!*ret_list)
        node_put(c->in, c->path->at.attr->name, *ret_list = node_new(c->a, NODE_LIST));
    if (!item_changed(c, *ret_list, item))
        return false;
    node_put(*ret_list, NULL, item);
    return true;
}

/* emails[type eq "work"], emails[…].value, emails.value */
static bool some_changed(struct change *c)
{
    const char *name = c->path->at.attr->name;
    struct node *list = node_get(c->in, name);
    bool hit = false;

    for (struct node *i = list ? list->first : NULL, *next = NULL; i; i = next) {
        next = i->next;
        if (c->path->which && !filter_item(c->path->which, i))
            continue;
        hit = true;
        if (!item_changed(c, list, i))
            return false;
    }
    if (!hit && !item_made(c, &list))
        return false;
    if (list)
        settle_primary(list);
    if (node_empty(list))
        node_set(c->in, name, NULL);
    return true;
}

static bool list_changed(struct change *c)
{
    const char *name = c->path->at.attr->name;
    const struct node *v = c->p->value;
    struct node *list = node_get(c->in, name);

    if (c->p->op == PATCH_REMOVE && list && !node_empty(v))
        list_remove(list, v);
    else if (c->p->op != PATCH_ADD)
        node_set(c->in, name, NULL);
    list = node_get(c->in, name);
    if (c->p->op != PATCH_REMOVE && !node_empty(v)) {
        if (!list)
            node_put(c->in, name, list = node_new(c->a, NODE_LIST));
        list_add(c->a, list, v);
        settle_primary(list);
    }
    if (node_empty(list))
        node_set(c->in, name, NULL);
    return true;
}

static bool single_changed(struct change *c)
{
    const struct attr_at *at = &c->path->at;
    struct node *whole = node_get(c->in, at->attr->name);
    struct node *v = c->p->op == PATCH_REMOVE || node_empty(c->p->value) ? NULL : node_copy(c->a, c->p->value);

    if (at->sub) {
        if (!whole && v)
            node_put(c->in, at->attr->name, whole = node_new(c->a, NODE_OBJECT));
        if (whole && whole->kind == NODE_OBJECT)
            node_set(whole, at->sub->name, v);
    } else if (v && whole && whole->kind == NODE_OBJECT && v->kind == NODE_OBJECT) {
        merge(c->a, whole, v);
    } else {
        node_set(c->in, at->attr->name, v);
    }
    return true;
}

static struct node *extension_of(struct arena *a, struct node *resource, const char *urn)
{
    struct node *n = node_get(resource, urn);

    if (!n)
        node_put(resource, urn, n = node_new(a, NODE_OBJECT));
    return n;
}

static bool whole_changed(struct arena *a, const struct scim_type *t, const struct patch *p, struct node *resource,
                          struct scim_fault *f);

static bool may_change(const struct attr_at *at, const struct patch *p, struct scim_fault *f)
{
    if (at->attr->change == ATTR_RO || (at->sub && at->sub->change == ATTR_RO))
        return no(f, "mutability", "only the campus says this");
    if (at->attr->required && !at->sub && (p->op == PATCH_REMOVE || node_empty(p->value)))
        return no(f, "mutability", "this must be there");
    return true;
}

/* To a path. */
static bool path_changed(struct arena *a, const struct scim_type *t, const struct patch *p, struct node *resource,
                         struct scim_fault *f)
{
    struct scim_path path;
    struct change c = {.a = a, .p = p, .path = &path, .in = resource, .f = f};

    if (!path_read(a, t, p->path, &path, f))
        return false;
    if (!path.at.attr) { /* a whole extension */
        if (p->op != PATCH_ADD)
            node_set(resource, path.at.more->urn, NULL);
        if (p->op == PATCH_REMOVE || node_empty(p->value))
            return true;
        if (p->value->kind != NODE_OBJECT)
            return no(f, "invalidValue", "an object is wanted");
        merge(a, extension_of(a, resource, path.at.more->urn), p->value);
        return true;
    }
    if (!may_change(&path.at, p, f))
        return false;
    if (path.at.more)
        c.in = extension_of(a, resource, path.at.more->urn);
    if (path.at.attr->multi)
        return path.which || path.at.sub ? some_changed(&c) : list_changed(&c);
    return single_changed(&c);
}

/* Each member is a path of its own; those that lead nowhere, or that only we say, are let be, as in a PUT. */
static bool whole_changed(struct arena *a, const struct scim_type *t, const struct patch *p, struct node *resource,
                          struct scim_fault *f)
{
    if (!p->value || p->value->kind != NODE_OBJECT)
        return no(f, "invalidValue", "without a path the value is an object");
    for (struct node *i = p->value->first; i; i = i->next) {
        struct patch one = {p->op, i->key, i};
        struct scim_fault inner = {0};

        if (!path_changed(a, t, &one, resource, &inner) && !str_eq(inner.type, "invalidPath") &&
            !str_eq(inner.type, "mutability")) {
            *f = inner;
            return false;
        }
    }
    return true;
}

bool patch_apply(struct arena *a, const struct scim_type *t, const struct patch *p, struct node *resource,
                 struct scim_fault *f)
{
    return p->path ? path_changed(a, t, p, resource, f) : whole_changed(a, t, p, resource, f);
}
