/* service.c: what identity adds to the campus.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include "service.h"
#include "account.h"
#include "app.h"
#include "app_passwords.h"
#include "commands.h"
#include "confirm.h"
#include "identity.h"
#include "forgotten.h"
#include "found.h"
#include "guided.h"
#include "happened.h"
#include "identity_q.h"
#include "json.h"
#include "mailed.h"
#include "pages.h"
#include "prompts.h"
#include "session.h"
#include "told.h"
#include <sodium.h>

/* clang-format off: it cannot align these rows */
static const struct route routes[] = {
    {GET,  READ,  "/sign-in",                            identity_sign_in_get,       MAY_ANYONE},
    {POST, WRITE, "/sign-in",                            identity_sign_in_post,
     MAY_ANYONE, identity_sign_in_prepare},
    {GET,  READ,  "/sign-in/second",                     identity_second_get,        MAY_ANYONE},
    {POST, WRITE, "/sign-in/code",                       identity_code_typed_post,   MAY_ANYONE},
    {POST, WRITE, "/sign-in/ask",                        identity_ask_post,          MAY_ANYONE},
    {GET,  READ,  "/sign-in/asked",                      identity_asked_get,         MAY_ANYONE},
    {POST, WRITE, "/sign-in/asked",                      identity_asked_post,        MAY_ANYONE},
    {GET,  READ,  "/sign-in/asked/state",                identity_asked_state_get,   MAY_ANYONE, .machine = true},
    {GET,  READ,  "/confirm",                            identity_confirm_get,       MAY_ANYONE},
    {POST, WRITE, "/confirm/{confirm}",                  identity_confirm_post,      MAY_ANYONE},
    {POST, WRITE, "/confirm/{confirm}/not-me",           identity_confirm_not_me_post, MAY_ANYONE},
    {POST, WRITE, "/account/security/confirmers",        identity_confirmer_post,
     MAY_SIGNED_IN, .unproved = true},
    {POST, WRITE, "/account/security/confirmers/{confirmer}/name", identity_confirmer_name_post, MAY_SIGNED_IN},
    {GET,  READ,  "/account/security/confirmers/{confirmer}/remove", identity_confirmer_remove_get, MAY_SIGNED_IN},
    {POST, WRITE, "/account/security/confirmers/{confirmer}/remove", identity_confirmer_remove_post, MAY_SIGNED_IN},
    {POST, WRITE, "/sign-in/passkey",                    identity_passkey_post,      MAY_ANYONE},
    {GET,  READ,  "/account/security/offer",             identity_offer_get,         MAY_SIGNED_IN},
    {POST, WRITE, "/account/security/passkeys",          identity_passkeys_post,
     MAY_SIGNED_IN, .unproved = true},
    {GET,  READ,  "/account/security/passkeys/{passkey}/remove", identity_passkey_remove_get, MAY_SIGNED_IN},
    {POST, WRITE, "/account/security/passkeys/{passkey}/remove", identity_passkey_remove_post, MAY_SIGNED_IN},
    {GET,  READ,  "/account/security",                   identity_security_get,
     MAY_SIGNED_IN, .unproved = true},
    {GET,  READ,  "/account/security/not-me/done", identity_not_me_done_get, MAY_SIGNED_IN, .unproved = true},
    {GET,  READ,  "/account/security/not-me/session/{session}", identity_not_me_get,
     MAY_SIGNED_IN, .unproved = true},
    {POST, WRITE, "/account/security/not-me/session/{session}", identity_not_me_post,
     MAY_SIGNED_IN, .unproved = true},
    {GET,  READ,  "/account/security/not-me/device/{device}", identity_not_me_get,
     MAY_SIGNED_IN, .unproved = true},
    {POST, WRITE, "/account/security/not-me/device/{device}", identity_not_me_post,
     MAY_SIGNED_IN, .unproved = true},
    {GET,  READ,  "/account/security/not-me/line/{line}", identity_not_me_get,
     MAY_SIGNED_IN, .unproved = true},
    {POST, WRITE, "/account/security/not-me/line/{line}", identity_not_me_post,
     MAY_SIGNED_IN, .unproved = true},
    {POST, WRITE, "/account/security/apps/{app}/name",   identity_app_name_post,     MAY_SIGNED_IN},
    {POST, WRITE, "/account/security/passkeys/{passkey}/name", identity_passkey_name_post, MAY_SIGNED_IN},
    {GET,  READ,  SESSION_FIRST,                         identity_start_get,
     MAY_SIGNED_IN, .unproved = true},
    {GET,  READ,  "/admin/second-factors",               identity_policy_get,        MAY_MANAGE_SYSTEM},
    {POST, WRITE, "/admin/second-factors",               identity_policy_post,       MAY_MANAGE_SYSTEM},
    {POST, WRITE, "/admin/second-factors/sorts",         identity_sorts_post,        MAY_MANAGE_SYSTEM},
    {GET,  READ,  "/account/security/timeline",          identity_timeline_get,      MAY_SIGNED_IN},
    {POST, WRITE, "/account/security/apps",              identity_app_begin_post,
     MAY_SIGNED_IN, .unproved = true},
    {GET,  READ,  "/account/security/apps/{app}",        identity_app_get,
     MAY_SIGNED_IN, .unproved = true},
    {POST, WRITE, "/account/security/apps/{app}",        identity_app_post,
     MAY_SIGNED_IN, .unproved = true},
    {GET,  READ,  "/account/security/apps/{app}/remove", identity_app_remove_get,    MAY_SIGNED_IN},
    {POST, WRITE, "/account/security/apps/{app}/remove", identity_app_remove_post,   MAY_SIGNED_IN},
    {POST, WRITE, "/account/security/recovery",          identity_recovery_post,
     MAY_SIGNED_IN, .unproved = true},
    {POST, WRITE, "/account/security/devices/forget",    identity_devices_forget_post, MAY_SIGNED_IN},
    {GET,  READ,  "/sign-in/more",                       identity_more_get,
     MAY_SIGNED_IN, .unproved = true},
    {POST, WRITE, "/sign-in/more",                       identity_more_post,
     MAY_SIGNED_IN, identity_more_prepare, .unproved = true},
    {GET,  READ,  "/account/security/app-passwords",     identity_app_passwords_get, MAY_SIGNED_IN},
    {POST, WRITE, "/account/security/app-passwords",     identity_app_passwords_post, MAY_SIGNED_IN},
    {POST, WRITE, "/account/security/app-passwords/{password}/end", identity_app_password_end_post, MAY_SIGNED_IN},
    {POST, WRITE, "/sign-out",                           identity_sign_out_post,     MAY_ANYONE},
    {GET,  READ,  "/activate",                           identity_activate_get,      MAY_ANYONE},
    {POST, WRITE, "/activate",                           identity_activate_post,
     MAY_ANYONE, identity_activate_prepare},
    {GET,  READ,  "/manual/second-factor",               identity_manual_set_up_get,    MAY_ANYONE},
    {GET,  READ,  "/manual/new-phone",                   identity_manual_new_phone_get, MAY_ANYONE},
    {GET,  READ,  "/manual/lost-phone",                  identity_manual_lost_get,      MAY_ANYONE},
    {POST, WRITE, "/activate/passkey",                   identity_activate_passkey_post, MAY_ANYONE},
    {GET,  READ,  "/forgotten",                          identity_forgotten_get,     MAY_ANYONE},
    {POST, WRITE, "/forgotten",                          identity_forgotten_post,    MAY_ANYONE},
    {GET,  READ,  "/forgotten/code",                     identity_forgotten_code_get, MAY_ANYONE},
    {GET,  READ,  "/forgotten/name",                     identity_forgotten_name_get, MAY_ANYONE},
    {POST, WRITE, "/forgotten/name",                     identity_forgotten_name_post, MAY_ANYONE},
    {POST, WRITE, "/account/security/mail",              identity_private_post,      MAY_SIGNED_IN},
    {GET,  READ,  "/account/security/mail",              identity_private_get,       MAY_SIGNED_IN},
    {POST, WRITE, "/account/security/mail/code",         identity_private_code_post, MAY_SIGNED_IN},
    {POST, WRITE, "/account/security/mail/remove",       identity_private_remove_post, MAY_SIGNED_IN},
    {GET,  READ,  "/account/password/new",               identity_new_password_get,  MAY_SIGNED_IN},
    {POST, WRITE, "/account/password/new",               identity_new_password_post,
     MAY_SIGNED_IN, identity_new_password_prepare},
    {GET,  READ,  "/account",                            identity_account_get,       MAY_SIGNED_IN},
    {POST, WRITE, "/account/password",                   identity_password_post,
     MAY_SIGNED_IN, identity_password_prepare},
    {POST, WRITE, "/account/language",                   identity_language_post,     MAY_SIGNED_IN},
    {POST, WRITE, "/account/sessions/end",               identity_sessions_end_post, MAY_SIGNED_IN},
    {POST, WRITE, "/account/sessions/{session}/end",     identity_session_end_post,  MAY_SIGNED_IN},
    {GET,  READ,  "/admin/desk",                         identity_desk_get,          MAY_HELP, .searches = true},
    {GET,  READ,  "/admin/desk/people/{person}",         identity_desk_person_get,   MAY_HELP, .searches = true},
    {POST, WRITE, "/admin/desk/people/{person}/pass",    identity_pass_ask_post,     MAY_HELP},
    {GET,  READ,  "/admin/desk/passes/{pass}",           identity_pass_get,          MAY_HELP},
    {POST, WRITE, "/admin/desk/passes/{pass}/confirm",   identity_pass_confirm_post, MAY_HELP},
    {POST, WRITE, "/admin/desk/passes/{pass}/end",       identity_pass_end_post,     MAY_HELP},
    {GET,  READ,  "/admin/people",                       identity_people_get,
     MAY_MANAGE_PEOPLE, .searches = true},
    {GET,  READ,  "/admin/people/{person}",              identity_person_get,        MAY_MANAGE_PEOPLE},
    {POST, WRITE, "/admin/people/{person}/code",         identity_code_post,         MAY_MANAGE_PEOPLE},
    {POST, WRITE, "/admin/people/{person}/disable",      identity_disable_post,      MAY_MANAGE_PEOPLE},
    {POST, WRITE, "/admin/people/{person}/enable",       identity_enable_post,       MAY_MANAGE_PEOPLE},
    {POST, WRITE, "/admin/people/{person}/sessions/end", identity_end_sessions_post, MAY_MANAGE_PEOPLE},
    {POST, WRITE, "/admin/people/{person}/factors/reset", identity_factors_reset_post, MAY_MANAGE_PEOPLE},
    {POST, WRITE, "/admin/people/{person}/roles/give",   identity_role_give_post,    MAY_MANAGE_PEOPLE},
    {POST, WRITE, "/admin/people/{person}/roles/take",   identity_role_take_post,    MAY_MANAGE_PEOPLE},
};
/* clang-format on */

