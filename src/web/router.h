/* router.h: from a method and a path to a route, by a tree of path segments.
   A literal segment wins over one in braces; "{secret}.ics" (a name and an end) over a bare name.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef WEB_ROUTER_H
#define WEB_ROUTER_H
#include "rq.h"

#define ROUTE_SEGMENTS 12 /* deepest route, and longest path that can match */
#define ROUTE_NAMES    6

struct router;
struct router *router_new(void);
void router_free(struct router *r);
/* ERR_EXISTS: another route has this method and this shape; ERR_RANGE: not a path of ours. The
   route must live as long as the router. */
[[nodiscard]] err router_add(struct router *r, const char *service, const struct route *route);

struct match {
    const struct route *route;
    const char *service;
    size_t n;
    const char *name[ROUTE_NAMES];
    const char *value[ROUTE_NAMES];
    char allow[48]; /* after ERR_METHOD: "GET, HEAD, POST" */
};
/* `path` is decoded by path_decode() and stays whole; values are copied to `a`. ERR_NOT_FOUND;
   ERR_METHOD with allow (method METHOD_COUNT: none of ours). */
[[nodiscard]] err router_match(const struct router *r, struct arena *a, enum method method,
                               const char *path, struct match *ret_m);

/* The path of a request target up to '?', percent-decoded once, by segment: ERR_BAD_REQUEST for what
   does not begin with '/', NUL, control characters, bad UTF-8, an encoded slash, "." and "..", a bad
   percent sign, or more than 2,048 bytes. */
[[nodiscard]] err path_decode(struct arena *a, const char *target, const char **ret_path);
/* Percent-decoding of n bytes in place, with '+' as a blank if `plus`; the new length, or -1 for a bad
   percent sign. */
ssize_t percent_decode(char *s, size_t n, bool plus);

#endif
