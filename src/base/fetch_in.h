/* fetch_in.h: what the files of base/fetch share; not for others.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef BASE_FETCH_IN_H
#define BASE_FETCH_IN_H
#include <curl/curl.h>
#include "buf.h"
#include "fetch.h"

#define FETCH_HEADERS_MAX ((size_t)64 << 10)

/* The whole of a call. */
struct call {
    struct arena *a;
    const struct fetch_ask *q;
    const struct guard *guard;
    int64_t began; /* microseconds */
    /* the present hop */
    const char *method;
    struct fetch_url url;
    struct str body;
    bool with_headers; /* the caller's, for it is the caller's server */
    /* of libcurl, given back when the arena ends or before */
    CURLM *multi;
    CURL *easy;
    struct curl_slist *list;
    /* what came */
    struct buf head, said;
    bool too_large;
    char guarded[GUARD_TEXT]; /* an address that was refused */
    bool refused;
    long status;
    enum fetch_fault fault;
    const char *why;
};

/* One request to c->url, without following; c->status, c->head and c->said hold what came. */
[[nodiscard]] err fetch_hop(struct call *c);
/* Gives back what is libcurl's; may be called again. */
void fetch_hop_end(struct call *c);
/* Notes the fault, and gives its error. */
err fetch_fails(struct call *c, enum fetch_fault fault, const char *why);

#endif
