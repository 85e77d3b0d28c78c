/* deflate.c: raw DEFLATE, by zlib. SPDX-License-Identifier: AGPL-3.0-or-later */
#include "deflate.h"
#define ZLIB_CONST
#include <zlib.h>

#define PACK_MAX ((size_t)1 << 20)

err deflate_pack(struct arena *a, struct str plain, struct str *ret)
{
    z_stream z = {0};

    if (plain.n > PACK_MAX)
        return ERR_TOO_LARGE;
    size_t room = compressBound((uLong)plain.n) + 16;
    char *out = arena_alloc(a, room + 1);
    if (deflateInit2(&z, Z_BEST_COMPRESSION, Z_DEFLATED, -MAX_WBITS, 8, Z_DEFAULT_STRATEGY) != Z_OK)
        return ERR_MEMORY;
    z.next_in = (const Bytef *)plain.s;
    z.avail_in = (uInt)plain.n;
    z.next_out = (Bytef *)out;
    z.avail_out = (uInt)room;
    int end = deflate(&z, Z_FINISH);
    *ret = (struct str){out, room - z.avail_out};
    deflateEnd(&z);
    return end == Z_STREAM_END ? OK : ERR_INTERNAL;
}

err deflate_unpack(struct arena *a, struct str packed, size_t max, struct str *ret)
{
    z_stream z = {0};

    if (packed.n > PACK_MAX || max > PACK_MAX)
        return ERR_TOO_LARGE;
    char *out = arena_alloc(a, max + 2); /* one more than the most, so that more is seen; and an end */
    if (inflateInit2(&z, -MAX_WBITS) != Z_OK)
        return ERR_MEMORY;
    z.next_in = (const Bytef *)packed.s;
    z.avail_in = (uInt)packed.n;
    z.next_out = (Bytef *)out;
    z.avail_out = (uInt)max + 1;
    int end = inflate(&z, Z_FINISH);
    size_t n = max + 1 - z.avail_out, rest = z.avail_in;
    inflateEnd(&z);
    if (n > max)
        return ERR_TOO_LARGE;
    if (end != Z_STREAM_END || rest > 0)
        return ERR_PARSE;
    out[n] = '\0';
    *ret = (struct str){out, n};
    return OK;
}
