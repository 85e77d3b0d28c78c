/* life.h: web's own view of a request: what http.c or ask.c brings, what the life of the request
   (life.c) does with it, and what goes back.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef WEB_LIFE_H
#define WEB_LIFE_H
#include <pthread.h>
#include <stdatomic.h>
#include "buf.h"
#include "form.h"
#include "formparse.h"
#include "pool.h"
#include "proxies.h"
#include "reply.h"
#include "router.h"
#include "rq.h"
#include "web.h"

#define REPLY_HEADERS 24
#define REPLY_FLASHES 4
#define FORM_PROBLEMS 64
#define LIFE_NOTES    8

struct header {
    const char *name;
    const char *value;
};

/* What the handler wants to answer. */
struct reply {
    int status; /* 0: not said */
    const char *type;
    struct header v[REPLY_HEADERS];
    size_t n;
    const void *bytes; /* instead of rq->out */
    size_t bytes_n;
    bool use_bytes;
    struct flashed flash[REPLY_FLASHES];
    size_t n_flash;
    bool flash_shown; /* the cookie was read by a page */
    bool token_made;  /* a form token for somebody who is not signed in goes out as a cookie */
    err error;        /* of fail() and refuse() */
    const char *error_text;
    int again;        /* reply_again(); 0: not */
    bool refused;
    bool keep;
    err (*after)(struct rq *rq); /* page_after() */
};

struct form {
    const char *query_text; /* as sent, "" without */
    struct fields query, body;
    struct form_upload *files;
    size_t n_files;
    struct form_problem problems[FORM_PROBLEMS];
    size_t n_problems;
    const struct form_name *names; /* form_names() */
    size_t n_names;
};

struct note {
    void (*run)(struct db *db, const void *ctx);
    const void *ctx;
};

/* What is to be done next with a request. */
enum next { NEXT_ANSWER, NEXT_WORK, NEXT_WRITE };

struct rq_inner {
    struct rq rq;
    struct web *w;
    struct arena *arena;
    struct out out;
    struct buf page;   /* rq.out's bytes */
    struct buf packed; /* compressed */
    struct buf body;   /* what was sent */
    size_t body_dropped;
    struct form form;
    struct reply reply;
    struct match match;
    struct write write;
    struct work work;
    struct note notes[LIFE_NOTES];
    size_t n_notes;
    size_t notes_from;
    struct reply_mark {
        size_t headers, problems, flashes;
        int status;
    } mark; /* where .prepare ended: a repeated WRITE starts from here */

    /* From the transport. */
    const char *(*header_of)(void *src, const char *name);
    size_t (*count_of)(void *src, const char *name);
    void *src;
    void (*wake)(struct rq_inner *in); /* answer is ready to be made: from any thread */
    const char *method_text;
    const char *target; /* as sent */
    const char *peer;
    bool tls;
    bool head; /* HEAD: GET without a body */
    bool has_body; /* a body is announced */
    bool pack; /* may the body be compressed? */

    char id[40];
    char peer_text[64];
    enum transport_state { AT_START, AT_BODY, AT_WAITING, AT_READY } state;
    int64_t began_us;
    uint64_t queries;
    bool met; /* who() was asked */
    instant met_at;
    bool dead; /* memory ran out: only the fixed answer is left */
    struct stream *stream; /* the answer stays open; NULL once the transport has it */
    bool stands; /* a WRITE that ended in a redirect is on disk: the answer must not deny it */

    /* The answer. */
    int status;
    const void *answer;
    size_t answer_n;
    struct header head_v[REPLY_HEADERS + 20];
    size_t head_n;
    struct rq_inner *next_free;
};

struct web {
    struct web_options o;
    struct router *router;
    struct pool *pool;
    struct proxies *proxies;
    struct http *http;
    struct streams *streams;
    struct packer *packers; /* free ones */
    uint8_t secret[32];
    char url_host[256]; /* host[:port] of o.url */
    pthread_mutex_t lock;
    struct rq_inner *free;
    size_t n_free;
    char id_prefix[12];
    atomic_uint_fast64_t id_next;
    atomic_uint_fast64_t fail_after;
    atomic_bool stopping;
    atomic_uint_fast64_t requests, by_class[6], bytes_out, busy, latency[12], latency_sum;
    atomic_uint_fast64_t known, known_slow, known_busy; /* of who is signed in */
    atomic_uint_fast64_t streams_slow, streams_refused;
    atomic_uint_fast64_t running;
};

/* A request from the pool, with `rq` set up; the transport fills its part and calls life_begin(). */
struct rq_inner *life_take(struct web *w);
void life_give(struct rq_inner *in);

/* The steps; each may be called on another thread than the one before. */
void life_begin(struct rq_inner *in);              /* headers are here: route, who, may, length */
enum next life_run(struct rq_inner *in);           /* the body is here too */
enum next life_work(struct rq_inner *in);          /* on a worker: SLOW, .prepare */
[[nodiscard]] bool life_write(struct rq_inner *in); /* to the writer; false: answer at once */
[[nodiscard]] bool life_hand_over(struct rq_inner *in); /* to a worker; false: answer at once */
void life_answer(struct rq_inner *in);             /* makes status, head_v, answer */
/* Takes body bytes, up to the route's limit. False: so much too much that the connection must go. */
bool life_body(struct rq_inner *in, const void *s, size_t n);
size_t life_body_max(const struct rq_inner *in);

/* Its helpers. */
void life_fail(struct rq_inner *in, err e, const char *text); /* text NULL: the error's own */
const char *error_sentence(struct rq *rq, err e);
void life_headers_out(struct rq_inner *in);                   /* head.c */
/* Runs a step under the one guard against "out of memory"; the request is dead after that. */
void life_guarded(struct rq_inner *in, void (*step)(struct rq_inner *in));
[[nodiscard]] err life_reader(struct rq_inner *in); /* a read snapshot in rq.db, unless there is one */
void life_reader_give(struct rq_inner *in);
[[nodiscard]] err life_meet(struct rq_inner *in); /* asks who() once */
/* The value of one cookie in a Cookie header, in `a`; NULL if absent. */
const char *cookie_find(struct arena *a, const char *header, const char *name);
const char *cookie_name(struct rq *rq, const char *name); /* with prefix and key */
/* flash.c: the cookie's value, and back. */
const char *flash_pack(struct rq *rq, const struct flashed *v, size_t n);
size_t flash_unpack(struct rq *rq, const char *value, struct flashed *ret_v);
/* csrf.c */
/* Is "host[:port]" this campus's, by its settings or as it was asked? */
bool csrf_our_host(const struct rq_inner *in, const char *host);
[[nodiscard]] err csrf_origin(const struct rq_inner *in);
[[nodiscard]] err csrf_token(const struct rq_inner *in);
/* formparse.c */
[[nodiscard]] err form_parse_query(struct rq_inner *in, const char *query);
[[nodiscard]] err form_parse_body(struct rq_inner *in);
/* pack.c: compresses in->answer when that is worth it; tells the coding or NULL. */
const char *pack_answer(struct rq_inner *in);
void pack_end(struct web *w);
/* http.c */

uint64_t http_connections(const struct http *h);
void http_tend(const struct http *h); /* every second or so */

#endif
