/* child_test.c: real programs, well- and ill-behaved, under base/child.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include "child.h"
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <pthread.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include "check.h"
#include "clock.h"
#include "file.h"

#define PYTHON "/usr/bin/python3"

/* A work folder of its own, and an ask that a test fills in. */
struct room {
    struct arena *a;
    char folder[40];
    struct child_ask q;
    struct child_result r;
};

static bool room_new(struct room *t)
{
    if (check_under_valgrind())
        return false;
    *t = (struct room){.a = arena_new(16U << 20), .folder = "/tmp/rapenburg-child-XXXXXX"};
    if (!CHECK(mkdtemp(t->folder) != NULL))
        return false;
    t->q = (struct child_ask){.program = "/bin/sh",
                              .folder = t->folder,
                              .out_max = 10000,
                              .err_max = 10000,
                              .deadline_ms = 20000,
                              .processes = 4000,
                              .required = true};
    return true;
}

static void room_end(struct room *t)
{
    struct str_list names = {};

    CHECK_OK(file_list(t->a, t->folder, &names));
    for (size_t i = 0; i < names.n; i++)
        CHECK_OK(unlink(file_join(t->a, t->folder, names.v[i])));
    CHECK_OK(rmdir(t->folder));
    arena_free(t->a);
}

static err run_words(struct room *t, const char *program, const char *flag, const char *text)
{
    const char *const argv[] = {program, flag, text, NULL};

    t->q.program = program;
    t->q.argv = argv;
    err e = child_run(t->a, &t->q, &t->r);
    t->q.argv = NULL;
    return e;
}

static err run_sh(struct room *t, const char *script)
{
    return run_words(t, "/bin/sh", "-c", script);
}

static err run_python(struct room *t, const char *script)
{
    return run_words(t, PYTHON, "-Sc", script);
}

static void in_and_out(void)
{
    struct room t;
    char *big = NULL;

    if (!room_new(&t))
        return;
    CHECK_INT(child_confinement(), CHILD_ALL);
    t.q.in = STR("three\nblind\nmice");
    CHECK_OK(run_sh(&t, "cat; echo complaint >&2; exit 3"));
    CHECK_INT(t.r.end, CHILD_EXITED);
    CHECK_INT(t.r.code, 3);
    CHECK_INT(t.r.confined, CHILD_ALL);
    CHECK_STR(t.r.out.s, "three\nblind\nmice");
    CHECK_STR(t.r.err.s, "complaint\n");
    CHECK(t.r.us > 0 && t.r.us < 10000000 && t.r.why == NULL);
    big = arena_alloc(t.a, 3U << 20);
    memset(big, 'x', 3U << 20);
    t.q.in = (struct str){big, 3U << 20};
    t.q.out_max = 3U << 20;
    t.q.program = "/bin/cat";
    CHECK_OK(child_run(t.a, &t.q, &t.r));
    CHECK_INT(t.r.end, CHILD_EXITED);
    CHECK(t.r.out.n == 3U << 20 && memcmp(t.r.out.s, big, t.r.out.n) == 0);
    t.q.program = "/bin/true"; /* which does not read its input */
    CHECK_OK(child_run(t.a, &t.q, &t.r));
    CHECK_INT(t.r.code, 0);
    CHECK_STR(t.r.out.s, "");
    room_end(&t);
}

static void it_gets_what_it_is_given(void)
{
    static const char *const env[] = {"LANG=C", "HOME=/nowhere", NULL};
    struct room t;

    if (!room_new(&t))
        return;
    int fd = open("/dev/null", O_RDONLY); /* not close-on-exec */
    CHECK_INT(dup2(fd, 77), 77);
    CHECK_OK(setenv("RAPENBURG_CHILD_TEST", "secret", 1));
    t.q.program = "/usr/bin/env";
    CHECK_OK(child_run(t.a, &t.q, &t.r));
    CHECK_STR(t.r.out.s, "");
    t.q.env = env;
    CHECK_OK(child_run(t.a, &t.q, &t.r));
    CHECK_STR(t.r.out.s, "LANG=C\nHOME=/nowhere\n");
    CHECK_OK(run_sh(&t, "pwd; umask"));
    CHECK_STR(t.r.out.s, arena_printf(t.a, "%s\n0077\n", t.folder));
    CHECK_OK(run_python(&t, "import os\nfor i in range(3, 99):\n try: os.fstat(i); print(i)\n except OSError: pass"));
    CHECK_STR(t.r.out.s, "");
    close(77);
    close(fd);
    CHECK_OK(unsetenv("RAPENBURG_CHILD_TEST"));
    room_end(&t);
}

