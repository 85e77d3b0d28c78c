/* stream.c: open streams: their buffers, their list, and the thread that keeps them alive and ends
   them. SPDX-License-Identifier: AGPL-3.0-or-later */
#include "life.h"
#include "log.h"
#include "rand.h"
#include "str.h"
#include "stream_in.h"

#define BUCKETS      4096
#define EACH_PERSON  8
#define EACH_ADDRESS 64
#define BUFFER       ((size_t)64 << 10)
#define BEAT_US      15000000 /* a line in a silent stream: who is gone is noticed */
#define LAST_US      500000   /* for the last bytes of one that ends */
#define ROUND_MS     1000
#define HUNGRY_MS    20
#define ENDS_MAX     ((size_t)65536)
#define LAST_ID_MAX  64

/* Whose streams are to end: a session's, a person's. */
struct ending {
    bool session;
    int64_t id;
};

struct streams {
    struct web *w;
    pthread_mutex_t lock;
    pthread_cond_t wake;
    struct stream *first;
    size_t strangers; /* of them: of who is not signed in */
    int64_t looked_us; /* at connections that take too long */
    struct stream *buckets[BUCKETS];
    size_t n;
    struct ending *ends;
    size_t n_ends, room_ends;
    int64_t end_all_us; /* all that were open then; 0: none */
    bool hungry, stopping, stop, runs;
    pthread_t thread;
};

/* --- One stream ------------------------------------------------------------------------------- */

void stream_unref(struct stream *s)
{
    if (__atomic_sub_fetch(&s->refs, 1, __ATOMIC_ACQ_REL) > 0)
        return;
    pthread_mutex_destroy(&s->lock);
    free(s->out);
    free(s);
}

void stream_wake(struct stream *s)
{
    if (!s->asleep || !s->line)
        return;
    s->asleep = false;
    s->line->wake(s->src);
}

static void forget(struct stream *s)
{
    free(s->out);
    s->out = NULL;
    s->out_n = s->out_at = s->out_room = 0;
}

void stream_ending(struct stream *s, enum stream_why why)
{
    /* What has ended well may still be on its way when the login ends. */
    if (s->ending && (s->why != WHY_DONE || why == WHY_DONE || why == WHY_GONE))
        return;
    s->ending = true;
    s->why = why;
    s->ended_us = clock_us();
    if (why != WHY_DONE)
        forget(s);
    if (why == WHY_SLOW && s->line)
        s->line->cut(s->src);
    stream_wake(s);
}

bool stream_append(struct stream *s, const char *bytes, size_t n, size_t max)
{
    if (s->out_n - s->out_at + n > max)
        return false;
    /* What was read makes room, for one that is never quite empty. */
    if (s->out_n + n > s->out_room && s->out_at > 0) {
        memmove(s->out, s->out + s->out_at, s->out_n - s->out_at);
        s->out_n -= s->out_at;
        s->out_at = 0;
    }
    size_t need = s->out_n + n;
    if (need > s->out_room) {
        size_t room = s->out_room ? s->out_room : 512;
        while (room < need)
            room *= 2;
        char *more = realloc(s->out, room);
        if (!more)
            return false;
        s->out = more;
        s->out_room = room;
    }
    memcpy(s->out + s->out_n, bytes, n);
    s->out_n = need;
    return true;
}

bool stream_put_raw(struct stream *s, const char *bytes, size_t n)
{
    size_t max = s->kind->buffer_max ? s->kind->buffer_max : BUFFER;

    pthread_mutex_lock(&s->lock);
    if (!s->ending && !stream_append(s, bytes, n, max)) {
        atomic_fetch_add(&s->w->streams_slow, 1);
        stream_ending(s, WHY_SLOW);
    }
    bool open = !s->ending;
    if (open) {
        s->put_us = clock_us();
        stream_wake(s);
    }
    pthread_mutex_unlock(&s->lock);
    return open;
}

/* A field of one line each; a value may hold no line end of its own. */
static void put_field(struct buf *b, const char *name, const char *value, size_t n)
{
    buf_puts(b, name);
    for (size_t i = 0; i < n; i++)
        buf_putc(b, (char)(value[i] == '\r' || value[i] == '\n' ? ' ' : value[i]));
    buf_putc(b, '\n');
}

