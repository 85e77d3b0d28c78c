/* keys.c: the keys that sign for the identity provider: made, kept sealed, published, rotated.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include "app.h"
#include "audit.h"
#include "cert.h"
#include "hash.h"
#include "kept.h"
#include "keys.h"
#include "rand.h"
#include "xmlsig.h"

#define CERT_LIFE ((int64_t)20 * 365 * 86400) /* seconds: nobody looks at it, but that it is not over */

static struct keys_about about(saml_key_id id)
{
    return (struct keys_about){.purpose = "saml.key", .row = id.v};
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

err saml_key_make(struct arena *a, const char *name, struct saml_new_key *ret)
{
    struct sign_key **k = key_in(a);
    struct cert_about of = {
        .name = strlen(name) <= 64 ? name : "identity provider",
        .from = clock_now().v / 1000 - 86400,
        .until = clock_now().v / 1000 + CERT_LIFE,
        .number = 1 + rand_below(UINT32_MAX),
    };
    struct str cert = {0};

    TRY(sign_key_make(SIGN_KIND_RSA, k));
    TRY(sign_key_save(a, *k, &ret->der));
    TRY(cert_make(a, *k, &of, &cert));
    ret->cert = hash_base64(a, cert.s, cert.n);
    return OK;
}

static err keep(struct db *db, const struct saml_new_key *k, instant signs_at)
{
    saml_key_id id = NEW_ID(db, saml_key_id);
    struct keys_about of = about(id);
    const char *sealed = NULL;

    TRY(keys_seal(db_arena(db), db_app(db)->keys, &of, k->der, &sealed));
    TRY(saml_q_key_add(db, id, k->cert, sealed, db_now(db), signs_at));
    return audit(db, &(struct audit_entry){.what = "saml.key_made", .about = "saml_key", .id = id.v});
}

err saml_key_first(struct db *db, const struct saml_new_key *k)
{
    struct saml_key *there = NULL;

    TRY(saml_q_key_now(db, db_now(db), &there));
    return there ? OK : keep(db, k, db_now(db));
}

err saml_key_next(struct db *db, const struct saml_new_key *k, bool at_once)
{
    const struct saml_settings *s = saml_settings_of(db_app(db));
    instant signs = instant_add(db_now(db), at_once ? 0 : s->key_ahead);
    int64_t n = 0;

    TRY(saml_q_keys_retire(db, instant_add(signs, s->key_grace), &n));
    return keep(db, k, n > 0 ? signs : db_now(db));
}

/* --- Signing --------------------------------------------------------------------------------------- */

static struct sign_key *find(struct saml_kept *kept, saml_key_id id)
{
    for (size_t i = 0; i < kept->n_keys; i++)
        if (kept->keys[i].id.v == id.v)
            return kept->keys[i].key;
    return NULL;
}

static err load(struct db *db, const struct saml_key *row, struct sign_key **ret)
{
    struct keys_about of = about(row->id);
    struct str der = {0};

    TRY(keys_unseal(db_arena(db), db_app(db)->keys, &of, row->sealed, &der));
    return sign_key_load(der, ret);
}

/* From memory, or from the row and then into memory; where that is full, it goes with the request. */
static err borrow(struct db *db, const struct saml_key *row, struct sign_key **ret)
{
    struct saml_kept *kept = app_kept(db_app(db), &saml_service);
    struct sign_key **ours = key_in(db_arena(db));

    pthread_mutex_lock(&kept->lock);
    struct sign_key *k = find(kept, row->id);
    pthread_mutex_unlock(&kept->lock);
    if (!k) {
        TRY(load(db, row, &k));
        pthread_mutex_lock(&kept->lock);
        if (find(kept, row->id) || kept->n_keys == SAML_KEPT_KEYS) {
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

static err key_now(struct db *db, struct saml_key **ret_row, struct sign_key **ret_key)
{
    TRY(saml_q_key_now(db, db_now(db), ret_row));
    return *ret_row ? borrow(db, *ret_row, ret_key) : ERR_DOWN;
}

err saml_sign(struct db *db, const char *head, const char *tail, const char **ret_text)
{
    struct saml_key *row = NULL;
    struct sign_key *k = NULL;

    TRY(key_now(db, &row, &k));
    return xmlsig_sign(db_arena(db), k, &(struct xmlsig_text){head, tail, row->cert}, ret_text);
}

err saml_sign_bytes(struct db *db, const char *text, const char **ret_signature)
{
    struct saml_key *row = NULL;
    struct sign_key *k = NULL;
    struct str s = {0};

    TRY(key_now(db, &row, &k));
    TRY(sign_make(db_arena(db), k, SIGN_RS256, str_of(text), &s));
    *ret_signature = hash_base64(db_arena(db), s.s, s.n);
    return OK;
}

static void drop(void *what)
{
    struct saml_kept *kept = what;

    for (size_t i = 0; i < kept->n_keys; i++)
        sign_key_free(kept->keys[i].key);
    pthread_mutex_destroy(&kept->lock);
}

err saml_keys_start(struct app *app)
{
    struct saml_kept *kept = ARENA_NEW(app->arena, struct saml_kept);

    pthread_mutex_init(&kept->lock, NULL);
    app_keep(app, &saml_service, kept, drop);
    return OK;
}
