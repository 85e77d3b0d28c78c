/* type.c: types into the index of a campus, in process: every key is a search, with slips that are taken back.
   type STATE PEOPLE KEYS SEED OUT: makes so many people by identity's own import where they are missing,
   waits for the shelves, types so many keys at the catalogue and at people, and writes what was typed
   (source, a tab, the text) into OUT, for those who compare. Prints times on the clock and of the processor.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include <math.h>
#include "app.h"
#include "arena.h"
#include "identity.h"
#include "log.h"
#include "rand.h"
#include "search.h"
#include "service.h"
#include "str.h"

#define CHUNK 500

static const char *const firsts[] = {"Noor",  "Bram",  "Aylin", "Daan",   "Esmée", "Youssef", "Sanne", "Lars",
                                     "Fatima", "Joris", "Iris",  "Mehmet", "Lotte", "Thijs",   "Zoë",   "Ruben",
                                     "Chloé", "Sven",  "Amira", "Pieter", "Jasmijn", "Wout",   "Eva",   "Koen"};
static const char *const betweens[] = {"", "", "", "", "van ", "de ", "van der ", "van den ", "ter ", "el "};
static const char *const heads[] = {"Jan", "Pie", "Hen", "Wil", "Ver", "Mul", "Bak", "Smi", "Kui", "Dek", "Bro",
                                    "Vis", "Mei", "Boe", "Haa", "Schi", "Post", "Lan", "Kos", "Zwa", "Yil", "Ber"};
static const char *const middles[] = {"se", "te", "ve", "ma", "der", "ke", "ste", "li", "ren", "no", "gen", "la"};
static const char *const tails[] = {"n", "r", "rs", "ns", "man", "stra", "ma", "veld", "berg", "dijk", "hof", "huis"};

static void need(err e, const char *what, const char *why)
{
    if (e == OK)
        return;
    fprintf(stderr, "bench/type: %s: %s\n", what, why != NULL ? why : err_text(e));
    exit(1);
}

#define PICK(table) ((table)[rand_below(sizeof(table) / sizeof((table)[0]))])

/* --- People ------------------------------------------------------------------------------------- */

struct chunk {
    size_t from, to;
};

static enum wrote people_run(struct db *db, void *ctx)
{
    const struct chunk *c = ctx;
    struct arena *a = db_arena(db);

    for (size_t i = c->from; i < c->to; i++) {
        enum identity_change change;
        person_id id;
        struct identity_row row = {.login = arena_printf(a, "s%07zu", 3000000 + i * 7 % 6999997)};

        row.name = arena_printf(a, "%s %s%s%s%s", PICK(firsts), PICK(betweens), PICK(heads), PICK(middles), PICK(tails));
        row.role = "student";
        if (identity_import(db, &row, &id, &change) != OK)
            return WROTE_FAILED;
    }
    return WROTE_DONE;
}

static void make_people(struct app *app, size_t people)
{
    struct arena *a = arena_new(256U << 20);

    for (struct chunk c = {0, 0}; c.from < people; c.from = c.to) {
        c.to = c.from + CHUNK < people ? c.from + CHUNK : people;
        arena_reset(a);
        need(store_write_now(app->store, a, clock_now(), people_run, &c), "people", NULL);
    }
    arena_free(a);
}

/* --- Typing ------------------------------------------------------------------------------------- */

struct typing {
    struct app *app;
    FILE *out;
    double *wall, *cpu; /* milliseconds */
    size_t n, most, empty, similar;
};

static double ms_of(clockid_t clock)
{
    struct timespec ts;

    clock_gettime(clock, &ts);
    return (double)ts.tv_sec * 1e3 + (double)ts.tv_nsec / 1e6;
}

/* One key: what stands in the field now is searched, in a snapshot of its own, as a request does. */
static void key(struct typing *t, const char *source, const char *text)
{
    struct arena *a = arena_new(64U << 20);
    double wall = ms_of(CLOCK_MONOTONIC), cpu = ms_of(CLOCK_THREAD_CPUTIME_ID);
    struct search_hits hits = {0};
    struct db *db = NULL;

    if (t->n == t->most)
        return;
    need(store_reader(t->app->store, a, clock_now(), &db), "reading", NULL);
    need(search_find(db, source, text, SEARCH_SHOWN, &hits), source, NULL);
    store_release(db);
    t->wall[t->n] = ms_of(CLOCK_MONOTONIC) - wall;
    t->cpu[t->n++] = ms_of(CLOCK_THREAD_CPUTIME_ID) - cpu;
    t->empty += hits.n == 0;
    t->similar += hits.similar;
    fprintf(t->out, "%s\t%s\n", source, text);
    arena_free(a);
}

