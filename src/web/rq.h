/* rq.h: one request, from its first header to its last byte.
   A handler is a straight line: it reads the form, calls the database, and ends with a view, a
   redirect or `fail`. It frees nothing: everything lives in rq->arena.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef WEB_RQ_H
#define WEB_RQ_H
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "arena.h"
#include "db.h"
#include "err.h"
#include "i18n.h"
#include "ids.h"
#include "may.h"
#include "view.h"

struct web;
struct form;
struct reply;

enum method { GET, POST, PUT, PATCH, DELETE, METHOD_COUNT };

enum kind {
    READ,  /* on the connection's thread, in a read snapshot; short */
    SLOW,  /* the same on a worker thread */
    WRITE, /* one transaction of the writer; .prepare runs before it on a worker */
    STREAM, /* as READ, and the answer may stay open: stream.h */
};

/* One address. The first five columns are positional; the rest by name, when needed. */
struct route {
    enum method method;
    enum kind kind;
    const char *path; /* "/courses/{code}"; a name in braces takes one segment */
    err (*handler)(struct rq *rq);
    enum may may;                  /* what the person must be allowed; checked at the headers */
    err (*prepare)(struct rq *rq); /* WRITE: what is slow (a password hash), with a read snapshot */
    size_t body_max;               /* bytes; 0: 64 KiB */
    bool together;                 /* WRITE: see struct write */
    bool no_csrf;                  /* bearer or no cookie: no form token is asked */
    bool audited;                  /* a READ that answers only after its note is on disk */
    bool searches;                 /* asked as one types: so often a minute, of a person or an address */
    bool asks;                     /* asks for a decision: so often a minute, of a person; each request counts once */
    bool machine;                  /* for programs: errors as JSON, not as a page */
    int level;                   /* what the login must prove: 2 two factors, 3 resistant to phishing; 0: what it likes */
    bool unproved;               /* also for who must set up a second factor first */
    bool anonymous;                /* the same for everybody: who() is not asked, rq->db is NULL */
};

struct rq {
    struct arena *arena;
    struct db *db;           /* read snapshot, or the writer's transaction; NULL on an anonymous route */
    const struct web *web;   /* the program's: settings, routes, hooks */
    const struct route *route;
    struct out *out;         /* where views write */
    person_id me;            /* zero: nobody is signed in */
    session_id session;
    instant until;           /* when this login ends if it is not used before; zero: nobody, or never */
    instant now;
    enum lang lang;
    enum method method;
    const char *path;        /* decoded, without the query */
    const char *id;          /* the request's id, in the log and the X-Request-Id header */
    const char *address;     /* the client's, after trusted proxies */
    bool https;
    struct form *form;       /* fields of the query and the body: form.h */
    struct reply *reply;     /* status, headers, cookies: reply.h */
    const char *csrf;        /* this session's form token */
    void *prepared;          /* what .prepare left for the handler */
    const char *elsewhere;   /* with ERR_PROVE: the page where more is proved; it gets `next` behind it */
    void *person;            /* identity's view of rq->me, set by the who() hook */
    struct rq_inner *inner;  /* web's own */
};

/* A part of the path: PATH_ID(rq, offering_id, "offering"), path_text(rq, "code"). A malformed id
   reads as zero, which no row has. */
int64_t path_int(const struct rq *rq, const char *name);
const char *path_text(const struct rq *rq, const char *name);
#define PATH_ID(rq, type, name) ((type){path_int((rq), (name))})

/* A request header ("" if absent), a cookie of this campus ("" if absent; the name without prefix and
   campus key). */
const char *rq_header(const struct rq *rq, const char *name);
/* How often a header stands there: one that may be believed stands there once. */
size_t rq_header_count(const struct rq *rq, const char *name);
const char *rq_cookie(const struct rq *rq, const char *name);
/* The query as it was sent, "" without: for who must check a signature over these very bytes. */
const char *rq_query(const struct rq *rq);
/* May the answer be sent in this coding ("br", "gzip")? */
bool rq_accepts_coding(const struct rq *rq, const char *coding);
/* The form token, for the hidden field CSRF_FIELD (or the header X-CSRF-Token): the session's, or for
   a person who is not signed in one that a cookie of its own keeps, set now if need be. */
#define CSRF_FIELD "token"
const char *rq_token(struct rq *rq);
/* Leaves something in the log and the database with the next batch: last seen, opened. */
void rq_note(struct rq *rq, void (*run)(struct db *db, const void *ctx), const void *ctx, size_t n);

/* A sentence in the person's language. */
[[gnu::format(printf, 2, 3)]] const char *say(struct rq *rq, const char *fmt, ...);
const char *say_msg(struct rq *rq, struct msg m);

/* Ends with an error page (or JSON for a machine route) that says `fmt` in the person's language;
   the transaction goes back to its savepoint. Returns e. */
[[gnu::format(printf, 3, 4)]] err fail(struct rq *rq, err e, const char *fmt, ...);
/* The same, but what was written stays (a failed login counts, a refused submission is recorded). */
[[gnu::format(printf, 3, 4)]] err refuse(struct rq *rq, err e, const char *fmt, ...);
/* Ends a WRITE by showing a page: run after commit (keep) or after rolling back (!keep), with a fresh
   read snapshot, off the writer. `page` is a READ handler; the form, with its errors and what was
   typed, is still there. The status is 422 if the form has errors, else 200. Returns OK. */
err page_after(struct rq *rq, bool keep, err (*page)(struct rq *rq));

#endif
