/* listed.c: looks services up that a federation tells of, by their entityIDs, in process, where a request of theirs does: in a
   transaction of the writer, by one query. listed STATE SERVICES TIMES -> `lookup_us=… missing_us=…`, the mean time of the processor,
   of all of them in no order, and of such that are not there. Their entityIDs are https://spN.example/saml.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include "app.h"
#include "log.h"
#include "saml_q.h"
#include "service.h"
#include "str.h"

static void need(err e, const char *what, const char *why)
{
    if (e == OK)
        return;
    fprintf(stderr, "bench/listed: %s: %s\n", what, why != NULL ? why : err_text(e));
    exit(1);
}

#define AT_ONCE 50 /* in one transaction */

static double cpu_us(void)
{
    struct timespec ts;

    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &ts);
    return (double)ts.tv_sec * 1e6 + (double)ts.tv_nsec / 1e3;
}

struct looking {
    const char **entity;
    int64_t n, done, found;
    double us;
};

static enum wrote look_run(struct db *db, void *ctx)
{
    struct looking *k = ctx;
    double begin = cpu_us();

    for (int64_t i = 0; i < AT_ONCE; i++) {
        struct saml_listed *l = NULL;
        if (saml_q_listed(db, k->entity[k->done++ % k->n], db_now(db), &l) != OK)
            return WROTE_FAILED;
        k->found += l != NULL;
    }
    k->us += cpu_us() - begin;
    return WROTE_DONE;
}

/* Microseconds of one; of services from..from+n all are there, or none. */
static double look(struct app *app, int64_t from, int64_t n, int64_t times)
{
    struct arena *a = arena_new((size_t)1 << 20), *names = arena_new((size_t)64 << 20);
    struct looking k = {.entity = ARENA_ARRAY(names, (size_t)n, const char *), .n = n};

    for (int64_t i = 0; i < n; i++)
        k.entity[i] = arena_printf(names, "https://sp%lld.example/saml", (long long)(from + i * 7919 % n));
    while (k.done < times) {
        need(store_write_now(app->store, a, clock_now(), look_run, &k), "looking", NULL);
        arena_reset(a);
    }
    if (k.found != (from == 0 ? k.done : 0))
        need(ERR_NOT_FOUND, "services", NULL);
    arena_free(a);
    arena_free(names);
    return k.us / (double)k.done;
}

int main(int argc, char **argv)
{
    struct app_options o = {.services = services, .n_services = n_services, .own = true};
    int64_t n = 0, times = 0;
    struct app *app = NULL;
    const char *why = NULL;

    if (argc != 4 || str_int(argv[2], 1, 40000, &n) != OK || str_int(argv[3], 1, 100000000, &times) != OK) {
        fprintf(stderr, "usage: listed STATE SERVICES TIMES\n");
        return 2;
    }
    log_level_set(LOG_WARNING);
    o.state = argv[1];
    need(app_open(&o, &app, &why), argv[1], why);
    (void)look(app, 0, n, times / 10 + 1); /* it is in memory now */
    double there = look(app, 0, n, times);
    printf("lookup_us=%.2f missing_us=%.2f\n", there, look(app, 1000000, n, times));
    app_close(app);
    return 0;
}
