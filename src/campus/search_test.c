/* search_test.c: what is found for what is typed, and in which order; slips; the bound; changes in place, on
   each database; many readers beside one who changes. SPDX-License-Identifier: AGPL-3.0-or-later */
#include "search.h"
#include <pthread.h>
#include "app.h"
#include "campus_q.h"
#include "check.h"
#include "db_fixture.h"
#include "log.h"
#include "service.h"
#include "str.h"

/* --- Ranking ------------------------------------------------------------------------------------ */

static const struct search_doc courses[] = {
    {1, "CSE 8A", "Introduction to Programming", NULL, "Engineering Techniek", NULL, NULL, NULL},
    {2, "CSE 8B", "Programming, continued", NULL, "Engineering Techniek", NULL, NULL, NULL},
    {3, "CSE 12", "Data Structures", NULL, "Engineering Techniek", NULL, NULL, NULL},
    {4, "CSE 120", "Principles of Computer Operating Systems", NULL, "Engineering Techniek", NULL, NULL, NULL},
    {5, "MATH 10A", "Calculus", NULL, "Science Natuurwetenschappen", NULL, NULL, NULL},
    {6, "MATH 20A", "Calculus for Science and Engineering", NULL, "Science", NULL, NULL, NULL},
    {7, "ECON 5", "Data Analytics for the Social Sciences", NULL, "Science", NULL, NULL, NULL},
    {8, "LTNL 1", "Café, één, Ærø: Dutch Literature", NULL, "Letteren", NULL, NULL, NULL},
    {9, "B-GES", "History", "Geschiedenis", "bachelor", NULL, NULL, NULL},
    {10, "GR 1", "Σίσυφος", NULL, NULL, NULL, NULL, NULL},
    {11, "MUS 1", "Structures of Data Art", NULL, NULL, NULL, NULL, NULL},
};

/* The codes of the best, "*" in front when only near ones were found. */
static const char *found(struct arena *a, const struct search_part *p, const char *typed, size_t most)
{
    struct search_query q = search_query_of(a, typed);
    struct search_matches m = search_part_match(p, a, &q, false);
    const char *text = "";

    if (m.n == 0) {
        m = search_part_match(p, a, &q, true);
        text = m.n > 0 ? "*" : "";
    }
    for (size_t k = 0; k < most && k < m.n; k++) {
        size_t best = 0;

        for (size_t i = 1; i < m.n; i++)
            if (m.v[i].score > m.v[best].score)
                best = i;
        text = arena_printf(a, "%s%s%s", text, k > 0 ? ", " : "", search_part_doc(p, m.v[best].doc)->code);
        m.v[best].score = 0;
    }
    return text;
}

static void ranks(void)
{
    static const struct {
        const char *name, *typed, *want;
        size_t most;
    } cases[] = {
        {"the code itself, though others begin with it", "cse 12", "CSE 12, CSE 120", 9},
        {"a code without its blank", "CSE8A", "CSE 8A", 9},
        {"a code in small letters with too many blanks", "  cse   8a ", "CSE 8A", 9},
        {"a code with its blank elsewhere", "cs e8a", "CSE 8A", 9},
        {"a code with other signs", "cse-8a", "CSE 8A", 9},
        {"the beginning of a code: in the order of the list", "cse8", "CSE 8A, CSE 8B", 9},
        {"a code with its dash", "b-ges", "B-GES", 9},
        {"half a word", "prog", "CSE 8B, CSE 8A", 9},
        {"all of a title before more than it", "calculus", "MATH 10A, MATH 20A", 9},
        {"words in order before the same in another", "data struct", "CSE 12, MUS 1", 9},
        {"all of a title, in any order, before a part of one", "structures data", "CSE 12, MUS 1", 9},
        {"a word inside another", "gramming", "CSE 8B, CSE 8A", 9},
        {"the title before the faculty", "engineering", "MATH 20A, CSE 8A", 2},
        {"a faculty in Dutch with a word of the title", "techniek data", "CSE 12", 9},
        {"accents typed or not", "cafe een", "LTNL 1", 9},
        {"and the other way", "cáfé", "LTNL 1", 9},
        {"ligatures", "aero", "LTNL 1", 9},
        {"a title in Dutch", "geschiedenis", "B-GES", 9},
        {"Greek, either sigma", "ΣΊΣΥΦΟΣ", "GR 1", 9},
        {"a letter too many", "calcullus", "*MATH 10A, MATH 20A", 9},
        {"a letter missing", "calclus", "*MATH 10A, MATH 20A", 9},
        {"a wrong letter", "calkulus", "*MATH 10A, MATH 20A", 9},
        {"two letters turned", "claculus", "*MATH 10A, MATH 20A", 9},
        {"a slip while one types", "progrmm", "*CSE 8B, CSE 8A", 9},
        {"a slip in a short word", "dtaa", "*CSE 12, ECON 5, MUS 1", 9},
        {"two slips in a long word", "strcutres", "*MUS 1, CSE 12", 9},
        {"one word right, one with a slip", "data strutcures", "*CSE 12, MUS 1", 9},
        {"no slips in digits", "cse 13", "", 9},
        {"no slips in three letters", "cze", "", 9},
        {"all words must be there", "calculus dutch", "", 9},
        {"nothing typed", "", "", 9},
        {"only signs", "%_ -- '\"", "", 9},
    };
    struct arena *a = arena_new(64U << 20);
    size_t left = 0;
    const struct search_part *p = search_part_make(a, courses, COUNT(courses), true, &left);

    CHECK_INT(left, 0);
    for (size_t i = 0; i < COUNT(cases); i++) {
        check_case(cases[i].name);
        CHECK_STR(found(a, p, cases[i].typed, cases[i].most), cases[i].want);
    }
    check_case(NULL);
    arena_free(a);
}

