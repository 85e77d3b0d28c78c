/* serve.c: `rapenburg serve`: runs the campus until it is asked to stop.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include <pthread.h>
#include <signal.h>
#include <sys/resource.h>
#include "cli.h"
#include "file.h"
#include "log.h"
#include "str.h"
#include "version.h"

#define LISTEN "127.0.0.1:8080"
#define GRACE_MS SECONDS(10)
#define FILES_OWN 256 /* database, log, assets */
#define PEM_MAX (256U * 1024)

/* Every thread that is made later has these blocked too; only main waits for them. */
static sigset_t block_signals(void)
{
    sigset_t set;

    signal(SIGPIPE, SIG_IGN);
    sigemptyset(&set);
    sigaddset(&set, SIGTERM);
    sigaddset(&set, SIGINT);
    sigaddset(&set, SIGHUP);
    pthread_sigmask(SIG_BLOCK, &set, NULL);
    return set;
}

static bool read_pem(const struct app *app, const char *name, const char **ret_pem)
{
    const char *path = name[0] == '/' ? name : file_join(app->arena, app->state, name);
    struct str text = {0};
    err e = file_read(app->arena, path, PEM_MAX, &text);

    if (e == OK) {
        *ret_pem = text.s;
        return true;
    }
    complain("%s: %s. It is named in rapenburg.conf (campus.tls_certificate, campus.tls_key).", path,
             err_text(e));
    return false;
}

/* As many files as we may have: each connection and stream is one. */
static void take_files(const struct campus_settings *s)
{
    uint64_t wanted = (uint64_t)(s->connections + s->streams) + FILES_OWN;
    struct rlimit files;

    if (getrlimit(RLIMIT_NOFILE, &files) != 0)
        return;
    if (files.rlim_cur < files.rlim_max) {
        files.rlim_cur = files.rlim_max;
        (void)setrlimit(RLIMIT_NOFILE, &files);
    }
    if (files.rlim_cur < wanted)
        log_line(LOG_WARNING, "serve.files", LI("may_open", files.rlim_cur), LI("wants", wanted),
                 LS("help", "raise the limit (LimitNOFILE=), or lower campus.connections or "
                            "campus.streams"));
}

static bool begin(struct app *app, const char *address, bool *ret_tls)
{
    const struct campus_settings *s = settings_of(app_settings(app), &campus_group);
    const char *cert = NULL, *key = NULL, *why = NULL;

    take_files(s);
    if (s->tls_certificate[0] != '\0' &&
        (!read_pem(app, s->tls_certificate, &cert) || !read_pem(app, s->tls_key, &key)))
        return false;
    if (web_listen(app->web, address, cert, key, &why) != OK) {
        complain("cannot listen on %s: %s", address, why != NULL ? why : "it did not start");
        return false;
    }
    if (app_work(app) != OK) {
        complain("no thread is left for jobs; is the limit of processes too low?");
        web_stop(app->web, 0);
        return false;
    }
    *ret_tls = cert != NULL;
    return true;
}

static void wait_for_end(struct app *app, const sigset_t *set)
{
    int sig = 0;

    for (;;) {
        if (sigwait(set, &sig) != 0)
            continue;
        if (sig != SIGHUP)
            break;
        app_reread(app, true);
    }
    log_line(LOG_INFO, "serve.stops", LI("signal", sig));
}

int serve_run(const struct cli *c)
{
    const char *address = c->listen != NULL ? c->listen : LISTEN;
    size_t host = strrchr(address, ':') != NULL ? (size_t)(strrchr(address, ':') - address) : 0;
    sigset_t set;
    struct app *app = NULL;
    bool tls = false;

    if (!takes(c, 0, "serve --state DIR [--listen ADDR:PORT]"))
        return EXIT_USAGE;
    if (host == 0) {
        complain("--listen takes ADDR:PORT, like %s or [::]:443, not \"%s\".", LISTEN, address);
        return EXIT_USAGE;
    }
    set = block_signals();
    app = open_app(c, true);
    if (app == NULL)
        return EXIT_FAULT;
    if (!begin(app, address, &tls)) {
        app_close(app);
        return EXIT_FAULT;
    }
    printf("rapenburg %s listens on %s://%.*s:%d\n", RAPENBURG_VERSION, tls ? "https" : "http",
           (int)host, address, web_port(app->web));
    fflush(stdout);
    wait_for_end(app, &set);
    web_stop(app->web, GRACE_MS);
    app_close(app);
    return EXIT_FINE;
}
