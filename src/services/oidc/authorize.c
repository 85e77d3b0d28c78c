/* authorize.c: the authorization endpoint, and going on with a request after signing in.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include "audit.h"
#include "consent.h"
#include "form.h"
#include "rand.h"
#include "reply.h"
#include "rights.h"
#include "str.h"

#define FAULT(error, why) ((struct oidc_fault){(error), (why)})

/* --- Coming in ------------------------------------------------------------------------------------------ */

static const char *hint_subject(struct rq *rq, const struct oidc_client *c, const char *hint)
{
    struct jose j = {0};

    if (oidc_own_token(rq->db, hint, &j) != OK || !str_eq(json_text(json_get(j.payload, "aud")), c->key))
        return NULL;
    return json_text(json_get(j.payload, "sub"));
}

/* Is it somebody else than whom the request names? */
static err named_other(struct rq *rq, struct oidc_visit *v, bool *ret)
{
    const char *hint = v->params.v[OIDC_ID_HINT];
    const char *wanted = v->request.sub, *sub = NULL;

    *ret = false;
    if (!hint && !wanted)
        return OK;
    TRY(oidc_subject_of(rq->db, v->login.person, v->client, &sub));
    *ret = (hint && !str_eq(hint_subject(rq, v->client, hint), sub)) || (wanted && !str_eq(wanted, sub));
    return OK;
}

static err standing(struct rq *rq, struct oidc_visit *v, struct oidc_standing *s)
{
    err e = rq->session.v != 0 ? identity_login_of(rq->db, rq->session, &v->login) : ERR_NOT_FOUND;

    *s = (struct oidc_standing){.answered = v->answered, .asked_at = v->asked_at, .now = rq->now};
    v->give = (struct oidc_give){
        .client = v->client,
        .login = &v->login,
        .scope = v->request.scope,
        .id_claims = v->request.id_claims,
        .info_claims = v->request.info_claims,
        .nonce = v->params.v[OIDC_NONCE],
    };
    if (e == ERR_NOT_FOUND)
        return OK;
    TRY(e);
    s->signed_in = true;
    s->login_at = v->login.at;
    s->level = v->login.level;
    s->held = rq_person(rq) && rq_person(rq)->first;
    TRY(named_other(rq, v, &s->other));
    return oidc_agreed(rq->db, v->login.person, &v->give, &s->agreed);
}

static err refused(struct rq *rq, const struct oidc_visit *v, struct oidc_fault f)
{
    const char *mode = v->params.v[OIDC_MODE];

    return oidc_back(rq, &(struct oidc_reply){.redirect_uri = v->params.v[OIDC_REDIRECT],
                                              .state = v->params.v[OIDC_STATE],
                                              .form_post = mode && str_eq(mode, "form_post"),
                                              .page = v->page,
                                              .fault = f});
}

/* --- The answer --------------------------------------------------------------------------------------------- */

static err issue(struct rq *rq, struct oidc_visit *v)
{
    const char *code = rand_token(rq->arena, OIDC_TOKEN);
    const char *challenge = v->params.v[OIDC_CHALLENGE], *jkt = v->params.v[OIDC_JKT];
    oidc_link_id link;
    int64_t n = 0;

    if (v->ask)
        TRY(oidc_q_ask_use(rq->db, v->ask->id, rq->now, &n));
    TRY(oidc_receipt_note(rq->db, v->login.person, &v->give, v->answered));
    TRY(oidc_link_make(rq->db, &v->give, &link));
    TRY(oidc_q_code_add(rq->db, oidc_hash(rq->arena, code), link, v->params.v[OIDC_REDIRECT],
                        challenge ? challenge : "", jkt ? jkt : "", instant_add(rq->now, OIDC_CODE_LIFE)));
    TRY(audit_rq(rq, "oidc.signed_in", "oidc_client", v->client->id.v, NULL));
    return oidc_back(rq, &(struct oidc_reply){.redirect_uri = v->params.v[OIDC_REDIRECT],
                                              .state = v->params.v[OIDC_STATE],
                                              .form_post = v->request.form_post,
                                              .page = v->page,
                                              .code = code});
}

