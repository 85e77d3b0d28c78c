/* pg_dump.c: backup and restore of PostgreSQL by its own programs, started without a shell.
   The password goes by the environment, so that no list of processes shows it.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include "store.h"
#include "pg.h"
#include "buf.h"
#include <errno.h>
#include <fcntl.h>
#include <libpq-fe.h>
#include <spawn.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>

/* A connection string without the password, which goes to *ret_password as "PGPASSWORD=…". */
static err split(const char *url, struct arena *a, const char **ret_info, char **ret_password)
{
    PQconninfoOption *all = PQconninfoParse(url, NULL);
    struct buf b = buf_new(8192);

    if (!all)
        return ERR_DB;
    *ret_password = NULL;
    for (PQconninfoOption *o = all; o->keyword; o++) {
        if (!o->val || !*o->val)
            continue;
        if (strcmp(o->keyword, "password") == 0) {
            *ret_password = arena_printf(a, "PGPASSWORD=%s", o->val);
            continue;
        }
        buf_printf(&b, "%s='", o->keyword);
        for (const char *p = o->val; *p; p++) {
            if (*p == '\'' || *p == '\\')
                buf_putc(&b, '\\');
            buf_putc(&b, *p);
        }
        buf_puts(&b, "' ");
    }
    PQconninfoFree(all);
    *ret_info = arena_dup(a, b.s ? b.s : "");
    buf_free(&b);
    return OK;
}

static char **environment(struct arena *a, char *password)
{
    size_t n = 0;
    char **env;

    while (environ[n])
        n++;
    env = ARENA_ARRAY(a, n + 2, char *);
    for (size_t i = 0; i < n; i++)
        env[i] = environ[i];
    env[n] = password;
    return env;
}

/* What the program says on standard error, as far as it fits. */
static const char *hear(int fd, struct arena *a)
{
    char part[512];
    struct buf b = buf_new(2000);
    const char *said;
    ssize_t n;

    while ((n = read(fd, part, sizeof part)) > 0 || (n < 0 && errno == EINTR))
        if (n > 0)
            buf_put(&b, part, (size_t)n);
    said = arena_dup(a, b.s ? b.s : "");
    buf_free(&b);
    return said;
}

static err ended(pid_t pid, const char *program, const char *said, struct arena *a,
                 const char **ret_why)
{
    int status = 0;

    while (waitpid(pid, &status, 0) < 0)
        if (errno != EINTR)
            return ERR_IO;
    if (WIFEXITED(status) && WEXITSTATUS(status) == 0)
        return OK;
    *ret_why = arena_printf(a, "%s failed: %s", program, said);
    return ERR_DB;
}

static err spawn(char **argv, char **env, struct arena *a, const char **ret_why)
{
    posix_spawn_file_actions_t acts;
    int pipe_fd[2];
    pid_t pid;
    int rc;
    const char *said;

    if (pipe2(pipe_fd, O_CLOEXEC) != 0) {
        *ret_why = "no pipe to the database's program";
        return ERR_IO;
    }
    posix_spawn_file_actions_init(&acts);
    posix_spawn_file_actions_addopen(&acts, 0, "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_adddup2(&acts, pipe_fd[1], 2);
    rc = posix_spawnp(&pid, argv[0], &acts, NULL, argv, env);
    posix_spawn_file_actions_destroy(&acts);
    close(pipe_fd[1]);
    if (rc != 0) {
        close(pipe_fd[0]);
        *ret_why = arena_printf(a, "%s cannot be started: is postgresql-client installed?", argv[0]);
        return ERR_IO;
    }
    said = hear(pipe_fd[0], a);
    close(pipe_fd[0]);
    return ended(pid, argv[0], said, a, ret_why);
}

err pg_backup(struct store *s, const char *path, struct arena *a, const char **ret_why)
{
    const char *info;
    char *password;

    if (split(s->url, a, &info, &password) != OK) {
        *ret_why = "the database's address is not understood";
        return ERR_DB;
    }
    {
        char *argv[] = {arena_dup(a, "pg_dump"),
                        arena_dup(a, "--format=custom"),
                        arena_dup(a, "--no-owner"),
                        arena_printf(a, "--file=%s", path),
                        arena_printf(a, "--dbname=%s", info),
                        NULL};

        TRY(spawn(argv, environment(a, password), a, ret_why));
    }
    (void)chmod(path, 0600);
    return OK;
}
