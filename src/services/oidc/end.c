/* end.c: signing out on behalf of an application (OpenID Connect RP-Initiated Logout 1.0).
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include "audit.h"
#include "form.h"
#include "oidc_v.h"
#include "provider.h"
#include "reply.h"
#include "str.h"

/* What an application asks. */
struct end {
    const char *hint, *uri, *state, *named; /* NULL: not sent */
    struct oidc_client *client; /* of a hint that is ours */
    const char *sid;            /* of it */
};

static err read_end(struct rq *rq, struct end *e, struct oidc_fault *f)
{
    struct jose j = {0};

    *e = (struct end){.hint = oidc_field(rq, "id_token_hint", f),
                      .uri = oidc_field(rq, "post_logout_redirect_uri", f),
                      .state = oidc_field(rq, "state", f),
                      .named = oidc_field(rq, "client_id", f)};
    if (f->error || !e->hint)
        return OK;
    if (oidc_own_token(rq->db, e->hint, &j) != OK) {
        *f = (struct oidc_fault){"invalid_request", "the id_token_hint is not signed by us"};
        return OK;
    }
    const char *aud = json_text(json_get(j.payload, "aud"));
    TRY(oidc_client_by(rq->db, aud ? aud : "", &e->client));
    e->sid = json_text(json_get(j.payload, "sid"));
    if (!e->client || !e->sid || (e->named && !str_eq(e->named, aud)))
        *f = (struct oidc_fault){"invalid_request", "the id_token_hint is not of this application"};
    return OK;
}

/* Nobody is led to an address that is not registered, or without a hint that says for whom. */
static err check_uri(struct rq *rq, const struct end *e, struct oidc_fault *f)
{
    bool goes = false;

    if (f->error || !e->uri)
        return OK;
    if (e->client)
        TRY(oidc_client_goes(rq->db, e->client, "logout", e->uri, &goes));
    if (!goes)
        *f = (struct oidc_fault){"invalid_request", e->client ? "the post_logout_redirect_uri is not registered"
                                                              : "without id_token_hint nobody is led anywhere"};
    return OK;
}

static err gone_page(struct rq *rq)
{
    const struct oidc_gone_view *v = rq->prepared;

    return oidc_v_gone(rq->out, v);
}

static err onward(struct rq *rq, const struct end *e, bool page)
{
    struct oidc_gone_view *v = ARENA_NEW(rq->arena, struct oidc_gone_view);
    const char *uri = e->uri;

    if (uri && e->state)
        uri = arena_printf(rq->arena, "%s%cstate=%s", uri, strchr(uri, '?') ? '&' : '?',
                           url_seg(rq->arena, e->state));
    if (uri && !page)
        return see_other(rq, "%s", uri);
    *v = (struct oidc_gone_view){.uri = uri, .title = e->client ? e->client->title : NULL};
    rq->prepared = v;
    if (uri) /* not by the form's own answer: see answer.c */
        reply_header(rq, "Refresh", arena_printf(rq->arena, "0; url=%s", uri));
    return page_after(rq, true, gone_page);
}

static err sure_page(struct rq *rq)
{
    const struct oidc_sure_view *v = rq->prepared;

    return oidc_v_sure(rq->out, v);
}

static err ask(struct rq *rq, const struct end *e)
{
    struct oidc_sure_view *v = ARENA_NEW(rq->arena, struct oidc_sure_view);

    *v = (struct oidc_sure_view){
        .hint = e->hint, .uri = e->uri, .state = e->state, .title = e->client ? e->client->title : NULL};
    rq->prepared = v;
    return page_after(rq, true, sure_page);
}

static err sign_out(struct rq *rq, const struct end *e, bool page)
{
    TRY(oidc_session_over(rq->db, rq->me, rq->session));
    TRY(identity_sign_out(rq));
    return onward(rq, e, page);
}

err oidc_end_get(struct rq *rq)
{
    struct oidc_fault f = {0};
    struct end e;

    TRY(read_end(rq, &e, &f));
    TRY(check_uri(rq, &e, &f));
    if (f.error)
        return oidc_error_page(rq, f);
    if (rq->session.v == 0)
        return onward(rq, &e, false);
    /* Only who shows what this very session gave ends it without asking. */
    if (e.client && str_eq(e.sid, oidc_sid(rq->db, rq->session, e.client->id)))
        return sign_out(rq, &e, false);
    return ask(rq, &e);
}

/* A form of another site comes without our cookie: the same by an address. */
err oidc_end_post(struct rq *rq)
{
    static const char *const names[] = {"id_token_hint", "post_logout_redirect_uri", "state", "client_id"};
    struct buf b = buf_in(rq->arena, 32768);
    struct oidc_fault f = {0};

    for (size_t i = 0; i < COUNT(names); i++) {
        const char *v = oidc_field(rq, names[i], &f);
        if (v)
            buf_printf(&b, "%c%s=%s", b.n > 0 ? '&' : '?', names[i], url_seg(rq->arena, v));
    }
    if (f.error)
        return oidc_error_page(rq, f);
    return buf_ok(&b) ? see_other(rq, "/oidc/end-session%s", b.n > 0 ? b.s : "") : ERR_TOO_LARGE;
}

err oidc_end_sure_post(struct rq *rq)
{
    struct oidc_fault f = {0};
    struct end e;

    TRY(read_end(rq, &e, &f));
    TRY(check_uri(rq, &e, &f));
    if (f.error)
        return oidc_error_page(rq, f);
    return rq->session.v != 0 ? sign_out(rq, &e, true) : onward(rq, &e, true);
}
