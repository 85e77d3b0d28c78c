/* keys.c: the keys that sign tokens: made, kept sealed, published, rotated.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include "app.h"
#include "audit.h"
#include "kept.h"
#include "keys.h"
#include "provider.h"
#include "reply.h"

static const enum sign_alg algs[OIDC_KEYS] = {SIGN_ES256, SIGN_RS256, SIGN_PS256, SIGN_EDDSA};

static struct keys_about about(oidc_key_id id)
{
    return (struct keys_about){.purpose = "oidc.key", .row = id.v};
}

static void key_end(void *at)
{
    sign_key_free(*(struct sign_key **)at);
}

/* Room for a key that goes with the arena, also when memory runs out while it is used. */
static struct sign_key **key_in(struct arena *a)
{
    struct sign_key **k = ARENA_NEW(a, struct sign_key *);

    arena_at_end(a, key_end, k);
    return k;
}

/* --- Making --------------------------------------------------------------------------------------- */

err oidc_keys_make(struct arena *a, struct oidc_new_keys *ret)
{
    for (size_t i = 0; i < OIDC_KEYS; i++) {
        struct sign_key **k = key_in(a);
        TRY(sign_key_make(sign_kind_of(algs[i]), k));
        ret->v[i].alg = algs[i];
        TRY(sign_key_save(a, *k, &ret->v[i].der));
        TRY(sign_key_public(a, *k, &ret->v[i].public));
    }
    return OK;
}

/* The public half as it is published. */
static const char *public_text(struct arena *a, const struct sign_public *k, const struct jose_head *h)
{
    struct buf b = buf_in(a, 4096);
    struct json_out out = json_begin(&b);

    jwk_put(a, &out, k, h);
    return b.s;
}

static err keep(struct db *db, const struct oidc_new_keys *k, size_t i, instant signs_at)
{
    struct arena *a = db_arena(db);
    oidc_key_id id = NEW_ID(db, oidc_key_id);
    struct keys_about of = about(id);
    struct jose_head h = {.alg = k->v[i].alg};
    const char *sealed = NULL, *alg = sign_alg_name(h.alg);

    h.kid = arena_printf(a, "%s-%s", alg, jwk_thumbprint(a, &k->v[i].public));
    TRY(keys_seal(a, db_app(db)->keys, &of, k->v[i].der, &sealed));
    TRY(oidc_q_key_add(db, id, alg, h.kid, public_text(a, &k->v[i].public, &h), sealed, db_now(db),
                       signs_at));
    return audit(db, &(struct audit_entry){.what = "oidc.key_made", .about = "oidc_key", .id = id.v});
}

err oidc_keys_first(struct db *db, const struct oidc_new_keys *k)
{
    for (size_t i = 0; i < OIDC_KEYS; i++) {
        struct oidc_key *there = NULL;
        TRY(oidc_q_key_for(db, sign_alg_name(k->v[i].alg), db_now(db), &there));
        if (!there)
            TRY(keep(db, k, i, db_now(db)));
    }
    return OK;
}

err oidc_keys_next(struct db *db, const struct oidc_new_keys *k, bool at_once)
{
    const struct oidc_settings *s = oidc_settings_of(db_app(db));
    instant signs = instant_add(db_now(db), at_once ? 0 : s->key_ahead);
    int64_t n = 0;

    for (size_t i = 0; i < OIDC_KEYS; i++) {
        TRY(oidc_q_keys_retire(db, sign_alg_name(k->v[i].alg), instant_add(signs, s->key_grace), &n));
        TRY(keep(db, k, i, n > 0 ? signs : db_now(db)));
    }
    return OK;
}

/* --- Signing --------------------------------------------------------------------------------------- */

static err load(struct db *db, const struct oidc_key *row, struct sign_key **ret)
{
    struct keys_about of = about(row->id);
    struct str der = {0};

    TRY(keys_unseal(db_arena(db), db_app(db)->keys, &of, row->sealed, &der));
    return sign_key_load(der, ret);
}

