/* web.h: the HTTP server of the program, and the same without sockets for tests.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef WEB_WEB_H
#define WEB_WEB_H
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "buf.h"
#include "rq.h"

struct web;

struct web_options {
    struct store *store;
    const char *campus_key;      /* in cookie names */
    const char *url;             /* the public address, or "" */
    const char *trusted_proxies; /* blank-separated addresses or CIDR */
    bool hsts;
    struct str secret;           /* signs what a browser keeps for us; empty: a random one a process */
    int64_t connections;         /* most at once; 0: 4096 */
    int64_t per_address;         /* most at once from one address; 0: 512. Not with trusted proxies */
    int64_t streams;             /* most open at once, beside the connections; 0: 10,000 */
    int64_t threads;             /* of connections; 0: one a processor, 2 to 8 */
    int64_t idle_s;              /* a connection without a byte for so long is closed; 0: 30 */
    int64_t workers;             /* of SLOW and .prepare; 0: 2 */
    int64_t worker_queue;        /* waiting at most; 0: 256; more get 503 with Retry-After */
    void *owner;                 /* the app, for campus's hooks */
    /* Who is it? Sets rq->me, rq->session, rq->csrf, rq->person, rq->lang (if chosen). Runs with a read
       snapshot before every route that is not anonymous. */
    err (*who)(struct rq *rq);
    /* May she? OK, ERR_SIGN_IN or ERR_FORBIDDEN. */
    err (*may)(struct rq *rq, enum may m);
    err (*lets)(struct rq *rq); /* of a route that searches: not too often? NULL: as often as they like */
    /* Writes the page for an error (status is set; `text` in the person's language). rq->db may be
       NULL when the database does not answer. */
    err (*error_page)(struct rq *rq, err e, const char *text);
    /* Where ERR_SIGN_IN sends a browser: "/sign-in". */
    const char *sign_in_path;
};
[[nodiscard]] err web_new(const struct web_options *o, struct web **ret_w);
/* Routes of one service; before web_listen(). ERR_EXISTS for a clash. */
[[nodiscard]] err web_routes(struct web *w, const char *service, const struct route *r, size_t n);
void *web_owner(const struct web *w);
struct store *web_store(const struct web *w);
/* Listens on ADDR:PORT, plain or with TLS (PEM texts, not paths; NULL: plain). Port 0 takes a free
   one; web_port() tells. */
[[nodiscard]] err web_listen(struct web *w, const char *address, const char *cert_pem,
                             const char *key_pem, const char **ret_why);
int web_port(const struct web *w);
/* Takes no new connections, lets running requests end (at most `ms`), stops. */
void web_stop(struct web *w, int64_t ms);
void web_free(struct web *w);

struct web_stats {
    uint64_t requests, by_class[6]; /* by status / 100 */
    uint64_t bytes_out, busy;       /* busy: refused because a queue was full */
    uint64_t connections;           /* open now */
    uint64_t streams;               /* of these: streams */
    uint64_t streams_slow, streams_refused; /* dropped for reading too slowly; one too many */
    uint64_t latency_us_bucket[12]; /* cumulative: 0.5 1 2.5 5 10 25 50 100 250 500 1000 ms, +Inf */
    uint64_t latency_us_sum;
    /* Of those who are signed in: requests, which took longer than a second, which were refused as busy. */
    uint64_t known, known_slow, known_busy;
};
struct web_stats web_stats(const struct web *w);

/* One request without a socket, for stories and budgets: the same path through hooks, router, form,
   handler, writer and reply. */
struct web_ask {
    enum method method;
    const char *target;          /* "/courses?q=logic" */
    const char *headers;         /* "Name: value\n…" or NULL */
    const void *body;
    size_t body_n;
    const char *address;         /* the client's; NULL: 127.0.0.1 */
};
struct web_answer {
    int status;
    const char *headers;         /* "Name: value\n…" */
    struct str body;             /* not compressed; of a stream: a download's whole, or the events
                                    that there are at once */
    uint64_t queries, allocations;
};
/* ERR_IO: a download broke off. */
[[nodiscard]] err web_ask(struct web *w, struct arena *a, const struct web_ask *ask,
                          struct web_answer *ret);
/* Failure injection for tests: the n-th allocation from a request's arena fails. 0: none. */
void web_fail_after(struct web *w, uint64_t n);

#endif
