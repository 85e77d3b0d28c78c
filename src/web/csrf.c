/* csrf.c: was this form sent from a page of ours? At the headers by where the browser says it
   comes from, at the body by the token. SPDX-License-Identifier: AGPL-3.0-or-later */
#include "hash.h"
#include "life.h"
#include "str.h"
#include <strings.h>

/* "https://host:port" without a path: the host, or NULL for "null" and the like. */
static const char *origin_host(const char *origin)
{
    const char *mark = strstr(origin, "://");

    return mark && !strchr(mark + 3, '/') ? mark + 3 : NULL;
}

bool csrf_our_host(const struct rq_inner *in, const char *host)
{
    if (in->w->url_host[0] && strcasecmp(host, in->w->url_host) == 0)
        return true;
    return strcasecmp(host, rq_header(&in->rq, "Host")) == 0;
}

err csrf_origin(const struct rq_inner *in)
{
    const struct rq *rq = &in->rq;
    const char *site = rq_header(rq, "Sec-Fetch-Site");
    const char *origin = rq_header(rq, "Origin");

    if (rq->method == GET || !rq->route || rq->route->no_csrf)
        return OK;
    if (site[0])
        return str_eq(site, "same-origin") || str_eq(site, "none") ? OK : ERR_CSRF;
    if (!origin[0])
        return OK;
    const char *host = origin_host(origin);
    if (!host)
        return ERR_CSRF;
    return csrf_our_host(in, host) ? OK : ERR_CSRF;
}

err csrf_token(const struct rq_inner *in)
{
    const struct rq *rq = &in->rq;
    const char *sent = rq_header(rq, "X-CSRF-Token");
    const char *mine = rq->csrf;

    if (rq->method == GET || rq->route->no_csrf)
        return OK;
    if (!sent[0])
        for (size_t i = 0; i < in->form.body.n; i++)
            if (strcmp(in->form.body.v[i].name, CSRF_FIELD) == 0)
                sent = in->form.body.v[i].value;
    if (!mine) {
        mine = rq_cookie(rq, "form");
        if (strlen(mine) != 22)
            return ERR_CSRF;
    }
    size_t n = strlen(mine);
    return n > 0 && strlen(sent) == n && hash_same(sent, mine, n) ? OK : ERR_CSRF;
}