static void slips(void)
{
    static const struct {
        const char *word, *to;
        int most, whole, prefix;
    } cases[] = {
        {"data", "data", 1, 0, 0},     {"dat", "data", 1, 1, 0},      {"daat", "data", 1, 1, 1},
        {"dta", "data", 1, 1, 1},      {"daxta", "data", 1, 1, 1},    {"progrmm", "programming", 1, 2, 1},
        {"structrue", "structure", 2, 1, 1}, {"zzzz", "data", 1, 2, 2},
        {"d", "", 1, 1, 1},
    };

    for (size_t i = 0; i < COUNT(cases); i++) {
        struct search_word w;
        struct search_slip s;

        check_case(cases[i].word);
        search_join(cases[i].word, &w);
        s = search_slip(&w, cases[i].to, cases[i].most);
        CHECK_INT(s.whole, cases[i].whole);
        CHECK_INT(s.prefix, cases[i].prefix);
    }
    check_case(NULL);
}

static void words(void)
{
    struct arena *a = arena_new(1U << 20);
    struct search_query q = search_query_of(a, "Één cafe-bar, a b c d e f g");

    CHECK_INT(q.n, SEARCH_WORDS);
    CHECK_STR(q.v[0].s, "een");
    CHECK_STR(q.v[1].s, "cafe");
    CHECK_STR(q.v[7].s, "e");
    CHECK_STR(q.joined.s, "eencafebarabcdefg");
    q = search_query_of(a, "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaσσ"); /* 31 letters; then each has two bytes */
    CHECK_INT(q.v[0].n, 31);
    arena_free(a);
}

/* Words beyond the bound are left out, and told. */
static void bound(void)
{
    struct arena *a = arena_new(512U << 20);
    struct search_doc *v = ARENA_ARRAY(a, SEARCH_DOCS + 3, struct search_doc);
    const struct search_part *p;
    size_t left = 0;

    for (size_t i = 0; i < SEARCH_DOCS + 3; i++)
        v[i] = (struct search_doc){.id = (int64_t)i, .title = "Same"};
    p = search_part_make(a, v, SEARCH_DOCS + 3, false, &left);
    CHECK_INT(search_part_docs(p), SEARCH_DOCS);
    CHECK_INT(left, 3);
    CHECK(search_part_doc(p, 0) == NULL);
    arena_free(a);
}

/* --- The shelves -------------------------------------------------------------------------------- */

/* Things that are found are rows of campus_lease here, a table that tests may write: the holder is the id,
   and one that was dropped is gone. */
static int walks; /* of everything; atomic */

