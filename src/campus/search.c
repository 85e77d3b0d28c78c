/* search.c: the shelves: a large part that is made rarely, a small one of what changed since, swapped as a whole
   for those who come next. SPDX-License-Identifier: AGPL-3.0-or-later */
#include "search.h"
#include <pthread.h>
#include "app.h"
#include "campus_q.h"
#include "hooks.h"
#include "log.h"
#include "service.h"
#include "tasks.h"

#define PART_MAX ((size_t)256 << 20)
#define WALK_MAX ((size_t)512 << 20)
#define SMALL_MOST 256U /* changed documents that the small part takes */

/* A part with its memory; the same large part serves several volumes, one after another. */
struct kept_part {
    struct arena *arena;
    const struct search_part *part;
    int holders;
};
/* What one search looks at. */
struct volume {
    struct arena *arena;
    int64_t number;          /* of the last change that is in it */
    struct kept_part *large;
    const struct search_part *small; /* in `arena`, or NULL */
    const int64_t *changed;  /* ids, ascending, that count only in the small part */
    size_t n_changed;
    int holders;
};
struct search_shelf {
    const struct search_source *source;
    pthread_mutex_t lock;   /* of `now` and of all holders */
    pthread_mutex_t making; /* one makes, the others wait for it */
    struct volume *now;
};
struct search {
    struct search_shelf *v;
    size_t n;
    const struct search_source **sources;
};

/* --- Start and end ---------------------------------------------------------------------------- */

static void put_sorted(struct search *s, const struct search_source *source)
{
    size_t i = s->n++;

    for (; i > 0 && s->sources[i - 1]->weight > source->weight; i--)
        s->sources[i] = s->sources[i - 1];
    s->sources[i] = source;
}

void search_open(struct app *app)
{
    struct search *s = ARENA_NEW(app->arena, struct search);
    size_t n = 0;

    for (size_t i = 0; i < app->n_services; i++)
        n += app->services[i]->n_search;
    s->sources = ARENA_ARRAY(app->arena, n + 1, const struct search_source *);
    s->v = ARENA_ARRAY(app->arena, n + 1, struct search_shelf);
    for (size_t i = 0; i < app->n_services; i++)
        for (size_t k = 0; k < app->services[i]->n_search; k++)
            put_sorted(s, &app->services[i]->search[k]);
    for (size_t i = 0; i < s->n; i++) {
        s->v[i].source = s->sources[i];
        pthread_mutex_init(&s->v[i].lock, NULL);
        pthread_mutex_init(&s->v[i].making, NULL);
    }
    app->search = s;
}

static void part_let_go(struct kept_part *p)
{
    if (--p->holders == 0)
        arena_free(p->arena);
}

static void volume_let_go(struct volume *v)
{
    if (v == NULL || --v->holders > 0)
        return;
    part_let_go(v->large);
    arena_free(v->arena);
}

void search_close(struct app *app)
{
    struct search *s = app->search;

    for (size_t i = 0; s != NULL && i < s->n; i++) {
        volume_let_go(s->v[i].now);
        pthread_mutex_destroy(&s->v[i].lock);
        pthread_mutex_destroy(&s->v[i].making);
    }
}

const struct search_source *const *search_sources(const struct app *app, size_t *ret_n)
{
    *ret_n = app->search->n;
    return app->search->sources;
}

static struct search_shelf *shelf_named(const struct app *app, const char *name)
{
    for (size_t i = 0; i < app->search->n; i++)
        if (str_eq(app->search->v[i].source->name, name))
            return &app->search->v[i];
    return NULL;
}

/* --- Changes ---------------------------------------------------------------------------------- */

err search_changed(struct db *db, const char *subject, int64_t about)
{
    int64_t number = 0;

    TRY(campus_q_search_next(db, subject, &number));
    return campus_q_search_note(db, subject, number, about);
}

/* --- Walking ---------------------------------------------------------------------------------- */

struct search_walk {
    struct arena *arena;
    struct search_doc *v;
    size_t n, room;
};

bool search_put(struct search_walk *w, const struct search_doc *d)
{
    if (w->n >= SEARCH_DOCS)
        return false;
    if (w->n == w->room) {
        size_t room = w->room == 0 ? 256 : w->room * 2;
        struct search_doc *wider = ARENA_ARRAY(w->arena, room, struct search_doc);

        if (w->n > 0)
            memcpy(wider, w->v, w->n * sizeof *wider);
        w->v = wider;
        w->room = room;
    }
    w->v[w->n++] = *d;
    return true;
}

static void tell_left(const struct search_shelf *s, size_t left)
{
    if (left > 0)
        log_line(LOG_WARNING, "search.full", LS("source", s->source->name), LI("left_out", left));
}

