/* xmlcanon.c: the canonical form of XML as it comes. SPDX-License-Identifier: AGPL-3.0-or-later */
#include "xmlcanon.h"
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#define ROOM     16384 /* bytes that are given at once */
#define SPACES   1024  /* namespaces that hold at a time */
#define PREFIXES 32    /* of InclusiveNamespaces */
#define XML_NS   "http://www.w3.org/XML/1998/namespace"

/* A namespace, and the depth at which it was declared. */
struct held {
    const char *prefix, *ns; /* "": the default; none */
    size_t depth;
};
struct holds {
    struct held v[SPACES];
    size_t n;
};

struct xmlcanon {
    void (*put)(void *ctx, const char *s, size_t n);
    void *ctx;
    size_t depth, at;
    bool all, full;
    char words[1024];
    const char *prefixes[PREFIXES];
    size_t n_prefixes;
    struct holds written; /* what the output declares */
    struct holds known;   /* what the input declares, of the prefixes */
    const struct xml_attribute *sorted[XML_TAG_MOST];
    char room[ROOM];
};

struct xmlcanon *xmlcanon_new(struct arena *a, void (*put)(void *ctx, const char *s, size_t n), void *ctx)
{
    struct xmlcanon *c = ARENA_NEW(a, struct xmlcanon);

    c->put = put;
    c->ctx = ctx;
    return c;
}

bool xmlcanon_declares(struct xmlcanon *c, const char *prefixes)
{
    char *next = NULL;

    if (strlen(prefixes) >= sizeof c->words)
        return false;
    memcpy(c->words, prefixes, strlen(prefixes) + 1);
    for (char *w = strtok_r(c->words, " \t\r\n", &next); w; w = strtok_r(NULL, " \t\r\n", &next)) {
        if (c->n_prefixes == PREFIXES)
            return false;
        c->prefixes[c->n_prefixes++] = w;
    }
    return true;
}

void xmlcanon_declares_all(struct xmlcanon *c)
{
    c->all = true;
}

/* --- Bytes ------------------------------------------------------------------------------------------------ */

static void flush(struct xmlcanon *c)
{
    if (c->at > 0)
        c->put(c->ctx, c->room, c->at);
    c->at = 0;
}

static void put(struct xmlcanon *c, const char *s, size_t n)
{
    if (n > ROOM - c->at) {
        flush(c);
        if (n > ROOM) {
            c->put(c->ctx, s, n);
            return;
        }
    }
    memcpy(c->room + c->at, s, n);
    c->at += n;
}

static void put_word(struct xmlcanon *c, const char *s)
{
    put(c, s, strlen(s));
}

/* How a byte is written in a text and in an attribute; NULL: as it is. */
struct spelling {
    const char *in_text[256], *in_attribute[256];
};
static const struct spelling spelling = {
    .in_text = {['&'] = "&amp;", ['<'] = "&lt;", ['>'] = "&gt;", ['\r'] = "&#xD;"},
    .in_attribute = {['&'] = "&amp;", ['<'] = "&lt;", ['"'] = "&quot;", ['\t'] = "&#x9;", ['\n'] = "&#xA;", ['\r'] = "&#xD;"},
};

static void put_spelt(struct xmlcanon *c, const char *const how[static 256], const char *s, size_t n)
{
    size_t from = 0;

    for (size_t i = 0; i < n; i++) {
        const char *as = how[(unsigned char)s[i]];
        if (!as)
            continue;
        put(c, s + from, i - from);
        put_word(c, as);
        from = i + 1;
    }
    put(c, s + from, n - from);
}

static void put_name(struct xmlcanon *c, const char *prefix, const char *name)
{
    if (prefix && *prefix) {
        put_word(c, prefix);
        put(c, ":", 1);
    }
    put_word(c, name);
}

/* --- Namespaces -------------------------------------------------------------------------------------------- */

static void hold(struct xmlcanon *c, struct holds *h, const char *prefix, const char *ns)
{
    if (h->n == SPACES)
        c->full = true;
    else
        h->v[h->n++] = (struct held){prefix, ns, c->depth};
}

static void forget(struct xmlcanon *c, struct holds *h)
{
    while (h->n > 0 && h->v[h->n - 1].depth > c->depth)
        h->n--;
}

