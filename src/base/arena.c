/* arena.c: memory that ends with its owner: a chain of blocks, taken from the front.
   Under AddressSanitizer what was not handed out is poisoned, so that a step too far is seen.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include "arena.h"
#include <stdbool.h>
#include <sys/mman.h>

#if defined(__SANITIZE_ADDRESS__)
#include <sanitizer/asan_interface.h>
#define ARENA_GAP ((size_t)16)
#else
#define ASAN_POISON_MEMORY_REGION(p, n) ((void)(p), (void)(n))
#define ASAN_UNPOISON_MEMORY_REGION(p, n) ((void)(p), (void)(n))
#define ARENA_GAP ((size_t)0)
#endif

#define BLOCK ((size_t)16 * 1024)
/* An arena that has become large grows by larger blocks, in large pages where the system has them: a page
   fault for each 4 KiB would cost more than what is done with them. */
#define LARGE       ((size_t)8 * 1024 * 1024)
#define LARGE_BLOCK ((size_t)4 * 1024 * 1024)
#define HUGE_PAGE   ((size_t)2 * 1024 * 1024)
#define ALIGN _Alignof(max_align_t)

struct block {
    struct block *next;
    size_t room;
    size_t used;
    _Alignas(max_align_t) char bytes[];
};

struct ending {
    struct ending *next;
    void (*f)(void *ctx);
    void *ctx;
};

struct arena {
    struct ending *endings;
    struct block *first; /* kept by arena_reset */
    struct block *now;
    size_t max;
    size_t used;
    uint64_t allocations;
    uint64_t fail_at; /* the allocation that fails, counted like `allocations`; 0: none */
    bool guarded;
    jmp_buf guard;
};

static void *block_memory(size_t size)
{
    void *p;

    if (size < LARGE_BLOCK)
        return malloc(size);
    size = (size + HUGE_PAGE - 1) / HUGE_PAGE * HUGE_PAGE;
    p = aligned_alloc(HUGE_PAGE, size);
    if (p)
        (void)madvise(p, size, MADV_HUGEPAGE);
    return p;
}

static struct block *block_new(size_t room)
{
    struct block *b = block_memory(sizeof *b + room);

    if (!b)
        return NULL;
    *b = (struct block){.room = room};
    ASAN_POISON_MEMORY_REGION(b->bytes, room);
    return b;
}

static void block_free(struct block *b)
{
    ASAN_UNPOISON_MEMORY_REGION(b->bytes, b->room);
    free(b);
}

struct arena *arena_new(size_t max)
{
    struct arena *a = calloc(1, sizeof *a);

    if (!a)
        abort();
    a->first = block_new(BLOCK);
    if (!a->first)
        abort();
    a->now = a->first;
    a->max = max;
    return a;
}

static void free_after(struct block *b)
{
    struct block *next = NULL;

    for (b = b->next; b; b = next) {
        next = b->next;
        block_free(b);
    }
}

void arena_at_end(struct arena *a, void (*f)(void *ctx), void *ctx)
{
    struct ending *e = arena_alloc(a, sizeof *e);

    *e = (struct ending){a->endings, f, ctx};
    a->endings = e;
}

static void end_all(struct arena *a)
{
    for (struct ending *e = a->endings; e; e = e->next)
        e->f(e->ctx);
    a->endings = NULL;
}

void arena_free(struct arena *a)
{
    if (!a)
        return;
    end_all(a);
    free_after(a->first);
    block_free(a->first);
    free(a);
}

void arena_reset(struct arena *a)
{
    end_all(a);
    free_after(a->first);
    a->first->next = NULL;
    a->first->used = 0;
    ASAN_POISON_MEMORY_REGION(a->first->bytes, a->first->room);
    a->now = a->first;
    a->used = 0;
    a->allocations = 0;
    a->fail_at = 0;
}

[[gnu::noreturn]] static void out_of_memory(struct arena *a)
{
    if (a->guarded)
        longjmp(a->guard, 1);
    abort();
}

static struct block *block_for(struct arena *a, size_t n)
{
    struct block *b = a->now;

    if (b->room - b->used >= n)
        return b;
    size_t room = a->used < LARGE ? BLOCK : LARGE_BLOCK - sizeof *b;
    b = block_new(n > room ? n : room);
    if (!b)
        out_of_memory(a);
    a->now->next = b;
    a->now = b;
    return b;
}

void *arena_alloc(struct arena *a, size_t n)
{
    if (n > a->max || a->max - n < a->used || a->allocations + 1 == a->fail_at)
        out_of_memory(a);
    size_t room = (n + ARENA_GAP + ALIGN - 1) / ALIGN * ALIGN;
    struct block *b = block_for(a, room);
    char *p = b->bytes + b->used;

    b->used += room;
    a->used += n;
    a->allocations++;
    ASAN_UNPOISON_MEMORY_REGION(p, n);
    memset(p, 0, n);
    return p;
}

