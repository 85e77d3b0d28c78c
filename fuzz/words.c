/* words.c: lists, numbers and the forms of text that stand in addresses and forms (`/seats.json?section=1,2,3`).
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include "fuzz.h"
#include "str.h"

static void numbers(struct str_list l)
{
    for (size_t i = 0; i < l.n; i++) {
        int64_t v = 0;

        if (str_int(l.v[i], 1, INT64_MAX, &v) == OK)
            FUZZ_MUST(v >= 1);
        FUZZ_MUST(!strchr(l.v[i], ','));
    }
}

static void words(struct arena *a, const char *s, size_t n)
{
    size_t commas = 0;

    if (strlen(s) != n)
        return;
    for (const char *c = s; *c; c++)
        commas += *c == ',';
    struct str_list l = str_split(a, s, ',');
    FUZZ_MUST(l.n == commas + 1 || (n == 0 && l.n <= 1));
    numbers(l);
    FUZZ_MUST(strlen(str_trim(a, s)) <= n);
    FUZZ_MUST(strlen(str_lower(a, s)) == n);
    if (!str_utf8_ok(s, n))
        return;
    FUZZ_MUST(str_utf8_len(s) <= n);
    const char *folded = str_fold(a, s);
    FUZZ_MUST(str_utf8_ok(folded, strlen(folded)));
    FUZZ_MUST(str_eq(str_fold(a, folded), folded));
    (void)str_sort_key(a, s);
}

FUZZ(words)
