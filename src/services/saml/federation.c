/* federation.c: what federations tell of services: read anew, kept, taken over when somebody first comes from one.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include "federation.h"
#include "mdq.h"
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "aggregate.h"
#include "app.h"
#include "audit.h"
#include "child.h"
#include "edit.h"
#include "fetch.h"
#include "file.h"
#include "hash.h"
#include "store.h"
#include "tasks.h"

#define DEADLINE_MS 120000
#define READING_MS  90000
#define AT_ONCE     500                 /* services in one transaction: others write between */

/* --- Writing, by a task or by a command -------------------------------------------------------------------- */

struct step {
    err (*run)(struct db *db, void *ctx);
    void *ctx;
    err e;
};

static enum wrote run_step(struct db *db, void *ctx)
{
    struct step *s = ctx;

    s->e = s->run(db, s->ctx);
    return s->e == OK ? WROTE_DONE : WROTE_FAILED;
}

err saml_refresh_step(struct saml_refresh *r, err (*run)(struct db *db, void *ctx), void *ctx)
{
    struct step s = {run, ctx, OK};

    if (r->task)
        return task_write(r->task, run, ctx);
    err e = store_write_now(r->app->store, r->arena, clock_now(), run_step, &s);
    return s.e != OK ? s.e : e;
}

/* --- Coming in --------------------------------------------------------------------------------------------- */

static err bring(struct saml_refresh *r, const struct saml_federation *f, struct str *ret, const char **why)
{
    struct guard *guard = NULL;
    struct fetch_answer got = {0};

    if (f->source[0] == '/') {
        *why = "the file cannot be read";
        return file_read(r->arena, f->source, SAML_AGGREGATE_MAX, ret) == OK ? OK : ERR_PARSE;
    }
    *why = "the setting saml.fetch_allow is not understood";
    TRY(guard_new(r->arena, saml_settings_of(r->app)->fetch_allow, &guard));
    struct fetch_ask q = {
        .url = f->source, .deadline_ms = DEADLINE_MS, .max = SAML_AGGREGATE_MAX, .redirects = 3, .guard = guard};
    if (fetch(r->arena, &q, &got) != OK) {
        *why = arena_dup(r->arena, got.why ? got.why : "it cannot be fetched");
        return ERR_PARSE;
    }
    *why = arena_printf(r->arena, "it answered %d", got.status);
    *ret = got.body;
    return got.status == 200 ? OK : ERR_PARSE;
}

static const char *ourselves(struct arena *a)
{
    char path[PATH_MAX];
    ssize_t n = readlink("/proc/self/exe", path, sizeof path - 1);

    return n > 0 ? arena_dupn(a, path, (size_t)n) : NULL;
}

/* The confined process; what it says is cut into services. */
static err chew(struct saml_refresh *r, const struct saml_federation *f, struct str text,
                struct saml_aggregate *ret, const char **why)
{
    struct str_list certs = str_split(r->arena, f->certs, ' ');
    const char *self = ourselves(r->arena), **argv = ARENA_ARRAY(r->arena, certs.n + 4, const char *);
    struct child_ask q = {.program = self, .argv = argv, .in = text, .out_max = 2 * SAML_AGGREGATE_MAX, .err_max = 1000};
    struct child_result got = {0};

    q.deadline_ms = READING_MS;
    q.memory = (size_t)512 << 20;
    q.required = true;
    argv[0] = "rapenburg";
    argv[1] = "saml-aggregate";
    argv[2] = "read";
    for (size_t i = 0; i < certs.n; i++)
        argv[3 + i] = certs.v[i];
    err e = self ? child_run(r->arena, &q, &got) : ERR_DOWN;
    *why = e == OK ? arena_printf(r->arena, "%.300s", got.end == CHILD_EXITED ? got.err.s : "reading it took too long, or too much")
                   : arena_printf(r->arena, "it cannot be read: %s", got.why ? got.why : err_text(e));
    if (e != OK || got.end != CHILD_EXITED || got.code != 0)
        return ERR_PARSE;
    *why = "what was read of it is broken";
    return saml_aggregate_read(r->arena, (char *)(uintptr_t)got.out.s, got.out.n, ret);
}

/* --- Keeping ---------------------------------------------------------------------------------------------- */

struct keeping {
    struct saml_refresh *r;
    saml_federation_id id;
    const struct saml_aggregate *all;
    struct saml_listed_hash_list before; /* by entityID */
    struct saml_listed_in *put;
    struct saml_listed_gone *gone;
    size_t n_put, n_gone, from;
};

static err read_before(struct db *db, void *ctx)
{
    struct keeping *k = ctx;

    return saml_q_listed_hashes(db, k->id, &k->before);
}

