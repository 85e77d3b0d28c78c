/* asset_route.c: serves the files of assets/ and the institution's colours.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include "asset.h"
#include "page.h"
#include "reply.h"
#include "str.h"

#define FOR_EVER "public, max-age=31536000, immutable"

const struct asset_file *asset_file_named(const char *name)
{
    for (size_t i = 0; i < n_asset_files; i++)
        if (strcmp(asset_files[i].name, name) == 0)
            return &asset_files[i];
    return NULL;
}

const char *asset(const char *name)
{
    const struct asset_file *f = asset_file_named(name);

    return f != NULL ? f->address : "/assets/none";
}

/* "campus.1d3a6e.css": the colour stands in the name, so it too may be kept for ever. */
static err colours_get(struct rq *rq, const char *name)
{
    const char *colour = arena_printf(rq->arena, "#%.6s", name + strlen("campus."));

    if (strlen(name) != strlen("campus.1d3a6e.css") || !colour_ok(colour))
        return fail(rq, ERR_NOT_FOUND, "There is no such file.");
    struct accent a = accent_of(rq->arena, colour);
    const char *css =
        arena_printf(rq->arena, ":root{--own-light:%s;--own-dark:%s}\n", a.light, a.dark);
    reply_header(rq, "Cache-Control", FOR_EVER);
    return reply_bytes(rq, "text/css; charset=utf-8", css, strlen(css));
}

err asset_get(struct rq *rq)
{
    const char *name = path_text(rq, "name");
    const struct asset_file *f = NULL;

    for (size_t i = 0; i < n_asset_files && f == NULL; i++)
        if (strcmp(asset_files[i].address + strlen("/assets/"), name) == 0)
            f = &asset_files[i];
    if (f == NULL && str_starts(name, "campus.") && str_ends(name, ".css"))
        return colours_get(rq, name);
    if (f == NULL)
        return fail(rq, ERR_NOT_FOUND, "There is no such file.");
    reply_header(rq, "Cache-Control", FOR_EVER);
    if (f->brotli != NULL || f->gzip != NULL)
        reply_header(rq, "Vary", "Accept-Encoding");
    if (f->brotli != NULL && rq_accepts_coding(rq, "br")) {
        reply_header(rq, "Content-Encoding", "br");
        return reply_bytes(rq, f->type, f->brotli, f->brotli_n);
    }
    if (f->gzip != NULL && rq_accepts_coding(rq, "gzip")) {
        reply_header(rq, "Content-Encoding", "gzip");
        return reply_bytes(rq, f->type, f->gzip, f->gzip_n);
    }
    return reply_bytes(rq, f->type, f->plain, f->plain_n);
}
