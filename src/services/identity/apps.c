/* apps.c: setting up authenticator apps and recovery codes, and taking them away.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include "audit.h"
#include "factors.h"
#include "form.h"
#include "guided.h"
#include "happened.h"
#include "identity.h"
#include "identity_v.h"
#include "otp.h"
#include "pages.h"
#include "qr.h"
#include "reply.h"
#include "rules.h"
#include "session.h"
#include "settings.h"
#include "str.h"
#include "told.h"

#define APPS_MOST 5
#define OPEN_LIFE HOURS(1)

err identity_app_begin_post(struct rq *rq)
{
    const char *name = form_text(rq, "app_name", 1, 40);
    struct identity_otp_list have;
    otp_id id;

    if (form_bad(rq))
        return page_after(rq, false, guided_page);
    TRY(proved_lately(rq));
    TRY(identity_q_otps(rq->db, rq->me, &have));
    if (have.n >= APPS_MOST)
        return fail(rq, ERR_CONFLICT, "You have five apps already. Take one away first.");
    TRY(factors_otp_begin(rq->db, rq->me, name, &id));
    TRY(audit_rq(rq, "identity.otp_begun", "person", rq->me.v, NULL));
    const char *start = guided_field(rq);

    return see_other(rq, "/account/security/apps/%lld%s%s", (long long)id.v, start ? "?start=" : "",
                     start ? url_seg(rq->arena, start) : "");
}

/* The app of the path that is being set up. */
static err open_one(struct rq *rq, struct identity_otp **ret)
{
    TRY(identity_q_otp_open(rq->db, PATH_ID(rq, otp_id, "app"), rq->me,
                            instant_add(rq->now, -OPEN_LIFE), ret));
    return *ret ? OK
                : fail(rq, ERR_NOT_FOUND,
                       "This app is set up already, or was begun too long ago. Begin again on the "
                       "security page.");
}

/* "ABCD EFGH …": easier to type. */
static const char *in_fours(struct arena *a, const char *s)
{
    struct buf b = buf_in(a, 256);

    for (size_t i = 0; s[i]; i++)
        buf_printf(&b, "%s%c", i > 0 && i % 4 == 0 ? " " : "", s[i]);
    return b.s ? b.s : "";
}

err identity_app_get(struct rq *rq)
{
    const struct campus_settings *campus = campus_of(rq);
    struct identity_otp *otp = NULL;
    struct str secret;
    const char *svg = NULL;

    TRY(proved_lately(rq));
    TRY(open_one(rq, &otp));
    TRY(factors_otp_secret(rq->db, otp, &secret));
    TRY(qr_svg(rq->arena,
               otp_address(rq->arena, campus->name,
                           arena_printf(rq->arena, "%s@%s", rq_person(rq)->login, campus->domain), secret),
               say(rq, "QR code for your authenticator app"), &svg));
    struct identity_app_view view = {.id = otp->id,
                                     .name = otp->name,
                                     .start = guided_field(rq),
                                     .qr = {svg},
                                     .secret = in_fours(rq->arena, otp_base32(rq->arena, secret))};

    return identity_v_app(rq->out, &view);
}

/* --- Recovery codes --------------------------------------------------------------------------------- */

/* Shown once, after they were made: rq->prepared holds them. */
static err codes_get(struct rq *rq)
{
    return identity_v_recovery(rq->out, rq->prepared);
}

static err codes_make(struct rq *rq)
{
    struct identity_recovery_view *view = ARENA_NEW(rq->arena, struct identity_recovery_view);
    const char *codes[FACTORS_RECOVERY];

    TRY(factors_recovery_make(rq->db, rq->me, codes));
    *view = (struct identity_recovery_view){
        .login = rq_person(rq)->login,
        .home = campus_of(rq)->name,
        .next = guided_onward(rq),
        .codes = {ARENA_ARRAY(rq->arena, FACTORS_RECOVERY, struct identity_code_line), FACTORS_RECOVERY},
        .at = rq->now};
    for (size_t i = 0; i < FACTORS_RECOVERY; i++)
        view->codes.v[i].text = arena_dup(rq->arena, codes[i]);
    rq->prepared = view;
    TRY(happened(rq, rq->me, HAPPENED_RECOVERY_MADE));
    TRY(audit_rq(rq, "identity.recovery_made", "person", rq->me.v, NULL));
    return page_after(rq, true, codes_get);
}

