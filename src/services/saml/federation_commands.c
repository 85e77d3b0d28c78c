/* federation_commands.c: `rapenburg saml federation …`: whose services are known here. SPDX-License-Identifier: AGPL-3.0-or-later */
#include "aggregate.h"
#include "app.h"
#include "audit.h"
#include "federation.h"
#include "file.h"
#include "store.h"
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>

struct work {
    struct app *app;
    struct arena *arena;
    const char *source, *certs, *how;
    struct saml_federation one;
    err e;
    const char *why;
};

static enum wrote run_find(struct db *db, void *ctx)
{
    struct work *w = ctx;

    w->e = saml_q_federation_named(db, w->source, &w->one);
    return WROTE_DONE;
}

/* Adds it, or gives it other certificates. */
static err add(struct db *db, struct work *w)
{
    err e = saml_q_federation_named(db, w->source, &w->one);

    if (e == OK)
        TRY(saml_q_federation_certs(db, w->one.id, w->certs));
    if (e != ERR_NOT_FOUND)
        return e == OK ? saml_q_federation_named(db, w->source, &w->one) : e;
    saml_federation_id id = NEW_ID(db, saml_federation_id);
    TRY(saml_q_federation_add(db, id, w->source, w->certs, w->how, db_now(db)));
    TRY(audit(db, &(struct audit_entry){.what = "saml.federation_made", .about = "saml_federation", .id = id.v}));
    return saml_q_federation_named(db, w->source, &w->one);
}

static enum wrote run_add(struct db *db, void *ctx)
{
    struct work *w = ctx;

    w->e = add(db, w);
    return w->e == OK ? WROTE_DONE : WROTE_FAILED;
}

static err take_away(struct db *db, const struct work *w)
{
    TRY(saml_federation_remove(db, w->one.id));
    return audit(db, &(struct audit_entry){.what = "saml.federation_removed", .about = "saml_federation", .id = w->one.id.v});
}

static enum wrote run_remove(struct db *db, void *ctx)
{
    struct work *w = ctx;

    w->e = take_away(db, w);
    return w->e == OK ? WROTE_DONE : WROTE_FAILED;
}

static err write_now(struct work *w, enum wrote (*run)(struct db *, void *))
{
    err e = store_write_now(w->app->store, w->arena, clock_now(), run, w);

    return w->e != OK ? w->e : e;
}

static err list(struct db *db, struct arena *a)
{
    struct saml_federation_list rows;

    TRY(saml_q_federations(db, &rows));
    for (size_t i = 0; i < rows.n; i++) {
        const struct saml_federation *f = &rows.v[i];
        int64_t n = 0;
        TRY(saml_q_federation_size(db, f->id, &n));
        printf("%s\t%lld services\tuntil %s%s%s\n", f->source, (long long)n, f->until.v ? instant_iso(a, f->until) : "-",
               *f->problem ? "\t" : "", f->problem);
    }
    return OK;
}

static enum wrote run_list(struct db *db, void *ctx)
{
    struct work *w = ctx;

    w->e = list(db, w->arena);
    return WROTE_DONE;
}

static err refresh(struct work *w)
{
    struct saml_refresh r = {.app = w->app, .arena = w->arena};

    TRY(saml_federation_refresh(&r, &w->one, &w->why));
    printf("%zu services, %zu new or other, %zu gone\n", r.n, r.changed, r.gone);
    return OK;
}

static err add_words(struct work *w, int argc, char **argv)
{
    const bool mdq = argc == 6 && str_eq(argv[5], "--mdq");
    struct str pem = {0};

    if ((argc != 5 && !mdq) || !str_eq(argv[3], "--cert"))
        return ERR_USAGE;
    w->how = mdq ? "mdq" : "list";
    w->why = "only an address is asked (--mdq), and it ends without a slash";
    if (mdq && (w->source[0] == '/' || str_ends(w->source, "/")))
        return ERR_USAGE;
    w->why = "the certificates cannot be read: PEM is taken";
    if (file_read(w->arena, argv[4], 65536, &pem) != OK || saml_federation_certs(w->arena, pem, &w->certs) != OK)
        return ERR_USAGE;
    w->why = NULL;
    return OK;
}

/* A file by its whole path: the program that refreshes it later works elsewhere. */
static err read_words(struct work *w, int argc, char **argv)
{
    char path[PATH_MAX];

    w->source = argv[2];
    if (!str_starts(w->source, "https://") && !str_starts(w->source, "http://")) {
        w->why = "the file is not there";
        if (!realpath(w->source, path))
            return ERR_USAGE;
        w->source = arena_dup(w->arena, path);
    }
    w->why = NULL;
    if (!str_eq(argv[1], "add"))
        return argc == 3 ? OK : ERR_USAGE;
    return add_words(w, argc, argv);
}

static err work(struct work *w, int argc, char **argv)
{
    if (argc == 2 && str_eq(argv[1], "list"))
        return write_now(w, run_list);
    if (argc < 3)
        return ERR_USAGE;
    TRY(read_words(w, argc, argv));
    if (str_eq(argv[1], "add")) {
        TRY(write_now(w, run_add));
        return refresh(w);
    }
    bool removes = str_eq(argv[1], "remove");
    if (!removes && !str_eq(argv[1], "refresh"))
        return ERR_USAGE;
    err e = write_now(w, run_find);
    if (e == ERR_NOT_FOUND)
        w->why = "there is no such federation";
    TRY(e);
    return removes ? write_now(w, run_remove) : refresh(w);
}

int saml_federation_command(struct app *app, int argc, char **argv)
{
    struct work w = {.app = app, .arena = arena_new((size_t)1 << 30)};
    err e = work(&w, argc, argv);

    if (e != OK && w.why)
        fprintf(stderr, "rapenburg saml federation: %s\n", w.why);
    else if (e == ERR_USAGE)
        fputs("usage: rapenburg saml federation list\n"
              "       rapenburg saml federation add FILE|URL --cert FILE    its signed metadata, and who signs them (PEM)\n"
              "       rapenburg saml federation add URL --cert FILE --mdq   asked of one service at a time\n"
              "       rapenburg saml federation refresh|remove FILE|URL\n",
              stderr);
    else if (e != OK)
        fprintf(stderr, "rapenburg saml federation: %s\n", err_text(e));
    arena_free(w.arena);
    return e == OK ? 0 : e == ERR_USAGE ? 2 : 1;
}
