/* fetch.h: one request over HTTP or HTTPS to somebody else's server, by libcurl.
   What comes back is a stranger's: it is limited in time and size. What is asked may be a stranger's wish:
   the address that is connected to must be public or allowed (guard.h), at every redirect again.
   Certificates are verified always. No proxy, cookie, password file or setting of the environment has a say; no
   compressed answer is asked for. Each call has its own connection and may be made by many threads; the
   caller's thread waits. Nothing is logged: `why` and the answer never hold headers or body that were sent.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef BASE_FETCH_H
#define BASE_FETCH_H
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "arena.h"
#include "err.h"
#include "guard.h"
#include "str.h"

struct fetch_header {
    const char *name, *value;
};

struct fetch_ask {
    const char *method;       /* NULL: GET */
    const char *url;          /* http or https, without user and password */
    const struct fetch_header *headers;
    size_t n_headers;
    struct str body;          /* not for GET and HEAD */
    int64_t deadline_ms;      /* for all of it, redirects included; above 0 */
    int64_t connect_ms;       /* for each connection; 0: as the deadline */
    size_t max;               /* most bytes of the answer's body; more is an error */
    int redirects;            /* how many are followed; 0: the redirect itself is the answer */
    const struct guard *guard; /* exceptions; NULL: none */
    const char *ca_file;      /* PEM file of who is trusted to certify; NULL: the system's */
    const bool *stop;         /* becomes true (atomically): call it off within 0.2 s; or NULL */
};

enum fetch_fault {
    FETCH_FINE,
    FETCH_BAD_URL,       /* ERR_PARSE: of the ask, or of a redirect */
    FETCH_GUARDED,       /* ERR_FORBIDDEN: an address that may not be reached */
    FETCH_TOO_LARGE,     /* ERR_TOO_LARGE: body over `max`, or headers over 64 KiB */
    FETCH_NO_HOST,       /* ERR_DOWN, these and the rest: no such name */
    FETCH_NO_CONNECTION, /* nobody listens there */
    FETCH_TLS,           /* no certificate that can be trusted for this host */
    FETCH_TOO_LONG,      /* a deadline passed */
    FETCH_REDIRECTS,     /* too many, from https to http, or taking a body to another server */
    FETCH_BROKEN,        /* the connection broke, or what came is no HTTP */
    FETCH_STOPPED,       /* called off */
};
struct fetch_answer {
    int status;         /* 200 … 599 */
    const struct fetch_header *headers;
    size_t n_headers;
    struct str body;    /* in the caller's arena, NUL-terminated */
    const char *url;    /* where it came from at last */
    int64_t us;         /* how long it took */
    enum fetch_fault fault; /* of an error, with `why`, for an administrator; else FETCH_FINE */
    const char *why;    /* English, in the arena; of an error only */
};

/* OK: there is an answer, whatever its status. ERR_RANGE: an ask that makes no sense (a header with a line
   end, a deadline of 0). On an error `fault` and `why` are written. A redirect by 303, or by 301 or 302 of a
   POST, becomes GET; to another scheme, host or port it goes without the caller's headers. */
[[nodiscard]] err fetch(struct arena *a, const struct fetch_ask *q, struct fetch_answer *ret_r);

/* The value of the first such header, any case; NULL: none. */
const char *fetch_header(const struct fetch_answer *r, const char *name);

/* A URL that fetch() would take, in parts; `from` (may be NULL) is the one that it may be relative to.
   ERR_PARSE. */
struct fetch_url {
    const char *text;   /* the whole, without fragment */
    const char *scheme; /* "http" or "https" */
    const char *host;   /* small letters, no brackets */
    int port;
};
[[nodiscard]] err fetch_url(struct arena *a, const char *from, const char *url, struct fetch_url *ret_u);

#endif
