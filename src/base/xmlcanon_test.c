/* xmlcanon_test.c: the canonical form of XML as it comes is, byte for byte, the one that libxml2 makes of a tree.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include "xmlcanon.h"
#include <stdlib.h>
#include <string.h>
#include "buf.h"
#include "check.h"

static const struct xml_most most = {65536, 4000, 24};

static void to_buf(void *ctx, const char *s, size_t n)
{
    buf_put(ctx, s, n);
}

/* The whole, and what begins at the second depth, each alone. */
struct both {
    struct xmlcanon *all, *alone;
    size_t depth;
};

static void begins(void *ctx, const struct xml_tag *t)
{
    struct both *b = ctx;

    xmlcanon_begins(b->all, t);
    if (++b->depth > 1)
        xmlcanon_begins(b->alone, t);
}

static void text(void *ctx, const char *s, size_t n)
{
    struct both *b = ctx;

    xmlcanon_text(b->all, s, n);
    if (b->depth > 1)
        xmlcanon_text(b->alone, s, n);
}

static void ends(void *ctx, const char *prefix, const char *name)
{
    struct both *b = ctx;

    xmlcanon_ends(b->all, prefix, name);
    if (b->depth-- > 1)
        xmlcanon_ends(b->alone, prefix, name);
    if (b->depth == 1)
        CHECK(xmlcanon_done(b->alone));
}

static err streamed(struct arena *a, struct str s, const char *prefixes, size_t piece, struct buf out[static 2])
{
    struct both b = {xmlcanon_new(a, to_buf, &out[0]), xmlcanon_new(a, to_buf, &out[1]), 0};
    struct xml_sights to = {begins, text, ends, &b};
    struct xml_reader *r = xml_reader_new(a, &most, &to);

    CHECK(xmlcanon_declares(b.all, prefixes) && xmlcanon_declares(b.alone, ""));
    for (size_t at = 0; at < s.n; at += piece)
        TRY(xml_reader_add(r, s.s + at, s.n - at < piece ? s.n - at : piece));
    TRY(xml_reader_end(r));
    CHECK(xmlcanon_done(b.all));
    return OK;
}

static err from_tree(struct arena *a, struct str s, const char *prefixes, struct buf out[static 2])
{
    struct xml *d = NULL;

    TRY(xml_parse(a, s, &most, &d));
    CHECK_OK(xml_canonical(&(struct xml_canon){d, xml_root(d), NULL, prefixes}, to_buf, &out[0]));
    for (const struct xml_node *e = xml_child(xml_root(d), NULL, NULL); e; e = xml_next(e, NULL, NULL))
        CHECK_OK(xml_canonical(&(struct xml_canon){d, e, NULL, NULL}, to_buf, &out[1]));
    return OK;
}

/* False: both refuse it. */
static bool same(const char *s, size_t n, const char *prefixes, size_t piece)
{
    struct arena *a = arena_new(32 << 20);
    struct buf ours[2] = {buf_new(1 << 20), buf_new(1 << 20)}, theirs[2] = {buf_new(1 << 20), buf_new(1 << 20)};
    err e = from_tree(a, (struct str){s, n}, prefixes, theirs);

    CHECK_INT(streamed(a, (struct str){s, n}, prefixes, piece, ours), e);
    for (size_t i = 0; i < 2 && e == OK; i++)
        CHECK_STR(ours[i].s ? ours[i].s : "", theirs[i].s ? theirs[i].s : "");
    for (size_t i = 0; i < 2; i++) {
        buf_free(&ours[i]);
        buf_free(&theirs[i]);
    }
    arena_free(a);
    return e == OK;
}

/* --- By hand ------------------------------------------------------------------------------------------------ */

