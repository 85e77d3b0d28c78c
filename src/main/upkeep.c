/* upkeep.c: `rapenburg backup`, `restore`, `check`, `audit verify`, `settings`.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include "cli.h"
#include "audit.h"
#include "blob.h"
#include "file.h"
#include "seal.h"
#include "str.h"

#define COPY_MAX (1U << 20)
#define DATA "campus.db"

/* What a state folder has beside its database; the tip first, so that it is never ahead of the copy. */
static const char *const kept[] = {"audit.tip", "rapenburg.conf"};

static bool copy_file(struct arena *a, const char *from, const char *to, const char *name)
{
    struct str s = {0};
    err e = file_read(a, file_join(a, from, name), COPY_MAX, &s);

    if (e == ERR_NOT_FOUND)
        return true;
    if (e == OK)
        e = file_write(file_join(a, to, name), s.s, s.n, 0600);
    if (e != OK)
        complain("%s/%s cannot be copied to %s: %s.", from, name, to, err_text(e));
    return e == OK;
}

static bool copy_keys(struct arena *a, const char *from, const char *to)
{
    const char *keys = file_join(a, from, "keys"), *copy = file_join(a, to, "keys");
    struct str_list names = {0};

    if (!file_exists(keys))
        return true;
    if (file_list(a, keys, &names) != OK || file_mkdirs(copy, 0700) != OK) {
        complain("%s cannot be copied to %s.", keys, copy);
        return false;
    }
    for (size_t i = 0; i < names.n; i++)
        if (!copy_file(a, keys, copy, names.v[i]))
            return false;
    return true;
}

static bool copy_small(struct arena *a, const char *from, const char *to)
{
    for (size_t i = 0; i < COUNT(kept); i++)
        if (!copy_file(a, from, to, kept[i]))
            return false;
    return copy_keys(a, from, to);
}

/* After the database: what a row of the copy names is there, for blobs stay a day after their last row. */
static bool copy_blobs(struct blobs *from, const char *to)
{
    struct blobs *copy = NULL;
    err e = blobs_open(to, &copy);

    if (e == OK)
        e = blobs_copy(from, copy);
    blobs_close(copy);
    if (e != OK)
        complain("the blobs cannot be copied to %s: %s.", to, err_text(e));
    return e == OK;
}

static bool restore_blobs(const char *from, const char *to)
{
    struct blobs *b = NULL;
    err e = blobs_open(from, &b);
    bool ok = e == OK && copy_blobs(b, to);

    if (e != OK)
        complain("the blobs of %s cannot be read: %s.", from, err_text(e));
    blobs_close(b);
    return ok;
}

/* An empty folder, made if need be. */
static bool empty_folder(struct arena *a, const char *path)
{
    struct str_list names = {0};

    if (file_mkdirs(path, 0700) != OK || file_list(a, path, &names) != OK) {
        complain("the folder %s cannot be made or read.", path);
        return false;
    }
    if (names.n == 0)
        return true;
    complain("%s is not empty; name an empty folder, or one that does not exist yet.", path);
    return false;
}

int backup_run(const struct cli *c)
{
    struct app *app = NULL;
    const char *why = NULL, *dir = NULL;
    int code = EXIT_FAULT;

    if (!takes(c, 1, "backup DIR --state DIR"))
        return EXIT_USAGE;
    dir = c->argv[1];
    if (!str_empty(c->state) && !file_exists(c->state))
        return complain("there is no state folder %s.", c->state);
    if (!empty_folder(c->arena, dir))
        return EXIT_FAULT;
    app = open_app(c, false);
    if (app == NULL)
        return EXIT_FAULT;
    if (!copy_small(c->arena, app->state, dir))
        code = EXIT_FAULT;
    else if (store_backup(app->store, file_join(c->arena, dir, DATA), c->arena, &why) != OK)
        complain("the database cannot be copied: %s", why);
    else
        code = copy_blobs(app->blobs, dir) ? EXIT_FINE : EXIT_FAULT;
    app_close(app);
    if (code == EXIT_FINE)
        printf("The copy is in %s. It holds keys: keep it as safe as the state folder.\n", dir);
    return code;
}