bool stream_put(struct stream *s, const struct stream_event *e)
{
    struct buf b = buf_new((size_t)1 << 20);
    bool open = false;

    if (e->id)
        put_field(&b, "id: ", e->id, strlen(e->id));
    if (e->name)
        put_field(&b, "event: ", e->name, strlen(e->name));
    for (const char *line = e->data ? e->data : ""; line;) {
        const char *end = strchr(line, '\n');
        put_field(&b, "data: ", line, end ? (size_t)(end - line) : strlen(line));
        line = end ? end + 1 : NULL;
    }
    buf_putc(&b, '\n');
    if (buf_ok(&b))
        open = stream_put_raw(s, b.s, b.n);
    buf_free(&b);
    return open;
}

void stream_end(struct stream *s)
{
    pthread_mutex_lock(&s->lock);
    stream_ending(s, WHY_DONE);
    pthread_mutex_unlock(&s->lock);
}

void *stream_ctx(struct stream *s)
{
    return s->ctx;
}

person_id stream_person(const struct stream *s)
{
    return s->person;
}

enum lang stream_lang(const struct stream *s)
{
    return s->lang;
}

/* --- The list ---------------------------------------------------------------------------------- */

static uint32_t hash_who(person_id who, const char *address)
{
    uint64_t h = (uint64_t)who.v * 0x9E3779B97F4A7C15U;

    for (const char *c = who.v ? "" : address; *c; c++)
        h = (h ^ (unsigned char)*c) * 0x100000001B3U;
    return (uint32_t)(h >> 40) % BUCKETS;
}

static void hook(struct stream **head, struct stream *s)
{
    s->next = *head;
    s->at = head;
    if (s->next)
        s->next->at = &s->next;
    *head = s;
}

static void hook_same(struct stream **head, struct stream *s)
{
    s->same = *head;
    s->same_at = head;
    if (s->same)
        s->same->same_at = &s->same;
    *head = s;
}

static void unhook(struct stream *s)
{
    *s->at = s->next;
    if (s->next)
        s->next->at = s->at;
    *s->same_at = s->same;
    if (s->same)
        s->same->same_at = s->same_at;
}

/* Has the other side hung up? Then it ends now, not when the next line cannot be sent. */
static bool hung_up(struct stream *s)
{
    if (pthread_mutex_trylock(&s->lock) != 0)
        return false; /* something is just sent on it */
    bool left = s->line && s->line->left && s->line->left(s->src);
    if (left)
        stream_ending(s, WHY_GONE);
    pthread_mutex_unlock(&s->lock);
    return left;
}

static bool too_many(const struct streams *all, const struct stream *s)
{
    const struct stream_kind *k = s->kind;
    size_t most = s->person.v ? (k->most_person ? k->most_person : EACH_PERSON)
                              : (k->most_address ? k->most_address : EACH_ADDRESS);
    size_t n = 0;

    for (struct stream *o = all->buckets[s->bucket]; o; o = o->same)
        n += o->kind == k && o->person.v == s->person.v &&
             (s->person.v || str_eq(o->address, s->address)) && !hung_up(o);
    return n >= most;
}

static err list(struct streams *all, struct stream *s)
{
    err e = OK;

    pthread_mutex_lock(&all->lock);
    if (all->stopping)
        e = ERR_DOWN;
    else if (all->n >= (size_t)all->w->o.streams ||
             (s->person.v == 0 && all->strangers >= (size_t)all->w->o.streams / 2))
        e = ERR_BUSY; /* half is kept for who is signed in */
    else if (too_many(all, s))
        e = ERR_TOO_MANY;
    if (e == OK) {
        hook(&all->first, s);
        hook_same(&all->buckets[s->bucket], s);
        all->n++;
        all->strangers += s->person.v == 0;
    }
    pthread_mutex_unlock(&all->lock);
    if (e != OK)
        atomic_fetch_add(&all->w->streams_refused, 1);
    return e;
}

