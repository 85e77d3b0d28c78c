/* xmlsigned.h: a large document whose root is signed (xmlsig.h's profile, the signature its first child), read once as it
   comes. The keys are looked at as soon as the signature is there, before the rest is; the digest is made on the way and
   compared at the end. SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef BASE_XMLSIGNED_H
#define BASE_XMLSIGNED_H
#include "xmlread.h"
#include "xmlsig.h"

struct xmlsigned;
/* `to` is told of all but the signature, and of the root before that is looked at. Nothing of it may be used before
   xmlsigned_end() says OK. NULL: no memory is left. */
struct xmlsigned *xmlsigned_new(struct arena *a, const struct xml_most *most, const struct xmlsig_keys *keys,
                                const struct xml_sights *to);
/* ERR_FORBIDDEN: it is not signed so, or by none of the keys; ERR_PARSE and ERR_TOO_LARGE as xml_parse(). From then on. */
[[nodiscard]] err xmlsigned_add(struct xmlsigned *s, const char *bytes, size_t n);
[[nodiscard]] err xmlsigned_end(struct xmlsigned *s);

#endif