static bool copy_database(struct arena *a, const char *from, const char *to)
{
    struct str s = {0};
    err e = file_read(a, file_join(a, from, DATA), SIZE_MAX / 4, &s);

    if (e == OK)
        e = file_write(file_join(a, to, DATA), s.s, s.n, 0600);
    if (e != OK)
        complain("%s/%s cannot be copied to %s: %s.", from, DATA, to, err_text(e));
    return e == OK;
}

int restore_run(const struct cli *c)
{
    const char *dir = NULL;
    struct arena *whole = NULL;
    bool ok = false;

    if (!takes(c, 1, "restore DIR --state DIR"))
        return EXIT_USAGE;
    dir = c->argv[1];
    if (str_empty(c->state))
        return complain("into which state folder? Say --state DIR.");
    if (!str_empty(c->database))
        return complain("restore fills a state folder with SQLite; PostgreSQL is restored by its own "
                        "pg_restore (docs/running.md).");
    if (!file_exists(file_join(c->arena, dir, DATA)))
        return complain("%s holds no backup: there is no %s in it.", dir, DATA);
    if (!empty_folder(c->arena, c->state))
        return EXIT_FAULT;
    whole = arena_new(SIZE_MAX / 2);
    ok = copy_small(whole, dir, c->state) && copy_database(whole, dir, c->state) &&
         (!file_exists(file_join(whole, dir, "blobs")) || restore_blobs(dir, c->state));
    arena_free(whole);
    if (!ok)
        return EXIT_FAULT;
    printf("%s is restored from %s; now it is checked.\n", c->state, dir);
    return check_run(&(struct cli){.arena = c->arena,
                                   .state = c->state,
                                   .argc = 1,
                                   .argv = (char *[]){c->argv[0], NULL}});
}

/* --- check ----------------------------------------------------------------------------------- */

static int part(const char *name, const char *fault)
{
    if (fault == NULL) {
        printf("%-12s in order\n", name);
        return 0;
    }
    printf("%-12s NOT IN ORDER\n%s\n", name, fault);
    return 1;
}

static int check_audit(struct app *app, struct arena *a, struct db *db)
{
    struct seal_report r = {0};
    err e = seal_verify(db, a, app->state, app->keys, &r);

    if (e != OK)
        return part("audit log", err_text(e));
    if (r.fault == NULL)
        printf("%-12s %lld lines, %lld seals, %lld not sealed yet\n", "audit log",
               (long long)r.lines, (long long)r.seals, (long long)r.open);
    return part("audit log", r.fault);
}

static int check_services(const struct app *app, struct arena *a, struct db *db)
{
    int faults = 0;

    for (size_t s = 0; s < app->n_services; s++) {
        struct buf out = buf_new(1U << 20);
        err e = OK;

        if (app->services[s]->check == NULL)
            continue;
        e = app->services[s]->check(db, &out);
        faults += part(app->services[s]->name, e != OK     ? err_text(e)
                                               : out.n > 0 ? arena_dupn(a, out.s, out.n)
                                                           : NULL);
        buf_free(&out);
    }
    return faults;
}

/* Runs a check with a read snapshot. */
static int with_reader(struct app *app, int (*run)(struct app *, struct arena *, struct db *))
{
    struct arena *a = arena_new(1U << 30);
    struct db *db = NULL;
    int faults = 1;

    if (store_reader(app->store, a, clock_now(), &db) == OK)
        faults = run(app, a, db);
    else
        complain("the database does not answer.");
    store_release(db);
    arena_free(a);
    return faults;
}

static int check_all(struct app *app, struct arena *a, struct db *db)
{
    return check_services(app, a, db) + check_audit(app, a, db);
}

static int check_blobs(struct blobs *b)
{
    struct buf out = buf_new(1U << 20);
    struct blobs_report r = {0};
    err e = blobs_check(b, &out, &r);
    int faults = 0;

    if (e == OK)
        printf("%-12s %llu, %llu bytes\n", "blobs", (unsigned long long)r.blobs, (unsigned long long)r.bytes);
    faults = part("blobs", e != OK ? err_text(e) : r.faults > 0 ? out.s : NULL);
    buf_free(&out);
    return faults;
}

