/* rules_test.c: name forms, passwords, codes, delays and the age of sessions, case by case.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include "check.h"
#include "proxies.h"
#include "rules.h"
#include "identity.h"
#include "str.h"
#include <string.h>

static void names_are_forgiving(void)
{
    static const struct {
        const char *typed, *key;
    } cases[] = {
        {"s1234567",                                   "s1234567"             },
        {" S1234567 ",                                 "s1234567"             },
        {"s123 4567",                                  "s1234567"             },
        {"s1234567@sint-maarten.example",              "s1234567"             },
        {"S1234567@Sint-Maarten.Example",              "s1234567"             },
        {"s1234567@office.sint-maarten.example",       "s1234567"             },
        {"jan@elsewhere.example",                      "jan@elsewhere.example"},
        {"s1234567@sint-maarten.example.evil.example",
         "s1234567@sint-maarten.example.evil.example"                         },
        {"",                                           ""                     },
        {"@sint-maarten.example",                      ""                     },
        {"s1234567@",                                  ""                     },
        {"a@b@sint-maarten.example",                   ""                     },
        {"1234567",                                    ""                     },
        {"s'; DROP TABLE",                             ""                     },
        {"s",                                          ""                     },
    };
    struct arena *a = arena_new(1 << 20);

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        check_case(cases[i].typed);
        CHECK_STR(identity_name_key(a, cases[i].typed, "sint-maarten.example",
                                    "office.sint-maarten.example"),
                  cases[i].key);
    }
    arena_free(a);
}

static void passwords_are_judged(void)
{
    static const struct {
        const char *password;
        enum identity_password want;
    } cases[] = {
        {"short",                    PASSWORD_SHORT },
        {"elf tekens!",              PASSWORD_SHORT },
        {"vier losse woorden hier",  PASSWORD_GOOD  },
        {"Tr0ub4dor&3xyz",           PASSWORD_GOOD  },
        {"ëéïöüáàâêîôû", PASSWORD_GOOD  },
        {"s1234567s1234567",         PASSWORD_NAME  },
        {"NoorDeVries2026",          PASSWORD_NAME  },
        {"noor.vries!!",             PASSWORD_NAME  },
        {"aaaaaaaaaaaaaa",           PASSWORD_SIMPLE},
        {"234567890123",             PASSWORD_SIMPLE},
        {"qwertyuiop1234",           PASSWORD_SIMPLE},
        {"password2026!",            PASSWORD_COMMON},
        {"P4ssw0rdWelkom",           PASSWORD_COMMON},
        {"Zomer2026Zomer",           PASSWORD_COMMON},
        {"welkom-wachtwoord",        PASSWORD_COMMON},
        {"93 47 02 88 15 6",         PASSWORD_GOOD  },
        {"1qaz2wsx3edc4rfv",         PASSWORD_COMMON},
        {"1QAZ2wsx3edc4rfv!!",       PASSWORD_COMMON},
        {"Amsterdam-2026!",          PASSWORD_COMMON},
        {"12-wetenschap-12",         PASSWORD_COMMON},
        {"W3t3nsch@p2026",           PASSWORD_COMMON},
        {"wetenschapwetenschap",     PASSWORD_COMMON},
        {"christopher1987",          PASSWORD_COMMON},
        {"wetenschap-orgel-mist",    PASSWORD_GOOD  },
        {"windmolen-fiets-kaas-boek", PASSWORD_GOOD },
        {"gele fiets onder water",   PASSWORD_GOOD  },
        {"k7#qv!2xw&8rt1",           PASSWORD_GOOD  },
        {"1234567-abcXY",            PASSWORD_NAME  },
    };
    struct arena *a = arena_new(1 << 20);

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        check_case(cases[i].password);
        CHECK_INT(identity_password_judge(a, cases[i].password, "s1234567", "Noor de Vries"),
                  cases[i].want);
    }
    char *long_one = arena_alloc(a, 300);
    memset(long_one, 'x', 299);
    CHECK_INT(identity_password_judge(a, long_one, "s1", "N"), PASSWORD_LONG);
    arena_free(a);
}

static void leaked_words_are_found(void)
{
    static const char *const in[] = {"password", "1qaz2wsx3edc4rfv", "amsterdam", "wetenschap", "christopher"};
    static const char *const out[] = {"passwordp", "passwordzq", "k7qv2xw8rt1", "a", "\n", "windmolenfiets", "zzzzzzzzzzzzzz~"};

    for (size_t i = 0; i < sizeof in / sizeof in[0]; i++)
        CHECK(identity_guessed(in[i], strlen(in[i])));
    for (size_t i = 0; i < sizeof out / sizeof out[0]; i++)
        CHECK(!identity_guessed(out[i], strlen(out[i])));
    CHECK(!identity_guessed("", 0));
}

static void codes_are_forgiving(void)
{
    struct arena *a = arena_new(1 << 16);

    CHECK_STR(identity_code_key(a, " abcd-efgh jkmn-pqrs "), "ABCDEFGHJKMNPQRS");
    CHECK_STR(identity_code_show(a, "ABCDEFGHJKMNPQRS"), "ABCD-EFGH-JKMN-PQRS");
    CHECK_STR(identity_code_key(a, "ABCD-EFGH-JKMN-PQR"), "");
    CHECK_STR(identity_code_key(a, "ABCD-EFGH-JKMN-PQRST"), "");
    CHECK_STR(identity_code_key(a, "ABCD-EFGH-JKMN-PQR0"), "");
    arena_free(a);
}

static void delays_grow_and_end(void)
{
    static const struct {
        enum identity_counter kind;
        int64_t failures, delay;
    } cases[] = {
        {COUNT_PAIR,    0,       0           },
        {COUNT_PAIR,    4,       0           },
        {COUNT_PAIR,    5,       SECONDS(10) },
        {COUNT_PAIR,    6,       SECONDS(20) },
        {COUNT_PAIR,    9,       SECONDS(160)},
        {COUNT_PAIR,    1000000, MINUTES(15) },
        {COUNT_KNOWN,   9,       0           },
        {COUNT_KNOWN,   10,      SECONDS(5)  },
        {COUNT_KNOWN,   1000000, MINUTES(1)  },
        {COUNT_ADDRESS, 59,      0           },
        {COUNT_ADDRESS, 60,      SECONDS(2)  },
        {COUNT_ADDRESS, 69,      SECONDS(2)  },
        {COUNT_ADDRESS, 70,      SECONDS(4)  },
        {COUNT_ADDRESS, 1000000, MINUTES(5)  },
    };

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        CHECK_INT(identity_delay(cases[i].kind, cases[i].failures), cases[i].delay);
    CHECK_INT(identity_failures_left(COUNT_PAIR, 6, MINUTES(9)), 6);
    CHECK_INT(identity_failures_left(COUNT_PAIR, 6, MINUTES(25)), 4);
    CHECK_INT(identity_failures_left(COUNT_PAIR, 6, DAYS(1)), 0);
    CHECK_INT(identity_failures_left(COUNT_PAIR, 6, -5), 6);
}

static void counters_keep_apart(void)
{
    struct arena *a = arena_new(1 << 16);

    CHECK_STR(address_household(a, "192.0.2.7"), "192.0.2.7");
    CHECK_STR(address_household(a, "::ffff:192.0.2.7"), "192.0.2.7");
    CHECK_STR(address_household(a, "2001:db8:1:2:3:4:5:6"), "2001:db8:1:2::/64");
    CHECK_STR(identity_counter_key(a, COUNT_ADDRESS, "s1", "192.0.2.7"), "address:192.0.2.7");
    CHECK(!str_eq(identity_counter_key(a, COUNT_PAIR, "s1", "192.0.2.7"),
                  identity_counter_key(a, COUNT_PAIR, "s2", "192.0.2.7")));
    CHECK(!str_eq(identity_counter_key(a, COUNT_PAIR, "s1", "192.0.2.7"),
                  identity_counter_key(a, COUNT_KNOWN, "s1", "192.0.2.7")));
    CHECK(
        !strstr(identity_counter_key(a, COUNT_PAIR, "MyPassword", "192.0.2.7"), "MyPassword"));
    arena_free(a);
}

static void sessions_age(void)
{
    instant t = {1000000000};

    CHECK_INT(identity_session_age(t, instant_add(t, HOURS(8)), HOURS(1), t), SESSION_LIVE);
    CHECK_INT(
        identity_session_age(t, instant_add(t, HOURS(8)), HOURS(1), instant_add(t, HOURS(1))),
        SESSION_IDLE);
    CHECK_INT(
        identity_session_age(t, instant_add(t, HOURS(8)), HOURS(9), instant_add(t, HOURS(8))),
        SESSION_OVER);
    CHECK_INT(identity_session_until(t, instant_add(t, HOURS(8)), HOURS(1)).v,
              instant_add(t, HOURS(1)).v);
    CHECK_INT(identity_session_until(t, instant_add(t, HOURS(8)), HOURS(9)).v,
              instant_add(t, HOURS(8)).v);
    CHECK(!identity_session_touch(t, HOURS(8), instant_add(t, SECONDS(59))));
    CHECK(identity_session_touch(t, HOURS(8), instant_add(t, SECONDS(60))));
    CHECK(identity_session_touch(t, MINUTES(4), instant_add(t, SECONDS(30))));
}

static void second_codes_are_forgiving(void)
{
    static const struct {
        const char *typed;
        enum identity_second_kind kind;
        const char *key;
    } cases[] = {
        {"123456", SECOND_OTP, "123456"},
        {" 123 456 ", SECOND_OTP, "123456"},
        {"123-456", SECOND_OTP, "123456"},
        {"12345", SECOND_NONE, ""},
        {"1234567", SECOND_NONE, ""},
        {"12345a", SECOND_NONE, ""},
        {"", SECOND_NONE, ""},
        {"ABCDE-FGHJK-MNPQR-STUVW", SECOND_RECOVERY, "ABCDEFGHJKMNPQRSTUVW"},
        {"abcde fghjk mnpqr stuvw", SECOND_RECOVERY, "ABCDEFGHJKMNPQRSTUVW"},
        {"ABCDE-FGHJK-MNPQR-STUV0", SECOND_NONE, ""},
        {"ABCDE-FGHJK-MNPQR-STUVWX", SECOND_NONE, ""},
        {"ABCDE-FGHJK-MNPQR-STUV\xc3\xa9", SECOND_NONE, ""},
    };
    struct arena *a = arena_new(1 << 16);

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct identity_second s = identity_second_of(a, cases[i].typed);

        check_case(cases[i].typed);
        CHECK_INT(s.kind, cases[i].kind);
        CHECK_STR(s.key, cases[i].key);
    }
    CHECK_STR(identity_recovery_show(a, "ABCDEFGHJKMNPQRSTUVW"), "ABCDE-FGHJK-MNPQR-STUVW");
    arena_free(a);
}

static void proofs_have_levels(void)
{
    static const struct {
        const char *name;
        unsigned proofs;
        int level;
    } cases[] = {
        {"nothing", 0, 0},
        {"a password", IDENTITY_PASSWORD, 1},
        {"an app's code alone", IDENTITY_OTP, 1},
        {"password and code", IDENTITY_PASSWORD | IDENTITY_OTP, 2},
        {"password and recovery code", IDENTITY_PASSWORD | IDENTITY_RECOVERY, 2},
        {"password and pass", IDENTITY_PASSWORD | IDENTITY_PASS, 2},
        {"password and push", IDENTITY_PASSWORD | IDENTITY_PUSH, 2},
        {"two things that one has", IDENTITY_OTP | IDENTITY_RECOVERY | IDENTITY_PASS, 1},
        {"a passkey that asked for a PIN", IDENTITY_PASSKEY | IDENTITY_VERIFIED, 3},
        {"a key without a PIN", IDENTITY_PASSKEY, 1},
        {"a key without a PIN, and a password", IDENTITY_PASSKEY | IDENTITY_PASSWORD, 3},
        {"a key without a PIN, and a code", IDENTITY_PASSKEY | IDENTITY_OTP, 1},
    };

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        check_case(cases[i].name);
        CHECK_INT(identity_level(cases[i].proofs), cases[i].level);
    }
    CHECK(!identity_asks_second(0));
    CHECK(!identity_asks_second(FACTOR_RECOVERY));
    CHECK(identity_asks_second(FACTOR_OTP));
    CHECK(identity_asks_second(FACTOR_PUSH));
    CHECK(identity_asks_second(FACTOR_PASSKEY | FACTOR_RECOVERY));
    CHECK_INT(identity_reach(0), 1);
    CHECK_INT(identity_reach(FACTOR_RECOVERY), 1);
    CHECK_INT(identity_reach(FACTOR_OTP | FACTOR_RECOVERY), 2);
    CHECK_INT(identity_reach(FACTOR_OTP | FACTOR_PASSKEY), 3);
    CHECK_INT(identity_managing(0, 0), 1);
    CHECK_INT(identity_managing(0, FACTOR_OTP), 2);
    CHECK_INT(identity_managing(2, 0), 2);
    CHECK_INT(identity_managing(1, FACTOR_OTP), 1);
    CHECK_INT(identity_managing(3, FACTOR_PASSKEY), 3);
}

static void grace_ends(void)
{
    static const struct {
        const char *name;
        struct identity_need v[2];
        size_t n;
        int64_t asked, now; /* days */
        bool needs;
        int64_t at;
    } cases[] = {
        {"no role asks", {{{0}, 0}}, 1, 0, 10, false, 0},
        {"no role at all", {{{0}, 0}}, 0, 0, 10, false, 0},
        {"it comes", {{{DAYS(20)}, 7}}, 1, 0, 10, false, 27},
        {"it is here, and she too for the first time", {{{DAYS(20)}, 7}}, 1, 0, 30, true, 37},
        {"she was told before", {{{DAYS(20)}, 7}}, 1, 30, 35, true, 37},
        {"she was told, and did nothing", {{{DAYS(20)}, 7}}, 1, 30, 99, true, 37},
        {"without grace", {{{DAYS(20)}, 0}}, 1, 0, 30, true, 30},
        {"told for another role before this one asked", {{{DAYS(50)}, 7}}, 1, 30, 40, false, 57},
        {"the stricter of two roles", {{{DAYS(20)}, 30}, {{DAYS(20)}, 3}}, 2, 25, 26, true, 28},
        {"one of two roles asks", {{{0}, 0}, {{DAYS(20)}, 3}}, 2, 25, 26, true, 28},
    };

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        check_case(cases[i].name);
        struct identity_due due = identity_due(cases[i].v, cases[i].n, (instant){DAYS(cases[i].asked)},
                                               (instant){DAYS(cases[i].now)});

        CHECK(due.now == cases[i].needs);
        CHECK_INT(due.at.v, DAYS(cases[i].at));
    }
}

