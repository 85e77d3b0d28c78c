/* security.c: the one page of everything that keeps an account safe, and its timeline.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include "app_passwords.h"
#include "audit.h"
#include "confirm.h"
#include "form.h"
#include "guided.h"
#include "happened.h"
#include "identity.h"
#include "identity_v.h"
#include "lines.h"
#include "pages.h"
#include "reply.h"
#include "rights.h"
#include "rules.h"
#include "sorts.h"

#define LATELY       MINUTES(15)
#define SHOWN        5  /* lines of the timeline on the security page */
#define TIMELINE_ROWS 30 /* of a page; queries.sql */

err proved_lately(struct rq *rq)
{
    struct identity_login login;
    struct identity_person p;

    TRY(identity_q_person(rq->db, rq->me, &p));
    TRY(identity_login_of(rq->db, rq->session, &login));
    int level = identity_asks_second((unsigned)p.factors) ? 2 : 1;

    bool old = rq->now.v - login.at.v > LATELY;

    return login.level < level || old ? identity_more(rq, level, old) : OK;
}

err passkey_may_go(struct rq *rq)
{
    struct identity_passkey_list passkeys;
    struct identity_person p;

    TRY(identity_q_person(rq->db, rq->me, &p));
    TRY(identity_q_passkeys(rq->db, rq->me, &passkeys));
    return p.password || passkeys.n > 1
               ? OK
               : fail(rq, ERR_CONFLICT,
                      "You have no password, and this passkey is your only way in. Make another one or choose a password first, "
                      "then take this one away.");
}

err may_take_away(struct rq *rq)
{
    struct identity_confirmer_list devices;
    struct identity_otp_list apps;
    struct identity_passkey_list passkeys;

    if (!rq_person(rq)->needs_second)
        return OK;
    TRY(identity_q_otps(rq->db, rq->me, &apps));
    TRY(identity_q_passkeys(rq->db, rq->me, &passkeys));
    TRY(identity_q_confirmers(rq->db, rq->me, &devices));
    return apps.n + passkeys.n + devices.n > 1
               ? OK
               : fail(rq, ERR_CONFLICT,
                      "Your account needs a second factor, and this is your only one. Add another first, then take this one away.");
}

static err apps_of(struct rq *rq, struct identity_app_lines *ret)
{
    struct identity_otp_list rows;

    TRY(identity_q_otps(rq->db, rq->me, &rows));
    ret->v = ARENA_ARRAY(rq->arena, rows.n + 1, struct identity_app_line);
    ret->n = rows.n;
    for (size_t i = 0; i < rows.n; i++)
        ret->v[i] = (struct identity_app_line){.id = rows.v[i].id,
                                               .action = arena_printf(rq->arena, "/account/security/apps/%lld/name",
                                                                      (long long)rows.v[i].id.v),
                                               .field = rename_field(rq->arena, i),
                                               .name = rows.v[i].name,
                                               .made_at = rows.v[i].made_at,
                                               .used_at = rows.v[i].used_at};
    return OK;
}

static err passkeys_of(struct rq *rq, struct identity_passkey_lines *ret)
{
    struct identity_passkey_list rows;

    TRY(identity_q_passkeys(rq->db, rq->me, &rows));
    ret->v = ARENA_ARRAY(rq->arena, rows.n + 1, struct identity_passkey_line);
    ret->n = rows.n;
    for (size_t i = 0; i < rows.n; i++)
        ret->v[i] = (struct identity_passkey_line){.id = rows.v[i].id,
                                                   .action =
                                                       arena_printf(rq->arena, "/account/security/passkeys/%lld/name",
                                                                    (long long)rows.v[i].id.v),
                                                   .field = rename_field(rq->arena, RENAME_KEYS + i),
                                                   .name = rows.v[i].name,
                                                   .made_at = rows.v[i].made_at,
                                                   .used_at = rows.v[i].used_at,
                                                   .copyable = rows.v[i].copyable};
    return OK;
}

