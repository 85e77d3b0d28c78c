/* service.c: what the OpenID Connect provider adds to the campus. SPDX-License-Identifier: AGPL-3.0-or-later */
#include "service.h"
#include "admin.h"
#include "app.h"
#include "provider.h"
#include "told.h"

#define FREE .no_csrf = true /* of other servers and other sites: by a secret, a key, a token, or kept for later */
#define API  .no_csrf = true, .machine = true

/* clang-format off: it cannot align these rows */
static const struct route routes[] = {
    {GET,  READ,  "/.well-known/openid-configuration",       oidc_discovery_get,      MAY_ANYONE, .machine = true},
    {GET,  READ,  "/.well-known/oauth-authorization-server", oidc_discovery_get,      MAY_ANYONE, .machine = true},
    {GET,  READ,  "/oidc/jwks",                              oidc_jwks_get,           MAY_ANYONE, .machine = true},
    {GET,  WRITE, "/oidc/authorize",                         oidc_authorize_get,      MAY_ANYONE},
    {POST, WRITE, "/oidc/authorize",                         oidc_authorize_post,     MAY_ANYONE, FREE},
    {GET,  WRITE, "/oidc/continue/{secret}",                 oidc_continue_get,       MAY_ANYONE},
    {POST, WRITE, "/oidc/continue/{secret}",                 oidc_continue_post,      MAY_SIGNED_IN},
    {POST, WRITE, "/oidc/par",                               oidc_par_post,           MAY_ANYONE, API},
    {POST, WRITE, "/oidc/token",                             oidc_token_post,         MAY_ANYONE, API},
    {GET,  READ,  "/oidc/userinfo",                          oidc_userinfo_get,       MAY_ANYONE, .machine = true},
    {POST, READ,  "/oidc/userinfo",                          oidc_userinfo_get,       MAY_ANYONE, API},
    {POST, WRITE, "/oidc/introspect",                        oidc_introspect_post,    MAY_ANYONE, API},
    {POST, WRITE, "/oidc/revoke",                            oidc_revoke_post,        MAY_ANYONE, API},
    {POST, WRITE, "/oidc/device-code",                       oidc_device_code_post,   MAY_ANYONE, API},
    {GET,  WRITE, "/oidc/end-session",                       oidc_end_get,            MAY_ANYONE},
    {POST, WRITE, "/oidc/end-session",                       oidc_end_post,           MAY_ANYONE, FREE},
    {POST, WRITE, "/oidc/end-session/sure",                  oidc_end_sure_post,      MAY_ANYONE},
    {GET,  READ,  "/device",                                 oidc_device_get,         MAY_SIGNED_IN},
    {POST, WRITE, "/device",                                 oidc_device_post,        MAY_SIGNED_IN, .searches = true},
    {GET,  READ,  "/account/applications",                   oidc_told_get,           MAY_SIGNED_IN},
    {POST, WRITE, "/account/applications/{client}/end",      oidc_told_end_post,      MAY_SIGNED_IN},
    {GET,  READ,  "/admin/applications",                     oidc_clients_get,        MAY_MANAGE_SYSTEM},
    {GET,  READ,  "/admin/applications/new",                 oidc_client_new_get,     MAY_MANAGE_SYSTEM},
    {POST, WRITE, "/admin/applications/new",                 oidc_client_new_post,
     MAY_MANAGE_SYSTEM, oidc_client_new_prepare},
    {GET,  READ,  "/admin/applications/{client}",            oidc_client_get,         MAY_MANAGE_SYSTEM},
    {POST, WRITE, "/admin/applications/{client}",            oidc_client_post,        MAY_MANAGE_SYSTEM},
    {POST, WRITE, "/admin/applications/{client}/secret",     oidc_client_secret_post, MAY_MANAGE_SYSTEM},
    {POST, WRITE, "/admin/applications/{client}/disable",    oidc_client_disable_post, MAY_MANAGE_SYSTEM},
    {POST, WRITE, "/admin/applications/{client}/enable",     oidc_client_enable_post, MAY_MANAGE_SYSTEM},
};
/* clang-format on */

#define ROW(key, type, otherwise, min, max, text)                                                  \
    {                                                                                              \
#key, type, offsetof(struct oidc_settings, key), otherwise, min, max, true, text           \
    }

static const struct setting setting_rows[] = {
    ROW(access_life, SETTING_DURATION, "10m", MINUTES(1), HOURS(24), "An access token is of use for so long."),
    ROW(refresh_life, SETTING_DURATION, "12h", MINUTES(10), DAYS(30),
        "A refresh token is of use for so long without being used, while its login stands."),
    ROW(offline_life, SETTING_DURATION, "90d", DAYS(1), DAYS(365),
        "The same of an application that was allowed to go on while nobody is signed in."),
    ROW(key_ahead, SETTING_DURATION, "24h", 0, DAYS(30),
        "A new signing key is published for so long before it signs."),
    ROW(key_grace, SETTING_DURATION, "30d", HOURS(1), DAYS(365),
        "An older signing key is published for so long after the next one began to sign."),
    ROW(logout_tries, SETTING_NUMBER, "6", 1, 20, "An application is told of a logout so many times until it listens."),
    {"logout_allow", SETTING_TEXT, offsetof(struct oidc_settings, logout_allow), "", 0, 0, true,
     "Addresses that are not public and may be told of a logout, blank-separated: 10.1.0.0/16, host:port."},
};
const struct settings_group oidc_settings_group = {
    .name = "oidc",
    .rows = setting_rows,
    .n_rows = COUNT(setting_rows),
    .size = sizeof(struct oidc_settings),
};