static struct sign_key *find(struct oidc_kept *kept, oidc_key_id id)
{
    for (size_t i = 0; i < kept->n_keys; i++)
        if (kept->keys[i].id.v == id.v)
            return kept->keys[i].key;
    return NULL;
}

/* From memory, or from the row and then into memory; where that is full, it goes with the request. */
static err borrow(struct db *db, const struct oidc_key *row, struct sign_key **ret)
{
    struct oidc_kept *kept = oidc_kept_of(db_app(db));
    struct sign_key **ours = key_in(db_arena(db));

    pthread_mutex_lock(&kept->lock);
    struct sign_key *k = find(kept, row->id);
    pthread_mutex_unlock(&kept->lock);
    if (!k) {
        TRY(load(db, row, &k));
        pthread_mutex_lock(&kept->lock);
        if (find(kept, row->id) || kept->n_keys == OIDC_KEPT_KEYS) {
            *ours = k;
        } else {
            kept->keys[kept->n_keys].id = row->id;
            kept->keys[kept->n_keys++].key = k;
        }
        pthread_mutex_unlock(&kept->lock);
    }
    *ret = k;
    return OK;
}

err oidc_sign(struct db *db, const char *alg, const char *typ, struct str payload, const char **ret_token)
{
    struct oidc_key *row = NULL;
    struct sign_key *k = NULL;

    TRY(oidc_q_key_for(db, alg, db_now(db), &row));
    if (!row)
        return ERR_DOWN;
    TRY(borrow(db, row, &k));
    struct jose_head h = {sign_alg_of(alg), row->kid, typ};
    return jose_make(db_arena(db), k, &h, payload, ret_token);
}

static err public_of(struct arena *a, const struct oidc_key *row, struct sign_public *ret)
{
    const struct json *j = NULL;

    TRY(json_parse(a, row->public, strlen(row->public), 8192, &j));
    return jwk_read(a, j, ret);
}

err oidc_own_token(struct db *db, const char *token, struct jose *ret)
{
    struct oidc_key_list keys;
    struct sign_public k = {0};

    TRY(jose_read(db_arena(db), token, ret));
    TRY(oidc_q_keys(db, db_now(db), &keys));
    for (size_t i = 0; i < keys.n; i++) {
        if (!ret->kid || !str_eq(ret->kid, keys.v[i].kid) || ret->alg != sign_alg_of(keys.v[i].alg))
            continue;
        TRY(public_of(db_arena(db), &keys.v[i], &k));
        return jose_verify(ret, &k);
    }
    return ERR_FORBIDDEN;
}

/* --- Publishing --------------------------------------------------------------------------------------- */

err oidc_jwks_get(struct rq *rq)
{
    struct oidc_key_list keys;

    TRY(oidc_q_keys(rq->db, rq->now, &keys));
    buf_puts(rq->out->buf, "{\"keys\":[");
    for (size_t i = 0; i < keys.n; i++) {
        if (i > 0)
            buf_putc(rq->out->buf, ',');
        buf_puts(rq->out->buf, keys.v[i].public); /* JSON, as we wrote it */
    }
    buf_puts(rq->out->buf, "]}");
    oidc_open_to_all(rq);
    reply_header(rq, "Cache-Control", "public, max-age=900");
    return reply_json(rq);
}

static void drop(void *what)
{
    struct oidc_kept *kept = what;

    for (size_t i = 0; i < kept->n_keys; i++)
        sign_key_free(kept->keys[i].key);
    pthread_mutex_destroy(&kept->lock);
}

err oidc_keys_start(struct app *app)
{
    struct oidc_kept *kept = ARENA_NEW(app->arena, struct oidc_kept);

    pthread_mutex_init(&kept->lock, NULL);
    app_keep(app, &oidc_service, kept, drop);
    return OK;
}