/* A handle under which the request waits; one that was pushed waits longer from now on. */
static err wait(struct rq *rq, struct oidc_visit *v)
{
    struct oidc_keep k = {.client = v->client, .params = &v->params, .life = OIDC_ASK_LIFE};

    if (v->handle)
        return oidc_q_ask_extend(rq->db, v->ask->id, instant_add(v->ask->made_at, OIDC_ASK_LIFE));
    TRY(oidc_may_wait(rq));
    return oidc_ask_keep(rq->db, &k, &v->handle);
}

static const char *onward(struct rq *rq, const struct oidc_visit *v)
{
    return url_seg(rq->arena, arena_printf(rq->arena, "/oidc/continue/%s", v->handle));
}

static err sign_in(struct rq *rq, struct oidc_visit *v)
{
    const char *hint = v->params.v[OIDC_LOGIN_HINT];

    TRY(wait(rq, v));
    if (!hint)
        return see_other(rq, "/sign-in?next=%s", onward(rq, v));
    return see_other(rq, "/sign-in?name=%s&next=%s", url_seg(rq->arena, hint), onward(rq, v));
}

static err go_on(struct rq *rq, struct oidc_visit *v)
{
    struct oidc_standing s;
    struct oidc_fault f;

    TRY(standing(rq, v, &s));
    switch (oidc_decide(&v->request, &s, &f)) {
    case OIDC_ISSUE:
        return issue(rq, v);
    case OIDC_SIGN_IN:
        return sign_in(rq, v);
    case OIDC_AGAIN:
        TRY(wait(rq, v));
        return see_other(rq, "/sign-in/more?again=1&level=%d&next=%s", v->request.level, onward(rq, v));
    case OIDC_SET_UP:
        TRY(wait(rq, v));
        return see_other(rq, "%s?next=%s", rq_person(rq)->first, onward(rq, v));
    case OIDC_STEP_UP:
        TRY(wait(rq, v));
        return see_other(rq, "/sign-in/more?level=%d&next=%s", v->request.level, onward(rq, v));
    case OIDC_CONSENT:
        TRY(wait(rq, v));
        return v->page ? oidc_consent_page(rq, v) : see_other(rq, "/oidc/continue/%s", v->handle);
    case OIDC_REFUSE:
        break;
    }
    return refused(rq, v, f);
}

/* --- Reading -------------------------------------------------------------------------------------------------- */

static err find_client(struct rq *rq, struct oidc_visit *v, struct oidc_fault *f)
{
    const char *key = v->params.v[OIDC_CLIENT];

    if (!oidc_issuer(rq))
        return fail(rq, ERR_DOWN, "The address of this campus is not set.");
    if (!key) {
        *f = FAULT("invalid_request", "client_id is missing");
        return OK;
    }
    TRY(oidc_client_by(rq->db, key, &v->client));
    if (!v->client)
        *f = FAULT("invalid_request", "there is no such application, or it is turned off");
    return OK;
}

/* A request that was pushed: what stands beside its handle does not count. */
static err fetch_pushed(struct rq *rq, struct oidc_visit *v, struct oidc_fault *f)
{
    const char *uri = v->params.v[OIDC_REQUEST_URI];

    if (!uri || !str_starts(uri, OIDC_URN))
        return OK;
    v->handle = uri + sizeof OIDC_URN - 1;
    TRY(oidc_ask_by(rq->db, v->handle, &v->ask));
    if (!v->ask || !v->ask->pushed || v->ask->client.v != v->client->id.v) {
        *f = FAULT("invalid_request_uri", "this request is over, was answered or is of another application");
        return OK;
    }
    v->asked_at = v->ask->made_at;
    return oidc_ask_params(rq->arena, v->ask, &v->params);
}

