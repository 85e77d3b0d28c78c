/* fetch_hop.c: one request by libcurl.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include <strings.h>
#include "clock.h"
#include "fetch_in.h"

#define LOOK_MS 100

void fetch_hop_end(struct call *c)
{
    if (c->easy && c->multi)
        curl_multi_remove_handle(c->multi, c->easy);
    curl_easy_cleanup(c->easy);
    curl_multi_cleanup(c->multi);
    curl_slist_free_all(c->list);
    c->easy = NULL;
    c->multi = NULL;
    c->list = NULL;
}

err fetch_fails(struct call *c, enum fetch_fault fault, const char *why)
{
    c->fault = fault;
    c->why = why;
    switch (fault) {
    case FETCH_BAD_URL:
        return ERR_PARSE;
    case FETCH_GUARDED:
        return ERR_FORBIDDEN;
    case FETCH_TOO_LARGE:
        return ERR_TOO_LARGE;
    case FETCH_FINE:
    case FETCH_NO_HOST:
    case FETCH_NO_CONNECTION:
    case FETCH_TLS:
    case FETCH_TOO_LONG:
    case FETCH_REDIRECTS:
    case FETCH_BROKEN:
    case FETCH_STOPPED:
        break;
    }
    return ERR_DOWN;
}

/* --- What libcurl calls ---------------------------------------------------------------------- */

/* The one place where connections are made: the address is the one that the packets go to. */
static curl_socket_t open_socket(void *ctx, curlsocktype purpose, struct curl_sockaddr *to)
{
    struct call *c = ctx;

    if (purpose != CURLSOCKTYPE_IPCXN || !guard_allows(c->guard, c->url.host, &to->addr)) {
        c->refused = true;
        guard_text(&to->addr, c->guarded);
        return CURL_SOCKET_BAD;
    }
    return socket(to->family, to->socktype | SOCK_CLOEXEC, to->protocol);
}

static size_t hear_head(char *s, size_t size, size_t n, void *ctx)
{
    struct call *c = ctx;

    (void)size;
    buf_put(&c->head, s, n);
    c->too_large = c->too_large || !buf_ok(&c->head);
    return c->too_large ? 0 : n;
}

static size_t hear_body(char *s, size_t size, size_t n, void *ctx)
{
    struct call *c = ctx;

    (void)size;
    buf_put(&c->said, s, n);
    c->too_large = c->too_large || !buf_ok(&c->said);
    return c->too_large ? 0 : n;
}

/* --- One hop --------------------------------------------------------------------------------- */

static int64_t left_ms(const struct call *c)
{
    return c->q->deadline_ms - (clock_us() - c->began) / 1000;
}

static bool add_line(struct call *c, const char *line)
{
    struct curl_slist *longer = curl_slist_append(c->list, line);

    if (longer)
        c->list = longer;
    return longer != NULL;
}

/* The caller's headers; and none that libcurl would add of its own accord. */
static bool add_headers(struct call *c)
{
    bool ok = add_line(c, "Expect:"), typed = false;

    for (size_t i = 0; ok && c->with_headers && i < c->q->n_headers; i++) {
        const struct fetch_header *h = &c->q->headers[i];

        typed = typed || strcasecmp(h->name, "Content-Type") == 0;
        ok = add_line(c, arena_printf(c->a, h->value[0] ? "%s: %s" : "%s;%s", h->name, h->value));
    }
    return ok && (typed || add_line(c, "Content-Type:"));
}

/* Sets an option, if all before it were. */
#define SET(option, value) (ok = ok && curl_easy_setopt(c->easy, (option), (value)) == CURLE_OK)

static bool set_guards(struct call *c)
{
    bool ok = true;

    SET(CURLOPT_PROTOCOLS_STR, "http,https");
    SET(CURLOPT_FOLLOWLOCATION, 0L);
    SET(CURLOPT_PROXY, "");
    SET(CURLOPT_NOPROXY, "*");
    SET(CURLOPT_NETRC, (long)CURL_NETRC_IGNORED);
    SET(CURLOPT_OPENSOCKETFUNCTION, open_socket);
    SET(CURLOPT_OPENSOCKETDATA, c);
    SET(CURLOPT_SSL_VERIFYPEER, 1L);
    SET(CURLOPT_SSL_VERIFYHOST, 2L);
    SET(CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2);
    if (c->q->ca_file) {
        SET(CURLOPT_CAINFO, c->q->ca_file);
        SET(CURLOPT_CAPATH, NULL);
    }
    SET(CURLOPT_HTTP_VERSION, (long)CURL_HTTP_VERSION_1_1);
    SET(CURLOPT_HTTP09_ALLOWED, 0L);
    SET(CURLOPT_NOSIGNAL, 1L);
    SET(CURLOPT_QUICK_EXIT, 1L); /* a slow name server does not hold us past the deadline */
    return ok;
}