/* --- A new volume ------------------------------------------------------------------------------ */

/* One making of a volume. Nothing of it is in the request's arena, which may end it anywhere. */
struct binding {
    struct search_shelf *shelf;
    struct db *db;
    struct search_walk walk;
    const struct volume *before; /* NULL: there is none */
    int64_t number;
};

static struct volume *volume_new(const struct binding *b, struct kept_part *large)
{
    struct arena *a = arena_new(PART_MAX);
    struct volume *v = ARENA_NEW(a, struct volume);

    *v = (struct volume){.arena = a, .number = b->number, .large = large, .holders = 1};
    return v;
}

static err bind_all(struct binding *b, struct volume **ret)
{
    struct arena *a;
    struct kept_part *large;
    size_t left = 0;

    TRY(b->shelf->source->walk(b->db, 0, &b->walk));
    a = arena_new(PART_MAX);
    large = ARENA_NEW(a, struct kept_part);
    *large = (struct kept_part){.arena = a, .holders = 1};
    large->part = search_part_make(a, b->walk.v, b->walk.n, b->shelf->source->show == NULL, &left);
    tell_left(b->shelf, left);
    *ret = volume_new(b, large);
    return OK;
}

static int by_id(const void *pa, const void *pb)
{
    int64_t a = *(const int64_t *)pa, b = *(const int64_t *)pb;

    return a < b ? -1 : a > b;
}

static bool among(const int64_t *v, size_t n, int64_t id)
{
    return n > 0 && bsearch(&id, v, n, sizeof id, by_id) != NULL;
}

/* The ids that changed since the large part was made: those of before, and the new ones. */
static size_t ids_of(const struct binding *b, const struct campus_search_change_row_list *rows, int64_t *ids)
{
    size_t n = 0, m = 0;

    for (; n < b->before->n_changed; n++)
        ids[n] = b->before->changed[n];
    for (size_t i = 0; i < rows->n; i++)
        ids[n++] = rows->v[i].about;
    qsort(ids, n, sizeof *ids, by_id);
    for (size_t i = 0; i < n; i++)
        if (m == 0 || ids[m - 1] != ids[i])
            ids[m++] = ids[i];
    return m;
}

static err bind_some(struct binding *b, const struct campus_search_change_row_list *rows,
                     struct volume **ret)
{
    int64_t *ids = ARENA_ARRAY(b->walk.arena, b->before->n_changed + rows->n, int64_t), *mine;
    size_t n = ids_of(b, rows, ids), left = 0;
    struct volume *v;

    if (n > SMALL_MOST)
        return bind_all(b, ret);
    for (size_t i = 0; i < n; i++)
        TRY(b->shelf->source->walk(b->db, ids[i], &b->walk));
    v = volume_new(b, b->before->large);
    mine = ARENA_ARRAY(v->arena, n, int64_t);
    memcpy(mine, ids, n * sizeof *ids);
    v->changed = mine;
    v->n_changed = n;
    v->small = search_part_make(v->arena, b->walk.v, b->walk.n, true, &left);
    *ret = v;
    return OK;
}

/* Are these all changes behind the volume, each of one thing? */
static bool one_by_one(const struct binding *b, const struct campus_search_change_row_list *rows)
{
    if (rows->n == 0 || rows->n > SMALL_MOST || rows->v[rows->n - 1].number < b->number)
        return false;
    for (size_t i = 0; i < rows->n; i++)
        if (rows->v[i].about == 0 || rows->v[i].number != b->before->number + (int64_t)i + 1)
            return false;
    return true;
}

static err bind_new(struct binding *b, struct volume **ret)
{
    struct campus_search_change_row_list rows;

    if (b->before == NULL)
        return bind_all(b, ret);
    TRY(campus_q_search_changes(b->db, b->shelf->source->subject, b->before->number, SMALL_MOST + 1, &rows));
    return one_by_one(b, &rows) ? bind_some(b, &rows, ret) : bind_all(b, ret);
}

static void swap(struct search_shelf *s, struct volume *v)
{
    pthread_mutex_lock(&s->lock);
    if (s->now != NULL && s->now->large == v->large)
        v->large->holders++;
    volume_let_go(s->now);
    s->now = v;
    pthread_mutex_unlock(&s->lock);
}

static int64_t number_now(struct search_shelf *s)
{
    int64_t number;

    pthread_mutex_lock(&s->lock);
    number = s->now == NULL ? -1 : s->now->number;
    pthread_mutex_unlock(&s->lock);
    return number;
}

