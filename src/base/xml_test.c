/* xml_test.c: what is read, what is not, and what is found in it. SPDX-License-Identifier: AGPL-3.0-or-later */
#include "xml.h"
#include <string.h>
#include "buf.h"
#include "check.h"

static const struct xml_most most = {4096, 40, 8};

static void refused(void)
{
    static const struct {
        const char *name, *text;
        err want;
    } cases[] = {
        {"plain", "<a/>", OK},
        {"with a declaration and a style sheet before", "<?xml version=\"1.0\"?><?xml-stylesheet href=\"x\"?><a/>", OK},
        {"nothing", "", ERR_PARSE},
        {"not well-formed", "<a><b></a>", ERR_PARSE},
        {"two roots", "<a/><b/>", ERR_PARSE},
        {"document type", "<!DOCTYPE a><a/>", ERR_PARSE},
        {"entity", "<!DOCTYPE a [<!ENTITY e \"x\">]><a>&e;</a>", ERR_PARSE},
        {"a file", "<!DOCTYPE a [<!ENTITY e SYSTEM \"file:///etc/passwd\">]><a>&e;</a>", ERR_PARSE},
        {"document type from elsewhere", "<!DOCTYPE a SYSTEM \"http://127.0.0.1:9/x.dtd\"><a/>", ERR_PARSE},
        {"entities that grow",
         "<!DOCTYPE a [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;&a;\"><!ENTITY c \"&b;&b;&b;\">]><a>&c;</a>", ERR_PARSE},
        {"unknown entity", "<a>&e;</a>", ERR_PARSE},
        {"instruction within", "<a><?php x ?></a>", ERR_PARSE},
        {"prefix without a namespace", "<s:a/>", ERR_PARSE},
        {"same ID twice", "<a ID=\"x\"><b ID=\"x\"/></a>", ERR_PARSE},
        {"same ID twice, once as xml:id", "<a ID=\"x\"><b xml:id=\"x\"/></a>", ERR_PARSE},
        {"two IDs", "<a ID=\"x\"><b ID=\"y\"/></a>", OK},
        {"empty ID", "<a ID=\"\"/>", ERR_PARSE},
        {"bytes that are no UTF-8", "<a>\xff</a>", ERR_PARSE},
        {"another encoding is not believed", "<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?><a>\xc3\xa9</a>", OK},
        {"deep enough", "<a><a><a><a><a><a><a><a/></a></a></a></a></a></a></a>", OK},
        {"too deep", "<a><a><a><a><a><a><a><a><a/></a></a></a></a></a></a></a></a>", ERR_TOO_LARGE},
        {"too many", "<a><b/><b/><b/><b/><b/><b/><b/><b/><b/><b/><b/><b/><b/><b/><b/><b/><b/><b/><b/><b/>"
                     "<b/><b/><b/><b/><b/><b/><b/><b/><b/><b/><b/><b/><b/><b/><b/><b/><b/><b/><b/><b/></a>", ERR_TOO_LARGE},
    };

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct arena *a = arena_new(1 << 20);
        struct xml *d = NULL;
        check_case(cases[i].name);
        CHECK_INT(xml_parse(a, str_of(cases[i].text), &most, &d), cases[i].want);
        arena_free(a);
    }
}

static void too_long(void)
{
    struct arena *a = arena_new(1 << 20);
    char *s = arena_alloc(a, 5000);
    struct xml *d = NULL;

    memset(s, ' ', 4096);
    memcpy(s, "<a>", 3);
    memcpy(s + 4092, "</a>", 4);
    CHECK_OK(xml_parse(a, (struct str){s, 4096}, &most, &d));
    CHECK_INT(xml_parse(a, (struct str){s, 4097}, &most, &d), ERR_TOO_LARGE);
    arena_free(a);
}