/* What a prefix stands for; NULL: nothing yet. */
static const char *stands_for(const struct holds *h, const char *prefix)
{
    for (size_t i = h->n; i > 0; i--)
        if (str_eq(h->v[i - 1].prefix, prefix))
            return h->v[i - 1].ns;
    return NULL;
}

/* Is to be declared, unless it is. */
static void use(struct xmlcanon *c, const char *prefix, const char *ns)
{
    const char *p = prefix ? prefix : "", *u = ns ? ns : "", *is = stands_for(&c->written, p);

    if (str_eq(is ? is : "", u) || str_eq(u, XML_NS))
        return;
    hold(c, &c->written, p, u);
}

static bool listed(const struct xmlcanon *c, const char *prefix)
{
    for (size_t i = 0; i < c->n_prefixes; i++)
        if (str_eq(c->prefixes[i], prefix))
            return true;
    return false;
}

static void use_listed(struct xmlcanon *c, const struct xml_tag *t)
{
    for (size_t i = 0; i < t->n_spaces; i++)
        if (t->spaces[i].prefix && listed(c, t->spaces[i].prefix))
            hold(c, &c->known, t->spaces[i].prefix, t->spaces[i].ns);
    for (size_t i = 0; i < c->n_prefixes; i++) {
        const char *ns = stands_for(&c->known, c->prefixes[i]);
        if (ns)
            use(c, c->prefixes[i], ns);
    }
    for (size_t i = 0; c->all && i < t->n_spaces; i++)
        use(c, t->spaces[i].prefix, t->spaces[i].ns);
}

static int by_prefix(const void *a, const void *b)
{
    return strcmp(((const struct held *)a)->prefix, ((const struct held *)b)->prefix);
}

static void put_spaces(struct xmlcanon *c, const struct xml_tag *t)
{
    size_t first = c->written.n;

    use(c, t->prefix, t->ns);
    for (size_t i = 0; i < t->n; i++)
        if (t->v[i].prefix)
            use(c, t->v[i].prefix, t->v[i].ns);
    use_listed(c, t);
    if (c->written.n > first + 1)
        qsort(c->written.v + first, c->written.n - first, sizeof *c->written.v, by_prefix);
    for (size_t i = first; i < c->written.n; i++) {
        const struct held *h = &c->written.v[i];
        put_word(c, *h->prefix ? " xmlns:" : " xmlns");
        put_word(c, h->prefix);
        put(c, "=\"", 2);
        put_spelt(c, spelling.in_attribute, h->ns, strlen(h->ns));
        put(c, "\"", 1);
    }
}

/* --- Elements ---------------------------------------------------------------------------------------------- */

static int by_name(const void *a, const void *b)
{
    const struct xml_attribute *x = *(const struct xml_attribute *const *)a, *y = *(const struct xml_attribute *const *)b;
    int of_spaces = strcmp(x->ns ? x->ns : "", y->ns ? y->ns : "");

    return of_spaces != 0 ? of_spaces : strcmp(x->name, y->name);
}

static void put_attributes(struct xmlcanon *c, const struct xml_tag *t)
{
    for (size_t i = 0; i < t->n; i++)
        c->sorted[i] = &t->v[i];
    if (t->n > 1)
        qsort(c->sorted, t->n, sizeof *c->sorted, by_name);
    for (size_t i = 0; i < t->n; i++) {
        const struct xml_attribute *v = c->sorted[i];
        put(c, " ", 1);
        put_name(c, v->prefix, v->name);
        put(c, "=\"", 2);
        put_spelt(c, spelling.in_attribute, v->value, v->n);
        put(c, "\"", 1);
    }
}

void xmlcanon_begins(struct xmlcanon *c, const struct xml_tag *t)
{
    c->depth++;
    put(c, "<", 1);
    put_name(c, t->prefix, t->name);
    put_spaces(c, t);
    put_attributes(c, t);
    put(c, ">", 1);
}

void xmlcanon_text(struct xmlcanon *c, const char *s, size_t n)
{
    put_spelt(c, spelling.in_text, s, n);
}

void xmlcanon_ends(struct xmlcanon *c, const char *prefix, const char *name)
{
    put(c, "</", 2);
    put_name(c, prefix, name);
    put(c, ">", 1);
    c->depth--;
    forget(c, &c->written);
    forget(c, &c->known);
}

bool xmlcanon_done(struct xmlcanon *c)
{
    bool fine = !c->full;

    flush(c);
    c->depth = c->written.n = c->known.n = 0;
    c->full = false;
    return fine;
}
