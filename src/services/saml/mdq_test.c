/* mdq_test.c: what a federation says of one service, taken when it is that one's, signed and holds.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include "mdq.h"
#include <string.h>
#include "cert.h"
#include "check.h"
#include "hash.h"
#include "xmlsig.h"

#define NOW ((instant){1795521600000}) /* 2026-11-24T12:00:00Z */
#define SOON " validUntil=\"2026-11-30T00:00:00Z\""

struct fixture {
    struct arena *a;
    struct sign_key *key;
    struct str_list certs;
};

static struct fixture begin(void)
{
    struct fixture f = {.a = arena_new((size_t)16 << 20)};
    struct str der = {0};

    CHECK_OK(sign_key_make(SIGN_KIND_RSA, &f.key));
    CHECK_OK(cert_make(f.a, f.key, &(struct cert_about){"federation", 1700000000, 2000000000, 7}, &der));
    f.certs = (struct str_list){ARENA_ARRAY(f.a, 1, const char *), 1};
    f.certs.v[0] = hash_base64(f.a, der.s, der.n);
    return f;
}

static const char *answer(struct fixture *f, const char *entity, const char *more)
{
    const char *head = arena_printf(f->a, "<md:EntityDescriptor xmlns:md=\"" SAML_MD "\" ID=\"_1\" entityID=\"%s\"%s>", entity, more);
    const char *tail = "<md:SPSSODescriptor protocolSupportEnumeration=\"" SAML_PROTOCOL "\"><md:AssertionConsumerService Binding=\""
                       SAML_BINDING("HTTP-POST") "\" Location=\"https://sp.example/acs\" index=\"1\"/></md:SPSSODescriptor></md:EntityDescriptor>";
    const char *text = NULL;

    CHECK_OK(xmlsig_sign(f->a, f->key, &(struct xmlsig_text){head, tail, NULL}, &text));
    return text;
}

static void taken_or_refused(void)
{
    static const struct {
        const char *name, *entity, *more;
        err want;
        int64_t cache;
    } cases[] = {
        {"fine", "https://sp.example", SOON, OK, 0},
        {"to be kept for a while", "https://sp.example", SOON " cacheDuration=\"PT6H\"", OK, HOURS(6)},
        {"to be kept for ever", "https://sp.example", SOON " cacheDuration=\"P9Y\"", OK, 0},
        {"another one", "https://other.example", SOON, ERR_PARSE, 0},
        {"for ever", "https://sp.example", "", ERR_PARSE, 0},
        {"over", "https://sp.example", " validUntil=\"2026-11-24T12:00:00Z\"", ERR_PARSE, 0},
        {"too long", "https://sp.example", " validUntil=\"2027-02-01T00:00:00Z\"", ERR_PARSE, 0},
    };
    struct fixture f = begin();

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct saml_mdq_ask q = {"https://sp.example", &f.certs, NOW};
        struct saml_heard h = {0};
        const char *why = NULL;
        check_case(cases[i].name);
        CHECK_INT(saml_mdq_read(f.a, &q, str_of(answer(&f, cases[i].entity, cases[i].more)), &h, &why), cases[i].want);
        CHECK((why == NULL) == (cases[i].want == OK));
        CHECK_INT(h.again_at.v, cases[i].want == OK ? NOW.v + cases[i].cache : 0);
        CHECK_INT(h.until.v, cases[i].want == OK ? 1795996800000 : 0);
    }
    sign_key_free(f.key);
    arena_free(f.a);
}

/* By nobody, by another, changed on the way, in a list. */
static void signed_by_whom(void)
{
    struct fixture f = begin(), other = begin();
    struct saml_mdq_ask q = {"https://sp.example", &f.certs, NOW};
    struct saml_heard h = {0};
    const char *why = NULL;
    char *text = arena_dup(f.a, answer(&f, "https://sp.example", SOON));
    char *bare = arena_dup(f.a, text), *after = strstr(bare, "</ds:Signature>") + strlen("</ds:Signature>"), *sig = strstr(bare, "<ds:Signature");

    CHECK_OK(saml_mdq_read(f.a, &q, str_of(text), &h, &why));
    memmove(sig, after, strlen(after) + 1);
    CHECK_INT(saml_mdq_read(f.a, &q, str_of(bare), &h, &why), ERR_PARSE);
    CHECK_INT(saml_mdq_read(f.a, &q, str_of(answer(&other, "https://sp.example", SOON)), &h, &why), ERR_PARSE);
    const char *list = arena_printf(f.a, "<md:EntitiesDescriptor xmlns:md=\"" SAML_MD "\">%s</md:EntitiesDescriptor>", text);
    CHECK_INT(saml_mdq_read(f.a, &q, str_of(list), &h, &why), ERR_PARSE);
    memcpy(strstr(text, "sp.example/acs"), "no", 2);
    CHECK_INT(saml_mdq_read(f.a, &q, str_of(text), &h, &why), ERR_PARSE);
    sign_key_free(f.key);
    sign_key_free(other.key);
    arena_free(f.a);
    arena_free(other.a);
}

CHECKS(saml_mdq, TEST(taken_or_refused), TEST(signed_by_whom))
