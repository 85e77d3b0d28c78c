/* device.c: devices without a keyboard (RFC 8628): they show a code, somebody allows them here.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include "audit.h"
#include "consent.h"
#include "form.h"
#include "oidc_v.h"
#include "provider.h"
#include "rand.h"
#include "reply.h"
#include "str.h"

#define LIFE MINUTES(10)
#define GAP  5 /* seconds between two questions of a device */
#define NO(error, why) oidc_no(rq, (struct oidc_fault){(error), (why)})

/* --- The device asks -------------------------------------------------------------------------------------- */

static const char *new_user_code(struct arena *a)
{
    char code[OIDC_USER_CODE + 1] = {0};

    for (size_t i = 0; i < OIDC_USER_CODE; i++)
        code[i] = oidc_user_alphabet[rand_below(strlen(oidc_user_alphabet))];
    return arena_dup(a, code);
}

static const char *shown(struct arena *a, const char *code)
{
    return arena_printf(a, "%.4s-%s", code, code + 4);
}

static err show_code(struct rq *rq, const char *device_code, const char *code)
{
    struct json_out out = json_begin(rq->out->buf);
    const char *page = arena_printf(rq->arena, "%s/device", oidc_issuer(rq));

    json_object(&out, NULL);
    json_str(&out, "device_code", device_code);
    json_str(&out, "user_code", shown(rq->arena, code));
    json_str(&out, "verification_uri", page);
    json_str(&out, "verification_uri_complete",
             arena_printf(rq->arena, "%s?user_code=%s", page, shown(rq->arena, code)));
    json_int(&out, "expires_in", LIFE / 1000);
    json_int(&out, "interval", GAP);
    json_end(&out, '}');
    return oidc_yes(rq, 200);
}

err oidc_device_code_post(struct rq *rq)
{
    struct oidc_client c = {0};
    struct oidc_fault f = {0};

    TRY(oidc_caller(rq, &c, &f));
    const char *asked = oidc_field(rq, "scope", &f);
    if (f.error)
        return oidc_no(rq, f);
    if (!oidc_has(c.grants, "device"))
        return NO("unauthorized_client", "this application may not sign in on a device");
    const char *scope = oidc_both(rq->arena, asked ? asked : c.scopes, c.scopes);
    if (!*scope)
        return NO("invalid_scope", "none of these scopes may be asked by this application");
    TRY(oidc_may_wait(rq));
    const char *device_code = rand_token(rq->arena, OIDC_TOKEN), *code = new_user_code(rq->arena);
    TRY(oidc_q_device_add(rq->db, NEW_ID(rq->db, oidc_device_id), oidc_hash(rq->arena, device_code), code, c.id,
                          scope, "", rq->address, GAP, rq->now, instant_add(rq->now, LIFE)));
    return show_code(rq, device_code, code);
}

/* May it ask already? It is told to be slower when not. */
static err polled(struct rq *rq, const struct oidc_device *d, bool *ret_soon)
{
    *ret_soon = d->polled_at.v != d->made_at.v && rq->now.v - d->polled_at.v < SECONDS(d->gap);
    return oidc_q_device_polled(rq->db, d->id, d->gap + (*ret_soon ? GAP : 0), rq->now);
}

static err allowed(struct rq *rq, const struct oidc_client *c, const struct oidc_device *d, const char *jkt)
{
    const char *refresh = NULL;
    struct oidc_link l;
    bool stands = false;
    int64_t n = 0;

    TRY(oidc_q_device_done(rq->db, d->id, &n));
    TRY(oidc_q_link(rq->db, d->link, &l));
    TRY(oidc_link_stands(rq->db, &l, &stands));
    if (n == 0 || !stands)
        return NO("invalid_grant", "that login is over");
    if (*jkt && str_eq(c->auth, "none"))
        TRY(oidc_q_link_bind(rq->db, l.id, jkt));
    TRY(oidc_refresh_first(rq->db, c, &l, &refresh));
    return oidc_tokens(rq, &(struct oidc_grant){c, &l, jkt, refresh, l.scope});
}

err oidc_device_grant(struct rq *rq, const struct oidc_client *c, const char *jkt)
{
    struct oidc_fault f = {0};
    const char *code = oidc_field(rq, "device_code", &f);
    struct oidc_device *d = NULL;
    bool soon = false;

    if (f.error || !code)
        return NO("invalid_request", "device_code is missing, or there twice");
    TRY(oidc_q_device(rq->db, oidc_hash(rq->arena, code), &d));
    if (!d || d->client.v != c->id.v || str_eq(d->state, "done"))
        return NO("invalid_grant", "there is no such device of this application");
    if (d->ends_at.v <= rq->now.v)
        return NO("expired_token", "nobody allowed it in time");
    if (str_eq(d->state, "denied"))
        return NO("access_denied", "the person said no");
    if (str_eq(d->state, "allowed"))
        return allowed(rq, c, d, jkt);
    TRY(polled(rq, d, &soon));
    return soon ? NO("slow_down", "it asks too often") : NO("authorization_pending", "nobody allowed it yet");
}