static void it_writes_in_its_folder_only(void)
{
    struct room t;
    struct str s = {};
    struct stat st = {};
    char outside[] = "/tmp/rapenburg-outside-XXXXXX";

    if (!room_new(&t))
        return;
    int fd = mkstemp(outside);
    CHECK_INT(write(fd, "kept", 4), 4);
    close(fd);
    CHECK_OK(run_sh(&t, "echo mine > made && cat made && mv made moved && rm moved"));
    CHECK_INT(t.r.code, 0);
    CHECK_STR(t.r.out.s, "mine\n");
    CHECK_STR(t.r.err.s, "");
    static const char *const bad[] = {
        "echo x > %s",         "echo x >> %s", "rm %s",          "cat %s", "mv %s here", "ln %s here",
        "mkdir %s.d",          "ls /root",  "cat /etc/passwd", "ls /home", "ls /proc", "cat /dev/mem",
        "truncate -s 0 %s",    "cp /bin/true t && ./t", "mkfifo /tmp/rapenburg-fifo", "cat ../../etc/shadow",
        "ln -s %s link && cat link"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        check_case(bad[i]);
        CHECK_OK(run_sh(&t, arena_printf(t.a, bad[i], outside)));
        CHECK_INT(t.r.end, CHILD_EXITED);
        CHECK(t.r.code != 0 && t.r.out.n == 0);
    }
    check_case(NULL);
    const char *const reads[] = {outside, NULL};
    t.q.reads = reads;
    CHECK_OK(run_sh(&t, arena_printf(t.a, "cat %s; echo x > %s; : > %s", outside, outside, outside)));
    CHECK_STR(t.r.out.s, "kept");
    CHECK(t.r.code != 0);
    CHECK_OK(file_read(t.a, outside, 10, &s));
    CHECK_STR(s.s, "kept");
    /* Landlock does not know modes, owners, times and attributes: it is told that they changed. */
    CHECK_OK(run_sh(&t, arena_printf(t.a, "chmod 777 %s && touch -d 2001-01-01 %s && echo so it thinks", outside, outside)));
    CHECK_STR(t.r.out.s, "so it thinks\n");
    CHECK_OK(stat(outside, &st));
    CHECK(st.st_mtime > 1500000000 && (st.st_mode & 0777) == 0600);
    t.q.folder = NULL;
    CHECK_OK(run_sh(&t, "pwd; echo x > /tmp/rapenburg-x"));
    CHECK_STR(t.r.out.s, "/\n");
    CHECK(t.r.code != 0 && !file_exists("/tmp/rapenburg-x"));
    CHECK_OK(unlink(outside));
    room_end(&t);
}

static void it_has_no_network_and_no_powers(void)
{
    static const struct {
        const char *name, *script;
    } bad[] = {
        {"internet", "import socket; socket.socket()"},
        {"local", "import socket; socket.socket(socket.AF_UNIX)"},
        {"netlink", "import socket; socket.socket(socket.AF_NETLINK, socket.SOCK_RAW)"},
        {"signal its parent", "import os; os.kill(os.getppid(), 0)"},
        {"signal all", "import os; os.kill(-1, 0)"},
        {"session", "import os, sys; p = os.fork()\nif p == 0: os.setsid()\nsys.exit(os.waitpid(p, 0)[1] != 0)"},
        {"group", "import os; os.setpgid(0, 0)"},
        {"limits of others", "import resource, os; resource.prlimit(os.getppid(), resource.RLIMIT_NOFILE)"},
        {"user", "import os; os.setgroups([1])"},
        {"root folder", "import os; os.chroot('.')"},
        {"namespaces", "import ctypes, sys; sys.exit(ctypes.CDLL(None).unshare(0x10000000) != 0)"},
        {"namespaces by clone", "import ctypes, sys; sys.exit(ctypes.CDLL(None).syscall(56, 0x10000011, 0, 0, 0, 0) < 0)"},
        {"io_uring", "import ctypes, sys; sys.exit(ctypes.CDLL(None).syscall(425, 1, 0) < 0)"},
        {"ptrace", "import ctypes, os, sys; sys.exit(ctypes.CDLL(None).ptrace(16, os.getppid(), 0, 0) < 0)"},
    };
    struct room t;

    if (!room_new(&t))
        return;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        check_case(bad[i].name);
        CHECK_OK(run_python(&t, bad[i].script));
        CHECK_INT(t.r.end, CHILD_EXITED);
        CHECK_INT(t.r.code, 1);
    }
    check_case(NULL);
    CHECK_OK(run_python(&t, "import os, signal; os.kill(os.getpid(), 0); os.kill(0, 0); print('itself')"));
    CHECK_STR(t.r.out.s, "itself\n");
    t.q.network = true;
    CHECK_OK(run_python(&t, "import socket; socket.socket().close(); print('open')"));
    CHECK_STR(t.r.out.s, "open\n");
    room_end(&t);
}