/* --- Settings -------------------------------------------------------------------------------
 */

#define ROW(key, type, otherwise, min, max, text)                                              \
    {                                                                                          \
#key, type, offsetof(struct identity_settings, key), otherwise, min, max, true, text   \
    }

static const struct setting setting_rows[] = {
    ROW(password_memory, SETTING_NUMBER, "19456", KDF_MEMORY_LEAST, 1048576,
        "Memory for one password hash (argon2id), in KiB."),
    ROW(password_passes, SETTING_NUMBER, "2", KDF_PASSES_LEAST, 20,
        "Passes over that memory for one password hash."),
    ROW(session_idle, SETTING_DURATION, "12h", MINUTES(5), DAYS(30),
        "A session ends after so long without a request."),
    ROW(session_max, SETTING_DURATION, "14d", MINUTES(10), DAYS(90),
        "A session ends so long after signing in, whatever happens."),
    ROW(shared_idle, SETTING_DURATION, "15m", MINUTES(1), HOURS(12),
        "The same without a request, on a shared computer."),
    ROW(shared_max, SETTING_DURATION, "2h", MINUTES(5), DAYS(1),
        "The same after signing in, on a shared computer."),
    ROW(code_life, SETTING_DURATION, "30d", HOURS(1), DAYS(365),
        "A one-time code can be used for so long."),
    ROW(known_life, SETTING_DURATION, "90d", DAYS(1), DAYS(365),
        "An address from which somebody signed in counts as hers for so long."),
    ROW(admin_proof, SETTING_NUMBER, "0", 0, 3,
        "What a login must prove for pages of administration: 1 a password, 2 two factors, 3 a passkey; 0: two factors of "
        "whoever has a second factor."),
    ROW(remember_days, SETTING_NUMBER, "30", 0, 365,
        "A browser that is not shared may be remembered for so many days: the second factor is not asked there when "
        "signing in; 0: never."),
};
const struct settings_group identity_settings_group = {
    .name = "identity",
    .rows = setting_rows,
    .n_rows = COUNT(setting_rows),
    .size = sizeof(struct identity_settings),
};

