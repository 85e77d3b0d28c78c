/* buf.c: a growing buffer with a maximum.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include "buf.h"
#include "arena.h"

struct buf buf_new(size_t max)
{
    return (struct buf){.max = max};
}

struct buf buf_in(struct arena *a, size_t max)
{
    return (struct buf){.max = max, .arena = a};
}

void buf_free(struct buf *b)
{
    if (!b->arena)
        free(b->s);
    *b = (struct buf){.max = b->max, .arena = b->arena};
}

void buf_clear(struct buf *b)
{
    b->n = 0;
    b->full = false;
    if (b->s)
        b->s[0] = '\0';
}

/* The bytes in a larger piece of memory, or NULL. */
static char *moved(struct buf *b, size_t room)
{
    char *s;

    if (!b->arena)
        return realloc(b->s, room);
    s = arena_alloc(b->arena, room);
    if (b->s)
        memcpy(s, b->s, b->n);
    return s;
}

/* Makes room for n more bytes and the NUL. */
static bool buf_grow(struct buf *b, size_t n)
{
    if (n > b->max || b->max - n < b->n) {
        b->full = true;
        return false;
    }
    size_t want = b->n + n + 1;
    if (want <= b->room)
        return true;
    size_t room = b->room < 256 ? 256 : b->room;
    while (room < want)
        room = room > SIZE_MAX / 2 ? want : room * 2;
    char *s = moved(b, room);
    if (!s) {
        b->full = true;
        return false;
    }
    b->s = s;
    b->room = room;
    return true;
}

void buf_put(struct buf *b, const void *s, size_t n)
{
    /* There is nearly always room; the NUL wants one byte, too. */
    if ((n >= b->room - b->n || b->n + n > b->max) && !buf_grow(b, n))
        return;
    if (!b->s)
        return;
    if (n > 0)
        memcpy(b->s + b->n, s, n);
    b->n += n;
    b->s[b->n] = '\0';
}

void buf_puts(struct buf *b, const char *s)
{
    buf_put(b, s, strlen(s));
}

void buf_putc(struct buf *b, char c)
{
    buf_put(b, &c, 1);
}

void buf_int(struct buf *b, int64_t v)
{
    char digits[24];
    char *p = digits + sizeof digits;
    uint64_t left = v < 0 ? 0 - (uint64_t)v : (uint64_t)v;

    do {
        *--p = (char)('0' + left % 10);
        left /= 10;
    } while (left > 0);
    if (v < 0)
        *--p = '-';
    buf_put(b, p, (size_t)(digits + sizeof digits - p));
}

void buf_vprintf(struct buf *b, const char *fmt, va_list ap)
{
    va_list again;

    va_copy(again, ap);
    int n = vsnprintf(NULL, 0, fmt, ap);
    if (n < 0)
        b->full = true;
    else if (buf_grow(b, (size_t)n)) {
        (void)vsnprintf(b->s + b->n, (size_t)n + 1, fmt, again);
        b->n += (size_t)n;
    }
    va_end(again);
}

void buf_printf(struct buf *b, const char *fmt, ...)
{
    va_list ap;

    va_start(ap, fmt);
    buf_vprintf(b, fmt, ap);
    va_end(ap);
}

char *buf_steal(struct buf *b, size_t *ret_n)
{
    if (!b->s)
        buf_put(b, "", 0);
    char *s = b->s;

    *ret_n = b->n;
    *b = buf_new(b->max);
    return s;
}
