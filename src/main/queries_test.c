/* queries_test.c: every query of every room is understood by both databases, with the kinds of columns
   that its signature promises.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include "app.h"
#include "check.h"
#include "db_fixture.h"
#include "query.h"
#include "service.h"

static void prepare_all(int which)
{
    struct arena *a = arena_new(16 << 20);
    struct fixture_place p;
    struct app *app = NULL;
    const char *why = "";
    size_t all = 0;

    fixture_place(which, &p);
    CHECK_OK(app_open(&(struct app_options){.state = p.state, .database = p.url, .services = services,
                                            .n_services = n_services},
                      &app, &why));
    CHECK_STR(why, "");
    for (const struct query_table *t = query_tables; app && t->room; t++) {
        check_case(t->room);
        all += *t->n;
        for (size_t i = 0; i < *t->n; i++) {
            why = "";
            CHECK_OK(store_prepare(app->store, &t->v[i], 1, a, &why));
            CHECK_STR(why, "");
        }
    }
    check_case(NULL);
    CHECK(all > 100);
    app_close(app);
    fixture_clear(&p);
    arena_free(a);
}

static void every_query_on_sqlite(void)
{
    prepare_all(0);
}

static void every_query_on_postgres(void)
{
    if (fixture_databases() > 1)
        prepare_all(1);
}

CHECKS(main_queries, TEST(every_query_on_sqlite), TEST(every_query_on_postgres))