/* Nobody is led to an address that the application did not register: then the person hears it. */
static err check_uri(struct rq *rq, const struct oidc_visit *v, struct oidc_fault *f)
{
    bool goes = false;

    if (!v->params.v[OIDC_REDIRECT]) {
        *f = FAULT("invalid_request", "redirect_uri is missing");
        return OK;
    }
    TRY(oidc_client_goes(rq->db, v->client, "redirect", v->params.v[OIDC_REDIRECT], &goes));
    if (!goes)
        *f = FAULT("invalid_request", "the redirect_uri is not registered");
    return OK;
}

static err judge(struct rq *rq, struct oidc_visit *v)
{
    struct oidc_terms t = oidc_terms_of(v->client);
    struct oidc_fault f = {0};

    TRY(check_uri(rq, v, &f));
    if (f.error)
        return oidc_error_page(rq, f);
    if ((v->client->par || v->client->fapi) && !(v->ask && v->ask->pushed))
        return refused(rq, v, FAULT("invalid_request", "this application must push its requests (PAR)"));
    TRY(identity_level_for(rq->db, v->client->sort, (int)v->client->level, &t.level));
    f = oidc_read(rq->arena, &v->params, &t, &v->request);
    return f.error ? refused(rq, v, f) : go_on(rq, v);
}

err oidc_authorize_get(struct rq *rq)
{
    struct oidc_visit v = {.asked_at = rq->now};
    struct oidc_fault f = oidc_params_of(rq, &v.params);

    if (!f.error)
        TRY(find_client(rq, &v, &f));
    if (!f.error)
        TRY(fetch_pushed(rq, &v, &f));
    return f.error ? oidc_error_page(rq, f) : judge(rq, &v);
}

/* A form of another site comes without our cookie; so it is kept, and goes on by a request that brings it. */
err oidc_authorize_post(struct rq *rq)
{
    struct oidc_visit v = {.asked_at = rq->now};
    struct oidc_fault f = oidc_params_of(rq, &v.params);

    if (!f.error)
        TRY(find_client(rq, &v, &f));
    if (!f.error)
        TRY(fetch_pushed(rq, &v, &f));
    if (!f.error)
        TRY(check_uri(rq, &v, &f));
    if (f.error)
        return oidc_error_page(rq, f);
    TRY(wait(rq, &v));
    return see_other(rq, "/oidc/continue/%s?direct=1", v.handle);
}

/* --- Going on ---------------------------------------------------------------------------------------------------- */

static err take_up(struct rq *rq, struct oidc_visit *v, bool *ret_there)
{
    v->handle = path_text(rq, "secret");
    v->page = !form_flag(rq, "direct");
    v->client = ARENA_NEW(rq->arena, struct oidc_client);
    TRY(oidc_ask_by(rq->db, v->handle, &v->ask));
    *ret_there = v->ask != NULL;
    if (!v->ask)
        return OK;
    v->asked_at = v->ask->made_at;
    TRY(oidc_q_client(rq->db, v->ask->client, v->client));
    *ret_there = v->client->disabled_at.v == 0;
    return oidc_ask_params(rq->arena, v->ask, &v->params);
}

static err over(struct rq *rq)
{
    return refuse(rq, ERR_GONE,
                  "This sign-in was finished already, or took too long. Go back to the application and begin again.");
}

err oidc_continue_get(struct rq *rq)
{
    struct oidc_visit v = {0};
    bool there = false;

    TRY(take_up(rq, &v, &there));
    return there ? judge(rq, &v) : over(rq);
}

err oidc_continue_post(struct rq *rq)
{
    static const char *const answers[] = {"allow", "deny"};
    struct oidc_visit v = {0};
    bool there = false;
    int64_t n = 0;
    int answer = form_choice(rq, "answer", answers, COUNT(answers));

    TRY(take_up(rq, &v, &there));
    if (!there)
        return over(rq);
    if (answer == 1) {
        TRY(oidc_q_ask_use(rq->db, v.ask->id, rq->now, &n));
        TRY(audit_rq(rq, "oidc.refused", "oidc_client", v.client->id.v, NULL));
        return refused(rq, &v, FAULT("access_denied", "the person said no"));
    }
    v.answered = answer == 0;
    return judge(rq, &v);
}
