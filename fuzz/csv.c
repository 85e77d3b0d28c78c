/* csv.c: any CSV text; every field that is read comes back when it is written and read again.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include "csv.h"
#include "fuzz.h"
#include "str.h"

static void again(struct arena *a, const struct csv_row *row)
{
    struct buf b = buf_new((size_t)8 << 20);
    struct csv_row back = {0};

    csv_put(&b, "x", true); /* a byte order mark is text but at the very front */
    for (size_t i = 0; i < row->n; i++)
        csv_put(&b, row->v[i], false);
    buf_puts(&b, "\r\n");
    struct csv c = csv_open(a, arena_dupn(a, b.s, b.n), b.n);
    buf_free(&b);
    if (row->n >= 256)
        return;
    FUZZ_MUST(csv_next(&c, &back) == OK && back.n == row->n + 1);
    for (size_t i = 0; i < row->n; i++) {
        const char *got = back.v[i + 1];
        FUZZ_MUST(str_eq(got, row->v[i]) || (got[0] == '\'' && str_eq(got + 1, row->v[i])));
    }
}

static void parse(struct arena *a, const char *s, size_t n)
{
    struct csv c = csv_open(a, s, n);
    struct csv_row row = {0};
    err e = OK;

    for (int i = 0; i < 1000 && (e = csv_next(&c, &row)) != ERR_NOT_FOUND; i++) {
        FUZZ_MUST(e == OK || c.problem);
        if (e == OK && i < 20)
            again(a, &row);
    }
}

FUZZ(parse)
