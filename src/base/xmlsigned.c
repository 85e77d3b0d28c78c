/* xmlsigned.c: a large signed document, read as it comes. SPDX-License-Identifier: AGPL-3.0-or-later */
#include "xmlsigned.h"
#include "buf.h"
#include "xmlcanon.h"
#include <string.h>

#define SIGNATURE_MOST 65536 /* bytes of the signature, with the root's own tag */
#define ROOT_MOST      65536 /* bytes of the root's attributes; of the text before the signature */

/* Where it is: before the signature, in it, behind it (it waits for judgement), or past that. */
enum place { BEFORE, WITHIN, BEHIND, PAST };

/* The root's tag, kept: how it is written is known once the signature is. */
struct kept {
    struct xml_tag tag;
    struct xml_space spaces[XML_TAG_MOST];
    struct xml_attribute v[XML_TAG_MOST];
    struct buf values, text; /* of the attributes; before the signature */
    char id[256];
    size_t n_id;
};

struct xmlsigned {
    struct arena *a;
    const struct xmlsig_keys *keys;
    const struct xml_sights *to;
    struct xml_sights own;
    struct xml_reader *reader;
    struct xmlcanon *alone, *all; /* the signature within its root; the root without it */
    struct buf signature;
    struct hash_run *run;
    struct digest want;
    struct kept root;
    enum place place;
    size_t depth;
    bool forbidden;
};

/* --- What the reader tells ----------------------------------------------------------------------------------- */

static void to_buf(void *ctx, const char *s, size_t n)
{
    buf_put(ctx, s, n);
}

static void to_hash(void *ctx, const char *s, size_t n)
{
    hash_add(ctx, s, n);
}

static bool is_id(const struct xml_attribute *v)
{
    return v->ns ? str_eq(v->name, "id") && str_eq(v->prefix, "xml") : str_eq(v->name, "ID");
}

static void keep_root(struct xmlsigned *s, const struct xml_tag *t)
{
    struct kept *k = &s->root;
    size_t at = 0;

    k->tag = *t;
    k->tag.spaces = k->spaces;
    k->tag.v = k->v;
    memcpy(k->spaces, t->spaces, t->n_spaces * sizeof *k->spaces);
    memcpy(k->v, t->v, t->n * sizeof *k->v);
    for (size_t i = 0; i < t->n; i++) {
        buf_put(&k->values, t->v[i].value, t->v[i].n);
        if (is_id(&t->v[i]) && t->v[i].n < sizeof k->id)
            memcpy(k->id, t->v[i].value, k->n_id = t->v[i].n);
    }
    s->forbidden = !buf_ok(&k->values) || k->n_id == 0;
    for (size_t i = 0; !s->forbidden && i < t->n; at += k->v[i++].n)
        k->v[i].value = k->values.s + at;
}

/* Another one of the same name as what is signed. */
static bool same_id(const struct xmlsigned *s, const struct xml_tag *t)
{
    for (size_t i = 0; i < t->n; i++)
        if (is_id(&t->v[i]) && t->v[i].n == s->root.n_id && memcmp(t->v[i].value, s->root.id, s->root.n_id) == 0)
            return true;
    return false;
}

static bool is_signature(const struct xml_tag *t)
{
    return t->ns && str_eq(t->ns, XMLSIG_NS) && str_eq(t->name, "Signature");
}

/* Nothing is told of any more once it is refused. */
static void begins(void *ctx, const struct xml_tag *t)
{
    struct xmlsigned *s = ctx;

    if (s->forbidden)
        return;
    if (++s->depth == 1) {
        keep_root(s, t);
        xmlcanon_begins(s->alone, t);
        s->to->begins(s->to->ctx, t);
        return;
    }
    if (s->place == BEFORE)
        s->place = WITHIN;
    if ((s->depth == 2 && (s->place == WITHIN) != is_signature(t)) || s->place == BEHIND || same_id(s, t)) {
        s->forbidden = true;
    } else if (s->place == WITHIN) {
        xmlcanon_begins(s->alone, t);
    } else {
        xmlcanon_begins(s->all, t);
        s->to->begins(s->to->ctx, t);
    }
}

static void text(void *ctx, const char *bytes, size_t n)
{
    struct xmlsigned *s = ctx;

    if (s->place == WITHIN) {
        xmlcanon_text(s->alone, bytes, n);
        return;
    }
    if (s->place == BEFORE)
        buf_put(&s->root.text, bytes, n);
    s->forbidden = s->forbidden || s->place == BEHIND || !buf_ok(&s->root.text);
    if (s->forbidden)
        return;
    if (s->place == PAST)
        xmlcanon_text(s->all, bytes, n);
    s->to->text(s->to->ctx, bytes, n);
}

