/* stream.h: answers that stay open: server-sent events, and downloads written piece by piece.
   An open stream costs no thread and holds no snapshot, no arena and nothing of its request. What is sent
   waits in a bounded buffer; whoever reads too slowly is dropped. It ends within a second when the
   login it was opened with ends (streams_end), and at the end of the program. docs/streams.md shows how to
   make one.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef WEB_STREAM_H
#define WEB_STREAM_H
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "buf.h"
#include "rq.h"

struct web;
struct stream;

/* A sort of stream: one static table for each. */
struct stream_kind {
    const char *name;        /* in the log: "seats" */
    size_t most_person;      /* open at once of one person in a process; 0: 8 */
    size_t most_address;     /* of one address, for those who are not signed in; 0: 64 */
    size_t buffer_max;       /* bytes that may wait for a slow reader; 0: 64 KiB */
};

/* --- Server-sent events ------------------------------------------------------------------------- */

/* In the handler of a STREAM route, whose rights are checked as everywhere: the answer will be a stream
   of events, listed from this moment on: streams_each() sees it before the handler ends. What is true
   now is therefore sent by who tells the changes, or from a table in memory, not from rq->db, whose
   snapshot is older. `ctx_n` bytes of ctx are copied: plain data without pointers.
   ERR_TOO_MANY: this person or address has too many open; ERR_BUSY: the process has. */
[[nodiscard]] err stream_open(struct rq *rq, const struct stream_kind *kind, const void *ctx,
                              size_t ctx_n, struct stream **ret_s);
/* The Last-Event-ID of a browser that comes back; "" for a new one. At most 64 printable characters. */
const char *stream_last_id(const struct rq *rq);

struct stream_event {
    const char *name; /* NULL: "message" */
    const char *id;   /* NULL: none */
    const char *data; /* lines */
};
/* From any thread that holds the stream: the handler, or the function of streams_each(). Never inside a
   transaction that may still roll back. False: the stream is ending, nothing more goes out. */
bool stream_put(struct stream *s, const struct stream_event *e);
/* The same with bytes that are well-formed events already, for one text that many get. */
bool stream_put_raw(struct stream *s, const char *bytes, size_t n);
/* Ends it when what waits has gone out. */
void stream_end(struct stream *s);

void *stream_ctx(struct stream *s);        /* the copy */
person_id stream_person(const struct stream *s); /* zero: nobody */
enum lang stream_lang(const struct stream *s);

/* Calls f for every open stream of a kind, on this thread; no lock is held meanwhile. A stream's ctx may be
   changed by the handler that opened it and by one such walk at a time. */
void streams_each(struct web *w, const struct stream_kind *kind,
                  void (*f)(struct stream *s, void *ctx), void *ctx);
/* How many are open of a kind: cheap, to skip work that nobody would see. */
size_t streams_open(const struct web *w, const struct stream_kind *kind);

/* --- Ended from outside -------------------------------------------------------------------------- */

/* Ends the streams, downloads too, of a session, or of a person, or (both zero) of everybody who is
   signed in. From any thread; only hands over. What still waited is not sent any more. */
void streams_end(struct web *w, person_id who, session_id session);

/* --- Downloads ------------------------------------------------------------------------------------- */

/* A long download (CSV, archive), read in keyset pages: `page` runs on a worker thread with a new read
   snapshot each time, appends some 50 to 500 rows to `out` (at most 4 MiB), keeps in `ctx` where to go on,
   and says in *ret_more whether there is more. Rows it reads live in db_arena(db), for this page only. The
   next page is asked for when the reader has taken the last one. An error breaks the connection, so
   that nobody takes a part for the whole. */
struct stream_pages {
    const struct stream_kind *kind;
    const char *type;     /* "text/csv; charset=utf-8" */
    const char *filename;
    err (*page)(struct db *db, void *ctx, struct buf *out, bool *ret_more);
    const void *ctx;      /* ctx_n bytes are copied: plain data without pointers */
    size_t ctx_n;
};
/* In the handler of a STREAM route: `return stream_download(rq, &pages);`. The same errors. */
[[nodiscard]] err stream_download(struct rq *rq, const struct stream_pages *p);

#endif
