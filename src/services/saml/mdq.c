/* mdq.c: a federation that is asked of one service at a time. SPDX-License-Identifier: AGPL-3.0-or-later */
#include "mdq.h"
#include "app.h"
#include "audit.h"
#include "fetch.h"
#include "guard.h"
#include "hash.h"
#include "limiter.h"
#include "reply.h"
#include "xmlsig.h"

#define DEADLINE_MS 4000     /* somebody waits */
#define A_MINUTE    10       /* new services, all together: a process that only asks has time for nothing else */
#define A_CLIENT    6        /* of them, for one who asks */
#define LONGEST     DAYS(45) /* more than that is not believed */

/* --- An answer --------------------------------------------------------------------------------------------- */

err saml_mdq_read(struct arena *a, const struct saml_mdq_ask *q, struct str text, struct saml_heard *ret, const char **ret_why)
{
    static const struct xml_most most = {SAML_META_MAX, 8000, 32};
    struct sign_public key[SAML_KEYS_MOST];
    struct xmlsig_keys keys = {key, saml_keys_of(a, q->certs, key)};
    struct saml_meta m = {0};
    struct xml *d = NULL;
    int64_t cache = 0;

    *ret_why = "it is no XML that can be taken here (256 KiB at most, no DOCTYPE)";
    if (xml_parse(a, text, &most, &d) != OK)
        return ERR_PARSE;
    *ret_why = "it is not signed by one of the certificates (RSA with SHA-256, all of it)";
    if (!xml_is(xml_root(d), SAML_MD, "EntityDescriptor") || xmlsig_verify(a, d, xml_root(d), &keys) != OK)
        return ERR_PARSE;
    if (saml_meta_read(a, text, &m, ret_why) != OK)
        return ERR_PARSE;
    *ret_why = "it speaks of another service than was asked for";
    if (!str_eq(m.entity, q->entity))
        return ERR_PARSE;
    *ret_why = "it must say until when it holds (validUntil), and that must lie ahead, at most 45 days";
    if (m.until.v <= q->now.v || m.until.v > q->now.v + LONGEST)
        return ERR_PARSE;
    if (!saml_duration(xml_attr(a, xml_root(d), NULL, "cacheDuration"), &cache))
        cache = 0;
    if (cache > (m.until.v - q->now.v) / 2)
        cache = (m.until.v - q->now.v) / 2; /* it is asked again while this one holds */
    *ret = (struct saml_heard){.entity = q->entity, .metadata = text, .until = m.until, .again_at = instant_add(q->now, cache)};
    *ret_why = NULL;
    return OK;
}

/* --- Asking -------------------------------------------------------------------------------------------------- */

static err ask(struct app *app, struct arena *a, const struct saml_federation *f, const char *entity, struct saml_heard *ret,
               const char **why)
{
    struct str_list certs = str_split(a, f->certs, ' ');
    struct saml_mdq_ask q = {entity, &certs, clock_now()};
    static const struct fetch_header accept = {"Accept", "application/samlmetadata+xml"};
    struct fetch_answer got = {0};
    struct guard *guard = NULL;

    *why = "the setting saml.fetch_allow is not understood";
    if (guard_new(a, saml_settings_of(app)->fetch_allow, &guard) != OK)
        return ERR_PARSE;
    struct fetch_ask to = {.url = arena_printf(a, "%s/entities/%s", f->source, url_seg(a, entity)),
                           .headers = &accept,
                           .n_headers = 1,
                           .deadline_ms = DEADLINE_MS,
                           .max = SAML_META_MAX,
                           .redirects = 3,
                           .guard = guard};
    if (fetch(a, &to, &got) != OK) {
        *why = got.why ? got.why : "it cannot be fetched";
        return ERR_PARSE;
    }
    *ret = (struct saml_heard){.entity = entity};
    if (got.status == 200)
        TRY(saml_mdq_read(a, &q, got.body, ret, why));
    ret->federation = f->id;
    *why = arena_printf(a, "it answered %d", got.status);
    return got.status == 200 || got.status == 404 ? OK : ERR_PARSE;
}

/* --- Keeping -------------------------------------------------------------------------------------------------- */

err saml_mdq_keep(struct db *db, const struct saml_heard *h)
{
    struct digest d = hash_sha256(h->metadata.s, h->metadata.n);

    return saml_q_listed_heard(db, h->entity, h->federation, (struct str){(const char *)d.b, sizeof d.b}, h->until, h->again_at,
                               h->metadata.s);
}

struct saml_prepared *saml_prepared(struct rq *rq)
{
    if (!rq->prepared)
        rq->prepared = ARENA_NEW(rq->arena, struct saml_prepared);
    return rq->prepared;
}