static void next_stays_here(void)
{
    struct arena *a = arena_new(1 << 16);
    char *path = arena_alloc(a, IDENTITY_NEXT_MAX + 2);

    memset(path, 'a', IDENTITY_NEXT_MAX + 1);
    path[0] = '/';
    CHECK(!identity_next_ok(path));
    path[IDENTITY_NEXT_MAX] = 0;
    CHECK(identity_next_ok(path));
    arena_free(a);
    CHECK(identity_next_ok("/plan/2027-1?x=1"));
    CHECK(!identity_next_ok(""));
    CHECK(!identity_next_ok("//evil.example"));
    CHECK(!identity_next_ok("/\\evil.example"));
    CHECK(!identity_next_ok("https://evil.example"));
    CHECK(!identity_next_ok("/a\r\nSet-Cookie: x"));
    CHECK(!identity_next_ok("javascript:alert(1)"));
}

static void devices_have_names(void)
{
    struct identity_device d = identity_device(
        "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/120.0 Mobile Safari/537.36");

    CHECK_STR(d.browser, "Chrome");
    CHECK_STR(d.system, "Android");
    d = identity_device("something else");
    CHECK_STR(d.browser, "");
    CHECK_STR(d.system, "");
}

CHECKS(identity_rules, TEST(names_are_forgiving), TEST(passwords_are_judged), TEST(leaked_words_are_found),
       TEST(codes_are_forgiving), TEST(delays_grow_and_end), TEST(counters_keep_apart),
       TEST(sessions_age), TEST(second_codes_are_forgiving), TEST(proofs_have_levels), TEST(grace_ends), TEST(next_stays_here), TEST(devices_have_names))
