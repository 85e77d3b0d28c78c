/* xmlsig.c: any XML: read within its limits or refused; nothing is signed by a key that did not sign it; what travels
   packed unpacks within its limit. SPDX-License-Identifier: AGPL-3.0-or-later */
#include "xmlsig.h"
#include <string.h>
#include "deflate.h"
#include "fuzz.h"

static void count(void *ctx, const char *, size_t n)
{
    *(size_t *)ctx += n;
}

static void look(struct arena *a, const struct xml *d, const struct xml_node *e)
{
    static const unsigned char n[256] = {0xC1, [255] = 1}, x[3] = {1, 0, 1};
    static const struct sign_public key = {
        .kind = SIGN_KIND_RSA, .n = {(const char *)n, 256}, .e = {(const char *)x, 3}};
    size_t bytes = 0;

    FUZZ_MUST(xmlsig_verify(a, d, e, &(struct xmlsig_keys){&key, 1}) != OK);
    FUZZ_MUST(xml_canonical(&(struct xml_canon){d, e, xml_child(e, NULL, NULL), "a b"}, count, &bytes) != OK || bytes > 0);
    (void)xml_text(a, e);
    const char *id = xml_attr(a, e, NULL, "ID");
    if (id)
        FUZZ_MUST(!strpbrk(xml_escape(a, id), "<>\""));
}

static void parse(struct arena *a, const char *s, size_t n)
{
    static const struct xml_most most = {65536, 2000, 24};
    struct str plain = {0};
    struct xml *d = NULL;

    if (deflate_unpack(a, (struct str){s, n}, 4096, &plain) == OK)
        FUZZ_MUST(plain.n <= 4096);
    if (xml_parse(a, (struct str){s, n}, &most, &d) != OK)
        return;
    FUZZ_MUST(!memmem(s, n, "<!DOCTYPE", 9) || memmem(s, n, "<![CDATA[", 9) || memmem(s, n, "<!--", 4) ||
              memmem(s, n, "<?", 2));
    for (const struct xml_node *e = xml_root(d); e; e = xml_child(e, NULL, NULL))
        look(a, d, e);
}

FUZZ(parse)
