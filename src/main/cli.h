/* cli.h: the command line: what was typed, and the commands of main.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef MAIN_CLI_H
#define MAIN_CLI_H
#include "app.h"
#include "service.h"

enum { EXIT_FINE = 0, EXIT_FAULT = 1, EXIT_USAGE = 2 };

/* What was typed: options of all commands, and what is left for the command. */
struct cli {
    struct arena *arena;
    const char *state;    /* --state, else RAPENBURG_STATE */
    const char *database; /* --database, else RAPENBURG_DATABASE; NULL: SQLite */
    const char *listen;   /* --listen, only of serve; NULL: the default */
    instant clock;        /* --clock; zero: the real time */
    int argc;
    char **argv;          /* argv[0] is the command's name; ends with NULL */
};

/* A command of main itself; the others come from the services' tables. */
struct main_command {
    const char *name;
    const char *usage;
    const char *text;
    int (*run)(const struct cli *c);
};

/* The whole program: gives the exit code. */
int cli_main(int argc, char **argv);

/* "rapenburg: …" on standard error; gives EXIT_FAULT. */
[[gnu::format(printf, 1, 2)]] int complain(const char *fmt, ...);
/* Opens the app of the state folder that was named; says what is wrong. NULL: it did not open. */
struct app *open_app(const struct cli *c, bool own);
/* Complains and gives false unless exactly n words follow the command's name. */
bool takes(const struct cli *c, int n, const char *usage);
/* The settings groups of all services, the campus's first. */
const struct settings_group **all_groups(struct arena *a, size_t *ret_n);

int serve_run(const struct cli *c);
int backup_run(const struct cli *c);
int restore_run(const struct cli *c);
int check_run(const struct cli *c);
int audit_run(const struct cli *c);
int keys_run(const struct cli *c);
int settings_run(const struct cli *c);
int version_run(const struct cli *c);

#endif
