/* signing_test.c: signatures against published vectors, and what must be refused.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include "signing.h"
#include <string.h>
#include "check.h"
#include "hash.h"

/* A signature of a publication, its parts in base64url. */
struct vector {
    const char *name;
    enum sign_alg alg;
    const char *a, *b; /* x and y, or n and e */
    const char *data, *signature;
};
static const struct vector vectors[] = {
    {"RFC 7515 A.2", SIGN_RS256,
     "ofgWCuLjybRlzo0tZWJjNiuSfb4p4fAkd_wWJcyQoTbji9k0l8W26mPddxHmfHQp-Vaw-4qPCJrcS2mJPMEzP1Pt0Bm4d4QlL-yRT-SFd2lZS-pCgNMsD1W_"
     "YpRPEwOWvG6b32690r2jZ47soMZo9wGzjb_7OMg0LOL-bSf63kpaSHSXndS5z5rexMdbBYUsLA9e-KXBdQOS-UTo7WTBEMa2R2CapHg665xsmtdVMTBQY4uD"
     "Zlxvb3qCo5ZwKh9kG4LT6_I5IhlJH7aGhyxXFvUK-DWNmoudF8NAco9_h9iaGNj8q2ethFkMLs91kzk2PAcDTW9gb54h4FRWyuXpoQ",
     "AQAB",
     "eyJhbGciOiJSUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ",
     "cC4hiUPoj9Eetdgtv3hF80EGrhuB__dzERat0XF9g2VtQgr9PJbu3XOiZj5RZmh7AAuHIm4Bh-0Qc_lF5YKt_O8W2Fp5jujGbds9uJdbF9CUAr7t1dnZcAcQ"
     "jbKBYNX4BAynRFdiuB--f_nZLgrnbyTyWzO75vRK5h6xBArLIARNPvkSjtQBMHlb1L07Qe7K0GarZRmB_eSN9383LcOLn6_dO--xi12jzDwusC-eOkHWEsqt"
     "FZESc6BfI7noOPqvhJ1phCnvWh6IeYI2w9QOYEUipUTI8np6LbgGY9Fs98rqVt5AXLIhWkWywlVmtVrBp0igcN_IoypGlUPQGe77Rw"},
    {"RFC 7515 A.3", SIGN_ES256, "f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU",
     "x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0",
     "eyJhbGciOiJFUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ",
     "DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q"},
    {"RFC 8037 A.4", SIGN_EDDSA, "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo", "",
     "eyJhbGciOiJFZERTQSJ9.RXhhbXBsZSBvZiBFZDI1NTE5IHNpZ25pbmc",
     "hgyY0il_MGCjP0JzlnLWG1PPOt7-09PGcvMg3AIbQR6dWbhijcNR4ki4iylGjg5BhVsPt9g7sVvpAr_MuM0KAg"},
    {"Wycheproof, PSS with SHA-256, case 3", SIGN_PS256,
     "orRRoH0KpfluRVZxUTVQUUqKW0YuvvcXCU-h_ugiJOY3-XRtP3yv0xh42AMltu9aFwD2WQO0aUKeidbqyIRQl7WrOTGJ25JRLtincRoSU_rNIPecFegkfz0-"
     "QuRuSMmOJUov6XZTE6A-_48X4aApOXofomqNzib0kO2BKZYV2YFMItphBCjgnH2WWFlCZvXAIdD87KCNlFoSvoLeTR7Oa0wDFFtdNJXU7VQR64eNrwX9evw-"
     "Ca2g8RJkIvWQl1oZaYFvSGmLy7obTZyuedRg2Pn4Xnl1AF2bwixOWsD3waRdElaaYoB9O5oC5aUw53MGb0U9H1tMLpz3ggKD90K51Q",
     "AQAB", "Test",
     "QB6wPNtHyogDPjAw9r3susj1yPwd1qE9I9N57ZorMJiR0T10_qnSHRWbnm2PN--iSJli4kVV9W3UNP8dMc5Pn1q9PyLL6otpHWoR5E77g-K8oVXmoWQyXg_e"
     "Kohlr9XJ9RFhqdYV9ir37C4xs-WrZJwWRJDTHYjPrjW4Sup5JWkPkpoUS20vSOj7iUpS3uzRuaZJaZDE7PFYhpmkLKzRDFOvNQUU5CkeqaBY538QHjLBwM76"
     "YdlF97yTH4vRnnujFpNYpg5aiwEjvDGZuf3K_o5RnEG6Z1SRonuF5E7y13J3wQ_hByk8gpAYaRO8mpm2QNjaBBtk8x6rHTWSCYX0pQ"},
};

