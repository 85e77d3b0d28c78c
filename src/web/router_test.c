/* router_test.c: the table of routes, and the decoding of paths.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include "check.h"
#include "router.h"
#include "str.h"

static err nothing(struct rq *rq)
{
    (void)rq;
    return OK;
}

static const struct route table[] = {
    {GET,    READ,  "/",                    nothing, MAY_ANYONE},
    {GET,    READ,  "/courses",             nothing, MAY_ANYONE},
    {GET,    READ,  "/courses/{code}",      nothing, MAY_ANYONE},
    {GET,    READ,  "/courses/new",         nothing, MAY_ANYONE},
    {POST,   WRITE, "/courses/new",         nothing, MAY_ANYONE},
    {POST,   WRITE, "/courses/{code}/take", nothing, MAY_ANYONE},
    {GET,    READ,  "/feed/{secret}.ics",   nothing, MAY_ANYONE},
    {GET,    READ,  "/feed/{page}",         nothing, MAY_ANYONE},
    {DELETE, WRITE, "/a/{x}/b/{y}",         nothing, MAY_ANYONE},
};

static struct router *filled(void)
{
    struct router *r = router_new();

    for (size_t i = 0; i < sizeof table / sizeof table[0]; i++)
        CHECK_OK(router_add(r, "test", &table[i]));
    return r;
}

static void finds(void)
{
    static const struct {
        enum method method;
        const char *path;
        const char *route; /* NULL: the error */
        const char *name, *value;
        err e;
        const char *allow;
    } cases[] = {
        {GET,          "/",                              "/",                    NULL,     NULL,     OK,            NULL             },
        {GET,          "/courses",                       "/courses",             NULL,     NULL,     OK,            NULL             },
        {GET,          "/courses/CSE 8A",                "/courses/{code}",      "code",   "CSE 8A", OK,            NULL             },
        {GET,          "/courses/new",                   "/courses/new",         NULL,     NULL,     OK,            NULL             },
        {POST,         "/courses/new/take",              "/courses/{code}/take", "code",   "new",    OK,            NULL             },
        {GET,          "/feed/abc.ics",                  "/feed/{secret}.ics",   "secret", "abc",    OK,            NULL             },
        {POST,         "/feed/abc.ics",                  NULL,                   "secret", "abc",    ERR_METHOD,    "GET, HEAD"      },
        {GET,          "/feed/abc",                      "/feed/{page}",         "page",   "abc",    OK,            NULL             },
        {GET,          "/feed/.ics",                     "/feed/{page}",         "page",   ".ics",   OK,            NULL             },
        {DELETE,       "/a/1/b/2",                       "/a/{x}/b/{y}",         "y",      "2",      OK,            NULL             },
        {GET,          "/nowhere",                       NULL,                   NULL,     NULL,     ERR_NOT_FOUND, NULL             },
        {GET,          "/courses/",                      NULL,                   NULL,     NULL,     ERR_NOT_FOUND, NULL             },
        {GET,          "//courses",                      NULL,                   NULL,     NULL,     ERR_NOT_FOUND, NULL             },
        {GET,          "/a/1/b",                         NULL,                   NULL,     NULL,     ERR_NOT_FOUND, NULL             },
        {GET,          "/1/2/3/4/5/6/7/8/9/10/11/12/13", NULL,                   NULL,     NULL,     ERR_NOT_FOUND, NULL             },
        {PUT,          "/courses/new",                   NULL,                   NULL,     NULL,     ERR_METHOD,    "GET, HEAD, POST"},
        {METHOD_COUNT, "/courses",                       NULL,                   NULL,     NULL,     ERR_METHOD,    "GET, HEAD"      },
        {GET,          "/a/1/b/2",                       NULL,                   NULL,     NULL,     ERR_METHOD,    "DELETE"         },
    };
    struct router *r = filled();
    struct arena *a = arena_new(1 << 20);

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct match m = {0};
        check_case(cases[i].path);
        CHECK_INT(router_match(r, a, cases[i].method, cases[i].path, &m), cases[i].e);
        if (cases[i].route)
            CHECK_STR(m.route ? m.route->path : NULL, cases[i].route);
        if (cases[i].allow)
            CHECK_STR(m.allow, cases[i].allow);
        if (cases[i].name && CHECK(m.n > 0)) {
            CHECK_STR(m.name[m.n - 1], cases[i].name);
            CHECK_STR(m.value[m.n - 1], cases[i].value);
        }
    }
    arena_free(a);
    router_free(r);
}

static void refuses_clashes(void)
{
    static const struct route again = {GET, READ, "/courses/{other}", nothing, MAY_ANYONE};
    static const struct route bad[] = {
        {GET, READ, "courses",      nothing, MAY_ANYONE},
        {GET, READ, "/a//b",        nothing, MAY_ANYONE},
        {GET, READ, "/a/{b",        nothing, MAY_ANYONE},
        {GET, READ, "/a/{}",        nothing, MAY_ANYONE},
        {GET, READ, "/a/nohandler", NULL,    MAY_ANYONE},
    };
    struct router *r = filled();

    CHECK_INT(router_add(r, "test", &again), ERR_EXISTS);
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        check_case(bad[i].path);
        CHECK_INT(router_add(r, "test", &bad[i]), ERR_RANGE);
    }
    router_free(r);
}

static void decodes_paths(void)
{
    static const struct {
        const char *target;
        const char *path; /* NULL: ERR_BAD_REQUEST */
    } cases[] = {
        {"/courses/CSE%208A?q=1", "/courses/CSE 8A"},
        {"/caf%C3%A9",            "/café"         },
        {"/",                     "/"              },
        {"/a+b",                  "/a+b"           },
        {"/a%2e%2Eb",             "/a..b"          },
        {"/a%00b",                NULL             },
        {"/a%0ab",                NULL             },
        {"/../etc",               NULL             },
        {"/a/%2e%2e/b",           NULL             },
        {"/a/./b",                NULL             },
        {"/a%2fb",                NULL             },
        {"/%ff",                  NULL             },
        {"/%C0%AF",               NULL             },
        {"/a%4",                  NULL             },
        {"/a%",                   NULL             },
        {"/a%zz",                 NULL             },
        {"*",                     NULL             },
        {"http://other.test/",    NULL             },
        {"",                      NULL             },
    };
    struct arena *a = arena_new(1 << 20);

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        const char *path = NULL;
        check_case(cases[i].target);
        CHECK_INT(path_decode(a, cases[i].target, &path), cases[i].path ? OK : ERR_BAD_REQUEST);
        CHECK_STR(path, cases[i].path);
    }
    arena_free(a);
}

static void refuses_long_paths(void)
{
    struct arena *a = arena_new(1 << 20);
    char *target = arena_alloc(a, 4096);
    const char *path = NULL;

    memset(target, '/', 1);
    memset(target + 1, 'x', 4000);
    CHECK_INT(path_decode(a, target, &path), ERR_BAD_REQUEST);
    target[2048] = '\0';
    CHECK_OK(path_decode(a, target, &path));
    arena_free(a);
}

CHECKS(web_router, TEST(finds), TEST(refuses_clashes), TEST(decodes_paths),
       TEST(refuses_long_paths))
