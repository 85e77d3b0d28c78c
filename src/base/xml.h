/* xml.h: XML of strangers, by libxml2: read whole, into a tree that goes with the arena.
   What could surprise is not read at all: a document type (so no entity but the five of XML, and no
   default values), a processing instruction within, bytes that are not UTF-8, two elements with the same ID. Nothing
   is ever fetched. Comments are left out, so that they cannot cut a value in two.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef BASE_XML_H
#define BASE_XML_H
#include <stdbool.h>
#include <stddef.h>
#include "arena.h"
#include "err.h"
#include "str.h"

struct xml;      /* a document */
struct xml_node; /* an element of it */

struct xml_most {
    size_t bytes;
    size_t nodes; /* elements, attributes and declared namespaces together */
    int depth;    /* the root stands at 1 */
};
/* Signs of equality between two "<": the library compares each attribute with all before it, ahead of any count of ours. */
#define XML_EQUALS_MOST 1000
/* How many there are behind the last "<" of these bytes, after `n` before them; more than the most is said at once. */
size_t xml_equals(const char *s, size_t len, size_t n);
/* ERR_PARSE: it is no XML, or such as is not read here (above); ERR_TOO_LARGE: more than the most. */
[[nodiscard]] err xml_parse(struct arena *a, struct str bytes, const struct xml_most *most, struct xml **ret);

/* Every one of these takes NULL for an element and finds nothing in it. `ns` is the name of the namespace,
   not its prefix; a `name` of NULL is any element. */
const struct xml_node *xml_root(const struct xml *d);
bool xml_is(const struct xml_node *e, const char *ns, const char *name);
const char *xml_name(const struct xml_node *e); /* without prefix */
/* The first child so named; the next sibling so named. */
const struct xml_node *xml_child(const struct xml_node *e, const char *ns, const char *name);
const struct xml_node *xml_next(const struct xml_node *e, const char *ns, const char *name);
/* How many children are so named. */
size_t xml_count(const struct xml_node *e, const char *ns, const char *name);
/* An attribute's value; `ns` NULL: one without a prefix. NULL: it is not there. */
const char *xml_attr(struct arena *a, const struct xml_node *e, const char *ns, const char *name);
/* Its text, blanks at the ends cut. NULL: there is no such element, or it holds others. */
const char *xml_text(struct arena *a, const struct xml_node *e);

/* A text for content and for attributes between double quotes; what XML cannot hold is left out. */
const char *xml_escape(struct arena *a, const char *s);

/* --- Canonical form (Exclusive XML Canonicalization 1.0, without comments) --- */

struct xml_canon {
    const struct xml *doc;
    const struct xml_node *of;      /* this element and all in it … */
    const struct xml_node *without; /* … but for this child and all in that; or NULL */
    const char *prefixes;           /* InclusiveNamespaces: words between blanks; or NULL */
};
/* Gives its pieces in turn. ERR_MEMORY, ERR_PARSE. The function must not take from an arena. */
[[nodiscard]] err xml_canonical(const struct xml_canon *c, void (*put)(void *ctx, const char *s, size_t n),
                                void *ctx);

#endif
