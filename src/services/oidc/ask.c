/* ask.c: authorization requests that wait: pushed ones (RFC 9126), and those that somebody must sign in for.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include "app.h"
#include "form.h"
#include "limiter.h"
#include "provider.h"
#include "rand.h"
#include "reply.h"
#include "str.h"

#define PARAMS_MAX 32768
/* Requests that wait, of all strangers at one address in a minute: a lecture hall may stand behind it. Each is a
   row for an hour. */
#define A_MINUTE 600

struct oidc_fault oidc_params_of(struct rq *rq, struct oidc_params *ret)
{
    struct oidc_fault f = {0};

    for (int i = 0; i < OIDC_PARAMS; i++)
        ret->v[i] = oidc_field(rq, oidc_param_names[i], &f);
    return f;
}

static const char *params_text(struct arena *a, const struct oidc_params *p)
{
    struct buf b = buf_in(a, PARAMS_MAX);
    struct json_out out = json_begin(&b);

    json_object(&out, NULL);
    for (int i = 0; i < OIDC_PARAMS; i++)
        if (p->v[i])
            json_str(&out, oidc_param_names[i], p->v[i]);
    json_end(&out, '}');
    return buf_ok(&b) ? b.s : NULL;
}

err oidc_ask_keep(struct db *db, const struct oidc_keep *k, const char **ret_handle)
{
    struct arena *a = db_arena(db);
    const char *handle = rand_token(a, OIDC_TOKEN);
    const char *text = params_text(a, k->params);

    if (!text)
        return ERR_TOO_LARGE;
    *ret_handle = handle;
    return oidc_q_ask_add(db, NEW_ID(db, oidc_ask_id), oidc_hash(a, handle), k->client->id, text, k->pushed,
                          db_now(db), instant_add(db_now(db), k->life));
}

err oidc_may_wait(struct rq *rq)
{
    const char *who = arena_printf(rq->arena, "oidc %s", limiter_net(rq->arena, rq->address));

    if (rq->me.v != 0 || limiter_lets(rq_app(rq)->searches, who, A_MINUTE, rq->now))
        return OK;
    reply_header(rq, "Retry-After", arena_printf(rq->arena, "%lld", (long long)limiter_rest(rq->now)));
    return fail(rq, ERR_TOO_MANY, "Too many people sign in from this address at once. Try again in a minute.");
}

err oidc_ask_by(struct db *db, const char *handle, struct oidc_ask **ret)
{
    struct oidc_ask *ask = NULL;

    TRY(oidc_q_ask(db, oidc_hash(db_arena(db), handle), &ask));
    *ret = ask && ask->used_at.v == 0 && ask->ends_at.v > db_now(db).v ? ask : NULL;
    return OK;
}

err oidc_headed(struct db *db, const char *path, const char **ret)
{
    static const char there[] = "/oidc/continue/";
    struct oidc_client c;
    struct oidc_ask *ask = NULL;

    if (!str_starts(path, there))
        return OK;
    TRY(oidc_ask_by(db, path + sizeof there - 1, &ask));
    if (!ask)
        return OK;
    TRY(oidc_q_client(db, ask->client, &c));
    *ret = c.title;
    return OK;
}

err oidc_ask_params(struct arena *a, const struct oidc_ask *ask, struct oidc_params *ret)
{
    const struct json *j = NULL;

    TRY(json_parse(a, ask->params, strlen(ask->params), PARAMS_MAX, &j));
    for (int i = 0; i < OIDC_PARAMS; i++)
        ret->v[i] = json_text(json_get(j, oidc_param_names[i]));
    return OK;
}

/* --- Pushing --------------------------------------------------------------------------------------------- */

static struct oidc_fault pushed_wrong(struct rq *rq, const struct oidc_client *c, struct oidc_params *p,
                                      bool goes)
{
    struct oidc_terms t = oidc_terms_of(c);
    struct oidc_request r = {0};

    p->v[OIDC_CLIENT] = c->key;
    if (p->v[OIDC_REQUEST_URI])
        return (struct oidc_fault){"invalid_request", "a request_uri cannot be pushed"};
    if (!p->v[OIDC_REDIRECT] || !goes)
        return (struct oidc_fault){"invalid_request", "the redirect_uri is not one of this application"};
    return oidc_read(rq->arena, p, &t, &r);
}

err oidc_par_post(struct rq *rq)
{
    struct oidc_client c = {0};
    struct oidc_params p = {0};
    struct oidc_fault f = {0};
    struct oidc_proof_for here = {.method = "POST", .path = "/oidc/par", .note = true};
    const char *jkt = "", *handle = NULL;
    bool goes = false;

    TRY(oidc_caller(rq, &c, &f));
    if (!f.error)
        f = oidc_params_of(rq, &p);
    if (!f.error)
        TRY(oidc_proof(rq, &here, &jkt, &f));
    if (!f.error && p.v[OIDC_REDIRECT])
        TRY(oidc_client_goes(rq->db, &c, "redirect", p.v[OIDC_REDIRECT], &goes));
    if (!f.error)
        f = pushed_wrong(rq, &c, &p, goes);
    if (!f.error && *jkt && p.v[OIDC_JKT] && !str_eq(jkt, p.v[OIDC_JKT]))
        f = (struct oidc_fault){"invalid_dpop_proof", "dpop_jkt is not the thumbprint of the proof's key"};
    if (f.error)
        return oidc_no(rq, f);
    if (*jkt)
        p.v[OIDC_JKT] = jkt;
    struct oidc_keep keep = {.client = &c, .params = &p, .pushed = true, .life = OIDC_PAR_LIFE};
    TRY(oidc_ask_keep(rq->db, &keep, &handle));
    struct json_out out = json_begin(rq->out->buf);
    json_object(&out, NULL);
    json_str(&out, "request_uri", arena_printf(rq->arena, OIDC_URN "%s", handle));
    json_int(&out, "expires_in", OIDC_PAR_LIFE / 1000);
    json_end(&out, '}');
    return oidc_yes(rq, 201);
}
