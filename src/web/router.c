/* router.c: the tree of routes, and the decoding of paths.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include "router.h"
#include "str.h"

#define PATH_MAX_BYTES ((size_t)2048)

struct leaf {
    const struct route *route;
    const char *service;
    size_t n;
    const char *name[ROUTE_NAMES];
};

struct node {
    const char *text; /* the literal, or what stands behind the braces */
    size_t text_n;
    struct node *literals; /* linked by `next`, sorted by nothing: a handful each */
    struct node *names;    /* those with the longest end first */
    struct node *next;
    struct leaf leaf[METHOD_COUNT];
    bool ends; /* some route ends here */
};

struct router {
    struct arena *arena;
    struct node root;
};

/* One segment of a path, not NUL-terminated. */
struct segment {
    const char *s;
    size_t n;
};

struct router *router_new(void)
{
    struct arena *a = arena_new((size_t)16 << 20);
    struct router *r = ARENA_NEW(a, struct router);

    r->arena = a;
    return r;
}

void router_free(struct router *r)
{
    if (r)
        arena_free(r->arena);
}

/* Cuts a path at its slashes; the root "/" has no segments. -1: too many. */
static int path_split(const char *path, struct segment v[ROUTE_SEGMENTS])
{
    int n = 0;

    path++;
    if (!*path)
        return 0;
    for (;;) {
        const char *end = strchrnul(path, '/');
        if (n == ROUTE_SEGMENTS)
            return -1;
        v[n++] = (struct segment){path, (size_t)(end - path)};
        if (!*end)
            return n;
        path = end + 1;
    }
}

static bool node_is(const struct node *n, const char *s, size_t s_n)
{
    return n->text_n == s_n && memcmp(n->text, s, s_n) == 0;
}

/* The child for this literal, or for this end behind a name; made if absent. */
static struct node *child_of(struct router *r, struct node **list, const char *s, size_t n)
{
    while (*list && !node_is(*list, s, n) && (*list)->text_n >= n)
        list = &(*list)->next;
    for (struct node *c = *list; c; c = c->next)
        if (node_is(c, s, n))
            return c;
    struct node *made = ARENA_NEW(r->arena, struct node);
    made->text = arena_dupn(r->arena, s, n);
    made->text_n = n;
    made->next = *list;
    *list = made;
    return made;
}

/* "{name}end": takes the name and gives the node; NULL if the braces are not well-formed. */
static struct node *name_child(struct router *r, struct node *at, struct segment seg,
                               struct leaf *leaf)
{
    const char *close = memchr(seg.s, '}', seg.n);

    if (!close || close == seg.s + 1 || leaf->n == ROUTE_NAMES)
        return NULL;
    leaf->name[leaf->n++] = arena_dupn(r->arena, seg.s + 1, (size_t)(close - seg.s) - 1);
    close++;
    return child_of(r, &at->names, close, seg.n - (size_t)(close - seg.s));
}

err router_add(struct router *r, const char *service, const struct route *route)
{
    struct segment v[ROUTE_SEGMENTS];
    struct node *at = &r->root;
    struct leaf leaf = {.route = route, .service = service};
    int n = route->path && route->path[0] == '/' ? path_split(route->path, v) : -1;

    if (n < 0 || (unsigned)route->method >= METHOD_COUNT || !route->handler)
        return ERR_RANGE;
    for (int i = 0; i < n; i++) {
        if (v[i].n == 0)
            return ERR_RANGE;
        if (v[i].s[0] == '{')
            at = name_child(r, at, v[i], &leaf);
        else
            at = child_of(r, &at->literals, v[i].s, v[i].n);
        if (!at)
            return ERR_RANGE;
    }
    if (at->leaf[route->method].route)
        return ERR_EXISTS;
    at->leaf[route->method] = leaf;
    at->ends = true;
    return OK;
}

static bool end_fits(const struct node *n, struct segment seg)
{
    return seg.n > n->text_n && memcmp(seg.s + seg.n - n->text_n, n->text, n->text_n) == 0;
}

/* Walks down; as deep as the deepest route at most. `values` gets what stood for the names. */
static const struct node *walk(const struct node *at, const struct segment *v, int n,
                               struct segment *values)
{
    const struct node *found = NULL;