/* --- Guide, menu, privacy -------------------------------------------------------------------
 */

static const struct guide_entry guide[] = {
    {
     .title = _("Your account"),
     .purpose =
            _("One account for everything here: your names, your password, and the devices on "
              "which you are signed in."),
     .path = "/account",
     .icon = "account",
     .account = true,
     .off_campus = true,
     .how_in = _(
            "Sign in with your user name. The first time, choose a password with the one-time "
            "code that you got."),
     }
};

static const struct menu_entry menu[] = {
    {_("Your account"), "/account",      MAY_SIGNED_IN,     80, "account"},
    {_("Service desk"), "/admin/desk",   MAY_HELP,          91, "help"   },
    {_("People"),       "/admin/people", MAY_MANAGE_PEOPLE, 92, "people" },
    {_("Second factors"), "/admin/second-factors", MAY_MANAGE_SYSTEM, 94, "shield"},
};

static const struct card cards[] = {
    {_("Do you sign in somewhere?"), "/confirm", 0, identity_confirm_card},
    {_("Your second factor"), SESSION_FIRST "?next=/home", 1, identity_second_card},
};

static err export_account(struct db *db, person_id who, struct json_out *j)
{
    struct identity_private *private = NULL;
    struct identity_person p;
    struct identity_form_list names;
    struct identity_held_list roles;

    TRY(identity_q_person(db, who, &p));
    TRY(identity_q_names(db, who, &names));
    TRY(identity_q_roles(db, who, &roles));
    json_object(j, "account");
    json_str(j, "login", p.login);
    json_str(j, "name", p.name);
    json_str(j, "mail", p.mail);
    TRY(identity_q_private(db, who, &private));
    if (private)
        json_str(j, "private_mail", private->mail);
    json_str(j, "language", p.lang);
    json_array(j, "names");
    for (size_t i = 0; i < names.n; i++)
        json_str(j, NULL, names.v[i].form);
    json_end(j, ']');
    json_array(j, "roles");
    for (size_t i = 0; i < roles.n; i++)
        json_str(j, NULL, roles.v[i].role);
    json_end(j, ']');
    json_end(j, '}');
    return OK;
}

