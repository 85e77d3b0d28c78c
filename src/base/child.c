/* child.c: starts a confined program, feeds it, hears it, ends it.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include "child.h"
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/pidfd.h>
#include <sys/wait.h>
#include "buf.h"
#include "child_in.h"
#include "clock.h"
#include "file.h"

/* Bytes read at a time; microseconds between looks at `stop`, and for what is left in the pipes of a
   dead program. */
#define PIECE ((size_t)4096)
#define LOOK 100000
#define REST 2000000

enum { OUT, COMPLAINTS, REPORT, ALIVE, EARS };

struct running {
    const struct child_ask *q;
    struct start start;
    pid_t pid;
    int ears[EARS]; /* what we read from; -1: closed */
    struct buf said[2];
    struct start_fault fault;
    enum child_end end;
    int64_t began, us;
    int status;
    unsigned confined;
};

unsigned child_confinement(void)
{
    return (landlock_version() > 0 ? CHILD_FILES : 0U) | (seccomp_here() ? CHILD_CALLS : 0U);
}

static void shut(int *fd)
{
    if (*fd >= 0)
        close(*fd);
    *fd = -1;
}

static void shut_all(struct running *r)
{
    for (size_t i = 0; i < EARS; i++)
        shut(&r->ears[i]);
    shut(&r->start.in);
    shut(&r->start.out);
    shut(&r->start.err);
    shut(&r->start.report);
    shut(&r->start.rules);
}

static void free_said(void *ctx)
{
    struct running *r = ctx;

    buf_free(&r->said[OUT]);
    buf_free(&r->said[COMPLAINTS]);
}

/* --- Before the fork ----------------------------------------------------------------------- */

static void limit_to(struct start *s, int what, uint64_t n)
{
    struct rlimit now = {};

    if (getrlimit((__rlimit_resource_t)what, &now) != 0)
        now.rlim_max = RLIM_INFINITY;
    rlim_t to = n < now.rlim_max ? (rlim_t)n : now.rlim_max;
    s->limits[s->n_limits++] = (struct child_limit){what, {to, to}};
}

static void set_limits(struct start *s, const struct child_ask *q)
{
    limit_to(s, RLIMIT_CPU, q->cpu_s > 0 ? (uint64_t)q->cpu_s : (uint64_t)q->deadline_ms / 1000 + 1);
    limit_to(s, RLIMIT_AS, q->memory > 0 ? q->memory : (uint64_t)1 << 30);
    limit_to(s, RLIMIT_FSIZE, q->file_max > 0 ? q->file_max : (uint64_t)64 << 20);
    limit_to(s, RLIMIT_NOFILE, q->files > 0 ? q->files : 64);
    limit_to(s, RLIMIT_CORE, 0);
    if (q->processes > 0)
        limit_to(s, RLIMIT_NPROC, q->processes);
}

/* Its input is a sealed file in memory: nobody need write while it reads, and it cannot write there. */
static err make_input(struct str in, int *ret_fd)
{
    int fd = memfd_create("input", MFD_CLOEXEC | MFD_ALLOW_SEALING);
    size_t done = 0;

    if (fd < 0)
        return ERR_BUSY;
    *ret_fd = fd;
    while (done < in.n) {
        ssize_t n = write(fd, in.s + done, in.n - done);

        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            return ERR_BUSY;
        done += (size_t)n;
    }
    if (lseek(fd, 0, SEEK_SET) != 0 ||
        fcntl(fd, F_ADD_SEALS, F_SEAL_SEAL | F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_WRITE) != 0)
        return ERR_IO;
    return OK;
}

static err make_pipe(int *ret_ours, int *ret_its)
{
    int ends[2];

    if (pipe2(ends, O_CLOEXEC) != 0)
        return ERR_BUSY;
    *ret_ours = ends[0];
    *ret_its = ends[1];
    return fcntl(ends[0], F_SETFL, O_NONBLOCK) == 0 ? OK : ERR_IO;
}

