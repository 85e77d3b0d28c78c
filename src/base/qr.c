/* qr.c: QR codes as SVG. SPDX-License-Identifier: AGPL-3.0-or-later */
#include "qr.h"
#include <qrencode.h>
#include "buf.h"

#define QUIET 4 /* modules around it */

static void label_put(struct buf *b, const char *label)
{
    for (; *label; label++) {
        if (*label == '&')
            buf_puts(b, "&amp;");
        else if (*label == '<')
            buf_puts(b, "&lt;");
        else if (*label == '"')
            buf_puts(b, "&quot;");
        else
            buf_put(b, label, 1);
    }
}

/* Each run of dark modules of a row is one rectangle. */
static void row_put(struct buf *b, const QRcode *q, int y)
{
    const unsigned char *row = q->data + y * q->width;

    for (int x = 0; x < q->width; x++) {
        int n = 0;

        while (x + n < q->width && row[x + n] & 1)
            n++;
        if (n > 0)
            buf_printf(b, "M%d %dh%dv1h-%dz", x + QUIET, y + QUIET, n, n);
        x += n;
    }
}

#define SVG_MAX ((size_t)64 << 10)

err qr_svg(struct arena *a, const char *text, const char *label, const char **ret_svg)
{
    char *room = arena_alloc(a, SVG_MAX); /* first: what is malloc()ed would stay when there is none */
    QRcode *q = QRcode_encodeString8bit(text, 0, QR_ECLEVEL_M);
    struct buf b = buf_new(SVG_MAX - 1);

    if (!q)
        return ERR_TOO_LARGE;
    int side = q->width + 2 * QUIET;

    buf_printf(&b, "<svg class=\"qr\" role=\"img\" viewBox=\"0 0 %d %d\" aria-label=\"", side, side);
    label_put(&b, label);
    buf_printf(&b, "\"><path fill=\"#fff\" d=\"M0 0h%dv%dH0z\"/><path fill=\"#000\" d=\"", side, side);
    for (int y = 0; y < q->width; y++)
        row_put(&b, q, y);
    buf_puts(&b, "\"/></svg>");
    QRcode_free(q);
    bool ok = buf_ok(&b);
    if (ok)
        *ret_svg = memcpy(room, b.s, b.n + 1);
    buf_free(&b);
    return ok ? OK : ERR_TOO_LARGE;
}