static void ends(void *ctx, const char *prefix, const char *name)
{
    struct xmlsigned *s = ctx;

    if (s->forbidden)
        return;
    if (--s->depth == 1 && s->place == WITHIN)
        s->place = BEHIND;
    if (s->place == WITHIN || (s->place == BEHIND && s->depth == 1)) {
        xmlcanon_ends(s->alone, prefix, name);
        return;
    }
    s->forbidden = s->place != PAST;
    if (s->forbidden)
        return;
    xmlcanon_ends(s->all, prefix, name);
    s->to->ends(s->to->ctx, prefix, name);
}

/* --- The signature ----------------------------------------------------------------------------------------- */

static void drop(void *at)
{
    struct xmlsigned *s = at;

    buf_free(&s->signature);
    buf_free(&s->root.values);
    buf_free(&s->root.text);
}

/* Looks at the signature within its root, and begins with the root as it says. */
static err judge(struct xmlsigned *s)
{
    static const struct xml_most most = {SIGNATURE_MOST, 2000, 16};
    struct xmlsig_claim claim = {0};
    struct kept *k = &s->root;
    struct xml *d = NULL;

    xmlcanon_ends(s->alone, k->tag.prefix, k->tag.name);
    if (!xmlcanon_done(s->alone) || !buf_ok(&s->signature))
        return ERR_FORBIDDEN;
    TRY(xml_parse(s->a, (struct str){s->signature.s, s->signature.n}, &most, &d));
    TRY(xmlsig_claim(s->a, d, s->keys, &claim));
    s->want = claim.digest;
    if (claim.prefixes && !xmlcanon_declares(s->all, claim.prefixes))
        return ERR_FORBIDDEN;
    xmlcanon_begins(s->all, &k->tag);
    xmlcanon_text(s->all, k->text.s ? k->text.s : "", k->text.n);
    s->place = PAST;
    return OK;
}

static err judged(struct xmlsigned *s)
{
    err e = judge(s);

    if (e != OK && e != ERR_MEMORY)
        s->forbidden = true;
    return e == OK || e == ERR_MEMORY ? e : ERR_FORBIDDEN;
}

/* --- The whole ----------------------------------------------------------------------------------------------- */

struct xmlsigned *xmlsigned_new(struct arena *a, const struct xml_most *most, const struct xmlsig_keys *keys,
                                const struct xml_sights *to)
{
    struct xmlsigned *s = ARENA_NEW(a, struct xmlsigned);

    s->a = a;
    s->keys = keys;
    s->to = to;
    s->own = (struct xml_sights){begins, text, ends, s};
    s->signature = buf_new(SIGNATURE_MOST);
    s->root.values = buf_new(ROOT_MOST);
    s->root.text = buf_new(ROOT_MOST);
    arena_at_end(a, drop, s);
    s->run = hash_begin(a);
    s->alone = xmlcanon_new(a, to_buf, &s->signature);
    s->all = xmlcanon_new(a, to_hash, s->run);
    xmlcanon_declares_all(s->alone);
    s->reader = xml_reader_new(a, most, &s->own);
    return s->reader ? s : NULL;
}

static err added(struct xmlsigned *s, const char *bytes, size_t n)
{
    TRY(xml_reader_add(s->reader, bytes, n));
    return s->forbidden ? ERR_FORBIDDEN : OK;
}

err xmlsigned_add(struct xmlsigned *s, const char *bytes, size_t n)
{
    while (n > 0 && s->place != PAST) { /* tag by tag, so that nothing comes before it was judged */
        const char *end = memchr(bytes, '>', n);
        size_t take = end ? (size_t)(end - bytes) + 1 : n;
        TRY(added(s, bytes, take));
        if (s->place == BEHIND)
            TRY(judged(s));
        bytes += take;
        n -= take;
    }
    return added(s, bytes, n);
}

err xmlsigned_end(struct xmlsigned *s)
{
    TRY(xml_reader_end(s->reader));
    if (s->forbidden || s->place != PAST || !xmlcanon_done(s->all))
        return ERR_FORBIDDEN;
    struct digest got = hash_end(s->run);
    return hash_same(got.b, s->want.b, sizeof got.b) ? OK : ERR_FORBIDDEN;
}
