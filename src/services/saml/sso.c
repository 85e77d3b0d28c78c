/* sso.c: services ask who somebody is, by an address or by a form, and going on after signing in.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include "audit.h"
#include "form.h"
#include "idp.h"
#include "mdq.h"
#include "reply.h"
#include "rights.h"
#include "saml_v.h"
#include "shown.h"

#define HERE       "/saml/sso"
#define PAGE(why)  ((struct saml_fault){NULL, (why)})

/* --- Who stands there ----------------------------------------------------------------------------------- */

/* Is it somebody else than whom the request names? */
static err named_other(struct rq *rq, const struct saml_visit *v, bool *ret)
{
    const char *subject = v->request.subject, *there = NULL;
    struct identity_info p;

    *ret = false;
    if (!subject)
        return OK;
    TRY(identity_by_id(rq->db, v->login.person, &p));
    TRY(saml_name_of(rq->db, v->login.person, v->from.sp.entity, false, &there));
    const char *eppn = arena_printf(rq->arena, "%s@%s", p.login, campus_of(rq)->domain);
    const char *collab = arena_printf(rq->arena, "urn:collab:person:%s:%s", campus_of(rq)->domain, p.login);
    *ret = !str_eq(subject, p.mail) && !str_eq(subject, eppn) && !str_eq(subject, collab) && !(there && str_eq(subject, there));
    return OK;
}

/* Has she no name there, while none may be made? */
static err unknown(struct rq *rq, const struct saml_visit *v, bool *ret)
{
    const char *there = NULL;

    *ret = false;
    if (v->request.create || !str_eq(v->request.format, "persistent"))
        return OK;
    TRY(saml_name_of(rq->db, v->login.person, v->from.sp.entity, false, &there));
    *ret = !there;
    return OK;
}

static err standing(struct rq *rq, struct saml_visit *v, struct saml_standing *s)
{
    err e = rq->session.v != 0 ? identity_login_of(rq->db, rq->session, &v->login) : ERR_NOT_FOUND;

    *s = (struct saml_standing){.answered = v->answered, .asked_at = v->asked_at, .now = rq->now};
    if (e == ERR_NOT_FOUND)
        return OK;
    TRY(e);
    s->signed_in = true;
    s->login_at = v->login.at;
    s->level = v->login.level;
    s->held = rq_person(rq) && rq_person(rq)->first;
    TRY(named_other(rq, v, &s->other));
    TRY(unknown(rq, v, &s->unknown));
    return saml_agreed(rq->db, v->login.person, &v->from.sp, &s->agreed);
}

/* --- Consent ------------------------------------------------------------------------------------------------ */

static err consent_page(struct rq *rq)
{
    const struct saml_prepared *p = rq->prepared;

    return saml_v_consent(rq->out, p->consent);
}

static err ask_her(struct rq *rq, const struct saml_visit *v)
{
    struct saml_consent_view *view = ARENA_NEW(rq->arena, struct saml_consent_view);
    struct saml_to to = {v->login.person, v->from.sp.entity, v->from.sp.attributes, false};
    struct identity_info p;

    TRY(identity_by_id(rq->db, v->login.person, &p));
    *view = (struct saml_consent_view){
        .handle = v->handle, .title = v->from.sp.title, .entity = v->from.sp.entity, .name = p.name, .login = p.login};
    TRY(saml_shown(rq, &to, &view->shown));
    saml_prepared(rq)->consent = view;
    return page_after(rq, true, consent_page);
}

/* --- Going on ------------------------------------------------------------------------------------------------- */

static const char *onward(struct rq *rq, const struct saml_visit *v)
{
    return url_seg(rq->arena, arena_printf(rq->arena, "/saml/continue/%s", v->handle));
}

