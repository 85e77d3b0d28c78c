/* limiter_test.c: how often somebody may ask, and how she is told.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include <stdio.h>
#include <string.h>
#include "app.h"
#include "check.h"
#include "db_fixture.h"
#include "file.h"
#include "limiter.h"
#include "log.h"
#include "service.h"
#include "str.h"

static void so_often_a_minute(void)
{
    struct arena *a = arena_new(1 << 20);
    struct limiter *l = limiter_new(a);
    const instant now = {MINUTES(100) + 500}, later = {MINUTES(101)};
    char address[32];

    for (int i = 0; i < 3; i++)
        CHECK(limiter_lets(l, "192.0.2.1", 3, now));
    CHECK(!limiter_lets(l, "192.0.2.1", 3, now));
    CHECK(limiter_lets(l, "192.0.2.2", 3, now));
    CHECK(limiter_lets(l, "192.0.2.1", 3, later));
    for (int i = 0; i < 20000; i++) {
        (void)snprintf(address, sizeof address, "2001:db8::%x", (unsigned)i);
        CHECK(limiter_lets(l, address, 3, later));
    }
    arena_free(a);
}

/* A household has a whole network of IPv6. */
static void of_one_network(void)
{
    static const struct {
        const char *address, *net;
    } cases[] = {
        {"192.0.2.1",            "192.0.2.1"          },
        {"2001:db8:1:2::1",      "2001:0db8:0001:0002"},
        {"2001:db8:1:2:ffff::9", "2001:0db8:0001:0002"},
        {"2001:db8:1:3::1",      "2001:0db8:0001:0003"},
        {"::ffff:192.0.2.1",     "::ffff:192.0.2.1"   },
        {"",                     ""                   },
    };
    struct arena *a = arena_new(1 << 16);

    for (size_t i = 0; i < COUNT(cases); i++)
        CHECK_STR(limiter_net(a, cases[i].address), cases[i].net);
    CHECK_INT(limiter_rest((instant){MINUTES(5)}), 60);
    CHECK_INT(limiter_rest((instant){MINUTES(5) + 30500}), 30);
    CHECK_INT(limiter_rest((instant){MINUTES(5) + 59999}), 1);
    arena_free(a);
}

/* --- On a page ---------------------------------------------------------------------------------- */

static err who(struct rq *rq)
{
    rq->me = (person_id){strstr(rq_header(rq, "Cookie"), "seven") ? 7 : 0};
    return OK;
}

static int asks(struct app *app, struct arena *a, const char *path, const char *cookie, const char *address)
{
    const struct web_ask ask = {
        .target = path,
        .headers = arena_printf(a, "Cookie: %s\nAccept-Language: nl\n", cookie),
        .address = address};
    struct web_answer got = {0};

    CHECK_OK(web_ask(app->web, a, &ask, &got));
    if (got.status == 429) {
        CHECK(strstr(got.headers, "Retry-After: 30") != NULL);
        CHECK(strstr(got.body.s, "seconden") != NULL);
    }
    return got.status;
}

static void on_pages(void)
{
    static const char text[] = "campus.search_person = 10\ncampus.search_address = 12\n";
    struct fixture_place place;
    struct arena *a = arena_new(16U << 20);
    struct app *app = NULL;
    const char *why = NULL;

    clock_freeze((instant){MINUTES(29000000) + 30000});
    fixture_place(0, &place);
    CHECK_OK(file_write(arena_printf(a, "%s/rapenburg.conf", place.state), text, sizeof text - 1, 0600));
    const struct app_options o = {.state = place.state};
    CHECK_OK(app_open(&o, &app, &why));
    campus_identify_by(app, who);
    log_level_set(LOG_ERROR);
    for (int i = 0; i < 10; i++)
        CHECK_INT(asks(app, a, i % 2 ? "/search/suggest?q=log" : "/search?q=l", "seven", "192.0.2.1"), 200);
    CHECK_INT(asks(app, a, "/search?q=logic", "seven", "192.0.2.1"), 429);
    CHECK_INT(asks(app, a, "/search?q=logic", "seven", "192.0.2.2"), 429); /* wherever she is */
    CHECK_INT(asks(app, a, "/design", "seven", "192.0.2.1"), 200);         /* all else is open */
    for (int i = 0; i < 12; i++)
        CHECK_INT(asks(app, a, "/search?q=logic", "", "192.0.2.1"), 200); /* her neighbours */
    CHECK_INT(asks(app, a, "/search?q=logic", "", "192.0.2.1"), 429);
    CHECK_INT(asks(app, a, "/search?q=logic", "", "192.0.2.2"), 200);
    clock_freeze((instant){MINUTES(29000001)});
    CHECK_INT(asks(app, a, "/search?q=logic", "seven", "192.0.2.1"), 200);
    CHECK_INT(asks(app, a, "/search?q=logic", "", "192.0.2.1"), 200);
    app_close(app);
    fixture_clear(&place);
    arena_free(a);
    clock_freeze((instant){0});
}

CHECKS(campus_limiter, TEST(so_often_a_minute), TEST(of_one_network), TEST(on_pages))
