/* xmlcanon.h: the canonical form (Exclusive XML Canonicalization 1.0, without comments) of what xmlread.h tells of, written
   while it comes. What begins first stands alone: it declares the namespaces that it uses, wherever they come from.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef BASE_XMLCANON_H
#define BASE_XMLCANON_H
#include "xmlread.h"

struct xmlcanon;
/* Gives its pieces in turn. */
struct xmlcanon *xmlcanon_new(struct arena *a, void (*put)(void *ctx, const char *s, size_t n), void *ctx);
/* Before anything begins: `prefixes` (InclusiveNamespaces: words between blanks) are declared where they are known, used or
   not; with `all` everything that is declared is. False: too many of them. */
[[nodiscard]] bool xmlcanon_declares(struct xmlcanon *c, const char *prefixes);
void xmlcanon_declares_all(struct xmlcanon *c);

void xmlcanon_begins(struct xmlcanon *c, const struct xml_tag *t);
void xmlcanon_text(struct xmlcanon *c, const char *s, size_t n);
void xmlcanon_ends(struct xmlcanon *c, const char *prefix, const char *name);
/* Gives what it still holds, and is as new. False: it had more namespaces at a time than it has room for, and what it gave is
   worth nothing. */
[[nodiscard]] bool xmlcanon_done(struct xmlcanon *c);

#endif
