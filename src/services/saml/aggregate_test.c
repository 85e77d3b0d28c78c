/* aggregate_test.c: a federation's metadata, read when they are signed and hold, and cut into services.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include "aggregate.h"
#include <string.h>
#include "cert.h"
#include "check.h"
#include "hash.h"
#include "meta.h"
#include "xmlsig.h"

#define NOW ((instant){1795521600000}) /* 2026-11-24T12:00:00Z */
#define SP(name, more)                                                                                                 \
    "<md:EntityDescriptor entityID=\"https://" name "/saml\"" more ">"                                                 \
    "<md:SPSSODescriptor protocolSupportEnumeration=\"" SAML_PROTOCOL "\">"                                            \
    "<md:AssertionConsumerService Binding=\"" SAML_BINDING("HTTP-POST") "\" Location=\"https://" name                  \
    "/acs\" index=\"1\"/></md:SPSSODescriptor></md:EntityDescriptor>"
#define GROUP(until, inside) "<md:EntitiesDescriptor validUntil=\"" until "\">" inside "</md:EntitiesDescriptor>"

static char *signed_list(struct arena *a, const char *until, const char *inside, const char **ret_cert)
{
    struct sign_key *k = NULL;
    struct str der = {0};
    const char *text = NULL;

    CHECK_OK(sign_key_make(SIGN_KIND_RSA, &k));
    CHECK_OK(cert_make(a, k, &(struct cert_about){"federation", 1700000000, 2000000000, 7}, &der));
    const char *head = arena_printf(a, "<md:EntitiesDescriptor xmlns:md=\"" SAML_MD "\" ID=\"_1\"%s>", until);
    const char *tail = arena_printf(a, "%s</md:EntitiesDescriptor>", inside);
    CHECK_OK(xmlsig_sign(a, k, &(struct xmlsig_text){head, tail, NULL}, &text));
    sign_key_free(k);
    *ret_cert = hash_base64(a, der.s, der.n);
    return arena_dup(a, text);
}

/* In pieces of so many bytes. */
static err cut(struct arena *a, const char *text, const struct str_list *certs, size_t piece, struct buf *out)
{
    struct saml_cutting *c = saml_cutting_new(a, certs, NOW, out);
    size_t n = strlen(text);
    const char *why = NULL;
    err e = OK;

    buf_clear(out);
    for (size_t at = 0; at < n && e == OK; at += piece)
        e = saml_cutting_add(c, text + at, n - at < piece ? n - at : piece, &why);
    if (e == OK)
        e = saml_cutting_end(c, &why);
    CHECK((why == NULL) == (e == OK));
    return e;
}

static void taken_or_refused(void)
{
    static const struct {
        const char *name, *until, *inside;
        err want;
        size_t n;
    } cases[] = {
        {"two", " validUntil=\"2026-11-30T00:00:00Z\"", SP("a.example", "") SP("b.example", ""), OK, 2},
        {"none that is usable", " validUntil=\"2026-11-30T00:00:00Z\"", "<md:EntityDescriptor entityID=\"x\"/>", OK, 0},
        {"one that is over is left out", " validUntil=\"2026-11-30T00:00:00Z\"",
         SP("a.example", " validUntil=\"2026-11-01T00:00:00Z\"") SP("b.example", " validUntil=\"2026-11-25T00:00:00Z\""), OK, 1},
        {"groups", " validUntil=\"2026-11-30T00:00:00Z\"",
         GROUP("2026-11-30T00:00:00Z", GROUP("2026-11-30T00:00:00Z", SP("a.example", "")) SP("b.example", ""))
             GROUP("2026-11-01T00:00:00Z", SP("c.example", "")), OK, 2},
        {"for ever", "", SP("a.example", ""), ERR_PARSE, 0},
        {"over", " validUntil=\"2026-11-24T11:59:59Z\"", SP("a.example", ""), ERR_PARSE, 0},
        {"too long", " validUntil=\"2027-02-01T00:00:00Z\"", SP("a.example", ""), ERR_PARSE, 0},
        {"some day", " validUntil=\"soon\"", SP("a.example", ""), ERR_PARSE, 0},
    };

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct arena *a = arena_new((size_t)64 << 20);
        struct buf out = buf_in(a, 1 << 20);
        struct str_list certs = {ARENA_ARRAY(a, 1, const char *), 1};
        struct saml_aggregate g = {0};
        check_case(cases[i].name);
        char *text = signed_list(a, cases[i].until, cases[i].inside, &certs.v[0]);
        CHECK_INT(cut(a, text, &certs, 7, &out), cases[i].want);
        CHECK_INT(cut(a, text, &certs, 100000, &out), cases[i].want);
        if (cases[i].want == OK) {
            CHECK_OK(saml_aggregate_read(a, out.s, out.n, &g));
            CHECK_INT(g.n, cases[i].n);
        }
        arena_free(a);
    }
}

