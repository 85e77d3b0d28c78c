/* search.c: any text as a query and as a document: what it says is found by it, slips stay in their bounds.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include <string.h>
#include "fuzz.h"
#include "search_index.h"
#include "str.h"

/* The first line is typed, the rest are documents. */
static void parse(struct arena *a, const char *s, size_t n)
{
    struct str_list lines = str_split(a, s, '\n');
    struct search_query q;
    struct search_doc docs[8];
    size_t k = 0, left = 0;

    if (!str_utf8_ok(s, n))
        return;
    q = search_query_of(a, lines.v[0]);
    for (size_t i = 1; i < lines.n && k < 8; i++, k++)
        docs[k] = (struct search_doc){.id = (int64_t)k, .code = i % 2 ? lines.v[i] : NULL, .title = lines.v[i]};
    docs[k > 7 ? 7 : k] = (struct search_doc){.id = 99, .title = lines.v[0]};
    k = k > 7 ? 8 : k + 1;

    const struct search_part *p = search_part_make(a, docs, k, true, &left);
    struct search_matches strict = search_part_match(p, a, &q, false);
    struct search_matches near = search_part_match(p, a, &q, true);
    bool self = q.n == 0;

    FUZZ_MUST(left == 0 && near.n >= strict.n);
    for (size_t i = 0; i < strict.n; i++) {
        FUZZ_MUST(strict.v[i].score > 0 && (i == 0 || strict.v[i - 1].doc < strict.v[i].doc));
        self = self || search_part_id(p, strict.v[i].doc) == 99;
    }
    FUZZ_MUST(self); /* what has the same text is found */
    for (size_t i = 0; i < q.n; i++) {
        struct search_slip same = search_slip(&q.v[i], q.v[i].s, 2);

        FUZZ_MUST(strlen(q.v[i].s) == q.v[i].n && same.whole == 0 && same.prefix == 0);
        FUZZ_MUST(search_slip(&q.v[i], q.v[(i + 1) % q.n].s, 2).whole <= 3);
    }
}

FUZZ(parse)
