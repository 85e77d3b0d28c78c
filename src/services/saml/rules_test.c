/* rules_test.c: the identity provider's decisions, case by case. SPDX-License-Identifier: AGPL-3.0-or-later */
#include "rules.h"
#include <string.h>
#include "check.h"

#define COUNT_OF(t) (sizeof(t) / sizeof((t)[0]))

static void addresses(void)
{
    static const struct {
        const char *uri;
        bool fine;
    } cases[] = {
        {"https://sp.example/acs", true},        {"https://sp.example:8443/acs?x=1", true}, {"http://127.0.0.1:8080/acs", true},
        {"http://sp.example/acs", false},        {"https://sp.example/acs#x", false},       {"https://u@sp.example/", false},
        {"https:///acs", false},                 {"javascript:alert(1)", false},            {"https://sp.example/a b", false},
        {"https://sp.example/\"x", false},       {"https://sp.example/;x", false},          {"http://127.0.0.1.evil.example/", false},
        {"", false},
    };

    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        check_case(cases[i].uri);
        CHECK_INT(saml_uri_fine(cases[i].uri), cases[i].fine);
    }
    CHECK(saml_id_fine("_a1.b-c") && !saml_id_fine("1a") && !saml_id_fine("a b") && !saml_id_fine("") && !saml_id_fine("a\"b"));
}

static void durations(void)
{
    static const struct {
        const char *text;
        int64_t ms; /* -1: it is none */
    } cases[] = {
        {"PT6H", HOURS(6)}, {"P1D", DAYS(1)}, {"P1DT2H3M4S", DAYS(1) + HOURS(2) + MINUTES(3) + 4000}, {"PT0S", 0}, {"P45D", DAYS(45)},
        {"P46D", -1}, {"P1M", -1}, {"P1Y", -1}, {"PT", -1}, {"P", -1}, {"", -1}, {"6H", -1}, {"PT6", -1}, {"PT1M1H", -1}, {"PT1H1H", -1},
        {"P1DT", -1}, {"PT1.5S", -1}, {"-PT1H", -1}, {"PT-1H", -1}, {"P1H", -1}, {"PT99999999S", -1}, {"PTT1H", -1},
    };

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        int64_t ms = -1;
        check_case(cases[i].text);
        bool fine = saml_duration(cases[i].text, &ms);
        CHECK_INT(fine ? ms : -1, cases[i].ms);
    }
    CHECK(!saml_duration(NULL, &(int64_t){0}));
}

static void instants(void)
{
    struct arena *a = arena_new(1 << 16);
    instant t = {0}, u = {0};

    CHECK(saml_instant(a, "2026-11-24T12:00:00Z", &t) && saml_instant(a, "2026-11-24T12:00:00.987Z", &u) && t.v == u.v);
    CHECK(!saml_instant(a, "2026-11-24T12:00:00", &t) && !saml_instant(a, "2026-11-24 12:00:00Z", &t));
    CHECK(!saml_instant(a, "2026-11-24T12:00:00.Z", &t) && !saml_instant(a, "2026-13-24T12:00:00Z", &t) && !saml_instant(a, NULL, &t));
    CHECK(saml_fresh(t, t) && saml_fresh(t, instant_add(t, MINUTES(7))) && !saml_fresh(t, instant_add(t, MINUTES(9))));
    CHECK(saml_fresh(instant_add(t, MINUTES(2)), t) && !saml_fresh(instant_add(t, MINUTES(4)), t));
    arena_free(a);
}

static void names(void)
{
    static const struct {
        const char *name, *given, *sn;
    } cases[] = {
        {"Noor de Vries", "Noor", "de Vries"}, {"Prof. Eva de Smit", "Eva", "de Smit"}, {"Jan Peter Bakker", "Jan Peter", "Bakker"},
        {"Jan van der Berg", "Jan", "van der Berg"}, {"Madonna", "Madonna", "Madonna"},
    };
    struct arena *a = arena_new(1 << 16);

    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        const char *given = NULL, *sn = NULL;
        check_case(cases[i].name);
        saml_name_parts(a, cases[i].name, &given, &sn);
        CHECK_STR(given, cases[i].given);
        CHECK_STR(sn, cases[i].sn);
    }
    CHECK_STR(saml_attribute_of("urn:mace:dir:attribute-def:mail"), "mail");
    CHECK_STR(saml_attribute_of("urn:oid:2.5.4.4"), "sn");
    CHECK(!saml_attribute_of("urn:oid:1.2.3") && !saml_attribute_of(NULL));
    CHECK_STR(saml_format(NULL, "mail"), "mail");
    CHECK_STR(saml_format(SAML_FORMAT_UNSPECIFIED, "persistent"), "persistent");
    CHECK(!saml_format("urn:oasis:names:tc:SAML:2.0:nameid-format:encrypted", "mail"));
    arena_free(a);
}

