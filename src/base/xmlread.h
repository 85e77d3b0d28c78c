/* xmlread.h: XML of strangers as it comes, in pieces, for what is too large for a tree: what begins, what stands there and
   what ends. What xml.h does not read is not read here either; only nobody looks whether each ID is there once.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef BASE_XMLREAD_H
#define BASE_XMLREAD_H
#include "xml.h"

/* Prefixes, names of namespaces and names stay as long as the reader; values only for the call. */
struct xml_space {
    const char *prefix; /* NULL: the default */
    const char *ns;     /* "": there is none any more */
};
struct xml_attribute {
    const char *prefix, *ns; /* NULL: none */
    const char *name, *value;
    size_t n; /* bytes of the value, which has no NUL */
};
struct xml_tag {
    const char *prefix, *ns; /* NULL: none */
    const char *name;
    const struct xml_space *spaces; /* that are declared here */
    const struct xml_attribute *v;
    size_t n_spaces, n;
};

/* What is told of. It is called from within the library: it takes nothing from an arena. A text comes in as many pieces as
   it likes; comments do not come. */
struct xml_sights {
    void (*begins)(void *ctx, const struct xml_tag *t);
    void (*text)(void *ctx, const char *s, size_t n);
    void (*ends)(void *ctx, const char *prefix, const char *name); /* prefix NULL: none */
    void *ctx;
};

#define XML_TAG_MOST 256 /* attributes, or namespaces, of one element */

struct xml_reader;
/* Goes with the arena; `to` and what it points to must stay. NULL: no memory is left. */
struct xml_reader *xml_reader_new(struct arena *a, const struct xml_most *most, const struct xml_sights *to);
/* Takes the next bytes, then (end) looks whether that was all. ERR_PARSE and ERR_TOO_LARGE as xml_parse(), from then on. */
[[nodiscard]] err xml_reader_add(struct xml_reader *r, const char *s, size_t n);
[[nodiscard]] err xml_reader_end(struct xml_reader *r);

#endif
