/* xmlsig_test.c: signatures there and back, and what attackers move, add and leave out.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include "xmlsig.h"
#include <string.h>
#include "cert.h"
#include "check.h"
#include "hash.h"

static const struct xml_most most = {65536, 1000, 32};

/* A key, what is known of it, and a text that it signed. */
struct fixture {
    struct arena *a;
    struct sign_key *key;
    struct sign_public public;
    const char *text;
};

static const char head[] = "<m:M xmlns:m=\"urn:m\" ID=\"_1\"><m:Issuer>sp</m:Issuer>", tail[] = "<m:Who>noor</m:Who></m:M>";

static struct fixture begin(void)
{
    struct fixture f = {.a = arena_new(8 << 20)};
    struct str der = {0};

    CHECK_OK(sign_key_make(SIGN_KIND_RSA, &f.key));
    CHECK_OK(cert_make(f.a, f.key, &(struct cert_about){"sp.example", 1700000000, 2000000000, 7}, &der));
    CHECK_OK(cert_public(f.a, der, &f.public));
    CHECK_INT(cert_public(f.a, (struct str){der.s, der.n - 1}, &f.public), ERR_PARSE);
    CHECK_OK(cert_public(f.a, der, &f.public));
    CHECK_OK(xmlsig_sign(f.a, f.key, &(struct xmlsig_text){head, tail, hash_base64(f.a, der.s, der.n)}, &f.text));
    return f;
}

static void end(struct fixture *f)
{
    sign_key_free(f->key);
    arena_free(f->a);
}

/* Verifies the element that stands `path` first children below the root. */
static err verify(struct fixture *f, const char *text, int below)
{
    struct xmlsig_keys keys = {&f->public, 1};
    struct xml *d = NULL;

    TRY(xml_parse(f->a, str_of(text), &most, &d));
    const struct xml_node *e = xml_root(d);
    for (int i = 0; i < below; i++)
        e = xml_child(e, NULL, NULL);
    return xmlsig_verify(f->a, d, e, &keys);
}

/* The text with one piece replaced. */
static const char *with(struct fixture *f, const char *what, const char *by)
{
    const char *at = strstr(f->text, what);

    CHECK(at != NULL);
    return arena_printf(f->a, "%.*s%s%s", (int)(at - f->text), f->text, by, at + strlen(what));
}

static const char *between(struct fixture *f, const char *from, const char *to)
{
    const char *at = strstr(f->text, from), *till = strstr(at, to);

    return arena_dupn(f->a, at, (size_t)(till - at) + strlen(to));
}

static void there_and_back(void)
{
    struct fixture f = begin();
    struct sign_key *other = NULL;
    struct sign_public mine = f.public;

    CHECK_OK(verify(&f, f.text, 0));
    /* Within another element it is the same. */
    CHECK_OK(verify(&f, arena_printf(f.a, "<r xmlns=\"urn:r\">%s</r>", f.text), 1));
    CHECK_OK(sign_key_make(SIGN_KIND_RSA, &other));
    CHECK_OK(sign_key_public(f.a, other, &f.public));
    CHECK_INT(verify(&f, f.text, 0), ERR_FORBIDDEN);
    struct sign_public both[] = {f.public, mine};
    struct xml *d = NULL;
    CHECK_OK(xml_parse(f.a, str_of(f.text), &most, &d));
    CHECK_OK(xmlsig_verify(f.a, d, xml_root(d), &(struct xmlsig_keys){both, 2}));
    CHECK_INT(xmlsig_verify(f.a, d, xml_root(d), &(struct xmlsig_keys){both, 0}), ERR_FORBIDDEN);
    sign_key_free(other);
    end(&f);
}

