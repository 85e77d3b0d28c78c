/* child_in.h: what the files of base/child share; not for others.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef BASE_CHILD_IN_H
#define BASE_CHILD_IN_H
#include <linux/filter.h>
#include <stddef.h>
#include <sys/resource.h>
#include <sys/types.h>
#include "child.h"
#include "err.h"

#define CALLS_MAX 256
#define CALLS_SELF 16

/* A seccomp filter; the places where the new process puts its own number. */
struct calls {
    struct sock_filter v[CALLS_MAX];
    unsigned short n;
    unsigned short self[CALLS_SELF], minus_self[CALLS_SELF];
    size_t n_self;
};

struct child_limit {
    int what;
    struct rlimit to;
};

/* All that the new process needs, made before the fork: between fork and exec of a program with threads
   only system calls are safe. */
struct start {
    const char *program;
    char *const *argv;
    char *const *env;
    const char *folder;
    struct child_limit limits[8];
    size_t n_limits;
    pid_t parent;
    int in, out, err, report; /* descriptors */
    int rules;                /* Landlock's, or -1 */
    struct calls calls;       /* n is 0: none */
};

/* What the new process says when it could not become the program. */
struct start_fault {
    const char *why; /* a literal: the same address on both sides of a fork */
    int code;        /* errno */
};

/* Becomes the program; or tells `report` why not, and ends. Only system calls. */
[[gnu::noreturn]] void child_become(struct start *s);

/* The version of Landlock's interface; 0: there is none. */
int landlock_version(void);
/* Landlock rules for the program; -1 where there is none. ERR_NOT_FOUND: no such path. */
[[nodiscard]] err child_rules(const struct child_ask *q, int *ret_fd);
bool seccomp_here(void);
/* The filter for the program; empty where there is none. */
void child_calls(const struct child_ask *q, struct calls *ret_c);

#endif