static err remembered_of(struct rq *rq, struct identity_remembered_lines *ret)
{
    struct identity_remembered_list rows;

    TRY(identity_q_devices(rq->db, rq->me, rq->now, &rows));
    ret->v = ARENA_ARRAY(rq->arena, rows.n + 1, struct identity_remembered_line);
    ret->n = rows.n;
    for (size_t i = 0; i < rows.n; i++)
        ret->v[i] = (struct identity_remembered_line){.id = rows.v[i].id,
                                                      .words = device_words(rq, rows.v[i].agent),
                                                      .made_at = rows.v[i].made_at,
                                                      .ends_at = rows.v[i].ends_at};
    return OK;
}

static void timeline_of(struct rq *rq, const struct identity_happened_list *rows, size_t most,
                        struct identity_happened_lines *ret)
{
    ret->v = ARENA_ARRAY(rq->arena, rows->n + 1, struct identity_happened_line);
    ret->n = 0;
    for (size_t i = 0; i < rows->n && ret->n < most; i++) {
        struct identity_happened_line *line = &ret->v[ret->n];

        if (!happened_words(rows->v[i].what, &line->text, &line->icon))
            continue;
        line->id = rows->v[i].id;
        line->hers = *rows->v[i].address;
        line->at = rows->v[i].at;
        line->address = rows->v[i].address;
        line->device = device_words(rq, rows->v[i].agent);
        ret->n++;
    }
}

static err private_of(struct rq *rq, struct identity_security_view *v)
{
    struct identity_private_page p;

    TRY(identity_q_private_page(rq->db, rq->me, rq->now, &p));
    v->private_mail = p.mail;
    v->private_at = p.confirmed_at;
    v->private_waits = p.waits != NULL;
    return OK;
}

err identity_security_get(struct rq *rq)
{
    struct identity_security_view view = {.level = rq_person(rq)->level};
    struct identity_recovery_left left;
    struct identity_happened_list rows;

    TRY(apps_of(rq, &view.apps));
    TRY(passkeys_of(rq, &view.passkeys));
    TRY(passkey_options_of(rq, &view.make));
    TRY(identity_q_recovery_left(rq->db, rq->me, &left));
    view.codes_left = left.left_over;
    view.codes_made = left.made;
    view.codes_at = left.made_at;
    TRY(confirmers_of(rq, &view));
    view.sorts.reach = identity_reach((view.apps.n > 0 ? FACTOR_OTP : 0U) | (view.passkeys.n > 0 ? FACTOR_PASSKEY : 0U) |
                                      (view.confirmers.n > 0 ? FACTOR_PUSH : 0U));
    view.sorts.now = view.level;
    TRY(sorts_of(rq, view.sorts.reach, &view.sorts.lines));
    view.second = view.apps.n + view.passkeys.n + view.confirmers.n > 0;
    view.deadline = (struct identity_deadline_view){rq_person(rq)->second_due,
                                                    guided_days(rq_person(rq)->second_due, rq->now)};
    TRY(private_of(rq, &view));
    TRY(remembered_of(rq, &view.remembered));
    TRY(app_passwords_seen(rq, &view.doors, &view.app_passwords));
    TRY(identity_q_happened(rq->db, rq->me, (instant){0}, (happened_id){0}, &rows));
    timeline_of(rq, &rows, SHOWN, &view.timeline);
    return identity_v_security(rq->out, &view);
}

err identity_timeline_get(struct rq *rq)
{
    instant before = {form_int_or(rq, "before", 1, INT64_MAX, 0)};
    struct identity_happened_list rows;
    struct identity_timeline_view view = {0};

    TRY(identity_q_happened(rq->db, rq->me, before, FORM_ID_OR_NONE(rq, happened_id, "id"), &rows));
    timeline_of(rq, &rows, TIMELINE_ROWS, &view.lines);
    if (rows.n == TIMELINE_ROWS)
        view.more = arena_printf(rq->arena, "/account/security/timeline?before=%lld&id=%lld",
                                 (long long)rows.v[rows.n - 1].at.v,
                                 (long long)rows.v[rows.n - 1].id.v);
    return identity_v_timeline(rq->out, &view);
}

err identity_devices_forget_post(struct rq *rq)
{
    TRY(identity_q_devices_drop(rq->db, rq->me));
    TRY(happened(rq, rq->me, HAPPENED_FORGOTTEN));
    TRY(audit_rq(rq, "identity.forgotten", "person", rq->me.v, NULL));
    flash(rq, TONE_POSITIVE, "No browser is remembered any more.");
    return see_other(rq, "/account/security");
}
