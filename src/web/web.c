/* web.c: the server as a whole: its options, routes, requests in store and numbers.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include "web.h"
#include "hash.h"
#include "life.h"
#include "rand.h"
#include "str.h"
#include "stream_in.h"

#define ARENA_MAX ((size_t)64 << 20)
#define PAGE_MAX  ((size_t)32 << 20)
#define KEEP      ((size_t)512 << 10) /* a buffer that grew over this is not kept */
#define SPARE     ((size_t)256)       /* requests kept for later */

static void defaults(struct web_options *o)
{
    long cpus = sysconf(_SC_NPROCESSORS_ONLN);

    if (o->connections <= 0)
        o->connections = 4096;
    if (o->per_address <= 0)
        o->per_address = 512;
    if (o->streams <= 0)
        o->streams = 10000;
    if (o->workers <= 0)
        o->workers = 2;
    if (o->worker_queue <= 0)
        o->worker_queue = 256;
    if (o->idle_s <= 0)
        o->idle_s = 30;
    if (o->threads <= 0)
        o->threads = cpus < 2 ? 2 : cpus > 8 ? 8 : cpus;
    if (!o->campus_key)
        o->campus_key = "campus";
    if (!o->url)
        o->url = "";
}

static void host_of_url(struct web *w)
{
    const char *mark = strstr(w->o.url, "://");
    const char *host = mark ? mark + 3 : "";

    (void)snprintf(w->url_host, sizeof w->url_host, "%.*s", (int)strcspn(host, "/"), host);
}

err web_new(const struct web_options *o, struct web **ret_w)
{
    struct web *w = calloc(1, sizeof *w);
    uint8_t prefix[4];
    err e = ERR_MEMORY;

    if (!w)
        return ERR_MEMORY;
    w->o = *o;
    defaults(&w->o);
    pthread_mutex_init(&w->lock, NULL);
    w->router = router_new();
    w->streams = streams_new(w);
    if (!w->streams) {
        web_free(w);
        return e;
    }
    e = proxies_new(o->trusted_proxies, &w->proxies);
    if (e == OK)
        e = pool_new((int)w->o.workers, (int)w->o.worker_queue, &w->pool);
    if (e != OK) {
        web_free(w);
        return e;
    }
    if (o->secret.n > 0) {
        struct digest d = hash_hmac(o->secret.s, o->secret.n, "web", 3);
        memcpy(w->secret, d.b, sizeof w->secret);
    } else {
        rand_bytes(w->secret, sizeof w->secret);
    }
    rand_bytes(prefix, sizeof prefix);
    (void)snprintf(w->id_prefix, sizeof w->id_prefix, "%02x%02x%02x%02x-", prefix[0], prefix[1],
                   prefix[2], prefix[3]);
    host_of_url(w);
    *ret_w = w;
    return OK;
}

err web_routes(struct web *w, const char *service, const struct route *r, size_t n)
{
    for (size_t i = 0; i < n; i++)
        TRY(router_add(w->router, service, &r[i]));
    return OK;
}

void *web_owner(const struct web *w)
{
    return w->o.owner;
}

struct store *web_store(const struct web *w)
{
    return w->o.store;
}

static void request_free(struct rq_inner *in)
{
    arena_free(in->arena);
    buf_free(&in->page);
    buf_free(&in->packed);
    buf_free(&in->body);
    free(in);
}

void web_free(struct web *w)
{
    if (!w)
        return;
    web_stop(w, 0);
    pool_free(w->pool);
    streams_free(w->streams);
    while (w->free) {
        struct rq_inner *in = w->free;
        w->free = in->next_free;
        request_free(in);
    }
    pack_end(w);
    router_free(w->router);
    proxies_free(w->proxies);
    pthread_mutex_destroy(&w->lock);
    free(w);
}

void web_fail_after(struct web *w, uint64_t n)
{
    if (w->o.store)
        store_savepoints(w->o.store, n != 0);
    atomic_store(&w->fail_after, n);
}

struct web_stats web_stats(const struct web *w)
{
    struct web_stats s = {.requests = atomic_load(&w->requests),
                          .bytes_out = atomic_load(&w->bytes_out),
                          .busy = atomic_load(&w->busy),
                          .connections = http_connections(w->http),
                          .streams = streams_open(w, NULL),
                          .streams_slow = atomic_load(&w->streams_slow),
                          .streams_refused = atomic_load(&w->streams_refused),
                          .latency_us_sum = atomic_load(&w->latency_sum),
                          .known = atomic_load(&w->known),
                          .known_slow = atomic_load(&w->known_slow),
                          .known_busy = atomic_load(&w->known_busy)};
    uint64_t sum = 0;

    for (size_t i = 0; i < 6; i++)
        s.by_class[i] = atomic_load(&w->by_class[i]);
    for (size_t i = 0; i < 12; i++) {
        sum += atomic_load(&w->latency[i]);
        s.latency_us_bucket[i] = sum;
    }
    return s;
}

/* --- Requests in store ----------------------------------------------------------------------
 */

static struct rq_inner *request_new(void)
{
    struct rq_inner *in = calloc(1, sizeof *in);

    if (!in)
        abort();
    in->arena = arena_new(ARENA_MAX);
    in->page = buf_new(PAGE_MAX);
    in->packed = buf_new(PAGE_MAX);
    in->body = buf_new(0);
    return in;
}

/* Blank again, but for its memory. */
static void request_reset(struct rq_inner *in)
{
    struct arena *arena = in->arena;
    struct buf page = in->page;
    struct buf packed = in->packed;
    struct buf body = in->body;

    arena_reset(arena);
    buf_clear(&page);
    buf_clear(&packed);
    buf_clear(&body);
    *in = (struct rq_inner){.arena = arena, .page = page, .packed = packed, .body = body};
}

struct rq_inner *life_take(struct web *w)
{
    struct rq_inner *in = NULL;

    pthread_mutex_lock(&w->lock);
    in = w->free;
    if (in) {
        w->free = in->next_free;
        w->n_free--;
    }
    pthread_mutex_unlock(&w->lock);
    if (!in)
        in = request_new();
    uint64_t fail_after = atomic_load_explicit(&w->fail_after, memory_order_relaxed);
    if (fail_after)
        arena_fail_after(in->arena, fail_after);
    in->w = w;
    in->began_us = clock_us();
    in->pack = true;
    in->out = (struct out){.buf = &in->page, .arena = in->arena, .rq = &in->rq};
    in->rq = (struct rq){.arena = in->arena,
                         .web = w,
                         .out = &in->out,
                         .form = &in->form,
                         .reply = &in->reply,
                         .id = in->id,
                         .address = "",
                         .inner = in};
    atomic_fetch_add(&w->running, 1);
    return in;
}

void life_give(struct rq_inner *in)
{
    struct web *w = in->w;

    if (in->stream)
        stream_drop(in->stream);
    if (in->rq.db) {
        store_release(in->rq.db);
        in->rq.db = NULL;
    }
    if (in->page.room > KEEP)
        buf_free(&in->page);
    if (in->packed.room > KEEP)
        buf_free(&in->packed);
    if (in->body.room > KEEP)
        buf_free(&in->body);
    request_reset(in);
    pthread_mutex_lock(&w->lock);
    bool keep = w->n_free < SPARE;
    if (keep) {
        in->next_free = w->free;
        w->free = in;
        w->n_free++;
    }
    pthread_mutex_unlock(&w->lock);
    if (!keep)
        request_free(in);
    atomic_fetch_sub(&w->running, 1);
}