static err export_sessions(struct db *db, person_id who, struct json_out *j)
{
    struct identity_browser_list rows;

    TRY(identity_q_sessions(db, who, db_now(db), &rows));
    json_array(j, "sessions");
    for (size_t i = 0; i < rows.n; i++) {
        json_object(j, NULL);
        json_str(j, "signed_in", instant_iso(db_arena(db), rows.v[i].made_at));
        json_str(j, "last_used", instant_iso(db_arena(db), rows.v[i].seen_at));
        json_str(j, "address", rows.v[i].address);
        json_str(j, "device", rows.v[i].agent);
        json_end(j, '}');
    }
    json_end(j, ']');
    return OK;
}

static err export_security(struct db *db, person_id who, struct json_out *j)
{
    struct identity_otp_list apps;
    struct identity_passkey_list passkeys;
    struct identity_happened_list rows;

    TRY(identity_q_otps(db, who, &apps));
    TRY(identity_q_passkeys(db, who, &passkeys));
    TRY(identity_q_happened(db, who, (instant){0}, (happened_id){0}, &rows));
    json_array(j, "authenticator_apps");
    for (size_t i = 0; i < apps.n; i++)
        json_str(j, NULL, apps.v[i].name);
    json_end(j, ']');
    json_array(j, "passkeys");
    for (size_t i = 0; i < passkeys.n; i++)
        json_str(j, NULL, passkeys.v[i].name);
    json_end(j, ']');
    json_array(j, "security_timeline");
    while (rows.n > 0) {
        for (size_t i = 0; i < rows.n; i++) {
            json_object(j, NULL);
            json_str(j, "at", instant_iso(db_arena(db), rows.v[i].at));
            json_str(j, "what", rows.v[i].what);
            json_str(j, "address", rows.v[i].address);
            json_str(j, "device", rows.v[i].agent);
            json_end(j, '}');
        }
        TRY(identity_q_happened(db, who, rows.v[rows.n - 1].at, rows.v[rows.n - 1].id, &rows));
    }
    json_end(j, ']');
    return OK;
}