int check_run(const struct cli *c)
{
    struct app *app = NULL;
    const char *why = NULL;
    int faults = 0;

    if (!takes(c, 0, "check --state DIR"))
        return EXIT_USAGE;
    app = open_app(c, false);
    if (app == NULL)
        return EXIT_FAULT;
    faults = part("database", store_check(app->store, c->arena, &why) == OK ? NULL : why);
    faults += with_reader(app, check_all) + check_blobs(app->blobs);
    app_close(app);
    return faults == 0 ? EXIT_FINE : EXIT_FAULT;
}

int audit_run(const struct cli *c)
{
    struct app *app = NULL;
    int faults = 0;

    if (c->argc != 2 || !str_eq(c->argv[1], "verify")) {
        complain("Usage: rapenburg audit verify --state DIR");
        return EXIT_USAGE;
    }
    app = open_app(c, false);
    if (app == NULL)
        return EXIT_FAULT;
    faults = with_reader(app, check_audit);
    app_close(app);
    return faults == 0 ? EXIT_FINE : EXIT_FAULT;
}

/* --- keys ------------------------------------------------------------------------------------ */

static enum wrote key_added(struct db *db, void *ctx)
{
    struct audit_entry e = {.what = "campus.key_added", .about = "key", .id = *(int *)ctx};

    return audit(db, &e) == OK ? WROTE_DONE : WROTE_FAILED;
}

static int rotate(struct app *app, struct arena *a)
{
    int number = 0;
    err e = keys_rotate(a, app->state, app->keys, &number);

    if (e == OK)
        e = store_write_now(app->store, a, clock_now(), key_added, &number);
    if (e != OK)
        return complain("no new key: %s", err_text(e));
    printf("Key %d seals secrets from the next start of rapenburg serve on; older ones still open what they "
           "sealed. Copy %s/keys to every machine that serves this campus, and into the backup.\n",
           number, app->state);
    return EXIT_FINE;
}

int keys_run(const struct cli *c)
{
    struct app *app = NULL;
    int code = EXIT_FINE;

    if (c->argc != 2 || !str_eq(c->argv[1], "rotate")) {
        complain("Usage: rapenburg keys rotate --state DIR");
        return EXIT_USAGE;
    }
    app = open_app(c, false);
    if (app == NULL)
        return EXIT_FAULT;
    code = rotate(app, c->arena);
    app_close(app);
    return code;
}

/* --- settings -------------------------------------------------------------------------------- */

static int show_settings(const struct cli *c, const struct settings_group *const *groups, size_t n)
{
    struct settings *s = NULL;
    const char *why = NULL;
    int code = EXIT_FINE;

    if (str_empty(c->state))
        return complain("which state folder? Say --state DIR, or --sample for all settings.");
    if (settings_load(groups, n, file_join(c->arena, c->state, "rapenburg.conf"), &s, &why) != OK) {
        code = complain("%s", why);
    } else {
        for (size_t g = 0; g < n; g++)
            for (size_t r = 0; r < groups[g]->n_rows; r++)
                printf("%s.%s = %s\n", groups[g]->name, groups[g]->rows[r].key,
                       settings_show(c->arena, s, groups[g], &groups[g]->rows[r]));
    }
    settings_free(s);
    return code;
}

int settings_run(const struct cli *c)
{
    size_t n = 0;
    const struct settings_group **groups = all_groups(c->arena, &n);
    struct buf b = buf_new(1U << 20);

    if (c->argc == 1)
        return show_settings(c, groups, n);
    if (c->argc == 2 && str_eq(c->argv[1], "--sample"))
        settings_sample(&b, groups, n);
    else if (c->argc == 2 && str_eq(c->argv[1], "--markdown"))
        settings_markdown(&b, groups, n);
    else {
        complain("Usage: rapenburg settings [--sample|--markdown]");
        return EXIT_USAGE;
    }
    fwrite(b.s, 1, b.n, stdout);
    buf_free(&b);
    return EXIT_FINE;
}