void *arena_array(struct arena *a, size_t n, size_t size)
{
    size_t bytes = 0;

    if (__builtin_mul_overflow(n, size, &bytes))
        out_of_memory(a);
    return arena_alloc(a, bytes);
}

char *arena_dupn(struct arena *a, const void *s, size_t n)
{
    char *copy = arena_alloc(a, n + 1);

    if (n > 0)
        memcpy(copy, s, n);
    return copy;
}

char *arena_dup(struct arena *a, const char *s)
{
    return arena_dupn(a, s, strlen(s));
}

/* The formats of nearly all texts are written here: %s, %d and %lld, and %0Nd of one digit N, of what
   is not negative. */
struct text {
    char *p, *end;
    bool plain; /* nothing came that only vsnprintf can do, and all had room */
};

static void text_put(struct text *t, const char *s, size_t n)
{
    t->plain = t->plain && n <= (size_t)(t->end - t->p);
    if (!t->plain)
        return;
    memcpy(t->p, s, n);
    t->p += n;
}

static void text_number(struct text *t, long long v, size_t width)
{
    char digits[32];
    char *p = digits + sizeof digits;

    t->plain = t->plain && v >= 0;
    do {
        *--p = (char)('0' + v % 10);
        v /= 10;
    } while (v > 0);
    while ((size_t)(digits + sizeof digits - p) < width)
        *--p = '0';
    text_put(t, p, (size_t)(digits + sizeof digits - p));
}

static void text_string(struct text *t, const char *s)
{
    t->plain = t->plain && s;
    if (s)
        text_put(t, s, strlen(s));
}

/* The length of the conversion at `s`, the bytes after its %; 0 for one that is not ours. */
static size_t conversion(const char *s)
{
    if (s[0] == 's' || s[0] == 'd')
        return 1;
    if (s[0] == '0' && s[1] >= '1' && s[1] <= '9' && s[2] == 'd')
        return 3;
    return s[0] == 'l' && s[1] == 'l' && s[2] == 'd' ? 3 : 0;
}

/* The text's length in `small`, or -1: then vsnprintf must write it. */
[[gnu::format(printf, 3, 0)]] static int write_plain(char *small, size_t room, const char *fmt,
                                                     va_list ap)
{
    struct text t = {.p = small, .end = small + room - 1, .plain = true};

    while (t.plain && *fmt) {
        size_t run = (size_t)(strchrnul(fmt, '%') - fmt);

        text_put(&t, fmt, run);
        fmt += run;
        if (!*fmt)
            break;
        size_t n = conversion(++fmt);
        if (n == 0)
            return -1;
        if (fmt[0] == 's')
            text_string(&t, va_arg(ap, const char *));
        else if (fmt[0] == 'l')
            text_number(&t, va_arg(ap, long long), 1);
        else
            text_number(&t, va_arg(ap, int), n == 3 ? (size_t)(fmt[1] - '0') : 1);
        fmt += n;
    }
    if (!t.plain)
        return -1;
    *t.p = '\0';
    return (int)(t.p - small);
}

char *arena_vprintf(struct arena *a, const char *fmt, va_list ap)
{
    char small[256];
    va_list again;

    va_copy(again, ap);
    int n = write_plain(small, sizeof small, fmt, again);
    va_end(again);
    if (n >= 0)
        return arena_dupn(a, small, (size_t)n);
    va_copy(again, ap);
    n = vsnprintf(small, sizeof small, fmt, ap);
    if (n < 0)
        out_of_memory(a);
    char *text = arena_alloc(a, (size_t)n + 1);
    if ((size_t)n < sizeof small)
        memcpy(text, small, (size_t)n + 1);
    else
        (void)vsnprintf(text, (size_t)n + 1, fmt, again);
    va_end(again);
    return text;
}

char *arena_printf(struct arena *a, const char *fmt, ...)
{
    va_list ap;

    va_start(ap, fmt);
    char *text = arena_vprintf(a, fmt, ap);
    va_end(ap);
    return text;
}

jmp_buf *arena_guard(struct arena *a)
{
    a->guarded = true;
    return &a->guard;
}

void arena_unguard(struct arena *a)
{
    a->guarded = false;
}

size_t arena_used(const struct arena *a)
{
    return a->used;
}

uint64_t arena_allocations(const struct arena *a)
{
    return a->allocations;
}

void arena_fail_after(struct arena *a, uint64_t n)
{
    a->fail_at = n == 0 ? 0 : a->allocations + n;
}
