/* reply.c: redirects, headers, cookies and bodies of handlers.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include "reply.h"
#include "life.h"
#include "str.h"
#include <stdarg.h>

void reply_status(struct rq *rq, int status)
{
    rq->reply->status = status;
}

void reply_type(struct rq *rq, const char *content_type)
{
    rq->reply->type = content_type;
}

/* A header's value may hold no control characters: a line end would begin another header. */
static const char *clean(struct rq *rq, const char *value)
{
    const char *c = value;

    while (*c && (unsigned char)*c >= 0x20 && *c != 0x7F)
        c++;
    if (!*c)
        return value;
    char *copy = arena_dup(rq->arena, value);
    for (char *p = copy; *p; p++)
        if ((unsigned char)*p < 0x20 || *p == 0x7F)
            *p = ' ';
    return copy;
}

void reply_again(struct rq *rq, int seconds)
{
    rq->reply->again = seconds;
}

int reply_again_of(const struct rq *rq)
{
    return rq->reply->again;
}

void reply_header(struct rq *rq, const char *name, const char *value)
{
    struct reply *r = rq->reply;

    if (r->n < REPLY_HEADERS)
        r->v[r->n++] = (struct header){name, clean(rq, value)};
}

static bool unreserved(unsigned char c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
           (c && strchr("-._~", c));
}

const char *url_seg(struct arena *a, const char *s)
{
    static const char hex[] = "0123456789ABCDEF";
    char *out = arena_alloc(a, strlen(s) * 3 + 1);
    char *at = out;

    for (; *s; s++) {
        unsigned char c = (unsigned char)*s;
        if (unreserved(c)) {
            *at++ = (char)c;
            continue;
        }
        *at++ = '%';
        *at++ = hex[c >> 4];
        *at++ = hex[c & 15];
    }
    return out;
}

const char *url_absolute(struct rq *rq, const char *path)
{
    const char *url = rq->web->o.url;

    if (!str_empty(url))
        return arena_printf(rq->arena, "%.*s%s", (int)(strlen(url) - str_ends(url, "/")), url,
                            path);
    const char *host = rq_header(rq, "Host");
    if (host[strspn(host,
                    "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ-._:[]")])
        host = "";
    return arena_printf(rq->arena, "%s://%s%s", rq->https ? "https" : "http",
                        host[0] ? host : "localhost", path);
}

err see_other(struct rq *rq, const char *fmt, ...)
{
    va_list ap;

    va_start(ap, fmt);
    const char *path = arena_vprintf(rq->arena, fmt, ap);
    va_end(ap);
    reply_status(rq, 303);
    reply_header(rq, "Location", path);
    return OK;
}

err reply_json(struct rq *rq)
{
    reply_type(rq, "application/json");
    return buf_ok(rq->out->buf) ? OK : ERR_TOO_LARGE;
}

err reply_bytes(struct rq *rq, const char *type, const void *s, size_t n)
{
    reply_type(rq, type);
    rq->reply->bytes = s;
    rq->reply->bytes_n = n;
    rq->reply->use_bytes = true;
    return OK;
}

void reply_download(struct rq *rq, const char *filename)
{
    char *plain = arena_dup(rq->arena, filename);

    for (char *c = plain; *c; c++)
        if (*c == '"' || *c == '\\' || *c == '/' || (unsigned char)*c < 0x20 ||
            (unsigned char)*c > 0x7E)
            *c = '_';
    reply_header(rq, "Content-Disposition",
                 arena_printf(rq->arena, "attachment; filename=\"%s\"; filename*=UTF-8''%s",
                              plain, url_seg(rq->arena, filename)));
}

/* Does an If-None-Match list hold this tag (or '*')? Weak comparison, RFC 9110 §13.1.2. */
static bool tag_in(const char *list, const char *etag)
{
    size_t n = strlen(etag);

    for (const char *at = list; *at;) {
        at += strspn(at, " \t,");
        if (*at == '*')
            return true;
        if (strncmp(at, "W/", 2) == 0)
            at += 2;
        if (*at != '"')
            return false;
        size_t len = strcspn(at + 1, "\"");
        if (len == n && memcmp(at + 1, etag, n) == 0)
            return true;
        at += 1 + len + (at[1 + len] == '"');
    }
    return false;
}

bool reply_unchanged(struct rq *rq, const char *etag)
{
    reply_header(rq, "ETag", arena_printf(rq->arena, "W/\"%s\"", etag));
    if (!tag_in(rq_header(rq, "If-None-Match"), etag))
        return false;
    reply_status(rq, 304);
    return true;
}

static void set_cookie(struct rq *rq, const char *name, const char *value, int days, const char *same_site)
{
    const char *age = "";

    if (!value)
        age = "; Max-Age=0";
    else if (days > 0)
        age = arena_printf(rq->arena, "; Max-Age=%lld", (long long)days * 86400);
    reply_header(rq, "Set-Cookie",
                 arena_printf(rq->arena, "%s=%s; Path=/%s; HttpOnly; SameSite=%s%s",
                              cookie_name(rq, name), value ? value : "", age, same_site,
                              rq->https ? "; Secure" : ""));
}

void reply_cookie(struct rq *rq, const char *name, const char *value, int days)
{
    set_cookie(rq, name, value, days, "Lax");
}

void reply_cookie_strict(struct rq *rq, const char *name, const char *value, int days)
{
    set_cookie(rq, name, value, days, "Strict");
}