/* Who sent it, when nobody knows it yet; else NULL. */
static err stranger(struct rq *rq, const char **ret)
{
    struct saml_message m;
    struct saml_fault f = {0};
    struct saml_listed *l = NULL;
    struct saml_sp sp;

    *ret = NULL;
    TRY(saml_message_in(rq, &m, &f));
    const char *entity = f.why ? NULL : xml_text(rq->arena, xml_child(m.root, SAML_ASSERTION, "Issuer"));
    if (!entity || !saml_entity_fine(entity))
        return OK;
    err e = saml_q_sp_named(rq->db, entity, &sp);
    if (e != ERR_NOT_FOUND)
        return e;
    TRY(saml_q_listed(rq->db, entity, rq->now, &l));
    *ret = l ? NULL : entity;
    return OK;
}

err saml_mdq_prepare(struct rq *rq)
{
    struct saml_heard *h = ARENA_NEW(rq->arena, struct saml_heard);
    struct saml_federation_list all;
    const char *entity = NULL, *why = NULL;

    TRY(saml_q_federations_asked(rq->db, &all));
    if (all.n == 0)
        return OK;
    TRY(stranger(rq, &entity));
    if (!entity)
        return OK;
    TRY(saml_may_wait(rq));
    const char *client = arena_printf(rq->arena, "saml mdq %s", limiter_net(rq->arena, rq->address));
    if (!limiter_lets(rq_app(rq)->searches, client, A_CLIENT, rq->now) ||
        !limiter_lets(rq_app(rq)->searches, "saml mdq", A_MINUTE, rq->now)) {
        reply_header(rq, "Retry-After", arena_printf(rq->arena, "%lld", (long long)limiter_rest(rq->now)));
        return fail(rq, ERR_TOO_MANY, "Too many new services at once. Try again in a minute.");
    }
    for (size_t i = 0; i < all.n && !saml_prepared(rq)->heard; i++)
        if (ask(rq_app(rq), rq->arena, &all.v[i], entity, h, &why) == OK && h->metadata.n > 0)
            saml_prepared(rq)->heard = h;
    return OK;
}

/* --- Asking again ------------------------------------------------------------------------------------------------ */

struct again {
    struct saml_refresh *r;
    const struct saml_federation *of;
    struct saml_listed_hash_list due;
    struct saml_heard *v;
    size_t n;
    const char *problem; /* of the last one of which nothing was heard; NULL: there is none */
};

static err read_due(struct db *db, void *ctx)
{
    struct again *k = ctx;

    return saml_q_listed_due(db, k->of->id, db_now(db), &k->due);
}

/* Is it as it was? */
static bool same(const struct again *k, const struct saml_heard *h)
{
    for (size_t i = 0; i < k->due.n; i++) {
        struct digest d = hash_sha256(h->metadata.s, h->metadata.n);
        if (str_eq(k->due.v[i].entity, h->entity))
            return k->due.v[i].hash.n == sizeof d.b && memcmp(k->due.v[i].hash.s, d.b, sizeof d.b) == 0;
    }
    return false;
}

static err write_all(struct db *db, void *ctx)
{
    struct again *k = ctx;

    for (size_t i = 0; i < k->n; i++) {
        const struct saml_heard *h = &k->v[i];
        int64_t n = 0;
        if (h->metadata.n > 0) {
            TRY(saml_mdq_keep(db, h));
            continue;
        }
        /* What was signed holds as long as it says: an answer that nobody signed ends nothing sooner. */
        TRY(saml_q_listed_later(db, h->entity, k->of->id, db_now(db))); /* behind all others */
        if (!h->unheard)
            TRY(saml_q_listed_lapsed(db, h->entity, k->of->id, db_now(db), &n));
    }
    TRY(saml_federation_follow(db, k->of->id));
    TRY(saml_q_federation_read(db, k->of->id, (instant){0}, db_now(db)));
    return k->problem ? saml_q_federation_problem(db, k->of->id, k->problem) : OK;
}

err saml_mdq_refresh(struct saml_refresh *r, const struct saml_federation *f, const char **ret_why)
{
    struct again k = {.r = r, .of = f};
    const char *why = NULL;
    size_t unheard = 0;

    TRY(saml_refresh_step(r, read_due, &k));
    k.v = ARENA_ARRAY(r->arena, k.due.n + 1, struct saml_heard);
    for (size_t i = 0; i < k.due.n; i++) {
        struct saml_heard *h = &k.v[k.n];
        if (ask(r->app, r->arena, f, k.due.v[i].entity, h, &why) != OK) {
            k.problem = why;
            *h = (struct saml_heard){.entity = k.due.v[i].entity, .unheard = true};
        }
        k.n++;
        r->gone += h->metadata.n == 0 && !h->unheard;
        unheard += h->unheard;
        r->changed += h->metadata.n > 0 && !same(&k, h);
    }
    r->n = k.n - r->gone - unheard;
    TRY(saml_refresh_step(r, write_all, &k));
    *ret_why = k.problem;
    return k.problem ? ERR_PARSE : OK;
}
