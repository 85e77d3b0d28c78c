/* command.c: `rapenburg import DIR [--apply]`.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include "app.h"
#include "file.h"
#include "inside.h"
#include "report.h"
#include <stdio.h>
#include <string.h>

/* The full sample takes 60 MiB; a university of ten times its size fits. */
#define IMPORT_MEMORY ((size_t)1 << 30)
#define DONE          0
#define FAULTY        1
#define USAGE         2

static void print_list(const char *title, const struct str_list *l, int64_t all)
{
    if (l->n == 0)
        return;
    printf("%s\n", title);
    for (size_t i = 0; i < l->n; i++)
        printf("  %s\n", l->v[i]);
    if (all > (int64_t)l->n)
        printf("  and %lld more\n", (long long)(all - (int64_t)l->n));
}

static void print_counts(const struct import *imp)
{
    printf("%-24s %8s %8s %8s %8s\n", "file", "rows", "new", "changed", "removed");
    for (enum sort s = 0; s < SORTS; s++)
        if (imp->present[s])
            printf("%-24s %8zu %8lld %8lld %8lld\n", sorts[s].file, imp->file[s].n,
                   (long long)imp->tally[s].added, (long long)imp->tally[s].changed,
                   (long long)imp->tally[s].removed);
}

/* Everything that was found; the differences only when they are to be looked at. */
static void print_report(struct import *imp, bool differences)
{
    struct str_list faults = report_remarks(imp, true), notes = report_remarks(imp, false),
                    lines;
    int64_t all = 0;

    print_list("Good to know:", &notes, (int64_t)imp->notes);
    print_list("Faults:", &faults, (int64_t)imp->faults);
    print_counts(imp);
    if (imp->faults > 0 || !differences)
        return;
    lines = report_differences(imp, &all);
    print_list("Differences:", &lines, all);
}

static int say_end(struct import *imp, bool applied, err e)
{
    if (imp->faults > 0) {
        printf("%zu faults: nothing was changed.\n", imp->faults);
        return FAULTY;
    }
    if (e != OK) {
        printf("Nothing was changed: %s\n", report_failure(imp, e));
        return FAULTY;
    }
    if (!import_changes(imp))
        printf("Nothing to change.\n");
    else if (applied)
        printf("Applied.\n");
    else
        printf("Nothing was changed yet: `rapenburg import %s --apply` does it.\n", imp->path);
    return DONE;
}

/* Reads, compares and applies in one transaction. */
struct run {
    struct import *imp;
    err result;
};

static enum wrote run_in(struct db *db, void *ctx)
{
    struct run *run = ctx;
    struct import fresh = {.db = db,
                           .arena = run->imp->arena,
                           .lang = run->imp->lang,
                           .path = run->imp->path,
                           .folder = run->imp->folder};

    run->result = import_plan(&fresh);
    if (run->result == OK && fresh.faults == 0)
        run->result = import_apply(&fresh, db);
    *run->imp = fresh;
    return run->result == OK && fresh.faults == 0 ? WROTE_DONE : WROTE_FAILED;
}

static err check_only(struct app *app, struct import *imp)
{
    err e;

    TRY(store_reader(app->store, imp->arena, clock_now(), &imp->db));
    e = import_plan(imp);
    store_release(imp->db);
    return e;
}

static int import_folder(struct app *app, struct arena *a, const char *dir, bool apply)
{
    const char *slash = strrchr(dir, '/');
    struct import imp = {.arena = a, .path = dir, .lang = LANG_EN};
    struct run run = {.imp = &imp};
    err e;

    imp.folder = slash == NULL || slash[1] == '\0' ? dir : slash + 1;
    if (apply) {
        e = store_write_now(app->store, a, clock_now(), run_in, &run);
        e = run.result != OK ? run.result : e;
    } else
        e = check_only(app, &imp);
    if (e == ERR_NOT_FOUND) {
        fprintf(stderr, "rapenburg: there is no folder %s.\n", dir);
        return FAULTY;
    }
    print_report(&imp, !apply);
    return say_end(&imp, apply, e);
}

int records_import_command(struct app *app, int argc, char **argv)
{
    bool apply = false;
    const char *dir = NULL;
    struct arena *a;
    int code;

    for (int i = 1; i < argc; i++) {
        if (strcmp(argv[i], "--apply") == 0)
            apply = true;
        else if (argv[i][0] == '-' || dir != NULL)
            return fprintf(stderr, "usage: rapenburg import DIR [--apply]\n"), USAGE;
        else
            dir = argv[i];
    }
    if (dir == NULL)
        return fprintf(stderr, "usage: rapenburg import DIR [--apply]\n"), USAGE;
    a = arena_new(IMPORT_MEMORY);
    code = import_folder(app, a, dir, apply);
    arena_free(a);
    return code;
}
