/* stage.c: makes a campus for one story and takes it down: state folder, database, clock, chance.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <spawn.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include "campus_q.h"
#include "clock.h"
#include "file.h"
#include "rand.h"
#include "service.h"
#include "story.h"

extern char **environ;

static int remove_one(const char *path, const struct stat *st, int what, struct FTW *ftw)
{
    (void)st;
    (void)what;
    (void)ftw;
    return remove(path);
}

static bool run_psql(const char *url, const char *sql)
{
    char *argv[] = {(char[]){"psql"},
                    (char[]){"-qXvON_ERROR_STOP=1"},
                    strdup(url),
                    (char[]){"-c"},
                    (char[]){"SET client_min_messages = warning"},
                    (char[]){"-c"},
                    strdup(sql),
                    NULL};
    pid_t pid = 0;
    int status = 1;

    if (posix_spawnp(&pid, "psql", NULL, NULL, argv, environ) == 0)
        waitpid(pid, &status, 0);
    free(argv[2]);
    free(argv[6]);
    return status == 0;
}

/* A database of its own: "/postgres?" of the URL becomes "/story_N?". */
static const char *own_database(struct story *s, int number)
{
    const char *at = strstr(s->database, "/postgres?");
    const char *drop = arena_printf(s->arena, "DROP DATABASE IF EXISTS story_%d", number);
    const char *make = arena_printf(s->arena, "CREATE DATABASE story_%d", number);

    if (!at || !run_psql(s->database, drop) || !run_psql(s->database, make))
        return NULL;
    return arena_printf(s->arena, "%.*s/story_%d%s", (int)(at - s->database), s->database, number,
                        at + strlen("/postgres"));
}

bool stage_open(struct story *s, int number)
{
    const char *why = "";
    const char *memory = access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp";
    char *state = arena_printf(s->arena, "%s/rapenburg-story-XXXXXX", memory);
    const char *database = NULL;

    if (!mkdtemp(state)) {
        story_fault(s, "no folder for the state: %s", strerror(errno));
        return false;
    }
    s->state = state;
    const char *conf = file_join(s->arena, state, "rapenburg.conf");
    struct str settings = STR("campus.log_level = error\ncampus.asks_person = 100000\n");
    if (!getenv("STORY_LOG") && file_write(conf, settings.s, settings.n, 0600) != OK)
        story_fault(s, "%s cannot be written", conf);
    if (s->database && !(database = own_database(s, number))) {
        story_fault(s, "no database: is psql there, and does the URL name /postgres?");
        return false;
    }
    rand_seed(s->seed);
    clock_freeze((instant){1795521600000});
    struct app_options o = {
        .state = state, .database = database, .services = services, .n_services = n_services};
    err e = app_open(&o, &s->app, &why);
    if (e != OK)
        story_fault(s, "the campus does not open: %s: %s", err_name(e), why);
    return e == OK;
}

void stage_close(struct story *s)
{
    if (s->app)
        app_close(s->app);
    s->app = NULL;
    if (s->state)
        nftw(s->state, remove_one, 16, FTW_DEPTH | FTW_PHYS);
    clock_freeze((instant){0});
    rand_seed(0);
}

void stage_work(struct story *s)
{
    int rounds = 0;

    store_drain(s->app->store);
    while (app_work_once(s->app, clock_now()) && ++rounds < 200)
        store_drain(s->app->store);
    if (rounds == 200)
        story_fault(s, "the work does not end");
}

/* --- Mails ------------------------------------------------------------------------------------ */

struct post {
    struct story *s;
    const char *address;
    bool found;
};

/* As the relay would: takes what waits, lays the rest back, and hands the last one for this address over. */
static enum wrote hand_over(struct db *db, void *ctx)
{
    struct post *p = ctx;
    struct campus_mail_claim_list rows;
    const struct campus_mail_claim *last = NULL;

    if (campus_q_claim_mails(db, db_now(db), db_now(db), "story", 500, &rows) != OK)
        return WROTE_FAILED;
    for (size_t i = 0; i < rows.n; i++)
        if (strcmp(rows.v[i].address, p->address) == 0 && (!last || rows.v[i].id.v > last->id.v))
            last = &rows.v[i];
    p->found = last != NULL;
    if (!last)
        return WROTE_DONE;
    char *text = arena_dup(p->s->arena, arena_printf(p->s->arena, "Subject: %s\n\n%s", last->subject, last->plain));

    for (char *c = text; *c; c++) /* lines of a paragraph are one */
        if (c > text && *c == '\n' && c[-1] != '\n' && c[1] != '\n')
            *c = ' ';
    p->s->answer = (struct web_answer){.headers = "", .body = {text, strlen(text)}};
    p->s->words = text;
    return campus_q_mail_sent(db, last->id, db_now(db)) == OK ? WROTE_DONE : WROTE_FAILED;
}