err identity_recovery_post(struct rq *rq)
{
    struct identity_login login;

    TRY(proved_lately(rq));
    TRY(identity_login_of(rq->db, rq->session, &login));
    if (factors_by_pass(login.proofs))
        return fail(rq, ERR_CONFLICT, "Set up a new app or a passkey first: then you get new recovery codes too.");
    TRY(told_factor(rq, rq->me, true, _("A set of recovery codes")));
    return codes_make(rq);
}

/* --- The first code of an app ------------------------------------------------------------------------ */

err recovery_after(struct rq *rq)
{
    struct identity_recovery_left left;

    TRY(identity_q_recovery_left(rq->db, rq->me, &left));
    return left.left_over > 0 ? see_other(rq, "%s", guided_onward(rq)) : codes_make(rq);
}

/* It counts from now on, for this login too. */
static err set_up(struct rq *rq, const struct identity_otp *otp, int64_t step)
{
    struct identity_login login;
    int64_t n = 0;

    TRY(identity_q_otp_confirm(rq->db, otp->id, step, rq->now, &n));
    if (n == 0)
        return fail(rq, ERR_CONFLICT, "This app was set up just now.");
    TRY(factors_changed(rq->db, rq->me));
    TRY(identity_login_of(rq->db, rq->session, &login));
    TRY(session_prove(rq, login.proofs | IDENTITY_OTP, rq->now));
    if (factors_by_pass(login.proofs))
        TRY(factors_replaced(rq, otp->id, (passkey_id){0}));
    TRY(happened(rq, rq->me, HAPPENED_OTP_ADDED));
    TRY(told_factor(rq, rq->me, true, _("An authenticator app")));
    TRY(audit_rq(rq, "identity.otp_added", "person", rq->me.v, NULL));
    flash(rq, TONE_POSITIVE, "Your app is set up. From now on its code is asked when you sign in.");
    return recovery_after(rq);
}

err identity_app_post(struct rq *rq)
{
    struct identity_second typed = identity_second_of(rq->arena, form_text(rq, "code", 0, 60));
    struct identity_otp *otp = NULL;
    bool right = false;
    int64_t step = 0;

    TRY(proved_lately(rq));
    TRY(open_one(rq, &otp));
    if (typed.kind == SECOND_OTP)
        TRY(factors_otp_right(rq->db, otp, typed.key, &right, &step));
    if (right)
        return set_up(rq, otp, step);
    form_error(rq, "code",
               "This is not the code that the app shows for us now. Is the clock of your phone right?");
    return page_after(rq, false, identity_app_get);
}

/* --- Taking one away ---------------------------------------------------------------------------------- */

static err one_of_mine(struct rq *rq, struct identity_app_view *ret)
{
    struct identity_otp_list rows;
    otp_id id = PATH_ID(rq, otp_id, "app");

    TRY(identity_q_otps(rq->db, rq->me, &rows));
    for (size_t i = 0; i < rows.n; i++)
        if (rows.v[i].id.v == id.v) {
            *ret = (struct identity_app_view){.id = id, .name = rows.v[i].name, .last = rows.n == 1};
            return OK;
        }
    return fail(rq, ERR_NOT_FOUND, "This app is not one of yours any more.");
}

err identity_app_remove_get(struct rq *rq)
{
    struct identity_app_view view = {0};

    TRY(proved_lately(rq));
    TRY(may_take_away(rq));
    TRY(one_of_mine(rq, &view));
    return identity_v_app_remove(rq->out, &view);
}

err identity_app_remove_post(struct rq *rq)
{
    struct identity_app_view app = {0};
    int64_t n = 0;

    TRY(proved_lately(rq));
    TRY(may_take_away(rq));
    TRY(one_of_mine(rq, &app));
    TRY(identity_q_otp_drop(rq->db, app.id, rq->me, &n));
    TRY(factors_changed(rq->db, rq->me));
    TRY(happened(rq, rq->me, HAPPENED_OTP_REMOVED));
    TRY(told_factor(rq, rq->me, false, _("An authenticator app")));
    TRY(audit_rq(rq, "identity.otp_removed", "person", rq->me.v, NULL));
    flash(rq, TONE_POSITIVE, "%s is taken away.", app.name);
    return see_other(rq, "/account/security");
}