static void it_ends_in_time(void)
{
    struct room t;

    if (!room_new(&t))
        return;
    t.q.deadline_ms = 300;
    CHECK_OK(run_sh(&t, "echo begun; trap '' TERM; exec sleep 100"));
    CHECK_INT(t.r.end, CHILD_TOO_LONG);
    CHECK_STR(t.r.out.s, "begun\n");
    CHECK(t.r.us >= 300000 && t.r.us < 3000000);
    t.q.deadline_ms = 20000;
    t.q.cpu_s = 1;
    CHECK_OK(run_sh(&t, "while :; do :; done"));
    CHECK_INT(t.r.end, CHILD_KILLED);
    CHECK(t.r.signal == SIGXCPU || t.r.signal == SIGKILL);
    CHECK(t.r.us < 15000000);
    room_end(&t);
}

static void *call_off(void *ctx)
{
    usleep(200000);
    __atomic_store_n((bool *)ctx, true, __ATOMIC_RELAXED);
    return NULL;
}

static void it_is_called_off(void)
{
    struct room t;
    bool stop = false;
    pthread_t thread;

    if (!room_new(&t))
        return;
    t.q.stop = &stop;
    CHECK_OK(pthread_create(&thread, NULL, call_off, &stop));
    CHECK_OK(run_sh(&t, "exec sleep 100"));
    CHECK_INT(t.r.end, CHILD_STOPPED);
    CHECK(t.r.us >= 200000 && t.r.us < 3000000);
    pthread_join(thread, NULL);
    room_end(&t);
}

static void it_says_too_much(void)
{
    struct room t;

    if (!room_new(&t))
        return;
    t.q.program = "/usr/bin/yes";
    CHECK_OK(child_run(t.a, &t.q, &t.r));
    CHECK_INT(t.r.end, CHILD_TOO_MUCH);
    CHECK_INT(t.r.out.n, 10000);
    CHECK_OK(run_sh(&t, "yes >&2"));
    CHECK_INT(t.r.end, CHILD_TOO_MUCH);
    CHECK_INT(t.r.err.n, 10000);
    t.q.out_max = 4;
    CHECK_OK(run_sh(&t, "printf 1234"));
    CHECK_INT(t.r.end, CHILD_EXITED);
    CHECK_STR(t.r.out.s, "1234");
    CHECK_OK(run_sh(&t, "printf 12345"));
    CHECK_INT(t.r.end, CHILD_TOO_MUCH);
    CHECK_STR(t.r.out.s, "1234");
    room_end(&t);
}

static void its_limits(void)
{
    struct room t;
    struct stat st = {};

    if (!room_new(&t))
        return;
    CHECK_OK(run_sh(&t, "kill -SEGV $$"));
    CHECK_INT(t.r.end, CHILD_KILLED);
    CHECK_INT(t.r.signal, SIGSEGV);
    t.q.memory = (size_t)200 << 20;
    CHECK_OK(run_python(&t, "b = bytearray(300 << 20)"));
    CHECK(t.r.code == 1 && strstr(t.r.err.s, "MemoryError"));
    t.q.file_max = 1000;
    CHECK_OK(run_sh(&t, "exec cat /usr/bin/env > big"));
    CHECK_INT(t.r.end, CHILD_KILLED);
    CHECK_INT(t.r.signal, SIGXFSZ);
    CHECK_OK(stat(file_join(t.a, t.folder, "big"), &st));
    CHECK_INT(st.st_size, 1000);
    t.q.files = 20;
    CHECK_OK(run_python(&t, "f = [open('/dev/null') for i in range(30)]"));
    CHECK(t.r.code == 1 && strstr(t.r.err.s, "Too many open files"));
    t.q.processes = 0;
    CHECK_OK(run_sh(&t, "echo one; /bin/true & wait; echo two"));
    CHECK(t.r.code != 0);
    CHECK_STR(t.r.out.s, "one\n");
    CHECK_OK(run_python(&t, "import threading as t; a = t.Thread(target=print, args=('thread',)); a.start(); a.join()"));
    CHECK_STR(t.r.out.s, "thread\n");
    room_end(&t);
}