void stage_mail(struct story *s, const char *address)
{
    struct post p = {.s = s, .address = address};

    if (store_write_now(s->app->store, s->arena, clock_now(), hand_over, &p) != OK)
        story_fault(s, "the mails cannot be read");
    else if (!p.found && !s->lost)
        story_fault(s, "no mail waits for %s", address);
    s->spoke = true;
    s->step.asked = true;
}

static void check_service(struct story *s, const struct service *service, struct db *db)
{
    struct buf out = buf_new(1 << 20);
    err e = service->check(db, &out);

    if (e != OK)
        story_fault(s, "check of %s: %s: %s", service->name, err_name(e), db_words(db));
    if (out.n > 0)
        story_fault(s, "check of %s finds: %s", service->name, out.s);
    buf_free(&out);
}

void stage_check(struct story *s)
{
    struct db *db = NULL;
    const char *why = "";

    if (!s->app)
        return;
    store_drain(s->app->store);
    err e = store_check(s->app->store, s->arena, &why);
    if (e != OK)
        story_fault(s, "the database's check: %s", why);
    e = store_reader(s->app->store, s->arena, clock_now(), &db);
    if (e != OK) {
        story_fault(s, "no reader for the check: %s", err_name(e));
        return;
    }
    for (size_t i = 0; i < s->app->n_services; i++)
        if (s->app->services[i]->check)
            check_service(s, s->app->services[i], db);
    store_release(db);
}

void stage_copy(struct story *s, const char *line)
{
    size_t n = strcspn(line, " ");
    const char *from = arena_dupn(s->arena, line, n);
    const char *to = file_join(s->arena, s->state, line + n + (line[n] == ' '));
    struct str_list names = {NULL, 0};

    if (line[n] == '\0' || file_list(s->arena, from, &names) != OK || file_mkdirs(to, 0700) != OK)
        story_fault(s, "copy FOLDER FOLDER-OF-THE-STATE");
    for (size_t i = 0; i < names.n; i++) {
        struct str text = {"", 0};

        if (file_read(s->arena, file_join(s->arena, from, names.v[i]), 1 << 20, &text) != OK ||
            file_write(file_join(s->arena, to, names.v[i]), text.s, text.n, 0600) != OK)
            story_fault(s, "%s cannot be copied", names.v[i]);
    }
}

/* --- Commands --------------------------------------------------------------------------------- */

static const struct command *command_named(const struct app *app, const char *name)
{
    for (size_t i = 0; i < app->n_services; i++) {
        const struct service *service = app->services[i];

        for (size_t c = 0; c < service->n_commands; c++)
            if (strcmp(service->commands[c].name, name) == 0)
                return &service->commands[c];
    }
    return NULL;
}

/* Runs it with standard output and error in a file of the state folder. */
static int run_into(struct story *s, const struct command *c, int argc, char **argv,
                    const char *path)
{
    fflush(stdout);
    fflush(stderr);
    int file = open(path, O_CREAT | O_TRUNC | O_WRONLY | O_CLOEXEC, 0600);
    int out = dup(1);
    int errs = dup(2);

    if (file < 0 || out < 0 || errs < 0 || dup2(file, 1) < 0 || dup2(file, 2) < 0) {
        story_fault(s, "the output cannot be kept: %s", strerror(errno));
        return -1;
    }
    int code = c->run(s->app, argc, argv);
    fflush(stdout);
    fflush(stderr);
    dup2(out, 1);
    dup2(errs, 2);
    close(out);
    close(errs);
    close(file);
    return code;
}

/* Words between blanks; quotes keep blanks inside one. */
static int split_words(struct story *s, const char *line, char *argv[static 32])
{
    int n = 0;

    for (line += strspn(line, " "); *line && n < 31; line += strspn(line, " ")) {
        bool quotes = *line == '"';
        size_t len = strcspn(line + quotes, quotes ? "\"" : " ");

        argv[n++] = arena_dupn(s->arena, line + quotes, len);
        line += len + quotes + (quotes && line[len + 1] == '"');
    }
    return n;
}

void stage_command(struct story *s, const char *line)
{
    char *argv[32] = {(char[]){""}};
    int argc = split_words(s, line, argv);
    const char *path = file_join(s->arena, s->state, "story.out");
    struct str text = {"", 0};
    const struct command *c = command_named(s->app, argv[0]);

    if (!c) {
        story_fault(s, "there is no command %s", argv[0]);
        return;
    }
    s->answer = (struct web_answer){.headers = ""};
    s->answer.status = run_into(s, c, argc, argv, path);
    if (file_read(s->arena, path, 16 << 20, &text) != OK)
        story_fault(s, "the output was not kept");
    s->answer.body = text;
    s->words = text.s;
    s->spoke = true;
    s->step.asked = true;
}
