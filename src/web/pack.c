/* pack.c: compresses answers that were made for this request: brotli or gzip, fast rather than
   small. SPDX-License-Identifier: AGPL-3.0-or-later */
#include "life.h"
#include "str.h"
#include <brotli/encode.h>
#include <strings.h>
#include <zlib.h>

#define PACK_FROM      ((size_t)1024) /* smaller ones fit a packet anyway */
#define BROTLI_QUALITY 3
#define BROTLI_WINDOW  18
#define GZIP_QUALITY   3

struct packer {
    z_stream z;
    struct packer *next;
};

static struct packer *packer_take(struct web *w)
{
    struct packer *p = NULL;

    pthread_mutex_lock(&w->lock);
    p = w->packers;
    if (p)
        w->packers = p->next;
    pthread_mutex_unlock(&w->lock);
    if (p)
        return deflateReset(&p->z) == Z_OK ? p : NULL;
    p = calloc(1, sizeof *p);
    if (p &&
        deflateInit2(&p->z, GZIP_QUALITY, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY) != Z_OK) {
        free(p);
        return NULL;
    }
    return p;
}

static void packer_give(struct web *w, struct packer *p)
{
    pthread_mutex_lock(&w->lock);
    p->next = w->packers;
    w->packers = p;
    pthread_mutex_unlock(&w->lock);
}

void pack_end(struct web *w)
{
    while (w->packers) {
        struct packer *p = w->packers;
        w->packers = p->next;
        deflateEnd(&p->z);
        free(p);
    }
}

/* Room for n bytes in the buffer, used or not. */
static bool room(struct buf *b, size_t n)
{
    if (b->room > n)
        return true;
    char *s = realloc(b->s, n + 1);
    if (!s)
        return false;
    b->s = s;
    b->room = n + 1;
    return true;
}

static bool gzip(struct rq_inner *in)
{
    struct packer *p = packer_take(in->w);

    if (!p)
        return false;
    size_t bound = deflateBound(&p->z, in->answer_n);
    bool ok = bound < UINT32_MAX && room(&in->packed, bound);
    if (ok) {
        p->z.next_in = (z_const Bytef *)(uintptr_t)in->answer;
        p->z.avail_in = (uInt)in->answer_n;
        p->z.next_out = (Bytef *)in->packed.s;
        p->z.avail_out = (uInt)bound;
        ok = deflate(&p->z, Z_FINISH) == Z_STREAM_END;
        in->packed.n = p->z.total_out;
    }
    packer_give(in->w, p);
    return ok;
}

static bool brotli(struct rq_inner *in)
{
    size_t n = BrotliEncoderMaxCompressedSize(in->answer_n);

    if (n == 0 || !room(&in->packed, n))
        return false;
    if (!BrotliEncoderCompress(BROTLI_QUALITY, BROTLI_WINDOW, BROTLI_MODE_TEXT, in->answer_n,
                               in->answer, &n, (uint8_t *)in->packed.s))
        return false;
    in->packed.n = n;
    return true;
}

static bool is_text(const char *type)
{
    return str_starts(type, "text/") || str_starts(type, "application/json") ||
           str_starts(type, "application/xml") || str_starts(type, "image/svg+xml");
}

const char *pack_answer(struct rq_inner *in)
{
    const char *coding = NULL;

    if (in->answer_n < PACK_FROM || !in->pack || !is_text(in->reply.type))
        return NULL;
    if (rq_accepts_coding(&in->rq, "br") && brotli(in))
        coding = "br";
    else if (rq_accepts_coding(&in->rq, "gzip") && gzip(in))
        coding = "gzip";
    if (!coding)
        return NULL;
    in->answer = in->packed.s;
    in->answer_n = in->packed.n;
    return coding;
}
