/* cli.c: reads the command line and finds the command.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include "cli.h"
#include <stdarg.h>
#include "log.h"
#include "own.h"
#include "str.h"
#include "version.h"

static const struct main_command commands[] = {
    {"serve", "serve [--listen ADDR:PORT]", "runs the campus until SIGTERM; SIGHUP reads the settings again",
     serve_run},
    {"backup", "backup DIR", "a consistent copy of the state into an empty folder, while the campus runs",
     backup_run},
    {"restore", "restore DIR", "makes the state folder, which must be empty, from a backup", restore_run},
    {"check", "check", "proves the database, the services' invariants and the audit log", check_run},
    {"audit", "audit verify", "proves numbers, hashes and signatures of the audit log", audit_run},
    {"keys", "keys rotate", "makes a new key for secrets in the database; older ones still open what they sealed",
     keys_run},
    {"settings", "settings [--sample|--markdown]", "shows the settings, or writes a sample or the manual page",
     settings_run},
    {"version", "version", "says which release this is", version_run},
};

int complain(const char *fmt, ...)
{
    va_list ap;

    va_start(ap, fmt);
    fputs("rapenburg: ", stderr);
    vfprintf(stderr, fmt, ap);
    fputc('\n', stderr);
    va_end(ap);
    return EXIT_FAULT;
}

static void help_line(const char *usage, const char *text)
{
    printf("  %-34s %s\n", usage, text);
}

static int help(void)
{
    printf("rapenburg %s, a digital campus.\n\nrapenburg COMMAND --state DIR [--database "
           "postgres://…]\n\n",
           RAPENBURG_VERSION);
    for (size_t i = 0; i < COUNT(commands); i++)
        help_line(commands[i].usage, commands[i].text);
    for (size_t s = 0; s < n_services; s++)
        for (size_t i = 0; i < services[s]->n_commands; i++)
            help_line(services[s]->commands[i].usage, services[s]->commands[i].text);
    printf("\nAll state is in DIR (or RAPENBURG_STATE); settings in DIR/rapenburg.conf. Without "
           "--database\n(or RAPENBURG_DATABASE) the data is in DIR too. Nothing is written "
           "elsewhere.\n");
    return EXIT_FINE;
}

int version_run(const struct cli *c)
{
    if (!takes(c, 0, "version"))
        return EXIT_USAGE;
    printf("rapenburg %s\n", RAPENBURG_VERSION);
    return EXIT_FINE;
}

bool takes(const struct cli *c, int n, const char *usage)
{
    for (int i = 1; i < c->argc; i++)
        if (c->argv[i][0] == '-') {
            complain("%s does not know %s. Usage: rapenburg %s", c->argv[0], c->argv[i], usage);
            return false;
        }
    if (c->argc - 1 == n)
        return true;
    complain("%s takes %d word%s, not %d. Usage: rapenburg %s", c->argv[0], n, n == 1 ? "" : "s",
             c->argc - 1, usage);
    return false;
}

struct app *open_app(const struct cli *c, bool own)
{
    struct app_options o = {.state = c->state,
                            .database = c->database,
                            .services = services,
                            .n_services = n_services,
                            .own = own};
    struct app *app = NULL;
    const char *why = NULL;

    if (str_empty(c->state)) {
        complain("which state folder? Say --state DIR, or set RAPENBURG_STATE.");
        return NULL;
    }
    if (app_open(&o, &app, &why) == OK)
        return app;
    complain("%s", why);
    app_close(app);
    return NULL;
}

const struct settings_group **all_groups(struct arena *a, size_t *ret_n)
{
    const struct settings_group **g =
        ARENA_ARRAY(a, n_own_services + n_services, const struct settings_group *);
    size_t n = 0;

    for (size_t s = 0; s < n_own_services; s++)
        if (own_services[s]->settings != NULL)
            g[n++] = own_services[s]->settings;
    for (size_t s = 0; s < n_services; s++)
        if (services[s]->settings != NULL)
            g[n++] = services[s]->settings;
    *ret_n = n;
    return g;
}

/* An option that takes a value, at argv[*i]: "--state DIR" or "--state=DIR". */
static bool option(char **argv, int *i, const char *name, const char **ret_value)
{
    size_t n = strlen(name);

    if (strncmp(argv[*i], name, n) != 0)
        return false;
    if (argv[*i][n] == '=') {
        *ret_value = argv[*i] + n + 1;
        return true;
    }
    if (argv[*i][n] != '\0')
        return false;
    *ret_value = argv[*i + 1] != NULL ? argv[++*i] : "";
    return true;
}

