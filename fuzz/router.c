/* router.c: any request target, decoded and matched: what comes through is a clean path.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include "router.h"
#include "fuzz.h"
#include "str.h"

static err nothing(struct rq *rq)
{
    (void)rq;
    return OK;
}

static const struct route routes[] = {
    {GET,  READ,  "/",                   nothing, MAY_ANYONE},
    {GET,  READ,  "/courses/{code}",     nothing, MAY_ANYONE},
    {GET,  READ,  "/courses/new",        nothing, MAY_ANYONE},
    {POST, WRITE, "/plan/{term}/{item}", nothing, MAY_ANYONE},
    {GET,  READ,  "/feed/{secret}.ics",  nothing, MAY_ANYONE},
};

static void match(struct arena *a, const char *s, size_t n)
{
    struct router *r = router_new();
    struct match m = {0};
    const char *path = NULL;

    (void)n;
    for (size_t i = 0; i < sizeof routes / sizeof routes[0]; i++)
        FUZZ_MUST(router_add(r, "fuzz", &routes[i]) == OK);
    if (path_decode(a, s, &path) == OK) {
        FUZZ_MUST(path[0] == '/' && str_utf8_ok(path, strlen(path)));
        FUZZ_MUST(!strstr(path, "/../") && !str_ends(path, "/.."));
        if (router_match(r, a, GET, path, &m) == OK)
            for (size_t i = 0; i < m.n; i++)
                FUZZ_MUST(m.value[i][0] && !strchr(m.value[i], '/'));
    }
    router_free(r);
}

FUZZ(match)
