/* fetching.c: what services say of themselves at an address, fetched and fetched again; and the first key.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include "app.h"
#include "audit.h"
#include "edit.h"
#include "fetch.h"
#include "log.h"
#include "tasks.h"

#define DEADLINE_MS 10000

err saml_fetch(struct app *app, struct arena *a, const char *url, struct str *ret, const char **ret_why)
{
    struct guard *guard = NULL;
    struct fetch_answer r = {0};

    *ret_why = _("the address must begin with https://").one;
    if (!saml_uri_fine(url))
        return ERR_PARSE;
    *ret_why = _("the setting saml.fetch_allow is not understood").one;
    TRY(guard_new(a, saml_settings_of(app)->fetch_allow, &guard));
    struct fetch_ask q = {
        .url = url, .deadline_ms = DEADLINE_MS, .max = SAML_META_MAX, .redirects = 3, .guard = guard};
    err e = fetch(a, &q, &r);
    if (e != OK) {
        *ret_why = r.why ? r.why : err_name(e);
        return ERR_PARSE;
    }
    *ret_why = arena_printf(a, "it answered %d", r.status);
    if (r.status != 200)
        return ERR_PARSE;
    *ret_why = NULL;
    *ret = r.body;
    return OK;
}

/* --- The task ----------------------------------------------------------------------------------------- */

struct round {
    struct task *task;
    struct saml_new_key key;
    struct saml_due_list due;
    struct str *texts;
    const char **problems; /* NULL: fetched */
};

static err keep_key(struct db *db, void *ctx)
{
    struct round *r = ctx;

    return saml_key_first(db, &r->key);
}

static err claim(struct db *db, void *ctx)
{
    struct round *r = ctx;
    const struct saml_settings *s = saml_settings_of(db_app(db));

    TRY(saml_q_sps_due(db, instant_add(db_now(db), -s->refresh), &r->due));
    r->texts = ARENA_ARRAY(task_arena(r->task), r->due.n + 1, struct str);
    r->problems = ARENA_ARRAY(task_arena(r->task), r->due.n + 1, const char *);
    for (size_t i = 0; i < r->due.n; i++)
        TRY(saml_q_sp_tried(db, r->due.v[i].id, db_now(db)));
    return OK;
}

static err take_over(struct db *db, const struct saml_due *d, struct str text, const char **ret_problem)
{
    struct saml_given g = {.text = text, .source = d->source, .entity = d->entity};
    struct saml_edit e = {0};
    struct saml_sp sp;
    err found = saml_q_sp(db, d->id, &sp);

    if (found == ERR_NOT_FOUND || (found == OK && !str_eq(sp.source, d->source)))
        return OK; /* taken away, or changed meanwhile */
    TRY(found);
    err read = saml_edit_metadata(db, &g, &e, ret_problem);
    if (read == ERR_PARSE || read == ERR_TOO_LARGE)
        return OK;
    TRY(read);
    if (str_eq(e.metadata, sp.metadata))
        return saml_q_sp_problem(db, d->id, "");
    TRY(saml_q_sp_metadata(db, d->id, e.metadata, d->source, db_now(db)));
    return audit(db, &(struct audit_entry){.what = "saml.sp_fetched", .about = "saml_sp", .id = d->id.v});
}

static err settle(struct db *db, void *ctx)
{
    struct round *r = ctx;

    for (size_t i = 0; i < r->due.n; i++) {
        if (!r->problems[i])
            TRY(take_over(db, &r->due.v[i], r->texts[i], &r->problems[i]));
        if (r->problems[i])
            TRY(saml_q_sp_problem(db, r->due.v[i].id, r->problems[i]));
    }
    return OK;
}

/* Is something to be done? An idle campus writes nothing. */
static err look(struct task *t, bool *ret_key, bool *ret_due, instant *ret_next)
{
    const int64_t every = saml_settings_of(task_app(t))->refresh;
    struct saml_key *key = NULL;
    struct db *db = NULL;
    instant oldest = {0};
    bool found = false;

    TRY(task_read(t, &db));
    instant now = db_now(db);
    err e = saml_q_key_now(db, now, &key);
    if (e == OK)
        e = saml_q_sp_next(db, &oldest, &found);
    store_release(db);
    TRY(e);
    *ret_key = key != NULL;
    *ret_due = found && oldest.v + every < now.v;
    if (found && !*ret_due)
        *ret_next = instant_add(oldest, every + 1);
    return OK;
}

static err first_key(struct round *r)
{
    struct app *app = task_app(r->task);
    const struct campus_settings *campus = settings_of(app_settings(app), &campus_group);

    TRY(saml_key_make(task_arena(r->task), campus->domain, &r->key));
    return task_write(r->task, keep_key, r);
}

err saml_services_round(struct task *t, instant *ret_next)
{
    struct round r = {.task = t};
    bool key = false, due = false;

    TRY(look(t, &key, &due, ret_next));
    err e = key ? OK : first_key(&r);
    if (e == OK && due)
        e = task_write(t, claim, &r);
    if (e == ERR_CONFLICT) /* another process is at it */
        return OK;
    TRY(e);
    for (size_t i = 0; i < r.due.n && !task_stops(t); i++)
        (void)saml_fetch(task_app(t), task_arena(t), r.due.v[i].source, &r.texts[i], &r.problems[i]);
    return r.due.n > 0 ? task_write(t, settle, &r) : OK;
}