static void unlist(struct streams *all, struct stream *s)
{
    pthread_mutex_lock(&all->lock);
    unhook(s);
    all->n--;
    all->strangers -= s->person.v == 0;
    pthread_mutex_unlock(&all->lock);
}

/* All of a kind (NULL: all), held so that none goes away; ends with NULL. */
static struct stream **held(struct streams *all, const struct stream_kind *kind)
{
    struct stream **v = NULL;
    size_t n = 0;

    pthread_mutex_lock(&all->lock);
    v = malloc((all->n + 1) * sizeof(struct stream *));
    for (struct stream *s = v ? all->first : NULL; s; s = s->next)
        if (!kind || s->kind == kind) {
            __atomic_add_fetch(&s->refs, 1, __ATOMIC_RELAXED);
            v[n++] = s;
        }
    pthread_mutex_unlock(&all->lock);
    if (v)
        v[n] = NULL;
    return v;
}

void streams_each(struct web *w, const struct stream_kind *kind,
                  void (*f)(struct stream *s, void *ctx), void *ctx)
{
    struct stream **v = held(w->streams, kind);

    for (size_t i = 0; v && v[i]; i++) {
        f(v[i], ctx);
        stream_unref(v[i]);
    }
    free(v);
}

size_t streams_open(const struct web *w, const struct stream_kind *kind)
{
    struct streams *all = w->streams;
    size_t n = 0;

    pthread_mutex_lock(&all->lock);
    for (const struct stream *s = all->first; s; s = s->next)
        n += !kind || s->kind == kind;
    pthread_mutex_unlock(&all->lock);
    return n;
}

/* --- From open to gone ------------------------------------------------------------------------- */

err stream_open(struct rq *rq, const struct stream_kind *kind, const void *ctx, size_t ctx_n,
                struct stream **ret_s)
{
    struct rq_inner *in = rq->inner;
    const char *from = address_household(rq->arena, rq->address);
    struct stream *s = in->stream ? NULL : calloc(1, sizeof *s + ctx_n);
    char hello[48];

    if (!s)
        return in->stream ? ERR_INTERNAL : ERR_MEMORY;
    pthread_mutex_init(&s->lock, NULL);
    s->refs = 1;
    s->w = in->w;
    s->kind = kind;
    s->person = rq->me;
    s->session = rq->session;
    s->lang = rq->lang;
    s->until = rq->until;
    (void)snprintf(s->address, sizeof s->address, "%s", from);
    s->bucket = hash_who(s->person, s->address);
    s->began_us = s->put_us = clock_us();
    s->ctx_n = ctx_n;
    if (ctx_n > 0)
        memcpy(s->ctx, ctx, ctx_n);
    err e = list(in->w->streams, s);
    if (e != OK) {
        stream_unref(s);
        return e;
    }
    in->stream = s;
    reply_type(rq, "text/event-stream; charset=utf-8");
    reply_header(rq, "Cache-Control", "no-store, no-transform");
    reply_header(rq, "X-Accel-Buffering", "no");
    /* Whoever is cut off comes back after 2 to 8 seconds, not all at once. */
    (void)snprintf(hello, sizeof hello, "retry: %llu\n\n",
                   (unsigned long long)(2000 + rand_below(6000)));
    (void)stream_put_raw(s, hello, strlen(hello));
    *ret_s = s;
    return OK;
}

const char *stream_last_id(const struct rq *rq)
{
    const char *id = rq_header(rq, "Last-Event-ID");

    if (strlen(id) > LAST_ID_MAX)
        return "";
    for (const char *c = id; *c; c++)
        if (*c < ' ' || *c > '~')
            return "";
    return id;
}

void stream_attach(struct stream *s, const struct stream_line *line, void *src)
{
    pthread_mutex_lock(&s->lock);
    s->line = line;
    s->src = src;
    pthread_mutex_unlock(&s->lock);
}

static const char *why_word(const struct stream *s)
{
    static const char *const words[] = {"gone", "done", "slow", "login", "stop", "broken"};

    return words[s->why];
}

