/* stream_in.h: streams as http.c, ask.c, life.c and pages of downloads see them.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef WEB_STREAM_IN_H
#define WEB_STREAM_IN_H
#include <pthread.h>
#include <stdatomic.h>
#include <sys/types.h>
#include "pool.h"
#include "stream.h"
#include "web.h"

#define STREAM_END    (-1) /* stream_read(): it ended well */
#define STREAM_BROKEN (-2) /* the reader must see that something is missing */

/* How a transport lets a stream wait. `sleep` is called from stream_read() only, by its thread; `wake` after
   it, from any thread; `cut` hangs up, and `left` tells whether the other side has, from any thread, before
   stream_gone(). NULL: nobody can tell. */
struct stream_line {
    void (*sleep)(void *src);
    void (*wake)(void *src);
    void (*cut)(void *src);
    bool (*left)(void *src);
};

enum stream_why { WHY_GONE, WHY_DONE, WHY_SLOW, WHY_LOGIN, WHY_STOP, WHY_BROKEN };

struct stream {
    pthread_mutex_t lock;
    struct web *w;
    const struct stream_kind *kind;
    struct stream *next, **at; /* all; streams.lock */
    struct stream *same, **same_at; /* those whose person or address hashes alike */
    uint32_t bucket;
    unsigned refs; /* atomic */
    person_id person;
    session_id session;
    enum lang lang;
    instant until; /* when the login ends by itself */
    char address[48];
    const struct stream_line *line; /* NULL: not yet with its transport, or gone from it */
    void *src;
    char *out; /* what waits */
    size_t out_n, out_at, out_room;
    bool asleep, ending, feeding, hungry;
    enum stream_why why;
    int64_t began_us, put_us, ended_us;
    uint64_t sent;
    struct work work; /* the next page of a download */
    err (*page)(struct db *db, void *ctx, struct buf *out, bool *ret_more);
    size_t ctx_n;
    max_align_t ctx[];
};

struct streams *streams_new(struct web *w);
void streams_free(struct streams *all);
/* The thread that keeps them alive and ends them; before it runs, nothing does. */
[[nodiscard]] err streams_start(struct streams *all);
/* Ends all, waits a moment for their last bytes; none opens any more. */
void streams_stop(struct streams *all);

/* The handler failed after opening one, or its request ends: never sent. */
void stream_drop(struct stream *s);
void stream_attach(struct stream *s, const struct stream_line *line, void *src);
/* The next bytes; 0: it sleeps now. */
ssize_t stream_read(struct stream *s, char *to, size_t max);
/* The transport is done with it. */
void stream_gone(struct stream *s);
/* Without the thread of streams_start(): while a download waits for a worker, asks again. */
bool stream_hungry(struct stream *s);

/* download.c: asks a worker for the next page; the stream's lock is held. */
void stream_feed(struct stream *s);
/* For download.c, with the lock held: room for n more bytes; false: there is none. */
[[nodiscard]] bool stream_append(struct stream *s, const char *bytes, size_t n, size_t max);
void stream_wake(struct stream *s);
void stream_ending(struct stream *s, enum stream_why why);
void stream_unref(struct stream *s);
void streams_nudge(struct streams *all); /* a download waits for a worker */

#endif
