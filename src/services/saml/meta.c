/* meta.c: a service's metadata, read. SPDX-License-Identifier: AGPL-3.0-or-later */
#include "meta.h"
#include "cert.h"
#include "hash.h"
#include "xmlsig.h"
#include <string.h>

#define MDUI "urn:oasis:names:tc:SAML:metadata:ui"
#define MDATTR "urn:oasis:names:tc:SAML:metadata:attribute"
#define XML  "http://www.w3.org/XML/1998/namespace"

static bool yes(const char *text)
{
    return text && (str_eq(text, "true") || str_eq(text, "1"));
}

/* --- Its name ---------------------------------------------------------------------------------------- */

/* The English one of several, else the first. */
static const char *in_english(struct arena *a, const struct xml_node *in, const char *ns, const char *name)
{
    const struct xml_node *first = xml_child(in, ns, name);

    for (const struct xml_node *e = first; e; e = xml_next(e, ns, name)) {
        const char *lang = xml_attr(a, e, XML, "lang");
        if (lang && str_eq(lang, "en"))
            return xml_text(a, e);
    }
    return xml_text(a, first);
}

static const char *title_of(struct arena *a, const struct xml_node *entity, const struct xml_node *role)
{
    const struct xml_node *ui = xml_child(xml_child(role, SAML_MD, "Extensions"), MDUI, "UIInfo");
    const char *name = in_english(a, ui, MDUI, "DisplayName");

    if (str_empty(name))
        name = in_english(a, xml_child(role, SAML_MD, "AttributeConsumingService"), SAML_MD, "ServiceName");
    if (str_empty(name))
        name = in_english(a, xml_child(entity, SAML_MD, "Organization"), SAML_MD, "OrganizationDisplayName");
    return str_empty(name) || str_utf8_len(name) > 80 ? "" : name;
}

/* --- Its doors ------------------------------------------------------------------------------------------ */

static const char *binding_of(struct arena *a, const struct xml_node *e)
{
    const char *b = xml_attr(a, e, NULL, "Binding");

    return b ? b : "";
}

static err read_acs(struct arena *a, const struct xml_node *role, struct saml_meta *m, const char **why)
{
    bool named = false;

    for (const struct xml_node *e = xml_child(role, SAML_MD, "AssertionConsumerService"); e;
         e = xml_next(e, SAML_MD, "AssertionConsumerService")) {
        const char *url = xml_attr(a, e, NULL, "Location"), *index = xml_attr(a, e, NULL, "index");
        if (!str_eq(binding_of(a, e), SAML_BINDING("HTTP-POST")) || m->n_acs == SAML_ACS_MOST)
            continue;
        if (!url || !saml_uri_fine(url)) {
            *why = _("an AssertionConsumerService has no address that begins with https://").one;
            return ERR_PARSE;
        }
        if (!named && yes(xml_attr(a, e, NULL, "isDefault"))) {
            m->default_acs = m->n_acs;
            named = true;
        }
        m->acs[m->n_acs++] = (struct saml_acs){url, index ? index : ""};
    }
    *why = _("it takes no answer by HTTP-POST (AssertionConsumerService)").one;
    return m->n_acs > 0 ? OK : ERR_PARSE;
}

/* One that is not fine is none: people are not led there. */
static const char *door(struct arena *a, const struct xml_node *e, const char *name)
{
    const char *url = xml_attr(a, e, NULL, name);

    return url && saml_uri_fine(url) ? url : NULL;
}

static void read_slo(struct arena *a, const struct xml_node *role, struct saml_slo *slo)
{
    for (const struct xml_node *e = xml_child(role, SAML_MD, "SingleLogoutService"); e;
         e = xml_next(e, SAML_MD, "SingleLogoutService")) {
        const char *to = door(a, e, "Location"), *back = door(a, e, "ResponseLocation");
        if (str_eq(binding_of(a, e), SAML_BINDING("HTTP-Redirect")) && !slo->redirect) {
            slo->redirect = to;
            slo->redirect_answer = back ? back : to;
        } else if (str_eq(binding_of(a, e), SAML_BINDING("HTTP-POST")) && !slo->post) {
            slo->post = to;
            slo->post_answer = back ? back : to;
        }
    }
}

