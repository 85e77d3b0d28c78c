/* multipart.c: any Content-Type (the first line) and multipart body (the rest).
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include "formparse.h"
#include "fuzz.h"

static void parse(struct arena *a, const char *s, size_t n)
{
    const char *end = memchr(s, '\n', n);
    struct multipart m = {0};

    if (!end)
        return;
    const char *boundary = multipart_boundary(a, arena_dupn(a, s, (size_t)(end - s)));
    const char *body = end + 1;
    size_t body_n = n - (size_t)(body - s);
    if (!boundary || multipart_parse(a, boundary, body, body_n, &m) != OK)
        return;
    FUZZ_MUST(m.fields.n + m.n_files <= FORM_PARTS);
    for (size_t i = 0; i < m.fields.n; i++)
        FUZZ_MUST(str_utf8_ok(m.fields.v[i].value, strlen(m.fields.v[i].value)));
    for (size_t i = 0; i < m.n_files; i++) {
        const struct upload *u = &m.files[i].upload;
        FUZZ_MUST(u->bytes.s >= body && u->bytes.s + u->bytes.n <= body + body_n);
        FUZZ_MUST(!strpbrk(u->filename, "/\\") && str_utf8_ok(u->type, strlen(u->type)));
    }
}

FUZZ(parse)