static int read_line(struct cli *c, int argc, char **argv)
{
    const char *clock = NULL;

    c->state = getenv("RAPENBURG_STATE");
    c->database = getenv("RAPENBURG_DATABASE");
    c->argv = ARENA_ARRAY(c->arena, (size_t)argc + 1, char *);
    for (int i = 1; i < argc; i++)
        if (!option(argv, &i, "--state", &c->state) && !option(argv, &i, "--database", &c->database) &&
            !option(argv, &i, "--listen", &c->listen) && !option(argv, &i, "--clock", &clock))
            c->argv[c->argc++] = argv[i];
    if (clock == NULL)
        return EXIT_FINE;
    if (instant_parse(clock, &c->clock) != OK) {
        complain("--clock takes a moment like 2026-11-23T10:00:00Z, not \"%s\".", clock);
        return EXIT_USAGE;
    }
    clock_freeze(c->clock);
    return EXIT_FINE;
}

static bool asks_help(const struct cli *c)
{
    for (int i = 1; i < c->argc; i++)
        if (str_eq(c->argv[i], "--help") || str_eq(c->argv[i], "-h"))
            return true;
    return false;
}

/* How a command is used, in full. */
static int usage(const struct command *cmd, FILE *to)
{
    fprintf(to, "usage: rapenburg %s\n%s.\n", cmd->usage, cmd->text);
    return to == stdout ? EXIT_FINE : EXIT_USAGE;
}

static int run_with_app(const struct cli *c, const struct command *cmd)
{
    struct app *app = NULL;
    int code = EXIT_FAULT;

    if (asks_help(c))
        return usage(cmd, stdout);
    if (cmd->bare != NULL && (c->argc < 2 || !str_eq(c->argv[1], cmd->bare)))
        return usage(cmd, stderr);

    if (cmd->bare != NULL)
        return cmd->run(NULL, c->argc, c->argv);
    app = open_app(c, false);
    if (app == NULL)
        return EXIT_FAULT;
    code = cmd->run(app, c->argc, c->argv);
    app_close(app);
    return code;
}

static int run(const struct cli *c)
{
    const char *name = c->argc > 0 ? c->argv[0] : "help";

    if (str_eq(name, "help") || str_eq(name, "--help") || str_eq(name, "-h"))
        return help();
    if (c->listen != NULL && !str_eq(name, "serve")) {
        complain("--listen is for serve only.");
        return EXIT_USAGE;
    }
    for (size_t i = 0; i < COUNT(commands); i++)
        if (str_eq(commands[i].name, name))
            return commands[i].run(c);
    for (size_t s = 0; s < n_services; s++)
        for (size_t i = 0; i < services[s]->n_commands; i++)
            if (str_eq(services[s]->commands[i].name, name))
                return run_with_app(c, &services[s]->commands[i]);
    complain("there is no command \"%s\". `rapenburg` alone lists them.", name);
    return EXIT_USAGE;
}

int cli_main(int argc, char **argv)
{
    struct cli c = {.arena = arena_new(8U << 20)};
    int code = read_line(&c, argc, argv);

    if (code == EXIT_FINE)
        code = run(&c);
    if (fflush(stdout) != 0)
        code = EXIT_FAULT;
    arena_free(c.arena);
    return code;
}