static void levels(void)
{
#define PPT SAML_AC_PASSWORD
#define MFA SAML_AC_MFA
    static const struct {
        const char *classes, *comparison;
        int needs;
        const char *said_one, *said_two;
    } cases[] = {
        {"", "exact", 1, PPT, MFA},        {PPT, "exact", 1, PPT, PPT},           {MFA, "exact", 2, PPT, MFA},
        {PPT " " MFA, "exact", 1, PPT, MFA}, {"urn:x", "exact", 0, PPT, MFA},     {PPT, "minimum", 1, PPT, MFA},
        {MFA, "minimum", 2, PPT, MFA},     {PPT, "better", 2, PPT, MFA},          {MFA, "better", 0, PPT, MFA},
        {MFA, "maximum", 2, PPT, MFA},     {PPT, "maximum", 1, PPT, PPT},
    };
    struct arena *a = arena_new(1 << 16);

    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct saml_context c = {cases[i].classes, cases[i].comparison};
        check_case(arena_printf(a, "%s %s", c.comparison, c.classes));
        CHECK_INT(saml_level(a, &c), cases[i].needs);
        CHECK_STR(saml_class(a, &c, 1), cases[i].said_one);
        CHECK_STR(saml_class(a, &c, 2), cases[i].said_two);
    }
    arena_free(a);
}

static void decisions(void)
{
    static const struct {
        const char *name;
        struct saml_request r;
        struct saml_standing s;
        enum saml_next want;
        const char *status;
    } cases[] = {
        {"nobody", {.level = 1}, {0}, SAML_SIGN_IN, NULL},
        {"nobody, passive", {.level = 1, .passive = true}, {0}, SAML_REFUSE, SAML_STATUS("NoPassive")},
        {"an unknown class", {.level = 0}, {.signed_in = true, .level = 3, .agreed = true}, SAML_REFUSE, SAML_STATUS("NoAuthnContext")},
        {"agreed", {.level = 1}, {.signed_in = true, .level = 1, .agreed = true}, SAML_ISSUE, NULL},
        {"to be asked", {.level = 1}, {.signed_in = true, .level = 1}, SAML_CONSENT, NULL},
        {"asked just now", {.level = 1}, {.signed_in = true, .level = 1, .answered = true}, SAML_ISSUE, NULL},
        {"to be asked, passive", {.level = 1, .passive = true}, {.signed_in = true, .level = 1}, SAML_REFUSE, SAML_STATUS("NoPassive")},
        {"a second factor is needed first", {.level = 1}, {.signed_in = true, .level = 1, .agreed = true, .held = true}, SAML_SET_UP, NULL},
        {"a second factor is needed first, passive", {.level = 1, .passive = true}, {.signed_in = true, .level = 1, .agreed = true, .held = true}, SAML_REFUSE, SAML_STATUS("NoPassive")},
        {"more is needed", {.level = 2}, {.signed_in = true, .level = 1, .agreed = true}, SAML_STEP_UP, NULL},
        {"more is needed, passive", {.level = 2, .passive = true}, {.signed_in = true, .level = 1, .agreed = true}, SAML_REFUSE, SAML_STATUS("NoPassive")},
        {"forced, proved before", {.level = 1, .force = true}, {.signed_in = true, .level = 1, .agreed = true, .login_at = {5}, .asked_at = {6}}, SAML_AGAIN, NULL},
        {"forced, proved after", {.level = 1, .force = true}, {.signed_in = true, .level = 1, .agreed = true, .login_at = {7}, .asked_at = {6}}, SAML_ISSUE, NULL},
        {"somebody else", {.level = 1}, {.signed_in = true, .level = 1, .agreed = true, .other = true}, SAML_REFUSE, SAML_STATUS("UnknownPrincipal")},
        {"no name, none to be made", {.level = 1}, {.signed_in = true, .level = 1, .agreed = true, .unknown = true}, SAML_REFUSE, SAML_STATUS("InvalidNameIDPolicy")},
    };

    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct saml_fault f = {0};
        check_case(cases[i].name);
        CHECK_INT(saml_decide(&cases[i].r, &cases[i].s, &f), cases[i].want);
        CHECK_STR(f.status, cases[i].status);
    }
}

