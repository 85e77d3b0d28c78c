/* kept.c: a form whose session had ended, or whose login proved too little, sealed in a cookie until its page is shown again.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include <sodium.h>
#include <strings.h>
#include "hash.h"
#include "kept.h"
#include "life.h"
#include "rand.h"
#include "reply.h"

#define WHOSE      "whose"
#define KEPT       "kept"
#define KEPT_MOST  2000 /* bytes of a form: a cookie may have 4096 */
#define KEPT_FOR   MINUTES(30)
#define SIGN_BYTES ((size_t)16)
#define NONCE      crypto_aead_xchacha20poly1305_ietf_NPUBBYTES
#define MARK       crypto_aead_xchacha20poly1305_ietf_ABYTES

static struct digest key_for(const struct web *w, const char *purpose)
{
    return hash_hmac(w->secret, sizeof w->secret, purpose, strlen(purpose));
}

/* --- Whose browser ------------------------------------------------------------------------------- */

static const char *signed_id(struct rq *rq, int64_t id)
{
    struct digest key = key_for(rq->web, WHOSE);
    const char *text = arena_printf(rq->arena, "%lld", (long long)id);
    struct digest d = hash_hmac(key.b, sizeof key.b, text, strlen(text));

    return arena_printf(rq->arena, "%s.%s", text, hash_base64url(rq->arena, d.b, SIGN_BYTES));
}

void kept_whose(struct rq *rq, person_id who)
{
    reply_cookie(rq, WHOSE, who.v ? signed_id(rq, who.v) : NULL, 0);
}

static int64_t whose(struct rq *rq)
{
    const char *cookie = rq_cookie(rq, WHOSE), *dot = strchr(cookie, '.');
    int64_t id = 0;

    if (!dot || str_int(arena_dupn(rq->arena, cookie, (size_t)(dot - cookie)), 1, INT64_MAX, &id) != OK)
        return 0;
    const char *right = signed_id(rq, id);
    return strlen(right) == strlen(cookie) && hash_same(right, cookie, strlen(right)) ? id : 0;
}

/* --- Sealing ------------------------------------------------------------------------------------- */

static const char *seal(struct rq *rq, const char *plain)
{
    struct digest key = key_for(rq->web, KEPT);
    size_t n = strlen(plain);
    unsigned char *box = ARENA_ARRAY(rq->arena, NONCE + n + MARK, unsigned char);
    unsigned long long made = 0;

    rand_bytes(box, NONCE);
    crypto_aead_xchacha20poly1305_ietf_encrypt(box + NONCE, &made, (const unsigned char *)plain, n, NULL, 0, NULL, box,
                                               key.b);
    return hash_base64url(rq->arena, box, NONCE + (size_t)made);
}

/* NULL: none of ours. */
static const char *unseal(struct rq *rq, const char *sealed)
{
    struct digest key = key_for(rq->web, KEPT);
    struct str box = {0};
    unsigned long long n = 0;

    if (hash_from_base64url(rq->arena, sealed, &box) != OK || box.n < NONCE + MARK)
        return NULL;
    const unsigned char *b = (const unsigned char *)box.s;
    unsigned char *plain = ARENA_ARRAY(rq->arena, box.n, unsigned char);
    if (crypto_aead_xchacha20poly1305_ietf_decrypt(plain, &n, NULL, b + NONCE, box.n - NONCE, NULL, 0, b, key.b) != 0)
        return NULL;
    return arena_dupn(rq->arena, plain, (size_t)n);
}

/* --- Keeping --------------------------------------------------------------------------------------- */

/* A form for people, of a browser in which somebody was signed in. */
static bool is_form(struct rq_inner *in)
{
    static const char urlencoded[] = "application/x-www-form-urlencoded";
    struct rq *rq = &in->rq;

    return (in->reply.error == ERR_SIGN_IN || in->reply.error == ERR_PROVE) && rq->method == POST && rq->route && !rq->route->machine &&
           strncasecmp(rq_header(rq, "Content-Type"), urlencoded, sizeof urlencoded - 1) == 0 && whose(rq) != 0;
}

bool kept_waits(struct rq_inner *in)
{
    int64_t n = 0;

    return str_int(rq_header(&in->rq, "Content-Length"), 1, KEPT_MOST, &n) == OK && is_form(in);
}

static bool is_secret(const char *name)
{
    return strcasestr(name, "password") || strcasestr(name, "secret") || strcasestr(name, "code");
}

/* The fields again, without the token; NULL: a secret is among them, or there are none. */
static const char *fields_text(struct rq *rq, const struct fields *f)
{
    const char *text = "";

    for (size_t i = 0; i < f->n; i++) {
        if (is_secret(f->v[i].name))
            return NULL;
        if (str_eq(f->v[i].name, CSRF_FIELD))
            continue;
        text = arena_printf(rq->arena, "%s%s%s=%s", text, *text ? "&" : "", url_seg(rq->arena, f->v[i].name),
                            url_seg(rq->arena, f->v[i].value));
    }
    return *text ? text : NULL;
}

bool kept_put(struct rq_inner *in, const char *path)
{
    struct rq *rq = &in->rq;
    struct fields f = {0};

    if (in->body.n == 0 || in->body.n > KEPT_MOST || in->body_dropped > 0 || str_eq(path, "/") || !is_form(in) ||
        fields_parse(in->arena, in->body.s, in->body.n, &f) != OK)
        return false;
    const char *text = fields_text(rq, &f);
    if (!text || strlen(text) > KEPT_MOST)
        return false;
    reply_cookie(rq, KEPT,
                 seal(rq, arena_printf(rq->arena, "%lld\n%lld\n%s\n%s", (long long)whose(rq), (long long)rq->now.v, path,
                                       text)),
                 0);
    return true;
}

/* --- Filling in -------------------------------------------------------------------------------------- */

static bool is_here(const struct rq_inner *in, const char *path)
{
    size_t n = strcspn(in->target, "?");

    return strlen(path) == n && strncmp(in->target, path, n) == 0;
}

void kept_fill(struct rq_inner *in)
{
    struct rq *rq = &in->rq;
    const char *cookie = rq->method == GET && rq->me.v && !rq->route->machine ? rq_cookie(rq, KEPT) : "";
    const char *plain = *cookie ? unseal(rq, cookie) : NULL;
    int64_t who = 0, at = 0;

    if (!*cookie)
        return;
    struct str_list part = str_split(rq->arena, plain ? plain : "", '\n');
    bool hers = part.n == 4 && str_int(part.v[0], 1, INT64_MAX, &who) == OK && who == rq->me.v &&
                str_int(part.v[1], 0, INT64_MAX, &at) == OK && at + KEPT_FOR > rq->now.v;
    if (hers && !is_here(in, part.v[2]))
        return;
    reply_cookie(rq, KEPT, NULL, 0);
    if (!hers || fields_parse(in->arena, part.v[3], strlen(part.v[3]), &in->form.body) != OK)
        return;
    flash(rq, TONE_WARNING, "What you typed before is filled in below. Nothing was sent yet: look at it, and press the button.");
}