/* Each stands alone with all that it needs, and only what is signed by whom we know. */
static void alone(void)
{
    struct arena *a = arena_new((size_t)64 << 20);
    struct buf out = buf_in(a, 1 << 20);
    struct str_list certs = {ARENA_ARRAY(a, 1, const char *), 1};
    struct saml_aggregate g = {0};
    struct saml_meta m = {0};
    const char *why = NULL;
    char *text = signed_list(a, " validUntil=\"2026-11-30T00:00:00Z\"", SP("a.example", " validUntil=\"2026-11-25T00:00:00Z\""), &certs.v[0]);

    CHECK_OK(cut(a, text, &certs, 4096, &out));
    const char *whole = arena_dupn(a, out.s, out.n);
    CHECK_OK(saml_aggregate_read(a, out.s, out.n, &g));
    CHECK_STR(g.v[0].entity, "https://a.example/saml");
    CHECK_INT(g.v[0].until.v, 1795564800000);
    CHECK_OK(saml_meta_read(a, g.v[0].metadata, &m, &why));
    CHECK_STR(m.acs[0].url, "https://a.example/acs");
    for (size_t n = 0; n < out.n; n++) /* cut short, it is none */
        CHECK_INT(saml_aggregate_read(a, arena_dupn(a, whole, n), n, &g), ERR_PARSE);
    *strstr(text, "a.example") = 'b'; /* its signature is good, what it is over is not: what came before the end is not all of it */
    CHECK_INT(cut(a, text, &certs, 4096, &out), ERR_FORBIDDEN);
    CHECK_INT(saml_aggregate_read(a, out.s, out.n, &g), ERR_PARSE);
    certs.n = 0;
    CHECK_INT(cut(a, text, &certs, 4096, &out), ERR_FORBIDDEN);
    CHECK_INT(out.n, 0);
    arena_free(a);
}

/* Whoever signed it: what stands around the signed one, or in another place in it. */
static void moved(void)
{
    struct arena *a = arena_new((size_t)64 << 20);
    struct buf out = buf_in(a, 1 << 20);
    struct str_list certs = {ARENA_ARRAY(a, 1, const char *), 1};
    char *text = signed_list(a, " validUntil=\"2026-11-30T00:00:00Z\"", SP("a.example", ""), &certs.v[0]);
    const char *sig = strstr(text, "<ds:Signature"), *after = strstr(text, "</ds:Signature>") + strlen("</ds:Signature>");
    const char *tail = "</md:EntitiesDescriptor>", *end = strstr(after, tail);
    const int n_head = (int)(sig - text), n_sig = (int)(after - sig), n_in = (int)(end - after);
    const char *evil = SP("evil.example", "");
    const struct {
        const char *name, *text;
        err want;
    } cases[] = {
        {"as it is", text, OK},
        {"blanks before the signature", arena_printf(a, "%.*s \n%s", n_head, text, sig), ERR_FORBIDDEN},
        {"a comment before it", arena_printf(a, "%.*s<!-- > -->%s", n_head, text, sig), OK},
        {"one before the signature", arena_printf(a, "%.*s%s%s", n_head, text, evil, sig), ERR_FORBIDDEN},
        {"one behind it", arena_printf(a, "%.*s%s%s", (int)(after - text), text, evil, after), ERR_FORBIDDEN},
        {"the signature last", arena_printf(a, "%.*s%.*s%.*s%s", n_head, text, n_in, after, n_sig, sig, tail), ERR_FORBIDDEN},
        {"the signature twice", arena_printf(a, "%.*s%.*s%s", (int)(after - text), text, n_sig, sig, after), ERR_FORBIDDEN},
        {"one in the signature", arena_printf(a, "%.*s%s</ds:Signature>%s", (int)(after - text) - 15, text, evil, after), ERR_FORBIDDEN},
        {"around it", arena_printf(a, "<md:EntitiesDescriptor xmlns:md=\"" SAML_MD "\" ID=\"_2\" validUntil=\"2026-11-30T00:00:00Z\">%s%s%s",
                                   text, evil, tail), ERR_FORBIDDEN},
        {"around it, of the same name", arena_printf(a, "<md:EntitiesDescriptor xmlns:md=\"" SAML_MD "\" ID=\"_1\" validUntil=\"2026-11-30T00:00:00Z\">%.*s%s%s%s",
                                                     n_sig, sig, text, evil, tail), ERR_FORBIDDEN},
        {"another root", "<md:EntityDescriptor xmlns:md=\"" SAML_MD "\"/>", ERR_PARSE},
        {"a document type", arena_printf(a, "<!DOCTYPE x>%s", text), ERR_PARSE},
        {"cut off", arena_dupn(a, text, strlen(text) - 1), ERR_PARSE},
        {"something behind", arena_printf(a, "%s%s", text, evil), ERR_PARSE},
    };

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct saml_aggregate g = {0};
        check_case(cases[i].name);
        CHECK_INT(cut(a, cases[i].text, &certs, 4096, &out), cases[i].want);
        CHECK_INT(saml_aggregate_read(a, arena_dupn(a, out.s ? out.s : "", out.n), out.n, &g), cases[i].want == OK ? OK : ERR_PARSE);
    }
    arena_free(a);
}

CHECKS(saml_aggregate, TEST(taken_or_refused), TEST(alone), TEST(moved))
