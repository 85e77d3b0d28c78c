/* cookie.c: any Cookie header.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include "fuzz.h"
#include "life.h"

static void parse(struct arena *a, const char *s, size_t n)
{
    const char *v = cookie_find(a, s, "__Host-t-session");

    (void)n;
    FUZZ_MUST(!v || !strpbrk(v, "; \",\\\t\r\n"));
}

FUZZ(parse)