void stream_gone(struct stream *s)
{
    pthread_mutex_lock(&s->lock);
    s->line = NULL;
    s->asleep = false;
    stream_ending(s, WHY_GONE);
    pthread_mutex_unlock(&s->lock);
    unlist(s->w->streams, s);
    log_line(LOG_INFO, "stream.ended", LS("kind", s->kind->name), LS("why", why_word(s)),
             LI("bytes", s->sent), LI("ms", (clock_us() - s->began_us) / 1000),
             LI("who", s->person.v));
    stream_unref(s);
}

void stream_drop(struct stream *s)
{
    stream_gone(s);
}

bool stream_hungry(struct stream *s)
{
    const struct timespec nap = {.tv_nsec = 2000000};

    pthread_mutex_lock(&s->lock);
    bool hungry = s->hungry;
    if (hungry) {
        nanosleep(&nap, NULL);
        stream_feed(s);
    }
    pthread_mutex_unlock(&s->lock);
    return hungry && s->hungry;
}

/* The lock is held and nothing waits. */
static ssize_t nothing_left(struct stream *s)
{
    forget(s);
    if (s->ending)
        return s->why == WHY_DONE || (!s->page && s->why != WHY_SLOW) ? STREAM_END
                                                                      : STREAM_BROKEN;
    s->asleep = true;
    s->line->sleep(s->src);
    if (s->page)
        stream_feed(s);
    return 0;
}

ssize_t stream_read(struct stream *s, char *to, size_t max)
{
    ssize_t got = 0;

    pthread_mutex_lock(&s->lock);
    size_t n = s->out_n - s->out_at;
    n = n < max ? n : max;
    if (n > 0) {
        memcpy(to, s->out + s->out_at, n);
        s->out_at += n;
        s->sent += n;
        if (s->out_at == s->out_n)
            s->out_at = s->out_n = 0;
        got = (ssize_t)n;
    } else {
        got = nothing_left(s);
    }
    pthread_mutex_unlock(&s->lock);
    if (got > 0)
        atomic_fetch_add_explicit(&s->w->bytes_out, (uint64_t)got, memory_order_relaxed);
    return got;
}

/* --- Ending and keeping alive ------------------------------------------------------------------ */

static void signal_end(struct streams *all, struct ending one)
{
    pthread_mutex_lock(&all->lock);
    if (all->n_ends == all->room_ends && all->room_ends < ENDS_MAX) {
        size_t room = all->room_ends ? all->room_ends * 2 : 64;
        struct ending *v = realloc(all->ends, room * sizeof *v);
        if (v) {
            all->ends = v;
            all->room_ends = room;
        }
    }
    if (one.id == 0 || all->n_ends == all->room_ends)
        all->end_all_us = clock_us(); /* too many to keep: rather all than one too few */
    else
        all->ends[all->n_ends++] = one;
    pthread_cond_signal(&all->wake);
    pthread_mutex_unlock(&all->lock);
}

void streams_end(struct web *w, person_id who, session_id session)
{
    if (session.v)
        signal_end(w->streams, (struct ending){true, session.v});
    else
        signal_end(w->streams, (struct ending){false, who.v});
}

void streams_nudge(struct streams *all)
{
    pthread_mutex_lock(&all->lock);
    all->hungry = true;
    pthread_cond_signal(&all->wake);
    pthread_mutex_unlock(&all->lock);
}

/* What one round of the thread does. */
struct turn {
    struct ending *v;
    size_t n;
    int64_t all_us;
    instant now;
    int64_t us;
};

static int by_id(const void *a, const void *b)
{
    const struct ending *x = a, *y = b;

    if (x->session != y->session)
        return x->session < y->session ? -1 : 1;
    return x->id < y->id ? -1 : x->id > y->id;
}

static bool named(const struct turn *t, bool session, int64_t id)
{
    const struct ending key = {session, id};

    return id && t->n > 0 && bsearch(&key, t->v, t->n, sizeof key, by_id);
}

static bool over(const struct stream *s, const struct turn *t)
{
    if (!s->person.v)
        return false;
    return s->began_us <= t->all_us || named(t, true, s->session.v) ||
           named(t, false, s->person.v) || (s->until.v && t->now.v >= s->until.v);
}

