/* download.c: long downloads, one page of rows after the other, each in a read snapshot of its own.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include "life.h"
#include "log.h"
#include "stream_in.h"

#define PAGE_MAX  ((size_t)4 << 20)
#define ARENA_MAX ((size_t)64 << 20)

static void give_back(void *db)
{
    store_release(db);
}

/* Not inlined: what lives in the caller is then out of longjmp's reach. */
[[gnu::noinline]] static err one_page(struct stream *s, struct arena *a, struct buf *out,
                                      bool *ret_more)
{
    struct db *db = NULL;

    if (setjmp(*arena_guard(a)) != 0)
        return ERR_MEMORY;
    TRY(store_reader(s->w->o.store, a, clock_now(), &db));
    arena_at_end(a, give_back, db);
    TRY(s->page(db, s->ctx, out, ret_more));
    return buf_ok(out) ? OK : ERR_TOO_LARGE;
}

/* Pages until something was written. */
static err some_bytes(struct stream *s, struct buf *out, bool *ret_more)
{
    struct arena *a = arena_new(ARENA_MAX);
    err e = OK;

    do {
        *ret_more = false;
        e = one_page(s, a, out, ret_more);
        arena_unguard(a);
        arena_reset(a);
    } while (e == OK && *ret_more && out->n == 0);
    arena_free(a);
    return e;
}

static void feed(void *ctx)
{
    struct stream *s = ctx;
    struct buf out = buf_new(PAGE_MAX);
    bool more = false;
    err e = some_bytes(s, &out, &more);

    if (e != OK)
        log_line(LOG_ERROR, "stream.failed", LS("kind", s->kind->name),
                 LS("error", err_name(e)));
    pthread_mutex_lock(&s->lock);
    s->feeding = false;
    if (!s->ending && e == OK && out.n > 0 && !stream_append(s, out.s, out.n, PAGE_MAX))
        e = ERR_MEMORY;
    if (e != OK)
        stream_ending(s, WHY_BROKEN);
    else if (!more)
        stream_ending(s, WHY_DONE);
    stream_wake(s);
    pthread_mutex_unlock(&s->lock);
    buf_free(&out);
    stream_unref(s);
}

void stream_feed(struct stream *s)
{
    if (s->feeding)
        return;
    s->work = (struct work){.run = feed, .ctx = s};
    __atomic_add_fetch(&s->refs, 1, __ATOMIC_RELAXED);
    s->feeding = true;
    s->hungry = pool_add(s->w->pool, &s->work) != OK;
    if (!s->hungry)
        return;
    s->feeding = false;
    __atomic_sub_fetch(&s->refs, 1, __ATOMIC_RELAXED);
    streams_nudge(s->w->streams);
}

err stream_download(struct rq *rq, const struct stream_pages *p)
{
    struct stream *s = NULL;

    TRY(stream_open(rq, p->kind, p->ctx, p->ctx_n, &s));
    pthread_mutex_lock(&s->lock);
    s->out_n = 0; /* no event stream: no word of how to come back */
    s->page = p->page;
    pthread_mutex_unlock(&s->lock);
    reply_type(rq, p->type);
    reply_download(rq, p->filename);
    return OK;
}
