/* node.c: trees of values. Depth is bounded by the JSON reader's. SPDX-License-Identifier: AGPL-3.0-or-later */
#include "node.h"
#include <strings.h>
#include "str.h"

struct node *node_new(struct arena *a, enum node_kind kind)
{
    struct node *n = ARENA_NEW(a, struct node);

    n->kind = kind;
    return n;
}

struct node *node_text(struct arena *a, const char *text)
{
    struct node *n = node_new(a, NODE_TEXT);

    n->text = text;
    return n;
}

void node_put(struct node *to, const char *key, struct node *n)
{
    n->key = key;
    n->next = NULL;
    if (to->last)
        to->last->next = n;
    else
        to->first = n;
    to->last = n;
}

struct node *node_of(struct arena *a, const struct json *j)
{
    struct node *n = node_new(a, NODE_NULL);
    size_t members = json_members(j), items = json_len(j);
    bool truth;

    n->text = json_text(j);
    if (n->text)
        n->kind = NODE_TEXT;
    else if (json_truth(j, &truth)) {
        n->kind = NODE_BOOL;
        n->number = truth;
    } else if (json_number(j, &n->number))
        n->kind = NODE_NUMBER;
    else if (members > 0)
        n->kind = NODE_OBJECT;
    else if (items > 0)
        n->kind = NODE_LIST;
    for (size_t i = 0; i < members; i++) {
        const char *key;
        const struct json *m = json_member(j, i, &key);
        node_put(n, key, node_of(a, m));
    }
    for (size_t i = 0; i < items; i++)
        node_put(n, NULL, node_of(a, json_at(j, i)));
    return n;
}

struct node *node_copy(struct arena *a, const struct node *n)
{
    struct node *c = node_new(a, n->kind);

    c->text = n->text;
    c->number = n->number;
    for (const struct node *i = n->first; i; i = i->next)
        node_put(c, i->key, node_copy(a, i));
    return c;
}

void node_drop(struct node *from, const struct node *n)
{
    struct node *before = NULL;

    for (struct node *i = from->first; i; before = i, i = i->next) {
        if (i != n)
            continue;
        if (before)
            before->next = i->next;
        else
            from->first = i->next;
        if (from->last == i)
            from->last = before;
        return;
    }
}

struct node *node_get(const struct node *n, const char *key)
{
    if (!n || n->kind != NODE_OBJECT)
        return NULL;
    for (struct node *i = n->first; i; i = i->next)
        if (strcasecmp(i->key, key) == 0)
            return i;
    return NULL;
}

const char *node_str(const struct node *n, const char *key)
{
    const struct node *v = node_get(n, key);

    return v && v->kind == NODE_TEXT ? v->text : NULL;
}

bool node_empty(const struct node *n)
{
    if (!n || n->kind == NODE_NULL)
        return true;
    return (n->kind == NODE_LIST || n->kind == NODE_OBJECT) && !n->first;
}

void node_set(struct node *to, const char *key, struct node *n)
{
    const struct node *old = node_get(to, key);

    if (old)
        node_drop(to, old);
    if (!node_empty(n))
        node_put(to, key, n);
}

void node_set_text(struct arena *a, struct node *to, const char *key, const char *text)
{
    node_set(to, key, text ? node_text(a, text) : NULL);
}

size_t node_len(const struct node *n)
{
    size_t k = 0;

    for (const struct node *i = n ? n->first : NULL; i; i = i->next)
        k++;
    return k;
}

static bool same_members(const struct node *a, const struct node *b)
{
    if (node_len(a) != node_len(b))
        return false;
    for (const struct node *i = a->first; i; i = i->next) {
        const struct node *other = node_get(b, i->key);
        if (!other || !node_same(i, other))
            return false;
    }
    return true;
}

static bool same_items(const struct node *a, const struct node *b)
{
    const struct node *x = a->first, *y = b->first;

    for (; x && y; x = x->next, y = y->next)
        if (!node_same(x, y))
            return false;
    return !x && !y;
}

bool node_same(const struct node *a, const struct node *b)
{
    if (a->kind != b->kind)
        return false;
    switch (a->kind) {
    case NODE_TEXT:
        return str_eq(a->text, b->text);
    case NODE_BOOL:
    case NODE_NUMBER:
        return a->number == b->number;
    case NODE_OBJECT:
        return same_members(a, b);
    case NODE_LIST:
        return same_items(a, b);
    case NODE_NULL:
        break;
    }
    return true;
}

void node_write(struct json_out *out, const char *key, const struct node *n)
{
    switch (n->kind) {
    case NODE_NULL:
        json_str(out, key, NULL);
        return;
    case NODE_TEXT:
        json_str(out, key, n->text);
        return;
    case NODE_BOOL:
        json_bool(out, key, n->number != 0);
        return;
    case NODE_NUMBER:
        json_int(out, key, n->number);
        return;
    case NODE_OBJECT:
        json_object(out, key);
        break;
    case NODE_LIST:
        json_array(out, key);
        break;
    }
    for (const struct node *i = n->first; i; i = i->next)
        node_write(out, i->key, i);
    json_end(out, n->kind == NODE_OBJECT ? '}' : ']');
}

const char *node_json(struct arena *a, const struct node *n, size_t max)
{
    struct buf b = buf_in(a, max);
    struct json_out out = json_begin(&b);

    node_write(&out, NULL, n);
    return buf_ok(&b) ? b.s : NULL;
}