static void found(void)
{
    struct arena *a = arena_new(1 << 20);
    struct xml *d = NULL;

    CHECK_OK(xml_parse(a,
                       STR("<r xmlns='urn:x' xmlns:o='urn:o'><b k='a&amp;b&#33;' o:k='other'> mail<!-- x -->@<![CDATA[c]]> "
                           "</b><o:b>no</o:b><b><c/></b></r>"),
                       &most, &d));
    const struct xml_node *r = xml_root(d), *b = xml_child(r, "urn:x", "b");
    CHECK(xml_is(r, "urn:x", "r") && !xml_is(r, "urn:o", "r"));
    CHECK_STR(xml_text(a, b), "mail@c"); /* a comment cuts nothing in two */
    CHECK_STR(xml_attr(a, b, NULL, "k"), "a&b!");
    CHECK_STR(xml_attr(a, b, "urn:o", "k"), "other");
    CHECK(!xml_attr(a, b, NULL, "none"));
    CHECK_INT(xml_count(r, "urn:x", "b"), 2);
    CHECK(!xml_text(a, xml_next(b, "urn:x", "b"))); /* it holds an element */
    CHECK(!xml_child(NULL, "urn:x", "b") && !xml_text(a, NULL) && !xml_next(NULL, NULL, NULL));
    CHECK_STR(xml_name(xml_next(b, NULL, NULL)), "b");
    CHECK_STR(xml_escape(a, "a<b>&\"c\"\n\x01"), "a&lt;b&gt;&amp;&quot;c&quot; ");
    arena_free(a);
}

struct text {
    char s[512];
    size_t n;
};

static void add(void *ctx, const char *s, size_t n)
{
    struct text *t = ctx;

    if (n < sizeof t->s - t->n)
        memcpy(t->s + t->n, s, n), t->n += n;
}

static void canonical(void)
{
    struct arena *a = arena_new(1 << 20);
    struct xml *d = NULL;
    struct text t = {{0}, 0}, with = {{0}, 0};

    CHECK_OK(xml_parse(a,
                       STR("<r xmlns:u='urn:u' xmlns:x='urn:x'><x:e  b='2'   a='1'><s><deep/></s><f/> t </x:e><x:e/></r>"),
                       &most, &d));
    const struct xml_node *e = xml_child(xml_root(d), "urn:x", "e");
    CHECK_OK(xml_canonical(&(struct xml_canon){d, e, xml_child(e, NULL, NULL), NULL}, add, &t));
    CHECK_STR(t.s, "<x:e xmlns:x=\"urn:x\" a=\"1\" b=\"2\"><f></f> t </x:e>");
    CHECK_OK(xml_canonical(&(struct xml_canon){d, e, xml_child(e, NULL, NULL), "u nobody"}, add, &with));
    CHECK_STR(with.s, "<x:e xmlns:u=\"urn:u\" xmlns:x=\"urn:x\" a=\"1\" b=\"2\"><f></f> t </x:e>");
    arena_free(a);
}

/* The library compares each attribute with all before it: so many never reach it. */
static void too_many_attributes(void)
{
    static const struct xml_most room = {1 << 20, 100000, 8};
    struct arena *a = arena_new(4 << 20);
    struct buf b = buf_in(a, 1 << 19);
    struct xml *d = NULL;

    buf_printf(&b, "<a>");
    for (int i = 0; i < 900; i++)
        buf_printf(&b, "<b c='d=e'/>");
    buf_printf(&b, "</a>");
    CHECK_OK(xml_parse(a, (struct str){b.s, b.n}, &room, &d));
    b = buf_in(a, 1 << 19);
    buf_printf(&b, "<a");
    for (int i = 0; i <= XML_EQUALS_MOST; i++)
        buf_printf(&b, " a%d='>'", i);
    buf_printf(&b, "/>");
    CHECK_INT(xml_parse(a, (struct str){b.s, b.n}, &room, &d), ERR_TOO_LARGE);
    arena_free(a);
}

CHECKS(base_xml, TEST(too_many_attributes), TEST(refused), TEST(too_long), TEST(found), TEST(canonical))