static struct str bytes(struct arena *a, const char *text)
{
    struct str s = {};

    CHECK_OK(hash_from_base64url(a, text, &s));
    return s;
}

static struct sign_public public_of(struct arena *a, const struct vector *v)
{
    struct sign_public k = {.kind = sign_kind_of(v->alg)};

    if (k.kind == SIGN_KIND_RSA) {
        k.n = bytes(a, v->a);
        k.e = bytes(a, v->b);
    } else {
        k.x = bytes(a, v->a);
        k.y = bytes(a, v->b);
    }
    return k;
}

static void published(void)
{
    struct arena *a = arena_new(1 << 20);

    for (size_t i = 0; i < sizeof vectors / sizeof *vectors; i++) {
        const struct vector *v = &vectors[i];
        check_case(v->name);
        struct sign_public k = public_of(a, v);
        struct sign_claim c = {v->alg, SIGN_PLAIN, str_of(v->data), bytes(a, v->signature)};
        CHECK_OK(sign_verify(&k, &c));
        /* Another text, a bit of the signature turned, a byte too few, nothing at all. */
        c.data = str_of("other");
        CHECK_INT(sign_verify(&k, &c), ERR_FORBIDDEN);
        c.data = str_of(v->data);
        char *turned = arena_dupn(a, c.signature.s, c.signature.n);
        turned[c.signature.n / 2] ^= 1;
        struct str right = c.signature;
        c.signature = (struct str){turned, right.n};
        CHECK_INT(sign_verify(&k, &c), ERR_FORBIDDEN);
        c.signature = (struct str){right.s, right.n - 1};
        CHECK_INT(sign_verify(&k, &c), ERR_FORBIDDEN);
        c.signature = (struct str){right.s, 0};
        CHECK_INT(sign_verify(&k, &c), ERR_FORBIDDEN);
    }
    arena_free(a);
}

/* PKCS #1 v1.5 and PSS are two algorithms, though of one kind of key. */
static void paddings_are_not_mixed(void)
{
    struct arena *a = arena_new(1 << 20);
    struct sign_public k = public_of(a, &vectors[0]);
    struct sign_claim c = {SIGN_PS256, SIGN_PLAIN, str_of(vectors[0].data),
                           bytes(a, vectors[0].signature)};

    CHECK_INT(sign_verify(&k, &c), ERR_FORBIDDEN);
    k = public_of(a, &vectors[3]);
    c = (struct sign_claim){SIGN_RS256, SIGN_PLAIN, str_of("Test"), bytes(a, vectors[3].signature)};
    CHECK_INT(sign_verify(&k, &c), ERR_FORBIDDEN);
    c.alg = SIGN_ES256;
    CHECK_INT(sign_verify(&k, &c), ERR_PARSE);
    c.alg = SIGN_NONE;
    CHECK_INT(sign_verify(&k, &c), ERR_PARSE);
    arena_free(a);
}

static struct str nought(struct arena *a, size_t n)
{
    return (struct str){arena_alloc(a, n), n};
}

static void bad_keys(void)
{
    struct arena *a = arena_new(1 << 20);
    struct sign_claim c = {SIGN_ES256, SIGN_PLAIN, str_of(vectors[1].data),
                           bytes(a, vectors[1].signature)};
    struct sign_public good = public_of(a, &vectors[1]), k = good;

    k.y = k.x; /* not on the curve */
    CHECK_INT(sign_verify(&k, &c), ERR_PARSE);
    k = good;
    k.x.n--;
    CHECK_INT(sign_verify(&k, &c), ERR_PARSE);
    k = (struct sign_public){.kind = SIGN_KIND_EC, .x = nought(a, 32), .y = nought(a, 32)};
    CHECK_INT(sign_verify(&k, &c), ERR_PARSE);
    c = (struct sign_claim){SIGN_RS256, SIGN_PLAIN, str_of(vectors[0].data),
                            bytes(a, vectors[0].signature)};
    k = good = public_of(a, &vectors[0]);
    k.n.n = 128; /* 1024 bits */
    CHECK_INT(sign_verify(&k, &c), ERR_PARSE);
    k = good;
    k.e = STR("\x01");
    CHECK_INT(sign_verify(&k, &c), ERR_PARSE);
    k.e = STR("\x04");
    CHECK_INT(sign_verify(&k, &c), ERR_PARSE);
    k.e = STR("");
    CHECK_INT(sign_verify(&k, &c), ERR_PARSE);
    k = good;
    k.n = nought(a, 2048); /* 16384 bits would cost seconds */
    CHECK_INT(sign_verify(&k, &c), ERR_PARSE);
    arena_free(a);
}

