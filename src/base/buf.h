/* buf.h: a growing buffer with a maximum that it is given at birth.
   Writing past the maximum, or when memory is out, sets `full` and drops the bytes: the writer need
   not check each call, the reader checks once by buf_ok().
   SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef BASE_BUF_H
#define BASE_BUF_H
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct buf {
    char *s;     /* always NUL-terminated once something was written; may be NULL before */
    size_t n;    /* bytes used, without the NUL */
    size_t room; /* bytes allocated */
    size_t max;  /* the limit of n */
    bool full;   /* something was dropped */
    struct arena *arena; /* its memory is the arena's; NULL: its own */
};

struct arena;
struct buf buf_new(size_t max);
/* One that goes with the arena: buf_free() need not be called, buf_steal() may not. */
struct buf buf_in(struct arena *a, size_t max);
void buf_free(struct buf *b);
void buf_clear(struct buf *b); /* empty again, memory kept */
static inline bool buf_ok(const struct buf *b)
{
    return !b->full;
}
void buf_put(struct buf *b, const void *s, size_t n);
void buf_puts(struct buf *b, const char *s);
void buf_putc(struct buf *b, char c);
void buf_int(struct buf *b, int64_t v);
[[gnu::format(printf, 2, 3)]] void buf_printf(struct buf *b, const char *fmt, ...);
[[gnu::format(printf, 2, 0)]] void buf_vprintf(struct buf *b, const char *fmt, va_list ap);

/* Hands the bytes over (to be freed by free()) and empties the buffer. */
[[nodiscard]] char *buf_steal(struct buf *b, size_t *ret_n);

#endif