/* --- Its keys -------------------------------------------------------------------------------------------- */

static bool add_key(struct arena *a, const struct xml_node *cert, struct saml_meta *m)
{
    const char *text = xml_text(a, cert);
    struct str der = {0};

    return m->n_keys < SAML_KEYS_MOST && text && hash_from_base64(a, text, &der) == OK &&
           cert_public(a, der, &m->keys[m->n_keys]) == OK && ++m->n_keys;
}

/* A key that cannot be used is left out, unless there is no other. */
static err read_keys(struct arena *a, const struct xml_node *role, struct saml_meta *m, const char **why)
{
    size_t unusable = 0;

    for (const struct xml_node *e = xml_child(role, SAML_MD, "KeyDescriptor"); e;
         e = xml_next(e, SAML_MD, "KeyDescriptor")) {
        const char *use = xml_attr(a, e, NULL, "use");
        const struct xml_node *data = xml_child(xml_child(e, XMLSIG_NS, "KeyInfo"), XMLSIG_NS, "X509Data");
        if (use && !str_eq(use, "signing"))
            continue;
        for (const struct xml_node *c = xml_child(data, XMLSIG_NS, "X509Certificate"); c;
             c = xml_next(c, XMLSIG_NS, "X509Certificate"))
            unusable += !add_key(a, c, m);
    }
    *why = _("its signing certificates cannot be used: RSA of 2048 bits or more is taken").one;
    if (unusable > 0 && m->n_keys == 0)
        return ERR_PARSE;
    *why = _("it promises to sign its requests (AuthnRequestsSigned), and shows no certificate").one;
    return m->signs && m->n_keys == 0 ? ERR_PARSE : OK;
}

size_t saml_keys_of(struct arena *a, const struct str_list *certs, struct sign_public v[static SAML_KEYS_MOST])
{
    size_t n = 0;

    for (size_t i = 0; i < certs->n && n < SAML_KEYS_MOST; i++) {
        struct str der = {0};
        if (hash_from_base64(a, certs->v[i], &der) == OK && cert_public(a, der, &v[n]) == OK)
            n++;
    }
    return n;
}

/* --- What it asks ------------------------------------------------------------------------------------------ */

static const char *format_of(struct arena *a, const struct xml_node *role)
{
    for (const struct xml_node *e = xml_child(role, SAML_MD, "NameIDFormat"); e; e = xml_next(e, SAML_MD, "NameIDFormat")) {
        const char *word = saml_format(xml_text(a, e), NULL);
        if (word)
            return word;
    }
    return "";
}

static const char *asks_of(struct arena *a, const struct xml_node *role)
{
    const struct xml_node *of = xml_child(role, SAML_MD, "AttributeConsumingService");
    const char *out = "";

    for (const struct xml_node *e = xml_child(of, SAML_MD, "RequestedAttribute"); e;
         e = xml_next(e, SAML_MD, "RequestedAttribute")) {
        const char *word = saml_attribute_of(xml_attr(a, e, NULL, "Name"));
        if (word && !saml_has(out, word))
            out = *out ? arena_printf(a, "%s %s", out, word) : word;
    }
    return out;
}

/* What it is, as its federation says (Entity Category, RFC 8409). */
static const char *categories_of(struct arena *a, const struct xml_node *entity)
{
    const struct xml_node *all = xml_child(xml_child(entity, SAML_MD, "Extensions"), MDATTR, "EntityAttributes");
    const char *out = "";

    for (const struct xml_node *e = xml_child(all, SAML_ASSERTION, "Attribute"); e; e = xml_next(e, SAML_ASSERTION, "Attribute")) {
        const char *name = xml_attr(a, e, NULL, "Name");
        if (!name || !str_eq(name, "http://macedir.org/entity-category"))
            continue;
        for (const struct xml_node *v = xml_child(e, SAML_ASSERTION, "AttributeValue"); v;
             v = xml_next(v, SAML_ASSERTION, "AttributeValue")) {
            const char *word = xml_text(a, v);
            if (word && saml_entity_fine(word) && strlen(out) < 1000)
                out = *out ? arena_printf(a, "%s %s", out, word) : word;
        }
    }
    return out;
}

