/* xml.c: XML of strangers, by libxml2. SPDX-License-Identifier: AGPL-3.0-or-later */
#include "xml.h"
#include <limits.h>
#include <libxml/SAX2.h>
#include <libxml/c14n.h>
#include <libxml/parser.h>
#include <libxml/valid.h>
#include <string.h>

#define PREFIXES 32 /* of InclusiveNamespaces */

struct xml {
    xmlDoc *doc;
};

/* Our opaque element is libxml2's node. */
static const xmlNode *inside(const struct xml_node *e)
{
    return (const xmlNode *)(const void *)e;
}

static const struct xml_node *outside(const xmlNode *n)
{
    return (const struct xml_node *)(const void *)n;
}

/* --- Reading ------------------------------------------------------------------------------------- */

/* What is counted while it is read. */
struct reading {
    const struct xml_most *most;
    size_t nodes;
    int depth;
    bool refused, large;
};

static struct reading *reading_of(void *ctx)
{
    return ((xmlParserCtxt *)ctx)->_private;
}

static void document_type(void *ctx, const xmlChar *, const xmlChar *, const xmlChar *)
{
    reading_of(ctx)->refused = true;
    xmlStopParser(ctx);
}

static void instruction(void *ctx, const xmlChar *, const xmlChar *)
{
    if (reading_of(ctx)->depth == 0) /* before and behind the root it says nothing */
        return;
    reading_of(ctx)->refused = true;
    xmlStopParser(ctx);
}

/* The parameters are libxml2's. NOLINTNEXTLINE(readability-function-size) */
static void begins(void *ctx, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri, int n_ns,
                   const xmlChar **ns, int n_attr, int n_default, const xmlChar **attr)
{
    struct reading *r = reading_of(ctx);

    r->nodes += 1 + (size_t)n_ns + (size_t)n_attr;
    r->depth++;
    if (r->nodes > r->most->nodes || r->depth > r->most->depth) {
        r->large = true;
        xmlStopParser(ctx);
        return;
    }
    xmlSAX2StartElementNs(ctx, name, prefix, uri, n_ns, ns, n_attr, n_default, attr);
}

static void ends(void *ctx, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri)
{
    reading_of(ctx)->depth--;
    xmlSAX2EndElementNs(ctx, name, prefix, uri);
}

static xmlDoc *read_all(struct str s, struct reading *r)
{
    xmlParserCtxt *c = xmlNewParserCtxt();

    if (!c)
        return NULL;
    c->_private = r;
    c->sax->internalSubset = document_type;
    c->sax->externalSubset = document_type;
    c->sax->comment = NULL;
    c->sax->processingInstruction = instruction;
    c->sax->startElementNs = begins;
    c->sax->endElementNs = ends;
    xmlDoc *doc = xmlCtxtReadMemory(c, s.s, (int)s.n, NULL, "UTF-8",
                                    XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING | XML_PARSE_NOCDATA);
    bool fine = c->wellFormed && c->nsWellFormed && !r->refused && !r->large;
    xmlFreeParserCtxt(c);
    if (fine || !doc)
        return doc;
    xmlFreeDoc(doc);
    return NULL;
}

/* The next element in the order of the text; NULL: there is none. */
static xmlNode *after(xmlNode *n)
{
    xmlNode *below = xmlFirstElementChild(n);

    if (below)
        return below;
    while (n && n->type == XML_ELEMENT_NODE) {
        xmlNode *beside = xmlNextElementSibling(n);
        if (beside)
            return beside;
        n = n->parent;
    }
    return NULL;
}

/* Makes the IDs of a document known. False: two elements have the same one. */
static bool ids_unique(xmlDoc *doc)
{
    for (xmlNode *n = xmlDocGetRootElement(doc); n; n = after(n)) {
        xmlAttr *at = xmlHasNsProp(n, (const xmlChar *)"ID", NULL);
        if (!at)
            continue;
        if (!at->children || at->children->next || !xmlAddID(NULL, doc, at->children->content, at))
            return false;
    }
    return true;
}

static void drop(void *at)
{
    xmlFreeDoc(((struct xml *)at)->doc);
}

size_t xml_equals(const char *s, size_t len, size_t n)
{
    for (size_t i = 0; i < len && n <= XML_EQUALS_MOST; i++) {
        if (s[i] == '<')
            n = 0;
        n += s[i] == '=';
    }
    return n;
}

err xml_parse(struct arena *a, struct str bytes, const struct xml_most *most, struct xml **ret)
{
    struct reading r = {.most = most};
    struct xml *d = ARENA_NEW(a, struct xml);

    if (bytes.n > most->bytes || bytes.n > INT_MAX || xml_equals(bytes.s, bytes.n, 0) > XML_EQUALS_MOST)
        return ERR_TOO_LARGE;
    if (bytes.n == 0 || !str_utf8_ok(bytes.s, bytes.n))
        return ERR_PARSE;
    xmlInitParser(); /* once by itself; any thread may */
    arena_at_end(a, drop, d);
    d->doc = read_all(bytes, &r);
    if (!d->doc || !xmlDocGetRootElement(d->doc))
        return r.large ? ERR_TOO_LARGE : ERR_PARSE;
    if (!ids_unique(d->doc))
        return ERR_PARSE;
    *ret = d;
    return OK;
}

/* --- Looking -------------------------------------------------------------------------------------- */

const struct xml_node *xml_root(const struct xml *d)
{
    return outside(xmlDocGetRootElement(d->doc));
}

