/* tells.c: any payload of a NOTIFY.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include "fuzz.h"
#include "tell.h"

static void parse(struct arena *a, const char *s, size_t n)
{
    struct tells t = {0};
    struct buf again = buf_new(8000);
    uint64_t origin = 0;

    (void)a, (void)n;
    if (tells_read(s, &origin, &t)) {
        FUZZ_MUST(!t.missed || t.n == 0);
        FUZZ_MUST(tells_payload(&t, 0, origin, &again) <= t.n);
        FUZZ_MUST(buf_ok(&again));
    }
    buf_free(&again);
    free(t.v);
}

FUZZ(parse)
