/* child_confine.c: Landlock rules and a seccomp filter for a program that is not trusted.
   Both are made by the parent as far as can be: the new process only switches them on.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include <errno.h>
#include <fcntl.h>
#include <linux/audit.h>
#include <linux/landlock.h>
#include <linux/seccomp.h>
#include <sched.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include "child_in.h"
#include "file.h"

/* --- Files --------------------------------------------------------------------------------- */

/* Newer than the headers of Debian 12. */
#define FS_TRUNCATE (UINT64_C(1) << 14)  /* version 3 */
#define FS_IOCTL_DEV (UINT64_C(1) << 15) /* version 5 */
#define FS_FIRST ((UINT64_C(1) << 13) - 1)

#define READ_FILES ((uint64_t)LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_READ_DIR)
#define RUN_FILES (READ_FILES | LANDLOCK_ACCESS_FS_EXECUTE)
#define USE_DEVICE ((uint64_t)LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_WRITE_FILE | FS_TRUNCATE)
#define WORK_FILES                                                                                 \
    (READ_FILES | LANDLOCK_ACCESS_FS_WRITE_FILE | LANDLOCK_ACCESS_FS_REMOVE_DIR |                  \
     LANDLOCK_ACCESS_FS_REMOVE_FILE | LANDLOCK_ACCESS_FS_MAKE_DIR | LANDLOCK_ACCESS_FS_MAKE_REG |  \
     LANDLOCK_ACCESS_FS_MAKE_FIFO | LANDLOCK_ACCESS_FS_MAKE_SYM | LANDLOCK_ACCESS_FS_REFER |       \
     FS_TRUNCATE)
/* What a rule for a file, not a folder, may hold. */
#define OF_A_FILE                                                                                  \
    ((uint64_t)LANDLOCK_ACCESS_FS_EXECUTE | LANDLOCK_ACCESS_FS_READ_FILE |                         \
     LANDLOCK_ACCESS_FS_WRITE_FILE | FS_TRUNCATE)

static const struct {
    const char *path;
    uint64_t may;
} of_the_system[] = {
    {"/usr", RUN_FILES},
    {"/bin", RUN_FILES},
    {"/lib", RUN_FILES},
    {"/lib64", RUN_FILES},
    {"/etc/ld.so.cache", READ_FILES},
    {"/etc/alternatives", READ_FILES},
    {"/etc/fonts", READ_FILES},
    {"/etc/localtime", READ_FILES},
    {"/dev/null", USE_DEVICE},
    {"/dev/zero", READ_FILES},
    {"/dev/random", READ_FILES},
    {"/dev/urandom", READ_FILES},
};

int landlock_version(void)
{
    long v = syscall(SYS_landlock_create_ruleset, NULL, 0, LANDLOCK_CREATE_RULESET_VERSION);

    return v < 0 ? 0 : (int)v;
}

/* Every right that this version knows. */
static uint64_t rights_of(int version)
{
    uint64_t all = FS_FIRST;

    if (version >= 2)
        all |= LANDLOCK_ACCESS_FS_REFER;
    if (version >= 3)
        all |= FS_TRUNCATE;
    return version >= 5 ? all | FS_IOCTL_DEV : all;
}

static err allow(int rules, uint64_t known, const char *path, uint64_t may)
{
    struct stat st;
    int fd = open(path, O_PATH | O_CLOEXEC);

    if (fd < 0)
        return file_err(errno);
    if (fstat(fd, &st) == 0 && !S_ISDIR(st.st_mode))
        may &= OF_A_FILE;
    struct landlock_path_beneath_attr rule = {.allowed_access = may & known, .parent_fd = fd};
    err e = syscall(SYS_landlock_add_rule, rules, LANDLOCK_RULE_PATH_BENEATH, &rule, 0) == 0 ? OK : ERR_DOWN;
    close(fd);
    return e;
}

static err allow_all(int rules, uint64_t known, const struct child_ask *q)
{
    for (size_t i = 0; i < sizeof of_the_system / sizeof *of_the_system; i++) {
        err e = allow(rules, known, of_the_system[i].path, of_the_system[i].may);

        if (e != OK && e != ERR_NOT_FOUND)
            return e;
    }
    TRY(allow(rules, known, q->program, RUN_FILES));
    for (const char *const *path = q->reads; path && *path; path++)
        TRY(allow(rules, known, *path, READ_FILES));
    return q->folder ? allow(rules, known, q->folder, WORK_FILES) : OK;
}