static err walk(struct db *db, int64_t one, struct search_walk *w)
{
    struct campus_lease_row_list rows;

    __atomic_fetch_add(&walks, one == 0, __ATOMIC_RELAXED);
    TRY(campus_q_leases(db, &rows));
    for (size_t i = 0; i < rows.n; i++) {
        int64_t id = 0;

        if (str_int(rows.v[i].holder, 1, 1 << 20, &id) == OK && rows.v[i].until.v > 1 && (one == 0 || one == id))
            (void)search_put(w, &(struct search_doc){.id = id, .title = rows.v[i].name, .path = "/"});
    }
    return OK;
}

static const struct search_source sources[] = {
    {.name = "thing", .subject = "things", .title = _("Things"), .may = MAY_ANYONE, .walk = walk},
};
static const struct service things = {.name = "things", .search = sources, .n_search = COUNT(sources)};
static const struct service *const all[] = {&things};
static const instant T0 = {1795644000000};

struct place {
    struct fixture_place place;
    struct app *app, *other; /* two processes on one database */
    struct arena *arena;
};

static struct app *open_at(const struct fixture_place *p)
{
    struct app_options o = {.state = p->state, .database = p->url, .services = all, .n_services = 1};
    struct app *app = NULL;
    const char *why = NULL;

    if (app_open(&o, &app, &why) != OK)
        check_fail(__FILE__, __LINE__, "app_open: %s", why);
    log_level_set(LOG_ERROR);
    return app;
}

static void each(void (*test)(struct place *p))
{
    for (int i = 0; i < fixture_databases(); i++) {
        struct place p = {.arena = arena_new(64U << 20)};

        check_case(i == 0 ? "SQLite" : "PostgreSQL");
        walks = 0;
        fixture_place(i, &p.place);
        p.app = open_at(&p.place);
        p.other = open_at(&p.place);
        test(&p);
        app_close(p.other);
        app_close(p.app);
        fixture_clear(&p.place);
        arena_free(p.arena);
    }
    check_case(NULL);
}

struct change {
    const char *name, *id;
    int64_t about;
    int from, to; /* numbered things */
    bool fail;
};

static err change(struct db *db, const struct change *c)
{
    bool found = false;
    int64_t fence = 0, about = 0;

    if (c->name == NULL)
        TRY(campus_q_drop_leases(db, c->id));
    else
        TRY(campus_q_take_lease(db, c->name, c->id, db_now(db), instant_add(db_now(db), HOURS(1)), &fence, &found));
    (void)str_int(c->id, 1, INT64_MAX, &about);
    return search_changed(db, "things", c->about != 0 ? c->about : about);
}

static enum wrote change_run(struct db *db, void *ctx)
{
    const struct change *c = ctx;

    for (int i = c->from; i < c->to; i++) {
        struct change one = {.name = arena_printf(db_arena(db), "pear %d", i),
                             .id = arena_printf(db_arena(db), "%d", i)};

        if (change(db, &one) != OK)
            return WROTE_FAILED;
    }
    if (c->to == 0 && change(db, c) != OK)
        return WROTE_FAILED;
    return c->fail ? WROTE_FAILED : WROTE_DONE;
}

static void write_to(struct app *app, struct change c)
{
    struct arena *a = arena_new(16U << 20);

    CHECK_OK(store_write_now(app->store, a, T0, change_run, &c));
    arena_free(a);
}

static size_t count(struct app *app, const char *typed)
{
    struct arena *a = arena_new(64U << 20);
    struct search_hits hits = {0};
    struct db *db = NULL;

    CHECK_OK(store_reader(app->store, a, T0, &db));
    CHECK_OK(search_find(db, "thing", typed, 5, &hits));
    store_release(db);
    for (size_t i = 1; i < hits.n; i++)
        CHECK(hits.v[i - 1].score >= hits.v[i].score);
    CHECK(hits.n == (hits.all < 5 ? hits.all : 5));
    arena_free(a);
    return hits.all;
}

/* What is committed is found by who looks next, in any process; what was rolled back is not. */
static void at_once(struct place *p)
{
    CHECK_INT(count(p->app, "apple"), 0);
    write_to(p->app, (struct change){.name = "Apple pie", .id = "7"});
    CHECK_INT(count(p->app, "apple"), 1);
    CHECK_INT(count(p->other, "apple"), 1);
    write_to(p->other, (struct change){.name = "Apple juice", .id = "8"});
    CHECK_INT(count(p->app, "appel"), 2);
    write_to(p->app, (struct change){.name = "Apple cider", .id = "9", .fail = true});
    CHECK_INT(count(p->app, "apple"), 2);
    write_to(p->app, (struct change){.id = "7"});
    CHECK_INT(count(p->app, "pie"), 0);
    CHECK_INT(count(p->other, "pie"), 0);
    CHECK_INT(count(p->other, "apple"), 1);
    CHECK_INT(walks, 2); /* one by one, after the first of each process */
    CHECK(search_size(p->app).docs <= 2);
}

