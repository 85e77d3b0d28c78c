/* fetch.c: a request, and the redirects that it leads to.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include "fetch.h"
#include <strings.h>
#include "buf.h"
#include "clock.h"
#include "fetch_in.h"

static void call_end(void *ctx)
{
    struct call *c = ctx;

    fetch_hop_end(c);
    buf_free(&c->head);
    buf_free(&c->said);
}

/* --- What came ------------------------------------------------------------------------------- */

/* Headers of the last answer: before it there may be others (100 Continue). */
static void read_head(struct call *c, struct fetch_answer *r)
{
    struct str_list lines = str_split(c->a, c->head.s ? c->head.s : "", '\n');
    struct fetch_header *v = ARENA_ARRAY(c->a, lines.n, struct fetch_header);
    size_t n = 0;

    for (size_t i = 0; i < lines.n; i++) {
        const char *line = lines.v[i], *colon = strchr(line, ':');

        if (str_starts(line, "HTTP/"))
            n = 0;
        else if (colon && colon > line)
            v[n++] = (struct fetch_header){arena_dupn(c->a, line, (size_t)(colon - line)),
                                           str_trim(c->a, colon + 1)};
    }
    r->headers = v;
    r->n_headers = n;
}

const char *fetch_header(const struct fetch_answer *r, const char *name)
{
    for (size_t i = 0; i < r->n_headers; i++)
        if (strcasecmp(r->headers[i].name, name) == 0)
            return r->headers[i].value;
    return NULL;
}

static bool same_server(const struct fetch_url *a, const struct fetch_url *b)
{
    return str_eq(a->scheme, b->scheme) && str_eq(a->host, b->host) && a->port == b->port;
}

/* Makes the next hop of a redirect. */
static err follow(struct call *c, const char *location)
{
    struct fetch_url to = {};

    if (fetch_url(c->a, c->url.text, location, &to) != OK)
        return fetch_fails(c, FETCH_BAD_URL, "a redirect to what is no address of http or https");
    if (str_eq(c->url.scheme, "https") && str_eq(to.scheme, "http"))
        return fetch_fails(c, FETCH_REDIRECTS, "a redirect from https to http");
    if (c->status == 303 || ((c->status == 301 || c->status == 302) && str_eq(c->method, "POST"))) {
        if (!str_eq(c->method, "HEAD"))
            c->method = "GET";
        c->body = (struct str){};
    }
    if (!same_server(&c->url, &to)) {
        c->with_headers = false;
        if (c->body.n > 0)
            return fetch_fails(c, FETCH_REDIRECTS, "a redirect that takes the body to another server");
    }
    c->url = to;
    return OK;
}

static bool is_redirect(long status)
{
    return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
}

static err all_hops(struct call *c, struct fetch_answer *r)
{
    if (fetch_url(c->a, NULL, c->q->url, &c->url) != OK)
        return fetch_fails(c, FETCH_BAD_URL, "it is no address of http or https, or has a password in it");
    for (int n = 0;; n++) {
        TRY(fetch_hop(c));
        read_head(c, r);
        const char *location = fetch_header(r, "Location");
        if (c->q->redirects <= 0 || !is_redirect(c->status) || !location)
            return OK;
        if (n >= c->q->redirects)
            return fetch_fails(c, FETCH_REDIRECTS, "too many redirects");
        TRY(follow(c, location));
    }
}

/* --- The ask --------------------------------------------------------------------------------- */

static bool is_token(const char *s)
{
    return s && s[0] &&
           strspn(s, "!#$%&'*+-.^_`|~0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ") == strlen(s);
}

/* Headers that say how the message is framed or where it goes are libcurl's. */
static bool header_ok(const struct fetch_header *h)
{
    static const char *const ours[] = {"Host",    "Content-Length",    "Transfer-Encoding", "Connection", "Expect",
                                       "Upgrade", "Proxy-Authorization", "TE",              "Trailer",    "Keep-Alive"};

    if (!is_token(h->name) || !h->value)
        return false;
    for (size_t i = 0; i < sizeof ours / sizeof *ours; i++)
        if (strcasecmp(ours[i], h->name) == 0)
            return false;
    for (const char *s = h->value; *s; s++)
        if ((unsigned char)*s < 32 || *s == 127)
            return false;
    return true;
}

static bool makes_sense(const struct fetch_ask *q)
{
    bool bare = !q->method || str_eq(q->method, "GET") || str_eq(q->method, "HEAD");

    for (size_t i = 0; i < q->n_headers; i++)
        if (!header_ok(&q->headers[i]))
            return false;
    return q->url && q->deadline_ms > 0 && q->deadline_ms <= DAYS(1) && (!q->method || is_token(q->method)) &&
           (!bare || q->body.n == 0) && q->max < SIZE_MAX / 4;
}

err fetch(struct arena *a, const struct fetch_ask *q, struct fetch_answer *ret_r)
{
    struct call *c = ARENA_NEW(a, struct call);
    struct fetch_answer r = {};
    struct guard *none = NULL;

    *ret_r = (struct fetch_answer){.fault = FETCH_BAD_URL, .why = "the ask makes no sense"};
    if (!makes_sense(q))
        return ERR_RANGE;
    TRY(guard_new(a, NULL, &none));
    *c = (struct call){.a = a,
                       .q = q,
                       .guard = q->guard ? q->guard : none,
                       .began = clock_us(),
                       .method = q->method ? q->method : "GET",
                       .body = q->body,
                       .with_headers = true,
                       .head = buf_new(FETCH_HEADERS_MAX),
                       .said = buf_new(q->max)};
    arena_at_end(a, call_end, c);
    err e = all_hops(c, &r);
    fetch_hop_end(c);
    r.us = clock_us() - c->began;
    r.url = c->url.text;
    if (e == OK) {
        r.status = (int)c->status;
        r.body = c->said.s ? (struct str){c->said.s, c->said.n} : STR("");
        *ret_r = r;
    } else {
        *ret_r = (struct fetch_answer){.us = r.us, .url = r.url, .fault = c->fault, .why = c->why};
    }
    return e;
}