static bool is(const xmlNode *n, const char *ns, const char *name)
{
    if (n->type != XML_ELEMENT_NODE)
        return false;
    if (!name)
        return true;
    return n->ns && n->ns->href && strcmp((const char *)n->ns->href, ns) == 0 &&
           strcmp((const char *)n->name, name) == 0;
}

bool xml_is(const struct xml_node *e, const char *ns, const char *name)
{
    return e && is(inside(e), ns, name);
}

const char *xml_name(const struct xml_node *e)
{
    return e ? (const char *)inside(e)->name : "";
}

static const struct xml_node *from(const xmlNode *n, const char *ns, const char *name)
{
    while (n && !is(n, ns, name))
        n = n->next;
    return outside(n);
}

const struct xml_node *xml_child(const struct xml_node *e, const char *ns, const char *name)
{
    return e ? from(inside(e)->children, ns, name) : NULL;
}

const struct xml_node *xml_next(const struct xml_node *e, const char *ns, const char *name)
{
    return e ? from(inside(e)->next, ns, name) : NULL;
}

size_t xml_count(const struct xml_node *e, const char *ns, const char *name)
{
    size_t n = 0;

    for (const struct xml_node *c = xml_child(e, ns, name); c; c = xml_next(c, ns, name))
        n++;
    return n;
}

/* Text nodes that stand beside each other. NULL: something else stands among them. */
static char *joined(struct arena *a, const xmlNode *first)
{
    size_t n = 0;

    for (const xmlNode *c = first; c; c = c->next) {
        if (c->type != XML_TEXT_NODE && c->type != XML_CDATA_SECTION_NODE)
            return NULL;
        n += c->content ? strlen((const char *)c->content) : 0;
    }
    char *out = arena_alloc(a, n + 1), *to = out;
    for (const xmlNode *c = first; c; c = c->next)
        to = c->content ? stpcpy(to, (const char *)c->content) : to;
    return out;
}

const char *xml_attr(struct arena *a, const struct xml_node *e, const char *ns, const char *name)
{
    if (!e)
        return NULL;
    for (const xmlAttr *at = inside(e)->properties; at; at = at->next) {
        const char *of = at->ns ? (const char *)at->ns->href : NULL;
        if (strcmp((const char *)at->name, name) == 0 && str_eq(of, ns))
            return joined(a, at->children);
    }
    return NULL;
}

const char *xml_text(struct arena *a, const struct xml_node *e)
{
    const char *s = e ? joined(a, inside(e)->children) : NULL;

    return s ? str_trim(a, s) : NULL;
}

const char *xml_escape(struct arena *a, const char *s)
{
    char *out = arena_alloc(a, 6 * strlen(s) + 1), *to = out;

    for (; *s; s++) {
        if (*s == '&')
            to = stpcpy(to, "&amp;");
        else if (*s == '<')
            to = stpcpy(to, "&lt;");
        else if (*s == '>')
            to = stpcpy(to, "&gt;");
        else if (*s == '"')
            to = stpcpy(to, "&quot;");
        else if (*s == '\n' || *s == '\r' || *s == '\t')
            *to++ = ' ';
        else if ((unsigned char)*s >= ' ')
            *to++ = *s;
    }
    *to = '\0';
    return out;
}

/* --- Canonical form --------------------------------------------------------------------------------- */

struct writing {
    const struct xml_canon *c;
    void (*put)(void *ctx, const char *s, size_t n);
    void *ctx;
};

/* Is a node within the element and not within what is left out? Attributes and namespaces come with theirs. */
static int visible(void *ctx, xmlNode *node, xmlNode *parent)
{
    const struct writing *w = ctx;
    const xmlNode *n = node->type == XML_NAMESPACE_DECL || node->type == XML_ATTRIBUTE_NODE ? parent : node;

    for (; n && n->type != XML_DOCUMENT_NODE; n = n->parent) {
        if (outside(n) == w->c->without)
            return 0;
        if (outside(n) == w->c->of)
            return 1;
    }
    return 0;
}

static int written(void *ctx, const char *s, int n)
{
    const struct writing *w = ctx;

    w->put(w->ctx, s, (size_t)n);
    return n;
}

/* Words into a list that ends with NULL; they stand in `room`. False: too many. */
static bool words_of(const char *list, char room[static 1024], xmlChar *v[static PREFIXES + 1])
{
    char *next = NULL;
    size_t n = 0;

    if (strlen(list) >= 1024)
        return false;
    memcpy(room, list, strlen(list) + 1);
    for (char *w = strtok_r(room, " \t\r\n", &next); w; w = strtok_r(NULL, " \t\r\n", &next)) {
        if (n == PREFIXES)
            return false;
        v[n++] = (xmlChar *)w;
    }
    v[n] = NULL;
    return true;
}

err xml_canonical(const struct xml_canon *c, void (*put)(void *ctx, const char *s, size_t n), void *ctx)
{
    struct writing w = {c, put, ctx};
    char room[1024];
    xmlChar *prefixes[PREFIXES + 1] = {0};

    if (c->prefixes && !words_of(c->prefixes, room, prefixes))
        return ERR_PARSE;
    xmlOutputBuffer *out = xmlOutputBufferCreateIO(written, NULL, &w, NULL);
    if (!out)
        return ERR_MEMORY;
    int n = xmlC14NExecute(c->doc->doc, visible, &w, XML_C14N_EXCLUSIVE_1_0, c->prefixes ? prefixes : NULL, 0, out);
    int closed = xmlOutputBufferClose(out);
    return n < 0 || closed < 0 ? ERR_MEMORY : OK;
}
