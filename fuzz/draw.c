/* draw.c: any file of a draw: refused with a reason, or proved or disproved, and written back the same.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include "draw_file.h"
#include "fuzz.h"
#include <string.h>

static void step(struct arena *a, const char *s, size_t n)
{
    struct draw_file f = {0}, again = {0};
    const char *why = NULL;
    struct buf b = buf_in(a, DRAW_FILE_MAX);

    if (draw_file_read(a, s, n, &f, &why) != OK) {
        FUZZ_MUST(why != NULL && *why != '\0');
        return;
    }
    (void)draw_file_wrong(a, &f);
    for (size_t i = 0; i < f.n; i++)
        FUZZ_MUST(draw_file_place(&f, 0, &f.tickets[i]) <= f.order[0].n);
    draw_file_write(&b, &f);
    FUZZ_MUST(draw_file_read(a, b.s, b.n, &again, &why) == OK);
    FUZZ_MUST(again.n == f.n && again.ranks == f.ranks && again.held == f.held);
}

FUZZ(step)
