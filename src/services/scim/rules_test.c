/* rules_test.c: filters, paths and changes, case by case. SPDX-License-Identifier: AGPL-3.0-or-later */
#include "check.h"
#include "filter.h"
#include "patch.h"
#include <string.h>

static const char bjensen[] =
    "{\"schemas\":[\"urn:ietf:params:scim:schemas:core:2.0:User\",\"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User\"],"
    "\"id\":\"7\",\"userName\":\"bjensen\",\"title\":\"Guide\",\"active\":true,\"name\":{\"familyName\":\"O'Malley\"},"
    "\"userType\":\"Employee\",\"meta\":{\"lastModified\":\"2011-05-13T04:42:34Z\"},"
    "\"emails\":[{\"type\":\"work\",\"value\":\"bjensen@example.com\",\"primary\":true},"
    "{\"type\":\"home\",\"value\":\"babs@jensen.org\"}],"
    "\"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User\":{\"department\":\"Tours\"}}";

static struct node *tree(struct arena *a, const char *text)
{
    const struct json *j = NULL;

    CHECK_OK(json_parse(a, text, strlen(text), 65536, &j));
    return node_of(a, j);
}

/* RFC 7644 §3.4.2.2 and figure 2, and what goes beside it. */
static void filters(void)
{
    static const struct {
        const char *filter;
        int holds; /* -1: refused */
    } cases[] = {
        {"userName eq \"bjensen\"", 1},
        {"userName Eq \"BJENSEN\"", 1},
        {"id eq \"7\"", 1},
        {"name.familyName co \"O'Malley\"", 1},
        {"userName sw \"J\"", 0},
        {"urn:ietf:params:scim:schemas:core:2.0:User:userName sw \"B\"", 1},
        {"title pr", 1},
        {"nickName pr", 0},
        {"meta.lastModified gt \"2011-05-13T04:42:34Z\"", 0},
        {"meta.lastModified ge \"2011-05-13T06:42:34+02:00\"", 1},
        {"meta.lastModified lt \"2011-05-13T04:42:34.001Z\"", 1},
        {"title pr and userType eq \"Employee\"", 1},
        {"title pr or userType eq \"Intern\"", 1},
        {"userType eq \"Employee\" and (emails co \"example.com\" or emails.value co \"example.org\")", 1},
        {"userType ne \"Employee\" and not (emails co \"example.com\" or emails.value co \"example.org\")", 0},
        {"emails[type eq \"work\" and value co \"@example.com\"]", 1},
        {"emails[type eq \"home\" and value co \"@example.com\"]", 0},
        {"not (title pr)", 0},
        {"nickName eq null", 1},
        {"title ne null", 1},
        {"active eq true", 1},
        {"emails[primary eq true]", 1},
        {"schemas eq \"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User\"", 1},
        {"schemas eq \"urn:ietf:params:scim:schemas:core:2.0:Group\"", 0},
        {"ims[type eq \"xmpp\" and value co \"@foo.com\"]", 0},
        {"title pr or nickName pr and nickName pr", 1}, /* and binds stronger */
        {"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department ew \"rs\"", 1},
        {"", -1},
        {"title", -1},
        {"title eq", -1},
        {"title eq \"x", -1},
        {"title eq 3", -1},
        {"title is \"x\"", -1},
        {"active gt true", -1},
        {"shoe eq \"x\"", -1},
        {"(title pr", -1},
        {"title pr)", -1},
        {"title pr and", -1},
        {"not title pr", -1},
        {"emails[type pr", -1},
        {"emails[emails[type pr]]", -1},
        {"((((((((title pr))))))))", 1},
        {"(((((((((title pr)))))))))", -1},
    };
    struct arena *a = arena_new(1 << 20);
    const struct node *n = tree(a, bjensen);

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct scim_fault fault = {0};
        const struct filter *f = filter_read(a, &scim_users, cases[i].filter, &fault);
        int got = f ? filter_holds(f, n) : -1;

        if (got != cases[i].holds)
            printf("%s: %d, not %d\n", cases[i].filter, got, cases[i].holds);
        CHECK_INT(got, cases[i].holds);
        CHECK((f == NULL) == (fault.status == 400));
    }
    arena_free(a);
}

static void too_much(void)
{
    struct arena *a = arena_new(1 << 20);
    struct scim_fault fault = {0};
    struct buf b = buf_in(a, 65536);

    for (int i = 0; i < FILTER_TERMS; i++)
        buf_puts(&b, "title pr or ");
    buf_puts(&b, "title pr");
    CHECK(!filter_read(a, &scim_users, b.s, &fault));
    CHECK_STR(fault.type, "invalidFilter");
    const struct filter *f = filter_read(a, &scim_users, "title pr and (userName eq \"x\" and active eq true)", &fault);
    CHECK_STR(filter_equals(f, "userName"), "x");
    f = filter_read(a, &scim_users, "title pr or userName eq \"x\"", &fault);
    CHECK(!filter_equals(f, "userName"));
    arena_free(a);
}

