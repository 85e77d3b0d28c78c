/* metadata.c: what we say of ourselves to services and federations. SPDX-License-Identifier: AGPL-3.0-or-later */
#include "app.h"
#include "idp.h"
#include "reply.h"
#include "xmlsig.h"

#define TEXT_MAX 65536
#define VALID    DAYS(7) /* services fetch it again within that */

static void put_keys(struct buf *b, const struct saml_key_list *keys)
{
    for (size_t i = 0; i < keys->n; i++)
        buf_printf(b,
                   "<md:KeyDescriptor use=\"signing\"><ds:KeyInfo xmlns:ds=\"" XMLSIG_NS "\"><ds:X509Data>"
                   "<ds:X509Certificate>%s</ds:X509Certificate></ds:X509Data></ds:KeyInfo></md:KeyDescriptor>",
                   keys->v[i].cert);
}

static void put_doors(struct rq *rq, struct buf *b, const char *name, const char *path)
{
    static const char *const bindings[] = {SAML_BINDING("HTTP-Redirect"), SAML_BINDING("HTTP-POST")};

    for (size_t i = 0; i < COUNT(bindings); i++)
        buf_printf(b, "<md:%s Binding=\"%s\" Location=\"%s\"/>", name, bindings[i],
                   xml_escape(rq->arena, saml_here(rq, path)));
}

static void put_extensions(struct rq *rq, struct buf *b)
{
    struct arena *a = rq->arena;
    const char *name = xml_escape(a, campus_of(rq)->name);

    buf_printf(b,
               "<md:Extensions><shibmd:Scope xmlns:shibmd=\"urn:mace:shibboleth:metadata:1.0\" regexp=\"false\">%s</shibmd:Scope>"
               "<mdui:UIInfo xmlns:mdui=\"urn:oasis:names:tc:SAML:metadata:ui\">"
               "<mdui:DisplayName xml:lang=\"en\">%s</mdui:DisplayName><mdui:DisplayName xml:lang=\"nl\">%s</mdui:DisplayName>"
               "<mdui:InformationURL xml:lang=\"en\">%s</mdui:InformationURL>"
               "</mdui:UIInfo></md:Extensions>",
               xml_escape(a, campus_of(rq)->domain), name, name, xml_escape(a, saml_here(rq, "/")));
}

static void put_people(struct rq *rq, struct buf *b)
{
    struct arena *a = rq->arena;
    const char *name = xml_escape(a, campus_of(rq)->name), *mail = saml_settings_of(rq_app(rq))->support;

    buf_printf(b,
               "<md:Organization><md:OrganizationName xml:lang=\"en\">%s</md:OrganizationName>"
               "<md:OrganizationDisplayName xml:lang=\"en\">%s</md:OrganizationDisplayName>"
               "<md:OrganizationURL xml:lang=\"en\">%s</md:OrganizationURL></md:Organization>",
               name, name, xml_escape(a, saml_here(rq, "/")));
    if (*mail)
        buf_printf(b,
                   "<md:ContactPerson contactType=\"technical\"><md:EmailAddress>mailto:%s</md:EmailAddress></md:ContactPerson>"
                   "<md:ContactPerson contactType=\"support\"><md:EmailAddress>mailto:%s</md:EmailAddress></md:ContactPerson>",
                   xml_escape(a, mail), xml_escape(a, mail));
}

/* What services of which kind get from us without more ado; said to a federation. */
static void put_categories(struct buf *b)
{
    buf_puts(b, "<md:Extensions><mdattr:EntityAttributes xmlns:mdattr=\"urn:oasis:names:tc:SAML:metadata:attribute\">"
                "<saml:Attribute xmlns:saml=\"" SAML_ASSERTION "\" Name=\"http://macedir.org/entity-category-support\" "
                "NameFormat=\"urn:oasis:names:tc:SAML:2.0:attrname-format:uri\">");
    for (size_t i = 0; i < saml_n_categories; i++)
        buf_printf(b, "<saml:AttributeValue>%s</saml:AttributeValue>", saml_categories[i].category);
    buf_puts(b, "</saml:Attribute></mdattr:EntityAttributes></md:Extensions>");
}

static const char *tail_of(struct rq *rq, const struct saml_key_list *keys, bool federated)
{
    static const char *const formats[] = {SAML_FORMAT_PERSISTENT, SAML_FORMAT_TRANSIENT, SAML_FORMAT_MAIL};
    struct buf b = buf_in(rq->arena, TEXT_MAX);

    if (federated)
        put_categories(&b);
    buf_puts(&b, "<md:IDPSSODescriptor protocolSupportEnumeration=\"" SAML_PROTOCOL "\">");
    put_extensions(rq, &b);
    put_keys(&b, keys);
    put_doors(rq, &b, "SingleLogoutService", "/saml/slo");
    for (size_t i = 0; i < COUNT(formats); i++)
        buf_printf(&b, "<md:NameIDFormat>%s</md:NameIDFormat>", formats[i]);
    put_doors(rq, &b, "SingleSignOnService", "/saml/sso");
    buf_puts(&b, "</md:IDPSSODescriptor>");
    put_people(rq, &b);
    buf_puts(&b, "</md:EntityDescriptor>");
    return buf_ok(&b) ? b.s : NULL;
}

err saml_metadata_get(struct rq *rq)
{
    struct saml_federation_list federations;
    struct saml_key_list keys;
    const char *text = NULL;

    if (!saml_entity(rq))
        return fail(rq, ERR_DOWN, "The address of this campus is not set.");
    TRY(saml_q_keys(rq->db, rq->now, &keys));
    TRY(saml_q_federations(rq->db, &federations));
    const char *tail = tail_of(rq, &keys, federations.n > 0);
    if (keys.n == 0)
        return fail(rq, ERR_DOWN, "The identity provider has no key yet: add a service first.");
    if (!tail)
        return ERR_TOO_LARGE;
    const char *head = arena_printf(rq->arena,
                                    "<md:EntityDescriptor xmlns:md=\"" SAML_MD "\" ID=\"%s\" entityID=\"%s\" validUntil=\"%s\" "
                                    "cacheDuration=\"PT6H\">",
                                    saml_new_id(rq->arena), xml_escape(rq->arena, saml_entity(rq)),
                                    instant_iso(rq->arena, instant_add(rq->now, VALID)));
    TRY(saml_sign(rq->db, head, tail, &text));
    reply_header(rq, "Cache-Control", "public, max-age=900");
    return reply_bytes(rq, "application/samlmetadata+xml", text, strlen(text));
}
