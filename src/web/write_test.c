/* write_test.c: WRITE requests through a real store: refusals, pages after, sentences,
   preparation. SPDX-License-Identifier: AGPL-3.0-or-later */
#include "check.h"
#include "site_test.h"
#include "str.h"

#define FORM  "Cookie: t-session=1\nContent-Type: application/x-www-form-urlencoded\n"
#define TOKEN "&token=0123456789abcdefghijkl"

static void writes(void)
{
    static const struct {
        const char *target, *form;
        int status;
        const char *body; /* NULL: any */
    } cases[] = {
        {"/save",     "name=Noor" TOKEN,   303, NULL                  },
        {"/save",     "name=Noor",         403, NULL                  },
        {"/save",     "name=" TOKEN,       422, "!3"                  },
        {"/save",     "name=refuse" TOKEN, 409, "error: Refused."     },
        {"/prepared", "name=Noor" TOKEN,   303, NULL                  },
        {"/prepared", "name=no" TOKEN,     409, "error: Not this one."},
        {"/prepared", "name=" TOKEN,       422, "!3"                  },
    };
    struct site s = site_open(NULL, true);

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct web_answer a = site_ask(&s, POST, cases[i].target, FORM, cases[i].form);
        CHECK_INT(a.status, cases[i].status);
        if (cases[i].body)
            CHECK_STR(a.body.s, cases[i].body);
    }
    site_close(&s);
}

/* The cookie pair of the answer's Set-Cookie, as a request header. */
static const char *cookie_back(struct site *s, const struct web_answer *a)
{
    const char *set = site_header(s, a, "Set-Cookie");

    if (!set)
        return "";
    return arena_printf(s->arena, "Cookie: %.*s\n", (int)strcspn(set, ";"), set);
}

static void shows_a_sentence_once(void)
{
    struct site s = site_open(NULL, true);
    struct web_answer a = site_ask(&s, POST, "/save", FORM, "name=Noor" TOKEN);
    const char *cookie = cookie_back(&s, &a);

    CHECK_STR(site_header(&s, &a, "Location"), "/items/Noor");
    CHECK(str_starts(cookie, "Cookie: t-flash="));
    a = site_ask(&s, GET, "/sentences", cookie, NULL);
    CHECK_STR(a.body.s, "0Saved.");
    CHECK(strstr(site_header(&s, &a, "Set-Cookie"), "t-flash=; Path=/; Max-Age=0") != NULL);
    char *forged = arena_dup(s.arena, cookie);
    forged[strlen("Cookie: t-flash=") + 3] ^= 1;
    a = site_ask(&s, GET, "/sentences", forged, NULL);
    CHECK_STR(a.body.s, "");
    site_close(&s);
}

CHECKS(web_write, TEST(writes), TEST(shows_a_sentence_once))
