/* fuzz.h: what every fuzzer needs: the entry, and a bounded arena that survives "out of
   memory". SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef FUZZ_H
#define FUZZ_H
#include "arena.h"
#include <stddef.h>
#include <stdint.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

/* Runs `step` in an arena of 16 MiB; an input that asks for more is no fault. */
static inline void fuzz_in_arena(void (*step)(struct arena *a, const char *s, size_t n),
                                 const uint8_t *data, size_t n)
{
    struct arena *a = arena_new((size_t)16 << 20);

    if (setjmp(*arena_guard(a)) == 0)
        step(a, arena_dupn(a, data, n), n);
    arena_free(a);
}
#define FUZZ(step)                                                                             \
    int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)                                  \
    {                                                                                          \
        fuzz_in_arena(step, data, n);                                                          \
        return 0;                                                                              \
    }
/* What must hold for every input. */
#define FUZZ_MUST(expr)                                                                        \
    do {                                                                                       \
        if (!(expr))                                                                           \
            abort();                                                                           \
    } while (0)

#endif
