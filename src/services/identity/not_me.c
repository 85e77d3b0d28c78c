/* not_me.c: "this was not me": ends what somebody does not know, tells the security desk, and says what to do next.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include "app_passwords.h"
#include "audit.h"
#include "confirm.h"
#include "form.h"
#include "happened.h"
#include "identity.h"
#include "identity_q.h"
#include "identity_v.h"
#include "lines.h"
#include "pages.h"
#include "reply.h"
#include "rights.h"
#include "rules.h"
#include "session.h"
#include "told.h"

/* What the path names: one of the three, by its number. */
static err named(struct rq *rq, struct identity_not_me_view *v)
{
    session_id session = PATH_ID(rq, session_id, "session");
    device_id device = PATH_ID(rq, device_id, "device");
    happened_id line = PATH_ID(rq, happened_id, "line");
    struct identity_browser *b = NULL;
    struct identity_remembered *d = NULL;
    struct identity_happened *h = NULL;

    if (session.v)
        TRY(identity_q_session_of(rq->db, session, rq->me, rq->now, &b));
    else if (device.v)
        TRY(identity_q_device_of(rq->db, device, rq->me, rq->now, &d));
    else if (line.v)
        TRY(identity_q_happened_of(rq->db, line, rq->me, &h));
    if (b)
        *v = (struct identity_not_me_view){.field = "session", .id = b->id.v, .session = b->id, .at = b->made_at,
                                           .address = b->address, .device = device_words(rq, b->agent)};
    else if (d)
        *v = (struct identity_not_me_view){.field = "device", .id = d->id.v, .at = d->made_at, .address = "",
                                           .device = device_words(rq, d->agent)};
    else if (h)
        *v = (struct identity_not_me_view){.field = "line", .id = h->id.v, .at = h->at, .address = h->address,
                                           .device = device_words(rq, h->agent)};
    if (h)
        (void)happened_words(h->what, &v->what, &v->icon);
    return v->id ? OK : fail(rq, ERR_NOT_FOUND, "This is not there any more: it has ended, or is more than a year ago.");
}

err identity_not_me_get(struct rq *rq)
{
    struct identity_not_me_view view = {0};

    TRY(named(rq, &view));
    if (view.session.v && view.session.v == rq->session.v)
        return fail(rq, ERR_CONFLICT, "This is the browser that you look at now. To end it, sign out.");
    return identity_v_not_me(rq->out, &view);
}

/* A browser ends; of anything else nobody knows which session it was, so that all others end. */
static err end_it(struct rq *rq, const struct identity_not_me_view *v)
{
    int64_t n = 0;

    if (v->session.v)
        TRY(session_end(rq->db, v->session, rq->me, &n));
    else
        TRY(session_end_all(rq->db, rq->me, rq->session, &n));
    TRY(app_passwords_drop(rq->db, rq->me, &n));
    TRY(identity_q_trials_drop(rq->db, rq->me));
    TRY(identity_q_codes_drop(rq->db, rq->me));
    TRY(identity_q_passes_end(rq->db, rq->me, rq->now, &n));
    TRY(confirmers_not_me(rq));
    return identity_q_devices_drop(rq->db, rq->me);
}

err told_desk_not_me(struct rq *rq, const struct identity_person *who, const char *device, instant at)
{
    for (unsigned r = 0; r < ROLE_COUNT; r++) {
        const struct held_role held = {.role = (enum role)r};
        struct identity_holder_list rows;

        if (!may_at_all(&held, 1, MAY_MANAGE_PEOPLE))
            continue;
        TRY(identity_q_holders(rq->db, role_word((enum role)r), &rows));
        for (size_t i = 0; i < rows.n; i++)
            if (rows.v[i].id.v != who->id.v)
                TRY(told_not_me(rq, rows.v[i].id, &(struct told_device){who->id, who->name, who->login, device, at}));
    }
    return OK;
}

/* What to do now, after it was ended. */
err identity_not_me_done_get(struct rq *rq)
{
    struct identity_person p;

    TRY(identity_q_person(rq->db, rq->me, &p));
    struct identity_not_me_view view = {.second = identity_asks_second((unsigned)p.factors)};

    return identity_v_not_me_done(rq->out, &view);
}

err identity_not_me_post(struct rq *rq)
{
    struct identity_not_me_view view = {0};
    struct identity_person p;

    TRY(named(rq, &view));
    if (view.session.v && view.session.v == rq->session.v)
        return fail(rq, ERR_CONFLICT, "This is the browser that you look at now. To end it, sign out.");
    TRY(end_it(rq, &view));
    TRY(identity_q_person(rq->db, rq->me, &p));
    TRY(told_desk_not_me(rq, &p, view.device, view.at));
    TRY(happened(rq, rq->me, HAPPENED_NOT_ME));
    TRY(audit_rq(rq, "identity.not_me", "person", rq->me.v,
                 arena_printf(rq->arena, "{\"named\":\"%s\",\"id\":\"%lld\"}", view.field, (long long)view.id)));
    return see_other(rq, "/account/security/not-me/done");
}