/* Only who makes replaces `now`: it stays while it is read here. */
static err make(struct search_shelf *s, struct db *db, int64_t number)
{
    struct binding b = {.shelf = s, .db = db, .before = s->now, .number = number};
    struct arena *before;
    struct volume *v = NULL;
    err e;

    b.walk.arena = arena_new(WALK_MAX);
    before = db_rows_to(db, b.walk.arena);
    e = bind_new(&b, &v);
    (void)db_rows_to(db, before);
    if (e == OK)
        swap(s, v);
    arena_free(b.walk.arena);
    return e;
}

/* The shelf has what this snapshot has, or more. */
static err read_on(struct search_shelf *s, struct db *db, int64_t number)
{
    err e = OK;

    if (number_now(s) >= number || (db_writes(db) && number_now(s) >= 0))
        return OK;
    pthread_mutex_lock(&s->making);
    if (number_now(s) < number)
        e = make(s, db, number);
    pthread_mutex_unlock(&s->making);
    return e;
}

static int64_t number_of(const struct campus_search_row_list *rows, const char *subject)
{
    for (size_t i = 0; i < rows->n; i++)
        if (str_eq(rows->v[i].subject, subject))
            return rows->v[i].number;
    return 0;
}

err search_round(struct task *t, instant *ret_next)
{
    struct search *s = task_app(t)->search;
    struct campus_search_row_list rows;
    struct db *db = NULL;
    err e = task_read(t, &db);

    (void)ret_next;
    TRY(e);
    e = campus_q_search_numbers(db, &rows);
    for (size_t i = 0; e == OK && i < s->n && !task_stops(t); i++) {
        e = read_on(&s->v[i], db, number_of(&rows, s->v[i].source->subject));
    }
    store_release(db);
    return e;
}

/* --- Looking ----------------------------------------------------------------------------------- */

struct held {
    struct search_shelf *shelf;
    struct volume *volume;
};

static void give_back(void *ctx)
{
    struct held *h = ctx;

    if (h->volume == NULL)
        return;
    pthread_mutex_lock(&h->shelf->lock);
    volume_let_go(h->volume);
    pthread_mutex_unlock(&h->shelf->lock);
}

static struct volume *hold(struct search_shelf *s, struct arena *a)
{
    struct held *h = ARENA_NEW(a, struct held);

    h->shelf = s;
    arena_at_end(a, give_back, h);
    pthread_mutex_lock(&s->lock);
    h->volume = s->now;
    if (h->volume != NULL)
        h->volume->holders++;
    pthread_mutex_unlock(&s->lock);
    return h->volume;
}

/* The best so far: a heap with the worst on top. */
struct ranked {
    struct search_hit hit;
    size_t at; /* in the order of the walk */
};
struct ranking {
    struct ranked *heap;
    size_t n, most, all;
};

static bool worse(const struct ranked *a, const struct ranked *b)
{
    return a->hit.score != b->hit.score ? a->hit.score < b->hit.score : a->at > b->at;
}

static void sift(struct ranked *heap, size_t n, size_t i)
{
    for (;;) {
        size_t worst = i, left = 2 * i + 1;
        struct ranked was = heap[i];

        for (size_t c = left; c < left + 2 && c < n; c++)
            if (worse(&heap[c], &heap[worst]))
                worst = c;
        if (worst == i)
            return;
        heap[i] = heap[worst];
        heap[worst] = was;
        i = worst;
    }
}

static void rank_one(struct ranking *r, struct ranked next)
{
    if (r->n < r->most) {
        r->heap[r->n++] = next;
        if (r->n == r->most)
            for (size_t i = r->n / 2; i-- > 0;)
                sift(r->heap, r->n, i);
    } else if (r->n > 0 && worse(&r->heap[0], &next)) {
        r->heap[0] = next;
        sift(r->heap, r->n, 0);
    }
}

static void take(struct ranking *r, const struct search_part *p, const struct search_matches *m,
                 const struct volume *but)
{
    for (size_t i = 0; i < m->n; i++) {
        int64_t id = search_part_id(p, m->v[i].doc);

        if (but != NULL && among(but->changed, but->n_changed, id))
            continue;
        rank_one(r, (struct ranked){{id, m->v[i].score, search_part_doc(p, m->v[i].doc)}, r->all});
        r->all++;
    }
}

/* The heap, the best first. */
static struct search_hit *ranked(struct arena *a, struct ranking *r)
{
    struct search_hit *v = ARENA_ARRAY(a, r->n + 1, struct search_hit);

