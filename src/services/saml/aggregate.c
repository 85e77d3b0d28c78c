/* aggregate.c: the metadata of a whole federation, read. SPDX-License-Identifier: AGPL-3.0-or-later */
#include "aggregate.h"
#include "meta.h"
#include "xmlcanon.h"
#include "xmlsigned.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define LONGEST DAYS(45)             /* more than that no list is believed */
#define EACH    ((size_t)64 << 20)   /* bytes for looking at one service */
#define SEEN    ((size_t)4 << 20)    /* bytes that are seen and not looked at yet */
#define PIECE   65536                /* bytes that are taken at once */

/* What is seen on the way is a row of notes, each of a letter, a text and a NUL, and looked at between two pieces: 'R' the root and
   'G' a group begin, with "=" and their validUntil or with nothing; 'g' the group ends; 'E' a service, alone. */
struct saml_cutting {
    struct arena *a, *each; /* each: emptied after every service */
    struct xmlsigned *from;
    struct xml_sights own;
    struct xmlcanon *alone;
    struct xmlsig_keys keys;
    struct sign_public key[SAML_KEYS_MOST];
    struct buf seen, entity, *out;
    instant now;
    size_t depth, groups, entity_at; /* how deep; how many groups are open; where the service begins, 0: there is none */
    size_t over;                     /* groups within each other that do not hold */
    bool no_list;                    /* the root is another element */
    size_t n;
};

/* --- Seeing ------------------------------------------------------------------------------------------------ */

static void note_until(struct saml_cutting *c, char letter, const struct xml_tag *t)
{
    buf_putc(&c->seen, letter);
    for (size_t i = 0; i < t->n; i++)
        if (!t->v[i].ns && str_eq(t->v[i].name, "validUntil")) {
            buf_putc(&c->seen, '=');
            buf_put(&c->seen, t->v[i].value, t->v[i].n);
        }
    buf_putc(&c->seen, '\0');
}

static bool is(const struct xml_tag *t, const char *name)
{
    return t->ns && str_eq(t->ns, SAML_MD) && str_eq(t->name, name);
}

static void begins(void *ctx, const struct xml_tag *t)
{
    struct saml_cutting *c = ctx;
    bool among = c->groups == c->depth++ && c->entity_at == 0; /* right in a group */

    c->no_list = c->no_list || (c->depth == 1 && !is(t, "EntitiesDescriptor"));
    if (among && is(t, "EntitiesDescriptor")) {
        note_until(c, c->depth == 1 ? 'R' : 'G', t);
        c->groups = c->depth;
    } else if (among && c->depth > 1 && is(t, "EntityDescriptor")) {
        c->entity_at = c->depth;
        buf_clear(&c->entity);
    }
    if (c->entity_at > 0)
        xmlcanon_begins(c->alone, t);
}

static void text(void *ctx, const char *s, size_t n)
{
    struct saml_cutting *c = ctx;

    if (c->entity_at > 0)
        xmlcanon_text(c->alone, s, n);
}

static void ends(void *ctx, const char *prefix, const char *name)
{
    struct saml_cutting *c = ctx;

    if (c->entity_at > 0)
        xmlcanon_ends(c->alone, prefix, name);
    if (c->entity_at == c->depth) {
        if (xmlcanon_done(c->alone) && buf_ok(&c->entity)) {
            buf_putc(&c->seen, 'E');
            buf_put(&c->seen, c->entity.s, c->entity.n + 1);
        }
        c->entity_at = 0;
    } else if (c->groups == c->depth) {
        buf_put(&c->seen, "g", 2);
        c->groups--;
    }
    c->depth--;
}

static void to_entity(void *ctx, const char *s, size_t n)
{
    buf_put(ctx, s, n);
}

/* --- Looking ------------------------------------------------------------------------------------------------- */

/* False: there is one that is no instant, or it is over. */
static bool until_of(struct saml_cutting *c, const char *note, instant *ret)
{
    *ret = (instant){0};
    return *note != '=' || (saml_instant(c->each, note + 1, ret) && ret->v > c->now.v);
}