static err export_confirmers(struct db *db, person_id who, struct json_out *j)
{
    struct identity_confirmer_list rows;

    TRY(identity_q_confirmers(db, who, &rows));
    json_array(j, "devices_that_confirm");
    for (size_t i = 0; i < rows.n; i++) {
        json_object(j, NULL);
        json_str(j, "device", rows.v[i].name);
        json_str(j, "address", rows.v[i].endpoint);
        json_str(j, "made", instant_iso(db_arena(db), rows.v[i].made_at));
        if (rows.v[i].used_at.v)
            json_str(j, "last_used", instant_iso(db_arena(db), rows.v[i].used_at));
        json_end(j, '}');
    }
    json_end(j, ']');
    return OK;
}

static err export_app_passwords(struct db *db, person_id who, struct json_out *j)
{
    struct identity_app_password_list rows;

    TRY(identity_q_app_passwords(db, who, &rows));
    json_array(j, "app_passwords");
    for (size_t i = 0; i < rows.n; i++) {
        json_object(j, NULL);
        json_str(j, "device", rows.v[i].name);
        json_str(j, "opens", rows.v[i].door);
        json_str(j, "made", instant_iso(db_arena(db), rows.v[i].made_at));
        if (rows.v[i].used_at.v) {
            json_str(j, "last_used", instant_iso(db_arena(db), rows.v[i].used_at));
            json_str(j, "address", rows.v[i].used_from);
        }
        json_end(j, '}');
    }
    json_end(j, ']');
    return OK;
}

static const struct personal_data personal_data[] = {
    {_("Your name, user names, mail addresses and roles"),
     _("As long as you have an account, and two years after"), export_account },
    {_("The devices on which you are signed in, with address and last use"),
     _("Until the session ends, at most some weeks"),          export_sessions},
    {_("Your second factors by name, and what happened to the safety of your account"),
     _("A factor until you take it away; the timeline a year"),  export_security},
    {_("The devices for which you made app passwords, with address and last use"),
     _("Until you end them"), export_app_passwords},
    {_("The devices on which you confirm sign-ins, and what they were asked"),
     _("Until you take them away, or do not use them for a year; what they were asked a day"), export_confirmers},
};

/* --- Jobs, start, check ---------------------------------------------------------------------
 */

static err sweep(struct db *db, [[maybe_unused]] int64_t arg, [[maybe_unused]] const char *text)
{
    instant now = db_now(db);
    int64_t n = 0;

    TRY(identity_q_sweep_sessions(db, now, &n));
    TRY(identity_q_sweep_codes(db, instant_add(now, -DAYS(30)), &n));
    TRY(identity_q_sweep_failures(db, instant_add(now, -DAYS(2)), &n));
    TRY(identity_q_sweep_trials(db, now, &n));
    TRY(identity_q_sweep_challenges(db, now, &n));
    TRY(identity_q_sweep_devices(db, now, &n));
    TRY(identity_q_sweep_passes(db, instant_add(now, -DAYS(30)), &n));
    TRY(identity_q_sweep_private(db, now, &n));
    TRY(confirm_sweep(db));
    TRY(identity_q_sweep_otps(db, instant_add(now, -HOURS(1)), &n));
    TRY(identity_q_sweep_happened(db, instant_add(now, -HAPPENED_KEPT), &n));
    return identity_q_sweep_known(db, instant_add(now, -DAYS(365)), &n);
}

static const struct job_kind jobs[] = {
    {"identity.sweep", sweep, MINUTES(10),
     "Takes away sessions, codes and counts that are over."},
    {FORGOTTEN_JOB, forgotten_job, 0, "Sends a code for a new password to a private mail address, if there is one."},
    {FORGOTTEN_NAME_JOB, forgotten_name_job, 0, "Sends a user name to the mail address that somebody typed, if it is known."},
};