const struct oidc_settings *oidc_settings_of(const struct app *app)
{
    return settings_of(app_settings(app), &oidc_settings_group);
}

/* --- Guide, menu, privacy ------------------------------------------------------------------------------- */

static const struct guide_entry guide[] = {
    {
        .title = _("Applications that know you"),
        .purpose = _("With your university account you sign in to other applications too. Here you see which of them know "
                     "what about you, and stop it."),
        .path = "/account/applications",
        .icon = "shield",
        .account = true,
        .off_campus = true,
    },
};

static const struct menu_entry menu[] = {
    {_("Applications"), "/admin/applications", MAY_MANAGE_SYSTEM, 93, "key"},
};

static const struct personal_data personal_data[] = {
    {_("Which applications know what about you, since when"),
     _("As long as you have an account, and two years after"), oidc_export},
};

static const struct audit_word audit_words[] = {
    {"oidc.signed_in", _("Signed in to an application")},
    {"oidc.refused", _("Did not let an application know who it is")},
    {"oidc.released", _("Let an application know who it is")},
    {"oidc.withdrawn", _("Stopped an application")},
    {"oidc.link_ended", _("Ended what an application was given")},
    {"oidc.refresh_reused", _("Ended an application's access: a token came twice")},
    {"oidc.device_allowed", _("Let a device sign in")},
    {"oidc.device_denied", _("Did not let a device sign in")},
    {"oidc.client_made", _("Added an application")},
    {"oidc.client_changed", _("Changed an application")},
    {"oidc.client_disabled", _("Turned an application off")},
    {"oidc.client_enabled", _("Turned an application on")},
    {"oidc.secret_changed", _("Made a new secret for an application")},
    {"oidc.key_made", _("Made a key for signing")},
};

/* --- Events, jobs, tasks ---------------------------------------------------------------------------------- */

static err session_ended(struct db *db, const struct event *e)
{
    return oidc_session_over(db, e->person, (session_id){e->about});
}

/* A closed account: whatever it allowed ends, also what went on without a session. */
static err account_closed(struct db *db, const struct event *e)
{
    struct oidc_link_list links;

    TRY(oidc_q_links_of_person(db, e->person, (oidc_client_id){0}, &links));
    for (size_t i = 0; i < links.n; i++) {
        TRY(oidc_logout_tell(db, &links.v[i]));
        TRY(oidc_link_over(db, &links.v[i], "account_closed"));
    }
    return OK;
}

static const struct listener listeners[] = {
    {SESSION_ENDED, "oidc.session_ended", session_ended},
    {ACCOUNT_DISABLED, "oidc.account_closed", account_closed},
};

static err sweep(struct db *db, [[maybe_unused]] int64_t arg, [[maybe_unused]] const char *text)
{
    instant now = db_now(db);
    int64_t n = 0;

    TRY(oidc_q_sweep_asks(db, now, &n));
    TRY(oidc_q_sweep_codes(db, instant_add(now, -HOURS(1)), &n));
    TRY(oidc_q_sweep_access(db, now, &n));
    TRY(oidc_q_sweep_refresh(db, now, &n));
    TRY(oidc_q_sweep_once(db, now, &n));
    TRY(oidc_q_sweep_devices(db, now, &n));
    TRY(oidc_q_sweep_logouts(db, instant_add(now, -DAYS(30)), &n));
    TRY(oidc_q_sweep_links(db, instant_add(now, -DAYS(1)), &n));
    return oidc_q_sweep_keys(db, now, &n);
}

static const struct job_kind jobs[] = {
    {"oidc.sweep", sweep, MINUTES(10), "Takes away requests, codes, tokens and keys that are over."},
};

static const struct task_kind tasks[] = {
    {"oidc.logout", oidc_logout_round},
};

static err check(struct db *db, struct buf *out)
{
    struct oidc_ghost_list rows;

    TRY(oidc_q_ghosts(db, &rows));
    for (size_t i = 0; i < rows.n; i++)
        buf_printf(out, "oidc: link %lld has two refresh tokens that were never used\n", (long long)rows.v[i].link.v);
    return OK;
}

static const struct page_words pages[] = {
    {_("Applications"), "/admin/applications", MAY_MANAGE_SYSTEM, "openid connect oauth clients sso inloggen toepassingen koppelingen",
     _("Other software in which people sign in with their account here, by OpenID Connect.")},
};

const struct service oidc_service = {
    .name = "oidc",
    .routes = routes,
    .n_routes = COUNT(routes),
    .migrations = oidc_migrations,
    .n_migrations = COUNT(oidc_migrations),
    .settings = &oidc_settings_group,
    .jobs = jobs,
    .n_jobs = COUNT(jobs),
    .tasks = tasks,
    .n_tasks = COUNT(tasks),
    .listeners = listeners,
    .n_listeners = COUNT(listeners),
    .guide = guide,
    .n_guide = COUNT(guide),
    .menu = menu,
    .n_menu = COUNT(menu),
    .pages = pages,
    .n_pages = COUNT(pages),
    .headed = oidc_headed,
    .released = oidc_released,
    .applications = oidc_applications,
    .personal_data = personal_data,
    .n_personal_data = COUNT(personal_data),
    .commands = oidc_commands,
    .n_commands = COUNT(oidc_commands),
    .start = oidc_keys_start,
    .check = check,
    .audit_words = audit_words,
    .n_audit_words = COUNT(audit_words),
};
