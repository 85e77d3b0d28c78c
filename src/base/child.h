/* child.h: another program, run once, confined: for what chews bytes that nobody vouches for.
   Started by its absolute path with a list of words, never by a shell. It gets the environment it is given
   and no more, three descriptors (its input, and pipes for its output and its complaints), a session of its
   own, limits of time, memory, files and processes, no capability, and can gain none. Two confinements
   come on top, where the system has them:

     CHILD_FILES  Landlock: it reads and runs what a system has (/usr, /lib, /bin, fonts), reads `reads`,
                  and writes in `folder` only. Before Linux 6.2 it can still cut off files that it may
                  read and that its user may write.
     CHILD_CALLS  seccomp: no socket unless `network`; no process unless `processes`; it cannot leave its
                  group, signal or trace others, mount, load, make namespaces or use io_uring. Modes,
                  owners, times and attributes of files stay as they are, though it is told that
                  they changed. Of more processes only the first can signal itself.

   The caller's thread waits. At the end of the program, at the deadline, when it says too much, or when
   it is called off, its whole group is killed and the program is reaped; nothing of it stays but its
   files in `folder`. It ends with the thread that started it, too. May be called by many threads.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef BASE_CHILD_H
#define BASE_CHILD_H
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "arena.h"
#include "err.h"
#include "str.h"

enum { CHILD_FILES = 1, CHILD_CALLS = 2, CHILD_ALL = 3 };

struct child_ask {
    const char *program;      /* absolute path */
    const char *const *argv;  /* with argv[0], ends with NULL; NULL: the program's path alone */
    const char *const *env;   /* "NAME=value", ends with NULL; NULL: none */
    struct str in;            /* what it reads from its standard input */
    const char *folder;       /* where it works and may write; NULL: nowhere, it works in / */
    const char *const *reads; /* files and folders that it may read besides; ends with NULL; or NULL */
    size_t out_max, err_max;  /* most bytes of its output and of its complaints; more ends it */
    int64_t deadline_ms;      /* by the clock on the wall, from its start; above 0 */
    int64_t cpu_s;            /* seconds of processor; 0: one more than the deadline */
    size_t memory;            /* bytes of address space; 0: 1 GiB */
    uint64_t file_max;        /* bytes of its largest file; 0: 64 MiB */
    unsigned files;           /* open at a time; 0: 64 */
    unsigned processes;       /* 0: it may start threads, but no process. Else RLIMIT_NPROC: all of the
                                 system's user together, and nothing for root */
    bool network;             /* it may open sockets */
    bool required;            /* do not run it without CHILD_ALL */
    const bool *stop;         /* becomes true (atomically): call it off within 0.1 s; or NULL */
};

enum child_end {
    CHILD_EXITED,   /* by itself, with `code` */
    CHILD_KILLED,   /* by `signal`, its own fault or a limit's (SIGXCPU, SIGXFSZ) */
    CHILD_TOO_LONG, /* killed at the deadline */
    CHILD_TOO_MUCH, /* killed, for it said more than the most; what it said until then is there */
    CHILD_STOPPED,  /* called off */
};
struct child_result {
    enum child_end end;
    int code, signal;
    struct str out, err; /* in the caller's arena, NUL-terminated */
    unsigned confined;   /* which of CHILD_FILES and CHILD_CALLS were had */
    int64_t us;          /* from start to end */
    const char *why;     /* of an error: what failed, static English; else NULL */
};

/* OK: it ran, however it ended. ERR_RANGE: an ask that makes no sense; ERR_NOT_FOUND: no such program,
   folder or path of `reads`; ERR_DOWN: a confinement is required that this system does not have, or
   cannot be entered; ERR_BUSY: no process or memory is left; ERR_IO. On an error only `why` is written. */
[[nodiscard]] err child_run(struct arena *a, const struct child_ask *q, struct child_result *ret_r);

/* What child_run() would have here. */
unsigned child_confinement(void);

#endif