err child_rules(const struct child_ask *q, int *ret_fd)
{
    int version = landlock_version();
    struct landlock_ruleset_attr attr = {.handled_access_fs = rights_of(version)};

    if (version == 0) {
        *ret_fd = -1;
        return OK;
    }
    long fd = syscall(SYS_landlock_create_ruleset, &attr, sizeof attr, 0);
    if (fd < 0)
        return ERR_DOWN;
    err e = allow_all((int)fd, attr.handled_access_fs, q);
    if (e != OK)
        close((int)fd);
    else
        *ret_fd = (int)fd;
    return e;
}

/* --- System calls -------------------------------------------------------------------------- */

#if defined(__x86_64__)
#define OUR_ARCH AUDIT_ARCH_X86_64
#elif defined(__aarch64__)
#define OUR_ARCH AUDIT_ARCH_AARCH64
#endif

/* What no converter of files needs. */
static const unsigned denied[] = {
    /* out of its group, into other processes */
    SYS_setsid, SYS_setpgid, SYS_ptrace, SYS_process_vm_readv, SYS_process_vm_writev, SYS_pidfd_getfd,
    SYS_pidfd_send_signal, SYS_process_madvise, SYS_kcmp, SYS_move_pages, SYS_migrate_pages, SYS_tkill,
    SYS_rt_sigqueueinfo, SYS_rt_tgsigqueueinfo,
    /* out of its view of the system */
    SYS_unshare, SYS_setns, SYS_mount, SYS_umount2, SYS_pivot_root, SYS_chroot, SYS_open_tree,
    SYS_move_mount, SYS_fsopen, SYS_fsconfig, SYS_fsmount, SYS_fspick, SYS_mount_setattr,
    SYS_open_by_handle_at,
    /* into the kernel */
    SYS_bpf, SYS_perf_event_open, SYS_userfaultfd, SYS_add_key, SYS_request_key, SYS_keyctl,
    SYS_init_module, SYS_finit_module, SYS_delete_module, SYS_kexec_load, SYS_kexec_file_load, SYS_reboot,
    SYS_swapon, SYS_swapoff, SYS_acct, SYS_syslog, SYS_quotactl, SYS_settimeofday, SYS_clock_settime,
    SYS_adjtimex, SYS_clock_adjtime, SYS_sethostname, SYS_setdomainname,
};
/* Landlock does not know these. Unpackers and copiers do them at the end of their work, and fail when they
   are refused: they are told that it went well. */
static const unsigned pretended[] = {
    SYS_fchmod, SYS_fchmodat, SYS_fchown, SYS_fchownat, SYS_utimensat, SYS_setxattr, SYS_lsetxattr,
    SYS_fsetxattr, SYS_removexattr, SYS_lremovexattr, SYS_fremovexattr,
#ifdef SYS_chmod
    SYS_chmod, SYS_chown, SYS_lchown, SYS_utime, SYS_utimes, SYS_futimesat,
#endif
};
/* Those whose first argument must be the process itself (or 0, or its own group). */
static const unsigned on_itself[] = {SYS_kill, SYS_tgkill, SYS_prlimit64};
/* Newer than the headers of Debian 12; the same on every processor. */
#define CALL_FCHMODAT2 452
/* What programs find missing on older systems and do without. */
static const unsigned missing[] = {SYS_clone3, CALL_FCHMODAT2, SYS_io_uring_setup, SYS_io_uring_enter, SYS_io_uring_register};

#define NEW_SPACES                                                                                 \
    ((unsigned)(CLONE_NEWNS | CLONE_NEWCGROUP | CLONE_NEWUTS | CLONE_NEWIPC | CLONE_NEWUSER |      \
                CLONE_NEWPID | CLONE_NEWNET))

bool seccomp_here(void)
{
#ifdef OUR_ARCH
    unsigned action = SECCOMP_RET_KILL_PROCESS;

    return syscall(SYS_seccomp, SECCOMP_GET_ACTION_AVAIL, 0, &action) == 0;
#else
    return false;
#endif
}