/* The university's own names follow the settings. */
static enum wrote name_home(struct db *db, void *ctx)
{
    const struct campus_settings *campus = ctx;
    err e = identity_q_org_home(db, campus->name, campus->domain, campus->office_domain);

    return e == OK ? WROTE_DONE : WROTE_FAILED;
}

static err start(struct app *app)
{
    struct campus_settings campus =
        *(const struct campus_settings *)settings_of(app_settings(app), &campus_group);

    if (sodium_init() < 0)
        return ERR_DOWN;
    campus_identify_by(app, identity_who);
    campus_addressees_by(app, identity_addressee);
    campus_names_by(app, identity_named);
    prompt_asked_by(app, confirmer_asked_at);
    return store_write_now(app->store, app->arena, clock_now(), name_home, &campus);
}

static void faults(struct buf *out, const struct identity_fault_list *rows, const char *what)
{
    for (size_t i = 0; i < rows->n; i++)
        buf_printf(out, "identity: %s: %s\n", rows->v[i].login, what);
}

static err check(struct db *db, struct buf *out)
{
    struct identity_fault_list rows;
    struct identity_role_word_list words;
    enum role role;

    TRY(identity_q_nameless(db, &rows));
    faults(out, &rows, "the login is not among the names");
    TRY(identity_q_haunted(db, &rows));
    faults(out, &rows, "the account is closed but signed in");
    TRY(identity_q_factors_wrong(db, &rows));
    faults(out, &rows, "other second factors are kept than there are");
    TRY(identity_q_passes_wrong(db, &rows));
    faults(out, &rows, "a pass of the desk was given out by one person alone");
    TRY(identity_q_role_words(db, &words));
    for (size_t i = 0; i < words.n; i++)
        if (!role_parse(words.v[i].role, &role))
            buf_printf(out, "identity: %s: no such role\n", words.v[i].role);
    return OK;
}

static const struct audit_word audit_words[] = {
    {"identity.signed_in", _("Signed in")},
    {"identity.signed_out", _("Signed out")},
    {"identity.sign_in_failed", _("Failed to sign in")},
    {"identity.activated", _("Opened the account with a one-time code")},
    {"identity.activation_failed", _("Failed to use a one-time code")},
    {"identity.password_changed", _("Changed the password")},
    {"identity.password_refused", _("Typed the own password wrongly")},
    {"identity.proved", _("Proved once more who it is")},
    {"identity.proof_refused", _("Failed to prove once more who it is")},
    {"identity.second_asked", _("Was asked for a second proof")},
    {"identity.second_refused", _("Failed the second proof")},
    {"identity.otp_begun", _("Began to add an app with codes")},
    {"identity.otp_added", _("Added an app with codes")},
    {"identity.otp_removed", _("Removed an app with codes")},
    {"identity.recovery_made", _("Made recovery codes")},
    {"identity.remembered", _("Had a device remembered")},
    {"identity.forgotten", _("Had devices forgotten")},
    {"identity.code_mailed", _("Had a code for a new password sent to the private mail address")},
    {"identity.name_mailed", _("Had the user name sent to the own mail address")},
    {"identity.pass_asked", _("Asked for a pass of the service desk")},
    {"identity.pass_confirmed", _("Confirmed a pass of the service desk")},
    {"identity.pass_ended", _("Refused or withdrew a pass of the service desk")},
    {"identity.pass_used", _("Used a pass of the service desk as second factor")},
    {"identity.factors_replaced", _("Set up a new second factor with a pass, in place of all earlier ones")},
    {"identity.private_named", _("Named a private mail address")},
    {"identity.private_added", _("Confirmed a private mail address")},
    {"identity.private_removed", _("Took the private mail address away")},
    {"identity.language_chosen", _("Chose a language")},
    {"identity.session_ended", _("Signed a device out")},
    {"identity.sessions_ended", _("Signed out everywhere")},
    {"identity.code_made", _("Made a one-time code")},
    {"identity.factors_reset", _("Took all second factors of somebody away")},
    {"identity.disabled", _("Closed an account")},
    {"identity.enabled", _("Opened an account again")},
    {"identity.not_me", _("Reported something in the own account that was not hers")},
    {"identity.factor_renamed", _("Renamed a passkey or an app")},
    {"identity.confirm_asked", _("Had a device asked about a sign-in")},
    {"identity.confirmed", _("Confirmed a sign-in on a device")},
    {"identity.confirm_wrong", _("Typed a wrong number on a device")},
    {"identity.confirm_not_me", _("Said on a device that a sign-in was not hers")},
    {"identity.confirmer_added", _("Added a device that confirms sign-ins")},
    {"identity.confirmer_removed", _("Removed a device that confirms sign-ins")},
    {"identity.confirmer_gone", _("A device that confirms sign-ins can be reached no more")},
    {"identity.app_password_made", _("Made an app password")},
    {"identity.app_password_ended", _("Ended an app password")},
    {"identity.policy_set", _("Set from when a role needs a second factor")},
    {"identity.sort_set", _("Set what a sort of applications needs")},
    {"identity.role_given", _("Gave a role")},
    {"identity.role_taken", _("Took a role away")},
    {"identity.imported", _("Brought in a person")},
    {"identity.changed", _("Changed a person")},
};

