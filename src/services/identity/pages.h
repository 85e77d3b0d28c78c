/* pages.h: identity's handlers, for the table in service.c, and what they share.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef IDENTITY_PAGES_H
#define IDENTITY_PAGES_H
#include "identity_settings.h"
#include "kdf.h"
#include "rq.h"

/* sign_in.c */
[[nodiscard]] err identity_sign_in_get(struct rq *rq);
[[nodiscard]] err identity_sign_in_prepare(struct rq *rq);
[[nodiscard]] err identity_sign_in_post(struct rq *rq);
[[nodiscard]] err identity_sign_out_post(struct rq *rq);
/* more.c */
[[nodiscard]] err identity_more_get(struct rq *rq);
[[nodiscard]] err identity_more_prepare(struct rq *rq);
[[nodiscard]] err identity_more_post(struct rq *rq);
/* second.c */
[[nodiscard]] err identity_second_get(struct rq *rq);
[[nodiscard]] err identity_code_typed_post(struct rq *rq);
/* passkeys.c */
[[nodiscard]] err identity_passkey_post(struct rq *rq);
[[nodiscard]] err identity_passkeys_post(struct rq *rq);
[[nodiscard]] err identity_offer_get(struct rq *rq);
[[nodiscard]] err identity_passkey_remove_get(struct rq *rq);
[[nodiscard]] err identity_passkey_remove_post(struct rq *rq);
struct identity_make_view;
/* What a browser needs to make a passkey for whoever is signed in. */
[[nodiscard]] err passkey_options_of(struct rq *rq, struct identity_make_view *ret);
/* For whoever proved by a code that she is this person. */
struct identity_person;
[[nodiscard]] err passkey_options_for(struct rq *rq, const struct identity_person *p, struct identity_make_view *ret);
/* The passkey that the form's authenticator made. In a WRITE. */
struct webauthn_credential;
[[nodiscard]] err passkey_made(struct rq *rq, struct webauthn_credential *ret);
/* It is hers from now on: she is told. ERR_CONFLICT: it is known already. In a WRITE. */
[[nodiscard]] err passkey_keep(struct rq *rq, person_id who, const struct webauthn_credential *c, const char *name,
                               passkey_id *ret_id);