/* A key of our own signs, is kept, comes back, and its public half says the same. */
static void own_keys(void)
{
    static const enum sign_alg algs[] = {SIGN_ES256, SIGN_RS256, SIGN_PS256, SIGN_EDDSA};
    struct arena *a = arena_new(1 << 20);

    for (size_t i = 0; i < sizeof algs / sizeof *algs; i++) {
        struct sign_key *made = NULL, *back = NULL;
        struct sign_public pub = {};
        struct str der = {}, sig = {};
        check_case(sign_alg_name(algs[i]));
        CHECK_OK(sign_key_make(sign_kind_of(algs[i]), &made));
        CHECK_OK(sign_key_save(a, made, &der));
        CHECK_OK(sign_key_load(der, &back));
        CHECK_INT(sign_key_kind(back), sign_kind_of(algs[i]));
        CHECK_OK(sign_make(a, back, algs[i], STR("hello"), &sig));
        CHECK_OK(sign_key_public(a, made, &pub));
        struct sign_claim c = {algs[i], SIGN_PLAIN, STR("hello"), sig};
        CHECK_OK(sign_verify(&pub, &c));
        c.data = STR("hallo");
        CHECK_INT(sign_verify(&pub, &c), ERR_FORBIDDEN);
        CHECK_INT(sign_make(a, back, SIGN_NONE, STR("hello"), &sig), ERR_RANGE);
        enum sign_alg other = algs[i] == SIGN_ES256 ? SIGN_EDDSA : SIGN_ES256;
        CHECK_INT(sign_make(a, back, other, STR("hello"), &sig), ERR_RANGE);
        der.n--;
        sign_key_free(back);
        CHECK_INT(sign_key_load(der, &back), ERR_PARSE);
        sign_key_free(made);
    }
    sign_key_free(NULL);
    arena_free(a);
}

/* A security key gives DER; neither form is taken for the other. */
static void two_forms_of_ecdsa(void)
{
    static const char der[] =
        "\x30\x45\x02\x20\x0e\xd1\x21\x53\x79\x63\x6c\x48\x3c\x2f\x7f\x15\x58\x07\xd4\x02\xa3\xb2"
        "\x28\x03\x3a\xf9\x7c\x7e\x17\x81\x9a\xc3\x16\x9e\xa6\x65\x02\x21\x00\xc5\x0a\x07\xd3\x8c"
        "\x3c\x70\xe5\xd8\xf1\x2d\xaf\x08\x4a\x54\x80\xa6\x65\x90\xc5\xf2\x93\x50\x9a\x8f\x3f\x7f"
        "\x8a\x83\xa3\x54\xd5";
    struct arena *a = arena_new(1 << 20);
    struct sign_public k = public_of(a, &vectors[1]);
    struct sign_claim c = {SIGN_ES256, SIGN_DER, str_of(vectors[1].data),
                           {der, sizeof der - 1}};

    CHECK_OK(sign_verify(&k, &c));
    c.form = SIGN_PLAIN;
    CHECK_INT(sign_verify(&k, &c), ERR_FORBIDDEN);
    c = (struct sign_claim){SIGN_ES256, SIGN_DER, str_of(vectors[1].data),
                            bytes(a, vectors[1].signature)};
    CHECK_INT(sign_verify(&k, &c), ERR_FORBIDDEN);
    arena_free(a);
}

static void names(void)
{
    CHECK_STR(sign_alg_name(SIGN_EDDSA), "EdDSA");
    CHECK_INT(sign_alg_of("PS256"), SIGN_PS256);
    CHECK_INT(sign_alg_of("none"), SIGN_NONE);
    CHECK_INT(sign_alg_of("HS256"), SIGN_NONE);
    CHECK_INT(sign_alg_of("es256"), SIGN_NONE);
    CHECK_INT(sign_alg_of(NULL), SIGN_NONE);
}

CHECKS(signing, TEST(published), TEST(paddings_are_not_mixed), TEST(bad_keys), TEST(own_keys),
       TEST(two_forms_of_ecdsa), TEST(names))
