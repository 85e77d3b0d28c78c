/* child_become.c: the life of a new process between fork and exec. The program that forked has threads,
   so locks may be held for ever here: only system calls, no memory, no library that takes a lock. Some
   are made by their number: sanitizers keep books of descriptors, which are not this process's.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include <errno.h>
#include <fcntl.h>
#include <linux/capability.h>
#include <linux/close_range.h>
#include <linux/seccomp.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include "child_in.h"

#define FIRST_FREE 10

[[gnu::noreturn]] static void give_up(const struct start *s, const char *why)
{
    const struct start_fault f = {.why = why, .code = errno};

    if (syscall(SYS_write, s->report, &f, sizeof f) < 0)
        _exit(126);
    _exit(127);
}

/* Above the three that it gets: any of them may be 0, 1 or 2 in a program without. */
static int raised(const struct start *s, int fd)
{
    int high = fd < 0 ? fd : (int)syscall(SYS_fcntl, fd, F_DUPFD_CLOEXEC, FIRST_FREE);

    if (fd >= 0 && high < 0)
        give_up(s, "its descriptors cannot be set up");
    return high;
}

static void take_descriptors(struct start *s)
{
    s->report = raised(s, s->report);
    s->rules = raised(s, s->rules);
    s->in = raised(s, s->in);
    s->out = raised(s, s->out);
    s->err = raised(s, s->err);
    if (syscall(SYS_dup3, s->in, 0, 0) != 0 || syscall(SYS_dup3, s->out, 1, 0) != 1 ||
        syscall(SYS_dup3, s->err, 2, 0) != 2 || syscall(SYS_close_range, 3U, ~0U, CLOSE_RANGE_CLOEXEC) != 0)
        give_up(s, "its descriptors cannot be set up");
}

static void limit(const struct start *s)
{
    for (size_t i = 0; i < s->n_limits; i++)
        if (setrlimit((__rlimit_resource_t)s->limits[i].what, &s->limits[i].to) != 0)
            give_up(s, "its limits cannot be set");
}

static void drop_rights(const struct start *s)
{
    struct __user_cap_header_struct head = {.version = _LINUX_CAPABILITY_VERSION_3};
    const struct __user_cap_data_struct none[2] = {};

    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0 || syscall(SYS_capset, &head, none) != 0)
        give_up(s, "its rights cannot be dropped");
}

static void confine(struct start *s)
{
    struct calls *c = &s->calls;
    unsigned me = (unsigned)getpid();

    if (s->rules >= 0 && syscall(SYS_landlock_restrict_self, s->rules, 0) != 0)
        give_up(s, "Landlock cannot be entered");
    for (size_t i = 0; i < c->n_self; i++) {
        c->v[c->self[i]].k = me;
        c->v[c->minus_self[i]].k = 0U - me;
    }
    const struct sock_fprog program = {.len = c->n, .filter = c->v};
    if (c->n > 0 && syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, 0, &program) != 0)
        give_up(s, "seccomp cannot be entered");
}

/* All signals were blocked by the parent before the fork: none of its handlers runs here. */
static void reset_signals(void)
{
    struct sigaction by_default = {.sa_handler = SIG_DFL};
    sigset_t none;

    for (int i = 1; i < NSIG; i++)
        (void)sigaction(i, &by_default, NULL);
    sigemptyset(&none);
    (void)sigprocmask(SIG_SETMASK, &none, NULL);
}

void child_become(struct start *s)
{
    if (setsid() < 0)
        give_up(s, "it gets no session of its own");
    if (prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0) != 0 || getppid() != s->parent)
        _exit(127);
    take_descriptors(s);
    (void)umask(077);
    if (chdir(s->folder ? s->folder : "/") != 0)
        give_up(s, "its folder cannot be entered");
    limit(s);
    drop_rights(s);
    reset_signals();
    confine(s);
    execve(s->program, s->argv, s->env);
    give_up(s, "the program cannot be run");
}
