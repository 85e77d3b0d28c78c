/* hash_test.c: digests and text forms against published values.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include "hash.h"
#include "check.h"

static void known_digests(void)
{
    struct arena *a = arena_new(1 << 16);
    struct digest d = hash_sha256("abc", 3);
    CHECK_STR(hash_hex(a, d.b, sizeof d.b),
              "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    struct hash_run *h = hash_begin(a);
    hash_add(h, "a", 1);
    hash_add(h, "bc", 2);
    struct digest same = hash_end(h);
    CHECK(hash_same(&d, &same, sizeof d));
    /* RFC 4231, case 2 */
    d = hash_hmac("Jefe", 4, "what do ya want for nothing?", 28);
    CHECK_STR(hash_hex(a, d.b, sizeof d.b),
              "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
    CHECK(!hash_same(&d, &same, sizeof d));
    const struct hash_key *k = hash_key_of(a, "Jefe", 4);
    for (int i = 0; i < 2; i++) {
        same = hash_keyed(k, "what do ya want for nothing?", 28);
        CHECK(hash_same(&d, &same, sizeof d));
    }
    arena_free(a);
}

static void text_forms(void)
{
    struct arena *a = arena_new(1 << 16);
    struct str s = {};
    CHECK_STR(hash_base64url(a, "\xFB\xFF\xFE\x01", 4), "-__-AQ");
    CHECK_OK(hash_from_base64url(a, "-__-AQ", &s));
    CHECK(s.n == 4 && memcmp(s.s, "\xFB\xFF\xFE\x01", 4) == 0);
    CHECK_INT(hash_from_base64url(a, "-__-AQ==", &s), ERR_PARSE);
    CHECK_INT(hash_from_base64url(a, "+//+AQ", &s), ERR_PARSE);
    CHECK_OK(hash_from_hex(a, "00ffA0", &s));
    CHECK(s.n == 3 && memcmp(s.s, "\x00\xFF\xA0", 3) == 0);
    CHECK_INT(hash_from_hex(a, "0", &s), ERR_PARSE);
    CHECK_INT(hash_from_hex(a, "0g", &s), ERR_PARSE);
    CHECK_OK(hash_from_hex(a, "", &s));
    CHECK_INT(s.n, 0);
    arena_free(a);
}

static void secrets_are_wiped(void)
{
    char bytes[] = "secret";
    struct secret s = {bytes, 6};
    secret_wipe(&s);
    CHECK(bytes[0] == 0 && bytes[5] == 0);
    CHECK(s.s == NULL && s.n == 0);
    secret_wipe(&s);
}

CHECKS(base_hash, TEST(known_digests), TEST(text_forms), TEST(secrets_are_wiped))
