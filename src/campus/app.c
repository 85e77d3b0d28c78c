/* app.c: opens and closes the program: state folder, settings, database, services, web.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include "app.h"
#include <errno.h>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include "blob.h"
#include "bus.h"
#include "bus_in.h"
#include "file.h"
#include "hooks.h"
#include "keys.h"
#include "leases.h"
#include "limiter.h"
#include "mailout_in.h"
#include "log.h"
#include "own.h"
#include "rand.h"
#include "search.h"
#include "service.h"
#include "work.h"

/* The opening of one app. */
struct opening {
    const struct app_options *o;
    struct app *app;
    const char *why; /* English, in the app's arena */
};

static const char *conf_path(struct arena *a, const char *state)
{
    return file_join(a, state, "rapenburg.conf");
}

/* A folder that was there before may be open to others, who would read what is in rapenburg.conf. */
static void tighten(const char *state)
{
    struct stat st;

    if (stat(state, &st) != 0 || (st.st_mode & 077) == 0)
        return;
    bool ok = chmod(state, st.st_mode & 0700) == 0;
    log_line(ok ? LOG_INFO : LOG_WARNING, "state.tightened", LS("state", state),
             LS("outcome", ok ? "only its owner reads it now" : "others can still read it"));
}

static err open_folder(struct opening *op)
{
    struct app *app = op->app;
    const char *path = file_join(app->arena, app->state, "lock");
    err e = file_mkdirs(app->state, 0700);

    if (e != OK) {
        op->why = arena_printf(app->arena, "The state folder %s cannot be made: %s.", app->state,
                               strerror(errno));
        return e;
    }
    tighten(app->state);
    if (!op->o->own || !str_empty(op->o->database))
        return OK;
    app->lock = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (app->lock >= 0 && flock(app->lock, LOCK_EX | LOCK_NB) == 0)
        return OK;
    op->why = arena_printf(app->arena,
                           errno == EWOULDBLOCK
                               ? "The state folder %s is in use by another rapenburg. Stop that one "
                                 "first, or give this one its own --state."
                               : "The state folder %s cannot be locked. Is it writable?",
                           app->state);
    return ERR_BUSY;
}

static enum log_level level_of(const char *word)
{
    if (str_eq(word, "debug"))
        return LOG_DEBUG;
    if (str_eq(word, "warning"))
        return LOG_WARNING;
    return str_eq(word, "error") ? LOG_ERROR : LOG_INFO;
}

/* What a table cannot say of the campus's own rows. */
static err campus_rows_ok(struct opening *op, const struct campus_settings *c)
{
    const char *letters = "abcdefghijklmnopqrstuvwxyz0123456789";

    if (c->key[0] == '\0' || strlen(c->key) > 32 || strspn(c->key, letters) != strlen(c->key)) {
        op->why = "rapenburg.conf: campus.key takes 1 to 32 of a-z and 0-9";
        return ERR_PARSE;
    }
    if ((c->tls_certificate[0] == '\0') != (c->tls_key[0] == '\0')) {
        op->why = "rapenburg.conf: campus.tls_certificate and campus.tls_key go together";
        return ERR_PARSE;
    }
    if (!str_eq(c->log_level, "info") && level_of(c->log_level) == LOG_INFO) {
        op->why = "rapenburg.conf: campus.log_level is debug, info, warning or error";
        return ERR_PARSE;
    }
    if (clock_zone_set(c->zone) != OK) {
        op->why = arena_printf(op->app->arena,
                               "rapenburg.conf: campus.zone: this machine does not know \"%s\"; is "
                               "the package tzdata installed?",
                               c->zone);
        return ERR_PARSE;
    }
    return OK;
}

static err open_settings(struct opening *op)
{
    struct app *app = op->app;
    const struct settings_group **groups = NULL;
    const struct campus_settings *c = NULL;
    size_t n = 0;

    groups = ARENA_ARRAY(app->arena, app->n_services, const struct settings_group *);
    for (size_t s = 0; s < app->n_services; s++)
        if (app->services[s]->settings != NULL)
            groups[n++] = app->services[s]->settings;
    TRY(settings_load(groups, n, conf_path(app->arena, app->state), &app->settings, &op->why));
    c = settings_of(app->settings, &campus_group);
    log_level_set(level_of(c->log_level));
    TRY(campus_rows_ok(op, c));
    return mailout_settings_ok(app->arena, app->settings, &op->why);
}