static void by_hand(void)
{
    static const char *const texts[] = {
        "<a/>",
        "\xef\xbb\xbf<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?>\n<?p x?><!-- c --><a>\xc3\xa9</a><!-- d -->\n<?q?>",
        "<a b='&lt;&amp;&#9;&#10;&#13;&quot;\"&apos;\n\t x &#x20AC;'>\r\n&#13;\r]]&gt;&lt;<![CDATA[<&>]]]]><![CDATA[>\r\n]]></a>",
        "<a xmlns='urn:a'><b xmlns=''><c xmlns='urn:a'/></b><p:b xmlns:p='urn:p'><c/></p:b></a>",
        "<p:a xmlns:p='urn:p' xmlns:q='urn:q'><q:b/><p:c p:x='1' q:y='2'/><q:d xmlns:q='urn:p'/></p:a>",
        "<a xmlns:z='urn:1' xmlns:y='urn:2' z:b='1' y:b='2' b='3' a='4' xml:lang='nl' xml:space='preserve'/>",
        "<a xmlns:p='urn:p'><b xmlns:p='urn:q' p:x='1'><p:c xmlns:p='urn:p'/></b><p:d/></a>",
        "<a>x<!-- in the middle -->y<!-- - --></a>",
        "<a ID='1'><b xml:id='x'/><c id='1'/></a>",
        "<a xmlns:l='urn:l'><b/><c xmlns:l='urn:m'><d/></c><e xmlns:k='urn:k'><l:f/></e></a>",
    };

    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        for (size_t piece = 1; piece < 40; piece += 3) {
            check_case(texts[i]);
            CHECK(same(texts[i], strlen(texts[i]), "", piece));
            CHECK(same(texts[i], strlen(texts[i]), "l k p", piece));
        }
}

/* libxml2 2.9 writes the names of namespaces as they are. */
static void spelt(void)
{
    static const char text[] = "<p:a xmlns:p='urn:a?b&amp;c='/>";
    struct arena *a = arena_new(1 << 20);
    struct buf out[2] = {buf_in(a, 1000), buf_in(a, 1000)};

    CHECK_OK(streamed(a, str_of(text), "", 5, out));
    CHECK_STR(out[0].s, "<p:a xmlns:p=\"urn:a?b&amp;c=\"></p:a>");
    arena_free(a);
}

/* What is kept for later finds no more room. */
static void too_many(void)
{
    struct arena *a = arena_new(8 << 20);
    struct buf out = buf_in(a, 1 << 20);
    struct xmlcanon *c = xmlcanon_new(a, to_buf, &out);

    for (size_t i = 0; i < 1100; i++)
        xmlcanon_begins(c, &(struct xml_tag){.prefix = arena_printf(a, "p%zu", i), .ns = "urn:x", .name = "a"});
    CHECK(!xmlcanon_done(c));
    xmlcanon_begins(c, &(struct xml_tag){.name = "a"});
    xmlcanon_ends(c, NULL, "a");
    CHECK(xmlcanon_done(c)); /* it is as new */
    CHECK(!xmlcanon_declares(c, "a b c d e f g h i j k l m n o p q r s t u v w x y z 1 2 3 4 5 6 7"));
    arena_free(a);
}

static void refused(void)
{
    static const char *const texts[] = {
        "", " ", "<a>", "<a/><b/>", "<!DOCTYPE a><a/>", "<a><?p x?></a>", "<a>&b;</a>", "<p:a/>", "<a b='1' b='2'/>", "<a>\xff</a>", "<a>\xc3", "<a>\x01</a>",
        "<a xmlns:p='urn:p' xmlns:q='urn:p' p:b='1' q:b='2'/>", "<a b='<'/>", "<a xmlns:p=''/>", "<a>]]></a>", "a", "<a>\xc3</a>", "<a>\xed\xa0\x80</a>",
    };

    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        for (size_t piece = 1; piece < 5; piece++) {
            check_case(texts[i]);
            CHECK(!same(texts[i], strlen(texts[i]), "", piece));
        }
}

/* --- By chance ------------------------------------------------------------------------------------------------ */

struct chance {
    uint64_t state;
    struct buf *out;
};

