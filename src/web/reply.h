/* reply.h: how a handler answers, when not by a view.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef WEB_REPLY_H
#define WEB_REPLY_H
#include <stdbool.h>
#include <stddef.h>
#include "rq.h"

/* 303 to a path of this campus, made by printf rules; the arguments must be URL-safe (ids, codes
   through url_seg()). */
[[gnu::format(printf, 2, 3)]] err see_other(struct rq *rq, const char *fmt, ...);
/* One path segment or query value, percent-encoded (RFC 3986). */
const char *url_seg(struct arena *a, const char *s);
/* The absolute address of a path, from settings or the request's host. */
const char *url_absolute(struct rq *rq, const char *path);

void reply_status(struct rq *rq, int status);
void reply_type(struct rq *rq, const char *content_type); /* else text/html; charset=utf-8 */
void reply_header(struct rq *rq, const char *name, const char *value);
/* Where no script runs, the page is asked for again after so many seconds; with scripts its own one follows. */
void reply_again(struct rq *rq, int seconds);
int reply_again_of(const struct rq *rq); /* for the page's frame; 0: not */
/* What is in rq->out is the body. For JSON: write to rq->out->buf, then reply_json(). */
err reply_json(struct rq *rq);
/* These bytes, not copied: static ones or the arena's. Set Content-Encoding by reply_header() when they
   are compressed already (and choose by rq_accepts_coding()). */
err reply_bytes(struct rq *rq, const char *type, const void *s, size_t n);
/* As a download with that file name. */
void reply_download(struct rq *rq, const char *filename);
/* ETag (without quotes) with If-None-Match handled: true if 304 was set and the handler is done. */
bool reply_unchanged(struct rq *rq, const char *etag);

/* A cookie: __Host- prefix and campus key are put in front on https (campus key alone on plain
   http://localhost); HttpOnly, Secure, SameSite=Lax, Path=/. days 0: until the browser closes;
   value NULL: removed. */
void reply_cookie(struct rq *rq, const char *name, const char *value, int days);
/* The same with SameSite=Strict: what another site leads to comes without it. */
void reply_cookie_strict(struct rq *rq, const char *name, const char *value, int days);

/* A sentence shown once on the next page ("Your plan is submitted."). Survives the redirect. */
enum tone { TONE_POSITIVE, TONE_INFO, TONE_WARNING, TONE_DANGER };
[[gnu::format(printf, 3, 4)]] void flash(struct rq *rq, enum tone tone, const char *fmt, ...);
struct flashed {
    enum tone tone;
    const char *text;
};
struct flashed_list {
    const struct flashed *v;
    size_t n;
};
/* The sentences to show on this page, from before the redirect and from this request; the page frame
   asks once, and they are gone. */
struct flashed_list flashes(struct rq *rq);

#endif