static err prepare(struct running *r, const char **ret_why)
{
    struct start *s = &r->start;

    set_limits(s, r->q);
    *ret_why = "no descriptors are left";
    TRY(make_input(r->q->in, &s->in));
    TRY(make_pipe(&r->ears[OUT], &s->out));
    TRY(make_pipe(&r->ears[COMPLAINTS], &s->err));
    TRY(make_pipe(&r->ears[REPORT], &s->report));
    *ret_why = "a path that it may use is not there";
    TRY(child_rules(r->q, &s->rules));
    child_calls(r->q, &s->calls);
    r->confined = (s->rules >= 0 ? CHILD_FILES : 0U) | (s->calls.n > 0 ? CHILD_CALLS : 0U);
    *ret_why = "a confinement that is required is not to be had here";
    return r->q->required && r->confined != CHILD_ALL ? ERR_DOWN : OK;
}

/* _Fork runs no handler of fork(): they could wait for locks of other threads. */
static err begin(struct running *r)
{
    sigset_t all, before;

    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    r->start.parent = getpid();
    r->began = clock_us();
    r->pid = _Fork();
    if (r->pid == 0)
        child_become(&r->start);
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    if (r->pid < 0)
        return ERR_BUSY;
    shut(&r->start.in);
    shut(&r->start.out);
    shut(&r->start.err);
    shut(&r->start.report);
    shut(&r->start.rules);
    r->ears[ALIVE] = pidfd_open(r->pid, 0);
    return r->ears[ALIVE] >= 0 ? OK : ERR_BUSY;
}

/* --- While it runs ------------------------------------------------------------------------- */

/* False when there is nothing to read now. */
static bool hear_words(struct running *r, int ear)
{
    char piece[PIECE];
    struct buf *said = &r->said[ear];
    ssize_t got = read(r->ears[ear], piece, sizeof piece);

    if (got < 0)
        return errno == EINTR;
    if (got == 0) {
        shut(&r->ears[ear]);
        return false;
    }
    size_t room = said->max - said->n;
    buf_put(said, piece, (size_t)got < room ? (size_t)got : room);
    if (((size_t)got > room || !buf_ok(said)) && r->end == CHILD_EXITED)
        r->end = CHILD_TOO_MUCH;
    return r->end != CHILD_TOO_MUCH;
}

static void hear_report(struct running *r)
{
    ssize_t got = read(r->ears[REPORT], &r->fault, sizeof r->fault);

    if (got < 0)
        return;
    if (got != (ssize_t)sizeof r->fault)
        r->fault = (struct start_fault){};
    shut(&r->ears[REPORT]);
}

/* Waits for words, the end or `us`; gives whether it lives. */
static bool listen_for(struct running *r, int64_t us)
{
    struct pollfd p[EARS];

    for (size_t i = 0; i < EARS; i++)
        p[i] = (struct pollfd){.fd = r->ears[i], .events = POLLIN};
    if (poll(p, EARS, (int)(us / 1000) + 1) <= 0)
        return true;
    if (p[REPORT].revents)
        hear_report(r);
    if (p[OUT].revents)
        (void)hear_words(r, OUT);
    if (p[COMPLAINTS].revents)
        (void)hear_words(r, COMPLAINTS);
    return !p[ALIVE].revents;
}

static void listen_until_end(struct running *r)
{
    int64_t deadline = r->began + r->q->deadline_ms * 1000;

    while (r->end == CHILD_EXITED) {
        int64_t left = deadline - clock_us();

        if (left <= 0)
            r->end = CHILD_TOO_LONG;
        else if (r->q->stop && __atomic_load_n(r->q->stop, __ATOMIC_RELAXED))
            r->end = CHILD_STOPPED;
        else if (!listen_for(r, left < LOOK || !r->q->stop ? left : LOOK))
            return;
    }
}

/* Not reaped yet, its number is still its own, and so is its group's. */
static void kill_all(const struct running *r)
{
    (void)kill(-r->pid, SIGKILL);
    (void)kill(r->pid, SIGKILL);
}

