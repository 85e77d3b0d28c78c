/* commands.c: `rapenburg scim token …`. SPDX-License-Identifier: AGPL-3.0-or-later */
#include <stdio.h>
#include "app.h"
#include "audit.h"
#include "routes.h"
#include "scim_in.h"
#include "store.h"
#include "str.h"

struct work {
    int argc;
    char **argv; /* behind "scim token VERB" */
    struct arena *arena;
    struct buf *out;
    const char *why;
    err result;
    err (*run)(struct db *db, struct work *w);
};

static err list(struct db *db, struct work *w)
{
    struct scim_token_list rows;

    TRY(scim_q_tokens(db, &rows));
    for (size_t i = 0; i < rows.n; i++) {
        const struct scim_token *t = &rows.v[i];
        bool over = t->ended_at.v != 0 || t->ends_at.v <= db_now(db).v;
        buf_printf(w->out, "%lld\t%s\t%s\t%lld a minute\t%s %s\t%s\n", (long long)t->id, t->title,
                   t->writes ? "write" : "read", (long long)t->rate, over ? "over since" : "until",
                   instant_iso(w->arena, t->ended_at.v ? t->ended_at : t->ends_at),
                   t->used_at.v ? instant_iso(w->arena, t->used_at) : "never used");
    }
    return OK;
}

static err read_options(struct work *w, struct scim_token_new *n)
{
    for (int i = 0; i < w->argc; i++) {
        const char *word = w->argv[i], *value = i + 1 < w->argc ? w->argv[i + 1] : NULL;

        if (str_eq(word, "--read")) {
            n->writes = false;
            continue;
        }
        if (!value)
            return ERR_USAGE;
        i++;
        if (str_eq(word, "--title"))
            n->title = value;
        else if (str_eq(word, "--days"))
            TRY(str_int(value, 1, 730, &n->days));
        else if (str_eq(word, "--rate"))
            TRY(str_int(value, 1, 100000, &n->rate));
        else
            return ERR_USAGE;
    }
    return OK;
}

static err note(struct db *db, const char *what, int64_t id)
{
    return audit(db, &(struct audit_entry){.what = what, .about = "scim_token", .id = id});
}

static err add(struct db *db, struct work *w)
{
    struct scim_token_new n = {.writes = true, .rate = SCIM_RATE, .days = 365};
    const char *token = NULL;
    int64_t id;

    TRY(read_options(w, &n));
    w->why = scim_token_problem(&n);
    if (*w->why)
        return ERR_USAGE;
    TRY(scim_token_make(db, &n, &id, &token));
    buf_printf(w->out, "id=%lld\ntoken=%s\n", (long long)id, token);
    return note(db, "scim.token_made", id);
}

static err end(struct db *db, struct work *w)
{
    int64_t id = w->argc == 1 ? scim_id(w->argv[0]) : 0;
    int64_t n = 0;

    if (id == 0)
        return ERR_USAGE;
    TRY(scim_q_token_end(db, id, db_now(db), &n));
    w->why = n == 0 ? "there is no such token, or it was ended before" : "";
    if (n == 0)
        return ERR_NOT_FOUND;
    buf_puts(w->out, "ended\n");
    return note(db, "scim.token_ended", id);
}

static const struct {
    const char *word;
    err (*run)(struct db *db, struct work *w);
} verbs[] = {{"list", list}, {"add", add}, {"end", end}};

static const char usage[] =
    "usage: rapenburg scim token list\n"
    "       rapenburg scim token add --title NAME [--read] [--days N] [--rate N]   prints the token, once\n"
    "       rapenburg scim token end ID\n";

static enum wrote run_verb(struct db *db, void *ctx)
{
    struct work *w = ctx;

    buf_clear(w->out);
    w->result = w->run(db, w);
    return w->result == OK ? WROTE_DONE : WROTE_FAILED;
}

static void tell(const struct work *w)
{
    if (w->result == OK)
        fwrite(w->out->s ? w->out->s : "", 1, w->out->n, stdout);
    else if (*w->why)
        fprintf(stderr, "rapenburg scim: %s\n", w->why);
    else if (w->result == ERR_USAGE || w->result == ERR_RANGE || w->result == ERR_PARSE)
        fputs(usage, stderr);
    else
        fprintf(stderr, "rapenburg scim: %s\n", err_text(w->result));
}

static int scim(struct app *app, int argc, char **argv)
{
    struct buf out = buf_new((size_t)1 << 20);
    struct work w = {.argc = argc - 3, .argv = argv + 3, .out = &out, .why = "", .result = ERR_USAGE};

    w.arena = arena_new((size_t)4 << 20);
    for (size_t i = 0; argc >= 3 && str_eq(argv[1], "token") && i < COUNT(verbs); i++)
        if (str_eq(argv[2], verbs[i].word))
            w.run = verbs[i].run;
    if (w.run) {
        err e = store_write_now(app->store, w.arena, clock_now(), run_verb, &w);
        w.result = w.result == OK ? e : w.result;
    }
    tell(&w);
    buf_free(&out);
    arena_free(w.arena);
    return w.result == OK ? 0 : w.result == ERR_NOT_FOUND ? 1 : 2;
}

const struct command scim_commands[1] = {
    {"scim", "scim token list|add|end …", "tokens with which other systems keep accounts and groups (SCIM 2.0)", scim},
};
