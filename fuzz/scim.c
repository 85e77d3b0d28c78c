/* scim.c: any filter (the first line) and any changes (the rest): read and made, or refused with a reason; what is made
   of a user can be cleaned, kept and read again. SPDX-License-Identifier: AGPL-3.0-or-later */
#include "filter.h"
#include "fuzz.h"
#include "patch.h"
#include <stdlib.h>
#include <string.h>

static const char user[] = "{\"userName\":\"bjensen\",\"name\":{\"familyName\":\"J\"},\"emails\":[{\"value\":\"a@b\",\"type\":"
                           "\"work\",\"primary\":true},{\"value\":\"c@d\",\"type\":\"home\"}]}";

static struct node *tree(struct arena *a, const char *s, size_t n)
{
    const struct json *j = NULL;

    return json_parse(a, s, n, 65536, &j) == OK ? node_of(a, j) : NULL;
}

static void change(struct arena *a, const struct node *sent, struct node *n)
{
    struct scim_fault f = {0};
    struct patches p = {0};

    if (!patch_read(a, sent, &p, &f)) {
        FUZZ_MUST(f.status == 400);
        return;
    }
    for (size_t i = 0; i < p.n && f.status == 0; i++)
        FUZZ_MUST(patch_apply(a, &scim_users, &p.v[i], n, &f) == (f.status == 0));
    f = (struct scim_fault){0};
    const struct node *clean = scim_clean(a, &scim_users, n, &f);

    FUZZ_MUST((clean == NULL) == (f.status == 400));
    const char *text = clean ? node_json(a, clean, 65536) : NULL;

    FUZZ_MUST(!text || node_same(clean, tree(a, text, strlen(text))));
}

static void step(struct arena *a, const char *s, size_t n)
{
    const char *end = memchr(s, '\n', n);
    size_t first = end ? (size_t)(end - s) : n;
    struct node *who = tree(a, user, sizeof user - 1);
    struct scim_fault f = {0};
    const struct filter *filter = filter_read(a, &scim_users, arena_dupn(a, s, first), &f);

    FUZZ_MUST((filter == NULL) == (f.status == 400));
    if (filter)
        filter_holds(filter, who);
    const struct node *sent = end ? tree(a, end + 1, n - first - 1) : NULL;

    if (sent)
        change(a, sent, who);
}

FUZZ(step)