/* What stands in the pipes still: their writers are dead. */
static void hear_the_rest(struct running *r)
{
    int64_t deadline = clock_us() + REST;

    for (int ear = OUT; ear <= COMPLAINTS; ear++)
        while (r->ears[ear] >= 0 && r->end == CHILD_EXITED && clock_us() < deadline)
            if (!hear_words(r, ear) && r->ears[ear] >= 0)
                (void)poll(&(struct pollfd){.fd = r->ears[ear], .events = POLLIN}, 1, 20);
    if (r->ears[REPORT] >= 0)
        hear_report(r);
}

static void reap(struct running *r)
{
    while (waitpid(r->pid, &r->status, 0) < 0 && errno == EINTR)
        continue;
    r->us = clock_us() - r->began;
}

/* --- All of it ----------------------------------------------------------------------------- */

static err run(struct running *r, const char **ret_why)
{
    TRY(prepare(r, ret_why));
    *ret_why = "no process is left";
    err e = begin(r);
    if (r->pid < 0)
        return e;
    if (e == OK)
        listen_until_end(r);
    kill_all(r);
    hear_the_rest(r);
    reap(r);
    if (e == OK && r->fault.why) {
        *ret_why = r->fault.why;
        if (r->fault.code == ENOENT || r->fault.code == EACCES || r->fault.code == ENOTDIR)
            return ERR_NOT_FOUND;
        return r->fault.code == ENOMEM || r->fault.code == EAGAIN ? ERR_BUSY : ERR_DOWN;
    }
    return e;
}

static struct str words(const struct buf *b)
{
    return b->s ? (struct str){b->s, b->n} : STR("");
}

static struct child_result result_of(const struct running *r)
{
    struct child_result s = {.end = r->end,
                             .out = words(&r->said[OUT]),
                             .err = words(&r->said[COMPLAINTS]),
                             .confined = r->confined,
                             .us = r->us};

    if (r->end == CHILD_EXITED && WIFSIGNALED(r->status)) {
        s.end = CHILD_KILLED;
        s.signal = WTERMSIG(r->status);
    } else if (r->end == CHILD_EXITED) {
        s.code = WEXITSTATUS(r->status);
    }
    return s;
}

static bool makes_sense(const struct child_ask *q)
{
    if (!q->program || q->program[0] != '/' || q->deadline_ms <= 0 || q->deadline_ms > DAYS(1))
        return false;
    for (const char *const *path = q->reads; path && *path; path++)
        if ((*path)[0] != '/')
            return false;
    return !q->folder || q->folder[0] == '/';
}

/* exec() takes words that may be changed. */
static char **own_words(struct arena *a, const char *const *words)
{
    size_t n = 0;

    while (words[n])
        n++;
    char **own = ARENA_ARRAY(a, n + 1, char *);
    for (size_t i = 0; i < n; i++)
        own[i] = arena_dup(a, words[i]);
    return own;
}

err child_run(struct arena *a, const struct child_ask *q, struct child_result *ret_r)
{
    struct running *r = ARENA_NEW(a, struct running);
    const char *const alone[] = {q->program, NULL}, *const nothing[] = {NULL};

    ret_r->why = "the ask makes no sense";
    if (!makes_sense(q))
        return ERR_RANGE;
    *r = (struct running){.q = q,
                          .pid = -1,
                          .ears = {-1, -1, -1, -1},
                          .said = {buf_new(q->out_max), buf_new(q->err_max)}};
    r->start = (struct start){.program = q->program,
                              .argv = own_words(a, q->argv ? q->argv : alone),
                              .env = own_words(a, q->env ? q->env : nothing),
                              .folder = q->folder,
                              .in = -1,
                              .out = -1,
                              .err = -1,
                              .report = -1,
                              .rules = -1};
    arena_at_end(a, free_said, r);
    const char *why = NULL;
    err e = run(r, &why);
    shut_all(r);
    if (e != OK) {
        ret_r->why = why;
        return e;
    }
    *ret_r = result_of(r);
    return OK;
}