/* --- The whole ------------------------------------------------------------------------------------------------ */

static const struct xml_node *entity_of(const struct xml *d, const char **why)
{
    const struct xml_node *root = xml_root(d), *e = root;

    *why = _("it is no metadata: no EntityDescriptor").one;
    if (xml_is(root, SAML_MD, "EntitiesDescriptor")) {
        e = xml_child(root, SAML_MD, "EntityDescriptor");
        if (xml_next(e, SAML_MD, "EntityDescriptor")) {
            *why = _("it describes several services; give that of one").one;
            return NULL;
        }
    }
    return xml_is(e, SAML_MD, "EntityDescriptor") ? e : NULL;
}

static const struct xml_node *role_of(struct arena *a, const struct xml_node *entity)
{
    for (const struct xml_node *e = xml_child(entity, SAML_MD, "SPSSODescriptor"); e; e = xml_next(e, SAML_MD, "SPSSODescriptor"))
        if (saml_has(xml_attr(a, e, NULL, "protocolSupportEnumeration"), SAML_PROTOCOL))
            return e;
    return NULL;
}

/* The earlier of both. False: one of them is no instant. */
static bool until_of(struct arena *a, const struct xml_node *entity, const struct xml_node *role, instant *ret)
{
    const struct xml_node *both[] = {entity, role};

    *ret = (instant){0};
    for (size_t i = 0; i < 2; i++) {
        const char *text = xml_attr(a, both[i], NULL, "validUntil");
        instant t = {0};
        if (text && !saml_instant(a, text, &t))
            return false;
        if (text && (ret->v == 0 || t.v < ret->v))
            *ret = t;
    }
    return true;
}

/* All but its keys. */
static err read_entity(struct arena *a, const struct xml_node *entity, struct saml_meta *ret, const char **ret_why)
{
    const struct xml_node *role = role_of(a, entity);
    struct saml_meta m = {0};

    *ret_why = _("it describes no service that people sign in to by SAML 2.0 (SPSSODescriptor)").one;
    if (!role)
        return ERR_PARSE;
    m.entity = xml_attr(a, entity, NULL, "entityID");
    *ret_why = _("its entityID is missing, too long or not printable").one;
    if (!m.entity || !saml_entity_fine(m.entity))
        return ERR_PARSE;
    *ret_why = _("its validUntil is no instant").one;
    if (!until_of(a, entity, role, &m.until))
        return ERR_PARSE;
    m.signs = yes(xml_attr(a, role, NULL, "AuthnRequestsSigned"));
    m.title = title_of(a, entity, role);
    m.format = format_of(a, role);
    m.asks = asks_of(a, role);
    m.categories = categories_of(a, entity);
    read_slo(a, role, &m.slo);
    TRY(read_acs(a, role, &m, ret_why));
    *ret_why = NULL;
    *ret = m;
    return OK;
}

static err read_text(struct arena *a, struct str text, const struct xml_node **ret, const char **ret_why)
{
    static const struct xml_most most = {SAML_META_MAX, 8000, 32};
    struct xml *d = NULL;

    *ret_why = _("it is no XML that can be taken here (256 KiB at most, no DOCTYPE)").one;
    TRY(xml_parse(a, text, &most, &d));
    *ret = entity_of(d, ret_why);
    return *ret ? OK : ERR_PARSE;
}

err saml_meta_glance(struct arena *a, struct str text, struct saml_meta *ret, const char **ret_why)
{
    const struct xml_node *entity = NULL;

    TRY(read_text(a, text, &entity, ret_why));
    return read_entity(a, entity, ret, ret_why);
}

err saml_meta_read(struct arena *a, struct str text, struct saml_meta *ret, const char **ret_why)
{
    const struct xml_node *entity = NULL;
    struct saml_meta m = {0};

    TRY(read_text(a, text, &entity, ret_why));
    TRY(read_entity(a, entity, &m, ret_why));
    TRY(read_keys(a, role_of(a, entity), &m, ret_why));
    *ret_why = NULL;
    *ret = m;
    return OK;
}