static int by_entity(const void *a, const void *b)
{
    return strcmp(((const struct saml_listed_line *)a)->entity, ((const struct saml_listed_line *)b)->entity);
}

/* What is new or other, and what is not there any more; both lists by entityID, the first of the same counts. */
static void compare(struct keeping *k)
{
    struct arena *a = k->r->arena;
    const struct saml_aggregate *g = k->all;
    size_t at = 0;

    k->put = ARENA_ARRAY(a, g->n + 1, struct saml_listed_in);
    k->gone = ARENA_ARRAY(a, k->before.n + 1, struct saml_listed_gone);
    for (size_t i = 0; i < g->n; i++) {
        const struct saml_listed_line *l = &g->v[i];
        if (i > 0 && str_eq(l->entity, g->v[i - 1].entity))
            continue;
        while (at < k->before.n && strcmp(k->before.v[at].entity, l->entity) < 0)
            k->gone[k->n_gone++] = (struct saml_listed_gone){k->before.v[at++].entity, k->id};
        struct digest d = hash_sha256(l->metadata.s, l->metadata.n);
        bool there = at < k->before.n && str_eq(k->before.v[at].entity, l->entity);
        const struct str *old = there ? &k->before.v[at++].hash : NULL;
        k->r->n++;
        if (old && old->n == sizeof d.b && memcmp(old->s, d.b, sizeof d.b) == 0)
            continue;
        k->put[k->n_put++] = (struct saml_listed_in){
            l->entity, k->id, {arena_dupn(a, d.b, sizeof d.b), sizeof d.b}, l->until, l->metadata.s};
    }
    while (at < k->before.n)
        k->gone[k->n_gone++] = (struct saml_listed_gone){k->before.v[at++].entity, k->id};
}

static err put_some(struct db *db, void *ctx)
{
    struct keeping *k = ctx;
    size_t n = k->n_put - k->from < AT_ONCE ? k->n_put - k->from : AT_ONCE;
    int64_t changed = 0;

    return saml_q_listed_put(db, k->put + k->from, n, &changed);
}

/* Other categories release other things. */
static err release_anew(struct db *db, const struct saml_listed_due *s)
{
    struct arena *a = db_arena(db);
    struct saml_meta then = {0}, now = {0};
    const char *why = NULL;

    if (saml_meta_read(a, str_of(s->known), &then, &why) != OK || saml_meta_read(a, str_of(s->metadata), &now, &why) != OK)
        return OK;
    const char *told = saml_released_anew(a, s->attributes, saml_release(a, then.categories, then.asks),
                                          saml_release(a, now.categories, now.asks));
    return str_eq(told, s->attributes) ? OK : saml_q_sp_attributes(db, s->id, told, db_now(db));
}

/* A service that was taken over hears of it; one that is listed no more is turned off. */
err saml_federation_follow(struct db *db, saml_federation_id federation)
{
    struct saml_listed_due_list rows;
    int64_t n = 0;

    TRY(saml_q_listed_sps(db, federation, &rows));
    for (size_t i = 0; i < rows.n; i++) {
        const struct saml_listed_due *s = &rows.v[i];
        if (*s->metadata && !str_eq(s->metadata, s->known)) {
            TRY(saml_q_sp_metadata(db, s->id, s->metadata, "", db_now(db)));
            TRY(release_anew(db, s));
            TRY(audit(db, &(struct audit_entry){.what = "saml.sp_fetched", .about = "saml_sp", .id = s->id.v}));
        } else if (!*s->metadata && s->disabled_at.v == 0) {
            TRY(saml_q_sp_disable(db, s->id, db_now(db), &n));
            TRY(saml_q_sp_problem(db, s->id, _("its federation does not list it any more").one));
            TRY(audit(db, &(struct audit_entry){.what = "saml.sp_disabled", .about = "saml_sp", .id = s->id.v}));
        }
    }
    return OK;
}

static err finish(struct db *db, void *ctx)
{
    struct keeping *k = ctx;
    int64_t n = 0;

    if (k->n_gone > 0)
        TRY(saml_q_listed_drop(db, k->gone, k->n_gone, &n));
    TRY(saml_federation_follow(db, k->id));
    return saml_q_federation_read(db, k->id, k->all->until, db_now(db));
}

static err keep(struct saml_refresh *r, saml_federation_id id, struct saml_aggregate *g)
{
    struct keeping k = {.r = r, .id = id, .all = g};

    if (g->n > 1)
        qsort(g->v, g->n, sizeof *g->v, by_entity);
    TRY(saml_refresh_step(r, read_before, &k));
    compare(&k);
    r->changed = k.n_put;
    r->gone = k.n_gone;
    for (; k.from < k.n_put; k.from += AT_ONCE)
        TRY(saml_refresh_step(r, put_some, &k));
    return saml_refresh_step(r, finish, &k);
}

