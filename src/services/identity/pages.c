/* pages.c: one's own account: names, devices, password, language.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include "pages.h"
#include "account.h"
#include "audit.h"
#include "form.h"
#include "happened.h"
#include "identity.h"
#include "identity_v.h"
#include "lines.h"
#include "reply.h"
#include "rules.h"
#include "service.h"
#include "session.h"
#include "str.h"
#include "throttle.h"

static struct identity_languages languages_of(struct rq *rq, const char *chosen)
{
    struct identity_language *v = ARENA_ARRAY(rq->arena, 3, struct identity_language);

    v[0] = (struct identity_language){"", say(rq, "As my browser asks"), !*chosen};
    v[1] = (struct identity_language){"en", "English", str_eq(chosen, "en")};
    v[2] = (struct identity_language){"nl", "Nederlands", str_eq(chosen, "nl")};
    return (struct identity_languages){v, 3};
}

err identity_account_get(struct rq *rq)
{
    struct identity_person p;

    TRY(identity_q_person(rq->db, rq->me, &p));
    struct identity_account_view view = {
        .name = p.name,
        .login = p.login,
        .mail = p.mail,
        .forms = name_forms_of(rq, p.login),
        .languages = languages_of(rq, p.lang),
        .passkey = p.factors & FACTOR_PASSKEY,
        .passwordless = !p.password,
    };

    TRY(role_lines_of(rq, rq->me, &view.roles));
    TRY(device_lines_of(rq, rq->me, &view.devices));
    return identity_v_account(rq->out, &view);
}

/* --- Password -------------------------------------------------------------------------------
 */

/* What .prepare found out about the present password, and the new one's text. */
struct change {
    const char *checked;
    bool right;
    const char *text;
};

static err throttle_mine(struct rq *rq, const char *login, struct throttle *t,
                         int64_t *ret_wait)
{
    TRY(throttle_of(rq, login, rq->me, t));
    return throttle_wait(rq, t, ret_wait);
}

err identity_password_prepare(struct rq *rq)
{
    struct change *c = ARENA_NEW(rq->arena, struct change);
    struct identity_person p;
    struct throttle t;
    int64_t wait = 0;

    rq->prepared = c;
    TRY(identity_q_person(rq->db, rq->me, &p));
    TRY(throttle_mine(rq, p.login, &t, &wait));
    judge_new_password(rq, p.login, p.name);
    if (form_bad(rq) || wait > 0)
        return OK;
    c->checked = p.password;
    c->right = kdf_check(p.password, form_raw(rq, "current", 0, 4 * IDENTITY_PASSWORD_MAX),
                         cost_of(rq));
    return c->right ? kdf_hash(rq->arena, form_typed(rq, "password"), cost_of(rq), &c->text)
                    : OK;
}

err identity_password_post(struct rq *rq)
{
    const struct change *c = rq->prepared;
    struct identity_person p;
    struct throttle t;
    int64_t wait = 0;

    if (form_bad(rq))
        return page_after(rq, false, identity_account_get);
    TRY(identity_q_person(rq->db, rq->me, &p));
    TRY(throttle_mine(rq, p.login, &t, &wait));
    if (wait > 0) {
        form_error(rq, "current", "%s", throttle_words(rq, wait));
        return page_after(rq, false, identity_account_get);
    }
    if (!c->right || !str_eq(c->checked, p.password)) {
        TRY(throttle_failed(rq, &t));
        TRY(audit_rq(rq, "identity.password_refused", "person", rq->me.v, NULL));
        form_error(rq, "current", "This is not your present password.");
        return page_after(rq, true, identity_account_get);
    }
    TRY(account_password(rq->db, rq->me, c->text, rq->session));
    TRY(happened(rq, rq->me, HAPPENED_PASSWORD));
    TRY(audit_rq(rq, "identity.password_changed", "person", rq->me.v, NULL));
    flash(rq, TONE_POSITIVE, "Your password is changed. Your other devices are signed out.");
    return see_other(rq, "/account");
}

/* --- Language and sessions ------------------------------------------------------------------
 */

err identity_language_post(struct rq *rq)
{
    static const char *const codes[] = {"", "en", "nl"};
    int i = form_choice(rq, "language", codes, COUNT(codes));

    if (i < 0)
        return page_after(rq, false, identity_account_get);
    TRY(identity_q_set_lang(rq->db, rq->me, codes[i]));
    TRY(audit_rq(rq, "identity.language_chosen", "person", rq->me.v, NULL));
    /* This browser's own choice would hide the account's. */
    reply_cookie(rq, "language", NULL, 0);
    if (i > 0)
        rq->lang = lang_of(codes[i], rq->lang);
    flash(rq, TONE_POSITIVE, "Your language is kept.");
    return see_other(rq, "/account");
}

err identity_session_end_post(struct rq *rq)
{
    session_id id = PATH_ID(rq, session_id, "session");
    int64_t n = 0;

    TRY(session_end(rq->db, id, rq->me, &n));
    if (n > 0)
        TRY(audit_rq(rq, "identity.session_ended", "session", id.v, NULL));
    if (id.v == rq->session.v) {
        session_forget(rq);
        flash(rq, TONE_POSITIVE, "You are signed out on this device.");
        return see_other(rq, "/sign-in");
    }
    flash(rq, TONE_POSITIVE, "That device is signed out.");
    return see_other(rq, "/account#devices");
}

err identity_sessions_end_post(struct rq *rq)
{
    int64_t n = 0;

    TRY(session_end_all(rq->db, rq->me, (session_id){0}, &n));
    TRY(audit_rq(rq, "identity.sessions_ended", "person", rq->me.v, NULL));
    session_forget(rq);
    flash(rq, TONE_POSITIVE, "You are signed out on all your devices.");
    return see_other(rq, "/sign-in");
}
