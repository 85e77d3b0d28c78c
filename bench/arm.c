/* arm.c: every student of a rush hands her plan in for the opening, which comes in some seconds. It opens the
   campus as `rapenburg serve` does, before the server, and arms by studymap's own sentence.
   arm STATE DATABASE SECONDS -> `armed=… opens_ms=…` (milliseconds since 1970)
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include <stdio.h>
#include <stdlib.h>
#include "app.h"
#include "log.h"
#include "query.h"
#include "service.h"
#include "studymap_q.h"

extern const struct service *const services[];
extern const size_t n_services;

#define CHUNK 2000

static const struct db_col id_col[] = {{"id", DB_I64, false, 0}};
static const struct db_query plans_of = {
    .name = "arm_plans",
    .params = "",
    .cols = id_col,
    .n_cols = 1,
    .row = sizeof(int64_t),
    .sqlite = "SELECT id FROM studymap_plan ORDER BY id",
    .postgres = "SELECT id FROM studymap_plan ORDER BY id",
};
static const struct db_query opening_set = {
    .name = "arm_window",
    .params = "i",
    .writes = true,
    .sqlite = "UPDATE records_window SET opens = ?1 WHERE term IN (SELECT term FROM studymap_plan)",
    .postgres = "UPDATE records_window SET opens = $1 WHERE term IN (SELECT term FROM studymap_plan)",
};

struct arming {
    const int64_t *v;
    size_t from, n;
    instant opens;
};

static void need(err e, const char *what, const char *why)
{
    if (e == OK)
        return;
    fprintf(stderr, "arm: %s: %s %s\n", what, err_text(e), why ? why : "");
    exit(1);
}

static enum wrote arm_some(struct db *db, void *ctx)
{
    const struct arming *x = ctx;

    for (size_t i = x->from; i < x->n && i < x->from + CHUNK; i++)
        if (studymap_q_plan_arm(db, (plan_id){x->v[i]}, db_now(db)) != OK)
            return WROTE_FAILED;
    return WROTE_DONE;
}

static enum wrote move_opening(struct db *db, void *ctx)
{
    const struct arming *x = ctx;
    struct db_value at = db_v_int(x->opens.v);

    return db_nothing(db, &opening_set, &at) == OK ? WROTE_DONE : WROTE_FAILED;
}

int main(int argc, char **argv)
{
    struct arena *a = arena_new(256U << 20);
    struct arming x = {0};
    struct app *app = NULL;
    struct db *db = NULL;
    const char *why = NULL;
    void *rows = NULL;
    int64_t seconds = 0;

    if (argc != 4 || str_int(argv[3], 1, 3600, &seconds) != OK) {
        fprintf(stderr, "usage: arm STATE DATABASE SECONDS\n");
        return 2;
    }
    struct app_options o = {.state = argv[1],
                            .database = argv[2][0] ? argv[2] : NULL,
                            .services = services,
                            .n_services = n_services,
                            .own = true};
    log_level_set(LOG_WARNING);
    need(app_open(&o, &app, &why), argv[1], why);
    need(store_reader(app->store, a, clock_now(), &db), "reading", NULL);
    need(db_many(db, &plans_of, NULL, &rows, &x.n), "plans", NULL);
    store_release(db);
    x.v = rows;
    for (x.from = 0; x.from < x.n; x.from += CHUNK)
        need(store_write_now(app->store, a, clock_now(), arm_some, &x), "arming", NULL);
    x.opens = instant_add(clock_now(), SECONDS(seconds));
    need(store_write_now(app->store, a, clock_now(), move_opening, &x), "the window", NULL);
    printf("armed=%zu opens_ms=%lld\n", x.n, (long long)x.opens.v);
    app_close(app);
    arena_free(a);
    return 0;
}
