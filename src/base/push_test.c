/* push_test.c: the example of RFC 8291, and the header of RFC 8292. SPDX-License-Identifier: AGPL-3.0-or-later */
#include "push.h"
#include <string.h>
#include "check.h"
#include "hash.h"
#include "jose.h"

#define BROWSER "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4"
#define AUTHENTIC "BTBZMqHH6r4Tts7J_aSIgg"

static struct str bytes(struct arena *a, const char *text)
{
    struct str s = {0};

    CHECK_OK(hash_from_base64url(a, text, &s));
    return s;
}

/* RFC 8291 §5. */
static void the_example(void)
{
    static const char text[] = "When I grow up, I want to be a watermelon";
    struct arena *a = arena_new(1 << 16);
    struct push_to to = {0};
    struct str body = {0};
    struct push_once once = {
        bytes(a, "DGv6ra1nlYgDCS1FRnbzlw"), bytes(a, "yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw"),
        bytes(a, "BP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A8")};

    CHECK_OK(push_to_read(a, BROWSER, AUTHENTIC, &to));
    CHECK_OK(push_seal_once(a, &to, &once, (struct str){text, sizeof text - 1}, &body));
    CHECK_STR(hash_base64url(a, body.s, body.n),
              "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A_"
              "yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN");
    arena_free(a);
}

/* Each message has a salt and a key of its own; as long as may be, and no longer. */
static void each_its_own(void)
{
    static char most[PUSH_TEXT_MOST + 1];
    struct arena *a = arena_new(1 << 18);
    struct str one = {0}, two = {0};
    struct push_to to = {0};

    CHECK_OK(push_to_read(a, BROWSER, AUTHENTIC, &to));
    CHECK_OK(push_seal(a, &to, (struct str){most, PUSH_TEXT_MOST}, &one));
    CHECK_OK(push_seal(a, &to, (struct str){most, PUSH_TEXT_MOST}, &two));
    CHECK_INT((int64_t)one.n, 4096);
    CHECK(memcmp(one.s, two.s, 16) != 0 && memcmp(one.s + 21, two.s + 21, 65) != 0);
    CHECK_INT(push_seal(a, &to, (struct str){most, PUSH_TEXT_MOST + 1}, &one), ERR_TOO_LARGE);
    arena_free(a);
}

static void what_is_no_browser(void)
{
    static const struct {
        const char *key, *auth;
    } cases[] = {
        {"", AUTHENTIC},
        {BROWSER, ""},
        {BROWSER, "BTBZMqHH6r4Tts7J_aSI"},
        {"BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw8", AUTHENTIC}, /* off the curve */
        {"BAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", AUTHENTIC},
        {"AiVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcx", AUTHENTIC}, /* compressed */
        {"BCVxsr7N_eNg!", AUTHENTIC},
    };
    struct arena *a = arena_new(1 << 16);
    struct push_to to = {0};

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        CHECK_INT(push_to_read(a, cases[i].key, cases[i].auth, &to), ERR_PARSE);
    arena_free(a);
}

/* A JWT for the service's origin, signed by the key that stands beside it. */
static void the_header(void)
{
    struct arena *a = arena_new(1 << 18);
    struct sign_key *k = NULL;
    struct sign_public public = {0};
    const char *header = "", *key = "";
    struct jose j = {0};
    int64_t until = 0;

    CHECK_OK(sign_key_make(SIGN_KIND_EC, &k));
    CHECK_OK(push_key_text(a, k, &key));
    CHECK_INT((int64_t)strlen(key), 87);
    CHECK_OK(push_authorization(a, k, "https://push.example:8443/send/abc?x=/", "mailto:ict@campus.example",
                                (instant){SECONDS(1000000)}, &header));
    CHECK(str_starts(header, "vapid t="));
    const char *comma = strstr(header, ", k=");
    CHECK(comma != NULL);
    CHECK_STR(comma + 4, key);
    CHECK_OK(jose_read(a, arena_printf(a, "%.*s", (int)(comma - header - 8), header + 8), &j));
    CHECK_OK(sign_key_public(a, k, &public));
    CHECK_OK(jose_verify(&j, &public));
    CHECK_STR(json_text(json_get(j.payload, "aud")), "https://push.example:8443");
    CHECK_STR(json_text(json_get(j.payload, "sub")), "mailto:ict@campus.example");
    CHECK(json_number(json_get(j.payload, "exp"), &until));
    CHECK_INT(until, 1000000 + 12 * 3600);
    CHECK_INT(push_authorization(a, k, "http://push.example/send", "", (instant){0}, &header), ERR_PARSE);
    CHECK_INT(push_authorization(a, k, "https://user@push.example/", "", (instant){0}, &header), ERR_PARSE);
    CHECK_INT(push_authorization(a, k, "https:///x", "", (instant){0}, &header), ERR_PARSE);
    sign_key_free(k);
    arena_free(a);
}

CHECKS(base_push, TEST(the_example), TEST(each_its_own), TEST(what_is_no_browser), TEST(the_header))
