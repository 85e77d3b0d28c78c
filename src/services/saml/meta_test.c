/* meta_test.c: what services say of themselves, read and refused. SPDX-License-Identifier: AGPL-3.0-or-later */
#include "meta.h"
#include <string.h>
#include "check.h"

#define BEGIN "<md:EntityDescriptor xmlns:md=\"" SAML_MD "\" entityID=\"https://sp.example\"><md:SPSSODescriptor protocolSupportEnumeration=\"" SAML_PROTOCOL "\" "
#define ACS   "<md:AssertionConsumerService Binding=\"" SAML_BINDING("HTTP-POST") "\" Location=\"https://sp.example/acs\" index=\"1\"/>"
#define END   "</md:SPSSODescriptor></md:EntityDescriptor>"

static void read_or_refused(void)
{
    static const struct {
        const char *name, *text;
        err want;
    } cases[] = {
        {"fine", BEGIN ">" ACS END, OK},
        {"within EntitiesDescriptor", "<md:EntitiesDescriptor xmlns:md=\"" SAML_MD "\">" BEGIN ">" ACS END "</md:EntitiesDescriptor>", OK},
        {"several", "<md:EntitiesDescriptor xmlns:md=\"" SAML_MD "\">" BEGIN ">" ACS END BEGIN ">" ACS END "</md:EntitiesDescriptor>", ERR_PARSE},
        {"no door", BEGIN ">" END, ERR_PARSE},
        {"a door without encryption", BEGIN ">" "<md:AssertionConsumerService Binding=\"" SAML_BINDING("HTTP-POST") "\" Location=\"http://sp.example/acs\" index=\"1\"/>" END, ERR_PARSE},
        {"promises to sign, no key", BEGIN "AuthnRequestsSigned=\"true\">" ACS END, ERR_PARSE},
        {"a certificate that is none", BEGIN ">" "<md:KeyDescriptor><ds:KeyInfo xmlns:ds=\"http://www.w3.org/2000/09/xmldsig#\"><ds:X509Data><ds:X509Certificate>AAAA</ds:X509Certificate></ds:X509Data></ds:KeyInfo></md:KeyDescriptor>" ACS END, ERR_PARSE},
        {"of SAML 1", "<md:EntityDescriptor xmlns:md=\"" SAML_MD "\" entityID=\"https://sp.example\"><md:SPSSODescriptor protocolSupportEnumeration=\"urn:oasis:names:tc:SAML:1.1:protocol\">" ACS END, ERR_PARSE},
        {"an end that is no instant", BEGIN "validUntil=\"soon\">" ACS END, ERR_PARSE},
        {"with a document type", "<!DOCTYPE x>" BEGIN ">" ACS END, ERR_PARSE},
        {"no metadata", "<html/>", ERR_PARSE},
    };

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct arena *a = arena_new(4 << 20);
        struct saml_meta m = {0};
        const char *why = NULL;
        check_case(cases[i].name);
        CHECK_INT(saml_meta_read(a, str_of(cases[i].text), &m, &why), cases[i].want);
        CHECK(cases[i].want == OK ? str_eq(m.entity, "https://sp.example") && str_eq(m.acs[0].url, "https://sp.example/acs") : why != NULL);
        arena_free(a);
    }
}

static void zoom(void)
{
    struct arena *a = arena_new(4 << 20);
    struct saml_meta m = {0};
    const char *why = NULL;

    CHECK(saml_zoom_fine("sint-maarten") && !saml_zoom_fine("a.b") && !saml_zoom_fine("A") && !saml_zoom_fine("") && !saml_zoom_fine("x\"y"));
    CHECK_OK(saml_meta_read(a, str_of(saml_zoom(a, "sint-maarten")), &m, &why));
    CHECK_STR(m.entity, "https://sint-maarten.zoom.us");
    CHECK_STR(m.acs[0].url, "https://sint-maarten.zoom.us/saml/SSO");
    CHECK_STR(m.format, "mail");
    CHECK_STR(m.title, "Zoom");
    arena_free(a);
}

CHECKS(saml_meta, TEST(read_or_refused), TEST(zoom))