/* Processes of the group that are not dead. */
static int alive_in(int group)
{
    DIR *d = opendir("/proc");
    int n = 0;

    for (struct dirent *entry = d ? readdir(d) : NULL; entry; entry = readdir(d)) {
        char path[300], line[600] = "", state = 'Z';
        int of = 0;

        (void)snprintf(path, sizeof path, "/proc/%s/stat", entry->d_name);
        int fd = open(path, O_RDONLY | O_CLOEXEC);
        if (fd >= 0 && read(fd, line, sizeof line - 1) > 0 && strrchr(line, ')') &&
            sscanf(strrchr(line, ')') + 1, " %c %*d %d", &state, &of) == 2) /* NOLINT(cert-err34-c) */
            n += of == group && state != 'Z';
        if (fd >= 0)
            close(fd);
    }
    if (d)
        closedir(d);
    return n;
}

static void it_forks_without_end(void)
{
    struct room t;
    int64_t group = 0;

    if (!room_new(&t))
        return;
    t.q.deadline_ms = 400;
    CHECK_OK(run_sh(&t, "echo $$; while :; do sleep 100 & done"));
    CHECK_INT(t.r.end, CHILD_TOO_LONG);
    CHECK_OK(str_int(str_trim(t.a, t.r.out.s), 2, INT32_MAX, &group));
    for (int i = 0; i < 100 && alive_in((int)group) > 0; i++)
        usleep(20000);
    CHECK_INT(alive_in((int)group), 0);
    /* What outlives the program goes with it, and does not hold its pipes open. */
    t.q.deadline_ms = 20000;
    CHECK_OK(run_sh(&t, "echo $$; sleep 100 & exit 0"));
    CHECK_INT(t.r.end, CHILD_EXITED);
    CHECK(t.r.us < 5000000);
    CHECK_OK(str_int(str_trim(t.a, t.r.out.s), 2, INT32_MAX, &group));
    for (int i = 0; i < 100 && alive_in((int)group) > 0; i++)
        usleep(20000);
    CHECK_INT(alive_in((int)group), 0);
    room_end(&t);
}

/* kill -9 of the program that started it. */
static void it_ends_with_its_parent(void)
{
    struct room t;
    struct str s = {};
    int64_t group = 0;

    if (!room_new(&t))
        return;
    const char *path = file_join(t.a, t.folder, "pid");
    pid_t pid = fork();
    if (pid == 0)
        _exit(run_sh(&t, "echo $$ > new; mv new pid; exec sleep 100") == OK);
    for (int i = 0; i < 500 && !file_exists(path); i++)
        usleep(10000);
    CHECK_OK(file_read(t.a, path, 100, &s));
    CHECK_OK(str_int(str_trim(t.a, s.s), 2, INT32_MAX, &group));
    CHECK_INT(alive_in((int)group), 1);
    kill(pid, SIGKILL);
    CHECK_INT(waitpid(pid, NULL, 0), pid);
    for (int i = 0; i < 100 && alive_in((int)group) > 0; i++)
        usleep(20000);
    CHECK_INT(alive_in((int)group), 0);
    room_end(&t);
}

