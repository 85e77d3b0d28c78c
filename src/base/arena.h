/* arena.h: memory that ends with its owner.
   An arena belongs to one request, job or command. What is taken from it is never freed by hand; it
   goes when the arena is reset or freed. An arena is used by one thread at a time.
   Out of memory (or over the arena's limit) does not return: it leaves by `oom` (see arena_guard),
   so no caller checks for NULL.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef BASE_ARENA_H
#define BASE_ARENA_H
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

struct arena;

/* A new arena that may hold at most `max` bytes. Aborts the program when even that fails. */
[[nodiscard]] struct arena *arena_new(size_t max);
/* Frees the arena and everything taken from it. NULL is allowed. */
void arena_free(struct arena *a);
/* Drops everything taken from it; keeps its first block, and its limit, for the next use. */
void arena_reset(struct arena *a);

/* Zeroed memory, aligned for any type. */
[[nodiscard, gnu::malloc, gnu::returns_nonnull]] void *arena_alloc(struct arena *a, size_t n);
/* n objects of `size` bytes, with a check of the product. */
[[nodiscard, gnu::malloc, gnu::returns_nonnull]] void *arena_array(struct arena *a, size_t n,
                                                                   size_t size);
[[gnu::returns_nonnull]] char *arena_dup(struct arena *a, const char *s);
[[gnu::returns_nonnull]] char *arena_dupn(struct arena *a, const void *s, size_t n);
[[gnu::returns_nonnull, gnu::format(printf, 2, 3)]] char *arena_printf(struct arena *a,
                                                                       const char *fmt, ...);
[[gnu::returns_nonnull, gnu::format(printf, 2, 0)]] char *arena_vprintf(struct arena *a,
                                                                        const char *fmt,
                                                                        va_list ap);

/* Takes one object or n objects of a type. */
#define ARENA_NEW(a, type) ((type *)arena_alloc((a), sizeof(type)))
#define ARENA_ARRAY(a, n, type) ((type *)arena_array((a), (n), sizeof(type)))

/* The one place that catches "out of memory": `if (setjmp(*arena_guard(a))) …503…`. Without a guard
   the program aborts. arena_unguard() takes it away again. */
jmp_buf *arena_guard(struct arena *a);
void arena_unguard(struct arena *a);

/* Calls f(ctx) when the arena is reset or freed, the last one first: for what it only borrows. */
void arena_at_end(struct arena *a, void (*f)(void *ctx), void *ctx);

/* Bytes in use and allocations made since birth or the last reset: for limits and budgets. */
size_t arena_used(const struct arena *a);
uint64_t arena_allocations(const struct arena *a);

/* Failure injection for tests: the n-th allocation from now on fails. 0: none. */
void arena_fail_after(struct arena *a, uint64_t n);

#endif
