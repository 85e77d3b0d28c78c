/* more.c: somebody who is signed in proves more, or anew, that it is she: /sign-in/more.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include "audit.h"
#include "ceremony.h"
#include "form.h"
#include "happened.h"
#include "identity.h"
#include "identity_q.h"
#include "identity_v.h"
#include "pages.h"
#include "reply.h"
#include "rules.h"
#include "session.h"
#include "str.h"
#include "throttle.h"
#include "proving.h"

/* What .prepare found out about the password. */
struct again {
    const char *checked;
    bool right;
};

err identity_more(struct rq *rq, int level, bool again)
{
    rq->elsewhere =
        arena_printf(rq->arena, "/sign-in/more?level=%d%s", level, again ? "&again=1" : "");
    return ERR_PROVE;
}

/* 1 to 3; anything else asks for two factors. */
static int level_of(struct rq *rq, bool again)
{
    const char *typed = form_typed(rq, "level");
    int64_t level = 0;

    if (str_int(typed, 1, 3, &level) != OK)
        level = again ? 1 : 2;
    return (int)level;
}

/* What is asked next, and whether she can reach what is asked at all. */
static void steps_of(struct identity_more_view *v, const struct proving *t, const struct identity_person *p)
{
    unsigned factors = (unsigned)p->factors;
    bool anew = v->again && t->id.v == 0;
    unsigned second = FACTOR_OTP | FACTOR_RECOVERY;

    v->password = p->password && (anew || !(t->proofs & IDENTITY_PASSWORD));
    v->out_of_reach = (v->level == 3 && !(factors & FACTOR_PASSKEY)) ||
                      (v->level == 2 && !identity_asks_second(factors));
    bool known = p->password && !v->password && v->level < 3;
    v->code = known && factors & second && identity_asks_second(factors);
    v->device = known && factors & FACTOR_PUSH;
    v->password = v->password && (v->level < 3 || anew) && !v->out_of_reach;
}

err identity_more_get(struct rq *rq)
{
    bool again = form_flag(rq, "again");
    struct identity_person p;
    struct proving t;
    struct identity_more_view view = {.next = next_of(rq),
                                      .login = rq_person(rq)->login,
                                      .level = level_of(rq, again),
                                      .again = again};

    TRY(identity_q_person(rq->db, rq->me, &p));
    TRY(proving_of(rq, &t));
    if (!again && t.id.v == 0 && !form_bad(rq) && identity_level(t.proofs) >= view.level)
        return see_other(rq, "%s", view.next);
    steps_of(&view, &t, &p);
    view.passkey = p.factors & FACTOR_PASSKEY;
    view.ask = ceremony_ask(rq, view.next);
    view.ask.level = view.level;
    view.ask.again = again;
    return identity_v_more(rq->out, &view);
}

err identity_more_prepare(struct rq *rq)
{
    struct again *a = ARENA_NEW(rq->arena, struct again);
    const char *password = form_raw(rq, "password", 0, 4 * IDENTITY_PASSWORD_MAX);
    struct identity_person p;
    struct throttle t;
    int64_t wait = 0;

    rq->prepared = a;
    TRY(identity_q_person(rq->db, rq->me, &p));
    TRY(throttle_of(rq, p.login, rq->me, &t));
    TRY(throttle_wait(rq, &t, &wait));
    if (wait > 0 || form_bad(rq))
        return OK;
    a->checked = p.password;
    a->right = kdf_check(p.password, password, cost_of(rq));
    return OK;
}

static err wrong(struct rq *rq, const struct throttle *t)
{
    TRY(throttle_failed(rq, t));
    TRY(audit_rq(rq, "identity.proof_refused", "person", rq->me.v, NULL));
    form_error(rq, "password", "This is not your password.");
    return page_after(rq, true, identity_more_get);
}

/* Who has a second factor proves anew only with both. */
static err right(struct rq *rq, const struct identity_person *p)
{
    struct proving t = {.person = rq->me, .proofs = IDENTITY_PASSWORD, .session = rq->session};

    if (!identity_asks_second((unsigned)p->factors)) {
        TRY(session_prove(rq, IDENTITY_PASSWORD, rq->now));
        TRY(happened(rq, rq->me, HAPPENED_PROVED));
        TRY(audit_rq(rq, "identity.proved", "person", rq->me.v, NULL));
        return see_other(rq, "%s", next_of(rq));
    }
    TRY(proving_begin(rq, &t));
    TRY(audit_rq(rq, "identity.second_asked", "person", rq->me.v, NULL));
    return see_other(rq, "/sign-in/more?again=1&level=%d&next=%s", level_of(rq, true),
                     url_seg(rq->arena, next_of(rq)));
}

err identity_more_post(struct rq *rq)
{
    const struct again *a = rq->prepared;
    struct identity_person p;
    struct throttle t;
    int64_t wait = 0;

    TRY(identity_q_person(rq->db, rq->me, &p));
    TRY(throttle_of(rq, p.login, rq->me, &t));
    TRY(throttle_wait(rq, &t, &wait));
    if (wait > 0)
        form_error(rq, "password", "%s", throttle_words(rq, wait));
    if (form_bad(rq))
        return page_after(rq, false, identity_more_get);
    if (!a->right || !str_eq(a->checked, p.password))
        return wrong(rq, &t);
    TRY(throttle_passed(rq, &t, rq->me));
    return right(rq, &p);
}