static const struct listener listeners[] = {{PROMPT_GONE, "identity.confirmer_gone", confirmer_gone}};

static const struct thing_kind things[] = {{.kind = "session", .name = _("Device")}};

static const struct page_words pages[] = {
    {_("Your account"), "/account", MAY_SIGNED_IN, "password profile devices language name login wachtwoord profiel apparaten taal gebruikersnaam"},
    {_("Security of your account"), "/account/security", MAY_SIGNED_IN, "mfa 2fa second factor passkey authenticator push number confirm device recovery codes private mail forgotten beveiliging tweede factor herstelcodes privé vergeten"},
    {_("Set up your second factor"), "/manual/second-factor", MAY_ANYONE, "manual mfa 2fa authenticator passkey qr handleiding tweede factor instellen"},
    {_("You have a new phone"), "/manual/new-phone", MAY_ANYONE, "manual move authenticator handleiding nieuwe telefoon overzetten"},
    {_("Your phone is lost or stolen"), "/manual/lost-phone", MAY_ANYONE, "manual lost stolen broken recovery handleiding telefoon kwijt gestolen verloren herstelcode"},
    {_("App passwords"), "/account/security/app-passwords", MAY_SIGNED_IN, "app password device calendar dav mail imap app-wachtwoord apparaat agenda"},
    {_("Who needs a second factor"), "/admin/second-factors", MAY_MANAGE_SYSTEM, "mfa policy grace office sort tweede factor verplicht kantoor soort",
     _("From when each role needs a second factor, and what the two sorts of applications need.")},
    {_("Service desk"), "/admin/desk", MAY_HELP, "helpdesk pass lost phone forgotten password servicedesk pas telefoon kwijt wachtwoord vergeten",
     _("Who cannot sign in, and passes for a new password or second factor.")},
    {_("People"), "/admin/people", MAY_MANAGE_PEOPLE, "users accounts roles codes person gebruikers mensen rollen accounts personen",
     _("Accounts, their roles, codes to activate them, and lost factors.")},
};

const struct service identity_service = {
    .name = "identity",
    .routes = routes,
    .things = things,
    .n_things = COUNT(things),
    .audit_words = audit_words,
    .n_audit_words = COUNT(audit_words),
    .pages = pages,
    .n_pages = COUNT(pages),
    .n_routes = COUNT(routes),
    .migrations = identity_migrations,
    .n_migrations = COUNT(identity_migrations),
    .settings = &identity_settings_group,
    .jobs = jobs,
    .n_jobs = COUNT(jobs),
    .guide = guide,
    .n_guide = COUNT(guide),
    .menu = menu,
    .n_menu = COUNT(menu),
    .search = identity_found,
    .n_search = COUNT(identity_found),
    .cards = cards,
    .n_cards = COUNT(cards),
    .personal_data = personal_data,
    .n_personal_data = COUNT(personal_data),
    .notices = identity_notices,
    .n_notices = IDENTITY_NOTICES,
    .listeners = listeners,
    .n_listeners = COUNT(listeners),
    .mails = identity_mails,
    .n_mails = IDENTITY_MAILS,
    .commands = identity_commands,
    .n_commands = 1,
    .start = start,
    .check = check,
};