static void tend(struct stream *s, const struct turn *t)
{
    bool beat = false;

    pthread_mutex_lock(&s->lock);
    if (over(s, t))
        stream_ending(s, WHY_LOGIN);
    if (s->ending && s->line && t->us - s->ended_us > LAST_US && s->why != WHY_DONE)
        s->line->cut(s->src);
    if (s->hungry && !s->ending)
        stream_feed(s);
    beat = !s->ending && !s->page && t->us - s->put_us > BEAT_US;
    pthread_mutex_unlock(&s->lock);
    if (beat)
        (void)stream_put_raw(s, ":\n\n", 3);
}

static void tend_all(struct streams *all, struct turn *t)
{
    struct stream **v = held(all, NULL);

    if (t->n > 1)
        qsort(t->v, t->n, sizeof *t->v, by_id);
    t->now = clock_now();
    t->us = clock_us();
    for (size_t i = 0; v && v[i]; i++) {
        tend(v[i], t);
        stream_unref(v[i]);
    }
    free(v);
}

static void wait_turn(struct streams *all)
{
    int64_t ms = all->hungry ? HUNGRY_MS : ROUND_MS;
    struct timespec until;

    clock_gettime(CLOCK_MONOTONIC, &until);
    until.tv_nsec += ms % 1000 * 1000000L;
    until.tv_sec += ms / 1000 + until.tv_nsec / 1000000000L;
    until.tv_nsec %= 1000000000L;
    all->hungry = false;
    while (!all->stop && !all->n_ends && !all->end_all_us &&
           pthread_cond_timedwait(&all->wake, &all->lock, &until) == 0)
        continue;
}

static void *keeper(void *ctx)
{
    struct streams *all = ctx;

    log_context("streams");
    pthread_mutex_lock(&all->lock);
    while (!all->stop) {
        wait_turn(all);
        struct turn t = {.v = all->ends, .n = all->n_ends, .all_us = all->end_all_us};
        all->ends = NULL;
        all->n_ends = all->room_ends = 0;
        all->end_all_us = 0;
        pthread_mutex_unlock(&all->lock);
        tend_all(all, &t);
        free(t.v);
        if (clock_us() - all->looked_us > ROUND_MS * 1000 && all->w->http) {
            all->looked_us = clock_us();
            http_tend(all->w->http);
        }
        pthread_mutex_lock(&all->lock);
    }
    pthread_mutex_unlock(&all->lock);
    return NULL;
}

struct streams *streams_new(struct web *w)
{
    struct streams *all = calloc(1, sizeof *all);
    pthread_condattr_t attr;

    if (!all)
        return NULL;
    all->w = w;
    pthread_mutex_init(&all->lock, NULL);
    pthread_condattr_init(&attr);
    pthread_condattr_setclock(&attr, CLOCK_MONOTONIC);
    pthread_cond_init(&all->wake, &attr);
    pthread_condattr_destroy(&attr);
    return all;
}

err streams_start(struct streams *all)
{
    all->stop = all->stopping = false;
    if (pthread_create(&all->thread, NULL, keeper, all) != 0)
        return ERR_MEMORY;
    all->runs = true;
    return OK;
}

static void stop_one(struct stream *s, void *ctx)
{
    (void)ctx;
    pthread_mutex_lock(&s->lock);
    stream_ending(s, WHY_STOP);
    pthread_mutex_unlock(&s->lock);
}

void streams_stop(struct streams *all)
{
    const struct timespec nap = {.tv_nsec = 2000000};
    int64_t until = clock_us() + LAST_US;

    pthread_mutex_lock(&all->lock);
    all->stopping = all->stop = true;
    pthread_cond_signal(&all->wake);
    pthread_mutex_unlock(&all->lock);
    if (all->runs)
        pthread_join(all->thread, NULL);
    all->runs = false;
    streams_each(all->w, NULL, stop_one, NULL);
    while (streams_open(all->w, NULL) > 0 && clock_us() < until)
        nanosleep(&nap, NULL);
}

void streams_free(struct streams *all)
{
    if (!all)
        return;
    pthread_cond_destroy(&all->wake);
    pthread_mutex_destroy(&all->lock);
    free(all->ends);
    free(all);
}
