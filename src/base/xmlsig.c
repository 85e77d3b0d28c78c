/* xmlsig.c: XML signatures. SPDX-License-Identifier: AGPL-3.0-or-later */
#include "xmlsig.h"
#include <string.h>
#include "hash.h"

#define INFO_MAX 8192      /* bytes of a SignedInfo in canonical form */
#define OWN_MAX  (1 << 20) /* bytes of a text that we sign */

/* --- Digests --------------------------------------------------------------------------------------- */

static void to_hash(void *ctx, const char *s, size_t n)
{
    hash_add(ctx, s, n);
}

/* Room that was taken before: the canonical form calls back from within the library. */
struct room {
    char *s;
    size_t n;
    bool full;
};

static void to_room(void *ctx, const char *s, size_t n)
{
    struct room *r = ctx;

    if (n > INFO_MAX - r->n) {
        r->full = true;
        return;
    }
    memcpy(r->s + r->n, s, n);
    r->n += n;
}

static err digest_of(struct arena *a, const struct xml_canon *c, struct digest *ret)
{
    struct hash_run *h = hash_begin(a);

    TRY(xml_canonical(c, to_hash, h));
    *ret = hash_end(h);
    return OK;
}

/* --- Verifying -------------------------------------------------------------------------------------- */

bool xmlsig_there(const struct xml_node *of)
{
    return xml_child(of, XMLSIG_NS, "Signature") != NULL;
}

/* Everything of a signature that counts. */
struct claim {
    const struct xml_node *signature, *info;
    const char *prefixes; /* of the reference; NULL: none */
    const char *info_prefixes;
    struct str digest, value;
};

/* An element so named with that algorithm; NULL: it is another. */
static const struct xml_node *algorithm(struct arena *a, const struct xml_node *e, const char *name, const char *alg)
{
    const char *is = xml_is(e, XMLSIG_NS, name) ? xml_attr(a, e, NULL, "Algorithm") : NULL;

    return is && str_eq(is, alg) ? e : NULL;
}

/* The one thing that may stand in a canonicalization: InclusiveNamespaces. */
static bool prefixes_of(struct arena *a, const struct xml_node *canon, const char **ret)
{
    const struct xml_node *in = xml_child(canon, NULL, NULL);

    *ret = NULL;
    if (!in)
        return canon != NULL;
    if (!xml_is(in, XMLSIG_CANON, "InclusiveNamespaces") || xml_next(in, NULL, NULL))
        return false;
    *ret = xml_attr(a, in, NULL, "PrefixList");
    return *ret && strlen(*ret) <= 200 && !strstr(*ret, "#default"); /* nobody uses it */
}

static bool base64_in(struct arena *a, const struct xml_node *e, const char *name, struct str *ret)
{
    const char *text = xml_is(e, XMLSIG_NS, name) ? xml_text(a, e) : NULL;

    return text && hash_from_base64(a, text, ret) == OK;
}

static bool transforms_fine(struct arena *a, const struct xml_node *e, struct claim *c)
{
    const struct xml_node *first = xml_is(e, XMLSIG_NS, "Transforms") ? xml_child(e, NULL, NULL) : NULL;
    const struct xml_node *second = xml_next(first, NULL, NULL);

    return algorithm(a, first, "Transform", XMLSIG_ENVELOP) && !xml_child(first, NULL, NULL) &&
           algorithm(a, second, "Transform", XMLSIG_CANON) && prefixes_of(a, second, &c->prefixes) &&
           !xml_next(second, NULL, NULL);
}

static bool reference_fine(struct arena *a, const struct xml_node *ref, const char *id, struct claim *c)
{
    const char *uri = xml_is(ref, XMLSIG_NS, "Reference") ? xml_attr(a, ref, NULL, "URI") : NULL;
    const struct xml_node *transforms = xml_child(ref, NULL, NULL);
    const struct xml_node *method = xml_next(transforms, NULL, NULL);
    const struct xml_node *value = xml_next(method, NULL, NULL);

    return uri && uri[0] == '#' && str_eq(uri + 1, id) && !xml_next(ref, NULL, NULL) &&
           transforms_fine(a, transforms, c) && algorithm(a, method, "DigestMethod", XMLSIG_SHA256) &&
           !xml_child(method, NULL, NULL) && base64_in(a, value, "DigestValue", &c->digest) && c->digest.n == 32 &&
           !xml_next(value, NULL, NULL);
}

/* SignedInfo, SignatureValue, perhaps KeyInfo (which says nothing that counts), and that is all. */
static bool shape_fine(struct arena *a, const char *id, struct claim *c)
{
    c->info = xml_child(c->signature, NULL, NULL);
    if (!xml_is(c->info, XMLSIG_NS, "SignedInfo"))
        return false;
    const struct xml_node *value = xml_next(c->info, NULL, NULL), *key = xml_next(value, NULL, NULL);
    const struct xml_node *canon = xml_child(c->info, NULL, NULL);
    const struct xml_node *method = xml_next(canon, NULL, NULL);

    return algorithm(a, canon, "CanonicalizationMethod", XMLSIG_CANON) && prefixes_of(a, canon, &c->info_prefixes) &&
           algorithm(a, method, "SignatureMethod", XMLSIG_RSA) && !xml_child(method, NULL, NULL) &&
           reference_fine(a, xml_next(method, NULL, NULL), id, c) &&
           base64_in(a, value, "SignatureValue", &c->value) && c->value.n > 0 &&
           (!key || (xml_is(key, XMLSIG_NS, "KeyInfo") && !xml_next(key, NULL, NULL)));
}