static void changed(void)
{
    static const struct {
        const char *what, *by;
        err want;
    } cases[] = {
        {"noor", "bram", ERR_FORBIDDEN},
        {"<m:Who>", "<m:Who x=\"1\">", ERR_FORBIDDEN},
        {"<m:Issuer>sp", "<m:Issuer>other", ERR_FORBIDDEN},
        {"<m:Who>", "<!-- said by nobody --><m:Who>", OK}, /* comments are not there at all */
        {"ID=\"_1\"", "ID=\"_2\"", ERR_PARSE},
        {"URI=\"#_1\"", "URI=\"\"", ERR_PARSE},
        {"URI=\"#_1\"", "URI=\"#xpointer(id('_1'))\"", ERR_PARSE},
        {"URI=\"#_1\"", "URI=\"http://127.0.0.1/x\"", ERR_PARSE},
        {"URI=\"#_1\"", "Type=\"urn:x\" URI=\"#_1\"", ERR_FORBIDDEN},
        {"2001/04/xmldsig-more#rsa-sha256", "2000/09/xmldsig#rsa-sha1", ERR_PARSE},
        {"2001/04/xmldsig-more#rsa-sha256", "2001/04/xmldsig-more#hmac-sha256", ERR_PARSE},
        {"2001/04/xmlenc#sha256", "2000/09/xmldsig#sha1", ERR_PARSE},
        {"2000/09/xmldsig#enveloped-signature", "TR/1999/REC-xslt-19991116", ERR_PARSE},
        {"2000/09/xmldsig#enveloped-signature", "TR/1999/REC-xpath-19991116", ERR_PARSE},
        {"<ds:Transform Algorithm=\"http://www.w3.org/2000/09/xmldsig#enveloped-signature\"></ds:Transform>", "", ERR_PARSE},
        {"</ds:Transforms>", "<ds:Transform Algorithm=\"http://www.w3.org/2001/10/xml-exc-c14n#\"/></ds:Transforms>", ERR_PARSE},
        {"</ds:Reference>", "</ds:Reference><ds:Reference URI=\"#_1\"/>", ERR_PARSE},
        {"</ds:KeyInfo>", "</ds:KeyInfo><ds:Object/>", ERR_PARSE},
        {"<ds:SignatureValue>", "<ds:SignatureValue>AAAA", ERR_FORBIDDEN},
    };
    struct fixture f = begin();

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        check_case(cases[i].by);
        CHECK_INT(verify(&f, with(&f, cases[i].what, cases[i].by), 0), cases[i].want);
    }
    end(&f);
}

/* Signature wrapping: the signed element stands somewhere else, and another one is read. */
static void wrapped(void)
{
    struct fixture f = begin();
    const char *sig = between(&f, "<ds:Signature ", "</ds:Signature>");
    const char *evil = "<m:M xmlns:m=\"urn:m\" ID=\"%s\"><m:Issuer>sp</m:Issuer>%s<m:Who>bram</m:Who></m:M>";

    check_case("the signed one in an extension of a forged one that has its signature");
    CHECK_INT(verify(&f, arena_printf(f.a, evil, "_2", arena_printf(f.a, "%s<m:Ext>%s</m:Ext>", sig, f.text)), 0), ERR_PARSE);
    check_case("with the same ID");
    CHECK_INT(verify(&f, arena_printf(f.a, evil, "_1", arena_printf(f.a, "%s<m:Ext>%s</m:Ext>", sig, f.text)), 0), ERR_PARSE);
    check_case("the signed one in an Object of the signature");
    const char *object = arena_printf(f.a, "%.*s<ds:Object>%s</ds:Object></ds:Signature>",
                                      (int)(strlen(sig) - strlen("</ds:Signature>")), sig, f.text);
    CHECK_INT(verify(&f, arena_printf(f.a, evil, "_2", object), 0), ERR_PARSE);
    check_case("a forged one around the signed one");
    CHECK_INT(verify(&f, arena_printf(f.a, evil, "_2", f.text), 0), ERR_PARSE);
    check_case("two signatures");
    CHECK_INT(verify(&f, with(&f, "<m:Who>", arena_printf(f.a, "%s<m:Who>", sig)), 0), ERR_PARSE);
    check_case("no signature");
    CHECK_INT(verify(&f, arena_printf(f.a, evil, "_1", ""), 0), ERR_PARSE);
    end(&f);
}

CHECKS(base_xmlsig, TEST(there_and_back), TEST(changed), TEST(wrapped))
