/* service.c: what the SAML identity provider adds to the campus. SPDX-License-Identifier: AGPL-3.0-or-later */
#include "service.h"
#include "admin.h"
#include "app.h"
#include "federation.h"
#include "mdq.h"
#include "told.h"

#define FREE .no_csrf = true /* of other sites: signed by them, kept for later, or leading nowhere */
#define BIG  .body_max = 131072
#define METADATA .body_max = 2 * SAML_META_MAX /* a file, and what was typed */

/* clang-format off: it cannot align these rows */
static const struct route routes[] = {
    {GET,  READ,  "/saml/metadata",                saml_metadata_get,  MAY_ANYONE, .machine = true},
    {GET,  WRITE, "/saml/sso",                     saml_sso_get,       MAY_ANYONE, saml_mdq_prepare},
    {POST, WRITE, "/saml/sso",                     saml_sso_post,      MAY_ANYONE, saml_mdq_prepare, FREE, BIG},
    {GET,  WRITE, "/saml/continue/{secret}",       saml_continue_get,  MAY_ANYONE},
    {POST, WRITE, "/saml/continue/{secret}",       saml_continue_post, MAY_SIGNED_IN},
    {GET,  WRITE, "/saml/slo",                     saml_slo_get,       MAY_ANYONE},
    {POST, WRITE, "/saml/slo",                     saml_slo_post,      MAY_ANYONE, FREE, BIG},
    {GET,  READ,  "/account/services/sign-out",    saml_leave_get,     MAY_SIGNED_IN},
    {POST, WRITE, "/account/services/sign-out",    saml_leave_post,    MAY_SIGNED_IN},
    {POST, WRITE, "/account/services/{sp}/end",    saml_told_end_post, MAY_SIGNED_IN},
    {GET,  READ,  "/admin/services",               saml_services_get,  MAY_MANAGE_SYSTEM},
    {POST, WRITE, "/admin/services/keys",          saml_key_post,      MAY_MANAGE_SYSTEM, saml_key_prepare},
    {GET,  READ,  "/admin/services/new",           saml_service_new_get, MAY_MANAGE_SYSTEM},
    {POST, WRITE, "/admin/services/new",           saml_service_new_post,
     MAY_MANAGE_SYSTEM, saml_offer_new_prepare, METADATA},
    {GET,  READ,  "/admin/services/{sp}",          saml_service_get,   MAY_MANAGE_SYSTEM},
    {POST, WRITE, "/admin/services/{sp}",          saml_service_post,  MAY_MANAGE_SYSTEM},
    {POST, WRITE, "/admin/services/{sp}/metadata", saml_service_again_post,
     MAY_MANAGE_SYSTEM, saml_offer_again_prepare, METADATA},
    {GET,  READ,  "/admin/services/{sp}/preview",  saml_preview_get,   MAY_MANAGE_SYSTEM, .audited = true},
    {POST, WRITE, "/admin/services/{sp}/disable",  saml_service_disable_post, MAY_MANAGE_SYSTEM},
    {POST, WRITE, "/admin/services/{sp}/enable",   saml_service_enable_post,  MAY_MANAGE_SYSTEM},
    {GET,  READ,  "/admin/services/{sp}/remove",   saml_service_remove_get,   MAY_MANAGE_SYSTEM},
    {POST, WRITE, "/admin/services/{sp}/remove",   saml_service_remove_post,  MAY_MANAGE_SYSTEM},
};
/* clang-format on */

#define ROW(key, type, otherwise, min, max, text)                                                                      \
    {                                                                                                                  \
#key, type, offsetof(struct saml_settings, key), otherwise, min, max, true, text                               \
    }

static const struct setting setting_rows[] = {
    ROW(key_ahead, SETTING_DURATION, "7d", 0, DAYS(60),
        "A new signing key is published for so long before it signs: services fetch our metadata seldom."),
    ROW(key_grace, SETTING_DURATION, "30d", HOURS(1), DAYS(365),
        "An older signing key is published for so long after the next one began to sign."),
    ROW(session, SETTING_DURATION, "12h", MINUTES(10), DAYS(14),
        "A service is told to end its own session so long after somebody signed in to it."),
    ROW(refresh, SETTING_DURATION, "6h", MINUTES(10), DAYS(30),
        "What a service says of itself at an address is fetched again so often."),
    {"fetch_allow", SETTING_TEXT, offsetof(struct saml_settings, fetch_allow), "", 0, 0, true,
     "Addresses that are not public and from which metadata may be fetched, blank-separated: 10.1.0.0/16, host:port."},
    {"support", SETTING_TEXT, offsetof(struct saml_settings, support), "", 0, 0, true,
     "A mail address for administrators of services; it stands in our metadata."},
};
const struct settings_group saml_settings_group = {
    .name = "saml",
    .rows = setting_rows,
    .n_rows = COUNT(setting_rows),
    .size = sizeof(struct saml_settings),
};

const struct saml_settings *saml_settings_of(const struct app *app)
{
    return settings_of(app_settings(app), &saml_settings_group);
}

/* --- Privacy, audit --------------------------------------------------------------------------------------- */