static bool set_request(struct call *c)
{
    int64_t connect = c->q->connect_ms > 0 ? c->q->connect_ms : c->q->deadline_ms;
    bool get = str_eq(c->method, "GET"), head = str_eq(c->method, "HEAD"), ok = add_headers(c);

    SET(CURLOPT_URL, c->url.text);
    SET(CURLOPT_USERAGENT, "Rapenburg");
    SET(CURLOPT_HTTPHEADER, c->list);
    SET(CURLOPT_TIMEOUT_MS, (long)left_ms(c));
    SET(CURLOPT_CONNECTTIMEOUT_MS, (long)connect);
    SET(CURLOPT_HEADERFUNCTION, hear_head);
    SET(CURLOPT_HEADERDATA, c);
    SET(CURLOPT_WRITEFUNCTION, hear_body);
    SET(CURLOPT_WRITEDATA, c);
    if (head) {
        SET(CURLOPT_NOBODY, 1L);
    } else if (get) {
        SET(CURLOPT_HTTPGET, 1L);
    } else {
        SET(CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)c->body.n);
        SET(CURLOPT_POSTFIELDS, c->body.n > 0 ? c->body.s : "");
        SET(CURLOPT_CUSTOMREQUEST, c->method);
    }
    if (!head)
        SET(CURLOPT_MAXFILESIZE_LARGE, (curl_off_t)c->q->max);
    return ok;
}

/* CURLE_OK when libcurl is done, with its result; the clock and `stop` are looked at here. */
static err drive(struct call *c, CURLcode *ret_code)
{
    int running = 1, queued = 0;

    for (;;) {
        if (curl_multi_perform(c->multi, &running) != CURLM_OK)
            return fetch_fails(c, FETCH_BROKEN, "libcurl failed");
        if (!running)
            break;
        if (c->q->stop && __atomic_load_n(c->q->stop, __ATOMIC_RELAXED))
            return fetch_fails(c, FETCH_STOPPED, "it was called off");
        int64_t left = left_ms(c);
        if (left <= 0)
            return fetch_fails(c, FETCH_TOO_LONG, "the deadline passed");
        (void)curl_multi_poll(c->multi, NULL, 0, (int)(left < LOOK_MS ? left : LOOK_MS), NULL);
    }
    const CURLMsg *m = curl_multi_info_read(c->multi, &queued);
    *ret_code = m ? m->data.result : CURLE_GOT_NOTHING;
    return OK;
}

static enum fetch_fault fault_of(const struct call *c, CURLcode code)
{
    static const struct {
        CURLcode code;
        enum fetch_fault fault;
    } rows[] = {
        {CURLE_URL_MALFORMAT, FETCH_BAD_URL},
        {CURLE_COULDNT_RESOLVE_HOST, FETCH_NO_HOST},
        {CURLE_COULDNT_CONNECT, FETCH_NO_CONNECTION},
        {CURLE_OPERATION_TIMEDOUT, FETCH_TOO_LONG},
        {CURLE_FILESIZE_EXCEEDED, FETCH_TOO_LARGE},
        {CURLE_PEER_FAILED_VERIFICATION, FETCH_TLS},
        {CURLE_SSL_CONNECT_ERROR, FETCH_TLS},
        {CURLE_SSL_CACERT_BADFILE, FETCH_TLS},
        {CURLE_SSL_CERTPROBLEM, FETCH_TLS},
        {CURLE_SSL_CIPHER, FETCH_TLS},
        {CURLE_SSL_ISSUER_ERROR, FETCH_TLS},
    };
    if (c->too_large)
        return FETCH_TOO_LARGE;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (rows[i].code == code)
            return rows[i].fault;
    return FETCH_BROKEN;
}

static err judge(struct call *c, CURLcode code)
{
    if (code == CURLE_OK)
        return curl_easy_getinfo(c->easy, CURLINFO_RESPONSE_CODE, &c->status) == CURLE_OK
                   ? OK
                   : fetch_fails(c, FETCH_BROKEN, "libcurl failed");
    if (c->refused)
        return fetch_fails(c, FETCH_GUARDED,
                     arena_printf(c->a, "%s is at %s, which is not public and not allowed", c->url.host,
                                  c->guarded));
    enum fetch_fault fault = fault_of(c, code);
    return fetch_fails(c, fault, fault == FETCH_TOO_LARGE ? "the answer is larger than we take" : curl_easy_strerror(code));
}

err fetch_hop(struct call *c)
{
    CURLcode code = CURLE_OK;

    buf_clear(&c->head);
    buf_clear(&c->said);
    c->refused = c->too_large = false;
    if (left_ms(c) <= 0)
        return fetch_fails(c, FETCH_TOO_LONG, "the deadline passed");
    c->easy = curl_easy_init(); /* sets the library up, too: since 7.84 whichever thread is first */
    c->multi = curl_multi_init();
    if (!c->multi || !c->easy || !set_guards(c) || !set_request(c) ||
        curl_multi_add_handle(c->multi, c->easy) != CURLM_OK)
        return fetch_fails(c, FETCH_BROKEN, "libcurl cannot be set up");
    err e = drive(c, &code);
    if (e == OK)
        e = judge(c, code);
    fetch_hop_end(c);
    return e;
}