static err look_at_root(struct saml_cutting *c, const char *note, const char **why)
{
    instant until;

    if (!until_of(c, note, &until) || until.v == 0 || until.v > c->now.v + LONGEST) {
        *why = "it must say until when it holds (validUntil), and that must lie ahead, at most 45 days";
        return ERR_PARSE;
    }
    buf_printf(c->out, "until %lld\n", (long long)until.v);
    return OK;
}

/* One that cannot be used is left out: it is the business of its federation. Its certificates are looked at when somebody comes
   from it. */
static err look_at_entity(struct saml_cutting *c, struct str text)
{
    struct saml_meta m = {0};
    const char *why = NULL;
    err read = c->over == 0 ? saml_meta_glance(c->each, text, &m, &why) : ERR_PARSE;

    if (read == ERR_PARSE || read == ERR_TOO_LARGE || (read == OK && m.until.v != 0 && m.until.v <= c->now.v))
        return OK;
    TRY(read);
    if (++c->n > SAML_LISTED_MAX)
        return ERR_TOO_LARGE;
    buf_printf(c->out, "%lld %zu %s\n", (long long)m.until.v, text.n, m.entity);
    buf_put(c->out, text.s, text.n);
    buf_putc(c->out, '\n');
    return OK;
}

/* A group that is over is passed by, with all in it. */
static void look_at_group(struct saml_cutting *c, const char *note)
{
    instant until;

    if (c->over > 0 || !until_of(c, note, &until))
        c->over++;
}

static err look(struct saml_cutting *c, const char **why)
{
    const char *at = c->seen.s, *end = c->seen.s ? at + c->seen.n : NULL;

    *why = "it tells of more than can be taken here";
    if (!buf_ok(&c->seen))
        return ERR_TOO_LARGE;
    for (; at < end; arena_reset(c->each)) {
        const char letter = *at;
        struct str note = str_of(at + 1);
        at = note.s + note.n + 1;
        if (letter == 'R')
            TRY(look_at_root(c, note.s, why));
        else if (letter == 'G')
            look_at_group(c, note.s);
        else if (letter == 'g')
            c->over -= c->over > 0;
        else
            TRY(look_at_entity(c, note));
    }
    return buf_ok(c->out) ? OK : ERR_TOO_LARGE;
}

/* --- Cutting ------------------------------------------------------------------------------------------------ */

static void drop(void *at)
{
    struct saml_cutting *c = at;

    buf_free(&c->seen);
    buf_free(&c->entity);
    arena_free(c->each);
}

struct saml_cutting *saml_cutting_new(struct arena *a, const struct str_list *certs, instant now, struct buf *out)
{
    static const struct xml_most most = {SAML_AGGREGATE_MAX, 30000000, 64};
    struct saml_cutting *c = ARENA_NEW(a, struct saml_cutting);

    c->a = a;
    c->now = now;
    c->out = out;
    c->keys = (struct xmlsig_keys){c->key, saml_keys_of(a, certs, c->key)};
    c->own = (struct xml_sights){begins, text, ends, c};
    c->seen = buf_new(SEEN);
    c->entity = buf_new(SAML_META_MAX);
    arena_at_end(a, drop, c);
    c->each = arena_new(EACH);
    c->alone = xmlcanon_new(a, to_entity, &c->entity);
    c->from = xmlsigned_new(a, &most, &c->keys, &c->own);
    return c->from ? c : NULL;
}

static const char *said(const struct saml_cutting *c, err e)
{
    if (e == ERR_FORBIDDEN && c->keys.n == 0)
        return "none of the certificates is of RSA, 2048 bits or more";
    if (e == ERR_FORBIDDEN)
        return "it is not signed by one of the certificates (RSA with SHA-256, all of it, the signature first)";
    return "it is no XML that can be taken here (160 MiB at most, no DOCTYPE)";
}

/* What the root is must be known before it is asked who signed it. */
static err look_first(struct saml_cutting *c, err read, const char **ret_why)
{
    if (c->no_list) {
        *ret_why = "it is no list of metadata: no EntitiesDescriptor";
        return ERR_PARSE;
    }
    *ret_why = said(c, read);
    TRY(read);
    TRY(look(c, ret_why));
    buf_clear(&c->seen);
    *ret_why = NULL;
    return OK;
}