/* --- Somebody allows it --------------------------------------------------------------------------------------- */

err oidc_device_get(struct rq *rq)
{
    struct oidc_device_view v = {.code = form_typed(rq, "user_code")};

    return oidc_v_device(rq->out, &v);
}

static err sure_page(struct rq *rq)
{
    const struct oidc_device_sure_view *v = rq->prepared;

    return oidc_v_device_sure(rq->out, v);
}

static err done_page(struct rq *rq)
{
    const struct oidc_device_done_view *v = rq->prepared;

    return oidc_v_device_done(rq->out, v);
}

static err ask(struct rq *rq, const struct oidc_device *d, const struct oidc_client *c)
{
    struct oidc_device_sure_view *v = ARENA_NEW(rq->arena, struct oidc_device_sure_view);
    struct identity_info p;

    TRY(identity_by_id(rq->db, rq->me, &p));
    *v = (struct oidc_device_sure_view){
        .code = shown(rq->arena, d->user_code),
        .title = c->title,
        .address = d->address,
        .here = str_eq(d->address, rq->address),
        .made_at = d->made_at,
        .name = p.name,
        .login = p.login,
        .offline = oidc_has(d->scope, "offline_access"),
    };
    TRY(oidc_shown(rq, rq->me, oidc_claims_of(rq->arena, d->scope), &v->shown));
    rq->prepared = v;
    return page_after(rq, true, sure_page);
}

static err answer(struct rq *rq, const struct oidc_device *d, const struct oidc_client *c,
                  const struct identity_login *login, bool allow)
{
    struct oidc_give g = {.client = c,
                          .login = login,
                          .scope = d->scope,
                          .id_claims = "",
                          .info_claims = oidc_claims_of(rq->arena, d->scope)};
    struct oidc_device_done_view *v = ARENA_NEW(rq->arena, struct oidc_device_done_view);
    oidc_link_id link = {0};
    int64_t n = 0;

    if (allow) {
        TRY(oidc_receipt_note(rq->db, rq->me, &g, true));
        TRY(oidc_link_make(rq->db, &g, &link));
    }
    TRY(oidc_q_device_answer(rq->db, d->id, allow ? "allowed" : "denied", link, &n));
    if (n == 0)
        return fail(rq, ERR_GONE, "Somebody has answered for this device already.");
    TRY(audit_rq(rq, allow ? "oidc.device_allowed" : "oidc.device_denied", "oidc_client", c->id.v, NULL));
    *v = (struct oidc_device_done_view){.title = c->title, .allowed = allow};
    rq->prepared = v;
    return page_after(rq, true, done_page);
}

/* The device of the code that was typed; *ret NULL: a problem is noted. */
static err typed(struct rq *rq, struct oidc_device **ret)
{
    const char *code = oidc_user_code(rq->arena, form_typed(rq, "user_code"));
    struct oidc_device *d = NULL;

    if (code)
        TRY(oidc_q_device_named(rq->db, code, &d));
    if (d && (d->ends_at.v <= rq->now.v || !str_eq(d->state, "waiting")))
        d = NULL;
    if (!d)
        form_error(rq, "user_code", "No device waits with this code. Look at its screen: a code is of use for ten minutes.");
    *ret = d;
    return OK;
}

err oidc_device_post(struct rq *rq)
{
    const char *said = form_typed(rq, "answer");
    struct identity_login login;
    struct oidc_device *d = NULL;
    struct oidc_client c;
    int level = 0;

    TRY(typed(rq, &d));
    if (!d)
        return page_after(rq, false, oidc_device_get);
    TRY(oidc_q_client(rq->db, d->client, &c));
    TRY(identity_login_of(rq->db, rq->session, &login));
    TRY(identity_level_for(rq->db, c.sort, (int)c.level, &level));
    if (!str_eq(said, "deny") && login.level < level)
        return see_other(rq, "/sign-in/more?level=%d&next=%s", level,
                         url_seg(rq->arena, arena_printf(rq->arena, "/device?user_code=%s", d->user_code)));
    if (str_eq(said, "allow") || str_eq(said, "deny"))
        return answer(rq, d, &c, &login, str_eq(said, "allow"));
    return ask(rq, d, &c);
}