    if (r->n < r->most)
        for (size_t i = r->n / 2; i-- > 0;)
            sift(r->heap, r->n, i);
    for (size_t n = r->n; n > 0; n--) {
        v[n - 1] = r->heap[0].hit;
        r->heap[0] = r->heap[n - 1];
        sift(r->heap, n - 1, 0);
    }
    return v;
}

/* The hits of both parts; the small one's behind their equals. */
static void look(const struct volume *v, struct arena *a, const struct search_query *q, size_t most,
                 struct search_hits *ret)
{
    struct search_matches large = search_part_match(v->large->part, a, q, ret->similar);
    struct search_matches small = {0};
    struct ranking r = {0};

    if (v->small != NULL)
        small = search_part_match(v->small, a, q, ret->similar);
    r.most = most < large.n + small.n ? most : large.n + small.n;
    r.heap = ARENA_ARRAY(a, r.most + 1, struct ranked);
    take(&r, v->large->part, &large, v->n_changed > 0 ? v : NULL);
    if (v->small != NULL)
        take(&r, v->small, &small, NULL);
    ret->n = r.n;
    ret->all = r.all;
    ret->v = ranked(a, &r);
}

/* One search. */
struct asked {
    struct search_query q;
    size_t most;
};

/* The shelf as this snapshot has it is looked at; with slips when there is nothing else. */
static err find(struct search_shelf *s, struct db *db, int64_t number, const struct asked *asked,
                struct search_hits *ret)
{
    struct arena *a = db_arena(db);
    const struct volume *v;

    *ret = (struct search_hits){0};
    TRY(read_on(s, db, number));
    v = hold(s, a);
    if (asked->q.n == 0 || v == NULL)
        return OK;
    look(v, a, &asked->q, asked->most, ret);
    if (ret->all == 0) {
        ret->similar = true;
        look(v, a, &asked->q, asked->most, ret);
    }
    return OK;
}

err search_find(struct db *db, const char *source, const char *typed, size_t most,
                struct search_hits *ret)
{
    struct search_shelf *s = shelf_named(db_app(db), source);
    struct asked asked = {search_query_of(db_arena(db), typed), most};
    bool known = false;
    int64_t number = 0;

    if (s == NULL)
        return ERR_NOT_FOUND;
    TRY(campus_q_search_number(db, s->source->subject, &number, &known));
    return find(s, db, known ? number : 0, &asked, ret);
}

/* --- Everything that somebody may find ---------------------------------------------------------- */

static err fill_lines(struct rq *rq, struct search_group *g)
{
    bool nl = rq->lang == LANG_NL;
    int64_t ids[SEARCH_SHOWN];

    g->lines = ARENA_ARRAY(rq->arena, g->hits.n, struct search_line);
    for (size_t i = 0; i < g->hits.n; i++) {
        const struct search_doc *d = g->hits.v[i].doc;

        ids[i] = g->hits.v[i].id;
        if (g->source->show == NULL)
            g->lines[i] = (struct search_line){.title = nl && d->title_nl != NULL ? d->title_nl : d->title,
                                               .code = d->code,
                                               .more = nl && d->more_nl != NULL ? d->more_nl : d->more,
                                               .path = d->path};
    }
    return g->source->show == NULL ? OK : g->source->show(rq, ids, g->hits.n, g->lines);
}

err search_groups_of(struct rq *rq, const char *typed, size_t most, struct search_groups *ret)
{
    struct search *s = rq_app(rq)->search;
    struct asked asked = {search_query_of(rq->arena, typed), most};
    struct search_groups groups = {ARENA_ARRAY(rq->arena, s->n + 1, struct search_group), 0};
    struct campus_search_row_list rows;

    TRY(campus_q_search_numbers(rq->db, &rows));
    for (size_t i = 0; i < s->n; i++) {
        struct search_shelf *shelf = &s->v[i];
        struct search_group g = {.source = shelf->source};

        if (campus_may(rq, shelf->source->may) != OK)
            continue;
        TRY(find(shelf, rq->db, number_of(&rows, shelf->source->subject), &asked, &g.hits));
        if (g.hits.n == 0)
            continue;
        TRY(fill_lines(rq, &g));
        groups.v[groups.n++] = g;
    }
    *ret = groups;
    return OK;
}

struct search_size search_size(const struct app *app)
{
    struct search_size sum = {0};

    for (size_t i = 0; i < app->search->n; i++) {
        struct search_shelf *s = &app->search->v[i];

        pthread_mutex_lock(&s->lock);
        if (s->now != NULL) {
            sum.docs += search_part_docs(s->now->large->part);
            sum.bytes += arena_used(s->now->large->arena) + arena_used(s->now->arena);
        }
        pthread_mutex_unlock(&s->lock);
    }
    return sum;
}
