/* table_test.c: what is told to whom when seats change; and how often one may ask.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include "check.h"
#include "str.h"
#include "table.h"

struct world {
    struct arena *a;
    struct vacancies_counted rows[3];
    struct vacancies_kept kept[2];
    size_t n, n_kept;
    struct vac_table *t;
};

static void make(struct world *w)
{
    const struct vacancies_counted_list rows = {w->rows, w->n};
    const struct vacancies_kept_list kept = {w->kept, w->n_kept};
    struct vac_table *now = vac_table_make(&rows, &kept, w->t);

    vac_table_free(w->t);
    w->t = now;
}

/* Sections 30 and 10 of offering 1, 20 of offering 2, in the order of the query. */
static struct world begin(void)
{
    struct world w = {
        .a = arena_new(1 << 20),
        .rows = {{.id = {10}, .offering = {1}, .seats = 5, .taken = 4},
                 {.id = {30}, .offering = {1}, .seats = 2},
                 {.id = {20}, .offering = {2}, .unlimited = true}},
        .n = 3
    };
    make(&w);
    return w;
}

static void end(struct world *w)
{
    vac_table_free(w->t);
    arena_free(w->a);
}

static struct vac_watch *watch(struct world *w, int64_t section, int64_t offering)
{
    struct vac_watch *v = arena_alloc(w->a, vac_watch_size(2));

    v->n = v->n_sections = section != 0;
    if (section != 0)
        v->v[0].id = section;
    if (offering != 0)
        v->v[v->n++].id = offering;
    return v;
}

/* What a watch is told now; "" when nothing changed for it. */
static const char *told(struct world *w, struct vac_watch *v, enum lang lang)
{
    struct buf out = buf_in(w->a, 4096);

    return vac_tell(w->t, v, lang, w->a, &out) ? out.s : "";
}

static void what_changed_only(void)
{
    struct world w = begin();
    struct vac_watch *ten = watch(&w, 10, 1), *twenty = watch(&w, 20, 0),
                     *none = watch(&w, 99, 98);

    CHECK_STR(
        told(&w, ten, LANG_EN),
        "{\"sections\":{\"10\":{\"text\":\"1 of 5 seats left\",\"full\":false,\"seats\":5,"
        "\"free\":1,\"taken\":4,\"kept\":0,\"waiting\":0}},"
        "\"offerings\":{\"1\":{\"text\":\"3 seats left\",\"full\":false}}}");
    CHECK_STR(told(&w, twenty, LANG_NL),
              "{\"sections\":{\"20\":{\"text\":\"Onbeperkt plaats\",\"full\":false,\"taken\":0,"
              "\"kept\":0,\"waiting\":0}},\"offerings\":{}}");
    CHECK_STR(told(&w, none, LANG_EN), "");
    CHECK_STR(told(&w, ten, LANG_EN), "");
    check_case("the last seat is taken");
    w.rows[0].taken = 5;
    make(&w);
    CHECK_STR(told(&w, twenty, LANG_EN), "");
    CHECK_STR(
        told(&w, ten, LANG_EN),
        "{\"sections\":{\"10\":{\"text\":\"Full, nobody waits yet\",\"full\":true,\"seats\":5,"
        "\"free\":0,\"taken\":5,\"kept\":0,\"waiting\":0}},"
        "\"offerings\":{\"1\":{\"text\":\"2 seats left\",\"full\":false}}}");
    check_case("another group of the course");
    w.rows[1].taken = 2;
    make(&w);
    CHECK_STR(told(&w, ten, LANG_EN),
              "{\"sections\":{},\"offerings\":{\"1\":{\"text\":\"Full\",\"full\":true}}}");
    check_case("nothing changed");
    int64_t version = w.t->version;
    make(&w);
    CHECK_INT(w.t->version, version);
    CHECK_STR(told(&w, ten, LANG_EN), "");
    check_case("a seat is free, but those who wait are asked first");
    w.rows[0].taken = 4;
    w.rows[0].waiting = 2;
    w.rows[0].promote_due = true;
    make(&w);
    CHECK(strstr(told(&w, ten, LANG_EN), "\"text\":\"Full, 2 people wait\",\"full\":true") !=
          NULL);
    end(&w);
}

static void kept_for_some(void)
{
    struct world w = begin();
    struct vac_watch *her = watch(&w, 10, 0), *him = watch(&w, 10, 0),
                     *nobody = watch(&w, 10, 0);

    her->signed_in = him->signed_in = true;
    her->programmes[0] = (programme_id){7};
    her->n_programmes = 1;
    him->programmes[0] = (programme_id){8};
    him->n_programmes = 1;
    w.rows[0] = (struct vacancies_counted){
        .id = {10}, .offering = {1}, .seats = 5, .taken = 4, .kept = 1};
    w.kept[0] = (struct vacancies_kept){.section = {10}, .programme = {7}, .free = 1};
    w.n_kept = 1;
    make(&w);
    CHECK(str_ends(
        told(&w, her, LANG_EN),
        "\"full\":true,\"seats\":5,\"free\":0,\"taken\":4,\"kept\":1,\"waiting\":0,\"hers\":1,"
        "\"also\":\"1 seat is kept for your programme\"}},\"offerings\":{}}"));
    CHECK(str_ends(told(&w, him, LANG_EN),
                   "\"kept\":1,\"waiting\":0,\"hers\":0}},\"offerings\":{}}"));
    CHECK(str_ends(told(&w, nobody, LANG_EN), "\"kept\":1,\"waiting\":0}},\"offerings\":{}}"));
    check_case("kept for another programme now");
    w.kept[0].programme = (programme_id){8};
    make(&w);
    CHECK(strstr(told(&w, her, LANG_EN), "\"hers\":0") != NULL);
    CHECK(strstr(told(&w, him, LANG_EN), "\"hers\":1") != NULL);
    check_case("those who wait are asked first");
    w.rows[0].promote_due = true;
    make(&w);
    CHECK(strstr(told(&w, him, LANG_EN), "\"hers\":0") != NULL);
    end(&w);
}

static void sections_come_and_go(void)
{
    struct world w = begin();
    struct vac_watch *thirty = watch(&w, 30, 2);
    int64_t layout = w.t->layout;

    CHECK(strstr(told(&w, thirty, LANG_EN), "\"30\"") != NULL);
    w.rows[0] = w.rows[1]; /* 10 is gone: 30 stands elsewhere, and is as it was */
    w.rows[1] = w.rows[2];
    w.n = 2;
    make(&w);
    CHECK(w.t->layout > layout);
    CHECK_STR(told(&w, thirty, LANG_EN), "");
    w.rows[0].taken = 1;
    make(&w);
    CHECK(strstr(told(&w, thirty, LANG_EN), "\"30\":{\"text\":\"1 of 2 seats left\"") != NULL);
    w.rows[0] = w.rows[1];
    w.n = 1;
    make(&w);
    CHECK_STR(told(&w, thirty, LANG_EN), "");
    end(&w);
}

CHECKS(vacancies_table, TEST(what_changed_only), TEST(kept_for_some),
       TEST(sections_come_and_go))