/* Types the beginning of a text; in every third a wrong letter, which half take back at the next key. */
static void type(struct typing *t, const char *source, const char *text)
{
    char typed[64] = "";
    size_t n = 0, whole = strnlen(text, 14), slip = rand_below(3) == 0 ? 2 + rand_below(8) : 99;

    for (size_t i = 0; i < whole; i++) {
        if (i == slip && text[i] != ' ' && str_utf8_ok(typed, n)) {
            typed[n] = (char)('a' + (char)rand_below(26));
            typed[n + 1] = '\0';
            key(t, source, typed);
            if (rand_below(2) == 0)
                key(t, source, (typed[n] = '\0', typed));
            else
                n++;
        }
        typed[n++] = text[i];
        typed[n] = '\0';
        if (str_utf8_ok(typed, n)) /* half a letter is no key */
            key(t, source, typed);
    }
}

static int by_size(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;

    return (x > y) - (x < y);
}

static double at(double *v, size_t n, double part)
{
    qsort(v, n, sizeof *v, by_size);
    return v[(size_t)(part * (double)(n - 1))];
}

static const char *const looked_for[] = {
    "CSE 8A", "cse8a", "math 20", "Data Structures", "data struct", "Introduction to", "calculus", "organic chem",
    "linear algebra", "history of art", "philosophy", "machine learning", "statistics", "genetics", "econometrics",
    "ethics", "programming", "climate", "music theory", "anthropology", "physics", "neuro", "latin america"};

static void type_all(struct typing *t, const char *source, size_t keys)
{
    t->n = t->empty = t->similar = 0;
    t->most = keys;
    while (t->n < keys) {
        const char *text = PICK(looked_for);
        char name[96] = "";

        if (str_eq(source, "person")) {
            if (rand_below(4) == 0)
                snprintf(name, sizeof name, "s%07zu", (size_t)(3000000 + rand_below(6000000)));
            else
                snprintf(name, sizeof name, "%s %s%s%s%s", rand_below(2) ? PICK(firsts) : "", PICK(betweens),
                         PICK(heads), PICK(middles), PICK(tails));
            text = name[0] == ' ' ? name + 1 : name;
        }
        type(t, source, text);
    }
    printf("%s keys=%zu p50_ms=%.3f p99_ms=%.3f max_ms=%.3f cpu_p99_ms=%.3f nothing=%zu near=%zu\n", source, t->n,
           at(t->wall, t->n, .5), at(t->wall, t->n, .99), at(t->wall, t->n, 1), at(t->cpu, t->n, .99), t->empty,
           t->similar);
}

int main(int argc, char **argv)
{
    struct app_options o = {.services = services, .n_services = n_services, .own = true};
    int64_t people = 0, keys = 0, seed = 0;
    struct typing t = {0};
    const char *why = NULL;

    if (argc != 6 || str_int(argv[2], 0, 190000, &people) != OK || str_int(argv[3], 1, 10000000, &keys) != OK ||
        str_int(argv[4], 1, INT64_MAX, &seed) != OK) {
        fprintf(stderr, "usage: type STATE PEOPLE KEYS SEED OUT\n");
        return 2;
    }
    log_level_set(LOG_WARNING);
    o.state = argv[1];
    need(app_open(&o, &t.app, &why), argv[1], why);
    rand_seed((uint64_t)seed);
    make_people(t.app, (size_t)people);
    t.out = fopen(argv[5], "w");
    t.wall = calloc((size_t)keys, sizeof *t.wall);
    t.cpu = calloc((size_t)keys, sizeof *t.cpu);
    if (t.out == NULL || t.wall == NULL || t.cpu == NULL)
        need(ERR_IO, argv[5], NULL);
    double begin = ms_of(CLOCK_MONOTONIC);
    (void)app_work_once(t.app, clock_now()); /* the shelves are made */
    struct search_size size = search_size(t.app);
    printf("shelves docs=%zu bytes=%zu made_ms=%.0f\n", size.docs, size.bytes, ms_of(CLOCK_MONOTONIC) - begin);
    type_all(&t, "course", (size_t)keys);
    type_all(&t, "person", (size_t)keys);
    fclose(t.out);
    free(t.wall);
    free(t.cpu);
    app_close(t.app);
    return 0;
}
