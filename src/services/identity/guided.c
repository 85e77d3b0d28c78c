/* guided.c: from a password to a safe account, step by step: after activation, and when a role asks for it.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include "app.h"
#include "confirm.h"
#include "factors.h"
#include "form.h"
#include "guided.h"
#include "identity.h"
#include "identity_q.h"
#include "identity_v.h"
#include "pages.h"
#include "proving.h"
#include "reply.h"
#include "rights.h"
#include "rules.h"
#include "service.h"
#include "session.h"
#include "str.h"

/* --- Where a form of second factors leads --------------------------------------------------------- */

const char *guided_field(struct rq *rq)
{
    const char *start = form_typed(rq, "start");

    return identity_next_ok(start) ? start : NULL;
}

const char *guided_onward(struct rq *rq)
{
    const char *start = guided_field(rq);

    if (start)
        return arena_printf(rq->arena, SESSION_FIRST "?next=%s", url_seg(rq->arena, start));
    return form_has(rq, "next") ? next_of(rq) : "/account/security";
}

err guided_page(struct rq *rq)
{
    return guided_field(rq) ? identity_start_get(rq) : identity_security_get(rq);
}

/* --- How long there is still time ------------------------------------------------------------------ */

int64_t guided_days(instant due, instant now)
{
    return due.v > now.v ? (due.v - now.v + DAYS(1) - 1) / DAYS(1) : 0;
}

static struct identity_deadline_view deadline_of(struct rq *rq)
{
    const struct person *me = rq_person(rq);

    return (struct identity_deadline_view){.due = me->second_due, .days = guided_days(me->second_due, rq->now)};
}

err identity_second_card(struct rq *rq)
{
    struct identity_deadline_view view = deadline_of(rq);

    return view.due.v ? identity_v_second_card(rq->out, &view) : OK;
}

/* --- The steps ------------------------------------------------------------------------------------- */

/* What the account opens, by the services' own words. */
static struct identity_ready_lines ready_of(struct rq *rq)
{
    const struct app *app = rq_app(rq);
    struct identity_ready_lines ret = {0};
    size_t n = 0;

    for (size_t s = 0; s < app->n_services; s++)
        n += app->services[s]->n_guide;
    ret.v = ARENA_ARRAY(rq->arena, n + 1, struct identity_ready_line);
    for (size_t s = 0; s < app->n_services; s++)
        for (size_t i = 0; i < app->services[s]->n_guide; i++) {
            const struct guide_entry *g = &app->services[s]->guide[i];

            if (g->account)
                ret.v[ret.n++] = (struct identity_ready_line){g->title, g->purpose, g->path, g->icon};
        }
    return ret;
}

/* 1 a second factor, 2 another way in for the day that it is lost, 3 what is ready. */
static int step_of(struct rq *rq, const struct identity_start_view *v)
{
    size_t factors = v->apps + v->passkeys + v->devices, ways = factors + (v->codes_left > 0 ? 1 : 0);

    if (v->pass)
        return 1; /* what she had is lost */
    if (factors == 0)
        return form_flag(rq, "later") && !v->must ? 3 : 1;
    return ways >= 2 || form_flag(rq, "later") ? 3 : 2;
}

err identity_start_get(struct rq *rq)
{
    const struct person *me = rq_person(rq);
    struct identity_start_view view = {.next = guided_field(rq) ? guided_field(rq) : next_of(rq),
                                       .must = me->first != NULL,
                                       .deadline = deadline_of(rq)};
    struct identity_passkey_list passkeys;
    struct identity_recovery_left left;
    struct identity_confirmer_list devices;
    struct identity_otp_list apps;
    struct identity_login login;

    TRY(identity_q_otps(rq->db, rq->me, &apps));
    TRY(identity_q_confirmers(rq->db, rq->me, &devices));
    TRY(identity_q_passkeys(rq->db, rq->me, &passkeys));
    TRY(identity_q_recovery_left(rq->db, rq->me, &left));
    view.apps = apps.n;
    view.passkeys = passkeys.n;
    view.devices = devices.n;
    view.codes_left = left.left_over;
    TRY(identity_login_of(rq->db, rq->session, &login));
    view.pass = factors_by_pass(login.proofs);
    view.step = step_of(rq, &view);
    if (view.step < 3)
        TRY(passkey_options_of(rq, &view.make));
    if (view.step < 3 && !view.pass)
        TRY(confirmer_make_of(rq, &view.confirm_make));
    view.confirm_make.start = view.next;
    view.make.start = view.next;
    view.onward = url_seg(rq->arena, view.next);
    view.ready = view.step == 3 ? ready_of(rq) : (struct identity_ready_lines){0};
    return identity_v_start(rq->out, &view);
}
