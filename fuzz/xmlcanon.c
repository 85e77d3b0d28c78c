/* xmlcanon.c: any XML in pieces (the first byte says how large): taken or refused as it is as a tree, and its canonical form as it
   comes is the one of the tree. SPDX-License-Identifier: AGPL-3.0-or-later */
#include "xmlcanon.h"
#include <libxml/xmlerror.h>
#include <stdlib.h>
#include <string.h>
#include "buf.h"
#include "fuzz.h"

#define PREFIXES "a xml p xs"
#define FORM_MAX ((size_t)4 << 20)

static const struct xml_most most = {65536, 2000, 24};

static void to_buf(void *ctx, const char *s, size_t n)
{
    buf_put(ctx, s, n);
}

/* One whose namespaces libxml2 2.9 does not write as it should: it leaves their names as they are. */
struct run {
    struct xmlcanon *c;
    bool odd;
};

static void begins(void *ctx, const struct xml_tag *t)
{
    struct run *r = ctx;

    for (size_t i = 0; i < t->n_spaces; i++)
        r->odd = r->odd || strpbrk(t->spaces[i].ns, "&<\"\t\n\r");
    xmlcanon_begins(r->c, t);
}

static void text(void *ctx, const char *s, size_t n)
{
    xmlcanon_text(((struct run *)ctx)->c, s, n);
}

static void ends(void *ctx, const char *prefix, const char *name)
{
    xmlcanon_ends(((struct run *)ctx)->c, prefix, name);
}

static err streamed(struct arena *a, struct str s, size_t piece, struct run *run)
{
    struct xml_sights to = {begins, text, ends, run};
    struct xml_reader *r = xml_reader_new(a, &most, &to);

    FUZZ_MUST(xmlcanon_declares(run->c, PREFIXES));
    if (!r)
        return ERR_MEMORY;
    for (size_t at = 0; at < s.n; at += piece)
        TRY(xml_reader_add(r, s.s + at, s.n - at < piece ? s.n - at : piece));
    TRY(xml_reader_end(r));
    return xmlcanon_done(run->c) ? OK : ERR_TOO_LARGE;
}

/* libxml2 says on stderr what it refuses to write. */
[[gnu::format(printf, 2, 3)]] static void quiet(void *, const char *, ...)
{
}

static void drop(void *out)
{
    buf_free(out);
}

static void step(struct arena *a, const char *s, size_t n)
{
    struct buf *out = ARENA_ARRAY(a, 2, struct buf);
    struct str text_ = {s + 1, n - 1};
    struct xml *d = NULL;

    if (n < 2)
        return;
    xmlSetGenericErrorFunc(NULL, quiet);
    for (size_t i = 0; i < 2; i++) {
        out[i] = buf_new(FORM_MAX);
        arena_at_end(a, drop, &out[i]);
    }
    struct run run = {xmlcanon_new(a, to_buf, &out[0]), false};
    err ours = streamed(a, text_, 1 + (unsigned char)s[0], &run), theirs = xml_parse(a, text_, &most, &d);
    /* That an ID is there twice, or empty, only the tree knows; and an encoding that is unknown is refused there. */
    FUZZ_MUST((theirs == OK) == (ours == OK) || ours == ERR_TOO_LARGE || memmem(s, n, "ID", 2) || memmem(s, n, "id", 2) ||
              memmem(s, n, "encoding", 8));
    if (ours != OK || theirs != OK || run.odd || !buf_ok(&out[0]))
        return;
    /* Names of namespaces that are relative have no canonical form; libxml2 says so. */
    if (xml_canonical(&(struct xml_canon){d, xml_root(d), NULL, PREFIXES}, to_buf, &out[1]) != OK || !buf_ok(&out[1]))
        return;
    FUZZ_MUST(out[0].n == out[1].n && memcmp(out[0].s, out[1].s, out[0].n) == 0);
}

FUZZ(step)