static err migrate(struct opening *op)
{
    struct app *app = op->app;
    struct migration *all = NULL;
    size_t n = 0, i = 0;

    for (size_t s = 0; s < app->n_services; s++)
        n += app->services[s]->n_migrations;
    all = ARENA_ARRAY(app->arena, n, struct migration);
    for (size_t s = 0; s < app->n_services; s++)
        for (size_t m = 0; m < app->services[s]->n_migrations; m++)
            all[i++] = app->services[s]->migrations[m];
    return store_migrate(app->store, all, n, app->arena, &op->why);
}

static enum wrote number_run(struct db *db, void *ctx)
{
    struct app *app = ctx;
    instant until = instant_add(db_now(db), HOURS(6));

    return lease_process(db, app->holder, until, &app->process) == OK ? WROTE_DONE : WROTE_FAILED;
}

struct app *db_app(const struct db *db)
{
    return db_owner(db);
}

static struct app_kept *kept_by(const struct app *app, const struct service *of)
{
    for (size_t s = 0; s < app->n_services; s++)
        if (app->services[s] == of)
            return &app->kept[s];
    return NULL;
}

void app_keep(struct app *app, const struct service *of, void *what, void (*drop)(void *what))
{
    struct app_kept *k = kept_by(app, of);

    if (k != NULL)
        *k = (struct app_kept){what, drop};
}

void *app_kept(const struct app *app, const struct service *of)
{
    const struct app_kept *k = kept_by(app, of);

    return k != NULL ? k->what : NULL;
}

static void drop_kept(struct app *app)
{
    for (size_t s = 0; s < app->n_services; s++)
        if (app->kept[s].drop != NULL)
            app->kept[s].drop(app->kept[s].what);
}

static err open_store(struct opening *op)
{
    struct app *app = op->app;
    struct store_options so = {.state = app->state, .database = op->o->database};

    TRY(store_open(&so, &app->store, &op->why));
    store_owner_set(app->store, app);
    bus_open(app);
    search_open(app);
    app->searches = limiter_new(app->arena);
    TRY(migrate(op));
    app->process = -1;
    TRY(store_write_now(app->store, app->arena, clock_now(), number_run, app));
    if (app->process < 0) {
        op->why = "No process number is free: too many processes use this database, or crashed in "
                  "the last six hours.";
        return ERR_BUSY;
    }
    store_process_set(app->store, app->process);
    return keys_open(app->arena, app->state, &app->keys, &op->why);
}

static err open_web(struct opening *op)
{
    struct app *app = op->app;
    const struct campus_settings *c = settings_of(app->settings, &campus_group);
    struct web_options wo = {
        .store = app->store,
        .campus_key = c->key,
        .url = c->url,
        .trusted_proxies = c->trusted_proxies,
        .hsts = c->hsts,
        .secret = keys_derive(app->arena, app->keys, "web"),
        .connections = c->connections,
        .streams = c->streams,
        .workers = c->workers,
        .owner = app,
        .who = campus_who,
        .may = campus_may,
        .lets = campus_lets,
        .error_page = campus_error_page,
        .sign_in_path = "/sign-in",
    };

    TRY(web_new(&wo, &app->web));
    for (size_t s = 0; s < app->n_services; s++) {
        const struct service *v = app->services[s];

        if (web_routes(app->web, v->name, v->routes, v->n_routes) == OK)
            continue;
        op->why = arena_printf(app->arena, "The service %s has an address that another has too.",
                               v->name);
        return ERR_EXISTS;
    }
    return OK;
}

static err start_services(struct opening *op)
{
    struct app *app = op->app;

    app->jobs = worker_new(app);
    app->tasks = tasks_new(app);
    TRY(work_register(app));
    TRY(bus_start(app));
    for (size_t s = 0; s < app->n_services; s++) {
        err e = app->services[s]->start != NULL ? app->services[s]->start(app) : OK;

        if (e != OK) {
            op->why = arena_printf(app->arena, "The service %s does not start: %s.",
                                   app->services[s]->name, err_text(e));
            return e;
        }
    }
    return OK;
}

/* What crashed writers left half goes when the campus starts; a command beside it leaves all alone. */
static err open_blobs(struct opening *op)
{
    struct app *app = op->app;
    size_t removed = 0;
    err e = blobs_open(app->state, &app->blobs);

    if (e == OK && op->o->own)
        e = blobs_sweep(app->blobs, &removed);
    if (e != OK)
        op->why = arena_printf(app->arena, "The folder %s/blobs cannot be used: %s.", app->state, err_text(e));
    if (removed > 0)
        log_line(LOG_INFO, "blobs.swept", LI("removed", removed));
    return e;
}

