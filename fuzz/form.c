/* form.c: any query or urlencoded body: every field that comes through is clean text.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include "formparse.h"
#include "fuzz.h"

static void parse(struct arena *a, const char *s, size_t n)
{
    struct fields f = {0};

    if (fields_parse(a, s, n, &f) != OK)
        return;
    FUZZ_MUST(f.n <= FORM_FIELDS);
    for (size_t i = 0; i < f.n; i++) {
        FUZZ_MUST(f.v[i].name[0] && strlen(f.v[i].name) <= FORM_NAME_MAX);
        FUZZ_MUST(str_utf8_ok(f.v[i].name, strlen(f.v[i].name)));
        FUZZ_MUST(str_utf8_ok(f.v[i].value, strlen(f.v[i].value)));
    }
}

FUZZ(parse)