#ifdef OUR_ARCH
static void put(struct calls *c, unsigned code, unsigned k, unsigned yes, unsigned no)
{
    c->v[c->n++] = (struct sock_filter){(uint16_t)code, (uint8_t)yes, (uint8_t)no, k};
}

static void load(struct calls *c, size_t at)
{
    put(c, BPF_LD | BPF_W | BPF_ABS, (unsigned)at, 0, 0);
}

static void answer(struct calls *c, unsigned action)
{
    put(c, BPF_RET | BPF_K, action, 0, 0);
}

/* Goes on with the next instruction if it is `k`, else passes over `over` of them. */
static void unless(struct calls *c, unsigned k, unsigned over)
{
    put(c, BPF_JMP | BPF_JEQ | BPF_K, k, 0, over);
}

static void refuse(struct calls *c, unsigned call, unsigned code)
{
    unless(c, call, 1);
    answer(c, SECCOMP_RET_ERRNO | code);
}

static void refuse_others(struct calls *c, unsigned call)
{
    unless(c, call, 6);
    load(c, offsetof(struct seccomp_data, args[0]));
    put(c, BPF_JMP | BPF_JEQ | BPF_K, 0, 3, 0);
    c->self[c->n_self] = c->n;
    put(c, BPF_JMP | BPF_JEQ | BPF_K, 0, 2, 0);
    c->minus_self[c->n_self++] = c->n;
    put(c, BPF_JMP | BPF_JEQ | BPF_K, 0, 1, 0);
    answer(c, SECCOMP_RET_ERRNO | EPERM);
    answer(c, SECCOMP_RET_ALLOW);
}

/* Threads always, processes if they may be, namespaces never. */
static void limit_clone(struct calls *c, bool processes)
{
    unless(c, SYS_clone, 5);
    load(c, offsetof(struct seccomp_data, args[0]));
    put(c, BPF_JMP | BPF_JSET | BPF_K, NEW_SPACES, 1, 0);
    put(c, BPF_JMP | BPF_JSET | BPF_K, processes ? ~0U : (unsigned)CLONE_THREAD, 1, 0);
    answer(c, SECCOMP_RET_ERRNO | EPERM);
    answer(c, SECCOMP_RET_ALLOW);
}

static void begin(struct calls *c)
{
    load(c, offsetof(struct seccomp_data, arch));
    put(c, BPF_JMP | BPF_JEQ | BPF_K, OUR_ARCH, 1, 0);
    answer(c, SECCOMP_RET_KILL_PROCESS);
    load(c, offsetof(struct seccomp_data, nr));
#ifdef __x86_64__
    /* The x32 numbers of the same calls. */
    put(c, BPF_JMP | BPF_JGE | BPF_K, 0x40000000U, 0, 1);
    answer(c, SECCOMP_RET_KILL_PROCESS);
#endif
}
#endif

void child_calls(const struct child_ask *q, struct calls *ret_c)
{
    struct calls *c = ret_c;

    c->n = 0;
    c->n_self = 0;
#ifdef OUR_ARCH
    if (!seccomp_here())
        return;
    begin(c);
    for (size_t i = 0; i < sizeof denied / sizeof *denied; i++)
        refuse(c, denied[i], EPERM);
    for (size_t i = 0; i < sizeof missing / sizeof *missing; i++)
        refuse(c, missing[i], ENOSYS);
    for (size_t i = 0; i < sizeof pretended / sizeof *pretended; i++)
        refuse(c, pretended[i], 0);
    for (size_t i = 0; i < sizeof on_itself / sizeof *on_itself; i++)
        refuse_others(c, on_itself[i]);
    if (!q->network)
        refuse(c, SYS_socket, EACCES);
    if (landlock_version() < 3)
        refuse(c, SYS_truncate, EPERM);
#ifdef SYS_fork
    if (q->processes == 0) {
        refuse(c, SYS_fork, EPERM);
        refuse(c, SYS_vfork, EPERM);
    }
#endif
    limit_clone(c, q->processes > 0);
    answer(c, SECCOMP_RET_ALLOW);
#endif
}