/* guided.c */
[[nodiscard]] err identity_start_get(struct rq *rq);
/* not_me.c */
[[nodiscard]] err identity_not_me_get(struct rq *rq);
[[nodiscard]] err identity_not_me_done_get(struct rq *rq);
[[nodiscard]] err identity_not_me_post(struct rq *rq);
struct identity_person;
/* Everybody who may do something about it is told that this is not hers, but herself. In a WRITE. */
[[nodiscard]] err told_desk_not_me(struct rq *rq, const struct identity_person *who, const char *device, instant at);
/* rename.c */
/* The field of the new name of the n-th app, or RENAME_KEYS + the n-th passkey. */
#define RENAME_KEYS 100
#define RENAME_CONFIRMERS 200 /* and of the n-th device */
const char *rename_field(struct arena *a, size_t n);
[[nodiscard]] err identity_app_name_post(struct rq *rq);
[[nodiscard]] err identity_passkey_name_post(struct rq *rq);
/* policy.c */
[[nodiscard]] err identity_policy_get(struct rq *rq);
[[nodiscard]] err identity_policy_post(struct rq *rq);
/* sorts.c */
[[nodiscard]] err identity_sorts_post(struct rq *rq);
/* security.c */
[[nodiscard]] err identity_security_get(struct rq *rq);
[[nodiscard]] err identity_timeline_get(struct rq *rq);
[[nodiscard]] err identity_devices_forget_post(struct rq *rq);
/* Ends a handler unless the login was proved lately, with both factors by who has two. */
[[nodiscard]] err proved_lately(struct rq *rq);
/* Ends a handler that takes a second factor away when it is the last one and her role needs one. */
[[nodiscard]] err may_take_away(struct rq *rq);
/* May one of her passkeys be taken away? ERR_CONFLICT: it is all that she signs in with. */
[[nodiscard]] err passkey_may_go(struct rq *rq);
/* apps.c */
[[nodiscard]] err identity_app_begin_post(struct rq *rq);
[[nodiscard]] err identity_app_get(struct rq *rq);
[[nodiscard]] err identity_app_post(struct rq *rq);
[[nodiscard]] err identity_app_remove_get(struct rq *rq);
[[nodiscard]] err identity_app_remove_post(struct rq *rq);
[[nodiscard]] err identity_recovery_post(struct rq *rq);
/* Ends a handler that added a second factor: recovery codes, if there are none, else the next step. */
[[nodiscard]] err recovery_after(struct rq *rq);
/* activate.c */
[[nodiscard]] err identity_activate_get(struct rq *rq);
[[nodiscard]] err identity_activate_prepare(struct rq *rq);
[[nodiscard]] err identity_activate_post(struct rq *rq);
/* activate_passkey.c */
[[nodiscard]] err identity_activate_passkey_post(struct rq *rq);
/* manual.c */
[[nodiscard]] err identity_manual_set_up_get(struct rq *rq);
[[nodiscard]] err identity_manual_new_phone_get(struct rq *rq);
[[nodiscard]] err identity_manual_lost_get(struct rq *rq);
/* forgotten.c */
[[nodiscard]] err identity_forgotten_get(struct rq *rq);
[[nodiscard]] err identity_forgotten_post(struct rq *rq);
[[nodiscard]] err identity_forgotten_code_get(struct rq *rq);
[[nodiscard]] err identity_forgotten_name_get(struct rq *rq);
[[nodiscard]] err identity_forgotten_name_post(struct rq *rq);
/* desk.c */
[[nodiscard]] err identity_desk_get(struct rq *rq);
[[nodiscard]] err identity_desk_person_get(struct rq *rq);
[[nodiscard]] err identity_pass_ask_post(struct rq *rq);
[[nodiscard]] err identity_pass_get(struct rq *rq);
[[nodiscard]] err identity_pass_confirm_post(struct rq *rq);
[[nodiscard]] err identity_pass_end_post(struct rq *rq);
/* private_mail.c */
[[nodiscard]] err identity_private_post(struct rq *rq);
[[nodiscard]] err identity_private_get(struct rq *rq);
[[nodiscard]] err identity_private_code_post(struct rq *rq);
[[nodiscard]] err identity_private_remove_post(struct rq *rq);
/* new_password.c */
[[nodiscard]] err identity_new_password_get(struct rq *rq);
[[nodiscard]] err identity_new_password_prepare(struct rq *rq);
[[nodiscard]] err identity_new_password_post(struct rq *rq);
/* account.c */
[[nodiscard]] err identity_account_get(struct rq *rq);
[[nodiscard]] err identity_password_prepare(struct rq *rq);
[[nodiscard]] err identity_password_post(struct rq *rq);
[[nodiscard]] err identity_language_post(struct rq *rq);
[[nodiscard]] err identity_session_end_post(struct rq *rq);
[[nodiscard]] err identity_sessions_end_post(struct rq *rq);
/* admin.c */
[[nodiscard]] err identity_people_get(struct rq *rq);
[[nodiscard]] err identity_person_get(struct rq *rq);
[[nodiscard]] err identity_code_post(struct rq *rq);
[[nodiscard]] err identity_disable_post(struct rq *rq);
[[nodiscard]] err identity_enable_post(struct rq *rq);
[[nodiscard]] err identity_end_sessions_post(struct rq *rq);
[[nodiscard]] err identity_factors_reset_post(struct rq *rq);
[[nodiscard]] err identity_role_give_post(struct rq *rq);
[[nodiscard]] err identity_role_take_post(struct rq *rq);

/* The cost of a password today. */
static inline struct kdf_cost cost_of(const struct rq *rq)
{
    const struct identity_settings *s = identity_settings_of(rq);

    return (struct kdf_cost){s->password_memory, s->password_passes};
}
/* What to look up for a name as typed in this request. */
const char *typed_name(struct rq *rq, const char *typed);
/* Judges a new password typed twice in `password` and `again`; notes what is wrong in words. */
void judge_new_password(struct rq *rq, const char *login, const char *name);

#endif
