/* json.c: any JSON text; what is read can be walked.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include "json.h"
#include "fuzz.h"
#include "str.h"

static void walk(const struct json *j, int depth)
{
    const char *text = json_text(j);
    int64_t v = 0;
    bool truth = false;

    FUZZ_MUST(depth <= 32);
    FUZZ_MUST(!text || strlen(text) < ((size_t)1 << 20));
    (void)json_number(j, &v);
    (void)json_truth(j, &truth);
    (void)json_get(j, "key");
    for (size_t i = 0; i < json_len(j); i++)
        walk(json_at(j, i), depth + 1);
}

static void parse(struct arena *a, const char *s, size_t n)
{
    const struct json *j = NULL;

    if (json_parse(a, s, n, 0, &j) == OK)
        walk(j, 0);
}

FUZZ(parse)
