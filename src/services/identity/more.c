/* more.c: somebody who is signed in proves more, or anew, that it is she: /sign-in/more.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include "audit.h"
#include "form.h"
#include "identity.h"
#include "identity_q.h"
#include "identity_v.h"
#include "pages.h"
#include "reply.h"
#include "rules.h"
#include "session.h"
#include "str.h"
#include "throttle.h"

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

static const char *next_of(struct rq *rq)
{
    const char *next = form_typed(rq, "next");

    return identity_next_ok(next) ? next : "/home";
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

err identity_more_get(struct rq *rq)
{
    bool again = form_flag(rq, "again");
    struct identity_login login;
    struct identity_more_view view = {.next = next_of(rq),
                                      .login = rq_person(rq)->login,
                                      .level = level_of(rq, again),
                                      .again = again};

    TRY(identity_login_of(rq->db, rq->session, &login));
    if (!again && login.level >= view.level)
        return see_other(rq, "%s", view.next);
    view.password = again || !(login.proofs & IDENTITY_PASSWORD);
    view.out_of_reach = view.level > 1;
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
    TRY(session_prove(rq, IDENTITY_PASSWORD));
    TRY(audit_rq(rq, "identity.proved", "person", rq->me.v, NULL));
    return see_other(rq, "%s", next_of(rq));
}
