/* head.c: the headers of every answer: what the handler said, and what the house adds.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include "life.h"
#include <strings.h>

static const char csp[] =
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "font-src 'self'; connect-src 'self'; form-action 'self'; frame-ancestors 'none'; "
    "base-uri 'none'; manifest-src 'self'";

static const struct header house[] = {
    {"Content-Security-Policy",      csp                                               },
    {"X-Content-Type-Options",       "nosniff"                                         },
    {"Referrer-Policy",              "same-origin"                                     },
    {"Permissions-Policy",
     "camera=(), microphone=(), geolocation=(), payment=(), usb=(), browsing-topics=()"},
    {"Cross-Origin-Opener-Policy",   "same-origin"                                     },
    {"Cross-Origin-Resource-Policy", "same-origin"                                     },
};

static bool said(const struct reply *r, const char *name)
{
    for (size_t i = 0; i < r->n; i++)
        if (strcasecmp(r->v[i].name, name) == 0)
            return true;
    return false;
}

static void add(struct rq_inner *in, const char *name, const char *value)
{
    if (in->head_n < sizeof in->head_v / sizeof in->head_v[0] && !said(&in->reply, name))
        in->head_v[in->head_n++] = (struct header){name, value};
}

/* Pages of a signed-in person and errors stay nowhere; other pages are asked for again. */
static const char *cache_default(const struct rq_inner *in)
{
    if (in->rq.me.v != 0 || in->status >= 400 || said(&in->reply, "Set-Cookie"))
        return "no-store";
    return "private, no-cache";
}

void life_headers_out(struct rq_inner *in)
{
    const struct reply *r = &in->reply;
    bool body = in->status != 304 && in->status != 204;

    in->head_n = 0;
    if (body && (in->answer_n > 0 || in->status == 200))
        add(in, "Content-Type", r->type);
    add(in, "X-Request-Id", in->id);
    for (size_t i = 0; i < sizeof house / sizeof house[0]; i++)
        add(in, house[i].name, house[i].value);
    if (in->rq.https && in->w->o.hsts)
        add(in, "Strict-Transport-Security", "max-age=31536000");
    add(in, "Cache-Control", cache_default(in));
    for (size_t i = 0; i < r->n; i++)
        in->head_v[in->head_n++] = r->v[i];
}
