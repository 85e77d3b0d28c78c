/* replay.c: plays the enrolment rush of UC San Diego, spring 2022 (data/ucsd-sp22-rush, MIT, by the UCSD
   Historical Enrollment Data project) through studymap's own decisions, twice on each database: once so
   that everybody fits everywhere, where the counts must be those of the series at every instant; once
   with clashes, loads, moved lectures and wishes. The data are in the folder RAPENBURG_DATA; without
   it the tests are skipped, and counted. PostgreSQL as in the unit tests, by RAPENBURG_TEST_PG.
   replay [SEED] [all]
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include "replay.h"
#include "db_fixture.h"
#include "log.h"
#include "service.h"
#include "studymap.h"
#include <stdio.h>
#include <stdlib.h>

extern const struct service *const services[];
extern const size_t n_services;

/* On PostgreSQL, where a decision takes ten times as long: so many changes, unless "all". */
#define CROWDED 3000

static void say_sum(const struct play *p, double seconds)
{
    const struct tally *t = &p->sum;

    printf(
        "  %lld rounds, %lld instants, %lld decisions in %.1f s: %lld plans with %lld choices,"
        " %lld leavings, %lld swaps\n  %lld moved up, %lld passed over because they did not "
        "fit, %lld"
        " exchanges, %lld lectures moved\n  seats raised %lld times, cut %lld times, %lld cuts"
        " refused\n",
        (long long)t->rounds, (long long)t->instants, (long long)p->step, seconds,
        (long long)t->submits, (long long)t->choices, (long long)t->leaves, (long long)t->swaps,
        (long long)t->moved, (long long)t->skipped, (long long)t->exchanges,
        (long long)t->met_again, (long long)t->raised, (long long)t->cut,
        (long long)t->cut_refused);
    if (p->exact)
        printf("  as in 2022 at %lld instants; at %lld there were free seats beside people who "
               "waited,"
               " who have them here; at %lld a cut was refused that would have cost a place\n",
               (long long)t->equal, (long long)t->idle, (long long)t->held_back);
}

static void faults_of_service(struct play *p, struct arena *a)
{
    struct buf out = buf_new(1 << 16);
    struct db *db = NULL;

    if (store_reader(p->app->store, a, p->now, &db) != OK ||
        studymap_service.check(db, &out) != OK || out.n > 0)
        fault(p, "the campus's own check: %s", out.s ? out.s : "does not run");
    store_release(db);
    buf_free(&out);
}

/* True: nothing was wrong. */
static bool one(const struct series *s, int which, bool exact, uint64_t seed)
{
    struct arena *a = arena_new((size_t)2 << 30);
    struct fixture_place place;
    struct play *p = ARENA_NEW(a, struct play);
    const char *why = NULL;

    *p = (struct play){
        .arena = a,
        .series = s,
        .exact = exact,
        .chance = seed,
        .settings = {.credits_most = exact ? 200 : 20,
                     .credits_heavy = 200,
                     .wait_lists = true,
                     .clashes_allowed = false},
    };
    printf("%s, %s\n", which ? "PostgreSQL" : "SQLite",
           exact ? "everybody fits" : "with clashes and loads");
    fflush(stdout);
    fixture_place(which, &place);
    struct app_options o = {.state = place.state,
                            .database = *place.url ? place.url : NULL,
                            .services = services,
                            .n_services = n_services};
    clock_freeze((instant){SECONDS(s->v[0].at)});
    int64_t begin = clock_us();
    if (app_open(&o, &p->app, &why) != OK || play_prepare(p) != OK) {
        fault(p, "the campus does not open: %s", why ? why : "");
    } else {
        play_all(p);
        faults_of_service(p, a);
    }
    say_sum(p, (double)(clock_us() - begin) / 1e6);
    app_close(p->app);
    fixture_clear(&place);
    arena_free(a);
    return p->faults == 0;
}

static int skip(int n)
{
    printf("RAPENBURG_DATA is not set\n0 passed, 0 failed, %d skipped\n", n);
    return 0;
}

int main(int argc, char **argv)
{
    static struct series all, crowded;
    const char *folder = getenv("RAPENBURG_DATA");
    bool whole = argc > 1 && str_eq(argv[argc - 1], "all");
    int n = 2 * fixture_databases(), good = 0;
    int64_t seed = 2022;

    if (argc - whole > 2 ||
        (argc - whole == 2 && str_int(argv[1], 1, INT64_MAX, &seed) != OK)) {
        fprintf(stderr, "usage: replay [SEED] [all]\n");
        return 2;
    }
    if (!folder || !*folder)
        return skip(n);
    struct arena *a = arena_new(256U << 20);
    log_level_set(LOG_ERROR);
    if (series_read(a, folder, &all) != OK) {
        printf("no data in %s\n0 passed, 1 failed, 0 skipped\n", folder);
        return 1;
    }
    series_crowded(a, &all, CROWDED, &crowded);
    printf(
        "seed %lld: %d sections, %zu changes; on PostgreSQL the %d most crowded, %zu changes\n",
        (long long)seed, all.n_sections, all.n, whole ? all.n_sections : crowded.n_sections,
        whole ? all.n : crowded.n);
    for (int i = 0; i < n; i++)
        good += one(i < 2 || whole ? &all : &crowded, i / 2, i % 2 == 0, (uint64_t)seed);
    arena_free(a);
    printf("%d passed, %d failed, 0 skipped\n", good, n - good);
    return good == n ? 0 : 1;
}
