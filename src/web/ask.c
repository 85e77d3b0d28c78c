/* ask.c: one request without a socket, through the same life.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include "life.h"
#include "str.h"
#include "stream_in.h"
#include <strings.h>

struct asker {
    struct header *v;
    size_t n;
    pthread_mutex_t lock;
    pthread_cond_t awake;
    bool ready;
};

static const char *header_of(void *src, const char *name)
{
    const struct asker *k = src;

    for (size_t i = 0; i < k->n; i++)
        if (strcasecmp(k->v[i].name, name) == 0)
            return k->v[i].value;
    return NULL;
}

static size_t count_of(void *src, const char *name)
{
    const struct asker *k = src;
    size_t n = 0;

    for (size_t i = 0; i < k->n; i++)
        n += strcasecmp(k->v[i].name, name) == 0;
    return n;
}

static void wake(struct rq_inner *in)
{
    struct asker *k = in->src;

    pthread_mutex_lock(&k->lock);
    k->ready = true;
    pthread_cond_signal(&k->awake);
    pthread_mutex_unlock(&k->lock);
}

static void wait_for(struct asker *k)
{
    pthread_mutex_lock(&k->lock);
    while (!k->ready)
        pthread_cond_wait(&k->awake, &k->lock);
    pthread_mutex_unlock(&k->lock);
}

static void headers_read(struct arena *a, const char *text, struct asker *k)
{
    struct str_list lines = str_split(a, text ? text : "", '\n');

    k->v = ARENA_ARRAY(a, lines.n + 1, struct header);
    for (size_t i = 0; i < lines.n; i++) {
        const char *colon = strchr(lines.v[i], ':');
        if (!colon)
            continue;
        k->v[k->n++] = (struct header){arena_dupn(a, lines.v[i], (size_t)(colon - lines.v[i])),
                                       str_trim(a, colon + 1)};
    }
}

static void no_sleep(void *src)
{
    (void)src;
}

static void wake_asker(void *src)
{
    struct asker *k = src;

    pthread_mutex_lock(&k->lock);
    k->ready = true;
    pthread_cond_signal(&k->awake);
    pthread_mutex_unlock(&k->lock);
}

/* What a stream has to say now: all of a download, what waits of events; then we hang up. */
static err stream_copy(struct arena *a, struct asker *k, struct stream *s, struct str *ret)
{
    static const struct stream_line line = {no_sleep, wake_asker, no_sleep, NULL};
    struct buf all = buf_in(a, (size_t)64 << 20);
    char piece[4096];
    ssize_t n = 0;

    stream_attach(s, &line, k);
    for (;;) {
        k->ready = false; /* nobody wakes what does not sleep */
        n = stream_read(s, piece, sizeof piece);
        if (n < 0 || (n == 0 && !s->page))
            break;
        if (n > 0)
            buf_put(&all, piece, (size_t)n);
        else if (!stream_hungry(s))
            wait_for(k);
    }
    stream_gone(s);
    *ret = (struct str){all.s ? all.s : "", all.n};
    return n == STREAM_BROKEN ? ERR_IO : OK;
}

static void answer_copy(struct arena *a, struct rq_inner *in, struct web_answer *ret)
{
    struct buf head = buf_new((size_t)1 << 20);

    for (size_t i = 0; i < in->head_n; i++)
        buf_printf(&head, "%s: %s\n", in->head_v[i].name, in->head_v[i].value);
    ret->status = in->status;
    ret->headers = arena_dupn(a, head.s ? head.s : "", head.n);
    ret->body = (struct str){arena_dupn(a, in->answer, in->head ? 0 : in->answer_n),
                             in->head ? 0 : in->answer_n};
    ret->queries = in->queries;
    ret->allocations = arena_allocations(in->arena);
    buf_free(&head);
}

static void live(struct rq_inner *in, struct asker *k, const struct web_ask *ask)
{
    enum next next = NEXT_ANSWER;
    bool waits = false;

    life_begin(in);
    if (ask->body_n > 0)
        (void)life_body(in, ask->body, ask->body_n);
    next = life_run(in);
    if (next == NEXT_WORK)
        waits = life_hand_over(in);
    else if (next == NEXT_WRITE)
        waits = life_write(in);
    if (waits)
        wait_for(k);
    life_answer(in);
}

err web_ask(struct web *w, struct arena *a, const struct web_ask *ask, struct web_answer *ret)
{
    static const char *const words[METHOD_COUNT] = {"GET", "POST", "PUT", "PATCH", "DELETE"};
    struct asker k = {.lock = PTHREAD_MUTEX_INITIALIZER, .awake = PTHREAD_COND_INITIALIZER};
    struct rq_inner *in = NULL;

    if ((unsigned)ask->method >= METHOD_COUNT || !ask->target)
        return ERR_USAGE;
    headers_read(a, ask->headers, &k);
    in = life_take(w);
    in->header_of = header_of;
    in->count_of = count_of;
    in->src = &k;
    in->wake = wake;
    in->method_text = words[ask->method];
    in->target = ask->target;
    in->peer = ask->address ? ask->address : "127.0.0.1";
    in->pack = false;
    in->has_body = ask->body_n > 0;
    live(in, &k, ask);
    answer_copy(a, in, ret);
    err e = OK;
    if (in->stream) {
        struct stream *s = in->stream;
        in->stream = NULL;
        e = stream_copy(a, &k, s, &ret->body);
    }
    life_give(in);
    return e;
}
