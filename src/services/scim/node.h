/* node.h: a resource as a tree that can be changed; it lives in an arena. Keys are compared without regard to case
   (RFC 7643 §2.1). SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef SCIM_NODE_H
#define SCIM_NODE_H
#include "arena.h"
#include "json.h"

enum node_kind { NODE_NULL, NODE_BOOL, NODE_NUMBER, NODE_TEXT, NODE_LIST, NODE_OBJECT };
struct node {
    enum node_kind kind;
    bool fresh;      /* of a list: this request put it there, or changed it */
    const char *key; /* in an object */
    const char *text;
    int64_t number; /* or truth */
    struct node *first, *last, *next;
};

struct node *node_new(struct arena *a, enum node_kind kind);
struct node *node_text(struct arena *a, const char *text);
/* null, [] and {} are all NODE_NULL: nothing is assigned (RFC 7643 §2.5). */
struct node *node_of(struct arena *a, const struct json *j);
struct node *node_copy(struct arena *a, const struct node *n);
void node_put(struct node *to, const char *key, struct node *n); /* behind what is there; key NULL: of a list */
void node_drop(struct node *from, const struct node *n);
struct node *node_get(const struct node *n, const char *key);       /* NULL: not there; also of a NULL node */
const char *node_str(const struct node *n, const char *key);        /* NULL: not there, or no text */
/* Puts it in place of what has the key; NULL or NODE_NULL takes that away. */
void node_set(struct node *to, const char *key, struct node *n);
void node_set_text(struct arena *a, struct node *to, const char *key, const char *text);
bool node_same(const struct node *a, const struct node *b);
bool node_empty(const struct node *n);
size_t node_len(const struct node *n);
void node_write(struct json_out *out, const char *key, const struct node *n);
/* The whole of it as text, at most `max` bytes; NULL: it is longer. */
const char *node_json(struct arena *a, const struct node *n, size_t max);

#endif