/* --- The whole --------------------------------------------------------------------------------------------- */

struct failed {
    saml_federation_id id;
    const char *why;
};

static err note_problem(struct db *db, void *ctx)
{
    const struct failed *f = ctx;

    return saml_q_federation_problem(db, f->id, f->why);
}

err saml_federation_refresh(struct saml_refresh *r, const struct saml_federation *f, const char **ret_why)
{
    struct saml_aggregate g = {0};
    struct str text = {0};

    if (str_eq(f->how, "mdq"))
        return saml_mdq_refresh(r, f, ret_why);
    err e = bring(r, f, &text, ret_why);
    if (e == OK)
        e = chew(r, f, text, &g, ret_why);
    if (e == ERR_PARSE)
        TRY(saml_refresh_step(r, note_problem, &(struct failed){f->id, *ret_why}));
    TRY(e);
    *ret_why = NULL;
    return keep(r, f->id, &g);
}

err saml_federation_remove(struct db *db, saml_federation_id id)
{
    TRY(saml_q_listed_sp_leave(db, id));
    TRY(saml_q_listed_drop_all(db, id));
    return saml_q_federation_drop(db, id);
}

err saml_federation_certs(struct arena *a, struct str pem, const char **ret)
{
    static const char begin[] = "-----BEGIN CERTIFICATE-----", end[] = "-----END CERTIFICATE-----";
    const char *out = "";
    struct str der = {0};

    for (const char *at = strstr(pem.s, begin); at; at = strstr(at, begin)) {
        at += sizeof begin - 1;
        const char *stop = strstr(at, end);
        if (!stop || hash_from_base64(a, arena_dupn(a, at, (size_t)(stop - at)), &der) != OK)
            return ERR_PARSE;
        out = arena_printf(a, "%s%s%s", out, *out ? " " : "", hash_base64(a, der.s, der.n));
    }
    *ret = out;
    return *out ? OK : ERR_PARSE;
}

/* --- Somebody comes from one -------------------------------------------------------------------------------- */

err saml_listed_take(struct db *db, const char *entity, struct saml_sp *ret, bool *ret_there)
{
    struct arena *a = db_arena(db);
    struct saml_listed *l = NULL;
    struct saml_edit e = {0};
    const char *why = NULL;
    saml_sp_id id;

    *ret_there = false;
    TRY(saml_q_listed(db, entity, db_now(db), &l));
    if (!l)
        return OK;
    err read = saml_edit_metadata(db, &(struct saml_given){.text = str_of(l->metadata), .source = ""}, &e, &why);
    if (read == ERR_PARSE || read == ERR_TOO_LARGE || (read == OK && !str_eq(e.meta.entity, entity)))
        return OK;
    TRY(read);
    e.attributes = saml_release(a, e.meta.categories, e.meta.asks);
    TRY(saml_edit_add(db, &e, &id));
    TRY(saml_q_listed_sp_add(db, id, l->federation));
    TRY(audit(db, &(struct audit_entry){
                      .what = "saml.sp_listed", .about = "saml_sp", .id = id.v, .detail = saml_edit_which(a, entity)}));
    *ret_there = true;
    return saml_q_sp(db, id, ret);
}

/* --- The task --------------------------------------------------------------------------------------------------- */

struct due {
    struct task *task;
    struct saml_federation_list all;
    instant next;
};

static err look(struct task *t, struct due *d)
{
    struct db *db = NULL;

    TRY(task_read(t, &db));
    err e = saml_q_federations(db, &d->all);
    store_release(db);
    return e;
}

static err note_tried(struct db *db, void *ctx)
{
    return saml_q_federation_tried(db, *(saml_federation_id *)ctx, db_now(db));
}

err saml_federations_round(struct task *t, instant *ret_next)
{
    const int64_t every = saml_settings_of(task_app(t))->refresh;
    struct due d = {.task = t};

    TRY(look(t, &d));
    for (size_t i = 0; i < d.all.n && !task_stops(t); i++) {
        struct saml_refresh r = {.app = task_app(t), .task = t, .arena = task_arena(t)};
        struct saml_federation *f = &d.all.v[i];
        instant due = f->tried_at.v == 0 ? (instant){0} : instant_add(f->tried_at, every);
        const char *why = NULL;
        if (due.v > clock_now().v) {
            *ret_next = ret_next->v == 0 || due.v < ret_next->v ? due : *ret_next;
            continue;
        }
        err e = task_write(t, note_tried, &f->id);
        if (e == ERR_CONFLICT) /* another process is at it */
            return OK;
        TRY(e);
        e = saml_federation_refresh(&r, f, &why);
        TRY(e == ERR_PARSE ? OK : e);
    }
    return OK;
}
