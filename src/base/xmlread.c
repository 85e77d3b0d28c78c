/* xmlread.c: XML of strangers as it comes, by libxml2. SPDX-License-Identifier: AGPL-3.0-or-later */
#include "xmlread.h"
#include <libxml/parser.h>
#include <string.h>

#define AT_ONCE ((size_t)1 << 20)

struct xml_reader {
    xmlParserCtxt *c;
    struct xml_most most;
    const struct xml_sights *to;
    size_t bytes, nodes, equals;
    int depth;
    bool refused, large;
    char cut[4]; /* the beginning of a character whose end is yet to come */
    size_t n_cut;
    size_t section_end;  /* where the last piece of a CDATA section ended, in bytes */
    bool section_return; /* by a carriage return */
    struct xml_space spaces[XML_TAG_MOST];
    struct xml_attribute attributes[XML_TAG_MOST];
};

/* --- What the library calls ------------------------------------------------------------------------------ */

static struct xml_reader *reader_of(void *ctx)
{
    return ((xmlParserCtxt *)ctx)->_private;
}

static void stop(void *ctx, bool *why)
{
    *why = true;
    xmlStopParser(ctx);
}

static void document_type(void *ctx, const xmlChar *, const xmlChar *, const xmlChar *)
{
    stop(ctx, &reader_of(ctx)->refused);
}

static void instruction(void *ctx, const xmlChar *, const xmlChar *)
{
    if (reader_of(ctx)->depth > 0) /* before and behind the root it says nothing */
        stop(ctx, &reader_of(ctx)->refused);
}

static const char *chars(const xmlChar *s)
{
    return (const char *)s;
}

/* The parameters are libxml2's. NOLINTNEXTLINE(readability-function-size) */
static void begins(void *ctx, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri, int n_ns, const xmlChar **ns,
                   int n_attr, int, const xmlChar **attr)
{
    struct xml_reader *r = reader_of(ctx);
    struct xml_tag t = {chars(prefix), chars(uri), chars(name), r->spaces, r->attributes, (size_t)n_ns, (size_t)n_attr};

    r->nodes += 1 + t.n_spaces + t.n;
    r->depth++;
    if (r->nodes > r->most.nodes || r->depth > r->most.depth || t.n > XML_TAG_MOST || t.n_spaces > XML_TAG_MOST) {
        stop(ctx, &r->large);
        return;
    }
    for (size_t i = 0; i < t.n_spaces; i++)
        r->spaces[i] = (struct xml_space){chars(ns[2 * i]), ns[2 * i + 1] ? chars(ns[2 * i + 1]) : ""};
    for (size_t i = 0; i < t.n; i++) {
        const xmlChar **at = attr + 5 * i;
        r->attributes[i] =
            (struct xml_attribute){chars(at[1]), chars(at[2]), chars(at[0]), chars(at[3]), (size_t)(at[4] - at[3])};
    }
    r->to->begins(r->to->ctx, &t);
}

static void ends(void *ctx, const xmlChar *name, const xmlChar *prefix, const xmlChar *)
{
    struct xml_reader *r = reader_of(ctx);

    r->depth--;
    r->to->ends(r->to->ctx, chars(prefix), chars(name));
}

static void text(void *ctx, const xmlChar *s, int n)
{
    struct xml_reader *r = reader_of(ctx);

    r->to->text(r->to->ctx, chars(s), (size_t)n);
}

/* Line ends of such a section come as they are sent when it is read in pieces, and in pieces of its own. */
static void section(void *ctx, const xmlChar *s, int n)
{
    struct xml_reader *r = reader_of(ctx);
    size_t at = (size_t)r->c->input->consumed + (size_t)(s - r->c->input->base), from = 0, len = (size_t)n;

    if (r->section_end == at && r->section_return && len > 0 && s[0] == '\n')
        from = 1;
    for (size_t i = from; i < len; i++) {
        if (s[i] != '\r')
            continue;
        r->to->text(r->to->ctx, chars(s) + from, i - from);
        r->to->text(r->to->ctx, "\n", 1);
        from = i + 1 < len && s[i + 1] == '\n' ? i + 2 : i + 1;
    }
    if (from < len)
        r->to->text(r->to->ctx, chars(s) + from, len - from);
    r->section_end = at + len;
    r->section_return = len > 0 && s[len - 1] == '\r';
}