/* What becomes of {"emails": work and home} by one operation; NULL: the scimType why not. */
static void changes(void)
{
    static const struct {
        const char *op, *has, *fault;
    } cases[] = {
        {"{\"op\":\"add\",\"path\":\"nickName\",\"value\":\"Babs\"}", "\"nickName\":\"Babs\"", NULL},
        {"{\"op\":\"add\",\"value\":{\"nickName\":\"Babs\",\"name.givenName\":\"B\"}}", "\"givenName\":\"B\"", NULL},
        {"{\"op\":\"replace\",\"path\":\"emails[type eq \\\"home\\\"].value\",\"value\":\"h@x\"}", "\"value\":\"h@x\"", NULL},
        {"{\"op\":\"add\",\"path\":\"emails[type eq \\\"other\\\"].value\",\"value\":\"o@x\"}", "{\"type\":\"other\",\"value\":\"o@x\"}", NULL},
        {"{\"op\":\"replace\",\"path\":\"emails[type eq \\\"other\\\"].value\",\"value\":\"o@x\"}", NULL, "noTarget"},
        {"{\"op\":\"add\",\"path\":\"emails\",\"value\":[{\"value\":\"n@x\",\"primary\":true}]}", "\"bjensen@example.com\"},{\"type\":\"home\"", NULL},
        {"{\"op\":\"remove\",\"path\":\"emails[type eq \\\"home\\\"]\"}", "\"value\":\"bjensen@example.com\"}]", NULL},
        {"{\"op\":\"remove\",\"path\":\"emails\",\"value\":[{\"value\":\"babs@jensen.org\"}]}", "\"value\":\"bjensen@example.com\"}]", NULL},
        {"{\"op\":\"replace\",\"path\":\"name\",\"value\":{\"givenName\":\"B\"}}", "{\"familyName\":\"O'Malley\",\"givenName\":\"B\"}", NULL},
        {"{\"op\":\"replace\",\"path\":\"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department\",\"value\":\"D\"}", "{\"department\":\"D\"}", NULL},
        {"{\"op\":\"remove\"}", NULL, "noTarget"},
        {"{\"op\":\"add\",\"path\":\"title\"}", NULL, "invalidValue"},
        {"{\"op\":\"move\",\"path\":\"title\",\"value\":\"x\"}", NULL, "invalidSyntax"},
        {"{\"op\":\"add\",\"path\":\"shoe\",\"value\":\"x\"}", NULL, "invalidPath"},
        {"{\"op\":\"add\",\"path\":\"emails[type\",\"value\":\"x\"}", NULL, "invalidFilter"},
        {"{\"op\":\"replace\",\"path\":\"id\",\"value\":\"8\"}", NULL, "mutability"},
        {"{\"op\":\"remove\",\"path\":\"userName\"}", NULL, "mutability"},
        {"{\"op\":\"replace\",\"path\":\"groups\",\"value\":[{\"value\":\"8\"}]}", NULL, "mutability"},
    };
    struct arena *a = arena_new(4 << 20);

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct node *n = tree(a, bjensen);
        struct scim_fault f = {0};
        struct patches p = {0};
        const char *text = arena_printf(a, "{\"schemas\":[\"urn:ietf:params:scim:api:messages:2.0:PatchOp\"],\"Operations\":[%s]}", cases[i].op);
        bool fine = patch_read(a, tree(a, text), &p, &f) && patch_apply(a, &scim_users, &p.v[0], n, &f);

        CHECK_STR(f.type, cases[i].fault);
        CHECK(fine == (cases[i].fault == NULL));
        if (fine && !strstr(node_json(a, n, 65536), cases[i].has))
            printf("%s\n%s\n", cases[i].op, node_json(a, n, 65536));
        CHECK(!fine || strstr(node_json(a, n, 65536), cases[i].has) != NULL);
    }
    arena_free(a);
}

static void cleaning(void)
{
    static const struct {
        const char *sent, *kept, *fault;
    } cases[] = {
        {"{\"USERNAME\":\"x\",\"shoe\":3,\"id\":\"9\",\"title\":null,\"emails\":[]}", "{\"userName\":\"x\"}", NULL},
        {"{\"userName\":\"x\",\"active\":\"False\"}", "{\"userName\":\"x\",\"active\":false}", NULL},
        {"{\"userName\":\"x\",\"emails\":\"a@b\"}", "{\"userName\":\"x\",\"emails\":[{\"value\":\"a@b\"}]}", NULL},
        {"{\"title\":\"x\"}", NULL, "invalidValue"},
        {"{\"userName\":3}", NULL, "invalidValue"},
        {"{\"userName\":\"x\",\"emails\":[{\"value\":\"a\",\"primary\":true},{\"value\":\"b\",\"primary\":true}]}", NULL, "invalidValue"},
        {"{\"userName\":\"x\",\"urn:rapenburg:scim:schemas:extension:campus:2.0:User\":{\"affiliations\":[{\"value\":\"king\"}]}}", NULL, "invalidValue"},
        {"{\"userName\":\"x\",\"urn:rapenburg:scim:schemas:extension:campus:2.0:User\":{\"affiliations\":[{\"value\":\"staff\",\"begin\":\"2026-02-30\"}]}}", NULL, "invalidValue"},
    };
    struct arena *a = arena_new(1 << 20);

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct scim_fault f = {0};
        const struct node *n = scim_clean(a, &scim_users, tree(a, cases[i].sent), &f);

        CHECK_STR(f.type, cases[i].fault);
        CHECK((n != NULL) == (cases[i].kept != NULL));
        if (n)
            CHECK_STR(node_json(a, n, 65536), cases[i].kept);
    }
    arena_free(a);
}

CHECKS(scim_rules, TEST(filters), TEST(too_much), TEST(changes), TEST(cleaning))