    if (n == 0)
        return at->ends ? at : NULL;
    if (v->n == 0)
        return NULL;
    for (const struct node *c = at->literals; c && !found; c = c->next)
        if (node_is(c, v->s, v->n))
            found = walk(c, v + 1, n - 1, values);
    for (const struct node *c = at->names; c && !found; c = c->next)
        if (end_fits(c, *v)) {
            *values = (struct segment){v->s, v->n - c->text_n};
            found = walk(c, v + 1, n - 1, values + 1);
        }
    return found;
}

static void allow_of(const struct node *n, char *out, size_t room)
{
    static const char *const words[METHOD_COUNT] = {[GET] = "GET, HEAD",
                                                    [POST] = "POST",
                                                    [PUT] = "PUT",
                                                    [PATCH] = "PATCH",
                                                    [DELETE] = "DELETE"};
    size_t used = 0;

    for (int m = 0; m < METHOD_COUNT; m++)
        if (n->leaf[m].route && used < room)
            used +=
                (size_t)snprintf(out + used, room - used, "%s%s", used ? ", " : "", words[m]);
}

/* What stood for the names of a path. */
static void names_of(const struct leaf *leaf, struct arena *a, const struct segment *values,
                     struct match *ret_m)
{
    /* One by one: memory may run out, and what is counted must be there. */
    for (ret_m->n = 0; ret_m->n < leaf->n; ret_m->n++) {
        ret_m->value[ret_m->n] = arena_dupn(a, values[ret_m->n].s, values[ret_m->n].n);
        ret_m->name[ret_m->n] = leaf->name[ret_m->n];
    }
}

err router_match(const struct router *r, struct arena *a, enum method method, const char *path,
                 struct match *ret_m)
{
    struct segment v[ROUTE_SEGMENTS];
    struct segment values[ROUTE_SEGMENTS] = {0};
    int n = path_split(path, v);
    const struct node *at = n < 0 ? NULL : walk(&r->root, v, n, values);

    if (!at)
        return ERR_NOT_FOUND;
    if ((unsigned)method >= METHOD_COUNT || !at->leaf[method].route) {
        allow_of(at, ret_m->allow, sizeof ret_m->allow);
        for (int m = 0; m < METHOD_COUNT && ret_m->n == 0; m++)
            names_of(&at->leaf[m], a, values, ret_m);
        return ERR_METHOD;
    }
    const struct leaf *leaf = &at->leaf[method];
    ret_m->route = leaf->route;
    ret_m->service = leaf->service;
    names_of(leaf, a, values, ret_m);
    return OK;
}

static int hex_of(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    if (c >= 'A' && c <= 'F')
        return c - 'A' + 10;
    return -1;
}

ssize_t percent_decode(char *s, size_t n, bool plus)
{
    size_t out = 0;

    for (size_t i = 0; i < n; i++) {
        char c = s[i];
        if (c == '+' && plus)
            c = ' ';
        if (c == '%') {
            int high = i + 2 < n ? hex_of(s[i + 1]) : -1;
            int low = high >= 0 ? hex_of(s[i + 2]) : -1;
            if (low < 0)
                return -1;
            c = (char)(high * 16 + low);
            i += 2;
        }
        s[out++] = c;
    }
    return (ssize_t)out;
}

/* May a decoded segment stand in a path? */
static bool segment_ok(const char *s, size_t n)
{
    if ((n == 1 && s[0] == '.') || (n == 2 && s[0] == '.' && s[1] == '.'))
        return false;
    for (size_t i = 0; i < n; i++)
        if ((unsigned char)s[i] < 0x20 || s[i] == 0x7F || s[i] == '/')
            return false;
    return str_utf8_ok(s, n);
}

err path_decode(struct arena *a, const char *target, const char **ret_path)
{
    size_t n = strcspn(target, "?#");
    char *path = NULL;
    size_t out = 0;

    if (target[0] != '/' || n > PATH_MAX_BYTES)
        return ERR_BAD_REQUEST;
    path = arena_dupn(a, target, n);
    for (size_t at = 0; at < n;) {
        size_t end = at + 1;
        while (end < n && path[end] != '/')
            end++;
        path[out] = '/';
        ssize_t got = percent_decode(path + at + 1, end - at - 1, false);
        if (got < 0 || !segment_ok(path + at + 1, (size_t)got))
            return ERR_BAD_REQUEST;
        memmove(path + out + 1, path + at + 1, (size_t)got);
        out += (size_t)got + 1;
        at = end;
    }
    path[out] = '\0';
    *ret_path = path;
    return OK;
}
