/* template.c: any template through viewc: refused with a reason, or compiled to C.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include "fuzz.h"
#include "viewc.h"

static void compile(struct arena *a, const char *s, size_t n)
{
    struct text head = {0};
    struct text code = {0};
    struct template t = {.path = "fuzz.tmpl", .s = s, .n = n, .head = &head, .code = &code};

    (void)a;
    FUZZ_MUST(viewc_compile(&t) || t.why[0]);
    free(head.s);
    free(code.s);
}

FUZZ(compile)