/* --- What the caller calls --------------------------------------------------------------------------------- */

static void drop(void *at)
{
    struct xml_reader *r = at;

    if (r->c) {
        xmlFreeDoc(r->c->myDoc);
        xmlFreeParserCtxt(r->c);
    }
}

struct xml_reader *xml_reader_new(struct arena *a, const struct xml_most *most, const struct xml_sights *to)
{
    struct xml_reader *r = ARENA_NEW(a, struct xml_reader);

    r->most = *most;
    r->to = to;
    arena_at_end(a, drop, r);
    xmlInitParser(); /* once by itself; any thread may */
    r->c = xmlCreatePushParserCtxt(NULL, NULL, NULL, 0, NULL);
    if (!r->c)
        return NULL;
    /* Entities are the five of XML, as there is no document type. */
    xmlCtxtUseOptions(r->c, XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING | XML_PARSE_NOENT | XML_PARSE_IGNORE_ENC);
    r->c->_private = r;
    r->c->sax->internalSubset = document_type;
    r->c->sax->externalSubset = document_type;
    r->c->sax->comment = NULL;
    r->c->sax->processingInstruction = instruction;
    r->c->sax->startElementNs = begins;
    r->c->sax->endElementNs = ends;
    r->c->sax->characters = text;
    r->c->sax->ignorableWhitespace = text;
    r->c->sax->cdataBlock = section;
    return r;
}

static err state_of(const struct xml_reader *r)
{
    if (r->large)
        return ERR_TOO_LARGE;
    return r->refused || !r->c->wellFormed || !r->c->nsWellFormed ? ERR_PARSE : OK;
}

/* Whole characters. */
static err feed(struct xml_reader *r, const char *s, size_t n)
{
    if (!str_utf8_ok(s, n)) {
        r->refused = true;
        return ERR_PARSE;
    }
    if (n > 0)
        (void)xmlParseChunk(r->c, s, (int)n, 0);
    return state_of(r);
}

/* How many bytes the character has that begins with this one. */
static size_t length_of(char c)
{
    unsigned char u = (unsigned char)c;

    return u < 0xC0 ? 1 : u < 0xE0 ? 2 : u < 0xF0 ? 3 : 4;
}

/* How many of the bytes are of whole characters; the rest is the beginning of one. */
static size_t whole(const char *s, size_t n)
{
    for (size_t back = 1; back <= 3 && back <= n; back++) {
        char c = s[n - back];
        if (((unsigned char)c & 0xC0) != 0x80)
            return length_of(c) > back ? n - back : n;
    }
    return n;
}

/* The rest of a character that was cut in two. */
static err mend(struct xml_reader *r, const char **s, size_t *n)
{
    size_t want = length_of(r->cut[0]);

    while (*n > 0 && r->n_cut < want) {
        r->cut[r->n_cut++] = *(*s)++;
        --*n;
    }
    if (r->n_cut < want)
        return OK;
    r->n_cut = 0;
    return feed(r, r->cut, want);
}

err xml_reader_add(struct xml_reader *r, const char *s, size_t n)
{
    TRY(state_of(r));
    if (n > r->most.bytes - r->bytes) {
        r->large = true;
        return ERR_TOO_LARGE;
    }
    r->bytes += n;
    r->equals = xml_equals(s, n, r->equals);
    if (r->equals > XML_EQUALS_MOST) {
        r->large = true;
        return ERR_TOO_LARGE;
    }
    if (r->n_cut > 0)
        TRY(mend(r, &s, &n));
    while (n > 0) {
        size_t piece = n < AT_ONCE ? n : AT_ONCE, take = whole(s, piece);
        TRY(feed(r, s, take));
        if (piece == n) {
            r->n_cut = n - take;
            memcpy(r->cut, s + take, r->n_cut);
            return OK;
        }
        s += take;
        n -= take;
    }
    return OK;
}

err xml_reader_end(struct xml_reader *r)
{
    TRY(state_of(r));
    r->refused = r->refused || r->n_cut > 0 || r->bytes == 0;
    (void)xmlParseChunk(r->c, NULL, 0, 1);
    return state_of(r);
}