static err go_on(struct rq *rq, struct saml_visit *v)
{
    struct saml_standing s;
    struct saml_fault f = {0};

    TRY(standing(rq, v, &s));
    enum saml_next next = saml_decide(&v->request, &s, &f);
    if (next == SAML_ISSUE)
        return saml_issue(rq, v);
    if (next == SAML_REFUSE)
        return saml_refuse(rq, v, f);
    TRY(saml_ask_keep(rq, v));
    if (next == SAML_SIGN_IN)
        return see_other(rq, "/sign-in?next=%s", onward(rq, v));
    if (next == SAML_AGAIN)
        return see_other(rq, "/sign-in/more?again=1&level=%d&next=%s", v->request.level, onward(rq, v));
    if (next == SAML_SET_UP)
        return see_other(rq, "%s?next=%s", rq_person(rq)->first, onward(rq, v));
    if (next == SAML_STEP_UP)
        return see_other(rq, "/sign-in/more?level=%d&next=%s", v->request.level, onward(rq, v));
    return v->page ? ask_her(rq, v) : see_other(rq, "/saml/continue/%s", v->handle);
}

/* --- Reading ------------------------------------------------------------------------------------------------------ */

static err answered_before(struct rq *rq, const struct saml_visit *v, struct saml_fault *f)
{
    const char *of = arena_printf(rq->arena, "%s %s", v->from.sp.entity, v->request.id);
    int64_t n = 0;

    TRY(saml_q_once(rq->db, saml_hash(rq->arena, of), &n));
    if (n > 0)
        *f = PAGE("this request was answered before");
    return OK;
}

static err read_visit(struct rq *rq, struct saml_visit *v, struct saml_fault *f)
{
    struct saml_expects x = {.path = HERE, .heard = saml_prepared(rq)->heard};
    struct saml_message m;

    *v = (struct saml_visit){.asked_at = rq->now};
    TRY(saml_message_in(rq, &m, f));
    if (!f->why && m.answer)
        *f = PAGE("here services ask (SAMLRequest); they do not answer");
    if (!f->why)
        TRY(saml_message_from(rq, &m, &x, &v->from, f));
    if (!f->why) {
        const struct saml_asker by = {v->from.sp.entity, v->from.sp.format, v->from.level, &v->from.meta};
        saml_request_read(rq->arena, &m, &by, &v->request, f);
        if (!f->why || f->status) {
            struct saml_fault before = {0};
            TRY(answered_before(rq, v, &before));
            *f = before.why ? before : *f;
        }
    }
    return OK;
}

err saml_sso_get(struct rq *rq)
{
    struct saml_visit v;
    struct saml_fault f = {0};

    TRY(read_visit(rq, &v, &f));
    return f.why ? saml_refuse(rq, &v, f) : go_on(rq, &v);
}

/* A form of another site comes without our cookie; so it is kept, and goes on by a request that brings it. */
err saml_sso_post(struct rq *rq)
{
    struct saml_visit v;
    struct saml_fault f = {0};

    TRY(read_visit(rq, &v, &f));
    if (f.why)
        return saml_refuse(rq, &v, f);
    TRY(saml_ask_keep(rq, &v));
    return see_other(rq, "/saml/continue/%s?direct=1", v.handle);
}

static err over(struct rq *rq)
{
    return refuse(rq, ERR_GONE,
                  "This sign-in was finished already, or took too long. Go back to the service and begin again.");
}

err saml_continue_get(struct rq *rq)
{
    struct saml_visit v = {.page = !form_flag(rq, "direct")};
    bool there = false;

    TRY(saml_ask_by(rq, path_text(rq, "secret"), &v, &there));
    return there && saml_entity(rq) ? go_on(rq, &v) : over(rq);
}

err saml_continue_post(struct rq *rq)
{
    static const char *const answers[] = {"allow", "deny"};
    struct saml_visit v = {.page = true};
    bool there = false;
    int answer = form_choice(rq, "answer", answers, COUNT(answers));

    TRY(saml_ask_by(rq, path_text(rq, "secret"), &v, &there));
    if (!there || !saml_entity(rq))
        return over(rq);
    if (answer == 1) {
        TRY(audit_rq(rq, "saml.refused", "saml_sp", v.from.sp.id.v, NULL));
        return saml_refuse(rq, &v, (struct saml_fault){SAML_STATUS("RequestDenied"), "the person said no"});
    }
    v.answered = answer == 0;
    return go_on(rq, &v);
}