static void asks_that_cannot_be(void)
{
    static const char *const nowhere[] = {"/nowhere/at/all", NULL}, *const beside[] = {"here", NULL};
    struct room t;

    if (!room_new(&t))
        return;
    t.q.program = "/usr/bin/there-is-no-such-program";
    CHECK_INT(child_run(t.a, &t.q, &t.r), ERR_NOT_FOUND);
    CHECK(t.r.why != NULL);
    t.q.program = "/usr/share";
    CHECK_INT(child_run(t.a, &t.q, &t.r), ERR_NOT_FOUND);
    CHECK_STR(t.r.why, "the program cannot be run");
    CHECK_OK(file_write(file_join(t.a, t.folder, "text"), "no program", 10, 0700));
    t.q.program = file_join(t.a, t.folder, "text");
    CHECK_INT(child_run(t.a, &t.q, &t.r), ERR_DOWN);
    t.q.program = "true";
    CHECK_INT(child_run(t.a, &t.q, &t.r), ERR_RANGE);
    t.q.program = "/bin/true";
    t.q.reads = nowhere;
    CHECK_INT(child_run(t.a, &t.q, &t.r), ERR_NOT_FOUND);
    t.q.reads = beside;
    CHECK_INT(child_run(t.a, &t.q, &t.r), ERR_RANGE);
    t.q.reads = NULL;
    t.q.folder = "/nowhere/at/all";
    CHECK_INT(child_run(t.a, &t.q, &t.r), ERR_NOT_FOUND);
    t.q.folder = t.folder;
    t.q.deadline_ms = 0;
    CHECK_INT(child_run(t.a, &t.q, &t.r), ERR_RANGE);
    room_end(&t);
}

/* In a process whose system has no such call: the answers of a required and of a plain run, in bits. */
static int without_call(unsigned call)
{
    struct sock_filter v[] = {
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, call, 0, 1),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | ENOSYS),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
    };
    const struct sock_fprog program = {.len = 4, .filter = v};
    struct room t;
    int status = 0;
    pid_t pid = fork();

    if (pid == 0) {
        if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0 ||
            syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, 0, &program) != 0 || !room_new(&t))
            _exit(64);
        err required = run_sh(&t, "exit 0");
        t.q.required = false;
        err plain = run_sh(&t, "echo ran");
        room_end(&t);
        _exit((required == ERR_DOWN ? 16 : 0) | (plain == OK ? 8 : 0) | (int)t.r.confined);
    }
    CHECK_INT(waitpid(pid, &status, 0), pid);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

static void required_means_required(void)
{
    if (check_under_valgrind()) /* it has calls of its own that a filter would have to know */
        return;
    CHECK_INT(without_call(SYS_landlock_create_ruleset), 16 | 8 | CHILD_CALLS);
    CHECK_INT(without_call(SYS_seccomp), 16 | 8 | CHILD_FILES);
}

/* Other threads hold the allocator's locks while one forks. */
static void *allocate(void *ctx)
{
    while (!__atomic_load_n((bool *)ctx, __ATOMIC_RELAXED))
        free(malloc(100 + (size_t)clock_us() % 10000));
    return NULL;
}

static void *run_some(void *ctx)
{
    int *ran = ctx;

    for (int i = 0; i < 15; i++) {
        struct arena *a = arena_new(1U << 20);
        const char *word = arena_printf(a, "%p %d", ctx, i);
        const struct child_ask q = {
            .program = "/bin/cat", .in = str_of(word), .out_max = 100, .deadline_ms = 30000, .required = true};
        struct child_result r = {};

        *ran += child_run(a, &q, &r) == OK && r.end == CHILD_EXITED && str_eq(r.out.s, word);
        arena_free(a);
    }
    return NULL;
}

static void from_many_threads(void)
{
    pthread_t busy[2], t[4];
    int ran[4] = {};
    bool stop = false;

    if (check_under_valgrind())
        return;
    for (int i = 0; i < 2; i++)
        CHECK_OK(pthread_create(&busy[i], NULL, allocate, &stop));
    for (int i = 0; i < 4; i++)
        CHECK_OK(pthread_create(&t[i], NULL, run_some, &ran[i]));
    for (int i = 0; i < 4; i++) {
        pthread_join(t[i], NULL);
        CHECK_INT(ran[i], 15);
    }
    __atomic_store_n(&stop, true, __ATOMIC_RELAXED);
    for (int i = 0; i < 2; i++)
        pthread_join(busy[i], NULL);
    CHECK_INT(waitpid(-1, NULL, WNOHANG), -1); /* all are reaped */
    CHECK_INT(errno, ECHILD);
}

CHECKS(base_child, TEST(in_and_out), TEST(it_gets_what_it_is_given), TEST(it_writes_in_its_folder_only),
       TEST(it_has_no_network_and_no_powers), TEST(it_ends_in_time), TEST(it_is_called_off),
       TEST(it_says_too_much), TEST(its_limits), TEST(it_forks_without_end),
       TEST(it_ends_with_its_parent), TEST(asks_that_cannot_be),
       TEST(required_means_required), TEST(from_many_threads))