static const struct personal_data personal_data[] = {
    {_("Which services know what about you, since when"), _("As long as you have an account, and two years after"),
     saml_export},
};

static const struct audit_word audit_words[] = {
    {"saml.signed_in", _("Signed in to a service")},
    {"saml.refused", _("Did not let a service know who it is")},
    {"saml.released", _("Let a service know who it is")},
    {"saml.withdrawn", _("Stopped a service")},
    {"saml.signed_out", _("Signed out at the request of a service")},
    {"saml.sp_made", _("Added a service")},
    {"saml.sp_changed", _("Changed a service")},
    {"saml.sp_listed", _("Took a service over from a federation")},
    {"saml.federation_made", _("Added a federation of services")},
    {"saml.federation_removed", _("Took a federation of services away")},
    {"saml.sp_fetched", _("Took over what a service says of itself")},
    {"saml.sp_disabled", _("Turned a service off")},
    {"saml.sp_enabled", _("Turned a service on")},
    {"saml.sp_removed", _("Took a service away")},
    {"saml.key_made", _("Made a key for signing")},
    {"saml.previewed", _("Looked at what a service would be told of somebody")},
};

static err show_sp(struct rq *rq, int64_t id, struct thing *ret)
{
    struct saml_sp sp;
    err e = saml_q_sp(rq->db, (saml_sp_id){id}, &sp);

    if (e == ERR_NOT_FOUND)
        return OK;
    TRY(e);
    *ret = (struct thing){sp.title, arena_printf(rq->arena, "/admin/services/%lld", (long long)id)};
    return OK;
}

static const struct page_words pages[] = {
    {_("Sign out of all services"), "/account/services/sign-out", MAY_SIGNED_IN,
     "single logout everywhere leave uitloggen overal afmelden diensten"},
    {_("Services by SAML"), "/admin/services", MAY_MANAGE_SYSTEM, "saml sso federation surfconext zoom idp metadata inloggen koppelingen",
     _("Other services to which people sign in with their account here, by SAML.")},
};

static const struct menu_entry menu[] = {
    {_("Services by SAML"), "/admin/services", MAY_MANAGE_SYSTEM, 93, "link"},
};

static const struct thing_kind things[] = {
    {"saml_sp", _("Service"), show_sp, NULL},
};

/* --- Events ------------------------------------------------------------------------------------------------- */

static err session_ended(struct db *db, const struct event *e)
{
    return saml_session_over(db, e->person, (session_id){e->about});
}

static err account_closed(struct db *db, const struct event *e)
{
    return saml_session_over(db, e->person, (session_id){0});
}

static const struct listener listeners[] = {
    {SESSION_ENDED, "saml.session_ended", session_ended},
    {ACCOUNT_DISABLED, "saml.account_closed", account_closed},
};

/* --- Jobs --------------------------------------------------------------------------------------------------- */

static err sweep(struct db *db, [[maybe_unused]] int64_t arg, [[maybe_unused]] const char *text)
{
    instant now = db_now(db);
    int64_t n = 0;

    TRY(saml_q_sweep_asks(db, now, &n));
    TRY(saml_q_sweep_once(db, now, &n));
    TRY(saml_q_sweep_passing(db, now, &n));
    TRY(saml_q_sweep_leaves(db, now, &n));
    TRY(saml_q_sweep_links(db, instant_add(now, -DAYS(30)), &n));
    return saml_q_sweep_keys(db, now, &n);
}

static const struct job_kind jobs[] = {
    {"saml.sweep", sweep, MINUTES(10), "Takes away requests, sign-ins and keys that are over."},
};

static const struct task_kind tasks[] = {
    {"saml.services", saml_services_round},
    {"saml.federations", saml_federations_round},
};

static err check(struct db *db, struct buf *out)
{
    struct saml_ghost_list rows;

    TRY(saml_q_ghosts(db, &rows));
    for (size_t i = 0; i < rows.n; i++)
        buf_printf(out, "saml: person %lld has two receipts of service %lld that both stand\n",
                   (long long)rows.v[i].person.v, (long long)rows.v[i].sp.v);
    return OK;
}

const struct service saml_service = {
    .name = "saml",
    .routes = routes,
    .n_routes = COUNT(routes),
    .migrations = saml_migrations,
    .n_migrations = COUNT(saml_migrations),
    .settings = &saml_settings_group,
    .jobs = jobs,
    .n_jobs = COUNT(jobs),
    .tasks = tasks,
    .n_tasks = COUNT(tasks),
    .listeners = listeners,
    .n_listeners = COUNT(listeners),
    .menu = menu,
    .n_menu = COUNT(menu),
    .pages = pages,
    .n_pages = COUNT(pages),
    .things = things,
    .n_things = COUNT(things),
    .headed = saml_headed,
    .released = saml_released,
    .applications = saml_applications,
    .personal_data = personal_data,
    .n_personal_data = COUNT(personal_data),
    .commands = saml_commands,
    .n_commands = COUNT(saml_commands),
    .start = saml_keys_start,
    .check = check,
    .audit_words = audit_words,
    .n_audit_words = COUNT(audit_words),
};
