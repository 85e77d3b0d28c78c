/* xmlsig.h: XML signatures in the one profile that SAML needs: an enveloped signature, RSA with SHA-256, exclusive
   canonical form, exactly one reference, to the very element that holds the signature. Anything else is refused
   before a key is looked at: there is no place for a second reference, an object, a transform of somebody's own or a
   key that the message brings along. What was verified is the element that was given, and what is read must be read
   from that element. The digests and the key's mathematics are signing.h's.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef BASE_XMLSIG_H
#define BASE_XMLSIG_H
#include "arena.h"
#include "err.h"
#include "hash.h"
#include "signing.h"
#include "xml.h"

#define XMLSIG_NS      "http://www.w3.org/2000/09/xmldsig#"
#define XMLSIG_RSA     "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256"
#define XMLSIG_SHA256  "http://www.w3.org/2001/04/xmlenc#sha256"
#define XMLSIG_CANON   "http://www.w3.org/2001/10/xml-exc-c14n#"
#define XMLSIG_ENVELOP "http://www.w3.org/2000/09/xmldsig#enveloped-signature"

/* Does the element hold a signature (good or not)? */
bool xmlsig_there(const struct xml_node *of);
/* Is the element signed by one of the keys? ERR_FORBIDDEN: it is not; ERR_PARSE: it has no signature, or one of another
   shape than the above. */
struct xmlsig_keys {
    const struct sign_public *v;
    size_t n;
};
[[nodiscard]] err xmlsig_verify(struct arena *a, const struct xml *d, const struct xml_node *of,
                                const struct xmlsig_keys *keys);

/* What the signature of the root says, if one of the keys made it: the digest of the root without it, and the prefixes that
   are declared in its canonical form (NULL: none besides). For who makes that digest in another way: xmlsigned.h. */
struct xmlsig_claim {
    struct digest digest;
    const char *prefixes;
};
[[nodiscard]] err xmlsig_claim(struct arena *a, const struct xml *d, const struct xmlsig_keys *keys, struct xmlsig_claim *ret);

/* Signs a text of ours: one element with an ID; the signature comes between head and tail. */
struct xmlsig_text {
    const char *head, *tail;
    const char *cert; /* base64 of the certificate that is shown with it; NULL: none */
};
[[nodiscard]] err xmlsig_sign(struct arena *a, const struct sign_key *k, const struct xmlsig_text *t,
                              const char **ret_text);

#endif