err saml_cutting_add(struct saml_cutting *c, const char *s, size_t n, const char **ret_why)
{
    for (size_t take = 0; n > 0; s += take, n -= take) {
        take = n < PIECE ? n : PIECE;
        TRY(look_first(c, xmlsigned_add(c->from, s, take), ret_why));
    }
    return OK;
}

err saml_cutting_end(struct saml_cutting *c, const char **ret_why)
{
    err e = xmlsigned_end(c->from);

    *ret_why = said(c, e);
    TRY(e);
    buf_printf(c->out, "end %zu\n", c->n);
    *ret_why = "it tells of more than can be taken here";
    if (!buf_ok(c->out))
        return ERR_TOO_LARGE;
    *ret_why = NULL;
    return OK;
}

/* --- Reading again ------------------------------------------------------------------------------------------ */

static bool number(char **at, char end, int64_t *ret)
{
    char *after = NULL;

    *ret = strtoll(*at, &after, 10);
    if (after == *at || *after != end || *ret < 0)
        return false;
    *at = after + 1;
    return true;
}

static bool read_line(char **at, const char *end, struct saml_listed_line *ret)
{
    int64_t until = 0, n = 0;
    char *entity = NULL;

    if (!number(at, ' ', &until) || !number(at, ' ', &n) || n > SAML_META_MAX)
        return false;
    entity = *at;
    char *line = memchr(entity, '\n', (size_t)(end - entity));
    if (!line || end - line - 1 <= n || line[1 + n] != '\n')
        return false;
    *line = '\0';
    line[1 + n] = '\0';
    *ret = (struct saml_listed_line){entity, {until}, {line + 1, (size_t)n}};
    *at = line + 2 + n;
    return saml_entity_fine(entity) && str_utf8_ok(ret->metadata.s, ret->metadata.n);
}

err saml_aggregate_read(struct arena *a, char *text, size_t n, struct saml_aggregate *ret)
{
    char *at = text, *end = text + n;
    size_t most = n / 8 + 1 < SAML_LISTED_MAX ? n / 8 + 1 : SAML_LISTED_MAX; /* no line is shorter */
    struct saml_aggregate g = {.v = ARENA_ARRAY(a, most, struct saml_listed_line)};

    if (n < 6 || strncmp(text, "until ", 6) != 0)
        return ERR_PARSE;
    at += 6;
    if (!number(&at, '\n', &g.until.v))
        return ERR_PARSE;
    while (at < end && *at != 'e')
        if (g.n == most || !read_line(&at, end, &g.v[g.n++]))
            return ERR_PARSE;
    const char *last = arena_printf(a, "end %zu\n", g.n);
    if ((size_t)(end - at) != strlen(last) || memcmp(at, last, strlen(last)) != 0)
        return ERR_PARSE;
    *ret = g;
    return OK;
}

/* --- The process ------------------------------------------------------------------------------------------- */

static err cut_all(struct arena *a, const struct str_list *certs, const char **why)
{
    struct buf out = buf_in(a, 2 * SEEN);
    struct saml_cutting *c = saml_cutting_new(a, certs, clock_now(), &out);
    char *piece = arena_alloc(a, PIECE);
    ssize_t n = 0;

    *why = err_text(ERR_MEMORY);
    if (!c)
        return ERR_MEMORY;
    while ((n = read(STDIN_FILENO, piece, PIECE)) > 0) {
        TRY(saml_cutting_add(c, piece, (size_t)n, why));
        fwrite(out.s, 1, out.n, stdout);
        buf_clear(&out);
    }
    *why = "it cannot be read";
    if (n < 0)
        return ERR_IO;
    TRY(saml_cutting_end(c, why));
    fwrite(out.s, 1, out.n, stdout);
    return fflush(stdout) == 0 ? OK : ERR_IO;
}

int saml_aggregate_command([[maybe_unused]] struct app *app, int argc, char **argv)
{
    struct arena *a = arena_new((size_t)256 << 20);
    struct str_list certs = {ARENA_ARRAY(a, (size_t)argc + 1, const char *), 0};
    const char *why = NULL;

    for (int i = 2; i < argc; i++)
        certs.v[certs.n++] = argv[i];
    err e = cut_all(a, &certs, &why);
    if (e != OK)
        fputs(why, stderr);
    arena_free(a);
    return e == OK ? 0 : 1;
}
