/* fetch_url.c: URLs, read by libcurl, so that who checks and who connects read them the same.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include <curl/curl.h>
#include "fetch.h"

#define URL_MAX 8000
#define PARTS 5

/* What libcurl allocated, given back when the arena ends or before. */
struct parts {
    CURLU *u;
    char *v[PARTS];
};

static void parts_free(void *ctx)
{
    struct parts *p = ctx;

    for (size_t i = 0; i < PARTS; i++)
        curl_free(p->v[i]);
    curl_url_cleanup(p->u);
    *p = (struct parts){};
}

/* Whatever it is that a URL may not have, has it? */
static bool has(CURLU *u, CURLUPart part)
{
    char *s = NULL;
    bool is = curl_url_get(u, part, &s, 0) == CURLUE_OK;

    curl_free(s);
    return is;
}

static err take_parts(struct parts *p, const char *from, const char *url)
{
    p->u = curl_url();
    if (!p->u)
        return ERR_MEMORY;
    if (from && curl_url_set(p->u, CURLUPART_URL, from, 0) != CURLUE_OK)
        return ERR_PARSE;
    if (curl_url_set(p->u, CURLUPART_URL, url, 0) != CURLUE_OK || has(p->u, CURLUPART_USER) ||
        has(p->u, CURLUPART_PASSWORD) || has(p->u, CURLUPART_ZONEID) ||
        curl_url_set(p->u, CURLUPART_FRAGMENT, NULL, 0) != CURLUE_OK)
        return ERR_PARSE;
    if (curl_url_get(p->u, CURLUPART_SCHEME, &p->v[0], 0) != CURLUE_OK ||
        curl_url_get(p->u, CURLUPART_HOST, &p->v[1], 0) != CURLUE_OK ||
        curl_url_get(p->u, CURLUPART_PORT, &p->v[2], CURLU_DEFAULT_PORT) != CURLUE_OK ||
        curl_url_get(p->u, CURLUPART_URL, &p->v[3], 0) != CURLUE_OK)
        return ERR_PARSE;
    return OK;
}

static err read_parts(struct arena *a, const struct parts *p, struct fetch_url *ret_u)
{
    const char *scheme = str_lower(a, p->v[0]);
    char *host = str_lower(a, p->v[1]);
    size_t n = strlen(host);
    int64_t port = 0;

    if (!str_eq(scheme, "http") && !str_eq(scheme, "https"))
        return ERR_PARSE;
    if (n > 2 && host[0] == '[' && host[n - 1] == ']') {
        host[n - 1] = '\0';
        host++;
    }
    if (host[0] == '\0' || strlen(host) > 253 || strlen(p->v[3]) > URL_MAX || str_int(p->v[2], 1, 65535, &port) != OK)
        return ERR_PARSE;
    *ret_u = (struct fetch_url){arena_dup(a, p->v[3]), scheme, host, (int)port};
    return OK;
}

static err read_once(struct arena *a, const char *from, const char *url, struct fetch_url *ret_u)
{
    struct parts *p = ARENA_NEW(a, struct parts);

    arena_at_end(a, parts_free, p);
    err e = take_parts(p, from, url);
    if (e == OK)
        e = read_parts(a, p, ret_u);
    parts_free(p);
    return e;
}

/* Read twice: libcurl will read the text again when it connects, and must find the same host then. With
   "http://0x7f.%31/" it does not. */
err fetch_url(struct arena *a, const char *from, const char *url, struct fetch_url *ret_u)
{
    struct fetch_url first = {}, again = {};

    /* Without "://", libcurl guesses a scheme. */
    if (strlen(url) > URL_MAX || (!from && !strstr(url, "://")))
        return ERR_PARSE;
    TRY(read_once(a, from, url, &first));
    TRY(read_once(a, NULL, first.text, &again));
    if (!str_eq(first.text, again.text))
        return ERR_PARSE;
    *ret_u = again;
    return OK;
}
