/* otp_test.c: the vectors of RFC 4226, RFC 6238 and RFC 4648. SPDX-License-Identifier: AGPL-3.0-or-later */
#include "otp.h"
#include "check.h"

static const struct str secret = {"12345678901234567890", 20};

static void counters(void)
{
    static const char *const codes[] = {"755224", "287082", "359152", "969429", "338314",
                                        "254676", "287922", "162583", "399871", "520489"};
    struct arena *a = arena_new(1 << 16);

    for (int i = 0; i < 10; i++)
        CHECK_STR(otp_code(a, secret, i, 6), codes[i]);
    arena_free(a);
}

static void moments(void)
{
    static const struct {
        int64_t second;
        const char *code;
    } cases[] = {
        {59, "94287082"},         {1111111109, "07081804"}, {1111111111, "14050471"},
        {1234567890, "89005924"}, {2000000000, "69279037"}, {20000000000, "65353130"},
    };
    struct arena *a = arena_new(1 << 16);

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        CHECK_STR(otp_code(a, secret, otp_step((instant){cases[i].second * 1000}), 8), cases[i].code);
    arena_free(a);
}

/* One step beside is forgiven; what was used is used. */
static void each_once(void)
{
    struct arena *a = arena_new(1 << 16);
    instant now = {SECONDS(1111111109)};
    int64_t this = otp_step(now), step = 0;

    for (int64_t d = -3; d <= 3; d++) {
        const char *code = otp_code(a, secret, this + d, OTP_DIGITS);

        CHECK_INT(otp_right(secret, now, 0, code, &step), d >= -1 && d <= 1);
        if (d >= -1 && d <= 1)
            CHECK_INT(step, this + d);
        CHECK_INT(otp_right(secret, now, this, code, &step), d == 1);
    }
    CHECK(!otp_right(secret, now, 0, "", &step));
    CHECK(!otp_right(secret, now, 0, "0708180", &step));
    CHECK(!otp_right((struct str){"other", 5}, now, 0, otp_code(a, secret, this, 6), &step));
    arena_free(a);
}

static void base32(void)
{
    static const struct {
        const char *bytes, *text;
    } cases[] = {{"", ""},           {"f", "MY"},         {"fo", "MZXQ"},         {"foo", "MZXW6"},
                 {"foob", "MZXW6YQ"}, {"fooba", "MZXW6YTB"}, {"foobar", "MZXW6YTBOI"}};
    struct arena *a = arena_new(1 << 16);
    struct str back = {};

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        CHECK_STR(otp_base32(a, str_of(cases[i].bytes)), cases[i].text);
        CHECK_OK(otp_from_base32(a, cases[i].text, &back));
        CHECK(str_is(back, cases[i].bytes));
    }
    CHECK_OK(otp_from_base32(a, "mzxw 6ytb oi", &back));
    CHECK(str_is(back, "foobar"));
    CHECK_INT(otp_from_base32(a, "MZXW1", &back), ERR_PARSE);
    CHECK_STR(otp_address(a, "Sint Maarten", "s1@x", STR("foobar")),
              "otpauth://totp/Sint%20Maarten:s1%40x?secret=MZXW6YTBOI&issuer=Sint%20Maarten");
    arena_free(a);
}

CHECKS(base_otp, TEST(counters), TEST(moments), TEST(each_once), TEST(base32))
