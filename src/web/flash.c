/* flash.c: sentences that survive one redirect, in a signed cookie.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include "hash.h"
#include "life.h"
#include <stdarg.h>

#define FLASH_BYTES ((size_t)1500) /* of all sentences together: a cookie may have 4096 bytes  \
                                    */
#define SIGN_BYTES ((size_t)16)

void flash(struct rq *rq, enum tone tone, const char *fmt, ...)
{
    struct reply *r = rq->reply;
    va_list ap;

    if (r->n_flash == REPLY_FLASHES)
        return;
    va_start(ap, fmt);
    r->flash[r->n_flash++] = (struct flashed){tone, tr_vf(rq->arena, rq->lang, fmt, ap)};
    va_end(ap);
}

const char *flash_pack(struct rq *rq, const struct flashed *v, size_t n)
{
    struct arena *a = rq->arena;
    const char *text = "";

    for (size_t i = 0; i < n; i++) {
        if (strlen(text) + strlen(v[i].text) + 2 > FLASH_BYTES)
            break;
        text = arena_printf(a, "%s%d%s\n", text, (int)v[i].tone, v[i].text);
    }
    struct digest d = hash_hmac(rq->web->secret, sizeof rq->web->secret, text, strlen(text));
    return arena_printf(a, "%s.%s", hash_base64url(a, text, strlen(text)),
                        hash_base64url(a, d.b, SIGN_BYTES));
}

size_t flash_unpack(struct rq *rq, const char *value, struct flashed *ret_v)
{
    struct arena *a = rq->arena;
    struct str_list parts = str_split(a, value, '.');
    struct str text = {0};
    struct str sign = {0};
    size_t n = 0;

    if (parts.n != 2 || hash_from_base64url(a, parts.v[0], &text) != OK ||
        hash_from_base64url(a, parts.v[1], &sign) != OK || sign.n != SIGN_BYTES)
        return 0;
    struct digest d = hash_hmac(rq->web->secret, sizeof rq->web->secret, text.s, text.n);
    if (!hash_same(d.b, sign.s, SIGN_BYTES))
        return 0;
    struct str_list lines = str_split(a, arena_dupn(a, text.s, text.n), '\n');
    for (size_t i = 0; i < lines.n && n < REPLY_FLASHES; i++)
        if (lines.v[i][0] >= '0' && lines.v[i][0] <= '3')
            ret_v[n++] = (struct flashed){(enum tone)(lines.v[i][0] - '0'), lines.v[i] + 1};
    return n;
}

struct flashed_list flashes(struct rq *rq)
{
    struct reply *r = rq->reply;
    struct flashed *v = ARENA_ARRAY(rq->arena, (size_t)2 * REPLY_FLASHES, struct flashed);
    const char *kept = r->flash_shown ? "" : rq_cookie(rq, "flash");
    size_t n = 0;

    if (kept[0]) {
        n = flash_unpack(rq, kept, v);
        r->flash_shown = true;
    }
    for (size_t i = 0; i < r->n_flash; i++)
        v[n++] = r->flash[i];
    r->n_flash = 0;
    return (struct flashed_list){v, n};
}