static enum wrote sweep_run(struct db *db, void *ctx)
{
    int64_t swept = 0;

    (void)ctx;
    return campus_q_search_sweep(db, 1, &swept) == OK ? WROTE_DONE : WROTE_FAILED;
}

/* Many changes at once, all of them, or numbers that were swept: everything is read anew. */
static void anew(struct place *p)
{
    CHECK_INT(count(p->app, "pear"), 0);
    write_to(p->app, (struct change){.from = 100, .to = 500});
    CHECK_INT(count(p->app, "pear"), 400);
    CHECK_INT(walks, 2);
    write_to(p->app, (struct change){.from = 500, .to = 600});
    write_to(p->app, (struct change){.from = 600, .to = 700});
    CHECK_INT(count(p->app, "pear"), 600);
    CHECK_INT(walks, 2); /* 200 stand in the small part */
    write_to(p->app, (struct change){.from = 700, .to = 800});
    CHECK_INT(count(p->app, "pear"), 700);
    CHECK_INT(walks, 3);
    write_to(p->app, (struct change){.name = "Plum", .id = "90"});
    CHECK_INT(count(p->app, "plum"), 1);
    CHECK_INT(walks, 3);
    CHECK_OK(store_write_now(p->app->store, p->arena, T0, sweep_run, NULL));
    CHECK_INT(count(p->other, "plum"), 1); /* it was never asked before */
    write_to(p->app, (struct change){.name = "Fig", .id = "91"});
    write_to(p->app, (struct change){.name = "Date", .id = "92"});
    CHECK_OK(store_write_now(p->app->store, p->arena, T0, sweep_run, NULL));
    CHECK_INT(count(p->app, "fig"), 1);
    CHECK_INT(walks, 5);
}

static void no_such(struct place *p)
{
    struct search_hits hits = {0};
    struct db *db = NULL;

    CHECK_OK(store_reader(p->app->store, p->arena, T0, &db));
    CHECK_INT(search_find(db, "nothing", "x", 5, &hits), ERR_NOT_FOUND);
    store_release(db);
}

/* --- Many at once -------------------------------------------------------------------------------- */

struct reading {
    struct app *app;
    int *written; /* atomic: pears that are on disk */
    int rounds, missed;
};

static void *read_thread(void *ctx)
{
    struct reading *r = ctx;

    for (int i = 0; i < r->rounds; i++) {
        int before = __atomic_load_n(r->written, __ATOMIC_SEQ_CST);

        r->missed += (int)count(r->app, "pear") < before;
    }
    return NULL;
}

static void together(struct place *p)
{
    int written = 0;
    struct reading r[3];
    pthread_t threads[3];

    for (int i = 0; i < 3; i++) {
        r[i] = (struct reading){.app = i < 2 ? p->app : p->other, .written = &written, .rounds = 60};
        CHECK_INT(pthread_create(&threads[i], NULL, read_thread, &r[i]), 0);
    }
    for (int i = 0; i < 60; i++) {
        write_to(p->app, (struct change){.from = 1000 + 6 * i, .to = 1006 + 6 * i});
        __atomic_store_n(&written, 6 * (i + 1), __ATOMIC_SEQ_CST);
    }
    for (int i = 0; i < 3; i++) {
        pthread_join(threads[i], NULL);
        CHECK_INT(r[i].missed, 0);
    }
    CHECK_INT(count(p->app, "pear"), 360);
}

static void shelves_at_once(void)
{
    each(at_once);
}

static void shelves_anew(void)
{
    each(anew);
}

static void shelves_no_such(void)
{
    each(no_such);
}

static void shelves_together(void)
{
    each(together);
}

CHECKS(campus_search, TEST(ranks), TEST(slips), TEST(words), TEST(bound), TEST(shelves_at_once), TEST(shelves_anew),
       TEST(shelves_no_such), TEST(shelves_together))