static err open_all(struct opening *op)
{
    TRY(open_folder(op));
    TRY(open_settings(op));
    TRY(open_blobs(op));
    TRY(open_store(op));
    TRY(open_web(op));
    return start_services(op);
}

err app_open(const struct app_options *o, struct app **ret_app, const char **ret_why)
{
    struct arena *a = arena_new(64U << 20);
    struct app *app = ARENA_NEW(a, struct app);
    const size_t n = n_own_services + o->n_services;
    const struct service **all = ARENA_ARRAY(a, n, const struct service *);
    struct opening op = {.o = o, .app = app};
    char host[256] = "";
    err e = OK;

    for (size_t i = 0; i < n; i++)
        all[i] = i < n_own_services ? own_services[i] : o->services[i - n_own_services];
    gethostname(host, sizeof(host) - 1);
    *app = (struct app){.arena = a,
                        .state = arena_dup(a, o->state),
                        .services = all,
                        .n_services = n,
                        .kept = ARENA_ARRAY(a, n, struct app_kept),
                        .lock = -1};
    pthread_mutex_init(&app->rereading, NULL);
    app->holder = arena_printf(a, "%s:%d:%s", host, (int)getpid(), rand_token(a, 6));
    e = open_all(&op);
    *ret_app = app;
    if (e != OK)
        *ret_why = op.why != NULL ? op.why : err_text(e);
    return e;
}

static enum wrote leave_run(struct db *db, void *ctx)
{
    const struct app *app = ctx;

    bus_tell(db, BUS_LEASES, 0);
    return leases_leave(db, app->holder) == OK ? WROTE_DONE : WROTE_FAILED;
}

static void leave(struct app *app)
{
    struct arena *a = arena_new(1U << 20);
    err e = store_write_now(app->store, a, clock_now(), leave_run, app);

    if (e != OK)
        log_line(LOG_WARNING, "lease.left", LS("error", err_name(e)));
    arena_free(a);
}

void app_close(struct app *app)
{
    struct settings *s = NULL;

    if (app == NULL)
        return;
    if (app->tasks != NULL)
        tasks_stop(app->tasks);
    if (app->jobs != NULL)
        worker_stop(app->jobs);
    if (app->web != NULL)
        web_free(app->web);
    if (app->store != NULL && app->process >= 0)
        leave(app);
    if (app->store != NULL)
        store_close(app->store);
    drop_kept(app);
    search_close(app);
    blobs_close(app->blobs);
    keys_wipe(app->keys);
    pthread_mutex_destroy(&app->rereading);
    if (app->lock >= 0)
        close(app->lock);
    for (s = app->settings; s != NULL;) {
        struct settings *older = settings_older(s);

        settings_free(s);
        s = older;
    }
    arena_free(app->arena);
}

const struct settings *app_settings(const struct app *app)
{
    return __atomic_load_n(&app->settings, __ATOMIC_ACQUIRE);
}

err app_reload(struct app *app, struct arena *a, const char **ret_why)
{
    struct settings *s = NULL;
    const struct campus_settings *c = NULL;
    const char *why = NULL;
    err e = OK;

    pthread_mutex_lock(&app->rereading);
    e = settings_reload(app->settings, conf_path(a, app->state), &s, &why);
    if (e == OK)
        __atomic_store_n(&app->settings, s, __ATOMIC_RELEASE);
    pthread_mutex_unlock(&app->rereading);
    if (e != OK) {
        *ret_why = arena_dup(a, why != NULL ? why : err_text(e));
        settings_free(s);
        return e;
    }
    c = settings_of(s, &campus_group);
    log_level_set(level_of(c->log_level));
    return OK;
}

static enum wrote tell_settings(struct db *db, void *ctx)
{
    (void)ctx;
    bus_tell(db, BUS_SETTINGS, 0);
    return WROTE_DONE;
}

void app_reread(struct app *app, bool tell)
{
    struct arena *a = arena_new(1U << 20);
    const char *why = NULL;
    err e = app_reload(app, a, &why);

    if (e == OK)
        log_line(LOG_INFO, "settings.read");
    else
        log_line(LOG_ERROR, "settings.refused", LS("why", why));
    if (e == OK && tell && store_is_postgres(app->store))
        e = store_write_now(app->store, a, clock_now(), tell_settings, NULL);
    if (e != OK && why == NULL)
        log_line(LOG_WARNING, "settings.not_told", LS("error", err_name(e)));
    arena_free(a);
}