static unsigned below(struct chance *c, unsigned n)
{
    c->state = c->state * 6364136223846793005u + 1442695040888963407u;
    return (unsigned)(c->state >> 33) % n;
}

#define ONE_OF(c, list) ((list)[below((c), sizeof(list) / sizeof *(list))])

static void put_text(struct chance *c)
{
    static const char *const pieces[] = {"a", " ", "\n", "\t", "&amp;", "&lt;", "&gt;", "&quot;", "&apos;", "&#13;", "&#xA;", "&#9;",
                                         "\r\n", "\r", "\xc3\xa9", "\xe2\x82\xac", "\xf0\x9f\x98\x80", "&#x1F600;", "word", "]]"};

    for (unsigned n = below(c, 6); n > 0; n--)
        buf_puts(c->out, ONE_OF(c, pieces));
}

static void put_space(struct chance *c, bool *had, const char *prefix)
{
    static const char *const names[] = {"urn:a", "urn:b", "urn:cd", "http://x.example/?a=1"};

    if (*had || below(c, 3) > 0)
        return;
    *had = true;
    buf_printf(c->out, " xmlns%s%s='%s'", *prefix ? ":" : "", prefix, !*prefix && below(c, 3) == 0 ? "" : ONE_OF(c, names));
}

static void put_tag(struct chance *c, const char *name, bool root)
{
    static const char *const prefixes[] = {"", "p", "q", "r"};
    static const char *const names[] = {"", "b", "a", "p:a", "q:a", "r:b", "xml:lang", "xml:b", "c"};
    bool had[9] = {0};

    buf_printf(c->out, "<%s", name);
    if (root)
        buf_puts(c->out, " xmlns:p='urn:a' xmlns:q='urn:b' xmlns:r='urn:c'");
    for (size_t i = 0; i < 4; i++) {
        bool there = root && i > 0;
        put_space(c, &there, prefixes[i]);
    }
    for (unsigned n = below(c, 5); n > 0; n--) {
        size_t i = 1 + below(c, 8);
        if (had[i])
            continue;
        had[i] = true;
        buf_printf(c->out, " %s=\"", names[i]);
        put_text(c);
        buf_putc(c->out, '"');
    }
    buf_putc(c->out, '>');
}

static void put_between(struct chance *c)
{
    switch (below(c, 4)) {
    case 0:
        buf_puts(c->out, "<!-- <b>&amp; -->");
        break;
    case 1:
        buf_puts(c->out, "<![CDATA[ <b>&amp;\r\n ]]>");
        break;
    default:
        put_text(c);
    }
}

/* A document: so many elements, each in the last or beside it. */
static void put_document(struct chance *c)
{
    static const char *const names[] = {"a", "b", "p:a", "q:b", "r:c"};
    const char *open[12];
    size_t depth = 0;

    for (unsigned n = 1 + below(c, 12); n > 0; n--) {
        while (depth > 1 && below(c, 3) == 0)
            buf_printf(c->out, "</%s>", open[--depth]);
        open[depth++] = ONE_OF(c, names);
        put_tag(c, open[depth - 1], depth == 1);
        put_between(c);
    }
    while (depth > 0) {
        buf_printf(c->out, "</%s>", open[--depth]);
        if (depth > 0)
            put_between(c);
    }
}

static void by_chance(void)
{
    size_t fine = 0;

    for (uint64_t seed = 0; seed < 4000; seed++) {
        struct buf out = buf_new(65536);
        struct chance c = {seed * 7919 + 1, &out};
        put_document(&c);
        check_case(out.s);
        fine += same(out.s, out.n, below(&c, 2) ? "" : "p r", 1 + below(&c, 100));
        buf_free(&out);
    }
    check_case("by chance");
    CHECK(fine > 2000); /* the others have an attribute twice, by two prefixes */
}

CHECKS(base_xmlcanon, TEST(by_hand), TEST(spelt), TEST(too_many), TEST(refused), TEST(by_chance))