/* SURFconext's rules, each broken once. */
static void preflight(void)
{
    static const struct {
        const char *word, *value; /* value NULL: it is missing */
        bool stops;
        size_t found;
    } cases[] = {
        {"", "", false, 0},
        {"uid", NULL, true, 1},
        {"schacHomeOrganization", "other.example", true, 1},
        {"schacHomeOrganization", "localhost", true, 2},
        {"eduPersonPrincipalName", "noor@other.example", true, 1},
        {"eduPersonPrincipalName", "noor", true, 1},
        {"subject-id", "abcd1234@other.example", true, 1},
        {"subject-id", "AB@c.example", false, 1},
        {"mail", "no mail", false, 1},
        {"mail", NULL, false, 1},
        {"sn", NULL, false, 1},
        {"eduPersonAffiliation", "boss", false, 1},
        {"schacHomeOrganizationType", "university", false, 1},
    };
    static const char *const words[] = {"uid", "cn", "displayName", "givenName", "sn", "mail", "eduPersonPrincipalName",
                                        "eduPersonAffiliation", "schacHomeOrganization", "subject-id", "schacHomeOrganizationType"};
    static const char *const values[] = {"noor", "Noor", "Noor", "Noor", "Vries", "noor@c.example", "noor@c.example", "student",
                                         "c.example", "abcd1234@c.example",
                                         "urn:mace:terena.org:schac:homeOrganizationType:eu:higherEducationInstitution"};

    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct saml_values v[COUNT_OF(words)];
        const char *at[COUNT_OF(words)];
        struct saml_finding f[SAML_FINDINGS];
        check_case(cases[i].word);
        for (size_t k = 0; k < COUNT_OF(words); k++) {
            bool it = strcmp(words[k], cases[i].word) == 0;
            at[k] = it ? cases[i].value : values[k];
            v[k] = (struct saml_values){words[k], {&at[k], it && !cases[i].value ? 0 : 1}};
        }
        size_t n = saml_preflight(&(struct saml_person){v, COUNT_OF(words)}, "c.example", f);
        CHECK_INT(n, cases[i].found);
        if (n > 0) {
            CHECK_STR(f[0].word, cases[i].word);
            CHECK_INT(f[0].stops, cases[i].stops);
        }
    }
}

static void releases(void)
{
    static const struct {
        const char *name, *categories, *want;
    } cases[] = {
        {"nothing is said", "", ""},
        {"research and scholarship", "http://refeds.org/category/research-and-scholarship",
         "displayName givenName sn mail eduPersonPrincipalName eduPersonScopedAffiliation eduPersonUniqueId"},
        {"code of conduct: what it asks for", "https://refeds.org/category/code-of-conduct/v2", "mail uid"},
        {"the first counts", "https://refeds.org/category/anonymous http://refeds.org/category/research-and-scholarship",
         "displayName givenName sn mail eduPersonPrincipalName eduPersonScopedAffiliation eduPersonUniqueId"},
        {"anonymous", "https://refeds.org/category/anonymous", "eduPersonScopedAffiliation schacHomeOrganization"},
        {"another one", "https://refeds.org/category/hide-from-discovery", ""},
    };
    struct arena *a = arena_new(1 << 20);

    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        check_case(cases[i].name);
        CHECK_STR(saml_release(a, cases[i].categories, "mail uid"), cases[i].want);
    }
    arena_free(a);
}

static void released_anew(void)
{
    static const struct {
        const char *name, *told, *then, *now, *want;
    } cases[] = {
        {"as it was released", "mail uid", "uid mail", "mail sn", "mail sn"},
        {"a category is withdrawn", "mail uid", "mail uid", "", ""},
        {"less was chosen: nothing comes to it", "mail", "mail uid", "mail uid sn", "mail"},
        {"less was chosen, and that is withdrawn", "mail", "mail uid", "uid", ""},
        {"more was chosen: that stays", "mail uid sn", "mail uid", "uid", "uid sn"},
    };
    struct arena *a = arena_new(1 << 20);

    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        check_case(cases[i].name);
        CHECK_STR(saml_released_anew(a, cases[i].told, cases[i].then, cases[i].now), cases[i].want);
    }
    arena_free(a);
}

CHECKS(saml_rules, TEST(released_anew), TEST(addresses), TEST(instants), TEST(durations), TEST(names), TEST(levels), TEST(decisions), TEST(preflight), TEST(releases))