static err signed_by(const struct xmlsig_keys *keys, const struct sign_claim *c)
{
    for (size_t i = 0; i < keys->n; i++)
        if (sign_verify(&keys->v[i], c) == OK)
            return OK;
    return ERR_FORBIDDEN;
}

/* Is it a signature of the element's by one of the keys: over which digest, of which form? */
static err claim_of(struct arena *a, const struct xml *d, const struct xml_node *of, const struct xmlsig_keys *keys,
                    struct claim *ret)
{
    const char *id = xml_attr(a, of, NULL, "ID"); /* the only one in the document: xml.h */
    struct claim c = {.signature = xml_child(of, XMLSIG_NS, "Signature")};
    struct room info = {.s = arena_alloc(a, INFO_MAX)};

    if (!id || !*id || xml_count(of, XMLSIG_NS, "Signature") != 1 || !shape_fine(a, id, &c))
        return ERR_PARSE;
    TRY(xml_canonical(&(struct xml_canon){d, c.info, NULL, c.info_prefixes}, to_room, &info));
    if (info.full)
        return ERR_TOO_LARGE;
    *ret = c;
    return signed_by(keys, &(struct sign_claim){.alg = SIGN_RS256,
                                                .form = SIGN_PLAIN,
                                                .data = {info.s, info.n},
                                                .signature = c.value});
}

err xmlsig_verify(struct arena *a, const struct xml *d, const struct xml_node *of, const struct xmlsig_keys *keys)
{
    struct claim c = {0};
    struct digest got;

    TRY(claim_of(a, d, of, keys, &c));
    TRY(digest_of(a, &(struct xml_canon){d, of, c.signature, c.prefixes}, &got));
    return hash_same(got.b, c.digest.s, sizeof got.b) ? OK : ERR_FORBIDDEN;
}

err xmlsig_claim(struct arena *a, const struct xml *d, const struct xmlsig_keys *keys, struct xmlsig_claim *ret)
{
    struct claim c = {0};

    TRY(claim_of(a, d, xml_root(d), keys, &c));
    memcpy(ret->digest.b, c.digest.s, sizeof ret->digest.b);
    ret->prefixes = c.prefixes;
    return OK;
}

/* --- Signing ------------------------------------------------------------------------------------------ */

/* In canonical form as it stands here. */
static const char *info_text(struct arena *a, const char *id, const struct digest *d)
{
    return arena_printf(a,
                        "<ds:SignedInfo xmlns:ds=\"" XMLSIG_NS "\">"
                        "<ds:CanonicalizationMethod Algorithm=\"" XMLSIG_CANON "\"></ds:CanonicalizationMethod>"
                        "<ds:SignatureMethod Algorithm=\"" XMLSIG_RSA "\"></ds:SignatureMethod>"
                        "<ds:Reference URI=\"#%s\"><ds:Transforms>"
                        "<ds:Transform Algorithm=\"" XMLSIG_ENVELOP "\"></ds:Transform>"
                        "<ds:Transform Algorithm=\"" XMLSIG_CANON "\"></ds:Transform></ds:Transforms>"
                        "<ds:DigestMethod Algorithm=\"" XMLSIG_SHA256 "\"></ds:DigestMethod>"
                        "<ds:DigestValue>%s</ds:DigestValue></ds:Reference></ds:SignedInfo>",
                        id, hash_base64(a, d->b, sizeof d->b));
}

err xmlsig_sign(struct arena *a, const struct sign_key *k, const struct xmlsig_text *t, const char **ret_text)
{
    static const struct xml_most most = {OWN_MAX, 100000, 64};
    const char *whole = arena_printf(a, "%s%s", t->head, t->tail);
    struct str signature = {0};
    struct xml *d = NULL;
    struct digest digest;

    TRY(xml_parse(a, str_of(whole), &most, &d));
    const char *id = xml_attr(a, xml_root(d), NULL, "ID");
    if (!id || strpbrk(id, "&<\">"))
        return ERR_RANGE;
    TRY(digest_of(a, &(struct xml_canon){d, xml_root(d), NULL, NULL}, &digest));
    const char *info = info_text(a, id, &digest);
    TRY(sign_make(a, k, SIGN_RS256, str_of(info), &signature));
    const char *shown = t->cert ? arena_printf(a,
                                               "<ds:KeyInfo><ds:X509Data><ds:X509Certificate>%s</ds:X509Certificate>"
                                               "</ds:X509Data></ds:KeyInfo>",
                                               t->cert)
                                : "";
    *ret_text = arena_printf(a,
                             "%s<ds:Signature xmlns:ds=\"" XMLSIG_NS "\">%s<ds:SignatureValue>%s</ds:SignatureValue>%s"
                             "</ds:Signature>%s",
                             t->head, info, hash_base64(a, signature.s, signature.n), shown, t->tail);
    return OK;
}
