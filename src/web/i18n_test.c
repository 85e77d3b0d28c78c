/* i18n_test.c: choosing a language, finding a text, counting, and days in words.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include "i18n.h"
#include "catalogue.h"
#include "check.h"
#include <string.h>

static void chooses_a_language(void)
{
    static const struct {
        const char *header;
        enum lang want;
    } cases[] = {
        {"",                                      LANG_EN    },
        {"nl",                                    LANG_NL    },
        {"nl-BE",                                 LANG_NL    },
        {"NL",                                    LANG_NL    },
        {"nlx",                                   LANG_EN    },
        {"en-GB,en;q=0.9,nl;q=0.8",               LANG_EN    },
        {"nl;q=0.8, en;q=0.7",                    LANG_NL    },
        {"en;q=0.5 , nl ;q=0.501",                LANG_NL    },
        {"fr, nl;q=0.1",                          LANG_NL    },
        {"fr, *;q=0.5",                           LANG_EN    },
        {"en;q=0, *",                             LANG_NL    },
        {"nl;q=0",                                LANG_EN    },
        {"nl;q=1.5, en;q=0.2",                    LANG_EN    },
        {"nl;q=abc, en;q=0.2",                    LANG_EN    },
        {"nl,en",                                 LANG_NL    },
        {"en,nl",                                 LANG_EN    },
        {",,;;q=,nl;",                            LANG_EN    },
        {"x-pseudo",                              LANG_PSEUDO},
        {"x-pseudo-a, nl;q=0.3",                  LANG_NL    },
    };

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        check_case(cases[i].header);
        CHECK_INT(lang_accept(cases[i].header), cases[i].want);
    }
    CHECK_INT(lang_accept(NULL), LANG_EN);
    CHECK_INT(lang_of("nl", LANG_EN), LANG_NL);
    CHECK_INT(lang_of("de", LANG_NL), LANG_NL);
    CHECK_STR(lang_code(LANG_NL), "nl");
}

/* Every row of every catalogue is found again, and the pseudo language leaves no text as it is. */
static void finds_every_text(void)
{
    struct arena *a = arena_new(1 << 20);
    size_t n = 0;

    for (enum lang l = LANG_NL; l < LANG_COUNT; l++) {
        for (size_t i = 0; i < catalogues[l].n_slots; i++) {
            if (catalogues[l].slots[i] == 0)
                continue;
            const struct catalogue_row *r = &catalogues[l].rows[catalogues[l].slots[i] - 1];
            n++;
            CHECK_STR(tr(l, r->english), r->one);
            if (r->many)
                CHECK(strstr(tr_n(a, l, r->english, r->english, 5), "%d") == NULL);
            if (l == LANG_PSEUDO)
                CHECK(strcmp(r->one, r->english) != 0);
        }
    }
    CHECK(n > 0);
    arena_free(a);
}

static void counts(void)
{
    struct arena *a = arena_new(65536);

    CHECK_STR(tr_n(a, LANG_EN, "%d rare seat", "%d rare seats", 1), "1 rare seat");
    CHECK_STR(tr_n(a, LANG_EN, "%d rare seat", "%d rare seats", 0), "0 rare seats");
    CHECK_STR(tr_n(a, LANG_NL, "%d rare seat", "%d rare seats", 2), "2 rare seats");
    CHECK_STR(tr_n(a, LANG_EN, "one rare seat", "rare seats", 2), "rare seats");
    CHECK_STR(msg_in(a, LANG_EN, n_("%d rare seat", "%d rare seats", 12)), "12 rare seats");
    CHECK_STR(msg_in(a, LANG_NL, msg_none()), "");
    CHECK_STR(tr_f(a, LANG_NL, "%s of rare %d", "x", 3), "x of rare 3");
    arena_free(a);
}

static void says_days(void)
{
    struct arena *a = arena_new(65536);

    CHECK_OK(clock_zone_set("Europe/Amsterdam"));
    day d = day_make(2026, 11, 24);
    CHECK_STR(day_words(a, LANG_EN, d), "Tue 24 Nov 2026");
    CHECK_STR(day_words(a, LANG_NL, d), "di 24 nov 2026");
    CHECK_STR(day_words(a, LANG_NL, day_make(2027, 3, 1)), "ma 1 mrt 2027");
    CHECK_STR(instant_words(a, LANG_EN, instant_of(d, (minute){780})), "Tue 24 Nov 2026, 13:00");
    CHECK_STR(instant_words(a, LANG_NL, instant_of(day_make(2026, 7, 5), (minute){1})),
              "zo 5 jul 2026, 00:01");
    CHECK_STR(day_words(a, LANG_EN, (day){0}), "");
    CHECK_STR(weekday_words(LANG_NL, 7), "zondag");
    CHECK_STR(weekday_words(LANG_NL, 8), "");
    CHECK_STR(month_words(LANG_EN, 5), "May");
    CHECK_STR(month_words(LANG_EN, 0), "");
    CHECK_STR(number_words(a, LANG_EN, 254417), "254,417");
    CHECK_STR(number_words(a, LANG_NL, 1254417), "1.254.417");
    CHECK_STR(number_words(a, LANG_NL, -999), "-999");
    CHECK_STR(number_words(a, LANG_EN, -1000), "-1,000");
    CHECK_STR(number_words(a, LANG_EN, 0), "0");
    arena_free(a);
}

CHECKS(web_i18n, TEST(chooses_a_language), TEST(finds_every_text), TEST(counts), TEST(says_days))
